// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"
#include "models/poolsmodel.h"
#include "ui/newestonly.h"

#include <QJsonObject>
#include <QWidget>

class QAction;
class QLabel;
class QStackedWidget;
class QTreeView;

namespace laneway {

class ChoiceBar;
class EmptyState;
class HostDevices;
class MessageBar;
class VfCount;
class VfGrid;

/// The pools of virtual functions, their cards and who has what; below, the cards that no pool uses. Makes
/// pools, starts and stops them. A row dragged onto a machine gives it a function; a card, opened, shows
/// each of its virtual functions.
class PoolsPage : public QWidget
{
    Q_OBJECT
public:
    PoolsPage(Connection &connection, QWidget *parent = nullptr);

    /// A free virtual function of each selected row.
    QList<PciAddress> selectedDevices() const;
    /// The grid of a card's virtual functions; what was typed there before is there still.
    void showGrid(const PciAddress &physical);
    /// Who comes by a key goes on by keys.
    void takeFocus();
    bool hasUnsavedChanges() const;
    /// As VfGrid::leave(), of the first grid that has unsaved changes.
    bool leave(std::function<void()> then);

Q_SIGNALS:
    void planRequested(const QString &kind, const QJsonObject &arguments);

private:
    QWidget *makeTools();
    QAction *add(const QString &name, const QString &icon, const QString &text, const std::function<void()> &then);
    void refresh();
    void showRows(const QList<PoolRow> &rows);
    void showState();
    void showSelected();
    void showList();
    void newPool();
    void deletePool(const PoolRow &pool);
    void forget(const PoolRow &pool, const QString &xml);
    void showXml(const PoolRow &pool);
    /// What becomes of a wish; an error stands in the page.
    Connection::Answer<void> answer();

    Connection &m_connection;
    HostDevices *m_devices;
    PoolsModel *m_pools;
    QMap<PciAddress, VfGrid *> m_grids;
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    QWidget *m_list;
    MessageBar *m_message;
    ChoiceBar *m_choice;
    QTreeView *m_view;
    QLabel *m_users;
    VfCount *m_count;
    QAction *m_start = nullptr;
    QAction *m_stop = nullptr;
    QAction *m_autostart = nullptr;
    QAction *m_delete = nullptr;
    QAction *m_xml = nullptr;
    QAction *m_cut = nullptr;
    QAction *m_open = nullptr;
    NewestOnly<QList<PoolRow>> m_compute;
    std::optional<QUuid> m_toSelect; ///< a new pool, once it is here
    bool m_computed = false;
    bool m_sized = false;
    QString m_failure;
};

} // namespace laneway
