// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "worlds.h"
#include "host/bounds.h"
#include "plan/keptplan.h"
#include "steps/changedriver.h"
#include "steps/setvf.h"
#include "steps/startdomain.h"
#include "xml/guestvsock.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <unistd.h>

using namespace laneway;

namespace {

const PciAddress nvme = *PciAddress::make(0, 1, 0, 0);
const PciAddress bridge = *PciAddress::make(0, 0, 1, 0);
const PciAddress eno1 = *PciAddress::make(0, 3, 0, 0); ///< alone in group 10
const PciAddress absent = *PciAddress::make(0, 9, 0, 0);

using Change = std::function<void(TestWorld &)>;

QString reasonCodes(const Error &error)
{
    QStringList codes;
    const QJsonArray verdicts = error.extra[u"reasons"].toArray();
    for (const QJsonValue &verdict : verdicts)
        for (const QJsonValue &reason : verdict[u"reasons"].toArray())
            codes += verdict[u"address"].toString() + u' ' + reason[u"code"].toString();
    return codes.join(u'\n');
}

} // namespace
Q_DECLARE_METATYPE(Change)

static QJsonObject someVfs(const QList<int> &indices)
{
    QJsonArray vfs;
    for (const int index : indices)
        vfs += QJsonObject{{u"index"_s, index}, {u"vlan"_s, 10 + index}};
    return {{u"device"_s, igbPf.toString()}, {u"vfs"_s, vfs}};
}

class TestPlanner : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void startsInThisOrder();
    void startsWithoutDevices();
    void lockedMemoryIsAsked_data();
    void lockedMemoryIsAsked();
    void noMoreRunThanMay();
    void noMoreAreSavedThanMay();
    void takesFromAPoolNearItsProcessors();
    void takesAGroupWhole();
    void leavesWhatIsOnVfioThere();
    void bringsThePfUpOnce();
    void lendsAGroupOnce();
    void saysWhatTheHostLoses();
    void refusesToStart_data();
    void refusesToStart();
    void namesEveryBlockerAtOnce();
    void refusesStrangers_data();
    void refusesStrangers();
    void ownersAreOrdinaryUsers_data();
    void ownersAreOrdinaryUsers();
    void sessionHasNoDevices();
    void tellsWhatFewerVfsCost();
    void keepsByARuleOfUdev();
    void keepsWhatIsTheAdministrators();
    void aCardTakesItsFunctionsAlong();
    void saysWhatEndsWithTheMachine();
    void keepsNothingBesideOthers();
    void destroysInReverse();
    void sharedLinksStayUp();
    void plansForSingleDevices_data();
    void plansForSingleDevices();
    void refusesSingleDevices_data();
    void refusesSingleDevices();
    void namesNoMachineOfOthers();
    void givesBackToTheFormerDriver();
    void attachesLive();
    void attachesSeveralLive();
    void attachesToTheDefinition();
    void aVirtiofsFolderSharesTheMemory();
    void aSocketToTheHostGetsItsNumberAtStart();
    void warnsOfManyDevices();
    void startsWithUsb();
    void refusesUsb_data();
    void refusesUsb();
    void startsWithoutWhatIsOptional();
    void plugsUsbInAndOut();
    void detachesLive();
    void refusesToAttach_data();
    void refusesToAttach();
    void undoesWhatIsStillSo();
    void resetsNothingThatTheHostNeeds();
    void undoesAChangedDefinition();
    void editsADefinition();
    void refusesToUndo_data();
    void refusesToUndo();
    void doesNotPlanReleasesForClients();
    void showsItselfAsJson();
};

void TestPlanner::startsInThisOrder()
{
    TestWorld world;
    const auto uuid = world.define(u"web"_s, hostdevInterface(igbVf, tagged));
    QVERIFY2(uuid, qPrintable(uuid ? QString() : uuid.error().toString()));
    const auto plan = world.plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    QCOMPARE(kindsOf(*plan),
        (QStringList{u"load-module"_s, u"change-driver"_s, u"set-vf"_s, u"lend-node"_s, u"start-domain"_s}));
    QCOMPARE(plan->action, u"org.laneway.helper.device.assign"_s);
    QCOMPARE(plan->domain, *uuid);
    QVERIFY(plan->resources.contains(igbVf.toString()));
    QVERIFY(plan->resources.contains(u'~' + igbPf.toString()));

    const auto &settings = dynamic_cast<const SetVf &>(*plan->steps[2]);
    QCOMPARE(settings.pf(), igbPf);
    QCOMPARE(settings.vf().value, 1u);
    QCOMPARE(settings.change().mac->toString(), u"52:54:00:6d:90:02"_s);
    QCOMPARE(settings.change().vlan->id->value(), 42);

    const GuestLaunch launch = dynamic_cast<const StartDomain &>(*plan->steps[4]).launch();
    QCOMPARE(launch.uid, 1000u);
    QCOMPARE(launch.memoryLockBytes, (quint64(64) << 20) + (quint64(1) << 30));
    QVERIFY(launch.deviceNodes.contains(u"vfio/16"_s));
    QVERIFY(launch.deviceNodes.contains(u"vfio/vfio"_s));
    QVERIFY(launch.arguments.join(u' ').contains(u"\"host\":\"0000:02:10.2\""));
    QVERIFY(plan->liveXml.contains("hostdev0"));
}

void TestPlanner::startsWithoutDevices()
{
    TestWorld world;
    world.privileged = false;
    world.simulated = false;
    world.caller = ::geteuid();
    QVERIFY(world.define(u"plain"_s, {}));
    const auto plan = world.plan(u"start"_s, {{u"domain"_s, u"plain"_s}});
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    QCOMPARE(kindsOf(*plan), QStringList{u"start-domain"_s});
    QCOMPARE(plan->action, u"org.laneway.helper.machine.manage"_s);
}

void TestPlanner::lockedMemoryIsAsked_data()
{
    QTest::addColumn<QString>("elements");
    QTest::newRow("all of it") << u"<memoryBacking><locked/></memoryBacking>"_s;
    QTest::newRow("as much as is said") << u"<memtune><hard_limit unit='GiB'>64</hard_limit></memtune>"_s;
}

/// Whoever may run machines of their own may not take the host's memory out of its hands.
void TestPlanner::lockedMemoryIsAsked()
{
    QFETCH(QString, elements);
    TestWorld world;
    auto xml = DomainXml::parse(
        domainText(u"plain"_s, {}).replace("<devices>", QByteArray(elements.toUtf8() + "<devices>")));
    QVERIFY(xml && xml->complete());
    QVERIFY(world.domains.put(*xml, world.caller));
    const auto plan = world.plan(u"start"_s, {{u"domain"_s, u"plain"_s}});
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    QCOMPARE(plan->action, u"org.laneway.helper.device.assign"_s);
}

void TestPlanner::noMoreRunThanMay()
{
    TestWorld world;
    QVERIFY(world.define(u"plain"_s, {}));
    const auto run = [&](uint owner) {
        RunRecord record;
        record.uuid = QUuid::createUuid();
        record.owner = owner;
        world.runs.insert(record.uuid, record);
    };
    for (int i = 0; i < mostRunning; ++i)
        run(i == 0 ? 1001 : world.caller);
    const auto last = world.plan(u"start"_s, {{u"domain"_s, u"plain"_s}});
    QVERIFY2(last, last ? "" : qPrintable(last.error().toString()));
    const KeptPlan kept = withFacts(*last, world.world());
    QVERIFY(stillAbout(kept, world.world()));
    World beside = world.world();
    beside.starting
        = {{QUuid::createUuid(), 1001}, {world.runs.firstKey(), world.caller}}; // another's; counted already
    QVERIFY(stillAbout(kept, beside));
    beside.starting.insert(QUuid::createUuid(), world.caller);
    QCOMPARE(stillAbout(kept, beside).error().code, ErrorCode::LimitExceeded);

    run(world.caller);
    const auto refused = world.plan(u"start"_s, {{u"domain"_s, u"plain"_s}});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::LimitExceeded);
    QVERIFY2(refused.error().detail.contains(u"512 machines of yours run"), qPrintable(refused.error().detail));
    QCOMPARE(stillAbout(kept, world.world()).error().code, ErrorCode::LimitExceeded); // begun meanwhile
}

void TestPlanner::noMoreAreSavedThanMay()
{
    TestWorld world;
    const auto uuid = world.define(u"plain"_s, {});
    QVERIFY(uuid);
    const auto started = world.plan(u"start"_s, {{u"domain"_s, u"plain"_s}});
    QVERIFY2(started, started ? "" : qPrintable(started.error().toString()));
    world.run(*uuid, *started);
    world.savedDirectory = world.m_directory.filePath(u"saved"_s);
    SavedStates saved(world.savedDirectory);
    const auto save = [&](const QUuid &domain, uint owner) {
        return saved.write({domain, owner, "<domain/>", {}, true, QDateTime::currentDateTimeUtc()}).has_value();
    };
    QVERIFY(save(*uuid, world.caller)); // its own is out of date while it runs
    for (int i = 0; i < mostSaved - 1; ++i)
        QVERIFY(save(QUuid::createUuid(), world.caller));
    QVERIFY(save(QUuid::createUuid(), 1001));
    const auto early = world.plan(u"save"_s, {{u"domain"_s, u"plain"_s}});
    QVERIFY(early);
    const KeptPlan kept = withFacts(*early, world.world());
    QVERIFY(stillAbout(kept, world.world()));
    const QUuid last = QUuid::createUuid();
    QVERIFY(save(last, world.caller));
    const auto many = world.plan(u"save"_s, {{u"domain"_s, u"plain"_s}});
    QVERIFY(!many);
    QCOMPARE(many.error().code, ErrorCode::LimitExceeded);
    QVERIFY2(many.error().detail.contains(u"managedsave-remove"), qPrintable(many.error().detail));
    QCOMPARE(stillAbout(kept, world.world()).error().code, ErrorCode::LimitExceeded); // saved meanwhile

    // Few, and large.
    const SavedUses uses = saved.uses();
    for (auto use = uses.begin(); use != uses.end(); ++use)
        QVERIFY(use.key() == last || saved.remove(use.key()));
    const auto mostBytes = [&] { return qint64(shareOf({}, world.savedDirectory, world.caller, {}).mostBytes); };
    QFile image(saved.imageOf(last));
    QVERIFY(image.open(QIODevice::WriteOnly) && image.resize(mostBytes() - 10));
    Plan late = *early;
    keepWithinShare(late, world.world());
    QCOMPARE(late.steps.first()->arguments()[u"limit"].toString(), u"10"_s);
    QVERIFY(image.resize(mostBytes()));
    const auto large = world.plan(u"save"_s, {{u"domain"_s, u"plain"_s}});
    QVERIFY(!large);
    QCOMPARE(large.error().code, ErrorCode::LimitExceeded);
    QVERIFY2(large.error().detail.contains(u"Your saved machines take"), qPrintable(large.error().detail));
}

void TestPlanner::takesFromAPoolNearItsProcessors()
{
    TestWorld world;
    world.networks = TestWorld::poolOf(u"enp2s0f0"_s);
    world.host.functions[igbVf].numaNode = 0;
    for (const PciAddress &vf : world.host.functions[igbPf].sriov->functions)
        world.host.functions[vf].numaNode = vf == otherVf ? 1 : 0;
    world.nodeOfProcessors
        = [](const QString &processors) { return processors == u"8-9" ? std::optional(1) : std::nullopt; };
    auto xml = DomainXml::parse(domainText(u"web"_s, fromPool).replace("<vcpu>", "<vcpu cpuset='8-9'>"));
    QVERIFY(xml && xml->complete({}, DomainXml::Networks::Pools) && world.domains.put(*xml, world.caller));
    const auto plan = world.plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    QCOMPARE(plan->leases.first().device, otherVf);
}

void TestPlanner::takesAGroupWhole()
{
    TestWorld world;
    world.host.functions[otherVf].iommuGroup = 16;
    QVERIFY(world.define(u"web"_s, hostdev(igbVf)));
    const auto half = world.plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    QVERIFY(!half);
    QCOMPARE(half.error().code, ErrorCode::GroupNotViable);
    QVERIFY(half.error().detail.contains(otherVf.toString()));
    QVERIFY(reasonCodes(half.error()).contains(u"0000:02:10.2 takes-companions"));

    QVERIFY(world.define(u"both"_s, hostdev(igbVf) + hostdev(otherVf, u"yes"_s, u"<address type='unassigned'/>"_s)));
    const auto whole = world.plan(u"start"_s, {{u"domain"_s, u"both"_s}});
    QVERIFY2(whole, qPrintable(whole ? QString() : whole.error().toString()));
    QCOMPARE(kindsOf(*whole),
        (QStringList{u"load-module"_s, u"change-driver"_s, u"change-driver"_s, u"lend-node"_s, u"start-domain"_s}));

    // Or it is taken from the host by hand and left idle.
    world.host.functions[otherVf].driver = u"vfio-pci"_s;
    QVERIFY(world.plan(u"start"_s, {{u"domain"_s, u"web"_s}}));
}

void TestPlanner::leavesWhatIsOnVfioThere()
{
    TestWorld world;
    world.host.functions[igbVf].driver = u"vfio-pci"_s;
    QVERIFY(world.define(u"web"_s, hostdev(igbVf)));
    QVERIFY(world.define(u"unmanaged"_s, hostdev(igbVf, u"no"_s)));
    for (const QString &name : {u"web"_s, u"unmanaged"_s}) {
        const auto plan = world.plan(u"start"_s, {{u"domain"_s, name}});
        QVERIFY(plan);
        QCOMPARE(kindsOf(*plan), (QStringList{u"lend-node"_s, u"start-domain"_s}));
    }
}

void TestPlanner::bringsThePfUpOnce()
{
    TestWorld world;
    world.host.functions[igbPf].interfaces.first().up = false;
    QVERIFY(world.define(u"web"_s, hostdevInterface(igbVf) + hostdevInterface(otherVf)));
    const auto plan = world.plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    QVERIFY(plan);
    QCOMPARE(kindsOf(*plan).count(u"link-up"_s), 1);
    QVERIFY(kindsOf(*plan).indexOf(u"link-up"_s) < kindsOf(*plan).indexOf(u"set-vf"_s));
    // Nobody else may work on the PF then.
    QVERIFY(plan->resources.contains(igbPf.toString()));
}

void TestPlanner::lendsAGroupOnce()
{
    TestWorld world;
    world.host.functions[otherVf].iommuGroup = 16;
    QVERIFY(world.define(u"web"_s, hostdev(igbVf) + hostdev(otherVf)));
    const auto plan = world.plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    QVERIFY(plan);
    QCOMPARE(kindsOf(*plan).count(u"lend-node"_s), 1);
}

void TestPlanner::saysWhatTheHostLoses()
{
    TestWorld world;
    QVERIFY(world.define(u"web"_s, hostdev(nvme)));
    const auto plan = world.plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    QCOMPARE(plan->verdicts[nvme].level, Level::Caution);
    QVERIFY(!plan->loses.isEmpty());
}

void TestPlanner::refusesToStart_data()
{
    QTest::addColumn<QString>("devices");
    QTest::addColumn<Change>("change");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("says");
    const Change nothing = [](TestWorld &) {};
    const auto row = [](const char *name, const QString &devices, const Change &change, ErrorCode code,
                         const QString &says) { QTest::newRow(name) << devices << change << code << says; };
    row("bridge", hostdev(bridge), nothing, ErrorCode::NotAnEndpoint, bridge.toString());
    row("bridge as interface", hostdevInterface(bridge), nothing, ErrorCode::NotAnEndpoint, bridge.toString());
    row("PF as interface", hostdevInterface(eno1), nothing, ErrorCode::NotAVirtualFunction, u"<hostdev>"_s);
    row("no such device", hostdev(absent), nothing, ErrorCode::NotFound, absent.toString());
    row(
        "no IOMMU", hostdev(igbVf),
        [](TestWorld &world) {
            for (PciFunction &function : world.host.functions)
                function.iommuGroup.reset();
        },
        ErrorCode::IommuUnavailable, u"IOMMU"_s);
    row(
        "no group of its own", hostdev(igbVf), [](TestWorld &world) { world.host.functions[igbVf].iommuGroup.reset(); },
        ErrorCode::IommuUnavailable, igbVf.toString());
    row(
        "no vfio", hostdev(igbVf), [](TestWorld &world) { world.host.iommu.vfioAvailable = false; },
        ErrorCode::IommuUnavailable, u"vfio-pci"_s);
    row(
        "no interrupt remapping", hostdev(igbVf), [](TestWorld &world) { world.host.iommu.interruptRemapping = false; },
        ErrorCode::IommuUnavailable, u"interrupts"_s);
    row(
        "recording", hostdev(igbVf), [](TestWorld &world) { world.host.readOnly = true; }, ErrorCode::ReadOnlyHost,
        u""_s);
    row("unmanaged on its host driver", hostdev(igbVf, u"no"_s), nothing, ErrorCode::UnsupportedConfiguration,
        u"nodedev-detach pci_0000_02_10_2"_s);
    row("xen driver", hostdev(igbVf, u"yes"_s, u"<driver name='xen'/>"_s), nothing, ErrorCode::UnsupportedConfiguration,
        u"xen"_s);
    row("not a vfio driver", hostdev(igbVf, u"yes"_s, u"<driver name='vfio' model='igbvf'/>"_s), nothing,
        ErrorCode::UnsupportedConfiguration, u"igbvf"_s);
    row(
        "in use by another guest", hostdev(igbVf),
        [](TestWorld &world) {
            const auto other = world.define(u"other"_s, hostdev(igbVf));
            world.run(*other, *world.plan(u"start"_s, {{u"domain"_s, u"other"_s}}));
        },
        ErrorCode::DeviceInUse, u"other"_s);
    row(
        "companion in use by another guest", hostdev(igbVf),
        [](TestWorld &world) {
            world.host.functions[otherVf].iommuGroup = 16;
            world.host.functions[igbVf].driver = u"vfio-pci"_s;
            const auto other = world.define(u"other"_s, hostdev(otherVf));
            world.run(*other, *world.plan(u"start"_s, {{u"domain"_s, u"other"_s}}));
        },
        ErrorCode::GroupNotViable, u"other"_s);
    row(
        "PF whose VF is in use", hostdev(igbPf),
        [](TestWorld &world) {
            const auto other = world.define(u"other"_s, hostdev(igbVf));
            world.run(*other, *world.plan(u"start"_s, {{u"domain"_s, u"other"_s}}));
        },
        ErrorCode::DeviceInUse, u"other"_s);
    row(
        "PF without interface", hostdevInterface(igbVf),
        [](TestWorld &world) { world.host.functions[igbPf].interfaces.clear(); }, ErrorCode::UnsupportedConfiguration,
        igbPf.toString());
    row(
        "runs already", {},
        [](TestWorld &world) {
            const Plan plan = *world.plan(u"start"_s, {{u"domain"_s, u"web"_s}});
            world.run(plan.domain, plan);
        },
        ErrorCode::UnsupportedConfiguration, u"running already"_s);
    row(
        "another user's", {}, [](TestWorld &world) { world.caller = 1001; }, ErrorCode::NotFound, u"web"_s);
    row("foreign emulator", u"<emulator>/home/user/qemu</emulator>"_s, nothing, ErrorCode::UnsupportedConfiguration,
        u""_s);
}

void TestPlanner::refusesToStart()
{
    QFETCH(QString, devices);
    QFETCH(Change, change);
    QFETCH(ErrorCode, code);
    QFETCH(QString, says);
    TestWorld world;
    const auto defined = world.define(u"web"_s, devices);
    QVERIFY2(defined, qPrintable(defined ? QString() : defined.error().toString()));
    change(world);
    const auto plan = world.plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    QVERIFY(!plan);
    QVERIFY2(plan.error().code == code, qPrintable(plan.error().toString()));
    QVERIFY2(plan.error().toString().contains(says), qPrintable(plan.error().toString()));
}

void TestPlanner::namesEveryBlockerAtOnce()
{
    TestWorld world;
    world.host.functions[otherVf].iommuGroup = 16;
    world.host.functions[eno1].iommuGroup = 7;
    QVERIFY(world.define(u"web"_s, hostdev(igbVf) + hostdev(nvme) + hostdev(bridge)));
    const auto plan = world.plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    QVERIFY(!plan);
    const QString codes = reasonCodes(plan.error());
    QVERIFY2(codes.contains(u"0000:02:10.2 takes-companions"), qPrintable(codes));
    QVERIFY2(codes.contains(u"0000:01:00.0 takes-companions"), qPrintable(codes));
    QVERIFY2(codes.contains(u"0000:00:01.0 not-an-endpoint"), qPrintable(codes));
    for (const PciAddress &device : {igbVf, otherVf, nvme, eno1, bridge})
        QVERIFY2(plan.error().detail.contains(device.toString()), qPrintable(plan.error().detail));
}

void TestPlanner::refusesStrangers_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("says");
    QTest::newRow("another device at the address")
        << Change([](TestWorld &world) { world.host.functions[nvme].device = 0xbeef; }) << u"Another device"_s;
    QTest::newRow("same model, another serial number")
        << Change([](TestWorld &world) { world.host.functions[nvme].serial = u"OTHER"_s; }) << u"Another device"_s;
    QTest::newRow("moved") << Change([](TestWorld &world) {
        PciFunction moved = world.host.functions.take(nvme);
        moved.address = absent;
        world.host.functions.insert(absent, moved);
    }) << absent.toString();
    QTest::newRow("gone") << Change([](TestWorld &world) { world.host.functions.remove(nvme); })
                          << u"not in this host"_s;
}

void TestPlanner::refusesStrangers()
{
    QFETCH(Change, change);
    QFETCH(QString, says);
    TestWorld world;
    world.host.functions[nvme].serial = u"S4EVNX0M"_s;
    const auto uuid = world.define(u"web"_s, hostdev(nvme));
    DomainXml xml = world.domains.find(*uuid)->xml;
    xml.setDeviceExtra(nvme, {}, world.host.identityOf(world.host.functions[nvme]));
    QVERIFY(world.domains.put(xml, world.caller));
    QVERIFY(world.plan(u"start"_s, {{u"domain"_s, u"web"_s}}));
    change(world);
    const auto plan = world.plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    QVERIFY(!plan);
    QCOMPARE(plan.error().code, ErrorCode::HostChanged);
    QVERIFY2(plan.error().detail.contains(says), qPrintable(plan.error().detail));
}

void TestPlanner::ownersAreOrdinaryUsers_data()
{
    QTest::addColumn<uint>("uid");
    QTest::newRow("root") << 0u;
    QTest::newRow("a service's user") << 105u;
    QTest::newRow("nobody") << 65534u;
}

void TestPlanner::ownersAreOrdinaryUsers()
{
    QFETCH(uint, uid);
    TestWorld world;
    world.caller = uid;
    world.simulated = false;
    QVERIFY(world.define(u"web"_s, {}));
    const auto plan = world.plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    QVERIFY(!plan);
    QCOMPARE(plan.error().code, ErrorCode::PermissionDenied);
}

void TestPlanner::sessionHasNoDevices()
{
    TestWorld world;
    world.privileged = false;
    world.simulated = false;
    world.caller = ::geteuid();
    QVERIFY(world.define(u"web"_s, hostdev(igbVf)));
    const QJsonObject device{{u"device"_s, igbVf.toString()}};
    const QList<PlanRequest> requests{{u"start"_s, {{u"domain"_s, u"web"_s}}, world.caller},
        {u"detach"_s, device, world.caller}, {u"reattach"_s, device, world.caller}, {u"reset"_s, device, world.caller},
        {u"vf-create"_s, {{u"device"_s, igbPf.toString()}, {u"count"_s, 1}}, world.caller},
        {u"vf-set"_s, {{u"device"_s, igbVf.toString()}, {u"vlan"_s, 1}}, world.caller}};
    for (const PlanRequest &request : requests) {
        const auto plan = makePlan(request, world.world());
        QVERIFY(!plan);
        QCOMPARE(plan.error().code, ErrorCode::NotAuthorized);
        QCOMPARE(plan.error().subject, request.arguments.value(u"device").toString(u"session"_s));
        QVERIFY(plan.error().detail.contains(u"system"));
    }
}

void TestPlanner::destroysInReverse()
{
    TestWorld world;
    const auto uuid = world.define(u"web"_s, hostdevInterface(igbVf, tagged));
    world.run(*uuid, *world.plan(u"start"_s, {{u"domain"_s, u"web"_s}}));
    const auto plan = world.plan(u"destroy"_s, {{u"domain"_s, u"web"_s}});
    QVERIFY(plan);
    QVERIFY(plan->goesForward());
    QStringList given;
    for (const StepPtr &step : plan->steps)
        given += step->kind() == u"give-back" ? step->arguments()[u"step"][u"kind"].toString() : step->kind();
    QCOMPARE(given, (QStringList{u"stop-domain"_s, u"lend-node"_s, u"set-vf"_s, u"change-driver"_s}));
    const auto twice = TestWorld().plan(u"destroy"_s, {{u"domain"_s, u"web"_s}});
    QCOMPARE(twice.error().code, ErrorCode::NotFound);
}

void TestPlanner::sharedLinksStayUp()
{
    TestWorld world;
    world.host.functions[igbPf].interfaces.first().up = false;
    const auto first = world.define(u"first"_s, hostdevInterface(igbVf));
    const auto second = world.define(u"second"_s, hostdevInterface(otherVf));
    world.run(*first, *world.plan(u"start"_s, {{u"domain"_s, u"first"_s}}));
    world.host.functions[igbPf].interfaces.first().up = true;
    world.run(*second, *world.plan(u"start"_s, {{u"domain"_s, u"second"_s}}));

    const QList<RunRecord> heirs = heirsOf(world.runs[*first], world.world());
    QCOMPARE(heirs.size(), 1);
    QCOMPARE(heirs.first().uuid, *second);
    QCOMPARE(heirs.first().held.first().step->kind(), u"link-up"_s);
    const auto plan = world.plan(u"destroy"_s, {{u"domain"_s, u"first"_s}});
    QVERIFY(plan);
    for (const StepPtr &step : plan->steps)
        QVERIFY(step->arguments()[u"step"][u"kind"].toString() != u"link-up");

    // The last one takes it down; inheriting twice is once.
    world.runs[*second] = heirs.first();
    QCOMPARE(heirsOf(world.runs[*first], world.world()).first().held.size(), heirs.first().held.size());
    world.runs.remove(*first);
    const auto last = world.plan(u"destroy"_s, {{u"domain"_s, u"second"_s}});
    QCOMPARE(last->steps.last()->arguments()[u"step"][u"kind"].toString(), u"link-up"_s);
}

void TestPlanner::plansForSingleDevices_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QJsonObject>("arguments");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QStringList>("steps");
    const Change nothing = [](TestWorld &) {};
    const Change onVfio = [](TestWorld &world) { world.host.functions[igbVf].driver = u"vfio-pci"_s; };
    const QJsonObject vf{{u"device"_s, igbVf.toString()}};
    const auto pf = [](int count) { return QJsonObject{{u"device"_s, igbPf.toString()}, {u"count"_s, count}}; };
    QTest::newRow("detach") << u"detach"_s << vf << nothing << QStringList{u"load-module"_s, u"change-driver"_s};
    QTest::newRow("detach by node device name") << u"detach"_s << QJsonObject{{u"device"_s, u"pci_0000_02_10_2"_s}}
                                                << nothing << QStringList{u"load-module"_s, u"change-driver"_s};
    QTest::newRow("detach one of a group")
        << u"detach"_s << vf << Change([](TestWorld &world) { world.host.functions[otherVf].iommuGroup = 16; })
        << QStringList{u"load-module"_s, u"change-driver"_s};
    QTest::newRow("detach two at once") << u"detach"_s
                                        << QJsonObject{{u"devices"_s,
                                               QJsonArray{igbVf.toString(), otherVf.toString(), igbVf.toString()}}}
                                        << nothing
                                        << QStringList{u"load-module"_s, u"change-driver"_s, u"change-driver"_s};
    QTest::newRow("detach twice") << u"detach"_s << vf << onVfio << QStringList{};
    QTest::newRow("reattach") << u"reattach"_s << vf << onVfio << QStringList{u"change-driver"_s};
    QTest::newRow("reattach twice") << u"reattach"_s << vf << nothing << QStringList{};
    QTest::newRow("reset") << u"reset"_s << vf << nothing << QStringList{u"reset-device"_s};
    QTest::newRow("more vfs") << u"vf-create"_s << pf(8) << nothing << QStringList{u"set-vf-count"_s};
    QTest::newRow("no vfs") << u"vf-create"_s << pf(0) << nothing << QStringList{u"set-vf-count"_s};
    QTest::newRow("as many vfs") << u"vf-create"_s << pf(7) << nothing << QStringList{};
    QJsonObject host = pf(7);
    host[u"autoprobe"] = false;
    QTest::newRow("no driver for vfs") << u"vf-create"_s << host << nothing << QStringList{u"set-vf-count"_s};
    host[u"keep"] = true;
    QTest::newRow("kept vfs") << u"vf-create"_s << host << nothing << QStringList{u"set-vf-count"_s, u"keep-file"_s};
    QTest::newRow("many vfs") << u"vf-configure"_s << someVfs({0, 3, 6}) << nothing << QStringList{u"set-vfs"_s};
    QTest::newRow("keep") << u"vf-keep"_s << QJsonObject{{u"device"_s, igbPf.toString()}, {u"keep"_s, true}} << nothing
                          << QStringList{u"keep-file"_s};
    QTest::newRow("keep no more what was not kept")
        << u"vf-keep"_s << QJsonObject{{u"device"_s, igbPf.toString()}, {u"keep"_s, false}} << nothing << QStringList{};
    QTest::newRow("set vf") << u"vf-set"_s
                            << QJsonObject{{u"device"_s, igbVf.toString()}, {u"vlan"_s, 7}, {u"trust"_s, true}}
                            << nothing << QStringList{u"set-vf"_s};
}

void TestPlanner::plansForSingleDevices()
{
    QFETCH(QString, kind);
    QFETCH(QJsonObject, arguments);
    QFETCH(Change, change);
    QFETCH(QStringList, steps);
    TestWorld world;
    change(world);
    const auto plan = world.plan(kind, arguments);
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    QCOMPARE(kindsOf(*plan), steps);
    QVERIFY(plan->domain.isNull());
    QVERIFY(!plan->title.isEmpty());
    const bool lasts = kind == u"vf-keep" || arguments[u"keep"].toBool();
    QCOMPARE(plan->action,
        lasts                         ? u"org.laneway.helper.host.prepare"_s
            : kind.startsWith(u"vf-") ? u"org.laneway.helper.vf.configure"_s
                                      : u"org.laneway.helper.device.assign"_s);
}

void TestPlanner::refusesSingleDevices_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QJsonObject>("arguments");
    QTest::addColumn<ErrorCode>("code");
    const auto on = [](const PciAddress &device) { return QJsonObject{{u"device"_s, device.toString()}}; };
    const auto count = [](const PciAddress &device, const QJsonValue &number) {
        return QJsonObject{{u"device"_s, device.toString()}, {u"count"_s, number}};
    };
    // VF 2 is the running machine's.
    QTest::newRow("detach none") << u"detach"_s << QJsonObject{{u"devices"_s, QJsonArray()}} << ErrorCode::InvalidInput;
    QTest::newRow("detach one that can go and one in use")
        << u"detach"_s << QJsonObject{{u"devices"_s, QJsonArray{igbVf.toString(), otherVf.toString()}}}
        << ErrorCode::DeviceInUse;
    QTest::newRow("detach a bridge") << u"detach"_s << on(bridge) << ErrorCode::NotAnEndpoint;
    QTest::newRow("detach what is in use") << u"detach"_s << on(otherVf) << ErrorCode::DeviceInUse;
    QTest::newRow("detach a PF whose VF is in use") << u"detach"_s << on(igbPf) << ErrorCode::DeviceInUse;
    QTest::newRow("detach to a host's driver")
        << u"detach"_s << QJsonObject{{u"device"_s, igbVf.toString()}, {u"driver"_s, u"igb"_s}}
        << ErrorCode::InvalidInput;
    QTest::newRow("detach to kvm") << u"detach"_s
                                   << QJsonObject{{u"device"_s, igbVf.toString()}, {u"driver"_s, u"kvm"_s}}
                                   << ErrorCode::InvalidInput;
    QTest::newRow("no device") << u"detach"_s << QJsonObject() << ErrorCode::InvalidInput;
    QTest::newRow("a path") << u"detach"_s << QJsonObject{{u"device"_s, u"../../x"_s}} << ErrorCode::InvalidInput;
    QTest::newRow("absent") << u"reattach"_s << on(absent) << ErrorCode::NotFound;
    QTest::newRow("reattach a bridge") << u"reattach"_s << on(bridge) << ErrorCode::NotAnEndpoint;
    QTest::newRow("reattach what is in use") << u"reattach"_s << on(otherVf) << ErrorCode::DeviceInUse;
    QTest::newRow("reset what is in use") << u"reset"_s << on(otherVf) << ErrorCode::DeviceInUse;
    QTest::newRow("reset a bridge") << u"reset"_s << on(bridge) << ErrorCode::NotAnEndpoint;
    QTest::newRow("vfs of a VF") << u"vf-create"_s << count(igbVf, 1) << ErrorCode::UnsupportedConfiguration;
    QTest::newRow("vfs without SR-IOV") << u"vf-create"_s << count(nvme, 1) << ErrorCode::UnsupportedConfiguration;
    QTest::newRow("too many vfs") << u"vf-create"_s << count(igbPf, 9) << ErrorCode::LimitExceeded;
    QTest::newRow("fewer than none") << u"vf-create"_s << count(igbPf, -1) << ErrorCode::InvalidInput;
    QTest::newRow("count as text") << u"vf-create"_s << count(igbPf, u"3"_s) << ErrorCode::InvalidInput;
    QTest::newRow("count while one is in use") << u"vf-create"_s << count(igbPf, 3) << ErrorCode::DeviceInUse;
    QTest::newRow("set a PF") << u"vf-set"_s << QJsonObject{{u"device"_s, igbPf.toString()}, {u"vlan"_s, 1}}
                              << ErrorCode::NotAVirtualFunction;
    QTest::newRow("set nothing") << u"vf-set"_s << on(igbVf) << ErrorCode::InvalidInput;
    QTest::newRow("set a reserved VLAN") << u"vf-set"_s
                                         << QJsonObject{{u"device"_s, igbVf.toString()}, {u"vlan"_s, 4095}}
                                         << ErrorCode::InvalidInput;
    const auto configure = [](const QJsonArray &vfs) {
        return QJsonObject{{u"device"_s, igbPf.toString()}, {u"vfs"_s, vfs}};
    };
    const QJsonObject tagged{{u"index"_s, 1}, {u"vlan"_s, 7}};
    QTest::newRow("configure none") << u"vf-configure"_s << configure({}) << ErrorCode::InvalidInput;
    QTest::newRow("configure twice") << u"vf-configure"_s << configure({tagged, tagged}) << ErrorCode::InvalidInput;
    QTest::newRow("configure nothing") << u"vf-configure"_s << configure({QJsonObject{{u"index"_s, 1}}})
                                       << ErrorCode::InvalidInput;
    QTest::newRow("configure one that is not there")
        << u"vf-configure"_s << configure({QJsonObject{{u"index"_s, 7}, {u"vlan"_s, 7}}}) << ErrorCode::NotFound;
    QTest::newRow("configure text that is no JSON")
        << u"vf-configure"_s << configure({u"{"_s}) << ErrorCode::InvalidInput;
    QTest::newRow("the same MAC twice") << u"vf-configure"_s
                                        << configure({QJsonObject{{u"index"_s, 1}, {u"mac"_s, u"52:54:00:00:00:01"_s}},
                                               QJsonObject{{u"index"_s, 2}, {u"mac"_s, u"52:54:00:00:00:01"_s}}})
                                        << ErrorCode::InvalidInput;
    QTest::newRow("a way to refuse that is none")
        << u"vf-configure"_s
        << QJsonObject{{u"device"_s, igbPf.toString()}, {u"vfs"_s, QJsonArray{tagged}}, {u"refused"_s, u"ask"_s}}
        << ErrorCode::InvalidInput;
    QTest::newRow("configure a VF") << u"vf-configure"_s
                                    << QJsonObject{{u"device"_s, igbVf.toString()}, {u"vfs"_s, QJsonArray{tagged}}}
                                    << ErrorCode::UnsupportedConfiguration;
    QTest::newRow("keep or not") << u"vf-keep"_s << on(igbPf) << ErrorCode::InvalidInput;
    QTest::newRow("keep a drive") << u"vf-keep"_s << QJsonObject{{u"device"_s, nvme.toString()}, {u"keep"_s, true}}
                                  << ErrorCode::UnsupportedConfiguration;
    QTest::newRow("no such kind") << u"format"_s << on(igbVf) << ErrorCode::InvalidInput;
}

void TestPlanner::refusesSingleDevices()
{
    QFETCH(QString, kind);
    QFETCH(QJsonObject, arguments);
    QFETCH(ErrorCode, code);
    TestWorld world;
    const auto other = world.define(u"other"_s, hostdev(otherVf));
    world.run(*other, *world.plan(u"start"_s, {{u"domain"_s, u"other"_s}}));
    const auto plan = world.plan(kind, arguments);
    QVERIFY(!plan);
    QVERIFY2(plan.error().code == code, qPrintable(plan.error().toString()));
    if (code == ErrorCode::DeviceInUse)
        QVERIFY2(plan.error().detail.contains(u"other"), qPrintable(plan.error().detail));
}

void TestPlanner::namesNoMachineOfOthers()
{
    TestWorld world;
    const auto uuid = world.define(u"secret"_s, hostdevInterface(igbVf));
    QVERIFY(uuid);
    world.run(*uuid, *world.plan(u"start"_s, {{u"domain"_s, u"secret"_s}}));
    const auto said = [&](const QString &kind) {
        const auto plan = world.plan(kind, {{u"device"_s, igbVf.toString()}, {u"vlan"_s, 7}});
        return QString::fromUtf8(QJsonDocument(plan ? plan->toJson(world.host) : plan.error().toJson()).toJson());
    };
    for (const QString &kind : {u"reset"_s, u"reattach"_s, u"detach"_s, u"vf-set"_s}) {
        world.caller = 1000;
        QVERIFY2(said(kind).contains(u"secret"), qPrintable(said(kind)));
        world.caller = 1001;
        const QString toOthers = said(kind);
        QVERIFY2(!toOthers.contains(u"secret"), qPrintable(toOthers));
        QVERIFY2(!toOthers.contains(uuid->toString(QUuid::WithoutBraces)), qPrintable(toOthers));
        QVERIFY2(toOthers.contains(u"uid 1000"), qPrintable(toOthers)); // that it is taken is told
    }
}

void TestPlanner::givesBackToTheFormerDriver()
{
    TestWorld world;
    world.host.functions[igbVf].driver = u"vfio-pci"_s;
    world.formerDriver = [](const PciAddress &device) {
        return device == igbVf ? QJsonObject{{u"driver"_s, u"igbvf"_s}, {u"override"_s, u"igbvf"_s}} : QJsonObject();
    };
    const auto plan = world.plan(u"reattach"_s, {{u"device"_s, igbVf.toString()}});
    QVERIFY(plan);
    QCOMPARE(plan->steps.first()->arguments()[u"driver"].toString(), u"igbvf"_s);
    QCOMPARE(plan->steps.first()->arguments()[u"override"].toString(), u"igbvf"_s);
}

void TestPlanner::attachesLive()
{
    TestWorld world;
    const auto uuid = world.define(u"web"_s, {});
    world.run(*uuid, *world.plan(u"start"_s, {{u"domain"_s, u"web"_s}}));
    const auto plan = world.plan(
        u"attach"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, hostdevInterface(igbVf, tagged)}, {u"live"_s, true}});
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    QCOMPARE(kindsOf(*plan),
        (QStringList{u"load-module"_s, u"change-driver"_s, u"set-vf"_s, u"lend-node"_s, u"attach-device"_s}));
    const QJsonObject properties = plan->steps.last()->arguments()[u"properties"].toObject();
    QCOMPARE(properties[u"host"].toString(), igbVf.toString());
    QCOMPARE(properties[u"id"].toString(), u"hostdev0"_s);
    QVERIFY(!properties[u"bus"].toString().isEmpty());
    QVERIFY(plan->liveXml.contains("52:54:00:6d:90:02"));
    QVERIFY(plan->configXml.isEmpty());
    QCOMPARE(plan->action, u"org.laneway.helper.device.assign"_s);
}

void TestPlanner::attachesSeveralLive()
{
    TestWorld world;
    QString ports;
    for (const QString &index : {u"1"_s, u"2"_s, u"3"_s, u"4"_s, u"5"_s, u"6"_s, u"7"_s, u"8"_s})
        ports += u"<controller type='pci' index='%1' model='pcie-root-port'/>"_s.arg(index);
    const auto uuid = world.define(u"web"_s, u"<controller type='pci' index='0' model='pcie-root'/>"_s + ports);
    QVERIFY2(uuid, qPrintable(uuid ? QString() : uuid.error().toString()));
    world.run(*uuid, *world.plan(u"start"_s, {{u"domain"_s, u"web"_s}}));
    AssignedDevice trusted;
    trusted.form = AssignedDevice::Form::Interface;
    trusted.source = igbVf;
    trusted.managed = true;
    trusted.extra.trust = true;
    AssignedDevice plain;
    plain.source = otherVf;
    plain.managed = true;
    const auto plan = world.plan(
        u"attach"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, deviceListXml({trusted, plain})}, {u"live"_s, true}});
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    QCOMPARE(kindsOf(*plan),
        (QStringList{u"load-module"_s, u"change-driver"_s, u"change-driver"_s, u"set-vf"_s, u"lend-node"_s,
            u"lend-node"_s, u"attach-device"_s, u"attach-device"_s}));
    const QJsonObject first = plan->steps[6]->arguments();
    const QJsonObject second = plan->steps[7]->arguments();
    QVERIFY(first[u"properties"][u"bus"] != second[u"properties"][u"bus"]);
    QVERIFY(first[u"properties"][u"id"] != second[u"properties"][u"id"]);
    // Taken back in reverse, each finds the limit that was there before it.
    QCOMPARE(second[u"formerMemoryLock"], first[u"memoryLock"]);
    const auto live = DomainXml::parse(plan->liveXml)->assignedDevices();
    QVERIFY(live);
    QCOMPARE(live->size(), 2);
    QCOMPARE(live->first().extra.trust, std::optional(true)); // still known when it is taken out

    // What goes along without being shown takes no port.
    plain.unassigned = true;
    const auto idle = world.plan(
        u"attach"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, deviceListXml({trusted, plain})}, {u"live"_s, true}});
    QVERIFY2(idle, qPrintable(idle ? QString() : idle.error().toString()));
    QCOMPARE(kindsOf(*idle).count(u"attach-device"_s), 1);
    QCOMPARE(kindsOf(*idle).count(u"change-driver"_s), 2);
}

/// Else the next start would be refused.
void TestPlanner::aVirtiofsFolderSharesTheMemory()
{
    TestWorld world;
    QVERIFY(world.define(u"web"_s, {}));
    const QString folder = u"<filesystem type='mount'>%1<source dir='/srv'/><target dir='srv'/></filesystem>"_s;
    const auto asked = [&](const QString &driver) {
        return world.plan(u"attach"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, folder.arg(driver)}, {u"config"_s, true}});
    };
    const auto plan = asked(u"<driver type='virtiofs'/>"_s);
    QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
    QVERIFY2(plan->configXml.contains("<access mode='shared'/>"), plan->configXml.constData());
    QCOMPARE(plan->warnings.size(), 1);
    QVERIFY2(plan->warnings.first().contains(u"memory of web becomes shared"_s), qPrintable(plan->warnings.first()));
    const auto other = asked({});
    QVERIFY(other && other->warnings.isEmpty() && !other->configXml.contains("memoryBacking"));
}

void TestPlanner::aSocketToTheHostGetsItsNumberAtStart()
{
    TestWorld world;
    QVERIFY(world.define(u"web"_s, u"<vsock model='virtio'><cid auto='yes'/></vsock>"_s));
    const auto plan = world.plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
    QCOMPARE(vsockNumbers(*DomainXml::parse(plan->liveXml)).size(), 1);
    const QString arguments
        = plan->steps.last()->arguments()[u"launch"][u"arguments"].toVariant().toStringList().join(u' ');
    QVERIFY2(arguments.contains(u"\"guest-cid\":"_s), qPrintable(arguments));
}

/// Older guests have no more than 32.
void TestPlanner::warnsOfManyDevices()
{
    for (const int before : {31, 32}) {
        QString devices;
        for (int i = 0; i < before; ++i)
            devices += hostdev(*PciAddress::make(0, quint8(0x40 + i / 31), quint8(i % 31), 0));
        TestWorld world;
        QVERIFY(world.define(u"web"_s, devices));
        const auto plan
            = world.plan(u"attach"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, hostdev(igbVf)}, {u"config"_s, true}});
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
        QCOMPARE(plan->warnings.size(), before == 32 ? 1 : 0);
        if (before == 32)
            QVERIFY2(plan->warnings.first().contains(u"33"_s), qPrintable(plan->warnings.first()));
        const auto other
            = world.plan(u"attach"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, emulatedCard}, {u"config"_s, true}});
        QVERIFY(other);
        QVERIFY(other->warnings.isEmpty()); // it is not about that one
    }
}

void TestPlanner::startsWithUsb()
{
    TestWorld world;
    QVERIFY(world.define(u"desk"_s, usbKeyboard));
    const auto plan = world.plan(u"start"_s, {{u"domain"_s, u"desk"_s}});
    QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
    QCOMPARE(kindsOf(*plan), (QStringList{u"lend-usb"_s, u"start-domain"_s}));
    QCOMPARE(plan->action, u"org.laneway.helper.device.assign"_s);
    QCOMPARE(plan->usbVerdicts.value(keyboardPort).level, Level::Caution); // the only keyboard
    QVERIFY(!plan->loses.isEmpty());
    QVERIFY(plan->resources.contains(u"usb 1-1.6"_s));
    QVERIFY(plan->resources.contains(u"~0000:00:1d.0"_s));
    const QString arguments
        = plan->steps.last()->arguments()[u"launch"][u"arguments"].toVariant().toStringList().join(u' ');
    QVERIFY2(arguments.contains(u"/dev/bus/usb/001/003"_s), qPrintable(arguments));
    QVERIFY(plan->steps.last()->arguments()[u"launch"][u"deviceNodes"].toArray().contains(u"bus/usb/001/003"_s));
}

void TestPlanner::refusesUsb_data()
{
    QTest::addColumn<QString>("devices");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("says");
    const auto byAddress = [](int bus, int device) {
        return u"<hostdev mode='subsystem' type='usb'><source><address bus='%1' device='%2'/></source></hostdev>"_s
            .arg(bus)
            .arg(device);
    };
    QTest::newRow("not plugged in") << usbHostdev(u"0xdead"_s, u"0xbeef"_s) << ErrorCode::NotFound << u"plugged in"_s;
    QTest::newRow("requisite, not plugged in")
        << usbHostdev(u"0xdead"_s, u"0xbeef"_s, u"requisite"_s) << ErrorCode::NotFound << u"plugged in"_s;
    QTest::newRow("root hub") << byAddress(1, 1) << ErrorCode::NotAnEndpoint << u"hub"_s;
    QTest::newRow("hub") << byAddress(1, 2) << ErrorCode::NotAnEndpoint << u"hub"_s;
    QTest::newRow("by kind and by address")
        << QString(usbKeyboard + byAddress(1, 3)) << ErrorCode::UnsupportedConfiguration << u"twice"_s;
    QTest::newRow("several fit") << usbHostdev(u"0x0403"_s, u"0x6001"_s) << ErrorCode::UnsupportedConfiguration
                                 << u"001/020, 001/021"_s;
    QTest::newRow("with its controller") << QString(usbKeyboard + hostdev(at(u"0000:00:1d.0"_s)))
                                         << ErrorCode::DeviceInUse << u"controller"_s;
}

void TestPlanner::refusesUsb()
{
    QFETCH(QString, devices);
    QFETCH(ErrorCode, code);
    QFETCH(QString, says);
    TestWorld world;
    for (const int number : {20, 21}) {
        UsbDevice device = world.host.usb[keyboardPort];
        device.port = *UsbPort::parse(u"1-1.%1"_s.arg(number - 18));
        device.address.device = number;
        device.ids = {0x0403, 0x6001};
        world.host.usb.insert(device.port, device);
    }
    QVERIFY(world.define(u"desk"_s, devices));
    const auto plan = world.plan(u"start"_s, {{u"domain"_s, u"desk"_s}});
    QVERIFY(!plan);
    QVERIFY2(plan.error().code == code, qPrintable(plan.error().toString()));
    QVERIFY2(plan.error().detail.contains(says), qPrintable(plan.error().detail));
}

void TestPlanner::startsWithoutWhatIsOptional()
{
    TestWorld world;
    QVERIFY(world.define(u"desk"_s, usbHostdev(u"0xdead"_s, u"0xbeef"_s, u"optional"_s)));
    const auto plan = world.plan(u"start"_s, {{u"domain"_s, u"desk"_s}});
    QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
    QCOMPARE(kindsOf(*plan), QStringList{u"start-domain"_s});
    QVERIFY(plan->liveXml.contains("missing="));
}

void TestPlanner::plugsUsbInAndOut()
{
    TestWorld world;
    const auto uuid = world.define(u"desk"_s, {});
    world.run(*uuid, *world.plan(u"start"_s, {{u"domain"_s, u"desk"_s}}));
    const QJsonObject arguments{
        {u"domain"_s, u"desk"_s}, {u"xml"_s, usbKeyboard}, {u"live"_s, true}, {u"config"_s, true}};
    const auto in = world.plan(u"attach"_s, arguments);
    QVERIFY2(in, in ? "" : qPrintable(in.error().toString()));
    QCOMPARE(kindsOf(*in), (QStringList{u"lend-usb"_s, u"attach-usb"_s}));
    const QJsonObject properties = in->steps.last()->arguments()[u"properties"].toObject();
    QCOMPARE(properties[u"hostdevice"].toString(), u"/dev/bus/usb/001/003"_s);
    QCOMPARE(properties[u"bus"].toString(), u"usb.0"_s);
    QVERIFY(!in->configXml.isEmpty());
    QVERIFY(!in->configXml.contains("bus=\"1\"")); // only the running one knows the number

    world.run(*uuid, *in);
    QCOMPARE(claimsOf(world.world()).holder(keyboardPort)->domain, *uuid);
    QCOMPARE(world.plan(u"attach"_s, arguments).error().code, ErrorCode::AlreadyExists);
    const QJsonObject out{{u"domain"_s, u"desk"_s}, {u"xml"_s, usbKeyboard}, {u"live"_s, true}};
    const auto plan = world.plan(u"detach-device"_s, out);
    QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
    QCOMPARE(kindsOf(*plan), (QStringList{u"detach-usb"_s, u"give-back"_s}));
    QVERIFY(!plan->liveXml.contains("usb-host") && !plan->liveXml.contains("0x046b"));
    // Also after it was plugged out of the host: the guest's half is still there.
    world.host.usb.remove(keyboardPort);
    QCOMPARE(kindsOf(*world.plan(u"detach-device"_s, out)), (QStringList{u"detach-usb"_s, u"give-back"_s}));
}

void TestPlanner::attachesToTheDefinition()
{
    TestWorld world;
    QVERIFY(world.define(u"web"_s, {}));
    const auto plan
        = world.plan(u"attach"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, hostdev(igbVf)}, {u"config"_s, true}});
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    QVERIFY(plan->steps.isEmpty());
    const auto xml = DomainXml::parse(plan->configXml);
    QVERIFY(xml);
    const AssignedDevice device = xml->assignedDevices()->first();
    QCOMPARE(device.source, igbVf);
    QVERIFY(device.guestAddress);
    QVERIFY(device.identity); // a stranger at its place will be noticed
    QCOMPARE(plan->action, u"org.laneway.helper.machine.manage"_s);
}

void TestPlanner::detachesLive()
{
    TestWorld world;
    const auto uuid = world.define(u"web"_s, hostdevInterface(igbVf, tagged) + hostdev(otherVf));
    world.run(*uuid, *world.plan(u"start"_s, {{u"domain"_s, u"web"_s}}));
    const auto plan = world.plan(u"detach-device"_s,
        {{u"domain"_s, u"web"_s}, {u"xml"_s, hostdevInterface(igbVf, tagged)}, {u"live"_s, true}, {u"config"_s, true}});
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    QStringList given;
    for (const StepPtr &step : plan->steps)
        given += step->kind() == u"give-back" ? step->arguments()[u"step"][u"kind"].toString() : step->kind();
    QCOMPARE(given, (QStringList{u"detach-device"_s, u"lend-node"_s, u"set-vf"_s, u"change-driver"_s}));
    QVERIFY(!plan->goesForward());
    QCOMPARE(DomainXml::parse(plan->liveXml)->assignedDevices()->size(), 1);
    QCOMPARE(DomainXml::parse(plan->configXml)->assignedDevices()->size(), 1);
}

void TestPlanner::refusesToAttach_data()
{
    QTest::addColumn<QJsonObject>("arguments");
    QTest::addColumn<ErrorCode>("code");
    const auto to = [](const QString &domain, const QString &xml, bool live, bool config) {
        return QJsonObject{{u"domain"_s, domain}, {u"xml"_s, xml}, {u"live"_s, live}, {u"config"_s, config}};
    };
    QTest::newRow("live to one that is off")
        << to(u"off"_s, hostdev(igbVf), true, false) << ErrorCode::UnsupportedConfiguration;
    QTest::newRow("no such domain") << to(u"none"_s, hostdev(igbVf), true, false) << ErrorCode::NotFound;
    QTest::newRow("not XML") << to(u"on"_s, u"<hostdev"_s, true, false) << ErrorCode::InvalidXml;
    QTest::newRow("twice") << to(u"on"_s, hostdev(otherVf), true, false) << ErrorCode::AlreadyExists;
    QTest::newRow("twice in the definition") << to(u"on"_s, hostdev(otherVf), false, true) << ErrorCode::AlreadyExists;
    QTest::newRow("bridge") << to(u"on"_s, hostdev(bridge), true, false) << ErrorCode::NotAnEndpoint;
    QTest::newRow("PF as interface") << to(u"on"_s, hostdevInterface(eno1), true, false)
                                     << ErrorCode::NotAVirtualFunction;
    QTest::newRow("screen while it runs")
        << to(u"on"_s, u"<video><model type='vga'/></video>"_s, true, false) << ErrorCode::UnsupportedConfiguration;
}

void TestPlanner::refusesToAttach()
{
    QFETCH(QJsonObject, arguments);
    QFETCH(ErrorCode, code);
    TestWorld world;
    QVERIFY(world.define(u"off"_s, {}));
    const auto on = world.define(u"on"_s, hostdev(otherVf));
    world.run(*on, *world.plan(u"start"_s, {{u"domain"_s, u"on"_s}}));
    const auto plan = world.plan(u"attach"_s, arguments);
    QVERIFY(!plan);
    QVERIFY2(plan.error().code == code, qPrintable(plan.error().toString()));
}

void TestPlanner::undoesWhatIsStillSo()
{
    TestWorld world;
    world.host.functions[igbVf].driver = u"vfio-pci"_s;
    const StepPtr step = std::make_shared<const ChangeDriver>(igbVf, u"vfio-pci"_s, u"vfio-pci"_s, u"igbvf"_s);
    QJsonObject json = stepToJson(*step);
    json[u"state"] = u"done"_s;
    json[u"former"] = QJsonObject{{u"driver"_s, u"igbvf"_s}, {u"override"_s, QString()}};
    world.journal = [json](const QString &) {
        return QJsonObject{{u"kind"_s, u"detach"_s}, {u"outcome"_s, u"done"_s}, {u"title"_s, u"Detach it"_s},
            {u"steps"_s, QJsonArray{json}}};
    };
    const auto plan = world.plan(u"undo"_s, {{u"job"_s, u"j1"_s}});
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    QCOMPARE(kindsOf(*plan), QStringList{u"give-back"_s});
    QCOMPARE(plan->steps.first()->arguments()[u"former"].toObject(), json[u"former"].toObject());
}

void TestPlanner::resetsNothingThatTheHostNeeds()
{
    TestWorld world;
    BlockDevice disk;
    disk.name = u"nvme0n1"_s;
    world.host.functions[nvme].disks = {disk};
    QVERIFY(world.plan(u"reset"_s, {{u"device"_s, nvme.toString()}}));
    disk.mounts = {u"/"_s};
    world.host.functions[nvme].disks = {disk};
    const auto plan = world.plan(u"reset"_s, {{u"device"_s, nvme.toString()}});
    QVERIFY(!plan);
    QCOMPARE(plan.error().code, ErrorCode::DeviceInUse);
    QVERIFY2(plan.error().detail.contains(u"nvme0n1"_s), qPrintable(plan.error().detail));
}

void TestPlanner::undoesAChangedDefinition()
{
    TestWorld world;
    const auto uuid = world.define(u"web"_s, {});
    const QByteArray before = world.domains.find(*uuid)->xml.toXml();
    const auto attach
        = world.plan(u"attach"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, hostdev(igbVf)}, {u"config"_s, true}});
    QVERIFY2(attach, qPrintable(attach ? QString() : attach.error().toString()));
    const QJsonObject entry{{u"kind"_s, u"attach"_s}, {u"outcome"_s, u"done"_s}, {u"title"_s, u"Add it"_s},
        {u"domain"_s, QJsonObject{{u"uuid"_s, uuid->toString(QUuid::WithoutBraces)}, {u"name"_s, u"web"_s}}},
        {u"definition"_s,
            QJsonObject{{u"before"_s, QString::fromUtf8(attach->formerConfigXml)},
                {u"after"_s, definitionDigest(attach->configXml)}}}};
    world.journal = [entry](const QString &) { return entry; };
    // Not while the definition is another than the job left.
    const auto early = world.plan(u"undo"_s, {{u"job"_s, u"j1"_s}});
    QVERIFY(!early);
    QCOMPARE(early.error().code, ErrorCode::HostChanged);
    QVERIFY(world.domains.put(*DomainXml::parse(attach->configXml), world.domains.find(*uuid)->owner));
    const auto plan = world.plan(u"undo"_s, {{u"job"_s, u"j1"_s}});
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    QVERIFY(plan->steps.isEmpty());
    QCOMPARE(plan->configXml, before);
    QVERIFY(plan->action.endsWith(u"machine.manage"_s));
}

void TestPlanner::editsADefinition()
{
    TestWorld world;
    const auto uuid = world.define(u"web"_s, {});
    world.define(u"mail"_s, {});
    const QString before = QString::fromUtf8(world.domains.find(*uuid)->xml.toXml());
    const auto edit = [&](const QString &xml) {
        return world.plan(u"edit"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, xml}});
    };
    QString renamed = before;
    const auto plan = edit(renamed.replace(u"<name>web<"_s, u"<name>www<"_s));
    QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
    QVERIFY(plan->configXml.contains("<name>www<"));
    QCOMPARE(QString::fromUtf8(plan->formerConfigXml), before);
    QString taken = before;
    QCOMPARE(edit(taken.replace(u"<name>web<"_s, u"<name>mail<"_s)).error().code, ErrorCode::AlreadyExists);
    QString other = before;
    const auto foreign
        = edit(other.replace(uuid->toString(QUuid::WithoutBraces), u"11111111-2222-3333-4444-555555555555"_s));
    QCOMPARE(foreign.error().code, ErrorCode::InvalidXml);
}

void TestPlanner::refusesToUndo_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<Change>("change");
    QTest::addColumn<ErrorCode>("code");
    const Change nothing = [](TestWorld &) {};
    QTest::newRow("given back meanwhile")
        << u"detach"_s << u"done"_s << Change([](TestWorld &world) { world.host.functions[igbVf].driver = u"igbvf"_s; })
        << ErrorCode::HostChanged;
    QTest::newRow("the device is gone") << u"detach"_s << u"done"_s
                                        << Change([](TestWorld &world) { world.host.functions.remove(igbVf); })
                                        << ErrorCode::HostChanged;
    QTest::newRow("a guest has it") << u"detach"_s << u"done"_s << Change([](TestWorld &world) {
        const auto other = world.define(u"other"_s, hostdev(igbVf));
        world.run(*other, *world.plan(u"start"_s, {{u"domain"_s, u"other"_s}}));
    }) << ErrorCode::DeviceInUse;
    QTest::newRow("was rolled back") << u"detach"_s << u"rolled-back"_s << nothing
                                     << ErrorCode::UnsupportedConfiguration;
    QTest::newRow("is under way") << u"detach"_s << QString() << nothing << ErrorCode::UnsupportedConfiguration;
    QTest::newRow("a start") << u"start"_s << u"done"_s << nothing << ErrorCode::UnsupportedConfiguration;
    QTest::newRow("a stop") << u"destroy"_s << u"done"_s << nothing << ErrorCode::UnsupportedConfiguration;
}

void TestPlanner::refusesToUndo()
{
    QFETCH(QString, kind);
    QFETCH(QString, outcome);
    QFETCH(Change, change);
    QFETCH(ErrorCode, code);
    TestWorld world;
    world.host.functions[igbVf].driver = u"vfio-pci"_s;
    QJsonObject json = stepToJson(ChangeDriver(igbVf, u"vfio-pci"_s, u"vfio-pci"_s, u"igbvf"_s));
    json[u"state"] = u"done"_s;
    json[u"former"] = QJsonObject{{u"driver"_s, u"igbvf"_s}, {u"override"_s, QString()}};
    world.journal = [=](const QString &) {
        return QJsonObject{
            {u"kind"_s, kind}, {u"outcome"_s, outcome}, {u"title"_s, u"It"_s}, {u"steps"_s, QJsonArray{json}}};
    };
    change(world);
    const auto plan = world.plan(u"undo"_s, {{u"job"_s, u"j1"_s}});
    QVERIFY(!plan);
    QVERIFY2(plan.error().code == code, qPrintable(plan.error().toString()));
}

void TestPlanner::doesNotPlanReleasesForClients()
{
    TestWorld world;
    const auto uuid = world.define(u"web"_s, hostdev(igbVf));
    world.run(*uuid, *world.plan(u"start"_s, {{u"domain"_s, u"web"_s}}));
    // It would take the devices from under a running guest.
    QVERIFY(!world.plan(u"release"_s, {{u"domain"_s, u"web"_s}}));
}

void TestPlanner::showsItselfAsJson()
{
    TestWorld world;
    const auto uuid = world.define(u"web"_s, hostdevInterface(igbVf, tagged));
    const auto plan = world.plan(u"start"_s, {{u"domain"_s, u"web"_s}});
    const QJsonObject json = plan->toJson(world.host);
    QCOMPARE(json[u"id"].toString(), plan->id);
    QCOMPARE(json[u"domain"][u"uuid"].toString(), uuid->toString(QUuid::WithoutBraces));
    QCOMPARE(json[u"caller"].toInt(), 1000);
    QCOMPARE(json[u"snapshot"].toInt(), 1);
    QCOMPARE(json[u"verdicts"][0][u"address"].toString(), igbVf.toString());
    const QJsonArray steps = json[u"steps"].toArray();
    QCOMPARE(steps.size(), plan->steps.size());
    for (const QJsonValue &step : steps) {
        QVERIFY(!step[u"text"].toString().isEmpty());
        QVERIFY(!step[u"undo"].toString().isEmpty());
        QVERIFY(!step[u"verify"].toString().isEmpty());
        QVERIFY(!step[u"commands"].toArray().isEmpty());
    }
}

void TestPlanner::tellsWhatFewerVfsCost()
{
    TestWorld world;
    (void)world.define(u"web"_s, hostdevInterface(otherVf));
    world.networks = TestWorld::poolOf(u"enp2s0f0"_s);
    (void)world.define(u"db"_s, fromPool);
    world.caller = 1001;
    (void)world.define(u"theirs"_s, fromPool);
    world.caller = 1000;
    SriovCapability &sriov = *world.host.functions[igbPf].sriov;
    sriov.settings[0].mac = MacAddress::generate();
    sriov.kept = {{u"/etc/modprobe.d/igb.conf"_s, 3, false, u"modprobe"_s, u"options igb max_vfs=7"_s}};
    const auto plan = world.plan(u"vf-create"_s, {{u"device"_s, igbPf.toString()}, {u"count"_s, 2}});
    QVERIFY(plan);
    const QString loses = plan->loses.join(u'\n');
    QVERIFY2(loses.contains(u"web wants 0000:02:10.4"), qPrintable(loses));
    QVERIFY2(loses.contains(u"MAC address, VLAN"), qPrintable(loses));
    QVERIFY2(loses.contains(u"/etc/modprobe.d/igb.conf:3"), qPrintable(loses));
    // Seven interfaces are one line; a pool is named with whoever gets functions of it, as far as one may know.
    QVERIFY2(loses.contains(u"loses 7 network interfaces: enp2s0f0v0, enp2s0f0v1, enp2s0f0v2 … enp2s0f0v6."_s),
        qPrintable(loses));
    QVERIFY2(loses.contains(u"The pool pool shrinks from 7 virtual functions to 2. Machines of it: db."_s),
        qPrintable(loses));
    QVERIFY(!loses.contains(u"theirs"_s));
    const auto more = world.plan(u"vf-create"_s, {{u"device"_s, igbPf.toString()}, {u"count"_s, 8}});
    QVERIFY(!more->loses.join(u'\n').contains(u"web wants"));
    QVERIFY(!more->loses.join(u'\n').contains(u"shrinks"));
}

void TestPlanner::keepsByARuleOfUdev()
{
    TestWorld world;
    PciFunction &pf = world.host.functions[igbPf];
    pf.serial = u"a0-36-9f\"; RUN+=\"rm"_s;
    pf.sriov->driversAutoprobe = false;
    pf.sriov->settings = {{VfIndex{0}, MacAddress(), VfVlan(), true, false, VfLinkState::Auto, VfRate()},
        {VfIndex{1}, *MacAddress::parse(u"52:54:00:00:00:01"), VfVlan{*VlanId::make(42), 3}, false, true,
            VfLinkState::Enable, VfRate{0, 100}}};
    const auto plan = world.plan(u"vf-keep"_s, {{u"device"_s, igbPf.toString()}, {u"keep"_s, true}});
    QVERIFY(plan);
    const QJsonObject step = plan->steps.first()->arguments();
    QCOMPARE(step[u"file"].toString(), u"/etc/udev/rules.d/71-laneway-sriov-0000:02:00.0.rules"_s);
    QCOMPARE(step[u"content"].toString(),
        u"# Written by Laneway: virtual functions of 0000:02:00.0 (8086:10c9)\n"
        "# To be changed and removed by: lanewayctl vf keep 0000:02:00.0 [--remove]\n"
        "ACTION==\"add\", SUBSYSTEM==\"net\", KERNELS==\"0000:02:00.0\", SUBSYSTEMS==\"pci\", ATTRS{vendor}==\"0x8086\", "
        "ATTRS{device}==\"0x10c9\", ATTR{device/sriov_numvfs}==\"0\", GOTO=\"laneway_make\"\n"
        "GOTO=\"laneway_end\"\n"
        "LABEL=\"laneway_make\"\n"
        "ATTR{device/sriov_drivers_autoprobe}=\"0\"\n"
        "ATTR{device/sriov_numvfs}=\"7\"\n"
        "RUN+=\"/bin/sh -c 'for i in /sys/bus/pci/devices/0000:02:00.0/net/*; do /usr/sbin/ip link set dev \\\"$${i##*/}\\\" "
        "vf 0 spoofchk on trust off; done'\"\n"
        "RUN+=\"/bin/sh -c 'for i in /sys/bus/pci/devices/0000:02:00.0/net/*; do /usr/sbin/ip link set dev \\\"$${i##*/}\\\" "
        "vf 1 mac 52:54:00:00:00:01 vlan 42 qos 3 spoofchk off trust on state enable; /usr/sbin/ip link set dev \\\"$${i##*/}\\\" "
        "vf 1 max_tx_rate 100 min_tx_rate 0; done'\"\n"
        "LABEL=\"laneway_end\"\n"_s);
    QVERIFY(plan->steps.first()->commands().first().startsWith(u"cat >/etc/udev/rules.d/71-laneway"));

    pf.sriov->settings[1].vlan = VfVlan{{}, 5}; // a priority alone is a setting, too
    const auto tagged = world.plan(u"vf-keep"_s, {{u"device"_s, igbPf.toString()}, {u"keep"_s, true}});
    QVERIFY(tagged->steps.first()->arguments()[u"content"].toString().contains(
        u"vf 1 mac 52:54:00:00:00:01 vlan 0 qos 5 "));

    // What has no network interface is kept once its driver is there, and says nothing of settings.
    pf.interfaces.clear();
    const QString other = world.plan(u"vf-keep"_s, {{u"device"_s, igbPf.toString()}, {u"keep"_s, true}})
                              ->steps.first()
                              ->arguments()[u"content"]
                              .toString();
    QVERIFY2(other.contains(u"ACTION==\"add|bind\", SUBSYSTEM==\"pci\", KERNEL==\"0000:02:00.0\""), qPrintable(other));
    QVERIFY(!other.contains(u"RUN"));
}

void TestPlanner::keepsWhatIsTheAdministrators()
{
    // A running machine's own MAC and VLAN end with it.
    TestWorld world;
    const auto uuid = world.define(u"web"_s, hostdevInterface(igbVf, tagged));
    world.run(*uuid, *world.plan(u"start"_s, {{u"domain"_s, u"web"_s}}));
    SriovCapability &sriov = *world.host.functions[igbPf].sriov;
    for (HeldStep &held : world.runs.first().held)
        if (held.step->kind() == u"set-vf")
            held.former = sriov.settings[1].toJson();
    sriov.settings[1].mac = *MacAddress::parse(u"52:54:00:6d:90:02");
    const auto plan = world.plan(u"vf-keep"_s, {{u"device"_s, igbPf.toString()}, {u"keep"_s, true}});
    QVERIFY(plan);
    QVERIFY(!plan->steps.first()->arguments()[u"content"].toString().contains(u"52:54:00:6d:90:02"));
    // What is set meanwhile, and not by the machine's start, stays.
    sriov.settings[1].trust = true;
    const auto trusted = world.plan(u"vf-keep"_s, {{u"device"_s, igbPf.toString()}, {u"keep"_s, true}});
    const QString content = trusted->steps.first()->arguments()[u"content"].toString();
    QVERIFY(content.contains(u"vf 1 spoofchk on trust on") && !content.contains(u"52:54:00:6d:90:02"));

    // Nor what comes with a port profile.
    TestWorld switched;
    const auto web = switched.define(u"web"_s, hostdevInterface(igbVf, profiled));
    switched.run(*web, *switched.plan(u"start"_s, {{u"domain"_s, u"web"_s}}));
    SriovCapability &card = *switched.host.functions[igbPf].sriov;
    bool associated = false;
    for (HeldStep &held : switched.runs.first().held)
        if (held.step->kind() == u"associate-port") {
            held.former = {{u"settings"_s, card.settings[1].toJson()}};
            associated = true;
        }
    QVERIFY(associated);
    card.settings[1].mac = *MacAddress::parse(u"52:54:00:6d:90:02");
    const auto other = switched.plan(u"vf-keep"_s, {{u"device"_s, igbPf.toString()}, {u"keep"_s, true}});
    QVERIFY(other);
    QVERIFY(!other->steps.first()->arguments()[u"content"].toString().contains(u"52:54:00:6d:90:02"));
}

void TestPlanner::aCardTakesItsFunctionsAlong()
{
    TestWorld world;
    world.networks = TestWorld::poolOf(u"enp2s0f0"_s);
    QVERIFY(world.define(u"mail"_s, hostdev(otherVf)));
    QVERIFY(world.define(u"web"_s, hostdev(igbPf)));
    for (const auto &[kind, arguments] : {std::pair(u"start"_s, QJsonObject{{u"domain"_s, u"web"_s}}),
             std::pair(u"detach"_s, QJsonObject{{u"device"_s, igbPf.toString()}})}) {
        const auto plan = world.plan(kind, arguments);
        QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().toString()));
        // Counted down before its driver leaves: what there was comes back with it.
        const QStringList kinds = kindsOf(*plan);
        QVERIFY(
            kinds.contains(u"set-vf-count"_s) && kinds.indexOf(u"set-vf-count"_s) < kinds.indexOf(u"change-driver"_s));
        const QString loses = plan->loses.join(u'\n');
        QVERIFY2(loses.contains(u"mail wants 0000:02:10.4") && loses.contains(u"pool"), qPrintable(loses));
        QVERIFY(plan->resources.contains(otherVf.toString()));
    }
    // Without any there is nothing to count.
    world.host.functions[igbPf].sriov->enabled = 0;
    QVERIFY(!kindsOf(*world.plan(u"detach"_s, {{u"device"_s, igbPf.toString()}})).contains(u"set-vf-count"_s));
}

void TestPlanner::saysWhatEndsWithTheMachine()
{
    TestWorld world;
    const auto uuid = world.define(u"web"_s, hostdevInterface(igbVf, tagged));
    world.run(*uuid, *world.plan(u"start"_s, {{u"domain"_s, u"web"_s}}));
    const auto losses = [&](const QString &kind, const QJsonObject &arguments) {
        const auto plan = world.plan(kind, arguments);
        return plan ? plan->loses.join(u'\n') : plan.error().toString();
    };
    const QString vlan = losses(u"vf-set"_s, {{u"device"_s, igbVf.toString()}, {u"vlan"_s, 7}, {u"trust"_s, true}});
    QVERIFY2(
        vlan.contains(u"until the machine web stops: then 0000:02:10.2 has again what it had before its start: VLAN."),
        qPrintable(vlan));
    const QString trust = losses(u"vf-set"_s, {{u"device"_s, igbVf.toString()}, {u"trust"_s, true}});
    QVERIFY2(trust.contains(u"traffic may stop") && !trust.contains(u"until"), qPrintable(trust));
    const QString many = losses(u"vf-configure"_s, someVfs({0, 1}));
    QVERIFY2(many.contains(u"until the machine web stops: then 0000:02:10.2"), qPrintable(many));
}

void TestPlanner::keepsNothingBesideOthers()
{
    const QJsonObject keep{{u"device"_s, igbPf.toString()}, {u"keep"_s, true}};
    TestWorld world;
    world.host.functions[igbPf].sriov->kept
        = {{u"/etc/udev/rules.d/70-nic.rules"_s, 2, false, u"udev"_s, u"ATTR{device/sriov_numvfs}=\"4\""_s}};
    const auto refused = world.plan(u"vf-keep"_s, keep);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::AlreadyExists);
    QVERIFY2(refused.error().detail.contains(u"/etc/udev/rules.d/70-nic.rules:2"), qPrintable(refused.error().detail));

    TestWorld ours;
    const QByteArray now = ours.plan(u"vf-keep"_s, keep)->steps.first()->arguments()[u"content"].toString().toUtf8();
    ours.keptFile = [&](const PciAddress &) { return now; };
    QVERIFY(ours.plan(u"vf-keep"_s, keep)->steps.isEmpty()); // it is as it should be
    const auto losses = [&](const QString &kind, const QJsonObject &arguments) {
        return ours.plan(kind, arguments)->loses.join(u'\n');
    };
    const QString set = losses(u"vf-set"_s, {{u"device"_s, otherVf.toString()}, {u"vlan"_s, 7}});
    QVERIFY2(set.contains(u"71-laneway-sriov-0000:02:00.0.rules has it") && set.contains(u"vf keep 0000:02:00.0"),
        qPrintable(set));
    QVERIFY(losses(u"vf-configure"_s, someVfs({3})).contains(u"71-laneway-sriov"));
    // What is kept already is no news.
    QVERIFY(!losses(u"vf-set"_s, {{u"device"_s, otherVf.toString()}, {u"vlan"_s, 0}}).contains(u"71-laneway-sriov"));
    ours.host.functions[igbPf].sriov->settings[2].trust = true;
    const auto changed = ours.plan(u"vf-keep"_s, keep);
    const QString patch = changed->steps.first()->commands().first();
    QVERIFY2(patch.contains(u"vf 2 spoofchk on trust on") && patch.contains(u"\n-RUN") && patch.contains(u"\n+RUN"),
        qPrintable(patch));
    QVERIFY(!patch.contains(u"vf 1 "));

    TestWorld withoutIp;
    withoutIp.ipProgram.clear();
    withoutIp.host.functions[igbPf].sriov->settings[2].trust = true;
    const auto plan = withoutIp.plan(u"vf-keep"_s, keep);
    QVERIFY2(plan->loses.join(u' ').contains(u"iproute2"), qPrintable(plan->loses.join(u' ')));
    QVERIFY(!plan->steps.first()->arguments()[u"content"].toString().contains(u"RUN"));
}

QTEST_GUILESS_MAIN(TestPlanner)
#include "tst_planner.moc"
