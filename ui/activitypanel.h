// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"

#include <QHash>
#include <QWidget>

class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace laneway {

/// Every job with its steps as they happen, its outcome, cancel and undo.
class ActivityPanel : public QWidget
{
    Q_OBJECT
public:
    ActivityPanel(Connection &connection, QWidget *parent = nullptr);

Q_SIGNALS:
    void undoRequested(const QString &job);

private:
    void show(const JobInfo &job);
    void updateButtons();

    Connection &m_connection;
    QTreeWidget *m_tree;
    QPushButton *m_cancel;
    QPushButton *m_undo;
    QHash<QString, QTreeWidgetItem *> m_items;
    QHash<QString, JobInfo> m_jobs;
};

} // namespace laneway
