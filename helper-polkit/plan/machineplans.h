// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/draft.h"

namespace laneway {

/// Plans "start" and "destroy": a machine as a whole.
Result<> planStart(Draft &draft);
Result<> planDestroy(Draft &draft);

} // namespace laneway
