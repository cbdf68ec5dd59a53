// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/addhardware/pcipage.h"

#include "models/devicetreemodel.h"
#include "models/hostdevices.h"
#include "ui/addhardware/addhardwarewizard.h"
#include "ui/hostpage/devicetree.h"
#include "ui/hostpage/verdictpanel.h"

#include <QCheckBox>
#include <QSplitter>
#include <QTreeView>
#include <QVBoxLayout>

namespace laneway {

PciPage::PciPage(AddHardwareWizard &wizard)
    : QWizardPage(&wizard)
    , m_wizard(wizard)
    , m_devices(new HostDevices(wizard.connection(), this))
    , m_tree(newDeviceTree(*m_devices))
    , m_panel(new VerdictPanel)
    , m_companions(new QCheckBox)
{
    setTitle(tr("PCI Host Device"));
    setSubTitle(tr("The verdict says what stands in the way and what the host would lose."));
    m_tree->setObjectName(u"pciChoice"_s);
    m_tree->setAccessibleName(tr("PCI devices of the host by IOMMU group"));
    m_companions->setObjectName(u"takeCompanions"_s);
    auto *splitter = new QSplitter;
    splitter->addWidget(m_tree);
    splitter->addWidget(m_panel);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_companions);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &PciPage::explain);
    connect(m_devices, &HostDevices::updated, this, &PciPage::explain);
    m_devices->setTarget(wizard.domain().uuid);
    explain();
}

const PciFunction *PciPage::chosen() const
{
    const DeviceRow *row = m_devices->model()->row(m_tree->currentIndex());
    return row && row->address ? m_devices->table().host.find(*row->address) : nullptr;
}

void PciPage::explain()
{
    const PciFunction *function = chosen();
    m_companions->setVisible(false);
    if (!function) {
        m_panel->showNothing(tr("Select a device."));
    } else {
        const Verdict verdict = m_devices->table().verdicts.value(function->address);
        m_panel->showFunction(m_devices->table().host, *function, verdict);
        if (!verdict.companions.isEmpty()) {
            QStringList names;
            for (const PciAddress &address : verdict.companions)
                names << address.toString();
            m_companions->setText(tr("Also give the machine the rest of the group: %1").arg(names.join(u", ")));
            m_companions->setChecked(true);
            m_companions->setVisible(true);
        }
    }
    Q_EMIT completeChanged();
}

bool PciPage::isComplete() const
{
    const PciFunction *function = chosen();
    return function && !m_devices->table().verdicts.value(function->address).refuses();
}

bool PciPage::validatePage()
{
    const PciFunction *function = chosen();
    if (!function)
        return false;
    QList<PciAddress> choice{function->address};
    if (m_companions->isChecked())
        choice += m_devices->table().verdicts.value(function->address).companions;
    m_wizard.setChoice(choice);
    return true;
}

} // namespace laneway
