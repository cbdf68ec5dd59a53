// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostpage/poolspage.h"

#include "host/reasontext.h"
#include "models/devicemime.h"
#include "models/hostdevices.h"
#include "ui/dragpicture.h"
#include "ui/hostpage/emptystate.h"
#include "ui/hostpage/networkxmldialog.h"
#include "ui/hostpage/vfcount.h"
#include "ui/hostpage/vfgrid.h"
#include "ui/icons.h"
#include "ui/machinepage/choicebar.h"
#include "ui/messagebar.h"
#include "ui/newpool/newpoolwizard.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDrag>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMimeData>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace laneway {

namespace {

/// Drags a small picture instead of its rows, which would cover the machines.
class PoolsView : public QTreeView
{
protected:
    void startDrag(Qt::DropActions actions) override
    {
        const QModelIndexList rows = selectionModel()->selectedRows();
        QMimeData *data = model()->mimeData(rows);
        if (!data)
            return;
        const int number = int(data->text().count(u'\n')) + 1;
        auto *drag = new QDrag(this);
        drag->setMimeData(data);
        drag->setPixmap(dragPicture(*this, rows.first().data(Qt::DecorationRole).value<QIcon>(),
            number == 1 ? data->text() : PoolsPage::tr("%n virtual functions", nullptr, number)));
        drag->exec(actions, Qt::CopyAction);
    }
};

} // namespace

PoolsPage::PoolsPage(Connection &connection, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_devices(new HostDevices(connection, this))
    , m_pools(new PoolsModel(this))
    , m_pages(new QStackedWidget)
    , m_empty(new EmptyState)
    , m_list(new QWidget)
    , m_message(new MessageBar)
    , m_choice(new ChoiceBar)
    , m_view(new PoolsView)
    , m_users(new QLabel)
    , m_count(new VfCount)
    , m_compute(this, [this](const QList<PoolRow> &rows) { showRows(rows); })
{
    setObjectName(u"poolsPage"_s);
    m_pools->setConnectionName(connection.name());
    m_pools->setDecoration([](const PoolRow &row) -> QVariant {
        return themeIcon(row.kind == PoolRow::Kind::Network ? u"laneway-pool"_s
                : row.kind == PoolRow::Kind::Physical       ? u"network-wired"_s
                                                            : u"laneway-device"_s);
    });
    m_view->setObjectName(u"poolsTree"_s);
    m_view->setAccessibleName(tr("Pools, cards and virtual functions"));
    m_view->setModel(m_pools);
    m_view->setUniformRowHeights(true);
    m_view->setAlternatingRowColors(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setExpandsOnDoubleClick(false);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setDragEnabled(true);
    m_view->setDragDropMode(QAbstractItemView::DragOnly);
    m_view->header()->setResizeContentsPrecision(100);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(PoolsModel::UsersColumn, QHeaderView::Stretch);
    m_users->setObjectName(u"poolUsers"_s);
    m_users->setWordWrap(true);
    m_users->setTextFormat(Qt::PlainText);
    m_users->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);

    auto *listLayout = new QVBoxLayout(m_list);
    listLayout->setContentsMargins(0, 0, 0, 0);
    listLayout->addWidget(makeTools());
    listLayout->addWidget(m_message);
    listLayout->addWidget(m_choice);
    listLayout->addWidget(m_view, 1);
    listLayout->addWidget(m_users);
    listLayout->addWidget(m_count);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_list);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);

    connect(m_devices, &HostDevices::updated, this, &PoolsPage::refresh);
    connect(&connection, &Connection::networksChanged, this, &PoolsPage::refresh);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &PoolsPage::showSelected);
    connect(m_pools, &QAbstractItemModel::dataChanged, this, &PoolsPage::showSelected);
    connect(m_count, &VfCount::planRequested, this, &PoolsPage::planRequested);
    connect(m_count, &VfCount::gridRequested, this, &PoolsPage::showGrid);
    connect(&connection, &Connection::failed, this, [this](const Error &error) {
        m_failure = errorText(error);
        showState();
    });
    connect(&connection, &Connection::ready, this, [this] { m_failure.clear(); });
    if (const auto failure = connection.failure())
        m_failure = errorText(*failure);
    showState();
    showSelected();
}

QAction *PoolsPage::add(
    const QString &name, const QString &icon, const QString &text, const std::function<void()> &then)
{
    auto *action = new QAction(themeIcon(icon), text, this);
    action->setObjectName(name);
    action->setShortcutContext(Qt::WidgetShortcut);
    connect(action, &QAction::triggered, this, then);
    m_view->addAction(action);
    return action;
}

QWidget *PoolsPage::makeTools()
{
    const auto current = [this] { return m_pools->row(m_view->currentIndex()); };
    const auto uuid = [current] { return current()->network.value_or(QUuid()); };
    QAction *create = add(u"newPool"_s, u"list-add"_s, tr("Ne&w Pool…"), [this] { newPool(); });
    create->setShortcut(QKeySequence::New);
    m_start = add(u"startPool"_s, u"media-playback-start"_s, tr("&Start"),
        [this, uuid] { m_connection.startNetwork(uuid(), this, answer()); });
    m_stop = add(u"stopPool"_s, u"process-stop"_s, tr("S&top"),
        [this, uuid] { m_connection.destroyNetwork(uuid(), this, answer()); });
    m_autostart = add(u"autostartPool"_s, u"system-shutdown"_s, tr("Start With the H&ost"), {});
    m_autostart->disconnect(this);
    m_autostart->setCheckable(true);
    connect(m_autostart, &QAction::triggered, this,
        [this, uuid](bool on) { m_connection.setNetworkAutostart(uuid(), on, this, answer()); });
    m_xml = add(u"poolXml"_s, u"utilities-terminal"_s, tr("Show &XML…"), [this, current] { showXml(*current()); });
    m_delete = add(u"deletePool"_s, u"window-close"_s, tr("&Delete"), [this, current] { deletePool(*current()); });
    m_delete->setShortcut(QKeySequence::Delete);
    auto *separator = new QAction(this);
    separator->setSeparator(true);
    m_view->addAction(separator);
    m_cut = add(u"cutFromPool"_s, u"edit-cut"_s, tr("&Cut for Assigning"), [this] {
        if (QMimeData *data = m_pools->mimeData(m_view->selectionModel()->selectedRows()))
            QApplication::clipboard()->setMimeData(data);
    });
    m_cut->setShortcut(QKeySequence::Cut);
    const auto openCurrent = [this] {
        if (const auto physical = m_pools->physicalOf(m_view->currentIndex()))
            showGrid(*physical);
        else // a pool of several cards
            m_view->setExpanded(m_view->currentIndex(), !m_view->isExpanded(m_view->currentIndex()));
    };
    m_open = add(u"openVfGrid"_s, u"laneway-edited"_s, tr("Set &Virtual Functions…"), openCurrent);
    m_open->setShortcuts({QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)});
    connect(m_view, &QAbstractItemView::doubleClicked, this, openCurrent);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);

    auto *tools = new QWidget;
    auto *row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    for (QAction *action : {create, m_start, m_stop, m_autostart, m_xml, m_delete}) {
        auto *button = new QToolButton;
        button->setObjectName(action->objectName() + u"Button"_s);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        row->addWidget(button);
    }
    row->addStretch(1);
    return tools;
}

QList<PciAddress> PoolsPage::selectedDevices() const
{
    QList<PciAddress> devices;
    for (const QModelIndex &index : m_view->selectionModel()->selectedRows())
        if (const PoolRow *row = m_pools->row(index);
            row && !row->free.isEmpty() && !devices.contains(row->free.first()))
            devices << row->free.first();
    return devices;
}

// ---- grids -----------------------------------------------------------------------------------------

void PoolsPage::showGrid(const PciAddress &physical)
{
    VfGrid *&grid = m_grids[physical];
    if (!grid) {
        grid = new VfGrid(m_connection, *m_devices, physical);
        m_pages->addWidget(grid);
        connect(grid, &VfGrid::backRequested, this, [this] {
            showList();
            m_view->setFocus();
        });
    }
    m_pages->setCurrentWidget(grid);
    grid->setFocus();
}

void PoolsPage::takeFocus()
{
    QWidget *shown = m_pages->currentWidget();
    // The list has it once the host is read.
    (shown == m_list || shown == m_empty ? m_view : shown)->setFocus(Qt::ShortcutFocusReason);
}

bool PoolsPage::hasUnsavedChanges() const
{
    return std::any_of(m_grids.cbegin(), m_grids.cend(), [](const VfGrid *grid) { return grid->hasUnsavedChanges(); });
}

bool PoolsPage::leave(std::function<void()> then)
{
    for (auto grid = m_grids.cbegin(); grid != m_grids.cend(); ++grid)
        if (!(*grid)->leave(then)) {
            showGrid(grid.key());
            return false;
        }
    return true;
}

// ---- what there is ---------------------------------------------------------------------------------

void PoolsPage::refresh()
{
    if (m_devices->isReady())
        m_compute.ask(
            [table = m_devices->table(), networks = m_connection.networks()] { return poolRows(table, networks); });
}

void PoolsPage::showRows(const QList<PoolRow> &rows)
{
    m_computed = true;
    m_pools->setRows(rows);
    if (!rows.isEmpty() && !std::exchange(m_sized, true)) {
        for (int column = 0; column < PoolsModel::ColumnCount; ++column)
            m_view->resizeColumnToContents(column);
        // Room for what comes later: cards in a pool, functions in it.
        const int em = fontMetrics().height();
        m_view->setColumnWidth(
            PoolsModel::NameColumn, qMin(m_view->columnWidth(PoolsModel::NameColumn) + m_view->indentation(), 24 * em));
        const auto widen = [&](int column, const QString &text) {
            m_view->setColumnWidth(
                column, qMax(m_view->columnWidth(column), fontMetrics().horizontalAdvance(text) + em));
        };
        widen(PoolsModel::StateColumn, tr("Stopped, starts with the host"));
        widen(PoolsModel::FreeColumn, u"256 of 256"_s);
        widen(PoolsModel::AddressColumn, u"0000:00:00.0"_s);
    }
    if (const QModelIndex made = m_toSelect ? m_pools->indexOfNetwork(*m_toSelect) : QModelIndex(); made.isValid()) {
        m_view->setCurrentIndex(made);
        m_toSelect.reset();
    }
    if (!m_view->currentIndex().isValid() && !rows.isEmpty())
        m_view->setCurrentIndex(m_pools->index(0, 0));
    showState();
    showSelected();
}

void PoolsPage::showState()
{
    if (!m_failure.isEmpty())
        m_empty->say(tr("There is no connection to this host."), m_failure);
    else if (!m_computed)
        m_empty->say(tr("Reading the host…"));
    else if (m_pools->rowCount() == 0)
        m_empty->say(tr("This host has no card with SR-IOV."),
            tr("A card with SR-IOV splits into virtual functions, which are given to machines one by one. If there "
               "should be one, look for SR-IOV in the firmware of the host and of the card."));
    if (!m_grids.values().contains(m_pages->currentWidget()))
        showList();
}

void PoolsPage::showList()
{
    m_pages->setCurrentWidget(m_failure.isEmpty() && m_pools->rowCount() > 0 ? m_list : m_empty);
}

void PoolsPage::showSelected()
{
    const QModelIndexList selected = m_view->selectionModel()->selectedRows();
    const QModelIndex only = selected.size() == 1 ? selected.first() : QModelIndex();
    const PoolRow *row = m_pools->row(only);
    const bool pool = row && row->network;
    const HostSnapshot &host = m_devices->table().host;
    const auto physical = m_pools->physicalOf(only);
    m_count->showFunction(host, physical ? host.find(*physical) : nullptr);
    m_open->setEnabled(physical.has_value());
    m_cut->setEnabled(std::any_of(selected.cbegin(), selected.cend(),
        [](const QModelIndex &index) { return index.flags().testFlag(Qt::ItemIsDragEnabled); }));
    m_start->setEnabled(pool && !row->active);
    m_stop->setEnabled(pool && row->active && !row->leased);
    m_autostart->setEnabled(pool && row->persistent);
    m_autostart->setChecked(pool && row->autostart);
    m_xml->setEnabled(pool);
    m_delete->setEnabled(pool && !row->leased);
    const QString leased = pool && row->leased ? tr("Machines have functions of it: %1.").arg(row->users) : QString();
    m_stop->setToolTip(leased.isEmpty() ? tr("Machines get no function of it any more") : leased);
    m_delete->setToolTip(leased.isEmpty() ? tr("Forgets the pool; its virtual functions stay") : leased);
    m_start->setToolTip(tr("Machines can get functions of it"));
    m_autostart->setToolTip(tr("Started by itself whenever the host starts"));
    if (row)
        m_users->setText(row->about.join(u'\n'));
    else
        m_users->setText(
            selected.isEmpty() ? tr("Select a card to create virtual functions, or make a pool of them.") : QString());
    m_users->setVisible(!m_users->text().isEmpty());
}

// ---- pools -----------------------------------------------------------------------------------------

Connection::Answer<void> PoolsPage::answer()
{
    m_message->clear();
    return [this](const Result<> &done) {
        if (!done)
            m_message->showError(done.error());
        showSelected(); // a switch that did not go over shows what is
    };
}

void PoolsPage::newPool()
{
    m_message->clear();
    auto *wizard = new NewPoolWizard(m_connection, *m_devices, m_pools->physicalOf(m_view->currentIndex()), this);
    connect(wizard, &QDialog::finished, m_view, qOverload<>(&QWidget::setFocus));
    connect(wizard, &NewPoolWizard::made, this, [this](const QUuid &network, bool start, bool autostart) {
        m_toSelect = network;
        if (autostart)
            m_connection.setNetworkAutostart(network, true, this, answer());
        if (start)
            m_connection.startNetwork(network, this, answer());
    });
    wizard->open();
}

void PoolsPage::deletePool(const PoolRow &pool)
{
    m_message->clear();
    m_connection.networkXml(*pool.network, true, this, [this, pool](const Result<QString> &xml) {
        if (!xml)
            return m_message->showError(xml.error());
        if (!pool.active)
            return forget(pool, *xml);
        m_connection.destroyNetwork(*pool.network, this, [this, pool, xml = *xml](const Result<> &stopped) {
            stopped ? forget(pool, xml) : m_message->showError(stopped.error());
        });
    });
}

void PoolsPage::forget(const PoolRow &pool, const QString &xml)
{
    const auto bringBack = [this, pool, xml] {
        m_connection.defineNetwork(xml, this, [this, pool](const Result<QUuid> &uuid) {
            if (!uuid)
                return m_message->showError(uuid.error());
            if (pool.autostart)
                m_connection.setNetworkAutostart(*uuid, true, this, answer());
            if (pool.active)
                m_connection.startNetwork(*uuid, this, answer());
        });
    };
    m_connection.undefineNetwork(*pool.network, this, [this, bringBack, name = pool.name](const Result<> &gone) {
        if (!gone)
            return m_message->showError(gone.error());
        m_choice->ask(tr("The pool %1 is deleted.").arg(name),
            {{tr("&Bring It Back"), u"bringPoolBack"_s, bringBack},
                {tr("C&lose"), u"closePoolDeleted"_s, [this] { m_view->setFocus(); }}});
    });
}

void PoolsPage::showXml(const PoolRow &pool)
{
    auto *dialog = new NetworkXmlDialog(pool.name, pool.active, this);
    for (const bool inactive : {true, false}) {
        if (!inactive && !pool.active)
            continue;
        m_connection.networkXml(*pool.network, inactive, dialog,
            [dialog, inactive](const Result<QString> &xml) { dialog->show(inactive, xml); });
    }
    dialog->open();
}

} // namespace laneway
