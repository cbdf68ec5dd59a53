// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/plugpace.h"
#include "worlds.h"

#include <QTest>

using namespace laneway;

class TestPlugPace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void slowsWhatIsTooMuch()
    {
        const QUuid web = QUuid::createUuid();
        const QUuid other = QUuid::createUuid();
        PlugPace pace;
        for (int plug = 0; plug < PlugPace::most; ++plug) {
            QCOMPARE(pace.pauseBefore(web, 1, plug), 0);
            pace.note(web, 1, plug);
        }
        QCOMPARE(pace.pauseBefore(web, 1, 600), PlugPace::pauseMs);
        QCOMPARE(pace.pauseBefore(web, 0, 600), 0); // jobs that plug nothing
        QCOMPARE(pace.pauseBefore(other, 1, 600), 0);
        // Once the first of them are long ago it goes on as before.
        QCOMPARE(pace.pauseBefore(web, 1, PlugPace::briefTimeMs), 0);
        pace.note(other, 2, PlugPace::briefTimeMs * 3);
        QCOMPARE(pace.recent(web, 0), 0); // forgotten
        QCOMPARE(pace.recent(other, PlugPace::briefTimeMs * 3), 2);
    }
    void aPlanSaysSo()
    {
        TestWorld test;
        const auto uuid = test.define(u"web"_s, {});
        test.run(*uuid, *test.plan(u"start"_s, {{u"domain"_s, u"web"_s}}));
        const auto warnings = [&](int recent) {
            World world = test.world();
            world.recentPlugs = [recent](const QUuid &) { return recent; };
            return makePlan(
                {u"attach"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, emulatedDisk}, {u"live"_s, true}}, test.caller},
                world)
                ->warnings.size();
        };
        QCOMPARE(warnings(PlugPace::most - 1), 0);
        QCOMPARE(warnings(PlugPace::most), 1);
    }
};

QTEST_GUILESS_MAIN(TestPlugPace)
#include "tst_plugpace.moc"
