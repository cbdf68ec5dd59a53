// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/pcifields.h"

#include "ui/panels/formrows.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>

namespace laneway {

namespace {

QString addressText(const GuestPciAddress &place)
{
    return QString::asprintf("%04x:%02x:%02x.%x", place.domain, place.bus, place.slot, place.function);
}

} // namespace

PciFields::PciFields(QWidget *parent)
    : QWidget(parent)
    , m_form(newForm(this))
    , m_managed(new QCheckBox(tr("Ma&naged: taken from the host at the start, given back afterwards")))
    , m_bootOrder(new QSpinBox)
    , m_address(newCodeEdit())
    , m_romBar(newSwitch(tr("As the device has it")))
    , m_romFile(newCodeEdit())
{
    m_form->setContentsMargins(0, 0, 0, 0);
    m_managed->setObjectName(u"managed"_s);
    m_form->addRow(m_managed);
    m_bootOrder->setRange(0, 99);
    m_bootOrder->setSpecialValueText(tr("Not booted from"));
    addRow(m_form, tr("&Boot order"), m_bootOrder, u"bootOrder"_s);
    m_address->setPlaceholderText(tr("chosen automatically"));
    m_address->setToolTip(tr("Where the guest sees it: domain:bus:slot.function, such as 0000:05:00.0"));
    addRow(m_form, tr("Guest addre&ss"), m_address, u"guestAddress"_s);
    m_romBar->setToolTip(tr("Whether the guest's firmware sees the device's option ROM"));
    addRow(m_form, tr("ROM &in the guest"), m_romBar, u"romBar"_s);
    m_romFile->setPlaceholderText(tr("the device's own"));
    m_romFile->setToolTip(tr("A file on the host that is shown in place of the device's own ROM"));
    addRow(m_form, tr("ROM fi&le"), m_romFile, u"romFile"_s);

    connect(m_managed, &QCheckBox::toggled, this, &PciFields::edited);
    connect(m_bootOrder, &QSpinBox::valueChanged, this, &PciFields::edited);
    connect(m_romBar, &QComboBox::currentIndexChanged, this, &PciFields::edited);
    connect(m_romFile, &QLineEdit::textEdited, this, &PciFields::edited);
    connect(m_address, &QLineEdit::textEdited, this, [this] {
        m_address->setAccessibleDescription(isComplete() ? QString() : tr("Not an address yet"));
        Q_EMIT edited();
    });
}

void PciFields::setDevice(const AssignedDevice &device)
{
    m_device = device;
    const QSignalBlocker quiet(this);
    m_managed->setChecked(device.managed);
    m_bootOrder->setValue(device.bootOrder);
    m_address->setText(device.guestAddress ? addressText(*device.guestAddress) : QString());
    m_address->setEnabled(!device.unassigned);
    chooseSwitch(m_romBar, device.romBar);
    m_romFile->setText(device.romFile);
}

std::optional<GuestPciAddress> PciFields::guestAddress() const
{
    const auto parsed = PciAddress::parse(m_address->text().trimmed());
    if (!parsed)
        return std::nullopt;
    GuestPciAddress place{parsed->domain(), parsed->bus(), parsed->slot(), parsed->function(), {}};
    if (m_device.guestAddress && m_device.guestAddress->bus == place.bus && m_device.guestAddress->slot == place.slot)
        place.multifunction = m_device.guestAddress->multifunction;
    return place;
}

bool PciFields::isComplete() const
{
    return m_address->text().trimmed().isEmpty() || guestAddress();
}

AssignedDevice PciFields::device() const
{
    AssignedDevice device = m_device;
    device.managed = m_managed->isChecked();
    device.bootOrder = m_bootOrder->value();
    if (m_address->text().trimmed().isEmpty())
        device.guestAddress.reset();
    else if (const auto place = guestAddress())
        device.guestAddress = place;
    device.romBar = chosenSwitch(m_romBar);
    device.romFile = m_romFile->text().trimmed();
    return device;
}

void PciFields::setRomShown(bool shown)
{
    setRowVisible(m_form, m_romBar, shown);
    setRowVisible(m_form, m_romFile, shown);
}

} // namespace laneway
