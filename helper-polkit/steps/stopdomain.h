// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

#include <QUuid>

namespace laneway {

/// Ends a guest at once, as pulling its plug. Cannot be undone. Arguments: "domain", "name", "guest".
class StopDomain : public Step
{
public:
    StopDomain(const QUuid &domain, const QString &name, const GuestRef &guest);
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    QString kind() const override { return u"stop-domain"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    Result<QJsonObject> formerState(const Kernel &) const override { return QJsonObject(); }
    Result<> apply(Kernel &kernel) const override { return kernel.guests.end(m_guest); }
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &, const QJsonObject &) const override { return {}; }

private:
    QUuid m_domain;
    QString m_name;
    GuestRef m_guest;
};

} // namespace laneway
