// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/poolsmodel.h"
#include "ui/newestonly.h"

#include <QJsonObject>
#include <QWidget>

class QLabel;
class QStackedWidget;
class QTreeView;

namespace laneway {

class Connection;
class EmptyState;
class HostDevices;
class VfCount;
class VfGrid;

/// The virtual functions of each physical one: how many there are, who has them; creates them. A row
/// dragged onto a machine gives it a free one; opened, it shows each of its virtual functions.
class PoolsPage : public QWidget
{
    Q_OBJECT
public:
    PoolsPage(Connection &connection, QWidget *parent = nullptr);

    /// A free virtual function of each selected pool.
    QList<PciAddress> selectedDevices() const;
    /// The grid of a card's virtual functions; what was typed there before is there still.
    void showGrid(const PciAddress &physical);
    bool hasUnsavedChanges() const;
    /// As VfGrid::leave(), of the first grid that has unsaved changes.
    bool leave(std::function<void()> then);

Q_SIGNALS:
    void planRequested(const QString &kind, const QJsonObject &arguments);

private:
    void showPools(const QList<VfPool> &pools);
    void showState();
    void showSelected();
    void showList();

    Connection &m_connection;
    HostDevices *m_devices;
    PoolsModel *m_pools;
    QMap<PciAddress, VfGrid *> m_grids;
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    QWidget *m_list;
    QTreeView *m_view;
    QLabel *m_users;
    VfCount *m_count;
    NewestOnly<QList<VfPool>> m_compute;
    bool m_computed = false;
    bool m_sized = false;
    QString m_failure;
};

} // namespace laneway
