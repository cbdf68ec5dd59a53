// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/kernel.h"

#include <QDateTime>
#include <QHash>
#include <QMutex>

namespace laneway {

/// Modules of the running kernel. Thread-safe.
class RealModules : public Modules
{
public:
    /// @p libraries: "/lib/modules/RELEASE"; empty: of the running kernel.
    explicit RealModules(const QString &sysRoot = u"/sys"_s, const QString &libraries = {},
        const QString &modprobe = u"/sbin/modprobe"_s, int loadLimitMs = 30'000,
        const QString &udevQueue = u"/run/udev/queue"_s);
    /// Runs modprobe. Errors: InvalidInput (no name of a module), NotFound, PermissionDenied,
    /// KernelRefused (detail: modprobe's last words), TimedOut (it goes on by itself).
    Result<> load(const QString &name) override;
    bool isAvailable(const QString &name) const override;
    /// The file is there as long as an event waits (udev_queue_get_queue_is_empty() of libudev).
    bool isSettled() const override;

private:
    bool isLoaded(const QString &name) const;
    bool isListed(const QString &name) const;

    QString m_sys;
    QString m_libraries;
    QString m_modprobe;
    int m_limitMs;
    QString m_udevQueue;
    mutable QMutex m_mutex;
    mutable QDateTime m_listedAt; ///< of modules.dep when m_listed was filled
    mutable QHash<QString, bool> m_listed;
};

} // namespace laneway
