// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/devicetreepatch.h"

#include <QAbstractItemModel>

#include <functional>

namespace laneway {

/// The host's devices as a tree. It decides nothing: HostDevices computes on a worker what is to be
/// seen and hands over the difference. Rows are found by identity; after construction there is no
/// reset: few changes are told row by row, many by one layoutChanged with every persistent index
/// mapped, so selection and scroll survive either.
class DeviceTreeModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { NameColumn, VerdictColumn, UsedByColumn, DriverColumn, GroupColumn, AddressColumn, ColumnCount };
    enum Role {
        AddressRole = Qt::UserRole + 1, ///< PciAddress; nothing for a heading
        GroupRole, ///< int; nothing when there is none
        LevelRole, ///< int of a Level; nothing for a heading
        BridgeRole,
        IdRole, ///< "0000:03:10.2", "group/14"
        SearchRole, ///< what a filter looks in, lower case
    };
    /// What a view shows beside a cell's text: an icon for the level or the kind, or nothing. Icons
    /// are the window's; the model knows none.
    using Decoration = std::function<QVariant(const DeviceRow &row, int column)>;

    /// Tick boxes, for a page that chooses: it keeps what is ticked, the model keeps nothing.
    struct Ticks
    {
        std::function<std::optional<Qt::CheckState>(const DeviceRow &row)> state; ///< nothing: no box
        std::function<void(const DeviceRow &row, bool ticked)> change; ///< a person did it
    };

    explicit DeviceTreeModel(QObject *parent = nullptr);
    ~DeviceTreeModel() override;

    void setDecoration(const Decoration &decoration);
    void setTicks(const Ticks &ticks);
    /// The boxes of these devices, and of the headings above them, may have another state now.
    void ticksChanged(const QList<PciAddress> &devices);
    /// Which host a drag is from.
    void setConnectionName(const QString &name) { m_connectionName = name; }

    /// Takes the next state over. What is returned is the rest of the former one: to be destroyed
    /// where there is time.
    [[nodiscard]] std::shared_ptr<void> apply(DeviceTreePatch patch);

    /// After layoutChanged(), until the next change: rows with others below them that had none before.
    QModelIndexList newParents() const;

    QModelIndex indexOf(const QString &id) const;
    QModelIndex indexOf(const PciAddress &address) const { return indexOf(address.toString()); }
    const DeviceRow *row(const QModelIndex &index) const;
    /// What an action on these rows is about, each function once, in address order: endpoints
    /// themselves, for an IOMMU group's heading its endpoints. Bridges are left out.
    QList<PciAddress> devicesOf(const QModelIndexList &indexes) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// Asks for it: the rows follow when they are sorted. Column -1: the arrangement's own order.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    QStringList mimeTypes() const override;
    /// devicemime.h, and as text for other programs: a line a device. Null when nothing can be dragged.
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    Qt::DropActions supportedDragActions() const override;

Q_SIGNALS:
    void sortRequested(int column, Qt::SortOrder order);

private:
    void exchange(DeviceTree &other);
    DeviceNode *parentNode(const QString &id) const;
    DeviceNode *nodeAt(const QModelIndex &index) const;
    QModelIndex indexOf(const DeviceNode &node, int column = 0) const;

    std::unique_ptr<DeviceTree> m_tree;
    Decoration m_decoration;
    Ticks m_ticks;
    QString m_connectionName;
};

} // namespace laneway
