// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/sshaddress.h"

#include <QUuid>

#include <functional>

class QObject;

namespace laneway {

/// A machine's console on another computer, @p kind as in Connection::openConsole(), by an ssh of its own
/// that ends with whoever has the socket, or with @p parent. The answer, a socket of the caller's, comes
/// later, and never when @p context died before.
void openRelayedConsole(const SshAddress &address, const QUuid &machine, const QString &kind, QObject *parent,
    QObject *context, const std::function<void(const Result<int> &)> &answer);

} // namespace laneway
