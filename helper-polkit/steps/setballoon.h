// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

namespace laneway {

/// How much of its memory a running guest is to have: its balloon takes the rest, once the guest's driver gives it.
/// Arguments: "name" (of the machine), "guest", "bytes". Undo: as much as it had.
class SetBalloon : public Step
{
public:
    struct Values
    {
        QString domainName;
        GuestRef guest;
        quint64 bytes = 0;
    };
    explicit SetBalloon(const Values &values)
        : m_values(values)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    QString kind() const override { return u"set-balloon"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    Result<QJsonObject> formerState(const Kernel &kernel) const override;
    Result<> apply(Kernel &kernel) const override;
    /// That it was taken is all that can be told: how far the guest follows is its own affair, and seen in its figures.
    Result<> verify(const Kernel &) const override { return {}; }
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

private:
    Result<> set(Kernel &kernel, quint64 bytes) const;

    Values m_values;
};

} // namespace laneway
