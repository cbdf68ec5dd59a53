// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/keptplan.h"

#include <atomic>

namespace laneway {

/// A plan that somebody said yes to. Lives on the main thread; its thread sees only the plan and cancel.
struct Job
{
    QString id;
    KeptPlan kept;
    bool begun = false;
    bool slowed = false; ///< it has waited for others like it to be long ago
    QString state = u"running"_s; ///< "running", "done", "rolled-back", "needs-attention"
    std::optional<Error> error;
    QStringList leftovers;
    QJsonArray steps; ///< the plan's, with "state"
    std::shared_ptr<std::atomic_bool> cancel = std::make_shared<std::atomic_bool>(false);

    bool isFinished() const { return state != u"running"; }
    const Plan &plan() const { return kept.plan; }
};

using JobPtr = std::shared_ptr<Job>;

/// A job as the bus shows it.
struct JobState
{
    QString id;
    uint owner = 0;
    QJsonObject json; ///< JobInfo::fromJson reads it: {"id","title","kind","domain":{…}|null,"state",
                      ///< "steps":[plan's steps + "state", "result"?],"error"?,"leftovers":[…],"canUndo"}
    QString state; ///< as Job::state
};
JobState stateOf(const Job &job);

} // namespace laneway
