// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Virtual functions of an NVMe controller, from the plan to the kernel and back.
#include "plan/nvmeplans.h"
#include "scenarios.h"
#include "steps/onlinenvmevfs.h"

#include <QTest>

using namespace laneway;

class TestNvmeVfs : public QObject
{
    Q_OBJECT
    static QJsonObject make(int count, const QJsonObject &more = {})
    {
        QJsonObject arguments{{u"device"_s, nvmePf.toString()}, {u"count"_s, count}};
        for (auto one = more.begin(); one != more.end(); ++one)
            arguments[one.key()] = one.value();
        return arguments;
    }
    static NvmeSecondary secondary(Scenario &scenario, quint32 vf)
    {
        return *scenario.kernel.doors().nvme.ask(nvmePf)->find(VfIndex{vf});
    }
    static void done(Scenario &scenario, const QString &kind, const QJsonObject &arguments)
    {
        const JobOutcome outcome = scenario.run(scenario.plan(kind, arguments));
        QVERIFY2(outcome.state == u"done", outcome.error ? qPrintable(outcome.error->toString()) : "");
    }

private Q_SLOTS:
    void oneIsMadeAndOnline()
    {
        Scenario scenario(nvmeServer());
        const Plan plan = scenario.plan(u"vf-create"_s, make(1));
        QCOMPARE(kindsOf(plan), (QStringList{u"set-vf-count"_s, u"online-nvme-vfs"_s}));
        QVERIFY(!plan.steps.first()->arguments()[u"autoprobe"].toBool(true));
        QCOMPARE(plan.steps.last()->arguments()[u"queues"].toInt(), 2);
        QCOMPARE(plan.steps.last()->arguments()[u"interrupts"].toInt(), 1);
        const JobOutcome outcome = scenario.run(plan);
        QVERIFY2(outcome.state == u"done", outcome.error ? qPrintable(outcome.error->toString()) : "");
        QCOMPARE(secondary(scenario, 0), (NvmeSecondary{1, VfIndex{0}, true, 2, 1}));
        // It waits for a machine: no driver of the host has it.
        QCOMPARE(driverOf(scenario.kernel.doors(), nvmeVf), QString());
        const auto host = readHost(scenario.kernel.doors());
        QVERIFY(host->find(nvmePf)->sriov->nvme->find(VfIndex{0})->online);
    }
    void withNoneLeftItIsAsBefore()
    {
        Scenario scenario(nvmeServer());
        const QJsonObject before = scenario.state();
        done(scenario, u"vf-create"_s, make(2));
        const Plan plan = scenario.plan(u"vf-create"_s, make(0));
        QCOMPARE(kindsOf(plan), QStringList{u"set-vf-count"_s});
        QCOMPARE(scenario.run(plan).state, u"done"_s);
        QCOMPARE(difference(scenario.state(), before), QString());
    }
    void sharesWhatThereIs_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<QJsonObject>("asked");
        QTest::addColumn<int>("queues"); // 0: refused
        QTest::newRow("the most that one can have") << 1 << QJsonObject() << 5;
        QTest::newRow("evenly") << 3 << QJsonObject() << 4;
        QTest::newRow("the fewest") << 4 << QJsonObject() << 3;
        QTest::newRow("as asked") << 2 << QJsonObject{{u"queues"_s, 2}} << 2;
        QTest::newRow("more than one can have") << 1 << QJsonObject{{u"queues"_s, 6}} << 0;
        QTest::newRow("more than there are") << 4 << QJsonObject{{u"queues"_s, 4}} << 0;
        QTest::newRow("no queue for data") << 1 << QJsonObject{{u"queues"_s, 1}} << 0;
        QTest::newRow("no number") << 1 << QJsonObject{{u"queues"_s, u"2"_s}} << 0;
        QTest::newRow("too many interrupts") << 1 << QJsonObject{{u"interrupts"_s, 2}} << 0;
    }
    void sharesWhatThereIs()
    {
        QFETCH(int, count);
        QFETCH(QJsonObject, asked);
        QFETCH(int, queues);
        HostSnapshot host = nvmeServer();
        NvmeVirtualization &nvme = *host.functions[nvmePf].sriov->nvme;
        nvme.queues = {14, 2, 5, 1};
        TestWorld world(host);
        const auto plan = world.plan(u"vf-create"_s, make(count, asked));
        QCOMPARE(plan.has_value(), queues != 0);
        if (!plan)
            QVERIFY(plan.error().code == ErrorCode::LimitExceeded || plan.error().code == ErrorCode::InvalidInput);
        else
            QCOMPARE(plan->steps.last()->arguments()[u"queues"].toInt(), queues);
    }
    void granularityIsKeptWhereThereIsEnough()
    {
        HostSnapshot host = nvmeServer();
        host.functions[nvmePf].sriov->nvme->queues = {15, 0, 15, 4};
        TestWorld world(host);
        QCOMPARE(world.plan(u"vf-create"_s, make(2))->steps.last()->arguments()[u"queues"].toInt(), 4);
        QCOMPARE(world.plan(u"vf-create"_s, make(4))->steps.last()->arguments()[u"queues"].toInt(), 3);
    }
    void tooFewForSoMany()
    {
        HostSnapshot host = nvmeServer();
        host.functions[nvmePf].sriov->nvme->queues.total = 5;
        TestWorld world(host);
        QVERIFY(world.plan(u"vf-create"_s, make(2)));
        const auto plan = world.plan(u"vf-create"_s, make(3));
        QVERIFY(!plan);
        QCOMPARE(plan.error().code, ErrorCode::LimitExceeded);
        QVERIFY2(plan.error().detail.contains(u"5 queues"), qPrintable(plan.error().detail));
    }
    void others_data()
    {
        QTest::addColumn<bool>("hasDriver");
        QTest::newRow("NVMe without Virtualization Management") << true;
        QTest::newRow("neither NIC nor NVMe") << false;
    }
    void others()
    {
        QFETCH(bool, hasDriver);
        HostSnapshot host = nvmeServer();
        host.functions[nvmePf].sriov->nvme.reset();
        if (!hasDriver)
            host.functions[nvmePf].driver = u"qat"_s;
        TestWorld world(host);
        QCOMPARE(kindsOf(*world.plan(u"vf-create"_s, make(2))), QStringList{u"set-vf-count"_s});
    }
    void whatWentOfflineIsBroughtBack()
    {
        Scenario scenario(nvmeServer());
        done(scenario, u"vf-create"_s, make(2));
        QVERIFY(scenario.kernel.doors().nvme.assign(nvmePf, {{2, VfIndex{1}, false, 0, 0}}));
        const Plan plan = scenario.plan(u"vf-create"_s, make(2));
        QCOMPARE(kindsOf(plan), QStringList{u"online-nvme-vfs"_s});
        QCOMPARE(scenario.run(plan).state, u"done"_s);
        QVERIFY(secondary(scenario, 0).online && secondary(scenario, 1).online);
    }
    void aMachineGetsOneThatIsOffline()
    {
        Scenario scenario(nvmeServer());
        done(scenario, u"vf-create"_s, make(2));
        for (int controller : {1, 2}) // as a reset of the controller does it
            QVERIFY(scenario.kernel.doors().nvme.assign(
                nvmePf, {{controller, VfIndex{quint32(controller - 1)}, false, 0, 0}}));
        scenario.define(u"web"_s, hostdev(nvmeVf));
        const QJsonObject before = scenario.state();
        const Plan plan = scenario.plan(u"start"_s, {{u"domain"_s, u"web"_s}});
        QVERIFY(kindsOf(plan).contains(u"online-nvme-vfs"_s));
        QVERIFY(kindsOf(plan).indexOf(u"online-nvme-vfs"_s) < kindsOf(plan).indexOf(u"change-driver"_s));
        QCOMPARE(scenario.run(plan).state, u"done"_s);
        QVERIFY(secondary(scenario, 0).online && !secondary(scenario, 1).online);
        done(scenario, u"destroy"_s, {{u"domain"_s, u"web"_s}});
        QCOMPARE(difference(scenario.state(), before), QString());
    }
    void controllersAreAskedBeforeTheirsAreTaken()
    {
        Scenario scenario(nvmeServer());
        done(scenario, u"vf-create"_s, make(1));
        TestWorld world(*readHost(scenario.kernel.doors()));
        QVERIFY(world.define(u"web"_s, hostdev(nvmeVf)));
        const QList<PciAddress> asked{nvmePf};
        const auto attach = [](const QString &xml) {
            return PlanRequest{u"attach"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, xml}, {u"live"_s, true}}, 1000};
        };
        QCOMPARE(controllersToAsk({u"start"_s, {{u"domain"_s, u"web"_s}}, 1000}, world.world()), asked);
        QCOMPARE(controllersToAsk(attach(hostdev(nvmeVf)), world.world()), asked);
        QCOMPARE(
            controllersToAsk(attach(u"<devices>"_s + usbKeyboard + hostdev(nvmeVf) + u"</devices>"_s), world.world()),
            asked);
        QVERIFY(controllersToAsk(attach(usbKeyboard), world.world()).isEmpty());
        QVERIFY(controllersToAsk(attach(u"<hostdev"_s), world.world()).isEmpty());
    }
    void aMachineGetsOneThatIsOnline()
    {
        Scenario scenario(nvmeServer());
        done(scenario, u"vf-create"_s, make(1));
        scenario.define(u"web"_s, hostdev(nvmeVf));
        const QJsonObject before = scenario.state();
        QVERIFY(!kindsOf(scenario.plan(u"start"_s, {{u"domain"_s, u"web"_s}})).contains(u"online-nvme-vfs"_s));
        done(scenario, u"start"_s, {{u"domain"_s, u"web"_s}});
        QCOMPARE(driverOf(scenario.kernel.doors(), nvmeVf), u"vfio-pci"_s);
        done(scenario, u"destroy"_s, {{u"domain"_s, u"web"_s}});
        QCOMPARE(difference(scenario.state(), before), QString());
    }
    /// With other virtual functions made and taken back, the former ones are as they were, drivers included.
    void undoBringsBackWhatTheFormerOnesHad()
    {
        Scenario scenario(nvmeServer());
        done(scenario, u"vf-create"_s, make(2));
        Kernel &kernel = scenario.kernel.doors();
        QVERIFY(kernel.sys.write(u"bus/pci/devices/"_s + nvmeVf.toString() + u"/driver_override", "nvme\n"));
        QVERIFY(kernel.sys.write(u"bus/pci/drivers_probe"_s, nvmeVf.toString().toLatin1()));
        QCOMPARE(driverOf(kernel, nvmeVf), u"nvme"_s);
        const QJsonObject before = scenario.state();
        const Plan plan = scenario.plan(u"vf-create"_s, make(4));
        QList<QJsonObject> former;
        for (const StepPtr &step : plan.steps) {
            former += *step->formerState(kernel);
            QVERIFY(step->apply(kernel));
            QVERIFY(step->verify(kernel));
        }
        for (int twice = 0; twice < 2; ++twice)
            for (qsizetype i = plan.steps.size() - 1; i >= 0; --i)
                QVERIFY(plan.steps[i]->undo(kernel, former[i]));
        QCOMPARE(difference(scenario.state(), before), QString());
    }
    void theKernelsDriverWantsItOnline()
    {
        Scenario scenario(nvmeServer());
        Kernel &kernel = scenario.kernel.doors();
        QVERIFY(kernel.sys.write(u"bus/pci/devices/"_s + nvmePf.toString() + u"/sriov_numvfs", "1"));
        QVERIFY(kernel.sys.write(u"bus/pci/drivers_probe"_s, nvmeVf.toString().toLatin1()));
        QCOMPARE(driverOf(kernel, nvmeVf), QString());
        QVERIFY(kernel.nvme.assign(nvmePf, {{1, VfIndex{0}, true, 2, 1}}));
        QVERIFY(kernel.sys.write(u"bus/pci/drivers_probe"_s, nvmeVf.toString().toLatin1()));
        QCOMPARE(driverOf(kernel, nvmeVf), u"nvme"_s);
        // What QEMU's controller refuses.
        QVERIFY(!kernel.nvme.assign(nvmePf, {{9, VfIndex{8}, true, 2, 1}}));
        QVERIFY(!kernel.nvme.assign(nvmePf, {{2, VfIndex{1}, false, 3, 1}}));
        QVERIFY(!kernel.nvme.assign(nvmePf, {{2, VfIndex{1}, true, 2, 1}}));
    }
    void stepsComeBackFromTheJournal()
    {
        const OnlineNvmeVfs step(nvmePf, {0, 3}, {1, 4}, {2, 1});
        const auto read = stepFromJson(stepToJson(step));
        QVERIFY(read);
        QCOMPARE(stepToJson(**read), stepToJson(step));
        QVERIFY(step.commands().join(u'\n').contains(u"-c 4 -r 0 -n 2 -a 8"));
        for (const char *broken : {"vfs", "controllers", "device", "queues"}) {
            QJsonObject json = stepToJson(step);
            QJsonObject arguments = json[u"arguments"].toObject();
            arguments[QLatin1StringView(broken)] = QJsonArray{-1};
            json[u"arguments"] = arguments;
            QVERIFY2(!stepFromJson(json), broken);
        }
    }
};

QTEST_GUILESS_MAIN(TestNvmeVfs)
#include "tst_nvmevfs.moc"
