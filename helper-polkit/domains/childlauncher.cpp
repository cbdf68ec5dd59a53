// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/childlauncher.h"

#include "domains/guestprocess.h"

#include <QDeadlineTimer>
#include <QFile>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace laneway {

namespace {
constexpr int firstSocket = 3;
constexpr int aside = firstSocket + int(GuestLauncher::mostSockets) + 1; ///< above what a program gets
constexpr int killedMs = 10'000;

/// NULL-terminated pointers into texts that live as long as this.
class ArgumentList
{
public:
    explicit ArgumentList(const QStringList &texts)
    {
        for (const QString &text : texts)
            m_texts.push_back(QFile::encodeName(text));
        for (QByteArray &text : m_texts)
            m_pointers.push_back(text.data());
        m_pointers.push_back(nullptr);
    }
    char *const *data() const { return m_pointers.data(); }

private:
    std::vector<QByteArray> m_texts;
    std::vector<char *> m_pointers;
};

/// All that the child needs, made before the fork: after it only system calls are safe, as another
/// thread may have held any lock.
struct ChildPlan
{
    const char *program = nullptr;
    char *const *arguments = nullptr;
    char *const *environment = nullptr;
    const gid_t *groups = nullptr;
    size_t groupCount = 0;
    uid_t uid = 0;
    gid_t gid = 0;
    bool changeUser = false;
    bool setMemoryLock = false;
    rlimit memoryLock{};
    const int *sockets = nullptr;
    int socketCount = 0;
    int standardError = -1;
    int standardOutput = -1;
    pid_t endsWith = 0; ///< 0: it outlives us
    int go = -1;
    int failed = -1;
};

struct Failure
{
    std::array<char, 24> where{};
    int error = 0;
};

[[noreturn]] void giveUp(int pipe, const char *where)
{
    Failure failure;
    failure.error = errno;
    for (size_t i = 0; where[i] && i + 1 < failure.where.size(); ++i)
        failure.where[i] = where[i];
    [[maybe_unused]] const ssize_t written = write(pipe, &failure, sizeof failure);
    _exit(127);
}

/// The order matters: the bounding set needs CAP_SETPCAP, so it goes before the uid; groups go
/// before the uid; limits above the hard ones need CAP_SYS_RESOURCE.
[[noreturn]] void becomeGuest(const ChildPlan &plan)
{
    char go = 0;
    ssize_t got = 0;
    do {
        got = read(plan.go, &go, 1);
    } while (got < 0 && errno == EINTR);
    if (got != 1)
        _exit(127); // the helper died before it had written us down: nothing has run

    // Above what we keep, so that nothing is overwritten below.
    const int failed = fcntl(plan.failed, F_DUPFD_CLOEXEC, aside);
    const int standardError = fcntl(plan.standardError, F_DUPFD_CLOEXEC, aside);
    std::array<int, GuestLauncher::mostSockets> sockets{};
    for (int i = 0; i < plan.socketCount; ++i) {
        sockets[size_t(i)] = fcntl(plan.sockets[i], F_DUPFD_CLOEXEC, aside);
        if (sockets[size_t(i)] < 0)
            giveUp(plan.failed, "descriptors");
    }
    const int standardOutput = plan.standardOutput < 0 ? -1 : fcntl(plan.standardOutput, F_DUPFD_CLOEXEC, aside);
    if (failed < 0 || standardError < 0 || (plan.standardOutput >= 0 && standardOutput < 0))
        giveUp(plan.failed, "descriptors");

    setsid();
    const rlimit none{0, 0};
    if (setrlimit(RLIMIT_CORE, &none) < 0)
        giveUp(failed, "RLIMIT_CORE");
    if (plan.setMemoryLock && setrlimit(RLIMIT_MEMLOCK, &plan.memoryLock) < 0)
        giveUp(failed, "RLIMIT_MEMLOCK");
    if (plan.changeUser) {
        // Raw calls: the C library's change every thread, and a forked child has but this one.
        if (syscall(SYS_setgroups, plan.groupCount, plan.groups) < 0)
            giveUp(failed, "setgroups");
        if (syscall(SYS_setresgid, plan.gid, plan.gid, plan.gid) < 0)
            giveUp(failed, "setresgid");
        for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; ++capability)
            if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0)
                giveUp(failed, "bounding set");
        if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0)
            giveUp(failed, "ambient set");
        if (syscall(SYS_setresuid, plan.uid, plan.uid, plan.uid) < 0)
            giveUp(failed, "setresuid");
        uid_t real = 0;
        uid_t effective = 0;
        uid_t saved = 0;
        if (getresuid(&real, &effective, &saved) < 0 || real != plan.uid || effective != plan.uid || saved != plan.uid)
            giveUp(failed, "uid");
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        giveUp(failed, "no_new_privs");
    // After the change of user, which clears it. Whose parent died before it is not told any more.
    prctl(PR_SET_PDEATHSIG, plan.endsWith ? SIGKILL : 0, 0, 0, 0);
    if (plan.endsWith && getppid() != plan.endsWith)
        _exit(127);
    if (chdir("/") < 0)
        giveUp(failed, "chdir");
    umask(077);
    struct sigaction standard
    {
    };
    standard.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; ++number)
        sigaction(number, &standard, nullptr); // fails for KILL and STOP, which need none
    sigset_t nothing;
    sigemptyset(&nothing);
    sigprocmask(SIG_SETMASK, &nothing, nullptr);

    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(standardOutput < 0 ? null : standardOutput, STDOUT_FILENO) < 0
        || dup2(standardError, STDERR_FILENO) < 0)
        giveUp(failed, "descriptors");
    for (int i = 0; i < plan.socketCount; ++i)
        if (dup2(sockets[size_t(i)], firstSocket + i) < 0)
            giveUp(failed, "descriptors");
    if (syscall(SYS_close_range, unsigned(firstSocket + plan.socketCount), unsigned(failed) - 1, 0) < 0
        || syscall(SYS_close_range, unsigned(failed) + 1, ~0U, 0) < 0)
        giveUp(failed, "close_range");
    execve(plan.program, plan.arguments, plan.environment);
    giveUp(failed, "execve");
}
} // namespace

Result<GuestRef> ChildLauncher::start(const GuestLaunch &launch, const Descriptors &descriptors, const Record &record)
{
    return fork(launch, descriptors, record, false);
}

Result<QString> ChildLauncher::run(const GuestLaunch &launch, const Descriptors &descriptors, int timeoutMs)
{
    const auto started = fork(
        launch, descriptors, [](const GuestRef &) { return Result<>(); }, true);
    if (!started)
        return fail(started.error());
    auto cause = awaitEnd(*started, timeoutMs);
    if (!cause) {
        (void)kill(*started);
        (void)awaitEnd(*started, killedMs);
    }
    const QMutexLocker lock(&m_mutex);
    m_causes.remove({started->pid, started->startTime}); // nobody asks again
    return cause;
}

Result<GuestRef> ChildLauncher::fork(
    const GuestLaunch &launch, const Descriptors &descriptors, const Record &record, bool endsWithUs)
{
    std::array<int, 2> goEnds{};
    std::array<int, 2> failedEnds{};
    // Two children that each hold the other's go pipe would wait for ever when the helper dies.
    QMutexLocker forking(&m_forking);
    if (pipe2(goEnds.data(), O_CLOEXEC) < 0)
        return fail(ErrorCode::Internal, launch.id, u"pipe: "_s + errnoName(errno), errno);
    Descriptor goRead(goEnds[0]);
    Descriptor goWrite(goEnds[1]);
    if (pipe2(failedEnds.data(), O_CLOEXEC) < 0)
        return fail(ErrorCode::Internal, launch.id, u"pipe: "_s + errnoName(errno), errno);
    Descriptor failedRead(failedEnds[0]);
    Descriptor failedWrite(failedEnds[1]);

    const QByteArray program = QFile::encodeName(launch.program);
    const ArgumentList arguments(QStringList(launch.program) + launch.arguments);
    const ArgumentList environment(guestEnvironment(launch));
    ChildPlan plan;
    plan.changeUser = geteuid() == 0 && launch.uid != 0;
    const QList<uint> groups = plan.changeUser ? guestGroups(launch.uid, launch.gid) : QList<uint>();
    plan.program = program.constData();
    plan.arguments = arguments.data();
    plan.environment = environment.data();
    plan.groups = groups.constData();
    plan.groupCount = size_t(groups.size());
    plan.uid = launch.uid;
    plan.gid = launch.gid;
    plan.setMemoryLock = launch.memoryLockBytes != 0;
    const rlim_t bytes = launch.memoryLockBytes == ~quint64(0) ? RLIM_INFINITY : launch.memoryLockBytes;
    plan.memoryLock = {bytes, bytes};
    plan.sockets = descriptors.sockets.constData();
    plan.socketCount = int(descriptors.sockets.size());
    plan.standardError = descriptors.standardError;
    plan.standardOutput = descriptors.standardOutput;
    plan.endsWith = endsWithUs ? getpid() : 0;
    plan.go = goRead.get();
    plan.failed = failedWrite.get();

    const pid_t pid = ::fork();
    if (pid == 0) {
        ::close(goEnds[1]); // else our own copy would keep the pipe open when the helper dies
        becomeGuest(plan);
    }
    if (pid < 0)
        return fail(ErrorCode::Internal, launch.id, u"fork: "_s + errnoName(errno), errno);
    forking.unlock();
    goRead.reset();
    failedWrite.reset();
    // Not waited for yet, so the number is still this child's.
    const Descriptor pidfd = openPidfd(pid);
    GuestRef guest;
    guest.id = launch.id;
    guest.pid = pid;
    guest.startTime = processStartTime(pid);
    guest.bootId = currentBootId();
    const auto abandon = [&](const Error &error) {
        ::kill(pid, SIGKILL); // ours and not waited for: the number cannot be another's
        waitpid(pid, nullptr, 0);
        return fail(error);
    };
    if (!pidfd)
        return abandon({ErrorCode::Internal, launch.id, u"pidfd_open: "_s + errnoName(errno)});
    if (const auto written = record(guest); !written)
        return abandon(written.error());
    if (write(goWrite.get(), "g", 1) != 1)
        return abandon({ErrorCode::Internal, launch.id, u"go pipe: "_s + errnoName(errno)});

    // End of file: exec done. A child forked meanwhile by another thread may hold the pipe open; then
    // the guest's first answer has to tell.
    Failure failure;
    pollfd entry{failedRead.get(), POLLIN, 0};
    if (poll(&entry, 1, 5'000) > 0 && read(failedRead.get(), &failure, sizeof failure) == ssize_t(sizeof failure)) {
        failure.where.back() = '\0';
        const ErrorCode code
            = failure.error == EPERM || failure.error == EACCES ? ErrorCode::PermissionDenied : ErrorCode::QemuFailed;
        return abandon({code, launch.program,
            errnoName(failure.error) + u" at "_s + QString::fromLatin1(failure.where.data()), failure.error});
    }
    return guest;
}

std::optional<GuestRef> ChildLauncher::find(const GuestRef &guest)
{
    return openGuest(guest) ? std::optional(guest) : std::nullopt;
}

Result<> ChildLauncher::kill(const GuestRef &guest)
{
    const Descriptor pidfd = openGuest(guest);
    if (!pidfd || signalPidfd(pidfd.get(), SIGKILL) || errno == ESRCH)
        return {};
    return fail(ErrorCode::PermissionDenied, guest.id, u"kill: "_s + errnoName(errno), errno);
}

Result<QString> ChildLauncher::awaitEnd(const GuestRef &guest, int timeoutMs)
{
    const QPair key(guest.pid, guest.startTime);
    if (guest.pid > 1 && guest.bootId == currentBootId()) {
        // Dead and unreaped counts here, other than in openGuest(): its status is still to be had.
        const Descriptor pidfd = openPidfd(guest.pid);
        if (pidfd && processStartTime(guest.pid) == guest.startTime) {
            if (!hasEnded(pidfd.get(), timeoutMs))
                return fail(ErrorCode::TimedOut, guest.id, u"the process does not end"_s);
            const QMutexLocker lock(&m_mutex);
            siginfo_t info{};
            if (waitid(P_PIDFD, id_t(pidfd.get()), &info, WEXITED | WNOHANG) == 0 && info.si_pid != 0)
                m_causes[key] = (info.si_code == CLD_EXITED ? u"exit %1"_s : u"signal %1"_s).arg(info.si_status);
        }
    }
    const QMutexLocker lock(&m_mutex);
    return m_causes.value(key);
}

} // namespace laneway
