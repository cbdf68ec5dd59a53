// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/transientunits.h"

#include <QDBusArgument>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusReply>
#include <QFileInfo>
#include <QThread>
#include <QUuid>

#include <csignal>
#include <unistd.h>

namespace laneway {

namespace {
constexpr int callTimeoutMs = 30'000;

struct AuxiliaryUnit
{
    QString name;
    QList<UnitProperty> properties;
};

} // namespace

QDBusArgument &operator<<(QDBusArgument &out, const UnitProperty &v)
{
    out.beginStructure();
    out << v.name << v.value;
    out.endStructure();
    return out;
}
const QDBusArgument &operator>>(const QDBusArgument &in, UnitProperty &v)
{
    in.beginStructure();
    in >> v.name >> v.value;
    in.endStructure();
    return in;
}
QDBusArgument &operator<<(QDBusArgument &out, const UnitDevice &v)
{
    out.beginStructure();
    out << v.path << v.access;
    out.endStructure();
    return out;
}
const QDBusArgument &operator>>(const QDBusArgument &in, UnitDevice &v)
{
    in.beginStructure();
    in >> v.path >> v.access;
    in.endStructure();
    return in;
}
QDBusArgument &operator<<(QDBusArgument &out, const UnitCommand &v)
{
    out.beginStructure();
    out << v.path << v.arguments << v.ignoreFailure;
    out.endStructure();
    return out;
}
const QDBusArgument &operator>>(const QDBusArgument &in, UnitCommand &v)
{
    in.beginStructure();
    in >> v.path >> v.arguments >> v.ignoreFailure;
    in.endStructure();
    return in;
}
QDBusArgument &operator<<(QDBusArgument &out, const UnitFilter &v)
{
    out.beginStructure();
    out << v.allows << v.names;
    out.endStructure();
    return out;
}
const QDBusArgument &operator>>(const QDBusArgument &in, UnitFilter &v)
{
    in.beginStructure();
    in >> v.allows >> v.names;
    in.endStructure();
    return in;
}

namespace {
QDBusArgument &operator<<(QDBusArgument &out, const AuxiliaryUnit &v)
{
    out.beginStructure();
    out << v.name << v.properties;
    out.endStructure();
    return out;
}
const QDBusArgument &operator>>(const QDBusArgument &in, AuxiliaryUnit &v)
{
    in.beginStructure();
    in >> v.name >> v.properties;
    in.endStructure();
    return in;
}
} // namespace
} // namespace laneway

Q_DECLARE_METATYPE(laneway::AuxiliaryUnit)

namespace laneway {

namespace {
void registerTypes()
{
    static const bool once = [] {
        qDBusRegisterMetaType<UnitProperty>();
        qDBusRegisterMetaType<QList<UnitProperty>>();
        qDBusRegisterMetaType<AuxiliaryUnit>();
        qDBusRegisterMetaType<QList<AuxiliaryUnit>>();
        qDBusRegisterMetaType<UnitDevice>();
        qDBusRegisterMetaType<QList<UnitDevice>>();
        qDBusRegisterMetaType<UnitCommand>();
        qDBusRegisterMetaType<QList<UnitCommand>>();
        qDBusRegisterMetaType<UnitFilter>();
        return true;
    }();
    Q_UNUSED(once)
}

QDBusMessage managerCall(const QString &method)
{
    return QDBusMessage::createMethodCall(
        u"org.freedesktop.systemd1"_s, u"/org/freedesktop/systemd1"_s, u"org.freedesktop.systemd1.Manager"_s, method);
}

tl::unexpected<Error> failed(const QString &subject, const QDBusMessage &reply)
{
    const bool away = reply.errorName() == u"org.freedesktop.DBus.Error.ServiceUnknown"
        || reply.errorName() == u"org.freedesktop.DBus.Error.Disconnected";
    return fail(away ? ErrorCode::HelperUnavailable : ErrorCode::Internal, subject,
        u"systemd: "_s + reply.errorName() + u": " + reply.errorMessage());
}

bool isUnknownUnit(const QDBusMessage &reply)
{
    return reply.errorName() == u"org.freedesktop.systemd1.NoSuchUnit"
        || reply.errorName() == u"org.freedesktop.DBus.Error.UnknownObject";
}

} // namespace

QList<UnitDevice> unitDevices(const QStringList &nodes)
{
    QList<UnitDevice> devices;
    for (const QString &node : nodes)
        devices += UnitDevice{u"/dev/"_s + node, u"rw"_s};
    return devices;
}

TransientUnits::TransientUnits()
    : m_bus(QDBusConnection::connectToBus(
        QDBusConnection::SystemBus, u"laneway-units-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces)))
{
    registerTypes();
}

TransientUnits::~TransientUnits()
{
    QDBusConnection::disconnectFromBus(m_bus.name());
}

bool TransientUnits::areToBeUsed(bool ofSystem)
{
    const QByteArray forced = qgetenv("LANEWAY_GUESTS");
    if (forced == "systemd" || forced == "child")
        return forced == "systemd";
    // The documented test for "systemd is PID 1": sd_booted(3).
    return ofSystem && geteuid() == 0 && QFileInfo(u"/run/systemd/system"_s).isDir();
}

Result<> TransientUnits::start(const QString &unit, const QString &subject, const QList<UnitProperty> &required,
    const QList<UnitProperty> &optional) const
{
    QDBusMessage reply;
    for (const QList<UnitProperty> &properties : {required + optional, required}) {
        QDBusMessage start = managerCall(u"StartTransientUnit"_s);
        start << unit << u"fail"_s << QVariant::fromValue(properties) << QVariant::fromValue(QList<AuxiliaryUnit>());
        reply = m_bus.call(start, QDBus::Block, callTimeoutMs);
        if (reply.type() != QDBusMessage::ErrorMessage)
            return {};
        if (reply.errorName() != u"org.freedesktop.DBus.Error.PropertyReadOnly"
            && reply.errorName() != u"org.freedesktop.DBus.Error.InvalidArgs")
            break;
    }
    return failed(subject, reply);
}

Result<TransientUnits::State> TransientUnits::stateOf(const QString &unit) const
{
    QDBusMessage get = managerCall(u"GetUnit"_s);
    get << unit;
    const QDBusMessage found = m_bus.call(get, QDBus::Block, callTimeoutMs);
    if (found.type() == QDBusMessage::ErrorMessage) {
        if (isUnknownUnit(found))
            return State();
        return failed(unit, found);
    }
    const QString path = found.arguments().value(0).value<QDBusObjectPath>().path();
    State state;
    for (const QString &part : {u"Unit"_s, u"Service"_s}) {
        QDBusMessage read = QDBusMessage::createMethodCall(
            u"org.freedesktop.systemd1"_s, path, u"org.freedesktop.DBus.Properties"_s, u"GetAll"_s);
        read << QString(u"org.freedesktop.systemd1."_s + part);
        const QDBusReply<QVariantMap> reply = m_bus.call(read, QDBus::Block, callTimeoutMs);
        if (!reply.isValid())
            return State(); // collected between the two questions
        const QVariantMap values = reply.value();
        if (part == u"Unit") {
            state.active = values[u"ActiveState"_s].toString();
        } else {
            state.mainPid = values[u"MainPID"_s].toUInt();
            state.exitCode = values[u"ExecMainCode"_s].toInt();
            state.exitStatus = values[u"ExecMainStatus"_s].toInt();
            state.result = values[u"Result"_s].toString();
        }
    }
    return state;
}

Result<> TransientUnits::kill(const QString &unit, const QString &subject) const
{
    QDBusMessage call = managerCall(u"KillUnit"_s);
    call << unit << u"all"_s << int(SIGKILL);
    const QDBusMessage reply = m_bus.call(call, QDBus::Block, callTimeoutMs);
    if (reply.type() != QDBusMessage::ErrorMessage || isUnknownUnit(reply))
        return {};
    const auto state = stateOf(unit); // "no process to kill" is an error as well
    if (state && (state->active.isEmpty() || state->mainPid == 0))
        return {};
    return failed(subject, reply);
}

Result<> TransientUnits::awaitEnd(const QString &unit, const QString &subject, const QDeadlineTimer &deadline) const
{
    for (;;) {
        const auto state = stateOf(unit);
        if (!state)
            return fail(state.error());
        const bool isRunning
            = state->active == u"active" || state->active == u"activating" || state->active == u"deactivating";
        if (!isRunning) {
            if (!state->active.isEmpty())
                release(unit); // a failed one keeps its name
            return {};
        }
        if (deadline.hasExpired())
            return fail(ErrorCode::TimedOut, subject, u"the unit is "_s + state->active);
        QThread::msleep(std::clamp<qint64>(deadline.remainingTime(), 1, 20));
    }
}

void TransientUnits::keep(const QString &unit) const
{
    QDBusMessage keep = managerCall(u"RefUnit"_s);
    keep << unit;
    m_bus.call(keep, QDBus::Block, callTimeoutMs); // without it nobody knows how it ended, no more
}

void TransientUnits::release(const QString &unit) const
{
    for (const QString &method : {u"UnrefUnit"_s, u"ResetFailedUnit"_s}) {
        QDBusMessage release = managerCall(method);
        release << unit;
        m_bus.call(release, QDBus::Block, callTimeoutMs); // nothing to do if it is gone
    }
}

Result<> TransientUnits::set(const QString &unit, const QString &subject, const QList<UnitProperty> &properties) const
{
    QDBusMessage call = managerCall(u"SetUnitProperties"_s);
    call << unit << true << QVariant::fromValue(properties);
    const QDBusMessage reply = m_bus.call(call, QDBus::Block, callTimeoutMs);
    if (reply.type() == QDBusMessage::ErrorMessage)
        return failed(subject, reply);
    return {};
}

} // namespace laneway
