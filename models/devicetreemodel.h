// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/devicerow.h"

#include <QAbstractItemModel>
#include <QHash>

#include <memory>
#include <vector>

namespace laneway {

/// The host's devices as a tree. Rows are found by identity, nodes never move in memory and
/// siblings are sorted, so that a row's number is a binary search. After construction there is no
/// reset: what came, went, moved or changed is told row by row, so selection and scroll survive.
class DeviceTreeModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { NameColumn, VerdictColumn, UsedByColumn, DriverColumn, AddressColumn, ColumnCount };
    enum Role { AddressRole = Qt::UserRole + 1, GroupRole, LevelRole, BridgeRole, IdRole };

    explicit DeviceTreeModel(QObject *parent = nullptr);
    ~DeviceTreeModel() override;

    /// Makes the tree show just @p rows. Parents must be among the rows.
    void setRows(const QList<DeviceRow> &rows);
    QModelIndex indexOf(const QString &id) const;
    const DeviceRow *row(const QModelIndex &index) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Node;
    void upsert(const DeviceRow &row);
    void insert(Node &parent, const DeviceRow &row);
    void move(Node &node, Node &parent, const DeviceRow &row);
    void remove(Node &node);
    QModelIndex indexOf(const Node &node, int column = 0) const;
    Node *nodeAt(const QModelIndex &index) const;

    std::unique_ptr<Node> m_root;
    QHash<QString, Node *> m_byId;
};

} // namespace laneway
