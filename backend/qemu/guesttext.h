// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace laneway {

/// Text that a guest's QEMU wrote, made fit for a log line or a window: at most @p maximum
/// characters (the end is kept, it names the cause), control characters but line feed as "\x1b".
QString cleanGuestText(const QByteArray &text, qsizetype maximum = 2'000);

/// The last lines of QEMU's standard error without time stamps and without its own name in front.
/// @p program is the path it was started by.
QString qemuFailureText(const QByteArray &standardError, const QString &program);

} // namespace laneway
