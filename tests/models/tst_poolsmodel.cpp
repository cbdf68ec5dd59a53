// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/devicemime.h"
#include "models/poolsmodel.h"
#include "support/largehost.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

using namespace laneway;

namespace {

QList<VfPool> poolsOf(const LargeHost &large, const Claims &claims)
{
    return vfPools(makeHostTable(large.host(), claims, {}, Arrangement::ByGroup));
}

} // namespace

class TestPoolsModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whoHasThem()
    {
        const LargeHost large(100);
        const QList<VfPool> pools = poolsOf(large, large.claims(2));
        QVERIFY(!pools.isEmpty());
        const VfPool &first = pools.first();
        QCOMPARE(first.physical, *large.host().find(large.virtualFunctions().first())->physicalFunction);
        QCOMPARE(first.usersShort, u"machine-0, machine-1 (not running)"_s);
        QCOMPARE(first.users.size(), 2);
        for (const Claim &claim : large.claims(2).domains)
            QVERIFY(!first.free.contains(claim.device));
        for (const PciAddress &free : first.free)
            QCOMPARE(large.host().find(free)->physicalFunction, first.physical);
    }

    void rowsComeAndGoWithoutAReset()
    {
        const LargeHost large(1'000);
        const QList<VfPool> all = poolsOf(large, large.claims(20));
        QVERIFY(all.size() >= 3);
        PoolsModel model;
        QAbstractItemModelTester tester(&model);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setPools(all);
        const QPersistentModelIndex last = model.index(int(all.size()) - 1, 0);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setPools(all);
        QCOMPARE(changed.size(), 0); // nothing changed, nothing is told
        model.setPools({all.first(), all.last()});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(last.row(), 1);
        model.setPools(poolsOf(large, {}));
        QCOMPARE(model.rowCount(), all.size());
        QCOMPARE(last.row(), all.size() - 1);
        model.setPools({});
        QVERIFY(!last.isValid());
        QCOMPARE(reset.size(), 0);
    }

    void aDragTakesAFreeOneOfEach()
    {
        const LargeHost large(1'000);
        PoolsModel model;
        model.setConnectionName(u"here"_s);
        model.setPools(poolsOf(large, large.claims(5)));
        const std::unique_ptr<QMimeData> data(
            model.mimeData({model.index(0, 0), model.index(0, 1), model.index(1, 0)})); // cells, as views give them
        QVERIFY(data);
        const auto dragged = decode(*data);
        QVERIFY(dragged);
        QCOMPARE(dragged->connection, u"here"_s);
        QCOMPARE(dragged->devices,
            (QList<PciAddress>{model.pool(model.index(0, 0))->free.first(), model.pool(model.index(1, 0))->free.first()}));
    }
};

QTEST_GUILESS_MAIN(TestPoolsModel)
#include "tst_poolsmodel.moc"
