// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/devicerow.h"

namespace laneway {

enum class Arrangement { ByGroup, ByBus, ByKind };

/// All that a view of a host's devices shows, at one moment: an immutable value, made on any thread.
struct HostTable
{
    HostSnapshot host;
    Claims claims;
    std::optional<QUuid> target; ///< the machine that the verdicts are for; nothing: any
    Arrangement arrangement = Arrangement::ByGroup;
    QMap<PciAddress, Verdict> verdicts;
    QList<DeviceRow> rows; ///< a parent comes before what is below it; siblings in their natural order
};

/// What did not change since @p before is taken from there; the outcome is the same without.
HostTable makeHostTable(const HostSnapshot &host, const Claims &claims, std::optional<QUuid> target,
    Arrangement arrangement, const HostTable *before = nullptr);
/// The same facts in another arrangement; nothing is judged again.
HostTable rearranged(const HostTable &table, Arrangement arrangement);

/// What of a table is to be seen, and in which order.
struct DeviceChoice
{
    QString filter; ///< words, all of which a row must have; empty: everything
    bool bridgesShown = false;
    int sortColumn = -1; ///< a DeviceTreeModel::Column; -1: the arrangement's own order
    Qt::SortOrder sortOrder = Qt::AscendingOrder;
    bool operator==(const DeviceChoice &) const = default;
};

/// The rows that a choice leaves, each with the headings and bridges above it. Parents come first.
struct ShownRows
{
    struct Entry
    {
        int row = 0; ///< in HostTable::rows
        int parent = -1; ///< in entries; -1: top level
        int place = 0; ///< among its siblings
    };
    QList<Entry> entries;
    int shown = 0; ///< functions that fit the filter
    int all = 0; ///< functions there would be without it
};
ShownRows shownRows(const HostTable &table, const DeviceChoice &choice);

} // namespace laneway
