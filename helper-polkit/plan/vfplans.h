// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/draft.h"

namespace laneway {

/// Plans "vf-create", "vf-set" and "vf-configure": how many virtual functions there are, how one or many
/// are set. "vf-keep": whether they are there again after a restart of the computer.
Result<> planVfCreate(Draft &draft);
Result<> planVfSet(Draft &draft);
Result<> planVfConfigure(Draft &draft);
Result<> planVfKeep(Draft &draft);

/// Whether @p pf may have @p count virtual functions, and what is lost by it: all are made anew.
Result<> changeVfCount(Draft &draft, const PciFunction &pf, int count);

} // namespace laneway
