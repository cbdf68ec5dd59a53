// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/sshtunnel.h"

#include "core/descriptor.h"
#include "core/runtimedirectory.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QMutex>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace laneway {

namespace {
constexpr qsizetype mostWords = 8 * 1024; // of ssh's error output: the last ones
constexpr qsizetype mostNoise = 64 * 1024; // what a login shell may print before our line
constexpr qsizetype bufferSize = 64 * 1024;
constexpr int graceMs = 2'000;
constexpr int sshOwnStatus = 255; // every other one is the remote command's

/// What the connection needs beside the address; ssh's configuration decides the rest.
QStringList sshArguments(const SshAddress &address, const QStringList &more, const QString &command)
{
    QStringList list;
    if (const QString file = qEnvironmentVariable("LANEWAY_SSH_CONFIG"); !file.isEmpty())
        list += {u"-F"_s, QFileInfo(file).absoluteFilePath()};
    list += {u"-xaT"_s, u"-e"_s, u"none"_s};
    for (const QString &option :
        {u"ConnectTimeout=30"_s, u"ServerAliveInterval=15"_s, u"ServerAliveCountMax=3"_s, u"ClearAllForwardings=yes"_s,
            u"PermitLocalCommand=no"_s, u"ControlMaster=no"_s, u"StdinNull=no"_s, u"ForkAfterAuthentication=no"_s})
        list += {u"-o"_s, option};
    return list + more + address.arguments() << command;
}

/// A line of what the other side printed, which may want to write anywhere on our terminal.
QString shownLine(const QString &line)
{
    QString shown;
    for (const QChar c : line.trimmed().left(300))
        shown += c.isPrint() ? c : QChar(u'?');
    return shown;
}

/// "ssh -p 2222 root@host", for a person to type.
QString commandFor(const SshAddress &address)
{
    QString command = u"ssh "_s;
    if (const QString file = qEnvironmentVariable("LANEWAY_SSH_CONFIG"); !file.isEmpty())
        command += u"-F "_s + file + u' ';
    if (address.port() != 0)
        command += u"-p "_s + QString::number(address.port()) + u' ';
    if (!address.user().isEmpty())
        command += address.user() + u'@';
    return command + address.host();
}

bool hasWindow()
{
    return QCoreApplication::instance()->inherits("QGuiApplication");
}

struct Pipe
{
    Descriptor out;
    Descriptor in;

    bool open()
    {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) < 0)
            return false;
        out = Descriptor(ends[0]);
        in = Descriptor(ends[1]);
        return true;
    }
};

/// In the forked child: only calls that are safe there.
[[noreturn]] void becomeSsh(const char *program, char *const *arguments, int in, int out, int error, bool fromWindow)
{
    ::prctl(PR_SET_PDEATHSIG, SIGTERM); // of the thread that forked, which lives as long as the tunnel
    // Without a terminal ssh asks by $SSH_ASKPASS, where a window's user sees it. With one, Ctrl-C is for
    // the program, which takes its job back first, through this connection.
    if (fromWindow)
        ::setsid();
    else
        ::signal(SIGINT, SIG_IGN);
    ::signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    if (::dup2(in, 0) < 0 || ::dup2(out, 1) < 0 || ::dup2(error, 2) < 0)
        ::_exit(126);
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    ::execv(program, arguments);
    ::_exit(126);
}

void setNonBlocking(int fd)
{
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

/// One direction: what was read and not yet written.
struct Flow
{
    QByteArray waiting;
    bool ended = false; ///< nothing more will be read

    bool wantsMore() const { return !ended && waiting.size() < bufferSize; }
    /// Whether there was something.
    bool read(int fd)
    {
        std::array<char, 16 * 1024> buffer;
        const ssize_t n = ::read(fd, buffer.data(), buffer.size());
        if (n > 0)
            waiting.append(buffer.data(), n);
        else if (n == 0 || (errno != EAGAIN && errno != EINTR))
            ended = true;
        return n > 0;
    }
    /// False: nobody reads there any more.
    bool write(int fd)
    {
        // A pipe whose reader has gone raises SIGPIPE; blocked in this thread.
        const ssize_t n = ::write(fd, waiting.constData(), size_t(waiting.size()));
        if (n < 0)
            return errno == EAGAIN || errno == EINTR;
        waiting.remove(0, n);
        return true;
    }
};
} // namespace

/// Lives until ssh is gone, which may be a moment longer than the tunnel.
class SshTunnel::Worker
{
public:
    Worker(SshTunnel *tunnel, const SshAddress &address, const QStringList &arguments, bool isConsole)
        : m_address(address)
        , m_arguments(arguments)
        , m_isConsole(isConsole)
        , m_fromWindow(hasWindow())
        , m_stop(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
        , m_tunnel(tunnel)
    {
    }
    void run();
    /// The tunnel hears nothing from now on.
    void leave()
    {
        {
            const QMutexLocker lock(&m_mutex);
            m_tunnel = nullptr;
        }
        hangUp();
    }
    void hangUp()
    {
        const quint64 one = 1;
        [[maybe_unused]] const auto told = ::write(m_stop.get(), &one, sizeof one);
    }

private:
    Result<> start();
    bool waitForMark(QLatin1StringView line);
    Result<QString> listen();
    void relay();
    Error finish(bool atOnce);
    bool isWanted()
    {
        const QMutexLocker lock(&m_mutex);
        return m_tunnel != nullptr;
    }
    void readWords();
    template <typename Tell> void tell(Tell what)
    {
        const QMutexLocker lock(&m_mutex);
        if (m_tunnel)
            QMetaObject::invokeMethod(
                m_tunnel, [tunnel = m_tunnel, what] { what(*tunnel); }, Qt::QueuedConnection);
    }

    const SshAddress m_address;
    const QStringList m_arguments;
    const bool m_isConsole;
    const bool m_fromWindow;
    const Descriptor m_stop;
    QMutex m_mutex;
    SshTunnel *m_tunnel; ///< under the mutex

    // Of the thread alone.
    Pipe m_in;
    Pipe m_out;
    Pipe m_error;
    Descriptor m_process;
    pid_t m_pid = -1;
    QByteArray m_words;
    std::unique_ptr<QTemporaryDir> m_directory;
    Descriptor m_listening;
    QByteArray m_early; ///< what came right behind the mark
    bool m_isThrough = false; ///< logged in
    bool m_hasBegun = false; ///< what is relayed comes from now on
    bool m_hasSpoken = false; ///< the bridge said something
};

Result<> SshTunnel::Worker::start()
{
    const QString program = QStandardPaths::findExecutable(u"ssh"_s);
    if (program.isEmpty())
        return fail(ErrorCode::SshMissing, u"ssh"_s);
    if (!m_in.open() || !m_out.open() || !m_error.open())
        return fail(ErrorCode::SshFailed, m_address.shown(), errnoName(errno), errno);
    const QByteArray path = QFile::encodeName(program);
    QList<QByteArray> words{path};
    for (const QString &argument : m_arguments)
        words += argument.toLocal8Bit();
    QList<char *> argv;
    for (QByteArray &word : words)
        argv += word.data();
    argv += nullptr;
    m_pid = ::fork();
    if (m_pid < 0)
        return fail(ErrorCode::SshFailed, m_address.shown(), errnoName(errno) + u" from fork"_s, errno);
    if (m_pid == 0)
        becomeSsh(path.constData(), argv.constData(), m_in.out.get(), m_out.in.get(), m_error.in.get(), m_fromWindow);
    m_process = Descriptor(int(::syscall(SYS_pidfd_open, m_pid, 0)));
    if (!m_process) {
        const int number = errno;
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
        return fail(ErrorCode::SshFailed, m_address.shown(), errnoName(number) + u" from pidfd_open"_s, number);
    }
    for (Descriptor *ssh : {&m_in.out, &m_out.in, &m_error.in})
        ssh->reset(); // their end is its end
    for (const int fd : {m_in.in.get(), m_out.out.get(), m_error.out.get()})
        setNonBlocking(fd);
    return {};
}

void SshTunnel::Worker::readWords()
{
    std::array<char, 4096> buffer;
    const ssize_t n = ::read(m_error.out.get(), buffer.data(), buffer.size());
    if (n > 0) {
        m_words.append(buffer.data(), n);
        m_words = m_words.right(mostWords);
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        m_error.out.reset();
    }
}

/// False: ssh ended, or it is not wanted any more. There is no limit of time: a person may be typing.
bool SshTunnel::Worker::waitForMark(QLatin1StringView line)
{
    const QByteArray mark(line.data(), line.size());
    Flow said;
    said.waiting = std::exchange(m_early, {});
    while (said.waiting.size() < mostNoise) {
        const QByteArray lines = '\n' + said.waiting;
        if (const qsizetype at = lines.indexOf(QByteArray('\n' + mark)); at >= 0) {
            m_early = lines.mid(at + 1 + mark.size());
            return true;
        }
        if (said.ended)
            return false;
        std::array polls{
            pollfd{m_stop.get(), POLLIN, 0}, pollfd{m_out.out.get(), POLLIN, 0}, pollfd{m_error.out.get(), POLLIN, 0}};
        if (::poll(polls.data(), polls.size(), -1) < 0)
            continue;
        if (polls[0].revents)
            return false;
        if (polls[2].revents)
            readWords();
        if (polls[1].revents)
            said.read(m_out.out.get());
    }
    return false;
}

Result<QString> SshTunnel::Worker::listen()
{
    const auto runtime = runtimeDirectory();
    if (!runtime)
        return fail(runtime.error());
    m_directory = std::make_unique<QTemporaryDir>(*runtime + u"/ssh-XXXXXX"_s); // 0700
    const QString path = m_directory->filePath(u"bus"_s);
    const QByteArray name = QFile::encodeName(path);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (!m_directory->isValid() || size_t(name.size()) >= sizeof address.sun_path)
        return fail(ErrorCode::SshFailed, path, u"no place for a socket"_s);
    std::copy(name.begin(), name.end(), address.sun_path);
    m_listening = Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!m_listening || ::bind(m_listening.get(), reinterpret_cast<sockaddr *>(&address), sizeof address) < 0
        || ::listen(m_listening.get(), 1) < 0)
        return fail(ErrorCode::SshFailed, path, errnoName(errno), errno);
    return path;
}

/// Carries bytes until either side ends.
void SshTunnel::Worker::relay()
{
    Descriptor client;
    Flow up; // to the other computer
    Flow down;
    down.waiting = m_early;
    m_hasSpoken = !m_early.isEmpty();
    while (true) {
        const bool isOpen = bool(client);
        std::array polls{pollfd{m_stop.get(), POLLIN, 0}, pollfd{m_error.out.get(), POLLIN, 0}, // -1 is passed over
            pollfd{m_listening.get(), POLLIN, 0},
            pollfd{isOpen ? client.get() : -1,
                short((up.wantsMore() ? POLLIN : 0) | (down.waiting.isEmpty() ? 0 : POLLOUT)), 0},
            pollfd{m_out.out.get(), short(down.wantsMore() ? POLLIN : 0), 0},
            pollfd{up.waiting.isEmpty() ? -1 : m_in.in.get(), POLLOUT, 0}};
        if (::poll(polls.data(), polls.size(), -1) < 0)
            continue;
        if (polls[0].revents)
            return;
        if (polls[1].revents)
            readWords();
        if (polls[2].revents) {
            client = Descriptor(::accept4(m_listening.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
            if (client) { // one, and nobody after it
                m_listening.reset();
                m_directory.reset();
            }
            continue;
        }
        if (polls[3].revents & (POLLIN | POLLHUP | POLLERR))
            up.read(client.get());
        if (polls[4].revents & (POLLIN | POLLHUP | POLLERR))
            m_hasSpoken |= down.read(m_out.out.get());
        if (!up.waiting.isEmpty() && polls[5].revents && !up.write(m_in.in.get()))
            return;
        if (isOpen && !down.waiting.isEmpty() && !down.write(client.get()))
            return;
        if (up.ended || (down.ended && (down.waiting.isEmpty() || !isOpen)))
            return;
    }
}

/// Waits for ssh's end, which follows that of its input, and helps if it lingers.
Error SshTunnel::Worker::finish(bool atOnce)
{
    m_in.in.reset();
    if (atOnce)
        ::kill(m_pid, SIGTERM);
    bool pressed = atOnce;
    while (true) {
        std::array polls{pollfd{m_process.get(), POLLIN, 0}, pollfd{m_error.out.get(), POLLIN, 0},
            pollfd{m_out.out.get(), POLLIN, 0}};
        const int got = ::poll(polls.data(), polls.size(), graceMs);
        if (got < 0)
            continue;
        if (polls[1].revents)
            readWords();
        if (polls[2].revents) {
            Flow rest;
            rest.read(m_out.out.get());
            if (rest.ended)
                m_out.out.reset();
        }
        if (polls[0].revents)
            break;
        if (got == 0)
            ::kill(m_pid, std::exchange(pressed, true) ? SIGKILL : SIGTERM);
    }
    // Its last words may still be in the pipe, which others can hold open.
    for (int i = 0; i < 16 && m_error.out; ++i) {
        pollfd poll{m_error.out.get(), POLLIN, 0};
        if (::poll(&poll, 1, 0) <= 0)
            break;
        readWords();
    }
    int status = 0;
    while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) { }
    return sshFailure(m_address, QString::fromUtf8(m_words), WIFEXITED(status) ? WEXITSTATUS(status) : -1,
        !m_isThrough                     ? SshPhase::Login
            : m_isConsole && !m_hasBegun ? SshPhase::Console
            : m_hasSpoken                ? SshPhase::Talk
                                         : SshPhase::Bridge);
}

void SshTunnel::Worker::run()
{
    sigset_t pipes;
    ::sigemptyset(&pipes);
    ::sigaddset(&pipes, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipes, nullptr);
    const auto end = [this](const Error &error) { tell([error](SshTunnel &tunnel) { Q_EMIT tunnel.ended(error); }); };
    if (const auto started = start(); !started)
        return end(started.error());
    std::optional<Error> own;
    m_isThrough = waitForMark(sshMark);
    m_hasBegun = m_isThrough && (!m_isConsole || waitForMark(sshConsoleMark));
    if (m_hasBegun) {
        const auto path = listen();
        if (path) {
            tell([path = *path](SshTunnel &tunnel) { Q_EMIT tunnel.up(path); });
            relay();
        } else {
            own = path.error();
        }
    }
    const Error error = finish(own || !isWanted());
    end(own.value_or(error));
}

SshTunnel::SshTunnel(const SshAddress &address)
    // In words that every login shell knows.
    : m_worker(std::make_shared<Worker>(this, address,
        sshArguments(address, {}, u"echo "_s + QString(sshMark).trimmed() + u"; exec systemd-stdio-bridge"_s), false))
{
    begin();
}

SshTunnel::SshTunnel(const SshAddress &address, const QUuid &machine, const QString &kind)
    // A screen is pixels as they are, which shrink by much.
    : m_worker(std::make_shared<Worker>(this, address,
        sshArguments(address, {u"-C"_s},
            u"echo %1; exec lanewayctl -q -c system console --relay %2 %3"_s.arg(
                QString(sshMark).trimmed(), kind, machine.toString(QUuid::WithoutBraces))),
        true))
{
    begin();
}

void SshTunnel::begin()
{
    std::thread([worker = m_worker] { worker->run(); }).detach();
}

SshTunnel::~SshTunnel()
{
    m_worker->leave();
}

void SshTunnel::close()
{
    m_worker->hangUp();
}

Error sshFailure(const SshAddress &address, const QString &words, int status, SshPhase phase)
{
    struct Row
    {
        ErrorCode code;
        const char *words; ///< as OpenSSH 8 to 10 prints them; it does not translate
    };
    // A changed key is also one that failed verification.
    static constexpr std::array rows{
        Row{ErrorCode::HostKeyChanged, "REMOTE HOST IDENTIFICATION HAS CHANGED"},
        Row{ErrorCode::HostKeyChanged, "POSSIBLE DNS SPOOFING"},
        Row{ErrorCode::HostKeyUnknown, "Host key verification failed"},
        Row{ErrorCode::HostKeyUnknown, "host key is known for"},
        Row{ErrorCode::LoginRefused, "Permission denied ("},
        Row{ErrorCode::LoginRefused, "Too many authentication failures"},
        Row{ErrorCode::HostUnreachable, "Could not resolve hostname"},
        Row{ErrorCode::HostUnreachable, "Connection refused"},
        Row{ErrorCode::HostUnreachable, "No route to host"},
        Row{ErrorCode::HostUnreachable, "Network is unreachable"},
        Row{ErrorCode::HostUnreachable, "timed out"},
        Row{ErrorCode::HostUnreachable, "Connection closed by"},
        Row{ErrorCode::HostUnreachable, "Connection reset by"},
    };
    const QStringList lines = words.split(u'\n', Qt::SkipEmptyParts);
    Error error{ErrorCode::SshFailed, address.shown(), lines.isEmpty() ? QString() : shownLine(lines.last())};
    error.extra[u"command"] = commandFor(address);
    if (phase == SshPhase::Login) {
        for (const Row &row : rows) {
            const auto said = std::find_if(lines.begin(), lines.end(),
                [&](const QString &line) { return line.contains(QLatin1StringView(row.words)); });
            if (said == lines.end())
                continue;
            error.code = row.code;
            error.detail = shownLine(*said);
            break;
        }
    } else if (phase == SshPhase::Console && (status == 126 || status == 127)) {
        error.code = ErrorCode::HelperUnavailable; // nobody has installed us over there
    } else if (phase == SshPhase::Console && status > 0 && status != sshOwnStatus) {
        error.code = ErrorCode::UnsupportedConfiguration; // in the words of lanewayctl
        error.subject = u"console"_s;
    } else if (phase == SshPhase::Bridge && (status == 126 || status == 127)) {
        error.code = ErrorCode::BridgeMissing;
    } else if (phase == SshPhase::Bridge && status > 0 && status != sshOwnStatus) {
        error.code = ErrorCode::BusUnreachable; // the bridge says why to its own journal at most
    } else {
        error.code = ErrorCode::Disconnected;
    }
    return error;
}

} // namespace laneway
