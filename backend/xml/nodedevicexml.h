// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/hostsnapshot.h"

namespace laneway {

/// `nodedev-dumpxml`: libvirt's <device> document of a PCI function (node_device_conf.c order).
QString nodeDeviceXml(const HostSnapshot &host, const PciFunction &function);
/// The parent's node device name: nearest listed ancestor, else "computer".
QString nodeDeviceParent(const HostSnapshot &host, const PciFunction &function);

} // namespace laneway
