// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "hosts.h"
#include "kernel/hostreader.h"
#include "host/reasontext.h"
#include "kernel/keptsettings.h"
#include "steps/associateport.h"
#include "steps/attachdevice.h"
#include "steps/changedriver.h"
#include "steps/detachdevice.h"
#include "steps/giveback.h"
#include "steps/keepfile.h"
#include "steps/lendnode.h"
#include "steps/linkup.h"
#include "steps/loadmodule.h"
#include "steps/resetdevice.h"
#include "steps/setvf.h"
#include "steps/setvfcount.h"
#include "steps/setvfs.h"
#include "steps/startdomain.h"
#include "steps/stopdomain.h"

#include <QJsonArray>
#include <QTest>

#include <cerrno>

using namespace laneway;

namespace {

GuestLaunch launchOf(const QString &id, const QString &device = {})
{
    GuestLaunch launch;
    launch.id = id;
    launch.description = u"laneway machine web"_s;
    launch.program = u"/usr/bin/qemu-system-x86_64"_s;
    launch.arguments = QStringList{u"-m"_s, u"size=64M"_s};
    launch.uid = 1000;
    launch.gid = 1000;
    launch.memoryLockBytes = quint64(2) << 30;
    launch.deviceNodes = QStringList{u"vfio/vfio"_s, u"vfio/16"_s};
    if (!device.isEmpty())
        launch.arguments
            += {u"-device"_s, u"{\"driver\":\"vfio-pci\",\"host\":\"%1\",\"id\":\"hostdev0\"}"_s.arg(device)};
    return launch;
}

const QUuid web = QUuid::fromString(u"5d0a8b86-29d5-4b1c-9f0f-9c8c7f6b2a10"_s);

VfChange taggedMac()
{
    VfChange change;
    change.mac = *MacAddress::parse(u"52:54:00:6d:90:02");
    change.vlan = VfVlan{*VlanId::make(42), 3, VlanProtocol::Dot1Q};
    change.trust = true;
    return change;
}

void onVfio(Kernel &kernel, const PciAddress &device)
{
    QVERIFY(LoadModule(u"vfio-pci"_s).apply(kernel));
    QVERIFY(ChangeDriver(device, u"vfio-pci"_s, u"vfio-pci"_s, u"igbvf"_s).apply(kernel));
}

void linkDown(Kernel &kernel)
{
    QVERIFY(kernel.netlink.setLinkUp(u"enp2s0f0"_s, false));
}

struct Case
{
    std::function<void(Kernel &)> prepare;
    StepPtr step;
};

} // namespace
Q_DECLARE_METATYPE(Case)
Q_DECLARE_METATYPE(laneway::PortResponse)

class TestSteps : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void undoneIsAsBefore_data();
    void undoneIsAsBefore();
    void undoneFromEveryPoint_data() { undoneIsAsBefore_data(); }
    void undoneFromEveryPoint();
    void survivesItsJournal_data();
    void survivesItsJournal();
    void refusesBrokenArguments_data();
    void refusesBrokenArguments();

    void waitsForALateDriver();
    void waitsForUdev();
    void saysWhichMacDidNotComeBack();
    void doesNotUnbindWhatIsHeld();
    void verifyNamesTheDriverThatCame();
    void probesByNameWithoutAutoprobe();
    void undoOfAVanishedDeviceIsDone();
    void mapsErrorsOfTheCount_data();
    void mapsErrorsOfTheCount();
    void countBringsSettingsAndDriversBack();
    void refusesToRemoveAHeldVf();
    void untaggingAnUntaggedVfIsNothing();
    void aPriorityWithoutAVlanIsSet();
    void takesBackWhatItChangedAlone();
    void verifiesWhatTheDriverTook();
    void aPortProfileWaitsForTheSwitch();
    void aPortProfileThatIsRefused_data();
    void aPortProfileThatIsRefused();
    void aDriverWithoutPortProfilesIsNamed();
    void lendsOnlyWhatIsThere();
    void endsWhatItStarted();
    void unplugsOnlyWithTheGuest();
    void resetNeedsAWayToReset();
    void aFileThatWasChangedSinceIsLeftAlone();
};

void TestSteps::undoneIsAsBefore_data()
{
    QTest::addColumn<Case>("data");
    const auto nothing = [](Kernel &) {};
    const auto vf = [](Kernel &kernel) { onVfio(kernel, igbVf); };
    const auto module = [](Kernel &kernel) { QVERIFY(LoadModule(u"vfio-pci"_s).apply(kernel)); };
    QTest::newRow("change driver") << Case{
        module, std::make_shared<const ChangeDriver>(igbVf, u"vfio-pci"_s, u"vfio-pci"_s, u"igbvf"_s)};
    QTest::newRow("change driver of a PF") << Case{
        module, std::make_shared<const ChangeDriver>(at(u"0000:03:00.0"_s), u"vfio-pci"_s, u"vfio-pci"_s, u"igb"_s)};
    const QByteArray rule = keptRuleMark() + "\nATTR{device/sriov_numvfs}=\"7\"\n";
    const auto ruled = [rule](Kernel &kernel) { QVERIFY(kernel.etc.replace(keptRuleFile(igbPf), rule)); };
    QTest::newRow("keep a new file") << Case{nothing, std::make_shared<const KeepFile>(igbPf, rule, std::nullopt)};
    QTest::newRow("keep a changed file") << Case{
        ruled, std::make_shared<const KeepFile>(igbPf, rule + "# more\n", rule)};
    QTest::newRow("keep a file no more") << Case{ruled, std::make_shared<const KeepFile>(igbPf, std::nullopt, rule)};
    VfChanges many;
    for (quint32 i = 0; i < 7; ++i)
        many.append({VfIndex{i},
            *VfChange::parse({u"mac=52:54:00:00:01:0"_s + QString::number(i), u"vlan=%1"_s.arg(i * 10), u"qos=2"_s,
                u"max_tx_rate=10"_s, i % 2 ? u"trust=on"_s : u"spoofchk=off"_s})});
    const auto configured = [many](Kernel &kernel) {
        VfChanges other = many;
        for (auto &[vf, change] : other)
            change.mac = change.mac->plus(256);
        QVERIFY(kernel.netlink.setVfs(u"enp2s0f0"_s, other)->isEmpty());
    };
    QTest::newRow("set many VFs") << Case{
        nothing, std::make_shared<const SetVfs>(igbPf, many, SetVfs::OnRefusal::RollBack)};
    QTest::newRow("set many VFs that were set")
        << Case{configured, std::make_shared<const SetVfs>(igbPf, many, SetVfs::OnRefusal::Keep)};
    QTest::newRow("VFs for guests") << Case{configured, std::make_shared<const SetVfCount>(igbPf, 5, 7, false)};
    QTest::newRow("give back to the host")
        << Case{vf, std::make_shared<const ChangeDriver>(igbVf, QString(), QString(), u"vfio-pci"_s)};
    QTest::newRow("override as former state") << Case{
        [module](Kernel &kernel) {
            module(kernel);
            QVERIFY(kernel.sys.write(u"bus/pci/devices/"_s + igbVf.toString() + u"/driver_override"_s, "igbvf\n"));
        },
        std::make_shared<const ChangeDriver>(igbVf, u"vfio-pci"_s, u"vfio-pci"_s, u"igbvf"_s)};
    QTest::newRow("no driver as former state")
        << Case{[module](Kernel &kernel) {
                    module(kernel);
                    QVERIFY(kernel.sys.write(u"bus/pci/drivers/igbvf/unbind"_s, igbVf.toString().toLatin1()));
                },
               std::make_shared<const ChangeDriver>(igbVf, u"vfio-pci"_s, u"vfio-pci"_s, QString())};
    QTest::newRow("set vf") << Case{nothing, std::make_shared<const SetVf>(igbVf, igbPf, VfIndex{1}, taggedMac())};
    QTest::newRow("fewer vfs") << Case{nothing, std::make_shared<const SetVfCount>(igbPf, 3, 7)};
    QTest::newRow("no vfs") << Case{nothing, std::make_shared<const SetVfCount>(igbPf, 0, 7)};
    // VFs on vfio: see countBringsSettingsAndDriversBack(); their groups get other numbers.
    QTest::newRow("more vfs, with settings")
        << Case{[](Kernel &kernel) { QVERIFY(SetVf(otherVf, igbPf, VfIndex{2}, taggedMac()).apply(kernel)); },
               std::make_shared<const SetVfCount>(igbPf, 8, 7)};
    QTest::newRow("first vfs") << Case{[](Kernel &kernel) { QVERIFY(SetVfCount(igbPf, 0, 7).apply(kernel)); },
        std::make_shared<const SetVfCount>(igbPf, 5, 0)};
    QTest::newRow("link up") << Case{linkDown, std::make_shared<const LinkUp>(igbPf, u"enp2s0f0"_s)};
    QTest::newRow("link that is up") << Case{nothing, std::make_shared<const LinkUp>(igbPf, u"enp2s0f0"_s)};
    QTest::newRow("lend node") << Case{vf, std::make_shared<const LendNode>(16, 1000, QList<PciAddress>{igbVf})};
    QTest::newRow("start domain") << Case{
        nothing, std::make_shared<const StartDomain>(web, u"web"_s, launchOf(u"web-1"_s))};
    QTest::newRow("reset") << Case{nothing, std::make_shared<const ResetDevice>(igbVf)};
}

void TestSteps::undoneIsAsBefore()
{
    QFETCH(Case, data);
    SimKernel kernel(smallServer());
    Kernel &doors = kernel.doors();
    data.prepare(doors);
    const QJsonObject before = kernel.state();
    const auto former = data.step->formerState(doors);
    QVERIFY(former);
    QCOMPARE(difference(kernel.state(), before), QString());

    for (int twice = 0; twice < 2; ++twice) {
        const auto applied = data.step->apply(doors);
        QVERIFY2(applied, qPrintable(applied ? QString() : applied.error().toString()));
        const auto verified = data.step->verify(doors);
        QVERIFY2(verified, qPrintable(verified ? QString() : verified.error().toString()));
    }
    for (int twice = 0; twice < 2; ++twice) {
        const auto undone = data.step->undo(doors, *former);
        QVERIFY2(undone, qPrintable(undone ? QString() : undone.error().toString()));
        QCOMPARE(difference(kernel.state(), before), QString());
    }
}

void TestSteps::undoneFromEveryPoint()
{
    QFETCH(Case, data);
    for (const auto moment : {Faults::Moment::Before, Faults::Moment::After})
        for (int call = 1;; ++call) {
            SimKernel kernel(smallServer());
            Kernel &doors = kernel.doors();
            data.prepare(doors);
            const QJsonObject before = kernel.state();
            const auto former = data.step->formerState(doors);
            QVERIFY(former);
            kernel.faults() = killAt(call, moment);
            bool killed = false;
            try {
                QVERIFY(data.step->apply(doors));
            } catch (const Killed &) {
                killed = true;
            }
            kernel.faults() = Faults();
            const auto undone = data.step->undo(doors, *former);
            QVERIFY2(undone, qPrintable(undone ? QString() : undone.error().toString()));
            QCOMPARE(difference(kernel.state(), before), QString());
            if (!killed)
                break;
        }
}

void TestSteps::aFileThatWasChangedSinceIsLeftAlone()
{
    SimKernel kernel(smallServer());
    const QByteArray rule = keptRuleMark() + "\nATTR{device/sriov_numvfs}=\"7\"\n";
    const KeepFile step(igbPf, rule, std::nullopt);
    const auto former = step.formerState(kernel.doors());
    QVERIFY(former);
    QVERIFY(step.apply(kernel.doors()));
    QVERIFY(kernel.doors().etc.replace(keptRuleFile(igbPf), rule + "# by hand\n"));
    const auto undone = step.undo(kernel.doors(), *former);
    QVERIFY(!undone);
    QCOMPARE(undone.error().code, ErrorCode::HostChanged);
    QCOMPARE(*kernel.doors().etc.read(keptRuleFile(igbPf)), rule + "# by hand\n");
}

void TestSteps::survivesItsJournal_data()
{
    QTest::addColumn<QJsonObject>("json");
    GuestRef guest;
    guest.id = u"web-1"_s;
    guest.pid = 4711;
    AttachDevice::Values attach;
    attach.device = igbVf;
    attach.domainName = u"web"_s;
    attach.guest = guest;
    attach.properties = {{u"driver"_s, u"vfio-pci"_s}, {u"id"_s, u"hostdev1"_s}};
    attach.nodes = QStringList{u"vfio/vfio"_s, u"vfio/16"_s};
    attach.memoryLock = ~quint64(0);
    attach.formerMemoryLock = quint64(3) << 30;
    const auto driver = std::make_shared<const ChangeDriver>(igbVf, u"vfio-pci"_s, u"vfio-pci"_s, u"igbvf"_s);
    const QList<StepPtr> steps{std::make_shared<const LoadModule>(u"vfio-pci"_s), driver,
        std::make_shared<const SetVf>(igbVf, igbPf, VfIndex{1}, taggedMac()),
        std::make_shared<const SetVfCount>(igbPf, 3, 7), std::make_shared<const LinkUp>(igbPf, u"enp2s0f0"_s),
        std::make_shared<const LendNode>(16, 1000, QList<PciAddress>{igbVf, otherVf}),
        std::make_shared<const StartDomain>(web, u"web"_s, launchOf(u"web-1"_s)),
        std::make_shared<const StopDomain>(web, u"web"_s, guest), std::make_shared<const AttachDevice>(attach),
        std::make_shared<const DetachDevice>(igbVf, u"web"_s, guest, attach.properties),
        std::make_shared<const ResetDevice>(igbVf),
        std::make_shared<const GiveBack>(driver, QJsonObject{{u"driver"_s, u"igbvf"_s}})};
    for (const StepPtr &step : steps)
        QTest::newRow(qPrintable(step->kind())) << stepToJson(*step);
}

void TestSteps::survivesItsJournal()
{
    QFETCH(QJsonObject, json);
    const auto step = stepFromJson(json);
    QVERIFY2(step, qPrintable(step ? QString() : step.error().toString()));
    QCOMPARE(stepToJson(**step), json);
    QVERIFY((*step)->commands().join(QString()).size() > 0);
}

void TestSteps::refusesBrokenArguments_data()
{
    QTest::addColumn<QJsonObject>("json");
    survivesItsJournal_data();
}

void TestSteps::refusesBrokenArguments()
{
    QFETCH(QJsonObject, json);
    QVERIFY(!stepFromJson({{u"kind"_s, json[u"kind"]}}));
    // Each argument of the wrong type is either refused or not looked at; none crashes.
    const QJsonObject arguments = json[u"arguments"].toObject();
    const QStringList keys = arguments.keys();
    for (const QString &key : keys)
        for (const QJsonValue &value : {QJsonValue(), QJsonValue(-1), QJsonValue(1e300), QJsonValue(u"../x"_s),
                 QJsonValue(QJsonArray{1}), QJsonValue(QJsonObject())}) {
            QJsonObject broken = arguments;
            broken[key] = value;
            const auto step = stepFromJson({{u"kind"_s, json[u"kind"]}, {u"arguments"_s, broken}});
            if (step)
                (void)(*step)->commands();
        }
}

void TestSteps::waitsForALateDriver()
{
    SimKernel kernel(smallServer());
    SimQuirks quirks;
    quirks.readsUntilBound = 40;
    kernel.setQuirks(quirks);
    const SetVfCount step(igbPf, 3, 7);
    QVERIFY(step.apply(kernel.doors()));
    QVERIFY(step.verify(kernel.doors()));
    QCOMPARE(driverOf(kernel.doors(), igbVf), u"igbvf"_s);
}

void TestSteps::waitsForUdev()
{
    SimKernel kernel(smallServer());
    SimQuirks quirks;
    quirks.looksUntilSettled = 30; // longer than anything changes meanwhile
    kernel.setQuirks(quirks);
    const SetVfCount step(igbPf, 3, 7);
    QVERIFY(step.apply(kernel.doors()));
    QVERIFY(kernel.doors().modules.isSettled());
    QCOMPARE(driverOf(kernel.doors(), igbVf), u"igbvf"_s);
}

void TestSteps::saysWhichMacDidNotComeBack()
{
    SimKernel kernel(smallServer());
    Kernel &doors = kernel.doors();
    const auto step = std::make_shared<const SetVf>(igbVf, igbPf, VfIndex{1}, taggedMac());
    const auto former = step->formerState(doors);
    QVERIFY((*former)[u"mac"].toString() == u"00:00:00:00:00:00");
    QVERIFY(step->apply(doors));
    SimQuirks quirks;
    quirks.refusesNoMac = true;
    kernel.setQuirks(quirks);
    const auto result = GiveBack(step, *former).perform(doors);
    QVERIFY2(result, qPrintable(result ? QString() : result.error().toString()));
    const auto said = refusalsFromJson((*result)[u"refused"].toArray());
    QCOMPARE(said.size(), 1);
    QCOMPARE(said.first().vf, VfIndex{1});
    QVERIFY2(said.first().error.detail.contains(u"02:00:00:00:00:00"), qPrintable(said.first().error.detail));
    QCOMPARE(doors.netlink.vfs(u"enp2s0f0"_s)->at(1).mac->toString(), u"02:00:00:00:00:00"_s);
}

void TestSteps::doesNotUnbindWhatIsHeld()
{
    SimKernel kernel(smallServer());
    onVfio(kernel.doors(), igbVf);
    kernel.holdNode(u"vfio/16"_s, Holder{4711, 1000, u"qemu-system-x86"_s});
    const QJsonObject before = kernel.state();
    const int calls = kernel.faults().calls();
    for (const StepPtr &step :
        QList<StepPtr>{std::make_shared<const ChangeDriver>(igbVf, QString(), u"vfio-pci"_s, u"vfio-pci"_s),
            std::make_shared<const ResetDevice>(igbVf)}) {
        const auto applied = step->apply(kernel.doors());
        QVERIFY(!applied);
        QCOMPARE(applied.error().code, ErrorCode::DeviceInUse);
        QVERIFY(applied.error().detail.contains(u"qemu-system-x86"));
        QVERIFY(applied.error().detail.contains(u"4711"));
    }
    QCOMPARE(difference(kernel.state(), before), QString());
    QCOMPARE(kernel.faults().calls(), calls); // nothing was written that could wait for ever
}

void TestSteps::verifyNamesTheDriverThatCame()
{
    SimKernel kernel(smallServer());
    const ChangeDriver step(igbVf, u"vfio-pci"_s, u"vfio-pci"_s, u"igbvf"_s);
    const auto verified = step.verify(kernel.doors());
    QVERIFY(!verified);
    QCOMPARE(verified.error().code, ErrorCode::VerificationFailed);
    QVERIFY(verified.error().detail.contains(u"igbvf"));
}

void TestSteps::probesByNameWithoutAutoprobe()
{
    SimKernel kernel(smallServer());
    Kernel &doors = kernel.doors();
    const QJsonObject before = kernel.state();
    onVfio(doors, igbVf);
    QVERIFY(doors.sys.write(u"bus/pci/devices/"_s + igbPf.toString() + u"/sriov_drivers_autoprobe"_s, "0"));
    const ChangeDriver step(igbVf, u"vfio-pci"_s, u"vfio-pci"_s, u"igbvf"_s);
    QVERIFY(step.undo(doors, {{u"driver"_s, u"igbvf"_s}, {u"override"_s, QString()}}));
    QCOMPARE(driverOf(doors, igbVf), u"igbvf"_s);
    QVERIFY(doors.sys.write(u"bus/pci/devices/"_s + igbPf.toString() + u"/sriov_drivers_autoprobe"_s, "1"));
    QCOMPARE(difference(kernel.state(), before), QString()); // the name is not left behind in driver_override
}

void TestSteps::undoOfAVanishedDeviceIsDone()
{
    SimKernel kernel(smallServer());
    Kernel &doors = kernel.doors();
    onVfio(doors, igbVf);
    const ChangeDriver driver(igbVf, u"vfio-pci"_s, u"vfio-pci"_s, u"igbvf"_s);
    const SetVf settings(igbVf, igbPf, VfIndex{1}, taggedMac());
    const LendNode node(16, 1000, {igbVf});
    const auto formerSettings = settings.formerState(doors);
    const auto formerNode = node.formerState(doors);
    QVERIFY(formerSettings && formerNode);
    QVERIFY(doors.sys.write(u"bus/pci/devices/"_s + igbPf.toString() + u"/sriov_numvfs"_s, "0"));
    const QJsonObject before = kernel.state();
    QVERIFY(node.undo(doors, *formerNode));
    QVERIFY(settings.undo(doors, *formerSettings));
    QVERIFY(driver.undo(doors, {{u"driver"_s, u"igbvf"_s}, {u"override"_s, QString()}}));
    QCOMPARE(difference(kernel.state(), before), QString());
}

void TestSteps::mapsErrorsOfTheCount_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("EBUSY") << EBUSY << ErrorCode::DeviceInUse;
    QTest::newRow("ENOMEM") << ENOMEM << ErrorCode::KernelRefused;
    QTest::newRow("ERANGE") << ERANGE << ErrorCode::LimitExceeded;
    QTest::newRow("EIO") << EIO << ErrorCode::KernelRefused;
    QTest::newRow("ENOSPC") << ENOSPC << ErrorCode::KernelRefused;
    QTest::newRow("EPERM") << EPERM << ErrorCode::KernelRefused;
    QTest::newRow("EAGAIN") << EAGAIN << ErrorCode::Busy;
    QTest::newRow("ENOENT") << ENOENT << ErrorCode::UnsupportedConfiguration;
    QTest::newRow("EOPNOTSUPP") << EOPNOTSUPP << ErrorCode::UnsupportedConfiguration;
}

void TestSteps::mapsErrorsOfTheCount()
{
    QFETCH(int, number);
    QFETCH(ErrorCode, code);
    SimKernel kernel(smallServer(), Faults::failAt(2, number)); // the first writes 0
    const SetVfCount step(igbPf, 3, 7);
    const auto former = step.formerState(kernel.doors());
    const QJsonObject before = kernel.state();
    const auto applied = step.apply(kernel.doors());
    QVERIFY(!applied);
    QCOMPARE(applied.error().code, code);
    QCOMPARE(applied.error().systemError, number);
    QCOMPARE(applied.error().subject, igbPf.toString());
    // In words, and not those for a kernel's refusal of anything.
    Error plain = applied.error();
    plain.extra = {};
    QVERIFY(applied.error().extra[u"cause"].toString().startsWith(u"vf-"));
    QVERIFY(errorText(applied.error()) != errorText(plain));
    QVERIFY(step.undo(kernel.doors(), *former));
    QCOMPARE(difference(kernel.state(), before), QString());
}

void TestSteps::countBringsSettingsAndDriversBack()
{
    SimKernel kernel(smallServer());
    Kernel &doors = kernel.doors();
    onVfio(doors, igbVf);
    QVERIFY(SetVf(otherVf, igbPf, VfIndex{2}, taggedMac()).apply(doors));
    const SetVfCount step(igbPf, 8, 7);
    const auto former = step.formerState(doors);
    QVERIFY(step.apply(doors));
    QCOMPARE(driverOf(doors, igbVf), u"igbvf"_s); // made anew
    QVERIFY(step.undo(doors, *former));
    QCOMPARE(driverOf(doors, igbVf), u"vfio-pci"_s);
    QVERIFY(taggedMac().isIn(doors.netlink.vfs(u"enp2s0f0"_s)->at(2)));
}

void TestSteps::refusesToRemoveAHeldVf()
{
    SimKernel kernel(smallServer());
    onVfio(kernel.doors(), igbVf);
    kernel.holdNode(u"vfio/16"_s, Holder{4711, 1000, u"qemu-system-x86"_s});
    const int calls = kernel.faults().calls();
    const auto applied = SetVfCount(igbPf, 0, 7).apply(kernel.doors());
    QVERIFY(!applied);
    QCOMPARE(applied.error().code, ErrorCode::DeviceInUse);
    QCOMPARE(applied.error().subject, igbVf.toString());
    QCOMPARE(kernel.faults().calls(), calls);
}

void TestSteps::untaggingAnUntaggedVfIsNothing()
{
    SimKernel kernel(smallServer());
    VfChange change;
    change.vlan = VfVlan();
    const SetVf step(igbVf, igbPf, VfIndex{1}, change);
    QVERIFY(step.apply(kernel.doors()));
    QVERIFY(step.verify(kernel.doors()));
    QCOMPARE(kernel.faults().calls(), 0);
}

void TestSteps::aPriorityWithoutAVlanIsSet()
{
    SimKernel kernel(smallServer());
    const VfChange tag = *VfChange::parse({u"vlan=0"_s, u"qos=5"_s});
    const SetVf one(igbVf, igbPf, VfIndex{1}, tag);
    const SetVfs many(igbPf, {{VfIndex{2}, tag}}, SetVfs::OnRefusal::Keep);
    QVERIFY(one.apply(kernel.doors()));
    QVERIFY(one.verify(kernel.doors()));
    QVERIFY(many.perform(kernel.doors())->isEmpty());
    for (const int vf : {1, 2})
        QCOMPARE(kernel.doors().netlink.vfs(u"enp2s0f0"_s)->at(vf).vlan, tag.vlan);

    SimQuirks quirks;
    quirks.refusals = {{igbPf, VfIndex{3}, VfField::Vlan, EINVAL}};
    kernel.setQuirks(quirks);
    QVERIFY(!SetVf(otherVf, igbPf, VfIndex{3}, tag).apply(kernel.doors()));
    const auto kept = SetVfs(igbPf, {{VfIndex{3}, tag}}, SetVfs::OnRefusal::Keep).perform(kernel.doors());
    QCOMPARE(refusalsFromJson((*kept)[u"refused"].toArray()).size(), 1);
}

void TestSteps::takesBackWhatItChangedAlone()
{
    SimKernel kernel(smallServer());
    Kernel &doors = kernel.doors();
    const VfSettings before = doors.netlink.vfs(u"enp2s0f0"_s)->at(1);
    const SetVf one(igbVf, igbPf, VfIndex{1}, *VfChange::parse({u"mac=52:54:00:6d:90:02"_s, u"vlan=42"_s}));
    const SetVfs many(igbPf, {{VfIndex{1}, *VfChange::parse({u"vlan=9"_s})}}, SetVfs::OnRefusal::RollBack);
    const auto formerOne = one.formerState(doors);
    QVERIFY(one.apply(doors));
    const auto formerMany = many.formerState(doors);
    QVERIFY(many.apply(doors));
    // An administrator comes in between.
    QVERIFY(doors.netlink.setVf(u"enp2s0f0"_s, VfIndex{1}, *VfChange::parse({u"trust=on"_s, u"max_tx_rate=50"_s})));
    QVERIFY(many.undo(doors, *formerMany));
    QVERIFY(one.undo(doors, *formerOne));
    const VfSettings after = doors.netlink.vfs(u"enp2s0f0"_s)->at(1);
    QCOMPARE(after.mac, before.mac);
    QCOMPARE(after.vlan, before.vlan);
    QCOMPARE(after.trust, std::optional(true));
    QCOMPARE(after.rate->maximum, 50u);
}

void TestSteps::verifiesWhatTheDriverTook()
{
    SimKernel kernel(smallServer());
    const SetVf step(igbVf, igbPf, VfIndex{1}, taggedMac());
    const auto verified = step.verify(kernel.doors());
    QVERIFY(!verified);
    QCOMPARE(verified.error().code, ErrorCode::VerificationFailed);
    QVERIFY(verified.error().detail.contains(u"52:54:00:6d:90:02"));
}

static AssociatePort finance()
{
    return AssociatePort({igbVf, igbPf, VfIndex{1}, u"finance"_s, QUuid::createUuid(), taggedMac().mac});
}

void TestSteps::aPortProfileWaitsForTheSwitch()
{
    SimKernel kernel(enicServer());
    SimQuirks quirks;
    quirks.portReads = 3;
    kernel.setQuirks(quirks);
    const AssociatePort step = finance();
    const QJsonObject before = kernel.state();
    const auto former = step.formerState(kernel.doors());
    QVERIFY2(former, qPrintable(former ? QString() : former.error().toString()));
    const auto applied = step.apply(kernel.doors());
    QVERIFY2(applied, qPrintable(applied ? QString() : applied.error().toString()));
    QVERIFY(step.verify(kernel.doors()));
    QVERIFY(kernel.state() != before);
    QVERIFY(step.undo(kernel.doors(), *former));
    QVERIFY(step.undo(kernel.doors(), *former)); // as after a crash
    QCOMPARE(difference(kernel.state(), before), QString());
}

void TestSteps::aPortProfileThatIsRefused_data()
{
    QTest::addColumn<PortResponse>("answer");
    QTest::addColumn<int>("reads");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("unknown profile") << PortResponse::Invalid << 0 << ErrorCode::UnsupportedConfiguration;
    QTest::newRow("full") << PortResponse::InsufficientResources << 1 << ErrorCode::UnsupportedConfiguration;
    QTest::newRow("no answer") << PortResponse::Success << -1 << ErrorCode::TimedOut;
}

void TestSteps::aPortProfileThatIsRefused()
{
    QFETCH(PortResponse, answer);
    QFETCH(int, reads);
    QFETCH(ErrorCode, code);
    SimKernel kernel(enicServer());
    SimQuirks quirks;
    quirks.portAnswer = answer;
    quirks.portReads = reads;
    kernel.setQuirks(quirks);
    const AssociatePort step = finance();
    const QJsonObject before = kernel.state();
    const auto applied = step.apply(kernel.doors());
    QVERIFY(!applied);
    QCOMPARE(errorName(applied.error().code), errorName(code));
    QCOMPARE(applied.error().subject, igbVf.toString());
    QVERIFY(step.undo(kernel.doors(), {}));
    QCOMPARE(difference(kernel.state(), before), QString());
}

void TestSteps::aDriverWithoutPortProfilesIsNamed()
{
    SimKernel kernel(smallServer()); // igb
    const auto applied = finance().apply(kernel.doors());
    QVERIFY(!applied);
    QCOMPARE(applied.error().code, ErrorCode::UnsupportedConfiguration);
    QVERIFY(applied.error().detail.contains(u"enp2s0f0"));
    QVERIFY(finance().undo(kernel.doors(), *finance().formerState(kernel.doors())));
}

void TestSteps::lendsOnlyWhatIsThere()
{
    SimKernel kernel(smallServer());
    const auto former = LendNode(16, 1000, {igbVf}).formerState(kernel.doors());
    QVERIFY(!former);
    QCOMPARE(former.error().code, ErrorCode::NotFound);
}

void TestSteps::endsWhatItStarted()
{
    SimKernel kernel(smallServer());
    Kernel &doors = kernel.doors();
    onVfio(doors, igbVf);
    QVERIFY(LendNode(16, 1000, {igbVf}).apply(doors));
    const QJsonObject before = kernel.state();
    const StartDomain start(web, u"web"_s, launchOf(u"web-1"_s, igbVf.toString()));
    const auto former = start.formerState(doors);
    QVERIFY(start.apply(doors));
    QVERIFY(start.verify(doors));
    const auto guest = doors.guests.find(u"web-1"_s);
    QVERIFY(guest);
    const StopDomain stop(web, u"web"_s, *guest);
    QVERIFY(!stop.verify(doors));
    for (int twice = 0; twice < 2; ++twice) {
        QVERIFY(stop.apply(doors));
        QVERIFY(stop.verify(doors));
    }
    QVERIFY(start.undo(doors, *former));
    QCOMPARE(difference(kernel.state(), before), QString());
}

void TestSteps::unplugsOnlyWithTheGuest()
{
    SimKernel kernel(smallServer());
    Kernel &doors = kernel.doors();
    onVfio(doors, igbVf);
    QVERIFY(LendNode(16, 1000, {igbVf}).apply(doors));
    const auto guest = doors.guests.launch(launchOf(u"web-1"_s));
    QVERIFY(guest);
    QVERIFY(doors.guests.command(*guest, {{u"execute"_s, u"cont"_s}}));
    const QJsonObject before = kernel.state();
    AttachDevice::Values values;
    values.device = igbVf;
    values.domainName = u"web"_s;
    values.guest = *guest;
    values.properties = {{u"driver"_s, u"vfio-pci"_s}, {u"host"_s, igbVf.toString()}, {u"id"_s, u"hostdev0"_s}};
    values.nodes = QStringList{u"vfio/vfio"_s, u"vfio/16"_s};
    values.memoryLock = quint64(2) << 30;
    values.formerMemoryLock = quint64(2) << 30;
    const AttachDevice attach(values);
    const DetachDevice detach(igbVf, u"web"_s, *guest, values.properties);
    for (int twice = 0; twice < 2; ++twice) {
        QVERIFY(attach.apply(doors));
        QVERIFY(attach.verify(doors));
    }
    QVERIFY(!detach.verify(doors));

    SimQuirks stubborn;
    stubborn.guestsIgnoreUnplug = true;
    kernel.setQuirks(stubborn);
    const auto refused = detach.apply(doors);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::GuestDidNotRespond);
    kernel.setQuirks({});

    for (int twice = 0; twice < 2; ++twice) {
        QVERIFY(detach.apply(doors));
        QVERIFY(detach.verify(doors));
    }
    QVERIFY(detach.undo(doors, {}));
    QVERIFY(attach.verify(doors));
    for (int twice = 0; twice < 2; ++twice)
        QVERIFY(attach.undo(doors, {}));
    QCOMPARE(difference(kernel.state(), before), QString());

    kernel.endGuest(u"web-1"_s, u"signal 9"_s);
    QVERIFY(attach.undo(doors, {}));
    QVERIFY(detach.apply(doors));
}

void TestSteps::resetNeedsAWayToReset()
{
    HostSnapshot host = smallServer();
    host.functions[igbVf].resetMethods.clear();
    host.functions[igbVf].resetKnown = true;
    SimKernel kernel(host);
    const auto applied = ResetDevice(igbVf).apply(kernel.doors());
    QVERIFY(!applied);
    QCOMPARE(applied.error().code, ErrorCode::UnsupportedConfiguration);
}

QTEST_GUILESS_MAIN(TestSteps)
#include "tst_steps.moc"
