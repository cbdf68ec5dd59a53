// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpercore_p.h"

#include "plan/draft.h"
#include "plan/keptplan.h"
#include "plan/release.h"

#include <QTimer>

namespace laneway {

namespace {

/// An NVMe controller whose virtual functions need more than sysfs tells of.
bool mayHaveSecondaries(const PciFunction &function)
{
    return function.driver == u"nvme" && function.sriov && function.sriov->enabled > 0 && !function.sriov->nvme;
}

} // namespace

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
        const Private::Ended ended = d->work(release, id, false, {}, journal);
        reports += RecoveryReport{id, release.plan.title,
            ended.outcome.state == u"done" ? u"finished"_s : ended.outcome.state, ended.outcome.leftovers};
        d->noteLife(release.plan, ended);
        if (ended.runGone)
            d->runs.remove(run.uuid);
    }
    if (std::any_of(
            d->runs.cbegin(), d->runs.cend(), [](const RunRecord &run) { return !run.pendingUnplugs.isEmpty(); }))
        d->lateUnplugs.watch();
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
    d->deleteTpms(d->tpms.allAside());
    QMetaObject::invokeMethod(
        this, [this, due = d->autostarts.takeDue()] { d->startDue(due.values()); }, Qt::QueuedConnection);
    return reports;
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
        if (plan && options.privileged && plan->action.endsWith(u".device.assign")
            && !autostarts.mayTakeDevices(uuid, digest))
            begun = fail(ErrorCode::NotAuthorized, u"domain "_s + name,
                PlanText::tr(
                    "Its definition was changed since it was allowed to take devices by itself: set autostart again."));
        else if (plan && options.privileged && plan->action.endsWith(u".device.assign") && savedNow.contains(uuid))
            // What was allowed is the definition; a saved state comes with one of its own.
            begun = fail(ErrorCode::NotAuthorized, u"domain "_s + name,
                PlanText::tr("It has a saved state that takes something of the host: start it by hand."));
        else if (plan)
            begun = q->apply(plan->id, plan->caller);
        if (!begun) {
            qCWarning(lcCore).noquote() << "autostart of" << name << begun.error().toString();
            guestLives.setLife(uuid, {u"shut off"_s, u"failed"_s, begun.error().toString().left(2'000)});
        }
        startDue(due);
    };
    q->plan({u"start"_s, {{u"domain"_s, idText(uuid)}}, domain->owner}, begin);
}

} // namespace laneway
