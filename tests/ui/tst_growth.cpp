// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a host of ten times the size costs: by counting, and by processor time against itself, so that
// neither a slow nor a busy machine makes a difference.
#include "models/devicetreemodel.h"
#include "models/hostdevices.h"
#include "support/largehost.h"
#include "ui/hostpage/devicetree.h"

#include <QSignalSpy>
#include <QTest>

#include <ctime>

using namespace laneway;

namespace {

constexpr int patienceMs = 120'000;
constexpr int small = 1'000;
constexpr int large = 10'000;
// Ten times the rows; twice that for caches that do not hold them. What is quadratic takes a hundred.
constexpr double mostGrowth = 20;
constexpr double leastMs = 0.5; ///< below this it is no matter

double processorMs(clockid_t clock)
{
    timespec time = {};
    ::clock_gettime(clock, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

/// Processor time: of the thread that draws, and of all.
struct Cost
{
    double uiMs = 1e9;
    double allMs = 1e9;
};

/// A host's devices in a view on the screen.
struct Shown
{
    explicit Shown(int functions)
        : host(functions)
        , view(devices)
    {
        view.resize(1'000, 700);
        view.show();
    }
    bool take()
    {
        QSignalSpy updated(&devices, &HostDevices::updated);
        devices.setFacts(host.host(), host.claims(int(host.host().functions.size()) / 10));
        return updated.wait(patienceMs);
    }

    LargeHost host;
    HostDevices devices;
    DeviceView view;
};

using Act = std::function<void(Shown &)>;

/// What @p act costs until it is to be seen; the best of some times.
Cost costOf(int functions, const Act &act)
{
    Cost best;
    for (int i = 0; i < 3; ++i) {
        Shown shown(functions);
        if (!shown.take())
            return {};
        QSignalSpy updated(&shown.devices, &HostDevices::updated);
        QCoreApplication::processEvents();
        const double ui = processorMs(CLOCK_THREAD_CPUTIME_ID);
        const double all = processorMs(CLOCK_PROCESS_CPUTIME_ID);
        act(shown);
        if (!updated.wait(patienceMs))
            return {};
        shown.view.viewport()->repaint();
        best.uiMs = qMin(best.uiMs, processorMs(CLOCK_THREAD_CPUTIME_ID) - ui);
        best.allMs = qMin(best.allMs, processorMs(CLOCK_PROCESS_CPUTIME_ID) - all);
    }
    return best;
}

} // namespace

class TestGrowth : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aFewChangesTouchAFewRowsWhateverTheSize()
    {
        QList<int> touched;
        for (const int functions : {small, large}) {
            Shown shown(functions);
            QVERIFY(shown.take());
            QSignalSpy changed(shown.devices.model(), &QAbstractItemModel::dataChanged);
            QSignalSpy layout(shown.devices.model(), &QAbstractItemModel::layoutChanged);
            shown.host.changeDrivers(10);
            QVERIFY(shown.take());
            int rows = 0;
            for (const QList<QVariant> &signal : changed)
                rows += signal[1].toModelIndex().row() - signal[0].toModelIndex().row() + 1;
            QVERIFY(rows >= 10);
            QCOMPARE(layout.size(), 0);
            touched << rows;
        }
        QCOMPARE(touched.last(), touched.first());
    }

    void manyChangesAreOneSignalWhateverTheSize()
    {
        for (const int functions : {small, large}) {
            Shown shown(functions);
            QVERIFY(shown.take());
            const auto *model = shown.devices.model();
            QSignalSpy changed(model, &QAbstractItemModel::dataChanged);
            QSignalSpy inserted(model, &QAbstractItemModel::rowsInserted);
            QSignalSpy removed(model, &QAbstractItemModel::rowsRemoved);
            QSignalSpy layout(model, &QAbstractItemModel::layoutChanged);
            shown.host.changeDrivers(int(shown.host.virtualFunctions().size()));
            QVERIFY(shown.take());
            QVERIFY2(changed.size() <= int(DeviceTreePatch::mostSignals), qPrintable(QString::number(changed.size())));
            QCOMPARE(inserted.size() + removed.size(), 0);
            QVERIFY(layout.size() <= 1);
        }
    }

    void costGrowsWithTheHost_data()
    {
        QTest::addColumn<Act>("act");
        QTest::newRow("arrange by bus") << Act([](Shown &s) { s.devices.setArrangement(Arrangement::ByBus); });
        QTest::newRow("arrange by kind") << Act([](Shown &s) { s.devices.setArrangement(Arrangement::ByKind); });
        QTest::newRow("show bridges") << Act([](Shown &s) { s.devices.setBridgesShown(true); });
        QTest::newRow("filter for many") << Act([](Shown &s) { s.devices.setFilter(u"virtual"_s); });
        QTest::newRow("filter for one machine") << Act([](Shown &s) { s.devices.setFilter(u"machine-42"_s); });
        QTest::newRow("sort by name") << Act(
            [](Shown &s) { s.view.sortByColumn(DeviceTreeModel::NameColumn, Qt::DescendingOrder); });
        QTest::newRow("200 drivers change") << Act([](Shown &s) {
            s.host.changeDrivers(200);
            s.devices.setFacts(s.host.host(), s.host.claims(int(s.host.host().functions.size()) / 10));
        });
        QTest::newRow("everything changes") << Act([](Shown &s) {
            s.host.changeDrivers(int(s.host.virtualFunctions().size()));
            s.devices.setFacts(s.host.host(), {});
        });
    }
    void costGrowsWithTheHost()
    {
        QFETCH(Act, act);
        const Cost few = costOf(small, act);
        const Cost many = costOf(large, act);
        const auto growth = [](double from, double to) { return to / qMax(leastMs, from); };
        qInfo(
            "drawing thread %.1f to %.1f ms, all threads %.1f to %.1f ms", few.uiMs, many.uiMs, few.allMs, many.allMs);
        QVERIFY(few.uiMs < 1e8);
        QVERIFY(growth(few.uiMs, many.uiMs) <= mostGrowth);
        QVERIFY(growth(few.allMs, many.allMs) <= mostGrowth);
    }
};

Q_DECLARE_METATYPE(Act)

QTEST_MAIN(TestGrowth)
#include "tst_growth.moc"
