// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "window/measure.h"

namespace laneway {

/// How large a host is looked at, and how long.
struct Extent
{
    int functions = 10'000;
    int machines = 1'000;
    int runs = 5;
    int rainSeconds = 10;
    int rainPerSecond = 200; ///< functions that change
};

/// What a person does with the window of such a host: a real helper with a simulated kernel at one
/// end, the real window at the other.
Result<> measureWindow(Measure &measure, const Extent &extent);

} // namespace laneway
