// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/connection.h"

#include "client/connectionprivate.h"
#include "core/busnames.h"
#include "core/releaseelsewhere.h"

#include <QCoreApplication>
#include <QDBusArgument>
#include <QFileInfo>
#include <QJsonArray>
#include <QThreadPool>
#include <QUrl>

#include <algorithm>

namespace laneway {

Connection::Connection()
    : d(std::make_unique<Private>(this))
{
}

Connection::~Connection()
{
    releaseElsewhere(std::move(d->host), std::move(d->claims), std::move(d->known));
}

Result<std::unique_ptr<Connection>> Connection::open(const QString &name, Scope scope)
{
    const auto target = ConnectionTarget::parse(name);
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

void Connection::Private::open()
{
    ++attempts;
    ++generation;
    if (target.kind != ConnectionTarget::Kind::Ssh)
        return connectBus({});
    tunnel = std::make_unique<SshTunnel>(*target.address);
    connect(tunnel.get(), &SshTunnel::up, this, [this](const QString &path) {
        connectBus(u"unix:path="_s + QString::fromLatin1(QUrl::toPercentEncoding(path, "/")));
    });
    connect(tunnel.get(), &SshTunnel::ended, this, &Private::lose);
}

void Connection::Private::connectBus(const QString &bus)
{
    const QPointer<Private> self(this);
    QThreadPool::globalInstance()->start([self, target = target, bus, attempt = generation] {
        auto result = openHelper(target, bus);
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
                else if (result)
                    result->close();
            },
            Qt::QueuedConnection);
    });
}

void Connection::Private::opened(const OpenedHelper &opened)
{
    helper = opened.spawned;
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
    link->call(
        busnames::root, busnames::objectManager, u"GetManagedObjects"_s, {}, [this](const Result<QVariantList> &reply) {
            if (!reply)
                return lose(reply.error());
            readingObjects = true;
            digest([list = reply->value(0)] { return KnownObjects::fromReply(list); },
                [this](const KnownObjects &objects) {
                    readingObjects = false;
                    gotObjects = true;
                    known = objects;
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
    if (target.kind == ConnectionTarget::Kind::Session && given.code == ErrorCode::Disconnected && attempts == 1
        && !gotObjects && (jobsOnly || (!gotHost && !gotClaims))) {
        isLost = false;
        return open();
    }
    gotObjects = gotHost = gotClaims = false;
    for (auto it = known.jobs().cbegin(); it != known.jobs().cend(); ++it)
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
    case ErrorCode::TimedOut: break;
    case ErrorCode::HelperUnavailable: // it is being installed anew, perhaps
    case ErrorCode::SshFailed:
        if (!wasReady)
            return false;
        break;
    default: return false;
    }
    return target.kind != ConnectionTarget::Kind::Simulated; // what it had become is gone
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
    const auto take = [this](const Result<HostReading> &read) { takeHost(read); };
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
                            return readingOf(before, contentOf(qdbus_cast<QDBusUnixFileDescriptor>(values.value(1))),
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
        if (values->value(1).toULongLong() > quint64(largestAnswer))
            return then(fail(ErrorCode::LimitExceeded, u"laneway-helper"_s, u"an answer above 64 MiB"_s), *values);
        readRelay(*values, std::make_shared<QByteArray>(), then);
    };
    ask(busnames::root, busnames::manager, method, arguments, q, begin,
        [](const QVariantList &values) { return Result<QVariantList>(values); });
}

void Connection::Private::readRelay(
    const QVariantList &values, const std::shared_ptr<QByteArray> &soFar, const Relayed &then)
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

void Connection::Private::takeHost(const Result<HostReading> &read)
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
        const auto job = known.jobs().constFind(it.key());
        areGone |= job == known.jobs().cend();
        if (job == known.jobs().cend()) {
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
    if (gotObjects) // or it will be in the list that is on its way
        tell(known.set(path, interfaces));
}

void Connection::Private::change(const QString &path, const QVariantMap &properties)
{
    if (readingObjects)
        news += [this, path, properties] { change(path, properties); };
    tell(known.change(path, properties));
}

void Connection::Private::remove(const QString &path)
{
    if (readingObjects)
        news += [this, path] { remove(path); };
    tell(known.remove(path));
}

void Connection::Private::tell(const KnownObjects::News &news)
{
    if (!isReady)
        return;
    if (news.networks)
        Q_EMIT q->networksChanged();
    if (news.domains)
        Q_EMIT q->domainsChanged();
    if (news.job)
        Q_EMIT q->jobChanged(*news.job);
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

bool Connection::isElsewhere() const
{
    return d->target.kind == ConnectionTarget::Kind::Ssh;
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
    return d->known.domains();
}

QList<NetworkState> Connection::networks() const
{
    return d->known.networks();
}

QList<JobInfo> Connection::jobs() const
{
    return d->known.jobs().values();
}

QStringList Connection::sampleNames()
{
    return ConnectionTarget::sampleNames();
}

} // namespace laneway
