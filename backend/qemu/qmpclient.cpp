// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/qmpclient.h"

#include "qemu/guesttext.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QThread>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace laneway {

namespace {
constexpr qsizetype longestLine = 8 * 1024 * 1024;
// Each value becomes some hundred bytes of ours: a long line of "[],[],…" must not fill the memory.
constexpr qsizetype mostValues = 200'000;
constexpr qsizetype eventsKept = 256;
constexpr qsizetype longestEventKept = 64 * 1024;
constexpr qsizetype mostDescriptors = 16;

qint64 now()
{
    return QDeadlineTimer::current(Qt::PreciseTimer).deadline();
}

qint64 deadlineAfter(int timeoutMs)
{
    return now() + std::max(timeoutMs, 0);
}

/// Waits until @p fd is ready for @p events.
Result<> waitFor(int fd, short events, qint64 deadlineMs)
{
    for (;;) {
        const qint64 left = deadlineMs - now();
        if (left <= 0)
            return fail(ErrorCode::TimedOut, u"monitor"_s, u"no answer in time"_s);
        pollfd entry{fd, events, 0};
        const int ready = poll(&entry, 1, int(std::min<qint64>(left, 60'000)));
        if (ready > 0)
            return {}; // also for errors: the read or write that follows names them
        if (ready < 0 && errno != EINTR)
            return fail(ErrorCode::Internal, u"monitor"_s, u"poll: "_s + errnoName(errno), errno);
    }
}

qsizetype countValues(const QByteArray &line)
{
    return std::count_if(line.cbegin(), line.cend(), [](char c) { return c == ',' || c == '[' || c == '{'; });
}

Error disconnected(const QString &detail)
{
    return {ErrorCode::Disconnected, u"monitor"_s, detail};
}

Error notQmp(const QString &detail)
{
    return {ErrorCode::QemuFailed, u"monitor"_s, detail};
}
} // namespace

Result<int> connectMonitor(const QString &socketPath, int timeoutMs)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray path = QFile::encodeName(socketPath);
    if (path.isEmpty() || path.size() >= qsizetype(sizeof address.sun_path))
        return fail(ErrorCode::InvalidInput, socketPath, u"not usable as a socket path"_s);
    std::memcpy(address.sun_path, path.constData(), size_t(path.size()));

    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return fail(ErrorCode::Internal, socketPath, u"socket: "_s + errnoName(errno), errno);
    const qint64 deadline = deadlineAfter(timeoutMs);
    while (::connect(fd, reinterpret_cast<sockaddr *>(&address), sizeof address) < 0) {
        const int error = errno;
        if (error == EINTR)
            continue;
        // A full queue of waiting clients: unix sockets then answer EAGAIN and cannot be polled.
        if (error == EAGAIN && now() < deadline) {
            QThread::msleep(10);
            continue;
        }
        ::close(fd);
        if (error == EAGAIN)
            return fail(ErrorCode::TimedOut, socketPath, u"other clients are waiting"_s, error);
        return fail(ErrorCode::HelperUnavailable, socketPath, u"connect: "_s + errnoName(error), error);
    }
    return fd;
}

QmpClient::~QmpClient()
{
    close();
}

QmpClient::QmpClient(QmpClient &&other) noexcept
    : m_fd(std::exchange(other.m_fd, -1))
    , m_nextId(other.m_nextId)
    , m_buffer(std::move(other.m_buffer))
    , m_events(std::move(other.m_events))
{
}

QmpClient &QmpClient::operator=(QmpClient &&other) noexcept
{
    if (this != &other) {
        close();
        m_fd = std::exchange(other.m_fd, -1);
        m_nextId = other.m_nextId;
        m_buffer = std::move(other.m_buffer);
        m_events = std::move(other.m_events);
    }
    return *this;
}

void QmpClient::close()
{
    if (m_fd >= 0)
        ::close(m_fd);
    m_fd = -1;
    m_buffer.clear();
}

Result<QmpClient> QmpClient::connectTo(const QString &socketPath, int timeoutMs)
{
    const qint64 deadline = deadlineAfter(timeoutMs);
    const auto fd = connectMonitor(socketPath, timeoutMs);
    if (!fd)
        return fail(fd.error());
    return fromDescriptor(*fd, int(std::max<qint64>(deadline - now(), 1)));
}

Result<QmpClient> QmpClient::fromDescriptor(int fd, int timeoutMs)
{
    QmpClient client;
    client.m_fd = fd;
    if (fd < 0 || fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) < 0)
        return fail(ErrorCode::InvalidInput, u"monitor"_s, u"not a descriptor"_s);
    if (const auto done = client.negotiate(deadlineAfter(timeoutMs)); !done)
        return fail(done.error());
    return client;
}

Result<> QmpClient::negotiate(qint64 deadlineMs)
{
    const auto greeting = readMessage(deadlineMs);
    if (!greeting)
        return fail(greeting.error());
    if (!(*greeting)[u"QMP"].isObject()) {
        close();
        return fail(notQmp(u"no QMP greeting"_s));
    }
    const auto answer = execute(u"qmp_capabilities"_s, {}, int(std::max<qint64>(deadlineMs - now(), 0)));
    if (!answer)
        return fail(answer.error());
    return {};
}

Result<> QmpClient::send(const QByteArray &message, const QList<int> &fds, qint64 deadlineMs)
{
    qsizetype sent = 0;
    while (sent < message.size()) {
        iovec part{const_cast<char *>(message.constData()) + sent, size_t(message.size() - sent)};
        msghdr header{};
        header.msg_iov = &part;
        header.msg_iovlen = 1;
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * mostDescriptors)> control{};
        if (sent == 0 && !fds.isEmpty()) { // descriptors belong to the command's first byte
            const size_t size = sizeof(int) * size_t(fds.size());
            header.msg_control = control.data();
            header.msg_controllen = CMSG_SPACE(size);
            cmsghdr *rights = CMSG_FIRSTHDR(&header);
            rights->cmsg_level = SOL_SOCKET;
            rights->cmsg_type = SCM_RIGHTS;
            rights->cmsg_len = CMSG_LEN(size);
            std::memcpy(CMSG_DATA(rights), fds.constData(), size);
        }
        const ssize_t written = sendmsg(m_fd, &header, MSG_NOSIGNAL);
        if (written > 0) {
            sent += written;
        } else if (errno == EAGAIN) {
            if (const auto ready = waitFor(m_fd, POLLOUT, deadlineMs); !ready) {
                close(); // half a command went out: the session cannot go on
                return fail(ready.error());
            }
        } else if (errno != EINTR) {
            const int error = errno;
            close();
            return fail(disconnected(u"sendmsg: "_s + errnoName(error)));
        }
    }
    return {};
}

Result<QJsonObject> QmpClient::readMessage(qint64 deadlineMs)
{
    qsizetype looked = 0;
    for (;;) {
        const qsizetype end = m_buffer.indexOf('\n', looked);
        if (end > longestLine || (end < 0 && m_buffer.size() > longestLine)) {
            close();
            return fail(notQmp(u"line longer than %1 bytes"_s.arg(longestLine)));
        }
        if (end >= 0) {
            const QByteArray line = m_buffer.left(end).trimmed();
            m_buffer.remove(0, end + 1);
            looked = 0;
            if (line.isEmpty())
                continue;
            // Waiting lines are no reason to stay beyond the deadline: a flood would never end.
            if (now() >= deadlineMs)
                return fail(ErrorCode::TimedOut, u"monitor"_s, u"no answer in time"_s);
            if (countValues(line) > mostValues) {
                close();
                return fail(notQmp(u"more than %1 values in a line"_s.arg(mostValues)));
            }
            QJsonParseError error;
            const QJsonDocument document = QJsonDocument::fromJson(line, &error);
            if (!document.isObject()) {
                close(); // out of step: nothing that follows can be trusted to be whole
                return fail(notQmp(u"not a JSON object: "_s + error.errorString()));
            }
            QJsonObject message = document.object();
            if (message[u"event"].isString() && line.size() > longestEventKept)
                message.remove(u"data"_s);
            return message;
        }
        looked = m_buffer.size();
        if (m_fd < 0)
            return fail(disconnected(u"not connected"_s));
        if (const auto ready = waitFor(m_fd, POLLIN, deadlineMs); !ready)
            return fail(ready.error());
        // recv() and not recvmsg(): descriptors that come along are dropped by the kernel.
        std::array<char, 64 * 1024> chunk;
        const ssize_t size = recv(m_fd, chunk.data(), chunk.size(), 0);
        if (size > 0) {
            m_buffer.append(chunk.data(), size);
        } else if (size == 0 || (errno != EAGAIN && errno != EINTR)) {
            const QString detail = size == 0 ? u"closed by QEMU"_s : QString(u"recv: "_s + errnoName(errno));
            close();
            return fail(disconnected(detail));
        }
    }
}

void QmpClient::keepEvent(const QJsonObject &event)
{
    if (m_events.size() >= eventsKept)
        m_events.removeFirst();
    m_events.append(event);
}

Result<QJsonValue> QmpClient::execute(
    const QString &command, const QJsonObject &arguments, int timeoutMs, const QList<int> &fds)
{
    if (m_fd < 0)
        return fail(disconnected(u"not connected"_s));
    if (fds.size() > mostDescriptors)
        return fail(ErrorCode::LimitExceeded, command, u"more than 16 descriptors"_s);
    const int id = m_nextId++;
    QJsonObject request{{u"execute"_s, command}, {u"id"_s, id}};
    if (!arguments.isEmpty())
        request[u"arguments"] = arguments;
    const qint64 deadline = deadlineAfter(timeoutMs);
    const QByteArray line = QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n';
    if (const auto sent = send(line, fds, deadline); !sent)
        return fail(sent.error());
    for (;;) {
        const auto message = readMessage(deadline);
        if (!message)
            return fail(message.error());
        if ((*message)[u"event"].isString()) {
            keepEvent(*message);
            continue;
        }
        const QJsonValue answered = (*message)[u"id"];
        // An answer that came too late for its own call; errors without id come from parse failures.
        if (answered.toInt(-1) != id && !(answered.isUndefined() && message->contains(u"error"_s)))
            continue;
        if (const QJsonValue error = (*message)[u"error"]; !error.isUndefined()) {
            const QString text = error[u"class"].toString().left(100) + u": " + error[u"desc"].toString();
            return fail(ErrorCode::QemuFailed, command, cleanGuestText(text.toUtf8()));
        }
        return (*message)[u"return"];
    }
}

Result<QJsonObject> QmpClient::waitForEvent(
    const QString &name, const std::function<bool(const QJsonObject &)> &matches, int timeoutMs)
{
    const auto fits = [&](const QJsonObject &event) {
        return event[u"event"].toString() == name && (!matches || matches(event[u"data"].toObject()));
    };
    for (qsizetype i = 0; i < m_events.size(); ++i)
        if (fits(m_events.at(i)))
            return m_events.takeAt(i);
    const qint64 deadline = deadlineAfter(timeoutMs);
    for (;;) {
        const auto message = readMessage(deadline);
        if (!message && message.error().code == ErrorCode::TimedOut)
            return fail(ErrorCode::GuestDidNotRespond, name, u"the event did not come in time"_s);
        if (!message)
            return fail(message.error());
        if (!(*message)[u"event"].isString())
            continue;
        if (fits(*message))
            return *message;
        keepEvent(*message);
    }
}

} // namespace laneway
