// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/hosttable.h"

#include <QWizardPage>

class QCheckBox;
class QTreeView;

namespace laneway {

class AddHardwareWizard;
class HostDevices;
class VerdictPanel;

/// Which PCI device: the host's tree by group with the verdict for this machine, the rest of the
/// group ticked along and explained.
class PciPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit PciPage(AddHardwareWizard &wizard);
    bool isComplete() const override;
    bool validatePage() override;

private:
    void explain();
    const PciFunction *chosen() const;

    AddHardwareWizard &m_wizard;
    HostDevices *m_devices;
    QTreeView *m_tree;
    VerdictPanel *m_panel;
    QCheckBox *m_companions;
};

} // namespace laneway
