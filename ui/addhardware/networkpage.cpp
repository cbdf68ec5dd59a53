// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/addhardware/networkpage.h"

#include "core/macaddress.h"
#include "ui/addhardware/addhardwarewizard.h"
#include "xml/deviceedits.h"
#include "xml/xmlnodes.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>

namespace laneway {

NetworkPage::NetworkPage(AddHardwareWizard &wizard)
    : QWizardPage(&wizard)
    , m_wizard(wizard)
    , m_way(new QComboBox)
    , m_model(new QComboBox)
    , m_mac(new QLineEdit)
    , m_about(new QLabel)
    , m_problem(new QLabel)
{
    setTitle(tr("Network Interface"));
    setSubTitle(
        tr("An emulated card. For one of the host's own, with its speed, choose a virtual function or a PCI device."));
    m_way->setObjectName(u"networkWay"_s);
    m_way->setAccessibleName(tr("Connection"));
    m_model->setAccessibleName(tr("Card"));
    m_mac->setAccessibleName(tr("MAC address"));
    showWays({});
    m_model->setObjectName(u"networkModel"_s);
    m_model->addItem(tr("VirtIO"), u"virtio"_s);
    m_model->addItem(tr("Intel e1000e"), u"e1000e"_s);
    m_model->addItem(tr("USB"), u"usb-net"_s);
    m_mac->setObjectName(u"networkMac"_s);
    m_mac->setPlaceholderText(tr("A new one"));
    m_about->setObjectName(u"networkAbout"_s);
    m_problem->setObjectName(u"networkProblem"_s);
    for (QLabel *label : {m_about, m_problem}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    auto *form = new QFormLayout(this);
    form->addRow(tr("&Connection:"), m_way);
    form->addRow(QString(), m_about);
    form->addRow(tr("C&ard:"), m_model);
    form->addRow(tr("&MAC address:"), m_mac);
    form->addRow(m_problem);
    connect(m_way, &QComboBox::currentIndexChanged, this, &NetworkPage::follow);
    connect(m_mac, &QLineEdit::textChanged, this, &NetworkPage::follow);
    connect(&wizard, &AddHardwareWizard::domainUpdated, this, &NetworkPage::follow);
    follow();
}

int NetworkPage::nextId() const
{
    return AddHardwareWizard::ReviewId;
}

void NetworkPage::showWays(const QJsonObject &links)
{
    const QString before = m_way->currentData().toString();
    const QSignalBlocker quiet(m_way);
    m_way->clear();
    m_choices = networkChoices(links, {}); // pools have a page of their own
    m_choices.insert(1,
        {u"passt"_s, tr("With the host's addresses (passt)"),
            tr("The machine has the host's own addresses, by the program passt, which must be installed. It gets out; ports of the host can "
               "be forwarded to it in its XML.")});
    for (const NetworkChoice &choice : std::as_const(m_choices))
        m_way->addItem(choice.text, choice.id);
    m_way->setCurrentIndex(qMax(0, m_way->findData(before)));
}

void NetworkPage::initializePage()
{
    m_wizard.connection().links(this, [this](const Result<QJsonObject> &links) {
        if (links)
            showWays(*links);
        follow();
    });
    m_way->setFocus(Qt::OtherFocusReason);
    follow();
}

QString NetworkPage::problem() const
{
    const QString mac = m_mac->text().trimmed();
    if (mac.isEmpty())
        return {};
    const auto address = MacAddress::parse(mac);
    if (!address || address->isNull())
        return tr("A MAC address is six pairs of hexadecimal digits: 52:54:00:12:34:56.");
    return {};
}

void NetworkPage::follow()
{
    const bool passt = m_way->currentData() == u"passt"_s;
    m_about->setText(m_choices.value(m_way->currentIndex()).about);
    QString text = problem();
    if (text.isEmpty() && passt && m_wizard.domain().state != u"shut off")
        text = tr("passt is started with the machine: it can be added for the next start.");
    m_problem->setText(text);
    Q_EMIT completeChanged();
}

bool NetworkPage::validatePage()
{
    QDomDocument document;
    QDomElement interface = document.createElement(u"interface"_s);
    document.appendChild(interface);
    const NewNetwork network = networkOf(m_way->currentData().toString());
    const bool isDirect = network.kind == NewNetwork::Kind::Direct;
    const bool isBridge = network.kind == NewNetwork::Kind::Bridge;
    interface.setAttribute(u"type"_s, isDirect ? u"direct"_s : isBridge ? u"bridge"_s : u"user"_s);
    setValueAt(interface, isDirect ? u"source/@dev"_s : u"source/@bridge"_s, network.source);
    if (isDirect)
        setValueAt(interface, u"source/@mode"_s, u"bridge"_s);
    if (m_way->currentData() == u"passt"_s)
        setValueAt(interface, u"backend/@type"_s, u"passt"_s);
    const QString mac = m_mac->text().trimmed();
    const QString address = mac.isEmpty() ? MacAddress::generate().toString() : MacAddress::parse(mac)->toString();
    setValueAt(interface, u"mac/@address"_s, address);
    setValueAt(interface, u"model/@type"_s, m_model->currentData().toString());
    layOut(interface);
    HardwareChoice choice;
    choice.other = nodeText(interface) + u'\n';
    choice.otherName = tr("%1, card %2, MAC address %3").arg(m_way->currentText(), m_model->currentText(), address);
    m_wizard.setChoice(choice);
    return true;
}

} // namespace laneway
