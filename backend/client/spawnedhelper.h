// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QDBusConnection>
#include <QDBusUnixFileDescriptor>
#include <QStringList>

namespace laneway {

/// The helper's program: $LANEWAY_HELPER, else beside this program or in the build tree, else as
/// installed. Empty when there is none.
QString helperProgram();

/// A helper that a user runs for themselves, on a private connection.
struct SpawnedHelper
{
    QDBusConnection connection;
    QDBusUnixFileDescriptor log; ///< what it wrote to stderr; not valid when it was there already

    /// Its last words, for an error's detail.
    QString lastLines() const;
};

/// The user's session helper: the running one, or a new one. It serves all programs of the user and
/// leaves when the last of them has gone. Waits (for a lock, a fork): not for a UI thread.
Result<SpawnedHelper> sessionHelper();
/// A helper of our own with a simulated kernel; @p arguments are those of `laneway-helper`.
Result<SpawnedHelper> simulatingHelper(const QStringList &arguments);

} // namespace laneway
