// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/vffields.h"

#include "ui/panels/formrows.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>

namespace laneway {

namespace {

QSpinBox *newRate()
{
    auto *rate = new QSpinBox;
    rate->setRange(0, 400'000);
    rate->setSingleStep(100);
    return rate;
}

} // namespace

VfFields::VfFields(QWidget *parent)
    : QWidget(parent)
    , m_form(newForm(this))
    , m_macRow(new QWidget)
    , m_mac(newCodeEdit())
    , m_vlan(new QSpinBox)
    , m_priority(new QSpinBox)
    , m_spoofCheck(newSwitch(tr("As the driver has it")))
    , m_trust(newSwitch(tr("As the driver has it")))
    , m_linkState(new QComboBox)
    , m_maxRate(newRate())
    , m_minRate(newRate())
{
    m_form->setContentsMargins(0, 0, 0, 0);
    m_mac->setPlaceholderText(tr("made when it is saved"));
    auto *generate = new QPushButton(tr("Ne&w"));
    generate->setObjectName(u"generateMac"_s);
    generate->setAccessibleName(tr("New MAC address"));
    generate->setToolTip(tr("Makes a new MAC address"));
    auto *macLayout = new QHBoxLayout(m_macRow);
    macLayout->setContentsMargins(0, 0, 0, 0);
    macLayout->addWidget(m_mac, 1);
    macLayout->addWidget(generate);
    addRow(m_form, tr("MA&C address"), m_macRow, u"macRow"_s);
    qobject_cast<QLabel *>(m_form->labelForField(m_macRow))->setBuddy(m_mac);
    m_mac->setObjectName(u"mac"_s);
    m_mac->setMinimumWidth(m_mac->fontMetrics().horizontalAdvance(u"00:00:00:00:00:00"_s) + fontMetrics().height());
    m_mac->setAccessibleName(tr("MAC address"));

    m_vlan->setRange(0, 4094);
    m_vlan->setSpecialValueText(tr("Untagged"));
    m_vlan->setToolTip(tr("The tag that the card puts on the guest's frames; the guest does not see it"));
    addRow(m_form, tr("V&LAN"), m_vlan, u"vlan"_s);
    m_priority->setRange(0, 7);
    m_priority->setToolTip(tr("802.1p priority of the tag"));
    addRow(m_form, tr("VLAN pri&ority"), m_priority, u"vlanPriority"_s);
    m_spoofCheck->setToolTip(tr("Drops frames that the guest sends under another MAC address"));
    addRow(m_form, tr("S&poof check"), m_spoofCheck, u"spoofCheck"_s);
    m_trust->setToolTip(tr("Lets the guest change its MAC address and hear all frames, where the card can do that"));
    addRow(m_form, tr("&Trust"), m_trust, u"trust"_s);
    m_linkState->addItem(tr("As the driver has it"), QString());
    m_linkState->addItem(tr("Follows the card's port"), u"auto"_s);
    m_linkState->addItem(tr("Always up"), u"enable"_s);
    m_linkState->addItem(tr("Always down"), u"disable"_s);
    addRow(m_form, tr("Lin&k state"), m_linkState, u"linkState"_s);
    for (QSpinBox *rate : {m_maxRate, m_minRate}) {
        rate->setSpecialValueText(rate == m_maxRate ? tr("No limit") : tr("None"));
        //: megabits a second, behind a number
        rate->setSuffix(tr(" Mbit/s"));
    }
    addRow(m_form, tr("H&ighest rate"), m_maxRate, u"maxRate"_s);
    addRow(m_form, tr("&Guaranteed rate"), m_minRate, u"minRate"_s);

    connect(generate, &QPushButton::clicked, this, [this] {
        m_mac->setText(MacAddress::generate().toString());
        Q_EMIT edited();
    });
    connect(m_mac, &QLineEdit::textEdited, this, &VfFields::edited);
    connect(m_vlan, &QSpinBox::valueChanged, this, [this](int id) {
        setRowVisible(m_form, m_priority, id > 0);
        Q_EMIT edited();
    });
    for (QSpinBox *box : {m_priority, m_maxRate, m_minRate})
        connect(box, &QSpinBox::valueChanged, this, &VfFields::edited);
    for (QComboBox *box : {m_spoofCheck, m_trust, m_linkState})
        connect(box, &QComboBox::currentIndexChanged, this, &VfFields::edited);
    setDevice({});
}

void VfFields::setDevice(const AssignedDevice &device)
{
    m_device = device;
    const QSignalBlocker quiet(this);
    m_mac->setText(device.mac ? device.mac->toString() : QString());
    const VfVlan vlan = device.vlan.value_or(VfVlan{});
    m_vlan->setValue(vlan.id ? vlan.id->value() : 0);
    m_priority->setValue(vlan.qos);
    setRowVisible(m_form, m_priority, vlan.id.has_value());
    chooseSwitch(m_spoofCheck, device.extra.spoofCheck);
    chooseSwitch(m_trust, device.extra.trust);
    const auto state = device.extra.linkState;
    choose(m_linkState,
        !state                              ? QString()
            : *state == VfLinkState::Auto   ? u"auto"_s
            : *state == VfLinkState::Enable ? u"enable"_s
                                            : u"disable"_s);
    m_maxRate->setValue(device.extra.rate ? int(device.extra.rate->maximum) : 0);
    m_minRate->setValue(device.extra.rate ? int(device.extra.rate->minimum) : 0);
}

QString VfFields::problem() const
{
    const QString mac = m_mac->text().trimmed();
    if (!m_macRow->isHidden() && !mac.isEmpty()) {
        const auto parsed = MacAddress::parse(mac);
        if (!parsed)
            return tr("“%1” is not a MAC address: six groups of two digits or letters up to f, such as "
                      "52:54:00:12:34:56.")
                .arg(mac);
        if (parsed->isMulticast())
            return tr("%1 is a multicast address, which no interface can have. Make the second digit even.").arg(mac);
        if (parsed->isNull())
            return tr("%1 is no address. Leave the field empty to have one made.").arg(mac);
    }
    if (m_maxRate->value() != 0 && m_minRate->value() > m_maxRate->value())
        return tr("The guaranteed rate is above the highest one.");
    return {};
}

void VfFields::setMacShown(bool shown)
{
    setRowVisible(m_form, m_macRow, shown);
}

AssignedDevice VfFields::device() const
{
    AssignedDevice device = m_device;
    if (m_mac->text().trimmed().isEmpty())
        device.mac.reset();
    else if (const auto mac = MacAddress::parse(m_mac->text().trimmed()))
        device.mac = *mac;
    if (const auto id = VlanId::make(quint32(m_vlan->value())))
        device.vlan = VfVlan{*id, quint8(m_priority->value()), m_device.vlan.value_or(VfVlan{}).protocol};
    else if (!m_device.vlan || m_device.vlan->id)
        device.vlan.reset(); // a written "tag 0" stays as it was written
    device.extra.spoofCheck = chosenSwitch(m_spoofCheck);
    device.extra.trust = chosenSwitch(m_trust);
    const QString state = chosen(m_linkState);
    device.extra.linkState.reset();
    if (!state.isEmpty())
        device.extra.linkState = state == u"auto" ? VfLinkState::Auto
            : state == u"enable"                  ? VfLinkState::Enable
                                                  : VfLinkState::Disable;
    const VfRate rate{quint32(m_minRate->value()), quint32(m_maxRate->value())};
    if (m_device.extra.rate || rate != VfRate{})
        device.extra.rate = rate;
    return device;
}

} // namespace laneway
