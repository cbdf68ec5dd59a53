// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios.h"
#include "xml/domainidentity.h"

#include <QTest>

using namespace laneway;

/// A machine's memory is in its guest or in its file; whatever happens, never in both, as its disks go on
/// with one of them.
class TestSaveDomain : public QObject
{
    Q_OBJECT

    static void start(Scenario &scenario)
    {
        scenario.define(u"web"_s, {});
        if (scenario.run(scenario.plan(u"start"_s, web)).state != u"done")
            qFatal("cannot be started");
    }
    static void save(Scenario &scenario)
    {
        start(scenario);
        if (scenario.run(scenario.plan(u"save"_s, web)).state != u"done")
            qFatal("cannot be saved");
    }
    static bool runs(const Scenario &scenario) { return !scenario.state()[u"guests"].toObject().isEmpty(); }
    static QString status(const Scenario &scenario)
    {
        const QJsonObject guests = scenario.state()[u"guests"].toObject();
        return guests.isEmpty() ? QString() : (*guests.begin())[u"status"].toString();
    }

    inline static const QJsonObject web{{u"domain"_s, u"web"_s}};

private Q_SLOTS:
    void isInOnePlace_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("how");
        for (const QString &what : {u"save"_s, u"start"_s})
            for (const QString &how : {u"killed before"_s, u"killed after"_s, u"failed"_s})
                QTest::addRow("%s %s", qPrintable(what), qPrintable(how)) << what << how;
    }
    void isInOnePlace()
    {
        QFETCH(QString, what);
        QFETCH(QString, how);
        int disturbances = 0;
        for (bool struck = true; struck; ++disturbances) {
            Scenario scenario;
            what == u"save" ? start(scenario) : save(scenario);
            const Plan plan = scenario.plan(what, web);
            const int call = disturbances + 1;
            scenario.kernel.faults() = how == u"failed"
                ? Faults::failAt(call, EIO)
                : killAt(call, how == u"killed before" ? Faults::Moment::Before : Faults::Moment::After);
            JobOutcome outcome;
            try {
                outcome = scenario.run(plan);
            } catch (const Killed &) {
            }
            struck = scenario.kernel.faults().struck();
            scenario.kernel.faults() = Faults();
            const auto reports = scenario.recover();
            for (const RecoveryReport &report : reports)
                QVERIFY2(report.leftovers.isEmpty(), qPrintable(report.leftovers.join(u' ')));
            const bool isSaved = scenario.saved.find(plan.domain).has_value();
            QVERIFY2(!(isSaved && runs(scenario)), qPrintable(QString::number(call)));
            QCOMPARE(!scenario.runs.load()->isEmpty(), runs(scenario));
            if (what == u"save") {
                QVERIFY2(isSaved || runs(scenario), qPrintable(QString::number(call))); // nothing is lost
                if (runs(scenario))
                    QCOMPARE(status(scenario), u"running"_s); // as before
            } else if (!isSaved && !runs(scenario)) {
                // Its disks were going on already: as after a power failure, and never back.
                QVERIFY(outcome.state != u"done");
            }
            QVERIFY(scenario.recover().isEmpty());
        }
        QVERIFY(disturbances > 3);
    }

    void isRestoredAsItRan()
    {
        Scenario scenario;
        save(scenario);
        const auto state = scenario.saved.find(scenario.domains.all().firstKey());
        QVERIFY(state);
        QCOMPARE(state->machine, u"pc-q35-7.2"_s);
        QVERIFY(state->running);
        // By today's name, and on the board of then, whatever its definition has become.
        DomainXml changed = scenario.domains.all().first().xml;
        renameDomain(changed, u"mail"_s);
        QVERIFY(scenario.domains.put(changed, 1000));
        const Plan plan = scenario.plan(u"start"_s, {{u"domain"_s, u"mail"_s}});
        QVERIFY(plan.title.contains(u"Restore"_s) && plan.title.contains(u"mail"_s));
        const auto live = DomainXml::parse(plan.liveXml);
        QCOMPARE(live->name(), u"mail"_s);
        QVERIFY(plan.liveXml.contains("pc-q35-7.2"));
        QCOMPARE(scenario.run(plan).state, u"done"_s);
        QVERIFY(!scenario.saved.find(plan.domain));
    }
};

QTEST_GUILESS_MAIN(TestSaveDomain)
#include "tst_savedomain.moc"
