// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/machinepage/machinepage.h"

#include "models/navigatormodel.h"
#include "ui/console/consoletab.h"
#include "ui/console/serialtab.h"
#include "ui/machineactions.h"
#include "ui/machinepage/choicebar.h"
#include "ui/machinepage/hardwaretab.h"
#include "ui/machinepage/overviewtab.h"
#include "ui/machinepage/performancetab.h"
#include "ui/messagebar.h"
#include "xml/deviceedits.h"
#include "xml/newmachine.h"
#include "xml/safexml.h"
#include "xml/xmlnodes.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace laneway {

using namespace std::chrono_literals;

namespace {

QString idText(const QUuid &uuid)
{
    return uuid.toString(QUuid::WithoutBraces);
}

/// Whether a running machine's guest may be asked to let it go.
bool isPluggable(const QString &xml)
{
    const auto document = parseSafely(xml.toUtf8());
    if (!document)
        return false;
    const QDomElement device = document->documentElement();
    if (device.tagName() == u"disk")
        return QStringList{u"virtio"_s, u"scsi"_s, u"usb"_s}.contains(diskBus(device));
    return device.tagName() == u"interface" || device.tagName() == u"rng";
}

} // namespace

MachinePage::MachinePage(Connection &connection, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_draft(new MachineDraft(connection, this))
    , m_title(new QLabel)
    , m_unstored(new QLabel(tr("Not stored: gone when it ends.")))
    , m_message(new MessageBar)
    , m_choice(new ChoiceBar)
    , m_actions(new MachineActions(this, u"page"_s))
    , m_start(new QPushButton(tr("Start")))
    , m_pause(new QPushButton(tr("Pause")))
    , m_shutdown(new QPushButton(tr("Shut Down")))
    , m_forceOff(new QPushButton(tr("Force Off")))
    , m_more(new QToolButton)
    , m_tabs(new QTabWidget)
    , m_console(new ConsoleTab(connection))
    , m_serial(new SerialTab(connection))
    , m_hardware(new HardwareTab(*m_draft))
    , m_overview(new OverviewTab(connection, *m_draft))
    , m_performance(new PerformanceTab(
          [&connection](const QUuid &machine, QObject *context, const PerformanceTab::Answer &answer) {
              connection.figures(machine, context, answer);
          }))
{
    setObjectName(u"machinePage"_s);
    m_title->setObjectName(u"machineTitle"_s);
    m_title->setTextFormat(Qt::PlainText);
    QFont font = m_title->font();
    font.setPointSizeF(font.pointSizeF() * 1.3);
    font.setBold(true);
    m_title->setFont(font);
    m_unstored->setObjectName(u"unstoredNote"_s);
    m_unstored->setToolTip(tr("Its definition was deleted, or never stored; Add Hardware and edits need one."));
    m_unstored->hide();
    // Without Alt keys: the fields below need the letters, and the menu Machine has these.
    m_start->setObjectName(u"startMachine"_s);
    m_pause->setObjectName(u"pauseMachine"_s);
    m_shutdown->setObjectName(u"shutDownMachine"_s);
    m_forceOff->setObjectName(u"forceOffMachine"_s);
    m_forceOff->setToolTip(tr("Ends the machine at once; unsaved data in it is lost"));
    m_more->setObjectName(u"moreOfMachine"_s);
    m_more->setText(tr("More"));
    m_more->setAccessibleName(tr("More that can be done with the machine"));
    m_more->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setFocusPolicy(Qt::StrongFocus);
    auto *more = new QMenu(m_more);
    more->setObjectName(u"moreMenu"_s);
    m_actions->addRarerTo(*more);
    m_more->setMenu(more);
    m_tabs->setObjectName(u"machineTabs"_s);
    m_tabs->setAccessibleName(tr("Pages of the machine"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_console, tr("Console"));
    m_tabs->setTabVisible(m_tabs->addTab(m_serial, tr("Serial")), false);
    m_tabs->addTab(m_hardware, tr("Hardware"));
    m_tabs->addTab(m_overview, tr("Overview"));
    m_tabs->addTab(m_performance, tr("Performance"));
    m_tabs->setCurrentWidget(m_hardware);

    auto *actions = new QHBoxLayout;
    actions->addWidget(m_title, 1);
    for (QWidget *button : {static_cast<QWidget *>(m_start), static_cast<QWidget *>(m_pause),
             static_cast<QWidget *>(m_shutdown), static_cast<QWidget *>(m_forceOff), static_cast<QWidget *>(m_more)})
        actions->addWidget(button);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(actions);
    layout->addWidget(m_unstored);
    layout->addWidget(m_message);
    layout->addWidget(m_choice);
    layout->addWidget(m_tabs, 1);

    connect(m_tabs, &QTabWidget::currentChanged, this, [this] { m_consoleWanted = false; });
    connect(m_console, &ConsoleTab::grabChanged, this, &MachinePage::keyboardGrabbed);
    connect(m_message, &MessageBar::actionRequested, this, [this] {
        if (m_asked)
            return (*m_asked == MachineAct::Reboot ? m_actions->reset() : m_actions->forceOff())->trigger();
        Q_EMIT jobWanted(m_failedJob);
    });
    const auto startMachine = [this] {
        // What starts is what is stored.
        const auto start = [this] { Q_EMIT planRequested(u"start"_s, {{u"domain"_s, idText(domain())}}); };
        if (leave(start))
            start();
    };
    connect(m_start, &QPushButton::clicked, this, startMachine);
    connect(m_console, &ConsoleTab::startRequested, this, startMachine);
    connect(m_serial, &SerialTab::startRequested, this, startMachine);
    connect(m_performance, &PerformanceTab::startRequested, this, startMachine);
    connect(m_pause, &QPushButton::clicked, m_actions->pause(), &QAction::trigger);
    connect(m_shutdown, &QPushButton::clicked, m_actions->shutDown(), &QAction::trigger);
    connect(m_forceOff, &QPushButton::clicked, m_actions->forceOff(), &QAction::trigger);
    connect(m_actions, &MachineActions::asked, this, &MachinePage::showAsked);
    m_patience.setObjectName(u"guestPatience"_s);
    m_patience.setSingleShot(true);
    m_patience.setInterval(30s);
    connect(&m_patience, &QTimer::timeout, this, &MachinePage::showNoAnswer);
    connect(m_actions, &MachineActions::told, this, &MachinePage::showText);
    connect(m_actions, &MachineActions::failed, this, &MachinePage::showError);
    connect(m_actions, &MachineActions::planRequested, this,
        [this](Connection &, const QString &kind, const QJsonObject &arguments) {
            // What starts, or is copied, is what is stored.
            const auto go = [this, kind, arguments] { Q_EMIT planRequested(kind, arguments); };
            if ((kind != u"start" && kind != u"create") || leave(go))
                go();
        });
    connect(m_hardware, &HardwareTab::addRequested, this, [this] {
        const auto add = [this] { Q_EMIT addHardwareRequested(domain()); };
        if (leave(add))
            add();
    });
    connect(m_hardware, &HardwareTab::removeRequested, this, &MachinePage::remove);
    connect(m_hardware, &HardwareTab::mediumRequested, this, &MachinePage::changeMedium);
    connect(m_hardware, &HardwareTab::applyRequested, this, [this] { apply(); });
    connect(m_draft, &MachineDraft::checked, this, [this] {
        if (!m_draft->isLoaded())
            return;
        m_console->setDefinition(m_draft->running());
        m_serial->setDefinition(m_draft->running());
        m_tabs->setTabVisible(m_tabs->indexOf(m_serial), m_serial->hasPorts());
        showConsoleIfWanted();
    });
    connect(m_draft, &MachineDraft::failed, this, &MachinePage::showError);
    connect(m_draft, &MachineDraft::storedChangedElsewhere, this, &MachinePage::askAboutOutside);
    connect(&m_connection, &Connection::domainsChanged, this, &MachinePage::showState);
    for (auto signal : {&Connection::domainsChanged, &Connection::claimsChanged})
        connect(&m_connection, signal, m_draft, &MachineDraft::refresh);
    connect(&m_connection, &Connection::hostChanged, m_draft, &MachineDraft::refresh);
    connect(&m_connection, &Connection::jobChanged, this, [this](const JobInfo &job) {
        if (job.domainName != m_name)
            return;
        if (job.isFinished() && job.kind == u"undo" && std::exchange(m_saidSaved, false))
            clearMessage(); // it is not any more
        if (job.isFinished())
            m_draft->refresh();
        else if (!m_failedJob.isEmpty() && job.id != m_failedJob)
            clearMessage(); // it is tried again
    });
}

void MachinePage::showDomain(const QUuid &uuid)
{
    if (uuid == domain())
        return;
    m_asked.reset();
    m_consoleWanted = false;
    m_pendingUnplugs.clear();
    clearMessage();
    m_choice->clear();
    m_draft->open(uuid);
    m_actions->setMachine(&m_connection, uuid);
    m_reason.clear();
    showState();
}

void MachinePage::showError(const Error &error)
{
    m_asked.reset(); // the message is another one now
    m_saidSaved = false;
    m_failedJob.clear();
    m_message->showError(error);
}

void MachinePage::showText(const QString &text)
{
    m_saidSaved = false;
    m_asked.reset();
    m_failedJob.clear();
    m_message->showText(text);
}

void MachinePage::showAsked(const QUuid &machine, MachineAct what)
{
    if (machine != domain())
        return; // another is looked at by now
    showText(what == MachineAct::Reboot ? tr("Asked the machine to reboot.") : tr("Asked the machine to shut down."));
    m_asked = what;
    m_patience.start();
}

void MachinePage::showNoAnswer()
{
    // It has answered, or the message is about something else by now.
    if (!m_asked || m_state != u"running" || !m_message->isVisibleTo(this))
        return;
    if (*m_asked == MachineAct::Reboot)
        m_message->showText(
            tr("Asked the machine to reboot a while ago. Not every guest listens; Reset begins it anew without "
               "asking it."),
            m_actions->reset()->text());
    else
        m_message->showText(
            tr("The guest has not shut down yet. It may be busy, not listen, or wait for an answer on its screen. "
               "Force Off ends it without asking it."),
            m_actions->forceOff()->text());
}

void MachinePage::showFailure(const JobInfo &job)
{
    if (!job.error)
        return;
    m_asked.reset();
    m_consoleWanted = false;
    m_failedJob = job.id;
    m_message->showError(*job.error,
        job.state == u"rolled-back" ? tr("%1: it failed, and all of it was taken back.").arg(job.title)
                                    : tr("%1: it failed.").arg(job.title),
        tr("Show &Job"));
}

void MachinePage::clearMessage()
{
    m_saidSaved = false;
    m_failedJob.clear();
    m_message->clear();
}

void MachinePage::expectHardware()
{
    m_hardware->expectAdded();
}

void MachinePage::showConsoleWhenStarted()
{
    m_consoleWanted = true;
    showConsoleIfWanted();
}

void MachinePage::showConsoleIfWanted()
{
    if (!m_consoleWanted || m_state.isEmpty() || m_state == u"shut off" || !m_draft->isLoaded())
        return;
    m_consoleWanted = false;
    if (!m_connection.host().simulated && whyNoPicture(m_draft->running()).isEmpty())
        m_tabs->setCurrentWidget(m_console);
}

void MachinePage::showState()
{
    const QList<DomainInfo> domains = m_connection.domains();
    const auto found = std::find_if(
        domains.begin(), domains.end(), [this](const DomainInfo &info) { return info.uuid == domain(); });
    if (found == domains.end())
        return;
    m_name = found->name;
    m_state = found->state;
    //: a machine's name, its state
    m_title->setText(tr("%1: %2").arg(m_name, machineStateText(*found)));
    const bool running = m_state != u"shut off";
    const bool isOver = !running && std::exchange(m_saidSaved, false);
    if ((!running && std::exchange(m_asked, std::nullopt)) || isOver)
        m_message->clear(); // it has
    m_unstored->setVisible(!found->persistent);
    m_actions->update();
    const auto follow = [](QPushButton *button, const QAction *action) {
        button->setText(action->text().remove(u'&').remove(u'…'));
        button->setEnabled(action->isEnabled());
    };
    follow(m_start, m_actions->start());
    follow(m_pause, m_actions->pause());
    follow(m_shutdown, m_actions->shutDown());
    follow(m_forceOff, m_actions->forceOff());
    sayWhatHappened(*found);
    if (std::exchange(m_pendingUnplugs, found->pendingUnplugs) != found->pendingUnplugs) {
        if (m_pendingUnplugs.isEmpty())
            m_message->clear();
        else
            m_message->showText(tr("The guest has not released %1 yet. It may still do so; Remove asks it again.")
                                    .arg(m_pendingUnplugs.join(u", "_s)));
    }
    m_overview->setState(m_name, m_state);
    m_console->showDomain(found->uuid, m_name);
    m_console->setState(m_state, found->hasSavedState);
    m_serial->showDomain(found->uuid, m_name);
    m_serial->setState(m_state, found->hasSavedState);
    m_performance->showDomain(found->uuid, m_name);
    m_performance->setState(m_state);
    showConsoleIfWanted();
}

/// Of what nobody asked for: once, when it happens.
void MachinePage::sayWhatHappened(const DomainInfo &machine)
{
    const QString before = std::exchange(m_reason, machine.state + u'/' + machine.reason);
    if (before.isEmpty() || before == m_reason)
        return;
    if (m_reason == u"shut off/crashed")
        m_message->showText(machine.detail.isEmpty() ? tr("The machine has crashed.")
                                                     : tr("The machine has crashed: %1").arg(machine.detail));
    else if (machine.state == u"crashed")
        m_message->showText(tr("The machine's guest has panicked. It is kept as it is; Reset begins it anew."));
    else if (machine.reason == u"I/O error")
        m_message->showText(
            tr("The machine is paused, as one of its disks could not be written: %1. Resume tries again.")
                .arg(machine.detail));
    else if (machine.reason == u"watchdog")
        m_message->showText(tr("The machine is paused: its watchdog was not answered."));
}

QAbstractItemView *MachinePage::hardwareList() const
{
    return m_hardware->list();
}

bool MachinePage::leave(std::function<void()> then)
{
    if (!m_draft->isChanged())
        return true;
    m_choice->ask(tr("The changes to %1 are not applied yet.").arg(m_name),
        {{tr("Appl&y"), u"applyAndGo"_s, [this, then] { apply(then); }, m_draft->canApply()},
            {tr("Dis&card"), u"discardAndGo"_s,
                [this, then] {
                    m_draft->revert();
                    then();
                }},
            {tr("&Keep Editing"), u"stay"_s, [] {}}});
    return false;
}

void MachinePage::apply(std::function<void()> then)
{
    if (!m_draft->canApply())
        return;
    m_message->clear();
    m_afterApply = std::move(then);
    m_draft->checkStored([this](bool same) {
        if (same)
            Q_EMIT definitionEdited(domain(), m_draft->xml());
        else
            m_afterApply = {};
    });
}

void MachinePage::applied(const Result<> &done)
{
    const auto then = std::exchange(m_afterApply, {});
    if (!done)
        return showError(done.error());
    m_draft->reload(); // the helper has completed it: guest addresses, MACs
    if (m_state != u"shut off")
        showText(tr("Saved. The running machine changes at its next start."));
    m_saidSaved = m_state != u"shut off";
    if (then)
        then();
}

void MachinePage::removeEmulated(const HardwareRow &row)
{
    const auto later = [this, element = row.element] {
        m_draft->edit([&](DomainXml &domain) { (void)removeDeviceAt(domain, {element}); });
    };
    if (m_state == u"shut off" || row.badge == HardwareBadge::AtNextStart || !isPluggable(row.xml))
        return later();
    const bool runningOnly = row.badge == HardwareBadge::RunningOnly;
    const QJsonObject arguments{
        {u"domain"_s, idText(domain())}, {u"xml"_s, row.xml}, {u"live"_s, true}, {u"config"_s, !runningOnly}};
    const auto unplug = [this, arguments] { Q_EMIT planRequested(u"detach-device"_s, arguments); };
    const auto now = [this, unplug] {
        if (leave(unplug))
            unplug();
    };
    if (runningOnly)
        return now();
    m_choice->ask(tr("%1 is running. When shall %2 be removed?").arg(m_name, row.name),
        {{tr("&Now"), u"removeNow"_s, now}, {tr("At the Next &Start"), u"removeLater"_s, later},
            {tr("&Keep It"), u"removeNot"_s, [] {}}});
}

void MachinePage::remove(const HardwareRow &row)
{
    if (!row.source && !row.leased)
        return removeEmulated(row);
    AssignedDevice device;
    device.source = row.source.value_or(PciAddress());
    device.form = row.xml.startsWith(u"<interface") ? AssignedDevice::Form::Interface : AssignedDevice::Form::Hostdev;
    const bool live = m_state != u"shut off" && row.badge != HardwareBadge::AtNextStart;
    const bool config = row.badge != HardwareBadge::RunningOnly;
    const QJsonObject arguments{{u"domain"_s, idText(domain())},
        {u"xml"_s, row.leased ? row.xml : assignedDeviceXml(device)}, {u"live"_s, live}, {u"config"_s, config}};
    const auto go = [this, arguments] { Q_EMIT planRequested(u"detach-device"_s, arguments); };
    if (leave(go))
        go();
}

void MachinePage::changeMedium(const HardwareRow &row, const QString &mode, const QString &medium)
{
    const auto drive = parseSafely(row.xml.toUtf8());
    if (!drive)
        return;
    const bool live = m_state != u"shut off" && row.badge != HardwareBadge::AtNextStart;
    const QJsonObject arguments{{u"domain"_s, idText(domain())},
        {u"disk"_s, valueAt(drive->documentElement(), u"target/@dev"_s)}, {u"mode"_s, mode}, {u"source"_s, medium},
        {u"block"_s, isBlockPath(medium)}, {u"live"_s, live}, {u"config"_s, row.badge != HardwareBadge::RunningOnly}};
    const auto go = [this, arguments] { Q_EMIT planRequested(u"change-media"_s, arguments); };
    if (leave(go))
        go();
}

void MachinePage::askAboutOutside()
{
    m_choice->ask(tr("%1 was changed elsewhere while you edited it.").arg(m_name),
        {{tr("Re&load"), u"reloadDefinition"_s, [this] { m_draft->reload(); }},
            {tr("&Keep Mine"), u"keepMine"_s, [this] { m_draft->keepMine(); }}});
}

void MachinePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_draft->refresh();
}

bool MachinePage::event(QEvent *event)
{
    // Another program may have changed the definition while this window was not looked at.
    if (event->type() == QEvent::WindowActivate && isVisible())
        m_draft->refresh();
    return QWidget::event(event);
}

} // namespace laneway
