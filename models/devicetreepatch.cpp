// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/devicetreepatch.h"

#include <algorithm>

namespace laneway {

namespace {

/// Both states as lists, and which entry of one is which of the other.
class Comparison
{
public:
    Comparison(
        const HostTable &before, const ShownRows &shownBefore, const HostTable &after, const ShownRows &shownAfter)
        : m_before(before)
        , m_was(shownBefore.entries)
        , m_after(after)
        , m_is(shownAfter.entries)
        , m_now(m_was.size(), -1)
        , m_formerly(m_is.size(), -1)
    {
        QHash<QStringView, int> byId;
        byId.reserve(m_was.size());
        for (int i = 0; i < m_was.size(); ++i)
            byId.insert(former(i).id, i);
        for (int i = 0; i < m_is.size(); ++i) {
            const int old = byId.value(current(i).id, -1);
            m_formerly[i] = old;
            if (old >= 0)
                m_now[old] = i;
        }
    }

    DeviceTreePatch patch() const
    {
        DeviceTreePatch patch;
        if (anyMoved() || !collect(patch)) {
            patch = {};
            patch.whole = wholeTree();
        }
        return patch;
    }

private:
    const DeviceRow &former(int entry) const { return m_before.rows[m_was[entry].row]; }
    const DeviceRow &current(int entry) const { return m_after.rows[m_is[entry].row]; }

    /// Below another parent, or in another order among those that stay. Such rows take a whole tree:
    /// a single move costs a view a quarter of that.
    bool anyMoved() const
    {
        QList<int> lastPlace(m_is.size() + 1, -1); // by parent; the last: top level
        for (int i = 0; i < m_is.size(); ++i) {
            const int old = m_formerly[i];
            if (old < 0)
                continue;
            const int parent = m_is[i].parent;
            const bool isBelowNewOne = parent >= 0 && m_formerly[parent] < 0;
            if (isBelowNewOne || (parent < 0 ? -1 : m_formerly[parent]) != m_was[old].parent)
                return true;
            int &last = lastPlace[parent < 0 ? m_is.size() : parent];
            if (m_was[old].place < last)
                return true;
            last = m_was[old].place;
        }
        return false;
    }

    /// Neighbours among siblings make one run, one signal. False when there are too many.
    bool collect(DeviceTreePatch &patch) const
    {
        int rows = 0;
        QHash<int, size_t> open; // by parent: its latest run
        for (int i = 0; i < m_was.size(); ++i) {
            if (m_now[i] >= 0)
                continue;
            ++rows;
            const auto [row, parent, place] = m_was[i];
            if (parent >= 0 && m_now[parent] < 0)
                continue; // goes with its parent
            const auto run = open.constFind(parent);
            if (run != open.cend() && patch.removals[*run].last == place - 1) {
                patch.removals[*run].last = place;
            } else {
                open.insert(parent, patch.removals.size());
                patch.removals.push_back({parent < 0 ? QString() : former(parent).id, place, place});
            }
        }
        // From the end, so that the places of the others stay.
        std::reverse(patch.removals.begin(), patch.removals.end());

        open.clear();
        std::vector<DeviceNode *> nodes(size_t(m_is.size()), nullptr);
        for (int i = 0; i < m_is.size(); ++i) {
            if (m_formerly[i] >= 0)
                continue;
            ++rows;
            const auto [row, parent, place] = m_is[i];
            auto node = std::make_unique<DeviceNode>();
            node->row = current(i);
            node->place = place;
            nodes[size_t(i)] = node.get();
            if (parent >= 0 && nodes[size_t(parent)]) { // new as well
                node->parent = nodes[size_t(parent)];
                node->parent->children.push_back(std::move(node));
                continue;
            }
            const auto run = open.constFind(parent);
            if (run == open.cend()
                || patch.insertions[*run].place + int(patch.insertions[*run].nodes.size()) != place) {
                open.insert(parent, patch.insertions.size());
                patch.insertions.push_back({parent < 0 ? QString() : current(parent).id, place, {}});
            }
            patch.insertions[open.value(parent)].nodes.push_back(std::move(node));
        }

        open.clear();
        for (int i = 0; i < m_is.size(); ++i) {
            if (m_formerly[i] < 0 || former(m_formerly[i]) == current(i))
                continue;
            ++rows;
            const auto [row, parent, place] = m_is[i];
            const auto run = open.constFind(parent);
            if (run == open.cend() || patch.changes[*run].first + int(patch.changes[*run].rows.size()) != place) {
                open.insert(parent, patch.changes.size());
                patch.changes.push_back({parent < 0 ? QString() : current(parent).id, place, {}});
            }
            patch.changes[open.value(parent)].rows << current(i);
        }
        return rows <= DeviceTreePatch::mostRows
            && patch.removals.size() + patch.insertions.size() + patch.changes.size() <= DeviceTreePatch::mostSignals;
    }

    std::unique_ptr<DeviceTree> wholeTree() const
    {
        auto tree = std::make_unique<DeviceTree>();
        tree->byId.reserve(m_is.size());
        std::vector<DeviceNode *> nodes;
        nodes.reserve(size_t(m_is.size()));
        for (int i = 0; i < m_is.size(); ++i) {
            auto node = std::make_unique<DeviceNode>();
            node->row = current(i);
            node->place = m_is[i].place;
            node->parent = m_is[i].parent < 0 ? &tree->root : nodes[size_t(m_is[i].parent)];
            nodes.push_back(node.get());
            tree->byId.insert(node->row.id, node.get());
            node->parent->children.push_back(std::move(node));
        }
        std::vector<char> wasParent(size_t(m_was.size()), 0);
        for (const ShownRows::Entry &entry : m_was)
            if (entry.parent >= 0)
                wasParent[size_t(entry.parent)] = 1;
        for (int i = 0; i < m_is.size(); ++i)
            if (!nodes[size_t(i)]->children.empty() && (m_formerly[i] < 0 || !wasParent[size_t(m_formerly[i])]))
                tree->newParents.push_back(nodes[size_t(i)]);
        return tree;
    }

    const HostTable &m_before;
    const QList<ShownRows::Entry> &m_was;
    const HostTable &m_after;
    const QList<ShownRows::Entry> &m_is;
    QList<int> m_now; ///< by former entry: the current one; -1: gone
    QList<int> m_formerly; ///< by current entry: the former one; -1: new
};

} // namespace

DeviceTreePatch makePatch(
    const HostTable &before, const ShownRows &shownBefore, const HostTable &after, const ShownRows &shownAfter)
{
    return Comparison(before, shownBefore, after, shownAfter).patch();
}

} // namespace laneway
