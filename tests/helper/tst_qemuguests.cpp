// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/guestprocess.h"
#include "domains/qemuguests.h"
#include "support/places.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <algorithm>
#include <array>
#include <csignal>
#include <linux/capability.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace laneway;

namespace {
constexpr uint nobody = 65534;

/// Real QEMU processes, started as plain children; LANEWAY_GUESTS=systemd runs the same tests with
/// transient units where PID 1 is systemd and the caller is root.
GuestLaunch tinyGuest(const QString &id)
{
    GuestLaunch launch;
    launch.id = id;
    launch.description = u"laneway machine "_s + id;
    launch.program = u"/usr/bin/qemu-system-x86_64"_s;
    launch.arguments = {u"-S"_s, u"-no-user-config"_s, u"-nodefaults"_s, u"-machine"_s, u"q35,accel=tcg"_s, u"-m"_s,
        u"64"_s, u"-display"_s, u"none"_s, u"-chardev"_s, u"socket,id=mon,fd=@monitor@,server=on,wait=off"_s, u"-mon"_s,
        u"chardev=mon,mode=control"_s, u"-device"_s,
        uR"({"driver":"pcie-root-port","id":"pci.1","bus":"pcie.0","addr":"0x1","chassis":1,"port":8})"_s,
        u"-sandbox"_s, u"on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"_s};
    launch.uid = geteuid();
    launch.gid = getegid();
    launch.deviceNodes = {u"kvm"_s};
    return launch;
}

QByteArray statusField(qint64 pid, const QByteArray &name)
{
    QFile file(u"/proc/%1/status"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines)
        if (line.startsWith(QByteArray(name + ":")))
            return line.mid(name.size() + 1).simplified();
    return {};
}

QByteArray memoryLock(qint64 pid)
{
    QFile file(u"/proc/%1/limits"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines)
        if (line.startsWith("Max locked memory"))
            return line.simplified().split(' ').value(3);
    return {};
}
} // namespace

class TestQemuGuests : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    QList<GuestRef> m_started;

    std::unique_ptr<QemuGuests> guests(bool ownUserOnly = true)
    {
        QemuGuests::Options options;
        options.runDirectory = m_directory.path();
        options.ownUserOnly = ownUserOnly;
        options.launcherPath = places::builtFile(u"helper-polkit/launch/laneway-launch"_s);
        return std::make_unique<QemuGuests>(options);
    }
    Result<GuestRef> start(QemuGuests &guests, const GuestLaunch &launch)
    {
        const auto guest = guests.launch(launch);
        if (guest)
            m_started += *guest;
        return guest;
    }
    QStringList leftovers() const
    {
        return QDir(m_directory.path() + u"/guests").entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFile::exists(u"/usr/bin/qemu-system-x86_64"_s))
            QSKIP("qemu-system-x86_64 is not installed");
    }
    void cleanup()
    {
        const auto real = guests();
        for (const GuestRef &guest : std::exchange(m_started, {}))
            (void)real->end(guest, 0);
        QCOMPARE(leftovers(), QStringList());
    }

    // The system's helper, which may give no file away: the user is let into what stays its own, and nobody else is.
    void aCompanionsStateIsItsUsers()
    {
        if (::geteuid() != 0)
            QSKIP("only root starts what is somebody else's");
        QTemporaryDir place;
        QVERIFY(QDir(place.path()).mkpath(u"state"_s));
        QemuGuests::Options options;
        options.runDirectory = m_directory.path();
        options.mode = QemuGuests::Mode::Child;
        options.stateDirectory = place.filePath(u"state"_s);
        QemuGuests real(options);
        const QString state = u"tpm/4dea22b3-1d52-4dea-b8cf-f1b6fba9a4a1"_s;
        const auto launchAs = [&](uint uid, const QString &script) -> Result<GuestRef> {
            GuestLaunch launch = tinyGuest(u"lent"_s);
            launch.uid = launch.gid = uid;
            launch.companions
                = {{u"tpm"_s, u"/bin/sh"_s, {u"-c"_s, script + u"; exec cat <&@socket@ >/dev/null"_s}, false, state}};
            std::optional<Result<GuestRef>> started;
            const std::unique_ptr<QThread> helper(QThread::create([&] {
                // The thread's own, as the unit has it.
                __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
                std::array<__user_cap_data_struct, 2> rights{};
                if (::syscall(SYS_capget, &header, rights.data()) < 0)
                    return;
                for (const unsigned one : {CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER})
                    rights[0].effective &= ~(1U << one);
                if (::syscall(SYS_capset, &header, rights.data()) == 0)
                    started = real.launch(launch);
            }));
            helper->start();
            helper->wait();
            if (started && *started)
                m_started += **started;
            return started.value_or(fail(ErrorCode::Internal, u"test"_s));
        };
        const QString kept = place.filePath(u"state/"_s + state + u"/kept"_s);
        const auto guest = launchAs(nobody, u"echo $(id -u) >/proc/self/fd/@state@/kept"_s);
        QVERIFY2(guest, guest ? "" : qPrintable(guest.error().toString()));
        QTRY_COMPARE(QFileInfo(kept).size(), 6);
        QCOMPARE(QFileInfo(kept).ownerId(), nobody);
        QVERIFY(real.end(*guest, 0));
        const auto again = launchAs(nobody, u"echo again >>/proc/self/fd/@state@/kept"_s);
        QVERIFY2(again, again ? "" : qPrintable(again.error().toString()));
        QTRY_COMPARE(QFileInfo(kept).size(), 12);
        QVERIFY(real.end(*again, 0));
        const auto another = launchAs(nobody - 1, u"true"_s);
        QVERIFY(!another);
        QCOMPARE(another.error().code, ErrorCode::PermissionDenied);
        QVERIFY2(another.error().detail.contains(u"belongs to uid 65534"), qPrintable(another.error().toString()));
    }

    void startsStoppedAndAnswers()
    {
        const auto real = guests();
        const auto guest = start(*real, tinyGuest(u"answers"_s));
        QVERIFY2(guest, guest ? "" : qPrintable(guest.error().toString()));
        QVERIFY(real->isAlive(*guest));
        const auto status = real->command(*guest, {{u"execute"_s, u"query-status"_s}});
        QVERIFY(status);
        QCOMPARE((*status)[u"status"].toString(), u"prelaunch"_s);
        const auto buses = real->command(*guest, {{u"execute"_s, u"query-pci"_s}});
        QVERIFY(buses);
        QVERIFY(!(*buses)[u"return"].toArray().isEmpty());
        const auto wrong = real->command(*guest, {{u"execute"_s, u"no-such-command"_s}});
        QCOMPARE(wrong.error().code, ErrorCode::QemuFailed);
        QVERIFY(wrong.error().detail.startsWith(u"CommandNotFound: "_s));
        QVERIFY(real->setMemoryLock(*guest, 65536));
        QCOMPARE(memoryLock(guest->pid), QByteArray("65536"));
        // Only the helper reaches the monitor.
        const QFileInfo directory(QFileInfo(guest->monitorPath).path());
        QCOMPARE(int(directory.permissions()) & 0x0077, 0);
        QVERIFY(real->end(*guest));
        QVERIFY(!real->isAlive(*guest));
        QVERIFY(!QFile::exists(guest->monitorPath));
        QVERIFY(real->end(*guest)); // gone already: success
        const auto late = real->command(*guest, {{u"execute"_s, u"query-status"_s}});
        QCOMPARE(late.error().code, ErrorCode::Disconnected);
    }

    void itsClockShowsWhatItIsToldTo_data()
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QDateTime>("shown"); // as of a clock that knows no zone
        const QDateTime now = QDateTime::currentDateTimeUtc();
        QTest::newRow("UTC") << u"utc"_s << QString() << now;
        QTest::newRow("a zone without summer time") << u"localtime"_s << u"Asia/Kolkata"_s << now.addSecs(19'800);
        QTest::newRow("a day behind") << u"@utc-86400@"_s << QString() << now.addSecs(-86'400);
        QTest::newRow("ahead of the host's own time")
            << u"@localtime+7200@"_s << QString() << now.addSecs(7'200 + now.toLocalTime().offsetFromUtc());
        QTest::newRow("an instant") << u"2006-06-17T16:01:21"_s << QString()
                                    << QDateTime({2006, 6, 17}, {16, 1, 21}, Qt::UTC);
    }
    void itsClockShowsWhatItIsToldTo()
    {
        QFETCH(QString, base);
        QFETCH(QString, zone);
        QFETCH(QDateTime, shown);
        const auto real = guests();
        GuestLaunch launch = tinyGuest(u"clock"_s);
        launch.arguments += {u"-rtc"_s, u"base="_s + base};
        launch.timeZone = zone;
        const auto guest = start(*real, GuestLaunch::fromJson(launch.toJson()));
        QVERIFY2(guest, guest ? "" : qPrintable(guest.error().toString()));
        const auto answer = real->command(*guest,
            {{u"execute"_s, u"qom-get"_s},
                {u"arguments"_s, QJsonObject{{u"path"_s, u"/machine"_s}, {u"property"_s, u"rtc-time"_s}}}});
        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().toString()));
        const auto part = [&](const QString &name) { return (*answer)[u"tm_"_s + name].toInt(); };
        const QDateTime clock({part(u"year"_s) + 1900, part(u"mon"_s) + 1, part(u"mday"_s)},
            {part(u"hour"_s), part(u"min"_s), part(u"sec"_s)}, Qt::UTC);
        QVERIFY2(qAbs(shown.secsTo(clock)) < 120, qPrintable(clock.toString(Qt::ISODate)));
    }

    void eventOfACommandIsWaitedFor()
    {
        const auto real = guests();
        const auto guest = start(*real, tinyGuest(u"events"_s));
        QVERIFY(guest);
        const QJsonObject add{{u"execute"_s, u"device_add"_s},
            {u"arguments"_s,
                QJsonObject{{u"driver"_s, u"pci-testdev"_s}, {u"id"_s, u"t0"_s}, {u"bus"_s, u"pci.1"_s},
                    {u"addr"_s, u"0x0"_s}}}};
        const auto added = real->command(*guest, add);
        QVERIFY2(added, added ? "" : qPrintable(added.error().toString()));
        const auto resumed = real->commandAndEvent(*guest, {{u"execute"_s, u"cont"_s}}, u"RESUME"_s, {}, 10'000);
        QVERIFY2(resumed, resumed ? "" : qPrintable(resumed.error().toString()));
        const QJsonObject del{{u"execute"_s, u"device_del"_s}, {u"arguments"_s, QJsonObject{{u"id"_s, u"t0"_s}}}};
        const auto ignored = real->commandAndEvent(*guest, del, u"NEVER_SENT"_s, u"t0"_s, 300);
        QCOMPARE(ignored.error().code, ErrorCode::GuestDidNotRespond);
    }

    void endIsSeenWhateverItsCause_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<QString>("cause");
        QTest::newRow("kill -9") << u"kill"_s << u"signal 9"_s;
        QTest::newRow("guest powers off") << u"quit"_s << u"guest-shutdown"_s; // the same exit status
        QTest::newRow("ended by us") << u"end"_s << u"exit 0"_s;
        QTest::newRow("gone before the watch") << u"before"_s << u"signal 9"_s;
    }
    void endIsSeenWhateverItsCause()
    {
        QFETCH(QString, how);
        QFETCH(QString, cause);
        const auto real = guests();
        const auto guest = start(*real, tinyGuest(u"watched"_s));
        QVERIFY(guest);
        if (how == u"before") {
            QCOMPARE(::kill(pid_t(guest->pid), SIGKILL), 0);
            QTRY_VERIFY(!real->isAlive(*guest));
        }
        QStringList causes;
        real->watch(*guest, [&](const QString &seen) {
            QCOMPARE(QThread::currentThread(), thread());
            causes += seen;
        });
        if (how == u"kill")
            QCOMPARE(::kill(pid_t(guest->pid), SIGKILL), 0);
        else if (how == u"quit")
            (void)real->command(*guest, {{u"execute"_s, u"quit"_s}});
        else if (how == u"end")
            QVERIFY(real->end(*guest));
        QTRY_COMPARE_WITH_TIMEOUT(causes, QStringList{cause}, 10'000);
        QVERIFY(!real->isAlive(*guest));
        QVERIFY(!real->find(guest->id));
        QCOMPARE(leftovers(), QStringList());
    }

    void survivesTheHelperAndIsFoundAgain()
    {
        auto first = guests();
        const auto guest = start(*first, tinyGuest(u"restart"_s));
        QVERIFY(guest);
        first.reset();
        const auto second = guests();
        const auto found = second->find(u"restart"_s);
        QVERIFY(found);
        QCOMPARE(*found, *guest);
        QVERIFY(second->isAlive(*found));
        QVERIFY(second->command(*found, {{u"execute"_s, u"query-status"_s}}));
        QCOMPARE(GuestRef::fromJson(found->toJson()), *found);
        bool ended = false;
        second->watch(*found, [&](const QString &) { ended = true; });
        QVERIFY(second->end(*found));
        QTRY_VERIFY(ended);
        QVERIFY(!second->find(u"restart"_s));
        QVERIFY(!second->find(u"never-was"_s));
    }

    void theEndOfAnothersGuestIsExplained_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<QString>("cause");
        QTest::newRow("crash") << u"kill"_s << QString(unannouncedEnd + u"\nsomething is wrong"_s);
        QTest::newRow("guest powers off") << u"quit"_s << QString();
    }
    /// One that is not our child: a helper before us has started it, and nobody gives us its exit status.
    void theEndOfAnothersGuestIsExplained()
    {
        QFETCH(QString, how);
        QFETCH(QString, cause);
        auto first = guests();
        GuestLaunch launch = tinyGuest(u"anothers"_s);
        launch.arguments += {u"-chardev"_s, u"socket,id=events,fd=@socket:events@,server=on,wait=off"_s, u"-mon"_s,
            u"chardev=events,mode=control"_s};
        const auto guest = start(*first, launch);
        QVERIFY(guest);
        first.reset();
        const auto second = guests();
        QStringList causes;
        QStringList heard;
        second->watch(*guest, [&](const QString &seen) { causes += seen; });
        second->listen(*guest, [&](const QString &event, const QJsonObject &) { heard += event; });
        QTRY_COMPARE(heard.value(0), u"STATUS"_s);
        QFile said(u"/proc/%1/fd/2"_s.arg(guest->pid));
        QVERIFY(said.open(QIODevice::ReadWrite));
        said.write("qemu-system-x86_64: something is wrong\n");
        said.close();
        // Here it is our child all the same, unless we want no exit status of any.
        auto *const before = ::signal(SIGCHLD, SIG_IGN);
        if (how == u"kill")
            QCOMPARE(::kill(pid_t(guest->pid), SIGKILL), 0);
        else
            (void)second->command(*guest, {{u"execute"_s, u"quit"_s}});
        const bool ended = QTest::qWaitFor([&] { return !causes.isEmpty(); }, 10'000);
        ::signal(SIGCHLD, before);
        QVERIFY(ended);
        QCOMPARE(causes, QStringList{cause});
        QCOMPARE(heard.contains(u"SHUTDOWN"_s), how == u"quit");
    }

    void aStrangerWithTheSameNumberIsLeftAlone_data()
    {
        QTest::addColumn<bool>("otherStart");
        QTest::newRow("later process") << true;
        QTest::newRow("other boot") << false;
    }
    void aStrangerWithTheSameNumberIsLeftAlone()
    {
        QFETCH(bool, otherStart);
        const auto real = guests();
        const auto guest = start(*real, tinyGuest(u"stranger"_s));
        QVERIFY(guest);
        if (!guest->unit.isEmpty())
            QSKIP("units are found by name");
        GuestRef stranger = *guest;
        stranger.monitorPath = u"/nonexistent"_s;
        stranger.id = u"other"_s;
        if (otherStart)
            stranger.startTime -= 1;
        else
            stranger.bootId = u"another"_s;
        QVERIFY(!real->isAlive(stranger));
        QVERIFY(real->end(stranger, 0));
        QCOMPARE(real->setMemoryLock(stranger, 0).error().code, ErrorCode::Disconnected);
        QVERIFY(real->isAlive(*guest));
    }

    void failureSaysWhatQemuSaid_data()
    {
        QTest::addColumn<QStringList>("extra");
        QTest::addColumn<QString>("program");
        QTest::addColumn<QString>("part");
        const QString qemu = u"/usr/bin/qemu-system-x86_64"_s;
        QTest::newRow("unknown device") << QStringList{u"-device"_s, uR"({"driver":"no-such-thing"})"_s} << qemu
                                        << u"no-such-thing"_s;
        QTest::newRow("host device that is not there")
            << QStringList{u"-device"_s, uR"({"driver":"vfio-pci","host":"0000:77:00.0","bus":"pci.1","addr":"0x0"})"_s}
            << qemu << u"no such host device"_s;
        QTest::newRow("missing disk") << QStringList{u"-blockdev"_s,
            uR"({"driver":"file","filename":"/nonexistent/d","node-name":"d"})"_s}
                                      << qemu << u"/nonexistent/d"_s;
        QTest::newRow("no such option") << QStringList{u"-no-such-option"_s} << qemu << u"invalid option"_s;
        QTest::newRow("no such program") << QStringList() << u"/usr/bin/no-such-program"_s << u"ENOENT"_s;
        QTest::newRow("program that ends at once") << QStringList() << u"/bin/true"_s << u"exit 0"_s;
        QTest::newRow("program that is not QEMU") << QStringList() << u"/bin/false"_s << u"exit 1"_s;
    }
    void failureSaysWhatQemuSaid()
    {
        QFETCH(QStringList, extra);
        QFETCH(QString, program);
        QFETCH(QString, part);
        const auto real = guests();
        GuestLaunch launch = tinyGuest(u"fails"_s);
        launch.arguments += extra;
        launch.program = program;
        const auto guest = start(*real, launch);
        QVERIFY(!guest);
        QCOMPARE(guest.error().code, ErrorCode::QemuFailed);
        QVERIFY2(guest.error().detail.contains(part), qPrintable(guest.error().toString()));
        QVERIFY(!guest.error().detail.startsWith(u"qemu-system"_s));
        QVERIFY(guest.error().detail.size() <= 2'000);
        QVERIFY(!real->find(u"fails"_s));
        QCOMPARE(leftovers(), QStringList());
    }

    void whoMayOwnAGuest_data()
    {
        QTest::addColumn<bool>("session");
        QTest::addColumn<uint>("uid");
        QTest::newRow("system helper, root") << false << 0U;
        QTest::newRow("system helper, no user") << false << ~0U;
        QTest::newRow("session helper, another user") << true << geteuid() + 4242;
    }
    void whoMayOwnAGuest()
    {
        QFETCH(bool, session);
        QFETCH(uint, uid);
        const auto real = guests(session);
        GuestLaunch launch = tinyGuest(u"owner"_s);
        launch.uid = uid;
        const auto guest = start(*real, launch);
        QVERIFY(!guest);
        QVERIFY(guest.error().code == ErrorCode::PermissionDenied || guest.error().code == ErrorCode::InvalidInput);
    }

    void namesAreChecked_data()
    {
        QTest::addColumn<QString>("id");
        QTest::newRow("path") << u"../x"_s;
        QTest::newRow("empty") << QString();
        QTest::newRow("line feed") << u"a\n"_s;
        QTest::newRow("unit trick") << u"a.service"_s;
    }
    void namesAreChecked()
    {
        QFETCH(QString, id);
        const auto guest = guests()->launch(tinyGuest(id));
        QVERIFY(!guest);
        QCOMPARE(guest.error().code, ErrorCode::InvalidInput);
        QVERIFY(!guests()->find(id));
    }

    void sameIdTwiceIsRefused()
    {
        const auto real = guests();
        QVERIFY(start(*real, tinyGuest(u"twice"_s)));
        const auto again = real->launch(tinyGuest(u"twice"_s));
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::AlreadyExists);
        QVERIFY(real->find(u"twice"_s));
    }

    void runsWithoutAnyPrivilege()
    {
        if (geteuid() != 0)
            QSKIP("only root can start a guest as another user");
        const auto real = guests(false);
        GuestLaunch launch = tinyGuest(u"nobody"_s);
        launch.uid = nobody;
        launch.gid = nobody;
        rlimit own{};
        QCOMPARE(getrlimit(RLIMIT_MEMLOCK, &own), 0);
        // A container's root may lower its limit only.
        const quint64 bytes = std::min(quint64(own.rlim_max), quint64(3) << 30);
        launch.memoryLockBytes = bytes;
        const auto guest = start(*real, launch);
        QVERIFY2(guest, guest ? "" : qPrintable(guest.error().toString()));
        QCOMPARE(statusField(guest->pid, "Uid"), QByteArray("65534 65534 65534 65534"));
        QCOMPARE(statusField(guest->pid, "Gid"), QByteArray("65534 65534 65534 65534"));
        for (const char *set : {"CapEff", "CapPrm", "CapInh", "CapBnd", "CapAmb"})
            QCOMPARE(statusField(guest->pid, set), QByteArray("0000000000000000"));
        QCOMPARE(statusField(guest->pid, "NoNewPrivs"), QByteArray("1"));
        QCOMPARE(statusField(guest->pid, "Seccomp"), QByteArray("2"));
        QVERIFY(!statusField(guest->pid, "Groups").split(' ').contains("0"));
        QCOMPARE(memoryLock(guest->pid), QByteArray::number(bytes));
        // Another user's limits are CAP_SYS_RESOURCE's, which a container's root may lack.
        if (const auto lowered = real->setMemoryLock(*guest, bytes / 2); lowered)
            QCOMPARE(memoryLock(guest->pid), QByteArray::number(bytes / 2));
        else
            QCOMPARE(lowered.error().code, ErrorCode::PermissionDenied);
        QVERIFY(real->allowNode(*guest, u"vfio/13"_s));
        // Nothing of ours is open in it, and nothing of our environment came along.
        QFile environment(u"/proc/%1/environ"_s.arg(guest->pid));
        QVERIFY(environment.open(QIODevice::ReadOnly));
        const QList<QByteArray> variables = environment.readAll().split('\0');
        for (const QByteArray &variable : variables)
            QVERIFY2(variable.isEmpty()
                    || QByteArrayList({"PATH", "LANG", "HOME", "USER", "XDG_RUNTIME_DIR"})
                           .contains(variable.split('=').first()),
                variable.constData());
        QCOMPARE(QFileInfo(u"/proc/%1/cwd"_s.arg(guest->pid)).symLinkTarget(), u"/"_s);
    }

    void launcherRunsWhatItIsTold()
    {
        // The program that systemd would start, with the socket as its standard input.
        std::array<int, 2> ends{};
        QCOMPARE(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()), 0);
        QTemporaryDir directory;
        const QByteArray output = QFile::encodeName(directory.filePath(u"out"_s));
        const QByteArray message = QByteArray("L1\0", 3) + QByteArray("3\0", 2) + QByteArray("/bin/sh\0-c\0", 11)
            + "echo $#$A$B; ls /proc/self/fd > " + output + '\0' + QByteArray("A=1\0", 4);
        QCOMPARE(::send(ends[0], message.constData(), size_t(message.size()), 0), ssize_t(message.size()));
        QProcess launcher;
        launcher.setChildProcessModifier([fd = ends[1]] { dup2(fd, 0); });
        launcher.setProcessChannelMode(QProcess::SeparateChannels);
        launcher.start(places::builtFile(u"helper-polkit/launch/laneway-launch"_s), QStringList());
        QVERIFY(launcher.waitForFinished());
        QVERIFY2(launcher.exitCode() == 0, launcher.readAllStandardError().constData());
        QFile file(QFile::decodeName(output));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().simplified(), QByteArray("0 1 2 3")); // 3 is the listing's own
        ::close(ends[0]);
        ::close(ends[1]);
    }

    void launcherRefusesWhatIsNotForIt_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("other version") << QByteArray("L2\0001\0/bin/true\0", 15);
        QTest::newRow("no program") << QByteArray("L1\0001\0", 5);
        QTest::newRow("relative program") << QByteArray("L1\0001\0true\0", 10);
        QTest::newRow("more arguments than there are") << QByteArray("L1\0009\0/bin/true\0", 15);
        QTest::newRow("not terminated") << QByteArray("L1\0001\0/bin/true", 14);
    }
    void launcherRefusesWhatIsNotForIt()
    {
        QFETCH(QByteArray, message);
        std::array<int, 2> ends{};
        QCOMPARE(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()), 0);
        QCOMPARE(::send(ends[0], message.constData(), size_t(message.size()), 0), ssize_t(message.size()));
        QProcess launcher;
        launcher.setChildProcessModifier([fd = ends[1]] { dup2(fd, 0); });
        launcher.start(places::builtFile(u"helper-polkit/launch/laneway-launch"_s), QStringList());
        QVERIFY(launcher.waitForFinished());
        QCOMPARE(launcher.exitCode(), 127);
        QVERIFY(launcher.readAllStandardError().startsWith("laneway-launch: "));
        ::close(ends[0]);
        ::close(ends[1]);
    }
};

QTEST_GUILESS_MAIN(TestQemuGuests)
#include "tst_qemuguests.moc"
