// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpercore.h"

#include "domains/bridgeacl.h"
#include "domains/console.h"
#include "domains/guestfigures.h"
#include "domains/guestquestions.h"
#include "domains/imagelist.h"
#include "domains/libvirtdefinitions.h"
#include "host/hostindex.h"
#include "jobs/commit.h"
#include "jobs/history.h"
#include "jobs/jobqueue.h"
#include "jobs/jobrunner.h"
#include "jobs/plugpace.h"
#include "kernel/hostreader.h"
#include "kernel/keptsettings.h"
#include "kernel/processors.h"
#include "plan/assignment.h"
#include "plan/imageplans.h"
#include "plan/machineplans.h"
#include "plan/nvmeplans.h"
#include "plan/planner.h"
#include "plan/poolassignment.h"
#include "plan/release.h"
#include "qemu/memorylimit.h"
#include "qemu/networkarguments.h"
#include "steps/guestdevices.h"
#include "steps/startdomain.h"
#include "store/autostartstore.h"
#include "store/tpmstates.h"
#include "xml/deviceedits.h"
#include "xml/domainidentity.h"
#include "xml/poolinterfaces.h"
#include "xml/processorpins.h"
#include "xml/textports.h"
#include "xml/xmlnodes.h"

#include <QElapsedTimer>
#include <QFile>
#include <QLoggingCategory>
#include <QPointer>
#include <QThreadPool>
#include <QTimer>

namespace laneway {

namespace {

Q_LOGGING_CATEGORY(lcCore, "laneway.helper.core")

constexpr qsizetype mostReadAtOnce = 16; ///< functions, on the main thread
// Threads mostly wait, and for guests, which may let them wait: no user's may take them all.
constexpr int jobsAtOnce = 64;
constexpr int unplugLookMs = 3'000;
constexpr qsizetype mostWaitForFigures = 64; ///< of one machine

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

/// "serial": the first that it has.
Result<QString> textPortOf(const RunRecord &run, const QString &kind)
{
    const auto &live = run.live();
    const auto ports = live ? textPorts(*live) : QList<TextPort>();
    if (ports.isEmpty())
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + run.name,
            u"it has no serial port that leads to a terminal: <serial type='pty'/>"_s);
    for (const TextPort &port : ports)
        if (kind == u"serial" || port.alias == kind)
            return port.alias;
    return fail(ErrorCode::NotFound, kind, u"the machine has no such serial port"_s);
}

/// An NVMe controller whose virtual functions need more than sysfs tells of.
bool mayHaveSecondaries(const PciFunction &function)
{
    return function.driver == u"nvme" && function.sriov && function.sriov->enabled > 0 && !function.sriov->nvme;
}

/// What was counted last of a machine, and who waits for the next.
struct KnownFigures
{
    Figures figures;
    qint64 readAt = 0; ///< ms since start
    QList<std::function<void(const Result<Figures> &)>> waiting;
};

/// What a job's thread hands back.
struct Ended
{
    JobOutcome outcome;
    std::optional<RunRecord> run; ///< begun or changed
    bool runGone = false;
    bool touchedSaved = false; ///< by a start or a save
    std::optional<SavedUse> saved = {}; ///< what is there since it was touched
};

/// Whether a job writes or uses up what its domain has saved.
bool touchesSaved(const Plan &plan)
{
    return std::any_of(plan.steps.begin(), plan.steps.end(),
        [](const StepPtr &step) { return step->kind() == u"start-domain" || step->kind() == u"save-domain"; });
}

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
        , lives(given.runDirectory + u"/lives"_s)
        , autostarts(given.stateDirectory, given.runDirectory)
        , saved(given.stateDirectory + u"/saved"_s)
        , tpms(given.stateDirectory + u"/tpm"_s)
    {
        jobPool.setMaxThreadCount(jobsAtOnce);
        readPool.setMaxThreadCount(2);
        askPool.setMaxThreadCount(1);
        sinceStart.start();
        unplugWatch.setInterval(unplugLookMs);
        QObject::connect(&unplugWatch, &QTimer::timeout, q, [this] { lookForLateUnplugs(); });
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
        World world{host, domains, runs, detached, qemu,
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
            [this](const QString &processors) { return nodeOfProcessors(kernel.sys, processors); }, savedNow,
            saved.directory(), {},
            [this](const QUuid &domain) { return pace.recent(domain, sinceStart.elapsed()); }};
        world.links = [this] { return kernel.netlink.links(); };
        if (!options.simulated) {
            world.mayUseBridge = [](const QString &bridge, uint uid) { return laneway::mayUseBridge(bridge, uid); };
            world.onlineProcessors = [this] {
                return kernel.sys.read(u"devices/system/cpu/online"_s).and_then([](const QByteArray &list) {
                    return readProcessorList(QString::fromLatin1(list).trimmed());
                });
            };
            world.bridgeHelper = [] { return bridgeHelperProgram(); };
        }
        world.starting = starting;
        world.hasVhostNet = kernel.nodes.state(u"vhost-net"_s).has_value();
        return world;
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
    Result<FileOwner> filesOwner(uint uid) const;
    QString imageFolder(uint uid) const { return imageFolderOf(uid, options.simulated || !options.privileged); }

    // Networks

    QList<Claim> promised() const;
    void noteNetworks();
    void startPending();
    Result<> checkStart(const QUuid &uuid) const;

    // Domains

    void rememberLeases(const RunRecord &run);
    void revise(const QUuid &uuid) { revisions.insert(uuid, ++lastRevision); }
    void watch(const RunRecord &run);
    void heard(const QUuid &uuid, const QString &guest, const QString &event, const QJsonObject &data);
    bool wantsMoreThanItsEnd(const RunRecord &run, const QString &cause) const;
    void goOnAfterOff(const RunRecord &run, const QString &cause);
    void endWhatStayed(const RunRecord &run);
    void expectReboot(const QUuid &uuid);
    void takeRebootBack(const RunRecord &run);
    void guestEnded(const QUuid &uuid, const QString &guest, const QString &cause);
    void setLife(const QUuid &uuid, const DomainLife &life);
    void noteLife(const Plan &plan, const Ended &ended);
    void forgetTpmOf(const QUuid &uuid);
    void deleteTpms();
    void startDue(QList<QUuid> due);
    void noteUnanswered(const Plan &plan, const JobOutcome &outcome);
    void lookForLateUnplugs();
    void finishUnplug(const QUuid &uuid, const QString &id);
    DomainState stateOf(const QUuid &uuid) const;

    HelperCore *q;
    const Options options;
    Kernel kernel;
    History history;
    DomainStore domains;
    RunStore runStore;
    NetworkStore networks;
    LifeStore lives;
    AutostartStore autostarts;
    SavedStates saved;
    TpmStates tpms;
    SavedUses savedNow; ///< who has one
    QMap<QUuid, quint64> reboots; ///< the last that was asked for of each
    quint64 lastReboot = 0;
    QMap<QUuid, DomainLife> endings; ///< of guests that are gone, until their run is
    QSet<QUuid> toBeStarted; ///< networks with autostart that had nothing to lend yet
    mutable QMap<qint64, QList<PoolState>> knownPools; ///< by viewer, -1 for all; empty: to be made anew
    QMap<QUuid, RunRecord> runs;
    QMap<QUuid, uint> starting; ///< owners of machines whose starts have begun
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
    QMap<QUuid, KnownFigures> figures; ///< of machines that somebody looks at
    PlugPace pace;
    QElapsedTimer sinceStart;
    QTimer unplugWatch; ///< runs while a guest has been asked to let something go
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
    const World now = world();
    if (const auto about = stillAbout(job->kept, now); !about)
        return finish(job, {{u"rolled-back"_s, about.error(), {}, {}}, {}, false});
    const int plugs = PlugPace::plugsIn(job->plan());
    if (const int pause = pace.pauseBefore(job->plan().domain, plugs, sinceStart.elapsed()); pause > 0 && !job->slowed) {
        job->slowed = true;
        QTimer::singleShot(pause, q, [this, job] { begin(job); });
        return;
    }
    pace.note(job->plan().domain, plugs, sinceStart.elapsed());
    for (const RunRecord &heir : std::as_const(job->kept.heirs)) {
        if (const auto saved = runStore.save(heir); !saved)
            return finish(job, {{u"rolled-back"_s, saved.error(), {}, {}}, {}, false});
        runs.insert(heir.uuid, heir);
    }
    if (startsDomain(job->plan()))
        starting.insert(job->plan().domain, job->plan().caller);
    if (job->plan().kind == u"save") {
        DomainLife life = lives.of(job->plan().domain);
        life.ending = u"saving"_s; // what the stop that comes is for
        lives.set(job->plan().domain, life);
    }
    KeptPlan kept = job->kept;
    keepWithinShare(kept.plan, now);
    jobPool.start([this, job, plan = kept, id = job->id, cancel = job->cancel] {
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
    ended.touchedSaved = touchesSaved(kept.plan);
    if (ended.touchedSaved)
        ended.saved = saved.useOf(kept.plan.domain);
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
    if (startsDomain(plan))
        starting.remove(plan.domain);
    job->error = ended.outcome.error;
    job->leftovers = ended.outcome.leftovers;
    for (auto result = ended.outcome.results.begin(); result != ended.outcome.results.end(); ++result) {
        QJsonObject step = job->steps[result.key()].toObject();
        step[u"result"] = *result;
        job->steps[result.key()] = step;
    }
    const bool done = ended.outcome.state == u"done";
    if (ended.saved)
        savedNow.insert(plan.domain, *ended.saved);
    else if (ended.touchedSaved)
        savedNow.remove(plan.domain);
    noteLife(plan, ended);
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
        forgetTpmOf(plan.domain);
    }
    if (ended.outcome.committed && !plan.configXml.isEmpty()) {
        const auto stored = DomainXml::parse(plan.configXml).and_then([&](const DomainXml &xml) {
            return domains.put(xml, plan.caller);
        });
        if (!stored)
            qCWarning(lcCore).noquote() << plan.title << stored.error().toString();
    }
    noteUnanswered(plan, ended.outcome);
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
    Q_EMIT q->jobEnded(job->id);
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
    kernel.guests.listen(run.guest,
        [core = QPointer(q), uuid = run.uuid, guest = run.guest.id](const QString &event, const QJsonObject &data) {
            if (core)
                core->d->heard(uuid, guest, event, data);
        });
    if (lives.of(run.uuid).beginsAgain) // that a helper before us was asked for
        expectReboot(run.uuid);
}

/// A reboot by the power button is a power-off that is taken for one, but not for ever: a guest may ignore the button.
void HelperCore::Private::expectReboot(const QUuid &uuid)
{
    reboots.insert(uuid, ++lastReboot);
    QTimer::singleShot(options.rebootMs, q, [this, uuid, mine = lastReboot] {
        const auto run = runs.constFind(uuid);
        const DomainLife life = lives.of(uuid);
        if (run != runs.constEnd() && reboots.value(uuid) == mine && life.beginsAgain && life.state != u"in shutdown")
            takeRebootBack(*run);
    });
}

void HelperCore::Private::takeRebootBack(const RunRecord &run)
{
    DomainLife life = lives.of(run.uuid);
    life.beginsAgain = false;
    lives.set(run.uuid, life);
    if (!questions.mayAsk(run.owner)) // QEMU stays at the next power-off, and is ended then
        return;
    questions.ask<void>(
        run.owner, q, [this, guest = run.guest, wishes = endWishesOf(run)] { return endAsDefined(kernel.guests, guest, wishes); },
        [name = run.name](const Result<> &done) {
            qCInfo(lcCore).noquote() << "domain" << name << "is not to reboot any more" << (done ? QString() : done.error().toString());
        });
}

void HelperCore::Private::setLife(const QUuid &uuid, const DomainLife &life)
{
    if (lives.set(uuid, life))
        Q_EMIT q->domainChanged(uuid);
}

void HelperCore::Private::heard(const QUuid &uuid, const QString &guest, const QString &event, const QJsonObject &data)
{
    const auto run = runs.constFind(uuid);
    if (run == runs.constEnd() || run->guest.id != guest)
        return;
    const DomainLife before = lives.of(uuid);
    const DomainLife after = lifeAfter(before, event, data);
    setLife(uuid, after);
    // It has rebooted by itself.
    if (event == u"RESET" && before.beginsAgain && before.state != u"in shutdown")
        takeRebootBack(*run);
    const bool panicked = after.state == u"crashed" && before.state != u"crashed";
    // Once for each time that it goes off: a QEMU that is not what it was may say it as often as it likes.
    const bool goesOff = after.state == u"in shutdown" && before.state != after.state && event == u"SHUTDOWN";
    const bool isFoundOff = event == u"STATUS" && data[u"status"].toString() == u"shutdown";
    const bool hasStayed = isFoundOff || (event == u"STOP" && after.state == u"in shutdown");
    if (!panicked && !goesOff && !hasStayed)
        return;
    const QString cause = panicked ? u"guest-panic"_s : data[u"reason"].toString(u"guest-shutdown"_s);
    const bool wantsMore = wantsMoreThanItsEnd(*run, cause);
    if (wantsMore && (goesOff || panicked || isFoundOff))
        goOnAfterOff(*run, cause);
    else if (!wantsMore && hasStayed)
        endWhatStayed(*run);
}

bool HelperCore::Private::wantsMoreThanItsEnd(const RunRecord &run, const QString &cause) const
{
    const EndWishes wishes = endWishesOf(run);
    if (cause == u"guest-panic" && lives.of(run.uuid).state == u"crashed")
        return wishes.crash == u"restart";
    return !cause.startsWith(u"host-") && (lives.of(run.uuid).beginsAgain || wishes.poweroff == u"restart");
}

/// QEMU was to stay for a reboot that nobody means any more: a guest that is off would hang there for ever.
void HelperCore::Private::endWhatStayed(const RunRecord &run)
{
    if (!questions.mayAsk(run.owner))
        return;
    questions.ask<void>(
        run.owner, q, [this, guest = run.guest] { return kernel.guests.end(guest); },
        [name = run.name](const Result<> &done) {
            qCInfo(lcCore).noquote() << "domain" << name << "is off, and ended" << (done ? QString() : done.error().toString());
        });
}

/// Where somebody wants more of it than its end, QEMU has stayed.
void HelperCore::Private::goOnAfterOff(const RunRecord &run, const QString &cause)
{
    if (!questions.mayAsk(run.owner))
        return;
    const bool again = cause != u"guest-reset"; // a reset that is none is where <on_reboot> says destroy
    questions.ask<void>(
        run.owner, q,
        [this, guest = run.guest, wishes = endWishesOf(run), again]() -> Result<> {
            auto done = again ? beginAgain(kernel.guests, guest, wishes) : Result<>(fail(ErrorCode::Cancelled, guest.id));
            // One that is neither on nor off helps nobody.
            if (!done)
                (void)kernel.guests.end(guest);
            return done;
        },
        [name = run.name](const Result<> &done) {
            qCInfo(lcCore).noquote() << "domain" << name << (done ? u"begins again"_s : u"is ended"_s);
        });
}

/// What a job means for the state of its domain.
void HelperCore::Private::noteLife(const Plan &plan, const Ended &ended)
{
    if (plan.domain.isNull())
        return;
    if (ended.runGone) {
        const DomainLife gone = endings.take(plan.domain);
        const QString reason = plan.kind == u"destroy" ? u"destroyed"_s : plan.kind == u"save" ? u"saved"_s : QString();
        lives.set(plan.domain, reason.isEmpty() ? gone : DomainLife{u"shut off"_s, reason, {}});
        if (!domains.find(plan.domain))
            lives.forget(plan.domain);
        return;
    }
    const bool isNew = plan.kind == u"create" && ended.run;
    if ((plan.kind != u"start" && !isNew) || runs.contains(plan.domain))
        return;
    if (ended.run && ended.outcome.state == u"done") {
        bool paused = false, restored = false;
        for (const StepPtr &step : plan.steps)
            if (const auto *start = dynamic_cast<const StartDomain *>(step.get())) {
                paused = start->isPaused();
                restored = !start->launch().restoreFrom.isEmpty();
            }
        lives.set(plan.domain, {paused ? u"paused"_s : u"running"_s,
            paused ? u"user"_s : restored ? u"restored"_s : u"booted"_s, {}});
    } else if (ended.outcome.error && ended.outcome.error->code != ErrorCode::Cancelled) {
        lives.set(plan.domain, {u"shut off"_s, u"failed"_s, ended.outcome.error->toString().left(2'000)});
    }
}

/// Of one that has ended, if it was undefined while it ran.
void HelperCore::Private::forgetTpmOf(const QUuid &uuid)
{
    const auto owner = tpms.endsWithRun(uuid);
    if (!owner)
        return;
    const auto aside = domains.find(uuid) ? Result<QString>(QString()) : tpms.setAside(uuid, *owner);
    if (!aside) {
        qCWarning(lcCore).noquote() << idText(uuid) << aside.error().toString();
        return; // the next helper tries again
    }
    tpms.stay(uuid);
    if (!aside->isEmpty())
        deleteTpms();
}

void HelperCore::Private::deleteTpms()
{
    jobPool.start([tpms = tpms] { tpms.tidyUp(); });
}

/// One after the other: two may want the same function of a pool.
void HelperCore::Private::startDue(QList<QUuid> due)
{
    if (due.isEmpty())
        return;
    const QUuid uuid = due.takeFirst();
    const StoredDomain *domain = domains.find(uuid);
    if (!domain || runs.contains(uuid))
        return startDue(due);
    const auto begin = [this, uuid, due, name = domain->xml.name(), digest = definitionDigest(domain->xml.toXml())](
                           const Result<Plan> &plan) {
        auto begun = plan ? Result<QString>() : fail(plan.error());
        if (plan && options.privileged && plan->action.endsWith(u".device.assign") && !autostarts.mayTakeDevices(uuid, digest))
            begun = fail(ErrorCode::NotAuthorized, u"domain "_s + name,
                PlanText::tr("Its definition was changed since it was allowed to take devices by itself: set autostart again."));
        else if (plan && options.privileged && plan->action.endsWith(u".device.assign") && savedNow.contains(uuid))
            // What was allowed is the definition; a saved state comes with one of its own.
            begun = fail(ErrorCode::NotAuthorized, u"domain "_s + name,
                PlanText::tr("It has a saved state that takes something of the host: start it by hand."));
        else if (plan)
            begun = q->apply(plan->id, plan->caller);
        if (!begun) {
            qCWarning(lcCore).noquote() << "autostart of" << name << begun.error().toString();
            setLife(uuid, {u"shut off"_s, u"failed"_s, begun.error().toString().left(2'000)});
        }
        startDue(due);
    };
    q->plan({u"start"_s, {{u"domain"_s, idText(uuid)}}, domain->owner}, begin);
}

void HelperCore::Private::guestEnded(const QUuid &uuid, const QString &guest, const QString &cause)
{
    const auto run = runs.constFind(uuid);
    if (run == runs.constEnd() || run->guest.id != guest)
        return;
    if (jobs.isEnding(uuid))
        return;
    qCInfo(lcCore).noquote() << "domain" << run->name << "ended:" << cause;
    endings.insert(uuid, lifeAfterEnd(lives.of(uuid), cause));
    enqueue(withFacts(releasePlan(*run, world()), world()));
}

/// QEMU tells of an unplug once, to whoever listens then; that the device is gone can be seen at any time.
void HelperCore::Private::noteUnanswered(const Plan &plan, const JobOutcome &outcome)
{
    const auto run = runs.find(plan.domain);
    if (plan.kind != u"detach-device" || run == runs.end() || !outcome.error
        || outcome.error->code != ErrorCode::GuestDidNotRespond)
        return;
    for (const StepPtr &step : plan.steps) {
        const QJsonObject arguments = step->arguments();
        const QString id = arguments[u"id"].toString();
        const bool isKnown = std::any_of(run->pendingUnplugs.begin(), run->pendingUnplugs.end(),
            [&](const PendingUnplug &pending) { return pending.id == id; });
        if (unplugKinds().contains(step->kind()) && !isKnown)
            run->pendingUnplugs += {id, arguments[u"device"].toString(), plan.request};
    }
    if (const auto saved = runStore.save(*run); !saved)
        qCWarning(lcCore).noquote() << run->name << saved.error().toString();
    unplugWatch.start();
}

void HelperCore::Private::lookForLateUnplugs()
{
    bool any = false;
    for (const RunRecord &run : std::as_const(runs)) {
        any = any || !run.pendingUnplugs.isEmpty();
        if (run.pendingUnplugs.isEmpty() || jobs.isBusy(run.uuid) || !questions.mayAsk(run.owner))
            continue;
        questions.ask<QStringList>(
            run.owner, q,
            [this, guest = run.guest, pending = run.pendingUnplugs]() -> Result<QStringList> {
                QStringList gone;
                for (const PendingUnplug &one : pending)
                    if (!hasGuestDevice(kernel, guest, one.id).value_or(true))
                        gone += one.id;
                return gone;
            },
            [this, uuid = run.uuid](const Result<QStringList> &gone) {
                for (const QString &id : gone.value_or(QStringList()))
                    finishUnplug(uuid, id);
            });
    }
    if (!any)
        unplugWatch.stop();
}

/// The guest has let it go after all: what was asked for is done now.
void HelperCore::Private::finishUnplug(const QUuid &uuid, const QString &id)
{
    const auto run = runs.find(uuid);
    if (run == runs.end() || jobs.isBusy(uuid) || !kernel.guests.isAlive(run->guest))
        return;
    const auto pending = std::find_if(run->pendingUnplugs.begin(), run->pendingUnplugs.end(),
        [&](const PendingUnplug &one) { return one.id == id; });
    if (pending == run->pendingUnplugs.end())
        return;
    const auto plan = makePlan({u"detach-device"_s, pending->request, run->owner}, world());
    qCInfo(lcCore).noquote() << "domain" << run->name << "has let go" << pending->device
                             << (plan ? QString() : plan.error().toString());
    if (plan) {
        enqueue(withFacts(*plan, world())); // its record forgets it
        return;
    }
    run->pendingUnplugs.erase(pending);
    (void)runStore.save(*run);
    Q_EMIT q->domainChanged(uuid);
}

DomainState HelperCore::Private::stateOf(const QUuid &uuid) const
{
    const auto run = runs.constFind(uuid);
    DomainState state
        = laneway::stateOf(uuid, domains.find(uuid), run == runs.constEnd() ? nullptr : &*run, ids.value(uuid, -1),
            lives.of(uuid));
    state.revision = revisions.value(uuid);
    state.autostart = autostarts.has(uuid);
    state.hasSavedState = savedNow.contains(uuid);
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
    QList<RecoveryReport> reports = recover(d->history.directory(), d->kernel, d->runStore, &d->domains);
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
    d->lives.load();
    d->autostarts.load();
    d->saved.tidyUp();
    d->savedNow = d->saved.uses();
    const auto records = d->runs;
    for (const RunRecord &run : records) {
        d->rememberLeases(run); // the former helper may not have come to it
        d->ids.insert(run.uuid, ++d->lastId);
        if (d->kernel.guests.isAlive(run.guest)) {
            d->watch(run);
            continue;
        }
        d->endings.insert(run.uuid, lifeAfterEnd(d->lives.of(run.uuid), {}));
        const KeptPlan release = withFacts(releasePlan(run, d->world()), d->world());
        for (const RunRecord &heir : release.heirs)
            if (d->runStore.save(heir))
                d->runs.insert(heir.uuid, heir);
        const QString id = d->history.newJobId();
        std::unique_ptr<Journal> journal;
        const Ended ended = d->work(release, id, false, {}, journal);
        reports += RecoveryReport{id, release.plan.title,
            ended.outcome.state == u"done" ? u"finished"_s : ended.outcome.state, ended.outcome.leftovers};
        d->noteLife(release.plan, ended);
        if (ended.runGone)
            d->runs.remove(run.uuid);
    }
    if (std::any_of(d->runs.cbegin(), d->runs.cend(), [](const RunRecord &run) { return !run.pendingUnplugs.isEmpty(); }))
        d->unplugWatch.start();
    // However they ended: the recovery may have finished it, the host may have been started anew.
    const QList<QUuid> ending = d->tpms.ending();
    for (const QUuid &uuid : ending)
        if (!d->runs.contains(uuid))
            d->forgetTpmOf(uuid);
    d->history.tidy();
    if (!reports.isEmpty())
        d->adoptHost(d->readNow(Asking::Avoided));
    d->noteClaims();
    // Who calls first need not wait for an NVMe controller's answer.
    if (std::any_of(d->host.functions.cbegin(), d->host.functions.cend(), &mayHaveSecondaries))
        refreshHost();
    d->jobPool.start([journals = d->history.directory()] { Journal::prepare(journals); });
    d->deleteTpms();
    QMetaObject::invokeMethod(
        this, [this, due = d->autostarts.takeDue()] { d->startDue(due.values()); }, Qt::QueuedConnection);
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
        auto xml = run->live();
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
        return fail(withPlace(xml.error(), QString::fromUtf8(text)));
    xml->editableRoot().removeAttribute(u"id"_s); // a run's, where somebody copied what runs
    const auto complete = xml->complete(std::bind_front(&HostSnapshot::isPcie, &d->host), DomainXml::Networks::Pools)
                              .and_then([&] { return xml->validate(); })
                              .and_then([&] {
                                  return d->options.privileged ? xml->refuseForeign() : Result<>();
                              });
    if (!complete)
        return fail(withPlace(complete.error(), QString::fromUtf8(text)));
    const auto owned = std::count_if(d->domains.all().begin(), d->domains.all().end(),
        [&](const StoredDomain &domain) { return domain.owner == caller; });
    if (owned >= DomainStore::mostPerOwner && !d->domains.find(xml->uuid()))
        return fail(ErrorCode::LimitExceeded, xml->name(), u"too many definitions"_s);
    if (d->jobs.isBusy(xml->uuid()) || d->jobs.hasResource(u"name %1 %2"_s.arg(caller).arg(xml->name())))
        return fail(ErrorCode::Busy, xml->name(), u"a job of this domain is under way"_s);
    // A run whose definition is gone is still its owner's, and so is its UUID.
    if (const auto run = d->runs.constFind(xml->uuid()); run != d->runs.constEnd() && run->owner != caller)
        return fail(ErrorCode::PermissionDenied, xml->name(), u"this UUID is another user's"_s);
    if (const auto stored = storeIdentities(*xml, d->host); !stored)
        return fail(stored.error());
    if (const auto stored = d->domains.put(*xml, caller); !stored)
        return fail(stored.error());
    d->tpms.stay(xml->uuid()); // it may have been undefined while it runs
    d->revise(xml->uuid());
    d->noteClaims();
    Q_EMIT domainChanged(xml->uuid());
    return xml->uuid();
}

Result<> HelperCore::rename(const QUuid &uuid, const QString &name)
{
    const StoredDomain *domain = d->domains.find(uuid);
    if (!domain)
        return fail(ErrorCode::NotFound, idText(uuid));
    if (d->jobs.isBusy(uuid) || d->jobs.hasResource(u"name %1 %2"_s.arg(domain->owner).arg(name)))
        return fail(ErrorCode::Busy, idText(uuid), u"a job of this domain is under way"_s);
    if (d->runs.contains(uuid))
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + domain->xml.name(),
            PlanText::tr("A machine is given another name while it is shut off."));
    DomainXml xml = domain->xml;
    renameDomain(xml, name);
    // Read again: what is stored must be what a parser takes.
    const auto named = DomainXml::parse(xml.toXml());
    if (!named)
        return fail(named.error());
    if (named->name() != name)
        return fail(ErrorCode::InvalidInput, name.left(64), u"not a machine's name"_s);
    auto stored = named->validate().and_then([&] { return d->domains.put(*named, domain->owner); });
    if (!stored)
        return stored;
    d->revise(uuid);
    d->noteClaims();
    Q_EMIT domainChanged(uuid);
    return {};
}

Result<> HelperCore::removeSavedState(const QUuid &uuid)
{
    if (d->jobs.isBusy(uuid))
        return fail(ErrorCode::Busy, idText(uuid), u"a job of this domain is under way"_s);
    if (!d->savedNow.contains(uuid))
        return fail(ErrorCode::NotFound, idText(uuid), u"it has no saved state"_s);
    auto removed = d->saved.remove(uuid);
    if (!removed)
        return removed;
    d->savedNow.remove(uuid);
    Q_EMIT domainChanged(uuid);
    return {};
}

Result<> HelperCore::undefine(const QUuid &uuid, const Undefining &what)
{
    if (what.tpm && what.keepTpm)
        return fail(ErrorCode::InvalidInput, idText(uuid), u"what its TPM keeps either goes or stays"_s);
    if (d->jobs.isBusy(uuid))
        return fail(ErrorCode::Busy, idText(uuid), u"a job of this domain is under way"_s);
    const bool isRunning = d->runs.contains(uuid);
    const StoredDomain *stored = d->domains.find(uuid);
    const auto tpmStays = stored ? tpmStateStays(stored->xml) : std::nullopt;
    if (isRunning && tpmStays && (what.tpm || what.keepTpm))
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + stored->xml.name(),
            PlanText::tr("It runs: what its TPM keeps goes with it when it ends, or stays, as its definition says. To choose, shut it down first."));
    const bool tpmGoes = !isRunning && !what.keepTpm && (what.tpm || !tpmStays.value_or(false));
    if (d->savedNow.contains(uuid)) {
        if (!what.savedState)
            return fail(ErrorCode::UnsupportedConfiguration, idText(uuid),
                PlanText::tr("It has a saved state, which would be lost: start it, remove that, or undefine both."));
        if (auto removed = removeSavedState(uuid); !removed)
            return removed;
    }
    if (isRunning && stored)
        if (const auto &live = d->runs[uuid].live(); live && !tpmStateStays(*live).value_or(true))
            if (auto noted = d->tpms.endWithRun(uuid, stored->owner); !noted)
                return noted;
    // First, as nobody would find it without its machine.
    const auto aside = tpmGoes && stored ? d->tpms.setAside(uuid, stored->owner) : Result<QString>(QString());
    if (!aside)
        return fail(aside.error());
    if (auto removed = d->domains.remove(uuid); !removed) {
        if (!aside->isEmpty())
            (void)d->tpms.putBack(uuid, *aside);
        d->tpms.stay(uuid);
        return removed;
    }
    (void)d->networks.forgetLeases(uuid); // a file that stays says nothing to anybody
    d->revisions.remove(uuid);
    (void)d->autostarts.set(uuid, false, {}); // nor does a mark without its domain
    if (!isRunning)
        d->lives.forget(uuid);
    d->noteClaims();
    Q_EMIT domainChanged(uuid);
    if (!aside->isEmpty())
        d->deleteTpms();
    return {};
}

std::optional<HostNeeds> HelperCore::takesFromHost(const QUuid &uuid) const
{
    const StoredDomain *domain = d->domains.find(uuid);
    if (!domain)
        return std::nullopt;
    HostNeeds needs{digestOf(uuid), {}, {}, {}, memoryLockLimit(domain->xml)};
    for (const AssignedDevice &device : domain->devices)
        needs.devices += device.source.toString();
    for (const AssignedUsb &device : domain->usb)
        needs.devices += u"USB "_s + device.source.toString();
    for (const QDomElement &interface : childElements(domain->xml.root().firstChildElement(u"devices"_s), u"interface"_s)) {
        const QDomElement source = interface.firstChildElement(u"source"_s);
        if (isPoolInterface(interface))
            needs.networks += source.attribute(u"network"_s);
        if (!isTapInterface(interface))
            continue;
        AddTap::Values tap;
        tap.interface = interface.firstChildElement(u"target"_s).attribute(u"dev"_s);
        tap.mtu = interface.firstChildElement(u"mtu"_s).attribute(u"size"_s).toInt();
        if (interface.attribute(u"type"_s) == u"bridge") {
            tap.bridge = source.attribute(u"bridge"_s);
            tap.lowersMtu = tap.mtu > 0;
        } else {
            tap.lower = source.attribute(u"dev"_s);
            tap.mode = source.attribute(u"mode"_s, u"vepa"_s);
        }
        needs.taps += tap;
    }
    const bool takes
        = !needs.devices.isEmpty() || !needs.networks.isEmpty() || !needs.taps.isEmpty() || needs.memoryLock != 0;
    return takes ? std::optional(needs) : std::nullopt;
}

QString HelperCore::digestOf(const QUuid &uuid) const
{
    const StoredDomain *domain = d->domains.find(uuid);
    return domain ? definitionDigest(domain->xml.toXml()) : QString();
}

Result<> HelperCore::setAutostart(const QUuid &uuid, bool on, const QString &allowed)
{
    const StoredDomain *domain = d->domains.find(uuid);
    if (!domain)
        return fail(ErrorCode::UnsupportedConfiguration, idText(uuid), u"it has no definition that could be started"_s);
    if (!allowed.isEmpty() && allowed != digestOf(uuid))
        return fail(ErrorCode::HostChanged, u"domain "_s + domain->xml.name(), u"its definition was changed meanwhile"_s);
    auto done = d->autostarts.set(uuid, on, allowed);
    if (done)
        Q_EMIT domainChanged(uuid);
    return done;
}

void HelperCore::act(const QUuid &uuid, GuestAct what, GuestMode mode, std::function<void(const Result<> &)> answer)
{
    const auto run = d->runs.constFind(uuid);
    if (run == d->runs.constEnd())
        return answer(d->notRunning(uuid));
    if (const auto allowed = d->questions.mayAsk(run->owner); !allowed)
        return answer(allowed);
    if (d->jobs.isBusy(uuid))
        return answer(fail(ErrorCode::Busy, idText(uuid), u"a job of this domain is under way"_s));
    // Said before it is asked: the guest may be off before the answer is here.
    const auto setBeginsAgain = [this, uuid](bool again) {
        DomainLife life = d->lives.of(uuid);
        life.beginsAgain = again;
        d->lives.set(uuid, life);
    };
    if (what == GuestAct::Reboot || what == GuestAct::Shutdown)
        setBeginsAgain(what == GuestAct::Reboot);
    if (what == GuestAct::Reboot)
        d->expectReboot(uuid);
    d->questions.ask<void>(
        run->owner, this, [this, run = *run, what, mode] { return laneway::act(d->kernel.guests, run, what, mode); },
        [this, uuid, guest = run->guest.id, setBeginsAgain, what, answer = std::move(answer)](const Result<> &done) {
            if (!done && what == GuestAct::Reboot)
                setBeginsAgain(false);
            // QEMU tells of it, too; but who asked may look at once, and a session's helper leave.
            const QString state = d->lives.of(uuid).state;
            if (done && what == GuestAct::Suspend && state == u"running")
                d->heard(uuid, guest, u"STOP"_s, {});
            else if (done && what == GuestAct::Resume && state != u"running")
                d->heard(uuid, guest, state == u"pmsuspended" ? u"WAKEUP"_s : u"RESUME"_s, {});
            answer(done);
        });
}

void HelperCore::openConsole(const QUuid &uuid, const QString &kind, std::function<void(const Result<int> &)> answer)
{
    const auto run = d->runs.constFind(uuid);
    if (run == d->runs.constEnd())
        return answer(d->notRunning(uuid));
    const auto port = kind == u"vnc" ? Result<QString>(QString()) : textPortOf(*run, kind);
    if (!port)
        return answer(fail(port.error()));
    if (const auto allowed = d->questions.mayAsk(run->owner); !allowed)
        return answer(fail(allowed.error()));
    d->questions.ask<int>(
        run->owner, this,
        [this, guest = run->guest, port = *port] {
            return port.isEmpty() ? connectToScreen(d->kernel.guests, guest) : connectToPort(d->kernel.guests, guest, port);
        },
        std::move(answer));
}

void HelperCore::figures(const QUuid &uuid, std::function<void(const Result<Figures> &)> answer)
{
    d->figures.removeIf([this](const auto &one) { return one->waiting.isEmpty() && !d->runs.contains(one.key()); });
    const auto run = d->runs.constFind(uuid);
    if (run == d->runs.constEnd())
        return answer(d->notRunning(uuid));
    KnownFigures &known = d->figures[uuid];
    if (known.figures.run == run->guest.id && d->sinceStart.elapsed() - known.readAt < figuresAgeMs)
        return answer(known.figures);
    if (known.waiting.size() >= mostWaitForFigures)
        return answer(fail(ErrorCode::LimitExceeded, u"figures"_s, u"too many wait for this machine's answer"_s));
    if (!known.waiting.isEmpty()) {
        known.waiting += std::move(answer);
        return;
    }
    if (const auto allowed = d->questions.mayAsk(run->owner); !allowed)
        return answer(fail(allowed.error()));
    known.waiting += std::move(answer);
    d->questions.ask<Figures>(
        run->owner, this, [this, run = *run, host = d->host] { return readFigures(d->kernel, run, host); },
        [this, uuid](const Result<Figures> &read) {
            KnownFigures &known = d->figures[uuid];
            if (read) {
                known.figures = *read;
                known.readAt = d->sinceStart.elapsed();
            }
            for (const auto &waiting : std::exchange(known.waiting, {}))
                waiting(read);
        });
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
        return answer(fail(withPlace(xml.error(), QString::fromUtf8(text), u"network"_s)));
    xml->complete();
    if (const auto valid = xml->validate(); !valid)
        return answer(fail(withPlace(valid.error(), QString::fromUtf8(text), u"network"_s)));
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
    const auto files = std::make_shared<QMap<QString, FileFacts>>();
    const auto restored = std::make_shared<std::optional<SavedState>>();
    const auto make = [this, request, files, restored, answer = std::move(answer)](const Result<> &fresh) {
        --d->plansUnderWay;
        if (!fresh)
            return answer(fail(fresh.error()));
        World world = d->world();
        world.files = *files;
        world.imageFolder = d->imageFolder(request.caller);
        world.savedState = *restored;
        const auto plan = makePlan(request, world);
        if (plan)
            d->plans.put(withFacts(*plan, d->world()));
        answer(plan);
    };
    // QEMU itself says what it can do; it is asked once, and not for a simulation.
    const bool asksQemu = !d->options.simulated && (request.kind == u"start" || request.kind == u"attach" || request.kind == u"create");
    const QList<PciAddress> controllers = controllersToAsk(request, d->world());
    const auto toRestore = toBeRestored(request, d->world());
    const auto goOn = [this, make, asksQemu, toRestore, restored](const Result<> &asked) {
        if (!asked)
            return make(asked);
        if (!asksQemu && !toRestore)
            return d->read(make);
        d->readPool.start([this, make, asksQemu, toRestore, restored, known = d->qemu] {
            if (toRestore)
                *restored = d->saved.find(*toRestore);
            const auto qemu = asksQemu ? probeQemu(d->options.qemuProgram) : Result<QemuCapabilities>(known);
            QMetaObject::invokeMethod(this, [this, make, qemu] {
                if (!qemu)
                    return make(fail(qemu.error()));
                d->qemu = *qemu;
                d->read(make);
            });
        });
    };
    World asking = d->world();
    asking.imageFolder = d->imageFolder(request.caller);
    if (const FileQuestions toLookAt = filesToLookAt(request, asking); !toLookAt.isEmpty()) {
        const auto owner = d->filesOwner(request.caller);
        const auto allowed = owner ? d->questions.mayAsk(request.caller) : Result<>(fail(owner.error()));
        if (!allowed)
            return make(allowed);
        using Known = QMap<QString, FileFacts>;
        return d->questions.ask<Known>(
            request.caller, this,
            [this, owner = *owner, toLookAt] { return lookAtFiles(d->kernel.programs, owner, toLookAt); },
            [files, goOn](const Result<Known> &known) {
                *files = known.value_or(Known());
                goOn(known ? Result<>() : fail(known.error()));
            });
    }
    if (controllers.isEmpty())
        return goOn({});
    d->askPool.start([this, goOn, request, controllers] {
        const auto asked = askControllers(d->kernel, request, controllers);
        QMetaObject::invokeMethod(this, [goOn, asked] { goOn(asked); });
    });
}

Result<FileOwner> HelperCore::Private::filesOwner(uint uid) const
{
    const auto gid = groupIdOf(uid);
    if (!gid && !options.simulated)
        return fail(ErrorCode::NotFound, u"user "_s + QString::number(uid));
    return FileOwner{uid, gid.value_or(uid)};
}

void HelperCore::libvirtDefinitions(uint caller, std::function<void(const Result<QJsonObject> &)> answer)
{
    if (const auto allowed = d->questions.mayAsk(caller); !allowed)
        return answer(fail(allowed.error()));
    d->questions.ask<QJsonObject>(caller, this, [folder = d->options.libvirtFolder] { return laneway::libvirtDefinitions(folder); }, std::move(answer));
}

void HelperCore::listImages(
    const QString &folder, uint uid, std::function<void(const Result<QJsonObject> &)> answer)
{
    const auto owner = d->filesOwner(uid);
    if (!owner)
        return answer(fail(owner.error()));
    if (const auto allowed = d->questions.mayAsk(uid); !allowed)
        return answer(fail(allowed.error()));
    const QString wanted = folder.isEmpty() ? d->imageFolder(uid) : folder;
    d->questions.ask<QJsonObject>(
        uid, this,
        [this, owner = *owner, wanted, disks = diskUses(d->world(), uid)] {
            return laneway::listImages(d->kernel.programs, owner, wanted, disks);
        },
        std::move(answer));
}

void HelperCore::image(const QString &path, uint uid, std::function<void(const Result<QJsonObject> &)> answer)
{
    const auto owner = d->filesOwner(uid);
    if (!owner)
        return answer(fail(owner.error()));
    if (const auto allowed = d->questions.mayAsk(uid); !allowed)
        return answer(fail(allowed.error()));
    d->questions.ask<QJsonObject>(
        uid, this,
        [this, owner = *owner, path, disks = diskUses(d->world(), uid)] {
            return imageDetails(d->kernel.programs, owner, path, disks);
        },
        std::move(answer));
}

void HelperCore::links(uint viewer, std::function<void(const Result<QJsonObject> &)> answer)
{
    if (const auto allowed = d->questions.mayAsk(viewer); !allowed)
        return answer(fail(allowed.error()));
    d->questions.ask<QJsonObject>(
        viewer, this,
        [this] {
            return d->kernel.netlink.links().map([](const QList<HostLink> &links) {
                QStringList bridges;
                QStringList cards;
                for (const HostLink &link : links) {
                    if (link.kind == u"bridge")
                        bridges += link.name;
                    else if ((link.kind.isEmpty() && link.name != u"lo") || link.kind == u"bond" || link.kind == u"vlan")
                        cards += link.name;
                }
                bridges.sort();
                cards.sort();
                return QJsonObject{{u"bridges"_s, QJsonArray::fromStringList(bridges)}, {u"cards"_s, QJsonArray::fromStringList(cards)}};
            });
        },
        std::move(answer));
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
