// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/connection.h"
#include "core/busnames.h"
#include "support/privatebus.h"
#include "support/simulatedhelper.h"

#include <QDBusConnectionInterface>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace laneway;
using Say = MockPolkit::Say;

namespace {
constexpr uint nobody = 65534;
constexpr auto assign = "org.laneway.helper.device.assign"_L1;
} // namespace

/// The real laneway-helper as a service of a bus, as it is installed, but with a simulated kernel and
/// a polkit that says what the test wants.
class TestBusObjects : public QObject
{
    Q_OBJECT
    PrivateBus m_bus;
    HelperEnvironment m_environment;
    MockPolkit m_polkit;
    std::unique_ptr<QProcess> m_helper;

    void startHelper(const QStringList &more = {})
    {
        m_helper = std::make_unique<QProcess>();
        m_helper->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_helper->start(qEnvironmentVariable("LANEWAY_HELPER"),
            QStringList{u"--system"_s, u"--simulate"_s, u"sample:server"_s} + more);
        auto *bus = m_bus.connection(u"test"_s).interface();
        QTRY_VERIFY_WITH_TIMEOUT(bus->isServiceRegistered(busnames::service), 20'000);
    }
    std::unique_ptr<Connection> open()
    {
        auto connection = Connection::open(u"system"_s);
        QSignalSpy failed(connection->get(), &Connection::failed);
        if (!QTest::qWaitFor([&] { return (*connection)->isReady() || !failed.isEmpty(); }, 20'000))
            return nullptr;
        return failed.isEmpty() ? std::move(*connection) : nullptr;
    }
    template <typename T = void, typename Begin> static Result<T> ask(const Begin &begin)
    {
        std::optional<Result<T>> got;
        QObject context;
        begin(&context, [&](const Result<T> &answer) { got = answer; });
        if (!QTest::qWaitFor([&] { return got.has_value(); }, 30'000))
            return fail(ErrorCode::TimedOut, u"test"_s);
        return *got;
    }
    QUuid define(Connection &connection)
    {
        const auto uuid = ask<QUuid>(
            [&](QObject *o, const auto &answer) { connection.define(domainXml(u"web"_s, {}), o, answer); });
        return uuid.value_or(QUuid());
    }
    Result<QString> detach(Connection &connection)
    {
        const auto plan = ask<PlanInfo>([&](QObject *o, const auto &answer) {
            connection.plan(u"detach"_s, {{u"device"_s, u"0000:02:10.0"_s}}, o, answer);
        });
        if (!plan)
            return fail(plan.error());
        return ask<QString>([&](QObject *o, const auto &answer) { connection.apply(plan->id, o, answer); });
    }
    /// A raw call from this process, as a client that keeps to no rule might make it.
    QDBusMessage call(
        const QString &path, const QString &interface, const QString &method, const QVariantList &arguments = {}) const
    {
        auto message = QDBusMessage::createMethodCall(busnames::service, path, interface, method);
        message.setArguments(arguments);
        QDBusPendingCallWatcher watcher(m_bus.connection(u"test"_s).asyncCall(message, 20'000));
        if (!QTest::qWaitFor([&] { return watcher.isFinished(); }, 20'000))
            return {};
        return watcher.reply();
    }
    /// The same as another user, by dbus-send; what it printed.
    QString callAsNobody(const QString &path, const QString &method, const QStringList &arguments = {}) const
    {
        return runAsNobody(u"dbus-send"_s,
            QStringList{
                u"--bus="_s + m_bus.address(), u"--print-reply"_s, u"--dest="_s + busnames::service, path, method}
                + arguments);
    }
    QString runAsNobody(const QString &program, const QStringList &arguments) const
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.setChildProcessModifier([] {
            if (::setgid(nobody) < 0 || ::setuid(nobody) < 0)
                ::_exit(126);
        });
        process.start(program, arguments);
        // polkit is in this process: no waiting without the event loop.
        if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 20'000))
            process.kill();
        process.waitForFinished();
        return QString::fromUtf8(process.readAll());
    }

private Q_SLOTS:
    void initTestCase()
    {
        qDBusRegisterMetaType<QMap<QString, QString>>();
        QVERIFY(m_environment.isValid());
        QVERIFY2(m_bus.start(), "dbus-daemon is needed");
        QVERIFY(m_polkit.registerOn(m_bus.connection(u"polkit"_s)));
    }
    void init()
    {
        m_polkit.decide = [](const MockPolkit::Check &) { return Say::Yes; };
        m_polkit.checks.clear();
        m_polkit.cancelled.clear();
    }
    void cleanup()
    {
        if (m_helper) {
            m_helper->terminate();
            QVERIFY(QTest::qWaitFor([&] { return m_helper->state() == QProcess::NotRunning; }, 20'000));
        }
        m_helper.reset();
    }

    void everythingIsAskedFor()
    {
        startHelper();
        const auto connection = open();
        QVERIFY(connection);
        QVERIFY(!connection->host().functions.isEmpty());
        for (const auto &check : std::as_const(m_polkit.checks))
            QCOMPARE(check.action, u"org.laneway.helper.inspect"_s);
        m_polkit.checks.clear();
        QVERIFY(!define(*connection).isNull());
        QCOMPARE(m_polkit.checks.size(), 1);
        QCOMPARE(m_polkit.checks.first().action, u"org.laneway.helper.machine.manage"_s);
        QTRY_COMPARE(connection->domains().size(), 1);

        m_polkit.checks.clear();
        const auto job = detach(*connection);
        QVERIFY2(job, job ? "" : qPrintable(job.error().toString()));
        QCOMPARE(m_polkit.checks.last().action, QString(assign));
        QVERIFY(m_polkit.checks.last().details.value(u"device"_s).contains(u"0000:02:10.0"_s));
        QTRY_VERIFY(connection->jobs().value(0).isFinished());
        QCOMPARE(connection->jobs().value(0).state, u"done"_s);
        QTRY_COMPARE(connection->host().find(*PciAddress::parse(u"0000:02:10.0"))->driver, u"vfio-pci"_s);
    }
    void whatIsDeniedDoesNotHappen()
    {
        startHelper();
        const auto connection = open();
        QVERIFY(connection);
        m_polkit.decide = [](const MockPolkit::Check &check) { return check.action == assign ? Say::No : Say::Yes; };
        const QString before = connection->host().find(*PciAddress::parse(u"0000:02:10.0"))->driver;
        const auto job = detach(*connection);
        QVERIFY(!job);
        QCOMPARE(job.error().code, ErrorCode::NotAuthorized);
        QVERIFY(connection->jobs().isEmpty());
        const QDBusMessage driver = call(u"/org/laneway/Helper1/devices/pci_0000_02_10_0"_s, busnames::properties,
            u"Get"_s, {QString(busnames::device), u"Driver"_s});
        QCOMPARE(driver.arguments().value(0).value<QDBusVariant>().variant().toString(), before);
    }
    // A refusal says who uses a device and how: as much as a look at the host.
    void whoMayNotLookLearnsNothingFromAPlan()
    {
        startHelper();
        m_polkit.decide
            = [](const MockPolkit::Check &check) { return check.action.endsWith(u".inspect") ? Say::No : Say::Yes; };
        const QString device = u"/org/laneway/Helper1/devices/pci_0000_00_1f_0"_s;
        for (const auto &[method, arguments] : {std::pair{u"Detach"_s, QVariantList{QString()}},
                 std::pair{u"Reset"_s, QVariantList()}, std::pair{u"SetVfCount"_s, QVariantList{7U}}}) {
            const QDBusMessage answer = call(device, busnames::device, method, arguments);
            QCOMPARE(answer.errorName(), u"org.laneway.Error.NotAuthorized"_s);
        }
    }
    void aDialogIsShownWhereTheCallAllowsIt()
    {
        startHelper();
        const auto connection = open();
        QVERIFY(connection);
        m_polkit.decide = [](const MockPolkit::Check &check) {
            return check.action != assign || check.mayAsk ? Say::Yes : Say::Challenge;
        };
        QVERIFY(detach(*connection)); // the client allows it
        const QDBusMessage raw
            = call(u"/org/laneway/Helper1/devices/pci_0000_02_10_2"_s, busnames::device, u"Detach"_s, {QString()});
        QCOMPARE(raw.errorName(), u"org.laneway.Error.NotAuthorized"_s);
        QVERIFY(raw.arguments().value(1).toString().startsWith(u'{'));
    }
    void theDialogClosesWhenItsCallerLeaves()
    {
        startHelper();
        m_polkit.decide = [](const MockPolkit::Check &check) {
            return check.action != assign ? Say::Yes : check.mayAsk ? Say::Nothing : Say::Challenge;
        };
        {
            auto leaving = m_bus.connection(u"leaving"_s);
            auto message = QDBusMessage::createMethodCall(
                busnames::service, u"/org/laneway/Helper1/devices/pci_0000_02_10_0"_s, busnames::device, u"Detach"_s);
            message << QString();
            message.setInteractiveAuthorizationAllowed(true);
            const auto pending = leaving.asyncCall(message, 20'000);
            QTRY_VERIFY(!m_polkit.checks.isEmpty() && m_polkit.checks.last().mayAsk);
        }
        QDBusConnection::disconnectFromBus(u"leaving"_s);
        QTRY_COMPARE(m_polkit.cancelled, QStringList(m_polkit.checks.last().id));
    }
    void strangeCallsAreRefused_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("interface");
        QTest::addColumn<QString>("method");
        QTest::addColumn<QVariantList>("arguments");
        QTest::addColumn<QString>("error");
        const QString root = busnames::root;
        const QString manager = busnames::manager;
        QTest::newRow("unknown method") << root << manager << u"Exec"_s << QVariantList{u"id"_s}
                                        << u"org.freedesktop.DBus.Error.UnknownMethod"_s;
        QTest::newRow("no interface") << root << QString() << u"GetClaims"_s << QVariantList()
                                      << u"org.freedesktop.DBus.Error.UnknownMethod"_s;
        QTest::newRow("wrong signature") << root << manager << u"Apply"_s << QVariantList{7U}
                                         << u"org.freedesktop.DBus.Error.InvalidSignature"_s;
        QTest::newRow("wrong object") << u"/org/laneway/Helper1/devices/pci_0000_02_10_0"_s << manager << u"GetClaims"_s
                                      << QVariantList() << u"org.freedesktop.DBus.Error.UnknownObject"_s;
        QTest::newRow("no such device") << u"/org/laneway/Helper1/devices/pci_0000_77_00_0"_s
                                        << QString(busnames::device) << u"Reset"_s << QVariantList()
                                        << u"org.laneway.Error.NotFound"_s;
        QTest::newRow("no such domain") << busnames::domainPath(QUuid::createUuid()) << QString(busnames::domain)
                                        << u"Start"_s << QVariantList() << u"org.laneway.Error.NotFound"_s;
        QTest::newRow("no such job") << busnames::jobPath(u"x"_s) << QString(busnames::job) << u"Cancel"_s
                                     << QVariantList() << u"org.laneway.Error.NotFound"_s;
        QTest::newRow("somebody's plan") << root << manager << u"Apply"_s << QVariantList{u"guessed"_s}
                                         << u"org.laneway.Error.NotFound"_s;
        QTest::newRow("bag in the bag") << root << manager << u"Plan"_s
                                        << QVariantList{u"reset"_s, QVariantMap{{u"device"_s, QStringList{u"x"_s}}}}
                                        << u"org.laneway.Error.InvalidInput"_s;
        QTest::newRow("property written")
            << root << QString(busnames::properties) << u"Set"_s
            << QVariantList{manager, u"Version"_s, QVariant::fromValue(QDBusVariant(u"9"_s))}
            << u"org.freedesktop.DBus.Error.PropertyReadOnly"_s;
        QTest::newRow("other console") << root << manager << u"GetJournal"_s << QVariantList{u"../../etc/shadow"_s}
                                       << u"org.laneway.Error.NotFound"_s;
    }
    void strangeCallsAreRefused()
    {
        QFETCH(QString, path);
        QFETCH(QString, interface);
        QFETCH(QString, method);
        QFETCH(QVariantList, arguments);
        QFETCH(QString, error);
        startHelper();
        QCOMPARE(call(path, interface, method, arguments).errorName(), error);
        QVERIFY(call(busnames::root, busnames::manager, u"GetClaims"_s).type() == QDBusMessage::ReplyMessage);
    }
    void theContractIsServed()
    {
        startHelper();
        const QString xml = call(busnames::root, u"org.freedesktop.DBus.Introspectable"_s, u"Introspect"_s)
                                .arguments()
                                .value(0)
                                .toString();
        QVERIFY(xml.contains(u"<interface name=\"org.laneway.Helper1.Manager\">"_s));
        QVERIFY(xml.contains(u"DefineDomain"_s));
        QVERIFY(xml.contains(u"<node name=\"domains\"/>"_s));
    }
    /// When the computer starts, nobody is there to be asked.
    void autostartWithDevicesIsAskedFor()
    {
        startHelper();
        const auto connection = open();
        QVERIFY(connection);
        const auto define = [&](const QString &name, const QStringList &devices) {
            return ask<QUuid>(
                [&](QObject *o, const auto &answer) { connection->define(domainXml(name, devices), o, answer); });
        };
        const auto plain = define(u"plain"_s, {}), web = define(u"web"_s, {u"0000:02:10.0"_s});
        QVERIFY(plain && web);
        const auto set = [&](const QUuid &uuid, bool on) {
            return ask([&](QObject *o, const auto &answer) { connection->setAutostart(uuid, on, o, answer); });
        };
        m_polkit.decide = [](const MockPolkit::Check &check) {
            return check.action == u"org.laneway.helper.device.assign"_s ? Say::No : Say::Yes;
        };
        QVERIFY(set(*plain, true));
        QCOMPARE(set(*web, true).error().code, ErrorCode::NotAuthorized);
        QVERIFY(set(*web, false)); // to start less is anybody's who has the machine
        m_polkit.decide = [](const MockPolkit::Check &) { return Say::Yes; };
        m_polkit.checks.clear();
        QVERIFY(set(*web, true));
        // So much more than its memory as its device may need.
        QVERIFY(m_polkit.checks.last().details.value(u"locked-memory"_s).toULongLong() > (1ULL << 30));
        QVERIFY(!m_polkit.checks.last().details.value(u"memory"_s).isEmpty());
        QCOMPARE(m_polkit.checks.last().details.value(u"devices"_s), u"0000:02:10.0"_s);
        QVERIFY(m_polkit.checks.last().details.value(u"polkit.message"_s).contains(u"use $(device)"_s));
        QVERIFY(
            m_polkit.checks.last().details.value(u"polkit.message"_s).contains(u"at each start of this computer"_s));
        const QString rest
            = u"<hostdev mode='subsystem' type='usb'><source><vendor id='0x046d'/><product id='0xc52b'/></source></hostdev>"
              "<interface type='network'><source network='pool'/></interface>"
              "<interface type='bridge'><source bridge='br0'/><target dev='dmz'/><mtu size='1300'/></interface>"
              "<interface type='bridge'><source bridge='x, br1'/><target dev='vnet1'/></interface>"
              "<interface type='direct'><source dev='enp2s0f0' mode='passthrough'/></interface></devices>"_s;
        const auto all = ask<QUuid>([&](QObject *o, const auto &answer) {
            connection->define(QString(domainXml(u"all"_s, {})).replace(u"</devices>"_s, rest), o, answer);
        });
        QVERIFY2(all, all ? "" : qPrintable(all.error().toString()));
        QVERIFY(set(*all, true));
        const QMap<QString, QString> details = m_polkit.checks.last().details;
        QCOMPARE(details.value(u"devices"_s), u"USB 046d:c52b, br0, enp2s0f0, network pool, x? br1"_s);
        QCOMPARE(details.value(u"tap"_s), u"interface dmz, MTU 1300, mode passthrough"_s);
        QVERIFY(set(*all, false));
        const auto start = [&] {
            const QList<DomainInfo> domains = connection->domains();
            return std::count_if(domains.begin(), domains.end(), [](const DomainInfo &one) { return one.autostart; });
        };
        QTRY_COMPARE(start(), 2);
    }
    void memoryThatIsKeptIsToldOf()
    {
        startHelper();
        const auto connection = open();
        QVERIFY(connection);
        const auto startIsAsked = [&](const QString &name, const QString &backing) {
            const auto uuid = ask<QUuid>([&](QObject *o, const auto &answer) {
                connection->define(
                    QString(domainXml(name, {})).replace(u"<devices>"_s, backing + u"<devices>"_s), o, answer);
            });
            const auto plan = ask<PlanInfo>([&](QObject *o, const auto &answer) {
                connection->plan(
                    u"start"_s, {{u"domain"_s, uuid.value_or(QUuid()).toString(QUuid::WithoutBraces)}}, o, answer);
            });
            m_polkit.checks.clear();
            if (plan)
                (void)ask<QString>([&](QObject *o, const auto &answer) { connection->apply(plan->id, o, answer); });
            return m_polkit.checks.isEmpty() ? QMap<QString, QString>() : m_polkit.checks.last().details;
        };
        m_polkit.decide = [](const MockPolkit::Check &check) {
            return check.action == u"org.laneway.helper.device.assign"_s ? Say::No : Say::Yes;
        };
        const auto plain = startIsAsked(u"plain"_s, {});
        QCOMPARE(plain.value(u"machine"_s), u"plain"_s);
        QVERIFY(!plain.contains(u"locked-memory"_s));
        QCOMPARE(startIsAsked(u"all"_s, u"<memoryBacking><locked/></memoryBacking>"_s).value(u"locked-memory"_s),
            u"unlimited"_s);
        const auto bounded = startIsAsked(u"some"_s, u"<memtune><hard_limit unit='GiB'>2</hard_limit></memtune>"_s);
        QCOMPARE(bounded.value(u"locked-memory"_s), u"2147483648"_s);
        QCOMPARE(bounded.value(u"memory"_s), u"2 GiB"_s);
    }
    /// A rule that lets a group use a card need not let it name the host's interfaces, or have the card for itself.
    void theTermsOfATapAreToldOf()
    {
        startHelper();
        const auto connection = open();
        QVERIFY(connection);
        const auto startIsAsked = [&](const QString &name, const QString &more) {
            const QString card
                = u"<interface type='direct'><source dev='enp2s0f0' %1</interface></devices>"_s.arg(more);
            const auto uuid = ask<QUuid>([&](QObject *o, const auto &answer) {
                connection->define(QString(domainXml(name, {})).replace(u"</devices>"_s, card), o, answer);
            });
            m_polkit.checks.clear();
            (void)call(busnames::domainPath(uuid.value_or(QUuid())), busnames::domain, u"Start"_s);
            return m_polkit.checks.isEmpty() ? QMap<QString, QString>() : m_polkit.checks.last().details;
        };
        m_polkit.decide = [](const MockPolkit::Check &check) { return check.action == assign ? Say::No : Say::Yes; };
        const auto own = startIsAsked(u"own"_s, u"mode='passthrough'/><target dev='dmz'/>"_s);
        QCOMPARE(own.value(u"devices"_s), u"enp2s0f0"_s);
        QCOMPARE(own.value(u"interface"_s), u"dmz"_s);
        QCOMPARE(own.value(u"mode"_s), u"passthrough"_s);
        QVERIFY(!own.contains(u"mtu"_s));
        QCOMPARE(own.value(u"tap"_s), u"interface dmz, mode passthrough"_s);
        QVERIFY2(own.value(u"polkit.message"_s).contains(u"$(device) ($(tap))"_s),
            qPrintable(own.value(u"polkit.message"_s)));
        const auto given = startIsAsked(u"given"_s, u"/><target dev='macvtap3'/>"_s);
        QCOMPARE(given.value(u"mode"_s), u"vepa"_s);
        QVERIFY(!given.contains(u"interface"_s));
    }
    void machinesOfOthersDoNotExist()
    {
        if (::geteuid() != 0)
            QSKIP("only root can be two users");
        startHelper();
        const auto connection = open();
        QVERIFY(connection);
        const QUuid uuid = define(*connection);
        QVERIFY(!uuid.isNull());
        const QString path = busnames::domainPath(uuid);
        m_polkit.decide = [](const MockPolkit::Check &check) {
            return check.action == u"org.laneway.helper.machine.manage.others"_s ? Say::No : Say::Yes;
        };
        const QString mark = uuid.toString(QUuid::WithoutBraces);
        const QString leaf = path.mid(path.lastIndexOf(u'/') + 1);
        const QString all = callAsNobody(busnames::root, u"org.freedesktop.DBus.ObjectManager.GetManagedObjects"_s);
        QVERIFY2(all.contains(u"org.laneway.Helper1.Manager"_s), qPrintable(all));
        QVERIFY(!all.contains(mark) && !all.contains(leaf));
        const QString nodes
            = callAsNobody(busnames::root + u"/domains"_s, u"org.freedesktop.DBus.Introspectable.Introspect"_s);
        QVERIFY(nodes.contains(u"<node>"_s) && !nodes.contains(leaf));
        const QString itself = callAsNobody(path, u"org.freedesktop.DBus.Introspectable.Introspect"_s);
        QVERIFY(!itself.contains(u"Undefine"_s));
        const auto isUnknown = [&](const QString &method, const QStringList &arguments = {}) {
            return callAsNobody(path, u"org.laneway.Helper1.Domain."_s + method, arguments)
                .contains(u"org.laneway.Error.NotFound"_s);
        };
        for (const auto *method : {u"Start", u"Suspend", u"Reset", u"Save", u"RemoveSavedState", u"GetFigures"})
            QVERIFY2(isUnknown(QString::fromUtf16(method)), qPrintable(QString::fromUtf16(method)));
        for (const auto *method : {u"GetXml", u"Undefine"})
            QVERIFY2(isUnknown(QString::fromUtf16(method), {u"uint32:0"_s}), qPrintable(QString::fromUtf16(method)));
        for (const auto *method : {u"Shutdown", u"Reboot", u"Rename"})
            QVERIFY2(
                isUnknown(QString::fromUtf16(method), {u"string:agent"_s}), qPrintable(QString::fromUtf16(method)));
        QVERIFY(isUnknown(u"SetAutostart"_s, {u"boolean:true"_s}));
        QVERIFY(
            callAsNobody(path, u"org.freedesktop.DBus.Properties.GetAll"_s, {u"string:org.laneway.Helper1.Domain"_s})
                .contains(u"org.laneway.Error.NotFound"_s));
        QCOMPARE(connection->domains().size(), 1);

        // An administrator may let them.
        m_polkit.decide = [](const MockPolkit::Check &) { return Say::Yes; };
        QVERIFY(callAsNobody(path, u"org.laneway.Helper1.Domain.GetXml"_s, {u"uint32:0"_s})
                    .contains(u"<name>web</name>"_s));
    }
    void whatLibvirtHasIsAnAdministratorsToShow()
    {
        const QString folder = m_environment.path(u"libvirt"_s);
        QVERIFY(QDir().mkpath(folder));
        QFile file(folder + u"/web.xml"_s);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(domainXml(u"web"_s, {}).toUtf8()) > 0);
        file.close();
        m_environment.set("LANEWAY_SIM_LIBVIRT", folder.toUtf8());
        startHelper();
        const auto connection = open();
        QVERIFY(connection);
        const auto read = [&] {
            return ask<QJsonObject>([&](QObject *o, const auto &answer) { connection->libvirtDefinitions(o, answer); });
        };
        m_polkit.decide = [](const MockPolkit::Check &check) {
            return check.action == u"org.laneway.helper.libvirt.read"_s ? Say::No : Say::Yes; // not by any other
        };
        QCOMPARE(read().error().code, ErrorCode::NotAuthorized);
        m_polkit.decide = [](const MockPolkit::Check &) { return Say::Yes; };
        const auto found = read();
        QVERIFY(found);
        QCOMPARE((*found)[u"definitions"].toArray().size(), 1);
        QVERIFY((*found)[u"definitions"][0][u"xml"].toString().contains(u"<name>web</name>"_s));
    }
    void networksAreEverybodysAndAdministratorsToChange()
    {
        startHelper();
        const auto connection = open();
        QVERIFY(connection);
        m_polkit.checks.clear();
        const QString xml = u"<network><name>pool</name><forward mode='hostdev' managed='yes'><pf dev='enp2s0f0'/>"
                            "</forward></network>"_s;
        const auto define = [&] {
            return ask<QUuid>([&](QObject *o, const auto &answer) { connection->defineNetwork(xml, o, answer); });
        };
        const auto start = [&](const QUuid &uuid) {
            return ask([&](QObject *o, const auto &answer) { connection->startNetwork(uuid, o, answer); });
        };
        m_polkit.decide = [](const MockPolkit::Check &) { return Say::No; };
        QCOMPARE(define().error().code, ErrorCode::NotAuthorized);
        m_polkit.decide = [](const MockPolkit::Check &) { return Say::Yes; };
        const auto uuid = define();
        QVERIFY2(uuid, uuid ? "" : qPrintable(uuid.error().toString()));
        QCOMPARE(m_polkit.checks.last().action, u"org.laneway.helper.network.manage"_s);
        QCOMPARE(m_polkit.checks.last().details.value(u"network"_s), u"pool"_s);
        QTRY_COMPARE(connection->networks().size(), 1);
        QVERIFY(!connection->networks().first().active);
        QVERIFY(start(*uuid));
        QCOMPARE(m_polkit.checks.last().action, u"org.laneway.helper.network.manage"_s);
        QCOMPARE(m_polkit.checks.last().details.value(u"network"_s), u"pool"_s);
        QTRY_VERIFY(connection->networks().first().active);
        QCOMPARE(connection->networks().first().physical, u"enp2s0f0"_s);
        QCOMPARE(connection->networks().first().free, 7U);

        // Two machines at once, each by one call: both were to get the same function.
        for (const QString &name : {u"web"_s, u"db"_s})
            QVERIFY(ask<QUuid>([&](QObject *o, const auto &answer) {
                connection->define(
                    QString(domainXml(name, {}))
                        .replace(u"</devices>"_s,
                            u"<interface type='network'><source network='pool'/></interface></devices>"_s),
                    o, answer);
            }));
        QTRY_COMPARE(connection->domains().size(), 2);
        int errors = 0, answers = 0;
        QObject context;
        const QList<DomainInfo> domains = connection->domains();
        for (const DomainInfo &domain : domains) {
            auto message = QDBusMessage::createMethodCall(
                busnames::service, busnames::domainPath(domain.uuid), busnames::domain, u"Start"_s);
            auto *watcher
                = new QDBusPendingCallWatcher(m_bus.connection(u"test"_s).asyncCall(message, 20'000), &context);
            connect(watcher, &QDBusPendingCallWatcher::finished, &context, [&](QDBusPendingCallWatcher *reply) {
                ++answers;
                errors += reply->isError();
                if (reply->isError())
                    qWarning() << reply->error();
            });
        }
        QTRY_COMPARE(answers, 2);
        QCOMPARE(errors, 0);
        QTRY_COMPARE(connection->networks().first().connections, 2U);
        const NetworkState pool = connection->networks().first();
        QCOMPARE(pool.free, 5U);
        QStringList holders;
        for (const PoolDevice &device : pool.devices) {
            QCOMPARE(device.state == PoolDevice::State::Leased, !device.holder.isEmpty());
            QCOMPARE(device.state == PoolDevice::State::Free, device.reason.isEmpty());
            if (!device.holder.isEmpty())
                holders += device.holder;
        }
        holders.sort();
        QCOMPARE(holders, (QStringList{u"db"_s, u"web"_s}));
        // What one's own definition wants is told at once, although nothing else has changed.
        const auto freeOne = std::find_if(pool.devices.begin(), pool.devices.end(),
            [](const PoolDevice &device) { return device.state == PoolDevice::State::Free; });
        QVERIFY(ask<QUuid>([&](QObject *o, const auto &answer) {
            connection->define(domainXml(u"mail"_s, {freeOne->device.toString()}), o, answer);
        }));
        QTRY_COMPARE(connection->networks().first().free, 4U);
        const auto refused = ask([&](QObject *o, const auto &answer) { connection->destroyNetwork(*uuid, o, answer); });
        QCOMPARE(refused.error().code, ErrorCode::DeviceInUse);
        const auto shown
            = ask<QString>([&](QObject *o, const auto &answer) { connection->networkXml(*uuid, false, o, answer); });
        QVERIFY(shown->startsWith(u"<network connections='2'>"_s));
        if (::geteuid() != 0)
            QSKIP("only root can be two users");

        // Somebody else sees the same numbers, and no name.
        const QString path = busnames::networkPath(*uuid);
        const QString seen = callAsNobody(busnames::root, u"org.freedesktop.DBus.ObjectManager.GetManagedObjects"_s);
        QVERIFY2(seen.contains(path) && seen.contains(u"uid 0"_s) && !seen.contains(u"web"_s), qPrintable(seen));
        const QString all = callAsNobody(
            path, u"org.freedesktop.DBus.Properties.GetAll"_s, {u"string:org.laneway.Helper1.Network"_s});
        QVERIFY2(all.contains(u"uint32 4"_s) && all.contains(u"leased"_s) && !all.contains(u"web"_s), qPrintable(all));
        // Who may not look at this computer is not told by introspection either.
        const QString networks = busnames::root + "/networks"_L1;
        const QString leaf = path.section(u'/', -1);
        QVERIFY(callAsNobody(networks, u"org.freedesktop.DBus.Introspectable.Introspect"_s).contains(leaf));
        m_polkit.decide = [](const MockPolkit::Check &) { return Say::No; };
        for (const QString &place : {networks, path})
            QVERIFY(callAsNobody(place, u"org.freedesktop.DBus.Introspectable.Introspect"_s)
                        .contains(u"org.laneway.Error.NotAuthorized"_s));
        m_polkit.decide = [](const MockPolkit::Check &check) {
            return check.action == u"org.laneway.helper.network.manage"_s ? Say::No : Say::Yes;
        };
        for (const auto *method : {u"Destroy", u"Undefine", u"Start"})
            QVERIFY(callAsNobody(path, u"org.laneway.Helper1.Network."_s + QString::fromUtf16(method))
                        .contains(u"org.laneway.Error.NotAuthorized"_s));
        m_polkit.decide = [](const MockPolkit::Check &) { return Say::Yes; };
        const QString destroy = callAsNobody(path, u"org.laneway.Helper1.Network.Destroy"_s);
        QVERIFY2(destroy.contains(u"DeviceInUse"_s) && !destroy.contains(u"web"_s), qPrintable(destroy));
    }
    void dialogSaysThatItLasts()
    {
        startHelper();
        const auto connection = open();
        QVERIFY(connection);
        const auto asked = [&](const QString &kind, const QJsonObject &arguments) -> QString {
            const auto plan
                = ask<PlanInfo>([&](QObject *o, const auto &answer) { connection->plan(kind, arguments, o, answer); });
            if (!plan)
                return plan.error().toString();
            m_polkit.decide = [](const MockPolkit::Check &) { return Say::No; };
            (void)ask<QString>([&](QObject *o, const auto &answer) { connection->apply(plan->id, o, answer); });
            m_polkit.decide = [](const MockPolkit::Check &) { return Say::Yes; };
            return m_polkit.checks.last().action.section(u'.', -2) + u' '
                + m_polkit.checks.last().details.value(u"start"_s);
        };
        const QString pf = u"0000:02:00.0"_s;
        QCOMPARE(asked(u"vf-keep"_s, {{u"device"_s, pf}, {u"keep"_s, true}}), u"host.prepare only"_s);
        QCOMPARE(asked(u"vf-create"_s, {{u"device"_s, pf}, {u"count"_s, 3}, {u"keep"_s, true}}), u"host.prepare too"_s);
        QCOMPARE(asked(u"vf-create"_s, {{u"device"_s, pf}, {u"count"_s, 3}}), u"vf.configure "_s);
    }
    void jobsOfOthersAreNotUndone()
    {
        if (::geteuid() != 0)
            QSKIP("only root can be two users");
        const QString busctl = QStandardPaths::findExecutable(u"busctl"_s);
        QVERIFY2(!busctl.isEmpty(), "busctl, which the package systemd has; dbus-send knows no a{sv}");
        startHelper();
        const auto connection = open();
        QVERIFY(connection);
        QVERIFY(detach(*connection));
        QTRY_VERIFY(connection->jobs().value(0).isFinished());
        const QString mine = callAsNobody(
            busnames::root, u"org.laneway.Helper1.Manager.DefineDomain"_s, {u"string:"_s + domainXml(u"own"_s, {})});
        const auto own = busnames::domainOf(mine.section(u'"', 1, 1));
        QVERIFY2(own, qPrintable(mine));
        const QStringList plan{u"--address="_s + m_bus.address(), u"call"_s, busnames::service, busnames::root,
            busnames::manager, u"Plan"_s, u"sa{sv}"_s, u"undo"_s, u"2"_s, u"job"_s, u"s"_s,
            connection->jobs().value(0).id, u"domain"_s, u"s"_s};
        // Also when they name a machine that is theirs.
        for (const QString &domain : {QString(), own->toString(QUuid::WithoutBraces)}) {
            const QString said = runAsNobody(busctl, plan + QStringList(domain));
            QVERIFY2(said.startsWith(u"Call failed"_s), qPrintable(said));
        }
    }
    void theHelpersDeathIsNoticed()
    {
        startHelper();
        const auto connection = open();
        QVERIFY(connection);
        QSignalSpy failed(connection.get(), &Connection::failed);
        m_helper->kill();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::Disconnected);
    }
    void anIdleHelperLeaves()
    {
        startHelper({u"--idle-exit"_s, u"1"_s});
        {
            const auto connection = open();
            QVERIFY(connection);
        }
        QTRY_COMPARE_WITH_TIMEOUT(m_helper->state(), QProcess::NotRunning, 20'000);
        QCOMPARE(m_helper->exitCode(), 0);
    }
    void noHelperIsAClearError()
    {
        auto connection = Connection::open(u"system"_s);
        QSignalSpy failed(connection->get(), &Connection::failed);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::HelperUnavailable);
    }
};

QTEST_GUILESS_MAIN(TestBusObjects)
#include "tst_busobjects.moc"
