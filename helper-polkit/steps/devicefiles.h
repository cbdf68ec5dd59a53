// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/kernel.h"

namespace laneway {

/// Facts of one device that several steps look at, read afresh each time.

/// "bus/pci/devices/0000:03:10.2/driver_override", relative to /sys.
QString deviceFile(const PciAddress &device, QStringView name);
bool isPresent(const Kernel &kernel, const PciAddress &device);
/// "13"; nothing when the device has no IOMMU group.
std::optional<int> groupOf(const Kernel &kernel, const PciAddress &device);
QString groupNode(int group); ///< "vfio/13"
/// The kernel writes "(null)" where there is none.
QString overrideOf(const Kernel &kernel, const PciAddress &device);
/// {"driver","override","up"} for an undo to restore: what cannot be read is an error, not "none".
/// "up": whether its network interface is; one that comes back with its driver is down.
Result<QJsonObject> driverState(const Kernel &kernel, const PciAddress &device);

/// First network interface by name; empty when there is none, an error when that cannot be read.
Result<QString> interfaceNow(const Kernel &kernel, const PciAddress &device);

/// DeviceInUse, naming the holders, when somebody has the device's VFIO group open. To be asked
/// before every unbind, reset and removal: the kernel would wait for the holder, uninterruptibly
/// (vfio_unregister_group_dev in drivers/vfio/vfio_main.c). A holder that is just closing is waited for.
Result<> refuseHeld(const Kernel &kernel, const PciAddress &device);
/// A write that timed out is pending, not failed: before going on or back, wait for it for a while.
/// Busy when the kernel still holds it.
Result<> awaitPendingWrites(const Kernel &kernel, const PciAddress &device);

} // namespace laneway
