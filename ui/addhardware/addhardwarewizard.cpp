// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/addhardware/addhardwarewizard.h"

#include "ui/addhardware/kindpage.h"
#include "ui/addhardware/pcipage.h"
#include "ui/addhardware/reviewpage.h"

namespace laneway {

AddHardwareWizard::AddHardwareWizard(Connection &connection, const DomainInfo &domain, QWidget *parent)
    : QWizard(parent), m_connection(connection), m_domain(domain)
{
    setObjectName(u"addHardwareWizard"_s);
    setWindowTitle(tr("Add Hardware to %1").arg(domain.name));
    setWizardStyle(QWizard::ModernStyle);
    setOption(QWizard::NoBackButtonOnStartPage);
    addPage(new KindPage);
    addPage(new PciPage(*this));
    addPage(new ReviewPage(*this));
    setButtonText(QWizard::FinishButton, tr("&Assign"));
    resize(fontMetrics().averageCharWidth() * 120, fontMetrics().height() * 34);
    connect(this, &QDialog::accepted, this, [this] { Q_EMIT planAccepted(m_plan); });
}

} // namespace laneway
