// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures.h"

namespace laneway {

/// Reading this host, beside a bare loop that takes the same looks at files, links and directories.
void benchScan(Report &report, int runs);
/// The same on a host of plain files with many functions, to see how the cost grows. No goal: what
/// is bounded there is a file system that is not sysfs.
void benchMadeScan(Report &report, int runs, int functions);

} // namespace laneway
