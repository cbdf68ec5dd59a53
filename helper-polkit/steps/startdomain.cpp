// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/startdomain.h"

#include "domains/savedstate.h"
#include "steps/arguments.h"
#include "steps/waiting.h"

namespace laneway {

namespace {

QString quoted(const QString &word)
{
    static const QString safe = u"-_=./,:@+%"_s;
    const bool plain = !word.isEmpty()
        && std::all_of(word.begin(), word.end(), [](QChar c) { return c.isLetterOrNumber() || safe.contains(c); });
    return plain ? word : u'\'' + QString(word).replace(u'\'', u"'\\''"_s) + u'\'';
}

} // namespace

StartDomain::StartDomain(
    const QUuid &domain, const QString &name, const GuestLaunch &launch, bool paused, const QString &saved)
    : m_domain(domain)
    , m_name(name)
    , m_launch(launch)
    , m_paused(paused)
    , m_saved(saved)
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
    const bool paused = json[u"paused"].toBool();
    const QString saved = arguments.textOr(u"saved");
    return arguments.step([&] { return std::make_shared<const StartDomain>(domain, name, launch, paused, saved); });
}

QJsonObject StartDomain::arguments() const
{
    return {{u"domain"_s, m_domain.toString(QUuid::WithoutBraces)}, {u"name"_s, m_name},
        {u"launch"_s, m_launch.toJson()}, {u"paused"_s, m_paused}, {u"saved"_s, m_saved}};
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
    if (!m_launch.restoreFrom.isEmpty()) {
        if (auto restored = restoreGuest(kernel.guests, *guest, m_launch.restoreFrom); !restored)
            return restored;
    }
    if (!m_launch.pins.isEmpty())
        if (auto pinned = kernel.guests.pin(*guest, m_launch.pins); !pinned)
            return pinned;
    for (const QJsonValue &command : m_launch.beforeRun)
        if (const auto done = kernel.guests.command(*guest, command.toObject()); !done)
            return fail(done.error());
    // From its first instruction on its disks are others: what was saved would be wrong for them, whatever
    // happens now.
    if (!m_saved.isEmpty())
        if (auto used = SavedStates(m_saved).remove(m_domain); !used)
            return used;
    if (m_paused)
        return {};
    return kernel.guests.command(*guest, {{u"execute"_s, u"cont"_s}}).map([](const QJsonObject &) {});
}

Result<> StartDomain::verify(const Kernel &kernel) const
{
    const auto guest = kernel.guests.find(m_launch.id);
    if (!guest)
        return fail(ErrorCode::VerificationFailed, m_name, u"its process is not there"_s);
    Result<QJsonObject> status = QJsonObject();
    const auto isAsWanted = [&] {
        status = kernel.guests.command(*guest, {{u"execute"_s, u"query-status"_s}});
        return !status || m_paused != ((*status)[u"status"].toString() == u"running");
    };
    const bool running = waitUntil(isAsWanted, 2'000);
    if (!status)
        return fail(status.error());
    if (!running)
        return fail(
            ErrorCode::VerificationFailed, m_name, u"its status is "_s + (*status)[u"status"].toString().left(40));
    return {};
}

Result<> StartDomain::undo(Kernel &kernel, const QJsonObject &former) const
{
    const auto guest = kernel.guests.find(former[u"launch"].toString());
    return guest ? kernel.guests.end(*guest) : Result<>();
}

} // namespace laneway
