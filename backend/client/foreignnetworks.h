// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/networkstate.h"
#include "xml/domainxml.h"

#include <QHash>
#include <QJsonObject>

namespace laneway {

/// What an interface of another manager's definition can be put on here.
struct NetworksHere
{
    QStringList pools; ///< of virtual functions: networks as they are
    QStringList bridges; ///< the host's
    QHash<QString, QString> bridgeOf; ///< of libvirt's own networks

    /// @p links: the answer of Connection::links(); @p libvirt: of Connection::libvirtDefinitions(), or {}.
    static NetworksHere from(const QList<NetworkState> &pools, const QJsonObject &links, const QJsonObject &libvirt);
};

struct ReplacedNetwork
{
    QString network;
    QString bridge; ///< empty: user mode
    bool operator==(const ReplacedNetwork &) const = default;
};

/// libvirt's networks (NAT, routed, open) are not here, their bridges may be: each interface of one goes into its
/// bridge where the host has it, else behind user mode. MAC, model and place stay. Gives each network once.
QList<ReplacedNetwork> replaceForeignNetworks(DomainXml &domain, const NetworksHere &here);

/// "Network default: bridge virbr0", for people; empty for none.
QString replacedNetworksText(const QList<ReplacedNetwork> &replaced);

} // namespace laneway
