// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Networks in the helper: who gets which function of a pool, and that it always comes back.
#include "helpercore.h"
#include "host/reasontext.h"
#include "worlds.h"

#include <QDir>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace laneway;

namespace {

constexpr uint alice = 1000;
constexpr uint bob = 1001;

template <typename T> class Answer
{
public:
    std::function<void(const Result<T> &)> slot()
    {
        return [state = m_state](const Result<T> &result) { *state = result; };
    }
    Result<T> wait() const
    {
        if (!QTest::qWaitFor([this] { return m_state->has_value(); }, 20'000))
            return fail(ErrorCode::TimedOut, u"test"_s);
        return **m_state;
    }

private:
    std::shared_ptr<std::optional<Result<T>>> m_state = std::make_shared<std::optional<Result<T>>>();
};

const QByteArray passthrough = "<network>\n  <name>passthrough</name>\n  <!-- of the guide -->\n"
                               "  <forward mode='hostdev' managed='yes'>\n    <pf dev='enp2s0f0'/>\n  </forward>\n"
                               "</network>\n";

QString mac(int number)
{
    return QString::asprintf("52:54:00:00:00:%02x", number);
}

/// With a MAC of its own, as a definition has it.
QString poolInterface(int number, const QString &inside = {}, const QString &source = u"network='passthrough'"_s)
{
    return u"<interface type='network'><mac address='%1'/><source %2/>%3</interface>"_s.arg(
        mac(number), source, inside);
}

QString guest(int number)
{
    return u"guest%1"_s.arg(number);
}

} // namespace

class TestNetworks : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<SimKernel> m_kernel;
    std::unique_ptr<HelperCore> m_core;

    /// Another helper on the same host; @p rebooted: the host, too, has started anew.
    QList<RecoveryReport> restart(bool rebooted = false)
    {
        m_core.reset();
        if (rebooted)
            QDir(m_directory->filePath(u"run"_s)).removeRecursively();
        m_core = std::make_unique<HelperCore>(HelperCore::Options{
            m_kernel->doors(), m_directory->filePath(u"state"_s), m_directory->filePath(u"run"_s), true, true, {}});
        m_kernel->setChangeListener({});
        return m_core->start();
    }
    void begin(const HostSnapshot &host)
    {
        m_core.reset();
        m_kernel = std::make_unique<SimKernel>(host);
        restart();
    }
    Result<QUuid> defineNetwork(const QByteArray &xml)
    {
        Answer<QUuid> answer;
        m_core->defineNetwork(xml, answer.slot());
        return answer.wait();
    }
    Result<> startNetwork(const QUuid &uuid)
    {
        Answer<void> answer;
        m_core->startNetwork(uuid, answer.slot());
        return answer.wait();
    }
    QUuid activeNetwork(const QByteArray &xml = passthrough)
    {
        const auto uuid = defineNetwork(xml);
        if (!uuid)
            qFatal("%s", qPrintable(uuid.error().toString()));
        if (const auto started = startNetwork(*uuid); !started)
            qFatal("%s", qPrintable(started.error().toString()));
        return *uuid;
    }
    QUuid define(const QString &name, const QString &devices, uint owner = alice)
    {
        const auto uuid = m_core->define(domainText(name, devices), owner);
        if (!uuid)
            qFatal("%s", qPrintable(uuid.error().toString()));
        return *uuid;
    }
    Result<Plan> plan(const QString &kind, const QJsonObject &arguments, uint caller = alice)
    {
        Answer<Plan> answer;
        m_core->plan({kind, arguments, caller}, answer.slot());
        return answer.wait();
    }
    JobState finished(const QString &job)
    {
        (void)QTest::qWaitFor([&] { return m_core->job(job)->state != u"running"; }, 30'000);
        return *m_core->job(job);
    }
    Result<JobState> run(const QString &kind, const QJsonObject &arguments, uint caller = alice)
    {
        const auto made = plan(kind, arguments, caller);
        if (!made)
            return fail(made.error());
        const auto job = m_core->apply(made->id, caller);
        if (!job)
            return fail(job.error());
        return finished(*job);
    }
    Result<JobState> start(const QString &name, uint caller = alice)
    {
        return run(u"start"_s, {{u"domain"_s, name}}, caller);
    }
    Result<JobState> stop(const QString &name) { return run(u"destroy"_s, {{u"domain"_s, name}}); }
    /// What a running machine has from pools.
    QList<PciAddress> devicesOf(const QUuid &domain)
    {
        QList<PciAddress> devices;
        const auto xml = DomainXml::parse(*m_core->domainXml(domain, false));
        const auto assigned = xml->assignedDevices().value();
        for (const AssignedDevice &device : assigned)
            if (m_core->host().find(device.source)->isVirtualFunction())
                devices += device.source;
        return devices;
    }
    PoolState pool(const QUuid &network, std::optional<uint> viewer = {})
    {
        return m_core->network(network, viewer).value_or(PoolState());
    }
    void killGuest(const QString &name)
    {
        for (const DomainState &state : m_core->domains({}))
            if (state.name == name)
                m_kernel->endGuest(guestOf(state.uuid), u"signal 9"_s);
    }
    QString guestOf(const QUuid &domain) const
    {
        const RunStore runs(m_directory->filePath(u"run/domains"_s));
        return runs.load()->value(domain).guest.id;
    }
    int connectionsIn(const QUuid &network)
    {
        const QByteArray xml = *m_core->networkXml(network, false);
        static const QRegularExpression count(u"<network connections='(\\d+)'>"_s);
        const auto match = count.match(QString::fromUtf8(xml));
        return match.hasMatch() ? match.captured(1).toInt() : 0;
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        begin(smallServer());
    }
    void cleanup()
    {
        m_core.reset();
        m_kernel.reset();
    }

    void eighthOfSevenWaitsForOne()
    {
        const QJsonObject before = m_kernel->state();
        const QUuid network = activeNetwork();
        QCOMPARE(pool(network).members.size(), 7);
        QList<QUuid> guests;
        for (int i = 0; i < 8; ++i)
            guests += define(guest(i), poolInterface(i));
        QSet<PciAddress> given;
        for (int i = 0; i < 7; ++i) {
            QCOMPARE(connectionsIn(network), i);
            QCOMPARE(pool(network).free(), 7 - i);
            const auto started = start(guest(i));
            QVERIFY2(started, started ? "" : qPrintable(started.error().toString()));
            QCOMPARE(started->state, u"done"_s);
            const auto devices = devicesOf(guests[i]);
            QCOMPARE(devices.size(), 1);
            QVERIFY(!given.contains(devices.first()));
            given += devices.first();
        }
        QCOMPARE(connectionsIn(network), 7);
        QCOMPARE(pool(network).connections, 7);

        // The eighth: who has each, for a person and for a program.
        auto eighth = start(guest(7));
        QVERIFY(!eighth);
        QCOMPARE(eighth.error().code, ErrorCode::DeviceInUse);
        QCOMPARE(eighth.error().subject, u"network passthrough"_s);
        for (int i = 0; i < 7; ++i) {
            const QString holder = devicesOf(guests[i]).first().toString() + u": The running machine "_s + guest(i);
            QVERIFY2(eighth.error().detail.contains(holder), qPrintable(eighth.error().detail));
        }
        QCOMPARE(eighth.error().extra[u"reasons"].toArray().size(), 7);

        // A helper later it is the same.
        QVERIFY(restart().isEmpty());
        QVERIFY(pool(network).active);
        QCOMPARE(connectionsIn(network), 7);
        QVERIFY(!start(guest(7)));

        const PciAddress fourth = devicesOf(guests[3]).first();
        QCOMPARE(stop(guest(3))->state, u"done"_s);
        QCOMPARE(connectionsIn(network), 6);
        QCOMPARE(start(guest(7))->state, u"done"_s);
        QCOMPARE(devicesOf(guests[7]), QList<PciAddress>{fourth});
        QCOMPARE(connectionsIn(network), 7);

        for (const DomainState &state : m_core->domains({}))
            if (state.state == u"running")
                QCOMPARE(stop(state.name)->state, u"done"_s);
        QCOMPARE(connectionsIn(network), 0);
        QCOMPARE(pool(network).free(), 7);
        QCOMPARE(difference(m_kernel->state(), before), QString());
    }

    void liveShowsTheFunctionAndInactiveTheNetwork()
    {
        activeNetwork(
            QByteArray(passthrough)
                .replace("</network>",
                    "<vlan><tag id='5'/></vlan><portgroup name='red'><vlan><tag id='7'/></vlan></portgroup></network>"));
        const QUuid web = define(u"web"_s,
            poolInterface(1, {}, u"network='passthrough' portgroup='red'"_s) + poolInterface(2)
                + poolInterface(3, u"<vlan><tag id='42'/></vlan>"_s) + hostdev(igbVf));
        const auto made = plan(u"start"_s, {{u"domain"_s, u"web"_s}});
        QVERIFY2(made, made ? "" : qPrintable(made.error().toString()));
        QCOMPARE(made->action, u"org.laneway.helper.device.assign"_s);
        QCOMPARE(made->leases.size(), 3);
        QCOMPARE(made->leases.first().portGroup, u"red"_s);
        QCOMPARE(made->toJson(m_core->host())[u"leases"].toArray().size(), 3);
        QCOMPARE(finished(*m_core->apply(made->id, alice)).state, u"done"_s);

        const QByteArray inactive = *m_core->domainXml(web, true);
        QCOMPARE(inactive.count("<interface type='network'>"), 3);
        QVERIFY(inactive.contains("portgroup='red'"));
        const QByteArray live = *m_core->domainXml(web, false);
        QCOMPARE(live.count("<interface type='hostdev' managed='yes'>"), 3);
        QVERIFY(!live.contains("<source network="));
        const auto devices = DomainXml::parse(live)->assignedDevices().value();
        QCOMPARE(devices.size(), 4);
        QList<quint16> tags;
        for (const AssignedDevice &device : devices) {
            if (device.form != AssignedDevice::Form::Interface)
                continue;
            QVERIFY(device.source != igbVf); // which the machine has by its address
            QVERIFY(device.guestAddress && device.alias.startsWith(u"hostdev"));
            tags += device.vlan->id->value();
            // On the card as well.
            const PciFunction &vf = *m_core->host().find(device.source);
            const PciFunction &pf = *m_core->host().find(*vf.physicalFunction);
            const VfSettings &settings = pf.sriov->settings[qsizetype(vf.vfIndex->value)];
            QCOMPARE(settings.vlan->id->value(), tags.last());
            QCOMPARE(settings.mac, device.mac);
            QCOMPARE(m_core->claims().holder(device.source)->domainName, u"web"_s);
        }
        QCOMPARE(tags, (QList<quint16>{7, 5, 42}));
        // The number of functions cannot be changed under a machine.
        const auto fewer = plan(u"vf-create"_s, {{u"device"_s, igbPf.toString()}, {u"count"_s, 2}});
        QCOMPARE(fewer.error().code, ErrorCode::DeviceInUse);
        QVERIFY(fewer.error().detail.contains(u"web"_s));
    }

    void profileOfThePortGroupIsAskedFor()
    {
        activeNetwork(
            QByteArray(passthrough)
                .replace("</network>",
                    "<portgroup name='gold' default='yes'><virtualport type='802.1Qbh'><parameters profileid='gold'/></virtualport>"
                    "</portgroup></network>"));
        define(u"web"_s, poolInterface(1));
        const auto made = plan(u"start"_s, {{u"domain"_s, u"web"_s}});
        QVERIFY2(made, made ? "" : qPrintable(made.error().toString()));
        QVERIFY(kindsOf(*made).contains(u"associate-port"_s));
        QVERIFY(made->liveXml.contains("<parameters profileid='gold'/>"));
        // A VLAN of the interface contradicts it.
        define(u"db"_s, poolInterface(2, u"<vlan><tag id='1'/></vlan>"_s));
        QVERIFY(plan(u"start"_s, {{u"domain"_s, u"db"_s}}).error().detail.contains(u"exclude each other"_s));
    }

    void guestThatIsKilledGivesItsFunctionBack()
    {
        const QJsonObject before = m_kernel->state();
        const QUuid network = activeNetwork();
        define(u"web"_s, poolInterface(1));
        QCOMPARE(start(u"web"_s)->state, u"done"_s);
        QCOMPARE(connectionsIn(network), 1);
        QSignalSpy changes(m_core.get(), &HelperCore::networksChanged);
        killGuest(u"web"_s);
        QTRY_COMPARE_WITH_TIMEOUT(connectionsIn(network), 0, 20'000);
        QTRY_COMPARE(pool(network).free(), 7);
        QVERIFY(!changes.isEmpty());
        QTRY_VERIFY(m_core->isIdle());
        QCOMPARE(difference(m_kernel->state(), before), QString());
    }

    void guestAndHelperThatAreKilledDoToo()
    {
        const QJsonObject before = m_kernel->state();
        const QUuid network = activeNetwork();
        const QUuid web = define(u"web"_s, poolInterface(1));
        QCOMPARE(start(u"web"_s)->state, u"done"_s);
        const QString running = guestOf(web);
        m_core.reset();
        m_kernel->endGuest(running, u"signal 9"_s);
        QCOMPARE(restart().size(), 1);
        QCOMPARE(connectionsIn(network), 0);
        QCOMPARE(pool(network).free(), 7);
        QCOMPARE(difference(m_kernel->state(), before), QString());
    }

    void interfaceGetsWhatItHadLast()
    {
        const QUuid network = activeNetwork();
        const QUuid web = define(u"web"_s, poolInterface(1)), db = define(u"db"_s, poolInterface(2));
        QVERIFY(start(u"web"_s) && start(u"db"_s));
        const auto first = devicesOf(web), second = devicesOf(db);
        QVERIFY(first != second);
        QVERIFY(stop(u"web"_s) && stop(u"db"_s));
        // In the other order, after a restart of the helper and even one of the host.
        for (const bool rebooted : {false, true}) {
            restart(rebooted);
            if (rebooted)
                QVERIFY(startNetwork(network));
            QVERIFY(start(u"db"_s) && start(u"web"_s));
            QCOMPARE(devicesOf(web), first);
            QCOMPARE(devicesOf(db), second);
            QVERIFY(stop(u"web"_s) && stop(u"db"_s));
        }
        // What another machine's definition wants by now is none for it.
        define(u"mail"_s, hostdev(first.first()));
        QVERIFY(start(u"web"_s));
        QVERIFY(devicesOf(web) != first);
    }

    void startsWithTheHost()
    {
        const auto network = defineNetwork(passthrough);
        QVERIFY(network && m_core->setNetworkAutostart(*network, true));
        QVERIFY(!pool(*network).active);
        restart(true);
        QVERIFY(pool(*network).active && pool(*network).autostart);
        // Who stopped it meant it: only the host's next start brings it back.
        QVERIFY(m_core->stopNetwork(*network, {}));
        restart();
        QVERIFY(!pool(*network).active);
        restart(true);
        QVERIFY(pool(*network).active);
        QVERIFY(m_core->setNetworkAutostart(*network, false));
        restart(true);
        QVERIFY(!pool(*network).active);
    }

    void startsOnceTheCardIsThere()
    {
        const auto network = defineNetwork(passthrough);
        QVERIFY(network && m_core->setNetworkAutostart(*network, true));
        QCOMPARE(run(u"vf-create"_s, {{u"device"_s, igbPf.toString()}, {u"count"_s, 0}})->state, u"done"_s);
        restart(true);
        QVERIFY(!pool(*network).active);
        QVERIFY(!pool(*network).problem.isEmpty());
        const auto refused = startNetwork(*network);
        QCOMPARE(refused.error().code, ErrorCode::UnsupportedConfiguration);
        QVERIFY(refused.error().detail.contains(u"no virtual functions"_s));
        restart(); // a helper that leaves meanwhile forgets nothing
        QCOMPARE(run(u"vf-create"_s, {{u"device"_s, igbPf.toString()}, {u"count"_s, 3}})->state, u"done"_s);
        QTRY_VERIFY(pool(*network).active);
        QCOMPARE(pool(*network).members.size(), 3); // and the pool is what the card has
        QVERIFY(pool(*network).problem.isEmpty());
    }

    void refusesNetworks_data()
    {
        QTest::addColumn<QByteArray>("xml");
        QTest::addColumn<ErrorCode>("code");
        const auto list = [](const QByteArray &address) -> QByteArray {
            return "<network><name>list</name><forward mode='hostdev'>" + address + "</forward></network>";
        };
        QTest::newRow("no XML") << QByteArray("<network>") << ErrorCode::InvalidXml;
        QTest::newRow("NAT") << QByteArray("<network><name>a</name><forward mode='nat'/></network>")
                             << ErrorCode::UnsupportedConfiguration;
        QTest::newRow("a function that is not there")
            << QByteArray(list("<address type='pci' bus='0x77' slot='0' function='0'/>")) << ErrorCode::NotFound;
        QTest::newRow("a PF in the list") << QByteArray(list("<address type='pci' bus='2' slot='0' function='0'/>"))
                                          << ErrorCode::NotAVirtualFunction;
        QTest::newRow("a name that is taken") << QByteArray(passthrough) << ErrorCode::AlreadyExists;
    }
    void refusesNetworks()
    {
        QFETCH(QByteArray, xml);
        QFETCH(ErrorCode, code);
        QVERIFY(defineNetwork(passthrough));
        const auto defined = defineNetwork(xml);
        QVERIFY(!defined);
        QCOMPARE(defined.error().code, code);
        QCOMPARE(m_core->networks({}).size(), 1);
    }

    void refusesWhatHasNoCard()
    {
        const auto network = defineNetwork(QByteArray(passthrough).replace("enp2s0f0", "eth7"));
        QVERIFY(network); // as in libvirt: the card may come
        const auto started = startNetwork(*network);
        QCOMPARE(started.error().code, ErrorCode::NotFound);
        QCOMPARE(started.error().subject, u"eth7"_s);
        QVERIFY(pool(*network).problem.contains(u"eth7"_s));
    }

    void refusesInterfaces_data()
    {
        QTest::addColumn<QString>("interface");
        QTest::addColumn<bool>("active");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("words");
        QTest::newRow("no such network") << poolInterface(1, {}, u"network='blue'"_s) << true << ErrorCode::NotFound
                                         << u"net-list"_s;
        QTest::newRow("not active") << poolInterface(1) << false << ErrorCode::UnsupportedConfiguration
                                    << u"lanewayctl net-start passthrough"_s;
        QTest::newRow("no such port group") << poolInterface(1, {}, u"network='passthrough' portgroup='red'"_s) << true
                                            << ErrorCode::NotFound << u"no such port group"_s;
        QTest::newRow("VLAN trunk") << poolInterface(1, u"<vlan trunk='yes'><tag id='1'/><tag id='2'/></vlan>"_s)
                                    << true << ErrorCode::UnsupportedConfiguration << u"no trunk"_s;
        QTest::newRow("VLAN and profile") << poolInterface(1,
            u"<vlan><tag id='1'/></vlan><virtualport type='802.1Qbh'><parameters profileid='a'/>"
            "</virtualport>"_s) << true << ErrorCode::UnsupportedConfiguration
                                          << u"exclude each other"_s;
    }
    void refusesInterfaces()
    {
        QFETCH(QString, interface);
        QFETCH(bool, active);
        QFETCH(ErrorCode, code);
        QFETCH(QString, words);
        if (active)
            activeNetwork();
        else
            QVERIFY(defineNetwork(passthrough));
        const QJsonObject before = m_kernel->state();
        define(u"web"_s, interface);
        const auto started = start(u"web"_s);
        QVERIFY(!started);
        QCOMPARE(started.error().code, code);
        QVERIFY2(started.error().detail.contains(words), qPrintable(started.error().toString()));
        QCOMPARE(difference(m_kernel->state(), before), QString());
    }

    void networkInUseIsNotStopped()
    {
        const QUuid network = activeNetwork();
        define(u"web"_s, poolInterface(1));
        QVERIFY(start(u"web"_s));
        const auto refused = m_core->stopNetwork(network, alice);
        QCOMPARE(refused.error().code, ErrorCode::DeviceInUse);
        QVERIFY(refused.error().detail.contains(u"web"_s));
        const auto byBob = m_core->stopNetwork(network, bob);
        QVERIFY(byBob.error().detail.contains(u"uid 1000"_s) && !byBob.error().detail.contains(u"web"_s));

        // Undefined while it is active it goes on until it is stopped, and so do leases.
        QVERIFY(m_core->undefineNetwork(network));
        QVERIFY(!pool(network).persistent && pool(network).active);
        QVERIFY(!m_core->setNetworkAutostart(network, true));
        restart();
        QVERIFY(pool(network).active);
        QCOMPARE(connectionsIn(network), 1);
        QVERIFY(stop(u"web"_s));
        QVERIFY(m_core->stopNetwork(network, {}));
        QVERIFY(m_core->networks({}).isEmpty());
        QCOMPARE(m_core->networkXml(network, true).error().code, ErrorCode::NotFound);
        // Nothing is left of it, however many come and go.
        QCOMPARE(QDir(m_directory->filePath(u"run/networks"_s)).entryList(QDir::Files), QStringList());
    }

    void definitionChangesWithTheNextStart()
    {
        const QUuid network = activeNetwork();
        const QByteArray changed
            = m_core->networkXml(network, true)->replace("</network>", "<vlan><tag id='9'/></vlan></network>");
        QCOMPARE(*defineNetwork(changed), network);
        QVERIFY(m_core->networkXml(network, true)->contains("id='9'"));
        QVERIFY(m_core->networkXml(network, true)->contains("<!-- of the guide -->"));
        QVERIFY(!m_core->networkXml(network, false)->contains("id='9'"));
        QVERIFY(m_core->stopNetwork(network, {}) && startNetwork(network));
        QVERIFY(m_core->networkXml(network, false)->contains("id='9'"));
        QCOMPARE(
            defineNetwork(QByteArray(changed).replace("passthrough", "other")).error().code, ErrorCode::AlreadyExists);
        QCOMPARE(startNetwork(network).error().code, ErrorCode::UnsupportedConfiguration);
    }

    void othersMachinesAreNotNamed()
    {
        const QUuid network = activeNetwork();
        const QUuid web = define(u"web"_s, poolInterface(1));
        define(u"secret"_s, hostdev(igbVf));
        QVERIFY(start(u"web"_s));
        const PciAddress leased = devicesOf(web).first();
        for (const uint viewer : {alice, bob, 0U}) {
            const PoolState state = pool(network, viewer);
            // What is in a definition is kept for its owner's other machines' sake, and from nobody else.
            QCOMPARE(state.free(), viewer == alice ? 5 : 6);
            for (const PoolMember &member : state.members) {
                if (member.device == leased)
                    QCOMPARE(member.holder, viewer == bob ? u"uid 1000"_s : u"web"_s);
                if (member.device == igbVf)
                    QCOMPARE(member.holder, viewer == alice ? u"secret"_s : QString());
            }
            QCOMPARE(state.devices.contains(u"secret"), viewer == alice);
            QCOMPARE(state.devices.contains(u"\"unavailable\""), viewer == alice);
            QVERIFY(state.devices.contains(u"\"leased\"") && state.devices.contains(u"\"free\""));
        }
        // Nor to somebody whose start finds nothing.
        for (int i = 0; i < 5; ++i) {
            define(guest(i), poolInterface(10 + i));
            QVERIFY(start(guest(i)));
        }
        QVERIFY(start(u"secret"_s));
        define(u"bobs"_s, poolInterface(20), bob);
        const auto refused = start(u"bobs"_s, bob);
        QVERIFY(!refused);
        const QByteArray told = QJsonDocument(refused.error().toJson()).toJson();
        QVERIFY(!told.contains("web") && !told.contains("secret") && !told.contains("guest"));
        QVERIFY(told.contains("uid 1000"));
    }

    void definitionsUseUpNothing()
    {
        const QUuid network = activeNetwork();
        QString every;
        for (const PoolMember &member : pool(network).members)
            every += hostdev(member.device);
        define(u"greedy"_s, every, bob);
        const QUuid web = define(u"web"_s, poolInterface(1));
        QCOMPARE(pool(network, alice).free(), 7);
        QCOMPARE(pool(network, bob).free(), 0);
        const auto started = start(u"web"_s);
        QVERIFY2(started, started ? "" : qPrintable(started.error().toString()));
        QCOMPARE(devicesOf(web).size(), 1);
        // An administrator's definition is meant to keep what it has.
        define(u"router"_s, every, 0);
        define(u"db"_s, poolInterface(2));
        QCOMPARE(pool(network, alice).free(), 0);
        const auto refused = start(u"db"_s);
        QCOMPARE(refused.error().code, ErrorCode::DeviceInUse);
        QVERIFY(!refused.error().detail.contains(u"router"_s));
    }

    void manyDefinitionsAreFewWords()
    {
        const QUuid network = activeNetwork();
        const qsizetype unwanted = pool(network, alice).devices.size();
        QString every;
        for (const PoolMember &member : pool(network).members)
            every += hostdev(member.device);
        const auto defineMore = [&](int count, const QString &name) {
            for (int i = 0; i < count; ++i)
                define(name + QString::number(i), every);
        };
        defineMore(10, u"a"_s);
        const QString ten = pool(network, alice).devices;
        QVERIFY(ten.contains(u"+6"));
        QVERIFY(!ten.contains(u"evidence"));
        defineMore(50, u"b"_s);
        const QString sixty = pool(network, alice).devices;
        QVERIFY2(sixty.contains(u"+56"), qPrintable(sixty));
        QVERIFY(sixty.size() < ten.size() + 100);
        // Nobody else's list gets longer by it.
        for (const uint viewer : {bob, 0U})
            QCOMPARE(pool(network, viewer).devices.size(), unwanted);
    }

    void largeNetworksAreRefused()
    {
        QByteArray comment = "<!--" + QByteArray(70'000, 'x') + "-->";
        const auto refused = defineNetwork(QByteArray(passthrough).replace("<!-- of the guide -->", comment));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::LimitExceeded);
        QVERIFY(m_core->networks({}).isEmpty());
    }

    void twoStartsNeverGetTheSame()
    {
        const QUuid network = activeNetwork();
        const QUuid web = define(u"web"_s, poolInterface(1)), db = define(u"db"_s, poolInterface(2));
        const auto first = plan(u"start"_s, {{u"domain"_s, u"web"_s}}),
                   second = plan(u"start"_s, {{u"domain"_s, u"db"_s}});
        QVERIFY(first && second);
        QCOMPARE(first->leases.first().device, second->leases.first().device); // none is given yet
        const auto job = m_core->apply(first->id, alice);
        QVERIFY(job);
        const auto refused = m_core->apply(second->id, alice);
        QCOMPARE(refused.error().code, ErrorCode::HostChanged);
        // Planned anew at once, while the first is still under way.
        const auto anew = plan(u"start"_s, {{u"domain"_s, u"db"_s}});
        QVERIFY(anew->leases.first().device != first->leases.first().device);
        const auto other = m_core->apply(anew->id, alice);
        QVERIFY(other);
        QCOMPARE(finished(*job).state, u"done"_s);
        QCOMPARE(finished(*other).state, u"done"_s);
        QVERIFY(devicesOf(web) != devicesOf(db));
        QCOMPARE(connectionsIn(network), 2);
        // A plan whose network is stopped before it is applied is none any more.
        QVERIFY(stop(u"web"_s) && stop(u"db"_s));
        const auto late = plan(u"start"_s, {{u"domain"_s, u"web"_s}});
        QVERIFY(m_core->stopNetwork(network, {}));
        QCOMPARE(m_core->apply(late->id, alice).error().code, ErrorCode::HostChanged);
    }

    void attachesAndDetaches()
    {
        const QUuid network = activeNetwork();
        const QUuid web = define(u"web"_s, poolInterface(1));
        QVERIFY(start(u"web"_s));
        const QJsonObject before = m_kernel->state();
        const QString more = u"<interface type='network'><source network='passthrough'/></interface>"_s;
        const QJsonObject both{{u"domain"_s, u"web"_s}, {u"xml"_s, more}, {u"live"_s, true}, {u"config"_s, true}};
        const auto attached = run(u"attach"_s, both);
        QVERIFY2(attached && attached->state == u"done", attached ? "" : qPrintable(attached.error().toString()));
        QCOMPARE(connectionsIn(network), 2);
        QCOMPARE(devicesOf(web).size(), 2);
        // Both documents have it, with one MAC.
        const auto live = DomainXml::parse(*m_core->domainXml(web, false))->assignedDevices().value();
        const QString mac = live.last().mac->toString();
        const QByteArray definition = *m_core->domainXml(web, true);
        QCOMPARE(definition.count("<interface type='network'>"), 2);
        QVERIFY2(definition.contains(mac.toLatin1()), definition);
        QVERIFY(!definition.contains("<model type"));

        const QString gone = u"<interface type='network'><mac address='%1'/></interface>"_s.arg(mac);
        const auto detached = run(
            u"detach-device"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, gone}, {u"live"_s, true}, {u"config"_s, true}});
        QVERIFY2(detached && detached->state == u"done", detached ? "" : qPrintable(detached.error().toString()));
        QCOMPARE(connectionsIn(network), 1);
        QCOMPARE(m_core->domainXml(web, true)->count("<interface type='network'>"), 1);
        QCOMPARE(pool(network).free(), 6);
        QJsonObject after = m_kernel->state(), same = before;
        after.remove(u"guests"_s); // which nodes its unit lets it open
        same.remove(u"guests"_s);
        QCOMPARE(difference(after, same), QString());
    }

    void sessionLendsNothing()
    {
        m_core.reset();
        HelperCore::Options options{
            m_kernel->doors(), m_directory->filePath(u"state"_s), m_directory->filePath(u"run"_s), false, false, {}};
        options.qemuProgram = u"/usr/bin/qemu-system-x86_64"_s;
        m_core = std::make_unique<HelperCore>(options);
        m_core->start();
        activeNetwork();
        define(u"web"_s, poolInterface(1));
        const auto started = start(u"web"_s);
        QVERIFY(!started);
        QVERIFY2(started.error().code == ErrorCode::NotAuthorized || started.error().code == ErrorCode::QemuFailed,
            qPrintable(started.error().toString()));
    }

    void whatARunningNetworkTellsCanBeDefined()
    {
        const QUuid network = activeNetwork();
        define(u"web"_s, poolInterface(1));
        QVERIFY(start(u"web"_s));
        const QByteArray running = *m_core->networkXml(network, false);
        QVERIFY(running.contains("<address") && running.contains("connections='1'"));
        QVERIFY(defineNetwork(running));
        QVERIFY(!m_core->networkXml(network, true)->contains("<address"));
        QVERIFY(m_core->networkXml(network, true)->contains("<pf dev='enp2s0f0'/>"));

        const auto foreign = defineNetwork(QByteArray(running).replace("<pf dev='enp2s0f0'/>", "<pf dev='eno1'/>"));
        QVERIFY(!foreign);
    }

    void namesWhatOtherProgramsHave()
    {
        const QUuid network = activeNetwork();
        QCOMPARE(run(u"detach"_s, {{u"device"_s, igbVf.toString()}})->state, u"done"_s);
        QCOMPARE(pool(network).free(), 7);
        m_kernel->holdNode(u"vfio/16"_s, Holder{4711, 64055, u"qemu-system-x86"_s});
        m_core->refreshHost();
        QTRY_COMPARE(pool(network).free(), 6);
        const auto found = pool(network).members;
        const auto member
            = std::find_if(found.begin(), found.end(), [](const PoolMember &one) { return one.device == igbVf; });
        QVERIFY(reasonText(member->reasons.first()).contains(u"qemu-system-x86 (process 4711)"));
    }

    void whatAJobGivesAwayIsNotFree()
    {
        const QUuid network = activeNetwork();
        define(u"web"_s, poolInterface(1));
        const auto made = plan(u"start"_s, {{u"domain"_s, u"web"_s}});
        QSignalSpy told(m_core.get(), &HelperCore::networksChanged);
        const auto job = m_core->apply(made->id, alice);
        QVERIFY(job);
        QCOMPARE(told.size(), 1);
        QCOMPARE(pool(network).free(), 6);
        QCOMPARE(pool(network).members.first().reasons.first().code, u"pool-promised"_s);
        QCOMPARE(pool(network).members.first().holder, u"web"_s);
        QCOMPARE(m_core->networks(bob).first().members.first().holder, u"uid %1"_s.arg(alice));
        QCOMPARE(finished(*job).state, u"done"_s);
        QCOMPARE(pool(network).members.first().reasons.first().code, u"held-by-domain"_s);
    }

    void aKilledHelperRemembersLeases()
    {
        activeNetwork();
        const QUuid web = define(u"web"_s, poolInterface(1)), db = define(u"db"_s, poolInterface(2));
        QVERIFY(start(u"web"_s));
        const QList<PciAddress> had = devicesOf(web);
        // It was killed before it came to write down what it had.
        for (const QString &name : QDir(m_directory->filePath(u"state"_s)).entryList({u"*lease*"_s}, QDir::Dirs))
            QDir(m_directory->filePath(u"state/"_s + name)).removeRecursively();
        restart();
        QVERIFY(stop(u"web"_s));
        restart();
        QVERIFY(start(u"db"_s)); // and leaves it to the one that had it
        QVERIFY(devicesOf(db) != had);
        QVERIFY(start(u"web"_s));
        QCOMPARE(devicesOf(web), had);
    }

    void policyOfTheNetworkCounts()
    {
        begin(*sampleHost(u"server"_s));
        const QByteArray list = "<network><name>two</name>%1<forward mode='hostdev' managed='yes'>"
                                "<address type='pci' bus='0x02' slot='0x10' function='0'/>"
                                "<address type='pci' bus='0x02' slot='0x10' function='2'/>"
                                "<address type='pci' bus='0x81' slot='0x10' function='0'/>"
                                "<address type='pci' bus='0x81' slot='0x10' function='2'/></forward></network>";
        const QUuid packed = activeNetwork(QByteArray(list).replace("%1", ""));
        const auto two = [](int n) { return poolInterface(n, {}, u"network='two'"_s); };
        const QUuid web = define(u"web"_s, two(1)), db = define(u"db"_s, two(2));
        QVERIFY(start(u"web"_s) && start(u"db"_s));
        QCOMPARE(devicesOf(web), QList<PciAddress>{at(u"0000:02:10.0"_s)});
        QCOMPARE(devicesOf(db), QList<PciAddress>{at(u"0000:02:10.2"_s)});
        QVERIFY(stop(u"web"_s) && stop(u"db"_s));
        QVERIFY(m_core->stopNetwork(packed, {}) && m_core->undefineNetwork(packed));
        activeNetwork(QByteArray(list).replace(
            "%1", "<metadata><l:pool xmlns:l='urn:laneway:1'><l:policy choose='spread'/></l:pool></metadata>"));
        const QUuid mail = define(u"mail"_s, two(3) + two(4));
        QVERIFY(start(u"mail"_s));
        // One of each card; of the first card's both are remembered by the former two, which would like them back.
        QCOMPARE(devicesOf(mail), (QList<PciAddress>{at(u"0000:81:10.0"_s), at(u"0000:02:10.0"_s)}));
        const QUuid news = define(u"news"_s, two(5));
        QVERIFY(start(u"news"_s));
        QCOMPARE(devicesOf(news), QList<PciAddress>{at(u"0000:81:10.2"_s)});
    }
};

QTEST_GUILESS_MAIN(TestNetworks)
#include "tst_networks.moc"
