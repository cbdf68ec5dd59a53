// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "core/result.h"

#include <QByteArray>

namespace laneway {

/// The agent inside a guest (qemu-ga), by the socket that its channel leads to. For job threads: it
/// may let us wait. What it says is the guest's, so it is bounded and only looked at, never acted on.
class GuestAgent
{
public:
    /// Connects, and waits until an agent answers there. GuestDidNotRespond when none does.
    static Result<GuestAgent> connectTo(const QString &socketPath, int timeoutMs);

    /// "powerdown" or "reboot". Nothing comes back when it works; a refusal comes at once.
    Result<> shutdown(const QString &mode);

private:
    Result<> send(const QByteArray &text, qint64 deadline);
    /// The next whole answer, which a 0xff may come before.
    Result<QJsonObject> answer(qint64 deadline);

    Descriptor m_fd;
    QByteArray m_buffer;
};

} // namespace laneway
