// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/domainlife.h"

#include "kernel/guests.h"

#include <QTemporaryDir>
#include <QTest>

using namespace laneway;

/// What QEMU tells, and what virsh would call it.
class TestDomainLife : public QObject
{
    Q_OBJECT

    static QString words(const DomainLife &life) { return life.state + u" ("_s + life.reason + u')'; }

private Q_SLOTS:
    void followsEvents_data()
    {
        QTest::addColumn<QStringList>("events"); ///< "NAME key=value"
        QTest::addColumn<QString>("state");
        const auto row = [](const char *name, const QStringList &events, const QString &state) {
            QTest::newRow(name) << events << state;
        };
        row("paused", {u"STOP"_s}, u"paused (user)"_s);
        row("and on", {u"STOP"_s, u"RESUME"_s}, u"running (unpaused)"_s);
        row("disk full", {u"BLOCK_IO_ERROR action=stop"_s, u"STOP"_s}, u"paused (I/O error)"_s);
        row("disk error that is reported", {u"BLOCK_IO_ERROR action=report"_s}, u"running (booted)"_s);
        row("watchdog", {u"WATCHDOG action=pause"_s, u"STOP"_s}, u"paused (watchdog)"_s);
        row("watchdog, then by hand", {u"WATCHDOG action=pause"_s, u"STOP"_s, u"RESUME"_s, u"STOP"_s},
            u"paused (user)"_s);
        row("panic, kept", {u"GUEST_PANICKED action=pause"_s, u"STOP"_s}, u"crashed (panicked)"_s);
        row("sleep", {u"SUSPEND"_s}, u"pmsuspended (unknown)"_s);
        row("awake", {u"SUSPEND"_s, u"WAKEUP"_s}, u"running (event wakeup)"_s);
        row("off", {u"SHUTDOWN reason=guest-shutdown"_s}, u"in shutdown (unknown)"_s);
        row("off and on", {u"SHUTDOWN reason=guest-shutdown"_s, u"STOP"_s, u"RESET"_s, u"RESUME"_s},
            u"running (booted)"_s);
        row("found as it was", {u"STATUS status=running"_s}, u"running (booted)"_s);
        row("found paused", {u"STATUS status=paused"_s}, u"paused (user)"_s);
        row("found crashed", {u"STATUS status=guest-panicked"_s}, u"crashed (panicked)"_s);
        row("found off", {u"STATUS status=shutdown"_s}, u"in shutdown (unknown)"_s);
        row("what nobody knows", {u"STATUS status=colo"_s, u"NO_SUCH_EVENT"_s}, u"running (booted)"_s);
    }
    void followsEvents()
    {
        QFETCH(QStringList, events);
        QFETCH(QString, state);
        DomainLife life{u"running"_s, u"booted"_s, {}};
        for (const QString &event : std::as_const(events)) {
            QJsonObject data;
            if (const QString pair = event.section(u' ', 1); !pair.isEmpty())
                data[pair.section(u'=', 0, 0)] = pair.section(u'=', 1);
            life = lifeAfter(life, event.section(u' ', 0, 0), data);
        }
        QCOMPARE(words(life), state);
    }

    void endsAsItWasToldOrAsItsProcessDid_data()
    {
        QTest::addColumn<QString>("event");
        QTest::addColumn<QString>("cause");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("detail");
        QTest::newRow("power-off") << u"guest-shutdown"_s << u"guest-shutdown"_s << u"shutdown"_s << QString();
        QTest::newRow("power-off that nobody heard") << QString() << u"guest-shutdown"_s << u"shutdown"_s << QString();
        QTest::newRow("no reboot wanted") << u"guest-reset"_s << u"guest-shutdown"_s << u"shutdown"_s << QString();
        QTest::newRow("panic") << u"guest-panic"_s << u"guest-shutdown"_s << u"crashed"_s << QString();
        QTest::newRow("killed") << QString() << u"signal 9"_s << u"crashed"_s << u"signal 9"_s;
        QTest::newRow("QEMU's own fault")
            << QString() << u"signal 6\nassertion failed"_s << u"crashed"_s << u"signal 6\nassertion failed"_s;
        QTest::newRow("without a word") << QString() << QString(unannouncedEnd + u"\nassertion failed"_s)
                                        << u"crashed"_s << QString(unannouncedEnd + u"\nassertion failed"_s);
        QTest::newRow("nobody knows") << QString() << QString() << u"unknown"_s << QString();
    }
    void endsAsItWasToldOrAsItsProcessDid()
    {
        QFETCH(QString, event);
        QFETCH(QString, cause);
        DomainLife life{u"running"_s, u"booted"_s, {}};
        if (!event.isEmpty())
            life = lifeAfter(life, u"SHUTDOWN"_s, {{u"reason"_s, event}});
        life = lifeAfterEnd(life, cause);
        QCOMPARE(life.state, u"shut off"_s);
        QTEST(life.reason, "reason");
        QTEST(life.detail, "detail");
    }

    void aPanicThatIsOverSaysNothingOfTheNextEnd()
    {
        DomainLife life = lifeAfter({u"running"_s, u"booted"_s, {}}, u"GUEST_PANICKED"_s, {{u"action"_s, u"pause"_s}});
        life = lifeAfter(life, u"STATUS"_s, {{u"status"_s, u"running"_s}}); // nobody heard it begin again
        life = lifeAfter(life, u"SHUTDOWN"_s, {{u"reason"_s, u"guest-shutdown"_s}});
        QCOMPARE(lifeAfterEnd(life, u"guest-shutdown"_s).reason, u"shutdown"_s);
    }

    void isKept()
    {
        const QTemporaryDir directory;
        const QUuid domain = QUuid::createUuid();
        LifeStore store(directory.path());
        const DomainLife life{u"paused"_s, u"user"_s, u"x"_s, {}, true};
        QVERIFY(store.set(domain, life));
        QVERIFY(!store.set(domain, life)); // nothing new
        LifeStore next(directory.path());
        next.load();
        QVERIFY(next.of(domain) == life);
        next.forget(domain);
        LifeStore last(directory.path());
        last.load();
        QCOMPARE(last.of(domain).state, u"shut off"_s);
    }
};

QTEST_APPLESS_MAIN(TestDomainLife)
#include "tst_domainlife.moc"
