// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/networkstate.h"
#include "models/hosttable.h"

#include <QAbstractItemModel>

#include <functional>
#include <memory>

namespace laneway {

/// A pool (a network), a card in it or in none, or one virtual function; with what is below it.
struct PoolRow
{
    enum class Kind { Network, Physical, Function };
    Kind kind = Kind::Network;
    QString id; ///< among its siblings: a UUID or an address
    std::optional<QUuid> network; ///< of a pool's own row
    std::optional<PciAddress> address; ///< of a function's
    QString name;
    QString interfaces; ///< "eno1"
    QString state; ///< "Active", "7 of 8 VFs", "In use"
    QString count; ///< how many are free; empty for a virtual function
    QString users; ///< "web, db (not running)"
    QStringList about; ///< sentences and lists for people
    QList<PciAddress> free; ///< virtual functions that nobody has or wants, and nothing stands in their way
    bool active = false; ///< a pool
    bool autostart = false;
    bool persistent = true;
    bool leased = false; ///< a machine has a function of it
    QList<PoolRow> children;
    bool operator==(const PoolRow &) const = default;
    /// But for what is below.
    bool looksAs(const PoolRow &other) const;
};

/// The pools by name; after them, by address, the cards that no pool uses. Runs on any thread.
QList<PoolRow> poolRows(const HostTable &table, const QList<NetworkState> &networks);

/// The pools of a host, their cards and virtual functions as a tree. Rows are found by identity; there is
/// no reset. A pool is dragged as itself, a card as a free virtual function of it.
class PoolsModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { NameColumn, StateColumn, FreeColumn, UsersColumn, InterfaceColumn, AddressColumn, ColumnCount };
    using Decoration = std::function<QVariant(const PoolRow &row)>;

    explicit PoolsModel(QObject *parent = nullptr);
    ~PoolsModel() override;

    void setConnectionName(const QString &name) { m_connectionName = name; }
    void setDecoration(const Decoration &decoration) { m_decoration = decoration; }
    void setRows(const QList<PoolRow> &rows);
    const PoolRow *row(const QModelIndex &index) const;
    /// The pool that a row is or belongs to; null: none.
    const PoolRow *poolOf(const QModelIndex &index) const;
    /// The card that a row is or belongs to; of a pool with one card, that one.
    std::optional<PciAddress> physicalOf(const QModelIndex &index) const;
    QModelIndex indexOfNetwork(const QUuid &network) const;
    QModelIndex indexOfPhysical(const PciAddress &physical) const; ///< the first

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    Qt::DropActions supportedDragActions() const override;

private:
    struct Node;
    Node &nodeAt(const QModelIndex &index) const;
    QModelIndex indexOf(const Node &node) const;
    void update(Node &node, const QList<PoolRow> &rows);

    std::unique_ptr<Node> m_root;
    QString m_connectionName;
    Decoration m_decoration;
};

} // namespace laneway
