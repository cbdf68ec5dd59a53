// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>

#include <algorithm>
#include <vector>

namespace laneway {

struct RowRun
{
    int first = 0;
    int last = 0;
};

/// How one list of siblings becomes another: first the removals, then the insertions, then the
/// changes, each with the places of that moment. When rows that stay changed their order, or when
/// there would be many signals, it is one layoutChanged instead.
struct RowDifference
{
    std::vector<RowRun> removed; ///< from the end
    std::vector<RowRun> inserted; ///< places in the new list
    std::vector<RowRun> changed; ///< places in the new list
    bool rearranged = false;
    bool isEmpty() const { return !rearranged && removed.empty() && inserted.empty() && changed.empty(); }
    static constexpr size_t mostSignals = 48;
};

/// @p idOf names a row (hashable, each once), @p same says whether it looks the same.
template <typename Row, typename IdOf, typename Same>
RowDifference rowDifference(const QList<Row> &before, const QList<Row> &after, const IdOf &idOf, const Same &same)
{
    const auto extend = [](std::vector<RowRun> &runs, int place) {
        if (!runs.empty() && runs.back().last == place - 1)
            runs.back().last = place;
        else
            runs.push_back({place, place});
    };
    using Id = std::decay_t<decltype(idOf(before.first()))>;
    QHash<Id, int> places;
    places.reserve(before.size());
    for (int i = 0; i < before.size(); ++i)
        places.insert(idOf(before[i]), i);
    RowDifference difference;
    QList<bool> stays(before.size(), false);
    int latest = -1;
    for (int i = 0; i < after.size(); ++i) {
        const int was = places.value(idOf(after[i]), -1);
        if (was < 0) {
            extend(difference.inserted, i);
            continue;
        }
        stays[was] = true;
        difference.rearranged |= was < latest;
        latest = std::max(latest, was);
        if (!same(before[was], after[i]))
            extend(difference.changed, i);
    }
    for (int i = 0; i < before.size(); ++i)
        if (!stays[i])
            extend(difference.removed, i);
    std::reverse(difference.removed.begin(), difference.removed.end());
    difference.rearranged |= difference.removed.size() + difference.inserted.size() + difference.changed.size()
        > RowDifference::mostSignals;
    return difference;
}

} // namespace laneway
