// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/planinfo.h"

#include <QWizardPage>

class QPlainTextEdit;
class QTextBrowser;

namespace laneway {

class AddHardwareWizard;
class MessageBar;

/// What will happen, before it does: steps, losses, the XML. Complete once the helper's plan is here.
class ReviewPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit ReviewPage(AddHardwareWizard &wizard);
    void initializePage() override;
    bool isComplete() const override { return !m_planId.isEmpty(); }

private:
    void show(const PlanInfo &plan);

    AddHardwareWizard &m_wizard;
    MessageBar *m_message;
    QTextBrowser *m_steps;
    QPlainTextEdit *m_xml;
    QString m_planId;
    quint64 m_asked = 0; ///< an answer to an earlier question is dropped
};

} // namespace laneway
