// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/runrecord.h"
#include "store/domainstore.h"

namespace laneway {

/// What the bus shows of a domain: persistent definitions and transient runs.
struct DomainState
{
    QUuid uuid;
    QString name;
    uint owner = 0;
    QString state; ///< "running", "paused", "shut off"
    bool persistent = true;
    int id = -1;
    quint64 revision = 0; ///< grows when the definition or the live document changes
    QList<PciAddress> devices; ///< assigned by the definition or the run
    QJsonObject toJson() const; ///< DomainInfo::fromJson reads it
};

/// Of a definition, a run or both: null is what there is not. @p id: of the run.
DomainState stateOf(const QUuid &uuid, const StoredDomain *defined, const RunRecord *run, int id);

} // namespace laneway
