// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/pcifunction.h"

namespace laneway {

/// What people call a company: "Intel" for "Intel Corporation", "AMD/ATI" for "Advanced Micro Devices, Inc.
/// [AMD/ATI]", "Samsung" for "Samsung Electronics Co Ltd". Names as in the PCI and USB ID databases; never
/// empty for one that is not.
QString shortVendorName(const QString &name);

/// PciFunction::displayName() as a list has room for it: "Intel 82576 Virtual Function".
QString shortName(const PciFunction &function);

} // namespace laneway
