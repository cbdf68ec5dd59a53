// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpercore_p.h"

#include "jobs/commit.h"
#include "plan/assignment.h"
#include "plan/keptplan.h"
#include "plan/machineplans.h"
#include "plan/planner.h"
#include "plan/poolassignment.h"
#include "steps/startdomain.h"

#include <QTimer>

namespace laneway {

namespace {

constexpr qsizetype mostReadAtOnce = 16; ///< functions, on the main thread

/// Whether a job writes or uses up what its domain has saved.
bool touchesSaved(const Plan &plan)
{
    return std::any_of(plan.steps.begin(), plan.steps.end(),
        [](const StepPtr &step) { return step->kind() == u"start-domain" || step->kind() == u"save-domain"; });
}

} // namespace

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
    const auto valid = d->jobs.wouldWait(kept->plan) ? Result<>() : stillAbout(*kept, d->world()).and_then([&] {
        return kept->facts.size() > mostReadAtOnce ? Result<>() : stillTrue(*kept, d->kernel);
    });
    if (!valid) {
        refreshHost();
        return fail(valid.error());
    }
    return d->enqueue(*kept);
}

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
    if (const int pause = pace.pauseBefore(job->plan().domain, plugs, sinceStart.elapsed());
        pause > 0 && !job->slowed) {
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
HelperCore::Private::Ended HelperCore::Private::work(const KeptPlan &kept, const QString &id,
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
        lives.set(plan.domain,
            {paused ? u"paused"_s : u"running"_s,
                paused         ? u"user"_s
                    : restored ? u"restored"_s
                               : u"booted"_s,
                {}});
    } else if (ended.outcome.error && ended.outcome.error->code != ErrorCode::Cancelled) {
        lives.set(plan.domain, {u"shut off"_s, u"failed"_s, ended.outcome.error->toString().left(2'000)});
    }
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

} // namespace laneway
