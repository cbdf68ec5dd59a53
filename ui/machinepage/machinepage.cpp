// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/machinepage/machinepage.h"

#include "models/navigatormodel.h"
#include "ui/machinepage/choicebar.h"
#include "ui/machinepage/hardwaretab.h"
#include "ui/machinepage/overviewtab.h"
#include "ui/messagebar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace laneway {

namespace {

QWidget *newConsoleTab()
{
    auto *page = new QWidget;
    page->setObjectName(u"consoleTab"_s);
    auto *text = new QLabel(MachinePage::tr("The screen of the machine will be shown here.\n"
                                            "This version does not have it yet; the machine runs without it."));
    text->setObjectName(u"consoleText"_s);
    text->setAlignment(Qt::AlignCenter);
    text->setWordWrap(true);
    auto *layout = new QVBoxLayout(page);
    layout->addWidget(text);
    return page;
}

QString idText(const QUuid &uuid) { return uuid.toString(QUuid::WithoutBraces); }

} // namespace

MachinePage::MachinePage(Connection &connection, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_draft(new MachineDraft(connection, this))
    , m_title(new QLabel)
    , m_message(new MessageBar)
    , m_choice(new ChoiceBar)
    , m_start(new QPushButton(tr("Start")))
    , m_shutdown(new QPushButton(tr("Shut Down")))
    , m_forceOff(new QPushButton(tr("Force Off")))
    , m_tabs(new QTabWidget)
    , m_hardware(new HardwareTab(*m_draft))
    , m_overview(new OverviewTab(connection, *m_draft))
{
    setObjectName(u"machinePage"_s);
    m_title->setObjectName(u"machineTitle"_s);
    m_title->setTextFormat(Qt::PlainText);
    QFont font = m_title->font();
    font.setPointSizeF(font.pointSizeF() * 1.3);
    font.setBold(true);
    m_title->setFont(font);
    // Without Alt keys: the fields below need the letters, and the menu Machine has these.
    m_start->setObjectName(u"startMachine"_s);
    m_shutdown->setObjectName(u"shutDownMachine"_s);
    m_forceOff->setObjectName(u"forceOffMachine"_s);
    m_forceOff->setToolTip(tr("Ends the machine at once; unsaved data in it is lost"));
    m_tabs->setObjectName(u"machineTabs"_s);
    m_tabs->setAccessibleName(tr("Pages of the machine"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(newConsoleTab(), tr("Console"));
    m_tabs->addTab(m_hardware, tr("Hardware"));
    m_tabs->addTab(m_overview, tr("Overview"));
    m_tabs->setCurrentWidget(m_hardware);

    auto *actions = new QHBoxLayout;
    actions->addWidget(m_title, 1);
    actions->addWidget(m_start);
    actions->addWidget(m_shutdown);
    actions->addWidget(m_forceOff);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(actions);
    layout->addWidget(m_message);
    layout->addWidget(m_choice);
    layout->addWidget(m_tabs, 1);

    connect(m_start, &QPushButton::clicked, this, [this] {
        // What starts is what is stored.
        const auto start = [this] { Q_EMIT planRequested(u"start"_s, {{u"domain"_s, idText(domain())}}); };
        if (leave(start))
            start();
    });
    connect(m_forceOff, &QPushButton::clicked, this,
        [this] { Q_EMIT planRequested(u"destroy"_s, {{u"domain"_s, idText(domain())}}); });
    connect(m_shutdown, &QPushButton::clicked, this, [this] {
        m_connection.shutdown(domain(), this, [this](const Result<> &pressed) {
            if (!pressed)
                return showError(pressed.error());
            m_message->showText(tr("Asked the machine to shut down."));
            m_shutdownAsked = true;
        });
    });
    connect(m_hardware, &HardwareTab::addRequested, this, [this] {
        const auto add = [this] { Q_EMIT addHardwareRequested(domain()); };
        if (leave(add))
            add();
    });
    connect(m_hardware, &HardwareTab::removeRequested, this, &MachinePage::remove);
    connect(m_hardware, &HardwareTab::applyRequested, this, [this] { apply(); });
    connect(m_draft, &MachineDraft::failed, this, &MachinePage::showError);
    connect(m_draft, &MachineDraft::storedChangedElsewhere, this, &MachinePage::askAboutOutside);
    connect(&m_connection, &Connection::domainsChanged, this, &MachinePage::showState);
    for (auto signal : {&Connection::domainsChanged, &Connection::claimsChanged})
        connect(&m_connection, signal, m_draft, &MachineDraft::refresh);
    connect(&m_connection, &Connection::hostChanged, m_draft, &MachineDraft::refresh);
    connect(&m_connection, &Connection::jobChanged, this, [this](const JobInfo &job) {
        if (job.isFinished() && job.domainName == m_name)
            m_draft->refresh();
    });
}

void MachinePage::showDomain(const QUuid &uuid)
{
    if (uuid == domain())
        return;
    m_shutdownAsked = false;
    m_message->clear();
    m_choice->clear();
    m_draft->open(uuid);
    showState();
}

void MachinePage::showError(const Error &error)
{
    m_shutdownAsked = false; // the message is another one now
    m_message->showError(error);
}

void MachinePage::showState()
{
    const QList<DomainInfo> domains = m_connection.domains();
    const auto found = std::find_if(domains.begin(), domains.end(),
        [this](const DomainInfo &info) { return info.uuid == domain(); });
    if (found == domains.end())
        return;
    m_name = found->name;
    m_state = found->state;
    //: a machine's name, its state
    m_title->setText(tr("%1: %2").arg(m_name, machineStateText(m_state)));
    const bool running = m_state != u"shut off";
    if (!running && std::exchange(m_shutdownAsked, false))
        m_message->clear(); // it has
    m_start->setEnabled(!running);
    m_shutdown->setEnabled(running);
    m_forceOff->setEnabled(running);
    m_overview->setState(m_name, m_state);
}

QAbstractItemView *MachinePage::hardwareList() const { return m_hardware->list(); }

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
            {tr("&Keep Editing"), u"stay"_s, [] { }}});
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
        m_message->showText(tr("Saved. The running machine has it from its next start on."));
    if (then)
        then();
}

void MachinePage::remove(const HardwareRow &row)
{
    if (!row.source && !row.leased) {
        m_draft->edit([&](DomainXml &domain) { (void)removeDeviceAt(domain, {row.element}); });
        return;
    }
    AssignedDevice device;
    device.source = row.source.value_or(PciAddress());
    device.form = row.xml.startsWith(u"<interface") ? AssignedDevice::Form::Interface : AssignedDevice::Form::Hostdev;
    const bool live = m_state != u"shut off" && row.badge != HardwareBadge::AtNextStart;
    const bool config = row.badge != HardwareBadge::RunningOnly;
    const QJsonObject arguments{{u"domain"_s, idText(domain())}, {u"xml"_s, row.leased ? row.xml : assignedDeviceXml(device)},
        {u"live"_s, live}, {u"config"_s, config}};
    const auto go = [this, arguments] { Q_EMIT planRequested(u"detach-device"_s, arguments); };
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
