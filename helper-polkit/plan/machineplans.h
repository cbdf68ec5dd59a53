// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/draft.h"

namespace laneway {

/// Plans "start", "destroy" and "save": a machine as a whole.
Result<> planStart(Draft &draft);
Result<> planDestroy(Draft &draft);
Result<> planSave(Draft &draft);

/// The system's helper has machines of ordinary users only.
Result<> mayOwnMachines(const Draft &draft);

/// Where the threads of @p live are to run. Before anything is started: a processor that is not there would only stop
/// it at its last step.
Result<GuestPins> pinsOf(const Draft &draft, const DomainXml &live);

/// Whose saved state a plan for @p request goes on with: it is read beforehand, as planning reads no files.
std::optional<QUuid> toBeRestored(const PlanRequest &request, const World &world);

bool startsDomain(const Plan &plan);

/// LimitExceeded when as many of the owner's run, or are being started, as may.
Result<> roomForOneMore(const World &world, uint owner);
/// The same for what may be saved.
Result<> roomToSave(const World &world, const RunRecord &run);
/// Others of its owner's may have been saved since the plan was made: it writes no more than is left now.
void keepWithinShare(Plan &plan, const World &world);

} // namespace laneway
