// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/macaddress.h"
#include "store/filestore.h"
#include "xml/networkxml.h"

#include <QMap>
#include <QSet>

namespace laneway {

/// A network of the host: its definition, what runs, or both.
struct StoredNetwork
{
    std::optional<NetworkXml> defined;
    std::optional<NetworkXml> active; ///< as it was when it was started
    bool autostart = false;

    const NetworkXml &current() const { return active ? *active : *defined; }
    QString name() const { return current().name(); }
    QUuid uuid() const { return current().uuid(); }
};

using Networks = QMap<QUuid, StoredNetwork>;

/// The network that an interface of a machine names, or a caller by name or UUID; null when there is none.
const StoredNetwork *findNetwork(const Networks &networks, const QString &nameOrUuid);

/// Networks belong to the system: names and UUIDs are unique on a host. What is defined is kept for ever,
/// what runs until the host starts anew.
class NetworkStore
{
public:
    static constexpr qsizetype mostNetworks = 256;
    NetworkStore(const QString &stateDirectory, const QString &runDirectory);
    /// Reads all; a file that cannot be read is left where it is and reported.
    QStringList load();
    const Networks &all() const { return m_networks; }
    const StoredNetwork *find(const QUuid &uuid) const;

    /// Adds, or replaces the definition of the same UUID and name. AlreadyExists, LimitExceeded.
    Result<> define(const NetworkXml &xml);
    /// One that runs goes on until it is stopped. NotFound when it is not defined.
    Result<> undefine(const QUuid &uuid);
    Result<> start(const QUuid &uuid);
    Result<> stop(const QUuid &uuid);
    Result<> setAutostart(const QUuid &uuid, bool on);
    /// Those with autostart that were neither started nor stopped since the host was started: what a person
    /// has stopped stays so when only the helper starts anew.
    QSet<QUuid> dueSinceBoot() const;

    /// What interfaces of domains had the last time, so that they get it again where it is free.
    std::optional<PciAddress> lastLease(const QUuid &domain, const MacAddress &interface) const;
    /// What interfaces of all other domains had.
    QSet<PciAddress> leasesOfOthers(const QUuid &domain) const;
    Result<> rememberLeases(const QUuid &domain, const QMap<MacAddress, PciAddress> &leases);
    Result<> forgetLeases(const QUuid &domain);

private:
    Result<> write(const StoredNetwork &network);
    void handled(const QUuid &uuid);
    void forget(Networks::iterator network);

    FileStore m_definitions;
    FileStore m_active;
    FileStore m_handled; ///< since the host was started
    FileStore m_leaseFiles;
    Networks m_networks;
    QMap<QUuid, QMap<MacAddress, PciAddress>> m_leases;
};

} // namespace laneway
