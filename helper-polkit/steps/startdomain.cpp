// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/startdomain.h"

#include "steps/arguments.h"
#include "steps/waiting.h"

namespace laneway {

namespace {

QString quoted(const QString &word)
{
    static const QString safe = u"-_=./,:@+%"_s;
    const bool plain = !word.isEmpty() && std::all_of(word.begin(), word.end(), [](QChar c) {
        return c.isLetterOrNumber() || safe.contains(c);
    });
    return plain ? word : u'\'' + QString(word).replace(u'\'', u"'\\''"_s) + u'\'';
}

} // namespace

StartDomain::StartDomain(const QUuid &domain, const QString &name, const GuestLaunch &launch)
    : m_domain(domain)
    , m_name(name)
    , m_launch(launch)
{
}

Result<StepPtr> StartDomain::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    const QUuid domain = QUuid::fromString(arguments.text(u"domain"));
    const QString name = arguments.text(u"name");
    const GuestLaunch launch = GuestLaunch::fromJson(arguments.object(u"launch"));
    if (domain.isNull() || launch.id.isEmpty() || launch.program.isEmpty())
        return fail(ErrorCode::InvalidInput, u"launch"_s, u"missing or not a valid value"_s);
    return arguments.step([&] { return std::make_shared<const StartDomain>(domain, name, launch); });
}

QJsonObject StartDomain::arguments() const
{
    return {{u"domain"_s, m_domain.toString(QUuid::WithoutBraces)}, {u"name"_s, m_name},
        {u"launch"_s, m_launch.toJson()}};
}

QStringList StartDomain::commands() const
{
    QStringList words{quoted(m_launch.program)};
    for (const QString &argument : m_launch.arguments)
        words += quoted(argument);
    return {words.join(u' ')};
}

Result<QJsonObject> StartDomain::formerState(const Kernel &) const
{
    return QJsonObject{{u"launch"_s, m_launch.id}};
}

Result<> StartDomain::apply(Kernel &kernel) const
{
    auto guest = kernel.guests.find(m_launch.id);
    if (!guest || !kernel.guests.isAlive(*guest)) {
        const auto launched = kernel.guests.launch(m_launch);
        if (!launched)
            return fail(launched.error());
        guest = *launched;
    }
    return kernel.guests.command(*guest, {{u"execute"_s, u"cont"_s}}).map([](const QJsonObject &) {});
}

Result<> StartDomain::verify(const Kernel &kernel) const
{
    const auto guest = kernel.guests.find(m_launch.id);
    if (!guest)
        return fail(ErrorCode::VerificationFailed, m_name, u"its process is not there"_s);
    Result<QJsonObject> status = QJsonObject();
    const auto isRunning = [&] {
        status = kernel.guests.command(*guest, {{u"execute"_s, u"query-status"_s}});
        return !status || (*status)[u"status"].toString() == u"running";
    };
    const bool running = waitUntil(isRunning, 2'000);
    if (!status)
        return fail(status.error());
    if (!running)
        return fail(ErrorCode::VerificationFailed, m_name,
            u"its status is "_s + (*status)[u"status"].toString().left(40));
    return {};
}

Result<> StartDomain::undo(Kernel &kernel, const QJsonObject &former) const
{
    const auto guest = kernel.guests.find(former[u"launch"].toString());
    return guest ? kernel.guests.end(*guest) : Result<>();
}

} // namespace laneway
