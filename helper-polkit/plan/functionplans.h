// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/draft.h"

namespace laneway {

/// Plans "detach", "reattach" and "reset": PCI functions of the host.
Result<> planDetach(Draft &draft);
Result<> planReattach(Draft &draft);
Result<> planReset(Draft &draft);

} // namespace laneway
