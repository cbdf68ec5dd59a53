// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/realqemu.h"
#include "ui/console/boundedinflate.h"
#include "ui/console/rfbclient.h"

#include <QSignalSpy>
#include <QTest>
#include <QtEndian>

using namespace laneway;

namespace {

template <typename Number> QByteArray big(Number number)
{
    const Number ordered = qToBigEndian(number);
    return {reinterpret_cast<const char *>(&ordered), sizeof ordered};
}

QByteArray rectangle(int x, int y, int width, int height, qint32 encoding, const QByteArray &rest = {})
{
    return big(quint16(x)) + big(quint16(y)) + big(quint16(width)) + big(quint16(height)) + big(encoding) + rest;
}

QByteArray update(const QList<QByteArray> &rectangles)
{
    QByteArray message = QByteArray("\0\0", 2) + big(quint16(rectangles.size()));
    for (const QByteArray &one : rectangles)
        message += one;
    return message;
}

QByteArray pixels(int count, QRgb color)
{
    QByteArray bytes;
    for (int i = 0; i < count; ++i)
        bytes.append(reinterpret_cast<const char *>(&color), 4);
    return bytes;
}

QByteArray clipboard(quint32 flags, const QByteArray &rest)
{
    return QByteArray("\3\0\0\0", 4) + big(qint32(-(4 + rest.size()))) + big(flags) + rest;
}

/// The server's end of a session, which says what the test wants said.
class Server
{
public:
    explicit Server(RfbClient &client)
    {
        int ends[2];
        [[maybe_unused]] const int made = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
        m_socket = Descriptor(ends[1]);
        client.start(ends[0]);
    }
    void say(const QByteArray &bytes)
    {
        QCOMPARE(::send(m_socket.get(), bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL), ssize_t(bytes.size()));
    }
    QByteArray heard()
    {
        QByteArray bytes(64 * 1024, '\0');
        const ssize_t got = ::recv(m_socket.get(), bytes.data(), size_t(bytes.size()), MSG_DONTWAIT);
        bytes.resize(std::max<ssize_t>(0, got));
        return bytes;
    }
    /// Up to the first screen, as QEMU does it.
    void greet(int width, int height)
    {
        say("RFB 003.008\n" + QByteArray("\1\1", 2) + big(quint32(0)) + big(quint16(width)) + big(quint16(height))
            + QByteArray(16, '\0') + big(quint32(4)) + "QEMU");
    }
    void leave() { m_socket.reset(); }

private:
    Descriptor m_socket;
};

/// A machine of the installed QEMU with a screen, which a client looks at; it stands still until it is told to go on.
struct ViewedQemu
{
    QTemporaryDir directory;
    QProcess process;
    std::optional<QmpClient> qmp;
    RfbClient client;
    bool isMissing = false;

    void start(const QString &devices)
    {
        const auto capabilities = probeQemu();
        isMissing = !capabilities && capabilities.error().code == ErrorCode::NotFound;
        if (isMissing)
            QSKIP("qemu-system-x86_64 is not installed");
        QVERIFY(capabilities);
        auto domain
            = DomainXml::parse(u"<domain type='qemu'><name>screen</name><memory unit='MiB'>64</memory>"
                               "<os><type arch='x86_64' machine='pc'>hvm</type></os><devices><graphics type='vnc'/>"
                               "<video><model type='vga'/></video>%1</devices></domain>"_s.arg(devices)
                                   .toUtf8());
        QVERIFY(domain && domain->complete());
        const auto command = qemuCommand(*domain, *capabilities);
        QVERIFY2(command, command ? "" : qPrintable(command.error().detail));
        QVERIFY(realqemu::start(process, *command, directory));
        auto monitor = QmpClient::connectTo(directory.filePath(u"qmp"_s), 60'000);
        QVERIFY2(monitor, process.readAllStandardError().constData());
        qmp.emplace(std::move(*monitor));
        int ends[2];
        QCOMPARE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
        QVERIFY(qmp->execute(u"getfd"_s, {{u"fdname"_s, u"viewer"_s}}, 60'000, {ends[1]}));
        ::close(ends[1]);
        client.start(ends[0]);
        QVERIFY(qmp->execute(
            u"add_client"_s, {{u"protocol"_s, u"vnc"_s}, {u"fdname"_s, u"viewer"_s}, {u"skipauth"_s, true}}));
    }
};

} // namespace

class TestRfbClient : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void getsAScreen()
    {
        RfbClient client;
        QSignalSpy ready(&client, &RfbClient::ready);
        Server server(client);
        server.greet(4, 3);
        QTRY_COMPARE(ready.size(), 1);
        QCOMPARE(client.image().size(), QSize(4, 3));
        const QByteArray said = server.heard();
        QVERIFY(said.startsWith(QByteArray("RFB 003.008\n\1\1", 14))); // no password, others may look on
        QVERIFY(said.endsWith(QByteArray("\3\0\0\0\0\0\0\4\0\3", 10))); // the whole screen, please
    }

    void pixelsComeInPieces()
    {
        RfbClient client;
        QSignalSpy updated(&client, &RfbClient::updated);
        Server server(client);
        server.greet(4, 2);
        const QByteArray message = update({rectangle(1, 0, 2, 2, 0, pixels(4, 0x00ff8040))});
        for (const char byte : message) {
            server.say(QByteArray(1, byte));
            QTest::qWait(0);
        }
        QTRY_COMPARE(updated.size(), 1);
        QCOMPARE(updated.first().first().toRect(), QRect(1, 0, 2, 2));
        QCOMPARE(client.image().pixel(1, 1), qRgb(0xff, 0x80, 0x40));
        QCOMPARE(client.image().pixel(0, 0), qRgb(0, 0, 0));
    }

    void copiesMayOverlap()
    {
        RfbClient client;
        Server server(client);
        server.greet(1, 4);
        QSignalSpy updated(&client, &RfbClient::updated);
        server.say(update({rectangle(0, 0, 1, 4, 0, pixels(1, 1) + pixels(1, 2) + pixels(1, 3) + pixels(1, 4)),
            rectangle(0, 1, 1, 3, 1, big(quint16(0)) + big(quint16(0)))}));
        QTRY_COMPARE(updated.size(), 2);
        QList<int> column;
        for (int y = 0; y < 4; ++y)
            column += qBlue(client.image().pixel(0, y));
        QCOMPARE(column, (QList<int>{1, 1, 2, 3}));
    }

    void followsTheGuestsSize()
    {
        RfbClient client;
        Server server(client);
        server.greet(4, 4);
        QSignalSpy resized(&client, &RfbClient::resized);
        QTRY_COMPARE(resized.size(), 1);
        const QByteArray screen = QByteArray("\1\0\0\0", 4) + QByteArray(16, '\0');
        // "Forwarded to the guest", with the size as it still is: no change.
        server.say(update({rectangle(1, 4, 4, 4, -308, screen)}));
        server.say(update({rectangle(0, 0, 8, 6, -308, screen)}));
        QTRY_COMPARE(resized.size(), 2);
        QCOMPARE(client.image().size(), QSize(8, 6));
        server.heard();
        client.requestSize({800, 600});
        QCOMPARE(server.heard().left(6), QByteArray("\xfb\0\x03\x20\x02\x58", 6));
    }

    void sendsKeysAndPointer()
    {
        RfbClient client;
        Server server(client);
        client.sendKey(0x61, 30, true); // too early: it must not break the greeting
        server.greet(10, 10);
        QSignalSpy ready(&client, &RfbClient::ready);
        QTRY_COMPARE(ready.size(), 1);
        server.heard();
        client.sendKey(0x61, 30, true);
        QCOMPARE(server.heard(), QByteArray("\xff\0\0\1\0\0\0\x61\0\0\0\x1e", 12));
        client.sendKey(0x61, 0, false);
        QCOMPARE(server.heard(), QByteArray("\4\0\0\0\0\0\0\x61", 8));
        client.sendPointer({20, 5}, Qt::RightButton); // beyond the edge is the edge
        QCOMPARE(server.heard(), QByteArray("\5\4\0\x09\0\5", 6));
        client.sendWheel({1, 1}, Qt::NoButton, {0, -1});
        QCOMPARE(server.heard(), QByteArray("\5\x10\0\1\0\1\5\0\0\1\0\1", 12));
        QSignalSpy moves(&client, &RfbClient::wantsMovesChanged);
        server.say(update({rectangle(0, 0, 0, 0, -257)}));
        QTRY_COMPARE(moves.size(), 1);
        server.heard();
        client.sendPointer({-2, 3}, Qt::NoButton);
        QCOMPARE(server.heard(), QByteArray("\5\0\x7f\xfd\x80\x02", 6));
    }

    void sharesTheClipboard()
    {
        RfbClient client;
        Server server(client);
        server.greet(4, 4);
        QSignalSpy offered(&client, &RfbClient::textOffered);
        constexpr quint32 text = 1, caps = 1u << 24, request = 1u << 25, notify = 1u << 27, provide = 1u << 28;
        server.say(clipboard(caps | request | notify | provide | text, big(quint32(0))));
        server.say(clipboard(notify | text, {}));
        QByteArray said;
        const QByteArray ask = clipboard(request | text, {}).replace(0, 1, "\6");
        QTRY_VERIFY((said += server.heard()).contains(ask));
        const QByteArray words = QString(u"Grüße\r\n"_s).toUtf8() + '\0';
        server.say(clipboard(provide | text, qCompress(big(quint32(words.size())) + words).mid(4)));
        QTRY_COMPARE(offered.size(), 1);
        QCOMPARE(offered.first().first().toString(), u"Grüße\n"_s);

        client.offerText(u"日本"_s);
        QCOMPARE(server.heard(), clipboard(notify | text, {}).replace(0, 1, "\6"));
        server.say(clipboard(request | text, {}));
        said.clear();
        QTRY_VERIFY((said += server.heard()).size() > 12);
        const auto plain = inflateBounded(said.mid(12), 1000);
        QVERIFY(plain);
        QCOMPARE(QString::fromUtf8(plain->mid(4).chopped(1)), u"日本"_s);
    }

    void textOfferedBeforeItsTimeIsOfferedWhole()
    {
        RfbClient client;
        Server server(client);
        QSignalSpy ready(&client, &RfbClient::ready);
        server.greet(4, 4);
        QTRY_COMPARE(ready.size(), 1);
        client.offerText(u"日本"_s);
        server.heard();
        constexpr quint32 text = 1, caps = 1u << 24, notify = 1u << 27;
        server.say(clipboard(caps | notify | text, big(quint32(0))));
        QByteArray said;
        QTRY_VERIFY((said += server.heard()).endsWith(clipboard(notify | text, {}).replace(0, 1, "\6")));
    }

    void soundComesWhileItIsWanted()
    {
        RfbClient client;
        QSignalSpy offered(&client, &RfbClient::soundOffered), came(&client, &RfbClient::soundCame),
            ready(&client, &RfbClient::ready);
        Server server(client);
        server.greet(4, 4);
        QTRY_COMPARE(ready.size(), 1);
        server.heard();
        client.listen(true); // nobody has offered any
        QCOMPARE(server.heard(), QByteArray());
        server.say(update({rectangle(0, 0, 4, 4, -259)}));
        QTRY_COMPARE(offered.size(), 1);
        QVERIFY(client.hasSound());
        server.heard();
        client.listen(true);
        QCOMPARE(server.heard(), QByteArray("\xff\1\0\2\3\2\0\0\xac\x44\xff\1\0\0", 14));
        const QByteArray begin("\xff\1\0\1", 4), end("\xff\1\0\0", 4), samples("\1\2\3\4", 4);
        const QByteArray data = QByteArray("\xff\1\0\2", 4) + big(quint32(4)) + samples;
        server.say(begin + data + end);
        QTRY_COMPARE(came.size(), 1);
        QCOMPARE(came.first().first().toByteArray(), samples);
        client.listen(false);
        QCOMPARE(server.heard(), QByteArray("\xff\1\0\1", 4));
        QSignalSpy bell(&client, &RfbClient::bell);
        server.say(data + "\2"); // was on its way
        QTRY_COMPARE(bell.size(), 1);
        QCOMPARE(came.size(), 1);
    }

    void offencesEndTheSession_data()
    {
        QTest::addColumn<QByteArray>("said");
        QTest::addColumn<int>("code");
        const int invalid = int(ErrorCode::InvalidInput);
        const QByteArray screen = "RFB 003.008\n" + QByteArray("\1\1", 2) + big(quint32(0)) + big(quint16(4))
            + big(quint16(4)) + QByteArray(16, '\0') + big(quint32(0));
        QTest::newRow("another protocol") << QByteArray("HTTP/1.1 400") << invalid;
        QTest::newRow("a password") << "RFB 003.008\n" + QByteArray("\1\2", 2) << int(ErrorCode::PermissionDenied);
        QTest::newRow("refused") << "RFB 003.008\n" + QByteArray("\0", 1) + big(quint32(4)) + "full"
                                 << int(ErrorCode::PermissionDenied);
        QTest::newRow("refused at length")
            << "RFB 003.008\n" + QByteArray("\0", 1) + big(quint32(0xffffffff)) << invalid;
        QTest::newRow("no size") << screen.left(18) + QByteArray(20, '\0') + big(quint32(0)) << invalid;
        QTest::newRow("endless name") << screen.chopped(4) + big(quint32(0xffffffff)) << invalid;
        QTest::newRow("unknown message") << screen + "\x77" << invalid;
        QTest::newRow("pixels outside") << screen + update({rectangle(1, 0, 4, 1, 0)}) << invalid;
        QTest::newRow("copied from outside")
            << screen + update({rectangle(0, 0, 4, 4, 1, big(quint16(1)) + big(quint16(0)))}) << invalid;
        QTest::newRow("unknown encoding") << screen + update({rectangle(0, 0, 4, 4, 16)}) << invalid;
        QTest::newRow("huge screen") << screen + update({rectangle(0, 0, 65535, 65535, -223)}) << invalid;
        QTest::newRow("huge cursor") << screen + update({rectangle(0, 0, 4000, 4000, -239)}) << invalid;
        const QByteArray offer = screen + update({rectangle(0, 0, 4, 4, -259)});
        QTest::newRow("sound without an offer") << screen + QByteArray("\xff\1\0\2", 4) + big(quint32(0)) << invalid;
        QTest::newRow("unknown kind of sound") << offer + QByteArray("\xff\1\0\3", 4) << invalid;
        QTest::newRow("huge sound") << offer + QByteArray("\xff\1\0\2", 4) + big(quint32(0xffffffff)) << invalid;
        QTest::newRow("huge clipboard") << screen + QByteArray("\3\0\0\0", 4) + big(qint32(0x7fffffff)) << invalid;
        QTest::newRow("most negative clipboard")
            << screen + QByteArray("\3\0\0\0", 4) + big(qint32(-0x7fffffff - 1)) << invalid;
        QTest::newRow("packed bomb") << screen + clipboard((1u << 28) | 1, qCompress(QByteArray(64 << 20, 'x')).mid(4))
                                     << invalid;
        QTest::newRow("not packed") << screen + clipboard((1u << 28) | 1, "what is this?") << invalid;
        QTest::newRow("cut off") << screen + update({rectangle(0, 0, 4, 4, 0)}) << int(ErrorCode::Disconnected);
        QTest::newRow("nothing") << QByteArray() << int(ErrorCode::Disconnected);
    }
    void offencesEndTheSession()
    {
        QFETCH(QByteArray, said);
        QFETCH(int, code);
        RfbClient client;
        QSignalSpy closed(&client, &RfbClient::closed);
        Server server(client);
        if (!said.isEmpty())
            server.say(said);
        if (code == int(ErrorCode::Disconnected))
            server.leave();
        QTRY_COMPARE(closed.size(), 1);
        const Error error = closed.first().first().value<Error>();
        QCOMPARE(int(error.code), code);
        QVERIFY(!error.detail.isEmpty());
        client.sendPointer({1, 1}, Qt::NoButton); // to nobody: no harm
    }

    void canBeDroppedInTheMiddle()
    {
        auto client = std::make_unique<RfbClient>();
        Server server(*client);
        server.greet(400, 400);
        server.say(update({rectangle(0, 0, 400, 400, 0, pixels(100, 7))}));
        QSignalSpy ready(client.get(), &RfbClient::ready);
        QTRY_COMPARE(ready.size(), 1);
        client.reset();
        QTest::qWait(0);
    }

    // The firmware's screen as our client has it, and as QEMU itself writes it down.
    void showsWhatQemuShows()
    {
        ViewedQemu qemu;
        qemu.start(u""_s);
        if (QTest::currentTestFailed() || qemu.isMissing)
            return;
        QVERIFY(qemu.qmp->execute(u"cont"_s));
        const RfbClient &client = qemu.client;
        const auto isLit = [&] {
            const QImage &image = client.image();
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    if ((image.pixel(x, y) & 0xffffff) != 0)
                        return true;
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isLit(), 60'000);
        QVERIFY(qemu.qmp->execute(u"stop"_s));
        const QString picture = qemu.directory.filePath(u"picture.png"_s);
        const auto agrees = [&] {
            if (!qemu.qmp->execute(u"screendump"_s, {{u"filename"_s, picture}, {u"format"_s, u"png"_s}}))
                return false;
            return QImage(picture).convertToFormat(QImage::Format_RGB32) == client.image();
        };
        QTRY_VERIFY_WITH_TIMEOUT(agrees(), 30'000); // the last changes may be on their way

        QSignalSpy closed(&client, &RfbClient::closed);
        (void)qemu.qmp->execute(u"quit"_s);
        QVERIFY(qemu.process.waitForFinished());
        QTRY_COMPARE(closed.size(), 1);
    }

    // A guest of 98 bytes that does nothing but whistle.
    void hearsTheGuest()
    {
        // Real mode, loaded at 0x7c00: a square wave at 0x8000, the first DMA controller's channel 1 reading it round
        // and round, and a Sound Blaster's DSP told to play (speaker on, rate, block size, 8 bits by DMA).
        constexpr std::array<quint8, 98> whistle{0xfa, 0x31, 0xc0, 0x8e, 0xd8, 0x8e, 0xc0, 0xbf, 0x00, 0x80, 0xb9, 0x00,
            0x10, 0xb0, 0x20, 0xf7, 0xc7, 0x10, 0x00, 0x74, 0x02, 0xb0, 0xe0, 0xaa, 0xe2, 0xf3, 0xb0, 0x05, 0xe6, 0x0a,
            0x30, 0xc0, 0xe6, 0x0c, 0xb0, 0x59, 0xe6, 0x0b, 0x30, 0xc0, 0xe6, 0x02, 0xb0, 0x80, 0xe6, 0x02, 0x30, 0xc0,
            0xe6, 0x83, 0xb0, 0xff, 0xe6, 0x03, 0xb0, 0x0f, 0xe6, 0x03, 0xb0, 0x01, 0xe6, 0x0a, 0xba, 0x26, 0x02, 0xb0,
            0x01, 0xee, 0x30, 0xc0, 0xee, 0xba, 0x2c, 0x02, 0xbe, 0x5b, 0x00, 0x81, 0xc6, 0x00, 0x7c, 0xb9, 0x07, 0x00,
            0xac, 0xee, 0xe2, 0xfc, 0xf4, 0xeb, 0xfd, 0xd1, 0x40, 0xa6, 0x48, 0xff, 0x0f, 0x1c};
        ViewedQemu qemu;
        QByteArray sector(reinterpret_cast<const char *>(whistle.data()), qsizetype(whistle.size()));
        sector.resize(510, '\0');
        sector += "\x55\xaa";
        QFile disk(qemu.directory.filePath(u"disk"_s));
        QVERIFY(disk.open(QIODevice::WriteOnly) && disk.write(sector.leftJustified(64 * 1024, '\0')) > 0);
        disk.close();
        qemu.start(
            u"<sound model='sb16'/><disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='%1'/>"
            "<target dev='hda' bus='ide'/></disk>"_s.arg(disk.fileName()));
        if (QTest::currentTestFailed() || qemu.isMissing)
            return;
        QByteArray heard;
        connect(&qemu.client, &RfbClient::soundCame, this, [&](const QByteArray &samples) { heard += samples; });
        QVERIFY(qemu.qmp->execute(u"cont"_s));
        QTRY_VERIFY_WITH_TIMEOUT(qemu.client.hasSound(), 30'000);
        qemu.client.listen(true);
        const auto loudest = [&] {
            int most = 0;
            for (qsizetype at = 0; at + 2 <= heard.size(); at += 2)
                most = std::max(most, std::abs(int(qFromLittleEndian<qint16>(heard.constData() + at))));
            return most;
        };
        QTRY_VERIFY_WITH_TIMEOUT(loudest() > 8'000, 60'000);
        qemu.client.listen(false);
        (void)qemu.qmp->execute(u"quit"_s);
        QVERIFY(qemu.process.waitForFinished());
    }
};

QTEST_MAIN(TestRfbClient)
#include "tst_rfbclient.moc"
