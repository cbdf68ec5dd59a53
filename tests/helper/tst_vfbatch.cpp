// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What setting many virtual functions asks of the kernel: counted, as time would depend on the machine.
#include "hosts.h"
#include "jobs/jobrunner.h"
#include "steps/devicefiles.h"
#include "steps/setvfs.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace laneway;

namespace {

/// The sample's two ixgbe ports with @p count virtual functions each.
struct TwoCards
{
    explicit TwoCards(int count)
    {
        HostSnapshot host = *sampleHost(u"server"_s);
        for (PciFunction &function : host.functions)
            if (function.driver == u"ixgbe" && function.sriov && !function.interfaces.isEmpty() && pfs.size() < 2) {
                function.sriov->total = count;
                pfs += function.address;
                interfaces += function.interfaces.first().name;
            }
        kernel = std::make_unique<SimKernel>(host);
        for (const PciAddress &pf : std::as_const(pfs))
            for (const QByteArray &number : {QByteArray("0"), QByteArray::number(count)})
                (void)kernel->doors().sys.write(deviceFile(pf, u"sriov_numvfs"), number);
        kernel->faults().alsoReads = true;
        before = int(kernel->faults().calls());
    }
    QStringList calls() const { return kernel->faults().log().mid(before); }

    QList<PciAddress> pfs;
    QStringList interfaces;
    std::unique_ptr<SimKernel> kernel;
    int before = 0;
};

Plan planFor(const TwoCards &cards, int count, SetVfs::OnRefusal onRefusal)
{
    Plan plan;
    plan.kind = u"vf-configure"_s;
    for (const PciAddress &pf : cards.pfs) {
        VfChanges changes;
        for (quint32 i = 0; i < quint32(count); ++i)
            changes.append({VfIndex{i},
                *VfChange::parse({u"mac=52:54:00:aa:00:%1"_s.arg(i, 2, 16, QChar(u'0')), u"vlan=%1"_s.arg(100 + i),
                    u"qos=5"_s, u"spoofchk=off"_s})});
        plan.steps += std::make_shared<const SetVfs>(pf, changes, onRefusal);
    }
    return plan;
}

} // namespace

class TestVfBatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asksAsOftenForManyAsForFew_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<bool>("keeps");
        for (const bool keeps : {false, true})
            for (const int count : {1, 7, 63})
                QTest::addRow("2 × %d%s", count, keeps ? ", refused ones left out" : "") << count << keeps;
    }
    void asksAsOftenForManyAsForFew()
    {
        QFETCH(int, count);
        QFETCH(bool, keeps);
        const TwoCards cards(count);
        QCOMPARE(cards.pfs.size(), 2);
        const QTemporaryDir directory;
        const Plan plan = planFor(cards, count, keeps ? SetVfs::OnRefusal::Keep : SetVfs::OnRefusal::RollBack);
        const auto journal = Journal::begin(directory.path(), u"batch"_s, plan);
        QVERIFY(journal);
        QCOMPARE(runPlan(plan, cards.kernel->doors(), **journal).state, u"done"_s);

        // Of each card: its name and all VFs, its name again and one send, its name and all VFs.
        QStringList expected;
        for (qsizetype i = 0; i < cards.pfs.size(); ++i) {
            const QString name = u"list "_s + deviceFile(cards.pfs[i], u"net");
            const QString all = u"vfs "_s + cards.interfaces[i];
            expected += QStringList{
                name, all, name, u"setVfs "_s + cards.interfaces[i] + u' ' + QString::number(count), name, all};
        }
        if (keeps) // read back before verify(), by the name that is known
            for (qsizetype i = expected.size() - 2; i >= 0; i -= 6)
                expected.removeAt(i);
        QCOMPARE(cards.calls(), expected);
    }
    void theJournalGrowsByAVfAtATime()
    {
        const auto sizeFor = [](int count) {
            const TwoCards cards(count);
            const QTemporaryDir directory;
            const Plan plan = planFor(cards, count, SetVfs::OnRefusal::RollBack);
            auto journal = Journal::begin(directory.path(), u"batch"_s, plan);
            const JobOutcome outcome = runPlan(plan, cards.kernel->doors(), **journal);
            journal->reset();
            return outcome.state == u"done" ? QFile(directory.filePath(u"batch.journal"_s)).size() : 0;
        };
        const qint64 one = sizeFor(1), ten = sizeFor(10), all = sizeFor(63);
        QVERIFY(one > 0 && ten > one);
        const double each = double(ten - one) / 9;
        QVERIFY2(qAbs(double(all - ten) / 53 - each) < each / 10, qPrintable(u"%1 %2 %3"_s.arg(one).arg(ten).arg(all)));
    }
    void whatWasWrittenBeforeIsStillUnderstood()
    {
        // As journals had it: the values as JSON.
        const TwoCards cards(3);
        Kernel &kernel = cards.kernel->doors();
        const QJsonObject former = cards.kernel->state();
        const QList<VfSettings> settings = kernel.netlink.vfs(cards.interfaces[0]).value();
        QJsonArray values;
        QJsonArray changes;
        for (const VfSettings &vf : settings) {
            values += vf.toJson();
            changes += QJsonObject{{u"index"_s, int(vf.index.value)}, {u"vlan"_s, 42}};
        }
        const auto step = stepFromJson({{u"kind"_s, u"set-vfs"_s},
            {u"arguments"_s,
                QJsonObject{{u"pf"_s, cards.pfs[0].toString()}, {u"vfs"_s, changes}, {u"refused"_s, u"rollback"_s}}}});
        QVERIFY(step);
        QVERIFY((*step)->apply(kernel));
        QVERIFY(cards.kernel->state() != former);
        QVERIFY((*step)->undo(kernel, {{u"vfs"_s, values}}));
        QCOMPARE(cards.kernel->state(), former);
    }
};

QTEST_GUILESS_MAIN(TestVfBatch)
#include "tst_vfbatch.moc"
