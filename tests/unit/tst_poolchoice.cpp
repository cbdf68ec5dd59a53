// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/poolchoice.h"

#include <QTest>

using namespace laneway;

namespace {

PciAddress at(const char16_t *text)
{
    return *PciAddress::parse(QStringView(text));
}

const PciAddress left = at(u"0000:02:00.0"); ///< "left", node 0, three VFs
const PciAddress right = at(u"0000:81:00.0"); ///< "right", node 1, three VFs
const PciAddress l0 = at(u"0000:02:10.0"), l1 = at(u"0000:02:10.2"), l2 = at(u"0000:02:10.4");
const PciAddress r0 = at(u"0000:81:10.0"), r1 = at(u"0000:81:10.2"), r2 = at(u"0000:81:10.4");
const PciAddress gpu = at(u"0000:82:00.0"); ///< node 1
const QUuid web = QUuid::createUuid(), db = QUuid::createUuid();

PciFunction endpoint(const PciAddress &address, quint32 classCode, int group, int node)
{
    PciFunction f;
    f.address = address;
    f.classCode = classCode;
    f.iommuGroup = group;
    f.header = HeaderType::Endpoint;
    f.resetKnown = true;
    f.resetMethods = {u"flr"_s};
    f.numaNode = node;
    return f;
}

HostSnapshot twoCards()
{
    HostSnapshot host;
    host.iommu.units = {u"dmar0"_s};
    int group = 0;
    const auto card
        = [&](const PciAddress &physical, const QString &name, const QList<PciAddress> &functions, int node) {
              PciFunction pf = endpoint(physical, 0x020000, group++, node);
              pf.driver = u"igb"_s;
              pf.interfaces = {{name, MacAddress::parse(u"02:00:00:00:00:01").value(), true, true, false, {}}};
              pf.sriov = SriovCapability{7, int(functions.size()), 128, 2, 0x10ca, true, functions, {}};
              host.functions.insert(physical, pf);
              for (int i = 0; i < functions.size(); ++i) {
                  PciFunction vf = endpoint(functions[i], 0x020000, group++, node);
                  vf.driver = u"igbvf"_s;
                  vf.physicalFunction = physical;
                  vf.vfIndex = VfIndex{quint32(i)};
                  vf.interfaces = {{name + u'v' + QString::number(i), {}, false, false, false, {}}};
                  host.functions.insert(vf.address, vf);
              }
          };
    card(left, u"left"_s, {l0, l1, l2}, 0);
    card(right, u"right"_s, {r0, r1, r2}, 1);
    host.functions.insert(gpu, endpoint(gpu, 0x030200, group++, 1));
    return host;
}

/// Everything a choice is made from, changed by a row of a table.
struct Scene
{
    HostSnapshot host = twoCards();
    Claims claims;
    PoolSource pool{u"left"_s, {}, PoolPolicy::Pack};
    std::optional<QUuid> target = web;
    QList<PciAddress> alsoTaken;
    QMap<PciAddress, QString> promised;
    std::optional<PciAddress> last;
    QList<PciAddress> near;
    QMap<PciAddress, QString> opened;
    QSet<PciAddress> remembered;
    std::optional<int> node;
    std::optional<uint> asker;

    PoolQuestion question() const
    {
        return {host, claims, pool, target, alsoTaken, promised, last, near, opened, remembered, node, asker};
    }
    void beside(const PciAddress &device)
    {
        alsoTaken += device;
        near += device;
    }
    void bothCards() { pool = {{}, {l0, l1, l2, r0, r1, r2}, PoolPolicy::Pack}; }
    void hold(const PciAddress &device, const QUuid &by = db)
    {
        claims.domains += Claim{device, by, u"db"_s, 1000, true, true};
        host.functions[device].driver = u"vfio-pci"_s;
        host.functions[device].interfaces.clear();
    }
    void want(const PciAddress &device, const QUuid &by = db, uint owner = 1000)
    {
        claims.domains += Claim{device, by, u"db"_s, owner, false, true};
    }
    NetInterface &interface(const PciAddress &device) { return host.functions[device].interfaces.first(); }
};

using Change = std::function<void(Scene &)>;

} // namespace

Q_DECLARE_METATYPE(Change)

class TestPoolChoice : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void chooses_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("device");
        const auto add = [](const char *name, const Change &change, const std::optional<PciAddress> &device) {
            QTest::newRow(name) << change << (device ? device->toString() : QString());
        };
        add(
            "the first", [](Scene &) {}, l0);
        add(
            "one that is held is none", [](Scene &s) { s.hold(l0); }, l1);
        add(
            "one that another definition wants is none", [](Scene &s) { s.want(l0); }, l1);
        add(
            "what its own definition wants does not count", [](Scene &s) { s.want(l0, web); }, l0);
        add(
            "one in somebody else's definition is the last one",
            [](Scene &s) {
                s.asker = 1001;
                s.want(l0);
                s.want(l1);
            },
            l2);
        add(
            "and better than none",
            [](Scene &s) {
                s.asker = 1001;
                s.want(l0);
                s.want(l1);
                s.want(l2);
            },
            l0);
        add(
            "also when the interface had it the last time",
            [](Scene &s) {
                s.asker = 1001;
                s.want(l0);
                s.last = l0;
            },
            l1);
        add(
            "one in a definition of the same owner is none",
            [](Scene &s) {
                s.asker = 1000;
                s.want(l0);
            },
            l1);
        add("one in a definition of root's is none",
            [](Scene &s) {
                s.asker = 1001;
                for (const PciAddress &device : {l0, l1, l2})
                    s.want(device, db, 0);
            },
            {});
        add(
            "one that somebody else's machine runs with is none",
            [](Scene &s) {
                s.asker = 1001;
                s.hold(l0);
                s.hold(l1);
            },
            l2);
        add(
            "one that the same machine takes is none", [](Scene &s) { s.alsoTaken = {l0}; }, l1);
        add(
            "one that a job is giving away is none", [](Scene &s) { s.promised[l0] = u"mail"_s; }, l1);
        add(
            "one that is detached is free", [](Scene &s) { s.host.functions[l0].driver = u"vfio-pci"_s; }, l0);
        add(
            "an interface with an address is the host's",
            [](Scene &s) { s.interface(l0).up = s.interface(l0).carrier = s.interface(l0).routed = true; }, l1);
        add(
            "one that is up with a link comes after those that are not",
            [](Scene &s) { s.interface(l0).up = s.interface(l0).carrier = true; }, l1);
        add(
            "all are up, as some hosts see to",
            [](Scene &s) {
                for (const PciAddress &vf : {l0, l1, l2})
                    s.interface(vf).up = s.interface(vf).carrier = true;
            },
            l0);
        add(
            "one that another program has open is none",
            [](Scene &s) {
                s.host.functions[l0].driver = u"vfio-pci"_s;
                s.opened[l0] = u"dpdk (process 7)"_s;
            },
            l1);
        add(
            "one that is up without a link is not", [](Scene &s) { s.interface(l0).up = true; }, l0);
        add(
            "the default route is the host's", [](Scene &s) { s.interface(l0).defaultRoute = true; }, l1);
        add(
            "a port of a bridge is the host's", [](Scene &s) { s.interface(l0).usedBy = u"br0"_s; }, l1);
        add(
            "a group with another device is none",
            [](Scene &s) {
                s.host.functions[l0].iommuGroup = s.host.functions[gpu].iommuGroup;
                s.host.functions[gpu].driver = u"nvidia"_s;
            },
            l1);
        add("no IOMMU, no choice",
            [](Scene &s) {
                s.host.iommu.units.clear();
                for (PciFunction &f : s.host.functions)
                    f.iommuGroup.reset();
            },
            {});
        add(
            "without its PF's interface nothing can be set",
            [](Scene &s) {
                s.bothCards();
                s.host.functions[left].interfaces.clear();
            },
            r0);
        add(
            "a PF that a machine has takes its functions along",
            [](Scene &s) {
                s.bothCards();
                s.hold(left);
            },
            r0);
        add("all are gone",
            [](Scene &s) {
                s.hold(l0);
                s.hold(l1);
                s.hold(l2);
            },
            {});
        add(
            "the list may name what is not there",
            [](Scene &s) {
                s.pool = {{}, {at(u"0000:05:00.0"), gpu, l2}, PoolPolicy::Pack};
            },
            l2);

        add(
            "what it had the last time", [](Scene &s) { s.last = l2; }, l2);
        add(
            "what it had the last time is held",
            [](Scene &s) {
                s.last = l2;
                s.hold(l2);
            },
            l0);
        add(
            "what it had the last time is of another pool", [](Scene &s) { s.last = r2; }, l0);
        add(
            "the last time is more than the node",
            [](Scene &s) {
                s.bothCards();
                s.beside(gpu);
                s.last = l2;
            },
            l2);
        add(
            "what another machine had the last time comes after the others", [](Scene &s) { s.remembered = {l0}; }, l1);
        add(
            "what another machine had the last time is better than none",
            [](Scene &s) {
                s.remembered = {l0, l1, l2};
            },
            l0);
        add(
            "spread is more than what another machine had",
            [](Scene &s) {
                s.bothCards();
                s.pool.policy = PoolPolicy::Spread;
                s.remembered = {l0, l1, l2};
                s.hold(r0);
            },
            l0);
        add(
            "near the machine's other device",
            [](Scene &s) {
                s.bothCards();
                s.beside(gpu);
            },
            r0);
        add(
            "the node is more than the policy",
            [](Scene &s) {
                s.bothCards();
                s.beside(gpu);
                s.hold(l0); // pack would go on here
            },
            r0);
        add(
            "a far one is better than none", [](Scene &s) { s.beside(gpu); }, l0);

        add(
            "packed: where most is taken",
            [](Scene &s) {
                s.bothCards();
                s.hold(r1);
            },
            r0);
        add(
            "packed: of equals the first",
            [](Scene &s) {
                s.bothCards();
                s.hold(r1);
                s.hold(l0);
            },
            l1);
        add(
            "spread: where least is taken",
            [](Scene &s) {
                s.bothCards();
                s.pool.policy = PoolPolicy::Spread;
                s.hold(l1);
            },
            r0);
        add(
            "spread: what a job is giving away counts",
            [](Scene &s) {
                s.bothCards();
                s.pool.policy = PoolPolicy::Spread;
                s.promised[r0] = u"mail"_s;
            },
            l0);
        add(
            "spread: of one machine, too",
            [](Scene &s) {
                s.bothCards();
                s.pool.policy = PoolPolicy::Spread;
                s.alsoTaken = {l0};
            },
            r0);
        add(
            "spread: near a device that was chosen",
            [](Scene &s) {
                s.bothCards();
                s.pool.policy = PoolPolicy::Spread;
                s.beside(gpu);
                s.alsoTaken += r0;
            },
            r1);
        add(
            "near its processors",
            [](Scene &s) {
                s.bothCards();
                s.node = 1;
            },
            r0);
        add(
            "its processors are more than its other device",
            [](Scene &s) {
                s.bothCards();
                s.beside(gpu);
                s.node = 0;
            },
            l0);
    }
    void chooses()
    {
        QFETCH(Change, change);
        QFETCH(QString, device);
        Scene scene;
        change(scene);
        const auto members = poolMembers(scene.question());
        const auto chosen = chooseMember(scene.question(), members);
        QCOMPARE(chosen ? chosen->toString() : QString(), device);
        // Whoever is not free says why.
        for (const PoolMember &member : members)
            for (const Reason &reason : member.reasons)
                QVERIFY(reason.level >= Level::Blocked && !reason.code.isEmpty());
    }

    void saysWhoHasThem()
    {
        Scene scene;
        scene.hold(l0);
        scene.want(l1);
        scene.promised[l2] = u"mail"_s;
        const auto members = poolMembers(scene.question());
        QCOMPARE(members.size(), 3);
        QVERIFY(members[0].held && !members[1].held && !members[2].held);
        QCOMPARE(members[0].holder, u"db"_s);
        QCOMPARE(members[1].holder, u"db"_s);
        QCOMPARE(members[2].holder, u"mail"_s);
        QCOMPARE(members[0].reasons.first().code, u"held-by-domain"_s);
        QCOMPARE(members[1].reasons.first().code, u"wanted-by-domain"_s);
        QCOMPARE(members[2].reasons.first().code, u"pool-promised"_s);

        scene.opened = {{l0, u"qemu (process 8)"_s}, {l1, u"qemu (process 9)"_s}}; // the first is the machine's own
        const auto opened = poolMembers(scene.question());
        QCOMPARE(opened[0].reasons.first().code, u"held-by-domain"_s);
        QCOMPARE(opened[1].reasons.last().code, u"pool-open"_s);
        QCOMPARE(opened[1].reasons.last().arguments, QStringList{u"qemu (process 9)"_s});
    }

    void followsTheCard()
    {
        Scene scene;
        QCOMPARE(poolMembers(scene.question()).size(), 3);
        scene.host.functions[left].sriov->functions = {l0};
        QCOMPARE(poolMembers(scene.question()).size(), 1);
        scene.host.functions[left].sriov->functions.clear();
        const auto none = poolDevices(scene.host, scene.pool);
        QCOMPARE(none.error().code, ErrorCode::UnsupportedConfiguration);
        QVERIFY(none.error().detail.contains(u"lanewayctl vf create left N"));
        scene.host.functions[left].interfaces.first().name = u"renamed"_s;
        QCOMPARE(poolDevices(scene.host, scene.pool).error().code, ErrorCode::NotFound);
        scene.pool.physical = u"leftv0"_s;
        QCOMPARE(poolDevices(scene.host, scene.pool).error().code, ErrorCode::UnsupportedConfiguration);
        QVERIFY(poolMembers(scene.question()).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestPoolChoice)
#include "tst_poolchoice.moc"
