// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bus/call.h"

namespace laneway {

class Door;
struct JobState;

/// org.laneway.Helper1.Job. The caller is known to see the job of the call's path.
namespace jobcalls {
void cancel(Door &door, const Call &call);
QVariantMap properties(const JobState &state);
} // namespace jobcalls

} // namespace laneway
