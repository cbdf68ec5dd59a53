// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/samplehost.h"
#include "support/devicetrees.h"
#include "support/largehost.h"

#include <QTest>

#include <algorithm>
#include <ctime>

using namespace laneway;

namespace {

PciAddress address(const QString &text)
{
    return *PciAddress::parse(text);
}

const DeviceRow *rowOf(const HostTable &table, const QString &id)
{
    const auto found
        = std::find_if(table.rows.cbegin(), table.rows.cend(), [&](const DeviceRow &row) { return row.id == id; });
    return found == table.rows.cend() ? nullptr : &*found;
}

/// Names of the functions that a filter leaves.
QStringList found(const HostTable &table, const QString &filter, bool bridges = false)
{
    QStringList names;
    for (const ShownRows::Entry &entry : shownRows(table, {filter, bridges}).entries)
        if (const DeviceRow &row = table.rows[entry.row]; row.address)
            names << row.id;
    return names;
}

/// A sample with one machine that runs with a VF and one that wants another.
struct Server
{
    HostSnapshot host = *sampleHost(u"server"_s);
    Claims claims;
    QList<PciAddress> vfs;

    Server()
    {
        for (const PciFunction &function : host.functions)
            if (function.isVirtualFunction())
                vfs << function.address;
        claims.domains << Claim{vfs[0], QUuid::createUuidV5(QUuid(), u"web"_s), u"web"_s, 1000, true, true}
                       << Claim{vfs[1], QUuid::createUuidV5(QUuid(), u"build"_s), u"build"_s, 1000, false, true};
    }
    HostTable table(Arrangement arrangement = Arrangement::ByGroup) const
    {
        return makeHostTable(host, claims, {}, arrangement);
    }
};

/// What one run costs this thread, whatever else the machine is at.
template <typename Work> double processorMs(const Work &work)
{
    const auto now = [] {
        timespec time = {};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
    };
    const double before = now();
    work();
    return now() - before;
}

} // namespace

class TestHostTable : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyFunctionIsInEveryArrangementOnce_data()
    {
        QTest::addColumn<QString>("sample");
        for (const QString &name : sampleNames())
            QTest::newRow(qPrintable(name)) << name;
        QTest::newRow("10,000 functions") << QString();
    }
    void everyFunctionIsInEveryArrangementOnce()
    {
        QFETCH(QString, sample);
        const HostSnapshot host = sample.isEmpty() ? LargeHost(10'000).host() : *sampleHost(sample);
        const HostTable byGroup = makeHostTable(host, {}, {}, Arrangement::ByGroup);
        for (const Arrangement arrangement : {Arrangement::ByGroup, Arrangement::ByBus, Arrangement::ByKind}) {
            const HostTable table = makeHostTable(host, {}, {}, arrangement);
            QCOMPARE(rearranged(byGroup, arrangement).rows, table.rows);
            QList<PciAddress> functions;
            QSet<QString> above{QString()};
            for (const DeviceRow &row : table.rows) {
                QVERIFY2(above.contains(row.parentId), qPrintable(row.id)); // parents come first
                QVERIFY(!above.contains(row.id));
                above.insert(row.id);
                if (row.address) {
                    functions << *row.address;
                    QVERIFY(row.level && !row.verdict.isEmpty());
                }
            }
            std::sort(functions.begin(), functions.end());
            QCOMPARE(functions, host.functions.keys());
        }
    }

    void whatIsTakenFromBeforeIsTheSame()
    {
        LargeHost large(1000);
        Claims claims = large.claims(20);
        HostTable before = makeHostTable(large.host(), claims, {}, Arrangement::ByGroup);
        const auto check = [&](const char *what) {
            const HostTable fresh = makeHostTable(large.host(), claims, {}, Arrangement::ByBus);
            const HostTable next = makeHostTable(large.host(), claims, {}, Arrangement::ByBus, &before);
            QVERIFY2(next.rows == fresh.rows && next.verdicts == fresh.verdicts, what);
            before = next;
        };
        check("nothing changed");
        large.changeDrivers(30);
        check("drivers");
        claims.domains[1].running = !claims.domains[1].running;
        check("a machine starts or stops");
        claims.detached << large.virtualFunctions().last();
        check("a device is detached");
        large.remove(address(u"0000:02:00.1"_s));
        check("a device is unplugged");
        PciFunction moved = *large.host().find(address(u"0000:02:00.0"_s));
        moved.iommuGroup = 1;
        large.put(moved);
        check("another group");
    }

    void aGroupNamesItsDevicesAndGoesAsOne()
    {
        const HostTable table = makeHostTable(LargeHost(300).host(), {}, {}, Arrangement::ByGroup);
        const DeviceRow *graphics = rowOf(table, u"0000:02:00.0"_s);
        const DeviceRow *group = rowOf(table, graphics->parentId);
        QVERIFY(group->name.endsWith(u"2 devices"));
        QCOMPARE(group->endpoints, (QList<PciAddress>{address(u"0000:02:00.0"_s), address(u"0000:02:00.1"_s)}));
        // A heading is for what belongs together.
        QVERIFY(!rowOf(table, u"group/0"_s));
        QVERIFY(rowOf(table, u"0000:00:00.0"_s)->parentId.isEmpty());
    }

    // What a recording is, it is for all devices: the column tells what each of them is.
    void aRecordingIsJudgedAsTheHostItWas()
    {
        HostSnapshot recorded = LargeHost(300).host();
        const HostTable live = makeHostTable(recorded, {}, {}, Arrangement::ByGroup);
        recorded.readOnly = true;
        const HostTable table = makeHostTable(recorded, {}, {}, Arrangement::ByGroup);
        for (const DeviceRow &row : table.rows)
            QCOMPARE(row.verdict, rowOf(live, row.id)->verdict);
        for (PciFunction &function : recorded.functions) {
            function.iommuGroup = {};
            function.unknown |= Unknown::Group;
        }
        const HostTable unknown = makeHostTable(recorded, {}, {}, Arrangement::ByGroup);
        QVERIFY2(rowOf(unknown, u"group/none"_s)->name.contains(u"not known"_s), "nobody said that there are none");
    }

    void byBusAVirtualFunctionIsBelowItsPhysicalOne()
    {
        const HostTable table = makeHostTable(LargeHost(300).host(), {}, {}, Arrangement::ByBus);
        QCOMPARE(rowOf(table, u"0000:01:10.0"_s)->parentId, u"0000:01:00.0"_s);
        QCOMPARE(rowOf(table, u"0000:01:00.0"_s)->parentId, u"0000:00:00.0"_s);
        QCOMPARE(rowOf(table, u"0000:00:00.0"_s)->parentId, u"bus/0000:00"_s);
    }

    void parentsThatLeadNowhereHideNothing_data()
    {
        QTest::addColumn<QStringList>("chain"); // each below the next, the last below the first
        QTest::newRow("its own parent") << QStringList{u"0000:01:00.0"_s};
        QTest::newRow("a circle of three") << QStringList{u"0000:01:00.0"_s, u"0000:02:00.0"_s, u"0000:03:00.0"_s};
        QStringList endless;
        for (int bus = 0; bus < 250; ++bus)
            endless << QString::asprintf("0000:%02x:00.0", bus);
        QTest::newRow("an endless chain") << endless;
    }
    void parentsThatLeadNowhereHideNothing()
    {
        QFETCH(QStringList, chain);
        HostSnapshot host;
        for (qsizetype i = 0; i < chain.size(); ++i) {
            PciFunction function;
            function.address = address(chain[i]);
            function.classCode = 0x020000;
            function.header = HeaderType::Endpoint;
            function.parent = address(chain[(i + 1) % chain.size()]);
            host.functions.insert(function.address, function);
        }
        ShownTree tree;
        tree.show(makeHostTable(host, {}, {}, Arrangement::ByBus));
        for (const QString &each : chain)
            QVERIFY2(tree.model.indexOf(each).isValid(), qPrintable(each));
        // What hangs off a circle is there as well.
        PciFunction below;
        below.address = address(u"0000:ff:1f.0"_s);
        below.parent = address(chain.first());
        host.functions.insert(below.address, below);
        tree.show(makeHostTable(host, {}, {}, Arrangement::ByBus));
        QVERIFY(tree.model.indexOf(below.address).isValid());
    }

    void kindsAreWhatPeopleLookFor()
    {
        const HostTable table = makeHostTable(LargeHost(300).host(), {}, {}, Arrangement::ByKind);
        QStringList headings;
        for (const DeviceRow &row : table.rows)
            if (!row.address)
                headings << row.name;
        QCOMPARE(headings,
            (QStringList{u"Graphics"_s, u"Network"_s, u"Storage"_s, u"USB and serial buses"_s, u"Sound and video"_s,
                u"Bridges and ports"_s}));
        QCOMPARE(rowOf(table, u"0000:01:10.0"_s)->parentId, u"0000:01:00.0"_s);
        QCOMPARE(rowOf(table, u"0000:02:00.1"_s)->parentId, u"kind/sound"_s);
    }

    void usedByNamesTheMachineWhetherItRunsOrNot()
    {
        const Server server;
        const HostTable table = server.table();
        QVERIFY(rowOf(table, server.vfs[0].toString())->usedBy.contains(u"machine web"_s));
        QVERIFY(rowOf(table, server.vfs[1].toString())->usedBy.contains(u"machine build (not running)"_s));
    }

    void filterFindsByWhatPeopleKnow()
    {
        const Server server;
        const HostTable table = server.table();
        const PciFunction &vf = *server.host.find(server.vfs[0]);
        const QString id = vf.address.toString();
        const QString numeric = QString::asprintf("%04X:%04x", vf.vendor, vf.device);
        for (const QString &filter : QStringList{vf.displayName(), vf.displayName().toUpper(), id, id.mid(5), numeric,
                 vf.driver, u"web"_s, u"  web  "_s, vf.driver + u" web"_s, u"web "_s + id})
            QVERIFY2(found(table, filter).contains(id), qPrintable(filter));
        QCOMPARE(found(table, u"machine web"_s), QStringList{id});
        QVERIFY(!found(table, u"build"_s).contains(id));
        QVERIFY(found(table, u"web "_s + u"no such word"_s).isEmpty());
        QVERIFY(shownRows(table, {u"no such word"_s}).entries.isEmpty());
        QCOMPARE(shownRows(table, {u"machine web"_s}).entries.size(), 1); // and nothing else
    }

    void filterCountsWhatItShows()
    {
        const LargeHost large(300);
        const HostTable table = makeHostTable(large.host(), {}, {}, Arrangement::ByGroup);
        const int bridges = int(std::count_if(large.host().functions.cbegin(), large.host().functions.cend(),
            [](const PciFunction &function) { return !function.isEndpoint(); }));
        QVERIFY(bridges > 0);
        QCOMPARE(shownRows(table, {}).shown, 300 - bridges);
        QCOMPARE(shownRows(table, {}).all, 300 - bridges);
        QCOMPARE(shownRows(table, {{}, true}).shown, 300);
        const ShownRows some = shownRows(table, {u"graphics"_s});
        QVERIFY(some.shown > 0 && some.shown < some.all);
        QCOMPARE(some.all, 300 - bridges);
    }

    void bridgesAreHiddenUnlessSomethingHangsBelow()
    {
        const HostSnapshot host = LargeHost(300).host();
        const HostTable byGroup = makeHostTable(host, {}, {}, Arrangement::ByGroup);
        QVERIFY(!found(byGroup, {}).contains(u"0000:00:00.0"_s));
        QVERIFY(found(byGroup, {}, true).contains(u"0000:00:00.0"_s));
        const HostTable byBus = makeHostTable(host, {}, {}, Arrangement::ByBus);
        QVERIFY(found(byBus, {}).contains(u"0000:00:00.0"_s)); // the way to the network card
        QCOMPARE(found(byBus, u"0000:02:00.1"_s), (QStringList{u"0000:00:00.1"_s, u"0000:02:00.1"_s}));
    }

    void sortsByAnyColumn_data()
    {
        QTest::addColumn<int>("column");
        QTest::newRow("name") << int(DeviceTreeModel::NameColumn);
        QTest::newRow("verdict") << int(DeviceTreeModel::VerdictColumn);
        QTest::newRow("used by") << int(DeviceTreeModel::UsedByColumn);
        QTest::newRow("driver") << int(DeviceTreeModel::DriverColumn);
        QTest::newRow("group") << int(DeviceTreeModel::GroupColumn);
        QTest::newRow("address") << int(DeviceTreeModel::AddressColumn);
    }
    void sortsByAnyColumn()
    {
        QFETCH(int, column);
        const Server server;
        for (const Arrangement arrangement : {Arrangement::ByGroup, Arrangement::ByKind}) {
            const HostTable table = server.table(arrangement);
            const QStringList all = found(table, {});
            for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
                ShownTree tree;
                tree.show(table, {{}, false, column, order});
                QCOMPARE(QSet<QString>(all.cbegin(), all.cend()).size(), tree.shown.shown);
                for (int heading = 0; heading < tree.model.rowCount(); ++heading) {
                    const QModelIndex parent = tree.model.index(heading, 0);
                    for (int i = 1; i < tree.model.rowCount(parent); ++i) {
                        const QModelIndex a = tree.model.index(i - 1, column, parent);
                        const QModelIndex b = tree.model.index(i, column, parent);
                        const QString first = a.data().toString();
                        const QString second = b.data().toString();
                        if (second.isEmpty())
                            continue; // what is empty comes last
                        QVERIFY(!first.isEmpty());
                        int compared = QString::compare(first, second, Qt::CaseInsensitive);
                        if (column == DeviceTreeModel::VerdictColumn
                            && a.data(DeviceTreeModel::LevelRole) != b.data(DeviceTreeModel::LevelRole))
                            compared = a.data(DeviceTreeModel::LevelRole).toInt()
                                - b.data(DeviceTreeModel::LevelRole).toInt();
                        if (column == DeviceTreeModel::GroupColumn)
                            compared = first.toInt() - second.toInt();
                        QVERIFY2(order == Qt::AscendingOrder ? compared <= 0 : compared >= 0,
                            qPrintable(first + u" before "_s + second));
                    }
                }
            }
        }
    }

    void headingsFollowTheirDevices()
    {
        const Server server;
        ShownTree tree;
        tree.show(server.table(), {{}, false, DeviceTreeModel::VerdictColumn, Qt::AscendingOrder});
        const auto best = [&](int heading) {
            const QModelIndex parent = tree.model.index(heading, 0);
            const QModelIndex first = tree.model.index(0, 0, parent);
            return (first.isValid() ? first : parent).data(DeviceTreeModel::LevelRole).toInt();
        };
        for (int i = 1; i < tree.model.rowCount(); ++i)
            QVERIFY(best(i - 1) <= best(i));
        // By name, groups are in the order of their numbers, not of their letters.
        tree.show(server.table(), {{}, false, DeviceTreeModel::NameColumn, Qt::AscendingOrder});
        int group = -1;
        int headings = 0;
        while (tree.model.hasChildren(tree.model.index(headings, 0))) {
            const int next = tree.model.index(headings++, 0).data(DeviceTreeModel::GroupRole).toInt();
            QVERIFY(group < next);
            group = next;
        }
        QVERIFY(headings > 1);
        for (int i = headings; i < tree.model.rowCount(); ++i)
            QVERIFY(!tree.model.hasChildren(tree.model.index(i, 0))); // then those that are alone
    }

    void costsGrowWithTheHostAndNoFaster_data()
    {
        QTest::addColumn<int>("what");
        QTest::newRow("judging all") << 0;
        QTest::newRow("another arrangement") << 1;
        QTest::newRow("filter") << 2;
        QTest::newRow("sort") << 3;
        QTest::newRow("difference of 200 changes") << 4;
        QTest::newRow("difference of two arrangements") << 5;
    }
    void costsGrowWithTheHostAndNoFaster()
    {
        QFETCH(int, what);
        struct Case
        {
            LargeHost large;
            Claims claims;
            HostTable table, byBus, changed;
            ShownRows shown, shownByBus, shownChanged;
            double shortestMs = 1e9;

            explicit Case(int functions)
                : large(functions)
                , claims(large.claims(functions / 10))
                , table(makeHostTable(large.host(), claims, {}, Arrangement::ByGroup))
                , byBus(rearranged(table, Arrangement::ByBus))
                , shown(shownRows(table, {}))
                , shownByBus(shownRows(byBus, {}))
            {
                large.changeDrivers(200);
                changed = makeHostTable(large.host(), claims, {}, Arrangement::ByGroup);
                shownChanged = shownRows(changed, {});
            }
            void run(int what)
            {
                shortestMs = std::min(shortestMs, processorMs([&] {
                    switch (what) {
                    case 0: (void)makeHostTable(large.host(), claims, {}, Arrangement::ByGroup); break;
                    case 1: (void)rearranged(table, Arrangement::ByKind); break;
                    case 2: (void)shownRows(table, {u"ethernet 0000:0"_s}); break;
                    case 3: (void)shownRows(table, {{}, false, DeviceTreeModel::UsedByColumn}); break;
                    case 4: (void)makePatch(table, shown, changed, shownChanged); break;
                    default: (void)makePatch(table, shown, byBus, shownByBus);
                    }
                }));
            }
        };
        Case thousand(1000);
        Case tenThousand(10'000);
        for (int repetition = 0; repetition < 5; ++repetition) { // in turn: both have the same neighbours
            thousand.run(what);
            tenThousand.run(what);
        }
        const double small = thousand.shortestMs;
        const double large = tenThousand.shortestMs;
        qInfo("1,000: %.2f ms, 10,000: %.2f ms", small, large);
        // Ten times the host; caches and sorting take their share, a square would be a hundred.
        QVERIFY2(large < small * 20, qPrintable(u"%1 ms against %2 ms"_s.arg(large).arg(small)));
    }
};

QTEST_GUILESS_MAIN(TestHostTable)
#include "tst_hosttable.moc"
