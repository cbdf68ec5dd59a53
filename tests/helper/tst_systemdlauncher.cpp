// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/qemuguests.h"
#include "domains/systemdlauncher.h"
#include "support/places.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusUnixFileDescriptor>
#include <QDBusVariant>
#include <QDBusVirtualObject>
#include <QDir>
#include <QFile>
#include <QMap>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace laneway;

namespace {
/// As much of PID 1 as a launch needs, on a bus of the test's own. It checks the types that the real
/// one would check, runs ExecStart with the descriptors it got, and keeps those, as PID 1 does. The
/// real one is met in the lab.
class FakeSystemd : public QDBusVirtualObject
{
public:
    bool isOld = false; ///< refuses what systemd did not always know
    QStringList types; ///< "Name signature" of the last start
    QStringList calls;
    QString description; ///< of the last start

    QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override
    {
        const QString method = message.member();
        const QString unit = message.arguments().value(0).toString();
        calls += method;
        if (method == u"StartTransientUnit")
            return connection.send(start(message));
        if (method == u"GetAll")
            return connection.send(message.createReply(QVariant(properties(unit))));
        if (!m_units.contains(unit))
            return connection.send(message.createErrorReply(u"org.freedesktop.systemd1.NoSuchUnit"_s, u"not loaded"_s));
        if (method == u"GetUnit") {
            m_asked = unit;
            return connection.send(
                message.createReply(QVariant::fromValue(QDBusObjectPath(u"/org/freedesktop/systemd1/unit/x"_s))));
        }
        if (method == u"KillUnit")
            ::kill(m_units[unit]->pid, message.arguments().value(2).toInt());
        if (method == u"UnrefUnit")
            m_units.remove(unit);
        return connection.send(message.createReply());
    }

private:
    struct Unit
    {
        pid_t pid = 0;
        int code = 0;
        int status = 0;
        QList<QDBusUnixFileDescriptor> kept;
    };

    QDBusMessage start(const QDBusMessage &message)
    {
        types.clear();
        auto unit = std::make_shared<Unit>();
        QMap<QString, int> descriptors;
        QString program;
        if (message.signature() != u"ssa(sv)a(sa(sv))")
            return message.createErrorReply(QDBusError::InvalidArgs, message.signature());
        const QDBusArgument list = message.arguments().at(2).value<QDBusArgument>();
        list.beginArray();
        while (!list.atEnd()) {
            QString name;
            QDBusVariant value;
            list.beginStructure();
            list >> name >> value;
            list.endStructure();
            if (isOld && (name == u"OOMPolicy" || name == u"AddRef"))
                return message.createErrorReply(u"org.freedesktop.DBus.Error.PropertyReadOnly"_s, name);
            const QVariant v = value.variant();
            if (name == u"Description")
                description = v.toString();
            if (v.canConvert<QDBusArgument>()) {
                const QDBusArgument argument = v.value<QDBusArgument>();
                types += name + u' ' + argument.currentSignature();
                if (name == u"ExecStart") {
                    argument.beginArray();
                    argument.beginStructure();
                    argument >> program;
                }
            } else if (v.canConvert<QDBusUnixFileDescriptor>()) {
                types += name + u" h";
                unit->kept += v.value<QDBusUnixFileDescriptor>();
                descriptors[name] = unit->kept.last().fileDescriptor();
            } else {
                types += name + u' ' + QString::fromLatin1(v.typeName());
            }
        }
        list.endArray();
        const QByteArray path = QFile::encodeName(program);
        const int in = descriptors.value(u"StandardInputFileDescriptor"_s, -1);
        const int error = descriptors.value(u"StandardErrorFileDescriptor"_s, -1);
        unit->pid = fork();
        if (unit->pid == 0) {
            dup2(in, 0);
            dup2(error, 2);
            execl(path.constData(), path.constData(), nullptr);
            _exit(203); // EXIT_EXEC, as PID 1 has it
        }
        m_units[message.arguments().at(0).toString()] = unit;
        return message.createReply(QVariant::fromValue(QDBusObjectPath(u"/org/freedesktop/systemd1/job/1"_s)));
    }
    QVariantMap properties(const QString &interface)
    {
        const auto unit = m_units.value(m_asked);
        if (!unit)
            return {};
        siginfo_t info{};
        if (unit->code == 0 && waitid(P_PID, id_t(unit->pid), &info, WEXITED | WNOHANG) == 0 && info.si_pid != 0) {
            unit->code = info.si_code;
            unit->status = info.si_status;
        }
        if (interface.endsWith(u"Unit"))
            return {{u"ActiveState"_s, unit->code == 0 ? u"active"_s : u"failed"_s}};
        return {{u"MainPID"_s, uint(unit->code == 0 ? unit->pid : 0)}, {u"ExecMainCode"_s, unit->code},
            {u"ExecMainStatus"_s, unit->status}, {u"Result"_s, u"exit-code"_s}};
    }

    QMap<QString, std::shared_ptr<Unit>> m_units;
    QString m_asked;
};
} // namespace

class TestSystemdLauncher : public QObject
{
    Q_OBJECT
    QTemporaryDir m_directory;
    QProcess m_bus;
    QThread m_thread;
    FakeSystemd m_systemd;

    std::unique_ptr<QemuGuests> guests(const QString &launcher = {})
    {
        QemuGuests::Options options;
        options.runDirectory = m_directory.path();
        options.mode = QemuGuests::Mode::Systemd;
        options.ownUserOnly = true;
        options.launcherPath
            = launcher.isEmpty() ? places::builtFile(u"helper-polkit/launch/laneway-launch"_s) : launcher;
        return std::make_unique<QemuGuests>(options);
    }
    static GuestLaunch tinyGuest(const QStringList &extra = {})
    {
        GuestLaunch launch;
        launch.id = u"unit"_s;
        launch.description = u"laneway machine unit"_s;
        launch.program = u"/usr/bin/qemu-system-x86_64"_s;
        launch.arguments
            = QStringList{u"-S"_s, u"-no-user-config"_s, u"-nodefaults"_s, u"-machine"_s, u"q35,accel=tcg"_s, u"-m"_s,
                  u"64"_s, u"-display"_s, u"none"_s, u"-chardev"_s, u"socket,id=mon,fd=@monitor@,server=on,wait=off"_s,
                  u"-mon"_s, u"chardev=mon,mode=control"_s}
            + extra;
        launch.uid = geteuid();
        launch.gid = getegid();
        launch.memoryLockBytes = 65536;
        launch.deviceNodes = {u"kvm"_s, u"vfio/13"_s};
        return launch;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFile::exists(u"/usr/bin/qemu-system-x86_64"_s))
            QSKIP("qemu-system-x86_64 is not installed");
        const QString address = u"unix:path="_s + m_directory.filePath(u"bus"_s);
        m_bus.start(u"dbus-daemon"_s,
            {u"--session"_s, u"--nofork"_s, u"--nopidfile"_s, u"--address="_s + address, u"--print-address"_s});
        if (!m_bus.waitForStarted())
            QSKIP("dbus-daemon is not installed");
        QVERIFY(m_bus.waitForReadyRead());
        qputenv("DBUS_SYSTEM_BUS_ADDRESS", address.toLatin1());
        QDBusConnection bus = QDBusConnection::connectToBus(QDBusConnection::SystemBus, u"fake-systemd"_s);
        QVERIFY2(bus.isConnected(), qPrintable(bus.lastError().message()));
        m_systemd.moveToThread(&m_thread);
        m_thread.start();
        QVERIFY(bus.registerVirtualObject(u"/org/freedesktop/systemd1"_s, &m_systemd, QDBusConnection::SubPath));
        QVERIFY(bus.registerService(u"org.freedesktop.systemd1"_s));
    }
    void cleanupTestCase()
    {
        QDBusConnection::disconnectFromBus(u"fake-systemd"_s);
        m_thread.quit();
        m_thread.wait();
        if (m_bus.state() != QProcess::NotRunning) {
            m_bus.terminate();
            m_bus.waitForFinished();
        }
    }

    void startsInAUnit_data()
    {
        QTest::addColumn<bool>("old");
        QTest::newRow("all properties known") << false;
        QTest::newRow("older systemd") << true;
    }
    void startsInAUnit()
    {
        QFETCH(bool, old);
        m_systemd.isOld = old;
        const auto real = guests();
        const auto guest = real->launch(tinyGuest());
        QVERIFY2(guest, guest ? "" : qPrintable(guest.error().toString()));
        QCOMPARE(guest->unit, u"laneway-unit.service"_s);
        for (const QString &typed : {u"ExecStart a(sasb)"_s, u"DeviceAllow a(ss)"_s, u"LimitMEMLOCK qulonglong"_s,
                 u"UMask uint"_s, u"CapabilityBoundingSet qulonglong"_s, u"NoNewPrivileges bool"_s, u"User QString"_s,
                 u"SupplementaryGroups QStringList"_s, u"StandardInputFileDescriptor h"_s})
            QVERIFY2(m_systemd.types.contains(typed), qPrintable(typed + u" not in " + m_systemd.types.join(u", ")));
        QVERIFY(real->command(*guest, {{u"execute"_s, u"query-status"_s}}));
        QVERIFY(real->allowNode(*guest, u"vfio/14"_s));
        QVERIFY(m_systemd.calls.contains(u"SetUnitProperties"_s));
        // Another helper, as after a restart.
        const auto second = guests();
        const auto found = second->find(u"unit"_s);
        QVERIFY(found);
        QCOMPARE(*found, *guest);
        // From then on its result is kept for this one, as the other's wish for it may be gone with its connection.
        second->watch(*found, {});
        QTRY_COMPARE(m_systemd.calls.count(u"RefUnit"_s), 1);
        QVERIFY(second->end(*found));
        QVERIFY(!second->isAlive(*found));
        QVERIFY(!second->find(u"unit"_s));
    }

    /// PID 1 writes it into a file that it reads again at the next reload, by lines; "\r" ends one, too.
    void noTextBecomesASettingOfTheUnit()
    {
        m_systemd.isOld = false;
        GuestLaunch launch = tinyGuest();
        launch.description = u"laneway machine x\r[Service]\nExecStopPost=+sh\u0085"_s;
        const auto real = guests();
        const auto guest = real->launch(launch);
        QVERIFY(guest);
        QCOMPARE(m_systemd.description, u"laneway machine x [Service] ExecStopPost=+sh "_s);
        QVERIFY(real->end(*guest));
    }

    void theEndIsSeen()
    {
        m_systemd.isOld = false;
        const auto real = guests();
        const auto guest = real->launch(tinyGuest());
        QVERIFY(guest);
        QStringList causes;
        m_systemd.calls.clear();
        real->watch(*guest, [&](const QString &cause) { causes += cause; });
        QCOMPARE(::kill(pid_t(guest->pid), SIGKILL), 0);
        QTRY_COMPARE_WITH_TIMEOUT(causes, QStringList{u"signal 9"_s}, 10'000);
        QVERIFY(m_systemd.calls.contains(u"UnrefUnit"_s)); // else the unit would stay for ever
        QVERIFY(!m_systemd.calls.contains(u"RefUnit"_s)); // it was started with one
    }

    void aProgramIsWaitedForAndNotAskedFor()
    {
        m_systemd.isOld = false;
        QFile script(m_directory.filePath(u"program"_s));
        QVERIFY(script.open(QIODevice::WriteOnly) && script.write("#!/bin/sh\nsleep 1\nexit 3\n") > 0);
        script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        script.close();
        GuestLaunch launch = tinyGuest();
        launch.id = u"program"_s;
        launch.program = script.fileName();
        const Descriptor nowhere(::open("/dev/null", O_RDWR | O_CLOEXEC));
        GuestLauncher::Descriptors descriptors;
        descriptors.standardOutput = descriptors.standardError = nowhere.get();
        m_systemd.calls.clear();
        SystemdLauncher launcher(places::builtFile(u"helper-polkit/launch/laneway-launch"_s));
        QCOMPARE(launcher.run(launch, descriptors, 60'000), Result<QString>(u"exit 3"_s));
        const qsizetype questions = m_systemd.calls.count(u"GetUnit"_s);
        QVERIFY2(questions < 12, qPrintable(u"PID 1 was asked %1 times"_s.arg(questions)));
        QVERIFY(m_systemd.calls.contains(u"UnrefUnit"_s));

        // One that does not end by itself in time.
        QCOMPARE(launcher.run(launch, descriptors, 50).error().code, ErrorCode::TimedOut);
    }

    void failuresLeaveNothing_data()
    {
        QTest::addColumn<QStringList>("extra");
        QTest::addColumn<QString>("program");
        QTest::addColumn<QString>("launcher");
        QTest::addColumn<QString>("part");
        const QString qemu = u"/usr/bin/qemu-system-x86_64"_s;
        QTest::newRow("bad device") << QStringList{u"-device"_s, u"no-such-thing"_s} << qemu << QString()
                                    << u"no-such-thing"_s;
        QTest::newRow("no program") << QStringList() << u"/usr/bin/none"_s << QString() << u"No such file"_s;
        QTest::newRow("no launcher") << QStringList() << qemu << u"/usr/libexec/none"_s << u"exit 203"_s;
        // Dies with the message unread, and PID 1 still holds the socket that the message is in.
        QTest::newRow("launcher that reads nothing") << QStringList() << qemu << u"/bin/false"_s << u"exit 1"_s;
    }
    void failuresLeaveNothing()
    {
        QFETCH(QStringList, extra);
        QFETCH(QString, program);
        QFETCH(QString, launcher);
        QFETCH(QString, part);
        GuestLaunch launch = tinyGuest(extra);
        launch.program = program;
        const auto real = guests(launcher);
        const auto guest = real->launch(launch);
        QVERIFY(!guest);
        QCOMPARE(guest.error().code, ErrorCode::QemuFailed);
        QVERIFY2(guest.error().detail.contains(part), qPrintable(guest.error().toString()));
        QCOMPARE(
            QDir(m_directory.path() + u"/guests").entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestSystemdLauncher)
#include "tst_systemdlauncher.moc"
