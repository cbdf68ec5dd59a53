// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activitypanel.h"

#include "ui/icons.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QTreeView>
#include <QVBoxLayout>

namespace laneway {

ActivityPanel::ActivityPanel(JobsModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_tree(new QTreeView(this))
    , m_empty(
          new QLabel(tr("Nothing was done yet. What you start is shown here step by step, and can be undone."), this))
    , m_cancel(new QPushButton(themeIcon(u"process-stop"_s), tr("Cancel &Job"), this))
    , m_undo(new QPushButton(themeIcon(u"edit-undo"_s), tr("&Undo Job"), this))
{
    setObjectName(u"activityPanel"_s);
    model.setDecoration(
        [](const QModelIndex &index) { return QVariant(jobStateIcon(index.data(JobsModel::StateRole).toString())); });
    m_tree->setObjectName(u"activityTree"_s);
    m_tree->setAccessibleName(tr("Jobs and their steps"));
    m_tree->setModel(&model);
    m_tree->setUniformRowHeights(true);
    m_tree->setTextElideMode(Qt::ElideRight);
    m_tree->header()->setStretchLastSection(true);
    m_tree->header()->resizeSection(JobsModel::TextColumn, fontMetrics().averageCharWidth() * 90);
    m_empty->setObjectName(u"activityEmpty"_s);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_cancel->setObjectName(u"cancelJob"_s);
    m_cancel->setToolTip(tr("Stop the job after its present step and take everything back"));
    m_undo->setObjectName(u"undoJob"_s);

    auto *buttons = new QVBoxLayout;
    buttons->addWidget(m_undo);
    buttons->addWidget(m_cancel);
    buttons->addStretch();
    auto *layout = new QHBoxLayout(this);
    // The tree reaches the window's edge, the buttons keep away from it.
    layout->setContentsMargins(0, 0, 0, 0);
    buttons->setContentsMargins(0, 0, style()->pixelMetric(QStyle::PM_LayoutRightMargin), 0);
    layout->addWidget(m_tree, 1);
    layout->addWidget(m_empty, 1);
    layout->addLayout(buttons);

    connect(m_cancel, &QPushButton::clicked, this, [this] {
        const QModelIndex job = currentJob();
        if (Connection *connection = m_model.connection(job))
            connection->cancel(job.data(JobsModel::JobRole).toString());
    });
    connect(m_undo, &QPushButton::clicked, this, [this] {
        const QModelIndex job = currentJob();
        if (Connection *connection = m_model.connection(job))
            Q_EMIT undoRequested(*connection, job.data(JobsModel::JobRole).toString());
    });
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &ActivityPanel::updateButtons);
    connect(&model, &QAbstractItemModel::dataChanged, this, &ActivityPanel::updateButtons);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &ActivityPanel::updateEmptiness);
    connect(&model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &parent, int first, int last) {
        updateEmptiness();
        if (parent.isValid())
            return m_tree->expand(parent);
        // What has just begun is what a person wants to see; an older job is opened by hand.
        if (first > 0 && m_tree->currentIndex().isValid())
            return;
        if (m_model.canFetchMore(m_model.index(first, 0)))
            return m_tree->setCurrentIndex(m_model.index(first, 0));
        for (int row = first; row <= last; ++row)
            m_tree->expand(m_model.index(row, 0));
        m_tree->setCurrentIndex(m_model.index(first, 0));
    });
    updateEmptiness();
}

QModelIndex ActivityPanel::currentJob() const
{
    const QModelIndex index = m_tree->currentIndex();
    return index.parent().isValid() ? index.parent() : index;
}

void ActivityPanel::showJob(const Connection &connection, const QString &id)
{
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const QModelIndex job = m_model.index(row, 0);
        if (m_model.connection(job) != &connection || job.data(JobsModel::JobRole).toString() != id)
            continue;
        m_tree->expand(job);
        m_tree->setCurrentIndex(job);
        m_tree->scrollTo(job, QAbstractItemView::PositionAtTop);
        return m_tree->setFocus(Qt::OtherFocusReason);
    }
}

void ActivityPanel::updateButtons()
{
    const QModelIndex job = currentJob();
    m_cancel->setEnabled(job.data(JobsModel::CanCancelRole).toBool());
    const bool canUndo = job.data(JobsModel::CanUndoRole).toBool();
    m_undo->setEnabled(canUndo);
    const QString hint = canUndo ? tr("Plan the way back to how it was before this job")
        : job.isValid()          ? job.data(JobsModel::WhyNoUndoRole).toString()
                                 : tr("Select a job to undo it.");
    m_undo->setToolTip(hint);
    m_undo->setStatusTip(hint);
    m_undo->setAccessibleDescription(hint);
}

void ActivityPanel::updateEmptiness()
{
    const bool any = m_model.rowCount() > 0;
    m_tree->setVisible(any);
    m_empty->setVisible(!any);
    updateButtons();
}

} // namespace laneway
