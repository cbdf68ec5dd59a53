// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/qemuguests.h"

#include "domains/boundedfile.h"
#include "domains/childlauncher.h"
#include "domains/guestprocess.h"
#include "domains/pinthread.h"
#include "domains/systemdlauncher.h"
#include "kernel/netlink.h"
#include "kernel/posixacl.h"
#include "qemu/guestclock.h"
#include "qemu/guesttext.h"
#include "qemu/qmpclient.h"
#include "qemu/qmpevents.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <QRegularExpression>
#include <QSaveFile>
#include <QSocketNotifier>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

Q_LOGGING_CATEGORY(lcGuests, "laneway.guests")

namespace laneway {

namespace {
// Pinning the memory of a large guest takes its time (some 0.3 s a GiB); a dead one is noticed at once.
constexpr int firstAnswerMs = 300'000;
constexpr int killTimeoutMs = 15'000;
constexpr int companionEndMs = 3'000;
constexpr qint64 errorTextSize = 256 * 1024;
constexpr auto standardErrorName = "laneway-stderr";
constexpr qsizetype longestCommand = 100'000;
constexpr uint nobody = ~0U; // -1 means "leave as it is" to setresuid()

constexpr int firstSocket = 3; ///< that QEMU gets

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
    if (!fd || bind(fd.get(), reinterpret_cast<sockaddr *>(&address), sizeof address) < 0 || listen(fd.get(), 16) < 0)
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
            m_guests.endCompanions(guest.id);
            // The pool is emptied before the watches are deleted (~QemuGuests).
            QMetaObject::invokeMethod(
                this, [this, cause] { finish(cause.value_or(QString())); }, Qt::QueuedConnection);
        });
    }
    void finish(const QString &seen)
    {
        bool isUnannounced = false;
        if (auto *events = m_guests.m_watches.findChild<QmpEvents *>(m_guest.id)) {
            events->hearTheRest();
            isUnannounced = !events->hasAnnouncedItsEnd();
            events->deleteLater();
        }
        const QString cause = m_guests.causeOf(m_guest, seen, isUnannounced);
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
    , m_state(options.stateDirectory)
    , m_ownUserOnly(options.ownUserOnly)
{
    const bool bySystemd
        = options.mode == Mode::Auto ? TransientUnits::areToBeUsed(!m_ownUserOnly) : options.mode == Mode::Systemd;
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

Result<> QemuGuests::writeRecord(const GuestRef &guest, const QString &directoryPath, const QString &name) const
{
    const QString path = directoryPath + u'/' + name;
    QSaveFile file(path); // synced before it is renamed
    const QByteArray text = QJsonDocument(guest.toJson()).toJson(QJsonDocument::Compact);
    const Descriptor directory(open(QFile::encodeName(directoryPath).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit() || !directory
        || fsync(directory.get()) < 0)
        return fail(ErrorCode::JournalFailed, path, file.errorString());
    return {};
}

void QemuGuests::clear(const QString &id) const
{
    const QDir directory(directoryOf(id));
    for (const QString &name :
        directory.entryList({u"*.sock"_s, u"*.companion"_s, u"guest.json"_s}, QDir::Files | QDir::System))
        QFile::remove(directory.filePath(name));
    QDir().rmdir(directory.path());
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

/// One that was started, until QEMU answers.
struct QemuGuests::Beside
{
    QString program;
    GuestRef ref;
    Descriptor toQemu;
    Descriptor standardError;
};

Result<Descriptor> QemuGuests::openState(const GuestCompanion &companion, const GuestLaunch &launch) const
{
    static const QRegularExpression form(u"\\A[a-z]{1,16}/[0-9a-f-]{36}\\z"_s);
    if (m_state.isEmpty() || !form.match(companion.state).hasMatch())
        return fail(ErrorCode::InvalidInput, companion.state, u"no place for a companion's state"_s);
    const QByteArray above = QFile::encodeName(m_state + u'/' + companion.state.section(u'/', 0, 0));
    const QByteArray path = QFile::encodeName(m_state + u'/' + companion.state);
    const auto failed = [&](const QString &what) {
        const int error = errno;
        return fail(ErrorCode::PermissionDenied, companion.state, what + u": "_s + errnoName(error), error);
    };
    if (mkdir(above.constData(), 0700) < 0 && errno != EEXIST)
        return failed(u"mkdir"_s);
    if (mkdir(path.constData(), 0700) < 0 && errno != EEXIST)
        return failed(u"mkdir"_s);
    Descriptor directory(open(path.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    struct stat status
    {
    };
    if (!directory || fstat(directory.get(), &status) < 0)
        return failed(u"open"_s);
    if (status.st_uid == launch.uid)
        return directory;
    if (status.st_uid != geteuid())
        return fail(ErrorCode::PermissionDenied, companion.state, u"it belongs to uid %1"_s.arg(status.st_uid));
    // It stays ours, as the helper may give nothing away (CAP_CHOWN), and its user is let in.
    const Acl known = aclOf(directory.get());
    for (const AclEntry &entry : known) {
        if (entry.tag == ACL_USER && entry.id != launch.uid)
            return fail(ErrorCode::PermissionDenied, companion.state, u"it belongs to uid %1"_s.arg(entry.id));
        if (entry.tag == ACL_USER)
            return directory;
    }
    constexpr quint16 all = ACL_READ | ACL_WRITE | ACL_EXECUTE;
    const QByteArray wanted = aclToBytes({{ACL_USER_OBJ, all, noAclId}, {ACL_USER, all, launch.uid},
        {ACL_GROUP_OBJ, 0, noAclId}, {ACL_MASK, all, noAclId}, {ACL_OTHER, 0, noAclId}});
    if (fsetxattr(directory.get(), aclAttribute, wanted.constData(), size_t(wanted.size()), 0) < 0)
        return failed(u"setting its access control list"_s);
    return directory;
}

Result<> QemuGuests::startCompanion(const GuestLaunch &launch, const GuestCompanion &companion, Beside &beside)
{
    GuestLaunch program;
    program.id = launch.id + u'-' + companion.name;
    program.description = launch.description + u" ("_s + companion.name + u')';
    program.program = companion.program;
    program.arguments = companion.arguments;
    program.uid = launch.uid;
    program.gid = launch.gid;
    if (const auto checked = checkLaunch(program); !checked)
        return checked;
    beside.program = companion.program;
    beside.standardError = boundedFile("laneway-companion", errorTextSize);
    if (!beside.standardError)
        return fail(ErrorCode::Internal, program.id, u"memfd: "_s + errnoName(errno), errno);
    Descriptor itsEnd;
    if (companion.listens) {
        const QString path = directoryOf(launch.id) + u'/' + companion.name + u".sock";
        auto socket = listenAt(path);
        const auto connected = socket ? connectMonitor(path, 5'000) : fail(socket.error());
        if (!connected)
            return fail(connected.error());
        itsEnd = std::move(*socket);
        beside.toQemu = Descriptor(*connected);
    } else {
        std::array<int, 2> ends{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) < 0)
            return fail(ErrorCode::Internal, program.id, u"socketpair: "_s + errnoName(errno), errno);
        itsEnd = Descriptor(ends[0]);
        beside.toQemu = Descriptor(ends[1]);
    }
    GuestLauncher::Descriptors given;
    given.standardError = beside.standardError.get();
    given.sockets = {itsEnd.get()};
    Descriptor state;
    if (!companion.state.isEmpty()) {
        auto opened = openState(companion, launch);
        if (!opened)
            return fail(opened.error());
        state = std::move(*opened);
        given.sockets += state.get();
    }
    program.arguments.replaceInStrings(u"@socket@"_s, QString::number(firstSocket));
    program.arguments.replaceInStrings(u"@state@"_s, QString::number(firstSocket + 1));
    const auto record
        = [&](const GuestRef &ref) { return writeRecord(ref, directoryOf(launch.id), companion.name + u".companion"); };
    const auto started = m_launcher->start(program, given, record);
    if (!started)
        return fail(started.error());
    beside.ref = *started;
    return record(*started);
}

Result<std::vector<QemuGuests::Beside>> QemuGuests::startCompanions(const GuestLaunch &launch)
{
    std::vector<Beside> all;
    for (const GuestCompanion &companion : launch.companions) {
        all.emplace_back();
        if (const auto started = startCompanion(launch, companion, all.back()); !started)
            return fail(started.error());
    }
    return all;
}

/// What one that has failed by itself said: QEMU only knows that it is not there.
QString QemuGuests::failureOf(const std::vector<Beside> &companions) const
{
    for (const Beside &companion : companions) {
        const auto cause = m_launcher->awaitEnd(companion.ref, 0);
        const QString text = qemuFailureText(readBoundedFile(companion.standardError.get()), companion.program);
        if (cause && *cause != u"exit 0" && !text.isEmpty())
            return companion.program.section(u'/', -1) + u": "_s + text;
    }
    return {};
}

/// They end by themselves once QEMU's end of their socket is closed; one that does not is ended.
void QemuGuests::endCompanions(const QString &id) const
{
    const QDir directory(directoryOf(id));
    for (const QString &name : directory.entryList({u"*.companion"_s}, QDir::Files)) {
        QFile file(directory.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const GuestRef ref = GuestRef::fromJson(QJsonDocument::fromJson(file.read(64 * 1024)).object());
        if (m_launcher->awaitEnd(ref, companionEndMs))
            continue;
        (void)m_launcher->kill(ref);
        (void)m_launcher->awaitEnd(ref, killTimeoutMs);
    }
}

Result<GuestRef> QemuGuests::launch(const GuestLaunch &launch)
{
    if (const auto checked = checkLaunch(launch); !checked)
        return fail(checked.error());
    GuestLaunch prepared = launch;
    for (qsizetype i = 1; i < prepared.arguments.size(); ++i)
        if (prepared.arguments[i - 1] == u"-rtc")
            prepared.arguments[i] = withClockAt(prepared.arguments[i], QDateTime::currentDateTime());
    QStringList paths{monitorOf(launch.id)};
    static const QRegularExpression placeholder(u"@socket:([A-Za-z0-9_.+-]{1,80})@"_s);
    for (qsizetype i = 1; i < prepared.arguments.size(); ++i) {
        QString &argument = prepared.arguments[i];
        if (prepared.arguments[i - 1] != u"-chardev")
            continue;
        argument.replace(u"@monitor@"_s, QString::number(firstSocket));
        const auto match = placeholder.match(argument);
        if (!match.hasMatch())
            continue;
        argument.replace(match.captured(0), QString::number(firstSocket + paths.size()));
        paths += directoryOf(launch.id) + u'/' + match.captured(1) + u".sock";
    }
    for (qsizetype number = 0; number < launch.companions.size(); ++number)
        for (qsizetype i = 1; i < prepared.arguments.size(); ++i)
            if (prepared.arguments[i - 1] == u"-chardev" || prepared.arguments[i - 1] == u"-netdev")
                prepared.arguments[i].replace(u"@companion:"_s + launch.companions[number].name + u'@',
                    QString::number(firstSocket + paths.size() + number));
    qsizetype next = paths.size() + launch.companions.size();
    for (const GuestTap &tap : launch.taps)
        for (const QString &kind : tap.vhost ? QStringList{u"tap"_s, u"vhost"_s} : QStringList{u"tap"_s})
            for (int queue = 0; queue < tap.queues; ++queue, ++next)
                for (qsizetype i = 1; i < prepared.arguments.size(); ++i)
                    if (prepared.arguments[i - 1] == u"-netdev")
                        prepared.arguments[i].replace(
                            u'@' + kind + u':' + tap.id + u':' + QString::number(queue) + u'@',
                            QString::number(firstSocket + next));
    if (next > GuestLauncher::mostSockets)
        return fail(ErrorCode::LimitExceeded, launch.id, u"more than %1 sockets"_s.arg(GuestLauncher::mostSockets));

    QDir().mkpath(m_directory);
    const QByteArray directory = QFile::encodeName(directoryOf(launch.id));
    if (chmod(QFile::encodeName(m_directory).constData(), 0700) < 0 || mkdir(directory.constData(), 0700) < 0) {
        const int error = errno;
        return fail(error == EEXIST ? ErrorCode::AlreadyExists : ErrorCode::Internal, launch.id,
            u"run directory: "_s + errnoName(error), error);
    }
    std::vector<Descriptor> sockets;
    std::vector<Descriptor> taps;
    GuestLauncher::Descriptors given;
    Descriptor standardError = boundedFile(standardErrorName, errorTextSize);
    if (!standardError) {
        const int error = errno;
        clear(launch.id);
        return fail(ErrorCode::Internal, launch.id, u"memfd: "_s + errnoName(error), error);
    }
    for (const QString &path : paths) {
        auto socket = listenAt(path);
        if (!socket) {
            clear(launch.id);
            return fail(socket.error());
        }
        given.sockets += socket->get();
        sockets.push_back(std::move(*socket));
    }
    given.standardError = standardError.get();
    for (const GuestTap &tap : launch.taps) {
        auto opened = RealNetlink().openTap(tap);
        if (!opened) {
            clear(launch.id);
            return fail(opened.error());
        }
        for (Descriptor &one : *opened)
            taps.push_back(std::move(one));
    }
    auto companions = startCompanions(launch);
    if (!companions) {
        endCompanions(launch.id);
        clear(launch.id);
        return fail(companions.error());
    }
    for (const Beside &companion : *companions)
        given.sockets += companion.toQemu.get();
    for (const Descriptor &tap : taps)
        given.sockets += tap.get();

    const auto record = [this](GuestRef guest) {
        guest.monitorPath = monitorOf(guest.id);
        return writeRecord(guest, directoryOf(guest.id), u"guest.json"_s);
    };
    auto guest = m_launcher->start(prepared, given, record);
    taps.clear();
    sockets.clear(); // only QEMU has it now: with its end, connections break
    for (Beside &companion : *companions)
        companion.toQemu.reset();
    Result<> answered = {};
    if (guest) {
        guest->monitorPath = monitorOf(launch.id);
        answered = awaitFirstAnswer(*guest);
        if (answered) {
            qCInfo(lcGuests) << "guest" << launch.id << "started, uid" << launch.uid << "pid" << guest->pid;
            const QMutexLocker lock(&m_mutex);
            m_complaints[launch.id] = {std::move(standardError), launch.program};
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
    const QString beside = failureOf(*companions);
    endCompanions(launch.id);
    clear(launch.id);
    const QString text
        = !beside.isEmpty() ? beside : qemuFailureText(readBoundedFile(standardError.get()), launch.program);
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
    const auto answer = client->execute(
        command[u"execute"].toString(), command[u"arguments"].toObject(), int(deadline.remainingTime()), fds);
    if (!answer)
        return fail(answer.error());
    return answer->isObject() ? answer->toObject() : QJsonObject{{u"return"_s, *answer}};
}

Result<QJsonObject> QemuGuests::commandAndEvent(
    const GuestRef &guest, const QJsonObject &command, const QString &event, const QString &device, int timeoutMs)
{
    const QDeadlineTimer deadline(timeoutMs);
    auto client = QmpClient::connectTo(guest.monitorPath, timeoutMs);
    if (!client)
        return fail(client.error().code == ErrorCode::HelperUnavailable ? guestGone(guest) : client.error());
    const auto answer = client->execute(
        command[u"execute"].toString(), command[u"arguments"].toObject(), int(deadline.remainingTime()));
    if (!answer)
        return fail(answer.error());
    const auto isOurs
        = [&](const QJsonObject &data) { return device.isEmpty() || data[u"device"].toString() == device; };
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
    endCompanions(guest.id);
    clear(guest.id);
    const QMutexLocker lock(&m_mutex);
    m_complaints.erase(guest.id); // of no interest, as it was asked to
    return {};
}

Result<> QemuGuests::allowNode(const GuestRef &guest, const QString &node)
{
    return m_launcher->allowNode(guest, node);
}

Result<> QemuGuests::pin(const GuestRef &guest, const GuestPins &pins)
{
    const auto vcpus = command(guest, {{u"execute"_s, u"query-cpus-fast"_s}});
    const auto ioThreads = command(guest, {{u"execute"_s, u"query-iothreads"_s}});
    if (!vcpus || !ioThreads)
        return fail(vcpus ? ioThreads.error() : vcpus.error());
    const Descriptor pidfd = openGuest(guest);
    if (!pidfd)
        return fail(guestGone(guest));
    const QString tasks = u"/proc/%1/task"_s.arg(guest.pid);
    const QStringList threads = QDir(tasks).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    QMap<QString, QList<int>> wanted;
    // What QEMU tells of is only believed of its own threads.
    const auto add = [&](const QJsonValue &one, const QList<int> &processors) -> Result<> {
        const QString thread = QString::number(one[u"thread-id"].toInteger());
        if (!threads.contains(thread))
            return fail(ErrorCode::VerificationFailed, guest.id, u"%1 is no thread of it"_s.arg(thread));
        wanted.insert(thread, processors);
        return {};
    };
    for (const QJsonValue &one : (*vcpus)[u"return"].toArray())
        if (auto added = add(one, pins.vcpus.value(one[u"cpu-index"].toInt(-1))); !added)
            return added;
    for (const QJsonValue &one : (*ioThreads)[u"return"].toArray())
        if (auto added = add(one, pins.ioThreads.value(one[u"id"].toString().mid(u"iothread"_s.size()).toInt()));
            !added)
            return added;
    for (const QString &thread : threads)
        if (!wanted.contains(thread))
            wanted.insert(thread, pins.emulator);
    for (auto thread = wanted.cbegin(); thread != wanted.cend(); ++thread) {
        if (thread->isEmpty())
            continue;
        // In this order: while its process lives, the number below which it is listed cannot go to another.
        const auto isMeant
            = [&] { return QFileInfo::exists(tasks + u'/' + thread.key()) && !hasEnded(pidfd.get(), 0); };
        const auto pinned = pinThread(thread.key().toLongLong(), *thread, isMeant);
        if (!pinned && pinned.error().code != ErrorCode::NotFound) // one of its workers may end meanwhile
            return pinned;
    }
    return hasEnded(pidfd.get(), 0) ? Result<>(fail(guestGone(guest))) : Result<>();
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

Result<GuestUsage> QemuGuests::usage(const GuestRef &guest, const QList<qint64> &threads)
{
    const Descriptor pidfd = openGuest(guest);
    if (!pidfd)
        return fail(guestGone(guest));
    const auto all = processTimes(guest.pid);
    GuestUsage usage;
    if (all) {
        usage.userNs = all->userNs;
        usage.systemNs = all->systemNs;
    }
    usage.residentBytes = residentBytes(guest.pid);
    // Their numbers are QEMU's word: only those of its own process are looked at.
    for (const qint64 thread : threads) {
        const auto times = threadTimes(guest.pid, thread).value_or(ProcessTimes());
        usage.threadNs += times.userNs + times.systemNs;
    }
    // Between the two looks at the pidfd the number was the guest's.
    if (!all || hasEnded(pidfd.get(), 0))
        return fail(guestGone(guest));
    return usage;
}

/// What a helper before us has started: what it says at its end is found by us, too.
void QemuGuests::adopt(const GuestRef &guest)
{
    {
        const QMutexLocker lock(&m_mutex);
        if (m_complaints.contains(guest.id))
            return; // started here
    }
    m_waiting.start([launcher = m_launcher.get(), guest] { launcher->adopt(guest); });
    if (!m_ownUserOnly)
        return; // another user's process shows its files to nobody without CAP_SYS_PTRACE
    const QString process = u"/proc/%1/"_s.arg(guest.pid);
    const QString file = process + u"fd/2";
    if (!QFileInfo(file).symLinkTarget().contains(QLatin1StringView(standardErrorName)))
        return;
    Descriptor said(open(QFile::encodeName(file).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    const QString program = QFileInfo(process + u"exe").symLinkTarget();
    // A guest may have its QEMU put another file there. Until openGuest() the number was the guest's.
    if (!said || !isBoundedFile(said.get(), errorTextSize) || !openGuest(guest))
        return;
    const QMutexLocker lock(&m_mutex);
    m_complaints[guest.id] = {std::move(said), program};
}

QString QemuGuests::causeOf(const GuestRef &guest, const QString &seen, bool isUnannounced)
{
    const QMutexLocker lock(&m_mutex);
    const bool asked = m_ending.removeAll(guest.id) > 0;
    const auto said = m_complaints.extract(guest.id);
    if (seen == u"exit 0")
        return asked ? seen : u"guest-shutdown"_s;
    const QString cause = seen.isEmpty() && isUnannounced ? unannouncedEnd : seen;
    if (asked || said.empty() || cause.isEmpty())
        return asked ? seen : cause;
    const QString text = qemuFailureText(readBoundedFile(said.mapped().file.get()), said.mapped().program);
    return text.isEmpty() ? cause : cause + u'\n' + text;
}

QString QemuGuests::lastWords(const GuestRef &guest)
{
    const QMutexLocker lock(&m_mutex);
    const auto said = m_complaints.find(guest.id);
    return said == m_complaints.end() ? QString()
                                      : qemuFailureText(readBoundedFile(said->second.file.get()), said->second.program);
}

void QemuGuests::listen(const GuestRef &guest, Heard heard)
{
    // A full queue of clients is not waited for: nobody else comes to this monitor.
    const auto socket = connectMonitor(QFileInfo(guest.monitorPath).path() + u"/events.sock", 0);
    if (!socket)
        return; // it has ended, or an older helper started it
    auto *events = new QmpEvents(*socket, std::move(heard), &m_watches);
    events->setObjectName(guest.id);
}

void QemuGuests::watch(const GuestRef &guest, std::function<void(const QString &)> ended)
{
    adopt(guest);
    new Watch(*this, guest, std::move(ended)); // owned by m_watches
}

} // namespace laneway
