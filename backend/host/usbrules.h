// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/verdict.h"

namespace laneway {

/// Facts in, reasons out, as for PCI functions: no group is shared and no driver stays bound, so there
/// are no companions. What the host uses the device for is what matters.
struct UsbQuestion
{
    const HostSnapshot &host;
    const Claims &claims;
    const UsbDevice &device;
    std::optional<QUuid> target = {}; ///< the domain that is to get it; its own claims do not count
};

/// Every rule of the table is asked (usbrules.cpp); never without a reason.
Verdict assess(const UsbQuestion &question);
/// What the host loses when @p device leaves it: one sentence a thing.
QStringList lossesOf(const HostSnapshot &host, const UsbDevice &device);
/// What a definition says of it so that it is found again: by its kind while it is the only one of it,
/// which survives that it is plugged out and in; else by its address.
UsbSelector selectorFor(const HostSnapshot &host, const UsbDevice &device);

/// {"port","address","ids","name","kind","speed","controller","serial","verdict","reasons":[…]}
QJsonObject verdictToJson(const UsbDevice &device, const Verdict &verdict);

} // namespace laneway
