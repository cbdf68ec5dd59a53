// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/runrecord.h"
#include "jobs/journal.h"
#include "store/domainstore.h"

namespace laneway {

struct RecoveryReport
{
    QString job;
    QString title;
    QString outcome; ///< "rolled-back", "finished", "needs-attention"
    QStringList leftovers;
    QJsonObject toJson() const;
};

/// At the helper's start, before it takes its name: every unfinished journal is rolled back to the
/// recorded former values, or, for a release (the guest is gone), finished. Idempotent.
/// A machine that was being created is kept once its definition is in @p domains.
QList<RecoveryReport> recover(
    const QString &journalDirectory, Kernel &kernel, RunStore &runs, DomainStore *domains = nullptr);

} // namespace laneway
