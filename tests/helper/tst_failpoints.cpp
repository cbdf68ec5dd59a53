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
    "vf-remake-nvme", "start-nvme", "vf-set", "vf-configure",
    "vf-configure, refused", "vf-keep", "vf-keep, changed", "attach", "attach-usb", "plug-disk",
    "plug-card", "start, taps", "plug-tap", "unplug-tap", "unplug-disk", "change-media"};
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
        const QString why = at + u" → "_s + (outcome.error ? outcome.error->toString() : QString())
            + u' ' + outcome.leftovers.join(u' ');
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

QTEST_GUILESS_MAIN(TestFailPoints)
#include "tst_failpoints.moc"
