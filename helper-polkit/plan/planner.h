// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/plan.h"
#include "plan/world.h"

namespace laneway {

/// Request and world to steps. Names every blocker at once: a refused plan is an Error whose
/// extra["reasons"] holds all reasons of all devices (see verdictToJson), code by the first
/// (GroupNotViable, DeviceInUse, NotAnEndpoint, IommuUnavailable, …).
Result<Plan> makePlan(const PlanRequest &request, const World &world);

} // namespace laneway
