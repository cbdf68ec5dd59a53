// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/kernel.h"

namespace laneway {

/// Reads a host's facts from its doors (serial stays 0: the caller counts). A function that
/// vanishes while it is read is left out. Fails only when bus/pci/devices itself cannot be listed
/// for another reason than its absence (a host without PCI has no functions).
///
/// What is read, relative to the roots (linux Documentation/ABI/testing/sysfs-bus-pci):
/// - of each function, below bus/pci/devices/ADDRESS: its link's target (parents), uevent (ids,
///   class, driver; where it lacks them vendor, device, subsystem_vendor, subsystem_device, class
///   and the driver link), revision, numa_node, power_state, reset_method, driver_override,
///   iommu_group, {current,max}_link_{speed,width}, boot_vga of displays, physfn, sriov_*,
///   virtfnN, secondary_bus_number (only bridges have it). Configuration space is read only for a
///   bridge of a kernel without that file: reading it wakes a sleeping device.
/// - what hangs below, from class/{net,block,nvme,drm,input,sound}: each entry belongs to the
///   nearest PCI function of its link's target. So a USB keyboard counts for its USB controller.
/// - of each USB device, below bus/usb/devices/PORT: its link's target (the controller), idVendor,
///   idProduct, busnum, devnum, bDeviceClass, bConfigurationValue, speed, manufacturer, product, serial,
///   and of its interfaces PORT:C.N class and driver. From class/ the same as above, by the nearest USB
///   device of the link's target. Keyboards and pointers of neither bus are named as such.
/// - devices/system/cpu/online: how many processors there are.
/// - proc: net/route, net/ipv6_route, 1/mountinfo (or self/mountinfo), swaps, cmdline, meminfo,
///   sys/kernel/hostname, sys/kernel/osrelease.
///
/// Threads: any, but not the one that serves people: reading sriov_numvfs blocks while the kernel
/// removes VFs of that PF. Where FileTree::pendingWrites() tells of such a removal the file is
/// not touched and the VFs' links are counted instead.
/// - of an NVMe controller with SR-IOV what it says of its secondary controllers (NvmeControllers). It is
///   asked only while it has VFs and something about them has changed since.
enum class Asking { Allowed, Avoided }; ///< whether an NVMe controller may be asked: that can take long
Result<HostSnapshot> readHost(const Kernel &kernel, Asking asking = Asking::Allowed);
/// One function again, after a step, without asking controllers; NotFound when it is gone.
Result<PciFunction> readFunction(const Kernel &kernel, const PciAddress &address);
/// The same but for what can change while it stays the function that it is: no VF settings, nothing kept.
Result<PciFunction> readIdentity(const Kernel &kernel, const PciAddress &address);
/// The USB device at a port now; NotFound when there is none.
Result<UsbDevice> readUsbDevice(const Kernel &kernel, const UsbPort &port);
/// All of them, in one pass.
QMap<UsbPort, UsbDevice> readUsbDevices(const Kernel &kernel);
/// NotFound when nothing is plugged in there.
Result<UsbDevice> usbDeviceAt(const UsbPort &port, const QMap<UsbPort, UsbDevice> &devices);
/// "igbvf", or empty.
QString driverOf(const Kernel &kernel, const PciAddress &address);
/// Network interface of a function (first by name); empty when none.
QString interfaceOf(const Kernel &kernel, const PciAddress &address);

} // namespace laneway
