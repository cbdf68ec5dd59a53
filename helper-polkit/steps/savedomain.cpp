// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/savedomain.h"

#include "domains/savedstate.h"
#include "steps/arguments.h"

namespace laneway {

Result<StepPtr> SaveDomain::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    What what;
    what.domain = QUuid::fromString(arguments.text(u"domain"));
    what.name = arguments.text(u"name");
    what.guest = GuestRef::fromJson(arguments.object(u"guest"));
    what.owner = uint(json[u"owner"].toInteger());
    what.xml = arguments.text(u"xml").toUtf8();
    what.limit = arguments.bytes(u"limit");
    what.directory = arguments.text(u"directory");
    what.then = arguments.textOr(u"then");
    return arguments.step([&] { return std::make_shared<const SaveDomain>(what); });
}

StepPtr SaveDomain::within(quint64 room) const
{
    What what = m_what;
    what.limit = std::min(what.limit, room);
    return std::make_shared<const SaveDomain>(what);
}

QJsonObject SaveDomain::arguments() const
{
    return {{u"domain"_s, m_what.domain.toString(QUuid::WithoutBraces)}, {u"name"_s, m_what.name},
        {u"guest"_s, m_what.guest.toJson()}, {u"owner"_s, qint64(m_what.owner)},
        {u"xml"_s, QString::fromUtf8(m_what.xml)}, {u"limit"_s, QString::number(m_what.limit)},
        {u"directory"_s, m_what.directory}, {u"then"_s, m_what.then}};
}

Result<QString> SaveDomain::status(Guests &guests) const
{
    return guests.command(m_what.guest, {{u"execute"_s, u"query-status"_s}}).map([](const QJsonObject &answer) {
        return answer[u"status"].toString();
    });
}

Result<QJsonObject> SaveDomain::formerState(const Kernel &kernel) const
{
    const auto now = status(kernel.guests);
    if (!now)
        return fail(now.error());
    // One that is off, or has crashed, has nothing that is worth going on with.
    if (*now != u"running" && *now != u"paused" && *now != u"prelaunch" && *now != u"io-error" && *now != u"watchdog")
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + m_what.name, u"it is "_s + now->left(40));
    return QJsonObject{{u"running"_s, *now == u"running"}};
}

Result<> SaveDomain::apply(Kernel &kernel) const
{
    const auto former = formerState(kernel);
    if (!former)
        return fail(former.error());
    const bool isRunning = (*former)[u"running"].toBool();
    return kernel.guests.command(m_what.guest, {{u"execute"_s, u"stop"_s}}).and_then([&](const QJsonObject &) {
        return save(kernel.guests, m_what.then.isEmpty() ? isRunning : m_what.then == u"running");
    });
}

Result<> SaveDomain::save(Guests &guests, bool running) const
{
    // "q35" may mean another board to the next QEMU.
    const auto board = guests.command(m_what.guest,
        {{u"execute"_s, u"qom-get"_s},
            {u"arguments"_s, QJsonObject{{u"path"_s, u"/machine"_s}, {u"property"_s, u"type"_s}}}});
    if (!board)
        return fail(board.error());
    QString machine = (*board)[u"return"].toString();
    if (machine.endsWith(u"-machine"))
        machine.chop(8);
    SavedStates saved(m_what.directory);
    return saveGuest(guests, m_what.guest, saved.imageOf(m_what.domain), m_what.limit).and_then([&] {
        return saved.write(
            {m_what.domain, m_what.owner, m_what.xml, machine, running, QDateTime::currentDateTimeUtc()});
    });
}

Result<> SaveDomain::verify(const Kernel &) const
{
    if (SavedStates(m_what.directory).find(m_what.domain))
        return {};
    return fail(ErrorCode::VerificationFailed, m_what.name, u"its memory is not in its file"_s);
}

Result<> SaveDomain::undo(Kernel &kernel, const QJsonObject &former) const
{
    if (auto removed = SavedStates(m_what.directory).remove(m_what.domain); !removed)
        return removed;
    if (!former[u"running"].toBool() || !kernel.guests.isAlive(m_what.guest))
        return {};
    return kernel.guests.command(m_what.guest, {{u"execute"_s, u"cont"_s}}).map([](const QJsonObject &) {});
}

} // namespace laneway
