// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/guesttext.h"
#include "qemu/qmpclient.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <atomic>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

using namespace laneway;

namespace {
const QByteArray greeting = R"({"QMP":{"version":{},"capabilities":["oob"]}})"
                            "\r\n";

/// The other end of the monitor: says what a test tells it to, on its own thread.
class FakeQemu
{
public:
    using Script = std::function<void(int fd)>;
    explicit FakeQemu(Script script)
    {
        std::array<int, 2> ends{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) < 0)
            qFatal("socketpair");
        clientEnd = ends[0];
        m_thread = std::thread([fd = ends[1], script = std::move(script)] {
            script(fd);
            ::close(fd);
        });
    }
    ~FakeQemu() { m_thread.join(); }
    FakeQemu(const FakeQemu &) = delete;
    FakeQemu &operator=(const FakeQemu &) = delete;
    int clientEnd = -1;

    static void say(int fd, const QByteArray &text)
    {
        for (qsizetype sent = 0; sent < text.size();) {
            const ssize_t n = ::send(fd, text.constData() + sent, size_t(text.size() - sent), MSG_NOSIGNAL);
            if (n <= 0)
                return; // the client has had enough
            sent += n;
        }
    }
    /// One line of the client.
    static QByteArray hear(int fd)
    {
        QByteArray line;
        char c = 0;
        while (::read(fd, &c, 1) == 1 && c != '\n')
            line += c;
        return line;
    }
    static int idOf(const QByteArray &line) { return QJsonDocument::fromJson(line).object()[u"id"].toInt(); }
    static void answer(int fd, const QByteArray &request, const QByteArray &result = "{}")
    {
        say(fd, "{\"return\":" + result + ",\"id\":" + QByteArray::number(idOf(request)) + "}\r\n");
    }
    /// Greeting and negotiation.
    static void begin(int fd)
    {
        say(fd, greeting);
        answer(fd, hear(fd));
    }
    /// Stays until the client leaves.
    static void linger(int fd)
    {
        while (!hear(fd).isEmpty()) { }
    }

private:
    std::thread m_thread;
};
} // namespace

class TestQmpClient : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void commandsAreAnswered()
    {
        FakeQemu qemu([](int fd) {
            FakeQemu::begin(fd);
            FakeQemu::answer(fd, FakeQemu::hear(fd), R"({"status":"prelaunch"})");
            const QByteArray request = FakeQemu::hear(fd);
            FakeQemu::say(fd,
                R"({"error":{"class":"DeviceNotFound","desc":"Device 'x' not found"},"id":)"
                    + QByteArray::number(FakeQemu::idOf(request)) + "}\n");
        });
        auto client = QmpClient::fromDescriptor(qemu.clientEnd, 5'000);
        QVERIFY2(client, client ? "" : qPrintable(client.error().toString()));
        const auto status = client->execute(u"query-status"_s);
        QVERIFY(status);
        QCOMPARE((*status)[u"status"].toString(), u"prelaunch"_s);
        const auto refused = client->execute(u"device_del"_s, {{u"id"_s, u"x"_s}});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::QemuFailed);
        QCOMPARE(refused.error().detail, u"DeviceNotFound: Device 'x' not found"_s);
        QVERIFY(client->isOpen());
    }

    void eventsInBetweenAreKept()
    {
        FakeQemu qemu([](int fd) {
            FakeQemu::begin(fd);
            const QByteArray request = FakeQemu::hear(fd);
            FakeQemu::say(fd, "{\"event\":\"DEVICE_DELETED\",\"data\":{\"path\":\"/a/virtio-backend\"}}\n");
            FakeQemu::say(fd, "{\"event\":\"DEVICE_DELETED\",\"data\":{\"device\":\"hostdev0\"}}\n");
            FakeQemu::say(fd, "{\"return\":{\"old\":true},\"id\":777}\n");
            FakeQemu::answer(fd, request);
            FakeQemu::say(fd, "{\"event\":\"STOP\"}\n");
            FakeQemu::linger(fd);
        });
        auto client = QmpClient::fromDescriptor(qemu.clientEnd, 5'000);
        QVERIFY(client);
        const auto done = client->execute(u"device_del"_s, {{u"id"_s, u"hostdev0"_s}});
        QVERIFY(done);
        QVERIFY(!done->toObject().contains(u"old"_s));
        const auto deleted = client->waitForEvent(
            u"DEVICE_DELETED"_s, [](const QJsonObject &data) { return data[u"device"].toString() == u"hostdev0"; },
            5'000);
        QVERIFY(deleted);
        QVERIFY(client->waitForEvent(u"STOP"_s, {}, 5'000));
        const auto never = client->waitForEvent(u"RESUME"_s, {}, 50);
        QVERIFY(!never);
        QCOMPARE(never.error().code, ErrorCode::GuestDidNotRespond);
        QVERIFY(client->isOpen());
    }

    void descriptorsTravelWithTheCommand()
    {
        QTemporaryDir directory;
        const QString path = directory.filePath(u"passed"_s);
        FakeQemu qemu([](int fd) {
            FakeQemu::begin(fd);
            std::array<char, 4096> text{};
            iovec part{text.data(), text.size()};
            alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
            msghdr header{};
            header.msg_iov = &part;
            header.msg_iovlen = 1;
            header.msg_control = control.data();
            header.msg_controllen = control.size();
            const ssize_t size = recvmsg(fd, &header, MSG_CMSG_CLOEXEC);
            int passed = -1;
            if (const cmsghdr *rights = CMSG_FIRSTHDR(&header))
                std::memcpy(&passed, CMSG_DATA(rights), sizeof passed);
            [[maybe_unused]] const ssize_t written = ::write(passed, "from qemu", 9);
            ::close(passed);
            FakeQemu::answer(fd, QByteArray(text.data(), size));
        });
        auto client = QmpClient::fromDescriptor(qemu.clientEnd, 5'000);
        QVERIFY(client);
        const int file = ::open(QFile::encodeName(path).constData(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        QVERIFY(client->execute(u"getfd"_s, {{u"fdname"_s, u"f"_s}}, 5'000, {file}));
        ::close(file);
        QFile written(path);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(written.readAll(), QByteArray("from qemu"));
    }

    void hostileAnswersEndTheSession_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("garbage") << QByteArray("\xff\xfe\x00rubbish\n", 11);
        QTest::newRow("array") << QByteArray("[1,2]\n");
        QTest::newRow("number") << QByteArray("7\n");
        QTest::newRow("deep nesting") << QByteArray(
            "{\"return\":" + QByteArray(100'000, '[') + QByteArray(100'000, ']') + "}\n");
        QTest::newRow("line that never ends") << QByteArray(9 * 1024 * 1024, 'x');
        QTest::newRow("line of 9 MiB") << QByteArray("{\"return\":\"" + QByteArray(9 * 1024 * 1024, 'x') + "\"}\n");
        QByteArray many = "{\"return\":[";
        for (int i = 0; i < 500'000; ++i)
            many += "[],";
        QTest::newRow("half a million values") << QByteArray(many + "0]}\n");
        QTest::newRow("cut in the middle") << QByteArray("{\"return\":{\"a\"\n");
    }
    void hostileAnswersEndTheSession()
    {
        QFETCH(QByteArray, answer);
        FakeQemu qemu([answer](int fd) {
            FakeQemu::begin(fd);
            FakeQemu::hear(fd);
            FakeQemu::say(fd, answer);
            FakeQemu::linger(fd);
        });
        auto client = QmpClient::fromDescriptor(qemu.clientEnd, 5'000);
        QVERIFY(client);
        const auto result = client->execute(u"query-status"_s, {}, 20'000);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::QemuFailed);
        QVERIFY(!client->isOpen());
        const auto after = client->execute(u"query-status"_s, {}, 100);
        QCOMPARE(after.error().code, ErrorCode::Disconnected);
    }

    void aFloodOfEventsEndsAtTheDeadline()
    {
        std::atomic_bool stop = false;
        FakeQemu qemu([&](int fd) {
            FakeQemu::begin(fd);
            FakeQemu::hear(fd);
            while (!stop)
                FakeQemu::say(fd, "{\"event\":\"FLOOD\",\"data\":{\"device\":\"x\"}}\n");
        });
        auto client = QmpClient::fromDescriptor(qemu.clientEnd, 5'000);
        QVERIFY(client);
        QElapsedTimer time;
        time.start();
        const auto result = client->execute(u"query-status"_s, {}, 200);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::TimedOut);
        QVERIFY(time.elapsed() < 10'000);
        stop = true;
        client = QmpClient();
    }

    void silenceAndDisconnectAreToldApart_data()
    {
        QTest::addColumn<int>("when"); // 0: before the greeting, 1: instead of an answer
        QTest::addColumn<bool>("leaves");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("no greeting") << 0 << false << ErrorCode::TimedOut;
        QTest::newRow("leaves before the greeting") << 0 << true << ErrorCode::Disconnected;
        QTest::newRow("no answer") << 1 << false << ErrorCode::TimedOut;
        QTest::newRow("leaves before the answer") << 1 << true << ErrorCode::Disconnected;
    }
    void silenceAndDisconnectAreToldApart()
    {
        QFETCH(int, when);
        QFETCH(bool, leaves);
        QFETCH(ErrorCode, code);
        FakeQemu qemu([=](int fd) {
            if (when > 0) {
                FakeQemu::begin(fd);
                FakeQemu::hear(fd);
            }
            if (!leaves)
                FakeQemu::linger(fd);
        });
        auto client = QmpClient::fromDescriptor(qemu.clientEnd, when > 0 ? 5'000 : 100);
        if (when == 0) {
            QVERIFY(!client);
            QCOMPARE(client.error().code, code);
            return;
        }
        QVERIFY(client);
        const auto result = client->execute(u"query-status"_s, {}, 100);
        QVERIFY(!result);
        QCOMPARE(result.error().code, code);
    }

    void nobodyListens()
    {
        QTemporaryDir directory;
        const auto client = QmpClient::connectTo(directory.filePath(u"none"_s), 1'000);
        QVERIFY(!client);
        QCOMPARE(client.error().code, ErrorCode::HelperUnavailable);
        const auto tooLong = QmpClient::connectTo(u'/' + QString(200, u'x'), 1'000);
        QCOMPARE(tooLong.error().code, ErrorCode::InvalidInput);
    }

    void failureTextIsCleaned_data()
    {
        QTest::addColumn<QByteArray>("raw");
        QTest::addColumn<QString>("clean");
        QTest::newRow("prefixes") << QByteArray("2026-11-21T04:07:29.123456Z qemu-system-x86_64: -device x: bad\r\n")
                                  << u"-device x: bad"_s;
        QTest::newRow("path as name") << QByteArray("/usr/bin/qemu-system-x86_64: bad\n\n") << u"bad"_s;
        QTest::newRow("escape sequence") << QByteArray("\x1b[2Jbad") << u"\\x1b[2Jbad"_s;
        QTest::newRow("turned direction") << QByteArray("a\xe2\x80\xae"
                                                        "b")
                                          << u"a\\x202eb"_s;
        QTest::newRow("last lines only") << QByteArray("0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n") << u"2\n3\n4\n5\n6\n7\n8\n9"_s;
        QTest::newRow("nothing") << QByteArray() << QString();
    }
    void failureTextIsCleaned()
    {
        QFETCH(QByteArray, raw);
        QFETCH(QString, clean);
        QCOMPARE(qemuFailureText(raw, u"/usr/bin/qemu-system-x86_64"_s), clean);
        QVERIFY(qemuFailureText(QByteArray(10'000'000, 'x'), {}).size() <= 2'000);
    }
};

QTEST_GUILESS_MAIN(TestQmpClient)
#include "tst_qmpclient.moc"
