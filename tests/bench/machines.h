// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures.h"

namespace laneway {

/// Machines with 0, 1, 8 and 16 devices beside the usual: from the request for a plan to the job that is done, through
/// D-Bus and a session's helper as the window does it, beside QEMU by hand with the same command line. The devices are
/// emulated, so that nothing of the host is changed.
void benchMachines(Report &report, int runs);

} // namespace laneway
