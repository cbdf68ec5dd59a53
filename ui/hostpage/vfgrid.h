// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/planinfo.h"
#include "models/vfgridmodel.h"
#include "ui/newestonly.h"

#include <QWidget>

#include <functional>

class QAction;
class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace laneway {

class ChoiceBar;
class Connection;
class EmptyState;
class HostDevices;
class MessageBar;
class VfCount;

/// The virtual functions of one physical function: how many there are, and what each is set to, edited
/// like a table and applied as one plan. What the driver refused stands at its cells.
class VfGrid : public QWidget
{
    Q_OBJECT
public:
    /// @p devices of the same host.
    VfGrid(Connection &connection, HostDevices &devices, const PciAddress &physical, QWidget *parent = nullptr);

    bool hasUnsavedChanges() const { return m_model->pending() > 0; }
    /// Before the window closes: true when nothing is unsaved. Otherwise asks in the page; @p then is
    /// called when the person discards the changes.
    bool leave(std::function<void()> then);

Q_SIGNALS:
    void backRequested();

private:
    QWidget *makeHead();
    QWidget *makeKept();
    QWidget *makeFoot();
    void makeGrid();
    void refresh();
    void show(const VfGridFacts &facts);
    void showState();
    void showKept(const PciFunction *physical);
    void showRefused(const JobInfo &job);
    void showPending();
    void showNote();
    void sizeColumns();
    QModelIndexList selectedSettings() const;
    QList<int> selectedRows() const;
    void fillSeries();
    void changeCount(const QJsonObject &arguments);
    void apply();
    /// Plans; shows who would lose what, if anybody does; applies.
    void go(const QString &kind, const QJsonObject &arguments, const QString &verb);
    void follow(const QString &job);
    void jobChanged(const JobInfo &job);

    Connection &m_connection;
    HostDevices &m_devices;
    const PciAddress m_physical;
    VfGridModel *m_model;
    QLabel *m_title;
    MessageBar *m_message;
    ChoiceBar *m_choice;
    VfCount *m_count;
    QLabel *m_kept; ///< what there will be after a restart, and by whose file
    QPushButton *m_keep;
    QPushButton *m_keepNot;
    QTableView *m_view;
    EmptyState *m_empty;
    QStackedWidget *m_pages;
    QLabel *m_note; ///< about the current cell
    QLabel *m_summary;
    QWidget *m_setting = nullptr; ///< what is done with typed values
    QComboBox *m_refused;
    QPushButton *m_fill;
    QPushButton *m_revertAll;
    QPushButton *m_apply;
    QAction *m_revert;
    QAction *m_keepMine;
    QString m_job; ///< that applies what is pending
    bool m_planning = false;
    bool m_computed = false;
    bool m_sized = false;
    NewestOnly<VfGridFacts> m_compute;
};

} // namespace laneway
