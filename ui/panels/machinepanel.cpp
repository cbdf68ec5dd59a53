// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/machinepanel.h"

#include "ui/panels/definitiontext.h"
#include "ui/panels/formrows.h"

#include <QLineEdit>
#include <QPlainTextEdit>

namespace laneway {

MachinePanel::MachinePanel(QWidget *parent)
    : PartPanel(
        {u"clock"_s, u"on_poweroff"_s, u"on_reboot"_s, u"on_crash"_s, u"features"_s, u"pm"_s, u"genid"_s}, parent)
    , m_name(newValue())
    , m_title(new QLineEdit)
    , m_description(new QPlainTextEdit)
    , m_uuid(newValue(true))
    , m_chipset(newValue())
    , m_firmware(newValue())
    , m_kind(newValue())
{
    addRow(form(), tr("Name"), m_name, u"machineName"_s);
    addRow(form(), tr("&Title"), m_title, u"machineTitleEdit"_s);
    m_description->setTabChangesFocus(true);
    m_description->setFixedHeight(fontMetrics().height() * 5);
    addRow(form(), tr("Des&cription"), m_description, u"machineDescription"_s);
    addRow(form(), tr("UUID"), m_uuid, u"machineUuid"_s);
    addRow(form(), tr("Chipset"), m_chipset, u"machineChipset"_s);
    addRow(form(), tr("Firmware"), m_firmware, u"machineFirmware"_s);
    addRow(form(), tr("Virtualisation"), m_kind, u"machineKind"_s);
    align();
    connect(m_title, &QLineEdit::textEdited, this, &DevicePanel::edited);
    connect(m_description, &QPlainTextEdit::textChanged, this, &DevicePanel::edited);
}

void MachinePanel::loadOwn(const DomainXml &domain)
{
    const QDomElement root = domain.root();
    m_name->setText(domain.name());
    m_title->setText(valueAt(root, u"title"_s));
    if (const QString text = valueAt(root, u"description"_s); text != m_description->toPlainText().trimmed())
        m_description->setPlainText(text);
    m_uuid->setText(domain.uuid().toString(QUuid::WithoutBraces));
    m_chipset->setText(chipsetText(domain));
    m_firmware->setText(firmwareText(domain));
    m_kind->setText(domain.type() == u"kvm" ? tr("By the processor (KVM)") : tr("By software (slow)"));
}

void MachinePanel::storeOwn(DomainXml &domain) const
{
    QDomElement root = domain.editableRoot();
    setValueAt(root, u"title"_s, m_title->text().trimmed());
    setValueAt(root, u"description"_s, m_description->toPlainText().trimmed());
}

} // namespace laneway
