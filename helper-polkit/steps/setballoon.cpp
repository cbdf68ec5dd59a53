// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/setballoon.h"

#include "steps/arguments.h"

namespace laneway {

Result<StepPtr> SetBalloon::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    Values values;
    values.domainName = arguments.text(u"name");
    values.guest = GuestRef::fromJson(arguments.object(u"guest"));
    values.bytes = arguments.bytes(u"bytes");
    return arguments.step([&] { return std::make_shared<const SetBalloon>(values); });
}

QJsonObject SetBalloon::arguments() const
{
    return {{u"name"_s, m_values.domainName}, {u"guest"_s, m_values.guest.toJson()},
        {u"bytes"_s, QString::number(m_values.bytes)}};
}

QStringList SetBalloon::commands() const
{
    return {u"balloon %1"_s.arg(m_values.bytes >> 20)};
}

Result<QJsonObject> SetBalloon::formerState(const Kernel &kernel) const
{
    return kernel.guests.command(m_values.guest, {{u"execute"_s, u"query-balloon"_s}})
        .map([](const QJsonObject &answer) {
            return QJsonObject{{u"bytes"_s, QString::number(answer[u"actual"].toInteger())}};
        });
}

Result<> SetBalloon::apply(Kernel &kernel) const
{
    return set(kernel, m_values.bytes);
}

Result<> SetBalloon::undo(Kernel &kernel, const QJsonObject &former) const
{
    const quint64 bytes = former[u"bytes"].toString().toULongLong();
    return bytes == 0 || !kernel.guests.isAlive(m_values.guest) ? Result<>() : set(kernel, bytes);
}

Result<> SetBalloon::set(Kernel &kernel, quint64 bytes) const
{
    return kernel.guests
        .command(
            m_values.guest, {{u"execute"_s, u"balloon"_s}, {u"arguments"_s, QJsonObject{{u"value"_s, qint64(bytes)}}}})
        .map([](const QJsonObject &) {});
}

} // namespace laneway
