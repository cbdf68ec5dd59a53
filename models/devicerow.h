// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/verdict.h"

#include <QList>

namespace laneway {

/// One row of the host's device tree: a heading (an IOMMU group) or a PCI function.
struct DeviceRow
{
    QString id; ///< identity within the tree: "group/14", "0000:03:10.2"
    QString parentId; ///< empty: top level
    quint64 sortKey = 0; ///< among siblings
    QString name;
    std::optional<PciAddress> address; ///< nothing for a heading
    std::optional<int> group;
    QString driver;
    QString usedBy; ///< host use (interface, mounts, display) or the machine
    std::optional<Level> level; ///< nothing for a heading
    QString verdict; ///< the word, and the strongest reason after it
    bool bridge = false;
    bool operator==(const DeviceRow &) const = default;
};

/// What a host's functions look like by IOMMU group: a heading a group, functions below, those
/// without a group under a heading of their own at the end.
QList<DeviceRow> rowsByGroup(const HostSnapshot &host, const Claims &claims,
    const QMap<PciAddress, Verdict> &verdicts);

/// "eth0 (default route), / on nvme0n1", "machine web": who uses a function now.
QString usageText(const PciFunction &function, const Claims &claims);

} // namespace laneway
