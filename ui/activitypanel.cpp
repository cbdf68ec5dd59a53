// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activitypanel.h"

#include "host/reasontext.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace laneway {

namespace {

QString stateText(const QString &state)
{
    if (state == u"waiting")
        return ActivityPanel::tr("Waiting");
    if (state == u"running")
        return ActivityPanel::tr("Running…");
    if (state == u"done")
        return ActivityPanel::tr("Done");
    if (state == u"failed")
        return ActivityPanel::tr("Failed");
    if (state == u"undoing")
        return ActivityPanel::tr("Taking back…");
    if (state == u"undone")
        return ActivityPanel::tr("Taken back");
    if (state == u"rolled-back")
        return ActivityPanel::tr("Failed; everything is as it was");
    if (state == u"needs-attention")
        return ActivityPanel::tr("Needs attention");
    return state;
}

} // namespace

ActivityPanel::ActivityPanel(Connection &connection, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_tree(new QTreeWidget(this))
    , m_cancel(new QPushButton(tr("&Cancel Job"), this))
    , m_undo(new QPushButton(tr("&Undo"), this))
{
    setObjectName(u"activityPanel"_s);
    m_tree->setObjectName(u"activityTree"_s);
    m_tree->setAccessibleName(tr("Jobs and their steps"));
    m_tree->setUniformRowHeights(true);
    m_tree->setHeaderLabels({tr("Job"), tr("State")});
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->resizeSection(1, fontMetrics().averageCharWidth() * 60);
    m_cancel->setObjectName(u"cancelJob"_s);
    m_undo->setObjectName(u"undoJob"_s);

    auto *buttons = new QVBoxLayout;
    buttons->addWidget(m_undo);
    buttons->addWidget(m_cancel);
    buttons->addStretch();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tree, 1);
    layout->addLayout(buttons);

    const auto selected = [this] {
        QTreeWidgetItem *item = m_tree->currentItem();
        if (item && item->parent())
            item = item->parent();
        return item ? item->data(0, Qt::UserRole).toString() : QString();
    };
    connect(m_cancel, &QPushButton::clicked, this, [this, selected] { m_connection.cancel(selected()); });
    connect(m_undo, &QPushButton::clicked, this, [this, selected] { Q_EMIT undoRequested(selected()); });
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &ActivityPanel::updateButtons);
    connect(&m_connection, &Connection::jobChanged, this, &ActivityPanel::show);
    connect(&m_connection, &Connection::ready, this, [this] {
        for (const JobInfo &job : m_connection.jobs())
            show(job);
    });
    updateButtons();
}

void ActivityPanel::show(const JobInfo &job)
{
    QTreeWidgetItem *item = m_items.value(job.id);
    if (!item) {
        item = new QTreeWidgetItem;
        item->setData(0, Qt::UserRole, job.id);
        m_tree->insertTopLevelItem(0, item); // newest first
        m_items.insert(job.id, item);
        m_tree->setCurrentItem(item);
        item->setExpanded(true);
    }
    item->setText(0, job.title);
    QString state = stateText(job.state);
    if (job.error)
        state += u": "_s + errorText(*job.error);
    if (!job.leftovers.isEmpty())
        state += u" "_s + job.leftovers.join(u' ');
    item->setText(1, state);
    item->setToolTip(1, state);
    for (qsizetype i = 0; i < job.steps.size(); ++i) {
        const StepInfo &step = job.steps[i];
        if (item->childCount() <= i)
            item->addChild(new QTreeWidgetItem);
        QTreeWidgetItem *child = item->child(int(i));
        child->setText(0, step.text);
        child->setToolTip(0, step.commands.join(u'\n'));
        child->setText(1, stateText(step.state));
    }
    m_jobs.insert(job.id, job);
    updateButtons();
}

void ActivityPanel::updateButtons()
{
    QTreeWidgetItem *item = m_tree->currentItem();
    if (item && item->parent())
        item = item->parent();
    const JobInfo job = item ? m_jobs.value(item->data(0, Qt::UserRole).toString()) : JobInfo();
    m_cancel->setEnabled(item && !job.isFinished());
    m_undo->setEnabled(item && job.isFinished() && job.canUndo);
}

} // namespace laneway
