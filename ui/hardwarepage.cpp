// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hardwarepage.h"

#include "models/domainsmodel.h"
#include "ui/messagebar.h"
#include "ui/verdictpanel.h"
#include "xml/hostdevxml.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace laneway {

HardwarePage::HardwarePage(Connection &connection, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_title(new QLabel(this))
    , m_message(new MessageBar(this))
    , m_devices(new QListWidget)
    , m_panel(new VerdictPanel)
    , m_start(new QPushButton(tr("&Start"), this))
    , m_shutdown(new QPushButton(tr("Sh&ut Down"), this))
    , m_forceOff(new QPushButton(tr("&Force Off"), this))
    , m_add(new QPushButton(tr("&Add Hardware…"), this))
    , m_remove(new QPushButton(tr("&Remove Device"), this))
{
    setObjectName(u"hardwarePage"_s);
    m_title->setObjectName(u"machineTitle"_s);
    m_title->setTextFormat(Qt::PlainText);
    QFont font = m_title->font();
    font.setPointSizeF(font.pointSizeF() * 1.3);
    font.setBold(true);
    m_title->setFont(font);
    m_devices->setObjectName(u"hardwareList"_s);
    m_devices->setAccessibleName(tr("Host devices of the machine"));
    m_start->setObjectName(u"startMachine"_s);
    m_shutdown->setObjectName(u"shutDownMachine"_s);
    m_forceOff->setObjectName(u"forceOffMachine"_s);
    m_forceOff->setToolTip(tr("Ends the machine at once; unsaved data in it is lost"));
    m_add->setObjectName(u"addHardware"_s);
    m_remove->setObjectName(u"removeDevice"_s);
    m_remove->setShortcut(QKeySequence::Delete);

    auto *actions = new QHBoxLayout;
    actions->addWidget(m_title, 1);
    actions->addWidget(m_start);
    actions->addWidget(m_shutdown);
    actions->addWidget(m_forceOff);
    auto *left = new QWidget;
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->addWidget(m_devices, 1);
    auto *listButtons = new QHBoxLayout;
    listButtons->addWidget(m_add);
    listButtons->addWidget(m_remove);
    listButtons->addStretch();
    leftLayout->addLayout(listButtons);
    auto *splitter = new QSplitter;
    splitter->addWidget(left);
    splitter->addWidget(m_panel);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(actions);
    layout->addWidget(m_message);
    layout->addWidget(splitter, 1);

    connect(m_start, &QPushButton::clicked, this, [this] {
        Q_EMIT planRequested(u"start"_s, {{u"domain"_s, m_uuid.toString(QUuid::WithoutBraces)}});
    });
    connect(m_forceOff, &QPushButton::clicked, this, [this] {
        Q_EMIT planRequested(u"destroy"_s, {{u"domain"_s, m_uuid.toString(QUuid::WithoutBraces)}});
    });
    connect(m_shutdown, &QPushButton::clicked, this, [this] {
        m_connection.shutdown(m_uuid, this, [this](const Result<> &pressed) {
            pressed ? m_message->showText(tr("Asked the machine to shut down.")) : showError(pressed.error());
        });
    });
    connect(m_add, &QPushButton::clicked, this, [this] { Q_EMIT addHardwareRequested(m_uuid); });
    connect(m_remove, &QPushButton::clicked, this, &HardwarePage::removeSelected);
    connect(m_devices, &QListWidget::currentRowChanged, this, &HardwarePage::explain);
    connect(&m_connection, &Connection::domainsChanged, this, &HardwarePage::refresh);
    connect(&m_connection, &Connection::hostChanged, this, &HardwarePage::refresh);
}

void HardwarePage::showDomain(const QUuid &uuid)
{
    m_uuid = uuid;
    m_message->clear();
    refresh();
}

void HardwarePage::showError(const Error &error) { m_message->showError(error); }

void HardwarePage::refresh()
{
    const QList<DomainInfo> domains = m_connection.domains();
    const auto found = std::find_if(domains.begin(), domains.end(),
        [this](const DomainInfo &domain) { return domain.uuid == m_uuid; });
    if (found == domains.end())
        return;
    m_title->setText(tr("%1: %2").arg(found->name, domainStateText(found->state)));
    const bool running = found->state != u"shut off";
    m_start->setEnabled(!running);
    m_shutdown->setEnabled(running);
    m_forceOff->setEnabled(running);

    const int current = m_devices->currentRow();
    m_devices->clear();
    for (const PciAddress &address : found->devices) {
        const PciFunction *function = m_connection.host().find(address);
        auto *item = new QListWidgetItem(function
                ? tr("%1 at %2").arg(function->displayName(), address.toString())
                : tr("Device at %1, which the host does not have now").arg(address.toString()),
            m_devices);
        item->setData(Qt::UserRole, QVariant::fromValue(address));
    }
    m_devices->setCurrentRow(qBound(-1, current, m_devices->count() - 1));
    explain();
}

void HardwarePage::explain()
{
    QListWidgetItem *item = m_devices->currentItem();
    m_remove->setEnabled(item);
    if (!item)
        return m_panel->showNothing(m_devices->count() == 0
                ? tr("No host devices yet. Add Hardware gives one to this machine.")
                : tr("Select a device."));
    const PciFunction *function = m_connection.host().find(item->data(Qt::UserRole).value<PciAddress>());
    if (!function)
        return m_panel->showNothing(tr("The host does not have this device now. It may have been taken out "
                                       "or moved to another slot; remove it here and add it again."));
    const HostSnapshot &host = m_connection.host();
    const Claims claims = m_connection.claims();
    m_panel->showFunction(host, *function, assess({host, claims, *function, m_uuid}));
}

void HardwarePage::removeSelected()
{
    QListWidgetItem *item = m_devices->currentItem();
    if (!item)
        return;
    AssignedDevice device;
    device.source = item->data(Qt::UserRole).value<PciAddress>();
    const bool running = m_shutdown->isEnabled();
    Q_EMIT planRequested(u"detach-device"_s,
        {{u"domain"_s, m_uuid.toString(QUuid::WithoutBraces)}, {u"xml"_s, assignedDeviceXml(device)},
            {u"live"_s, running}, {u"config"_s, true}});
}

} // namespace laneway
