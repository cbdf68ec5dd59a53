// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/hosttable.h"

#include "models/devicetreemodel.h"
#include "models/rowsbybus.h"
#include "models/rowsbygroup.h"
#include "models/rowsbykind.h"

#include <QCollator>

#include <algorithm>

namespace laneway {

namespace {

QList<DeviceRow> arrange(const HostSnapshot &host, const QList<DeviceRow> &functions, Arrangement arrangement)
{
    switch (arrangement) {
    case Arrangement::ByBus: return rowsByBus(host, functions);
    case Arrangement::ByKind: return rowsByKind(host, functions);
    case Arrangement::ByGroup: break;
    }
    return rowsByGroup(functions, !host.iommuUnknown());
}

/// Rows that are compared by one column. What is empty comes last, whichever the direction: who sorts
/// by driver looks for drivers.
class Order
{
public:
    Order(const QList<DeviceRow> &rows, int column, Qt::SortOrder order)
        : m_rows(rows)
        , m_column(column)
        , m_descending(order == Qt::DescendingOrder)
    {
        QCollator collator;
        collator.setCaseSensitivity(Qt::CaseInsensitive);
        m_keys.reserve(size_t(rows.size()));
        for (const DeviceRow &row : rows)
            m_keys.push_back(collator.sortKey(textOf(row)));
    }
    bool operator()(int a, int b) const
    {
        if (const bool last = isEmpty(a); last != isEmpty(b))
            return !last;
        return m_descending ? less(b, a) : less(a, b);
    }
    /// A heading has nothing in most columns: it stands where its first child would.
    bool speaksForItself(const DeviceRow &row) const { return row.address || m_column == DeviceTreeModel::NameColumn; }

private:
    QString textOf(const DeviceRow &row) const
    {
        switch (m_column) {
        case DeviceTreeModel::NameColumn: return row.name;
        case DeviceTreeModel::DriverColumn: return row.driver;
        case DeviceTreeModel::UsedByColumn: return row.usedBy;
        case DeviceTreeModel::VerdictColumn: return row.verdict;
        default: return {};
        }
    }
    bool isEmpty(int index) const
    {
        const DeviceRow &row = m_rows[index];
        if (m_column == DeviceTreeModel::DriverColumn)
            return row.driver.isEmpty();
        if (m_column == DeviceTreeModel::UsedByColumn)
            return row.usedBy.isEmpty();
        return m_column == DeviceTreeModel::GroupColumn && !row.group;
    }
    bool less(int a, int b) const
    {
        const DeviceRow &first = m_rows[a];
        const DeviceRow &second = m_rows[b];
        // Headings first, and "Group 9" before "Group 10".
        if (m_column == DeviceTreeModel::NameColumn && !(first.address && second.address))
            return !first.address && (second.address || a < b);
        if (m_column == DeviceTreeModel::AddressColumn)
            return first.address < second.address;
        if (m_column == DeviceTreeModel::GroupColumn)
            return first.group < second.group;
        if (m_column == DeviceTreeModel::VerdictColumn && first.level != second.level)
            return first.level < second.level;
        return m_keys[size_t(a)] < m_keys[size_t(b)];
    }

    const QList<DeviceRow> &m_rows;
    int m_column;
    bool m_descending;
    std::vector<QCollatorSortKey> m_keys;
};

} // namespace

HostTable makeHostTable(const HostSnapshot &host, const Claims &claims, std::optional<QUuid> target,
    Arrangement arrangement, const HostTable *before)
{
    const HostIndex index(host, claims);
    HostTable table{host, claims, target, arrangement, assessAll(index, claims, target), {}};
    std::optional<JudgedHost> judged;
    if (before)
        judged.emplace(JudgedHost{before->host, before->claims, before->verdicts, before->rows});
    const QList<DeviceRow> rows = functionRows(index, claims, table.verdicts, judged ? &*judged : nullptr);
    table.rows = arrange(host, rows, arrangement);
    return table;
}

HostTable rearranged(const HostTable &table, Arrangement arrangement)
{
    QList<DeviceRow> functions;
    functions.reserve(table.rows.size());
    for (const DeviceRow &row : table.rows)
        if (row.address)
            functions << row;
    std::sort(functions.begin(), functions.end(),
        [](const DeviceRow &a, const DeviceRow &b) { return a.address < b.address; });
    HostTable other{table.host, table.claims, table.target, arrangement, table.verdicts, {}};
    other.rows = arrange(table.host, functions, arrangement);
    return other;
}

ShownRows shownRows(const HostTable &table, const DeviceChoice &choice)
{
    const QList<DeviceRow> &rows = table.rows;
    const QStringList words = choice.filter.toLower().split(u' ', Qt::SkipEmptyParts);
    QHash<QStringView, int> byId;
    byId.reserve(rows.size());
    std::vector<int> parents(size_t(rows.size()), -1);
    for (int i = 0; i < rows.size(); ++i) {
        byId.insert(rows[i].id, i);
        if (!rows[i].parentId.isEmpty())
            parents[size_t(i)] = byId.value(rows[i].parentId, -1);
    }

    ShownRows result;
    // Backwards, so that what is below is decided first: a heading or a bridge with something to
    // show below it is shown as well, for without it nobody knows where that belongs.
    std::vector<char> kept(size_t(rows.size()), 0);
    std::vector<char> offered(size_t(rows.size()), 0); // as kept, were there no filter
    for (int i = int(rows.size()) - 1; i >= 0; --i) {
        const DeviceRow &row = rows[i];
        if (row.address && (choice.bridgesShown || !row.bridge))
            offered[size_t(i)] = 1;
        const bool fits
            = std::all_of(words.cbegin(), words.cend(), [&](const QString &word) { return row.search.contains(word); });
        if (offered[size_t(i)] && fits) {
            kept[size_t(i)] = 1;
            ++result.shown;
        }
        result.all += offered[size_t(i)];
        if (const int parent = parents[size_t(i)]; parent >= 0 && kept[size_t(i)])
            kept[size_t(parent)] = 1;
    }

    std::vector<std::vector<int>> children(size_t(rows.size()) + 1); // the last: top level
    for (int i = 0; i < rows.size(); ++i)
        if (kept[size_t(i)])
            children[size_t(parents[size_t(i)] < 0 ? rows.size() : parents[size_t(i)])].push_back(i);
    if (choice.sortColumn >= 0) {
        const Order order(rows, choice.sortColumn, choice.sortOrder);
        std::vector<int> speaker(size_t(rows.size())); // whose value a row is sorted by
        const auto sortBelow = [&](std::vector<int> &siblings) {
            std::stable_sort(siblings.begin(), siblings.end(),
                [&](int a, int b) { return order(speaker[size_t(a)], speaker[size_t(b)]); });
        };
        for (int i = int(rows.size()) - 1; i >= 0; --i) {
            std::vector<int> &below = children[size_t(i)];
            sortBelow(below);
            speaker[size_t(i)] = below.empty() || order.speaksForItself(rows[i]) ? i : speaker[size_t(below.front())];
        }
        sortBelow(children.back());
    }

    result.entries.reserve(rows.size());
    std::vector<ShownRows::Entry> ahead;
    const auto push = [&](const std::vector<int> &siblings, int parent) {
        for (size_t place = siblings.size(); place-- > 0;)
            ahead.push_back({siblings[place], parent, int(place)});
    };
    push(children.back(), -1);
    while (!ahead.empty()) {
        const ShownRows::Entry entry = ahead.back();
        ahead.pop_back();
        result.entries << entry;
        push(children[size_t(entry.row)], int(result.entries.size()) - 1);
    }
    return result;
}

} // namespace laneway
