// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpercore_p.h"

#include "domains/console.h"
#include "plan/keptplan.h"
#include "plan/planner.h"
#include "plan/release.h"
#include "steps/guestdevices.h"
#include "xml/textports.h"

#include <QPointer>

namespace laneway {

namespace {

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

} // namespace

void HelperCore::Private::watch(const RunRecord &run)
{
    // The guests' door outlives us.
    const auto tell = [core = QPointer(q), uuid = run.uuid, guest = run.guest.id](const QString &cause) {
        if (core)
            core->d->guestEnded(uuid, guest, cause);
    };
    kernel.guests.watch(run.guest, tell);
    guestLives.listen(run);
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

void HelperCore::act(const QUuid &uuid, GuestAct what, GuestMode mode, std::function<void(const Result<> &)> answer)
{
    const auto run = d->runs.constFind(uuid);
    if (run == d->runs.constEnd())
        return answer(d->notRunning(uuid));
    if (const auto allowed = d->questions.mayAsk(run->owner); !allowed)
        return answer(allowed);
    if (d->jobs.isBusy(uuid))
        return answer(fail(ErrorCode::Busy, idText(uuid), u"a job of this domain is under way"_s));
    d->guestLives.act(*run, what, mode, std::move(answer));
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
            return port.isEmpty() ? connectToScreen(d->kernel.guests, guest)
                                  : connectToPort(d->kernel.guests, guest, port);
        },
        std::move(answer));
}

void HelperCore::figures(const QUuid &uuid, std::function<void(const Result<Figures> &)> answer)
{
    d->figures.forgetAllBut(d->runs);
    const auto run = d->runs.constFind(uuid);
    if (run == d->runs.constEnd())
        return answer(d->notRunning(uuid));
    d->figures.ask(*run, d->host, std::move(answer));
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
    lateUnplugs.watch();
}

/// The guest has let it go after all: what was asked for is done now.
void HelperCore::Private::finishUnplug(const QUuid &uuid, const QString &id)
{
    const auto run = runs.find(uuid);
    if (run == runs.end() || jobs.isBusy(uuid) || !kernel.guests.isAlive(run->guest))
        return;
    const auto pending = std::find_if(
        run->pendingUnplugs.begin(), run->pendingUnplugs.end(), [&](const PendingUnplug &one) { return one.id == id; });
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

} // namespace laneway
