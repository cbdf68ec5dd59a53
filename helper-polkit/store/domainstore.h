// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/filestore.h"
#include "xml/domainxml.h"
#include "xml/usbhostdevxml.h"

#include <QMap>

namespace laneway {

/// A persistent definition and whose it is.
struct StoredDomain
{
    DomainXml xml;
    uint owner = 0; ///< uid that made it
    QList<AssignedDevice> devices = {}; ///< xml.assignedDevices(), which takes its time
    QList<AssignedUsb> usb = {}; ///< the same for USB devices
    qsizetype bytes = 0; ///< of the XML
};

/// Definitions, one file each. Names are unique per owner; UUIDs are unique.
class DomainStore
{
public:
    static constexpr qsizetype largestPerOwner = 16 * 1024 * 1024; ///< bytes; in memory it is many times that
    static constexpr int mostPerOwner = 1000;
    explicit DomainStore(const QString &directory);
    /// Reads all; a file that cannot be read is left where it is and reported.
    QStringList load();
    const QMap<QUuid, StoredDomain> &all() const { return m_domains; }
    const StoredDomain *find(const QUuid &uuid) const;
    /// By name (of @p owner's) or UUID text.
    const StoredDomain *find(const QString &nameOrUuid, uint owner) const;
    /// Adds, or replaces the same UUID of the same owner. AlreadyExists, PermissionDenied.
    /// LimitExceeded: all of an owner's together are more than largestPerOwner.
    Result<> put(const DomainXml &xml, uint owner);
    /// The file only, for a job's thread that has the domain to itself; put() follows on ours.
    Result<> write(const DomainXml &xml, uint owner);
    Result<> remove(const QUuid &uuid);
    /// As it would be here once it is put.
    static StoredDomain storedAs(const DomainXml &xml, uint owner);
    /// Whether there is a file of it, loaded or not; for recovery, which comes first.
    bool isWritten(const QUuid &uuid) const;
    Result<DomainXml> readWritten(const QUuid &uuid) const; ///< the same, whole
    /// The file only.
    Result<> removeWritten(const QUuid &uuid);

private:
    FileStore m_files;
    QMap<QUuid, StoredDomain> m_domains;
};

} // namespace laneway
