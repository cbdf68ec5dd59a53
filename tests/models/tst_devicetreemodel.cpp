// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/devicetreemodel.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace laneway;

namespace {

DeviceRow group(int number)
{
    DeviceRow row;
    row.id = u"group/"_s + QString::number(number);
    row.sortKey = quint64(number);
    row.group = number;
    row.name = u"Group "_s + QString::number(number);
    return row;
}

DeviceRow device(quint32 bus, int inGroup, const QString &driver = {})
{
    DeviceRow row;
    row.address = PciAddress::make(0, bus, 0, 0);
    row.id = row.address->toString();
    row.parentId = u"group/"_s + QString::number(inGroup);
    row.sortKey = bus;
    row.name = u"Device "_s + QString::number(bus);
    row.driver = driver;
    return row;
}

/// The tree as text: what a person sees, level by level.
QStringList seen(const QAbstractItemModel &model, const QModelIndex &parent = {}, const QString &indent = {})
{
    QStringList lines;
    for (int i = 0; i < model.rowCount(parent); ++i) {
        const QModelIndex index = model.index(i, 0, parent);
        lines << indent + index.data().toString() + u"|"_s
                + index.siblingAtColumn(DeviceTreeModel::DriverColumn).data().toString();
        lines += seen(model, index, indent + u"  "_s);
    }
    return lines;
}

} // namespace

class TestDeviceTreeModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsDevicesBelowTheirGroupInOrder()
    {
        DeviceTreeModel model;
        QAbstractItemModelTester tester(&model);
        model.setRows({group(2), group(1), device(7, 2, u"igb"_s), device(3, 2), device(1, 1)});
        QCOMPARE(seen(model), (QStringList{u"Group 1|"_s, u"  Device 1|"_s, u"Group 2|"_s, u"  Device 3|"_s, u"  Device 7|igb"_s}));
    }

    void aDriverChangeIsOneRowsChange()
    {
        DeviceTreeModel model;
        QAbstractItemModelTester tester(&model);
        model.setRows({group(1), device(1, 1, u"igbvf"_s), device(2, 1)});
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        model.setRows({group(1), device(1, 1, u"vfio-pci"_s), device(2, 1)});
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed[0][0].toModelIndex().data(DeviceTreeModel::IdRole).toString(), u"0000:01:00.0"_s);
        QCOMPARE(inserted.count(), 0);
    }

    void theSelectionFollowsADeviceIntoItsNewGroup()
    {
        DeviceTreeModel model;
        QAbstractItemModelTester tester(&model);
        model.setRows({group(1), group(2), device(1, 1), device(2, 2)});
        const QPersistentModelIndex selected = model.indexOf(u"0000:01:00.0"_s);
        model.setRows({group(2), device(1, 2), device(2, 2)});
        QVERIFY(selected.isValid());
        QCOMPARE(selected.parent().data().toString(), u"Group 2"_s);
        QCOMPARE(seen(model), (QStringList{u"Group 2|"_s, u"  Device 1|"_s, u"  Device 2|"_s}));
    }

    void survivesARandomWalkWithoutAReset()
    {
        DeviceTreeModel model;
        QAbstractItemModelTester tester(&model);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QRandomGenerator random(42); // the same walk every time
        const DeviceRow kept = device(200, 0);
        model.setRows({group(0), kept});
        const QPersistentModelIndex persistent = model.indexOf(kept.id);
        for (int step = 0; step < 300; ++step) {
            QList<DeviceRow> rows;
            QSet<int> groups{0};
            QList<DeviceRow> devices;
            for (quint32 bus = 0; bus < 30; ++bus) {
                if (random.bounded(3) == 0)
                    continue;
                const int in = random.bounded(6);
                groups.insert(in);
                devices << device(bus, in, random.bounded(2) ? u"a"_s : u"b"_s);
            }
            const int in = random.bounded(6);
            groups.insert(in);
            devices << device(200, in);
            for (int number : groups)
                rows << group(number);
            rows += devices;
            model.setRows(rows);
            QVERIFY(persistent.isValid());
            QCOMPARE(persistent.parent().data(DeviceTreeModel::GroupRole).toInt(), in);
            QCOMPARE(model.rowCount(), groups.size());
        }
        QCOMPARE(resets.count(), 0);
    }
};

QTEST_GUILESS_MAIN(TestDeviceTreeModel)
#include "tst_devicetreemodel.moc"
