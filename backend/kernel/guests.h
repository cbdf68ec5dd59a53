// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "kernel/hostlinks.h"

#include <QJsonArray>
#include <QList>
#include <QMap>
#include <QStringList>

#include <functional>

namespace laneway {

/// A process beside a guest, as the guest's user, that QEMU talks to: its TPM, its way to the network. It is
/// there before QEMU, and ends with it, as nobody else has the other end.
struct GuestCompanion
{
    /// [a-z0-9]: "@companion:NAME@" in a -chardev or -netdev stands for the descriptor that leads to it.
    QString name;
    QString program; ///< absolute
    QStringList arguments; ///< "@socket@": its end's descriptor; "@state@": its directory's
    bool listens = false; ///< its end is a listening socket
    QString state; ///< "tpm/UUID": a directory below the helper's state that is the user's; empty: none
    QJsonObject toJson() const;
    static GuestCompanion fromJson(const QJsonObject &json);
};

/// The processors of the host that a guest's threads may run on, each a list in order; what is not named runs
/// wherever it is put.
struct GuestPins
{
    QMap<int, QList<int>> vcpus; ///< by the number of the guest's processor
    QMap<int, QList<int>> ioThreads; ///< by the number of "iothread1"
    QList<int> emulator; ///< all other threads
    bool isEmpty() const { return vcpus.isEmpty() && ioThreads.isEmpty() && emulator.isEmpty(); }
    QJsonObject toJson() const;
    static GuestPins fromJson(const QJsonObject &json);
};

/// Everything about one QEMU that is to be started. Made by the helper from validated XML only.
struct GuestLaunch
{
    QString id; ///< unique for this run, [a-z0-9-]: names unit and run directory
    QString description; ///< "laneway machine web"
    QString program; ///< absolute
    /// The argument "@monitor@" inside a -chardev stands for the descriptor of the listening
    /// monitor socket (`-chardev socket,id=mon,fd=@monitor@,server=on,wait=off`).
    /// "@socket:NAME@" stands for one more, NAME.sock beside it. Inside -rtc "@utc+60@" and "@localtime-60@"
    /// stand for the time at its start, so many seconds away.
    QStringList arguments;
    QList<GuestCompanion> companions;
    QList<GuestTap> taps; ///< "@tap:ID:0@" and "@vhost:ID:0@" in a -netdev
    GuestPins pins;
    QJsonArray beforeRun; ///< QMP commands, between its start and the first instruction of the guest
    uint uid = 0;
    uint gid = 0;
    quint64 memoryLockBytes = 0; ///< 0: leave the limit as it is
    QString restoreFrom; ///< a saved state that it goes on from; empty: it begins
    QString timeZone; ///< "Europe/Paris"; empty: the host's
    QStringList deviceNodes; ///< below /dev, "vfio/vfio", "vfio/13", "kvm": all it may open
    QJsonObject toJson() const;
    static GuestLaunch fromJson(const QJsonObject &json);
};

/// How a guest is found again after the helper's restart.
struct GuestRef
{
    QString id; ///< of GuestLaunch
    QString unit; ///< systemd unit; empty when a plain child
    qint64 pid = 0;
    quint64 startTime = 0; ///< field 22 of /proc/PID/stat, clock ticks
    QString bootId; ///< /proc/sys/kernel/random/boot_id
    QString monitorPath; ///< the listening monitor socket, in a 0700 directory of the helper
    bool operator==(const GuestRef &) const = default;
    QJsonObject toJson() const;
    static GuestRef fromJson(const QJsonObject &json);
};

/// What the kernel counts of a guest's process.
struct GuestUsage
{
    quint64 userNs = 0, systemNs = 0; ///< of its processors, all threads
    quint64 residentBytes = 0;
    QList<quint64> threadNs; ///< of the threads that were asked for; 0: it is none of the guest's
};

/// Starts, finds, talks to and ends guests. All calls but watch() are made from job threads and
/// may take their time.
/// Guests::watch(): by a crash or a signal, as it has not said before that it would end.
inline const QString unannouncedEnd = QStringLiteral("ended unannounced");

class Guests
{
public:
    virtual ~Guests() = default;
    /// Started = QEMU answered a QMP command (not: its greeting). The guest's CPUs are stopped (-S).
    /// Fails with QemuFailed, detail = QEMU's last lines, bounded and without its prefixes.
    /// What was begun is gone when it fails.
    virtual Result<GuestRef> launch(const GuestLaunch &launch) = 0;
    /// Looks for a guest by its launch id (after a restart, when no GuestRef was stored yet).
    virtual std::optional<GuestRef> find(const QString &id) = 0;
    virtual bool isAlive(const GuestRef &guest) = 0;
    /// One QMP command: {"execute":…,"arguments":…} → its "return". A QMP error: QemuFailed with
    /// class and desc. Descriptors in @p fds travel by SCM_RIGHTS. TimedOut, Disconnected.
    virtual Result<QJsonObject> command(
        const GuestRef &guest, const QJsonObject &command, int timeoutMs = 10'000, const QList<int> &fds = {})
        = 0;
    /// Sends @p command, then waits for the event @p event whose data has "device" = @p device
    /// (if not empty). GuestDidNotRespond when it does not come.
    virtual Result<QJsonObject> commandAndEvent(
        const GuestRef &guest, const QJsonObject &command, const QString &event, const QString &device, int timeoutMs)
        = 0;
    /// Ends it: QMP quit, then SIGKILL after @p graceMs; returns when the process is gone and
    /// its unit is empty. Already gone: success.
    virtual Result<> end(const GuestRef &guest, int graceMs = 3'000) = 0;
    /// Lets a running guest open one more node (cgroup); nothing to do for a plain child.
    virtual Result<> allowNode(const GuestRef &guest, const QString &node) = 0;
    virtual Result<> setMemoryLock(const GuestRef &guest, quint64 bytes) = 0;
    /// Keeps its threads on processors, and reads back that they are there. VerificationFailed.
    virtual Result<> pin(const GuestRef &guest, const GuestPins &pins) = 0;
    /// Calls @p ended once, on the thread of the caller's event loop, with the cause as far as it is
    /// known ("signal 9", "exit 0", "guest-shutdown"; unannouncedEnd of one whose exit status only a helper before us
    /// would have got; empty). At once when it is gone already.
    /// On further lines of the cause: what QEMU said last.
    virtual void watch(const GuestRef &guest, std::function<void(const QString &cause)> ended) = 0;
    /// @p threads: by their number in the guest's process. Disconnected when it has ended.
    virtual Result<GuestUsage> usage(const GuestRef &guest, const QList<qint64> & /*threads*/)
    {
        return fail(ErrorCode::UnsupportedConfiguration, guest.id, u"nothing is counted of it"_s);
    }
    /// What its QEMU has said on standard error so far; empty when nobody knows any more.
    virtual QString lastWords(const GuestRef &) { return {}; }
    using Heard = std::function<void(const QString &event, const QJsonObject &data)>;
    /// Calls @p heard for what QEMU tells by itself until it ends: QMP's events, on the thread of the
    /// caller's event loop. First, and no event of QMP's: "STATUS" {"status": as query-status has it}.
    virtual void listen(const GuestRef &guest, Heard heard) = 0;
};

} // namespace laneway
