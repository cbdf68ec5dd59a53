// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostpage/vfgrid.h"

#include "client/connection.h"
#include "host/reasontext.h"
#include "host/shortname.h"
#include "models/hostdevices.h"
#include "ui/hostpage/emptystate.h"
#include "ui/hostpage/vfcelldelegate.h"
#include "ui/hostpage/vfcount.h"
#include "ui/hostpage/vfseriesdialog.h"
#include "ui/icons.h"
#include "ui/machinepage/choicebar.h"
#include "ui/messagebar.h"
#include "ui/planreview.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonDocument>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

#include <algorithm>

namespace laneway {

namespace {

/// What may come to stand in a cell.
QString longestText(int column)
{
    switch (column) {
    case VfGridModel::MacColumn: return u"00:00:00:00:00:00"_s;
    case VfGridModel::VlanColumn: return u"4094"_s;
    case VfGridModel::ProtocolColumn: return u"802.1ad"_s;
    case VfGridModel::MinRateColumn:
    case VfGridModel::MaxRateColumn: return u"100000"_s;
    case VfGridModel::LinkStateColumn: return VfGridModel::shownText(column, u"disable"_s);
    default: return {};
    }
}

} // namespace

VfGrid::VfGrid(Connection &connection, HostDevices &devices, const PciAddress &physical, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_devices(devices)
    , m_physical(physical)
    , m_model(new VfGridModel(this))
    , m_title(new QLabel)
    , m_message(new MessageBar)
    , m_choice(new ChoiceBar)
    , m_count(new VfCount(VfCount::For::Grid))
    , m_kept(new QLabel)
    , m_keep(new QPushButton)
    , m_keepNot(new QPushButton(tr("Do Not &Keep…")))
    , m_view(new QTableView)
    , m_empty(new EmptyState)
    , m_pages(new QStackedWidget)
    , m_note(new QLabel)
    , m_summary(new QLabel)
    , m_refused(new QComboBox)
    , m_fill(new QPushButton(tr("Fill &Series…")))
    , m_revertAll(new QPushButton(tr("&Revert All")))
    , m_apply(new QPushButton(tr("A&pply")))
    , m_compute(this, [this](const VfGridFacts &facts) { show(facts); })
{
    setObjectName(u"vfGridPage"_s);
    setFocusProxy(m_view);
    makeGrid();
    m_pages->addWidget(m_view);
    m_pages->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(makeHead());
    layout->addWidget(m_message);
    layout->addWidget(m_choice);
    layout->addWidget(m_count);
    layout->addWidget(makeKept());
    layout->addWidget(m_pages, 1);
    layout->addWidget(makeFoot());

    connect(&m_devices, &HostDevices::updated, this, &VfGrid::refresh);
    connect(m_count, &VfCount::planRequested, this,
        [this](const QString &, const QJsonObject &arguments) { changeCount(arguments); });
    connect(m_model, &VfGridModel::pendingChanged, this, &VfGrid::showPending);
    connect(&connection, &Connection::jobChanged, this, &VfGrid::jobChanged);
    if (m_devices.isReady())
        refresh();
    showState();
    showPending();
}

QWidget *VfGrid::makeHead()
{
    auto *back = new QToolButton;
    back->setObjectName(u"vfGridBack"_s);
    back->setText(tr("VF P&ools"));
    back->setIcon(themeIcon(u"go-previous"_s));
    back->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    back->setFocusPolicy(Qt::StrongFocus);
    back->setToolTip(tr("Back to the VF pools of this host"));
    back->setShortcut(QKeySequence::Back);
    connect(back, &QToolButton::clicked, this, &VfGrid::backRequested);
    m_title->setObjectName(u"vfGridTitle"_s);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.2);
    large.setBold(true);
    m_title->setFont(large);
    auto *head = new QWidget;
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(back);
    row->addWidget(m_title, 1);
    return head;
}

void VfGrid::makeGrid()
{
    m_view->setObjectName(u"vfGrid"_s);
    m_view->setModel(m_model);
    m_view->setItemDelegate(new VfCellDelegate(m_view));
    m_view->setColumnHidden(VfGridModel::VfColumn, true); // it is each row's heading, which does not scroll away
    m_view->setAlternatingRowColors(true);
    m_view->setTabKeyNavigation(false);
    m_view->setCornerButtonEnabled(false);
    m_view->setWordWrap(false);
    m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setEditTriggers(
        QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setStretchLastSection(true);

    const auto add = [this](const QString &name, const QString &icon, const QString &text,
                         const QList<QKeySequence> &keys, auto &&slot) {
        auto *action = new QAction(themeIcon(icon), text, m_view);
        action->setObjectName(name);
        action->setShortcuts(keys);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this, slot);
        m_view->addAction(action);
        return action;
    };
    add(u"editVfCell"_s, u"laneway-edited"_s, tr("&Edit"), {QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)},
        [this] {
            if (m_view->currentIndex().flags() & Qt::ItemIsEditable)
                m_view->edit(m_view->currentIndex());
        });
    add(u"fillVfCells"_s, u"edit-copy"_s, tr("Fill &Series…"), {QKeySequence(tr("Ctrl+D"))}, [this] { fillSeries(); });
    m_revert = add(u"revertVfCells"_s, u"edit-undo"_s, tr("&Revert"), {QKeySequence::Undo},
        [this] { m_model->revert(selectedSettings()); });
    m_keepMine = add(
        u"keepMine"_s, u"laneway-edited"_s, tr("&Keep Mine"), {}, [this] { m_model->keepMine(selectedSettings()); });
    m_keepMine->setToolTip(tr("What was typed stays wanted, although the host changed it meanwhile."));
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &VfGrid::showPending);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &VfGrid::showNote);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &VfGrid::showNote);
}

QWidget *VfGrid::makeKept()
{
    m_kept->setObjectName(u"vfKept"_s);
    m_kept->setTextFormat(Qt::PlainText);
    m_kept->setWordWrap(true);
    m_kept->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_keep->setObjectName(u"vfKeep"_s);
    m_keepNot->setObjectName(u"vfKeepNot"_s);
    const auto keep = [this](bool on, const QString &verb) {
        go(u"vf-keep"_s, {{u"device"_s, m_physical.toString()}, {u"keep"_s, on}}, verb);
    };
    connect(m_keep, &QPushButton::clicked, this, [keep] { keep(true, tr("&Keep")); });
    connect(m_keepNot, &QPushButton::clicked, this, [keep] { keep(false, tr("Do &Not Keep")); });
    auto *kept = new QWidget;
    auto *row = new QHBoxLayout(kept);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_kept, 1);
    row->addWidget(m_keep);
    row->addWidget(m_keepNot);
    return kept;
}

QWidget *VfGrid::makeFoot()
{
    for (QLabel *label : {m_note, m_summary}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_note->setObjectName(u"vfCellNote"_s);
    m_summary->setObjectName(u"vfGridSummary"_s);
    m_refused->setObjectName(u"vfRefused"_s);
    m_refused->addItem(tr("Take everything back"), u"rollback"_s);
    m_refused->addItem(tr("Keep the rest"), u"keep"_s);
    auto *refused = new QLabel(tr("If the driver refuses a va&lue:"));
    refused->setBuddy(m_refused);
    m_refused->setAccessibleName(tr("If the driver refuses a value"));
    m_fill->setObjectName(u"vfFill"_s);
    m_fill->setToolTip(tr("Sets the selected rows, or all, to the same or to a series"));
    m_revertAll->setObjectName(u"vfRevert"_s);
    m_apply->setObjectName(u"vfApply"_s);
    connect(m_fill, &QPushButton::clicked, this, &VfGrid::fillSeries);
    connect(m_revertAll, &QPushButton::clicked, m_model, &VfGridModel::revertAll);
    connect(m_apply, &QPushButton::clicked, this, &VfGrid::apply);

    auto *foot = new QWidget;
    auto *column = new QVBoxLayout(foot);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_note);
    column->addWidget(m_summary);
    m_setting = new QWidget;
    auto *row = new QHBoxLayout(m_setting);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_fill);
    row->addStretch(1);
    row->addWidget(refused);
    row->addWidget(m_refused);
    row->addWidget(m_revertAll);
    row->addWidget(m_apply);
    column->addWidget(m_setting);
    return foot;
}

// ---- what the host has -----------------------------------------------------------------------------

void VfGrid::refresh()
{
    m_compute.ask([table = m_devices.table(), physical = m_physical] { return vfGridFacts(table, physical); });
}

void VfGrid::show(const VfGridFacts &facts)
{
    m_computed = true;
    m_model->setFacts(facts);
    const HostSnapshot &host = m_devices.table().host;
    const PciFunction *physical = host.find(m_physical);
    m_count->showFunction(host, physical);
    showKept(physical);
    const QString address = m_physical.toString();
    if (!physical)
        m_title->setText(address);
    else if (facts.interface.isEmpty())
        //: a card and its address
        m_title->setText(tr("%1 (%2)").arg(shortName(*physical), address));
    else
        //: a network interface, its card and the card's address
        m_title->setText(tr("%1: %2 (%3)").arg(facts.interface, shortName(*physical), address));
    m_view->setAccessibleName(tr("Virtual functions of %1").arg(facts.interface.isEmpty() ? address : facts.interface));
    for (int column = VfGridModel::AddressColumn; column < VfGridModel::ColumnCount; ++column)
        m_view->setColumnHidden(column, !VfGridModel::concerns(column, facts.isNvme));
    m_setting->setVisible(!facts.isNvme);
    if (!facts.rows.isEmpty() && !std::exchange(m_sized, true)) {
        sizeColumns();
        m_view->setCurrentIndex(m_model->index(0, facts.isNvme ? VfGridModel::AddressColumn : VfGridModel::MacColumn));
    }
    showState();
}

void VfGrid::sizeColumns()
{
    const int side = fontMetrics().height();
    m_view->verticalHeader()->setDefaultSectionSize(side * 3 / 2);
    QFont bold = font();
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    for (int column = VfGridModel::AddressColumn; column < VfGridModel::ColumnCount; ++column) {
        int width = qMax(static_cast<QAbstractItemView *>(m_view)->sizeHintForColumn(column),
            m_view->horizontalHeader()->sectionSizeHint(column));
        if (VfGridModel::isSetting(column)) // what will be typed is bold and has a sign
            width = qMax(width + side, metrics.horizontalAdvance(longestText(column)) + side * 5 / 2);
        m_view->setColumnWidth(column, width);
    }
}

void VfGrid::showKept(const PciFunction *physical)
{
    const QList<KeptSetting> kept = physical && physical->sriov ? physical->sriov->kept : QList<KeptSetting>();
    QStringList ours, others, unseen;
    for (const KeptSetting &setting : kept) {
        if (setting.by == u"unseen")
            unseen << setting.file;
        else if (!setting.ours)
            //: a file, a line in it, what the line says
            others << tr("%1, line %2: %3").arg(setting.file).arg(setting.line).arg(setting.says);
        else if (!ours.contains(setting.file))
            ours << setting.file;
    }
    QStringList lines;
    if (!ours.isEmpty())
        lines << tr("Kept across restarts of the computer by %1.").arg(ours.join(u", "_s));
    if (!others.isEmpty())
        lines << tr("Made or set at each start of the computer by what others wrote, which stays as it is:") + u'\n'
                + others.join(u'\n');
    if (lines.isEmpty())
        lines << tr("Not kept: after a restart of the computer they are gone, with all that is set here.");
    if (!unseen.isEmpty())
        //: files or folders
        lines << tr("Others may keep some, too; this could not be read: %1").arg(unseen.join(u", "_s));
    m_kept->setText(lines.join(u'\n'));
    const bool able = m_model->facts().physical && !m_devices.table().host.readOnly;
    m_keep->setText(ours.isEmpty() ? tr("Keep &Across Restarts…") : tr("Keep &as They Are Now…"));
    m_keep->setEnabled(able && others.isEmpty() && !m_model->facts().rows.isEmpty());
    m_keep->setToolTip(others.isEmpty()
            ? tr("Writes a file that makes them again at each start; you see it first")
            : tr("Two files would be in each other's way: remove what others wrote first."));
    m_keepNot->setVisible(!ours.isEmpty());
    m_keepNot->setEnabled(able);
}

void VfGrid::showState()
{
    const VfGridFacts &facts = m_model->facts();
    const QString name = facts.interface.isEmpty() ? m_physical.toString() : facts.interface;
    if (!m_computed)
        m_empty->say(tr("Reading the host…"));
    else if (!facts.physical)
        m_empty->say(tr("%1 has no SR-IOV, or is no longer there.").arg(m_physical.toString()));
    else if (facts.rows.isEmpty())
        m_empty->say(tr("%1 has no virtual functions yet.").arg(name),
            facts.refusal.isEmpty() ? tr("Choose above how many there are to be, and create them.") : facts.refusal);
    m_pages->setCurrentWidget(facts.rows.isEmpty() ? static_cast<QWidget *>(m_empty) : m_view);
}

// ---- what is wanted --------------------------------------------------------------------------------

void VfGrid::showPending()
{
    const int pending = m_model->pending();
    const int conflicts = m_model->conflicts();
    const QString problem = m_model->problem();
    const bool busy = m_planning || !m_job.isEmpty();
    QStringList sentences;
    if (!m_model->facts().refusal.isEmpty() && m_model->rowCount() > 0)
        sentences << m_model->facts().refusal;
    else if (busy)
        sentences << tr("Being applied…");
    else if (pending > 0)
        sentences << (pending == 1 ? tr("1 setting is to be changed.")
                                   : tr("%n settings are to be changed.", nullptr, pending));
    if (conflicts > 0)
        sentences << (conflicts == 1 ? tr("1 was changed on the host meanwhile.")
                                     : tr("%n were changed on the host meanwhile.", nullptr, conflicts));
    if (!problem.isEmpty())
        sentences << problem;
    m_summary->setText(sentences.join(u' '));
    m_summary->setVisible(!sentences.isEmpty());
    m_apply->setEnabled(pending > 0 && problem.isEmpty() && !busy);
    m_apply->setToolTip(problem);
    m_revertAll->setEnabled(pending > 0 && !busy);
    m_fill->setEnabled(m_model->rowCount() > 0 && m_model->facts().refusal.isEmpty());
    bool revertable = false, conflicting = false;
    for (const QModelIndex &index : selectedSettings()) {
        revertable = revertable || index.data(VfGridModel::PendingRole).toBool();
        conflicting = conflicting
            || VfGridModel::Sign(index.data(VfGridModel::SignRole).toInt()) == VfGridModel::Sign::Conflict;
    }
    m_revert->setEnabled(revertable && !busy);
    m_keepMine->setEnabled(conflicting);
    showNote();
}

void VfGrid::showNote()
{
    const QModelIndex index = m_view->currentIndex();
    const QString note = index.isValid() ? index.data(Qt::AccessibleDescriptionRole).toString() : QString();
    // Empty, it keeps its line: the grid does not move while somebody goes from cell to cell.
    m_note->setMinimumHeight(fontMetrics().lineSpacing());
    //: a virtual function, its setting, what is to be said of it
    m_note->setText(note.isEmpty() ? QString()
                                   : tr("%1, %2: %3")
                                         .arg(m_model->index(index.row(), VfGridModel::VfColumn).data().toString(),
                                             VfGridModel::heading(index.column()), QString(note).replace(u'\n', u' ')));
}

QModelIndexList VfGrid::selectedSettings() const
{
    QModelIndexList cells = m_view->selectionModel()->selectedIndexes();
    cells.removeIf([](const QModelIndex &index) { return !VfGridModel::isSetting(index.column()); });
    return cells;
}

QList<int> VfGrid::selectedRows() const
{
    QList<int> rows;
    for (const QModelIndex &index : m_view->selectionModel()->selectedIndexes())
        if (!rows.contains(index.row()))
            rows << index.row();
    std::sort(rows.begin(), rows.end());
    if (rows.size() > 1)
        return rows;
    rows.clear();
    for (int row = 0; row < m_model->rowCount(); ++row)
        rows << row;
    return rows;
}

void VfGrid::fillSeries()
{
    if (!m_fill->isEnabled())
        return;
    auto *dialog = new VfSeriesDialog(*m_model, selectedRows(), m_view->currentIndex().column(), this);
    connect(dialog, &QDialog::finished, m_view, qOverload<>(&QWidget::setFocus));
    dialog->open();
}

bool VfGrid::leave(std::function<void()> then)
{
    if (!hasUnsavedChanges())
        return true;
    m_choice->ask(tr("The changes to these virtual functions are not applied yet."),
        {{tr("Dis&card"), u"discardAndGo"_s,
             [this, then] {
                 m_model->revertAll();
                 then();
             }},
            {tr("&Keep Editing"), u"stay"_s, [this] { m_view->setFocus(); }}});
    return false;
}

// ---- plans -----------------------------------------------------------------------------------------

void VfGrid::changeCount(const QJsonObject &arguments)
{
    go(u"vf-create"_s, arguments, arguments[u"count"].toInt() == 0 ? tr("&Remove All") : tr("C&reate Anew"));
}

void VfGrid::apply()
{
    m_model->setRefusals({});
    QJsonArray changes; // on the bus, a list is one of texts
    for (const QJsonValue &vf : m_model->changes())
        changes += QString::fromUtf8(QJsonDocument(vf.toObject()).toJson(QJsonDocument::Compact));
    go(u"vf-configure"_s,
        {{u"device"_s, m_physical.toString()}, {u"vfs"_s, changes},
            {u"refused"_s, m_refused->currentData().toString()}},
        tr("A&pply"));
}

void VfGrid::go(const QString &kind, const QJsonObject &arguments, const QString &verb)
{
    m_message->clear();
    m_planning = true;
    showPending();
    m_connection.plan(kind, arguments, this, [this, kind, verb](const Result<PlanInfo> &plan) {
        m_planning = false;
        showPending();
        if (!plan)
            return m_message->showError(plan.error());
        const auto apply = [this, id = plan->id] {
            m_planning = true;
            showPending();
            m_connection.apply(id, this, [this](const Result<QString> &job) {
                m_planning = false;
                if (!job)
                    m_message->showError(job.error());
                else
                    follow(*job);
                showPending();
            });
        };
        if (plan->steps.isEmpty())
            return m_message->showText(tr("It is so already: there is nothing to do."));
        const bool isFile = kind == u"vf-keep"; // one wants to see what is written
        if (plan->loses.isEmpty() && !isFile)
            return apply();
        auto *review = new PlanReview(*plan, verb, this);
        if (isFile)
            review->openCommands();
        connect(review, &QDialog::accepted, this, apply);
        review->open();
    });
}

void VfGrid::follow(const QString &job)
{
    m_job = job;
    for (const JobInfo &known : m_connection.jobs())
        if (known.id == job)
            jobChanged(known);
}

void VfGrid::showRefused(const JobInfo &job)
{
    const QList<VfRefusal> refused = job.refused();
    m_model->setRefusals(refused);
    if (const QModelIndex first = m_model->firstWith(VfGridModel::Sign::Refused); first.isValid())
        m_view->setCurrentIndex(first);
    const int number = int(refused.size());
    const QString what = number == 1 ? tr("The driver refused 1 value; its cell is marked.")
                                     : tr("The driver refused %n values; their cells are marked.", nullptr, number);
    const QString then = job.error
        ? tr("Everything was put back. Change what was refused, or choose to keep the rest, and apply again.")
        : tr("The rest is set. Change what was refused and apply it again, or revert it.");
    m_message->showText(what + u' ' + errorText(refused.first().error) + u'\n' + then);
}

void VfGrid::jobChanged(const JobInfo &job)
{
    if (job.id != m_job || !job.isFinished())
        return;
    m_job.clear();
    if (!job.refused().isEmpty())
        showRefused(job);
    else if (job.error)
        m_message->showError(*job.error);
    showPending();
}

} // namespace laneway
