// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/verdict.h"

#include <QHash>
#include <QSet>

namespace laneway {

/// What the rules ask again and again, found in one pass over functions and claims: a verdict
/// costs as much as its own group then. Refers to both; they must outlive it.
class HostIndex
{
public:
    HostIndex(const HostSnapshot &host, const Claims &claims);

    const HostSnapshot &host() const { return m_host; }
    bool hasGroups() const { return !m_groups.isEmpty(); }
    /// Endpoints of the function's group, itself left out, by address.
    QList<const PciFunction *> groupEndpoints(const PciFunction &function) const;
    /// Header type 0, class "bridge", and a driver of the host: unlike real bridges such a function
    /// (lpc_ich on an ISA bridge) keeps the group from being handed over.
    QList<const PciFunction *> boundBridges(const PciFunction &function) const;
    /// Running domain that holds it; @p notCounting is passed over.
    const Claim *holder(const PciAddress &device, std::optional<QUuid> notCounting = {}) const;
    QList<const Claim *> claimsOf(const PciAddress &device) const { return m_claims.value(device); }
    /// Definitions that have it, of those that @p counts (WantedBy in commonrules.h).
    std::optional<Reason> wantedBy(const PciAddress &device, const std::function<bool(const Claim &)> &counts) const;
    /// USB devices below a controller that running machines have.
    QList<const UsbClaim *> usbHeldBelow(const PciAddress &controller) const { return m_usbHeld.value(controller); }
    /// VFs of a PF that are there now.
    QList<PciAddress> virtualFunctions(const PciFunction &physical) const;
    /// How many functions drive a screen of the host.
    int screens() const { return m_screens; }
    /// Functions looked at so far: what tests measure instead of time.
    quint64 visited() const { return m_visited; }

private:
    const HostSnapshot &m_host;
    QHash<int, QList<const PciFunction *>> m_groups; ///< endpoints only; bridges make a key
    QHash<int, QList<const PciFunction *>> m_boundBridges;
    QHash<PciAddress, QList<const Claim *>> m_claims;
    QHash<PciAddress, QList<const UsbClaim *>> m_usbHeld; ///< by controller
    QHash<PciAddress, QList<PciAddress>> m_virtual; ///< by PF, for kernels that hide virtfn links
    int m_screens = 0;
    mutable quint64 m_visited = 0;
};

/// vfio-pci, its variants (mlx5_vfio_pci) and pci-stub: the host does not use the device, and its
/// group stays viable (vfio_dev_driver_allowed() in drivers/vfio).
bool isStubDriver(QStringView driver);
/// Drives a screen that the host could show something on.
bool showsHost(const PciFunction &function);
/// The controller whose driver makes a PCI domain of its own for the drives behind it.
bool isVmd(const PciFunction &function);

Verdict assess(const Question &question, const HostIndex &index);
QMap<PciAddress, Verdict> assessAll(const HostIndex &index, const Claims &claims, std::optional<QUuid> target);

} // namespace laneway
