// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/macaddress.h"
#include "xml/networkxml.h"

namespace laneway {

/// `<interface type='network'>`: what a machine wants of a pool.
struct PoolInterface
{
    QString network; ///< its name
    QString portGroup; ///< empty: the network's default, if it has one
    std::optional<MacAddress> mac;
    bool operator==(const PoolInterface &) const = default;
};

/// As an element; several inside <devices>.
QString poolInterfacesXml(const QList<PoolInterface> &interfaces);
bool isPoolInterface(const QDomElement &element);
/// InvalidXml when it names no network.
Result<PoolInterface> readPoolInterface(const QDomElement &element);
/// The port group that counts for it; nothing when none does. NotFound for one that the network does not
/// have: libvirt would go on without.
Result<std::optional<NetworkPortGroup>> portGroupFor(const PoolInterface &interface, const NetworkPool &pool);

/// Makes it the `<interface type='hostdev'>` of @p device that the running machine has: managed and driver
/// as the network says; the VLAN of the interface, else of the port group, else of the network, as a
/// whole; the port profiles of all three in one. UnsupportedConfiguration when these contradict one another.
Result<> settlePoolInterface(QDomElement &interface, const NetworkXml &network, const PciAddress &device);

} // namespace laneway
