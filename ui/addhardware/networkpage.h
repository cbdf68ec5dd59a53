// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/networkchoices.h"

#include <QWizardPage>

class QComboBox;
class QLabel;
class QLineEdit;

namespace laneway {

class AddHardwareWizard;

/// An emulated network interface: how it gets out, which card the guest sees, and its address.
class NetworkPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit NetworkPage(AddHardwareWizard &wizard);
    void initializePage() override;
    int nextId() const override;
    bool isComplete() const override { return problem().isEmpty(); }
    bool validatePage() override;

private:
    void follow();
    void showWays(const QJsonObject &links);
    /// Empty: it can go on.
    QString problem() const;

    AddHardwareWizard &m_wizard;
    QComboBox *m_way;
    QList<NetworkChoice> m_choices; ///< of m_way, in its order
    QComboBox *m_model;
    QLineEdit *m_mac;
    QLabel *m_about;
    QLabel *m_problem;
};

} // namespace laneway
