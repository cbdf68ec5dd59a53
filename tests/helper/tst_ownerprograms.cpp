// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Programs are run as the owner, with nothing of the helper's, and cannot outgrow their bounds. As plain
// children; LANEWAY_GUESTS=systemd runs the same with transient units, as root under systemd.
#include "domains/ownerprogramrunner.h"
#include "jobs/hurriedprograms.h"
#include "support/places.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace laneway;

namespace {
constexpr uint nobody = 65534;

OwnerProgram shell(const QString &script)
{
    OwnerProgram program;
    program.id = u"test-%1"_s.arg(::getpid());
    program.description = u"laneway test"_s;
    program.program = u"/bin/sh"_s;
    program.arguments = {u"-c"_s, script};
    program.uid = ::geteuid();
    program.gid = ::getegid();
    return program;
}
} // namespace

class TestOwnerPrograms : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    OwnerProgramRunner m_runner{{::geteuid() != 0, {}}}; // a session's; root tests the system's

    OwnerProgram program(const QString &script) const
    {
        OwnerProgram one = shell(script);
        if (::geteuid() == 0)
            one.uid = one.gid = nobody;
        return one;
    }

private Q_SLOTS:
    void tellsWhatItSaid();
    void runsAsItsOwnerWithNothingElse();
    void endsWhatTakesTooLong();
    void nobodysFilesKeepTheOthersWaiting();
    void boundsWhatItSays();
    void refusesWhatIsNotIts();
    void endsWithTheHelper();
    void handlesFiles();
};

void TestOwnerPrograms::tellsWhatItSaid()
{
    const auto answer = m_runner.run(program(u"echo good; echo bad >&2; exit 7"_s));
    QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().toString()));
    QCOMPARE(answer->exitStatus, 7);
    QCOMPARE(answer->output, "good\n");
    QCOMPARE(answer->complaint, "bad\n");
    // By the same name, once the former is over.
    QCOMPARE(m_runner.run(program(u"exit 0"_s))->exitStatus, 0);
    const auto killed = m_runner.run(program(u"kill -9 $$"_s));
    QVERIFY(!killed);
    QCOMPARE(killed.error().code, ErrorCode::QemuFailed);
    QCOMPARE(killed.error().detail, u"signal 9"_s);
}

void TestOwnerPrograms::runsAsItsOwnerWithNothingElse()
{
    qputenv("LANEWAY_SECRET", "1");
    const int open = ::open("/dev/null", O_RDONLY); // without O_CLOEXEC: it must not be handed on all the same
    const OwnerProgram one
        = program(u"id -u; id -g; grep -E '^(Cap|NoNewPrivs)' /proc/self/status; echo secret=$LANEWAY_SECRET; "
                  "ls /proc/self/fd; umask; pwd"_s);
    const auto answer = m_runner.run(one);
    ::close(open);
    qunsetenv("LANEWAY_SECRET");
    QVERIFY(answer);
    const QList<QByteArray> lines = answer->output.split('\n');
    QCOMPARE(lines.value(0).toUInt(), one.uid);
    QCOMPARE(lines.value(1).toUInt(), one.gid);
    if (::geteuid() == 0) {
        for (const char *name : {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"})
            QVERIFY2(answer->output.contains(QByteArray(QByteArray(name) + ":\t0000000000000000\n")),
                answer->output.constData());
    }
    QVERIFY(answer->output.contains("NoNewPrivs:\t1\n"));
    QVERIFY(answer->output.contains("secret=\n"));
    QVERIFY2(answer->output.endsWith("\n0\n1\n2\n3\n0077\n/\n"), answer->output.constData()); // 3: ls looks at it
}

void TestOwnerPrograms::endsWhatTakesTooLong()
{
    OwnerProgram one = program(u"echo $$; exec sleep 100"_s);
    one.timeoutMs = 300;
    QElapsedTimer taken;
    taken.start();
    const auto answer = m_runner.run(one);
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::TimedOut);
    QVERIFY(taken.elapsed() < 20'000);
    QCOMPARE(m_runner.run(program(u"exit 0"_s))->exitStatus, 0);
}

void TestOwnerPrograms::nobodysFilesKeepTheOthersWaiting()
{
    HurriedPrograms hurried(m_runner, 1'000, 600'000);
    for (int i = 0; i < 2; ++i) { // the second is not begun any more
        const auto answer = hurried.run(program(u"sleep 1000"_s));
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::TimedOut);
    }
    OwnerProgram ofAnother = program(u"true"_s);
    ofAnother.uid = ofAnother.gid = nobody - 1;
    if (::geteuid() == 0) // who else may run anything as another
        QVERIFY(hurried.run(ofAnother));
    HurriedPrograms altogether(m_runner, 600'000, 0);
    QVERIFY(!altogether.run(program(u"true"_s)));
}

void TestOwnerPrograms::boundsWhatItSays()
{
    const auto answer = m_runner.run(program(u"head -c 100000000 /dev/zero | tr '\\0' x; exit 0"_s));
    QVERIFY(!answer || answer->output.size() < 4 * 1024 * 1024);
    const auto complaints = m_runner.run(program(u"head -c 1000000 /dev/zero | tr '\\0' x >&2; exit 0"_s));
    QVERIFY(complaints);
    QVERIFY(complaints->complaint.size() <= 64 * 1024);
}

void TestOwnerPrograms::refusesWhatIsNotIts()
{
    OwnerProgramRunner session({true, {}});
    OwnerProgram other = shell(u"exit 0"_s);
    other.uid = ::geteuid() + 1;
    QCOMPARE(session.run(other).error().code, ErrorCode::PermissionDenied);
    OwnerProgramRunner system({false, {}});
    OwnerProgram root = shell(u"exit 0"_s);
    root.uid = 0;
    QCOMPARE(system.run(root).error().code, ErrorCode::PermissionDenied);
    OwnerProgram missing = program({});
    missing.program = u"/usr/bin/laneway-nowhere"_s;
    QCOMPARE(m_runner.run(missing).error().code, ErrorCode::NotFound);
    OwnerProgram named = program({});
    named.id = u"a b"_s;
    QCOMPARE(m_runner.run(named).error().code, ErrorCode::InvalidInput);
    OwnerProgram cut = program(QString(u"echo "_s + QChar(0) + u"x"));
    QCOMPARE(m_runner.run(cut).error().code, ErrorCode::InvalidInput);
}

/// A helper that is killed leaves nobody at work on a file that the next one takes away.
void TestOwnerPrograms::endsWithTheHelper()
{
    if (qgetenv("LANEWAY_GUESTS") == "systemd")
        QSKIP("a unit outlives the helper; end() is for it");
    const QString note = m_directory.filePath(u"pid"_s);
    ::chmod(QFile::encodeName(m_directory.path()).constData(), 0777);
    const pid_t helper = ::fork();
    if (helper == 0) {
        OwnerProgramRunner runner({::geteuid() != 0, {}});
        (void)runner.run(program(u"echo $$ >%1.new; mv %1.new %1; exec sleep 100"_s.arg(note)));
        ::_exit(0);
    }
    QTRY_VERIFY(QFile::exists(note));
    QFile file(note);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const pid_t worker = file.readAll().trimmed().toInt();
    QCOMPARE(::kill(worker, 0), 0);
    ::kill(helper, SIGKILL);
    QTRY_VERIFY(::kill(worker, 0) < 0 || !QFile::exists(u"/proc/%1/exe"_s.arg(worker)));
}

void TestOwnerPrograms::handlesFiles()
{
    OwnerProgramRunner runner({::geteuid() != 0, places::builtFile(u"helper-polkit/files"_s)});
    QTemporaryDir directory;
    ::chmod(QFile::encodeName(directory.path()).constData(), 0777);
    const auto files = [&](const QStringList &arguments) {
        OwnerProgram one = program({});
        one.program = u"laneway-files"_s;
        one.arguments = arguments;
        const auto answer = runner.run(one);
        return answer ? *answer : ProgramAnswer{-1, {}, answer.error().toString().toUtf8()};
    };
    if (::geteuid() == 0)
        ::chmod(QFile::encodeName(places::builtFile(u"helper-polkit/files"_s)).constData(), 0755);
    const QString image = directory.filePath(u"new/folder/one.img"_s);
    const QString final = directory.filePath(u"new/folder/final.img"_s);
    const auto reserved = files({u"reserve"_s, image});
    if (reserved.exitStatus == -1 && ::geteuid() == 0)
        QSKIP("the build is not for everybody to see");
    QVERIFY2(reserved.exitStatus == 0, reserved.complaint.constData());
    QVERIFY(files({u"reserve"_s, image}).complaint.startsWith("EEXIST"));
    const QByteArray id = files({u"look"_s, image}).output.split(' ').value(1);
    QVERIFY(id.contains(':'));
    // Nothing is written over, and nobody else's file is taken away.
    QCOMPARE(files({u"reserve"_s, final}).exitStatus, 0);
    QVERIFY(files({u"publish"_s, image, final, QString::fromLatin1(id)}).complaint.startsWith("EEXIST"));
    QVERIFY(files({u"remove"_s, final, QString::fromLatin1(id)}).complaint.startsWith("ESTALE"));
    QCOMPARE(files({u"remove"_s, final, u"-"_s}).exitStatus, 0);
    QCOMPARE(files({u"publish"_s, image, final, QString::fromLatin1(id)}).exitStatus, 0);
    QCOMPARE(files({u"publish"_s, image, final, QString::fromLatin1(id)}).exitStatus, 0); // a second time
    QVERIFY(!QFile::exists(image));
    const QByteArray listed = files({u"list"_s, directory.filePath(u"new/folder"_s)}).output;
    QVERIFY2(listed.contains("final.img"), listed.constData());
    QCOMPARE(listed.count('\0'), 6);
    QCOMPARE(files({u"remove"_s, final, QString::fromLatin1(id)}).exitStatus, 0);
    QCOMPARE(files({u"remove"_s, final, QString::fromLatin1(id)}).exitStatus, 0);
    QVERIFY(!QFile::exists(final));
    QCOMPARE(files({u"look"_s, u"relative"_s}).exitStatus, 2);
}

QTEST_GUILESS_MAIN(TestOwnerPrograms)
#include "tst_ownerprograms.moc"
