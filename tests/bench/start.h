// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "figures.h"

#include "core/pciaddress.h"

#include <optional>

namespace laneway {

/// From the call to the answer of a QMP command, beside the same QEMU started by hand; @p device,
/// if given, is moved to vfio-pci and assigned.
void benchStart(Report &report, int runs, std::optional<PciAddress> device);

} // namespace laneway
