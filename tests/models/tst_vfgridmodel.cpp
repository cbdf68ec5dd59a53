// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/samplehost.h"
#include "models/vfgridmodel.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace laneway;

namespace {

using Sign = VfGridModel::Sign;

VfGridFacts facts(int number)
{
    VfGridFacts facts;
    facts.physical = *PciAddress::parse(u"0000:02:00.0"_s);
    facts.interface = u"enp2s0f0"_s;
    for (int i = 0; i < number; ++i) {
        VfRow row;
        row.address = *PciAddress::parse(u"0000:02:10.%1"_s.arg(i % 8));
        row.settings = {VfIndex{quint32(i)}, MacAddress(), VfVlan{}, true, false, VfLinkState::Auto, VfRate{}};
        facts.rows << row;
    }
    return facts;
}

bool type(VfGridModel &model, int row, int column, const QString &text)
{
    return model.setData(model.index(row, column), text, Qt::EditRole);
}

QString shown(const VfGridModel &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

Sign sign(const VfGridModel &model, int row, int column)
{
    return Sign(model.index(row, column).data(VfGridModel::SignRole).toInt());
}

QString note(const VfGridModel &model, int row, int column)
{
    return model.index(row, column).data(Qt::ToolTipRole).toString();
}

QJsonObject change(const VfGridModel &model, int place = 0)
{
    return model.changes()[place].toObject();
}

} // namespace

class TestVfGridModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // Not a network card: what an NVMe controller gave them, and nothing of MAC addresses.
    void functionsOfADriveHaveQueuesAndInterrupts()
    {
        const HostSnapshot host = *sampleHost(u"storage"_s);
        const PciAddress drive = *PciAddress::parse(u"0000:02:00.0"_s);
        const VfGridFacts facts = vfGridFacts(makeHostTable(host, {}, {}, Arrangement::ByGroup), drive);
        QVERIFY(facts.isNvme);
        QVERIFY2(facts.refusal.contains(u"vf create 0000:02:00.0"_s), qPrintable(facts.refusal));
        VfGridModel model;
        model.setFacts(facts);
        QCOMPARE(model.rowCount(), 4);
        const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(text(0, VfGridModel::OnlineColumn), u"Online"_s);
        QCOMPARE(text(0, VfGridModel::QueuesColumn), u"9"_s);
        QCOMPARE(text(0, VfGridModel::InterruptsColumn), u"9"_s);
        QCOMPARE(text(3, VfGridModel::OnlineColumn), u"Offline"_s);
        QVERIFY(!VfGridModel::concerns(VfGridModel::MacColumn, true));
        QVERIFY(VfGridModel::concerns(VfGridModel::QueuesColumn, true));
        QVERIFY(!VfGridModel::concerns(VfGridModel::QueuesColumn, false));
        QVERIFY(VfGridModel::concerns(VfGridModel::UsedByColumn, true));
    }

    void oneRowAVirtualFunction()
    {
        const auto host = sampleHost(u"server"_s);
        QVERIFY(host);
        const PciAddress physical = *PciAddress::parse(u"0000:02:00.0"_s);
        const PciAddress first = host->find(physical)->sriov->functions.first();
        Claims claims;
        claims.domains << Claim{first, QUuid::createUuid(), u"web"_s, 0, true};
        const VfGridFacts shows = vfGridFacts(makeHostTable(*host, claims, {}, Arrangement::ByGroup), physical);
        QCOMPARE(shows.rows.size(), host->find(physical)->sriov->functions.size());
        QCOMPARE(shows.rows.first().address, first);
        QCOMPARE(shows.rows.first().usedBy, u"web"_s);
        QVERIFY(shows.rows.first().level >= Level::Blocked);
        for (int i = 0; i < shows.rows.size(); ++i)
            QCOMPARE(shows.rows[i].settings.index.value, quint32(i));
        // Whoever has an address of its own elsewhere on this host.
        for (const NetInterface &interface : host->find(physical)->interfaces)
            QCOMPARE(shows.taken.value(*interface.mac), interface.name);
    }

    void whatIsTypedIsPendingAndSaysWhatIsThere()
    {
        VfGridModel model;
        QAbstractItemModelTester tester(&model);
        model.setFacts(facts(3));
        QCOMPARE(shown(model, 1, VfGridModel::VlanColumn), u"none"_s);
        QSignalSpy told(&model, &VfGridModel::pendingChanged);
        QVERIFY(type(model, 1, VfGridModel::VlanColumn, u"42"_s));
        QCOMPARE(told.size(), 1);
        QCOMPARE(shown(model, 1, VfGridModel::VlanColumn), u"42"_s);
        QCOMPARE(sign(model, 1, VfGridModel::VlanColumn), Sign::Pending);
        QVERIFY(model.index(1, VfGridModel::VlanColumn).data(VfGridModel::PendingRole).toBool());
        QCOMPARE(note(model, 1, VfGridModel::VlanColumn), u"To be set; now: none"_s);
        QCOMPARE(model.pending(), 1);
        QVERIFY(type(model, 1, VfGridModel::VlanColumn, u"0"_s)); // back by hand
        QCOMPARE(model.pending(), 0);
        QCOMPARE(model.changes().size(), 0);
    }

    void anEditorThatIsClosedAgainWantsNothing()
    {
        VfGridModel model;
        model.setFacts(facts(1));
        for (int column = VfGridModel::MacColumn; column <= VfGridModel::LinkStateColumn; ++column) {
            const QModelIndex index = model.index(0, column);
            QVERIFY(model.setData(index, index.data(Qt::EditRole), Qt::EditRole));
        }
        QCOMPARE(model.pending(), 0);
    }

    void changesAreWhatThePlanTakes()
    {
        VfGridModel model;
        model.setFacts(facts(4));
        type(model, 2, VfGridModel::MacColumn, u"52:54:0:0:0:a"_s);
        type(model, 2, VfGridModel::PriorityColumn, u"3"_s);
        type(model, 2, VfGridModel::VlanColumn, u"42"_s);
        type(model, 3, VfGridModel::MaxRateColumn, u"100"_s);
        type(model, 3, VfGridModel::SpoofCheckColumn, u"off"_s);
        type(model, 3, VfGridModel::TrustColumn, u"on"_s);
        type(model, 3, VfGridModel::LinkStateColumn, u"disable"_s);
        QCOMPARE(model.changes().size(), 2);
        // One kernel message sets a VLAN whole, and both rates.
        QCOMPARE(change(model, 0),
            (QJsonObject{{u"index"_s, 2}, {u"mac"_s, u"52:54:00:00:00:0a"_s}, {u"vlan"_s, 42}, {u"qos"_s, 3},
                {u"vlanProtocol"_s, u"802.1Q"_s}}));
        QCOMPARE(change(model, 1),
            (QJsonObject{{u"index"_s, 3}, {u"minRate"_s, 0}, {u"maxRate"_s, 100}, {u"spoofCheck"_s, false},
                {u"trust"_s, true}, {u"linkState"_s, u"disable"_s}}));
    }

    void whatCannotBeSaysWhy_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("says");
        QTest::newRow("not a MAC") << int(VfGridModel::MacColumn) << u"52:54"_s << u"is not a MAC address"_s;
        QTest::newRow("multicast") << int(VfGridModel::MacColumn) << u"01:00:5e:00:00:01"_s << u"multicast"_s;
        QTest::newRow("VLAN 4095") << int(VfGridModel::VlanColumn) << u"4095"_s << u"1 to 4094"_s;
        QTest::newRow("VLAN -1") << int(VfGridModel::VlanColumn) << u"-1"_s << u"1 to 4094"_s;
        QTest::newRow("priority 8") << int(VfGridModel::PriorityColumn) << u"8"_s << u"0 to 7"_s;
        QTest::newRow("protocol") << int(VfGridModel::ProtocolColumn) << u"802.3"_s << u"802.1Q or 802.1ad"_s;
        QTest::newRow("switch") << int(VfGridModel::TrustColumn) << u"maybe"_s << u"on nor off"_s;
        QTest::newRow("rate") << int(VfGridModel::MaxRateColumn) << u"fast"_s << u"Mbit/s"_s;
        QTest::newRow("rate too large") << int(VfGridModel::MaxRateColumn) << u"99999999999"_s << u"Mbit/s"_s;
        QTest::newRow("link") << int(VfGridModel::LinkStateColumn) << u"up"_s << u"auto, enable or disable"_s;
        QTest::newRow("guaranteed above highest")
            << int(VfGridModel::MinRateColumn) << u"200"_s << u"above the highest"_s;
    }
    void whatCannotBeSaysWhy()
    {
        QFETCH(int, column);
        QFETCH(QString, typed);
        QFETCH(QString, says);
        VfGridModel model;
        VfGridFacts host = facts(2);
        host.rows[1].settings.rate = VfRate{0, 100};
        model.setFacts(host);
        type(model, 0, VfGridModel::SpoofCheckColumn, u"off"_s); // nothing goes while something is wrong
        QVERIFY(type(model, 1, column, typed));
        QCOMPARE(shown(model, 1, column), typed);
        QCOMPARE(sign(model, 1, column), Sign::Invalid);
        QVERIFY2(note(model, 1, column).contains(says), qPrintable(note(model, 1, column)));
        QVERIFY2(model.problem().contains(says) && model.problem().startsWith(u"VF 1"_s), qPrintable(model.problem()));
        QCOMPARE(model.changes().size(), 0);
        model.revert({model.index(1, column)});
        QCOMPARE(model.problem(), QString());
        QCOMPARE(model.changes().size(), 1);
    }

    void theSameMacTwiceIsMarkedAtBoth()
    {
        VfGridModel model;
        VfGridFacts host = facts(4);
        host.rows[0].settings.mac = *MacAddress::parse(u"52:54:00:00:00:01"_s);
        host.taken.insert(*MacAddress::parse(u"52:54:00:00:00:ff"_s), u"eno1"_s);
        model.setFacts(host);
        QCOMPARE(sign(model, 2, VfGridModel::MacColumn), Sign::None); // two without an address are not the same
        type(model, 2, VfGridModel::MacColumn, u"52:54:00:00:00:01"_s);
        QCOMPARE(sign(model, 0, VfGridModel::MacColumn), Sign::Duplicate);
        QCOMPARE(sign(model, 2, VfGridModel::MacColumn), Sign::Duplicate);
        QVERIFY(note(model, 0, VfGridModel::MacColumn).contains(u"VF 2"_s));
        QVERIFY(note(model, 2, VfGridModel::MacColumn).contains(u"VF 0"_s));
        type(model, 3, VfGridModel::MacColumn, u"52:54:00:00:00:ff"_s);
        QVERIFY(note(model, 3, VfGridModel::MacColumn).contains(u"eno1"_s));
        QCOMPARE(model.changes().size(), 2); // a bond of two can want it: it is said, not forbidden
        type(model, 2, VfGridModel::MacColumn, u"52:54:00:00:00:02"_s);
        QCOMPARE(sign(model, 0, VfGridModel::MacColumn), Sign::None);
    }

    void pendingOutlivesAFreshHostAndAConflictIsSaid()
    {
        VfGridModel model;
        QAbstractItemModelTester tester(&model);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        VfGridFacts host = facts(7);
        model.setFacts(host);
        type(model, 5, VfGridModel::VlanColumn, u"42"_s);
        type(model, 6, VfGridModel::VlanColumn, u"43"_s);
        host.rows[5].usedBy = u"web"_s; // something else of it
        model.setFacts(host);
        QCOMPARE(sign(model, 5, VfGridModel::VlanColumn), Sign::Pending);
        QCOMPARE(shown(model, 5, VfGridModel::UsedByColumn), u"web"_s);
        host.rows[5].settings.vlan = VfVlan{*VlanId::make(7)};
        model.setFacts(host);
        QCOMPARE(shown(model, 5, VfGridModel::VlanColumn), u"42"_s);
        QCOMPARE(sign(model, 5, VfGridModel::VlanColumn), Sign::Conflict);
        QVERIFY2(note(model, 5, VfGridModel::VlanColumn).contains(u"it was none and is 7 now"_s),
            qPrintable(note(model, 5, VfGridModel::VlanColumn)));
        QCOMPARE(model.conflicts(), 1);
        model.keepMine({model.index(5, VfGridModel::VlanColumn)});
        QCOMPARE(sign(model, 5, VfGridModel::VlanColumn), Sign::Pending);
        host.rows[5].settings.vlan = VfVlan{*VlanId::make(42)}; // somebody set just that
        model.setFacts(host);
        QCOMPARE(sign(model, 5, VfGridModel::VlanColumn), Sign::None);
        QCOMPARE(model.pending(), 1);
        // All are made anew: gone for a moment.
        model.setFacts(facts(0));
        QCOMPARE(model.pending(), 0);
        model.setFacts(facts(7));
        QCOMPARE(shown(model, 6, VfGridModel::VlanColumn), u"43"_s);
        QCOMPARE(model.pending(), 1);
        QCOMPARE(reset.size(), 0);
    }

    void aSeriesCountsOrStays()
    {
        VfGridModel model;
        model.setFacts(facts(8));
        const auto macs
            = model.series(u"52:54:00:00:00:fe"_s, VfGridModel::MacColumn, VfGridModel::Series::Counting, 4);
        QCOMPARE(macs.first,
            (QStringList{
                u"52:54:00:00:00:fe"_s, u"52:54:00:00:00:ff"_s, u"52:54:00:00:01:00"_s, u"52:54:00:00:01:01"_s}));
        model.fill({1, 2, 5, 7}, VfGridModel::MacColumn, macs.first);
        QCOMPARE(shown(model, 5, VfGridModel::MacColumn), u"52:54:00:00:01:00"_s);
        QCOMPARE(shown(model, 3, VfGridModel::MacColumn), u"none"_s);
        QCOMPARE(model.pending(), 4);
        const auto vlans = model.series(u"100"_s, VfGridModel::VlanColumn, VfGridModel::Series::Counting, 3);
        QCOMPARE(vlans.first, (QStringList{u"100"_s, u"101"_s, u"102"_s}));
        QCOMPARE(model.series(u"100"_s, VfGridModel::VlanColumn, VfGridModel::Series::Same, 2).first,
            (QStringList{u"100"_s, u"100"_s}));
        QCOMPARE(model.series(u"off"_s, VfGridModel::SpoofCheckColumn, VfGridModel::Series::Same, 2).first,
            (QStringList{u"off"_s, u"off"_s}));
        const auto beyond = model.series(u"4090"_s, VfGridModel::VlanColumn, VfGridModel::Series::Counting, 8);
        QVERIFY(beyond.first.isEmpty());
        QVERIFY2(beyond.second.contains(u"4097"_s), qPrintable(beyond.second));
        QVERIFY(!model.series(u"52:54:00:ff:ff:ff"_s, VfGridModel::MacColumn, VfGridModel::Series::Counting, 2)
                     .second.isEmpty());
        QVERIFY(!model.series(u"01:00:5e:00:00:01"_s, VfGridModel::MacColumn, VfGridModel::Series::Counting, 2)
                     .second.isEmpty());
        model.revertAll();
        QCOMPARE(model.pending(), 0);
    }

    void aRefusalStandsAtItsCellsUntilTheyAreEdited()
    {
        VfGridModel model;
        model.setFacts(facts(3));
        type(model, 0, VfGridModel::VlanColumn, u"42"_s);
        type(model, 1, VfGridModel::VlanColumn, u"42"_s);
        type(model, 1, VfGridModel::TrustColumn, u"on"_s);
        model.setRefusals(
            {{VfIndex{1}, VfField::Vlan, Error{ErrorCode::UnsupportedConfiguration, u"vf 1"_s, u"EOPNOTSUPP"_s}}});
        QCOMPARE(sign(model, 0, VfGridModel::VlanColumn), Sign::Pending);
        QCOMPARE(sign(model, 1, VfGridModel::VlanColumn), Sign::Refused);
        QCOMPARE(sign(model, 1, VfGridModel::TrustColumn), Sign::Pending);
        QVERIFY(note(model, 1, VfGridModel::VlanColumn).contains(u"Refused: "_s));
        QCOMPARE(model.firstWith(Sign::Refused), model.index(1, VfGridModel::VlanColumn));
        type(model, 1, VfGridModel::VlanColumn, u"43"_s);
        QCOMPARE(sign(model, 1, VfGridModel::VlanColumn), Sign::Pending);
    }

    void whatTheDriverDoesNotReportCannotBeSet()
    {
        VfGridModel model;
        VfGridFacts host = facts(1);
        host.rows[0].settings.trust.reset();
        model.setFacts(host);
        QCOMPARE(shown(model, 0, VfGridModel::TrustColumn), u"not told"_s);
        QVERIFY(!type(model, 0, VfGridModel::TrustColumn, u"on"_s));
        QVERIFY(note(model, 0, VfGridModel::TrustColumn).contains(u"enp2s0f0"_s));
        QVERIFY(type(model, 0, VfGridModel::VlanColumn, u"5"_s));
        host.refusal = u"This host is a recording."_s;
        model.setFacts(host);
        QVERIFY(!type(model, 0, VfGridModel::VlanColumn, u"6"_s));
    }

    // Whatever comes and goes: what is pending at a VF is at that VF.
    void walksWithoutAReset()
    {
        QRandomGenerator random(5);
        VfGridModel model;
        QAbstractItemModelTester tester(&model);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        const VfGridFacts all = facts(40);
        model.setFacts(all);
        QMap<quint32, QString> wanted;
        for (int round = 0; round < 300; ++round) {
            VfGridFacts some = all;
            some.rows.removeIf([&](const VfRow &) { return random.bounded(5) == 0; });
            for (VfRow &row : some.rows)
                row.usedBy = QString::number(random.bounded(3));
            model.setFacts(some);
            QCOMPARE(model.rowCount(), some.rows.size());
            const int row = random.bounded(model.rowCount());
            const QString vlan = QString::number(random.bounded(1, 4095));
            QVERIFY(type(model, row, VfGridModel::VlanColumn, vlan));
            wanted[some.rows[row].settings.index.value] = vlan;
            for (int i = 0; i < model.rowCount(); ++i)
                QCOMPARE(shown(model, i, VfGridModel::VlanColumn),
                    wanted.value(some.rows[i].settings.index.value, u"none"_s));
        }
        QCOMPARE(reset.size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestVfGridModel)
#include "tst_vfgridmodel.moc"
