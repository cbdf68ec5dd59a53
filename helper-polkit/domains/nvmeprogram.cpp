// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/nvmeprogram.h"

#include "core/descriptor.h"
#include "domains/transientunits.h"

#include <QDBusUnixFileDescriptor>
#include <QDeadlineTimer>
#include <QJsonDocument>
#include <QProcess>
#include <QRegularExpression>
#include <QThread>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace laneway {

namespace {
constexpr qsizetype longestAnswer = 512 * 1024;
constexpr int lookMs = 500;
constexpr int lastWordsMs = 200;
constexpr int killedMs = 2'000;
constexpr qulonglong capSysAdmin = 1ULL << 21;

/// Reads up to the end of the line, or what there is until @p deadline. False when no more can come.
bool readLine(int fd, QByteArray &line, const QDeadlineTimer &deadline)
{
    while (!line.endsWith('\n') && line.size() <= longestAnswer) {
        pollfd waiting{fd, POLLIN, 0};
        if (poll(&waiting, 1, int(deadline.remainingTime())) != 1)
            return true;
        std::array<char, 4096> part{};
        const ssize_t size = read(fd, part.data(), part.size());
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0)
            return false;
        line.append(part.data(), size);
    }
    return false;
}

Result<NvmeVirtualization> parse(const PciAddress &pf, const QByteArray &line)
{
    const QJsonDocument document = QJsonDocument::fromJson(line);
    const auto broken = [&](const QString &what) {
        return fail(ErrorCode::KernelRefused, pf.toString(), u"laneway-nvme: "_s + what);
    };
    if (!line.endsWith('\n') || !document.isObject())
        return broken(line.isEmpty() ? u"no answer"_s : u"no answer of its form"_s);
    const QJsonObject json = document.object();
    if (json.contains(u"error")) {
        const auto code = errorFromName(json[u"error"].toString());
        return fail(
            code.value_or(ErrorCode::KernelRefused), pf.toString(), u"NVMe: "_s + json[u"detail"].toString().left(500));
    }
    const auto nvme = NvmeVirtualization::fromJson(json);
    return nvme ? nvme : broken(nvme.error().subject + u": "_s + nvme.error().detail);
}
} // namespace

NvmeProgram::NvmeProgram(const Options &options)
    : m_options(options)
{
    if (m_options.program.isEmpty())
        m_options.program = QString::fromUtf8(LANEWAY_LIBEXECDIR "/laneway-nvme");
    if (TransientUnits::areToBeUsed(options.ofSystem))
        m_units = std::make_unique<TransientUnits>();
}

NvmeProgram::~NvmeProgram() = default;

QMutex &NvmeProgram::lockOf(const PciAddress &pf)
{
    const QMutexLocker lock(&m_mutex);
    return m_locks[pf];
}

Result<NvmeVirtualization> NvmeProgram::ask(const PciAddress &pf)
{
    const QMutexLocker running(&lockOf(pf));
    return askNow(pf, running);
}

Result<NvmeVirtualization> NvmeProgram::askForPlan(const PciAddress &pf)
{
    const QMutexLocker running(&lockOf(pf)); // of those that wait for one answer one runs the program
    {
        const QMutexLocker lock(&m_mutex);
        if (const auto last = m_answers.find(pf); last != m_answers.end() && !last->second.freshUntil.hasExpired())
            return last->second.nvme;
    }
    auto nvme = askNow(pf, running);
    const QMutexLocker lock(&m_mutex);
    m_answers.insert_or_assign(pf, Answer{nvme, QDeadlineTimer(m_options.freshMs)});
    return nvme;
}

Result<NvmeVirtualization> NvmeProgram::askNow(const PciAddress &pf, const QMutexLocker<QMutex> &)
{
    auto nvme = run(pf, {u"list"_s});
    const QMutexLocker lock(&m_mutex);
    m_answers.erase(pf); // older than this one
    if (nvme)
        m_told[pf] = {{}, *nvme};
    else if (!m_told.contains(pf)) // what is known is no less true for an answer that did not come
        m_told[pf] = {};
    return nvme;
}

std::optional<NvmeVirtualization> NvmeProgram::known(const PciAddress &pf, const QString &stamp, bool mayAsk)
{
    const auto look = [&]() -> std::optional<Told> {
        const QMutexLocker lock(&m_mutex);
        const auto told = m_told.find(pf);
        if (told == m_told.end() || told->stamp.value_or(stamp) != stamp)
            return std::nullopt;
        told->stamp = stamp;
        return *told;
    };
    if (const auto told = look(); told || !mayAsk)
        return told ? told->nvme : std::nullopt;
    const QMutexLocker running(&lockOf(pf));
    if (const auto told = look()) // another one has asked meanwhile
        return told->nvme;
    // Something has changed: an answer from before says nothing, however fresh it is.
    const auto nvme = askNow(pf, running);
    const QMutexLocker lock(&m_mutex);
    m_told[pf] = {stamp, nvme ? std::optional(*nvme) : std::nullopt};
    return m_told[pf].nvme;
}

Result<NvmeVirtualization> NvmeProgram::assign(const PciAddress &pf, const QList<NvmeSecondary> &wanted)
{
    QStringList arguments{u"assign"_s};
    for (const NvmeSecondary &one : wanted)
        arguments += u"%1:%2:%3:%4"_s.arg(one.controller)
                         .arg(one.queues)
                         .arg(one.interrupts)
                         .arg(one.online ? u"online"_s : u"offline"_s);
    const QMutexLocker running(&lockOf(pf));
    const auto nvme = run(pf, arguments);
    const QMutexLocker lock(&m_mutex);
    m_answers.erase(pf);
    if (nvme)
        m_told[pf] = {{}, *nvme};
    else
        m_told.remove(pf); // some of it may have been done
    return nvme;
}

Result<NvmeVirtualization> NvmeProgram::run(const PciAddress &pf, const QStringList &arguments)
{
    if (!m_options.ofSystem)
        return fail(ErrorCode::PermissionDenied, pf.toString(), u"only the system's helper can ask it"_s);
    static const QRegularExpression nodeForm(u"\\Anvme[0-9]{1,5}\\z"_s);
    const QStringList nodes
        = m_options.sys.list(u"bus/pci/devices/"_s + pf.toString() + u"/nvme").value_or(QStringList()).filter(nodeForm);
    if (nodes.isEmpty())
        return fail(ErrorCode::UnsupportedConfiguration, pf.toString(), u"no NVMe driver has it"_s);
    return output(pf, nodes.first(), QStringList{pf.toString()} + arguments).and_then([&](const QByteArray &line) {
        return parse(pf, line);
    });
}

Result<> NvmeProgram::startUnit(const QString &unit, const PciAddress &pf, const QString &node,
    const QStringList &arguments, int standardOutput) const
{
    const QList<UnitProperty> required{
        unitProperty(
            u"Description"_s, QString(u"Laneway: virtual functions of the NVMe controller "_s + pf.toString())),
        unitProperty(u"Type"_s, u"exec"_s),
        unitProperty(u"NoNewPrivileges"_s, true),
        unitProperty(u"UMask"_s, 0077U),
        unitProperty(u"CapabilityBoundingSet"_s, capSysAdmin),
        unitProperty(u"AmbientCapabilities"_s, qulonglong(0)),
        unitProperty(u"DevicePolicy"_s, u"closed"_s),
        unitProperty(u"DeviceAllow"_s, unitDevices({node})),
        unitProperty(u"ProtectSystem"_s, u"strict"_s),
        unitProperty(u"ProtectHome"_s, u"yes"_s),
        unitProperty(u"PrivateTmp"_s, true),
        unitProperty(u"PrivateNetwork"_s, true),
        unitProperty(u"ProtectKernelTunables"_s, true),
        unitProperty(u"ProtectKernelModules"_s, true),
        unitProperty(u"ProtectControlGroups"_s, true),
        unitProperty(u"RestrictAddressFamilies"_s, UnitFilter{true, {u"AF_UNIX"_s}}),
        unitProperty(u"RestrictNamespaces"_s, qulonglong(0)),
        unitProperty(u"MemoryDenyWriteExecute"_s, true),
        unitProperty(u"LockPersonality"_s, true),
        unitProperty(u"RestrictRealtime"_s, true),
        unitProperty(u"SystemCallArchitectures"_s, QStringList{u"native"_s}),
        unitProperty(u"SystemCallFilter"_s, UnitFilter{true, {u"@system-service"_s}}),
        unitProperty(u"TasksMax"_s, qulonglong(1)),
        unitProperty(u"RuntimeMaxUSec"_s, qulonglong(m_options.timeoutMs) * 1000),
        unitProperty(u"KillMode"_s, u"control-group"_s),
        unitProperty(u"TimeoutStopUSec"_s, qulonglong(5'000'000)),
        unitProperty(u"WorkingDirectory"_s, u"/"_s),
        unitProperty(u"StandardOutputFileDescriptor"_s, QDBusUnixFileDescriptor(standardOutput)),
        unitProperty(
            u"ExecStart"_s, QList<UnitCommand>{{m_options.program, QStringList(m_options.program) + arguments, false}}),
    };
    // What an older systemd may refuse. Nothing here is what keeps it in its place.
    const QList<UnitProperty> optional{
        unitProperty(u"CollectMode"_s, u"inactive-or-failed"_s),
        unitProperty(u"LimitCORE"_s, qulonglong(0)),
        unitProperty(u"MemoryMax"_s, qulonglong(64) << 20),
        unitProperty(u"ProtectClock"_s, true),
        unitProperty(u"ProtectHostname"_s, true),
        unitProperty(u"ProtectKernelLogs"_s, true),
        unitProperty(u"ProtectProc"_s, u"invisible"_s),
        unitProperty(u"RestrictSUIDSGID"_s, true),
        unitProperty(u"SyslogIdentifier"_s, u"laneway-nvme"_s),
    };
    return m_units->start(unit, pf.toString(), required, optional);
}

Result<QByteArray> NvmeProgram::output(const PciAddress &pf, const QString &node, const QStringList &arguments)
{
    const QDeadlineTimer deadline(m_options.timeoutMs);
    const auto late
        = [&] { return fail(ErrorCode::TimedOut, pf.toString(), u"the NVMe controller does not answer"_s); };
    QByteArray line;
    if (!m_units) {
        QProcess child;
        QProcessEnvironment environment; // an empty one would be ours
        environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
        child.setProcessEnvironment(environment);
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(m_options.program, arguments);
        while (child.waitForReadyRead(int(deadline.remainingTime())) && line.size() <= longestAnswer)
            line += child.readAllStandardOutput();
        const bool isOver = child.state() == QProcess::NotRunning || child.waitForFinished(lastWordsMs);
        if (child.error() == QProcess::FailedToStart)
            return fail(ErrorCode::HelperUnavailable, m_options.program, child.errorString());
        line += child.readAllStandardOutput();
        if (!isOver) {
            child.kill();
            child.waitForFinished(killedMs);
        }
        return isOver ? Result<QByteArray>(line) : late();
    }

    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) < 0)
        return fail(ErrorCode::Internal, pf.toString(), u"pipe: "_s + errnoName(errno), errno);
    const Descriptor ours(ends[0]);
    Descriptor theirs(ends[1]);
    // By this name nobody takes it for a machine's unit, and PID 1 runs no second one for a controller:
    // not for another helper either, nor while one that was killed hangs in the kernel.
    const QString unit = u"laneway-helper-nvme-"_s + pf.toString() + u".service"_s;
    if (const auto free = awaitFormer(unit, pf, deadline); !free)
        return fail(free.error());
    if (const auto started = startUnit(unit, pf, node, arguments, theirs.get()); !started)
        return fail(started.error());
    theirs.reset();
    // PID 1 keeps the other end as long as it remembers the unit: the line's end is what counts.
    while (!deadline.hasExpired()) {
        if (!readLine(ours.get(), line, QDeadlineTimer(std::min<qint64>(lookMs, deadline.remainingTime()))))
            return line;
        const auto state = m_units->stateOf(unit);
        if (!state)
            return fail(state.error());
        if (state->active == u"active" || state->active == u"activating" || state->active == u"deactivating")
            continue;
        readLine(ours.get(), line, QDeadlineTimer(lastWordsMs));
        if (line.isEmpty())
            return fail(
                ErrorCode::KernelRefused, pf.toString(), u"laneway-nvme ended without a word: "_s + state->result);
        return line;
    }
    (void)m_units->kill(unit, pf.toString());
    (void)awaitFormer(unit, pf, QDeadlineTimer(killedMs));
    return late();
}

Result<> NvmeProgram::awaitFormer(const QString &unit, const PciAddress &pf, const QDeadlineTimer &deadline) const
{
    return m_units->awaitEnd(unit, pf.toString(), deadline).map_error([&](Error error) {
        if (error.code == ErrorCode::TimedOut)
            error.detail = u"the NVMe controller has not answered an earlier question yet"_s;
        return error;
    });
}

} // namespace laneway
