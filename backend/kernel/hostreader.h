// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/kernel.h"

namespace laneway {

/// Reads a host's facts from its doors (serial stays 0: the caller counts). A function that
/// vanishes while it is read is left out. Fails only when bus/pci/devices itself cannot be listed
/// for another reason than its absence (a host without PCI has no functions).
Result<HostSnapshot> readHost(const Kernel &kernel);
/// One function again, after a step; NotFound when it is gone.
Result<PciFunction> readFunction(const Kernel &kernel, const PciAddress &address);
/// "igbvf", or empty.
QString driverOf(const Kernel &kernel, const PciAddress &address);
/// Network interface of a function (first by name); empty when none.
QString interfaceOf(const Kernel &kernel, const PciAddress &address);

} // namespace laneway
