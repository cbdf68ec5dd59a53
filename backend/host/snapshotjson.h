// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/hostsnapshot.h"

#include <QByteArray>

namespace laneway {

/// Masks: serial numbers become empty, MACs keep their first three octets.
enum class Privacy { Full, Masked };

/// One JSON form of a snapshot: capture, sample host, bug report, D-Bus.
/// {"laneway":1,"serial":7,"host":…,"kernel":…,"cmdline":…,"iommu":{…},"parameters":{…},
///  "functions":[{"address":"0000:03:10.2",…}],"usb":[{"port":"1-4.2",…}]} (fields with their default
/// value are left out; without "usb" nothing is known of USB devices).
QJsonObject functionToJson(const PciFunction &function, Privacy privacy = Privacy::Full);
/// {"iommuGroup","uses"}: the words for what is unknown, here and wherever else it is written.
QStringList unknownTexts(Unknowns unknown);
Result<PciFunction> functionFromJson(const QJsonObject &json);
QJsonObject usbDeviceToJson(const UsbDevice &device, Privacy privacy = Privacy::Full);
Result<UsbDevice> usbDeviceFromJson(const QJsonObject &json);
QJsonObject snapshotToJson(const HostSnapshot &snapshot, Privacy privacy = Privacy::Full);
/// Fails with InvalidInput; subject is the place ("functions[3].address").
Result<HostSnapshot> snapshotFromJson(const QJsonObject &json);
Result<HostSnapshot> parseSnapshot(const QByteArray &text);

/// What came since @p before: {"laneway":1,"serial":8,"since":7,"removed":["…"],"functions":[changed
/// and added, whole],"usbRemoved":["1-4.2"],"usb":[…], and every top-level member that changed}.
QJsonObject deltaToJson(const HostSnapshot &before, const HostSnapshot &after);
/// Fails with HostChanged when @p before is not the one that the delta starts from.
Result<HostSnapshot> applyDelta(const HostSnapshot &before, const QJsonObject &delta);

} // namespace laneway
