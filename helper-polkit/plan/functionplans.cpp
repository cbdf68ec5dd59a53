// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/functionplans.h"

#include "host/hostindex.h"
#include "host/reasontext.h"
#include "steps/changedriver.h"
#include "steps/resetdevice.h"

namespace laneway {

namespace {

bool needsName(const PciFunction &function, const HostSnapshot &host)
{
    const PciFunction *pf = function.physicalFunction ? host.find(*function.physicalFunction) : nullptr;
    return pf && pf->sriov && !pf->sriov->driversAutoprobe;
}

QString namesOf(const QList<const PciFunction *> &functions)
{
    const QString first = functions.first()->address.toString();
    return functions.size() == 1 ? first
                                 : PlanText::tr("%1 and %n more", nullptr, int(functions.size()) - 1).arg(first);
}

Result<> giveBack(Draft &draft, const PciFunction &function)
{
    if (auto free = draft.notUsedWithItsGroup(function); !free)
        return free;
    draft.touch(function);
    if (!isStubDriver(function.driver) && function.driverOverride.isEmpty())
        return {};
    const QJsonObject former = draft.world.formerDriver ? draft.world.formerDriver(function.address) : QJsonObject();
    QString driver = former[u"driver"].toString();
    // Nobody knows what it had: with the override gone the kernel chooses, but for a VF of a PF
    // without automatic probing, which needs a name.
    if (driver.isEmpty() || isStubDriver(driver))
        driver = needsName(function, draft.world.host) ? function.modules.value(0) : QString();
    draft.need(std::make_shared<const ChangeDriver>(
        function.address, driver, former[u"override"].toString(), function.driver));
    return {};
}

Result<> reset(Draft &draft, const PciFunction &function)
{
    const Verdict verdict = draft.judge(function, {}, {});
    if (const Claim *claim = draft.claims.holder(function.address))
        return fail(ErrorCode::DeviceInUse, function.address.toString(),
            PlanText::tr("The running machine %1 has it.").arg(claim->domainName));
    const bool isNeeded = std::any_of(verdict.reasons.begin(), verdict.reasons.end(), [](const Reason &reason) {
        return reason.code == u"usb-devices-held" || reason.code == u"virtual-functions-held";
    });
    if (isNeeded)
        return draft.refuse({function.address});
    if (!isStubDriver(function.driver)) {
        const QStringList losses = lossesOf(draft.world.host, function);
        // A reset under a mounted disk or a display in use is no loss to weigh: what is in flight is gone.
        const bool isMissed = std::any_of(verdict.reasons.begin(), verdict.reasons.end(),
            [](const Reason &reason) { return reason.level == Level::Caution; });
        if (isMissed && !losses.isEmpty())
            return fail(ErrorCode::DeviceInUse, function.address.toString(),
                PlanText::tr("The host uses it. Detach it first. %1").arg(losses.join(u' ')));
        draft.plan.loses += losses;
    }
    draft.touch(function);
    draft.need(std::make_shared<const ResetDevice>(function.address));
    return {};
}

/// Those of which the verdict says so; all of them are judged, so that a refusal names each.
QList<PciAddress> judged(Draft &draft, const QList<const PciFunction *> &functions, bool (*isOut)(const Verdict &))
{
    QList<PciAddress> all;
    for (const PciFunction *function : functions)
        all += function->address;
    QList<PciAddress> out;
    for (const PciFunction *function : functions) {
        QList<PciAddress> others = all;
        others.removeOne(function->address);
        if (isOut(draft.judge(*function, {}, others)))
            out += function->address;
    }
    return out;
}

} // namespace

Result<> planDetach(Draft &draft)
{
    const auto functions = draft.devices();
    if (!functions)
        return fail(functions.error());
    draft.plan.title = PlanText::tr("Detach %1 from the host").arg(namesOf(*functions));
    const QString wanted = draft.request.arguments[u"driver"].toString();
    const QString driver = vfioDriver(wanted == u"vfio" ? QString() : wanted);
    if (!isStubDriver(driver))
        return fail(ErrorCode::InvalidInput, wanted, PlanText::tr("This is not a VFIO driver."));
    // Companions may follow one by one: only a start needs all of them.
    const auto blocked = judged(draft, *functions, [](const Verdict &verdict) { return verdict.refuses(); });
    if (!blocked.isEmpty())
        return draft.refuse(blocked);
    for (const PciFunction *function : *functions) {
        draft.touch(*function);
        if (auto taken = draft.takeFromHost(*function, driver); !taken)
            return taken;
    }
    return {};
}

Result<> planReattach(Draft &draft)
{
    const auto functions = draft.devices();
    if (!functions)
        return fail(functions.error());
    draft.plan.title = PlanText::tr("Give %1 back to the host").arg(namesOf(*functions));
    for (const PciFunction *function : *functions) {
        if (!function->isEndpoint()) {
            draft.judge(*function, {}, {});
            return draft.refuse({function->address});
        }
        if (auto given = giveBack(draft, *function); !given)
            return given;
    }
    return {};
}

Result<> planReset(Draft &draft)
{
    const auto functions = draft.devices();
    if (!functions)
        return fail(functions.error());
    draft.plan.title = PlanText::tr("Reset %1").arg(namesOf(*functions));
    if (const auto never
        = judged(draft, *functions, [](const Verdict &verdict) { return verdict.level == Level::Never; });
        !never.isEmpty())
        return draft.refuse(never);
    for (const PciFunction *function : *functions)
        if (auto done = reset(draft, *function); !done)
            return done;
    return {};
}

} // namespace laneway
