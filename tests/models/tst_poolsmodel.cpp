// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/devicemime.h"
#include "models/poolsmodel.h"
#include "support/largehost.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace laneway;

namespace {

QList<PoolRow> rowsOf(const LargeHost &large, const Claims &claims, const QList<NetworkState> &networks = {})
{
    return poolRows(makeHostTable(large.host(), claims, {}, Arrangement::ByGroup), networks);
}

// Of the card that the first virtual function belongs to, with that one leased.
NetworkState pool(const LargeHost &large, const QString &name)
{
    NetworkState network;
    network.uuid = QUuid::createUuid();
    network.name = name;
    network.active = true;
    const PciAddress physical = *large.host().find(large.virtualFunctions().first())->physicalFunction;
    for (const PciAddress &vf : large.virtualFunctions())
        if (large.host().find(vf)->physicalFunction == physical)
            network.devices << PoolDevice{vf, PoolDevice::State::Free, {}, {}, {}};
    network.devices.first().state = PoolDevice::State::Leased;
    network.devices.first().holder = u"web"_s;
    network.total = uint(network.devices.size());
    network.free = network.total - 1;
    network.connections = 1;
    return network;
}

} // namespace

class TestPoolsModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whoHasThem()
    {
        const LargeHost large(100);
        const QList<PoolRow> rows = rowsOf(large, large.claims(2));
        QVERIFY(!rows.isEmpty());
        const PoolRow &first = rows.first();
        QCOMPARE(first.address, large.host().find(large.virtualFunctions().first())->physicalFunction);
        QCOMPARE(first.users, u"machine-0, machine-1 (not running)"_s);
        QCOMPARE(first.children.first().users, u"machine-0"_s);
        QCOMPARE(first.children.first().state, u"In use"_s);
        for (const Claim &claim : large.claims(2).domains)
            QVERIFY(!first.free.contains(claim.device));
        for (const PciAddress &free : first.free)
            QCOMPARE(large.host().find(free)->physicalFunction, first.address);
    }

    void poolsComeFirstAndTheirCardsAreNotRepeated()
    {
        const LargeHost large(1'000);
        const QList<PoolRow> before = rowsOf(large, {});
        NetworkState lan = pool(large, u"lan"_s);
        const QList<PoolRow> rows = rowsOf(large, {}, {lan});
        QCOMPARE(rows.size(), before.size()); // one card less, one pool more
        const PoolRow &first = rows.first();
        QCOMPARE(first.network, lan.uuid);
        QCOMPARE(first.state, u"Active"_s);
        QCOMPARE(first.count, u"%1 of %2"_s.arg(lan.free).arg(lan.total));
        QCOMPARE(first.users, u"web"_s);
        QCOMPARE(first.children.size(), 1);
        QCOMPARE(first.children.first().address, before.first().address);
        QCOMPARE(first.children.first().children.size(), lan.devices.size());
        QCOMPARE(first.children.first().children.first().users, u"web"_s);
        QCOMPARE(first.children.first().free.size(), lan.free);
        for (const PoolRow &row : rows.sliced(1))
            QVERIFY(row.address != before.first().address);
        lan.active = false;
        lan.autostart = true;
        QCOMPARE(rowsOf(large, {}, {lan}).first().state, u"Stopped, starts with the host"_s);
        lan.devices.clear();
        lan.problem = u"enp1s0f0 has none."_s;
        QCOMPARE(rowsOf(large, {}, {lan}).first().about.first(), lan.problem);
    }

    void whatAMachineWantsIsSaidAlikeInAPool()
    {
        const LargeHost large(100);
        NetworkState lan = pool(large, u"lan"_s);
        lan.devices[1].state = PoolDevice::State::Unavailable;
        lan.devices[1].holder = u"machine-1"_s;
        lan.devices[1].reason = u"machine-1 wants it."_s;
        const Claims claims = large.claims(2); // the second one does not run
        const PoolRow &wanted = rowsOf(large, claims, {lan}).first().children.first().children[1];
        QCOMPARE(wanted.state, u"Wanted"_s);
        QCOMPARE(wanted.users, u"machine-1 (not running)"_s);
        QCOMPARE(wanted.about, QStringList{u"machine-1 wants it."_s});
    }

    void rowsComeAndGoWithoutAReset()
    {
        const LargeHost large(120);
        const QList<PoolRow> all = rowsOf(large, large.claims(20), {pool(large, u"lan"_s)});
        QVERIFY(all.size() >= 3);
        PoolsModel model;
        QAbstractItemModelTester tester(&model);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setRows(all);
        const QPersistentModelIndex last = model.index(int(all.size()) - 1, 0);
        const QPersistentModelIndex function = model.index(2, 0, model.index(0, 0, model.index(0, 0)));
        QVERIFY(function.isValid());
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setRows(all);
        QCOMPARE(changed.size(), 0); // nothing changed, nothing is told
        model.setRows({all.first(), all.last()});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(last.row(), 1);
        QList<PoolRow> taken = all;
        taken.first().children.first().children[2].users = u"db"_s;
        model.setRows(taken);
        QCOMPARE(function.sibling(2, PoolsModel::UsersColumn).data().toString(), u"db"_s);
        QCOMPARE(last.row(), all.size() - 1);
        QRandomGenerator random(7);
        for (int round = 0; round < 20; ++round) {
            QList<PoolRow> some = all;
            some.removeIf([&](const PoolRow &) { return random.bounded(3) == 0; });
            std::shuffle(some.begin(), some.end(), random);
            for (PoolRow &row : some)
                row.children.removeIf([&](const PoolRow &) { return random.bounded(4) == 0; });
            model.setRows(some);
            QCOMPARE(model.rowCount(), some.size());
            for (int row = 0; row < some.size(); ++row) {
                QCOMPARE(model.row(model.index(row, 0))->id, some[row].id);
                QCOMPARE(model.rowCount(model.index(row, 0)), some[row].children.size());
            }
        }
        model.setRows({});
        QVERIFY(!last.isValid());
        QCOMPARE(reset.size(), 0);
    }

    void aDragTakesAFreeOneOfEach()
    {
        const LargeHost large(1'000);
        PoolsModel model;
        model.setConnectionName(u"here"_s);
        model.setRows(rowsOf(large, large.claims(5)));
        const std::unique_ptr<QMimeData> data(
            model.mimeData({model.index(0, 0), model.index(0, 1), model.index(1, 0)})); // cells, as views give them
        QVERIFY(data);
        const auto dragged = decode(*data);
        QVERIFY(dragged);
        QCOMPARE(dragged->connection, u"here"_s);
        QCOMPARE(dragged->devices,
            (QList<PciAddress>{
                model.row(model.index(0, 0))->free.first(), model.row(model.index(1, 0))->free.first()}));
    }

    void aPoolIsDraggedAsItself()
    {
        const LargeHost large(100);
        PoolsModel model;
        model.setConnectionName(u"here"_s);
        model.setRows(rowsOf(large, {}, {pool(large, u"lan"_s)}));
        const QModelIndex network = model.index(0, 0);
        const QModelIndex leased = model.index(0, 0, model.index(0, 0, network));
        const QModelIndex free = model.index(1, 0, model.index(0, 0, network));
        QVERIFY(!model.flags(leased).testFlag(Qt::ItemIsDragEnabled));
        const std::unique_ptr<QMimeData> data(model.mimeData({network, free}));
        QCOMPARE(decode(*data), (DraggedDevices{u"here"_s, {}, u"lan"_s}));
        const std::unique_ptr<QMimeData> one(model.mimeData({free}));
        QCOMPARE(decode(*one), (DraggedDevices{u"here"_s, {*model.row(free)->address}}));
        QCOMPARE(model.poolOf(free)->name, u"lan"_s);
        QCOMPARE(model.physicalOf(free), model.physicalOf(network));
    }
};

QTEST_GUILESS_MAIN(TestPoolsModel)
#include "tst_poolsmodel.moc"
