// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/hostsnapshot.h"

namespace laneway {

/// `nodedev-dumpxml`: libvirt's <device> document of a PCI function (node_device_conf.c order).
QString nodeDeviceXml(const HostSnapshot &host, const PciFunction &function);
/// The parent's node device name: nearest listed ancestor, else "computer".
QString nodeDeviceParent(const HostSnapshot &host, const PciFunction &function);
/// The same for a USB device: "usb_1_4_2", below the hub or the controller that it is plugged into.
QString nodeDeviceXml(const HostSnapshot &host, const UsbDevice &device);
QString nodeDeviceParent(const HostSnapshot &host, const UsbDevice &device);

} // namespace laneway
