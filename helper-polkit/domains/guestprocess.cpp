// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/guestprocess.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace laneway {

namespace {
QByteArray readSmall(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(4096) : QByteArray();
}

/// From field 3 on. The second is the program's name and may hold anything, blanks and brackets included.
QList<QByteArray> fieldsOfStat(const QString &path)
{
    const QByteArray stat = readSmall(path);
    const qsizetype afterName = stat.lastIndexOf(')');
    return afterName < 0 ? QList<QByteArray>() : stat.mid(afterName + 2).split(' ');
}

std::optional<ProcessTimes> timesIn(const QString &path)
{
    constexpr qsizetype utime = 14 - 3, stime = 15 - 3;
    const QList<QByteArray> fields = fieldsOfStat(path);
    if (fields.size() <= stime)
        return std::nullopt;
    const quint64 tickNs = 1'000'000'000ULL / quint64(std::max<long>(sysconf(_SC_CLK_TCK), 1));
    return ProcessTimes{fields[utime].toULongLong() * tickNs, fields[stime].toULongLong() * tickNs};
}

struct Account
{
    QByteArray name;
    QString home;
};

std::optional<Account> accountOf(uint uid)
{
    passwd entry{};
    passwd *found = nullptr;
    std::vector<char> space(16 * 1024);
    if (getpwuid_r(uid, &entry, space.data(), space.size(), &found) != 0 || !found)
        return std::nullopt;
    return Account{found->pw_name, QString::fromLocal8Bit(found->pw_dir)};
}
} // namespace

Descriptor openPidfd(qint64 pid)
{
    return Descriptor(int(syscall(SYS_pidfd_open, pid_t(pid), 0U)));
}

bool signalPidfd(int pidfd, int signal)
{
    return syscall(SYS_pidfd_send_signal, pidfd, signal, nullptr, 0U) == 0;
}

quint64 processStartTime(qint64 pid)
{
    constexpr qsizetype startTime = 22 - 3;
    const QList<QByteArray> fields = fieldsOfStat(u"/proc/%1/stat"_s.arg(pid));
    return fields.size() > startTime ? fields[startTime].toULongLong() : 0;
}

std::optional<ProcessTimes> processTimes(qint64 pid)
{
    return timesIn(u"/proc/%1/stat"_s.arg(pid));
}

std::optional<ProcessTimes> threadTimes(qint64 pid, qint64 thread)
{
    return timesIn(u"/proc/%1/task/%2/stat"_s.arg(pid).arg(thread));
}

quint64 residentBytes(qint64 pid)
{
    const QList<QByteArray> pages = readSmall(u"/proc/%1/statm"_s.arg(pid)).split(' ');
    return pages.value(1).toULongLong() * quint64(std::max<long>(sysconf(_SC_PAGESIZE), 1));
}

QString unitOfProcess(qint64 pid)
{
    const QList<QByteArray> lines = readSmall(u"/proc/%1/cgroup"_s.arg(pid)).split('\n');
    for (const QByteArray &line : lines)
        if (line.startsWith("0::")) // the one hierarchy that systemd sorts by
            return QString::fromUtf8(line.mid(line.lastIndexOf('/') + 1));
    return {};
}

QString currentBootId()
{
    return QString::fromLatin1(readSmall(u"/proc/sys/kernel/random/boot_id"_s).trimmed());
}

Descriptor openGuest(const GuestRef &guest)
{
    if (guest.pid <= 1 || guest.bootId != currentBootId())
        return Descriptor();
    Descriptor pidfd = openPidfd(guest.pid);
    // In this order: while the pidfd's process lives its number cannot go to another.
    if (!pidfd || processStartTime(guest.pid) != guest.startTime || hasEnded(pidfd.get(), 0))
        return Descriptor();
    return pidfd;
}

bool hasEnded(int pidfd, int timeoutMs)
{
    pollfd entry{pidfd, POLLIN, 0};
    int ready = 0;
    do {
        ready = poll(&entry, 1, timeoutMs);
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
}

QStringList guestEnvironment(const GuestLaunch &launch)
{
    const uint uid = launch.uid;
    QStringList environment{u"PATH=/usr/local/bin:/usr/bin:/bin"_s, u"LANG=C.UTF-8"_s};
    const auto account = accountOf(uid);
    environment += u"HOME="_s + (account ? account->home : u"/"_s);
    if (account)
        environment += u"USER="_s + QString::fromLocal8Bit(account->name);
    const QString runtime = u"/run/user/%1"_s.arg(uid);
    if (QFileInfo(runtime).isDir() && QFileInfo(runtime).ownerId() == uid)
        environment += u"XDG_RUNTIME_DIR="_s + runtime;
    if (!launch.timeZone.isEmpty())
        environment += u"TZ="_s + launch.timeZone;
    return environment;
}

QList<uint> guestGroups(uint uid, uint gid)
{
    QList<uint> groups{gid};
    if (const auto account = accountOf(uid)) {
        int count = 256;
        std::vector<gid_t> found(static_cast<size_t>(count));
        if (getgrouplist(account->name.constData(), gid, found.data(), &count) >= 0)
            for (int i = 0; i < count; ++i)
                if (!groups.contains(found[size_t(i)]))
                    groups += found[size_t(i)];
    }
    return groups;
}

} // namespace laneway
