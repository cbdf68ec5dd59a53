// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/runrecord.h"
#include "plan/plan.h"
#include "store/domainstore.h"

namespace laneway {

/// What a plan leaves behind on disk once all its steps are done: the record of the run that began,
/// changed or ended, and the changed definition. Given to runPlan() as its commit; on a job's thread.
class Commit
{
public:
    /// @p guest: launch id of the run that the plan was made for; empty when there was none.
    Commit(const Plan &plan, const QString &job, const QString &guest, Kernel &kernel, RunStore &runs,
        DomainStore &domains);

    /// What fails is put back: it may be on disk all the same, as its sync comes last.
    Result<> operator()(const QMap<int, QJsonObject> &former);

    const std::optional<RunRecord> &run() const { return m_run; } ///< begun or changed
    bool runGone() const { return m_runGone; }

private:
    Result<> store(const QMap<int, QJsonObject> &former);
    void putBack();
    Result<RunRecord> recordAfter(const QMap<int, QJsonObject> &former);

    const Plan &m_plan;
    QString m_job;
    QString m_guest;
    Kernel &m_kernel;
    RunStore &m_runs;
    DomainStore &m_domains;
    std::optional<RunRecord> m_formerRun;
    std::optional<RunRecord> m_run;
    bool m_runGone = false;
};

} // namespace laneway
