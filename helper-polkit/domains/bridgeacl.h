// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

namespace laneway {

/// Whether the administrator has allowed a user a bridge for machines, as qemu-bridge-helper reads it:
/// "allow br0", "deny br0", "all" for every one, "include FILE" for what this user can read; a deny wins. What
/// is not root's own file, or cannot be understood, allows nothing.
bool mayUseBridge(const QString &bridge, uint uid, const QString &file = u"/etc/qemu/bridge.conf"_s);

/// QEMU's program that makes a tap in a bridge with rights of its own. NotFound: it is not installed, or has none.
Result<QString> bridgeHelperProgram(
    const QStringList &places = {u"/usr/lib/qemu/qemu-bridge-helper"_s, u"/usr/libexec/qemu-bridge-helper"_s});

} // namespace laneway
