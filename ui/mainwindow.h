// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"
#include "models/navigatormodel.h"

#include <QHash>
#include <QJsonObject>
#include <QMainWindow>
#include <QPointer>

#include <functional>
#include <optional>
#include <vector>

class QDrag;
class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace laneway {

class ActivityPanel;
class EmptyState;
class HostBanner;
class HostPage;
class JobsModel;
class MachineActions;
class MachinePage;
class MessageBar;
class Navigator;
class PoolsPage;
class StallMeter;

/// Navigator | page | activity, for one host or several side by side. The pages know nothing of one
/// another: what a person wants comes here as a signal and leaves as a plan.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(std::unique_ptr<Connection> connection, QWidget *parent = nullptr);
    ~MainWindow() override;
    void addConnection(std::unique_ptr<Connection> connection);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    /// One host with its pages; they are made when they are first shown.
    struct Host
    {
        std::unique_ptr<Connection> connection;
        HostPage *hostPage = nullptr;
        PoolsPage *poolsPage = nullptr;
        MachinePage *machinePage = nullptr;
        QHash<QUuid, JobInfo> failures = {}; ///< of machines that were not shown then
    };
    struct Place
    {
        NavigatorModel::Kind kind = NavigatorModel::Kind::Connection;
        QUuid machine;
    };

    void makeActions();
    void fillMachineMenu(QMenu &menu);
    void updateActions();
    Host *hostOf(const Connection &connection);
    HostPage *hostPage(Host &host);
    PoolsPage *poolsPage(Host &host);
    MachinePage *machinePage(Host &host);
    /// Goes there once nothing unsaved is left behind, and says in the navigator where we are.
    void go(Host &host, const Place &place);
    void showPlace(Host &host, const Place &place);
    void sayWhere();
    void sayWelcome();
    void sayTitle();
    /// Calls @p then at once, or after the person applied or discarded what they had changed.
    void leavePage(std::function<void()> then);
    /// Before the host is left for good: as PoolsPage::leave(), with the page in front.
    bool leaveGrids(Host &host, std::function<void()> then);
    /// The page that a drag opened stays only where something was dropped: back to the one before.
    void comeBackAfter(QDrag &drag);
    void goToFirstPlace(Host &host);
    void followHost(Host &host);
    void updateHost(Host &host);
    void disconnectHost(Connection &connection);

    void addHardware(Host &host, const QUuid &machine, const QList<PciAddress> &devices, const QString &pool = {});
    void pasteDevices();
    void showImages();
    void newMachine();
    void goWhenThere(Connection &connection, const QUuid &machine, bool starts);
    /// Plans, and if nothing refuses, applies at once: for what a person asked for by its name.
    template <typename Page> void carryOutPlansOf(Page *page, Connection &connection);
    void planAndApply(Connection &connection, const QString &kind, const QJsonObject &arguments);
    void apply(Connection &connection, const QString &planId);
    void tellFailure(Connection &connection, const JobInfo &job);
    /// As a job, so that it can be undone; the machine's page is told how it ended.
    void saveDefinition(Connection &connection, const QUuid &machine, const QString &xml);
    void connectToHost();
    void importDefinition();
    void showError(const Error &error);

    NavigatorModel *m_places;
    JobsModel *m_jobs;
    Navigator *m_navigator;
    HostBanner *m_banner;
    MessageBar *m_message;
    QStackedWidget *m_pages;
    EmptyState *m_welcome; ///< of a host without machines
    QPushButton *m_newMachineButton;
    QSplitter *m_splitter;
    ActivityPanel *m_activity;
    QLabel *m_state;
    StallMeter *m_stalls = nullptr; ///< debug builds only
    std::vector<std::unique_ptr<Host>> m_hosts;
    Host *m_host = nullptr; ///< whose page is shown
    Place m_place;
    bool m_grabbed = false; ///< a guest has the keyboard
    std::optional<std::pair<QPointer<Connection>, Place>> m_beforeDrag;

    QAction *m_newMachine = nullptr;
    QAction *m_images = nullptr;
    QAction *m_import = nullptr;
    QAction *m_disconnect = nullptr;
    QAction *m_addHardware = nullptr;
    MachineActions *m_machineActions = nullptr;
    QAction *m_paste = nullptr;
};

} // namespace laneway
