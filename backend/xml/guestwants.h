// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/guestbuses.h"

#include <functional>

namespace laneway::guestpci {

enum class Machine { Q35, I440fx, Other };

Machine machineOf(const QDomElement &domain);

/// One controller of an EHCI with its UHCI companions, which share an index and a slot.
bool isUsb2(const QString &model);
int companionFunction(const QString &model);

/// What kind of slot a device wants; Nothing: it is no PCI device.
Want wantOf(const QDomElement &device);
/// The same for a device of the host; @p isPcie says what the host's is, empty: all are PCI Express.
Want hostDeviceWant(const QDomElement &device, const std::function<bool(const PciAddress &)> &isPcie);

} // namespace laneway::guestpci
