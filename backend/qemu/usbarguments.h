// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/usbhostdevxml.h"

#include <QJsonObject>

namespace laneway {

/// The bus of the USB controller with this index: "usb.0" of "usb", "usb1.0" of "usb1".
QString usbBusName(int controller);

/// `-device` and `device_add` of one host device: usb-host with the path of its node, which is all that
/// QEMU opens (hostdevice=, since QEMU 5.1; by bus and number it would look at every device of the
/// host). Needs the source's address and an alias. UnsupportedConfiguration otherwise.
Result<QJsonObject> usbDeviceProperties(const AssignedUsb &device);

} // namespace laneway
