// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"

#include <QWidget>

class QTreeView;

namespace laneway {

class HostDevices;
class VerdictPanel;

/// The host's devices by IOMMU group with driver, use and verdict; the selection is explained beside.
class HostPage : public QWidget
{
    Q_OBJECT
public:
    HostPage(Connection &connection, QWidget *parent = nullptr);

private:
    void explain();

    Connection &m_connection;
    HostDevices *m_devices;
    QTreeView *m_tree;
    VerdictPanel *m_panel;
};

} // namespace laneway
