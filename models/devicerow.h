// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/hostindex.h"

#include <QList>

namespace laneway {

/// One row of the host's device tree: a heading (an IOMMU group, a root bus, a kind of device) or a
/// PCI function. A plain value: equality decides whether a row changed.
struct DeviceRow
{
    QString id; ///< identity within the tree: "group/14", "kind/network", "0000:03:10.2"
    QString parentId; ///< empty: top level
    QString name;
    QString numericId; ///< "8086:10ca"; empty for a heading
    std::optional<PciAddress> address; ///< nothing for a heading
    std::optional<int> group;
    QString driver;
    QString usedBy; ///< host use (interface, mounts, display) or the machine
    std::optional<Level> level; ///< nothing for a heading
    QString verdict; ///< the word, and the strongest reason after it
    bool bridge = false; ///< a bridge, or a heading with nothing but bridges
    QString search; ///< what a filter looks in, lower case
    QList<PciAddress> endpoints; ///< of a group's heading: what goes along when it is dragged
    bool operator==(const DeviceRow &) const = default;
};

/// What rows of functions are made from, and what came of it.
struct JudgedHost
{
    const HostSnapshot &host;
    const Claims &claims;
    const QMap<PciAddress, Verdict> &verdicts;
    const QList<DeviceRow> &rows; ///< of functions, headings are passed over
};
/// The rows of all functions by address, without parents: these come from an arrangement. Where
/// nothing differs from @p before, the row is its.
QList<DeviceRow> functionRows(const HostIndex &index, const Claims &claims, const QMap<PciAddress, Verdict> &verdicts,
    const JudgedHost *before = nullptr);

/// "eth0 (default route), nvme0n1 (/)", "machine web": who uses a function now.
QString usageText(const PciFunction &function, const HostIndex &index, bool detached);

/// "Online, 9 queues, 9 interrupts", of a virtual function of an NVMe controller that was asked; else empty.
QString driveText(const PciFunction &function, const HostSnapshot &host);

/// The two steps to a tree that is kept in a list: parents first, each followed by what is below.
using ChildRows = QHash<QString, QList<DeviceRow>>; ///< by the parent's id, siblings in order
QList<DeviceRow> inTreeOrder(const QList<DeviceRow> &top, const ChildRows &children);

} // namespace laneway
