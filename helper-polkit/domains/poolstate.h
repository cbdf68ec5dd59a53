// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/runrecord.h"
#include "host/poolchoice.h"
#include "kernel/kernel.h"
#include "store/networkstore.h"

#include <QHash>
#include <QSet>

namespace laneway {

/// What the bus shows of a network.
struct PoolState
{
    QUuid uuid;
    QString name;
    bool active = false;
    bool autostart = false;
    bool persistent = true;
    QString physical; ///< interface of the PF; empty: a list of addresses
    QString problem; ///< why the pool has no functions; empty: it has some
    QList<PoolMember> members;
    int connections = 0; ///< leases, also of functions that left the pool meanwhile
    int free() const;
    /// JSON: [{"device","state":"free|leased|unavailable"}], and of those that are not free "holder",
    /// "reason" and "why":[reasonToJson without text and evidence]. Made once, for all who ask: no longer
    /// for however many definitions.
    QString devices;
};

/// What states are made from, for all networks at once.
struct PoolView
{
    const HostSnapshot &host;
    const Claims &claims; ///< all of them, with the names that the viewer may see
    const HostIndex &index; ///< of both
    const QHash<QUuid, QSet<PciAddress>> &leased; ///< by network
    const QMap<PciAddress, QString> &promised; ///< by jobs under way, with the names that the viewer may see
    const QMap<PciAddress, QString> &opened; ///< by programs that are no machines of ours
    std::optional<uint> viewer; ///< whose definitions count, besides root's; nothing: everybody's
};

PoolState stateOf(const StoredNetwork &network, const PoolView &view);
/// What machines have, by network.
QHash<QUuid, QSet<PciAddress>> leasedDevices(const QMap<QUuid, RunRecord> &runs);
/// Leases from a network, by the domain that has them.
QMap<QUuid, QList<Lease>> leasesOf(const QUuid &network, const QMap<QUuid, RunRecord> &runs);
/// Virtual functions on a VFIO driver that a program has open which none of @p ours is behind: other
/// programs run machines, too. With the names of the programs. Goes through all processes.
QMap<PciAddress, QString> openedByOthers(const Kernel &kernel, const HostSnapshot &host, const QSet<PciAddress> &ours);
/// Whether there is anything to lend: NotFound, UnsupportedConfiguration.
Result<> checkPool(const StoredNetwork &network, const HostSnapshot &host);
/// As libvirt at define time: each function of a list is there, and a virtual one.
Result<> checkAddresses(const NetworkXml &network, const HostSnapshot &host);
/// The same claims without the names of machines that @p sees does not let see. None is left out, as
/// Claims::seenBy() does: what is not free must not look so.
Claims withNamesSeenBy(Claims claims, const std::function<bool(uint owner)> &sees);
/// The same of what jobs under way are giving away.
QMap<PciAddress, QString> namesSeenBy(const QList<Claim> &promised, const std::function<bool(uint owner)> &sees);

} // namespace laneway
