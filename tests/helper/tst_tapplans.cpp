// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Who may put a machine into a bridge or on a network card, what it takes, and where its threads run.
#include "steps/addtap.h"
#include "steps/startdomain.h"
#include "worlds.h"

#include <QTest>

using namespace laneway;

namespace {
const QString bridgeOnly = u"<interface type='bridge'><mac address='52:54:00:6d:90:56'/><source bridge='br0'/>%1"
                           "<model type='virtio'/></interface>"_s;

const AddTap *tapIn(const Plan &plan)
{
    for (const StepPtr &step : plan.steps)
        if (const auto *tap = dynamic_cast<const AddTap *>(step.get()))
            return tap;
    return nullptr;
}

GuestLaunch launchOf(const Plan &plan)
{
    for (const StepPtr &step : plan.steps)
        if (const auto *start = dynamic_cast<const StartDomain *>(step.get()))
            return start->launch();
    return {};
}
} // namespace

class TestTapPlans : public QObject
{
    Q_OBJECT
private:
    static Result<Plan> startOf(TestWorld &world, const QString &devices)
    {
        auto xml
            = DomainXml::parse(domainText(u"web"_s, devices)
                                   .replace("</name>", "</name><uuid>4dea22b3-1d52-4dea-b8cf-f1b6fba9a4a1</uuid>"));
        if (!xml)
            return fail(xml.error());
        const auto defined
            = xml->complete({}, DomainXml::Networks::Pools).and_then([&] { return xml->validate(); }).and_then([&] {
                  return world.domains.put(*xml, world.caller);
              });
        if (!defined)
            return fail(defined.error());
        return world.plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    }

private Q_SLOTS:
    void theAdministratorSays_data()
    {
        QTest::addColumn<QString>("devices");
        QTest::addColumn<QString>("allowed");
        QTest::addColumn<QString>("action");
        QTest::newRow("a bridge that is allowed") << bridgeOnly.arg(QString()) << u"br0"_s << u"machine.manage"_s;
        QTest::newRow("another one is") << bridgeOnly.arg(QString()) << u"br1"_s << u"device.assign"_s;
        const QString sized = bridgeOnly.arg(u"<mtu size='%1'/>"_s);
        QTest::newRow("a smaller MTU than the bridge's") << sized.arg(1300) << u"br0"_s << u"device.assign"_s;
        QTest::newRow("the bridge's own") << sized.arg(1500) << u"br0"_s << u"machine.manage"_s;
        QTest::newRow("a larger one") << sized.arg(9000) << u"br0"_s << u"machine.manage"_s;
        const QString called = bridgeOnly.arg(u"<target dev='%1'/>"_s);
        for (const char *name : {"vnet7", "macvtap0", "vif1.0"}) // libvirt's, which are given anew
            QTest::newRow(name) << called.arg(QLatin1StringView(name)) << u"br0"_s << u"machine.manage"_s;
        for (const char *name : {"wg0", "virbr9-nic", "tap0"})
            QTest::newRow(name) << called.arg(QLatin1StringView(name)) << u"br0"_s << u"device.assign"_s;
        QTest::newRow("a network card") << u"<interface type='direct'><source dev='enp2s0f0'/></interface>"_s
                                        << u"enp2s0f0"_s << u"device.assign"_s;
    }
    void theAdministratorSays()
    {
        QFETCH(QString, devices);
        QFETCH(QString, allowed);
        QFETCH(QString, action);
        TestWorld world;
        world.allowedBridge = allowed;
        const auto plan = startOf(world, devices);
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
        QCOMPARE(plan->action, QString(u"org.laneway.helper."_s + action));
    }
    void theTapAndItsName()
    {
        TestWorld world;
        const auto plan = startOf(world, bridgeOnly.arg(u"<target dev='vnet0'/>"_s));
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
        QCOMPARE(kindsOf(*plan), (QStringList{u"add-tap"_s, u"start-domain"_s}));
        const AddTap *tap = tapIn(*plan);
        QVERIFY(tap->values().interface.startsWith(u"vnet"));
        QVERIFY2(tap->values().interface != u"vnet0", "it is another's");
        QCOMPARE(tap->values().mac, *MacAddress::parse(u"fe:54:00:6d:90:56"));
        QCOMPARE(tap->values().mtu, 1500);
        QVERIFY(!tap->values().lowersMtu);
        const GuestLaunch launch = launchOf(*plan);
        QCOMPARE(launch.taps.size(), 1);
        QCOMPARE(launch.taps.first().interface, tap->values().interface);
        QCOMPARE(launch.taps.first().mark, tap->mark());
        const qsizetype netdev = launch.arguments.indexOf(u"-netdev"_s);
        QCOMPARE(QJsonDocument::fromJson(launch.arguments[netdev + 1].toUtf8()).object(),
            (QJsonObject{{u"type"_s, u"tap"_s}, {u"id"_s, u"hostnet0"_s}, {u"fd"_s, u"@tap:net0:0@"_s}}));
        // Read back from a journal it is the same.
        const auto again = stepFromJson(stepToJson(*tap));
        QVERIFY(again);
        QCOMPARE(stepToJson(**again), stepToJson(*tap));

        const auto named = startOf(world, bridgeOnly.arg(u"<target dev='dmz'/><mtu size='1300'/>"_s));
        QVERIFY2(named, named ? "" : qPrintable(named.error().toString()));
        QCOMPARE(tapIn(*named)->values().interface, u"dmz"_s);
        QVERIFY2(named->warnings.join(u' ').contains(u"name dmz"), qPrintable(named->warnings.join(u' ')));
        QCOMPARE(tapIn(*named)->values().mtu, 1300);
        QVERIFY(tapIn(*named)->values().lowersMtu); // polkit is told
        const auto read = stepFromJson(stepToJson(*tapIn(*named)));
        QVERIFY(read);
        QVERIFY2(static_cast<const AddTap &>(**read).values().lowersMtu, "a job that is undone asks for the same");
        QVERIFY2(named->warnings.join(u' ').contains(u"from 1500 to 1300"), qPrintable(named->warnings.join(u' ')));
    }
    // The tap's with any card; only virtio's are told of it.
    void theMtu_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("told");
        QTest::newRow("virtio") << u"virtio"_s << true;
        QTest::newRow("e1000e") << u"e1000e"_s << false;
    }
    void theMtu()
    {
        QFETCH(QString, model);
        QFETCH(bool, told);
        TestWorld world;
        const auto plan = startOf(
            world, QString(bridgeOnly).replace(u"'virtio'"_s, u'\'' + model + u'\'').arg(u"<mtu size='1300'/>"_s));
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
        QCOMPARE(tapIn(*plan)->values().mtu, 1300);
        const QStringList arguments = launchOf(*plan).arguments;
        QVERIFY(arguments.join(u' ').contains(u"hostnet0"_s));
        QCOMPARE(arguments.join(u' ').contains(u"\"host_mtu\":1300"_s), told);
        QCOMPARE(arguments.join(u' ').contains(u"host_mtu"_s), told);
    }
    // What is in a machine is not known by its MAC: another of the same one is in another bridge.
    void anEqualMac()
    {
        TestWorld world;
        world.allowedBridge = u"br0"_s;
        world.links += HostLink{u"br1"_s, u"bridge"_s, {}, {}, {}, true, {}, 1500, 4};
        const auto started = startOf(world, bridgeOnly.arg(QString()));
        QVERIFY2(started, started ? "" : qPrintable(started.error().toString()));
        world.run(started->domain, *started);
        const QString first = tapIn(*started)->values().interface;
        const QString same = QString(bridgeOnly.arg(u"<target dev='%1'/>"_s.arg(first))).replace(u"br0"_s, u"br1"_s);
        const auto plan = world.plan(u"attach"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, same}, {u"live"_s, true}});
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
        QCOMPARE(kindsOf(*plan), (QStringList{u"add-tap"_s, u"plug-device"_s}));
        QCOMPARE(tapIn(*plan)->values().bridge, u"br1"_s);
        QVERIFY(tapIn(*plan)->values().interface != first);
        QCOMPARE(plan->action, u"org.laneway.helper.device.assign"_s);
        world.runs.clear();
        const auto again = startOf(
            world, bridgeOnly.arg(QString()) + QString(bridgeOnly.arg(QString())).replace(u"br0"_s, u"br1"_s));
        QVERIFY2(again, again ? "" : qPrintable(again.error().toString()));
        QCOMPARE(kindsOf(*again), (QStringList{u"add-tap"_s, u"add-tap"_s, u"start-domain"_s}));
    }
    void theKernelsThread()
    {
        TestWorld world;
        world.hasVhostNet = true;
        auto text
            = domainText(u"web"_s, bridgeOnly.arg(u"<driver queues='2'/>"_s)).replace("type='qemu'", "type='kvm'");
        auto xml = DomainXml::parse(text);
        QVERIFY(xml && xml->complete() && world.domains.put(*xml, world.caller));
        const auto plan = world.plan(u"start"_s, {{u"domain"_s, u"web"_s}});
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
        const GuestLaunch launch = launchOf(*plan);
        QVERIFY(launch.taps.first().vhost);
        QCOMPARE(launch.taps.first().queues, 2);
        const QString netdev = launch.arguments[launch.arguments.indexOf(u"-netdev"_s) + 1];
        QVERIFY2(netdev.contains(u"\"fds\":\"@tap:net0:0@:@tap:net0:1@\"")
                && netdev.contains(u"\"vhostfds\":\"@vhost:net0:0@:@vhost:net0:1@\""),
            qPrintable(netdev));
        QVERIFY(launch.arguments.join(u' ').contains(u"\"mq\":true"));
        QCOMPARE(GuestLaunch::fromJson(launch.toJson()).toJson(), launch.toJson());
    }
    void whatCannotBe_data()
    {
        QTest::addColumn<QString>("devices");
        QTest::addColumn<QString>("word");
        QTest::newRow("no such bridge") << QString(bridgeOnly.arg(QString())).replace(u"br0"_s, u"br7"_s) << u"br7"_s;
        QTest::newRow("no bridge") << QString(bridgeOnly.arg(QString())).replace(u"br0"_s, u"enp2s0f0"_s)
                                   << u"is no bridge"_s;
        QTest::newRow("no such card") << u"<interface type='direct'><source dev='eth9'/></interface>"_s << u"eth9"_s;
        QTest::newRow("a name that is taken") << bridgeOnly.arg(u"<target dev='enp2s0f0'/>"_s) << u"enp2s0f0"_s;
        QTest::newRow("a name that is none") << bridgeOnly.arg(u"<target dev='a/b'/>"_s) << u"cannot be the name"_s;
        QTest::newRow("our own hidden names") << bridgeOnly.arg(u"<target dev='lw-1'/>"_s) << u"cannot be the name"_s;
        QTest::newRow("no vhost here") << bridgeOnly.arg(u"<driver name='vhost'/>"_s) << u"vhost"_s;
        QTest::newRow("bandwidth") << bridgeOnly.arg(u"<bandwidth><inbound average='100'/></bandwidth>"_s)
                                   << u"bandwidth"_s;
    }
    void whatCannotBe()
    {
        QFETCH(QString, devices);
        QFETCH(QString, word);
        TestWorld world;
        const auto plan = startOf(world, devices);
        QVERIFY(!plan);
        QVERIFY2(plan.error().toString().contains(word), qPrintable(plan.error().toString()));
    }
    void aSessionHasQemusProgram()
    {
        TestWorld world;
        world.simulated = false;
        world.privileged = false;
        world.caller = geteuid();
        const auto refused = [&](const QString &devices, const QString &word) {
            const auto plan = startOf(world, devices);
            QVERIFY(!plan);
            QCOMPARE(plan.error().code, ErrorCode::NotAuthorized);
            QVERIFY2(plan.error().detail.contains(word), qPrintable(plan.error().detail));
        };
        refused(bridgeOnly.arg(QString()), u"qemu-bridge-helper"_s);
        world.bridgeHelper = u"/usr/lib/qemu/qemu-bridge-helper"_s;
        refused(bridgeOnly.arg(QString()), u"allow br0"_s);
        world.allowedBridge = u"br0"_s;
        refused(u"<interface type='direct'><source dev='enp2s0f0'/></interface>"_s, u"lanewayctl -c system"_s);
        const auto plan = startOf(world, bridgeOnly.arg(QString()));
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
        QCOMPARE(kindsOf(*plan), QStringList{u"start-domain"_s});
        QCOMPARE(launchOf(*plan).taps.first().helper, world.bridgeHelper);
        QCOMPARE(launchOf(*plan).taps.first().bridge, u"br0"_s);
    }
    void aCardPassedThroughIsLost()
    {
        TestWorld world;
        const auto plan = startOf(world, throughCard);
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
        QVERIFY2(plan->loses.join(u' ').contains(u"enp2s0f0"), qPrintable(plan->loses.join(u' ')));
        world.links[1].up = false;
        const auto down = world.plan(u"start"_s, {{u"domain"_s, u"web"_s}});
        QVERIFY(down && down->warnings.join(u' ').contains(u"enp2s0f0 is down"));
    }

    void threadsAndProcessors_data()
    {
        QTest::addColumn<QByteArray>("tune");
        QTest::addColumn<QByteArray>("vcpu");
        QTest::addColumn<QByteArray>("pins"); // or the word of a refusal
        QTest::newRow("each") << QByteArray(
            "<vcpupin vcpu='0' cpuset='1'/><vcpupin vcpu='1' cpuset='2-3'/><emulatorpin cpuset='0,3'/>"
            "<iothreadpin iothread='1' cpuset='0-3,^1'/>")
                              << QByteArray("<vcpu>2</vcpu>")
                              << QByteArray(
                                     R"({"emulator":[0,3],"ioThreads":{"1":[0,2,3]},"vcpus":{"0":[1],"1":[2,3]}})");
        QTest::newRow("the rest by the whole")
            << QByteArray("<vcpupin vcpu='1' cpuset='3'/>") << QByteArray("<vcpu cpuset='0-1'>2</vcpu>")
            << QByteArray(R"({"emulator":[0,1],"ioThreads":{"1":[0,1]},"vcpus":{"0":[0,1],"1":[3]}})");
        QTest::newRow("nothing") << QByteArray() << QByteArray("<vcpu>2</vcpu>")
                                 << QByteArray(R"({"emulator":[],"ioThreads":{},"vcpus":{}})");
        QTest::newRow("not here") << QByteArray("<vcpupin vcpu='0' cpuset='99'/>") << QByteArray("<vcpu>2</vcpu>")
                                  << QByteArray("no processor 99");
        QTest::newRow("no list") << QByteArray("<emulatorpin cpuset='zero'/>") << QByteArray("<vcpu>2</vcpu>")
                                 << QByteArray("emulatorpin");
        QTest::newRow("not the guest's") << QByteArray("<vcpupin vcpu='7' cpuset='0'/>") << QByteArray("<vcpu>2</vcpu>")
                                         << QByteArray("vcpupin");
        QTest::newRow("twice") << QByteArray("<vcpupin vcpu='0' cpuset='0'/><vcpupin vcpu='0' cpuset='1'/>")
                               << QByteArray("<vcpu>2</vcpu>") << QByteArray("twice");
        QTest::newRow("shares") << QByteArray("<shares>2048</shares>") << QByteArray("<vcpu>2</vcpu>")
                                << QByteArray("cputune/shares");
    }
    void threadsAndProcessors()
    {
        QFETCH(QByteArray, tune);
        QFETCH(QByteArray, vcpu);
        QFETCH(QByteArray, pins);
        TestWorld world;
        QByteArray text = domainText(u"web"_s, {});
        const QByteArray pinned = tune.isEmpty() ? QByteArray() : QByteArray("<cputune>" + tune + "</cputune>");
        text.replace("<vcpu>1</vcpu>", QByteArray(vcpu + "<iothreads>1</iothreads>" + pinned));
        auto xml = DomainXml::parse(text);
        QVERIFY(xml && xml->complete() && world.domains.put(*xml, world.caller));
        const auto plan = world.plan(u"start"_s, {{u"domain"_s, u"web"_s}});
        if (!pins.startsWith('{')) {
            QVERIFY(!plan);
            QVERIFY2(plan.error().toString().contains(QString::fromLatin1(pins)), qPrintable(plan.error().toString()));
            return;
        }
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
        QCOMPARE(QJsonDocument(launchOf(*plan).pins.toJson()).toJson(QJsonDocument::Compact), pins);
    }
};

QTEST_GUILESS_MAIN(TestTapPlans)
#include "tst_tapplans.moc"
