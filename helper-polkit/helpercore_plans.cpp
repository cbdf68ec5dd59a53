// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpercore_p.h"

#include "plan/imageplans.h"
#include "plan/keptplan.h"
#include "plan/machineplans.h"
#include "plan/nvmeplans.h"
#include "plan/planner.h"

namespace laneway {

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
    const bool asksQemu
        = !d->options.simulated && (request.kind == u"start" || request.kind == u"attach" || request.kind == u"create");
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

std::optional<Plan> HelperCore::storedPlan(const QString &id) const
{
    const auto kept = d->plans.find(id);
    return kept ? std::optional(kept->plan) : std::nullopt;
}

} // namespace laneway
