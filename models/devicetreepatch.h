// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/hosttable.h"

#include <memory>
#include <vector>

namespace laneway {

/// A row in its place. Knows its number, so that a view's questions cost the same in any order.
struct DeviceNode
{
    DeviceRow row;
    DeviceNode *parent = nullptr;
    int place = 0; ///< among its siblings
    std::vector<std::unique_ptr<DeviceNode>> children;
};

struct DeviceTree
{
    DeviceNode root; ///< never shown itself
    QHash<QString, DeviceNode *> byId;
    std::vector<DeviceNode *> newParents; ///< of a tree that takes another's place: had nothing below them there
};

/// How one state of a tree becomes the next, made where there is time, so that little is left for the
/// thread that draws: either a few signals' worth of rows, or, where there would be many, a whole
/// tree that takes the other's place. The order is: removals, insertions, changes; places are those
/// at that moment.
struct DeviceTreePatch
{
    struct Removal
    {
        QString parentId;
        int first = 0;
        int last = 0;
    };
    struct Insertion
    {
        QString parentId;
        int place = 0;
        std::vector<std::unique_ptr<DeviceNode>> nodes; ///< with what is below them
    };
    struct Change
    {
        QString parentId;
        int first = 0;
        QList<DeviceRow> rows;
    };
    std::vector<Removal> removals;
    std::vector<Insertion> insertions;
    std::vector<Change> changes;
    std::unique_ptr<DeviceTree> whole;

    bool isEmpty() const { return !whole && removals.empty() && insertions.empty() && changes.empty(); }
    /// More signals than this in one go cost a view more than laying everything out anew.
    static constexpr size_t mostSignals = 48;
    static constexpr int mostRows = 512;
};

DeviceTreePatch makePatch(
    const HostTable &before, const ShownRows &shownBefore, const HostTable &after, const ShownRows &shownAfter);

} // namespace laneway
