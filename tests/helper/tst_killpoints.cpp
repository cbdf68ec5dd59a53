// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The helper is killed at every call that changes the kernel, once before it and once after, and
// between the calls; whatever starts next brings the host to what it was, or to what was asked for.
#include "scenarios.h"

#include <QTest>

using namespace laneway;

class TestKillPoints : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void atEveryCall_data();
    void atEveryCall();
    void betweenTheCalls_data() { jobs(); }
    void betweenTheCalls();
    void onceCommittedItIsDone_data() { jobs(); }
    void onceCommittedItIsDone();
    void recoveryIsKilledToo_data() { jobs(); }
    void recoveryIsKilledToo();

private:
    static void jobs()
    {
        QTest::addColumn<QByteArray>("name");
        const auto names = everyJob().keys();
        for (const QByteArray &name : names)
            QTest::newRow(name.constData()) << name;
    }
    /// What an undisturbed run of the job ends in.
    static QJsonObject endOf(const Job &job)
    {
        static QMap<QString, QJsonObject> known;
        const QString key = job.kind + QString::fromUtf8(QJsonDocument(job.arguments).toJson(QJsonDocument::Compact));
        if (known.contains(key))
            return known.value(key);
        Scenario scenario(job.host);
        job.prepare(scenario);
        const JobOutcome outcome = scenario.run(scenario.plan(job.kind, job.arguments));
        if (outcome.state != u"done")
            qFatal("%s", qPrintable(outcome.error ? outcome.error->toString() : outcome.leftovers.join(u' ')));
        return *known.insert(key, scenario.state());
    }
    /// Also a merge: once the definition is at the image below, the overlay is only deleted.
    static bool goesForward(const Job &job)
    {
        return job.kind == u"destroy" || job.kind == u"release" || job.kind == u"snapshot-delete";
    }
    /// Runs @p job, which is killed on the way by what @p arm or @p progress do, and recovers. Tells
    /// whether it was killed at all.
    static bool disturb(const Job &job, const std::function<void(Scenario &)> &arm, const StepProgress &progress = {});
};

bool TestKillPoints::disturb(const Job &job, const std::function<void(Scenario &)> &arm, const StepProgress &progress)
{
    Scenario scenario(job.host);
    job.prepare(scenario);
    const QJsonObject before = scenario.state();
    const Plan plan = scenario.plan(job.kind, job.arguments);
    arm(scenario);
    bool killed = false;
    try {
        scenario.run(plan, progress);
    } catch (const Killed &) {
        killed = true;
    }
    scenario.kernel.faults() = Faults();
    const QList<RecoveryReport> reports = scenario.recover();
    const QJsonObject after = scenario.state();
    [&] {
        QCOMPARE(reports.size(), killed ? 1 : 0);
        if (killed) {
            QVERIFY2(reports.first().leftovers.isEmpty(), qPrintable(reports.first().leftovers.join(u' ')));
            const bool finished = reports.first().outcome == u"finished";
            QCOMPARE(reports.first().outcome, finished ? u"finished"_s : u"rolled-back"_s);
            QVERIFY(!finished || goesForward(job));
            QCOMPARE(difference(after, finished ? endOf(job) : before), QString());
            // A run record is there as long as its guest is.
            const bool hasRun = !scenario.runs.load()->isEmpty();
            QCOMPARE(hasRun, !after[u"guests"].toObject().isEmpty());
            QCOMPARE(scenario.missingImages(), QStringList());
        }
        // A second helper finds nothing to do.
        QVERIFY(scenario.recover().isEmpty());
        QCOMPARE(difference(scenario.state(), after), QString());
    }();
    return killed;
}

void TestKillPoints::atEveryCall_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("after");
    const auto names = everyJob().keys();
    for (const QByteArray &name : names) {
        QTest::addRow("%s, before each call", name.constData()) << name << false;
        QTest::addRow("%s, after each call", name.constData()) << name << true;
    }
}

void TestKillPoints::atEveryCall()
{
    QFETCH(QByteArray, name);
    QFETCH(bool, after);
    const Job job = everyJob().value(name);
    const auto moment = after ? Faults::Moment::After : Faults::Moment::Before;
    int kills = 0;
    for (bool killed = true; killed; ++kills) {
        killed = disturb(job, [&](Scenario &scenario) { scenario.kernel.faults() = killAt(kills + 1, moment); });
        QVERIFY2(!QTest::currentTestFailed(), qPrintable(QString::number(kills + 1)));
    }
    QVERIFY2(kills > 1, "no call was made");
}

void TestKillPoints::betweenTheCalls()
{
    QFETCH(QByteArray, name);
    const Job job = everyJob().value(name);
    int kills = 0;
    for (bool killed = true; killed; ++kills) {
        int told = 0;
        killed = disturb(
            job, [](Scenario &) {},
            [&](int, const QString &) {
                if (told++ == kills)
                    throw Killed();
            });
        QVERIFY2(!QTest::currentTestFailed(), qPrintable(QString::number(kills + 1)));
    }
    QVERIFY(kills > 1);
}

void TestKillPoints::onceCommittedItIsDone()
{
    QFETCH(QByteArray, name);
    const Job job = everyJob().value(name);
    Scenario scenario(job.host);
    job.prepare(scenario);
    const QJsonObject before = scenario.state();
    const Plan plan = scenario.plan(job.kind, job.arguments);
    scenario.onCommitted = [] { throw Killed(); };
    QVERIFY_THROWS_EXCEPTION(Killed, scenario.run(plan));
    const QJsonObject after = scenario.state();
    const auto reports = scenario.recover();
    QCOMPARE(reports.size(), 1);
    // What leaves a run record is done with it; what changes the kernel only is taken back until
    // its journal ends.
    const bool goesOn = firstAfterDefinition(plan.kind, plan.steps) < plan.steps.size() && !plan.configXml.isEmpty();
    const bool recorded = !plan.liveXml.isEmpty() || plan.goesForward() || plan.kind == u"create" || goesOn;
    QCOMPARE(reports.first().outcome, recorded ? u"finished"_s : u"rolled-back"_s);
    if (!plan.leases.isEmpty())
        QCOMPARE(scenario.runs.load()->value(plan.domain).leases, plan.leases);
    QCOMPARE(difference(scenario.state(), goesOn ? endOf(job) : recorded ? after : before), QString());
    QCOMPARE(scenario.missingImages(), QStringList());
}

void TestKillPoints::recoveryIsKilledToo()
{
    QFETCH(QByteArray, name);
    const Job job = everyJob().value(name);
    for (int call = 1;; ++call) {
        bool killedAtAll = false;
        for (int again = 1;; ++again) {
            Scenario scenario(job.host);
            job.prepare(scenario);
            const QJsonObject before = scenario.state();
            const Plan plan = scenario.plan(job.kind, job.arguments);
            scenario.kernel.faults() = killAt(call, Faults::Moment::After);
            bool killed = false;
            try {
                scenario.run(plan);
            } catch (const Killed &) {
                killed = true;
            }
            if (!killed)
                break;
            killedAtAll = true;
            scenario.kernel.faults() = killAt(again, again % 2 ? Faults::Moment::After : Faults::Moment::Before);
            bool recoveryKilled = false;
            try {
                scenario.recover();
            } catch (const Killed &) {
                recoveryKilled = true;
            }
            scenario.kernel.faults() = Faults();
            if (recoveryKilled)
                QCOMPARE(scenario.recover().size(), 1);
            if (!goesForward(job))
                QCOMPARE(difference(scenario.state(), before), QString());
            else
                QVERIFY(scenario.runs.load()->isEmpty());
            QCOMPARE(scenario.missingImages(), QStringList());
            QVERIFY(scenario.recover().isEmpty());
            if (!recoveryKilled)
                break;
        }
        if (!killedAtAll)
            return;
    }
}

QTEST_GUILESS_MAIN(TestKillPoints)
#include "tst_killpoints.moc"
