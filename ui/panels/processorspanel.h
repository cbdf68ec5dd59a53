// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/devicepanel.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QSpinBox;

namespace laneway {

/// How many processors, of which model, in which topology.
class ProcessorsPanel : public DevicePanel
{
    Q_OBJECT
public:
    explicit ProcessorsPanel(QWidget *parent = nullptr);
    void load(const DomainXml &domain, const DeviceKey &key) override;
    void store(DomainXml &domain, const DeviceKey &key) const override;

private:
    void showTopology();

    QFormLayout *m_form;
    QSpinBox *m_count;
    QComboBox *m_mode;
    QCheckBox *m_topology;
    QSpinBox *m_sockets;
    QSpinBox *m_cores;
    QSpinBox *m_threads;
};

} // namespace laneway
