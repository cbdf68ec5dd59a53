// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostpage.h"

#include "models/devicetreemodel.h"
#include "models/hostdevices.h"
#include "ui/devicetree.h"
#include "ui/verdictpanel.h"

#include <QSplitter>
#include <QTreeView>
#include <QVBoxLayout>

namespace laneway {

HostPage::HostPage(Connection &connection, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_devices(new HostDevices(connection, this))
    , m_tree(newDeviceTree(*m_devices))
    , m_panel(new VerdictPanel)
{
    setObjectName(u"hostPage"_s);
    m_tree->setObjectName(u"hostTree"_s);
    m_tree->setAccessibleName(tr("Host devices by IOMMU group"));
    auto *splitter = new QSplitter(this);
    splitter->addWidget(m_tree);
    splitter->addWidget(m_panel);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({700, 300}); // proportions
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);

    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &HostPage::explain);
    connect(m_devices, &HostDevices::updated, this, &HostPage::explain);
    m_devices->setBridgesShown(true);
    explain();
}

void HostPage::explain()
{
    if (!m_devices->isReady())
        return m_panel->showNothing(tr("Reading the host…"));
    const HostTable &table = m_devices->table();
    const DeviceRow *row = m_devices->model()->row(m_tree->currentIndex());
    const PciFunction *function = row && row->address ? table.host.find(*row->address) : nullptr;
    if (function)
        m_panel->showFunction(table.host, *function, table.verdicts.value(function->address));
    else if (table.rows.isEmpty())
        m_panel->showNothing(tr("This host shows no PCI devices."));
    else
        m_panel->showNothing(tr("Select a device to see what stands in its way and what the host would lose."));
}

} // namespace laneway
