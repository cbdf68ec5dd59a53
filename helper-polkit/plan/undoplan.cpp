// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/undoplan.h"

#include "host/hostindex.h"
#include "host/reasontext.h"
#include "plan/vfplans.h"
#include "steps/changedriver.h"
#include "steps/giveback.h"
#include "steps/onlinenvmevfs.h"
#include "steps/setvf.h"
#include "steps/setvfs.h"

#include <algorithm>
#include <array>

namespace laneway {

namespace {

/// Whether the fields that were taken are still as @p set left them, and nobody has come to use them.
Result<> stillSet(const Draft &draft, const SetVfs &set, const QList<VfRefusal> &refused, const PciFunction &pf)
{
    const QList<VfSettings> now = pf.sriov ? pf.sriov->settings : QList<VfSettings>();
    for (const auto &[vf, change] : set.changes()) {
        const QString subject = pf.address.toString() + u" vf "_s + QString::number(vf.value);
        const auto moved = [&](const QString &what) {
            return fail(ErrorCode::HostChanged, subject, PlanText::tr("Since then it has changed: %1").arg(what));
        };
        if (vf.value >= quint32(now.size()) || vf.value >= quint32(pf.sriov->functions.size()))
            return moved(PlanText::tr("it is gone."));
        const QList<VfField> missing = change.toSend(now[vf.value]).missingIn(now[vf.value]);
        for (const VfField field : missing)
            if (std::none_of(refused.begin(), refused.end(),
                    [&](const VfRefusal &one) { return one.vf == vf && one.field == field; }))
                return moved(PlanText::tr("its settings are others."));
        if (const Claim *claim = draft.claims.holder(pf.sriov->functions[vf.value]))
            return moved(PlanText::tr("the running machine %1 has it.").arg(claim->domainName));
    }
    return {};
}

Result<> stillAsLeft(Draft &draft, const Step &step, const QJsonObject &former, const QJsonObject &result)
{
    const QString subject = step.devices().isEmpty() ? step.kind() : step.devices().first().toString();
    const PciFunction *function = step.devices().isEmpty() ? nullptr : draft.world.host.find(step.devices().first());
    const auto moved = [&](const QString &what) {
        return fail(ErrorCode::HostChanged, subject, PlanText::tr("Since then it has changed: %1").arg(what));
    };
    if (!function)
        return moved(PlanText::tr("the device is gone."));
    draft.touch(*function);
    if (const auto *change = dynamic_cast<const ChangeDriver *>(&step)) {
        if (!change->driver().isEmpty() && function->driver != change->driver())
            return moved(PlanText::tr("its driver is \"%1\".").arg(function->driver));
        if (isStubDriver(former[u"driver"].toString()) || former[u"driver"].toString().isEmpty())
            return draft.judge(*function, {}, {}).refuses() ? draft.refuse({function->address}) : Result<>();
        return draft.notUsedWithItsGroup(*function);
    }
    if (const auto *change = dynamic_cast<const SetVf *>(&step)) {
        const PciFunction *pf = draft.world.host.find(change->pf());
        if (pf && pf->sriov)
            for (const VfSettings &now : pf->sriov->settings)
                if (now.index == change->vf() && !change->change().isIn(now))
                    return moved(PlanText::tr("its settings are others."));
        if (const Claim *claim = draft.claims.holder(function->address))
            return moved(PlanText::tr("the running machine %1 has it.").arg(claim->domainName));
        return {};
    }
    if (const auto *online = dynamic_cast<const OnlineNvmeVfs *>(&step)) {
        const QList<PciAddress> functions = function->sriov ? function->sriov->functions : QList<PciAddress>();
        for (const int vf : online->vfs()) {
            const PciFunction *gone = draft.world.host.find(functions.value(vf));
            if (!gone)
                continue;
            if (const Claim *claim = draft.claims.holder(gone->address))
                return moved(PlanText::tr("the running machine %1 has it.").arg(claim->domainName));
            draft.plan.loses += lossesOf(draft.world.host, *gone);
        }
        return {};
    }
    if (const auto *set = dynamic_cast<const SetVfs *>(&step))
        return stillSet(draft, *set, refusalsFromJson(result[u"refused"].toArray()), *function);
    if (step.kind() == u"set-vf-count") {
        const int count = step.arguments()[u"count"].toInt();
        if (!function->sriov || function->sriov->enabled != count)
            return moved(PlanText::tr("the number of its virtual functions."));
        return changeVfCount(draft, *function, former[u"count"].toInt());
    }
    return {};
}

bool isOfDefinition(const QString &kind)
{
    return kind == u"attach" || kind == u"detach-device" || kind == u"edit";
}

/// The definition as it was, unless somebody has changed it since.
Result<> restoreDefinition(Draft &draft, const QJsonObject &entry)
{
    const StoredDomain *stored = draft.world.domains.find(QUuid::fromString(entry[u"domain"][u"uuid"].toString()));
    const QString name = entry[u"domain"][u"name"].toString();
    if (!stored || stored->owner != draft.request.caller)
        return fail(ErrorCode::HostChanged, u"domain "_s + name, PlanText::tr("Its definition is gone."));
    draft.plan.domain = stored->xml.uuid();
    draft.plan.domainName = stored->xml.name();
    const QJsonObject definition = entry[u"definition"].toObject();
    if (definition[u"after"].toString() != definitionDigest(stored->xml.toXml()))
        return fail(
            ErrorCode::HostChanged, u"domain "_s + name, PlanText::tr("Since then its definition was changed again."));
    const auto before = DomainXml::parse(definition[u"before"].toString().toUtf8());
    if (!before)
        return fail(before.error());
    draft.setAction("machine.manage");
    draft.changeDefinition(*before);
    return {};
}

} // namespace

Result<> planUndo(Draft &draft)
{
    const QString job = draft.request.arguments[u"job"].toString();
    const auto entry
        = draft.world.journal ? draft.world.journal(job) : Result<QJsonObject>(fail(ErrorCode::NotFound, job));
    if (!entry)
        return fail(entry.error());
    const QString kind = (*entry)[u"kind"].toString();
    const QString title = (*entry)[u"title"].toString();
    draft.plan.title = PlanText::tr("Undo: %1").arg(title);
    const QJsonArray steps = (*entry)[u"steps"].toArray();
    if (!isUndoable(kind, !steps.isEmpty()))
        return fail(ErrorCode::UnsupportedConfiguration, title,
            kind == u"start"           ? PlanText::tr("Stop the machine to give back what it has.")
                : isOfDefinition(kind) ? PlanText::tr("Remove the device from the running machine, or add it again.")
                                       : PlanText::tr("This cannot be undone."));
    if ((*entry)[u"outcome"].toString() != u"done")
        return fail(ErrorCode::UnsupportedConfiguration, title, PlanText::tr("It was not done."));
    if (isOfDefinition(kind))
        return restoreDefinition(draft, *entry);
    if (auto allowed = draft.mayTouchDevices(); !allowed)
        return allowed;
    if (kind.startsWith(u"vf-"))
        draft.setAction("vf.configure");
    for (qsizetype i = steps.size() - 1; i >= 0; --i) {
        const QJsonObject json = steps[i].toObject();
        const auto step = stepFromJson(json);
        if (!step)
            return fail(step.error());
        if (json[u"state"].toString() != u"done" || (*step)->kind() == u"load-module")
            continue;
        if (auto same = stillAsLeft(draft, **step, json[u"former"].toObject(), json[u"result"].toObject()); !same)
            return same;
        if ((*step)->kind() == u"keep-file")
            draft.setAction("host.prepare");
        draft.need(std::make_shared<const GiveBack>(*step, json[u"former"].toObject()));
    }
    return {};
}

bool isUndoable(const QString &kind, bool hasSteps)
{
    if (!hasSteps)
        return isOfDefinition(kind);
    constexpr std::array kinds{u"detach", u"reattach", u"vf-create", u"vf-set", u"vf-configure", u"vf-keep"};
    return std::any_of(kinds.begin(), kinds.end(), [&](const char16_t *one) { return kind == QStringView(one); });
}

} // namespace laneway
