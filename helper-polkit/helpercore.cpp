// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpercore.h"

#include "host/hostindex.h"
#include "jobs/commit.h"
#include "kernel/hostreader.h"
#include "plan/assignment.h"
#include "plan/planner.h"
#include "plan/release.h"
#include "plan/undoplan.h"

#include <QFile>
#include <QLoggingCategory>
#include <QPointer>
#include <QThreadPool>

#include <sys/socket.h>
#include <unistd.h>

namespace laneway {

namespace {

Q_LOGGING_CATEGORY(lcCore, "laneway.helper.core")

constexpr qint64 planLifeSeconds = 600;
constexpr int plansPerCaller = 64;
constexpr int definitionsPerOwner = 1000;
constexpr int finishedJobsKept = 256;
constexpr int journalsPerOwner = 500;
constexpr qint64 journalBytesPerOwner = 64 * 1024 * 1024;
constexpr int jobsBetweenTidying = 50;
// Threads mostly wait, and for guests, which may let them wait: no user's may take them all.
constexpr int jobsAtOnce = 64;
constexpr int questionsAtOnce = 64;
constexpr int questionsPerOwner = 4;

QString idText(const QUuid &uuid)
{
    return uuid.toString(QUuid::WithoutBraces);
}

/// What a verdict depends on: without what changes by itself all the time.
PciFunction relevantFacts(PciFunction function)
{
    function.powerState.clear();
    function.linkNow = {};
    function.numaNode = -1;
    for (NetInterface &interface : function.interfaces)
        interface.carrier = false;
    if (function.sriov)
        function.sriov->settings.clear();
    return function;
}

bool inEachOthersWay(const QStringList &one, const QStringList &other)
{
    return std::any_of(one.begin(), one.end(), [&](const QString &resource) {
        const bool shared = resource.startsWith(u'~');
        const QString name = shared ? resource.mid(1) : resource;
        return other.contains(name) || (!shared && other.contains(u'~' + name));
    });
}

struct KeptPlan
{
    Plan plan;
    QMap<PciAddress, PciFunction> facts; ///< of its devices and their groups
    QMap<PciAddress, QUuid> holders; ///< runs that had a device of the plan when it was made
    QString guest; ///< launch id of the run that it is about
    QList<RunRecord> heirs;
};

struct Job
{
    QString id;
    KeptPlan kept;
    bool begun = false;
    QString state = u"running"_s;
    std::optional<Error> error;
    QStringList leftovers;
    QJsonArray steps;
    std::shared_ptr<std::atomic_bool> cancel = std::make_shared<std::atomic_bool>(false);

    bool isFinished() const { return state != u"running"; }
    const Plan &plan() const { return kept.plan; }
};

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
        , journals(given.stateDirectory + u"/journal"_s)
        , domains(given.stateDirectory + u"/domains"_s)
        , runStore(given.runDirectory + u"/domains"_s)
    {
        jobPool.setMaxThreadCount(jobsAtOnce);
        readPool.setMaxThreadCount(2);
        questionPool.setMaxThreadCount(questionsAtOnce);
    }

    ~Private()
    {
        for (const auto &job : std::as_const(jobs))
            *job->cancel = true;
        jobPool.waitForDone();
        readPool.waitForDone();
        questionPool.waitForDone();
    }

    World world() const
    {
        return {host, domains, runs, detached, qemu,
            [this](const QString &job) {
                return readJournal(journals, job).map([](const JournalRecord &record) {
                    return record.toJson();
                });
            },
            [this](const PciAddress &device) { return formerDriver(device); }, options.simulated,
            options.privileged};
    }

    QJsonObject formerDriver(const PciAddress &device) const;

    // Host

    void read(std::function<void(const Result<> &)> then);
    void startReading();
    Result<HostSnapshot> readNow() const;
    void adoptHost(const Result<HostSnapshot> &fresh);
    void noteClaims();

    // Plans

    void keep(const Plan &plan);
    KeptPlan kept(const Plan &plan) const;
    Result<> stillTrue(const KeptPlan &plan) const;
    Result<> stillAbout(const KeptPlan &plan) const;
    QMap<PciAddress, QUuid> holdersOf(const KeptPlan &plan) const;

    // Jobs

    void tidyJournals();
    QString newJobId();
    QString enqueue(const KeptPlan &plan);
    void beginWaiting();
    void begin(const std::shared_ptr<Job> &job);
    Ended work(const KeptPlan &plan, const QString &id, const std::atomic_bool &cancel,
        const StepProgress &progress, std::unique_ptr<Journal> &journal);
    void finish(const std::shared_ptr<Job> &job, const Ended &ended);
    void conclude(const std::shared_ptr<Job> &job, const Ended &ended);
    QJsonObject jobJson(const Job &job) const;
    JobState stateOf(const Job &job) const { return {job.id, job.plan().caller, jobJson(job), job.state}; }
    std::shared_ptr<Job> findJob(const QString &id) const;
    bool isBusy(const QUuid &domain) const;
    tl::unexpected<Error> notRunning(const QUuid &domain) const;

    // Domains

    /// Runs @p question, which may have to wait for a guest, on a thread, and @p then on ours.
    template <typename T>
    void askGuest(uint owner, std::function<Result<T>()> question, std::function<void(const Result<T> &)> then)
    {
        ++underWay;
        ++questions[owner];
        questionPool.start([this, owner, question = std::move(question), then = std::move(then)] {
            const Result<T> answer = question();
            QMetaObject::invokeMethod(q, [this, owner, answer, then] {
                --underWay;
                --questions[owner];
                then(answer);
            });
        });
    }
    Result<> mayAskGuest(uint owner) const
    {
        if (questions.value(owner) < questionsPerOwner)
            return {};
        return fail(ErrorCode::LimitExceeded, u"guests"_s, u"too many questions to machines are waiting for an answer"_s);
    }
    void watch(const RunRecord &run);
    void guestEnded(const QUuid &uuid, const QString &guest, const QString &cause);
    DomainState stateOf(const QUuid &uuid) const;

    HelperCore *q;
    const Options options;
    Kernel kernel;
    const QString journals;
    DomainStore domains;
    RunStore runStore;
    QMap<QUuid, RunRecord> runs;
    QMap<QUuid, int> ids;
    int lastId = 0;
    HostSnapshot host;
    QList<PciAddress> detached;
    QJsonObject knownClaims;
    QemuCapabilities qemu;
    QMap<QString, KeptPlan> plans;
    QList<std::shared_ptr<Job>> jobs;
    int jobNumber = 0;
    bool reading = false;
    QList<std::function<void(const Result<> &)>> nextReaders;
    int underWay = 0; ///< questions to guests and plans in the making
    mutable QMap<QString, QJsonObject> finishedJournals;
    QMap<uint, int> questions; ///< to guests, by owner
    QThreadPool readPool;
    QThreadPool jobPool;
    QThreadPool questionPool;
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
    readPool.start([this, readers = std::exchange(nextReaders, {})] {
        const auto fresh = readNow();
        QMetaObject::invokeMethod(q, [this, readers, fresh] {
            reading = false;
            adoptHost(fresh);
            for (const auto &reader : readers)
                reader(fresh ? Result<>() : fail(fresh.error()));
            if (!nextReaders.isEmpty() && !reading)
                startReading();
        });
    });
}

Result<HostSnapshot> HelperCore::Private::readNow() const
{
    return options.recording ? *options.recording : readHost(kernel);
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
    noteClaims();
    Q_EMIT q->hostChanged(now.serial);
}

/// Tells of claims that came, went or changed.
void HelperCore::Private::noteClaims()
{
    QList<PciAddress> held;
    for (const RunRecord &run : std::as_const(runs))
        held += run.devices();
    detached.clear();
    for (const PciFunction &function : std::as_const(host.functions))
        if (isStubDriver(function.driver) && !held.contains(function.address))
            detached += function.address;
    const QJsonObject now = claimsOf(world()).toJson();
    if (now == knownClaims)
        return;
    knownClaims = now;
    Q_EMIT q->claimsChanged();
}

QJsonObject HelperCore::Private::formerDriver(const PciAddress &device) const
{
    QStringList ids = listJournals(journals);
    while (!ids.isEmpty()) {
        const auto record = readJournal(journals, ids.takeLast());
        if (!record || record->outcome != u"done" || record->plan[u"kind"].toString() != u"detach")
            continue;
        for (int i = 0; i < record->steps.size(); ++i)
            if (record->steps[i]->kind() == u"change-driver" && record->steps[i]->devices().contains(device))
                return record->former.value(i);
    }
    return {};
}

// Plans

/// Which runs have devices of the plan. Not to be seen at the devices: those that wait for a machine
/// and those that one has are on the same driver.
QMap<PciAddress, QUuid> HelperCore::Private::holdersOf(const KeptPlan &kept) const
{
    QMap<PciAddress, QUuid> holders;
    const Claims claims = claimsOf(world());
    for (const Claim &claim : claims.domains)
        if (claim.running
            && (kept.facts.contains(claim.device) || kept.plan.resources.contains(claim.device.toString())))
            holders.insert(claim.device, claim.domain);
    return holders;
}

KeptPlan HelperCore::Private::kept(const Plan &plan) const
{
    KeptPlan kept{plan, {}, {}, {}, {}};
    if (const auto run = runs.constFind(plan.domain); run != runs.constEnd()) {
        kept.guest = run->guest.id;
        if (plan.goesForward())
            kept.heirs = heirsOf(*run, world());
    }
    for (const StepPtr &step : plan.steps)
        for (const PciAddress &device : step->devices())
            if (const PciFunction *function = host.find(device)) {
                kept.facts.insert(device, relevantFacts(*function));
                if (!function->iommuGroup)
                    continue;
                for (const PciAddress &member : host.groupMembers(*function->iommuGroup))
                    kept.facts.insert(member, relevantFacts(*host.find(member)));
            }
    kept.holders = holdersOf(kept);
    return kept;
}

void HelperCore::Private::keep(const Plan &plan)
{
    const QDateTime oldest = QDateTime::currentDateTimeUtc().addSecs(-planLifeSeconds);
    plans.removeIf([&](auto entry) { return entry.value().plan.made < oldest; });
    QList<const Plan *> callers;
    for (const KeptPlan &other : std::as_const(plans))
        if (other.plan.caller == plan.caller)
            callers += &other.plan;
    if (callers.size() >= plansPerCaller) {
        const auto first = std::min_element(callers.begin(), callers.end(),
            [](const Plan *one, const Plan *other) { return one->made < other->made; });
        plans.remove((*first)->id);
    }
    plans.insert(plan.id, kept(plan));
}

/// For any thread: whether the devices are as they were when the plan was made.
Result<> HelperCore::Private::stillTrue(const KeptPlan &kept) const
{
    // What a guest held is given back whatever else happened.
    if (kept.plan.goesForward())
        return {};
    for (auto fact = kept.facts.begin(); fact != kept.facts.end(); ++fact) {
        const auto now = readFunction(kernel, fact.key());
        if (!now)
            return fail(ErrorCode::HostChanged, fact.key().toString(), now.error().toString());
        const PciFunction facts = relevantFacts(*now);
        if (facts == *fact)
            continue;
        const QString what = facts.driver != fact->driver
            ? u"its driver was \""_s + fact->driver + u"\" and is \""_s + facts.driver + u'"'
            : u"it is not as it was when the plan was made"_s;
        return fail(ErrorCode::HostChanged, fact.key().toString(), what);
    }
    return {};
}

/// Whether the domain and its run, and who has the devices, are those that the plan was made for.
Result<> HelperCore::Private::stillAbout(const KeptPlan &kept) const
{
    // What a guest held is given back whatever else happened.
    if (!kept.plan.goesForward())
        if (const auto now = holdersOf(kept); now != kept.holders) {
            for (auto holder = now.begin(); holder != now.end(); ++holder)
                if (kept.holders.value(holder.key()) != *holder)
                    return fail(ErrorCode::HostChanged, holder.key().toString(), u"a running machine has it now"_s);
            return fail(ErrorCode::HostChanged, kept.holders.firstKey().toString(),
                u"the machine that had it does not run any more"_s);
        }
    if (kept.plan.domain.isNull())
        return {};
    if (const StoredDomain *defined = domains.find(kept.plan.domain); defined && defined->owner != kept.plan.caller)
        return fail(ErrorCode::HostChanged, u"domain "_s + kept.plan.domainName, u"it is another user's now"_s);
    const auto run = runs.constFind(kept.plan.domain);
    const QString guest = run == runs.constEnd() ? QString() : run->guest.id;
    if (guest != kept.guest)
        return fail(ErrorCode::HostChanged, u"domain "_s + kept.plan.domainName,
            guest.isEmpty() ? u"it is not running any more"_s : u"it was started meanwhile"_s);
    return {};
}

// Jobs

/// An owner's oldest jobs are forgotten for newer ones: nobody fills the disk with theirs.
void HelperCore::Private::tidyJournals()
{
    QMap<uint, int> count;
    QMap<uint, qint64> bytes;
    const QJsonArray newestFirst = q->journal();
    for (const QJsonValue &entry : newestFirst) {
        if (entry[u"outcome"].toString().isEmpty())
            continue;
        const uint owner = uint(entry[u"owner"].toInteger());
        const QString id = entry[u"id"].toString();
        QFile file(journals + u'/' + id + u".journal"_s);
        bytes[owner] += file.size();
        if (++count[owner] <= journalsPerOwner && bytes[owner] <= journalBytesPerOwner)
            continue;
        file.remove();
        finishedJournals.remove(id);
    }
}

QString HelperCore::Private::newJobId()
{
    return QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmsszzz"_s)
        + QString::asprintf("-%06d", ++jobNumber);
}

QString HelperCore::Private::enqueue(const KeptPlan &plan)
{
    auto job = std::make_shared<Job>();
    job->id = newJobId();
    job->kept = plan;
    for (const StepPtr &step : plan.plan.steps) {
        QJsonObject json = describeStep(*step);
        json[u"state"] = u"waiting"_s;
        job->steps += json;
    }
    jobs += job;
    auto finished = std::count_if(jobs.begin(), jobs.end(), [](const auto &one) { return one->isFinished(); });
    for (auto old = jobs.begin(); finished > finishedJobsKept && old != jobs.end();) {
        if (!(*old)->isFinished()) {
            ++old;
            continue;
        }
        old = jobs.erase(old);
        --finished;
    }
    Q_EMIT q->jobChanged(job->id);
    beginWaiting();
    return job->id;
}

void HelperCore::Private::beginWaiting()
{
    // In order: one that waits is not overtaken by another that wants the same.
    QStringList taken;
    const auto now = jobs;
    for (const auto &job : now)
        if (job->begun && !job->isFinished())
            taken += job->plan().resources;
    for (const auto &job : now) {
        if (job->begun || job->isFinished())
            continue;
        const bool blocked = inEachOthersWay(job->plan().resources, taken);
        taken += job->plan().resources;
        if (!blocked)
            begin(job);
    }
}

void HelperCore::Private::begin(const std::shared_ptr<Job> &job)
{
    job->begun = true;
    if (*job->cancel)
        return finish(job, {{u"rolled-back"_s, Error{ErrorCode::Cancelled, job->plan().title, {}}, {}, {}}, {}, false});
    if (const auto about = stillAbout(job->kept); !about)
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
        Journal::prepare(journals);
    });
}

/// On the job's thread.
Ended HelperCore::Private::work(const KeptPlan &kept, const QString &id,
    const std::atomic_bool &cancel, const StepProgress &progress, std::unique_ptr<Journal> &journal)
{
    Ended ended;
    auto begun = stillTrue(kept).and_then([&] { return Journal::begin(journals, id, kept.plan); });
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

void HelperCore::Private::finish(const std::shared_ptr<Job> &job, const Ended &ended)
{
    // Whoever hears that it is done finds a host that shows it.
    read([this, job, ended](const Result<> &) { conclude(job, ended); });
}

void HelperCore::Private::conclude(const std::shared_ptr<Job> &job, const Ended &ended)
{
    const Plan &plan = job->plan();
    job->error = ended.outcome.error;
    job->leftovers = ended.outcome.leftovers;
    const bool done = ended.outcome.state == u"done";
    if (ended.run && done) {
        const bool isNew = !runs.contains(plan.domain);
        runs.insert(plan.domain, *ended.run);
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
    job->state = ended.outcome.state;
    if (jobNumber % jobsBetweenTidying == 0)
        tidyJournals();
    noteClaims();
    if (!plan.domain.isNull())
        Q_EMIT q->domainChanged(plan.domain);
    Q_EMIT q->jobChanged(job->id);
    // A guest that ended while a job had it is still to be cleaned up after.
    if (const auto run = runs.constFind(plan.domain); run != runs.constEnd() && !ended.run)
        if (!kernel.guests.isAlive(run->guest))
            guestEnded(plan.domain, run->guest.id, u"ended"_s);
    beginWaiting();
}

QJsonObject HelperCore::Private::jobJson(const Job &job) const
{
    QJsonObject json{{u"id"_s, job.id}, {u"title"_s, job.plan().title}, {u"kind"_s, job.plan().kind},
        {u"state"_s, job.state}, {u"steps"_s, job.steps},
        {u"leftovers"_s, QJsonArray::fromStringList(job.leftovers)},
        {u"canUndo"_s, job.state == u"done" && isUndoable(job.plan().kind, !job.plan().steps.isEmpty())}};
    if (job.plan().domain.isNull())
        json[u"domain"] = QJsonValue::Null;
    else
        json[u"domain"]
            = QJsonObject{{u"uuid"_s, idText(job.plan().domain)}, {u"name"_s, job.plan().domainName}};
    if (job.error)
        json[u"error"] = job.error->toJson();
    return json;
}

std::shared_ptr<Job> HelperCore::Private::findJob(const QString &id) const
{
    for (const auto &job : jobs)
        if (job->id == id)
            return job;
    return nullptr;
}

tl::unexpected<Error> HelperCore::Private::notRunning(const QUuid &domain) const
{
    const StoredDomain *stored = domains.find(domain);
    return fail(ErrorCode::UnsupportedConfiguration,
        u"domain "_s + (stored ? stored->xml.name() : idText(domain)), u"It is not running."_s);
}

bool HelperCore::Private::isBusy(const QUuid &domain) const
{
    return std::any_of(jobs.begin(), jobs.end(), [&](const auto &job) {
        return !job->isFinished() && job->plan().resources.contains(idText(domain));
    });
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
    const bool ending = std::any_of(jobs.begin(), jobs.end(), [&](const auto &job) {
        return !job->isFinished() && job->plan().domain == uuid && job->plan().goesForward();
    });
    if (ending)
        return;
    qCInfo(lcCore).noquote() << "domain" << run->name << "ended:" << cause;
    enqueue(kept(releasePlan(*run, world())));
}

DomainState HelperCore::Private::stateOf(const QUuid &uuid) const
{
    DomainState state;
    state.uuid = uuid;
    const StoredDomain *defined = domains.find(uuid);
    state.persistent = defined != nullptr;
    const auto addDevices = [&](const QList<AssignedDevice> &assigned) {
        for (const AssignedDevice &device : assigned)
            if (!state.devices.contains(device.source))
                state.devices += device.source;
    };
    if (defined) {
        state.name = defined->xml.name();
        state.owner = defined->owner;
        addDevices(defined->devices);
    }
    state.state = u"shut off"_s;
    if (const auto run = runs.constFind(uuid); run != runs.constEnd()) {
        state.name = run->name;
        state.owner = run->owner;
        state.state = run->state == u"paused" ? run->state : u"running"_s;
        state.id = ids.value(uuid, -1);
        addDevices(run->assigned());
    }
    return state;
}

QJsonObject DomainState::toJson() const
{
    QJsonArray addresses;
    for (const PciAddress &device : devices)
        addresses += device.toString();
    return {{u"uuid"_s, idText(uuid)}, {u"name"_s, name}, {u"owner"_s, qint64(owner)},
        {u"state"_s, state}, {u"persistent"_s, persistent}, {u"id"_s, id}, {u"devices"_s, addresses}};
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
    QList<RecoveryReport> reports = recover(d->journals, d->kernel, d->runStore);
    const QStringList unreadable = d->domains.load();
    for (const QString &file : unreadable)
        qCWarning(lcCore).noquote() << "definition:" << file;
    d->adoptHost(d->readNow());
    if (const auto runs = d->runStore.load())
        d->runs = *runs;
    const auto records = d->runs;
    for (const RunRecord &run : records) {
        d->ids.insert(run.uuid, ++d->lastId);
        if (d->kernel.guests.isAlive(run.guest)) {
            d->watch(run);
            continue;
        }
        const KeptPlan release = d->kept(releasePlan(run, d->world()));
        for (const RunRecord &heir : release.heirs)
            if (d->runStore.save(heir))
                d->runs.insert(heir.uuid, heir);
        const QString id = d->newJobId();
        std::unique_ptr<Journal> journal;
        const Ended ended = d->work(release, id, false, {}, journal);
        reports += RecoveryReport{id, release.plan.title,
            ended.outcome.state == u"done" ? u"finished"_s : ended.outcome.state, ended.outcome.leftovers};
        if (ended.runGone)
            d->runs.remove(run.uuid);
    }
    d->tidyJournals();
    if (!reports.isEmpty())
        d->adoptHost(d->readNow());
    d->noteClaims();
    d->jobPool.start([journals = d->journals] { Journal::prepare(journals); });
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
    const auto complete = xml->complete(std::bind_front(&HostSnapshot::isPcie, &d->host))
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
    if (d->isBusy(xml->uuid()))
        return fail(ErrorCode::Busy, xml->name(), u"a job of this domain is under way"_s);
    // A run whose definition is gone is still its owner's, and so is its UUID.
    if (const auto run = d->runs.constFind(xml->uuid()); run != d->runs.constEnd() && run->owner != caller)
        return fail(ErrorCode::PermissionDenied, xml->name(), u"this UUID is another user's"_s);
    if (const auto stored = storeIdentities(*xml, d->host); !stored)
        return fail(stored.error());
    if (const auto stored = d->domains.put(*xml, caller); !stored)
        return fail(stored.error());
    d->noteClaims();
    Q_EMIT domainChanged(xml->uuid());
    return xml->uuid();
}

Result<> HelperCore::undefine(const QUuid &uuid)
{
    if (d->isBusy(uuid))
        return fail(ErrorCode::Busy, idText(uuid), u"a job of this domain is under way"_s);
    auto removed = d->domains.remove(uuid);
    if (!removed)
        return removed;
    d->noteClaims();
    Q_EMIT domainChanged(uuid);
    return {};
}

void HelperCore::shutdown(const QUuid &uuid, std::function<void(const Result<> &)> answer)
{
    const auto run = d->runs.constFind(uuid);
    if (run == d->runs.constEnd())
        return answer(d->notRunning(uuid));
    if (const auto allowed = d->mayAskGuest(run->owner); !allowed)
        return answer(allowed);
    d->askGuest<QJsonObject>(
        run->owner,
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
    if (const auto allowed = d->mayAskGuest(run->owner); !allowed)
        return answer(fail(allowed.error()));
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return answer(fail(ErrorCode::Internal, idText(uuid), errnoName(errno), errno));
    const auto connect = [this, guest = run->guest, ours = ends[0], theirs = ends[1]]() -> Result<int> {
        static std::atomic_int number = 0;
        const QString name = u"console"_s + QString::number(++number);
        const auto done
            = d->kernel.guests
                  .command(guest,
                      {{u"execute"_s, u"getfd"_s}, {u"arguments"_s, QJsonObject{{u"fdname"_s, name}}}},
                      10'000, {theirs})
                  .and_then([&](const QJsonObject &) {
                      return d->kernel.guests.command(guest,
                          {{u"execute"_s, u"add_client"_s},
                              {u"arguments"_s,
                                  QJsonObject{{u"protocol"_s, u"vnc"_s}, {u"fdname"_s, name},
                                      {u"skipauth"_s, true}}}});
                  });
        ::close(theirs);
        if (!done)
            ::close(ours);
        return done.map([&](const QJsonObject &) { return ours; });
    };
    d->askGuest<int>(run->owner, connect, std::move(answer));
}

void HelperCore::plan(const PlanRequest &request, std::function<void(const Result<Plan> &)> answer)
{
    ++d->underWay;
    const auto make = [this, request, answer = std::move(answer)](const Result<> &fresh) {
        --d->underWay;
        if (!fresh)
            return answer(fail(fresh.error()));
        const auto plan = makePlan(request, d->world());
        if (plan)
            d->keep(*plan);
        answer(plan);
    };
    // QEMU itself says what it can do; it is asked once, and not for a simulation.
    const bool asksQemu = !d->options.simulated && (request.kind == u"start" || request.kind == u"attach");
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
}

std::optional<Plan> HelperCore::storedPlan(const QString &id) const
{
    const auto found = d->plans.constFind(id);
    if (found == d->plans.constEnd() || found->plan.made.secsTo(QDateTime::currentDateTimeUtc()) > planLifeSeconds)
        return std::nullopt;
    return found->plan;
}

Result<QString> HelperCore::apply(const QString &planId, uint caller)
{
    if (!storedPlan(planId))
        return fail(ErrorCode::NotFound, planId, u"no such plan, or it is too old"_s);
    const KeptPlan kept = d->plans.value(planId);
    if (kept.plan.caller != caller)
        return fail(ErrorCode::PermissionDenied, planId, u"another user's plan"_s);
    // What waits for another job is looked at when its turn has come.
    const bool waits = std::any_of(d->jobs.begin(), d->jobs.end(), [&](const auto &job) {
        return !job->isFinished() && inEachOthersWay(kept.plan.resources, job->plan().resources);
    });
    const auto valid = waits
        ? Result<>()
        : d->stillAbout(kept).and_then([&] { return d->stillTrue(kept); });
    if (!valid) {
        d->plans.remove(planId);
        refreshHost();
        return fail(valid.error());
    }
    d->plans.remove(planId);
    return d->enqueue(kept);
}

Result<> HelperCore::cancel(const QString &id)
{
    const auto job = d->findJob(id);
    if (!job)
        return fail(ErrorCode::NotFound, id);
    *job->cancel = true;
    return {};
}

QList<JobState> HelperCore::jobs() const
{
    QList<JobState> states;
    for (const auto &job : std::as_const(d->jobs))
        states += d->stateOf(*job);
    return states;
}

std::optional<JobState> HelperCore::job(const QString &id) const
{
    const auto job = d->findJob(id);
    return job ? std::optional(d->stateOf(*job)) : std::nullopt;
}

QJsonArray HelperCore::journal() const
{
    QJsonArray entries;
    QStringList ids = listJournals(d->journals);
    while (!ids.isEmpty()) {
        const QString id = ids.takeLast();
        QJsonObject entry = d->finishedJournals.value(id);
        if (entry.isEmpty()) {
            const auto record = readJournal(d->journals, id);
            if (!record)
                continue;
            const QString kind = record->plan[u"kind"].toString();
            entry = {{u"id"_s, id}, {u"title"_s, record->plan[u"title"]}, {u"kind"_s, kind},
                {u"time"_s, record->time.toString(Qt::ISODate)}, {u"outcome"_s, record->outcome},
                {u"canUndo"_s, record->outcome == u"done" && isUndoable(kind, !record->steps.isEmpty())},
                {u"owner"_s, record->plan[u"caller"]}};
            if (!record->outcome.isEmpty())
                d->finishedJournals.insert(id, entry);
        }
        entries += entry;
    }
    return entries;
}

Result<QJsonObject> HelperCore::journalEntry(const QString &job) const
{
    return readJournal(d->journals, job).map([](const JournalRecord &record) { return record.toJson(); });
}

bool HelperCore::isIdle() const
{
    const bool working = std::any_of(
        d->jobs.begin(), d->jobs.end(), [](const auto &job) { return !job->isFinished(); });
    return !working && !d->reading && d->nextReaders.isEmpty() && d->underWay == 0;
}

} // namespace laneway
