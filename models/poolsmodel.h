// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/hosttable.h"

#include <QAbstractTableModel>

namespace laneway {

/// The virtual functions of one physical function, as something to take from.
struct VfPool
{
    PciAddress physical;
    QString name;
    QString interfaces; ///< of the physical function: "eno1"
    int total = 0; ///< that it can have
    int created = 0;
    QList<PciAddress> free; ///< nobody has or wants them, and nothing stands in their way
    QStringList users; ///< "web: 0000:03:10.2", a line a virtual function
    QString usersShort; ///< "web, db (not running)"
    bool operator==(const VfPool &) const = default;
};

/// Of each physical function with SR-IOV, by address. Runs on any thread.
QList<VfPool> vfPools(const HostTable &table);

/// The pools of a host, a row each. A row is found by its physical function's address; there is no
/// reset. Dragging a row drags a free virtual function of it.
class PoolsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { NameColumn, AddressColumn, InterfaceColumn, CreatedColumn, FreeColumn, AssignedColumn, ColumnCount };

    explicit PoolsModel(QObject *parent = nullptr);

    void setConnectionName(const QString &name) { m_connectionName = name; }
    void setDecoration(const QVariant &icon) { m_icon = icon; }
    void setPools(const QList<VfPool> &pools);
    const VfPool *pool(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    Qt::DropActions supportedDragActions() const override;

private:
    QList<VfPool> m_pools;
    QString m_connectionName;
    QVariant m_icon;
};

} // namespace laneway
