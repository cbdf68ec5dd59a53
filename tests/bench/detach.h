// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures.h"

#include "core/pciaddress.h"
#include "kernel/kernel.h"

namespace laneway {

/// Override, unbind and probe, as a shell script would; an empty @p override goes back to the host.
Result<> moveBare(const PciAddress &device, const QByteArray &override);

/// A virtual function that nothing of the host hangs on: bound to its driver, its interface down.
Result<PciAddress> idleVf(const Kernel &kernel);

/// Moving @p device to vfio-pci and back by jobs with their journal, beside the bare writes. Needs
/// root.
void benchDetach(Report &report, int runs, const PciAddress &device);

/// The same by lanewayctl and virsh, where they are. To be done last: the daemons that answer them
/// go on following what happens to devices, which takes time of its own.
void benchPrograms(Report &report, int runs, const PciAddress &device);

} // namespace laneway
