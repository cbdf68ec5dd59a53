// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace laneway {

/// The few names that are needed where no hardware database is at hand and only a text tells of a
/// device. Names as in pci.ids (pci-ids.ucw.cz).

/// 0x0604 for "PCI bridge", in any case of letters; nothing for a name that is not known.
std::optional<quint16> pciClassNamed(QStringView name);
/// "PCI bridge" for 0x0604; empty when not known.
QString pciClassName(quint16 classCode);
/// The well-known maker whose name @p text ("Intel Corporation 82576 …") begins with; empty when
/// none.
QStringView pciVendorIn(QStringView text);

} // namespace laneway
