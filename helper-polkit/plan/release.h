// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/plan.h"
#include "plan/world.h"

namespace laneway {

/// What is left to do when a guest is gone or is to go: every step it holds, in reverse. The link of
/// a PF that other guests use too is not taken down: the step goes over to one of @p heirs.
Plan releasePlan(const RunRecord &run, const World &world);
/// Runs that take over what others still need, as they are to be saved before the plan is applied.
QList<RunRecord> heirsOf(const RunRecord &run, const World &world);

} // namespace laneway
