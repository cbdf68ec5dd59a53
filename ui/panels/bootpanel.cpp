// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/bootpanel.h"

#include "ui/panels/definitiontext.h"
#include "ui/panels/formrows.h"
#include "xml/xmlnodes.h"

#include <QCheckBox>
#include <QSignalBlocker>

namespace laneway {

BootPanel::BootPanel(QWidget *parent)
    : DevicePanel(parent), m_firmware(newValue()), m_menu(new QCheckBox(tr("&Boot menu"))), m_order(newValue())
{
    auto *form = newForm(this);
    form->setContentsMargins(0, 0, 0, 0);
    addRow(form, tr("Firmware"), m_firmware, u"bootFirmware"_s);
    m_menu->setObjectName(u"bootMenu"_s);
    m_menu->setToolTip(tr("The firmware waits for a key that shows what can be booted"));
    form->addRow(QString(), m_menu);
    addRow(form, tr("Order"), m_order, u"bootSequence"_s);
    connect(m_menu, &QCheckBox::toggled, this, &DevicePanel::edited);
}

void BootPanel::load(const DomainXml &domain, const DeviceKey &)
{
    const QSignalBlocker quiet(this);
    const QDomElement root = domain.root();
    m_firmware->setText(firmwareText(domain));
    m_menu->setChecked(valueAt(root, u"os/bootmenu/@enable"_s) == u"yes");
    QMap<int, QString> ordered;
    const QList<QDomElement> devices = childElements(root.firstChildElement(u"devices"_s));
    for (int i = 0; i < devices.size(); ++i) {
        const int order = bootOrder(domain, {i});
        const QString target = valueAt(devices[i], u"target/@dev"_s);
        if (order > 0)
            ordered[order] = target.isEmpty() ? devices[i].tagName() : target;
    }
    QStringList words = ordered.values();
    for (const QDomElement &boot : childElements(root.firstChildElement(u"os"_s), u"boot"_s))
        words << boot.attribute(u"dev"_s);
    m_order->setText(words.isEmpty() ? tr("The firmware's own; a disk's or card's Boot order sets it")
                                     : words.join(tr(", then ")));
}

void BootPanel::store(DomainXml &domain, const DeviceKey &) const
{
    const bool now = valueAt(domain.root(), u"os/bootmenu/@enable"_s) == u"yes";
    if (m_menu->isChecked() != now)
        setValueAt(domain.editableRoot(), u"os/bootmenu/@enable"_s, m_menu->isChecked() ? u"yes"_s : QString());
}

} // namespace laneway
