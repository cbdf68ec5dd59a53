// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/sshaddress.h"
#include "client/sshtunnel.h"

#include <QTest>

using namespace laneway;

class TestSshAddress : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void addressesAreRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("host") << u"ssh://den"_s << QStringList{u"--"_s, u"den"_s};
        QTest::newRow("all") << u"ssh://root@den.example.org:2222"_s
                             << QStringList{u"-p"_s, u"2222"_s, u"-l"_s, u"root"_s, u"--"_s, u"den.example.org"_s};
        QTest::newRow("IPv4") << u"ssh://192.0.2.7:1"_s << QStringList{u"-p"_s, u"1"_s, u"--"_s, u"192.0.2.7"_s};
        QTest::newRow("IPv6") << u"ssh://[2001:db8::7]:65535"_s
                              << QStringList{u"-p"_s, u"65535"_s, u"--"_s, u"2001:db8::7"_s};
        QTest::newRow("IPv6 with a zone")
            << u"ssh://me@[fe80::1%eth0]"_s << QStringList{u"-l"_s, u"me"_s, u"--"_s, u"fe80::1%eth0"_s};
        QTest::newRow("alias") << u"ssh://_lab-1"_s << QStringList{u"--"_s, u"_lab-1"_s};
        QTest::newRow("service user") << u"ssh://_svc.x-y@h"_s << QStringList{u"-l"_s, u"_svc.x-y"_s, u"--"_s, u"h"_s};
    }
    void addressesAreRead()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, arguments);
        const auto address = SshAddress::parse(text);
        QVERIFY2(address, address ? "" : qPrintable(address.error().toString()));
        QCOMPARE(address->arguments(), arguments);
        QCOMPARE(address->toString(), text);
    }
    void whatCouldMeanSomethingElseIsRefused_data()
    {
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const QString &text) { QTest::newRow(name) << text; };
        row("nothing", u"ssh://"_s);
        row("another scheme", u"http://den"_s);
        row("upper-case scheme", u"SSH://den"_s);
        row("an option for a host", u"ssh://-oProxyCommand=touch"_s);
        row("an option for a user", u"ssh://-oProxyCommand@den"_s);
        row("an option behind a user", u"ssh://me@-Fden"_s);
        row("empty user", u"ssh://@den"_s);
        row("two users", u"ssh://a@b@den"_s);
        row("user with a password", u"ssh://me:secret@den"_s);
        row("semicolon", u"ssh://den;reboot"_s);
        row("dollar", u"ssh://$HOME"_s);
        row("backtick", u"ssh://`id`"_s);
        row("pipe", u"ssh://den|sh"_s);
        row("quote", u"ssh://de'n"_s);
        row("backslash", u"ssh://do\\main@den"_s);
        row("space", u"ssh://den y"_s);
        row("leading space", u" ssh://den"_s);
        row("newline", u"ssh://den\n"_s);
        row("NUL", u"ssh://den"_s + QChar(0));
        row("percent", u"ssh://%2ddash"_s);
        row("token of ssh", u"ssh://%h"_s);
        row("path", u"ssh://den/system"_s);
        row("slash", u"ssh://den/"_s);
        row("query", u"ssh://den?socket=/x"_s);
        row("D-Bus key", u"ssh://den,argv1=x"_s);
        row("equals sign", u"ssh://a=b"_s);
        row("leading dot", u"ssh://.den"_s);
        row("not ASCII", u"ssh://bäcker"_s);
        row("another alphabet's digits", u"ssh://den:٢٢"_s);
        row("empty port", u"ssh://den:"_s);
        row("port 0", u"ssh://den:0"_s);
        row("port with zeros", u"ssh://den:022"_s);
        row("port above all", u"ssh://den:65536"_s);
        row("port far above all", u"ssh://den:4294967318"_s);
        row("negative port", u"ssh://den:-22"_s);
        row("two ports", u"ssh://den:22:22"_s);
        row("IPv6 without brackets", u"ssh://2001:db8::7"_s);
        row("bracket left open", u"ssh://[2001:db8::7"_s);
        row("host in brackets", u"ssh://[den]"_s);
        row("IPv6 and more", u"ssh://[::1]x"_s);
        row("zone with an option", u"ssh://[fe80::1%-o]"_s);
        row("empty zone", u"ssh://[fe80::1%]"_s);
        row("long host", u"ssh://"_s + QString(254, u'a'));
        row("long user", u"ssh://"_s + QString(65, u'a') + u"@den"_s);
    }
    void whatCouldMeanSomethingElseIsRefused()
    {
        QFETCH(QString, text);
        const auto address = SshAddress::parse(text);
        QVERIFY(!address);
        QCOMPARE(address.error().code, ErrorCode::InvalidInput);
        QVERIFY(!address.error().detail.isEmpty());
    }
    void failuresHaveTheirCause_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("status");
        QTest::addColumn<SshPhase>("phase");
        QTest::addColumn<QString>("code");
        const auto login = [](const char *name, const char *words, const QString &code) {
            QTest::newRow(name) << QString::fromUtf8(words) << 255 << SshPhase::Login << code;
        };
        // As OpenSSH 9.2 prints them.
        login(
            "no such name", "ssh: Could not resolve hostname den: Name or service not known\r\n", u"HostUnreachable"_s);
        login("nobody listens", "ssh: connect to host den port 22: Connection refused\r\n", u"HostUnreachable"_s);
        login("no way there", "ssh: connect to host den port 22: No route to host\r\n", u"HostUnreachable"_s);
        login("no answer", "ssh: connect to host den port 22: Connection timed out\r\n", u"HostUnreachable"_s);
        login("no greeting", "Connection timed out during banner exchange\r\n", u"HostUnreachable"_s);
        login("turned away",
            "kex_exchange_identification: Connection closed by remote host\r\n"
            "Connection closed by 192.0.2.7 port 22\r\n",
            u"HostUnreachable"_s);
        login("nobody to ask about its key", "Host key verification failed.\r\n", u"HostKeyUnknown"_s);
        login("strict and unknown",
            "No ED25519 host key is known for den and you have requested strict checking.\r\n"
            "Host key verification failed.\r\n",
            u"HostKeyUnknown"_s);
        login("another key",
            "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\r\n"
            "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\r\n"
            "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\r\n"
            "IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!\r\n"
            "Offending ED25519 key in /home/me/.ssh/known_hosts:1\r\n"
            "Host key verification failed.\r\n",
            u"HostKeyChanged"_s);
        login("no key fits", "me@den: Permission denied (publickey,password).\r\n", u"LoginRefused"_s);
        login("too many keys", "Received disconnect from 192.0.2.7 port 22:2: Too many authentication failures\r\n",
            u"LoginRefused"_s);
        login("its configuration", "/home/me/.ssh/config: line 1: Bad configuration option: hosst\r\n", u"SshFailed"_s);
        login("nothing said", "", u"SshFailed"_s);
        QTest::newRow("no bridge") << u"bash: line 1: systemd-stdio-bridge: command not found\n"_s << 127
                                   << SshPhase::Bridge << u"BridgeMissing"_s;
        QTest::newRow("no bus") << QString() << 1 << SshPhase::Bridge << u"BusUnreachable"_s;
        QTest::newRow("lost right after the login")
            << u"Connection to den closed by remote host.\n"_s << 255 << SshPhase::Bridge << u"Disconnected"_s;
        QTest::newRow("lost") << u"Timeout, server den not responding.\r\n"_s << 255 << SshPhase::Talk
                              << u"Disconnected"_s;
        QTest::newRow("killed") << QString() << -1 << SshPhase::Talk << u"Disconnected"_s;
    }
    void failuresHaveTheirCause()
    {
        QFETCH(QString, words);
        QFETCH(int, status);
        QFETCH(SshPhase, phase);
        QFETCH(QString, code);
        const auto address = SshAddress::parse(u"ssh://me@den:2222");
        const Error error = sshFailure(*address, words, status, phase);
        QCOMPARE(errorName(error.code), code);
        QCOMPARE(error.subject, u"me@den:2222"_s);
        QCOMPARE(error.extra[u"command"].toString(), u"ssh -p 2222 me@den"_s);
        QVERIFY(!error.detail.contains(u'\n'));
        QCOMPARE(error.detail.isEmpty(), words.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSshAddress)
#include "tst_sshaddress.moc"
