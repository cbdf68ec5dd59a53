// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/domainlife.h"
#include "domains/runrecord.h"
#include "store/domainstore.h"

namespace laneway {

/// What the bus shows of a domain: persistent definitions and transient runs.
struct DomainState
{
    QUuid uuid;
    QString name;
    uint owner = 0;
    QString state; ///< as DomainLife's
    QString reason;
    QString detail;
    bool autostart = false;
    bool hasSavedState = false;
    bool persistent = true;
    int id = -1;
    quint64 revision = 0; ///< grows when the definition or the live document changes
    QList<PciAddress> devices; ///< assigned by the definition or the run
    QStringList pendingUnplugs; ///< what its guest was asked to let go and has not: names for people
    QJsonObject toJson() const; ///< DomainInfo::fromJson reads it
};

/// Of a definition, a run or both: null is what there is not. @p id: of the run.
DomainState stateOf(
    const QUuid &uuid, const StoredDomain *defined, const RunRecord *run, int id, const DomainLife &life);

} // namespace laneway
