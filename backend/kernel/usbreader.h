// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/diskreader.h"
#include "kernel/interfacereader.h"

namespace laneway {

/// USB devices and what the host does with them; keyboards and pointers of no bus, too.
void readUsb(
    const Kernel &kernel, DeviceClasses &classes, InterfaceReader &interfaces, DiskReader &disks, HostSnapshot &host);

} // namespace laneway
