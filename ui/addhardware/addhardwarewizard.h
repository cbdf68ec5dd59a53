// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"

#include <QWizard>

namespace laneway {

/// Add Hardware: what kind, which device with its verdict, then the plan as it would be carried out.
/// Nothing is touched until Finish; the job then runs in the activity panel.
class AddHardwareWizard : public QWizard
{
    Q_OBJECT
public:
    AddHardwareWizard(Connection &connection, const DomainInfo &domain, QWidget *parent = nullptr);

    Connection &connection() const { return m_connection; }
    const DomainInfo &domain() const { return m_domain; }
    /// What the choice page chose: the device, then companions that are taken along.
    void setChoice(const QList<PciAddress> &devices) { m_choice = devices; }
    const QList<PciAddress> &choice() const { return m_choice; }
    void setPlan(const QString &planId) { m_plan = planId; }

Q_SIGNALS:
    void planAccepted(const QString &planId);

private:
    Connection &m_connection;
    DomainInfo m_domain;
    QList<PciAddress> m_choice;
    QString m_plan;
};

} // namespace laneway
