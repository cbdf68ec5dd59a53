// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/stopdomain.h"

#include "steps/arguments.h"

namespace laneway {

StopDomain::StopDomain(const QUuid &domain, const QString &name, const GuestRef &guest)
    : m_domain(domain)
    , m_name(name)
    , m_guest(guest)
{
}

Result<StepPtr> StopDomain::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    const QUuid domain = QUuid::fromString(arguments.text(u"domain"));
    const QString name = arguments.text(u"name");
    const GuestRef guest = GuestRef::fromJson(arguments.object(u"guest"));
    return arguments.step([&] { return std::make_shared<const StopDomain>(domain, name, guest); });
}

QJsonObject StopDomain::arguments() const
{
    return {
        {u"domain"_s, m_domain.toString(QUuid::WithoutBraces)}, {u"name"_s, m_name}, {u"guest"_s, m_guest.toJson()}};
}

QStringList StopDomain::commands() const
{
    if (m_guest.unit.isEmpty())
        return {u"kill "_s + QString::number(m_guest.pid)};
    return {u"systemctl stop "_s + m_guest.unit};
}

Result<> StopDomain::verify(const Kernel &kernel) const
{
    if (kernel.guests.isAlive(m_guest))
        return fail(ErrorCode::VerificationFailed, m_name, u"its process is still there"_s);
    return {};
}

} // namespace laneway
