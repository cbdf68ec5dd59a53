// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QMap>
#include <QStringList>

namespace laneway {

/// What the host offers, probed and never inferred from a version.
struct QemuCapabilities
{
    QString program = u"/usr/bin/qemu-system-x86_64"_s;
    QString version; ///< for messages only
    QStringList devices; ///< names of `-device help`; empty: not probed, assume the usual ones
    QMap<QString, QString> companions; ///< "swtpm", "passt", "virtiofsd" → path, of those that are installed
    /// Its path; empty: it is not installed.
    QString companion(const QString &name) const
    {
        return devices.isEmpty() ? u"/usr/bin/"_s + name : companions.value(name);
    }
    bool hasDevice(const QString &name) const { return devices.isEmpty() || devices.contains(name); }
};

/// Asks the program once (`-device help`), cached by path, size and time stamp.
Result<QemuCapabilities> probeQemu(const QString &program = {});

} // namespace laneway
