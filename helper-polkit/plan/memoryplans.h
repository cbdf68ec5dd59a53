// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/draft.h"

namespace laneway {

/// Plan "set-memory": how much of its memory a machine has, in its definition or while it runs.
Result<> planSetMemory(Draft &draft);

} // namespace laneway
