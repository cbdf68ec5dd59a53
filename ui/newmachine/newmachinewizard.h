// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"
#include "xml/newmachine.h"

#include <QWizard>

namespace laneway {

class ImportPage;
class MediumPage;
class NewReviewPage;
class ResourcesPage;
class SystemPage;

/// New Machine: what it is installed from, how large it is, what it is connected to, then the plan as it
/// would be carried out. Every page has values that will do. Nothing is touched until Finish.
class NewMachineWizard : public QWizard
{
    Q_OBJECT
public:
    enum Page { MediumId, ResourcesId, SystemId, ReviewId, ImportId };

    explicit NewMachineWizard(Connection &connection, QWidget *parent = nullptr);
    ~NewMachineWizard() override;

    Connection &connection() const { return m_connection; }
    /// Where images are made when nothing else is said; empty until the helper has told.
    QString imageFolder() const { return m_folder; }
    quint64 freeBytes() const { return m_free; }
    /// As all pages together have it.
    NewMachine machine() const;
    const MediumPage &medium() const { return *m_medium; }
    const SystemPage &system() const { return *m_system; }
    void setPlan(const QString &plan, const QUuid &machine, bool starts);

Q_SIGNALS:
    void imagesListed(); ///< imageFolder() is known
    void planAccepted(const QString &planId, const QUuid &machine, bool starts);

private:
    Connection &m_connection;
    QString m_folder;
    quint64 m_free = 0;
    QString m_plan;
    QUuid m_uuid;
    bool m_starts = false;
    MediumPage *m_medium;
    ResourcesPage *m_resources;
    SystemPage *m_system;
};

} // namespace laneway
