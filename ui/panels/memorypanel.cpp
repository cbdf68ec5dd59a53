// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/memorypanel.h"

#include "ui/panels/formrows.h"
#include "xml/xmlnodes.h"

#include <QCheckBox>
#include <QSignalBlocker>
#include <QSpinBox>

namespace laneway {

MemoryPanel::MemoryPanel(QWidget *parent)
    : DevicePanel(parent), m_size(new QSpinBox), m_hugePages(new QCheckBox(tr("Hu&ge pages")))
{
    auto *form = newForm(this);
    form->setContentsMargins(0, 0, 0, 0);
    m_size->setRange(1, 16 * 1024 * 1024);
    m_size->setSingleStep(256);
    m_size->setGroupSeparatorShown(true);
    m_size->setSuffix(tr(" MiB"));
    addRow(form, tr("&Size"), m_size, u"memorySize"_s);
    m_hugePages->setObjectName(u"hugePages"_s);
    m_hugePages->setToolTip(tr("From pages that the host has set aside; a large machine with host devices starts sooner"));
    form->addRow(QString(), m_hugePages);
    auto *note = newValue();
    note->setObjectName(u"memoryNote"_s);
    note->setText(tr("With a host device all of the memory is locked: a device can write anywhere in it at any time."));
    form->addRow(note);
    connect(m_size, &QSpinBox::valueChanged, this, &DevicePanel::edited);
    connect(m_hugePages, &QCheckBox::toggled, this, &DevicePanel::edited);
}

void MemoryPanel::load(const DomainXml &domain, const DeviceKey &)
{
    const QSignalBlocker quiet(this);
    m_size->setValue(int(memoryKiB(domain).value_or(0) / 1024));
    m_hugePages->setChecked(!domain.root().firstChildElement(u"memoryBacking"_s)
                                 .firstChildElement(u"hugepages"_s).isNull());
}

void MemoryPanel::store(DomainXml &domain, const DeviceKey &) const
{
    // A size that is no whole number of MiB stays until another is entered.
    if (m_size->value() != int(memoryKiB(domain).value_or(0) / 1024))
        setMemoryKiB(domain, quint64(m_size->value()) * 1024);
    QDomElement root = domain.editableRoot();
    QDomElement backing = root.firstChildElement(u"memoryBacking"_s);
    const QDomElement pages = backing.firstChildElement(u"hugepages"_s);
    if (m_hugePages->isChecked() && pages.isNull()) {
        if (backing.isNull()) {
            backing = root.ownerDocument().createElement(u"memoryBacking"_s);
            appendOnOwnLine(root, backing);
        }
        appendOnOwnLine(backing, root.ownerDocument().createElement(u"hugepages"_s));
    } else if (!m_hugePages->isChecked() && !pages.isNull()) {
        removeWithLine(pages);
        if (backing.firstChildElement().isNull())
            removeWithLine(backing);
    }
}

} // namespace laneway
