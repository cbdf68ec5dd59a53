// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/writers.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QLoggingCategory>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace laneway {

namespace {

Q_LOGGING_CATEGORY(lcWriters, "laneway.kernel.writers")

// As many as there can be jobs at once.
constexpr int mostIdle = 8;
constexpr int mostTries = 1000; // a race is lost a few times at most
constexpr size_t largestRequest = 8192;

ErrorCode codeOf(int number)
{
    switch (number) {
    case ENOENT:
    case ENODEV:
    case ENOTDIR: return ErrorCode::NotFound;
    case EACCES:
    case EPERM:
    case EXDEV: // a link that leads out of the root
        return ErrorCode::PermissionDenied;
    default: return ErrorCode::KernelRefused;
    }
}

/// The last "dddd:bb:ss.f" of @p text: the device that a path or a value is about.
QString deviceIn(const QString &text)
{
    const QStringList parts = text.split(u'/');
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        const QString name = part->trimmed();
        if (name.size() >= 12 && name[name.size() - 2] == u'.' && name[name.size() - 5] == u':')
            return name;
    }
    return {};
}

/// What a writer does until its helper is gone. A request is a path, NUL, and the value; the answer
/// an errno or 0. Only system calls: it was cloned from a process with threads.
[[noreturn]] void serve(int root, int socket)
{
    // It may outlive us: no signal of our terminal, no descriptor (lock, bus) of ours.
    ::setsid();
    ::prctl(PR_SET_NAME, "laneway-writer", 0, 0, 0);
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        ::signal(number, SIG_IGN); // it ends when the socket does
    const unsigned low = unsigned(std::min(root, socket));
    const unsigned high = unsigned(std::max(root, socket));
    if (low > 0)
        syscall(SYS_close_range, 0U, low - 1, 0U);
    if (high > low + 1)
        syscall(SYS_close_range, low + 1, high - 1, 0U);
    syscall(SYS_close_range, high + 1, ~0U, 0U);

    std::array<char, largestRequest> request;
    for (;;) {
        const ssize_t size = ::recv(socket, request.data(), request.size(), 0);
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0)
            ::_exit(0);
        const size_t path = ::strnlen(request.data(), size_t(size));
        const int number = path == size_t(size)
            ? EINVAL
            : writeOnce(root, request.data(), request.data() + path + 1, size_t(size) - path - 1);
        if (::send(socket, &number, sizeof number, MSG_NOSIGNAL) != sizeof number)
            ::_exit(0);
    }
}

} // namespace

tl::unexpected<Error> refused(const QString &path, const char *doing, int number)
{
    return fail(codeOf(number), path, errnoName(number) + u' ' + QString::fromLatin1(doing) + u' ' + path, number);
}

int openBelow(int root, const char *path, int flags)
{
    open_how how = {};
    how.flags = quint64(flags) | O_CLOEXEC;
    how.resolve = RESOLVE_BENEATH;
    // EAGAIN: somebody mounted or renamed something, anywhere, while ".." in a link was followed
    // (openat2(2)). A service that PID 1 starts does that.
    int fd = -1;
    for (int tries = 0; tries < mostTries; ++tries) {
        fd = int(syscall(SYS_openat2, root, *path ? path : ".", &how, sizeof how));
        if (fd >= 0 || errno != EAGAIN)
            break;
    }
    return fd;
}

int writeOnce(int root, const char *path, const char *value, size_t size)
{
    const int fd = openBelow(root, path, O_WRONLY | O_NOCTTY);
    if (fd < 0)
        return errno;
    const ssize_t written = ::write(fd, value, size);
    const int number = written < 0 ? errno : size_t(written) == size ? 0 : EIO;
    ::close(fd);
    return number;
}

Writers::~Writers()
{
    for (const Writer &writer : std::as_const(m_idle))
        end(writer);
    // One that still hangs goes to init; nothing can end it (B2 of the launch's proof).
    for (const Pending &p : std::as_const(m_pending)) {
        ::close(p.writer.socket);
        ::close(p.writer.pidfd);
    }
}

Result<> Writers::write(const QString &path, const QByteArray &value, int limitMs)
{
    const QString text = QString::fromLatin1(value).trimmed();
    const QString device = deviceIn(path + u'/' + text);
    if (const auto free = refuseHeld(device); !free)
        return free;
    const QByteArray request = QFile::encodeName(path) + '\0' + value;
    if (m_root < 0)
        return refused(path, "finding the root of", EBADF);
    if (request.size() > qsizetype(largestRequest))
        return fail(ErrorCode::LimitExceeded, path, u"more than one write takes"_s, E2BIG);
    const auto writer = send(path, request);
    if (!writer)
        return fail(writer.error());

    pollfd waiting = {writer->socket, POLLIN, 0};
    int ready;
    QDeadlineTimer deadline(limitMs);
    do {
        ready = ::poll(&waiting, 1, int(deadline.remainingTime()));
    } while (ready < 0 && errno == EINTR);
    if (ready == 0) {
        const QMutexLocker locker(&m_mutex);
        m_pending.append({path, text, *writer});
        return fail(ErrorCode::TimedOut, device.isEmpty() ? path : device,
            u"the kernel still holds the write to "_s + path, ETIMEDOUT);
    }
    int number = EIO; // it died without a word
    const bool told = ::recv(writer->socket, &number, sizeof number, 0) == sizeof number;
    if (!told) {
        end(*writer);
        return refused(path, "writing", EIO);
    }
    {
        const QMutexLocker locker(&m_mutex);
        keepOrEnd(*writer);
    }
    return number ? Result<>(refused(path, "writing", number)) : Result<>();
}

QStringList Writers::pending()
{
    const QMutexLocker locker(&m_mutex);
    lookAfterPending();
    QStringList writes;
    for (const Pending &p : std::as_const(m_pending))
        writes.append(p.path + u' ' + p.value);
    return writes;
}

Result<> Writers::refuseHeld(const QString &device)
{
    const QMutexLocker locker(&m_mutex);
    lookAfterPending();
    for (const Pending &p : std::as_const(m_pending)) {
        if (!device.isEmpty() && deviceIn(p.path + u'/' + p.value) == device)
            return fail(ErrorCode::Busy, device, u"the kernel still holds "_s + p.path, EBUSY);
    }
    return {};
}

/// A thread in uninterruptible sleep would keep the whole daemon from ending and its unit from
/// stopping; a process does not.
Result<Writers::Writer> Writers::start(const QString &path) const
{
    std::array<int, 2> ends;
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) < 0)
        return refused(path, "making a socket to write", errno);
    // Not fork(): its handlers take locks that another thread may hold. Not clone3(): a system call
    // filter cannot look into its arguments, so systemd's RestrictNamespaces= refuses all of it.
    int pidfd = -1;
    const long pid = syscall(SYS_clone, CLONE_PIDFD | SIGCHLD, nullptr, &pidfd, nullptr, nullptr);
    if (pid == 0)
        serve(m_root, ends[1]);
    const int number = errno;
    ::close(ends[1]);
    if (pid < 0) {
        ::close(ends[0]);
        return refused(path, "starting the writer of", number);
    }
    return Writer{ends[0], pidfd};
}

/// Who makes the write: an idle one, or a new one.
Result<Writers::Writer> Writers::send(const QString &path, const QByteArray &request)
{
    for (;;) {
        std::optional<Writer> idle;
        {
            const QMutexLocker locker(&m_mutex);
            if (!m_idle.isEmpty())
                idle = m_idle.takeLast();
        }
        const auto writer = idle ? Result<Writer>(*idle) : start(path);
        if (!writer)
            return writer;
        if (::send(writer->socket, request.constData(), size_t(request.size()), MSG_NOSIGNAL) == request.size())
            return writer;
        // One that somebody ended while it was idle has not seen the request.
        const int number = errno;
        end(*writer);
        if (!idle)
            return refused(path, "asking the writer of", number);
    }
}

/// With the mutex held.
void Writers::keepOrEnd(const Writer &writer)
{
    if (m_idle.size() < mostIdle)
        m_idle.append(writer);
    else
        end(writer);
}

/// Forgets the writes that the kernel has done meanwhile. With the mutex held.
void Writers::lookAfterPending()
{
    m_pending.removeIf([this](const Pending &p) {
        int number = 0;
        const ssize_t size = ::recv(p.writer.socket, &number, sizeof number, MSG_DONTWAIT);
        if (size < 0 && (errno == EAGAIN || errno == EINTR))
            return false;
        const bool told = size == sizeof number;
        qCInfo(lcWriters, "late write to %ls of %ls: %ls", qUtf16Printable(p.path), qUtf16Printable(p.value),
            qUtf16Printable(!told ? u"no answer"_s
                    : number      ? errnoName(number)
                                  : u"done"_s));
        told ? keepOrEnd(p.writer) : end(p.writer);
        return true;
    });
}

/// One that hangs in nothing: it goes as soon as it has no socket.
void Writers::end(const Writer &writer)
{
    ::close(writer.socket);
    siginfo_t info = {};
    while (::waitid(P_PIDFD, id_t(writer.pidfd), &info, WEXITED) < 0 && errno == EINTR) { }
    ::close(writer.pidfd);
}

} // namespace laneway
