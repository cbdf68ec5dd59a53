// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "qemu/guestboard.h"

namespace laneway {

/// Emulated devices of a machine that runs, plugged in and out by QMP: the same objects as on its command line.

/// Writes the alias that libvirt would give into each that has a number and no alias yet: the others keep
/// their names when one of them goes.
void nameEmulatedDevices(DomainXml &live);

/// Whether it needs a place in the guest's PCI topology.
bool isPciDevice(const QDomElement &element);

/// What @p element of the running definition @p live is to QEMU, with its place. UnsupportedConfiguration,
/// subject = the element, where it is of the board, or can only come and go with the machine off.
Result<QemuDevice> pluggableDevice(const DomainXml &live, const QDomElement &element);

/// Whether another device sits in the same slot of the guest's PCI bus. They come and go together, which
/// only a machine that is off can do.
bool sharesGuestSlot(const DomainXml &live, const QDomElement &element);

/// The QMP command that makes what a device stands on, and the one that unmakes it.
QJsonObject addCommand(const QemuDevice::Backend &backend);
QJsonObject removeCommand(const QemuDevice::Backend &backend);

} // namespace laneway
