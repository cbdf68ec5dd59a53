// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "qemu/guestboard.h"
#include "xml/usbhostdevxml.h"

#include <QJsonObject>

namespace laneway {

/// `-device` and `device_add` of one host device: usb-host with the path of its node, which is all that
/// QEMU opens (hostdevice=, since QEMU 5.1; by bus and number it would look at every device of the
/// host). Needs the source's address and an alias. UnsupportedConfiguration otherwise.
Result<QJsonObject> usbDeviceProperties(const AssignedUsb &device, const GuestBoard &board);

} // namespace laneway
