// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/runrecord.h"
#include "host/figures.h"
#include "kernel/kernel.h"

namespace laneway {

/// What is counted of a running machine: its process by the kernel, its disks and its balloon by QEMU, its interfaces
/// by the host. Waits for QEMU, a second or two at most: for a thread. What QEMU does not tell in time is missing;
/// what it tells is taken for hostile: numbers only, of devices that the run's definition has. Disconnected: it
/// has ended.
Result<Figures> readFigures(const Kernel &kernel, const RunRecord &run, const HostSnapshot &host);

} // namespace laneway
