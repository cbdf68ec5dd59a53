// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/pcifunction.h"

namespace laneway {

bool PciFunction::isEndpoint() const
{
    // Header type and class must agree: without root the header may be hidden, and host bridges
    // (0x0600) have an endpoint's header.
    if (header == HeaderType::PciBridge || header == HeaderType::CardBusBridge)
        return false;
    return classCode >> 16 != 0x06;
}

QString PciFunction::displayName() const
{
    if (!vendorName.isEmpty() && !deviceName.isEmpty())
        return vendorName + u' ' + deviceName;
    const QString ids = QString::asprintf("%04x:%04x", vendor, device);
    const QString known = vendorName + deviceName;
    if (isUnknown(Unknown::Ids))
        return known.isEmpty() ? className : known;
    return known.isEmpty() ? ids : QString(known + u' ' + ids);
}

} // namespace laneway
