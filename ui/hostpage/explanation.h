// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/reasontext.h"
#include "models/hosttable.h"

namespace laneway {

/// What a person selected in a tree of devices.
struct DeviceSelection
{
    QList<PciAddress> functions;
    std::optional<int> group; ///< a whole group, by its heading
    bool operator==(const DeviceSelection &) const = default;
};

/// A selection explained, as rich text. Links: "device:0000:03:10.2", and "plan:2" for an entry of
/// plans. Images: "level:ready".
struct Explanation
{
    DeviceSelection about;
    QString html;
    QList<Remedy> plans; ///< what can be done at once
};

/// One function: verdict with evidence and ways out, losses, group and why it is one, card, facts,
/// what hangs below. Several, or a group: what taking all of them would mean. Runs on any thread.
Explanation explain(const HostTable &table, const DeviceSelection &selection);

/// The verdict's part of it, without links.
QString verdictHtml(const HostSnapshot &host, const PciFunction &function, const Verdict &verdict);

QString verdictHtml(const HostSnapshot &host, const UsbDevice &device, const Verdict &verdict);

/// "8 GT/s × 8"; empty for an unknown link.
QString linkText(const PcieLink &link);

} // namespace laneway
