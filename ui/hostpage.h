// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"
#include "models/devicetreemodel.h"

#include <QWidget>

class QTreeView;

namespace laneway {

class VerdictPanel;

/// The host's devices by IOMMU group with driver, use and verdict; the selection is explained beside.
class HostPage : public QWidget
{
    Q_OBJECT
public:
    HostPage(Connection &connection, QWidget *parent = nullptr);

private:
    void refresh();
    void explain();

    Connection &m_connection;
    DeviceTreeModel *m_model;
    QTreeView *m_tree;
    VerdictPanel *m_panel;
    QMap<PciAddress, Verdict> m_verdicts;
};

} // namespace laneway
