// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/partpanel.h"

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace laneway {

/// How many processors, of which model, in which topology.
class ProcessorsPanel : public PartPanel
{
    Q_OBJECT
public:
    explicit ProcessorsPanel(QWidget *parent = nullptr);

protected:
    void loadOwn(const DomainXml &domain) override;
    void storeOwn(DomainXml &domain) const override;

private:
    void showTopology();

    QSpinBox *m_count;
    QComboBox *m_mode;
    QCheckBox *m_topology;
    QSpinBox *m_sockets;
    QSpinBox *m_cores;
    QSpinBox *m_threads;
};

} // namespace laneway
