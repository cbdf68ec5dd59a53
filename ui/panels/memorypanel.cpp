// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/memorypanel.h"

#include "ui/panels/formrows.h"

#include <QCheckBox>
#include <QSpinBox>

namespace laneway {

MemoryPanel::MemoryPanel(QWidget *parent)
    : PartPanel({u"memory"_s, u"currentMemory"_s, u"memtune"_s, u"memoryBacking"_s}, parent)
    , m_size(new QSpinBox)
    , m_hugePages(new QCheckBox(tr("Hu&ge pages")))
{
    m_size->setRange(1, 16 * 1024 * 1024);
    m_size->setSingleStep(256);
    m_size->setGroupSeparatorShown(true);
    m_size->setSuffix(tr(" MiB"));
    addRow(form(), tr("&Size"), m_size, u"memorySize"_s);
    m_hugePages->setObjectName(u"hugePages"_s);
    m_hugePages->setToolTip(
        tr("From pages that the host has set aside; a large machine with host devices starts sooner"));
    form()->addRow(QString(), m_hugePages);
    auto *note = newValue();
    note->setObjectName(u"memoryNote"_s);
    note->setText(tr("With a host device all of the memory is locked: a device can write anywhere in it at any time."));
    form()->addRow(note);
    align();
    connect(m_size, &QSpinBox::valueChanged, this, &DevicePanel::edited);
    connect(m_hugePages, &QCheckBox::toggled, this, &DevicePanel::edited);
}

void MemoryPanel::loadOwn(const DomainXml &domain)
{
    m_size->setValue(int(memoryKiB(domain).value_or(0) / 1024));
    m_hugePages->setChecked(isPresent(domain.root(), u"memoryBacking/hugepages"_s));
}

void MemoryPanel::storeOwn(DomainXml &domain) const
{
    // A size that is no whole number of MiB stays until another is entered.
    if (m_size->value() != int(memoryKiB(domain).value_or(0) / 1024))
        setMemoryKiB(domain, quint64(m_size->value()) * 1024);
    if (m_hugePages->isChecked() != isPresent(domain.root(), u"memoryBacking/hugepages"_s))
        setPresent(domain.editableRoot(), u"memoryBacking/hugepages"_s, m_hugePages->isChecked());
}

} // namespace laneway
