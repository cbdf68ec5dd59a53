// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pciaddress.h"

#include <QList>

class QMimeData;

namespace laneway {

/// {"connection":"system","devices":["0000:03:10.2",…]}, or for a pool {"connection":"system","network":"lan"}
constexpr QStringView deviceMimeType = u"application/x-laneway-devices";

/// What is under way in a drag, or was cut: devices of one host, or a pool of virtual functions.
struct DraggedDevices
{
    QString connection; ///< Connection::name()
    QList<PciAddress> devices;
    QString network = {}; ///< name of the pool; there are no devices then
    bool operator==(const DraggedDevices &) const = default;
};

void encode(const DraggedDevices &dragged, QMimeData &data);
/// Another program may have made it: bounded, every address checked, nothing without one.
std::optional<DraggedDevices> decode(const QMimeData &data);

} // namespace laneway
