// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// lanewayctl screenshot and send-key, as a person calls them: on a guest in the real QEMU that paints its screen red
// and says on its serial port which keys it got.
#include "support/places.h"
#include "support/simulatedhelper.h"
#include "support/tinyguest.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QProcess>
#include <QTest>

#include <csignal>
#include <functional>
#include <sys/resource.h>
#include <unistd.h>

using namespace laneway;

class TestScreenVerbs : public QObject
{
    Q_OBJECT
    std::unique_ptr<HelperEnvironment> m_environment;

    struct Run
    {
        int status = -1;
        QByteArray out;
        QString err;
    };
    static Run run(
        const QStringList &arguments, const QString &directory = {}, const std::function<void()> &inChild = {})
    {
        QProcess process;
        process.setChildProcessModifier(inChild);
        process.setWorkingDirectory(directory);
        process.start(
            places::builtFile(u"app/lanewayctl/lanewayctl"_s), QStringList{u"-c"_s, u"session"_s} + arguments);
        if (!process.waitForFinished(120'000)) {
            process.kill();
            process.waitForFinished();
            return {};
        }
        return {process.exitCode(), process.readAllStandardOutput(), QString::fromUtf8(process.readAllStandardError())};
    }
    QString serial() const { return m_environment->path(u"serial"_s); }
    QByteArray said() const { return tinyguest::said(serial()); }
    /// Defined and started, with its screen painted.
    void startGuest(const QString &screen)
    {
        // xorw %ax,%ax; movw %ax,%ds; sti; cld; mode 0x13; 64000 times 4 (red) → 0xa0000; outb '!' → 0x3f8
        // 21: the next key of the keyboard (int 0x16), its letter → 0x3f8; jmp 21
        QByteArray sector = QByteArray::fromHex("31c08ed8fbfcb81300cd10b800a08ec031ffb900fab004f3aabaf803b021ee"
                                                "31c0cd16baf803eeebf6");
        sector = sector.leftJustified(510, '\0') + "\x55\xaa";
        const QString disk = m_environment->path(u"disk"_s);
        QFile file(disk);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(sector) == 512 && file.resize(1024 * 1024));
        file.close();
        QFile definition(m_environment->path(u"guest.xml"_s));
        QVERIFY(definition.open(QIODevice::WriteOnly));
        definition.write(tinyguest::domainXml(u"red"_s, disk, serial(), {}, screen));
        definition.close();
        Run done = run({u"define"_s, definition.fileName()});
        QVERIFY2(done.status == 0, qPrintable(done.err));
        done = run({u"start"_s, u"red"_s});
        QVERIFY2(done.status == 0, qPrintable(done.err));
        QTRY_COMPARE_WITH_TIMEOUT(said(), "!", 60'000);
    }
    static bool isRed(const QImage &image)
    {
        const QColor middle = image.isNull() ? QColor() : image.pixelColor(image.rect().center());
        return middle.red() > 150 && middle.green() < 16 && middle.blue() < 16;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFile::exists(u"/usr/bin/qemu-system-x86_64"_s))
            QSKIP("qemu-system-x86_64 is not installed");
    }
    void init()
    {
        m_environment = std::make_unique<HelperEnvironment>();
        QVERIFY(m_environment->isValid());
    }
    void cleanup()
    {
        run({u"destroy"_s, u"red"_s});
        m_environment.reset();
    }

    void aScreenIsWrittenDown()
    {
        startGuest(u"<graphics type='vnc'/><video><model type='vga'/></video>"_s);
        if (QTest::currentTestFailed())
            return;
        const QString file = m_environment->path(u"red.png"_s);
        const Run named = run({u"screenshot"_s, u"red"_s, file});
        QVERIFY2(named.status == 0, qPrintable(named.err));
        QVERIFY(named.out.contains(file.toUtf8()));
        QVERIFY(isRed(QImage(file, "PNG")));
        // Where no file is named it gets the machine's name and the time, as with virsh.
        const QDir folder(m_environment->path(u"home"_s));
        QCOMPARE(run({u"screenshot"_s, u"red"_s}, folder.path()).status, 0);
        const QStringList made = folder.entryList({u"red-*.png"_s});
        QCOMPARE(made.size(), 1);
        QVERIFY(isRed(QImage(folder.filePath(made.first()), "PNG")));
        QVERIFY(isRed(QImage::fromData(run({u"screenshot"_s, u"red"_s, u"-"_s}).out, "PNG")));
        // What cannot be written leaves nothing behind.
        const Run refused = run({u"screenshot"_s, u"red"_s, m_environment->path(u"nowhere/red.png"_s)});
        QCOMPARE(refused.status, 1);
        QVERIFY2(refused.err.contains(u"nowhere/red.png"), qPrintable(refused.err));
    }

    void aPictureOfNoNameIsANewFile()
    {
        startGuest(u"<graphics type='vnc'/><video><model type='vga'/></video>"_s);
        if (QTest::currentTestFailed())
            return;
        // In a folder of many somebody has laid a link wherever the picture may go within the next minutes.
        const QDir folder(m_environment->path(u"home"_s));
        QFile precious(folder.filePath(u"precious"_s));
        QVERIFY(precious.open(QIODevice::WriteOnly) && precious.write("precious") == 8);
        precious.close();
        const QString nowhere = folder.filePath(u"not there"_s);
        const QDateTime now = QDateTime::currentDateTime();
        for (int second = 0; second < 180; ++second) {
            const QString name = u"red-"_s + now.addSecs(second).toString(u"yyyy-MM-dd-HH:mm:ss"_s) + u".png";
            QVERIFY(QFile::link(second % 2 == 0 ? precious.fileName() : nowhere, folder.filePath(name)));
        }
        for (int i = 0; i < 2; ++i) {
            const Run done = run({u"screenshot"_s, u"red"_s}, folder.path());
            QVERIFY2(done.status == 0, qPrintable(done.err));
        }
        const QDir::Filters plain = QDir::Files | QDir::NoSymLinks;
        const QStringList made = folder.entryList({u"red-*.png"_s}, plain);
        QVERIFY2(made.size() == 2 && made.first().endsWith(u"-2.png"), qPrintable(made.join(u' ')));
        QVERIFY(isRed(QImage(folder.filePath(made.first()), "PNG")));
        QVERIFY(!QFile::exists(nowhere));
        QVERIFY(precious.open(QIODevice::ReadOnly));
        QCOMPARE(precious.readAll(), "precious");
        // Where there is no room for it the folder is not to blame, and nothing is left behind.
        const auto withoutRoom = [] {
            constexpr rlimit most{16, 16};
            std::signal(SIGXFSZ, SIG_IGN);
            ::setrlimit(RLIMIT_FSIZE, &most);
        };
        for (const QStringList &named : {QStringList(), QStringList{u"red.png"_s}}) {
            const Run full = run(QStringList{u"screenshot"_s, u"red"_s} + named, folder.path(), withoutRoom);
            QCOMPARE(full.status, 1);
            QVERIFY2(full.err.contains(u"File too large"_s), qPrintable(full.err));
            QCOMPARE(folder.entryList({u"red*.png*"_s}, plain), made);
        }
    }

    void aScreenIsReadWithoutStandardInput()
    {
        startGuest(u"<graphics type='vnc'/><video><model type='vga'/></video>"_s);
        if (QTest::currentTestFailed())
            return;
        const QString file = m_environment->path(u"red.png"_s);
        const Run done = run({u"screenshot"_s, u"red"_s, file}, {}, [] { ::close(STDIN_FILENO); });
        QVERIFY2(done.status == 0, qPrintable(done.err));
        QVERIFY(isRed(QImage(file, "PNG")));
    }

    // Whoever reads the screen reads what a guest sent; should it go mad, it does not take this program along.
    void aPictureWithoutEndIsGivenUp()
    {
        startGuest(u"<graphics type='vnc'/><video><model type='vga'/></video>"_s);
        if (QTest::currentTestFailed())
            return;
        QFile program(m_environment->path(u"mad"_s));
        QVERIFY(program.open(QIODevice::WriteOnly) && program.write("#!/bin/sh\nexec cat /dev/zero\n") > 0);
        program.close();
        QVERIFY(program.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        m_environment->set("LANEWAY_SCREEN_PROGRAM", QFile::encodeName(program.fileName()));
        const QString file = m_environment->path(u"mad.png"_s);
        const Run done = run({u"screenshot"_s, u"red"_s, file});
        QCOMPARE(done.status, 1);
        QVERIFY2(done.err.contains(u"laneway-screen"_s) && done.err.contains(u"more than is allowed"_s),
            qPrintable(done.err));
        QVERIFY(!QFile::exists(file));
    }

    void keysArePressed()
    {
        startGuest(u"<graphics type='vnc'/><video><model type='vga'/></video>"_s);
        if (QTest::currentTestFailed())
            return;
        const auto press = [](const QStringList &keys) {
            const Run done = run(QStringList{u"send-key"_s, u"red"_s} + keys);
            QVERIFY2(done.status == 0, qPrintable(done.err));
        };
        press({u"KEY_A"_s});
        QTRY_COMPARE_WITH_TIMEOUT(said(), "!a", 30'000);
        press({u"--holdtime"_s, u"100"_s, u"KEY_LEFTSHIFT"_s, u"KEY_H"_s});
        QTRY_COMPARE_WITH_TIMEOUT(said(), "!aH", 30'000);
        press({u"--codeset"_s, u"linux"_s, u"3"_s}); // KEY_2
        QTRY_COMPARE_WITH_TIMEOUT(said(), "!aH2", 30'000);
        QVERIFY(run({u"send-key"_s, u"red"_s, u"511"_s}).err.contains(u"511"_s)); // a key of nobody's
        press({u"KEY_LEFTCTRL"_s, u"KEY_LEFTALT"_s, u"KEY_DELETE"_s}); // the firmware begins anew
        QTRY_COMPARE_WITH_TIMEOUT(said(), "!aH2!", 60'000);
    }

    void whatCannotBeIsSaid()
    {
        QCOMPARE(run({u"screenshot"_s, u"nobody"_s}).status, 1);
        QCOMPARE(run({u"send-key"_s, u"red"_s}).status, 2);
        QCOMPARE(run({u"send-key"_s, u"red"_s, u"KEY_ANY"_s}).status, 2);
        QCOMPARE(run({u"send-key"_s, u"red"_s, u"--codeset"_s, u"win32"_s, u"KEY_A"_s}).status, 2);
        QCOMPARE(run({u"send-key"_s, u"red"_s, u"--holdtime"_s, u"long"_s, u"KEY_A"_s}).status, 2);
        startGuest({}); // no screen
        if (QTest::currentTestFailed())
            return;
        const Run blind = run({u"screenshot"_s, u"red"_s});
        QCOMPARE(blind.status, 1);
        QVERIFY2(blind.err.contains(u"<graphics>"), qPrintable(blind.err));
        const Run unknown = run({u"send-key"_s, u"red"_s, u"KEY_A"_s});
        QCOMPARE(unknown.status, 1);
        QVERIFY2(unknown.err.contains(u"<graphics>"), qPrintable(unknown.err));
        run({u"destroy"_s, u"red"_s});
        const Run off = run({u"screenshot"_s, u"red"_s});
        QCOMPARE(off.status, 1);
        QVERIFY2(off.err.contains(u"not running"), qPrintable(off.err));
    }
};

QTEST_MAIN(TestScreenVerbs)
#include "tst_screenverbs.moc"
