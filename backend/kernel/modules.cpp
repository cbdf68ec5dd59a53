// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/modules.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

namespace laneway {

namespace {

constexpr qsizetype mostWords = 2048;

bool isModuleName(const QString &name)
{
    return !name.isEmpty() && name.size() < 56 // MODULE_NAME_LEN
        && !name.startsWith(u'-') && std::all_of(name.begin(), name.end(), [](QChar c) {
               return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'_'
                   || c == u'-';
           });
}

/// Names of modules take "-" for "_".
QString underscored(QString name)
{
    return name.replace(u'-', u'_');
}

} // namespace

RealModules::RealModules(const QString &sysRoot, const QString &libraries, const QString &modprobe, int loadLimitMs,
    const QString &udevQueue)
    : m_sys(sysRoot)
    , m_libraries(libraries)
    , m_modprobe(modprobe)
    , m_limitMs(loadLimitMs)
    , m_udevQueue(udevQueue)
{
    if (m_libraries.isEmpty()) {
        utsname names = {};
        ::uname(&names);
        m_libraries = u"/lib/modules/"_s + QString::fromLatin1(names.release);
    }
}

bool RealModules::isLoaded(const QString &name) const
{
    return QFileInfo::exists(m_sys + u"/module/" + underscored(name));
}

bool RealModules::isListed(const QString &name) const
{
    // A megabyte or so: looked through once for each name, until depmod runs again.
    const QMutexLocker locker(&m_mutex);
    const QDateTime changed = QFileInfo(m_libraries + u"/modules.dep").lastModified();
    if (changed != m_listedAt) {
        m_listed.clear();
        m_listedAt = changed;
    }
    const QString wanted = underscored(name);
    if (const auto known = m_listed.constFind(wanted); known != m_listed.constEnd())
        return *known;
    bool found = false;
    for (const auto *list : {u"/modules.dep", u"/modules.builtin"}) {
        QFile file(m_libraries + QString::fromUtf16(list));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        // kernel/drivers/vfio/pci/vfio-pci.ko.xz: kernel/virt/…
        while (!found && !file.atEnd()) {
            const QByteArray line = file.readLine();
            const QByteArray path = line.split(':').first().trimmed();
            const QByteArray last = path.mid(path.lastIndexOf('/') + 1);
            const qsizetype suffix = last.indexOf(".ko");
            found = suffix > 0 && underscored(QString::fromUtf8(last.left(suffix))) == wanted;
        }
    }
    m_listed.insert(wanted, found);
    return found;
}

bool RealModules::isAvailable(const QString &name) const
{
    return isModuleName(name) && (isLoaded(name) || isListed(name));
}

bool RealModules::isSettled() const
{
    return !QFileInfo::exists(m_udevQueue);
}

Result<> RealModules::load(const QString &name)
{
    if (!isModuleName(name))
        return fail(ErrorCode::InvalidInput, name, u"not a name of a module"_s);
    if (isLoaded(name))
        return {};

    const auto refused = [&](int number, const QString &doing) {
        ErrorCode code = ErrorCode::KernelRefused;
        if (number == ENOENT)
            code = ErrorCode::NotFound;
        else if (number == EACCES || number == EPERM)
            code = ErrorCode::PermissionDenied;
        return fail(code, name, errnoName(number) + u' ' + doing, number);
    };
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
        return refused(errno, u"making a pipe"_s);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    QByteArray program = QFile::encodeName(m_modprobe);
    QByteArray own = "modprobe";
    QByteArray endOfOptions = "--";
    QByteArray module = name.toLatin1();
    std::array<char *, 4> arguments{own.data(), endOfOptions.data(), module.data(), nullptr};
    // Nothing of our environment: MODPROBE_OPTIONS would be an option of whoever started us.
    QByteArray path = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";
    QByteArray language = "LC_ALL=C";
    std::array<char *, 3> environment{path.data(), language.data(), nullptr};
    pid_t pid = -1;
    const int failed
        = ::posix_spawn(&pid, program.constData(), &actions, nullptr, arguments.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (failed) {
        ::close(ends[0]);
        return refused(failed, u"starting "_s + m_modprobe);
    }

    const int pidfd = int(syscall(SYS_pidfd_open, pid, 0));
    QByteArray words;
    bool ended = false;
    const QDeadlineTimer deadline(m_limitMs);
    while (!ended && !deadline.hasExpired()) {
        std::array<pollfd, 2> waiting{pollfd{pidfd, POLLIN, 0}, pollfd{ends[0], POLLIN, 0}};
        if (::poll(waiting.data(), waiting.size(), int(deadline.remainingTime())) < 0 && errno != EINTR)
            break;
        ended = waiting[0].revents;
        std::array<char, 1024> buffer;
        for (ssize_t n; (n = ::read(ends[0], buffer.data(), buffer.size())) > 0;) {
            words.append(buffer.data(), n);
            words = words.right(mostWords);
        }
    }
    ::close(ends[0]);
    siginfo_t info = {};
    if (ended)
        ::waitid(P_PIDFD, id_t(pidfd), &info, WEXITED);
    if (pidfd >= 0)
        ::close(pidfd);
    if (!ended)
        return fail(ErrorCode::TimedOut, name, m_modprobe + u" is still under way", ETIMEDOUT);
    if (info.si_code == CLD_EXITED && info.si_status == 0)
        return {};
    const QString said = QString::fromUtf8(words).trimmed();
    // modprobe tells by words only
    if (said.contains(u"not found in directory"))
        return fail(ErrorCode::NotFound, name, said, ENOENT);
    if (said.contains(u"Operation not permitted") || said.contains(u"Permission denied"))
        return fail(ErrorCode::PermissionDenied, name, said, EPERM);
    return fail(ErrorCode::KernelRefused, name, said);
}

} // namespace laneway
