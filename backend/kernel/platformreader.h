// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/kernel.h"

namespace laneway {

QString kernelRelease(const Kernel &kernel); ///< "6.1.0-25-amd64"

/// What is the host's as a whole: kernel, memory, processors, IOMMU, parameters of VFIO's modules.
void readPlatform(const Kernel &kernel, HostSnapshot &host);

} // namespace laneway
