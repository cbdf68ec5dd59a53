// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/systemdlauncher.h"

#include "domains/guestprocess.h"

#include <QDBusUnixFileDescriptor>
#include <QDeadlineTimer>
#include <QFile>
#include <QThread>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace laneway {

namespace {
constexpr int startTimeoutMs = 30'000;
constexpr int greetingMs = 100;
// Between two questions to PID 1 about a unit that is about to begin, or to be over.
constexpr int shortestPauseMs = 2;
constexpr int longestPauseMs = 100;

/// PID 1 writes the text into the unit's file as it is, where a line that is broken begins a setting.
QString onOneLine(QString text)
{
    for (QChar &c : text)
        if (c.category() == QChar::Other_Control)
            c = u' ';
    return text;
}

/// The launcher's message: see launch/main.cpp.
Result<> sendMessage(int socket, const GuestLaunch &launch, const QList<int> &descriptors)
{
    const QStringList arguments = QStringList(launch.program) + launch.arguments;
    QByteArray message("L1\0", 3);
    message += QByteArray::number(arguments.size()) + '\0';
    for (const QString &text : arguments + guestEnvironment(launch))
        message += QFile::encodeName(text) + '\0';

    iovec part{message.data(), size_t(message.size())};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * GuestLauncher::mostSockets)> control{};
    const size_t size = size_t(descriptors.size()) * sizeof(int);
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = CMSG_SPACE(size);
    cmsghdr *rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(size);
    std::memcpy(CMSG_DATA(rights), descriptors.constData(), size);
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
{
}

QString SystemdLauncher::unitOf(const QString &id) const
{
    return u"laneway-"_s + id + u".service";
}

/// What makes it the owner's process and nothing more.
QList<UnitProperty> SystemdLauncher::ownersProperties(const GuestLaunch &launch)
{
    QStringList groups;
    for (const uint group : guestGroups(launch.uid, launch.gid))
        groups += QString::number(group);
    return {
        unitProperty(u"Description"_s, onOneLine(launch.description)),
        unitProperty(u"Type"_s, u"exec"_s),
        unitProperty(u"User"_s, QString::number(launch.uid)),
        unitProperty(u"Group"_s, QString::number(launch.gid)),
        unitProperty(u"SupplementaryGroups"_s, groups),
        unitProperty(u"NoNewPrivileges"_s, true),
        unitProperty(u"UMask"_s, 0077U),
        unitProperty(u"CapabilityBoundingSet"_s, qulonglong(0)),
        unitProperty(u"AmbientCapabilities"_s, qulonglong(0)),
        unitProperty(u"DevicePolicy"_s, u"closed"_s),
        unitProperty(u"DeviceAllow"_s, unitDevices(launch.deviceNodes)),
        unitProperty(u"KillMode"_s, u"mixed"_s),
        unitProperty(u"TimeoutStopUSec"_s, qulonglong(10'000'000)),
        unitProperty(u"WorkingDirectory"_s, u"/"_s),
    };
}

Result<> SystemdLauncher::startUnit(const GuestLaunch &launch, int standardInput, int standardError) const
{
    QList<UnitProperty> required = ownersProperties(launch)
        + QList<UnitProperty>{
            unitProperty(u"StandardInputFileDescriptor"_s, QDBusUnixFileDescriptor(standardInput)),
            unitProperty(u"StandardErrorFileDescriptor"_s, QDBusUnixFileDescriptor(standardError)),
            unitProperty(u"ExecStart"_s, QList<UnitCommand>{{m_launcher, {m_launcher}, false}}),
        };
    if (launch.memoryLockBytes != 0)
        required += unitProperty(u"LimitMEMLOCK"_s, qulonglong(launch.memoryLockBytes));
    // What an older systemd may refuse. Nothing here is what keeps a guest in its place.
    const QList<UnitProperty> optional{
        unitProperty(u"CollectMode"_s, u"inactive-or-failed"_s),
        unitProperty(u"AddRef"_s, true), // the unit keeps its result until awaitEnd() has read it
        unitProperty(u"LimitCORE"_s, qulonglong(0)),
        unitProperty(u"OOMPolicy"_s, u"continue"_s),
        unitProperty(u"Slice"_s, u"machine.slice"_s),
        unitProperty(u"SyslogIdentifier"_s, QString(u"laneway-"_s + launch.id)),
        unitProperty(u"StandardOutput"_s, u"null"_s),
        unitProperty(u"RestrictSUIDSGID"_s, true),
        unitProperty(u"LockPersonality"_s, true),
        unitProperty(u"RestrictRealtime"_s, true),
    };
    return m_units.start(unitOf(launch.id), launch.id, required, optional);
}

Result<GuestRef> SystemdLauncher::start(const GuestLaunch &launch, const Descriptors &descriptors, const Record &record)
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
    if (const auto sent = sendMessage(ours.get(), launch, descriptors.sockets); !sent)
        return fail(sent.error());
    if (const auto started = startUnit(launch, theirs.get(), descriptors.standardError); !started)
        return fail(started.error());
    theirs.reset();

    const QDeadlineTimer deadline(startTimeoutMs);
    while (!deadline.hasExpired()) {
        TransientUnits::State state;
        state.mainPid = awaitGreeting(ours.get(), launch.uid, guest.unit);
        if (state.mainPid > 0) {
            state.active = u"active"_s;
        } else if (const auto asked = m_units.stateOf(guest.unit)) {
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

Result<QString> SystemdLauncher::run(const GuestLaunch &launch, const Descriptors &descriptors, int timeoutMs)
{
    const QString unit = unitOf(launch.id);
    const QList<UnitProperty> required = ownersProperties(launch)
        + QList<UnitProperty>{
            unitProperty(u"Environment"_s, guestEnvironment(launch)),
            unitProperty(u"StandardOutputFileDescriptor"_s, QDBusUnixFileDescriptor(descriptors.standardOutput)),
            unitProperty(u"StandardErrorFileDescriptor"_s, QDBusUnixFileDescriptor(descriptors.standardError)),
            unitProperty(u"RuntimeMaxUSec"_s, qulonglong(timeoutMs) * 1000), // where we do not come to it
            unitProperty(u"AddRef"_s, true), // its result is kept until we have read it
            unitProperty(u"ExecStart"_s, // where "$" would be expanded
                QList<UnitCommand>{{launch.program,
                    QStringList(launch.program) + QStringList(launch.arguments).replaceInStrings(u"$"_s, u"$$"_s),
                    false}}),
        };
    const QList<UnitProperty> optional{
        unitProperty(u"CollectMode"_s, u"inactive-or-failed"_s),
        unitProperty(u"LimitCORE"_s, qulonglong(0)),
        unitProperty(u"Slice"_s, u"machine.slice"_s),
        unitProperty(u"SyslogIdentifier"_s, u"laneway-program"_s),
        unitProperty(u"RestrictSUIDSGID"_s, true),
        unitProperty(u"LockPersonality"_s, true),
        unitProperty(u"RestrictRealtime"_s, true),
    };
    if (const auto started = m_units.start(unit, launch.id, required, optional); !started)
        return fail(started.error());
    const QDeadlineTimer deadline(timeoutMs);
    Descriptor process; // its program's
    qint64 pid = 0; // for which that was opened
    int pauseMs = shortestPauseMs;
    for (;;) {
        const auto state = m_units.stateOf(unit);
        if (!state)
            return fail(state.error());
        // Before PID 1 has come to it the unit is inactive, too, but without an exit code.
        const bool isOver = (state->active == u"inactive" && state->exitCode != 0) || state->active == u"failed";
        if (isOver) {
            m_units.release(unit);
            if (state->result == u"timeout")
                return fail(ErrorCode::TimedOut, launch.id, u"it did not end in time"_s);
            return (state->exitCode == CLD_EXITED ? u"exit %1"_s : u"signal %1"_s).arg(state->exitStatus);
        }
        if (deadline.hasExpired()) {
            (void)endRun(launch.id);
            return fail(ErrorCode::TimedOut, launch.id, u"it did not end in time"_s);
        }
        if (state->mainPid > 0 && state->mainPid != pid) {
            pid = state->mainPid;
            process = openPidfd(pid);
            continue; // it is the program's when PID 1 says that number once more
        }
        // It may run for hours. What is asked for in between is what PID 1 makes of it before and after.
        if (state->mainPid > 0 && process && hasEnded(process.get(), int(deadline.remainingTime()))) {
            process.reset();
            pauseMs = shortestPauseMs;
        }
        QThread::msleep(pauseMs);
        pauseMs = std::min(2 * pauseMs, longestPauseMs);
    }
}

Result<> SystemdLauncher::endRun(const QString &id)
{
    const QString unit = unitOf(id);
    if (const auto killed = m_units.kill(unit, id); !killed)
        return killed;
    return m_units.awaitEnd(unit, id, QDeadlineTimer(10'000));
}

std::optional<GuestRef> SystemdLauncher::find(const GuestRef &guest)
{
    const auto state = m_units.stateOf(guest.unit);
    if (!state || state->mainPid <= 0 || state->active == u"inactive" || state->active == u"failed")
        return std::nullopt;
    GuestRef found = guest;
    found.pid = state->mainPid;
    found.startTime = processStartTime(found.pid);
    found.bootId = currentBootId();
    return found;
}

void SystemdLauncher::adopt(const GuestRef &guest)
{
    m_units.keep(guest.unit);
}

Result<> SystemdLauncher::kill(const GuestRef &guest)
{
    return m_units.kill(guest.unit, guest.id);
}

Result<QString> SystemdLauncher::awaitEnd(const GuestRef &guest, int timeoutMs)
{
    const QDeadlineTimer deadline(timeoutMs);
    for (;;) {
        const auto state = m_units.stateOf(guest.unit);
        if (!state)
            return fail(state.error());
        const bool over = state->active == u"inactive" || state->active == u"failed";
        if (over || state->active.isEmpty()) {
            const QMutexLocker lock(&m_mutex);
            if (over && state->exitCode != 0)
                m_causes[guest.unit]
                    = (state->exitCode == CLD_EXITED ? u"exit %1"_s : u"signal %1"_s).arg(state->exitStatus);
            if (over)
                m_units.release(guest.unit);
            return m_causes.value(guest.unit);
        }
        if (deadline.hasExpired())
            return fail(ErrorCode::TimedOut, guest.id, u"the unit is "_s + state->active);
        QThread::msleep(20);
    }
}

Result<> SystemdLauncher::allowNode(const GuestRef &guest, const QString &node)
{
    return m_units.set(guest.unit, guest.id, {unitProperty(u"DeviceAllow"_s, unitDevices({node}))});
}

} // namespace laneway
