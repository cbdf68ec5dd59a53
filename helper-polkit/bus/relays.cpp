// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bus/relays.h"

namespace laneway {

Relays::Relays()
{
    m_lookAround.setInterval(keptMs / 2);
    connect(&m_lookAround, &QTimer::timeout, this, &Relays::forgetUnread);
}

QString Relays::ownerOf(const Call &call)
{
    return call.caller.isPeer ? call.connection.name() : call.caller.name;
}

Result<uint> Relays::add(const Call &call, const QByteArray &content)
{
    const QString owner = ownerOf(call);
    int others = 0;
    qsizetype users = content.size();
    qsizetype everybodys = content.size();
    for (const Relay &relay : std::as_const(m_relays)) {
        others += relay.owner == owner ? 1 : 0;
        users += relay.user == call.caller.uid ? relay.content.size() : 0;
        everybodys += relay.content.size();
    }
    // A user can have many callers, and must not take the room of all the others.
    if (others >= mostOfCaller || users > mostOfUser || everybodys > mostBytes)
        return fail(ErrorCode::LimitExceeded, u"relay"_s, u"too much is being read already"_s);
    while (++m_last == 0 || m_relays.contains(m_last)) { }
    m_relays.insert(m_last, {owner, call.caller.uid, content, QDeadlineTimer(keptMs)});
    if (!m_lookAround.isActive())
        m_lookAround.start();
    return m_last;
}

Result<QByteArray> Relays::read(const Call &call, uint number, quint64 offset)
{
    const auto relay = m_relays.find(number);
    if (relay == m_relays.end() || relay->owner != ownerOf(call) || offset > quint64(relay->content.size()))
        return fail(ErrorCode::NotFound, u"relay"_s);
    relay->deadline.setRemainingTime(keptMs);
    return relay->content.mid(qsizetype(offset), largestPart);
}

void Relays::close(const Call &call, uint number)
{
    const auto relay = m_relays.constFind(number);
    if (relay != m_relays.cend() && relay->owner == ownerOf(call))
        m_relays.erase(relay);
}

void Relays::forget(const QString &owner)
{
    m_relays.removeIf([&](const auto &relay) { return relay.value().owner == owner; });
}

void Relays::forgetUnread()
{
    m_relays.removeIf([](const auto &relay) { return relay.value().deadline.hasExpired(); });
    if (m_relays.isEmpty())
        m_lookAround.stop();
}

} // namespace laneway
