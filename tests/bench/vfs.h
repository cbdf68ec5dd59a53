// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures.h"

#include "core/pciaddress.h"

namespace laneway {

/// 2 × 63 virtual functions of a simulated server set at once, beside the bare batches, whose driver
/// takes a while for each function.
void benchSimulatedVfs(Report &report, int runs);
/// The virtual functions that @p pf has, set at once, beside the same netlink messages as one send from
/// a bare socket, and beside `ip link set` for each. Needs root. They are as before afterwards.
void benchVfs(Report &report, int runs, const PciAddress &pf);

} // namespace laneway
