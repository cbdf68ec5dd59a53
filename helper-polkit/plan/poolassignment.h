// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/draft.h"

namespace laneway {

/// Gives each `<interface type='network'>` of @p domain a free function of its network's pool, and makes it
/// the assigned interface that the running machine has; Plan::leases tells of them. UnsupportedConfiguration
/// for a network that is not active; DeviceInUse when nothing is free: it says who holds each.
Result<> leaseFromPools(Draft &draft, DomainXml &domain);
/// The same for devices that are plugged in, a device element or a list of them (DomainXml::addDevice()).
/// @p domain: as it runs; @p present: what it has already.
Result<QByteArray> leaseForDevices(
    Draft &draft, const DomainXml &domain, const QByteArray &devices, const QList<AssignedDevice> &present);

/// The same text with a MAC for each interface that has none, so that a definition and what runs get the
/// same one. What cannot be read stays as it is.
QByteArray withMacs(const QByteArray &devices);

/// HostChanged when a network of the plan's leases was stopped meanwhile, or another job is giving one of its
/// functions away.
Result<> leasesStillFree(const Plan &plan, const World &world);

} // namespace laneway
