// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/networkstate.h"
#include "host/hostindex.h"

namespace laneway {

/// Who would get the devices.
struct DropTarget
{
    QUuid domain;
    QString name;
};

/// What giving devices to a machine would mean, for a drop that hovers and for "Assign to…".
struct DropVerdict
{
    Level level = Level::Ready; ///< the strongest of all devices
    QString sentence; ///< "Assigns 2 devices to web and takes 1 companion along"; when refused, why
    QList<PciAddress> devices; ///< what was chosen and what must go along, in address order
    QList<PciAddress> companions; ///< those of them that were not chosen
    QList<PciAddress> suggested; ///< siblings of the same card outside these groups
    QList<Reason> reasons; ///< of all devices, strongest first, each once
    bool refuses() const { return level >= Level::Blocked; }
};

/// One answer for all @p devices together: what is chosen is no obstacle to the others.
DropVerdict dropVerdict(
    const HostIndex &index, const Claims &claims, const QList<PciAddress> &devices, const DropTarget &target);
DropVerdict dropVerdict(
    const HostSnapshot &host, const Claims &claims, const QList<PciAddress> &devices, const DropTarget &target);
/// What giving it an interface of a pool would mean.
DropVerdict dropVerdict(const QList<NetworkState> &networks, const QString &pool, const DropTarget &target);

} // namespace laneway
