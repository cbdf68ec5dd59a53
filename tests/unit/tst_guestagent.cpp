// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/guestagent.h"
#include "support/realqemu.h"

#include <QJsonDocument>
#include <QTest>

#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace laneway;

/// With an agent that a guest might have, and ones that it should not.
class TestGuestAgent : public QObject
{
    Q_OBJECT

    enum class Manner { Good, Silent, Refuses, Chatters, Floods, HangsUp };
    QTemporaryDir m_directory;

    /// Serves one client in its manner; what it was asked for beside the greeting.
    static QStringList serve(int listener, Manner manner)
    {
        const int client = ::accept(listener, nullptr, nullptr);
        QStringList asked;
        const auto say = [client](const QByteArray &text) {
            (void)::send(client, text.constData(), size_t(text.size()), MSG_NOSIGNAL);
        };
        if (manner == Manner::Chatters)
            say("{\"return\":{\"old\":1}}\nnot JSON\xff\xff\n");
        if (manner == Manner::Floods)
            for (int i = 0; i < 40; ++i)
                say(QByteArray(4096, 'x'));
        if (manner == Manner::HangsUp) {
            ::close(client);
            return asked;
        }
        QByteArray text;
        char byte = 0;
        while (::recv(client, &byte, 1, 0) == 1) {
            text += byte;
            if (byte != '\n')
                continue;
            const QJsonObject command = QJsonDocument::fromJson(text.mid(text.lastIndexOf('\xff') + 1)).object();
            text.clear();
            if (command[u"execute"].toString() == u"guest-sync-delimited") {
                if (manner != Manner::Silent)
                    say("\xff{\"return\":" + QByteArray::number(command[u"arguments"][u"id"].toInteger()) + "}\n");
                continue;
            }
            asked += command[u"execute"].toString() + u' ' + command[u"arguments"][u"mode"].toString();
            if (manner == Manner::Refuses)
                say("{\"error\":{\"class\":\"GenericError\",\"desc\":\"not \x1b[1mallowed\"}}\n");
            else if (manner == Manner::Good)
                break; // it shuts down
        }
        ::close(client);
        return asked;
    }

private Q_SLOTS:
    void asksAndTakesNoForAnAnswer_data()
    {
        QTest::addColumn<int>("manner");
        QTest::addColumn<bool>("answers");
        QTest::addColumn<bool>("obeys");
        QTest::newRow("one that obeys") << int(Manner::Good) << true << true;
        QTest::newRow("one with old words in the pipe") << int(Manner::Chatters) << true << true;
        QTest::newRow("one that refuses") << int(Manner::Refuses) << true << false;
        QTest::newRow("none behind the channel") << int(Manner::Silent) << false << false;
        QTest::newRow("one that talks without end") << int(Manner::Floods) << false << false;
        QTest::newRow("one that hangs up") << int(Manner::HangsUp) << false << false;
    }
    void asksAndTakesNoForAnAnswer()
    {
        QFETCH(int, manner);
        QFETCH(bool, answers);
        QFETCH(bool, obeys);
        const QString path = m_directory.filePath(u"agent%1"_s.arg(manner));
        const int listener = realqemu::listenAt(path);
        QVERIFY(listener >= 0);
        QStringList asked;
        std::thread guest([&] { asked = serve(listener, Manner(manner)); });
        {
            auto agent = GuestAgent::connectTo(path, 1'000);
            QCOMPARE(agent.has_value(), answers);
            if (answers) {
                const auto done = agent->shutdown(u"powerdown"_s);
                QCOMPARE(done.has_value(), obeys);
                if (!done)
                    QVERIFY2(done.error().detail.contains(u"not \\x1b[1mallowed"), qPrintable(done.error().detail));
            } else {
                QCOMPARE(agent.error().code, ErrorCode::GuestDidNotRespond);
            }
        }
        guest.join();
        ::close(listener);
        if (answers)
            QCOMPARE(asked, QStringList{u"guest-shutdown powerdown"_s});
    }

    void nobodyListens()
    {
        QCOMPARE(
            GuestAgent::connectTo(m_directory.filePath(u"none"_s), 100).error().code, ErrorCode::GuestDidNotRespond);
    }
};

QTEST_APPLESS_MAIN(TestGuestAgent)
#include "tst_guestagent.moc"
