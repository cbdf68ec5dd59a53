// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"

#include <QModelIndex>

#include <functional>
#include <memory>

class QAbstractItemView;
class QTreeView;
class QWidget;

namespace laneway {

class AddHardwareWizard;
class MainWindow;

/// Leads through every page, wizard step, dialog, menu and state of the window, on simulated hosts with
/// helpers of their own, by its real widgets. What is looked at there is the visitor's business.
class Tour
{
public:
    /// @p name: "server-vf-pools". @p window: the one that a person looks at, with @p over above it: a
    /// menu or a note of its own, or nothing. All is drawn, and nothing changes any more, but for
    /// "server-activity-running".
    using Visitor = std::function<void(const QString &name, QWidget &window, QWidget *over)>;

    explicit Tour(Visitor visitor);
    ~Tour();
    /// Ends the program with status 1, saying what did not come true, when a place cannot be reached.
    void run();

private:
    void server();
    void virtualFunctions();
    void pools();
    void serverMachine();
    void serverWizard();
    void newMachine();
    void jobs();
    void disks();
    void seeRunningJob();
    void workstation();
    void laptop();
    void withoutIommu();
    void listing();
    void withoutHelper();
    void windowsAround();

    // What a person does.
    void open(const QString &connection);
    void openReady(const QString &connection);
    QUuid define(const QString &xml);
    void run(const QString &kind, const QUuid &machine);
    void run(const QString &kind, const QJsonObject &arguments);
    void go(const QModelIndex &place);
    void goToMachine(const QString &name);
    void goToPlace(int kind);
    void select(const QStringList &rows);
    void arrange(int way);
    void hover(const QStringList &devices, const QString &machine, const QString &name, const QString &pool = {});
    void openWizard(const QString &machine, const QList<PciAddress> &devices = {});
    void closeWizard();
    void toPage(int id);
    void tick(const QString &device);
    void openMenu(const QString &name, const std::function<void()> &open);

    void stop(const QString &name, QWidget *window = nullptr, QWidget *over = nullptr);
    void wait(const std::function<bool()> &condition, const QString &what);
    [[noreturn]] void giveUp(const QString &what) const;
    template <typename T> T *child(const QString &name) const;
    QTreeView *tree(const QString &name) const;
    QModelIndex rowIn(QAbstractItemView *view, int role, const QVariant &value) const;

    Visitor m_visitor;
    std::unique_ptr<MainWindow> m_window;
    Connection *m_connection = nullptr;
    AddHardwareWizard *m_wizard = nullptr;
    bool m_runningJobSeen = false;
    QString m_host; ///< its short name, before each stop's
};

} // namespace laneway
