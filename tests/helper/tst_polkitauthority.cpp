// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bus/polkitauthority.h"
#include "support/privatebus.h"

#include <QDBusMetaType>
#include <QTest>

using namespace laneway;
using Say = MockPolkit::Say;

class TestPolkitAuthority : public QObject
{
    Q_OBJECT
    PrivateBus m_bus;
    std::unique_ptr<MockPolkit> m_polkit;

    Authority::Question question(bool mayAsk) const
    {
        return {{u":1.42"_s, 1000, false}, u"org.laneway.helper.device.assign"_s,
            {{u"device"_s, u"0000:03:10.2"_s}, {u"machine"_s, u"web"_s}}, mayAsk};
    }
    /// Asks and waits for the answer.
    Result<> ask(bool mayAsk)
    {
        PolkitAuthority authority(m_bus.connection(u"helper"_s));
        std::optional<Result<>> got;
        authority.check(question(mayAsk), [&](const Result<> &answer) { got = answer; });
        if (!QTest::qWaitFor([&] { return got.has_value(); }))
            return fail(ErrorCode::TimedOut, u"test"_s);
        return *got;
    }

private Q_SLOTS:
    void initTestCase()
    {
        qDBusRegisterMetaType<QMap<QString, QString>>();
        QVERIFY2(m_bus.start(), "dbus-daemon is needed");
    }
    void init()
    {
        m_polkit = std::make_unique<MockPolkit>();
        QVERIFY(m_polkit->registerOn(m_bus.connection(u"polkit"_s)));
    }
    void cleanup()
    {
        m_bus.connection(u"polkit"_s).unregisterObject(u"/org/freedesktop/PolicyKit1/Authority"_s);
        m_polkit.reset();
    }

    void answers_data()
    {
        QTest::addColumn<int>("silently"); // what polkit says without a dialog
        QTest::addColumn<int>("withDialog"); // and with one; -1: must not be asked
        QTest::addColumn<bool>("mayAsk");
        QTest::addColumn<QString>("error"); // empty: allowed
        QTest::newRow("yes") << int(Say::Yes) << -1 << false << QString();
        QTest::newRow("no") << int(Say::No) << -1 << true << u"NotAuthorized"_s;
        QTest::newRow("password typed") << int(Say::Challenge) << int(Say::Yes) << true << QString();
        QTest::newRow("dialog closed") << int(Say::Challenge) << int(Say::Dismissed) << true
                                       << u"AuthorizationDismissed"_s;
        QTest::newRow("nobody to ask") << int(Say::Challenge) << int(Say::Challenge) << true
                                       << u"NoAuthenticationAgent"_s;
        QTest::newRow("wrong password") << int(Say::Challenge) << int(Say::No) << true << u"NotAuthorized"_s;
        QTest::newRow("call allows no dialog") << int(Say::Challenge) << -1 << false << u"NotAuthorized"_s;
        QTest::newRow("policy not installed") << int(Say::Error) << -1 << true << u"NotAuthorized"_s;
    }
    void answers()
    {
        QFETCH(int, silently);
        QFETCH(int, withDialog);
        QFETCH(bool, mayAsk);
        QFETCH(QString, error);
        m_polkit->decide = [&](const MockPolkit::Check &check) { return Say(check.mayAsk ? withDialog : silently); };
        const auto answer = ask(mayAsk);
        QCOMPARE(answer ? QString() : errorName(answer.error().code), error);
        QCOMPARE(m_polkit->checks.size(), withDialog < 0 ? 1 : 2);
        QVERIFY(!m_polkit->checks.first().mayAsk);
        if (withDialog >= 0)
            QVERIFY(m_polkit->checks.last().mayAsk);
    }
    void polkitIsToldWhoAndWhat()
    {
        QVERIFY(ask(false));
        const auto check = m_polkit->checks.value(0);
        QCOMPARE(check.subject, u"system-bus-name::1.42"_s);
        QCOMPARE(check.action, u"org.laneway.helper.device.assign"_s);
        QCOMPARE(check.details.value(u"device"_s), u"0000:03:10.2"_s);
        QCOMPARE(check.details.value(u"machine"_s), u"web"_s);
        QVERIFY(check.details.value(u"polkit.message"_s).contains(u"$(device)"_s));
    }
    void dialogSaysWhatLasts_data()
    {
        QTest::addColumn<QString>("start");
        QTest::addColumn<bool>("lasts");
        QTest::newRow("now only") << QString() << false;
        QTest::newRow("now and at each start") << u"too"_s << true;
        QTest::newRow("at each start only") << u"only"_s << true;
    }
    void dialogSaysWhatLasts()
    {
        QFETCH(QString, start);
        QFETCH(bool, lasts);
        PolkitAuthority authority(m_bus.connection(u"helper"_s));
        Authority::Question asked = question(false);
        asked.action = u"org.laneway.helper.host.prepare"_s;
        asked.details = {{u"device"_s, u"0000:02:00.0"_s}, {u"start"_s, start}};
        bool answered = false;
        authority.check(asked, [&](const Result<> &) { answered = true; });
        QTRY_VERIFY(answered);
        const QString message = m_polkit->checks.value(0).details.value(u"polkit.message"_s);
        QVERIFY(message.contains(u"$(device)"_s));
        QCOMPARE(message.contains(u"at each start of this computer"_s), lasts);
    }
    void dialogSaysWhatIsKept_data()
    {
        QTest::addColumn<QString>("device");
        QTest::addColumn<QString>("locked");
        QTest::addColumn<QString>("part");
        QTest::addColumn<QString>("tap");
        QTest::newRow("a device's") << u"0000:02:10.0"_s << u"2147483648"_s
                                    << u"use $(device) and keep up to $(memory) of memory"_s << QString();
        QTest::newRow("as much as it likes, and a device")
            << u"0000:02:10.0"_s << u"unlimited"_s << u"use $(device) and keep all memory"_s << QString();
        QTest::newRow("so much") << QString() << u"2147483648"_s << u"$(machine) keep up to $(memory) of memory"_s
                                 << QString();
        QTest::newRow("as much as it likes")
            << QString() << u"unlimited"_s << u"$(machine) keep all memory"_s << QString();
        const QString tap = u"interface dmz, MTU 1300"_s;
        QTest::newRow("a tap's terms") << u"br0"_s << QString() << u"use $(device) ($(tap))"_s << tap;
        QTest::newRow("and so much memory")
            << u"br0"_s << u"2147483648"_s << u"use $(device) ($(tap)) and keep up to $(memory) of memory"_s << tap;
        QTest::newRow("and all memory") << u"br0"_s << u"unlimited"_s << u"use $(device) ($(tap)) and keep all memory"_s
                                        << tap;
    }
    void dialogSaysWhatIsKept()
    {
        QFETCH(QString, device);
        QFETCH(QString, locked);
        QFETCH(QString, part);
        QFETCH(QString, tap);
        PolkitAuthority authority(m_bus.connection(u"helper"_s));
        Authority::Question asked = question(false);
        asked.details = {{u"device"_s, device}, {u"machine"_s, u"web"_s}, {u"locked-memory"_s, locked},
            {u"memory"_s, u"2 GiB"_s}, {u"tap"_s, tap}};
        bool answered = false;
        authority.check(asked, [&](const Result<> &) { answered = true; });
        QTRY_VERIFY(answered);
        const QString message = m_polkit->checks.value(0).details.value(u"polkit.message"_s);
        QVERIFY2(message.contains(part), qPrintable(message));
    }
    /// Who lets a machine have it once is asked another thing than who lets it have it from now on.
    void dialogSaysThatItIsForEachStart_data()
    {
        QTest::addColumn<QString>("device");
        QTest::addColumn<QString>("locked");
        QTest::addColumn<QString>("tap");
        QTest::newRow("a device") << u"0000:02:10.0"_s << QString() << QString();
        QTest::newRow("a tap and memory") << u"br0"_s << u"2147483648"_s << u"MTU 1300"_s;
        QTest::newRow("memory alone") << QString() << u"unlimited"_s << QString();
    }
    void dialogSaysThatItIsForEachStart()
    {
        QFETCH(QString, device);
        QFETCH(QString, locked);
        QFETCH(QString, tap);
        PolkitAuthority authority(m_bus.connection(u"helper"_s));
        Authority::Question asked = question(false);
        for (const bool each : {true, false}) {
            asked.details = {{u"device"_s, device}, {u"machine"_s, u"web"_s}, {u"locked-memory"_s, locked},
                {u"memory"_s, u"2 GiB"_s}, {u"tap"_s, tap}};
            if (each)
                asked.details[u"start"_s] = u"each"_s;
            bool answered = false;
            authority.check(asked, [&](const Result<> &) { answered = true; });
            QTRY_VERIFY(answered);
            const QString message = m_polkit->checks.last().details.value(u"polkit.message"_s);
            QVERIFY2(message.contains(u"let the machine $(machine)"_s), qPrintable(message));
            QCOMPARE(message.endsWith(u", at each start of this computer"_s), each);
        }
    }
    void noPolkitIsANo()
    {
        QVERIFY(m_bus.connection(u"polkit"_s).unregisterService(u"org.freedesktop.PolicyKit1"_s));
        const auto answer = ask(true);
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::NotAuthorized);
    }
    void aCallerWithoutNameIsANo()
    {
        PolkitAuthority authority(m_bus.connection(u"helper"_s));
        std::optional<Result<>> got;
        Authority::Question peer = question(true);
        peer.caller = {{}, 0, true};
        authority.check(peer, [&](const Result<> &answer) { got = answer; });
        QTRY_VERIFY(got);
        QVERIFY(!*got);
        QVERIFY(m_polkit->checks.isEmpty());
    }
    void whoLeavesIsNotAnswered()
    {
        m_polkit->decide = [](const MockPolkit::Check &check) { return check.mayAsk ? Say::Nothing : Say::Challenge; };
        PolkitAuthority authority(m_bus.connection(u"helper"_s));
        bool answered = false;
        authority.check(question(true), [&](const Result<> &) { answered = true; });
        QTRY_COMPARE(m_polkit->checks.size(), 2);
        QVERIFY(!authority.isIdle());
        authority.forget(u":1.7"_s); // somebody else
        QVERIFY(!authority.isIdle());
        authority.forget(u":1.42"_s);
        QTRY_COMPARE(m_polkit->cancelled, QStringList(m_polkit->checks.last().id));
        QVERIFY(authority.isIdle());
        QVERIFY(!answered);
    }
    void dialogsAreFewAUser()
    {
        m_polkit->decide = [](const MockPolkit::Check &check) { return check.mayAsk ? Say::Nothing : Say::Challenge; };
        PolkitAuthority authority(m_bus.connection(u"helper"_s));
        QList<ErrorCode> refused;
        const auto first = m_polkit->checks.size();
        for (int i = 0; i < PolkitAuthority::dialogsPerUser + 2; ++i) {
            authority.check(question(true), [&](const Result<> &answer) {
                if (!answer)
                    refused += answer.error().code;
            });
        }
        QTRY_COMPARE(refused, QList<ErrorCode>(2, ErrorCode::LimitExceeded));
        // Each was asked once without a dialog, and as many as may be with one.
        QTRY_COMPARE(m_polkit->checks.size(), first + 2 * PolkitAuthority::dialogsPerUser + 2);
        // Another user still gets one.
        Authority::Question other = question(true);
        other.caller = {u":1.43"_s, 1001, false};
        const auto before = m_polkit->checks.size();
        authority.check(other, [](const Result<> &) {});
        QTRY_COMPARE(m_polkit->checks.size(), before + 2);
    }
    void thePeerOfAPrivateBusIsNotAsked()
    {
        PeerAuthority authority;
        std::optional<Result<>> got;
        Authority::Question peer = question(true);
        peer.caller = {{}, 1000, true};
        authority.check(peer, [&](const Result<> &answer) { got = answer; });
        QVERIFY(got && *got);
        authority.check(question(true), [&](const Result<> &answer) { got = answer; });
        QVERIFY(got && !*got);
    }
};

QTEST_GUILESS_MAIN(TestPolkitAuthority)
#include "tst_polkitauthority.moc"
