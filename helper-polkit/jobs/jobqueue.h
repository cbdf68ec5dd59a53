// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/job.h"

namespace laneway {

/// Jobs in the order in which they came. Those that want the same device, group or domain run one
/// after the other, the rest side by side; 256 finished ones are remembered.
class JobQueue
{
public:
    JobPtr add(const QString &id, const KeptPlan &plan);
    /// Those whose turn has come, now begun. One that waits is not overtaken by another that wants
    /// the same.
    QList<JobPtr> takeReady();

    const QList<JobPtr> &all() const { return m_jobs; }
    JobPtr find(const QString &id) const; ///< null when there is none
    bool wouldWait(const Plan &plan) const;
    /// Whether a job has it to itself: an address, "name UID NAME", "file PATH".
    bool hasResource(const QString &resource) const;
    bool isBusy(const QUuid &domain) const; ///< a job of it is unfinished
    bool isEnding(const QUuid &domain) const; ///< a job that gives back what it held is unfinished
    bool isIdle() const;

private:
    void forgetOld();

    QList<JobPtr> m_jobs;
};

} // namespace laneway
