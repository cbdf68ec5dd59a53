// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pciaddress.h"

#include <QByteArray>

namespace laneway {

/// Where PCI functions are below /sys.
inline const QString pciDevices = u"bus/pci/devices"_s;

/// "../../../devices/pci0000:00/0000:00:04.0" → "devices/pci0000:00/0000:00:04.0".
QString withoutDots(const QString &target);
/// Of a directory or a link that is named after a PCI function; nothing for any other.
std::optional<PciAddress> addressOf(QStringView name);
/// The PCI function in a device's path that is nearest to its end, @p below: but for this one.
std::optional<PciAddress> nearestFunction(const QString &path, std::optional<PciAddress> below = {});
/// With or without "0x"; 0 for what is no number.
quint32 hexNumber(QStringView text);
/// What a device says of itself, cut to what may be shown: it says what it likes.
QString ownWords(const std::optional<QString> &text);

} // namespace laneway
