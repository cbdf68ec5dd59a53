// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/connection.h"

#include "client/helperlink.h"
#include "core/busnames.h"
#include "host/snapshotjson.h"

#include <QCoreApplication>
#include <QDBusArgument>
#include <QDBusConnectionInterface>
#include <QDBusUnixFileDescriptor>
#include <QDBusVariant>
#include <QFileInfo>
#include <QJsonDocument>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>
#include <atomic>
#include <sys/stat.h>
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

QJsonObject objectIn(const QVariant &text)
{
    return QJsonDocument::fromJson(text.toString().toUtf8()).object();
}

DomainInfo domainFrom(const QVariantMap &properties)
{
    DomainInfo domain;
    domain.uuid = QUuid::fromString(properties.value(u"Uuid"_s).toString());
    domain.name = properties.value(u"Name"_s).toString();
    domain.state = properties.value(u"State"_s).toString();
    domain.owner = properties.value(u"Owner"_s).toUInt();
    domain.persistent = properties.value(u"Persistent"_s).toBool();
    domain.id = properties.value(u"Id"_s).toInt();
    const QStringList devices = properties.value(u"Devices"_s).toStringList();
    for (const QString &device : devices)
        if (const auto address = PciAddress::parse(device))
            domain.devices += *address;
    return domain;
}

struct Target
{
    enum class Kind { System, Session, Simulated } kind = Kind::System;
    QStringList arguments;
};

Result<Target> targetOf(const QString &name)
{
    if (name == u"system"_s)
        return Target{Target::Kind::System, {}};
    if (name == u"session"_s)
        return Target{Target::Kind::Session, {}};
    QStringList arguments{u"--simulate"_s};
    if (name.startsWith(u"sample:"_s)) {
        if (!Connection::sampleNames().contains(name.mid(7)))
            return fail(ErrorCode::InvalidInput, name, u"samples: "_s + Connection::sampleNames().join(u", "_s));
        arguments += name;
    } else if (name.startsWith(u"file:"_s) || name.startsWith(u"lspci:"_s)) {
        const bool isListing = name.startsWith(u"lspci:"_s);
        const QFileInfo file(name.mid(isListing ? 6 : 5));
        if (!file.isFile() || !file.isReadable())
            return fail(ErrorCode::InvalidInput, name, u"no readable file"_s);
        arguments += isListing ? QString(u"lspci:"_s + file.absoluteFilePath()) : file.absoluteFilePath();
    } else {
        return fail(ErrorCode::InvalidInput, name, u"not system, session, sample:NAME, file:CAPTURE or lspci:FILE"_s);
    }
    // What a simulated host has become is forgotten with its helper, unless a file is named.
    if (const QString state = qEnvironmentVariable("LANEWAY_SIM_STATE"); !state.isEmpty())
        arguments += {u"--sim-state"_s, QFileInfo(state).absoluteFilePath()};
    if (const QString fault = qEnvironmentVariable("LANEWAY_SIM_FAULT"); !fault.isEmpty())
        arguments += {u"--fault"_s, fault};
    return Target{Target::Kind::Simulated, arguments};
}

/// What connecting comes to; made on a worker thread, because it waits.
struct Opened
{
    QDBusConnection connection;
    bool overBus = false;
    std::optional<SpawnedHelper> helper;
};

Result<Opened> connectToTarget(const Target &target)
{
    if (target.kind == Target::Kind::System) {
        static std::atomic_int count;
        const auto bus
            = QDBusConnection::connectToBus(QDBusConnection::SystemBus, u"laneway-system-%1"_s.arg(++count));
        if (!bus.isConnected())
            return fail(ErrorCode::HelperUnavailable, u"system"_s, bus.lastError().message());
        return Opened{bus, true, {}};
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
    explicit Private(Connection *connection) : q(connection) {}

    void open();
    void opened(const Opened &opened);
    void lose(const Error &error);
    void fetchObjects();
    void fetchHost(quint64 since);
    void takeHost(const Result<HostSnapshot> &read);
    void fetchClaims();
    void becomeReady();
    void setObject(const QString &path, const HelperLink::Objects &interfaces);
    void change(const QString &path, const QVariantMap &properties);
    void remove(const QString &path);
    void setJob(const QVariantMap &properties);

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
    std::unique_ptr<HelperLink> link;
    HostSnapshot host;
    Claims claims;
    QMap<QString, QVariantMap> domains; ///< by path
    QMap<QString, JobInfo> jobs; ///< by path
    bool gotObjects = false;
    bool gotHost = false;
    bool gotClaims = false;
    bool jobsOnly = false;
    bool isReady = false;
    bool isLost = false;
    bool fetchingHost = false;
    bool hostIsOld = false;
    int attempts = 0;
};

Connection::Connection() : d(std::make_unique<Private>(this)) { }

Connection::~Connection() = default;

Result<std::unique_ptr<Connection>> Connection::open(const QString &name, Scope scope)
{
    const auto target = targetOf(name);
    if (!target)
        return fail(target.error());
    std::unique_ptr<Connection> connection(new Connection);
    connection->d->name = name;
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

void Connection::Private::open()
{
    ++attempts;
    const QPointer<Private> self(this);
    QThreadPool::globalInstance()->start([self, target = target] {
        auto result = connectToTarget(target);
        // To the application's thread; only there it is known whether the connection is still wanted.
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, result] {
                if (self)
                    result ? self->opened(*result) : self->lose(result.error());
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
        lose(Error{ErrorCode::Disconnected, u"laneway-helper"_s, helper ? helper->lastLines() : QString()});
    });
    connect(link.get(), &HelperLink::added, this, &Private::setObject);
    connect(link.get(), &HelperLink::changed, this, &Private::change);
    connect(link.get(), &HelperLink::removed, this, &Private::remove);
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
            using ObjectMap = QMap<QDBusObjectPath, HelperLink::Objects>;
            const auto objects = qdbus_cast<ObjectMap>(reply->value(0));
            gotObjects = true;
            for (auto it = objects.begin(); it != objects.end(); ++it)
                setObject(it.key().path(), *it);
            becomeReady();
        });
}

void Connection::Private::lose(const Error &error)
{
    if (isLost)
        return;
    // The session helper may have been about to leave when we came: then a new one is started.
    if (target.kind == Target::Kind::Session && error.code == ErrorCode::Disconnected && attempts == 1
        && !gotObjects && (jobsOnly || (!gotHost && !gotClaims))) {
        link.release()->deleteLater(); // we may be in one of its signals
        return open();
    }
    isLost = true;
    isReady = false;
    Q_EMIT q->failed(error);
}

void Connection::Private::fetchHost(quint64 since)
{
    fetchingHost = true;
    hostIsOld = false;
    const auto whole = [this](const Result<QByteArray> &json) {
        if (!json)
            return takeHost(fail(json.error()));
        // A large host takes its time to parse.
        const QPointer<Private> self(this);
        QThreadPool::globalInstance()->start([self, json = *json] {
            const auto read = parseSnapshot(json);
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [self, read] {
                    if (self)
                        self->takeHost(read);
                },
                Qt::QueuedConnection);
        });
    };
    const auto take = [this, whole](const QVariantList &values, const Result<QByteArray> &json) {
        if (json && values.value(2).toBool())
            return takeHost(applyDelta(host, QJsonDocument::fromJson(*json).object()));
        whole(json);
    };
    link->call(busnames::root, busnames::manager, u"GetHost"_s, {since},
        [this, since, take](const Result<QVariantList> &reply) {
            if (reply)
                return take(*reply, reply->value(1).toString().toUtf8());
            if (reply.error().code != ErrorCode::LimitExceeded)
                return takeHost(fail(reply.error()));
            link->call(busnames::root, busnames::manager, u"GetHostFile"_s, {since},
                [this, take](const Result<QVariantList> &reply) {
                    if (!reply)
                        return takeHost(fail(reply.error()));
                    take(*reply, readFile(qdbus_cast<QDBusUnixFileDescriptor>(reply->value(1))));
                });
        });
}

void Connection::Private::takeHost(const Result<HostSnapshot> &read)
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
    const HostDiff difference = diff(host, *read);
    host = *read;
    gotHost = true;
    if (!isReady)
        becomeReady();
    else if (!difference.isEmpty())
        Q_EMIT q->hostChanged(difference);
    if (hostIsOld)
        fetchHost(host.serial);
}

void Connection::Private::fetchClaims()
{
    link->call(busnames::root, busnames::manager, u"GetClaims"_s, {}, [this](const Result<QVariantList> &reply) {
        if (isLost)
            return;
        if (!reply)
            return lose(reply.error());
        claims = Claims::fromJson(objectIn(reply->value(0)));
        gotClaims = true;
        if (!isReady)
            becomeReady();
        else
            Q_EMIT q->claimsChanged();
    });
}

void Connection::Private::becomeReady()
{
    if (isReady || isLost || !gotObjects || !gotHost || !gotClaims)
        return;
    isReady = true;
    Q_EMIT q->ready();
}

void Connection::Private::setObject(const QString &path, const HelperLink::Objects &interfaces)
{
    if (!gotObjects)
        return; // it will be in the list that is on its way
    if (const auto it = interfaces.constFind(busnames::domain); it != interfaces.cend()) {
        domains.insert(path, *it);
        if (isReady)
            Q_EMIT q->domainsChanged();
    } else if (const auto it = interfaces.constFind(busnames::job); it != interfaces.cend()) {
        setJob(*it);
    }
}

void Connection::Private::setJob(const QVariantMap &properties)
{
    const JobInfo job = JobInfo::fromJson(objectIn(properties.value(u"Json"_s)));
    jobs.insert(busnames::jobPath(job.id), job);
    if (isReady)
        Q_EMIT q->jobChanged(job);
}

void Connection::Private::change(const QString &path, const QVariantMap &properties)
{
    if (const auto domain = domains.find(path); domain != domains.end()) {
        domain->insert(properties);
        if (isReady)
            Q_EMIT q->domainsChanged();
    } else if (jobs.contains(path) && properties.contains(u"Json"_s)) {
        setJob(properties);
    }
}

void Connection::Private::remove(const QString &path)
{
    jobs.remove(path);
    if (domains.remove(path) && isReady)
        Q_EMIT q->domainsChanged();
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
            [answer, guard, guarded] {
                if (!guarded || guard)
                    answer(fail(ErrorCode::Disconnected, u"laneway-helper"_s));
            },
            Qt::QueuedConnection);
        return;
    }
    link->call(path, interface, method, arguments,
        [answer, guard, guarded, convert](const Result<QVariantList> &reply) {
            if (guarded && !guard)
                return;
            if (!reply)
                return answer(fail(reply.error()));
            answer(convert(*reply));
        });
}

void Connection::Private::ask(const QString &path, QLatin1StringView interface, const QString &method,
    const QVariantList &arguments, QObject *context, const Answer<void> &answer)
{
    ask(path, interface, method, arguments, context, answer, [](const QVariantList &) { return Result<>(); });
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
    QList<DomainInfo> list;
    for (const QVariantMap &properties : std::as_const(d->domains))
        list += domainFrom(properties);
    std::sort(list.begin(), list.end(), [](const DomainInfo &a, const DomainInfo &b) {
        return std::pair(a.name, a.uuid) < std::pair(b.name, b.uuid);
    });
    return list;
}

QList<JobInfo> Connection::jobs() const
{
    return d->jobs.values();
}

void Connection::capture(bool masked, QObject *context, const Answer<QByteArray> &answer)
{
    d->ask(busnames::root, busnames::manager, u"Capture"_s, {QVariantMap{{u"masked"_s, masked}}}, context, answer,
        [](const QVariantList &reply) { return readFile(qdbus_cast<QDBusUnixFileDescriptor>(reply.value(0))); });
}

void Connection::domainXml(const QUuid &uuid, bool inactive, QObject *context, const Answer<QString> &answer)
{
    d->ask(busnames::domainPath(uuid), busnames::domain, u"GetXml"_s, {inactive ? busnames::xmlInactive : 0U}, context,
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

void Connection::undefine(const QUuid &uuid, QObject *context, const Answer<void> &answer)
{
    d->ask(busnames::domainPath(uuid), busnames::domain, u"Undefine"_s, {}, context, answer);
}

void Connection::shutdown(const QUuid &uuid, QObject *context, const Answer<void> &answer)
{
    d->ask(busnames::domainPath(uuid), busnames::domain, u"Shutdown"_s, {}, context, answer);
}

void Connection::openConsole(const QUuid &uuid, QObject *context, const Answer<int> &answer)
{
    d->ask(busnames::domainPath(uuid), busnames::domain, u"OpenConsole"_s, {u"vnc"_s}, context, answer,
        [](const QVariantList &reply) -> Result<int> {
            const auto socket = qdbus_cast<QDBusUnixFileDescriptor>(reply.value(0));
            const int fd = socket.isValid() ? ::dup(socket.fileDescriptor()) : -1;
            if (fd < 0)
                return fail(ErrorCode::Internal, u"OpenConsole"_s, u"no socket in the answer"_s);
            return fd;
        });
}

void Connection::plan(
    const QString &kind, const QJsonObject &arguments, QObject *context, const Answer<PlanInfo> &answer)
{
    d->ask(busnames::root, busnames::manager, u"Plan"_s, {kind, arguments.toVariantMap()}, context, answer,
        [](const QVariantList &reply) { return Result<PlanInfo>(PlanInfo::fromJson(objectIn(reply.value(1)))); });
}

void Connection::apply(const QString &planId, QObject *context, const Answer<QString> &answer)
{
    const QPointer<QObject> guard(context);
    const bool guarded = context != nullptr;
    const Answer<QString> withJob = [this, guard, guarded, answer](const Result<QString> &path) {
        if (!path)
            return answer(fail(path.error()));
        if (const auto job = d->jobs.constFind(*path); job != d->jobs.cend())
            return answer(job->id);
        // The reply overtook the announcement: the job is asked for, so that it is there when we answer.
        d->link->call(*path, busnames::properties, u"GetAll"_s, {QString(busnames::job)},
            [this, guard, guarded, answer](const Result<QVariantList> &reply) {
                if (guarded && !guard)
                    return;
                if (!reply)
                    return answer(fail(reply.error()));
                const auto properties = qdbus_cast<QVariantMap>(reply->value(0));
                d->setJob(properties);
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
    return {u"workstation"_s, u"server"_s, u"laptop"_s, u"no-iommu"_s};
}

} // namespace laneway

#include "connection.moc"
