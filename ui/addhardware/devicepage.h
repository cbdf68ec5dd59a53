// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/domainxml.h"

#include <QWizardPage>

namespace laneway {

class AddHardwareWizard;
class KindPanel;

/// An emulated device of any kind that its table says all of: the panel that changes it later sets it up.
class DevicePage : public QWizardPage
{
    Q_OBJECT
public:
    explicit DevicePage(AddHardwareWizard &wizard);
    /// What is set up; what was entered for the same kind stays.
    void setDevice(const QString &name, const QString &about, const QString &xml);
    int nextId() const override;
    bool isComplete() const override;
    bool validatePage() override;

private:
    AddHardwareWizard &m_wizard;
    KindPanel *m_panel;
    QString m_name;
    QString m_template;
    DomainXml m_domain; ///< a machine that has this device alone
};

} // namespace laneway
