// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/usbpanel.h"

#include "host/usbrules.h"
#include "ui/hostpage/verdictpanel.h"
#include "ui/panels/formrows.h"

#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

namespace laneway {

namespace {
const QString byIds = u"ids"_s;
const QString byAddress = u"address"_s;
} // namespace

UsbPanel::UsbPanel(QWidget *parent)
    : DevicePanel(parent)
    , m_form(nullptr)
    , m_name(newValue())
    , m_now(newValue(true))
    , m_problem(newValue())
    , m_foundBy(new QComboBox)
    , m_note(newValue())
    , m_policy(new QComboBox)
    , m_reset(new QComboBox)
    , m_boot(new QSpinBox)
    , m_place(newValue(true))
    , m_verdict(new VerdictPanel)
{
    m_policy->addItem(tr("The machine does not start"), QString());
    m_policy->addItem(tr("The machine does not start, but can be brought back"), u"requisite"_s);
    m_policy->addItem(tr("The machine starts without it"), u"optional"_s);
    m_policy->addItem(tr("The machine does not start (written out)"), u"mandatory"_s);
    m_reset->addItem(tr("As QEMU has it"), QString());
    m_reset->addItem(tr("Never"), u"off"_s);
    m_reset->addItem(tr("Until it is set up"), u"uninitialized"_s);
    m_reset->addItem(tr("Always"), u"on"_s);
    m_boot->setRange(0, 999);
    m_boot->setSpecialValueText(tr("not booted from"));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *head = new QWidget;
    m_form = newForm(head);
    m_form->setContentsMargins(0, 0, 0, 0);
    addRow(m_form, tr("Device"), m_name, u"usbName"_s);
    addRow(m_form, tr("Plugged in at"), m_now, u"usbNow"_s);
    addRow(m_form, tr("Not understood"), m_problem, u"usbProblem"_s);
    addRow(m_form, tr("F&ound by"), m_foundBy, u"usbFoundBy"_s);
    addRow(m_form, QString(), m_note, u"usbFoundByNote"_s);
    m_note->setAccessibleName(tr("About finding it"));
    addRow(m_form, tr("&When it is not plugged in"), m_policy, u"usbPolicy"_s);
    addRow(m_form, tr("The guest may re&set it"), m_reset, u"usbReset"_s);
    addRow(m_form, tr("&Boot order"), m_boot, u"usbBootOrder"_s);
    addRow(m_form, tr("In the guest"), m_place, u"usbPlace"_s);
    layout->addWidget(head);
    layout->addWidget(m_verdict, 1);
    m_verdict->setMinimumHeight(fontMetrics().height() * 8);

    for (QComboBox *box : {m_foundBy, m_policy, m_reset})
        connect(box, &QComboBox::activated, this, &DevicePanel::edited);
    connect(m_boot, &QSpinBox::valueChanged, this, &DevicePanel::edited);
}

void UsbPanel::load(const DomainXml &domain, const DeviceKey &key)
{
    const QSignalBlocker quiet(this);
    const QSignalBlocker quietBoot(m_boot);
    const QDomElement element = deviceElement(domain, key);
    const auto read = readUsbHostdev(element);
    setRowVisible(m_form, m_problem, !read);
    for (QWidget *field : {static_cast<QWidget *>(m_foundBy), static_cast<QWidget *>(m_policy),
             static_cast<QWidget *>(m_reset), static_cast<QWidget *>(m_boot)})
        field->setEnabled(read.has_value());
    if (!read) {
        m_problem->setText(
            tr("%1: %2. The XML tab shows it as it is written.").arg(read.error().subject, read.error().detail));
        return;
    }
    m_device = *read;
    m_machine = domain.uuid();
    choose(m_policy, valueAt(element, u"source/@startupPolicy"_s));
    choose(m_reset, valueAt(element, u"source/@guestReset"_s));
    m_boot->setValue(bootOrder(domain, key));
    const GuestUsbAddress place = m_device.guestAddress.value_or(GuestUsbAddress{});
    m_place->setText(place.port.isEmpty() ? tr("the next free port of USB controller %1").arg(place.bus)
                                          : tr("port %1 of USB controller %2").arg(place.port).arg(place.bus));
    explain();
}

void UsbPanel::store(DomainXml &domain, const DeviceKey &key) const
{
    QDomElement element = editableDevice(domain, key);
    if (element.isNull())
        return;
    setValueAt(element, u"source/@startupPolicy"_s, chosen(m_policy));
    setValueAt(element, u"source/@guestReset"_s, chosen(m_reset));
    const auto found = m_facts.host.find(m_device.source);
    const QString way = chosen(m_foundBy);
    const auto hex = [](quint16 id) { return QString::asprintf("0x%04x", id); };
    const auto setIds = [&](const std::optional<UsbIds> &ids) {
        setValueAt(element, u"source/vendor/@id"_s, ids ? hex(ids->vendor) : QString());
        setValueAt(element, u"source/product/@id"_s, ids ? hex(ids->product) : QString());
    };
    const auto setAddress = [&](const std::optional<UsbAddress> &address) {
        setValueAt(element, u"source/address/@bus"_s, address ? QString::number(address->bus) : QString());
        setValueAt(element, u"source/address/@device"_s, address ? QString::number(address->device) : QString());
    };
    // Only what is plugged in can be named otherwise than it is.
    if (way == byIds && (m_device.source.address || !m_device.source.ids) && found) {
        setIds((*found)->ids);
        setAddress({});
    } else if (way == byAddress && (m_device.source.ids || !m_device.source.address) && found) {
        setAddress((*found)->address);
        setIds({});
    }
    if (bootOrder(domain, key) != m_boot->value())
        setBootOrder(domain, key, m_boot->value());
}

void UsbPanel::setFacts(const HostFacts &facts)
{
    m_facts = facts;
    explain();
}

void UsbPanel::offerWays()
{
    const auto found = m_facts.host.find(m_device.source);
    const UsbSelector &source = m_device.source;
    const auto ids = found ? std::optional((*found)->ids) : source.ids;
    const auto address = found ? std::optional((*found)->address) : source.address;
    const QString now = source.ids && source.address ? u"both"_s : source.ids ? byIds : byAddress;
    m_foundBy->clear();
    if (ids)
        m_foundBy->addItem(tr("Vendor and product %1").arg(ids->toString()), byIds);
    if (address)
        m_foundBy->addItem(tr("Bus and device number %1").arg(address->toString()), byAddress);
    if (now == u"both")
        m_foundBy->addItem(tr("Both: %1").arg(source.toString()), now);
    choose(m_foundBy, now);
    m_note->setText(now == byIds
            ? tr("Any port will do, as long as only one of this kind is plugged in.")
            : tr("The number changes when the device is plugged in again or the host restarts; then it has to be "
                 "added anew."));
}

void UsbPanel::explain()
{
    const QSignalBlocker quiet(m_foundBy);
    offerWays();
    const auto found = m_facts.host.find(m_device.source);
    m_name->setText(found ? (*found)->displayName() : m_device.source.toString());
    m_now->setText(
        found ? tr("port %1, as %2").arg((*found)->port.toString(), (*found)->address.toString()) : QString());
    setRowVisible(m_form, m_now, found.has_value());
    if (!found)
        return m_verdict->showNothing(m_facts.host.usbKnown
                ? found.error().detail
                : tr("What this host is known from tells nothing of USB devices."));
    m_verdict->showUsb(m_facts.host, **found, assess(UsbQuestion{m_facts.host, m_facts.claims, **found, m_machine}));
}

} // namespace laneway
