// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/systemdlauncher.h"

#include "domains/guestprocess.h"

#include <QDBusArgument>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusReply>
#include <QDBusUnixFileDescriptor>
#include <QDBusVariant>
#include <QDeadlineTimer>
#include <QFile>
#include <QThread>
#include <QUuid>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace laneway {

namespace {
constexpr int callTimeoutMs = 30'000;
constexpr int startTimeoutMs = 30'000;
constexpr int greetingMs = 100;

struct Property
{
    QString name;
    QDBusVariant value;
};
struct AuxiliaryUnit
{
    QString name;
    QList<Property> properties;
};
struct DeviceRule
{
    QString path;
    QString access;
};
struct Command
{
    QString path;
    QStringList arguments;
    bool ignoreFailure = false;
};

QDBusArgument &operator<<(QDBusArgument &out, const Property &p)
{
    out.beginStructure();
    out << p.name << p.value;
    out.endStructure();
    return out;
}
const QDBusArgument &operator>>(const QDBusArgument &in, Property &p)
{
    in.beginStructure();
    in >> p.name >> p.value;
    in.endStructure();
    return in;
}
QDBusArgument &operator<<(QDBusArgument &out, const AuxiliaryUnit &u)
{
    out.beginStructure();
    out << u.name << u.properties;
    out.endStructure();
    return out;
}
const QDBusArgument &operator>>(const QDBusArgument &in, AuxiliaryUnit &u)
{
    in.beginStructure();
    in >> u.name >> u.properties;
    in.endStructure();
    return in;
}
QDBusArgument &operator<<(QDBusArgument &out, const DeviceRule &r)
{
    out.beginStructure();
    out << r.path << r.access;
    out.endStructure();
    return out;
}
const QDBusArgument &operator>>(const QDBusArgument &in, DeviceRule &r)
{
    in.beginStructure();
    in >> r.path >> r.access;
    in.endStructure();
    return in;
}
QDBusArgument &operator<<(QDBusArgument &out, const Command &c)
{
    out.beginStructure();
    out << c.path << c.arguments << c.ignoreFailure;
    out.endStructure();
    return out;
}
const QDBusArgument &operator>>(const QDBusArgument &in, Command &c)
{
    in.beginStructure();
    in >> c.path >> c.arguments >> c.ignoreFailure;
    in.endStructure();
    return in;
}
} // namespace
} // namespace laneway

Q_DECLARE_METATYPE(laneway::Property)
Q_DECLARE_METATYPE(laneway::AuxiliaryUnit)
Q_DECLARE_METATYPE(laneway::DeviceRule)
Q_DECLARE_METATYPE(laneway::Command)

namespace laneway {

namespace {
void registerTypes()
{
    static const bool once = [] {
        qDBusRegisterMetaType<Property>();
        qDBusRegisterMetaType<QList<Property>>();
        qDBusRegisterMetaType<AuxiliaryUnit>();
        qDBusRegisterMetaType<QList<AuxiliaryUnit>>();
        qDBusRegisterMetaType<DeviceRule>();
        qDBusRegisterMetaType<QList<DeviceRule>>();
        qDBusRegisterMetaType<Command>();
        qDBusRegisterMetaType<QList<Command>>();
        return true;
    }();
    Q_UNUSED(once)
}

template <typename T>
Property property(const QString &name, const T &value)
{
    return {name, QDBusVariant(QVariant::fromValue(value))};
}

/// PID 1 writes the text into the unit's file as it is, where a line that is broken begins a setting.
QString onOneLine(QString text)
{
    for (QChar &c : text)
        if (c.category() == QChar::Other_Control)
            c = u' ';
    return text;
}

QDBusMessage managerCall(const QString &method)
{
    return QDBusMessage::createMethodCall(u"org.freedesktop.systemd1"_s,
        u"/org/freedesktop/systemd1"_s, u"org.freedesktop.systemd1.Manager"_s, method);
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

QList<DeviceRule> rulesFor(const QStringList &nodes)
{
    QList<DeviceRule> rules;
    for (const QString &node : nodes)
        rules += DeviceRule{u"/dev/"_s + node, u"rw"_s};
    return rules;
}

/// The launcher's message: see launch/main.cpp.
Result<> sendMessage(int socket, const GuestLaunch &launch, int monitor)
{
    const QStringList arguments = QStringList(launch.program) + launch.arguments;
    QByteArray message("L1\0", 3);
    message += QByteArray::number(arguments.size()) + '\0';
    for (const QString &text : arguments + guestEnvironment(launch.uid))
        message += QFile::encodeName(text) + '\0';

    iovec part{message.data(), size_t(message.size())};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    cmsghdr *rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(rights), &monitor, sizeof monitor);
    if (sendmsg(socket, &header, MSG_NOSIGNAL | MSG_DONTWAIT) == message.size())
        return {};
    return fail(ErrorCode::Internal, launch.id, u"launcher message: "_s + errnoName(errno), errno);
}

/// Which process is the launcher, by its greeting: the kernel says who sent it. 0 when none came.
/// Asking PID 1 takes it through all properties of the unit, several times.
qint64 awaitGreeting(int socket, uint uid, const QString &unit)
{
    pollfd waiting{socket, POLLIN, 0};
    char byte = 0;
    iovec part{&byte, 1};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(ucred))> control{};
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    if (poll(&waiting, 1, greetingMs) != 1 || recvmsg(socket, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) != 1)
        return 0;
    const cmsghdr *from = CMSG_FIRSTHDR(&header);
    if (!from || from->cmsg_level != SOL_SOCKET || from->cmsg_type != SCM_CREDENTIALS)
        return 0;
    ucred sender{};
    std::memcpy(&sender, CMSG_DATA(from), sizeof sender);
    return sender.uid == uid && unitOfProcess(sender.pid) == unit ? sender.pid : 0;
}
} // namespace

SystemdLauncher::SystemdLauncher(const QString &launcherPath)
    : m_launcher(launcherPath)
    , m_bus(QDBusConnection::connectToBus(QDBusConnection::SystemBus,
          u"laneway-guests-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces)))
{
    registerTypes();
}

SystemdLauncher::~SystemdLauncher()
{
    QDBusConnection::disconnectFromBus(m_bus.name());
}

QString SystemdLauncher::unitOf(const QString &id) const
{
    return u"laneway-"_s + id + u".service";
}

Result<SystemdLauncher::UnitState> SystemdLauncher::stateOf(const QString &unit) const
{
    QDBusMessage get = managerCall(u"GetUnit"_s);
    get << unit;
    const QDBusMessage found = m_bus.call(get, QDBus::Block, callTimeoutMs);
    if (found.type() == QDBusMessage::ErrorMessage) {
        if (isUnknownUnit(found))
            return UnitState();
        return failed(unit, found);
    }
    const QString path = found.arguments().value(0).value<QDBusObjectPath>().path();
    UnitState state;
    for (const QString &part : {u"Unit"_s, u"Service"_s}) {
        QDBusMessage read = QDBusMessage::createMethodCall(u"org.freedesktop.systemd1"_s, path,
            u"org.freedesktop.DBus.Properties"_s, u"GetAll"_s);
        read << QString(u"org.freedesktop.systemd1."_s + part);
        const QDBusReply<QVariantMap> reply = m_bus.call(read, QDBus::Block, callTimeoutMs);
        if (!reply.isValid())
            return UnitState(); // collected between the two questions
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

Result<> SystemdLauncher::startUnit(
    const GuestLaunch &launch, int standardInput, int standardError) const
{
    QStringList groups;
    for (const uint group : guestGroups(launch.uid, launch.gid))
        groups += QString::number(group);
    QList<Property> required{
        property(u"Description"_s, onOneLine(launch.description)),
        property(u"Type"_s, u"exec"_s),
        property(u"User"_s, QString::number(launch.uid)),
        property(u"Group"_s, QString::number(launch.gid)),
        property(u"SupplementaryGroups"_s, groups),
        property(u"NoNewPrivileges"_s, true),
        property(u"UMask"_s, 0077U),
        property(u"CapabilityBoundingSet"_s, qulonglong(0)),
        property(u"AmbientCapabilities"_s, qulonglong(0)),
        property(u"DevicePolicy"_s, u"closed"_s),
        property(u"DeviceAllow"_s, rulesFor(launch.deviceNodes)),
        property(u"KillMode"_s, u"mixed"_s),
        property(u"TimeoutStopUSec"_s, qulonglong(10'000'000)),
        property(u"WorkingDirectory"_s, u"/"_s),
        property(u"StandardInputFileDescriptor"_s, QDBusUnixFileDescriptor(standardInput)),
        property(u"StandardErrorFileDescriptor"_s, QDBusUnixFileDescriptor(standardError)),
        property(u"ExecStart"_s, QList<Command>{{m_launcher, {m_launcher}, false}}),
    };
    if (launch.memoryLockBytes != 0)
        required += property(u"LimitMEMLOCK"_s, qulonglong(launch.memoryLockBytes));
    // What an older systemd may refuse. Nothing here is what keeps a guest in its place.
    const QList<Property> optional{
        property(u"CollectMode"_s, u"inactive-or-failed"_s),
        property(u"AddRef"_s, true), // the unit keeps its result until awaitEnd() has read it
        property(u"LimitCORE"_s, qulonglong(0)),
        property(u"OOMPolicy"_s, u"continue"_s),
        property(u"Slice"_s, u"machine.slice"_s),
        property(u"SyslogIdentifier"_s, QString(u"laneway-"_s + launch.id)),
        property(u"StandardOutput"_s, u"null"_s),
        property(u"RestrictSUIDSGID"_s, true),
        property(u"LockPersonality"_s, true),
        property(u"RestrictRealtime"_s, true),
    };
    QDBusMessage reply;
    for (const QList<Property> &properties : {required + optional, required}) {
        QDBusMessage start = managerCall(u"StartTransientUnit"_s);
        start << unitOf(launch.id) << u"fail"_s << QVariant::fromValue(properties)
              << QVariant::fromValue(QList<AuxiliaryUnit>());
        reply = m_bus.call(start, QDBus::Block, callTimeoutMs);
        if (reply.type() != QDBusMessage::ErrorMessage)
            return {};
        if (reply.errorName() != u"org.freedesktop.DBus.Error.PropertyReadOnly"
            && reply.errorName() != u"org.freedesktop.DBus.Error.InvalidArgs")
            break;
    }
    return failed(launch.id, reply);
}

Result<GuestRef> SystemdLauncher::start(
    const GuestLaunch &launch, const Descriptors &descriptors, const Record &record)
{
    GuestRef guest;
    guest.id = launch.id;
    guest.unit = unitOf(launch.id);
    guest.bootId = currentBootId();
    if (const auto written = record(guest); !written)
        return fail(written.error());

    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) < 0)
        return fail(ErrorCode::Internal, launch.id, u"socketpair: "_s + errnoName(errno), errno);
    Descriptor ours(ends[0]);
    Descriptor theirs(ends[1]);
    const int yes = 1;
    if (setsockopt(ours.get(), SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes) < 0)
        return fail(ErrorCode::Internal, launch.id, u"SO_PASSCRED: "_s + errnoName(errno), errno);
    // Into the socket's buffer before anybody reads: the launcher finds it there.
    if (const auto sent = sendMessage(ours.get(), launch, descriptors.monitor); !sent)
        return fail(sent.error());
    if (const auto started = startUnit(launch, theirs.get(), descriptors.standardError); !started)
        return fail(started.error());
    theirs.reset();

    const QDeadlineTimer deadline(startTimeoutMs);
    while (!deadline.hasExpired()) {
        UnitState state;
        state.mainPid = awaitGreeting(ours.get(), launch.uid, guest.unit);
        if (state.mainPid > 0) {
            state.active = u"active"_s;
        } else if (const auto asked = stateOf(guest.unit)) {
            state = *asked;
        } else {
            (void)kill(guest);
            return fail(asked.error());
        }
        if (state.active == u"active" && state.mainPid > 0) {
            guest.pid = state.mainPid;
            guest.startTime = processStartTime(guest.pid);
            if (const auto written = record(guest); !written) {
                (void)kill(guest);
                (void)awaitEnd(guest, 10'000);
                return fail(written.error());
            }
            return guest;
        }
        if (state.active != u"activating" && state.active != u"active") {
            // With the text of the launcher or of PID 1's exec in standard error, if any.
            const auto cause = awaitEnd(guest, 1'000);
            return fail(ErrorCode::QemuFailed, launch.id,
                u"the unit ended: "_s + state.result + u" " + cause.value_or(QString()));
        }
        QThread::msleep(20); // where the greeting was none of ours, poll() does not wait
    }
    (void)kill(guest);
    (void)awaitEnd(guest, 10'000);
    return fail(ErrorCode::TimedOut, launch.id, u"systemd did not start the unit in time"_s);
}

std::optional<GuestRef> SystemdLauncher::find(const GuestRef &guest)
{
    const auto state = stateOf(guest.unit);
    if (!state || state->mainPid <= 0 || state->active == u"inactive" || state->active == u"failed")
        return std::nullopt;
    GuestRef found = guest;
    found.pid = state->mainPid;
    found.startTime = processStartTime(found.pid);
    found.bootId = currentBootId();
    return found;
}

Result<> SystemdLauncher::kill(const GuestRef &guest)
{
    // By PID 1: the helper itself has no CAP_KILL.
    QDBusMessage call = managerCall(u"KillUnit"_s);
    call << guest.unit << u"all"_s << int(SIGKILL);
    const QDBusMessage reply = m_bus.call(call, QDBus::Block, callTimeoutMs);
    if (reply.type() != QDBusMessage::ErrorMessage || isUnknownUnit(reply))
        return {};
    const auto state = stateOf(guest.unit); // "no process to kill" is an error as well
    if (state && (state->active.isEmpty() || state->mainPid == 0))
        return {};
    return failed(guest.id, reply);
}

Result<QString> SystemdLauncher::awaitEnd(const GuestRef &guest, int timeoutMs)
{
    const QDeadlineTimer deadline(timeoutMs);
    for (;;) {
        const auto state = stateOf(guest.unit);
        if (!state)
            return fail(state.error());
        const bool over = state->active == u"inactive" || state->active == u"failed";
        if (over || state->active.isEmpty()) {
            const QMutexLocker lock(&m_mutex);
            if (over && state->exitCode != 0)
                m_causes[guest.unit] = (state->exitCode == CLD_EXITED ? u"exit %1"_s : u"signal %1"_s)
                                           .arg(state->exitStatus);
            if (over) {
                for (const QString &method : {u"UnrefUnit"_s, u"ResetFailedUnit"_s}) {
                    QDBusMessage release = managerCall(method);
                    release << guest.unit;
                    m_bus.call(release, QDBus::Block, callTimeoutMs); // nothing to do if it is gone
                }
            }
            return m_causes.value(guest.unit);
        }
        if (deadline.hasExpired())
            return fail(ErrorCode::TimedOut, guest.id, u"the unit is "_s + state->active);
        QThread::msleep(20);
    }
}

Result<> SystemdLauncher::allowNode(const GuestRef &guest, const QString &node)
{
    QDBusMessage call = managerCall(u"SetUnitProperties"_s);
    call << guest.unit << true
         << QVariant::fromValue(QList<Property>{property(u"DeviceAllow"_s, rulesFor({node}))});
    const QDBusMessage reply = m_bus.call(call, QDBus::Block, callTimeoutMs);
    if (reply.type() == QDBusMessage::ErrorMessage)
        return failed(guest.id, reply);
    return {};
}

} // namespace laneway
