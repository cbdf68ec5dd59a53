// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/poolsmodel.h"

#include "host/shortname.h"

#include "models/devicemime.h"
#include "models/plaintip.h"

#include <QMimeData>

namespace laneway {

namespace {

VfPool poolOf(const HostTable &table, const HostIndex &index, const PciFunction &physical)
{
    VfPool pool;
    pool.physical = physical.address;
    pool.name = shortName(physical);
    QStringList interfaces;
    for (const NetInterface &interface : physical.interfaces)
        interfaces << interface.name;
    pool.interfaces = interfaces.join(u", ");
    pool.total = physical.sriov->total;
    pool.created = physical.sriov->enabled;
    QStringList users;
    for (const PciAddress &vf : index.virtualFunctions(physical)) {
        const QList<const Claim *> claims = index.claimsOf(vf);
        for (const Claim *claim : claims) {
            const QString user = claim->running
                ? claim->domainName
                : PoolsModel::tr("%1 (not running)", "a machine that has a virtual function").arg(claim->domainName);
            pool.users << user + u": "_s + vf.toString();
            if (!users.contains(user))
                users << user;
        }
        if (claims.isEmpty() && !table.claims.detached.contains(vf)
            && table.verdicts.value(vf).level <= Level::WithCompanions)
            pool.free << vf;
    }
    pool.usersShort = users.join(u", ");
    return pool;
}

} // namespace

QList<VfPool> vfPools(const HostTable &table)
{
    const HostIndex index(table.host, table.claims);
    QList<VfPool> pools;
    for (const PciFunction &function : table.host.functions)
        if (function.sriov)
            pools << poolOf(table, index, function);
    return pools;
}

PoolsModel::PoolsModel(QObject *parent) : QAbstractTableModel(parent) {}

void PoolsModel::setPools(const QList<VfPool> &pools)
{
    // Both are in address order: one pass over them.
    qsizetype at = 0;
    for (const VfPool &pool : pools) {
        while (at < m_pools.size() && m_pools[at].physical < pool.physical) {
            beginRemoveRows({}, int(at), int(at));
            m_pools.removeAt(at);
            endRemoveRows();
        }
        if (at == m_pools.size() || m_pools[at].physical != pool.physical) {
            beginInsertRows({}, int(at), int(at));
            m_pools.insert(at, pool);
            endInsertRows();
        } else if (m_pools[at] != pool) {
            m_pools[at] = pool;
            Q_EMIT dataChanged(index(int(at), 0), index(int(at), ColumnCount - 1));
        }
        ++at;
    }
    if (at < m_pools.size()) {
        beginRemoveRows({}, int(at), int(m_pools.size()) - 1);
        m_pools.resize(at);
        endRemoveRows();
    }
}

const VfPool *PoolsModel::pool(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_pools.size() ? &m_pools[index.row()] : nullptr;
}

int PoolsModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_pools.size()); }

int PoolsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant PoolsModel::data(const QModelIndex &index, int role) const
{
    const VfPool *shown = pool(index);
    if (!shown)
        return {};
    if (role == Qt::DecorationRole)
        return index.column() == NameColumn ? m_icon : QVariant();
    if (role == Qt::ToolTipRole && index.column() == AssignedColumn)
        return plainTip(shown->users.join(u'\n'));
    if (role == Qt::ToolTipRole)
        return plainTip(data(index, Qt::DisplayRole).toString());
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case NameColumn:
        return shown->name;
    case AddressColumn:
        return shown->physical.toString();
    case InterfaceColumn:
        return shown->interfaces;
    case CreatedColumn:
        return tr("%1 of %2", "virtual functions: %1 there are, %2 possible").arg(shown->created).arg(shown->total);
    case FreeColumn:
        return QString::number(shown->free.size());
    case AssignedColumn:
        return shown->usersShort.isEmpty() ? tr("nobody") : shown->usersShort;
    default:
        return {};
    }
}

QVariant PoolsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Card");
    case AddressColumn:
        return tr("Address");
    case InterfaceColumn:
        return tr("Interface");
    case CreatedColumn:
        return tr("VFs Created");
    case FreeColumn:
        return tr("Free");
    case AssignedColumn:
        return tr("Who Has Them");
    default:
        return {};
    }
}

Qt::ItemFlags PoolsModel::flags(const QModelIndex &index) const
{
    const VfPool *shown = pool(index);
    if (!shown)
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren
        | (shown->free.isEmpty() ? Qt::NoItemFlags : Qt::ItemIsDragEnabled);
}

QStringList PoolsModel::mimeTypes() const { return {deviceMimeType.toString()}; }

QMimeData *PoolsModel::mimeData(const QModelIndexList &indexes) const
{
    DraggedDevices dragged{m_connectionName, {}};
    for (const QModelIndex &index : indexes)
        if (const VfPool *from = pool(index);
            from && !from->free.isEmpty() && !dragged.devices.contains(from->free.first()))
            dragged.devices << from->free.first();
    if (dragged.devices.isEmpty())
        return nullptr;
    auto *data = new QMimeData;
    encode(dragged, *data);
    QStringList lines;
    for (const PciAddress &device : std::as_const(dragged.devices))
        lines << device.toString();
    data->setText(lines.join(u'\n'));
    return data;
}

Qt::DropActions PoolsModel::supportedDragActions() const { return Qt::CopyAction; }

} // namespace laneway
