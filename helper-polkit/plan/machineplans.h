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

/// LimitExceeded when as many of the owner's run as may.
Result<> roomForOneMore(const World &world, uint owner);

} // namespace laneway
