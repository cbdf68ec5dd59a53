// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/journal.h"

#include <atomic>

namespace laneway {

/// "done", "rolled-back", "needs-attention"
struct JobOutcome
{
    QString state;
    std::optional<Error> error; ///< the cause of a roll-back
    QMap<int, QJsonObject> former; ///< former state of every applied step, for run records and undo
    QStringList leftovers; ///< what could not be undone, and why
    bool committed = false; ///< the plan's definition is stored, whatever became of what comes after it
    QMap<int, QJsonObject> results = {}; ///< of steps that were done in part: Step::perform()
};

/// Told as it happens, on the job's thread. Step states: "waiting", "running", "done", "failed",
/// "undoing", "undone".
using StepProgress = std::function<void(int step, const QString &state)>;

/// formerState → will (synced) → apply → verify → did, for each step; at the first failure, or when
/// @p cancel is set between steps, every begun step is undone in reverse and its undo journalled.
/// @p commit, if given, is called once all steps are done but those that come after the definition
/// (firstAfterDefinition()): its failure rolls back. What fails after it is left over.
JobOutcome runPlan(const Plan &plan, Kernel &kernel, Journal &journal, const StepProgress &progress = {},
    const std::atomic_bool &cancel = false,
    const std::function<Result<>(const QMap<int, QJsonObject> &former)> &commit = {});

} // namespace laneway
