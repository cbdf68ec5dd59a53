// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow.h"

#include "models/domainsmodel.h"
#include "ui/activitypanel.h"
#include "ui/addhardware/addhardwarewizard.h"
#include "ui/hostpage/hostpage.h"
#include "ui/machinepage/machinepage.h"
#include "ui/messagebar.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QListView>
#include <QMenuBar>
#include <QPointer>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QStringListModel>
#include <QThreadPool>
#include <QVBoxLayout>

namespace laneway {

MainWindow::MainWindow(std::unique_ptr<Connection> connection, QWidget *parent)
    : QMainWindow(parent)
    , m_connection(std::move(connection))
    , m_domains(new DomainsModel(this))
    , m_machines(new QListView)
    , m_hostEntry(new QListView)
    , m_pages(new QStackedWidget)
    , m_hostPage(new HostPage(*m_connection))
    , m_machinePage(new MachinePage(*m_connection))
    , m_activity(new ActivityPanel(*m_connection))
    , m_message(new MessageBar)
    , m_state(new QLabel)
{
    setObjectName(u"mainWindow"_s);

    auto *hostModel = new QStringListModel({tr("Host Devices")}, this);
    m_hostEntry->setModel(hostModel);
    m_hostEntry->setObjectName(u"hostEntry"_s);
    m_hostEntry->setAccessibleName(tr("Host"));
    m_hostEntry->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_machines->setModel(m_domains);
    m_machines->setObjectName(u"machineList"_s);
    m_machines->setAccessibleName(tr("Machines"));
    m_machines->setUniformItemSizes(true);

    auto *machinesLabel = new QLabel(tr("&Machines"));
    machinesLabel->setBuddy(m_machines);
    auto *hostLabel = new QLabel(tr("&Host"));
    hostLabel->setBuddy(m_hostEntry);
    auto *navigator = new QWidget;
    auto *navigatorLayout = new QVBoxLayout(navigator);
    navigatorLayout->addWidget(machinesLabel);
    navigatorLayout->addWidget(m_machines, 1);
    navigatorLayout->addWidget(hostLabel);
    navigatorLayout->addWidget(m_hostEntry);
    m_hostEntry->setMaximumHeight(fontMetrics().height() * 3);

    m_pages->addWidget(m_hostPage);
    m_pages->addWidget(m_machinePage);
    auto *center = new QWidget;
    auto *centerLayout = new QVBoxLayout(center);
    centerLayout->addWidget(m_message);
    centerLayout->addWidget(m_pages, 1);
    auto *splitter = new QSplitter;
    splitter->addWidget(navigator);
    splitter->addWidget(center);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({180, 1000}); // proportions
    setCentralWidget(splitter);

    auto *dock = new QDockWidget(tr("Activity"), this);
    dock->setObjectName(u"activityDock"_s);
    dock->setWidget(m_activity);
    addDockWidget(Qt::BottomDockWidgetArea, dock);
    statusBar()->addWidget(m_state, 1);
    makeActions();
    resize(fontMetrics().averageCharWidth() * 190, fontMetrics().height() * 50);
    resizeDocks({dock}, {fontMetrics().height() * 10}, Qt::Vertical);

    connect(m_machines->selectionModel(), &QItemSelectionModel::currentChanged, this,
        &MainWindow::showSelectedDomain);
    connect(m_machines, &QListView::clicked, this, &MainWindow::showSelectedDomain);
    connect(m_hostEntry, &QListView::clicked, this, &MainWindow::showHost);
    connect(m_hostEntry, &QListView::activated, this, &MainWindow::showHost);
    connect(m_machinePage, &MachinePage::addHardwareRequested, this, &MainWindow::addHardware);
    connect(m_machinePage, &MachinePage::planRequested, this, &MainWindow::planAndApply);
    connect(m_machinePage, &MachinePage::definitionEdited, this, [this](const QUuid &, const QString &xml) {
        m_connection->define(xml, m_machinePage, [page = m_machinePage](const Result<QUuid> &defined) {
            page->applied(defined ? Result<>() : fail(defined.error()));
        });
    });
    connect(m_activity, &ActivityPanel::undoRequested, this,
        [this](const QString &job) { planAndApply(u"undo"_s, {{u"job"_s, job}}); });
    connect(m_connection.get(), &Connection::domainsChanged, this, [this] {
        m_domains->setDomains(m_connection->domains());
        if (m_pages->currentWidget() == m_machinePage && !m_domains->domain(m_machinePage->domain()))
            showHost();
    });
    connect(m_connection.get(), &Connection::ready, this, [this] {
        m_domains->setDomains(m_connection->domains());
        updateTitle();
    });
    connect(m_connection.get(), &Connection::failed, this, [this](const Error &error) {
        showError(error);
        updateTitle();
    });
    if (m_connection->isReady())
        m_domains->setDomains(m_connection->domains());
    updateTitle();
    showHost();
}

MainWindow::~MainWindow() = default;

void MainWindow::makeActions()
{
    QMenu *file = menuBar()->addMenu(tr("&File"));
    QAction *import = file->addAction(tr("&Import Machine Definition…"), this, &MainWindow::importDefinition);
    import->setObjectName(u"importDefinition"_s);
    import->setShortcut(QKeySequence::Open);
    file->addSeparator();
    QAction *quit = file->addAction(tr("&Quit"), this, &QWidget::close);
    quit->setObjectName(u"quit"_s);
    quit->setShortcut(QKeySequence::Quit);

    QMenu *machine = menuBar()->addMenu(tr("&Machine"));
    QAction *add = machine->addAction(tr("&Add Hardware…"), this,
        [this] { addHardware(m_machinePage->domain()); });
    add->setObjectName(u"addHardwareAction"_s);
    add->setShortcut(QKeySequence(tr("Ctrl+Shift+A")));
    connect(machine, &QMenu::aboutToShow, this,
        [this, add] { add->setEnabled(m_domains->domain(m_machinePage->domain())); });

    QMenu *view = menuBar()->addMenu(tr("&View"));
    QAction *host = view->addAction(tr("&Host Devices"), this, &MainWindow::showHost);
    host->setObjectName(u"showHost"_s);
    view->addAction(findChild<QDockWidget *>(u"activityDock"_s)->toggleViewAction());
}

void MainWindow::updateTitle()
{
    setWindowTitle(tr("%1 – Laneway").arg(m_connection->name()));
    if (!m_connection->isReady())
        m_state->setText(tr("Connecting to %1…").arg(m_connection->name()));
    else if (m_connection->host().simulated)
        m_state->setText(tr("%1: a simulated host, nothing real is touched").arg(m_connection->name()));
    else
        m_state->setText(tr("Connected to %1").arg(m_connection->name()));
}

void MainWindow::showHost()
{
    const auto show = [this] {
        m_pages->setCurrentWidget(m_hostPage);
        selectShown();
    };
    if (m_pages->currentWidget() != m_machinePage || m_machinePage->leave(show))
        show();
    else
        selectShown();
}

void MainWindow::showSelectedDomain()
{
    const DomainInfo *domain = m_domains->domain(m_machines->currentIndex());
    if (!domain)
        return;
    const QUuid uuid = domain->uuid;
    if (uuid == m_machinePage->domain())
        return showDomain(uuid);
    if (m_machinePage->leave([this, uuid] { showDomain(uuid); }))
        showDomain(uuid);
    else
        selectShown();
}

void MainWindow::showDomain(const QUuid &domain)
{
    m_machinePage->showDomain(domain);
    m_pages->setCurrentWidget(m_machinePage);
    selectShown();
}

void MainWindow::selectShown()
{
    const bool machine = m_pages->currentWidget() == m_machinePage;
    const QSignalBlocker quiet(m_machines->selectionModel());
    if (machine) {
        m_machines->setCurrentIndex(m_domains->indexOf(m_machinePage->domain()));
        m_hostEntry->clearSelection();
    } else {
        m_machines->clearSelection();
        m_machines->selectionModel()->clearCurrentIndex();
        m_hostEntry->setCurrentIndex(m_hostEntry->model()->index(0, 0));
    }
    m_machines->viewport()->update();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_machinePage->leave([this] { close(); })) {
        event->accept();
    } else {
        showDomain(m_machinePage->domain());
        event->ignore();
    }
}

void MainWindow::addHardware(const QUuid &uuid)
{
    const DomainInfo *domain = m_domains->domain(uuid);
    if (!domain)
        return;
    auto *wizard = new AddHardwareWizard(*m_connection, *domain, this);
    wizard->setAttribute(Qt::WA_DeleteOnClose);
    connect(wizard, &AddHardwareWizard::planAccepted, this, &MainWindow::apply);
    wizard->open();
}

void MainWindow::planAndApply(const QString &kind, const QJsonObject &arguments)
{
    m_message->clear();
    m_connection->plan(kind, arguments, this, [this](const Result<PlanInfo> &plan) {
        plan ? apply(plan->id) : showError(plan.error());
    });
}

void MainWindow::apply(const QString &planId)
{
    m_connection->apply(planId, this, [this](const Result<QString> &job) {
        if (!job)
            showError(job.error());
    });
}

void MainWindow::importDefinition()
{
    auto *dialog = new QFileDialog(this, tr("Import Machine Definition"), {},
        tr("libvirt domain XML (*.xml);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &name) {
        // A file can lie on a slow disk: read where nobody waits.
        QThreadPool::globalInstance()->start([this, name, window = QPointer<MainWindow>(this)] {
            QFile file(name);
            const bool opened = file.open(QIODevice::ReadOnly);
            const QByteArray text = opened ? file.read(1024 * 1024 + 1) : QByteArray();
            const QString problem = file.errorString();
            QMetaObject::invokeMethod(qApp, [this, window, opened, text, problem, name] {
                if (!window)
                    return;
                if (!opened)
                    return showError({ErrorCode::PermissionDenied, name, problem});
                m_connection->define(QString::fromUtf8(text), this, [this](const Result<QUuid> &uuid) {
                    if (!uuid)
                        showError(uuid.error());
                });
            });
        });
    });
    dialog->open();
}

void MainWindow::showError(const Error &error) { m_message->showError(error); }

} // namespace laneway
