// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostpage.h"

#include "ui/devicetree.h"
#include "ui/verdictpanel.h"

#include <QSplitter>
#include <QTreeView>
#include <QVBoxLayout>

namespace laneway {

HostPage::HostPage(Connection &connection, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_model(new DeviceTreeModel(this))
    , m_tree(newDeviceTree(m_model))
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
    connect(&m_connection, &Connection::ready, this, &HostPage::refresh);
    connect(&m_connection, &Connection::hostChanged, this, &HostPage::refresh);
    connect(&m_connection, &Connection::claimsChanged, this, &HostPage::refresh);
    refresh();
}

void HostPage::refresh()
{
    if (!m_connection.isReady())
        return m_panel->showNothing(tr("Reading the host…"));
    const HostSnapshot &host = m_connection.host();
    m_verdicts = assessAll(host, m_connection.claims());
    const bool first = m_model->rowCount() == 0;
    m_model->setRows(rowsByGroup(host, m_connection.claims(), m_verdicts));
    if (first)
        arrangeDeviceTree(*m_tree);
    explain();
}

void HostPage::explain()
{
    const DeviceRow *row = m_model->row(m_tree->currentIndex());
    const PciFunction *function = row && row->address ? m_connection.host().find(*row->address) : nullptr;
    if (function)
        m_panel->showFunction(m_connection.host(), *function, m_verdicts.value(function->address));
    else if (m_model->rowCount() == 0)
        m_panel->showNothing(tr("This host shows no PCI devices."));
    else
        m_panel->showNothing(tr("Select a device to see what stands in its way and what the host would lose."));
}

} // namespace laneway
