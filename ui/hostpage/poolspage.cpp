// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostpage/poolspage.h"

#include "client/connection.h"
#include "host/reasontext.h"
#include "models/devicemime.h"
#include "models/hostdevices.h"
#include "ui/hostpage/emptystate.h"
#include "ui/hostpage/vfcount.h"
#include "ui/hostpage/vfgrid.h"
#include "ui/icons.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QMimeData>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace laneway {

PoolsPage::PoolsPage(Connection &connection, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_devices(new HostDevices(connection, this))
    , m_pools(new PoolsModel(this))
    , m_pages(new QStackedWidget)
    , m_empty(new EmptyState)
    , m_list(new QWidget)
    , m_view(new QTreeView)
    , m_users(new QLabel)
    , m_count(new VfCount)
    , m_compute(this, [this](const QList<VfPool> &pools) { showPools(pools); })
{
    setObjectName(u"poolsPage"_s);
    m_pools->setConnectionName(connection.name());
    m_pools->setDecoration(themeIcon(u"laneway-pool"_s));
    m_view->setObjectName(u"poolsTree"_s);
    m_view->setAccessibleName(tr("Cards with virtual functions"));
    m_view->setModel(m_pools);
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAlternatingRowColors(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setDragEnabled(true);
    m_view->setDragDropMode(QAbstractItemView::DragOnly);
    m_view->header()->setResizeContentsPrecision(100);
    m_users->setObjectName(u"poolUsers"_s);
    m_users->setWordWrap(true);
    m_users->setTextFormat(Qt::PlainText);
    m_users->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);

    auto *cut = new QAction(tr("Cu&t a Free One for Assigning"), this);
    cut->setObjectName(u"cutFromPool"_s);
    cut->setShortcut(QKeySequence::Cut);
    cut->setShortcutContext(Qt::WidgetShortcut);
    connect(cut, &QAction::triggered, this, [this] {
        if (QMimeData *data = m_pools->mimeData(m_view->selectionModel()->selectedRows()))
            QApplication::clipboard()->setMimeData(data);
    });
    m_view->addAction(cut);
    auto *open = new QAction(tr("Virtual &Functions…"), this);
    open->setObjectName(u"openVfGrid"_s);
    open->setIcon(themeIcon(u"laneway-pool"_s));
    open->setShortcuts({QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)});
    open->setShortcutContext(Qt::WidgetShortcut);
    const auto openCurrent = [this] {
        if (const VfPool *pool = m_pools->pool(m_view->currentIndex()))
            showGrid(pool->physical);
    };
    connect(open, &QAction::triggered, this, openCurrent);
    connect(m_view, &QAbstractItemView::doubleClicked, this, openCurrent);
    m_view->addAction(open);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);

    auto *listLayout = new QVBoxLayout(m_list);
    listLayout->setContentsMargins(0, 0, 0, 0);
    listLayout->addWidget(m_view, 1);
    listLayout->addWidget(m_users);
    listLayout->addWidget(m_count);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_list);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);

    connect(m_devices, &HostDevices::updated, this,
        [this] { m_compute.ask([table = m_devices->table()] { return vfPools(table); }); });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &PoolsPage::showSelected);
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
}

QList<PciAddress> PoolsPage::selectedDevices() const
{
    QList<PciAddress> devices;
    for (const QModelIndex &index : m_view->selectionModel()->selectedRows())
        if (const VfPool *pool = m_pools->pool(index); pool && !pool->free.isEmpty())
            devices << pool->free.first();
    return devices;
}

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

void PoolsPage::showPools(const QList<VfPool> &pools)
{
    m_computed = true;
    m_pools->setPools(pools);
    if (!pools.isEmpty() && !std::exchange(m_sized, true))
        for (int column = 0; column < PoolsModel::ColumnCount; ++column)
            m_view->resizeColumnToContents(column);
    if (!m_view->currentIndex().isValid() && !pools.isEmpty())
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
    const QModelIndexList rows = m_view->selectionModel()->selectedRows();
    const VfPool *pool = rows.size() == 1 ? m_pools->pool(rows.first()) : nullptr;
    const HostSnapshot &host = m_devices->table().host;
    m_count->showFunction(host, pool ? host.find(pool->physical) : nullptr);
    if (!pool) {
        m_users->setText(rows.isEmpty() ? tr("Select a card to create virtual functions.") : QString());
    } else if (pool->created == 0) {
        m_users->setText(tr("%1 has no virtual functions yet.").arg(pool->name));
    } else {
        constexpr qsizetype most = 8; // a card can have 256
        QStringList lines = pool->users.first(std::min(most, pool->users.size()));
        if (pool->users.size() > most)
            lines << tr("and %n more", nullptr, int(pool->users.size() - most));
        lines.prepend(pool->free.isEmpty() ? tr("None is free.")
                : pool->free.size() == 1
                ? tr("1 is free. Drag the card onto a machine to give it that one.")
                : tr("%n are free. Drag the card onto a machine to give it one.", nullptr, int(pool->free.size())));
        m_users->setText(lines.join(u'\n'));
    }
}

} // namespace laneway
