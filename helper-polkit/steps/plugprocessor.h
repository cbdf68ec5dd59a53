// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

namespace laneway {

/// One more processor for a running guest, on the host's processors that are its. Arguments: "number" (of the guest's),
/// "name" (of the machine), "guest", "properties", "pins" (of all of the guest's threads). Undo: asks the guest's
/// system to let it go.
class PlugProcessor : public Step
{
public:
    struct Values
    {
        int number = 0;
        QString domainName;
        GuestRef guest;
        QJsonObject properties;
        GuestPins pins;
    };
    explicit PlugProcessor(const Values &values)
        : m_values(values)
    {
    }
    static Result<StepPtr> fromJson(const QJsonObject &arguments);

    QString kind() const override { return u"plug-processor"_s; }
    QJsonObject arguments() const override;
    QStringList commands() const override;
    Result<QJsonObject> formerState(const Kernel &) const override { return QJsonObject(); }
    Result<> apply(Kernel &kernel) const override;
    Result<> verify(const Kernel &kernel) const override;
    Result<> undo(Kernel &kernel, const QJsonObject &former) const override;

private:
    QString id() const { return m_values.properties[u"id"].toString(); }
    QString label() const { return u"processor %1"_s.arg(m_values.number); }

    Values m_values;
};

} // namespace laneway
