// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/spawnedhelper.h"

#include "core/busnames.h"
#include "core/descriptor.h"
#include "core/runtimedirectory.h"

#include <QCoreApplication>
#include <QDBusError>
#include <QDBusMessage>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <atomic>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace laneway {

namespace {
constexpr int readyDescriptor = 3;
constexpr int startMs = 60'000; // it may have to take back first what a former one left
constexpr int greetingMs = 5'000;

tl::unexpected<Error> noHelper(const QString &what, int error)
{
    return fail(ErrorCode::HelperUnavailable, what, errnoName(error), error);
}

/// In the forked child: only calls that are safe there.
[[noreturn]] void become(int ready, int log, char *const *arguments)
{
    ::setsid(); // Ctrl-C in the terminal is for the program, not for a job half done
    const int null = ::open("/dev/null", O_RDWR);
    if (::dup2(null, 0) < 0 || ::dup2(null, 1) < 0 || ::dup2(log, 2) < 0)
        ::_exit(126);
    if (ready == readyDescriptor)
        ::fcntl(ready, F_SETFD, 0);
    else if (::dup2(ready, readyDescriptor) < 0)
        ::_exit(126);
    ::execv(arguments[0], arguments);
    ::_exit(127);
}

/// Starts @p program with @p ready as descriptor 3. It becomes a child of init, so that nobody has to
/// wait for it and it may outlive us to finish a job.
Result<> launch(const QString &program, const QStringList &arguments, int ready, int log)
{
    QList<QByteArray> words{QFile::encodeName(program)};
    for (const QString &argument : arguments)
        words += argument.toLocal8Bit();
    QList<char *> argv;
    for (QByteArray &word : words)
        argv += word.data();
    argv += nullptr;

    const pid_t child = ::fork();
    if (child < 0)
        return noHelper(program, errno);
    if (child == 0) {
        const pid_t grandchild = ::fork();
        if (grandchild == 0)
            become(ready, log, argv.constData());
        ::_exit(grandchild < 0 ? 126 : 0);
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) { }
    return status == 0 ? Result<>() : fail(ErrorCode::HelperUnavailable, program, u"fork failed"_s);
}

/// What the helper says on its descriptor: "1" once clients can come, or the error for which it gave up,
/// as JSON. Nothing comes from one that died.
QByteArray firstWords(int fd)
{
    pollfd poll{fd, POLLIN, 0};
    int got = 0;
    do {
        got = ::poll(&poll, 1, startMs);
    } while (got < 0 && errno == EINTR);
    QByteArray words(PIPE_BUF, 0); // written at once, so read at once
    const ssize_t size = got > 0 ? ::read(fd, words.data(), PIPE_BUF) : 0;
    words.truncate(qMax(ssize_t(0), size));
    return words;
}

/// Whether a helper is at the other end: one that crashed or is leaving may let us connect and never
/// answer. One that is merely slow is there.
bool answers(const QDBusConnection &connection)
{
    if (!connection.isConnected())
        return false;
    auto question = QDBusMessage::createMethodCall({}, busnames::root, busnames::properties, u"Get"_s);
    question.setArguments({QString(busnames::manager), u"Version"_s});
    const QDBusMessage reply = connection.call(question, QDBus::Block, greetingMs);
    const auto error = QDBusError(reply).type();
    return reply.type() == QDBusMessage::ReplyMessage || error == QDBusError::NoReply || error == QDBusError::Timeout
        || error == QDBusError::TimedOut;
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
    // A developer may want to read along; otherwise it is kept for the case that it fails.
    const QByteArray file = qgetenv("LANEWAY_HELPER_LOG");
    const int log = file.isEmpty() ? ::memfd_create("laneway-helper.log", MFD_CLOEXEC)
                                   : ::open(file.constData(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log < 0)
        return noHelper(u"log"_s, errno);
    QDBusUnixFileDescriptor kept;
    kept.giveFileDescriptor(log);
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) < 0)
        return noHelper(u"pipe"_s, errno);
    const Descriptor answer(ends[0]);
    {
        const Descriptor ready(ends[1]); // ours is closed before we wait: its end is the helper's end
        const auto launched = launch(program,
            arguments + QStringList{u"--listen"_s, path, u"--ready-fd"_s, QString::number(readyDescriptor)},
            ready.get(), log);
        if (!launched)
            return fail(launched.error());
    }
    SpawnedHelper helper{QDBusConnection(QString()), kept};
    const QByteArray words = firstWords(answer.get());
    if (words.startsWith('{'))
        return fail(Error::fromJson(QJsonDocument::fromJson(words).object()));
    if (words.isEmpty())
        return fail(ErrorCode::HelperUnavailable, program, helper.lastLines());
    helper.connection = connectTo(path);
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
    // Two programs that start at once must not both start a helper; and no helper leaves while one of
    // them holds this and is on its way to it.
    const QString lockName = *directory + u"/session.lock"_s;
    const Descriptor lock(::open(QFile::encodeName(lockName).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!lock || ::flock(lock.get(), LOCK_EX) < 0)
        return noHelper(lockName, errno);
    const QString path = *directory + u"/session.sock"_s;
    if (QFileInfo::exists(path)) {
        SpawnedHelper running{connectTo(path), {}};
        if (answers(running.connection))
            return running;
        QDBusConnection::disconnectFromPeer(running.connection.name());
    }
    auto helper = spawn(path, {u"--session"_s});
    if (helper && !answers(helper->connection))
        return fail(ErrorCode::HelperUnavailable, helperProgram(), helper->lastLines());
    return helper;
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
