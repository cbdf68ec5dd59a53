// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/qemuguests.h"

#include "domains/childlauncher.h"
#include "domains/guestprocess.h"
#include "domains/systemdlauncher.h"
#include "qemu/guesttext.h"
#include "qemu/qmpclient.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <QRegularExpression>
#include <QSaveFile>
#include <QSocketNotifier>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

Q_LOGGING_CATEGORY(lcGuests, "laneway.guests")

namespace laneway {

namespace {
// Pinning the memory of a large guest takes its time (some 0.3 s a GiB); a dead one is noticed at once.
constexpr int firstAnswerMs = 300'000;
constexpr int killTimeoutMs = 15'000;
constexpr off_t errorTextSize = 256 * 1024;
constexpr qsizetype longestCommand = 100'000;
constexpr uint nobody = ~0U; // -1 means "leave as it is" to setresuid()

/// Standard error of the guest: a file of a fixed size, so that no guest fills the memory with it.
Descriptor errorFile()
{
    Descriptor file(memfd_create("laneway-stderr", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (file
        && (ftruncate(file.get(), errorTextSize) < 0
            || fcntl(file.get(), F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) < 0))
        file.reset();
    return file;
}

QByteArray readErrorFile(int fd)
{
    QByteArray text(errorTextSize, '\0');
    const ssize_t size = pread(fd, text.data(), size_t(text.size()), 0);
    text.truncate(size > 0 ? size : 0);
    while (text.endsWith('\0'))
        text.chop(1);
    return text;
}

/// A listening socket in the guest's closed directory. QEMU gets the descriptor, never the path.
Result<Descriptor> listenAt(const QString &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray name = QFile::encodeName(path);
    if (name.size() >= qsizetype(sizeof address.sun_path))
        return fail(ErrorCode::InvalidInput, path, u"longer than a socket's path may be"_s);
    std::memcpy(address.sun_path, name.constData(), size_t(name.size()));
    Descriptor fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!fd || bind(fd.get(), reinterpret_cast<sockaddr *>(&address), sizeof address) < 0
        || listen(fd.get(), 16) < 0)
        return fail(ErrorCode::Internal, path, u"monitor socket: "_s + errnoName(errno), errno);
    return fd;
}

Error guestGone(const GuestRef &guest)
{
    return {ErrorCode::Disconnected, guest.id, u"the guest has ended"_s};
}
} // namespace

/// Waits for one guest on the thread it was made on; the rest of the waiting is a pool thread's.
class QemuGuests::Watch : public QObject
{
public:
    Watch(QemuGuests &guests, const GuestRef &guest, std::function<void(const QString &)> ended)
        : QObject(&guests.m_watches)
        , m_guests(guests)
        , m_guest(guest)
        , m_ended(std::move(ended))
        , m_pidfd(openGuest(guest))
    {
        if (!m_pidfd) {
            collect();
            return;
        }
        m_notifier = std::make_unique<QSocketNotifier>(m_pidfd.get(), QSocketNotifier::Read);
        connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
            m_notifier->setEnabled(false);
            collect();
        });
    }

private:
    void collect()
    {
        m_guests.m_waiting.start([this, launcher = m_guests.m_launcher.get(), guest = m_guest] {
            const auto cause = launcher->awaitEnd(guest, killTimeoutMs);
            // The pool is emptied before the watches are deleted (~QemuGuests).
            QMetaObject::invokeMethod(
                this, [this, cause] { finish(cause.value_or(QString())); }, Qt::QueuedConnection);
        });
    }
    void finish(const QString &seen)
    {
        const QString cause = m_guests.causeOf(m_guest, seen);
        qCInfo(lcGuests) << "guest" << m_guest.id << "ended:" << cause;
        m_guests.clear(m_guest.id);
        deleteLater();
        if (m_ended)
            m_ended(cause);
    }

    QemuGuests &m_guests;
    GuestRef m_guest;
    std::function<void(const QString &)> m_ended;
    Descriptor m_pidfd;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

QemuGuests::QemuGuests(const Options &options)
    : m_directory(options.runDirectory + u"/guests")
    , m_ownUserOnly(options.ownUserOnly)
{
    const bool bySystemd = options.mode == Mode::Auto ? TransientUnits::areToBeUsed(!m_ownUserOnly)
                                                      : options.mode == Mode::Systemd;
    if (bySystemd)
        m_launcher = std::make_unique<SystemdLauncher>(options.launcherPath.isEmpty()
                ? QString::fromUtf8(LANEWAY_LIBEXECDIR "/laneway-launch")
                : options.launcherPath);
    else
        m_launcher = std::make_unique<ChildLauncher>();
}

QemuGuests::~QemuGuests()
{
    m_waiting.waitForDone();
}

QString QemuGuests::directoryOf(const QString &id) const
{
    return m_directory + u'/' + id;
}

QString QemuGuests::monitorOf(const QString &id) const
{
    return directoryOf(id) + u"/qmp.sock";
}

Result<> QemuGuests::writeRecord(const GuestRef &guest) const
{
    const QString path = directoryOf(guest.id) + u"/guest.json";
    QSaveFile file(path); // synced before it is renamed
    const QByteArray text = QJsonDocument(guest.toJson()).toJson(QJsonDocument::Compact);
    const Descriptor directory(
        open(QFile::encodeName(directoryOf(guest.id)).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit()
        || !directory || fsync(directory.get()) < 0)
        return fail(ErrorCode::JournalFailed, path, file.errorString());
    return {};
}

void QemuGuests::clear(const QString &id) const
{
    for (const QString &name : {u"/qmp.sock"_s, u"/guest.json"_s})
        QFile::remove(directoryOf(id) + name);
    QDir().rmdir(directoryOf(id));
}

Result<> QemuGuests::checkLaunch(const GuestLaunch &launch) const
{
    static const QRegularExpression idForm(u"\\A[a-z0-9][a-z0-9-]{0,63}\\z"_s);
    if (!idForm.match(launch.id).hasMatch())
        return fail(ErrorCode::InvalidInput, launch.id, u"not usable as a name of unit and directory"_s);
    if (!launch.program.startsWith(u'/'))
        return fail(ErrorCode::InvalidInput, launch.program, u"not an absolute path"_s);
    qsizetype size = 0;
    for (const QString &argument : launch.arguments) {
        if (argument.contains(QChar(0)))
            return fail(ErrorCode::InvalidInput, launch.id, u"NUL in an argument"_s);
        size += argument.toUtf8().size() + 1;
    }
    if (size > longestCommand)
        return fail(ErrorCode::LimitExceeded, launch.id, u"more than %1 bytes of arguments"_s.arg(longestCommand));
    if (launch.uid == nobody || launch.gid == nobody)
        return fail(ErrorCode::InvalidInput, launch.id, u"no user"_s);
    if (m_ownUserOnly && launch.uid != geteuid())
        return fail(ErrorCode::PermissionDenied, launch.id, u"a session helper starts its own user's guests"_s);
    if (!m_ownUserOnly && launch.uid == 0)
        return fail(ErrorCode::PermissionDenied, launch.id, u"guests do not run as root"_s);
    if (!m_ownUserOnly && geteuid() != 0 && launch.uid != geteuid())
        return fail(ErrorCode::PermissionDenied, launch.id, u"cannot change to uid %1"_s.arg(launch.uid));
    return {};
}

Result<GuestRef> QemuGuests::launch(const GuestLaunch &launch)
{
    if (const auto checked = checkLaunch(launch); !checked)
        return fail(checked.error());
    GuestLaunch prepared = launch;
    for (qsizetype i = 1; i < prepared.arguments.size(); ++i)
        if (prepared.arguments[i - 1] == u"-chardev")
            prepared.arguments[i].replace(u"@monitor@"_s, u"3"_s);

    QDir().mkpath(m_directory);
    const QByteArray directory = QFile::encodeName(directoryOf(launch.id));
    if (chmod(QFile::encodeName(m_directory).constData(), 0700) < 0 || mkdir(directory.constData(), 0700) < 0) {
        const int error = errno;
        return fail(error == EEXIST ? ErrorCode::AlreadyExists : ErrorCode::Internal, launch.id,
            u"run directory: "_s + errnoName(error), error);
    }
    auto monitor = listenAt(monitorOf(launch.id));
    const Descriptor standardError = errorFile();
    if (!monitor || !standardError) {
        const Error error = monitor
            ? Error{ErrorCode::Internal, launch.id, u"memfd: "_s + errnoName(errno), errno}
            : monitor.error();
        clear(launch.id);
        return fail(error);
    }

    const auto record = [this](GuestRef guest) {
        guest.monitorPath = monitorOf(guest.id);
        return writeRecord(guest);
    };
    auto guest = m_launcher->start(prepared, {monitor->get(), standardError.get()}, record);
    monitor->reset(); // only QEMU has it now: with its end, connections break
    Result<> answered = {};
    if (guest) {
        guest->monitorPath = monitorOf(launch.id);
        answered = awaitFirstAnswer(*guest);
        if (answered) {
            qCInfo(lcGuests) << "guest" << launch.id << "started, uid" << launch.uid << "pid" << guest->pid;
            return guest;
        }
        // A process that is ending anyway is left to say why, before it is killed.
        auto cause = m_launcher->awaitEnd(*guest, answered.error().code == ErrorCode::Disconnected ? 3'000 : 0);
        if (!cause) {
            (void)m_launcher->kill(*guest);
            cause = m_launcher->awaitEnd(*guest, killTimeoutMs);
        }
        if (!cause)
            return fail(cause.error()); // still there: its record stays for find()
        if (answered.error().code == ErrorCode::Disconnected)
            answered = fail(ErrorCode::QemuFailed, launch.id, cause->isEmpty() ? u"ended"_s : *cause);
    } else {
        answered = fail(guest.error());
    }
    clear(launch.id);
    const QString text = qemuFailureText(readErrorFile(standardError.get()), launch.program);
    if (text.isEmpty())
        return fail(answered.error());
    return fail(ErrorCode::QemuFailed, launch.description.isEmpty() ? launch.id : launch.description, text);
}

Result<> QemuGuests::awaitFirstAnswer(const GuestRef &guest) const
{
    const Descriptor pidfd = openGuest(guest);
    const auto socket = connectMonitor(guest.monitorPath, 5'000);
    if (socket && !pidfd)
        ::close(*socket);
    if (!socket || !pidfd)
        return fail(guestGone(guest)); // perhaps nobody has the listening end any more
    const QDeadlineTimer deadline(firstAnswerMs);
    Descriptor connection(*socket);
    // The connection alone does not tell: the launcher's unread message, or a child of ours that is
    // being forked, may keep the listening end open after the guest's death.
    pollfd entries[] = {{connection.get(), POLLIN, 0}, {pidfd.get(), POLLIN, 0}};
    int ready = 0;
    do {
        ready = poll(entries, 2, int(deadline.remainingTime()));
    } while (ready < 0 && errno == EINTR);
    if (ready > 0 && entries[1].revents != 0 && entries[0].revents == 0)
        return fail(guestGone(guest));
    // A greeting comes before the devices are made; only an answer means that QEMU has started.
    auto client = QmpClient::fromDescriptor(connection.release(), int(deadline.remainingTime()));
    if (!client)
        return fail(client.error());
    const auto status = client->execute(u"query-status"_s, {}, int(deadline.remainingTime()));
    if (!status)
        return fail(status.error());
    return {};
}

std::optional<GuestRef> QemuGuests::find(const QString &id)
{
    QFile file(directoryOf(id) + u"/guest.json");
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt; // never recorded: never ran
    const GuestRef recorded = GuestRef::fromJson(QJsonDocument::fromJson(file.read(64 * 1024)).object());
    if (recorded.id != id)
        return std::nullopt;
    return m_launcher->find(recorded);
}

bool QemuGuests::isAlive(const GuestRef &guest)
{
    return bool(openGuest(guest));
}

Result<QJsonObject> QemuGuests::command(
    const GuestRef &guest, const QJsonObject &command, int timeoutMs, const QList<int> &fds)
{
    const QDeadlineTimer deadline(timeoutMs);
    auto client = QmpClient::connectTo(guest.monitorPath, timeoutMs);
    if (!client)
        return fail(client.error().code == ErrorCode::HelperUnavailable ? guestGone(guest) : client.error());
    const auto answer = client->execute(command[u"execute"].toString(), command[u"arguments"].toObject(),
        int(deadline.remainingTime()), fds);
    if (!answer)
        return fail(answer.error());
    return answer->isObject() ? answer->toObject() : QJsonObject{{u"return"_s, *answer}};
}

Result<QJsonObject> QemuGuests::commandAndEvent(const GuestRef &guest, const QJsonObject &command,
    const QString &event, const QString &device, int timeoutMs)
{
    const QDeadlineTimer deadline(timeoutMs);
    auto client = QmpClient::connectTo(guest.monitorPath, timeoutMs);
    if (!client)
        return fail(client.error().code == ErrorCode::HelperUnavailable ? guestGone(guest) : client.error());
    const auto answer = client->execute(
        command[u"execute"].toString(), command[u"arguments"].toObject(), int(deadline.remainingTime()));
    if (!answer)
        return fail(answer.error());
    const auto isOurs = [&](const QJsonObject &data) {
        return device.isEmpty() || data[u"device"].toString() == device;
    };
    return client->waitForEvent(event, isOurs, int(deadline.remainingTime()));
}

Result<> QemuGuests::end(const GuestRef &guest, int graceMs)
{
    {
        const QMutexLocker lock(&m_mutex);
        m_ending += guest.id;
    }
    if (const Descriptor pidfd = openGuest(guest)) {
        const QDeadlineTimer deadline(graceMs);
        if (auto client = QmpClient::connectTo(guest.monitorPath, graceMs)) {
            // QEMU may be gone before it has answered.
            (void)client->execute(u"quit"_s, {}, int(deadline.remainingTime()));
            hasEnded(pidfd.get(), int(deadline.remainingTime()));
        }
    }
    auto ended = m_launcher->awaitEnd(guest, isAlive(guest) ? 0 : killTimeoutMs);
    if (!ended) {
        if (const auto killed = m_launcher->kill(guest); !killed)
            return fail(killed.error());
        ended = m_launcher->awaitEnd(guest, killTimeoutMs);
    }
    if (!ended)
        return fail(ended.error());
    clear(guest.id);
    return {};
}

Result<> QemuGuests::allowNode(const GuestRef &guest, const QString &node)
{
    return m_launcher->allowNode(guest, node);
}

Result<> QemuGuests::setMemoryLock(const GuestRef &guest, quint64 bytes)
{
    const Descriptor pidfd = openGuest(guest);
    if (!pidfd)
        return fail(guestGone(guest));
    const rlim_t limit = bytes == ~quint64(0) ? RLIM_INFINITY : bytes;
    const rlimit limits{limit, limit};
    // Between the two looks at the pidfd the number was the guest's.
    if (prlimit(pid_t(guest.pid), RLIMIT_MEMLOCK, &limits, nullptr) < 0)
        return fail(ErrorCode::PermissionDenied, guest.id, u"RLIMIT_MEMLOCK: "_s + errnoName(errno), errno);
    return hasEnded(pidfd.get(), 0) ? Result<>(fail(guestGone(guest))) : Result<>();
}

QString QemuGuests::causeOf(const GuestRef &guest, const QString &seen)
{
    const QMutexLocker lock(&m_mutex);
    const bool asked = m_ending.removeAll(guest.id) > 0;
    return seen == u"exit 0" && !asked ? u"guest-shutdown"_s : seen;
}

void QemuGuests::watch(const GuestRef &guest, std::function<void(const QString &)> ended)
{
    new Watch(*this, guest, std::move(ended)); // owned by m_watches
}

} // namespace laneway
