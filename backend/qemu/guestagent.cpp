// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/guestagent.h"

#include "qemu/guesttext.h"
#include "qemu/qmpclient.h"

#include <QDeadlineTimer>
#include <QJsonDocument>
#include <QRandomGenerator>

#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>

namespace laneway {

namespace {
constexpr qsizetype longestAnswer = 64 * 1024;
constexpr int refusalMs = 1'500; ///< a shutdown that works is silent

qint64 now()
{
    return QDeadlineTimer::current(Qt::PreciseTimer).deadline();
}

tl::unexpected<Error> silent()
{
    return fail(ErrorCode::GuestDidNotRespond, u"guest agent"_s, u"no answer in time"_s);
}

bool isReady(int fd, short events, qint64 deadline)
{
    for (;;) {
        pollfd entry{fd, events, 0};
        const int ready = ::poll(&entry, 1, int(std::max<qint64>(deadline - now(), 0)));
        if (ready >= 0 || errno != EINTR)
            return ready > 0;
    }
}
} // namespace

Result<GuestAgent> GuestAgent::connectTo(const QString &socketPath, int timeoutMs)
{
    const qint64 deadline = now() + timeoutMs;
    const auto socket = connectMonitor(socketPath, timeoutMs);
    if (!socket)
        return fail(ErrorCode::GuestDidNotRespond, u"guest agent"_s, socket.error().detail);
    GuestAgent agent;
    agent.m_fd = Descriptor(*socket);
    // Whatever an earlier talk has left in the pipe ends at the 0xff that comes before our answer.
    const qint64 id = QRandomGenerator::global()->bounded(1 << 30);
    const QByteArray question = QByteArray("\xff{\"execute\":\"guest-sync-delimited\",\"arguments\":{\"id\":")
        + QByteArray::number(id) + "}}\n";
    if (const auto sent = agent.send(question, deadline); !sent)
        return fail(sent.error());
    for (;;) {
        const auto answer = agent.answer(deadline);
        if (!answer)
            return fail(answer.error());
        if ((*answer)[u"return"].toInteger(-1) == id)
            return agent;
    }
}

Result<> GuestAgent::shutdown(const QString &mode)
{
    const qint64 deadline = now() + refusalMs;
    const QByteArray command
        = "{\"execute\":\"guest-shutdown\",\"arguments\":{\"mode\":\"" + mode.toLatin1() + "\"}}\n";
    if (auto sent = send(command, deadline); !sent)
        return sent;
    const auto refused = answer(deadline);
    if (!refused || !refused->contains(u"error"))
        return {};
    return fail(ErrorCode::QemuFailed, u"guest agent"_s,
        cleanGuestText((*refused)[u"error"][u"desc"].toString().toUtf8(), 300));
}

Result<> GuestAgent::send(const QByteArray &text, qint64 deadline)
{
    qsizetype sent = 0;
    while (sent < text.size()) {
        const ssize_t n = ::send(m_fd.get(), text.constData() + sent, size_t(text.size() - sent), MSG_NOSIGNAL);
        if (n > 0)
            sent += n;
        else if (errno == EAGAIN && !isReady(m_fd.get(), POLLOUT, deadline))
            return silent();
        else if (errno != EAGAIN && errno != EINTR)
            return fail(ErrorCode::GuestDidNotRespond, u"guest agent"_s, errnoName(errno), errno);
    }
    return {};
}

Result<QJsonObject> GuestAgent::answer(qint64 deadline)
{
    for (;;) {
        if (const qsizetype end = m_buffer.indexOf('\n'); end >= 0) {
            QByteArray line = m_buffer.left(end);
            m_buffer.remove(0, end + 1);
            line.remove(0, line.lastIndexOf('\xff') + 1);
            const QJsonDocument document = QJsonDocument::fromJson(line);
            if (document.isObject())
                return document.object();
            continue;
        }
        if (m_buffer.size() > longestAnswer)
            return fail(ErrorCode::GuestDidNotRespond, u"guest agent"_s, u"its answer is too long"_s);
        if (!isReady(m_fd.get(), POLLIN, deadline))
            return silent();
        std::array<char, 4096> chunk;
        const ssize_t n = ::recv(m_fd.get(), chunk.data(), chunk.size(), 0);
        if (n > 0)
            m_buffer.append(chunk.data(), n);
        else if (n == 0 || (errno != EAGAIN && errno != EINTR))
            return fail(ErrorCode::GuestDidNotRespond, u"guest agent"_s, u"the channel is closed"_s);
        if (now() > deadline) // it talks, and says nothing
            return silent();
    }
}

} // namespace laneway
