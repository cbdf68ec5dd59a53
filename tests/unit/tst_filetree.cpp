// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/filetree.h"
#include "support/sysfstree.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace laneway;

namespace {
const QString vf = u"0000:03:10.2"_s;

void makeFifo(const QString &name)
{
    QVERIFY(QDir().mkpath(QFileInfo(name).path()));
    QCOMPARE(::mkfifo(QFile::encodeName(name).constData(), 0600), 0);
}
} // namespace

class TestFileTree : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsWhatIsThere()
    {
        SysfsTree made;
        made.add(u"a/b"_s, " two words \n");
        made.add(u"a/empty"_s, "");
        const QByteArray large(300'000, 'x');
        made.add(u"a/large"_s, large);
        const RealFileTree tree(made.sys());
        QCOMPARE(tree.read(u"a/b"_s), QByteArray(" two words \n"));
        QCOMPARE(tree.text(u"a/b"_s), u"two words"_s);
        QCOMPARE(tree.read(u"a/large"_s), large);
        QCOMPARE(tree.text(u"a/empty"_s), QString());
        QVERIFY(!tree.text(u"a/none"_s));
        QCOMPARE(tree.list(u"a"_s), (QStringList{u"b"_s, u"empty"_s, u"large"_s}));
        QVERIFY(tree.exists(u"a/b"_s));
        QVERIFY(!tree.exists(u"a/none"_s));
    }
    void refusesMoreThanItsLimit()
    {
        SysfsTree made;
        made.add(u"huge"_s, QByteArray(4 * 1024 * 1024 + 1, 'x'));
        const auto huge = RealFileTree(made.sys()).read(u"huge"_s);
        QVERIFY(!huge);
        QCOMPARE(huge.error().code, ErrorCode::LimitExceeded);
    }
    void namesTheErrno_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<int>("number");
        QTest::newRow("no such file") << u"none"_s << ErrorCode::NotFound << ENOENT;
        QTest::newRow("file in a file") << u"file/x"_s << ErrorCode::NotFound << ENOTDIR;
        QTest::newRow("directory") << u"directory"_s << ErrorCode::KernelRefused << EISDIR;
    }
    void namesTheErrno()
    {
        QFETCH(QString, path);
        QFETCH(ErrorCode, code);
        QFETCH(int, number);
        SysfsTree made;
        made.add(u"file"_s, "1");
        made.add(u"directory/x"_s, "1");
        const auto got = RealFileTree(made.sys()).read(path);
        QVERIFY(!got);
        QCOMPARE(got.error().code, code);
        QCOMPARE(got.error().systemError, number);
        QVERIFY(got.error().detail.contains(errnoName(number)));
    }
    void noPathLeavesTheRoot_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("parent") << u"../proc/cmdline"_s;
        QTest::newRow("parent in the middle") << u"bus/../../proc/cmdline"_s;
        QTest::newRow("absolute") << u"/proc/cmdline"_s;
        QTest::newRow("link that leads out") << u"out/cmdline"_s;
        QTest::newRow("absolute link") << u"absolute"_s;
        QTest::newRow("NUL") << u"inside\0.."_s;
    }
    void noPathLeavesTheRoot()
    {
        QFETCH(QString, path);
        SysfsTree made;
        made.add(u"inside"_s, "1");
        QFile::link(u"../proc"_s, made.sys() + u"/out");
        QFile::link(made.proc() + u"/cmdline", made.sys() + u"/absolute");
        const qint64 before = QFile(made.proc() + u"/cmdline").size();
        RealFileTree tree(made.sys());
        QVERIFY(!tree.read(path));
        QVERIFY(!tree.write(path, "x"));
        QVERIFY(!tree.resolve(path));
        QCOMPARE(QFile(made.proc() + u"/cmdline").size(), before);
    }
    void followsLinksInside()
    {
        SysfsTree made;
        made.add(u"devices/pci0000:00/0000:00:1f.6/class"_s, "0x020000\n");
        made.link(u"bus/pci/devices/0000:00:1f.6"_s, u"devices/pci0000:00/0000:00:1f.6"_s);
        const RealFileTree tree(made.sys());
        const QString link = u"bus/pci/devices/0000:00:1f.6"_s;
        QCOMPARE(tree.readLink(link), u"../../../devices/pci0000:00/0000:00:1f.6"_s);
        QCOMPARE(tree.linkName(link), u"0000:00:1f.6"_s);
        QCOMPARE(tree.linkName(u"bus/pci/devices/none"_s), QString());
        QCOMPARE(tree.resolve(link + u"/class"), u"devices/pci0000:00/0000:00:1f.6/class"_s);
        QCOMPARE(tree.text(link + u"/class"), u"0x020000"_s);
    }
    void aNameWithTwoDotsIsNoEscape()
    {
        SysfsTree made;
        made.add(u"module/a..b"_s, "1");
        QCOMPARE(RealFileTree(made.sys()).text(u"module/a..b"_s), u"1"_s);
    }
    void writesOnce()
    {
        SysfsTree made;
        made.add(u"driver_override"_s, "");
        made.add(u"drivers/igbvf/unbind"_s, "");
        RealFileTree tree(made.sys());
        QVERIFY(tree.write(u"driver_override"_s, "vfio-pci\n"));
        QCOMPARE(tree.read(u"driver_override"_s), QByteArray("vfio-pci\n"));
        // by a process of its own
        QVERIFY(tree.write(u"drivers/igbvf/unbind"_s, vf.toLatin1()));
        QCOMPARE(tree.text(u"drivers/igbvf/unbind"_s), vf);
        QVERIFY(tree.pendingWrites().isEmpty());
    }
    void writersStayAndGoWithTheTree()
    {
        SysfsTree made;
        made.add(u"unbind"_s, "");
        const auto children = [] {
            QFile file(u"/proc/self/task/%1/children"_s.arg(::getpid()));
            return file.open(QIODevice::ReadOnly) ? file.readAll().simplified() : QByteArray("unknown");
        };
        const QByteArray before = children();
        {
            RealFileTree tree(made.sys());
            QVERIFY(tree.write(u"unbind"_s, "1"));
            const QByteArray writer = children();
            QVERIFY(tree.write(u"unbind"_s, "22"));
            QCOMPARE(children(), writer);
            QCOMPARE(tree.text(u"unbind"_s), u"22"_s);
            // Somebody ends it: the next write is made all the same.
            QVERIFY(writer.toInt() > 0);
            ::kill(writer.toInt(), SIGKILL);
            siginfo_t ended = {};
            QCOMPARE(::waitid(P_PID, id_t(writer.toInt()), &ended, WEXITED | WNOWAIT), 0);
            QVERIFY(tree.write(u"unbind"_s, "333"));
            QCOMPARE(tree.text(u"unbind"_s), u"333"_s);
        }
        QCOMPARE(children(), before);
    }
    void refusesWhatNoWriteTakes()
    {
        SysfsTree made;
        made.add(u"unbind"_s, "");
        RealFileTree tree(made.sys());
        QCOMPARE(tree.write(u"unbind"_s, QByteArray(10'000, 'x')).error().code, ErrorCode::LimitExceeded);
        RealFileTree none(made.sys() + u"/none");
        QVERIFY(!none.write(u"unbind"_s, "1"));
    }
    void neverCreates()
    {
        SysfsTree made;
        RealFileTree tree(made.sys());
        for (const QString &path : {u"none"_s, u"unbind"_s}) {
            const auto written = tree.write(path, "1");
            QVERIFY(!written);
            QCOMPARE(written.error().code, ErrorCode::NotFound);
            QCOMPARE(written.error().systemError, ENOENT);
            QVERIFY(!tree.exists(path));
        }
    }
    void aFileOfSettingsIsReplacedWhole()
    {
        SysfsTree made;
        made.add(u"udev/rules.d/.71-x.rules.laneway-new"_s, "what a lost power left");
        RealFileTree tree(made.sys());
        const QString path = u"udev/rules.d/71-x.rules"_s;
        for (const QByteArray &content : {QByteArray("one\n"), QByteArray("two\n")}) {
            QVERIFY(tree.replace(path, content));
            QCOMPARE(*tree.read(path), content);
            QCOMPARE(*tree.list(u"udev/rules.d"_s), QStringList{u"71-x.rules"_s});
        }
        struct stat file;
        QCOMPARE(::stat(QFile::encodeName(made.sys() + u'/' + path).constData(), &file), 0);
        QCOMPARE(file.st_mode & 07777, mode_t(0644));
        QVERIFY(tree.remove(path));
        QVERIFY(!tree.exists(path));
        QVERIFY(tree.remove(path)); // once more
    }
    void aFileOfSettingsIsNeverOutside_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("absolute") << u"/etc/passwd"_s;
        QTest::newRow("up") << u"rules.d/../../x"_s;
        QTest::newRow("no directory") << u"x"_s;
        QTest::newRow("no name") << u"rules.d/"_s;
        QTest::newRow("directory that is not there") << u"other.d/x"_s;
        QTest::newRow("a link out") << u"link/x"_s;
    }
    void aFileOfSettingsIsNeverOutside()
    {
        QFETCH(QString, path);
        SysfsTree made;
        made.add(u"rules.d/keep"_s, "");
        QVERIFY(QFile::link(QDir::tempPath(), made.sys() + u"/link"));
        RealFileTree tree(made.sys());
        QVERIFY(!tree.replace(path, "x"));
        QVERIFY(!QFile::exists(QDir::tempPath() + u"/x"));
        QVERIFY(!tree.remove(path));
        QCOMPARE(RealFileTree(u"/sys"_s).replace(u"class/x"_s, "x").error().systemError, EPERM);
    }
    void aWriteThatBlocksTimesOutAndStaysPending()
    {
        // Opening a FIFO that nobody reads blocks the writer, like the unbind of a held device.
        SysfsTree made;
        const QString path = u"bus/pci/drivers/vfio-pci/unbind"_s;
        makeFifo(made.sys() + u'/' + path);
        made.add(u"bus/pci/drivers/igbvf/unbind"_s, "");
        made.add(u"bus/pci/devices/"_s + vf + u"/reset", "");
        RealFileTree tree(made.sys(), 150);
        QElapsedTimer clock;
        clock.start();
        const auto written = tree.write(path, vf.toLatin1());
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::TimedOut);
        QCOMPARE(written.error().subject, vf);
        QVERIFY(clock.elapsed() >= 140);
        QVERIFY(clock.elapsed() < 5'000);
        QCOMPARE(tree.pendingWrites(), QStringList{path + u' ' + vf});

        // The same device is refused, another one is not.
        const auto reset = tree.write(u"bus/pci/devices/"_s + vf + u"/reset", "1");
        QVERIFY(!reset);
        QCOMPARE(reset.error().code, ErrorCode::Busy);
        QVERIFY(tree.write(u"bus/pci/drivers/igbvf/unbind"_s, "0000:03:10.4"));

        // The kernel lets it go on: it was late, not lost.
        const int reader = ::open(QFile::encodeName(made.sys() + u'/' + path).constData(), O_RDONLY | O_CLOEXEC);
        QVERIFY(reader >= 0);
        char text[32] = {};
        QCOMPARE(::read(reader, text, sizeof text), ssize_t(vf.size()));
        QCOMPARE(QString::fromLatin1(text), vf);
        ::close(reader);
        QTRY_VERIFY(tree.pendingWrites().isEmpty());
        QVERIFY(tree.write(u"bus/pci/devices/"_s + vf + u"/reset", "1"));
    }
    void aHangingWriterHoldsNoneOfOurDescriptors()
    {
        SysfsTree made;
        makeFifo(made.sys() + u"/unbind");
        int ends[2];
        QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
        {
            RealFileTree tree(made.sys(), 100);
            QCOMPARE(tree.write(u"unbind"_s, "x").error().code, ErrorCode::TimedOut);
        }
        ::close(ends[1]);
        char byte;
        QCOMPARE(::read(ends[0], &byte, 1), 0); // end of file: the child has no copy
        ::close(ends[0]);
        const int reader = ::open(QFile::encodeName(made.sys() + u"/unbind").constData(), O_RDONLY | O_CLOEXEC);
        QCOMPARE(::read(reader, &byte, 1), 1); // and lives until the kernel is done with it
        ::close(reader);
    }
};

QTEST_APPLESS_MAIN(TestFileTree)
#include "tst_filetree.moc"
