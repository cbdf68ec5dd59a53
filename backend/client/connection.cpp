// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/connection.h"

#include "client/helperlink.h"
#include "client/sshtunnel.h"
#include "core/busnames.h"
#include "core/descriptor.h"
#include "core/releaseelsewhere.h"
#include "host/hostfile.h"
#include "host/snapshotjson.h"

#include <QCoreApplication>
#include <QDBusArgument>
#include <QDBusConnectionInterface>
#include <QDBusUnixFileDescriptor>
#include <QDBusVariant>
#include <QFileInfo>
#include <QJsonDocument>
#include <QPointer>
#include <QRegularExpression>
#include <QThreadPool>
#include <QTimer>
#include <QUrl>

#include <algorithm>
#include <atomic>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <tuple>
#include <unistd.h>

namespace laneway {

namespace {
constexpr qint64 largestFile = 64 * 1024 * 1024;

Result<QByteArray> readFile(const QDBusUnixFileDescriptor &file)
{
    struct stat status = {};
    if (!file.isValid() || ::fstat(file.fileDescriptor(), &status) < 0 || status.st_size > largestFile)
        return fail(ErrorCode::Internal, u"laneway-helper"_s, u"no usable file in the answer"_s);
    QByteArray content(qsizetype(status.st_size), Qt::Uninitialized);
    for (qsizetype done = 0; done < content.size();) {
        const ssize_t n = ::pread(file.fileDescriptor(), content.data() + done, size_t(content.size() - done), done);
        if (n <= 0)
            return fail(ErrorCode::Internal, u"laneway-helper"_s, u"the file in the answer ended early"_s);
        done += n;
    }
    return content;
}

/// As the helper takes them: an array is one of strings.
QVariantMap plainMap(const QJsonObject &arguments)
{
    QVariantMap map = arguments.toVariantMap();
    for (auto value = map.begin(); value != map.end(); ++value) {
        if (value->typeId() != QMetaType::QVariantList)
            continue;
        QStringList texts;
        const QJsonArray list = arguments[value.key()].toArray();
        for (const QJsonValue &one : list) // objects go as their text
            texts += one.isObject() ? QString::fromUtf8(QJsonDocument(one.toObject()).toJson(QJsonDocument::Compact))
                                    : one.toVariant().toString();
        *value = texts;
    }
    return map;
}

QJsonObject objectIn(const QVariant &text)
{
    return QJsonDocument::fromJson(text.toString().toUtf8()).object();
}

/// Takes over those of a domain's @p properties that are there.
void take(DomainInfo &domain, const QVariantMap &properties)
{
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        if (it.key() == u"Uuid"_s) {
            domain.uuid = QUuid::fromString(it->toString());
        } else if (it.key() == u"Name"_s) {
            domain.name = it->toString();
        } else if (it.key() == u"State"_s) {
            domain.state = it->toString();
        } else if (it.key() == u"Reason"_s) {
            domain.reason = it->toString();
        } else if (it.key() == u"Detail"_s) {
            domain.detail = it->toString();
        } else if (it.key() == u"HasSavedState"_s) {
            domain.hasSavedState = it->toBool();
        } else if (it.key() == u"Autostart"_s) {
            domain.autostart = it->toBool();
        } else if (it.key() == u"Owner"_s) {
            domain.owner = it->toUInt();
        } else if (it.key() == u"Persistent"_s) {
            domain.persistent = it->toBool();
        } else if (it.key() == u"Id"_s) {
            domain.id = it->toInt();
        } else if (it.key() == u"Revision"_s) {
            domain.revision = it->toULongLong();
        } else if (it.key() == u"PendingUnplugs"_s) {
            domain.pendingUnplugs = it->toStringList();
        } else if (it.key() == u"Devices"_s) {
            domain.devices.clear();
            const QStringList devices = it->toStringList();
            for (const QString &device : devices)
                if (const auto address = PciAddress::parse(device))
                    domain.devices += *address;
        }
    }
}

DomainInfo domainFrom(const QVariantMap &properties)
{
    DomainInfo domain;
    take(domain, properties);
    return domain;
}

JobInfo jobFrom(const QVariantMap &properties)
{
    return JobInfo::fromJson(objectIn(properties.value(u"Json"_s)));
}

NetworkState networkFrom(const QVariantMap &properties)
{
    NetworkState network;
    network.take(properties);
    return network;
}

bool comesBefore(const DomainInfo &a, const DomainInfo &b)
{
    return std::tie(a.name, a.uuid) < std::tie(b.name, b.uuid);
}

/// A helper's objects, by path.
struct KnownObjects
{
    QMap<QString, DomainInfo> domains;
    QMap<QString, NetworkState> networks;
    QMap<QString, JobInfo> jobs;
};

KnownObjects objectsIn(const QVariant &reply)
{
    KnownObjects known;
    const auto all = qdbus_cast<QMap<QDBusObjectPath, HelperLink::Objects>>(reply);
    for (auto it = all.begin(); it != all.end(); ++it) {
        const QString path = it.key().path();
        if (it->contains(busnames::domain)) {
            known.domains.insert(path, domainFrom(it->value(busnames::domain)));
        } else if (it->contains(busnames::network)) {
            known.networks.insert(path, networkFrom(it->value(busnames::network)));
        } else if (it->contains(busnames::job)) {
            const JobInfo job = jobFrom(it->value(busnames::job));
            known.jobs.insert(busnames::jobPath(job.id), job);
        }
    }
    return known;
}

/// A newer host, and what differs from the former one.
struct Reading
{
    HostSnapshot host;
    HostDiff difference;
};

Result<Reading> readingOf(const HostSnapshot &before, const Result<QByteArray> &json, bool isDelta)
{
    if (!json)
        return fail(json.error());
    const auto host
        = isDelta ? applyDelta(before, QJsonDocument::fromJson(*json).object()) : parseSnapshot(*json);
    return host.map([&](const HostSnapshot &after) { return Reading{after, diff(before, after)}; });
}

struct Target
{
    enum class Kind { System, Session, Simulated, Ssh } kind = Kind::System;
    QStringList arguments; ///< of a simulating helper
    std::optional<SshAddress> address = {};
};

Result<Target> targetOf(const QString &name)
{
    if (name == u"system"_s)
        return Target{Target::Kind::System, {}};
    if (name == u"session"_s)
        return Target{Target::Kind::Session, {}};
    if (name.startsWith(SshAddress::scheme)) {
        return SshAddress::parse(name).map(
            [](const SshAddress &address) { return Target{Target::Kind::Ssh, {}, address}; });
    }
    QStringList arguments{u"--simulate"_s};
    if (name.startsWith(u"sample:"_s)) {
        if (!Connection::sampleNames().contains(name.mid(7)))
            return fail(ErrorCode::InvalidInput, name, u"samples: "_s + Connection::sampleNames().join(u", "_s));
        arguments += name;
    } else if (name.startsWith(u"file:"_s) || name.startsWith(u"lspci:"_s)) {
        const bool isListing = name.startsWith(u"lspci:"_s);
        const QFileInfo file(name.mid(isListing ? 6 : 5));
        if (const auto usable = checkHostFile(file.filePath()); !usable)
            return fail(usable.error());
        arguments += isListing ? QString(u"lspci:"_s + file.absoluteFilePath()) : file.absoluteFilePath();
    } else {
        return fail(ErrorCode::InvalidInput, name, u"not system, session, sample:NAME, file:CAPTURE, lspci:FILE or ssh://[USER@]HOST[:PORT]"_s);
    }
    // What a simulated host has become is forgotten with its helper, unless a file is named.
    if (const QString state = qEnvironmentVariable("LANEWAY_SIM_STATE"); !state.isEmpty())
        arguments += {u"--sim-state"_s, QFileInfo(state).absoluteFilePath()};
    if (qEnvironmentVariable("LANEWAY_SIM_MACHINES") == u"none")
        arguments += u"--without-machines"_s;
    if (const QString fault = qEnvironmentVariable("LANEWAY_SIM_FAULT"); !fault.isEmpty())
        arguments += {u"--fault"_s, fault};
    if (const QString churn = qEnvironmentVariable("LANEWAY_SIM_CHURN"); !churn.isEmpty())
        arguments += {u"--churn"_s, churn};
    return Target{Target::Kind::Simulated, arguments};
}

/// What connecting comes to; made on a worker thread, because it waits.
struct Opened
{
    QDBusConnection connection;
    bool overBus = false;
    std::optional<SpawnedHelper> helper;
};

/// @p bus: the address of another computer's, where that is meant.
Result<Opened> connectToTarget(const Target &target, const QString &bus)
{
    if (target.kind == Target::Kind::System || target.kind == Target::Kind::Ssh) {
        static std::atomic_int count;
        const QString name = u"laneway-bus-%1"_s.arg(++count);
        const auto connection = bus.isEmpty() ? QDBusConnection::connectToBus(QDBusConnection::SystemBus, name)
                                              : QDBusConnection::connectToBus(bus, name);
        if (!connection.isConnected())
            return fail(bus.isEmpty() ? ErrorCode::HelperUnavailable : ErrorCode::BusUnreachable,
                target.address ? target.address->shown() : u"system"_s, connection.lastError().message());
        return Opened{connection, true, {}};
    }
    const auto helper
        = target.kind == Target::Kind::Session ? sessionHelper() : simulatingHelper(target.arguments);
    if (!helper)
        return fail(helper.error());
    return Opened{helper->connection, false, *helper};
}
} // namespace

class Connection::Private : public QObject
{
    Q_OBJECT
public:
    explicit Private(Connection *connection) : q(connection)
    {
        retry.setSingleShot(true);
        connect(&retry, &QTimer::timeout, this, &Private::tryAgain);
    }

    void open();
    void tryAgain();
    void connectBus(const QString &bus);
    void relayConsole(const QUuid &uuid, const QString &kind, QObject *context, const Answer<int> &answer);
    void opened(const Opened &opened);
    void lose(const Error &error);
    bool mayPass(const Error &error) const;
    Error located(Error error) const;
    void fetchObjects();
    void fetchHost(quint64 since);
    /// What @p method puts aside for us, by its answer (relay u, size t, …), which comes along.
    using Relayed = std::function<void(const Result<QByteArray> &content, const QVariantList &values)>;
    void fetchRelayed(const QString &method, const QVariantList &arguments, const Relayed &then);
    void readRelay(const QVariantList &values, const std::shared_ptr<QByteArray> &soFar, const Relayed &then);
    void takeHost(const Result<Reading> &read);
    void fetchClaims();
    void becomeReady();
    void tellOfUnfinishedJobs();
    void setObject(const QString &path, const HelperLink::Objects &interfaces);
    void change(const QString &path, const QVariantMap &properties);
    void remove(const QString &path);
    void setDomain(const QString &path, const DomainInfo &domain);
    bool removeDomain(const QString &path);
    void setNetwork(const QString &path, const NetworkState &network);
    void setJob(const JobInfo &job);

    /// What grows with the host is made of an answer on a worker: @p work there, @p then here with what
    /// came of it, unless the helper that answered is not ours any more.
    template <typename Work, typename Then> void digest(Work work, Then then);

    /// An answer for a @p context that died is dropped.
    template <typename Convert, typename T>
    void ask(const QString &path, QLatin1StringView interface, const QString &method, const QVariantList &arguments,
        QObject *context, const Answer<T> &answer, const Convert &convert);
    void ask(const QString &path, QLatin1StringView interface, const QString &method, const QVariantList &arguments,
        QObject *context, const Answer<void> &answer);

    Connection *q;
    QString name;
    Target target;
    std::optional<SpawnedHelper> helper;
    std::unique_ptr<SshTunnel> tunnel;
    std::unique_ptr<HelperLink> link;
    std::optional<Pauses> pauses; ///< kept connected, with these
    QTimer retry;
    HostSnapshot host;
    HostDiff missed; ///< while there was no connection
    Claims claims;
    KnownObjects known;
    QMap<QString, JobInfo> unfinished; ///< running when the connection was lost; by path
    QList<DomainInfo> domains; ///< the known ones, by name
    QList<std::function<void()>> news; ///< of objects, since their list came and until it is read
    bool readingObjects = false;
    bool gotObjects = false;
    bool gotHost = false;
    bool gotClaims = false;
    bool jobsOnly = false;
    bool isReady = false;
    bool wasReady = false;
    std::optional<Error> failure;
    bool isLost = false;
    bool fetchingHost = false;
    bool hostIsOld = false;
    bool fetchingClaims = false;
    bool claimsAreOld = false;
    int attempts = 0; ///< since there was a connection
    int generation = 0; ///< of attempts
};

Connection::Connection() : d(std::make_unique<Private>(this)) { }

Connection::~Connection()
{
    releaseElsewhere(std::move(d->host), std::move(d->claims), std::move(d->known));
}

Result<std::unique_ptr<Connection>> Connection::open(const QString &name, Scope scope)
{
    const auto target = targetOf(name);
    if (!target)
        return fail(target.error());
    std::unique_ptr<Connection> connection(new Connection);
    connection->d->name = target->address ? target->address->toString() : name;
    connection->d->target = *target;
    connection->d->jobsOnly = scope == Scope::JobsOnly;
    connection->d->open();
    return connection;
}

QString Connection::bestName()
{
    // An installed helper is one that the bus can start; asking the bus for it would wait.
    static const QString service = u"/dbus-1/system-services/"_s + busnames::service + u".service"_s;
    for (const QString &directory : {u"/usr/share"_s, u"/usr/local/share"_s, u"/etc"_s, u"/run"_s})
        if (QFileInfo::exists(directory + service))
            return u"system"_s;
    return u"session"_s;
}

namespace {

Result<int> connectedTo(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (size_t(name.size()) >= sizeof address.sun_path)
        return fail(ErrorCode::Internal, path, u"too long a path"_s);
    std::copy(name.begin(), name.end(), address.sun_path);
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket || ::connect(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) < 0)
        return fail(ErrorCode::Disconnected, path, errnoName(errno), errno);
    return socket.release();
}

} // namespace

void Connection::Private::open()
{
    ++attempts;
    ++generation;
    if (target.kind != Target::Kind::Ssh)
        return connectBus({});
    tunnel = std::make_unique<SshTunnel>(*target.address);
    connect(tunnel.get(), &SshTunnel::up, this,
        [this](const QString &path) { connectBus(u"unix:path="_s + QString::fromLatin1(QUrl::toPercentEncoding(path, "/"))); });
    connect(tunnel.get(), &SshTunnel::ended, this, &Private::lose);
}

/// By an ssh of its own, which ends with whoever has the socket.
void Connection::Private::relayConsole(const QUuid &uuid, const QString &kind, QObject *context, const Answer<int> &answer)
{
    static const QRegularExpression plain(u"\\A[A-Za-z0-9_.-]+\\z"_s); // it becomes a word of a shell's
    if (!plain.match(kind).hasMatch()) {
        QMetaObject::invokeMethod(
            context, [answer, kind] { answer(fail(ErrorCode::InvalidInput, kind, u"no name of a console"_s)); }, Qt::QueuedConnection);
        return;
    }
    auto *relay = new SshTunnel(*target.address, uuid, kind);
    relay->setParent(this);
    const auto isAnswered = std::make_shared<bool>(false);
    connect(context, &QObject::destroyed, relay, [relay, isAnswered] {
        if (!*isAnswered) // afterwards it is the socket's
            relay->close();
    });
    connect(relay, &SshTunnel::up, context, [answer, isAnswered](const QString &path) {
        *isAnswered = true;
        answer(connectedTo(path));
    });
    connect(relay, &SshTunnel::ended, context, [answer, isAnswered](const Error &error) {
        if (!std::exchange(*isAnswered, true))
            answer(fail(error));
    });
    connect(relay, &SshTunnel::ended, relay, &QObject::deleteLater);
}

void Connection::Private::connectBus(const QString &bus)
{
    const QPointer<Private> self(this);
    QThreadPool::globalInstance()->start([self, target = target, bus, attempt = generation] {
        auto result = connectToTarget(target, bus);
        // To the application's thread; only there it is known whether the connection is still wanted.
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, result, attempt] {
                const bool isWanted = self && self->generation == attempt && !self->isLost;
                if (isWanted && result)
                    self->opened(*result);
                else if (isWanted && !self->tunnel)
                    self->lose(result.error());
                else if (isWanted)
                    self->tunnel->close(); // it ends, and knows better why there is no bus
                else if (result && result->overBus)
                    QDBusConnection::disconnectFromBus(result->connection.name());
                else if (result)
                    QDBusConnection::disconnectFromPeer(result->connection.name());
            },
            Qt::QueuedConnection);
    });
}

void Connection::Private::opened(const Opened &opened)
{
    helper = opened.helper;
    link = std::make_unique<HelperLink>(opened.connection, opened.overBus);
    connect(link.get(), &HelperLink::lost, this, [this] {
        if (tunnel)
            return tunnel->close(); // and its end tells what ssh said
        lose(Error{ErrorCode::Disconnected, u"laneway-helper"_s, helper ? helper->lastLines() : QString()});
    });
    connect(link.get(), &HelperLink::added, this, &Private::setObject);
    connect(link.get(), &HelperLink::changed, this, &Private::change);
    connect(link.get(), &HelperLink::removed, this, &Private::remove);
    readingObjects = fetchingClaims = false; // by another link, whose answers are dropped
    news.clear();
    // The helper tells of jobs only who has asked for its objects.
    fetchObjects();
    if (jobsOnly) {
        gotHost = gotClaims = true;
        return;
    }
    connect(link.get(), &HelperLink::hostChanged, this, [this](quint64 serial) {
        if (serial == host.serial)
            return;
        if (fetchingHost || !gotHost)
            hostIsOld = true;
        else
            fetchHost(host.serial);
    });
    connect(link.get(), &HelperLink::claimsChanged, this, &Private::fetchClaims);

    fetchHost(0);
    fetchClaims();
}

void Connection::Private::fetchObjects()
{
    link->call(busnames::root, busnames::objectManager, u"GetManagedObjects"_s, {},
        [this](const Result<QVariantList> &reply) {
            if (!reply)
                return lose(reply.error());
            readingObjects = true;
            digest([list = reply->value(0)] { return objectsIn(list); },
                [this](const KnownObjects &objects) {
                    readingObjects = false;
                    gotObjects = true;
                    known = objects;
                    domains = known.domains.values();
                    std::sort(domains.begin(), domains.end(), comesBefore);
                    for (const auto &tell : std::exchange(news, {}))
                        tell();
                    becomeReady();
                });
        });
}

void Connection::Private::lose(const Error &given)
{
    if (isLost)
        return;
    const Error error = located(given);
    isLost = true;
    isReady = false;
    // Their signals come no more; we may be in one of them.
    if (HelperLink *gone = link.release()) {
        gone->disconnect(this);
        gone->giveUp(error);
        gone->deleteLater();
    }
    if (SshTunnel *gone = tunnel.release()) {
        gone->disconnect(this);
        gone->deleteLater();
    }
    // The session helper may have been about to leave when we came: then a new one is started.
    if (target.kind == Target::Kind::Session && given.code == ErrorCode::Disconnected && attempts == 1
        && !gotObjects && (jobsOnly || (!gotHost && !gotClaims))) {
        isLost = false;
        return open();
    }
    gotObjects = gotHost = gotClaims = false;
    for (auto it = known.jobs.cbegin(); it != known.jobs.cend(); ++it)
        if (!it->isFinished())
            unfinished.insert(it.key(), *it);
    if (pauses && mayPass(given)) {
        const auto pause = std::min(pauses->longest, pauses->first * (1 << std::min(attempts, 10)));
        retry.start(pause);
    }
    failure = error;
    Q_EMIT q->failed(error);
}

/// Whether the same may go well a little later without anybody doing anything here. Refused logins do
/// not: who repeats them is shut out.
bool Connection::Private::mayPass(const Error &error) const
{
    switch (error.code) {
    case ErrorCode::Disconnected:
    case ErrorCode::HostUnreachable:
    case ErrorCode::BusUnreachable:
    case ErrorCode::TimedOut:
        break;
    case ErrorCode::HelperUnavailable: // it is being installed anew, perhaps
    case ErrorCode::SshFailed:
        if (!wasReady)
            return false;
        break;
    default:
        return false;
    }
    return target.kind != Target::Kind::Simulated; // what it had become is gone
}

/// What went wrong on another computer is to be mended there.
Error Connection::Private::located(Error error) const
{
    if (target.address)
        error.extra[u"host"] = target.address->shown();
    return error;
}

void Connection::Private::tryAgain()
{
    if (!isLost)
        return;
    retry.stop();
    isLost = false;
    fetchingHost = hostIsOld = false;
    Q_EMIT q->connecting();
    open();
}

void Connection::Private::fetchHost(quint64 since)
{
    fetchingHost = true;
    hostIsOld = false;
    const auto take = [this](const Result<Reading> &read) { takeHost(read); };
    link->call(busnames::root, busnames::manager, u"GetHost"_s, {since},
        [this, since, take](const Result<QVariantList> &reply) {
            if (reply) {
                return digest(
                    [before = host, values = *reply] {
                        return readingOf(before, values.value(1).toString().toUtf8(), values.value(2).toBool());
                    },
                    take);
            }
            if (reply.error().code != ErrorCode::LimitExceeded)
                return takeHost(fail(reply.error()));
            if (target.address) {
                return fetchRelayed(u"GetHostRelay"_s, {since},
                    [this, take](const Result<QByteArray> &json, const QVariantList &values) {
                        digest([before = host, json,
                                   isDelta = values.value(3).toBool()] { return readingOf(before, json, isDelta); },
                            take);
                    });
            }
            link->call(busnames::root, busnames::manager, u"GetHostFile"_s, {since},
                [this, take](const Result<QVariantList> &reply) {
                    if (!reply)
                        return takeHost(fail(reply.error()));
                    digest(
                        [before = host, values = *reply] {
                            return readingOf(before, readFile(qdbus_cast<QDBusUnixFileDescriptor>(values.value(1))),
                                values.value(2).toBool());
                        },
                        take);
                });
        });
}

void Connection::Private::fetchRelayed(const QString &method, const QVariantList &arguments, const Relayed &then)
{
    const Answer<QVariantList> begin = [this, then](const Result<QVariantList> &values) {
        if (!values)
            return then(fail(values.error()), {});
        if (values->value(1).toULongLong() > quint64(largestFile))
            return then(fail(ErrorCode::LimitExceeded, u"laneway-helper"_s, u"an answer above 64 MiB"_s), *values);
        readRelay(*values, std::make_shared<QByteArray>(), then);
    };
    ask(busnames::root, busnames::manager, method, arguments, q, begin,
        [](const QVariantList &values) { return Result<QVariantList>(values); });
}

void Connection::Private::readRelay(const QVariantList &values, const std::shared_ptr<QByteArray> &soFar, const Relayed &then)
{
    const uint relay = values.value(0).toUInt();
    const quint64 size = values.value(1).toULongLong();
    if (quint64(soFar->size()) == size) {
        ask(busnames::root, busnames::manager, u"CloseRelay"_s, {relay}, nullptr, [](const Result<> &) {});
        return then(*soFar, values);
    }
    const Answer<QByteArray> next = [this, values, soFar, size, then](const Result<QByteArray> &part) {
        if (!part)
            return then(fail(part.error()), values);
        if (part->isEmpty() || quint64(soFar->size() + part->size()) > size)
            return then(fail(ErrorCode::Internal, u"laneway-helper"_s, u"the relay does not keep its size"_s), values);
        soFar->append(*part);
        readRelay(values, soFar, then);
    };
    ask(busnames::root, busnames::manager, u"ReadRelay"_s, {relay, quint64(soFar->size())}, q, next,
        [](const QVariantList &values) { return Result<QByteArray>(values.value(0).toByteArray()); });
}

void Connection::Private::takeHost(const Result<Reading> &read)
{
    fetchingHost = false;
    if (isLost)
        return;
    if (!read) {
        // The difference did not fit to what we have: all of it, then.
        if (read.error().code == ErrorCode::HostChanged && gotHost)
            return fetchHost(0);
        return lose(read.error());
    }
    releaseElsewhere(std::exchange(host, read->host));
    gotHost = true;
    if (!isReady) {
        missed = read->difference;
        becomeReady();
    } else if (!read->difference.isEmpty()) {
        Q_EMIT q->hostChanged(read->difference);
    }
    if (hostIsOld)
        fetchHost(host.serial);
}

void Connection::Private::fetchClaims()
{
    if (fetchingClaims) {
        claimsAreOld = true;
        return;
    }
    fetchingClaims = true;
    claimsAreOld = false;
    link->call(busnames::root, busnames::manager, u"GetClaims"_s, {}, [this](const Result<QVariantList> &reply) {
        if (isLost)
            return;
        if (!reply)
            return lose(reply.error());
        digest([json = reply->value(0)] { return Claims::fromJson(objectIn(json)); },
            [this](const Claims &read) {
                fetchingClaims = false;
                claims = read;
                gotClaims = true;
                if (!isReady)
                    becomeReady();
                else
                    Q_EMIT q->claimsChanged();
                if (claimsAreOld)
                    fetchClaims();
            });
    });
}

void Connection::Private::becomeReady()
{
    if (isReady || isLost || !gotObjects || !gotHost || !gotClaims)
        return;
    isReady = true;
    failure.reset();
    attempts = 0;
    const bool again = std::exchange(wasReady, true);
    Q_EMIT q->ready();
    if (!again)
        return;
    // Whoever follows only the differences is told them.
    if (!missed.isEmpty())
        Q_EMIT q->hostChanged(missed);
    Q_EMIT q->claimsChanged();
    Q_EMIT q->domainsChanged();
    Q_EMIT q->networksChanged();
    tellOfUnfinishedJobs();
}

/// How the jobs went on that were running when the connection was lost.
void Connection::Private::tellOfUnfinishedJobs()
{
    bool areGone = false;
    for (auto it = unfinished.begin(); it != unfinished.end();) {
        const auto job = known.jobs.constFind(it.key());
        areGone |= job == known.jobs.cend();
        if (job == known.jobs.cend()) {
            ++it;
            continue;
        }
        it = unfinished.erase(it);
        Q_EMIT q->jobChanged(*job);
    }
    if (!areGone)
        return;
    // The helper was another one then; what became of its jobs is in the journal.
    q->journal(this, [this](const Result<QJsonArray> &journal) {
        const QJsonArray entries = journal.value_or(QJsonArray());
        for (const QJsonValue &entry : entries) {
            JobInfo job = unfinished.take(busnames::jobPath(entry[u"id"].toString()));
            if (job.id.isEmpty())
                continue;
            job.state = entry[u"outcome"].toString();
            job.canUndo = entry[u"canUndo"].toBool();
            Q_EMIT q->jobChanged(job);
        }
    });
}

void Connection::Private::setObject(const QString &path, const HelperLink::Objects &interfaces)
{
    if (readingObjects)
        news += [this, path, interfaces] { setObject(path, interfaces); };
    if (!gotObjects)
        return; // or it will be in the list that is on its way
    if (const auto it = interfaces.constFind(busnames::domain); it != interfaces.cend())
        setDomain(path, domainFrom(*it));
    else if (const auto it = interfaces.constFind(busnames::network); it != interfaces.cend())
        setNetwork(path, networkFrom(*it));
    else if (const auto it = interfaces.constFind(busnames::job); it != interfaces.cend())
        setJob(jobFrom(*it));
}

void Connection::Private::change(const QString &path, const QVariantMap &properties)
{
    if (readingObjects)
        news += [this, path, properties] { change(path, properties); };
    if (const auto domain = known.domains.constFind(path); domain != known.domains.cend()) {
        DomainInfo changed = *domain;
        take(changed, properties);
        setDomain(path, changed);
    } else if (const auto network = known.networks.constFind(path); network != known.networks.cend()) {
        NetworkState changed = *network;
        changed.take(properties);
        setNetwork(path, changed);
    } else if (known.jobs.contains(path) && properties.contains(u"Json"_s)) {
        setJob(jobFrom(properties));
    }
}

void Connection::Private::remove(const QString &path)
{
    if (readingObjects)
        news += [this, path] { remove(path); };
    known.jobs.remove(path);
    if (known.networks.remove(path) && isReady)
        Q_EMIT q->networksChanged();
    if (removeDomain(path) && isReady)
        Q_EMIT q->domainsChanged();
}

void Connection::Private::setDomain(const QString &path, const DomainInfo &domain)
{
    removeDomain(path);
    known.domains.insert(path, domain);
    domains.insert(std::lower_bound(domains.begin(), domains.end(), domain, comesBefore), domain);
    if (isReady)
        Q_EMIT q->domainsChanged();
}

bool Connection::Private::removeDomain(const QString &path)
{
    const auto found = known.domains.constFind(path);
    if (found == known.domains.cend())
        return false;
    domains.erase(std::lower_bound(domains.begin(), domains.end(), *found, comesBefore));
    known.domains.erase(found);
    return true;
}

void Connection::Private::setNetwork(const QString &path, const NetworkState &network)
{
    known.networks.insert(path, network);
    if (isReady)
        Q_EMIT q->networksChanged();
}

void Connection::Private::setJob(const JobInfo &job)
{
    known.jobs.insert(busnames::jobPath(job.id), job);
    if (isReady)
        Q_EMIT q->jobChanged(job);
}

template <typename Work, typename Then> void Connection::Private::digest(Work work, Then then)
{
    QThreadPool::globalInstance()->start(
        [self = QPointer(this), from = QPointer(link.get()), work = std::move(work), then = std::move(then)] {
            const auto result = std::make_shared<const decltype(work())>(work());
            // To the application's thread; only there it is known whether the answer is still wanted.
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [self, from, result, then] {
                    if (self && from && self->link.get() == from)
                        then(*result);
                },
                Qt::QueuedConnection);
        });
}

template <typename Convert, typename T>
void Connection::Private::ask(const QString &path, QLatin1StringView interface, const QString &method,
    const QVariantList &arguments, QObject *context, const Answer<T> &answer, const Convert &convert)
{
    const QPointer<QObject> guard(context);
    const bool guarded = context != nullptr;
    if (!link || isLost) {
        // Answers never come before the call has returned.
        QMetaObject::invokeMethod(
            this,
            [this, answer, guard, guarded] {
                if (!guarded || guard)
                    answer(fail(located(Error{ErrorCode::Disconnected, u"laneway-helper"_s, {}})));
            },
            Qt::QueuedConnection);
        return;
    }
    link->call(path, interface, method, arguments,
        [this, answer, guard, guarded, convert](const Result<QVariantList> &reply) {
            if (guarded && !guard)
                return;
            if (!reply)
                return answer(fail(located(reply.error())));
            answer(convert(*reply));
        });
}

void Connection::Private::ask(const QString &path, QLatin1StringView interface, const QString &method,
    const QVariantList &arguments, QObject *context, const Answer<void> &answer)
{
    ask(path, interface, method, arguments, context, answer, [](const QVariantList &) { return Result<>(); });
}

void Connection::keepConnected(const Pauses &pauses)
{
    d->pauses = pauses;
}

std::optional<Error> Connection::failure() const
{
    return d->failure;
}

bool Connection::isConnecting() const
{
    return !d->isLost && !d->isReady;
}

bool Connection::isRetrying() const
{
    return d->retry.isActive();
}

void Connection::tryAgain()
{
    d->tryAgain();
}

QString Connection::name() const
{
    return d->name;
}

bool Connection::isReady() const
{
    return d->isReady;
}

const HostSnapshot &Connection::host() const
{
    return d->host;
}

const Claims &Connection::claims() const
{
    return d->claims;
}

QList<DomainInfo> Connection::domains() const
{
    return d->domains;
}

QList<NetworkState> Connection::networks() const
{
    QList<NetworkState> networks = d->known.networks.values();
    std::sort(networks.begin(), networks.end(), [](const NetworkState &a, const NetworkState &b) {
        return std::tie(a.name, a.uuid) < std::tie(b.name, b.uuid);
    });
    return networks;
}

QList<JobInfo> Connection::jobs() const
{
    return d->known.jobs.values();
}

void Connection::capture(bool masked, QObject *context, const Answer<QByteArray> &answer)
{
    if (d->target.address) {
        return d->fetchRelayed(u"CaptureRelay"_s, {QVariantMap{{u"masked"_s, masked}}},
            [guard = QPointer(context), guarded = context != nullptr, answer](
                const Result<QByteArray> &content, const QVariantList &) {
                if (!guarded || guard)
                    answer(content);
            });
    }
    d->ask(busnames::root, busnames::manager, u"Capture"_s, {QVariantMap{{u"masked"_s, masked}}}, context, answer,
        [](const QVariantList &reply) { return readFile(qdbus_cast<QDBusUnixFileDescriptor>(reply.value(0))); });
}

void Connection::domainXml(const QUuid &uuid, bool inactive, QObject *context, const Answer<QString> &answer)
{
    d->ask(busnames::domainPath(uuid), busnames::domain, u"GetXml"_s, {inactive ? busnames::xmlInactive : 0U}, context,
        answer, [](const QVariantList &reply) { return Result<QString>(reply.value(0).toString()); });
}

void Connection::networkXml(const QUuid &uuid, bool inactive, QObject *context, const Answer<QString> &answer)
{
    d->ask(busnames::networkPath(uuid), busnames::network, u"GetXml"_s, {inactive ? busnames::xmlInactive : 0U}, context,
        answer, [](const QVariantList &reply) { return Result<QString>(reply.value(0).toString()); });
}

void Connection::journal(QObject *context, const Answer<QJsonArray> &answer)
{
    d->ask(busnames::root, busnames::manager, u"ListJournal"_s, {}, context, answer, [](const QVariantList &reply) {
        return Result<QJsonArray>(QJsonDocument::fromJson(reply.value(0).toString().toUtf8()).array());
    });
}

void Connection::journalEntry(const QString &job, QObject *context, const Answer<QJsonObject> &answer)
{
    d->ask(busnames::root, busnames::manager, u"GetJournal"_s, {job}, context, answer,
        [](const QVariantList &reply) { return Result<QJsonObject>(objectIn(reply.value(0))); });
}

void Connection::figures(const QUuid &uuid, QObject *context, const Answer<Figures> &answer)
{
    d->ask(busnames::domainPath(uuid), busnames::domain, u"GetFigures"_s, {}, context, answer,
        [](const QVariantList &reply) { return Figures::fromJson(objectIn(reply.value(0))); });
}

void Connection::listImages(const QString &folder, QObject *context, const Answer<QJsonObject> &answer)
{
    d->ask(busnames::root, busnames::manager, u"ListImages"_s, {folder}, context, answer,
        [](const QVariantList &reply) { return Result<QJsonObject>(objectIn(reply.value(0))); });
}

void Connection::image(const QString &path, QObject *context, const Answer<QJsonObject> &answer)
{
    d->ask(busnames::root, busnames::manager, u"GetImage"_s, {path}, context, answer,
        [](const QVariantList &reply) { return Result<QJsonObject>(objectIn(reply.value(0))); });
}

void Connection::libvirtDefinitions(QObject *context, const Answer<QJsonObject> &answer)
{
    d->ask(busnames::root, busnames::manager, u"GetLibvirtDefinitions"_s, {}, context, answer,
        [](const QVariantList &reply) { return Result<QJsonObject>(objectIn(reply.value(0))); });
}

void Connection::links(QObject *context, const Answer<QJsonObject> &answer)
{
    d->ask(busnames::root, busnames::manager, u"GetLinks"_s, {}, context, answer,
        [](const QVariantList &reply) { return Result<QJsonObject>(objectIn(reply.value(0))); });
}

void Connection::define(const QString &xml, QObject *context, const Answer<QUuid> &answer)
{
    d->ask(busnames::root, busnames::manager, u"DefineDomain"_s, {xml}, context, answer,
        [](const QVariantList &reply) -> Result<QUuid> {
            const auto uuid = busnames::domainOf(qdbus_cast<QDBusObjectPath>(reply.value(0)).path());
            if (!uuid)
                return fail(ErrorCode::Internal, u"DefineDomain"_s, u"the answer names no domain"_s);
            return *uuid;
        });
}

void Connection::undefine(
    const QUuid &uuid, QObject *context, const Answer<void> &answer, bool withSavedState, TpmState tpm)
{
    const uint flags = (withSavedState ? busnames::withSavedState : 0U)
        | (tpm == TpmState::Goes ? busnames::withTpmState : tpm == TpmState::Stays ? busnames::keepTpmState : 0U);
    d->ask(busnames::domainPath(uuid), busnames::domain, u"Undefine"_s, {flags}, context, answer);
}

void Connection::removeSavedState(const QUuid &uuid, QObject *context, const Answer<void> &answer)
{
    d->ask(busnames::domainPath(uuid), busnames::domain, u"RemoveSavedState"_s, {}, context, answer);
}

void Connection::act(
    const QUuid &uuid, MachineAct what, QObject *context, const Answer<void> &answer, const QString &mode)
{
    const auto call = [&](const QString &method, const QVariantList &arguments = {}) {
        d->ask(busnames::domainPath(uuid), busnames::domain, method, arguments, context, answer);
    };
    switch (what) {
    case MachineAct::Suspend: return call(u"Suspend"_s);
    case MachineAct::Resume: return call(u"Resume"_s);
    case MachineAct::Reset: return call(u"Reset"_s);
    case MachineAct::Reboot: return call(u"Reboot"_s, {mode});
    case MachineAct::Shutdown: return call(u"Shutdown"_s, {mode});
    }
}

void Connection::rename(const QUuid &uuid, const QString &name, QObject *context, const Answer<void> &answer)
{
    d->ask(busnames::domainPath(uuid), busnames::domain, u"Rename"_s, {name}, context, answer);
}

void Connection::setAutostart(const QUuid &uuid, bool on, QObject *context, const Answer<void> &answer)
{
    d->ask(busnames::domainPath(uuid), busnames::domain, u"SetAutostart"_s, {on}, context, answer);
}

void Connection::openConsole(const QUuid &uuid, const QString &kind, QObject *context, const Answer<int> &answer)
{
    if (d->target.address) // no descriptor travels by ssh
        return d->relayConsole(uuid, kind, context ? context : this, answer);
    d->ask(busnames::domainPath(uuid), busnames::domain, u"OpenConsole"_s, {kind}, context, answer,
        [](const QVariantList &reply) -> Result<int> {
            const auto socket = qdbus_cast<QDBusUnixFileDescriptor>(reply.value(0));
            const int fd = socket.isValid() ? ::dup(socket.fileDescriptor()) : -1;
            if (fd < 0)
                return fail(ErrorCode::Internal, u"OpenConsole"_s, u"no socket in the answer"_s);
            return fd;
        });
}

void Connection::defineNetwork(const QString &xml, QObject *context, const Answer<QUuid> &answer)
{
    d->ask(busnames::root, busnames::manager, u"DefineNetwork"_s, {xml}, context, answer,
        [](const QVariantList &reply) -> Result<QUuid> {
            const auto uuid = busnames::networkOf(qdbus_cast<QDBusObjectPath>(reply.value(0)).path());
            if (!uuid)
                return fail(ErrorCode::Internal, u"DefineNetwork"_s, u"the answer names no network"_s);
            return *uuid;
        });
}

void Connection::undefineNetwork(const QUuid &uuid, QObject *context, const Answer<void> &answer)
{
    d->ask(busnames::networkPath(uuid), busnames::network, u"Undefine"_s, {}, context, answer);
}

void Connection::startNetwork(const QUuid &uuid, QObject *context, const Answer<void> &answer)
{
    d->ask(busnames::networkPath(uuid), busnames::network, u"Start"_s, {}, context, answer);
}

void Connection::destroyNetwork(const QUuid &uuid, QObject *context, const Answer<void> &answer)
{
    d->ask(busnames::networkPath(uuid), busnames::network, u"Destroy"_s, {}, context, answer);
}

void Connection::setNetworkAutostart(const QUuid &uuid, bool on, QObject *context, const Answer<void> &answer)
{
    d->ask(busnames::networkPath(uuid), busnames::network, u"SetAutostart"_s, {on}, context, answer);
}

void Connection::plan(
    const QString &kind, const QJsonObject &arguments, QObject *context, const Answer<PlanInfo> &answer)
{
    d->ask(busnames::root, busnames::manager, u"Plan"_s, {kind, plainMap(arguments)}, context, answer,
        [](const QVariantList &reply) { return Result<PlanInfo>(PlanInfo::fromJson(objectIn(reply.value(1)))); });
}

void Connection::apply(const QString &planId, QObject *context, const Answer<QString> &answer)
{
    const QPointer<QObject> guard(context);
    const bool guarded = context != nullptr;
    const Answer<QString> withJob = [this, guard, guarded, answer](const Result<QString> &path) {
        if (!path)
            return answer(fail(path.error()));
        if (const auto job = d->known.jobs.constFind(*path); job != d->known.jobs.cend())
            return answer(job->id);
        // The reply overtook the announcement: the job is asked for, so that it is there when we answer.
        d->link->call(*path, busnames::properties, u"GetAll"_s, {QString(busnames::job)},
            [this, guard, guarded, answer](const Result<QVariantList> &reply) {
                if (guarded && !guard)
                    return;
                if (!reply)
                    return answer(fail(reply.error()));
                const auto properties = qdbus_cast<QVariantMap>(reply->value(0));
                d->setJob(jobFrom(properties));
                answer(properties.value(u"Id"_s).toString());
            });
    };
    d->ask(busnames::root, busnames::manager, u"Apply"_s, {planId}, context, withJob, [](const QVariantList &reply) {
        return Result<QString>(qdbus_cast<QDBusObjectPath>(reply.value(0)).path());
    });
}

void Connection::cancel(const QString &job)
{
    d->ask(busnames::jobPath(job), busnames::job, u"Cancel"_s, {}, nullptr, [](const Result<> &) {});
}

QStringList Connection::sampleNames()
{
    return {u"workstation"_s, u"server"_s, u"storage"_s, u"laptop"_s, u"no-iommu"_s};
}

} // namespace laneway

#include "connection.moc"
