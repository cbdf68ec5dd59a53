// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bus/networkobject.h"

#include "bus/door.h"
#include "bus/objectmanager.h"
#include "core/busnames.h"

#include <QPointer>

namespace laneway::networkcalls {

namespace {
QUuid uuidOf(const Call &call)
{
    return busnames::networkOf(call.message.path()).value_or(QUuid());
}

/// The caller hears of what has changed before the answer.
void answer(Door &door, const Call &call, const Result<> &done)
{
    if (!done)
        return call.refuse(done.error());
    door.objects().publish();
    call.reply();
}
} // namespace

void getXml(Door &door, const Call &call)
{
    const bool inactive = call.argument<uint>(0) & busnames::xmlInactive;
    if (const auto xml = valueOrRefuse(call, door.core().networkXml(uuidOf(call), inactive)))
        call.reply({QString::fromUtf8(*xml)});
}

void start(Door &door, const Call &call)
{
    door.core().startNetwork(uuidOf(call), [door = QPointer(&door), call](const Result<> &done) {
        if (door)
            answer(*door, call, done);
    });
}

void destroy(Door &door, const Call &call)
{
    answer(door, call, door.core().stopNetwork(uuidOf(call), viewerOf(call.caller)));
}

void undefine(Door &door, const Call &call)
{
    answer(door, call, door.core().undefineNetwork(uuidOf(call)));
}

void setAutostart(Door &door, const Call &call)
{
    answer(door, call, door.core().setNetworkAutostart(uuidOf(call), call.argument<bool>(0)));
}

QVariantMap properties(const PoolState &state)
{
    return {{u"Name"_s, state.name}, {u"Uuid"_s, state.uuid.toString(QUuid::WithoutBraces)},
        {u"Active"_s, state.active}, {u"Autostart"_s, state.autostart}, {u"Persistent"_s, state.persistent},
        {u"Physical"_s, state.physical}, {u"Problem"_s, state.problem}, {u"Devices"_s, state.devices},
        {u"Connections"_s, uint(state.connections)}, {u"Total"_s, uint(state.members.size())},
        {u"Free"_s, uint(state.free())}};
}

std::optional<uint> viewerOf(const Caller &caller)
{
    return caller.isPeer ? std::nullopt : std::optional(caller.uid);
}

} // namespace laneway::networkcalls
