// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/devicetreemodel.h"

#include <QSet>

#include <algorithm>

namespace laneway {

struct DeviceTreeModel::Node
{
    DeviceRow row;
    Node *parent = nullptr;
    std::vector<std::unique_ptr<Node>> children; // sorted by sortKey, then id

    static bool before(const std::unique_ptr<Node> &a, const DeviceRow &b)
    {
        return a->row.sortKey != b.sortKey ? a->row.sortKey < b.sortKey : a->row.id < b.id;
    }
    int placeFor(const DeviceRow &wanted) const
    {
        return int(std::lower_bound(children.begin(), children.end(), wanted, before) - children.begin());
    }
    int number() const { return parent ? parent->placeFor(row) : 0; }
};

DeviceTreeModel::DeviceTreeModel(QObject *parent)
    : QAbstractItemModel(parent), m_root(std::make_unique<Node>())
{
}

DeviceTreeModel::~DeviceTreeModel() = default;

void DeviceTreeModel::setRows(const QList<DeviceRow> &rows)
{
    QSet<QString> wanted;
    wanted.reserve(rows.size());
    for (const DeviceRow &row : rows)
        wanted.insert(row.id);
    // New parents first, then children that move below them, then what is no longer there: so a
    // device whose group changed is a move and not a removal.
    for (const DeviceRow &row : rows)
        upsert(row);
    QStringList gone;
    for (auto it = m_byId.cbegin(); it != m_byId.cend(); ++it)
        if (!wanted.contains(it.key()))
            gone << it.key();
    for (const QString &id : gone)
        if (Node *node = m_byId.value(id)) // its parent may have taken it along
            remove(*node);
}

void DeviceTreeModel::upsert(const DeviceRow &row)
{
    Node *parent = row.parentId.isEmpty() ? m_root.get() : m_byId.value(row.parentId);
    Q_ASSERT(parent);
    Node *node = m_byId.value(row.id);
    if (!node)
        return insert(*parent, row);
    if (node->parent != parent || node->row.sortKey != row.sortKey)
        move(*node, *parent, row);
    if (node->row != row) {
        node->row = row;
        Q_EMIT dataChanged(indexOf(*node), indexOf(*node, ColumnCount - 1));
    }
}

void DeviceTreeModel::insert(Node &parent, const DeviceRow &row)
{
    const int place = parent.placeFor(row);
    beginInsertRows(indexOf(parent), place, place);
    auto node = std::make_unique<Node>();
    node->row = row;
    node->parent = &parent;
    m_byId.insert(row.id, node.get());
    parent.children.insert(parent.children.begin() + place, std::move(node));
    endInsertRows();
}

void DeviceTreeModel::move(Node &node, Node &parent, const DeviceRow &row)
{
    Node &from = *node.parent;
    const int oldPlace = node.number();
    const int newPlace = parent.placeFor(row);
    const bool stays = &from == &parent && (newPlace == oldPlace || newPlace == oldPlace + 1);
    if (!stays)
        beginMoveRows(indexOf(from), oldPlace, oldPlace, indexOf(parent), newPlace);
    auto owned = std::move(from.children[size_t(oldPlace)]);
    from.children.erase(from.children.begin() + oldPlace);
    owned->row.sortKey = row.sortKey;
    owned->parent = &parent;
    const int place = parent.placeFor(row);
    parent.children.insert(parent.children.begin() + place, std::move(owned));
    if (!stays)
        endMoveRows();
}

void DeviceTreeModel::remove(Node &node)
{
    while (!node.children.empty())
        remove(*node.children.back());
    Node &parent = *node.parent;
    const int place = node.number();
    beginRemoveRows(indexOf(parent), place, place);
    m_byId.remove(node.row.id);
    parent.children.erase(parent.children.begin() + place);
    endRemoveRows();
}

DeviceTreeModel::Node *DeviceTreeModel::nodeAt(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_root.get();
}

QModelIndex DeviceTreeModel::indexOf(const Node &node, int column) const
{
    if (!node.parent)
        return {};
    return createIndex(node.number(), column, const_cast<Node *>(&node));
}

QModelIndex DeviceTreeModel::indexOf(const QString &id) const
{
    const Node *node = m_byId.value(id);
    return node ? indexOf(*node) : QModelIndex();
}

const DeviceRow *DeviceTreeModel::row(const QModelIndex &index) const
{
    return index.isValid() ? &nodeAt(index)->row : nullptr;
}

QModelIndex DeviceTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, nodeAt(parent)->children[size_t(row)].get());
}

QModelIndex DeviceTreeModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(*nodeAt(index)->parent) : QModelIndex();
}

int DeviceTreeModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(nodeAt(parent)->children.size());
}

int DeviceTreeModel::columnCount(const QModelIndex &) const { return ColumnCount; }

QVariant DeviceTreeModel::data(const QModelIndex &index, int role) const
{
    const DeviceRow *shown = row(index);
    if (!shown)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        switch (index.column()) {
        case NameColumn:
            return shown->name;
        case AddressColumn:
            return shown->address ? shown->address->toString() : QString();
        case DriverColumn:
            return shown->driver;
        case UsedByColumn:
            return shown->usedBy;
        case VerdictColumn:
            return shown->verdict;
        }
        return {};
    case Qt::AccessibleDescriptionRole:
        return shown->verdict;
    case AddressRole:
        return shown->address ? QVariant::fromValue(*shown->address) : QVariant();
    case GroupRole:
        return shown->group ? QVariant(*shown->group) : QVariant();
    case LevelRole:
        return shown->level ? QVariant(int(*shown->level)) : QVariant();
    case BridgeRole:
        return shown->bridge;
    case IdRole:
        return shown->id;
    default:
        return {};
    }
}

QVariant DeviceTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Device");
    case AddressColumn:
        return tr("Address");
    case DriverColumn:
        return tr("Driver");
    case UsedByColumn:
        return tr("Used By");
    case VerdictColumn:
        return tr("Verdict");
    default:
        return {};
    }
}

Qt::ItemFlags DeviceTreeModel::flags(const QModelIndex &index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

} // namespace laneway
