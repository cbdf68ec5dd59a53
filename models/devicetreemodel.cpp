// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/devicetreemodel.h"

#include "core/releaseelsewhere.h"
#include "models/devicemime.h"
#include "models/plaintip.h"

#include <QMimeData>

#include <algorithm>

namespace laneway {

namespace {

void renumber(DeviceNode &parent, int from)
{
    for (size_t i = size_t(from); i < parent.children.size(); ++i)
        parent.children[i]->place = int(i);
}

template <typename Visit> void visitBelow(DeviceNode &node, const Visit &visit)
{
    visit(node);
    for (const auto &child : node.children)
        visitBelow(*child, visit);
}

} // namespace

DeviceTreeModel::DeviceTreeModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_tree(std::make_unique<DeviceTree>())
{
}

DeviceTreeModel::~DeviceTreeModel()
{
    releaseElsewhere(std::shared_ptr<DeviceTree>(std::move(m_tree)));
}

void DeviceTreeModel::setDecoration(const Decoration &decoration)
{
    m_decoration = decoration;
}

void DeviceTreeModel::setTicks(const Ticks &ticks)
{
    m_ticks = ticks;
}

void DeviceTreeModel::ticksChanged(const QList<PciAddress> &devices)
{
    for (const PciAddress &device : devices)
        for (QModelIndex index = indexOf(device); index.isValid(); index = index.parent())
            Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
}

std::shared_ptr<void> DeviceTreeModel::apply(DeviceTreePatch patch)
{
    // Not to be freed here: a large tree takes its time.
    struct Rest
    {
        std::unique_ptr<DeviceTree> tree;
        std::vector<std::unique_ptr<DeviceNode>> nodes;
        DeviceTreePatch patch;
    };
    auto rest = std::make_shared<Rest>();

    if (patch.whole) {
        const int before = int(m_tree->root.children.size());
        const int after = int(patch.whole->root.children.size());
        if (before == 0) {
            beginInsertRows({}, 0, after - 1);
            m_tree.swap(patch.whole);
            endInsertRows();
        } else if (after == 0) {
            beginRemoveRows({}, 0, before - 1);
            m_tree.swap(patch.whole);
            endRemoveRows();
        } else {
            exchange(*patch.whole);
            m_tree.swap(patch.whole);
            Q_EMIT layoutChanged();
        }
    }
    for (const DeviceTreePatch::Removal &removal : patch.removals) {
        DeviceNode &parent = *parentNode(removal.parentId);
        beginRemoveRows(indexOf(parent), removal.first, removal.last);
        const auto first = parent.children.begin() + removal.first;
        const auto end = parent.children.begin() + removal.last + 1;
        for (auto it = first; it != end; ++it) {
            visitBelow(**it, [this](const DeviceNode &node) { m_tree->byId.remove(node.row.id); });
            rest->nodes.push_back(std::move(*it));
        }
        parent.children.erase(first, end);
        renumber(parent, removal.first);
        endRemoveRows();
    }
    for (DeviceTreePatch::Insertion &insertion : patch.insertions) {
        DeviceNode &parent = *parentNode(insertion.parentId);
        beginInsertRows(indexOf(parent), insertion.place, insertion.place + int(insertion.nodes.size()) - 1);
        for (const auto &node : insertion.nodes) {
            node->parent = &parent;
            visitBelow(*node, [this](DeviceNode &below) { m_tree->byId.insert(below.row.id, &below); });
        }
        parent.children.insert(parent.children.begin() + insertion.place,
            std::make_move_iterator(insertion.nodes.begin()), std::make_move_iterator(insertion.nodes.end()));
        renumber(parent, insertion.place);
        endInsertRows();
    }
    for (DeviceTreePatch::Change &change : patch.changes) {
        DeviceNode &parent = *parentNode(change.parentId);
        const int last = change.first + int(change.rows.size()) - 1;
        for (int i = change.first; i <= last; ++i)
            std::swap(parent.children[size_t(i)]->row, change.rows[i - change.first]);
        Q_EMIT dataChanged(
            indexOf(*parent.children[size_t(change.first)]), indexOf(*parent.children[size_t(last)], ColumnCount - 1));
    }
    rest->patch = std::move(patch);
    return rest;
}

/// Announces that @p other takes over and maps what others hold onto it.
void DeviceTreeModel::exchange(DeviceTree &other)
{
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList held = persistentIndexList();
    QModelIndexList mapped;
    mapped.reserve(held.size());
    for (const QModelIndex &index : held) {
        DeviceNode *node = other.byId.value(nodeAt(index)->row.id);
        mapped << (node ? createIndex(node->place, index.column(), node) : QModelIndex());
    }
    changePersistentIndexList(held, mapped);
}

QModelIndexList DeviceTreeModel::newParents() const
{
    QModelIndexList rows;
    for (const DeviceNode *node : m_tree->newParents)
        rows << indexOf(*node);
    return rows;
}

DeviceNode *DeviceTreeModel::parentNode(const QString &id) const
{
    DeviceNode *node = id.isEmpty() ? &m_tree->root : m_tree->byId.value(id);
    Q_ASSERT(node);
    return node;
}

DeviceNode *DeviceTreeModel::nodeAt(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<DeviceNode *>(index.internalPointer()) : &m_tree->root;
}

QModelIndex DeviceTreeModel::indexOf(const DeviceNode &node, int column) const
{
    return node.parent ? createIndex(node.place, column, const_cast<DeviceNode *>(&node)) : QModelIndex();
}

QModelIndex DeviceTreeModel::indexOf(const QString &id) const
{
    const DeviceNode *node = m_tree->byId.value(id);
    return node ? indexOf(*node) : QModelIndex();
}

const DeviceRow *DeviceTreeModel::row(const QModelIndex &index) const
{
    return index.isValid() ? &nodeAt(index)->row : nullptr;
}

QList<PciAddress> DeviceTreeModel::devicesOf(const QModelIndexList &indexes) const
{
    QList<PciAddress> devices;
    for (const QModelIndex &index : indexes) {
        const DeviceRow *of = row(index);
        if (!of)
            continue;
        devices += of->endpoints;
        if (of->address && !of->bridge)
            devices << *of->address;
    }
    std::sort(devices.begin(), devices.end());
    devices.erase(std::unique(devices.begin(), devices.end()), devices.end());
    return devices;
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

int DeviceTreeModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant DeviceTreeModel::data(const QModelIndex &index, int role) const
{
    const DeviceRow *shown = row(index);
    if (!shown)
        return {};
    switch (role) {
    case Qt::ToolTipRole: return plainTip(data(index, Qt::DisplayRole).toString());
    case Qt::DisplayRole:
        switch (index.column()) {
        case NameColumn: return shown->name;
        case AddressColumn: return shown->address ? shown->address->toString() : QString();
        case DriverColumn: return shown->driver;
        case GroupColumn:
            // A heading's name says it already.
            return shown->address && shown->group ? QString::number(*shown->group) : QString();
        case UsedByColumn: return shown->usedBy;
        case VerdictColumn: return shown->verdict;
        }
        return {};
    case Qt::DecorationRole: return m_decoration ? m_decoration(*shown, index.column()) : QVariant();
    case Qt::CheckStateRole:
        if (index.column() == NameColumn && m_ticks.state)
            if (const auto state = m_ticks.state(*shown))
                return int(*state);
        return {};
    case Qt::AccessibleTextRole: {
        const bool empty = data(index, Qt::DisplayRole).toString().isEmpty();
        return empty
            ? QVariant(tr("%1: none").arg(headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString()))
            : QVariant();
    }
    case Qt::AccessibleDescriptionRole: return shown->verdict;
    case AddressRole: return shown->address ? QVariant::fromValue(*shown->address) : QVariant();
    case GroupRole: return shown->group ? QVariant(*shown->group) : QVariant();
    case LevelRole: return shown->level ? QVariant(int(*shown->level)) : QVariant();
    case BridgeRole: return shown->bridge;
    case IdRole: return shown->id;
    case SearchRole: return shown->search;
    default: return {};
    }
}

bool DeviceTreeModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const DeviceRow *shown = row(index);
    if (!shown || role != Qt::CheckStateRole || !(flags(index) & Qt::ItemIsUserCheckable))
        return false;
    m_ticks.change(DeviceRow(*shown), value.toInt() == Qt::Checked);
    return true;
}

QVariant DeviceTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn: return tr("Device");
    case AddressColumn: return tr("Address");
    case DriverColumn: return tr("Driver");
    case GroupColumn: return tr("Group");
    case UsedByColumn: return tr("Used By");
    case VerdictColumn: return tr("Verdict");
    default: return {};
    }
}

Qt::ItemFlags DeviceTreeModel::flags(const QModelIndex &index) const
{
    const DeviceRow *of = row(index);
    if (!of)
        return Qt::NoItemFlags;
    const bool draggable = !of->endpoints.isEmpty() || (of->address && !of->bridge);
    const bool ticked = index.column() == NameColumn && m_ticks.state && m_ticks.state(*of);
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | (draggable ? Qt::ItemIsDragEnabled : Qt::NoItemFlags)
        | (ticked ? Qt::ItemIsUserCheckable : Qt::NoItemFlags);
}

void DeviceTreeModel::sort(int column, Qt::SortOrder order)
{
    Q_EMIT sortRequested(column, order);
}

QStringList DeviceTreeModel::mimeTypes() const
{
    return {deviceMimeType.toString()};
}

QMimeData *DeviceTreeModel::mimeData(const QModelIndexList &indexes) const
{
    const QList<PciAddress> devices = devicesOf(indexes);
    if (devices.isEmpty())
        return nullptr;
    auto *data = new QMimeData;
    encode({m_connectionName, devices}, *data);
    QStringList lines;
    for (const PciAddress &device : devices) {
        const DeviceNode *node = m_tree->byId.value(device.toString());
        lines << device.toString() + (node ? u" " + node->row.name : QString());
    }
    data->setText(lines.join(u'\n'));
    return data;
}

Qt::DropActions DeviceTreeModel::supportedDragActions() const
{
    // The host does not lose a row by it: the device stays in the list, with another user.
    return Qt::CopyAction;
}

} // namespace laneway
