// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/jobsmodel.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QStackedLayout;
class QTreeView;

namespace laneway {

/// Every job with its steps as they happen, its outcome, cancel and undo.
class ActivityPanel : public QWidget
{
    Q_OBJECT
public:
    explicit ActivityPanel(JobsModel &model, QWidget *parent = nullptr);
    QTreeView *tree() const { return m_tree; }
    /// Opens it, with the keyboard there; nothing where it is not known.
    void showJob(const Connection &connection, const QString &id);

Q_SIGNALS:
    void undoRequested(laneway::Connection &connection, const QString &job);

private:
    QModelIndex currentJob() const;
    void updateButtons();
    void updateEmptiness();

    JobsModel &m_model;
    QTreeView *m_tree;
    QLabel *m_empty;
    QPushButton *m_cancel;
    QPushButton *m_undo;
};

} // namespace laneway
