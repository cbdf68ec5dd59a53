// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/step.h"

#include <QJsonArray>

namespace laneway {

/// Reads the arguments of one step from a journal; keeps the first fault, so that a step is read
/// straight through and asked about faults once.
class Arguments
{
public:
    explicit Arguments(const QJsonObject &json)
        : m_json(json)
    {
    }

    QString text(QStringView key); ///< required, not empty
    QString textOr(QStringView key, const QString &otherwise = {});
    int number(QStringView key, int largest); ///< 0 to @p largest
    PciAddress address(QStringView key);
    QList<PciAddress> addresses(QStringView key);
    QJsonObject object(QStringView key); ///< required
    quint64 bytes(QStringView key); ///< as text: JSON numbers end at 2^53
    QStringList texts(QStringView key);

    void refuse(QStringView key); ///< of what its reader does not like

    const std::optional<Error> &fault() const { return m_fault; }
    /// @p make gives the step when all was well.
    template <typename Make> Result<StepPtr> step(Make make) const
    {
        if (m_fault)
            return fail(*m_fault);
        return StepPtr(make());
    }

private:
    QJsonObject m_json;
    std::optional<Error> m_fault;
};

QJsonArray addressesToJson(const QList<PciAddress> &addresses);

} // namespace laneway
