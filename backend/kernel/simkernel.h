// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/faults.h"
#include "kernel/kernel.h"

#include <QVariantMap>

#include <memory>

namespace laneway {

/// A kernel in memory, loaded from a host's snapshot, that behaves as Linux does for bind, unbind,
/// override, probe, sriov_numvfs, VF netlink, VFIO group nodes and guests. Thread-safe.
class SimKernel
{
public:
    explicit SimKernel(const HostSnapshot &host, Faults faults = {});
    ~SimKernel();
    SimKernel(const SimKernel &) = delete;
    SimKernel &operator=(const SimKernel &) = delete;

    Kernel &doors();

    /// Everything that a step can change, for comparison: drivers, overrides, VFs and their
    /// settings, node owners, link states, running guests.
    QJsonObject state() const;
    Faults &faults();

    /// After each change the state is written here (atomically) and read back by load(): a
    /// simulated kernel that outlives a killed helper. Faults are not stored.
    void persistTo(const QString &file);
    static Result<std::unique_ptr<SimKernel>> load(const QString &file);

    /// What somebody else does behind our back.
    void endGuest(const QString &launchId, const QString &cause);
    void holdNode(const QString &node, const Holder &holder); ///< makes the group busy
    void setChangeListener(std::function<void()> changed); ///< plays the uevent monitor

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace laneway
