// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every call of a job fails once, with each errno that it may meet, or hangs: a clear error, and the
// host as it was before.
#include "scenarios.h"

#include <QTest>

#include <array>
#include <cerrno>

using namespace laneway;

namespace {
constexpr std::array jobNames{"start", "detach", "reattach", "vf-create", "vf-create, kept", "vf-create-nvme",
    "vf-remake-nvme", "start-nvme", "vf-set", "vf-configure", "vf-configure, refused", "vf-keep", "vf-keep, changed",
    "attach", "attach-usb", "plug-disk", "plug-card", "start, taps", "plug-tap", "unplug-tap", "unplug-disk",
    "change-media"};
}

class TestFailPoints : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyCallOfAJob_data();
    void everyCallOfAJob();
    void everyReadOfAStart_data();
    void everyReadOfAStart();
    void hangs_data() { jobs(); }
    void hangs();
    void releaseGoesOn();
    void aMergeLosesNothing();
    void killedWhileItGoesBack_data();
    void killedWhileItGoesBack();
    void aRunThatCannotBeNotedLeavesTheDefinition();

private:
    static void jobs()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char *name : jobNames)
            QTest::newRow(name) << QByteArray(name);
    }
    static void disturbed(const QByteArray &name, const std::function<Faults(int)> &fault);
};

void TestFailPoints::disturbed(const QByteArray &name, const std::function<Faults(int)> &fault)
{
    const Job job = everyJob().value(name);
    bool struck = true;
    int failures = 0;
    for (int call = 1; struck; ++call) {
        Scenario scenario(job.host);
        job.prepare(scenario);
        const QJsonObject before = scenario.state();
        const Plan plan = scenario.plan(job.kind, job.arguments);
        scenario.kernel.faults() = fault(call);
        const JobOutcome outcome = scenario.run(plan);
        struck = scenario.kernel.faults().struck();
        const QString at = struck ? scenario.kernel.faults().log().value(call - 1) : QString();
        scenario.kernel.faults() = Faults();
        if (outcome.state == u"done") // there was another way, or it did not matter
            continue;
        ++failures;
        const QString why = at + u" → "_s + (outcome.error ? outcome.error->toString() : QString()) + u' '
            + outcome.leftovers.join(u' ');
        QVERIFY2(outcome.state == u"rolled-back", qPrintable(why));
        QVERIFY2(outcome.error && outcome.error->code != ErrorCode::Internal, qPrintable(why));
        QVERIFY2(!outcome.error->subject.isEmpty() && !outcome.error->detail.isEmpty(), qPrintable(why));
        const QString left = difference(scenario.state(), before);
        QVERIFY2(left.isEmpty(), qPrintable(why + u": "_s + left));
        QVERIFY(scenario.recover().isEmpty());
    }
    QVERIFY(failures > 0);
}

void TestFailPoints::everyCallOfAJob_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("number");
    for (const char *name : jobNames)
        for (const int number : {EBUSY, EIO, ENOMEM, EPERM, EINVAL, ENODEV, ERANGE, ENOSPC})
            QTest::addRow("%s, %s", name, qPrintable(errnoName(number))) << QByteArray(name) << number;
}

void TestFailPoints::everyCallOfAJob()
{
    QFETCH(QByteArray, name);
    QFETCH(int, number);
    disturbed(name, [&](int call) { return Faults::failAt(call, number); });
}

void TestFailPoints::everyReadOfAStart_data()
{
    QTest::addColumn<int>("number");
    for (const int number : {EIO, EACCES})
        QTest::addRow("%s", qPrintable(errnoName(number))) << number;
}

void TestFailPoints::everyReadOfAStart()
{
    QFETCH(int, number);
    disturbed("start", [&](int call) {
        Faults faults = Faults::failAt(call, number);
        faults.alsoReads = true;
        return faults;
    });
}

void TestFailPoints::hangs()
{
    QFETCH(QByteArray, name);
    disturbed(name, [](int call) { return Faults::hangAt(call); });
}

void TestFailPoints::releaseGoesOn()
{
    // One thing that cannot be given back does not keep the others.
    const Job job = everyJob().value("release");
    Scenario scenario(job.host);
    job.prepare(scenario);
    const Plan plan = scenario.plan(job.kind, job.arguments);
    scenario.kernel.faults() = Faults::failAt(1, EIO);
    const JobOutcome outcome = scenario.run(plan);
    QCOMPARE(outcome.state, u"needs-attention"_s);
    QCOMPARE(outcome.leftovers.size(), 1);
    QVERIFY2(outcome.leftovers.first().contains(u"EIO"), qPrintable(outcome.leftovers.first()));
    QCOMPARE(driverOf(scenario.kernel.doors(), igbVf), u"igbvf"_s);
    QCOMPARE(driverOf(scenario.kernel.doors(), otherVf), u"igbvf"_s);
}

/// Until the definition is at the image below, all is taken back; from then on only what is not used any more may stay.
void TestFailPoints::aMergeLosesNothing()
{
    const Job job = everyJob().value("merge");
    int takenBack = 0;
    int left = 0;
    for (int call = 1;; ++call) {
        Scenario scenario(job.host);
        job.prepare(scenario);
        const QJsonObject before = scenario.state();
        const Plan plan = scenario.plan(job.kind, job.arguments);
        scenario.kernel.faults() = Faults::failAt(call, EIO);
        const JobOutcome outcome = scenario.run(plan);
        const bool struck = scenario.kernel.faults().struck();
        scenario.kernel.faults() = Faults();
        QCOMPARE(scenario.missingImages(), QStringList());
        const QByteArray definition = scenario.domains.all().first().xml.toXml();
        if (outcome.state == u"rolled-back") {
            QCOMPARE(difference(scenario.state(), before), QString());
            QVERIFY(!outcome.committed && definition.contains("/home/user/images/web.clean"));
            ++takenBack;
        } else {
            QVERIFY(outcome.committed);
            QVERIFY2(outcome.state == (struck ? u"needs-attention"_s : u"done"_s), qPrintable(outcome.state));
            QVERIFY(definition.contains("/home/user/images/web.qcow2"));
            left += struck;
        }
        if (!struck)
            break;
    }
    QVERIFY2(takenBack >= 3 && left >= 2, qPrintable(u"%1 %2"_s.arg(takenBack).arg(left)));
}

namespace {
/// Its two disks have gone on in other images.
void prepareTwoOverlays(Scenario &scenario)
{
    QString disks;
    for (const QString &name : {u"vda"_s, u"vdb"_s}) {
        const QString image = u"/home/user/images/%1.qcow2"_s.arg(name);
        scenario.run(scenario.plan(u"image-create"_s, {{u"path"_s, image}, {u"bytes"_s, u"1073741824"_s}}));
        disks += u"<disk type='file'><driver type='qcow2'/><source file='%1'/><target dev='%2'/></disk>"_s.arg(
            image, name);
    }
    scenario.define(u"web"_s, disks);
    scenario.run(
        scenario.plan(u"snapshot-create"_s, {{u"domain"_s, u"web"_s}, {u"name"_s, u"clean"_s}, {u"external"_s, true}}));
    scenario.domains.load();
}

void prepareRunning(Scenario &scenario)
{
    scenario.define(u"web"_s, {});
    scenario.run(scenario.plan(u"start"_s, {{u"domain"_s, u"web"_s}}));
}
} // namespace

void TestFailPoints::killedWhileItGoesBack_data()
{
    QTest::addColumn<Job>("job");
    QTest::addColumn<bool>("isStoredUnsynced");
    const QJsonObject clean{{u"domain"_s, u"web"_s}, {u"name"_s, u"clean"_s}};
    const Job merge{prepareTwoOverlays, u"snapshot-delete"_s, clean};
    QTest::newRow("merge") << merge << false;
    QTest::newRow("merge, stored and not synced") << merge << true;
    QTest::newRow("revert") << Job{prepareTwoOverlays, u"snapshot-revert"_s, clean} << false;
    QTest::newRow("save") << Job{prepareRunning, u"save"_s, {{u"domain"_s, u"web"_s}}} << false;
    QTest::newRow("plug-disk") << everyJob().value("plug-disk") << false;
    QTest::newRow("plug-disk, stored and not synced") << everyJob().value("plug-disk") << true;
    QTest::newRow("create, stored and not synced") << everyJob().value("create") << true;
    QTest::newRow("create and start, stored and not synced") << everyJob().value("create, started") << true;
}

/// What has begun to be taken back is not gone on with, whatever is found of it.
void TestFailPoints::killedWhileItGoesBack()
{
    QFETCH(Job, job);
    QFETCH(bool, isStoredUnsynced);
    int kills = 0;
    bool struck = true;
    for (int call = 1; struck; ++call) {
        for (int moment = 0;; ++moment) {
            Scenario scenario(job.host);
            job.prepare(scenario);
            const QJsonObject before = scenario.state();
            const QByteArray definition = scenario.definition();
            const Plan plan = scenario.plan(job.kind, job.arguments);
            scenario.isStoredUnsynced = isStoredUnsynced;
            if (!isStoredUnsynced)
                scenario.kernel.faults() = Faults::failAt(call, EIO);
            int undone = 0;
            bool killed = false;
            try {
                scenario.run(plan, [&](int, const QString &state) {
                    if (state.startsWith(u"und") && undone++ == moment)
                        throw Killed();
                });
            } catch (const Killed &) {
                killed = true;
            }
            struck = !isStoredUnsynced && scenario.kernel.faults().struck();
            scenario.kernel.faults() = Faults();
            if (killed) {
                ++kills;
                const auto reports = scenario.recover();
                QCOMPARE(reports.value(0).outcome, u"rolled-back"_s);
                QVERIFY2(reports.first().leftovers.isEmpty(), qPrintable(reports.first().leftovers.join(u' ')));
                QCOMPARE(difference(scenario.state(), before), QString());
                QCOMPARE(scenario.definition(), definition);
                QVERIFY(!scenario.saved.find(plan.domain));
            }
            if (killed || !isStoredUnsynced) // nothing could put that one back
                QCOMPARE(scenario.missingImages(), QStringList());
            QVERIFY(scenario.recover().isEmpty());
            if (!killed)
                break; // it was seen at all of them, or there was no way back
        }
    }
    QVERIFY(kills > 1);
}

void TestFailPoints::aRunThatCannotBeNotedLeavesTheDefinition()
{
    const Job job = everyJob().value("plug-disk"); // live and in the definition, which is written first
    Scenario scenario(job.host);
    job.prepare(scenario);
    const QJsonObject before = scenario.state();
    const QByteArray definition = scenario.definition();
    const Plan plan = scenario.plan(job.kind, job.arguments);
    const QString inTheWay = u"run/."_s + plan.domain.toString(QUuid::WithoutBraces) + u".run";
    QVERIFY(QDir().mkpath(scenario.directory.filePath(inTheWay)));
    QCOMPARE(scenario.run(plan).state, u"rolled-back"_s);
    QCOMPARE(difference(scenario.state(), before), QString());
    QCOMPARE(scenario.definition(), definition);
}

QTEST_GUILESS_MAIN(TestFailPoints)
#include "tst_failpoints.moc"
