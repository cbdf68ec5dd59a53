// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/devicetreemodel.h"

#include <QWizardPage>

class QCheckBox;
class QTreeView;

namespace laneway {

class AddHardwareWizard;
class VerdictPanel;

/// Which PCI device: the host's tree by group with the verdict for this machine, the rest of the
/// group ticked along and explained.
class PciPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit PciPage(AddHardwareWizard &wizard);
    void initializePage() override;
    bool isComplete() const override;
    bool validatePage() override;

private:
    void refresh();
    void explain();
    const PciFunction *chosen() const;

    AddHardwareWizard &m_wizard;
    DeviceTreeModel *m_model;
    QTreeView *m_tree;
    VerdictPanel *m_panel;
    QCheckBox *m_companions;
    QMap<PciAddress, Verdict> m_verdicts;
};

} // namespace laneway
