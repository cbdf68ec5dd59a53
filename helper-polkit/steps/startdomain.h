// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

#include <QUuid>

namespace laneway {

/// Starts QEMU as the machine's owner and lets its CPUs run, unless it is to be "paused". Arguments:
/// "domain", "name", "launch", "paused", "saved": the folder of saved states, where its own is removed.
class StartDomain : public Step
{
public:
    StartDomain(const QUuid &domain, const QString &name, const GuestLaunch &launch, bool paused = false,
        const QString &saved = {});
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    const GuestLaunch &launch() const { return m_launch; }
    bool isPaused() const { return m_paused; }

    QString kind() const override { return u"start-domain"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

private:
    QUuid m_domain;
    QString m_name;
    GuestLaunch m_launch;
    bool m_paused;
    QString m_saved;
};

} // namespace laneway
