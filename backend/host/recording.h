// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/verdict.h"

namespace laneway {

/// What a verdict says of the device itself. On a recording each also says that it is one, which is so for
/// all of them and tells nothing of any; that nothing can be changed there is said once, elsewhere.
Verdict withoutRecording(Verdict verdict);

} // namespace laneway
