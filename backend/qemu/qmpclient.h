// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QJsonObject>

#include <functional>

namespace laneway {

/// Connects to a listening monitor socket. Succeeds before QEMU has taken the connection up: it may
/// still wait behind another client. HelperUnavailable when nobody listens; TimedOut.
Result<int> connectMonitor(const QString &socketPath, int timeoutMs);

/// A blocking QMP session for job threads; never for a UI thread or a bus loop. QEMU runs as the
/// user, so what it says is hostile: lines ≤ 8 MiB, time limits everywhere, no path or number from
/// it is acted on with privilege.
class QmpClient
{
public:
    QmpClient() = default;
    ~QmpClient();
    QmpClient(QmpClient &&) noexcept;
    QmpClient &operator=(QmpClient &&) noexcept;
    QmpClient(const QmpClient &) = delete;
    QmpClient &operator=(const QmpClient &) = delete;

    /// Connects, reads the greeting, negotiates. One client at a time per monitor: waits up to
    /// @p timeoutMs for its turn. HelperUnavailable when nobody listens.
    static Result<QmpClient> connectTo(const QString &socketPath, int timeoutMs);
    static Result<QmpClient> fromDescriptor(int fd, int timeoutMs); ///< takes the descriptor

    /// "return" of one command. QemuFailed: detail "class: desc". @p fds go by SCM_RIGHTS with it.
    Result<QJsonValue> execute(
        const QString &command, const QJsonObject &arguments = {}, int timeoutMs = 10'000, const QList<int> &fds = {});
    /// Next event named @p name for which @p matches(data); events that came earlier are kept and
    /// looked through first. GuestDidNotRespond after the time.
    Result<QJsonObject> waitForEvent(
        const QString &name, const std::function<bool(const QJsonObject &data)> &matches, int timeoutMs);
    bool isOpen() const { return m_fd >= 0; }

private:
    Result<> negotiate(qint64 deadlineMs);
    Result<> send(const QByteArray &message, const QList<int> &fds, qint64 deadlineMs);
    Result<QJsonObject> readMessage(qint64 deadlineMs);
    void keepEvent(const QJsonObject &event);
    void close();
    int m_fd = -1;
    int m_nextId = 1;
    QByteArray m_buffer;
    QList<QJsonObject> m_events;
};

} // namespace laneway
