// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/usbaddress.h"

#include <QWizardPage>

class QCheckBox;
class QLabel;
class QTreeView;

namespace laneway {

class AddHardwareWizard;
class FilterField;
class RowListModel;
class VerdictPanel;

/// What is plugged into the host's USB ports: one or several to choose from, with the verdict beside
/// each. Follows plug and unplug; what is selected stays so.
class UsbPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit UsbPage(AddHardwareWizard &wizard);
    void initializePage() override;
    int nextId() const override;
    bool isComplete() const override { return problem().isEmpty(); }
    bool validatePage() override;

private:
    QList<UsbPort> chosen() const;
    void showDevices();
    void follow();
    /// Empty: it can go on.
    QString problem() const;

    AddHardwareWizard &m_wizard;
    FilterField *m_filter;
    QCheckBox *m_hubs;
    RowListModel *m_model;
    QTreeView *m_list;
    VerdictPanel *m_verdict;
    QCheckBox *m_optional;
    QLabel *m_problem;
};

} // namespace laneway
