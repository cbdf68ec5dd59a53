// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/connection.h"
#include "core/busnames.h"
#include "host/reasontext.h"
#include "host/snapshotjson.h"
#include "core/descriptor.h"
#include "support/fakessh.h"
#include "support/largehost.h"
#include "support/privatebus.h"
#include "support/simulatedhelper.h"

#include <QDBusConnectionInterface>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QSignalSpy>
#include <QTest>

#include <sys/socket.h>

using namespace laneway;
using namespace std::chrono_literals;
using Say = MockPolkit::Say;

namespace {
const QString there = u"ssh://root@there"_s;
constexpr Connection::Pauses noPause{1ms, 5ms};
constexpr Connection::Pauses longPause{1h, 1h};
constexpr int patienceMs = 20'000;
} // namespace

/// The client against the real helper on a bus that is reached through a real stdio bridge; only ssh is
/// not real.
class TestSshConnection : public QObject
{
    Q_OBJECT
    PrivateBus m_bus;
    HelperEnvironment m_environment;
    MockPolkit m_polkit;
    std::unique_ptr<FakeSsh> m_ssh;
    std::unique_ptr<QProcess> m_helper;

    void startHelper(const QString &host = u"sample:server"_s)
    {
        m_helper = std::make_unique<QProcess>();
        m_helper->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_helper->start(qEnvironmentVariable("LANEWAY_HELPER"), {u"--system"_s, u"--simulate"_s, host});
        auto *bus = m_bus.connection(u"test"_s).interface();
        QTRY_VERIFY_WITH_TIMEOUT(bus->isServiceRegistered(busnames::service), patienceMs);
    }
    void stopHelper()
    {
        m_helper->terminate();
        QTRY_VERIFY_WITH_TIMEOUT(m_helper->state() == QProcess::NotRunning, patienceMs);
        m_helper.reset();
    }
    static std::unique_ptr<Connection> ready(const QString &name)
    {
        auto connection = Connection::open(name);
        if (!connection)
            return nullptr;
        QSignalSpy failed(connection->get(), &Connection::failed);
        if (!QTest::qWaitFor([&] { return (*connection)->isReady() || !failed.isEmpty(); }, patienceMs))
            return nullptr;
        for (const auto &arguments : failed)
            qWarning("%s", qPrintable(arguments.first().value<Error>().toString()));
        return failed.isEmpty() ? std::move(*connection) : nullptr;
    }
    /// Of a connection that cannot be made.
    static Error failure(const QString &name)
    {
        auto connection = Connection::open(name);
        if (!connection)
            return connection.error();
        QSignalSpy failed(connection->get(), &Connection::failed);
        if (!QTest::qWaitFor([&] { return !failed.isEmpty(); }, patienceMs))
            return {};
        return failed.first().first().value<Error>();
    }
    template <typename T = void, typename Begin> static Result<T> ask(const Begin &begin)
    {
        std::optional<Result<T>> got;
        QObject context;
        begin(&context, [&](const Result<T> &answer) { got = answer; });
        if (!QTest::qWaitFor([&] { return got.has_value(); }, patienceMs))
            return fail(ErrorCode::TimedOut, u"test"_s);
        return *got;
    }
    static Result<QString> detach(Connection &connection, const QString &device)
    {
        const auto plan = ask<PlanInfo>([&](QObject *o, const auto &answer) {
            connection.plan(u"detach"_s, {{u"device"_s, device}}, o, answer);
        });
        if (!plan)
            return fail(plan.error());
        return ask<QString>([&](QObject *o, const auto &answer) { connection.apply(plan->id, o, answer); });
    }
    static QString driverOf(const Connection &connection, const QString &device)
    {
        const PciFunction *function = connection.host().find(*PciAddress::parse(device));
        return function ? function->driver : u"gone"_s;
    }
    QDBusMessage call(const QString &client, const QString &method, const QVariantList &arguments)
    {
        auto message = QDBusMessage::createMethodCall(busnames::service, busnames::root, busnames::manager, method);
        message.setArguments(arguments);
        QDBusPendingCallWatcher watcher(m_bus.connection(client).asyncCall(message, patienceMs));
        if (!QTest::qWaitFor([&] { return watcher.isFinished(); }, patienceMs))
            return {};
        return watcher.reply();
    }

private Q_SLOTS:
    void initTestCase()
    {
        qDBusRegisterMetaType<QMap<QString, QString>>();
        QVERIFY(m_environment.isValid());
        QVERIFY2(m_bus.start(), "dbus-daemon is needed");
        QVERIFY2(QFile::exists(u"/usr/bin/systemd-stdio-bridge"_s), "systemd-stdio-bridge is needed");
        QVERIFY(m_polkit.registerOn(m_bus.connection(u"polkit"_s)));
    }
    void init()
    {
        m_polkit.decide = [](const MockPolkit::Check &) { return Say::Yes; };
        m_environment.set("LANEWAY_SSH_CONFIG", {});
        m_ssh = std::make_unique<FakeSsh>();
        m_ssh->setBus(m_bus.address());
    }
    void cleanup()
    {
        if (m_helper)
            stopHelper();
        m_ssh.reset();
    }

    void theWholeProtocolGoesThrough()
    {
        startHelper();
        auto connection = ready(u"ssh://root@there:2222"_s);
        QVERIFY(connection);
        QCOMPARE(connection->name(), u"ssh://root@there:2222"_s);
        QVERIFY(!connection->host().functions.isEmpty());
        const QString device = u"0000:02:10.0"_s;

        QSignalSpy changes(connection.get(), &Connection::jobChanged);
        const auto job = detach(*connection, device);
        QVERIFY2(job, job ? "" : qPrintable(job.error().toString()));
        QTRY_VERIFY(connection->jobs().value(0).isFinished());
        QCOMPARE(connection->jobs().value(0).state, u"done"_s);
        QVERIFY(!changes.isEmpty());
        QTRY_COMPARE(driverOf(*connection, device), u"vfio-pci"_s); // by a difference

        const auto uuid = ask<QUuid>(
            [&](QObject *o, const auto &answer) { connection->define(domainXml(u"web"_s, {device}), o, answer); });
        QVERIFY2(uuid, uuid ? "" : qPrintable(uuid.error().toString()));
        QTRY_COMPARE(connection->domains().size(), 1);
        const auto xml
            = ask<QString>([&](QObject *o, const auto &answer) { connection->domainXml(*uuid, true, o, answer); });
        QVERIFY(xml && xml->contains(u"<name>web</name>"_s));
        const auto journal = ask<QJsonArray>([&](QObject *o, const auto &answer) { connection->journal(o, answer); });
        QVERIFY(journal && journal->size() == 1);
        // Refusals arrive with their reasons.
        const auto refused = detach(*connection, u"0000:00:00.0"_s);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::NotAnEndpoint);
        QVERIFY(ask([&](QObject *o, const auto &answer) { connection->undefine(*uuid, o, answer); }));

        connection.reset();
        QTRY_VERIFY(!m_ssh->isRunning());
    }
    void sshIsStartedWithNothingOfAShells()
    {
        startHelper();
        m_environment.set("LANEWAY_SSH_CONFIG", "/etc/hosts"); // a file, to be read by nobody
        const auto connection = ready(u"ssh://root@there:2222"_s);
        QVERIFY(connection);
        const QStringList arguments = m_ssh->arguments();
        QCOMPARE(arguments.mid(0, 2), (QStringList{u"-F"_s, u"/etc/hosts"_s}));
        const qsizetype end = arguments.indexOf(u"--"_s);
        QCOMPARE(arguments.mid(end - 4, 4), (QStringList{u"-p"_s, u"2222"_s, u"-l"_s, u"root"_s}));
        QCOMPARE(arguments.value(end + 1), u"there"_s);
        QVERIFY(arguments.value(end + 2).endsWith(u"exec systemd-stdio-bridge"_s));
        QVERIFY(arguments.contains(u"ClearAllForwardings=yes"_s));
    }
    /// Above 1 MB the host travels as a file elsewhere; a capture always does.
    void whatIsAFileElsewhereIsRelayed()
    {
        const LargeHost large(4'000);
        QVERIFY(large.capture().size() > busnames::largestText);
        QFile file(m_environment.path(u"large.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(large.capture());
        file.close();
        startHelper(file.fileName());
        const auto connection = ready(there);
        QVERIFY(connection);
        QCOMPARE(connection->host().functions.keys(), large.host().functions.keys());
        // Read and closed: a second and a third one are no more than the limit.
        for (int i = 0; i < 3; ++i) {
            const auto json
                = ask<QByteArray>([&](QObject *o, const auto &answer) { connection->capture(true, o, answer); });
            QVERIFY2(json, json ? "" : qPrintable(json.error().toString()));
            const auto host = parseSnapshot(*json);
            QVERIFY(host);
            QCOMPARE(host->functions.keys(), large.host().functions.keys());
        }
    }
    void aRelayIsItsCallersAloneAndBounded()
    {
        startHelper();
        const auto made = call(u"a"_s, u"GetHostRelay"_s, {quint64(0)});
        QCOMPARE(made.type(), QDBusMessage::ReplyMessage);
        const uint relay = made.arguments().value(0).toUInt();
        const quint64 size = made.arguments().value(1).toULongLong();
        const auto read = [&](const QString &client, quint64 offset) {
            return call(client, u"ReadRelay"_s, {relay, offset});
        };
        QByteArray whole;
        while (quint64(whole.size()) < size) {
            const QByteArray part = read(u"a"_s, quint64(whole.size())).arguments().value(0).toByteArray();
            QVERIFY(!part.isEmpty() && part.size() <= 256 * 1024);
            whole += part;
        }
        QCOMPARE(quint64(whole.size()), size);
        QVERIFY(parseSnapshot(whole));
        QVERIFY(read(u"a"_s, size).arguments().value(0).toByteArray().isEmpty());
        const QString notFound = u"org.laneway.Error.NotFound"_s;
        QCOMPARE(read(u"a"_s, size + 1).errorName(), notFound);
        QCOMPARE(read(u"a"_s, ~quint64(0)).errorName(), notFound);
        QCOMPARE(read(u"b"_s, 0).errorName(), notFound); // the same user, another caller
        QCOMPARE(call(u"b"_s, u"CloseRelay"_s, {relay}).type(), QDBusMessage::ReplyMessage);
        QCOMPARE(read(u"a"_s, 0).type(), QDBusMessage::ReplyMessage); // still there

        QCOMPARE(call(u"a"_s, u"CaptureRelay"_s, {QVariantMap()}).type(), QDBusMessage::ReplyMessage);
        QCOMPARE(call(u"a"_s, u"CaptureRelay"_s, {QVariantMap()}).errorName(), u"org.laneway.Error.LimitExceeded"_s);
        QCOMPARE(call(u"b"_s, u"CaptureRelay"_s, {QVariantMap()}).type(), QDBusMessage::ReplyMessage);
        call(u"a"_s, u"CloseRelay"_s, {relay});
        QCOMPARE(read(u"a"_s, 0).errorName(), notFound);
        QCOMPARE(call(u"a"_s, u"CaptureRelay"_s, {QVariantMap()}).type(), QDBusMessage::ReplyMessage);

        m_polkit.decide = [](const MockPolkit::Check &) { return Say::No; };
        QCOMPARE(read(u"a"_s, 0).errorName(), u"org.laneway.Error.NotAuthorized"_s);
        for (const QString &client : {u"a"_s, u"b"_s})
            QDBusConnection::disconnectFromBus(client);
    }
    void theCommandLineGoesThere()
    {
        startHelper();
        // A verb that asks for all of the host, and one that asks for no more than its job.
        for (const QStringList &verb :
            {QStringList{u"list"_s, u"--all"_s}, QStringList{u"nodedev-detach"_s, u"pci_0000_02_10_0"_s}}) {
            QProcess program;
            program.setProcessChannelMode(QProcess::MergedChannels);
            program.start(places::builtFile(u"app/lanewayctl/lanewayctl"_s), QStringList{u"-c"_s, there} + verb);
            QTRY_VERIFY_WITH_TIMEOUT(program.state() == QProcess::NotRunning, patienceMs);
            const QByteArray said = program.readAll();
            QVERIFY2(program.exitCode() == 0, said.constData());
        }
        const auto connection = ready(u"system"_s);
        QVERIFY(connection);
        QCOMPARE(driverOf(*connection, u"0000:02:10.0"_s), u"vfio-pci"_s);
        QTRY_VERIFY(!m_ssh->isRunning());
    }
    // A screen speaks first, and right behind the line that says that it is there.
    void aConsoleIsRelayed()
    {
        startHelper();
        m_ssh->setProgram("lanewayctl",
            "echo \"$@\" >&2; printf 'laneway-console\\nRFB 003.008\\n'; /usr/bin/head -n 1; echo gone >&2\n");
        const auto connection = ready(there);
        QVERIFY(connection);
        const QUuid machine = QUuid::createUuid();
        const auto open = [&](const QString &kind) {
            return ask<int>([&](QObject *o, const auto &answer) { connection->openConsole(machine, kind, o, answer); });
        };
        const auto console = open(u"vnc"_s);
        QVERIFY2(console, console ? "" : qPrintable(console.error().toString()));
        const Descriptor socket(*console);
        QVERIFY(m_ssh->arguments().contains(u"echo laneway-bridge; exec lanewayctl -q -c system console --relay vnc "_s
            + machine.toString(QUuid::WithoutBraces)));
        QByteArray heard;
        const auto hear = [&] {
            char buffer[100];
            const ssize_t got = ::recv(socket.get(), buffer, sizeof buffer, MSG_DONTWAIT);
            heard.append(buffer, std::max<ssize_t>(got, 0));
            return got;
        };
        QTRY_VERIFY((hear(), heard == "RFB 003.008\n"));
        heard.clear();
        QCOMPARE(::send(socket.get(), "RFB 003.007\n", 12, MSG_NOSIGNAL), ssize_t(12));
        QTRY_VERIFY((hear(), heard == "RFB 003.007\n"));
        QTRY_VERIFY(hear() == 0); // it ended over there
        QVERIFY(!connection->host().functions.isEmpty()); // the connection itself goes on

        m_ssh->setProgram("lanewayctl", "echo 'error: web: it is shut off' >&2; exit 1\n");
        const auto refused = open(u"serial"_s);
        QVERIFY(!refused);
        QCOMPARE(errorName(refused.error().code), u"UnsupportedConfiguration"_s);
        QVERIFY2(refused.error().detail.contains(u"it is shut off"), qPrintable(refused.error().toString()));
        m_ssh->setProgram("lanewayctl", "exit 127\n");
        QCOMPARE(errorName(open(u"serial"_s).error().code), u"HelperUnavailable"_s);
        QCOMPARE(open(u"vnc; reboot"_s).error().code, ErrorCode::InvalidInput);
    }

    void whatIsMissingIsNamed_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("word");
        QTest::newRow("no way in") << u"refused"_s << u"LoginRefused"_s << u"“ssh root@there” works in a terminal"_s;
        QTest::newRow("unknown key") << u"key"_s << u"HostKeyUnknown"_s << u"Run “ssh root@there” once"_s;
        QTest::newRow("bridge") << u"bridge"_s << u"BridgeMissing"_s << u"systemd-container"_s;
        QTest::newRow("bus") << u"bus"_s << u"BusUnreachable"_s << u"systemctl status dbus"_s;
        QTest::newRow("helper") << u"helper"_s << u"HelperUnavailable"_s << u"Install Laneway on that computer"_s;
        QTest::newRow("polkit agent") << u"agent"_s << u"NoAuthenticationAgent"_s << u"polkit rule"_s;
        QTest::newRow("ssh itself") << u"ssh"_s << u"SshMissing"_s << u"openssh-client"_s;
    }
    void whatIsMissingIsNamed()
    {
        QFETCH(QString, what);
        QFETCH(QString, code);
        QFETCH(QString, word);
        if (what == u"refused"_s)
            m_ssh->failWith("root@there: Permission denied (publickey).\r\n");
        else if (what == u"key"_s)
            m_ssh->failWith("Host key verification failed.\r\n");
        else if (what == u"bridge"_s)
            m_ssh->removeBridge();
        else if (what == u"bus"_s)
            m_ssh->setBus(u"unix:path=/nonexistent"_s);
        else if (what == u"ssh"_s)
            qputenv("PATH", "/nonexistent"); // put back with the fake one's end
        else if (what == u"agent"_s) {
            m_polkit.decide = [](const MockPolkit::Check &) { return Say::Challenge; };
            startHelper();
        }
        const Error error = failure(there);
        QCOMPARE(errorName(error.code), code);
        const QString text = errorText(error);
        QVERIFY2(text.contains(word), qPrintable(text));
        if (what != u"ssh"_s)
            QVERIFY2(text.contains(u"there"_s), qPrintable(text));
    }
    void closingEndsAnSshThatWaits()
    {
        m_ssh->hang();
        auto connection = Connection::open(there);
        QVERIFY(connection);
        QTRY_VERIFY(m_ssh->isRunning());
        connection->reset();
        QTRY_VERIFY(!m_ssh->isRunning());
    }

    void aLostLinkIsMadeAgain()
    {
        startHelper();
        const auto connection = ready(there);
        QVERIFY(connection);
        connection->keepConnected(longPause);
        const QString device = u"0000:02:10.0"_s;
        const QString former = driverOf(*connection, device);
        QSignalSpy failed(connection.get(), &Connection::failed);
        m_ssh->kill();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::Disconnected);
        QVERIFY(!connection->isReady());
        QVERIFY(connection->isRetrying());
        QCOMPARE(driverOf(*connection, device), former); // what was known is still shown
        const auto late = detach(*connection, device);
        QVERIFY(!late);
        QCOMPARE(late.error().code, ErrorCode::Disconnected);

        // Meanwhile something happens over there.
        const auto other = ready(u"system"_s);
        QVERIFY(other);
        QVERIFY(detach(*other, device));
        QTRY_COMPARE(driverOf(*other, device), u"vfio-pci"_s);
        QVERIFY(ask<QUuid>([&](QObject *o, const auto &answer) { other->define(domainXml(u"web"_s, {}), o, answer); }));

        QSignalSpy connecting(connection.get(), &Connection::connecting);
        QSignalSpy ready(connection.get(), &Connection::ready);
        QSignalSpy hostChanged(connection.get(), &Connection::hostChanged);
        QSignalSpy domainsChanged(connection.get(), &Connection::domainsChanged);
        connection->tryAgain();
        QCOMPARE(connecting.size(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, patienceMs);
        QVERIFY(!connection->isRetrying());
        QCOMPARE(driverOf(*connection, device), u"vfio-pci"_s);
        QCOMPARE(connection->domains().size(), 1);
        QCOMPARE(hostChanged.size(), 1);
        QVERIFY(hostChanged.first().first().value<HostDiff>().changed.contains(*PciAddress::parse(device)));
        QVERIFY(!domainsChanged.isEmpty());
        // It works as before, signals included.
        QVERIFY(detach(*connection, u"0000:02:10.2"_s));
        QTRY_COMPARE(driverOf(*connection, u"0000:02:10.2"_s), u"vfio-pci"_s);
    }
    void itIsTriedAgainByItselfUntilItWorks()
    {
        startHelper();
        const auto connection = ready(there);
        QVERIFY(connection);
        connection->keepConnected(noPause);
        m_ssh->failWith("ssh: connect to host there port 22: No route to host\r\n");
        const int before = m_ssh->starts();
        m_ssh->kill(); // the host goes down, and stays so for a while
        QTRY_VERIFY(m_ssh->starts() >= before + 4);
        QVERIFY(!connection->isReady());
        m_ssh->work();
        QTRY_VERIFY_WITH_TIMEOUT(connection->isReady(), patienceMs);
        QVERIFY(!connection->host().functions.isEmpty());
    }
    void whoIsRefusedDoesNotInsist()
    {
        startHelper();
        const auto connection = ready(there);
        QVERIFY(connection);
        connection->keepConnected(noPause);
        QSignalSpy failed(connection.get(), &Connection::failed);
        m_ssh->failWith("root@there: Permission denied (publickey).\r\n");
        m_ssh->kill();
        const auto lastError = [&] { return failed.isEmpty() ? Error() : failed.last().first().value<Error>(); };
        QTRY_COMPARE(lastError().code, ErrorCode::LoginRefused);
        QVERIFY(!connection->isRetrying());
        m_ssh->work();
        connection->tryAgain();
        QTRY_VERIFY_WITH_TIMEOUT(connection->isReady(), patienceMs);
    }
    void nothingIsTriedAgainUnlessItIsAskedFor()
    {
        startHelper();
        const auto connection = ready(there);
        QVERIFY(connection);
        QSignalSpy failed(connection.get(), &Connection::failed);
        m_ssh->kill();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(!connection->isRetrying());
    }
    void aRestartedHelperIsFoundAgain_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("here") << u"system"_s;
        QTest::newRow("there") << there;
    }
    void aRestartedHelperIsFoundAgain()
    {
        QFETCH(QString, name);
        startHelper();
        const auto connection = ready(name);
        QVERIFY(connection);
        connection->keepConnected(noPause);
        QSignalSpy failed(connection.get(), &Connection::failed);
        QVERIFY(detach(*connection, u"0000:02:10.0"_s));
        QTRY_COMPARE(driverOf(*connection, u"0000:02:10.0"_s), u"vfio-pci"_s);
        stopHelper();
        QTRY_VERIFY(!failed.isEmpty());
        startHelper();
        QTRY_VERIFY_WITH_TIMEOUT(connection->isReady(), patienceMs);
        // The new one has forgotten what the old one did: shown as it is.
        QVERIFY(driverOf(*connection, u"0000:02:10.0"_s) != u"vfio-pci"_s);
        QVERIFY(connection->jobs().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSshConnection)
#include "tst_sshconnection.moc"
