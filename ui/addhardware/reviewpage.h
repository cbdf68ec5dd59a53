// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/planinfo.h"
#include "models/dropverdict.h"
#include "xml/hostdevxml.h"

#include <QWizardPage>

class QGroupBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QRadioButton;
class QTextBrowser;

namespace laneway {

class AddHardwareWizard;
class MessageBar;

/// What will happen, before it does: what the machine gets, what the host loses, steps, commands, XML.
/// Complete once the helper's plan is here. A refusal says why, what else to do, and leads back.
class ReviewPage : public QWizardPage
{
    Q_OBJECT
public:
    explicit ReviewPage(AddHardwareWizard &wizard);
    void initializePage() override;
    int nextId() const override { return -1; }
    bool isComplete() const override { return !m_planId.isEmpty(); }

private:
    bool isLive() const;
    bool isConfig() const;
    void showWhen();
    QString whyNotLive() const;
    bool choosesDevices() const;
    void refresh();
    void askPlan();
    void nameFinish(int devices);
    void show(const PlanInfo &plan);
    void showText(const QStringList &gets, const QList<Reason> &reasons, const QStringList &losses,
        const QStringList &moves, const PlanInfo &plan);
    void showUsbPlan(const PlanInfo &plan);
    void showPoolPlan(const PlanInfo &plan);
    void showRefusal(const QStringList &why, const QList<Reason> &reasons);
    void showError(const Error &error);
    QStringList commands(const PlanInfo &plan) const;

    AddHardwareWizard &m_wizard;
    MessageBar *m_message;
    QGroupBox *m_when;
    QRadioButton *m_now;
    QRadioButton *m_next;
    QRadioButton *m_both;
    QLabel *m_whyNotLive;
    QTextBrowser *m_text;
    QPushButton *m_another;
    QPlainTextEdit *m_commands;
    QPlainTextEdit *m_xml;
    QList<QWidget *> m_details; ///< what opens and closes: commands, XML
    QList<AssignedDevice> m_devices; ///< the choice, and what goes along
    std::optional<DropVerdict> m_verdict;
    QString m_planId;
    quint64 m_asked = 0; ///< an answer to an earlier question is dropped
};

} // namespace laneway
