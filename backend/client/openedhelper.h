// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connectiontarget.h"
#include "client/spawnedhelper.h"

#include <optional>

namespace laneway {

/// A helper that can be called.
struct OpenedHelper
{
    QDBusConnection connection;
    bool overBus = false; ///< a service of a bus; else the other end of a private connection
    std::optional<SpawnedHelper> spawned = {};
    /// Closes the connection, where nobody wants it any more.
    void close() const;
};

/// Starts @p target's helper or reaches its bus; @p bus: the address of another computer's, where that
/// is meant. Waits: on a thread that may.
Result<OpenedHelper> openHelper(const ConnectionTarget &target, const QString &bus);

} // namespace laneway
