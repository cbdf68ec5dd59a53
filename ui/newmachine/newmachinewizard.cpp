// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/newmachine/newmachinewizard.h"

#include "ui/newmachine/importpage.h"
#include "ui/newmachine/machinepages.h"

namespace laneway {

NewMachineWizard::NewMachineWizard(Connection &connection, QWidget *parent)
    : QWizard(parent)
    , m_connection(connection)
    , m_medium(new MediumPage(*this))
    , m_resources(new ResourcesPage(*this))
    , m_system(new SystemPage(*this))
{
    setObjectName(u"newMachineWizard"_s);
    setWindowTitle(tr("New Machine"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWizardStyle(QWizard::ModernStyle);
    setOption(QWizard::NoBackButtonOnStartPage);
    setPage(MediumId, m_medium);
    setPage(ResourcesId, m_resources);
    setPage(SystemId, m_system);
    setPage(ReviewId, new NewReviewPage(*this));
    setPage(ImportId, new ImportPage(*this));
    setButtonText(QWizard::FinishButton, tr("C&reate"));
    resize(fontMetrics().averageCharWidth() * 120, fontMetrics().height() * 36);
    connect(this, &QDialog::accepted, this, [this] {
        if (!m_plan.isEmpty())
            Q_EMIT planAccepted(m_plan, m_uuid, m_starts);
    });
    m_connection.listImages({}, this, [this](const Result<QJsonObject> &list) {
        if (!list)
            return;
        m_folder = (*list)[u"folder"].toString();
        m_free = (*list)[u"free"].toString().toULongLong();
        m_medium->offer(*list);
        Q_EMIT imagesListed();
    });
}

NewMachineWizard::~NewMachineWizard() = default;

void NewMachineWizard::setPlan(const QString &plan, const QUuid &machine, bool starts)
{
    m_starts = starts;
    m_plan = plan;
    m_uuid = machine;
}

NewMachine NewMachineWizard::machine() const
{
    NewMachine machine;
    m_medium->addTo(machine);
    m_system->addTo(machine); // its name is the disk's
    m_resources->addTo(machine);
    return machine;
}

} // namespace laneway
