// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/draft.h"

namespace laneway {

/// Plans "vf-create" and "vf-set": how many virtual functions there are, and how one is set.
Result<> planVfCreate(Draft &draft);
Result<> planVfSet(Draft &draft);

/// Whether @p pf may have @p count virtual functions, and what is lost by it: all are made anew.
Result<> changeVfCount(Draft &draft, const PciFunction &pf, int count);

} // namespace laneway
