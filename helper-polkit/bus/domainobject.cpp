// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bus/domainobject.h"

#include "bus/door.h"
#include "bus/objectmanager.h"
#include "core/busnames.h"

#include <QJsonDocument>

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

void act(Door &door, const Call &call, GuestAct what, const QString &word = {})
{
    const auto mode = guestModeFrom(word);
    if (!mode)
        return call.refuse(Error{ErrorCode::InvalidInput, word.left(64), u"neither \"agent\" nor \"acpi\""_s});
    door.core().act(
        uuidOf(call), what, *mode, [call](const Result<> &done) { done ? call.reply() : call.refuse(done.error()); });
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

void startWith(Door &door, const Call &call)
{
    const QVariantMap options = call.argument<QVariantMap>(0);
    QJsonObject arguments = argumentsOf(call);
    for (auto option = options.begin(); option != options.end(); ++option) {
        if ((option.key() != u"paused" && option.key() != u"fresh") || option->typeId() != QMetaType::Bool)
            return call.refuse(Error{ErrorCode::InvalidInput, option.key().left(64), u"no such option"_s});
        arguments[option.key()] = option->toBool();
    }
    door.planAndApply(call, u"start"_s, arguments);
}

void suspend(Door &door, const Call &call)
{
    act(door, call, GuestAct::Suspend);
}

void resume(Door &door, const Call &call)
{
    act(door, call, GuestAct::Resume);
}

void reset(Door &door, const Call &call)
{
    act(door, call, GuestAct::Reset);
}

void reboot(Door &door, const Call &call)
{
    act(door, call, GuestAct::Reboot, call.argument<QString>(0));
}

void shutdown(Door &door, const Call &call)
{
    act(door, call, GuestAct::Shutdown, call.argument<QString>(0));
}

void save(Door &door, const Call &call)
{
    door.planAndApply(call, u"save"_s, argumentsOf(call));
}

void removeSavedState(Door &door, const Call &call)
{
    const auto done = door.core().removeSavedState(uuidOf(call));
    if (!done)
        return call.refuse(done.error());
    door.objects().publish();
    call.reply();
}

void rename(Door &door, const Call &call)
{
    const auto done = door.core().rename(uuidOf(call), call.argument<QString>(0));
    if (!done)
        return call.refuse(done.error());
    door.objects().publish();
    call.reply();
}

void setAutostart(Door &door, const Call &call)
{
    const bool on = call.argument<bool>(0);
    const auto needs = on ? door.core().takesFromHost(uuidOf(call)) : std::nullopt;
    // What is allowed is the definition that was asked about, not what it is once somebody said yes.
    const auto set = [&door, call, on, allowed = needs ? needs->digest : QString()] {
        if (const auto done = door.core().setAutostart(uuidOf(call), on, allowed); !done)
            return call.refuse(done.error());
        door.objects().publish();
        call.reply();
    };
    if (!needs)
        return set();
    // Nobody will be there to be asked.
    const auto state = door.core().domain(uuidOf(call));
    QMap<QString, QString> details{{u"kind"_s, u"autostart"_s}, {u"start"_s, u"each"_s},
        {u"machine"_s, forDialog(state ? state->name : QString())}};
    QStringList devices = needs->devices;
    for (const QString &network : needs->networks)
        devices += u"network "_s + forDialog(network);
    tellDevices(devices, needs->taps, details);
    tellLockedMemory(needs->memoryLock, details);
    door.authorise(call, actions::assignDevice, details, set);
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
    const uint flags = call.argument<uint>(0);
    if (flags & ~(busnames::withSavedState | busnames::withTpmState | busnames::keepTpmState))
        return call.refuse(Error{ErrorCode::InvalidInput, u"flags"_s, QString::number(flags)});
    const auto done = door.core().undefine(uuidOf(call),
        {bool(flags & busnames::withSavedState), bool(flags & busnames::withTpmState),
            bool(flags & busnames::keepTpmState)});
    if (!done)
        return call.refuse(done.error());
    door.objects().publish();
    call.reply();
}

void getFigures(Door &door, const Call &call)
{
    door.core().figures(uuidOf(call), [call](const Result<Figures> &figures) {
        if (!figures)
            return call.refuse(figures.error());
        call.reply({QString::fromUtf8(QJsonDocument(figures->toJson()).toJson(QJsonDocument::Compact))});
    });
}

void openConsole(Door &door, const Call &call)
{
    door.core().openConsole(uuidOf(call), call.argument<QString>(0), [call](const Result<int> &console) {
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
        {u"Reason"_s, state.reason}, {u"Detail"_s, state.detail}, {u"Autostart"_s, state.autostart},
        {u"HasSavedState"_s, state.hasSavedState}, {u"Owner"_s, state.owner}, {u"Persistent"_s, state.persistent},
        {u"Id"_s, state.id}, {u"Devices"_s, devices}, {u"Revision"_s, state.revision},
        {u"PendingUnplugs"_s, state.pendingUnplugs}};
}

} // namespace laneway::domaincalls
