// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "qemu/guestboard.h"

namespace laneway {

/// `-netdev` "hostnet0" and the card, without a PCI address; @p number is its place among the machine's.
/// The element was checked by its table. UnsupportedConfiguration, subject = the element.
Result<QemuDevice> networkArguments(const QDomElement &interface, const GuestBoard &board, int number);
/// Whether it is a bridge's, or on a network card of the host: QemuDevice::tap.
bool isTapInterface(const QDomElement &interface);
/// Whether a process beside QEMU is its way out, which is there from the start or not at all.
bool usesPasst(const QDomElement &interface);
/// Whether the card is a PCI device.
bool isPciCard(const QDomElement &interface);

} // namespace laneway
