// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bus/domainobject.h"

#include "bus/door.h"
#include "bus/objectmanager.h"
#include "core/busnames.h"

namespace laneway::domaincalls {

namespace {
QUuid uuidOf(const Call &call)
{
    return busnames::domainOf(call.message.path()).value_or(QUuid());
}

QJsonObject argumentsOf(const Call &call)
{
    return {{u"domain"_s, uuidOf(call).toString(QUuid::WithoutBraces)}};
}

void changeDevice(Door &door, const Call &call, const QString &kind)
{
    const uint flags = call.argument<uint>(1);
    if (flags & ~(busnames::affectLive | busnames::affectConfig))
        return call.refuse(Error{ErrorCode::InvalidInput, u"flags"_s, QString::number(flags)});
    const auto state = door.core().domain(uuidOf(call));
    const bool running = state && state->state != u"shut off"_s;
    QJsonObject arguments = argumentsOf(call);
    arguments[u"xml"] = call.argument<QString>(0);
    arguments[u"live"] = flags ? (flags & busnames::affectLive) != 0 : running;
    arguments[u"config"] = flags ? (flags & busnames::affectConfig) != 0 : !running;
    door.planAndApply(call, kind, arguments);
}
} // namespace

void getXml(Door &door, const Call &call)
{
    const bool inactive = call.argument<uint>(0) & busnames::xmlInactive;
    if (const auto xml = valueOrRefuse(call, door.core().domainXml(uuidOf(call), inactive)))
        call.reply({QString::fromUtf8(*xml)});
}

void start(Door &door, const Call &call)
{
    door.planAndApply(call, u"start"_s, argumentsOf(call));
}

void shutdown(Door &door, const Call &call)
{
    door.core().shutdown(uuidOf(call), [call](const Result<> &done) {
        if (!done)
            return call.refuse(done.error());
        call.reply();
    });
}

void destroy(Door &door, const Call &call)
{
    door.planAndApply(call, u"destroy"_s, argumentsOf(call));
}

void attachDevice(Door &door, const Call &call)
{
    changeDevice(door, call, u"attach"_s);
}

void detachDevice(Door &door, const Call &call)
{
    changeDevice(door, call, u"detach-device"_s);
}

void undefine(Door &door, const Call &call)
{
    const auto done = door.core().undefine(uuidOf(call));
    if (!done)
        return call.refuse(done.error());
    door.objects().publish();
    call.reply();
}

void openConsole(Door &door, const Call &call)
{
    if (call.argument<QString>(0) != u"vnc"_s)
        return call.refuse(Error{ErrorCode::UnsupportedConfiguration, u"console"_s, u"only \"vnc\""_s});
    door.core().openConsole(uuidOf(call), [call](const Result<int> &console) {
        if (!console)
            return call.refuse(console.error());
        QDBusUnixFileDescriptor socket;
        socket.giveFileDescriptor(*console);
        call.reply({QVariant::fromValue(socket)});
    });
}

QVariantMap properties(const DomainState &state)
{
    QStringList devices;
    for (const PciAddress &device : state.devices)
        devices += device.toString();
    return {{u"Name"_s, state.name}, {u"Uuid"_s, state.uuid.toString(QUuid::WithoutBraces)}, {u"State"_s, state.state},
        {u"Owner"_s, state.owner}, {u"Persistent"_s, state.persistent}, {u"Id"_s, state.id}, {u"Devices"_s, devices},
        {u"Revision"_s, state.revision}};
}

} // namespace laneway::domaincalls
