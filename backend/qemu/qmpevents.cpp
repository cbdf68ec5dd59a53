// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/qmpevents.h"

#include "core/result.h"

#include <QJsonDocument>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>

namespace laneway {

namespace {
// Both at once: QEMU answers them in their order.
constexpr QByteArrayView hello
    = "{\"execute\":\"qmp_capabilities\"}\n{\"execute\":\"query-status\",\"id\":\"status\"}\n";
}

QmpEvents::QmpEvents(int fd, Heard heard, QObject *parent)
    : QObject(parent)
    , m_fd(fd)
    , m_notifier(fd, QSocketNotifier::Read)
    , m_heard(std::move(heard))
{
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
    // It may talk on in the next second.
    m_pause.setInterval(1000);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (std::exchange(m_lines, 0) == 0)
            m_pause.stop();
        m_notifier.setEnabled(true);
        read();
    });
    connect(&m_notifier, &QSocketNotifier::activated, this, &QmpEvents::read);
    // The greeting need not be waited for: a connection's first bytes are room enough for this.
    if (::send(fd, hello.data(), size_t(hello.size()), MSG_NOSIGNAL) != hello.size())
        end();
}

void QmpEvents::end()
{
    m_notifier.setEnabled(false);
    m_pause.stop();
    m_fd.reset();
}

void QmpEvents::read()
{
    if (!m_fd)
        return;
    std::array<char, 16 * 1024> chunk;
    const ssize_t size = ::recv(m_fd.get(), chunk.data(), chunk.size(), 0);
    if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR))
        return end();
    if (size > 0)
        m_buffer.append(chunk.data(), size);
    qsizetype from = 0;
    for (qsizetype line = m_buffer.indexOf('\n'); line >= 0; line = m_buffer.indexOf('\n', from)) {
        const QByteArray text = m_buffer.mid(from, line - from);
        from = line + 1;
        if (!std::exchange(m_isSkipping, false))
            take(text);
        if (++m_lines >= linesASecond)
            m_notifier.setEnabled(false);
        if (!m_pause.isActive())
            m_pause.start();
    }
    m_buffer.remove(0, from);
    if (m_buffer.size() > longestLine) {
        m_buffer.clear();
        m_isSkipping = true;
    }
}

void QmpEvents::hearTheRest()
{
    for (int chunk = 0; m_fd && chunk < 16; ++chunk)
        read();
}

void QmpEvents::take(const QByteArray &line)
{
    const QJsonObject message = QJsonDocument::fromJson(line).object();
    // Asked once, answered once: a QEMU that is not what it was may say it as often as it likes.
    if (!m_isAnswered && message[u"id"].toString() == u"status" && message[u"return"].isObject()) {
        m_isAnswered = true;
        m_hasAnnouncedItsEnd = message[u"return"][u"status"].toString() == u"shutdown";
        m_heard(u"STATUS"_s, message[u"return"].toObject());
    } else if (const QString event = message[u"event"].toString(); !event.isEmpty()) {
        m_hasAnnouncedItsEnd = event == u"SHUTDOWN" || (m_hasAnnouncedItsEnd && event != u"RESUME");
        m_heard(event, message[u"data"].toObject());
    }
}

} // namespace laneway
