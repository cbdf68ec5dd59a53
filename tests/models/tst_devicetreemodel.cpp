// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/devicemime.h"
#include "support/devicetrees.h"
#include "support/largehost.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace laneway;

namespace {

HostTable tableOf(const HostSnapshot &host, Arrangement arrangement = Arrangement::ByGroup, const Claims &claims = {})
{
    return makeHostTable(host, claims, {}, arrangement);
}

PciAddress address(const QString &text)
{
    return *PciAddress::parse(text);
}

/// Every signal that a view works for.
struct Signals
{
    explicit Signals(DeviceTreeModel &model)
        : changed(&model, &QAbstractItemModel::dataChanged)
        , inserted(&model, &QAbstractItemModel::rowsInserted)
        , removed(&model, &QAbstractItemModel::rowsRemoved)
        , layout(&model, &QAbstractItemModel::layoutChanged)
        , reset(&model, &QAbstractItemModel::modelReset)
    {
    }
    qsizetype count() const { return changed.size() + inserted.size() + removed.size() + layout.size() + reset.size(); }
    QSignalSpy changed, inserted, removed, layout, reset;
};

} // namespace

class TestDeviceTreeModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theFirstFillIsOneInsertion()
    {
        ShownTree tree;
        QAbstractItemModelTester tester(&tree.model);
        Signals happened(tree.model);
        tree.show(tableOf(LargeHost(300).host()));
        QCOMPARE(happened.inserted.size(), 1);
        QCOMPARE(happened.count(), 1);
        QCOMPARE(ids(tree.model), tree.expected());
    }

    void aDriverChangeIsOneRowsChange()
    {
        LargeHost large(300);
        ShownTree tree;
        QAbstractItemModelTester tester(&tree.model);
        tree.show(tableOf(large.host()));
        Signals happened(tree.model);
        large.changeDrivers(1);
        tree.show(tableOf(large.host()));
        QCOMPARE(happened.changed.size(), 1);
        QCOMPARE(happened.count(), 1);
        const QModelIndex changed = happened.changed[0][0].toModelIndex();
        QCOMPARE(changed.data(DeviceTreeModel::AddressRole).value<PciAddress>(), large.virtualFunctions().first());
        QCOMPARE(changed.siblingAtColumn(DeviceTreeModel::DriverColumn).data().toString(), u"vfio-pci"_s);
    }

    void theSameAgainIsNoSignal()
    {
        LargeHost large(300);
        ShownTree tree;
        tree.show(tableOf(large.host()));
        Signals happened(tree.model);
        tree.show(tableOf(large.host()));
        QCOMPARE(happened.count(), 0);
    }

    void unpluggedAndPluggedInAgain()
    {
        LargeHost large(300);
        ShownTree tree;
        QAbstractItemModelTester tester(&tree.model);
        tree.show(tableOf(large.host()));
        const QPersistentModelIndex other = tree.model.indexOf(u"0000:02:00.0"_s);
        const QStringList before = ids(tree.model);
        Signals happened(tree.model);
        const PciFunction drive = *large.host().find(address(u"0000:03:00.0"_s));
        large.remove(drive.address);
        tree.show(tableOf(large.host()));
        QCOMPARE(happened.removed.size(), 1); // with its group, where it was alone
        QVERIFY(!tree.model.indexOf(drive.address).isValid());
        QCOMPARE(ids(tree.model), tree.expected());
        large.put(drive);
        tree.show(tableOf(large.host()));
        QCOMPARE(happened.inserted.size(), 1);
        QCOMPARE(ids(tree.model), before);
        QCOMPARE(other.data(DeviceTreeModel::IdRole).toString(), u"0000:02:00.0"_s);
        QCOMPARE(happened.layout.size() + happened.reset.size(), 0);
    }

    void neighboursAreOneSignal()
    {
        LargeHost large(300);
        ShownTree tree;
        tree.show(tableOf(large.host()));
        // All VFs of a card in groups that follow each other: they go at once.
        const QList<PciAddress> gone = large.virtualFunctions().first(16);
        for (const PciAddress &vf : gone)
            large.remove(vf);
        Signals happened(tree.model);
        tree.show(tableOf(large.host()));
        QCOMPARE(happened.removed.size(), 1);
        QCOMPARE(ids(tree.model), tree.expected());
    }

    void theSelectionFollowsADeviceIntoItsNewGroup()
    {
        LargeHost large(300);
        ShownTree tree;
        QAbstractItemModelTester tester(&tree.model);
        tree.show(tableOf(large.host()));
        const QPersistentModelIndex selected = tree.model.indexOf(u"0000:02:00.1"_s);
        const auto groupBefore = selected.parent().data(DeviceTreeModel::GroupRole);
        PciFunction moved = *large.host().find(address(u"0000:02:00.1"_s));
        moved.iommuGroup = 5000;
        large.put(moved);
        tree.show(tableOf(large.host()));
        QVERIFY(selected.isValid());
        QCOMPARE(selected.data(DeviceTreeModel::GroupRole).toInt(), 5000);
        QVERIFY(!selected.parent().isValid()); // alone there
        QCOMPARE(ids(tree.model), tree.expected());
        // And below the heading of the one that it joins.
        moved.iommuGroup = groupBefore.toInt();
        large.put(moved);
        tree.show(tableOf(large.host()));
        QVERIFY(selected.isValid());
        QCOMPARE(selected.parent().data(DeviceTreeModel::GroupRole), groupBefore);
        QCOMPARE(ids(tree.model), tree.expected());
    }

    void theSelectionSurvivesEveryArrangement()
    {
        const LargeHost large(10'000);
        ShownTree tree;
        QAbstractItemModelTester tester(&tree.model);
        const HostTable byGroup = tableOf(large.host());
        tree.show(byGroup);
        QList<QPersistentModelIndex> selected;
        QStringList names;
        for (const PciFunction &function : large.host().functions) {
            if (function.isEndpoint() && selected.size() < 500) {
                selected << tree.model.indexOf(function.address);
                names << function.address.toString();
            }
        }
        QSignalSpy resets(&tree.model, &QAbstractItemModel::modelReset);
        for (const Arrangement next : {Arrangement::ByBus, Arrangement::ByKind, Arrangement::ByGroup}) {
            QSignalSpy layout(&tree.model, &QAbstractItemModel::layoutChanged);
            tree.show(rearranged(byGroup, next));
            QCOMPARE(layout.size(), 1);
            QCOMPARE(ids(tree.model), tree.expected());
            for (int i = 0; i < selected.size(); ++i)
                QCOMPARE(selected[i].data(DeviceTreeModel::IdRole).toString(), names[i]);
        }
        QCOMPARE(resets.size(), 0);
    }

    void manyChangesAreOneLayoutChange()
    {
        LargeHost large(10'000);
        ShownTree tree;
        tree.show(tableOf(large.host()));
        large.changeDrivers(1000);
        Signals happened(tree.model);
        tree.show(tableOf(large.host()));
        QCOMPARE(happened.layout.size(), 1);
        QCOMPARE(happened.count(), 1);
        QCOMPARE(ids(tree.model), tree.expected());
    }

    void survivesARandomWalkWithoutAReset()
    {
        LargeHost large(250);
        const QList<PciFunction> all = large.host().functions.values();
        ShownTree tree;
        QAbstractItemModelTester tester(&tree.model);
        QSignalSpy resets(&tree.model, &QAbstractItemModel::modelReset);
        QRandomGenerator random(42); // the same walk every time
        tree.show(tableOf(large.host()));
        QMap<QString, QPersistentModelIndex> held;
        Arrangement arrangement = Arrangement::ByGroup;
        DeviceChoice choice;
        int survived = 0;
        for (int step = 0; step < 300; ++step) {
            const PciFunction &picked = all[random.bounded(int(all.size()))];
            switch (random.bounded(9)) {
            case 0: arrangement = Arrangement(random.bounded(3)); break;
            case 1:
                choice.filter
                    = QStringList{u""_s, u"ethernet"_s, u"iavf"_s, u"0000:0"_s, u"nothing at all"_s}[random.bounded(5)];
                break;
            case 2: choice.bridgesShown = random.bounded(2); break;
            case 3:
                choice.sortColumn = random.bounded(DeviceTreeModel::ColumnCount + 1) - 1;
                choice.sortOrder = random.bounded(2) ? Qt::AscendingOrder : Qt::DescendingOrder;
                break;
            case 4: large.remove(picked.address); break;
            case 5: {
                PciFunction moved = picked;
                moved.iommuGroup = random.bounded(30);
                large.put(moved);
                break;
            }
            case 6: large.changeDrivers(random.bounded(1, 80)); break;
            default: large.put(picked);
            }
            tree.show(tableOf(large.host(), arrangement), choice);
            QCOMPARE(ids(tree.model), tree.expected());
            // What is still shown is still held, what is not is let go.
            for (auto it = held.begin(); it != held.end();) {
                const QModelIndex now = tree.model.indexOf(it.key());
                if (it->isValid()) {
                    QCOMPARE(QModelIndex(*it), now);
                    ++survived;
                }
                it = now.isValid() ? std::next(it) : held.erase(it);
            }
            if (const QModelIndex index = tree.model.indexOf(picked.address); index.isValid())
                held.insert(picked.address.toString(), index);
        }
        QVERIFY(survived > 300);
        QCOMPARE(resets.size(), 0);
    }

    void dragsADeviceOrAWholeGroup()
    {
        const LargeHost large(300);
        ShownTree tree;
        tree.model.setConnectionName(u"sample:large"_s);
        tree.show(tableOf(large.host()), {{}, true});
        const PciAddress graphics = address(u"0000:02:00.0"_s);
        const PciAddress sound = address(u"0000:02:00.1"_s);
        const QModelIndex device = tree.model.indexOf(graphics);

        QVERIFY(tree.model.flags(device) & Qt::ItemIsDragEnabled);
        std::unique_ptr<QMimeData> data(tree.model.mimeData({device, device.siblingAtColumn(1)}));
        QCOMPARE(decode(*data), (DraggedDevices{u"sample:large"_s, {graphics}}));
        QCOMPARE(data->text(), u"0000:02:00.0 Example Graphics Adapter"_s);

        QVERIFY(tree.model.flags(device.parent()) & Qt::ItemIsDragEnabled);
        data.reset(tree.model.mimeData({device.parent()}));
        QCOMPARE(decode(*data), (DraggedDevices{u"sample:large"_s, {graphics, sound}}));

        const QModelIndex bridge = tree.model.indexOf(u"0000:00:00.0"_s);
        QVERIFY(bridge.isValid());
        QVERIFY(!(tree.model.flags(bridge) & Qt::ItemIsDragEnabled));
        QVERIFY(!tree.model.mimeData({bridge}));
        QVERIFY(!(tree.model.flags(bridge.parent()) & Qt::ItemIsDragEnabled));
    }

    void aDecorationIsTheViewsMatter()
    {
        ShownTree tree;
        tree.show(tableOf(LargeHost(20).host()));
        const QModelIndex device = tree.model.indexOf(u"0000:01:00.0"_s);
        QVERIFY(!device.data(Qt::DecorationRole).isValid());
        tree.model.setDecoration([](const DeviceRow &row, int column) {
            return column == DeviceTreeModel::VerdictColumn && row.level ? QVariant(levelName(*row.level)) : QVariant();
        });
        QCOMPARE(device.siblingAtColumn(DeviceTreeModel::VerdictColumn).data(Qt::DecorationRole).toString(),
            levelName(Level(device.data(DeviceTreeModel::LevelRole).toInt())));
        QVERIFY(!device.data(Qt::DecorationRole).isValid());
    }
};

QTEST_GUILESS_MAIN(TestDeviceTreeModel)
#include "tst_devicetreemodel.moc"
