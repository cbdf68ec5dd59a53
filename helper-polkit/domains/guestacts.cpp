// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/guestacts.h"

#include "qemu/guestagent.h"
#include "xml/domainviews.h"
#include "xml/xmlnodes.h"

#include <QFileInfo>

namespace laneway {

namespace {

constexpr int agentMs = 2'000;
constexpr QStringView agentChannel = u"org.qemu.guest_agent.0";

Result<QJsonObject> tell(
    Guests &guests, const GuestRef &guest, const QString &command, const QJsonObject &arguments = {})
{
    return guests.command(guest, {{u"execute"_s, command}, {u"arguments"_s, arguments}});
}

Result<QString> statusOf(Guests &guests, const GuestRef &guest)
{
    return tell(guests, guest, u"query-status"_s).map([](const QJsonObject &status) {
        return status[u"status"].toString().left(40);
    });
}

Result<> setShutdown(Guests &guests, const GuestRef &guest, const QString &action)
{
    return tell(guests, guest, u"set-action"_s, {{u"shutdown"_s, action}}).map([](const QJsonObject &) {});
}

/// The end of the agent's channel that is ours; empty where the machine has no such channel.
QString agentSocket(const RunRecord &run)
{
    const auto xml = DomainXml::parse(run.liveXml);
    if (!xml)
        return {};
    int number = 0;
    for (const QDomElement &channel : childElements(xml->root().firstChildElement(u"devices"_s), u"channel"_s)) {
        const QString given = channel.firstChildElement(u"alias"_s).attribute(u"name"_s);
        const QString id = given.isEmpty() ? u"channel%1"_s.arg(number) : given;
        ++number;
        if (channel.firstChildElement(u"target"_s).attribute(u"name"_s) == agentChannel)
            return QFileInfo(run.guest.monitorPath).path() + u"/char" + id + u".sock";
    }
    return {};
}

Result<> byAgent(const RunRecord &run, const QString &mode)
{
    const QString socket = agentSocket(run);
    if (socket.isEmpty())
        return fail(ErrorCode::GuestDidNotRespond, u"guest agent"_s, u"the machine has no channel for one"_s);
    auto agent = GuestAgent::connectTo(socket, agentMs);
    return agent ? agent->shutdown(mode) : fail(agent.error());
}

} // namespace

std::optional<GuestMode> guestModeFrom(QStringView word)
{
    if (word.isEmpty())
        return GuestMode::Any;
    if (word == u"agent")
        return GuestMode::Agent;
    return word == u"acpi" ? std::optional(GuestMode::Acpi) : std::nullopt;
}

Result<> act(Guests &guests, const RunRecord &run, GuestAct what, GuestMode mode)
{
    const GuestRef &guest = run.guest;
    const auto status = statusOf(guests, guest);
    if (!status)
        return fail(status.error());
    const auto simply
        = [&](const QString &command) { return tell(guests, guest, command).map([](const QJsonObject &) {}); };
    switch (what) {
    case GuestAct::Suspend: return simply(u"stop"_s);
    case GuestAct::Resume: return simply(*status == u"suspended" ? u"system_wakeup"_s : u"cont"_s);
    case GuestAct::Reset:
        // One that has panicked is to run again; one that somebody paused stays so.
        if (*status == u"guest-panicked")
            return beginAgain(guests, guest, endWishesOf(run));
        return simply(u"system_reset"_s);
    case GuestAct::Reboot:
    case GuestAct::Shutdown: break;
    }
    const bool again = what == GuestAct::Reboot;
    if (*status != u"running")
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + run.name,
            u"only a machine that runs can do that by itself; it is "_s + *status);
    // Before anybody asks the guest: a reboot that it has not carried out is not meant any more.
    if (!again)
        if (auto told = endAsDefined(guests, guest, endWishesOf(run)); !told)
            return told;
    if (mode != GuestMode::Acpi) {
        const auto done = byAgent(run, again ? u"reboot"_s : u"powerdown"_s);
        if (done || mode == GuestMode::Agent)
            return done;
    }
    // QEMU stays when the guest has gone off.
    if (again)
        if (auto told = setShutdown(guests, guest, u"pause"_s); !told)
            return told;
    return simply(u"system_powerdown"_s);
}

EndWishes endWishesOf(const RunRecord &run)
{
    const auto machine = DomainXml::parse(run.liveXml).and_then([](const DomainXml &xml) { return readMachine(xml); });
    return machine ? EndWishes{machine->onPoweroff, machine->onReboot, machine->onCrash} : EndWishes();
}

Result<> endAsDefined(Guests &guests, const GuestRef &guest, const EndWishes &wishes)
{
    return setShutdown(guests, guest, wishes.poweroff == u"restart" ? u"pause"_s : u"poweroff"_s);
}

Result<> beginAgain(Guests &guests, const GuestRef &guest, const EndWishes &wishes)
{
    return tell(guests, guest, u"system_reset"_s)
        .and_then([&](const QJsonObject &) { return endAsDefined(guests, guest, wishes); })
        .and_then([&] { return tell(guests, guest, u"cont"_s); })
        .map([](const QJsonObject &) {});
}

} // namespace laneway
