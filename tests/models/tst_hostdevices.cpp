// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/hostdevices.h"
#include "support/devicetrees.h"
#include "support/largehost.h"
#include "support/simulatedhelper.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace laneway;

namespace {
constexpr int patienceMs = 60'000;
}

class TestHostDevices : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsNothingBeforeTheFactsAndAllAfterwards()
    {
        HostDevices devices;
        QAbstractItemModelTester tester(devices.model());
        QSignalSpy updated(&devices, &HostDevices::updated);
        devices.setBridgesShown(true);
        devices.setArrangement(Arrangement::ByBus);
        QVERIFY(!devices.isReady());
        const LargeHost large(300);
        devices.setFacts(large.host(), large.claims(10));
        QVERIFY(!devices.isReady()); // never at once: it is computed elsewhere
        QVERIFY(updated.wait(patienceMs));
        QVERIFY(devices.isReady());
        QCOMPARE(updated.size(), 1); // settings made together are one round
        QCOMPARE(devices.table().arrangement, Arrangement::ByBus);
        for (const PciFunction &function : large.host().functions)
            QVERIFY(devices.model()->indexOf(function.address).isValid());
    }

    void aRainOfChangesIsTakenTogether()
    {
        LargeHost large(10'000);
        HostDevices devices;
        QSignalSpy updated(&devices, &HostDevices::updated);
        devices.setFacts(large.host(), {});
        QVERIFY(updated.wait(patienceMs));
        updated.clear();
        QSignalSpy layout(devices.model(), &QAbstractItemModel::layoutChanged);
        QSignalSpy reset(devices.model(), &QAbstractItemModel::modelReset);
        const QPersistentModelIndex held = devices.model()->indexOf(large.virtualFunctions().first());
        for (int i = 0; i < 100; ++i) {
            large.changeDrivers(1);
            devices.setFacts(large.host(), {});
        }
        QTRY_COMPARE_WITH_TIMEOUT(devices.table().host.serial, large.host().serial, patienceMs);
        QVERIFY2(updated.size() <= 3, qPrintable(QString::number(updated.size())));
        QCOMPARE(reset.size(), 0);
        QCOMPARE(held.sibling(held.row(), DeviceTreeModel::DriverColumn).data().toString(), u"vfio-pci"_s);
    }

    void filterCountsAndComesBack()
    {
        const LargeHost large(10'000);
        HostDevices devices;
        QSignalSpy filtered(&devices, &HostDevices::filtered);
        devices.setFacts(large.host(), large.claims(100));
        QVERIFY(filtered.wait(patienceMs));
        const QStringList everything = ids(*devices.model());
        const int all = filtered.last()[1].toInt();
        QCOMPARE(filtered.last()[0].toInt(), all);
        devices.setFilter(u"machine-42"_s);
        QVERIFY(filtered.wait(patienceMs));
        QCOMPARE(filtered.last(), (QVariantList{1, all}));
        QCOMPARE(devices.model()->rowCount(), 1);
        devices.setFilter(u"nobody has this"_s);
        QTRY_COMPARE_WITH_TIMEOUT(devices.model()->rowCount(), 0, patienceMs);
        QCOMPARE(filtered.last(), (QVariantList{0, all}));
        devices.setFilter({});
        QVERIFY(filtered.wait(patienceMs));
        QCOMPARE(ids(*devices.model()), everything);
    }

    void sortsWhenTheViewAsks()
    {
        const LargeHost large(300);
        HostDevices devices;
        QSignalSpy updated(&devices, &HostDevices::updated);
        devices.setFacts(large.host(), {});
        QVERIFY(updated.wait(patienceMs));
        const QStringList before = ids(*devices.model());
        devices.model()->sort(DeviceTreeModel::AddressColumn, Qt::DescendingOrder);
        QVERIFY(updated.wait(patienceMs));
        QVERIFY(ids(*devices.model()) != before);
        devices.model()->sort(-1);
        QVERIFY(updated.wait(patienceMs));
        QCOMPARE(ids(*devices.model()), before);
    }

    void aTargetsOwnDevicesAreNoObstacleToIt()
    {
        const LargeHost large(300);
        const Claims claims = large.claims(1); // it runs
        const PciAddress device = claims.domains.first().device;
        HostDevices devices;
        QSignalSpy updated(&devices, &HostDevices::updated);
        devices.setFacts(large.host(), claims);
        QVERIFY(updated.wait(patienceMs));
        QVERIFY(devices.table().verdicts.value(device).refuses());
        devices.setTarget(claims.domains.first().domain);
        QVERIFY(updated.wait(patienceMs));
        QVERIFY(!devices.table().verdicts.value(device).refuses());
        QVERIFY(devices.model()->indexOf(device).data(DeviceTreeModel::LevelRole).toInt() < int(Level::Blocked));
    }

    void anAnswerForAViewThatIsGoneIsDropped()
    {
        const LargeHost large(10'000);
        auto devices = std::make_unique<HostDevices>();
        devices->setFacts(large.host(), {});
        QTest::qWait(0); // it has begun
        devices.reset();
        // A later view gets its own answer, after the one that nobody wanted.
        HostDevices other;
        QSignalSpy updated(&other, &HostDevices::updated);
        other.setFacts(large.host(), {});
        QVERIFY(updated.wait(patienceMs));
    }

    void followsAHelpersHost()
    {
        HelperEnvironment environment;
        QVERIFY(environment.isValid());
        auto connection = Connection::open(u"sample:server"_s);
        QVERIFY(connection);
        HostDevices devices(**connection, nullptr);
        QAbstractItemModelTester tester(devices.model());
        QTRY_VERIFY_WITH_TIMEOUT(devices.isReady(), patienceMs);
        QCOMPARE(devices.table().host.functions, (*connection)->host().functions);
        const auto vf = std::find_if(devices.table().host.functions.cbegin(), devices.table().host.functions.cend(),
            [](const PciFunction &function) { return function.isVirtualFunction() && function.driver != u"vfio-pci"; });
        QVERIFY(vf != devices.table().host.functions.cend());
        const QPersistentModelIndex row = devices.model()->indexOf(vf.key());
        (*connection)
            ->plan(u"detach"_s, {{u"device"_s, vf.key().toString()}}, &devices, [&](const Result<PlanInfo> &plan) {
                QVERIFY2(plan, plan ? "" : qPrintable(plan.error().toString()));
                (*connection)->apply(plan->id, &devices, [](const Result<QString> &job) { QVERIFY(job); });
            });
        QTRY_COMPARE_WITH_TIMEOUT(
            row.sibling(row.row(), DeviceTreeModel::DriverColumn).data().toString(), u"vfio-pci"_s, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(
            row.sibling(row.row(), DeviceTreeModel::UsedByColumn).data().toString().contains(u"detached"), patienceMs);
    }
};

QTEST_GUILESS_MAIN(TestHostDevices)
#include "tst_hostdevices.moc"
