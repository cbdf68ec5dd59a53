// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow.h"

#include "models/devicemime.h"
#include "models/jobsmodel.h"
#include "ui/activitypanel.h"
#include "ui/addhardware/addhardwarewizard.h"
#include "ui/connectdialog.h"
#include "ui/console/consoletab.h"
#include "ui/contextmenukey.h"
#include "ui/devicedrop.h"
#include "ui/editactions.h"
#include "ui/focusedge.h"
#include "ui/hostbanner.h"
#include "ui/hostpage/devicetree.h"
#include "ui/hostpage/emptystate.h"
#include "ui/hostpage/hostpage.h"
#include "ui/hostpage/poolspage.h"
#include "ui/icons.h"
#include "ui/images/imagesdialog.h"
#include "ui/machineactions.h"
#include "ui/machinepage/machinepage.h"
#include "ui/messagebar.h"
#include "ui/navigator.h"
#include "ui/newmachine/newmachinewizard.h"
#include "ui/planreview.h"
#include "ui/shortcutswindow.h"
#include "ui/stallmeter.h"
#include "ui/wheelguard.h"
#include "ui/windowstate.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDockWidget>
#include <QDrag>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPointer>
#include <QPushButton>
#include <QScreen>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QStyle>
#include <QThreadPool>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace laneway {

namespace {

const QString hostDevicesPlace = u"host-devices"_s;
const QString poolsPlace = u"vf-pools"_s;

std::optional<DomainInfo> machineOf(const Connection &connection, const QUuid &uuid)
{
    for (const DomainInfo &domain : connection.domains())
        if (domain.uuid == uuid)
            return domain;
    return std::nullopt;
}

/// What to do next is to make one; a simulated host is there to be looked at.
bool isWithoutMachines(const Connection &connection)
{
    return connection.isReady() && connection.domains().isEmpty() && !connection.host().simulated;
}

/// Calls @p then once the job has ended, which may have been by now.
void whenEnded(
    Connection &connection, const QString &job, QObject *context, const std::function<void(const JobInfo &)> &then)
{
    for (const JobInfo &known : connection.jobs())
        if (known.id == job && known.isFinished())
            return then(known);
    auto *wait = new QObject(context);
    QObject::connect(&connection, &Connection::jobChanged, wait, [wait, then, job](const JobInfo &now) {
        if (now.id != job || !now.isFinished())
            return;
        wait->deleteLater();
        then(now);
    });
}

std::optional<DraggedDevices> cutDevices()
{
    const QMimeData *data = QApplication::clipboard()->mimeData(); // none on some platforms
    return data && data->hasFormat(deviceMimeType.toString()) ? decode(*data) : std::nullopt;
}

} // namespace

MainWindow::MainWindow(std::unique_ptr<Connection> connection, QWidget *parent)
    : QMainWindow(parent)
    , m_places(new NavigatorModel(this))
    , m_jobs(new JobsModel(this))
    , m_navigator(new Navigator(*m_places))
    , m_banner(new HostBanner)
    , m_message(new MessageBar)
    , m_pages(new QStackedWidget)
    , m_welcome(new EmptyState)
    , m_newMachineButton(new QPushButton(themeIcon(u"document-new"_s), tr("New Machine…")))
    , m_splitter(new QSplitter)
    , m_activity(new ActivityPanel(*m_jobs))
    , m_state(new QLabel)
{
    setObjectName(u"mainWindow"_s);
    FocusEdge::install();
    ContextMenuKey::install();
    WheelGuard::install();

    auto *center = new QWidget;
    auto *centerLayout = new QVBoxLayout(center);
    centerLayout->addWidget(m_banner);
    centerLayout->addWidget(m_message);
    centerLayout->addWidget(m_pages, 1);
    m_splitter->setObjectName(u"mainSplitter"_s);
    auto *places = new QWidget;
    auto *placesLayout = new QVBoxLayout(places);
    placesLayout->setContentsMargins(0, 0, 0, 0);
    placesLayout->addWidget(m_navigator, 1);
    placesLayout->addWidget(m_newMachineButton);
    m_newMachineButton->setObjectName(u"newMachineButton"_s);
    m_newMachineButton->setAutoDefault(false);
    m_welcome->setObjectName(u"welcome"_s);
    m_pages->addWidget(m_welcome);
    m_splitter->addWidget(places);
    m_splitter->addWidget(center);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({285, 1000}); // proportions
    m_splitter->setCollapsible(1, false);
    setCentralWidget(m_splitter);

    auto *dock = new QDockWidget(tr("Activity"), this);
    dock->setObjectName(u"activityDock"_s);
    dock->setWidget(m_activity);
    addDockWidget(Qt::BottomDockWidgetArea, dock);
    m_state->setTextFormat(Qt::PlainText);
    statusBar()->addWidget(m_state, 1);
#ifndef NDEBUG
    m_stalls = new StallMeter(this);
    auto *stalls = new QLabel;
    stalls->setObjectName(u"stallMeter"_s);
    stalls->setToolTip(tr("The longest time that this window did not answer, so far"));
    statusBar()->addPermanentWidget(stalls);
    connect(m_stalls, &StallMeter::stalled, stalls,
        [stalls](double ms) { stalls->setText(tr("longest pause %1 ms").arg(ms, 0, 'f', 1)); });
#endif
    makeActions();
    // A frame comes around it, whose size nobody knows before the window is shown.
    const int frame = style()->pixelMetric(QStyle::PM_TitleBarHeight);
    resize(QSize(fontMetrics().averageCharWidth() * 222, fontMetrics().height() * 52)
               .boundedTo(screen()->availableSize() - QSize(frame, frame * 2)));
    resizeDocks({dock}, {fontMetrics().height() * 7}, Qt::Vertical);
    windowstate::restore(*this);
    windowstate::restore(*m_splitter);
    windowstate::restore(*m_activity->tree());

    connect(m_navigator, &Navigator::chosen, this, [this](const QModelIndex &index) {
        Connection *connection = m_places->connection(index);
        Host *host = connection ? hostOf(*connection) : nullptr;
        if (!host)
            return;
        go(*host,
            {NavigatorModel::Kind(index.data(NavigatorModel::KindRole).toInt()),
                index.data(NavigatorModel::UuidRole).toUuid()});
    });
    connect(m_navigator, &Navigator::openedByDrag, this, [this](QDrag *drag) {
        if (drag)
            comeBackAfter(*drag);
    });
    connect(m_navigator, &Navigator::devicesDropped, this,
        [this](Connection &connection, const QUuid &machine, const QList<PciAddress> &devices) {
            m_beforeDrag.reset();
            if (Host *host = hostOf(connection))
                addHardware(*host, machine, devices);
        });
    connect(m_navigator, &Navigator::poolDropped, this,
        [this](Connection &connection, const QUuid &machine, const QString &pool) {
            m_beforeDrag.reset();
            if (Host *host = hostOf(connection))
                addHardware(*host, machine, {}, pool);
        });
    connect(m_navigator, &QWidget::customContextMenuRequested, this, [this](const QPoint &position) {
        updateActions();
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        if (m_place.kind == NavigatorModel::Kind::Machine)
            fillMachineMenu(*menu), menu->addAction(m_paste);
        else
            menu->addActions({m_newMachine, m_import, m_disconnect});
        menu->popup(m_navigator->viewport()->mapToGlobal(position));
    });
    connect(m_banner, &HostBanner::actionRequested, this, [this] {
        if (m_host)
            m_host->connection->tryAgain();
    });
    connect(m_activity, &ActivityPanel::undoRequested, this, [this](Connection &connection, const QString &job) {
        planAndApply(connection, u"undo"_s, {{u"job"_s, job}});
    });
    connect(m_newMachineButton, &QPushButton::clicked, m_newMachine, &QAction::trigger);
    connect(m_welcome, &EmptyState::actionRequested, m_newMachine, &QAction::trigger);
    addConnection(std::move(connection));
}

MainWindow::~MainWindow()
{
    // Pages use their connection until they are gone.
    for (const auto &host : m_hosts) {
        delete host->hostPage;
        delete host->poolsPage;
        delete host->machinePage;
    }
}

// ---- hosts ----------------------------------------------------------------------------------------

void MainWindow::addConnection(std::unique_ptr<Connection> connection)
{
    m_hosts.push_back(std::make_unique<Host>());
    Host &host = *m_hosts.back();
    host.connection = std::move(connection);
    m_places->addConnection(*host.connection);
    m_jobs->addConnection(*host.connection);
    followHost(host);
    goToFirstPlace(host);
}

void MainWindow::followHost(Host &host)
{
    Connection *connection = host.connection.get();
    const auto update = [this, connection] {
        if (Host *host = hostOf(*connection))
            updateHost(*host);
    };
    connect(connection, &Connection::ready, this, update);
    connect(connection, &Connection::hostChanged, this, update);
    connect(connection, &Connection::domainsChanged, this, update);
    connect(connection, &Connection::connecting, this, update);
    connect(connection, &Connection::failed, this, update);
}

void MainWindow::updateHost(Host &host)
{
    if (&host != m_host)
        return;
    if (host.connection->isReady() && m_place.kind == NavigatorModel::Kind::Machine
        && !machineOf(*host.connection, m_place.machine))
        return showPlace(host,
            {isWithoutMachines(*host.connection) ? NavigatorModel::Kind::Connection : NavigatorModel::Kind::HostDevices,
                {}});
    if (host.connection->isReady() && m_pages->currentWidget() == m_welcome)
        sayWelcome();
    sayWhere();
}

void MainWindow::goToFirstPlace(Host &host)
{
    const QString last = windowstate::place(host.connection->name());
    Place place{NavigatorModel::Kind::HostDevices, {}};
    if (last == poolsPlace)
        place.kind = NavigatorModel::Kind::VfPools;
    go(host, place);
    if (last == poolsPlace || last == hostDevicesPlace)
        return;
    const QUuid machine = QUuid::fromString(last);
    // Which machines there are is known once the helper has answered; by then the person may have
    // gone elsewhere.
    connect(
        host.connection.get(), &Connection::ready, this,
        [this, machine, connection = host.connection.get()] {
            Host *host = hostOf(*connection);
            if (!host || host != m_host || m_place.kind != NavigatorModel::Kind::HostDevices)
                return;
            if (machineOf(*connection, machine))
                go(*host, {NavigatorModel::Kind::Machine, machine});
            else if (isWithoutMachines(*connection))
                go(*host, {NavigatorModel::Kind::Connection, {}});
        },
        Qt::SingleShotConnection);
}

MainWindow::Host *MainWindow::hostOf(const Connection &connection)
{
    const auto it = std::find_if(
        m_hosts.begin(), m_hosts.end(), [&](const auto &host) { return host->connection.get() == &connection; });
    return it == m_hosts.end() ? nullptr : it->get();
}

void MainWindow::disconnectHost(Connection &connection)
{
    Host *host = hostOf(connection);
    if (!host || m_hosts.size() < 2)
        return;
    m_places->removeConnection(connection);
    m_jobs->removeConnection(connection);
    for (QWidget *page : {static_cast<QWidget *>(host->hostPage), static_cast<QWidget *>(host->poolsPage),
             static_cast<QWidget *>(host->machinePage)})
        delete page;
    const bool wasShown = host == m_host;
    if (wasShown)
        m_host = nullptr;
    m_hosts.erase(std::find_if(m_hosts.begin(), m_hosts.end(), [&](const auto &h) { return h.get() == host; }));
    if (wasShown)
        showPlace(*m_hosts.front(), {NavigatorModel::Kind::HostDevices, {}});
}

// ---- places ---------------------------------------------------------------------------------------

template <typename Page> void MainWindow::carryOutPlansOf(Page *page, Connection &connection)
{
    connect(page, &Page::planRequested, this, [this, &connection](const QString &kind, const QJsonObject &arguments) {
        planAndApply(connection, kind, arguments);
    });
}

HostPage *MainWindow::hostPage(Host &host)
{
    if (host.hostPage)
        return host.hostPage;
    Connection &connection = *host.connection;
    host.hostPage = new HostPage(connection);
    m_pages->addWidget(host.hostPage);
    if (auto *tree = host.hostPage->findChild<DeviceView *>(); tree && windowstate::restore(*tree))
        tree->keepColumns();
    if (auto *splitter = host.hostPage->findChild<QSplitter *>())
        windowstate::restore(*splitter);
    carryOutPlansOf(host.hostPage, connection);
    connect(host.hostPage, &HostPage::gridRequested, this, [this, &host](const PciAddress &physical) {
        go(host, {NavigatorModel::Kind::VfPools, {}});
        poolsPage(host)->showGrid(physical);
    });
    connect(host.hostPage, &HostPage::assignRequested, this,
        [this, &host](const QUuid &machine, const QList<PciAddress> &devices) { addHardware(host, machine, devices); });
    return host.hostPage;
}

PoolsPage *MainWindow::poolsPage(Host &host)
{
    if (host.poolsPage)
        return host.poolsPage;
    Connection &connection = *host.connection;
    host.poolsPage = new PoolsPage(connection);
    m_pages->addWidget(host.poolsPage);
    carryOutPlansOf(host.poolsPage, connection);
    return host.poolsPage;
}

MachinePage *MainWindow::machinePage(Host &host)
{
    if (host.machinePage)
        return host.machinePage;
    Connection &connection = *host.connection;
    MachinePage *page = host.machinePage = new MachinePage(connection);
    m_pages->addWidget(page);
    // The list of what the machine has is as good a place to drop a device as its name is.
    auto *drop = new DeviceDrop(*page->hardwareList(), [this, &connection](const QPoint &) -> std::optional<DropSite> {
        const auto machine = machineOf(connection, m_place.machine);
        return machine ? std::optional(DropSite{&connection, {machine->uuid, machine->name}}) : std::nullopt;
    });
    connect(drop, &DeviceDrop::dropped, this,
        [this, &host](Connection &, const QUuid &machine, const QList<PciAddress> &devices) {
            m_beforeDrag.reset();
            addHardware(host, machine, devices);
        });
    connect(
        drop, &DeviceDrop::poolDropped, this, [this, &host](Connection &, const QUuid &machine, const QString &pool) {
            m_beforeDrag.reset();
            addHardware(host, machine, {}, pool);
        });
    connect(page, &MachinePage::addHardwareRequested, this,
        [this, &host](const QUuid &machine) { addHardware(host, machine, {}); });
    connect(page, &MachinePage::jobWanted, this, [this, &connection](const QString &job) {
        findChild<QDockWidget *>(u"activityDock"_s)->show();
        m_activity->showJob(connection, job);
    });
    connect(page, &MachinePage::keyboardGrabbed, this, [this](bool grabbed) {
        m_grabbed = grabbed;
        sayTitle();
    });
    carryOutPlansOf(page, connection);
    connect(page, &MachinePage::definitionEdited, this,
        [this, &connection](const QUuid &machine, const QString &xml) { saveDefinition(connection, machine, xml); });
    return page;
}

void MainWindow::leavePage(std::function<void()> then)
{
    if (m_host && m_host->machinePage && m_pages->currentWidget() == m_host->machinePage
        && !m_host->machinePage->leave(then))
        return sayWhere();
    then();
}

bool MainWindow::leaveGrids(Host &host, std::function<void()> then)
{
    if (!host.poolsPage || !host.poolsPage->hasUnsavedChanges())
        return true;
    showPlace(host, {NavigatorModel::Kind::VfPools, {}});
    return host.poolsPage->leave(std::move(then));
}

void MainWindow::go(Host &host, const Place &place)
{
    if (&host == m_host && place.kind == m_place.kind && place.machine == m_place.machine)
        return sayWhere();
    leavePage([this, connection = QPointer<Connection>(host.connection.get()), place] {
        if (Host *host = connection ? hostOf(*connection) : nullptr)
            showPlace(*host, place);
    });
}

void MainWindow::showPlace(Host &host, const Place &place)
{
    m_host = &host;
    m_place = place;
    m_message->clear();
    switch (place.kind) {
    case NavigatorModel::Kind::Machine:
        machinePage(host)->showDomain(place.machine);
        m_pages->setCurrentWidget(host.machinePage);
        if (const auto failed = host.failures.take(place.machine); failed.error)
            host.machinePage->showFailure(failed);
        break;
    case NavigatorModel::Kind::VfPools: m_pages->setCurrentWidget(poolsPage(host)); break;
    case NavigatorModel::Kind::Connection:
        if (isWithoutMachines(*host.connection)) {
            sayWelcome();
            m_pages->setCurrentWidget(m_welcome);
            break;
        }
        [[fallthrough]];
    case NavigatorModel::Kind::HostDevices: m_pages->setCurrentWidget(hostPage(host)); break;
    }
    sayWhere();
}

void MainWindow::sayWelcome()
{
    if (isWithoutMachines(*m_host->connection))
        m_welcome->say(tr("No machines yet"),
            tr("A new machine is made from an installation medium, or from a disk that there is. "
               "File > Import Machine Definition takes one over from libvirt."),
            m_newMachine->text());
    else
        m_welcome->say(tr("Choose a machine in the list"), {}, m_newMachine->text());
}

void MainWindow::comeBackAfter(QDrag &drag)
{
    if (m_beforeDrag || !m_host)
        return;
    m_beforeDrag = {m_host->connection.get(), m_place};
    connect(&drag, &QObject::destroyed, this, [this] {
        const auto before = std::exchange(m_beforeDrag, std::nullopt);
        if (Host *host = before && before->first ? hostOf(*before->first) : nullptr)
            go(*host, before->second);
    });
}

void MainWindow::sayWhere()
{
    if (!m_host)
        return;
    const Connection &connection = *m_host->connection;
    // A host's own row shows its devices, and stays where the keyboard is.
    m_navigator->showAs(connection.name(), m_place.kind, m_place.machine);
    const auto lost = connectionObstacle(connection);
    // What devices lack is said where there are devices.
    const bool showsHost = m_place.kind != NavigatorModel::Kind::Machine && m_pages->currentWidget() != m_welcome;
    m_banner->showObstacle(
        lost || !showsHost ? lost : hostObstacle(connection.host(), connection.name()), connection.name());
    sayTitle();
    if (connection.failure() && !connection.isConnecting())
        m_state->setText(tr("Not connected to %1").arg(connection.name()));
    else if (!connection.isReady())
        m_state->setText(tr("Connecting to %1…").arg(connection.name()));
    else if (connection.host().simulated)
        m_state->setText(tr("%1: a simulated host, nothing real is touched").arg(connection.name()));
    else
        m_state->setText(tr("Connected to %1").arg(connection.name()));
    updateActions();
}

void MainWindow::sayTitle()
{
    if (!m_host)
        return;
    const Connection &connection = *m_host->connection;
    QString what = connection.name();
    if (const auto machine = machineOf(connection, m_place.machine))
        what = tr("%1 on %2").arg(machine->name, connection.name());
    if (m_grabbed)
        what += u" – "_s + ConsoleTab::releaseHint();
    setWindowTitle(what); // the program's name follows by itself
}

// ---- actions --------------------------------------------------------------------------------------

void MainWindow::makeActions()
{
    const auto add = [this](QMenu *menu, const QString &icon, const QString &text, const QString &name,
                         const QKeySequence &keys, auto &&slot) {
        QAction *action = menu->addAction(themeIcon(icon), text);
        action->setObjectName(name);
        action->setShortcut(keys);
        connect(action, &QAction::triggered, this, slot);
        return action;
    };

    QMenu *file = menuBar()->addMenu(tr("&File"));
    m_newMachine = add(file, u"document-new"_s, tr("&New Machine…"), u"newMachine"_s, QKeySequence(tr("Ctrl+Shift+M")),
        [this] { newMachine(); });
    add(file, u"network-wired"_s, tr("&Connect to Host…"), u"connectToHost"_s, QKeySequence(tr("Ctrl+Shift+N")),
        [this] { connectToHost(); });
    m_disconnect = add(file, u"window-close"_s, tr("&Disconnect"), u"disconnectHost"_s, {}, [this] {
        const auto disconnect = [this] { disconnectHost(*m_host->connection); };
        if (m_host && leaveGrids(*m_host, disconnect))
            leavePage(disconnect);
    });
    m_import = add(file, u"document-open"_s, tr("&Import Machine Definition…"), u"importDefinition"_s,
        QKeySequence::Open, [this] { importDefinition(); });
    m_images = add(file, u"drive-harddisk"_s, tr("Disk I&mages…"), u"diskImages"_s, QKeySequence(tr("Ctrl+Shift+D")),
        [this] { showImages(); });
    file->addSeparator();
    add(file, u"application-exit"_s, tr("&Quit"), u"quit"_s, QKeySequence::Quit, [this] { close(); });

    QMenu *edit = menuBar()->addMenu(tr("&Edit"));
    edit->setObjectName(u"editMenu"_s);
    new EditActions(*edit, *this);
    edit->addSeparator();
    m_paste = add(edit, u"edit-paste"_s, tr("Assi&gn Cut Devices…"), u"pasteDevices"_s,
        QKeySequence(tr("Ctrl+Shift+V")), [this] { pasteDevices(); });

    QMenu *machine = menuBar()->addMenu(tr("&Machine"));
    machine->setObjectName(u"machineMenu"_s);
    m_machineActions = new MachineActions(this, {});
    connect(m_machineActions, &MachineActions::planRequested, this, &MainWindow::planAndApply);
    connect(m_machineActions, &MachineActions::failed, this, &MainWindow::showError);
    connect(m_machineActions, &MachineActions::told, this, [this](const QString &text) { m_message->showText(text); });
    connect(m_machineActions, &MachineActions::asked, this, [this](const QUuid &machine, MachineAct what) {
        if (m_host && m_host->machinePage)
            m_host->machinePage->showAsked(machine, what);
    });
    m_addHardware = add(machine, u"list-add"_s, tr("&Add Hardware…"), u"addHardwareAction"_s,
        QKeySequence(tr("Ctrl+Shift+A")), [this] { addHardware(*m_host, m_place.machine, {}); });
    machine->removeAction(m_addHardware); // in the order of the context menu
    fillMachineMenu(*machine);

    QMenu *view = menuBar()->addMenu(tr("&View"));
    const auto goTo = [this](NavigatorModel::Kind kind) {
        return [this, kind] {
            go(*m_host, {kind, {}});
            if (m_place.kind != kind) // a page asks about unsaved changes
                return;
            kind == NavigatorModel::Kind::VfPools ? poolsPage(*m_host)->takeFocus() : hostPage(*m_host)->takeFocus();
        };
    };
    add(view, u"laneway-device"_s, tr("&Host Devices"), u"showHost"_s, QKeySequence(tr("Ctrl+1")),
        goTo(NavigatorModel::Kind::HostDevices));
    add(view, u"laneway-pool"_s, tr("&VF Pools"), u"showPools"_s, QKeySequence(tr("Ctrl+2")),
        goTo(NavigatorModel::Kind::VfPools));
    add(view, u"view-list-tree"_s, tr("&Navigator"), u"focusNavigator"_s, QKeySequence(tr("Ctrl+0")),
        [this] { m_navigator->setFocus(Qt::ShortcutFocusReason); });
    view->addSeparator();
    QAction *activity = findChild<QDockWidget *>(u"activityDock"_s)->toggleViewAction();
    activity->setObjectName(u"showActivity"_s);
    activity->setText(tr("&Activity"));
    activity->setShortcut(QKeySequence(tr("Ctrl+J")));
    view->addAction(activity);

    QMenu *help = menuBar()->addMenu(tr("&Help"));
    add(help, u"input-keyboard"_s, tr("&Keyboard Shortcuts"), u"showShortcuts"_s, QKeySequence(tr("Ctrl+?")),
        [this] { (new ShortcutsWindow(this))->open(); });

    for (QMenu *menu : {file, edit, machine})
        connect(menu, &QMenu::aboutToShow, this, &MainWindow::updateActions);
    connect(QApplication::clipboard(), &QClipboard::dataChanged, this, &MainWindow::updateActions);
}

void MainWindow::fillMachineMenu(QMenu &menu)
{
    m_machineActions->addTo(menu);
    menu.addSeparator();
    menu.addAction(m_addHardware);
}

void MainWindow::updateActions()
{
    const auto machine
        = m_host && m_host->connection->isReady() ? machineOf(*m_host->connection, m_place.machine) : std::nullopt;
    m_machineActions->setMachine(machine ? m_host->connection.get() : nullptr, m_place.machine);
    m_addHardware->setEnabled(machine.has_value());
    m_paste->setEnabled(machine && cutDevices());
    m_disconnect->setEnabled(m_hosts.size() > 1);
    m_images->setEnabled(m_host && m_host->connection->isReady() && !m_host->connection->host().readOnly);
    m_newMachine->setEnabled(m_host && m_host->connection->isReady() && !m_host->connection->host().readOnly);
    m_newMachineButton->setEnabled(m_newMachine->isEnabled());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    for (const auto &host : m_hosts) {
        if (!leaveGrids(*host, [this] { close(); }))
            return event->ignore();
        if (!host->machinePage || !host->machinePage->hasUnsavedChanges())
            continue;
        event->ignore();
        showPlace(*host, {NavigatorModel::Kind::Machine, host->machinePage->domain()});
        host->machinePage->leave([this] { close(); });
        return;
    }
    windowstate::save(*this);
    windowstate::save(*m_splitter);
    windowstate::save(*m_activity->tree());
    for (const auto &host : m_hosts)
        if (host->hostPage) {
            for (const QTreeView *tree : host->hostPage->findChildren<QTreeView *>())
                windowstate::save(*tree);
            for (const QSplitter *splitter : host->hostPage->findChildren<QSplitter *>())
                windowstate::save(*splitter);
        }
    if (m_host) {
        QString place = hostDevicesPlace;
        if (m_place.kind == NavigatorModel::Kind::Machine)
            place = m_place.machine.toString(QUuid::WithoutBraces);
        else if (m_place.kind == NavigatorModel::Kind::VfPools)
            place = poolsPlace;
        else if (m_pages->currentWidget() == m_welcome)
            place.clear();
        windowstate::savePlace(m_host->connection->name(), place);
    }
    event->accept();
}

void MainWindow::addHardware(Host &host, const QUuid &machine, const QList<PciAddress> &devices, const QString &pool)
{
    Connection &connection = *host.connection;
    const auto domain = machineOf(connection, machine);
    if (!domain)
        return;
    auto *wizard = new AddHardwareWizard(connection, *domain, devices, this);
    wizard->setAttribute(Qt::WA_DeleteOnClose);
    if (!pool.isEmpty())
        wizard->preselectPool(pool);
    connect(wizard, &AddHardwareWizard::planAccepted, this, [this, &connection, machine](const QString &plan) {
        Host *host = hostOf(connection);
        if (host && host->machinePage && host->machinePage->domain() == machine)
            host->machinePage->expectHardware();
        apply(connection, plan);
    });
    wizard->open();
}

void MainWindow::showImages()
{
    if (!m_host || !m_host->connection->isReady())
        return;
    Connection &connection = *m_host->connection;
    auto *dialog = new ImagesDialog(connection, this);
    connect(dialog, &ImagesDialog::planRequested, dialog,
        [dialog, &connection](const QString &kind, const QJsonObject &arguments) {
            connection.plan(kind, arguments, dialog, [dialog, &connection](const Result<PlanInfo> &plan) {
                if (!plan)
                    return dialog->showError(plan.error());
                const auto apply = [dialog, &connection, id = plan->id] {
                    connection.apply(id, dialog, [dialog](const Result<QString> &job) {
                        if (!job)
                            dialog->showError(job.error());
                    });
                };
                if (plan->loses.isEmpty())
                    return apply();
                auto *review = new PlanReview(*plan, tr("&Delete"), dialog);
                connect(review, &QDialog::accepted, dialog, apply);
                review->open();
            });
        });
    dialog->open();
}

void MainWindow::newMachine()
{
    if (!m_host || !m_host->connection->isReady())
        return;
    Connection &connection = *m_host->connection;
    auto *wizard = new NewMachineWizard(connection, this);
    connect(wizard, &NewMachineWizard::planAccepted, this,
        [this, &connection](const QString &plan, const QUuid &machine, bool starts) {
            apply(connection, plan);
            goWhenThere(connection, machine, starts);
        });
    wizard->open();
}

/// To a machine that is being made, once it is; unless the person has gone elsewhere meanwhile.
void MainWindow::goWhenThere(Connection &connection, const QUuid &machine, bool starts)
{
    auto *wait = new QObject(this);
    const auto look = [this, wait, connection = QPointer(&connection), machine, starts, from = m_place] {
        Host *host = connection ? hostOf(*connection) : nullptr;
        const bool stayed = host == m_host && m_place.kind == from.kind && m_place.machine == from.machine;
        if (host && stayed && !machineOf(*connection, machine))
            return;
        wait->deleteLater();
        if (host && stayed)
            go(*host, {NavigatorModel::Kind::Machine, machine});
        if (host && stayed && starts && m_place.machine == machine)
            machinePage(*host)->showConsoleWhenStarted();
    };
    connect(&connection, &Connection::domainsChanged, wait, look, Qt::QueuedConnection);
    // A job that was taken back leaves nothing to go to.
    connect(&connection, &Connection::jobChanged, wait, [wait](const JobInfo &job) {
        if (job.kind == u"create" && job.isFinished() && job.state != u"done")
            wait->deleteLater();
    });
}

void MainWindow::pasteDevices()
{
    const auto cut = cutDevices();
    if (!cut || !m_host)
        return;
    if (cut->connection != m_host->connection->name())
        return showError({ErrorCode::InvalidInput, cut->connection,
            tr("These devices are on another host: a device can only be given to a machine of its own host.")});
    addHardware(*m_host, m_place.machine, cut->devices, cut->network);
}

void MainWindow::planAndApply(Connection &connection, const QString &kind, const QJsonObject &arguments)
{
    m_message->clear();
    if (Host *host = hostOf(connection); host && kind == u"start" && host->machinePage
        && host->machinePage->domain() == QUuid::fromString(arguments[u"domain"].toString()))
        host->machinePage->showConsoleWhenStarted();
    connection.plan(kind, arguments, this, [this, &connection, kind](const Result<PlanInfo> &plan) {
        if (!plan)
            return showError(plan.error());
        // Who loses what by it is not to be seen where it was asked for.
        if (kind != u"vf-create" || plan->loses.isEmpty())
            return apply(connection, plan->id);
        auto *review = new PlanReview(*plan, tr("&Change"), this);
        connect(review, &QDialog::accepted, this, [this, &connection, id = plan->id] { apply(connection, id); });
        review->open();
    });
}

void MainWindow::saveDefinition(Connection &connection, const QUuid &machine, const QString &xml)
{
    MachinePage *page = hostOf(connection)->machinePage;
    const auto failed = [page](const Error &error) { page->applied(fail(error)); };
    const QJsonObject arguments{{u"domain"_s, machine.toString(QUuid::WithoutBraces)}, {u"xml"_s, xml}};
    connection.plan(u"edit"_s, arguments, page, [&connection, page, failed](const Result<PlanInfo> &plan) {
        if (!plan)
            return failed(plan.error());
        connection.apply(plan->id, page, [&connection, page, failed](const Result<QString> &job) {
            if (!job)
                return failed(job.error());
            whenEnded(connection, *job, page,
                [page, failed](const JobInfo &ended) { ended.error ? failed(*ended.error) : page->applied({}); });
        });
    });
}

void MainWindow::apply(Connection &connection, const QString &planId)
{
    connection.apply(planId, this, [this, &connection](const Result<QString> &job) {
        if (!job)
            return showError(job.error());
        whenEnded(
            connection, *job, this, [this, &connection](const JobInfo &ended) { tellFailure(connection, ended); });
    });
}

/// On the page of the machine that it was about, now or when that is shown next; else above all pages.
void MainWindow::tellFailure(Connection &connection, const JobInfo &job)
{
    Host *host = hostOf(connection);
    if (!host || !job.error || job.state == u"done")
        return;
    const QList<DomainInfo> domains = connection.domains();
    const auto machine = std::find_if(
        domains.begin(), domains.end(), [&](const DomainInfo &one) { return one.name == job.domainName; });
    if (machine == domains.end())
        return showError(*job.error);
    if (host->machinePage && m_pages->currentWidget() == host->machinePage
        && host->machinePage->domain() == machine->uuid)
        host->machinePage->showFailure(job);
    else
        host->failures.insert(machine->uuid, job);
}

void MainWindow::connectToHost()
{
    QStringList open;
    for (const auto &host : m_hosts)
        open << host->connection->name();
    auto *dialog = new ConnectDialog(open, this);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { addConnection(dialog->takeConnection()); });
    dialog->open();
}

void MainWindow::importDefinition()
{
    if (!m_host)
        return;
    auto *dialog
        = new QFileDialog(this, tr("Import Machine Definition"), {}, tr("libvirt domain XML (*.xml);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this,
        [this, target = QPointer<Connection>(m_host->connection.get())](const QString &name) {
            // A file can lie on a slow disk: read where nobody waits.
            QThreadPool::globalInstance()->start([this, name, target, window = QPointer<MainWindow>(this)] {
                QFile file(name);
                const bool opened = file.open(QIODevice::ReadOnly);
                const QByteArray text = opened ? file.read(1024 * 1024 + 1) : QByteArray();
                const QString problem = file.errorString();
                QMetaObject::invokeMethod(qApp, [this, window, target, opened, text, problem, name] {
                    if (!window || !target)
                        return;
                    if (!opened)
                        return showError({ErrorCode::PermissionDenied, name, problem});
                    target->define(QString::fromUtf8(text), this, [this](const Result<QUuid> &uuid) {
                        if (!uuid)
                            showError(uuid.error());
                    });
                });
            });
        });
    dialog->open();
}

void MainWindow::showError(const Error &error)
{
    m_message->showError(error);
}

} // namespace laneway
