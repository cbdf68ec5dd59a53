// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/spawnedhelper.h"

#include <QCoreApplication>
#include <QDBusError>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace laneway {

namespace {
/// A descriptor that is closed at the end of its scope.
class Descriptor
{
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    int get() const { return m_fd; }
    bool isValid() const { return m_fd >= 0; }

private:
    int m_fd;
};

tl::unexpected<Error> noHelper(const QString &what, int error)
{
    return fail(ErrorCode::HelperUnavailable, what, errnoName(error), error);
}

/// Below $XDG_RUNTIME_DIR, for this user only.
Result<QString> runtimeDirectory()
{
    const QString directory = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) + u"/laneway"_s;
    if (!QDir().mkpath(directory))
        return noHelper(directory, errno);
    if (!QFile::setPermissions(directory, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
        return noHelper(directory, errno);
    return directory;
}

Result<int> listenAt(const QString &path)
{
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const QByteArray name = QFile::encodeName(path);
    if (size_t(name.size()) >= sizeof address.sun_path)
        return noHelper(path, ENAMETOOLONG);
    std::memcpy(address.sun_path, name.constData(), size_t(name.size()));
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return noHelper(path, errno);
    ::unlink(name.constData());
    if (::bind(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) < 0 || ::listen(fd, 16) < 0) {
        const int error = errno;
        ::close(fd);
        return noHelper(path, error);
    }
    return fd;
}

/// In the forked child: only calls that are safe there.
[[noreturn]] void become(int listening, int log, char *pidPlace, char *const *arguments, char *const *environment)
{
    ::setsid(); // Ctrl-C in the terminal is for the program, not for a job half done
    const int null = ::open("/dev/null", O_RDWR);
    if (::dup2(null, 0) < 0 || ::dup2(null, 1) < 0 || ::dup2(log, 2) < 0)
        ::_exit(126);
    if (listening == 3)
        ::fcntl(3, F_SETFD, 0);
    else if (::dup2(listening, 3) < 0)
        ::_exit(126);
    // sd_listen_fds(3): the descriptors are meant for the process with this number.
    char digits[24];
    int count = 0;
    for (auto pid = long(::getpid()); pid > 0; pid /= 10)
        digits[count++] = char('0' + pid % 10);
    while (count > 0)
        *pidPlace++ = digits[--count];
    *pidPlace = 0;
    ::execve(arguments[0], arguments, environment);
    ::_exit(127);
}

/// Starts @p program with the listening socket as descriptor 3. It becomes a child of init, so that
/// nobody has to wait for it and it may outlive us to finish a job.
Result<> launch(const QString &program, const QStringList &arguments, int listening, int log)
{
    QList<QByteArray> words{QFile::encodeName(program)};
    for (const QString &argument : arguments)
        words += argument.toLocal8Bit();
    QList<QByteArray> variables;
    for (char **variable = environ; *variable; ++variable) {
        const QByteArray text(*variable);
        if (!text.startsWith("LISTEN_"))
            variables += text;
    }
    variables += "LISTEN_FDS=1";
    variables += "LISTEN_PID=" + QByteArray(24, '0');
    const auto pointers = [](QList<QByteArray> &texts) {
        QList<char *> list;
        for (QByteArray &text : texts)
            list += text.data();
        list += nullptr;
        return list;
    };
    const QList<char *> argv = pointers(words);
    const QList<char *> envp = pointers(variables);
    char *pidPlace = variables.last().data() + std::strlen("LISTEN_PID=");

    const pid_t child = ::fork();
    if (child < 0)
        return noHelper(program, errno);
    if (child == 0) {
        const pid_t grandchild = ::fork();
        if (grandchild == 0)
            become(listening, log, pidPlace, argv.constData(), envp.constData());
        ::_exit(grandchild < 0 ? 126 : 0);
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) { }
    return status == 0 ? Result<>() : fail(ErrorCode::HelperUnavailable, program, u"fork failed"_s);
}

QString uniqueName()
{
    static std::atomic_int count;
    return u"laneway-peer-%1"_s.arg(++count);
}

QDBusConnection connectTo(const QString &path)
{
    return QDBusConnection::connectToPeer(u"unix:path="_s + path, uniqueName());
}

Result<SpawnedHelper> spawn(const QString &path, const QStringList &arguments)
{
    const QString program = helperProgram();
    if (program.isEmpty())
        return fail(ErrorCode::HelperUnavailable, u"laneway-helper"_s, u"the program was not found"_s);
    const auto socket = listenAt(path);
    if (!socket)
        return fail(socket.error());
    const Descriptor listening(*socket);
    // A developer may want to read along; otherwise it is kept for the case that it fails.
    const QByteArray file = qgetenv("LANEWAY_HELPER_LOG");
    const int log = file.isEmpty() ? ::memfd_create("laneway-helper.log", MFD_CLOEXEC)
                                   : ::open(file.constData(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log < 0)
        return noHelper(u"log"_s, errno);
    QDBusUnixFileDescriptor kept;
    kept.giveFileDescriptor(log);
    if (const auto launched = launch(program, arguments, listening.get(), log); !launched)
        return fail(launched.error());
    SpawnedHelper helper{connectTo(path), kept};
    if (!helper.connection.isConnected())
        return fail(ErrorCode::HelperUnavailable, program, helper.connection.lastError().message());
    return helper;
}
} // namespace

QString helperProgram()
{
    if (const QString given = qEnvironmentVariable("LANEWAY_HELPER"); !given.isEmpty())
        return QFileInfo(given).isExecutable() ? QFileInfo(given).absoluteFilePath() : QString();
    const QString here = QCoreApplication::applicationDirPath();
    const QStringList places{here, here + u"/../helper-polkit"_s, here + u"/../../helper-polkit"_s,
        here + u"/../libexec/laneway"_s, u"" LANEWAY_LIBEXECDIR ""_s};
    for (const QString &place : places) {
        const QFileInfo program(place + u"/laneway-helper"_s);
        if (program.isFile() && program.isExecutable())
            return program.canonicalFilePath();
    }
    return {};
}

QString SpawnedHelper::lastLines() const
{
    constexpr off_t wanted = 2000;
    if (!log.isValid())
        return {};
    const off_t size = ::lseek(log.fileDescriptor(), 0, SEEK_END);
    QByteArray text(wanted, 0);
    const ssize_t got = ::pread(log.fileDescriptor(), text.data(), wanted, qMax(off_t(0), size - wanted));
    text.truncate(qMax(ssize_t(0), got));
    return QString::fromLocal8Bit(text).trimmed();
}

Result<SpawnedHelper> sessionHelper()
{
    const auto directory = runtimeDirectory();
    if (!directory)
        return fail(directory.error());
    // Two programs that start at once must not both start a helper.
    const QString lockName = *directory + u"/session.lock"_s;
    const Descriptor lock(::open(QFile::encodeName(lockName).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!lock.isValid() || ::flock(lock.get(), LOCK_EX) < 0)
        return noHelper(lockName, errno);
    const QString path = *directory + u"/session.sock"_s;
    if (QFileInfo::exists(path)) {
        SpawnedHelper running{connectTo(path), {}};
        if (running.connection.isConnected())
            return running;
    }
    return spawn(path, {u"--session"_s});
}

Result<SpawnedHelper> simulatingHelper(const QStringList &arguments)
{
    const auto directory = runtimeDirectory();
    if (!directory)
        return fail(directory.error());
    // Once both ends are connected nobody needs the name any more.
    const QTemporaryDir place(*directory + u"/sim-XXXXXX"_s);
    if (!place.isValid())
        return fail(ErrorCode::HelperUnavailable, *directory, place.errorString());
    return spawn(place.filePath(u"s"_s), arguments);
}

} // namespace laneway
