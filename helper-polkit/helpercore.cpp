// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpercore.h"

#include "domains/console.h"
#include "domains/guestquestions.h"
#include "host/hostindex.h"
#include "jobs/commit.h"
#include "jobs/history.h"
#include "jobs/jobqueue.h"
#include "jobs/jobrunner.h"
#include "kernel/hostreader.h"
#include "kernel/keptsettings.h"
#include "kernel/processors.h"
#include "plan/assignment.h"
#include "plan/nvmeplans.h"
#include "plan/planner.h"
#include "plan/poolassignment.h"
#include "plan/release.h"

#include <QFile>
#include <QLoggingCategory>
#include <QPointer>
#include <QThreadPool>

namespace laneway {

namespace {

Q_LOGGING_CATEGORY(lcCore, "laneway.helper.core")

constexpr int definitionsPerOwner = 1000;
constexpr qsizetype mostReadAtOnce = 16; ///< functions, on the main thread
// Threads mostly wait, and for guests, which may let them wait: no user's may take them all.
constexpr int jobsAtOnce = 64;

/// For rules of udev, which have no search path: absolute. Empty where iproute2 is not installed.
QString ipProgram()
{
    for (const QString &file : {u"/usr/sbin/ip"_s, u"/sbin/ip"_s, u"/usr/bin/ip"_s, u"/bin/ip"_s})
        if (QFile::exists(file))
            return file;
    return {};
}

QString idText(const QUuid &uuid)
{
    return uuid.toString(QUuid::WithoutBraces);
}

/// An NVMe controller whose virtual functions need more than sysfs tells of.
bool mayHaveSecondaries(const PciFunction &function)
{
    return function.driver == u"nvme" && function.sriov && function.sriov->enabled > 0 && !function.sriov->nvme;
}

/// What a job's thread hands back.
struct Ended
{
    JobOutcome outcome;
    std::optional<RunRecord> run; ///< begun or changed
    bool runGone = false;
};

} // namespace

class HelperCore::Private
{
public:
    Private(HelperCore *core, const Options &given)
        : q(core)
        , options(given)
        , kernel(given.kernel)
        , history(given.stateDirectory + u"/journal"_s)
        , domains(given.stateDirectory + u"/domains"_s)
        , runStore(given.runDirectory + u"/domains"_s)
        , networks(given.stateDirectory, given.runDirectory)
    {
        jobPool.setMaxThreadCount(jobsAtOnce);
        readPool.setMaxThreadCount(2);
        askPool.setMaxThreadCount(1);
    }

    ~Private()
    {
        for (const auto &job : jobs.all())
            *job->cancel = true;
        jobPool.waitForDone();
        askPool.waitForDone();
        readPool.waitForDone();
        questions.waitForDone();
    }

    World world() const
    {
        return {host, domains, runs, detached, qemu,
            [this](const QString &job) { return history.entry(job); },
            [this, known = std::make_shared<std::optional<QMap<PciAddress, QJsonObject>>>()](const PciAddress &device) {
                if (!*known)
                    *known = history.formerDrivers();
                return (*known)->value(device);
            },
            options.simulated, options.privileged, networks.all(), promised(),
            [this](const QUuid &domain, const MacAddress &interface) { return networks.lastLease(domain, interface); },
            [this](const PciAddress &pf) { return keptRuleNow(kernel.etc, pf); }, ipProgram(),
            opened, [this](const QUuid &domain) { return networks.leasesOfOthers(domain); },
            [this](const QString &processors) { return nodeOfProcessors(kernel.sys, processors); }};
    }

    // Host

    void read(std::function<void(const Result<> &)> then);
    void startReading();
    Result<HostSnapshot> readNow(Asking asking = Asking::Allowed) const;
    void adoptHost(const Result<HostSnapshot> &fresh);
    void noteClaims();

    // Jobs

    QString enqueue(const KeptPlan &plan);
    void beginWaiting();
    void begin(const JobPtr &job);
    Ended work(const KeptPlan &plan, const QString &id, const std::atomic_bool &cancel,
        const StepProgress &progress, std::unique_ptr<Journal> &journal);
    void finish(const JobPtr &job, const Ended &ended);
    void conclude(const JobPtr &job, const Ended &ended);
    tl::unexpected<Error> notRunning(const QUuid &domain) const;

    // Networks

    QList<Claim> promised() const;
    void noteNetworks();
    void startPending();
    Result<> checkStart(const QUuid &uuid) const;

    // Domains

    void rememberLeases(const RunRecord &run);
    void revise(const QUuid &uuid) { revisions.insert(uuid, ++lastRevision); }
    void watch(const RunRecord &run);
    void guestEnded(const QUuid &uuid, const QString &guest, const QString &cause);
    DomainState stateOf(const QUuid &uuid) const;

    HelperCore *q;
    const Options options;
    Kernel kernel;
    History history;
    DomainStore domains;
    RunStore runStore;
    NetworkStore networks;
    QSet<QUuid> toBeStarted; ///< networks with autostart that had nothing to lend yet
    mutable QMap<qint64, QList<PoolState>> knownPools; ///< by viewer, -1 for all; empty: to be made anew
    QMap<QUuid, RunRecord> runs;
    QMap<QUuid, int> ids;
    QMap<QUuid, quint64> revisions;
    quint64 lastRevision = 0;
    int lastId = 0;
    HostSnapshot host;
    QList<PciAddress> detached;
    QMap<PciAddress, QString> opened; ///< functions of pools that programs of others have open
    QJsonObject knownClaims;
    QemuCapabilities qemu;
    PlanShelf plans;
    JobQueue jobs;
    bool reading = false;
    QList<std::function<void(const Result<> &)>> nextReaders;
    int plansUnderWay = 0;
    GuestQuestions questions;
    QThreadPool readPool;
    QThreadPool askPool; ///< a controller that is stuck keeps nobody from reading the host
    QThreadPool jobPool;
};

// Host

void HelperCore::Private::read(std::function<void(const Result<> &)> then)
{
    nextReaders += std::move(then);
    if (!reading)
        startReading();
}

void HelperCore::Private::startReading()
{
    reading = true;
    QSet<PciAddress> ours;
    for (const RunRecord &run : std::as_const(runs))
        for (const PciAddress &device : run.devices())
            ours += device;
    const bool hasPools = !networks.all().isEmpty();
    readPool.start([this, readers = std::exchange(nextReaders, {}), ours, hasPools] {
        const auto fresh = readNow();
        const auto others
            = fresh && hasPools && !options.recording ? openedByOthers(kernel, *fresh, ours) : QMap<PciAddress, QString>();
        QMetaObject::invokeMethod(q, [this, readers, fresh, others] {
            reading = false;
            if (std::exchange(opened, others) != others)
                noteNetworks();
            adoptHost(fresh);
            for (const auto &reader : readers)
                reader(fresh ? Result<>() : fail(fresh.error()));
            if (!nextReaders.isEmpty() && !reading)
                startReading();
        });
    });
}

Result<HostSnapshot> HelperCore::Private::readNow(Asking asking) const
{
    return options.recording ? *options.recording : readHost(kernel, asking);
}

void HelperCore::Private::adoptHost(const Result<HostSnapshot> &fresh)
{
    if (!fresh) {
        qCWarning(lcCore).noquote() << "reading the host:" << fresh.error().toString();
        return;
    }
    HostSnapshot now = *fresh;
    now.simulated = options.simulated;
    now.serial = host.serial + 1;
    if (host.serial != 0 && now.sameFacts(host))
        return;
    host = now;
    startPending();
    noteClaims();
    if (!networks.all().isEmpty())
        noteNetworks();
    Q_EMIT q->hostChanged(now.serial);
}

/// Tells of claims that came, went or changed.
void HelperCore::Private::noteClaims()
{
    QSet<PciAddress> held;
    for (const RunRecord &run : std::as_const(runs)) {
        const QList<PciAddress> devices = run.devices();
        held.unite(QSet(devices.cbegin(), devices.cend()));
    }
    detached.clear();
    for (const PciFunction &function : std::as_const(host.functions))
        if (isStubDriver(function.driver) && !held.contains(function.address))
            detached += function.address;
    const QJsonObject now = claimsOf(world()).toJson();
    if (now == knownClaims)
        return;
    knownClaims = now;
    if (!networks.all().isEmpty())
        noteNetworks();
    Q_EMIT q->claimsChanged();
}

// Jobs

QString HelperCore::Private::enqueue(const KeptPlan &plan)
{
    const JobPtr job = jobs.add(history.newJobId(), plan);
    if (!plan.plan.leases.isEmpty())
        noteNetworks();
    Q_EMIT q->jobChanged(job->id);
    beginWaiting();
    return job->id;
}

void HelperCore::Private::beginWaiting()
{
    const auto ready = jobs.takeReady();
    for (const auto &job : ready)
        begin(job);
}

void HelperCore::Private::begin(const JobPtr &job)
{
    if (*job->cancel)
        return finish(job, {{u"rolled-back"_s, Error{ErrorCode::Cancelled, job->plan().title, {}}, {}, {}}, {}, false});
    if (const auto about = stillAbout(job->kept, world()); !about)
        return finish(job, {{u"rolled-back"_s, about.error(), {}, {}}, {}, false});
    for (const RunRecord &heir : std::as_const(job->kept.heirs)) {
        if (const auto saved = runStore.save(heir); !saved)
            return finish(job, {{u"rolled-back"_s, saved.error(), {}, {}}, {}, false});
        runs.insert(heir.uuid, heir);
    }
    jobPool.start([this, job, plan = job->kept, id = job->id, cancel = job->cancel] {
        const auto progress = [this, job](int step, const QString &state) {
            QMetaObject::invokeMethod(q, [this, job, step, state] {
                QJsonObject json = job->steps[step].toObject();
                json[u"state"] = state;
                job->steps[step] = json;
                Q_EMIT q->jobChanged(job->id);
            });
        };
        std::unique_ptr<Journal> journal;
        const Ended ended = work(plan, id, *cancel, progress, journal);
        QMetaObject::invokeMethod(q, [this, job, ended] { finish(job, ended); });
        // What nobody has to wait for: the last records' sync, and the next job's file.
        journal.reset();
        Journal::prepare(history.directory());
    });
}

/// On the job's thread.
Ended HelperCore::Private::work(const KeptPlan &kept, const QString &id,
    const std::atomic_bool &cancel, const StepProgress &progress, std::unique_ptr<Journal> &journal)
{
    Ended ended;
    auto begun = stillTrue(kept, kernel).and_then([&] { return Journal::begin(history.directory(), id, kept.plan); });
    if (!begun) {
        ended.outcome = {u"rolled-back"_s, begun.error(), {}, {}};
        return ended;
    }
    journal = std::move(*begun);
    Commit commit(kept.plan, id, kept.guest, kernel, runStore, domains);
    ended.outcome = runPlan(kept.plan, kernel, *journal, progress, cancel,
        [&](const QMap<int, QJsonObject> &former) { return commit(former); });
    ended.run = commit.run();
    ended.runGone = commit.runGone();
    return ended;
}

void HelperCore::Private::finish(const JobPtr &job, const Ended &ended)
{
    // Whoever hears that it is done finds a host that shows it.
    read([this, job, ended](const Result<> &) { conclude(job, ended); });
}

void HelperCore::Private::conclude(const JobPtr &job, const Ended &ended)
{
    const Plan &plan = job->plan();
    job->error = ended.outcome.error;
    job->leftovers = ended.outcome.leftovers;
    for (auto result = ended.outcome.results.begin(); result != ended.outcome.results.end(); ++result) {
        QJsonObject step = job->steps[result.key()].toObject();
        step[u"result"] = *result;
        job->steps[result.key()] = step;
    }
    const bool done = ended.outcome.state == u"done";
    if (ended.run && done) {
        const bool isNew = !runs.contains(plan.domain);
        runs.insert(plan.domain, *ended.run);
        rememberLeases(*ended.run);
        if (isNew) {
            ids.insert(plan.domain, ++lastId);
            watch(*ended.run);
        }
    }
    if (ended.runGone) {
        runs.remove(plan.domain);
        ids.remove(plan.domain);
    }
    if (done && !plan.configXml.isEmpty()) {
        const auto stored = DomainXml::parse(plan.configXml).and_then([&](const DomainXml &xml) {
            return domains.put(xml, plan.caller);
        });
        if (!stored)
            qCWarning(lcCore).noquote() << plan.title << stored.error().toString();
    }
    if (!plan.configXml.isEmpty() || ended.run || ended.runGone)
        revise(plan.domain);
    job->state = ended.outcome.state;
    history.tidyNowAndThen();
    noteClaims();
    if (!plan.leases.isEmpty())
        noteNetworks();
    if (!plan.domain.isNull())
        Q_EMIT q->domainChanged(plan.domain);
    Q_EMIT q->jobChanged(job->id);
    // A guest that ended while a job had it is still to be cleaned up after.
    if (const auto run = runs.constFind(plan.domain); run != runs.constEnd() && !ended.run)
        if (!kernel.guests.isAlive(run->guest))
            guestEnded(plan.domain, run->guest.id, u"ended"_s);
    beginWaiting();
}

tl::unexpected<Error> HelperCore::Private::notRunning(const QUuid &domain) const
{
    const StoredDomain *stored = domains.find(domain);
    return fail(ErrorCode::UnsupportedConfiguration,
        u"domain "_s + (stored ? stored->xml.name() : idText(domain)), u"It is not running."_s);
}

// Networks

QList<Claim> HelperCore::Private::promised() const
{
    QList<Claim> claims;
    for (const auto &job : jobs.all())
        if (!job->isFinished())
            for (const Lease &lease : job->plan().leases)
                claims += Claim{lease.device, job->plan().domain, job->plan().domainName, job->plan().caller, false, true};
    return claims;
}

void HelperCore::Private::noteNetworks()
{
    knownPools.clear();
    Q_EMIT q->networksChanged();
}

Result<> HelperCore::Private::checkStart(const QUuid &uuid) const
{
    const StoredNetwork *network = networks.find(uuid);
    if (!network)
        return fail(ErrorCode::NotFound, u"network "_s + idText(uuid));
    return network->active ? Result<>() : checkPool(*network, host);
}

/// What is to be there with the host, once its card is.
void HelperCore::Private::startPending()
{
    const QSet<QUuid> pending = toBeStarted;
    for (const QUuid &uuid : pending) {
        const StoredNetwork *network = networks.find(uuid);
        if (!network || network->active || !network->autostart) {
            toBeStarted.remove(uuid);
            continue;
        }
        const auto started = checkStart(uuid).and_then([&] { return networks.start(uuid); });
        if (started)
            toBeStarted.remove(uuid);
        qCInfo(lcCore).noquote() << "network" << network->name()
                                 << (started ? u"started"_s : u"waits: "_s + started.error().toString());
    }
}

void HelperCore::Private::rememberLeases(const RunRecord &run)
{
    QMap<MacAddress, PciAddress> leases;
    const QList<AssignedDevice> assigned = run.assigned();
    for (const Lease &lease : run.leases)
        for (const AssignedDevice &device : assigned)
            if (device.source == lease.device && device.mac)
                leases.insert(*device.mac, device.source);
    if (leases.isEmpty())
        return;
    // Without them the next start takes any: no reason to fail.
    if (const auto written = networks.rememberLeases(run.uuid, leases); !written)
        qCWarning(lcCore).noquote() << "leases of" << run.name << written.error().toString();
}

// Domains

void HelperCore::Private::watch(const RunRecord &run)
{
    // The guests' door outlives us.
    const auto tell = [core = QPointer(q), uuid = run.uuid, guest = run.guest.id](const QString &cause) {
        if (core)
            core->d->guestEnded(uuid, guest, cause);
    };
    kernel.guests.watch(run.guest, tell);
}

void HelperCore::Private::guestEnded(const QUuid &uuid, const QString &guest, const QString &cause)
{
    const auto run = runs.constFind(uuid);
    if (run == runs.constEnd() || run->guest.id != guest)
        return;
    if (jobs.isEnding(uuid))
        return;
    qCInfo(lcCore).noquote() << "domain" << run->name << "ended:" << cause;
    enqueue(withFacts(releasePlan(*run, world()), world()));
}

DomainState HelperCore::Private::stateOf(const QUuid &uuid) const
{
    const auto run = runs.constFind(uuid);
    DomainState state
        = laneway::stateOf(uuid, domains.find(uuid), run == runs.constEnd() ? nullptr : &*run, ids.value(uuid, -1));
    state.revision = revisions.value(uuid);
    return state;
}

// The class itself

HelperCore::HelperCore(const Options &options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, options))
{
}

HelperCore::~HelperCore() = default;

QList<RecoveryReport> HelperCore::start()
{
    QList<RecoveryReport> reports = recover(d->history.directory(), d->kernel, d->runStore);
    const QStringList unreadable = d->domains.load();
    for (const QString &file : unreadable)
        qCWarning(lcCore).noquote() << "definition:" << file;
    const QStringList badNetworks = d->networks.load();
    for (const QString &file : badNetworks)
        qCWarning(lcCore).noquote() << "network:" << file;
    d->toBeStarted = d->networks.dueSinceBoot();
    d->adoptHost(d->readNow(Asking::Avoided));
    if (const auto runs = d->runStore.load())
        d->runs = *runs;
    const auto records = d->runs;
    for (const RunRecord &run : records) {
        d->rememberLeases(run); // the former helper may not have come to it
        d->ids.insert(run.uuid, ++d->lastId);
        if (d->kernel.guests.isAlive(run.guest)) {
            d->watch(run);
            continue;
        }
        const KeptPlan release = withFacts(releasePlan(run, d->world()), d->world());
        for (const RunRecord &heir : release.heirs)
            if (d->runStore.save(heir))
                d->runs.insert(heir.uuid, heir);
        const QString id = d->history.newJobId();
        std::unique_ptr<Journal> journal;
        const Ended ended = d->work(release, id, false, {}, journal);
        reports += RecoveryReport{id, release.plan.title,
            ended.outcome.state == u"done" ? u"finished"_s : ended.outcome.state, ended.outcome.leftovers};
        if (ended.runGone)
            d->runs.remove(run.uuid);
    }
    d->history.tidy();
    if (!reports.isEmpty())
        d->adoptHost(d->readNow(Asking::Avoided));
    d->noteClaims();
    // Who calls first need not wait for an NVMe controller's answer.
    if (std::any_of(d->host.functions.cbegin(), d->host.functions.cend(), &mayHaveSecondaries))
        refreshHost();
    d->jobPool.start([journals = d->history.directory()] { Journal::prepare(journals); });
    return reports;
}

const HostSnapshot &HelperCore::host() const
{
    return d->host;
}

Claims HelperCore::claims() const
{
    return claimsOf(d->world());
}

void HelperCore::refreshHost()
{
    d->read([](const Result<> &) {});
}

QList<DomainState> HelperCore::domains(std::optional<uint> owner) const
{
    QSet<QUuid> uuids;
    for (auto domain = d->domains.all().begin(); domain != d->domains.all().end(); ++domain)
        uuids += domain.key();
    for (auto run = d->runs.begin(); run != d->runs.end(); ++run)
        uuids += run.key();
    QList<DomainState> states;
    for (const QUuid &uuid : std::as_const(uuids)) {
        const DomainState state = d->stateOf(uuid);
        if (!owner || state.owner == *owner)
            states += state;
    }
    std::sort(states.begin(), states.end(), [](const DomainState &one, const DomainState &other) {
        return std::tie(one.name, one.uuid) < std::tie(other.name, other.uuid);
    });
    return states;
}

std::optional<DomainState> HelperCore::domain(const QUuid &uuid) const
{
    if (!d->domains.find(uuid) && !d->runs.contains(uuid))
        return std::nullopt;
    return d->stateOf(uuid);
}

Result<QByteArray> HelperCore::domainXml(const QUuid &uuid, bool inactive) const
{
    const auto run = d->runs.constFind(uuid);
    if (run != d->runs.constEnd() && !inactive) {
        auto xml = DomainXml::parse(run->liveXml);
        if (!xml)
            return fail(xml.error());
        xml->editableRoot().setAttribute(u"id"_s, d->ids.value(uuid));
        return xml->toXml();
    }
    if (const StoredDomain *domain = d->domains.find(uuid))
        return domain->xml.toXml();
    return fail(ErrorCode::NotFound, idText(uuid));
}

Result<QUuid> HelperCore::define(const QByteArray &text, uint caller)
{
    auto xml = DomainXml::parse(text);
    if (!xml)
        return fail(xml.error());
    const auto complete = xml->complete(std::bind_front(&HostSnapshot::isPcie, &d->host), DomainXml::Networks::Pools)
                              .and_then([&] { return xml->validate(); })
                              .and_then([&] {
                                  return d->options.privileged ? xml->refuseForeign() : Result<>();
                              });
    if (!complete)
        return fail(complete.error());
    const auto owned = std::count_if(d->domains.all().begin(), d->domains.all().end(),
        [&](const StoredDomain &domain) { return domain.owner == caller; });
    if (owned >= definitionsPerOwner && !d->domains.find(xml->uuid()))
        return fail(ErrorCode::LimitExceeded, xml->name(), u"too many definitions"_s);
    if (d->jobs.isBusy(xml->uuid()))
        return fail(ErrorCode::Busy, xml->name(), u"a job of this domain is under way"_s);
    // A run whose definition is gone is still its owner's, and so is its UUID.
    if (const auto run = d->runs.constFind(xml->uuid()); run != d->runs.constEnd() && run->owner != caller)
        return fail(ErrorCode::PermissionDenied, xml->name(), u"this UUID is another user's"_s);
    if (const auto stored = storeIdentities(*xml, d->host); !stored)
        return fail(stored.error());
    if (const auto stored = d->domains.put(*xml, caller); !stored)
        return fail(stored.error());
    d->revise(xml->uuid());
    d->noteClaims();
    Q_EMIT domainChanged(xml->uuid());
    return xml->uuid();
}

Result<> HelperCore::undefine(const QUuid &uuid)
{
    if (d->jobs.isBusy(uuid))
        return fail(ErrorCode::Busy, idText(uuid), u"a job of this domain is under way"_s);
    auto removed = d->domains.remove(uuid);
    if (!removed)
        return removed;
    (void)d->networks.forgetLeases(uuid); // a file that stays says nothing to anybody
    d->revisions.remove(uuid);
    d->noteClaims();
    Q_EMIT domainChanged(uuid);
    return {};
}

void HelperCore::shutdown(const QUuid &uuid, std::function<void(const Result<> &)> answer)
{
    const auto run = d->runs.constFind(uuid);
    if (run == d->runs.constEnd())
        return answer(d->notRunning(uuid));
    if (const auto allowed = d->questions.mayAsk(run->owner); !allowed)
        return answer(allowed);
    d->questions.ask<QJsonObject>(
        run->owner, this,
        [this, guest = run->guest] {
            return d->kernel.guests.command(guest, {{u"execute"_s, u"system_powerdown"_s}});
        },
        [answer = std::move(answer)](const Result<QJsonObject> &done) {
            answer(done.map([](const QJsonObject &) {}));
        });
}

void HelperCore::openConsole(const QUuid &uuid, std::function<void(const Result<int> &)> answer)
{
    const auto run = d->runs.constFind(uuid);
    if (run == d->runs.constEnd())
        return answer(d->notRunning(uuid));
    if (const auto allowed = d->questions.mayAsk(run->owner); !allowed)
        return answer(fail(allowed.error()));
    d->questions.ask<int>(
        run->owner, this, [this, guest = run->guest] { return connectToScreen(d->kernel.guests, guest); },
        std::move(answer));
}

QList<PoolState> HelperCore::networks(std::optional<uint> viewer) const
{
    const qint64 key = viewer ? qint64(*viewer) : -1;
    if (const auto known = d->knownPools.constFind(key); known != d->knownPools.constEnd())
        return *known;
    if (d->networks.all().isEmpty())
        return {};
    const Claims all = claims();
    const auto sees = [key](uint owner) { return key <= 0 || qint64(owner) == key; };
    const Claims seen = key <= 0 ? all : withNamesSeenBy(all, sees);
    const HostIndex index(d->host, seen);
    const auto leased = leasedDevices(d->runs);
    const auto promised = namesSeenBy(d->promised(), sees);
    QList<PoolState> states;
    for (const StoredNetwork &network : d->networks.all())
        states += laneway::stateOf(network, {d->host, seen, index, leased, promised, d->opened, viewer});
    std::sort(states.begin(), states.end(),
        [](const PoolState &one, const PoolState &other) { return one.name < other.name; });
    return *d->knownPools.insert(key, states);
}

std::optional<PoolState> HelperCore::network(const QUuid &uuid, std::optional<uint> viewer) const
{
    const QList<PoolState> states = networks(viewer);
    const auto found
        = std::find_if(states.begin(), states.end(), [&](const PoolState &state) { return state.uuid == uuid; });
    return found == states.end() ? std::nullopt : std::optional(*found);
}

QString HelperCore::networkName(const QUuid &uuid) const
{
    const StoredNetwork *network = d->networks.find(uuid);
    return network ? network->name() : QString();
}

Result<QByteArray> HelperCore::networkXml(const QUuid &uuid, bool inactive) const
{
    const StoredNetwork *network = d->networks.find(uuid);
    if (!network)
        return fail(ErrorCode::NotFound, u"network "_s + idText(uuid));
    if (!network->active || (inactive && network->defined))
        return network->defined->toXml();
    if (inactive)
        return network->active->toXml();
    const auto pool = network->active->pool();
    const auto devices = pool ? poolDevices(d->host, pool->source) : fail(pool.error());
    return network->active->toActiveXml(
        int(leasedDevices(d->runs).value(uuid).size()), devices.value_or(QList<PciAddress>()));
}

void HelperCore::defineNetwork(const QByteArray &text, std::function<void(const Result<QUuid> &)> answer)
{
    if (text.size() > NetworkXml::largestText)
        return answer(fail(ErrorCode::LimitExceeded, u"network"_s,
            u"more than %1 KiB of XML"_s.arg(NetworkXml::largestText / 1024)));
    auto xml = NetworkXml::parse(text);
    if (!xml)
        return answer(fail(xml.error()));
    xml->complete();
    if (const auto valid = xml->validate(); !valid)
        return answer(fail(valid.error()));
    d->read([this, xml = *xml, answer = std::move(answer)](const Result<> &) mutable {
        const auto defined = checkAddresses(xml, d->host).and_then([&] {
            xml.dropListBehindPhysical();
            return d->networks.define(xml);
        });
        if (!defined)
            return answer(fail(defined.error()));
        d->noteNetworks();
        answer(xml.uuid());
    });
}

Result<> HelperCore::undefineNetwork(const QUuid &uuid)
{
    auto done = d->networks.undefine(uuid);
    if (done)
        d->noteNetworks();
    return done;
}

void HelperCore::startNetwork(const QUuid &uuid, std::function<void(const Result<> &)> answer)
{
    d->read([this, uuid, answer = std::move(answer)](const Result<> &) {
        const auto started = d->checkStart(uuid).and_then([&] { return d->networks.start(uuid); });
        if (started)
            d->noteNetworks();
        answer(started);
    });
}

Result<> HelperCore::stopNetwork(const QUuid &uuid, std::optional<uint> viewer)
{
    const StoredNetwork *network = d->networks.find(uuid);
    if (!network)
        return fail(ErrorCode::NotFound, u"network "_s + idText(uuid));
    QStringList users;
    const auto add = [&](const PciAddress &device, uint owner, const QString &name) {
        const bool isSeen = !viewer || *viewer == 0 || owner == *viewer;
        users += PlanText::tr("%1 is in use by %2.").arg(device.toString(), isSeen ? name : u"uid %1"_s.arg(owner));
    };
    const auto leases = leasesOf(uuid, d->runs);
    for (auto it = leases.begin(); it != leases.end(); ++it)
        for (const Lease &lease : *it)
            add(lease.device, d->runs[it.key()].owner, d->runs[it.key()].name);
    for (const auto &job : d->jobs.all())
        if (!job->isFinished() && !leases.contains(job->plan().domain))
            for (const Lease &lease : job->plan().leases)
                if (lease.network == uuid)
                    add(lease.device, job->plan().caller, job->plan().domainName);
    if (!users.isEmpty())
        return fail(ErrorCode::DeviceInUse, u"network "_s + network->name(), users.join(u' '));
    auto stopped = d->networks.stop(uuid);
    if (stopped) {
        d->toBeStarted.remove(uuid);
        d->noteNetworks();
    }
    return stopped;
}

Result<> HelperCore::setNetworkAutostart(const QUuid &uuid, bool on)
{
    auto done = d->networks.setAutostart(uuid, on);
    if (done)
        d->noteNetworks();
    return done;
}

void HelperCore::plan(const PlanRequest &request, std::function<void(const Result<Plan> &)> answer)
{
    ++d->plansUnderWay;
    const auto make = [this, request, answer = std::move(answer)](const Result<> &fresh) {
        --d->plansUnderWay;
        if (!fresh)
            return answer(fail(fresh.error()));
        const auto plan = makePlan(request, d->world());
        if (plan)
            d->plans.put(withFacts(*plan, d->world()));
        answer(plan);
    };
    // QEMU itself says what it can do; it is asked once, and not for a simulation.
    const bool asksQemu = !d->options.simulated && (request.kind == u"start" || request.kind == u"attach");
    const QList<PciAddress> controllers = controllersToAsk(request, d->world());
    const auto goOn = [this, make, asksQemu](const Result<> &asked) {
        if (!asked)
            return make(asked);
        if (!asksQemu)
            return d->read(make);
        d->readPool.start([this, make] {
            const auto qemu = probeQemu(d->options.qemuProgram);
            QMetaObject::invokeMethod(this, [this, make, qemu] {
                if (!qemu)
                    return make(fail(qemu.error()));
                d->qemu = *qemu;
                d->read(make);
            });
        });
    };
    if (controllers.isEmpty())
        return goOn({});
    d->askPool.start([this, goOn, request, controllers] {
        const auto asked = askControllers(d->kernel, request, controllers);
        QMetaObject::invokeMethod(this, [goOn, asked] { goOn(asked); });
    });
}

std::optional<Plan> HelperCore::storedPlan(const QString &id) const
{
    const auto kept = d->plans.find(id);
    return kept ? std::optional(kept->plan) : std::nullopt;
}

Result<QString> HelperCore::apply(const QString &planId, uint caller)
{
    const auto kept = d->plans.find(planId);
    if (!kept)
        return fail(ErrorCode::NotFound, planId, u"no such plan, or it is too old"_s);
    if (kept->plan.caller != caller)
        return fail(ErrorCode::PermissionDenied, planId, u"another user's plan"_s);
    d->plans.remove(planId);
    if (const auto free = leasesStillFree(kept->plan, d->world()); !free)
        return fail(free.error());
    // What waits for another job is looked at when its turn has come, and much of it on the job's thread:
    // nobody else is to wait for it.
    const auto valid = d->jobs.wouldWait(kept->plan)
        ? Result<>()
        : stillAbout(*kept, d->world()).and_then([&] {
              return kept->facts.size() > mostReadAtOnce ? Result<>() : stillTrue(*kept, d->kernel);
          });
    if (!valid) {
        refreshHost();
        return fail(valid.error());
    }
    return d->enqueue(*kept);
}

Result<> HelperCore::cancel(const QString &id)
{
    const auto job = d->jobs.find(id);
    if (!job)
        return fail(ErrorCode::NotFound, id);
    *job->cancel = true;
    return {};
}

QList<JobState> HelperCore::jobs() const
{
    QList<JobState> states;
    for (const auto &job : d->jobs.all())
        states += stateOf(*job);
    return states;
}

std::optional<JobState> HelperCore::job(const QString &id) const
{
    const auto job = d->jobs.find(id);
    return job ? std::optional(stateOf(*job)) : std::nullopt;
}

QJsonArray HelperCore::journal() const
{
    return d->history.entries();
}

Result<QJsonObject> HelperCore::journalEntry(const QString &job) const
{
    return d->history.entry(job);
}

bool HelperCore::hasWork() const
{
    return !d->jobs.isIdle();
}

bool HelperCore::isIdle() const
{
    return d->jobs.isIdle() && !d->reading && d->nextReaders.isEmpty() && d->plansUnderWay == 0
        && d->questions.isIdle();
}

} // namespace laneway
