// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"

#include <QMainWindow>

class QLabel;
class QListView;
class QStackedWidget;

namespace laneway {

class ActivityPanel;
class DomainsModel;
class HostPage;
class MachinePage;
class MessageBar;

/// Navigator | page | activity, for one connection.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(std::unique_ptr<Connection> connection, QWidget *parent = nullptr);
    ~MainWindow() override;

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void makeActions();
    void showHost();
    void showSelectedDomain();
    void showDomain(const QUuid &domain);
    /// The navigator says what is shown.
    void selectShown();
    void addHardware(const QUuid &domain);
    /// Plans, and if nothing refuses, applies at once: for what a person asked for by its name.
    void planAndApply(const QString &kind, const QJsonObject &arguments);
    void apply(const QString &planId);
    void importDefinition();
    void showError(const Error &error);
    void updateTitle();

    std::unique_ptr<Connection> m_connection;
    DomainsModel *m_domains;
    QListView *m_machines;
    QListView *m_hostEntry;
    QStackedWidget *m_pages;
    HostPage *m_hostPage;
    MachinePage *m_machinePage;
    ActivityPanel *m_activity;
    MessageBar *m_message;
    QLabel *m_state;
};

} // namespace laneway
