// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

namespace laneway {

class DomainXml;

/// Gives every USB device of a guest that is about to run its port, and adds the hubs that takes, as
/// libvirt does (src/conf/domain_addr.c, src/qemu/qemu_domain_address.c). Given ports stay. QEMU would
/// give ports in the order of its arguments, and a device plugged in later would move the others.
/// InvalidXml: a port that is not there, or taken twice. UnsupportedConfiguration: no room.
Result<> assignGuestUsbPorts(DomainXml &live);

} // namespace laneway
