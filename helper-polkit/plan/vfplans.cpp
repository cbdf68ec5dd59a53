// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/vfplans.h"

#include "host/reasontext.h"
#include "plan/nvmeplans.h"
#include "steps/setvf.h"
#include "steps/setvfcount.h"

namespace laneway {

Result<> planVfCreate(Draft &draft)
{
    const auto found = draft.device();
    if (!found)
        return fail(found.error());
    const PciFunction &pf = **found;
    const QString subject = pf.address.toString();
    const int count = draft.request.arguments[u"count"].toInt(-1);
    draft.plan.title = PlanText::tr("Make %n virtual functions of %1", nullptr, count).arg(subject);
    if (count < 0)
        return fail(ErrorCode::InvalidInput, subject, u"count"_s);
    return changeVfCount(draft, pf, count).and_then([&]() -> Result<> {
        if (pf.sriov->enabled != count)
            draft.need(std::make_shared<const SetVfCount>(pf.address, count, pf.sriov->enabled));
        return hasNvmeVfs(pf) ? bringMadeOnline(draft, pf, count) : Result<>();
    });
}

Result<> changeVfCount(Draft &draft, const PciFunction &pf, int count)
{
    const QString subject = pf.address.toString();
    if (!pf.sriov)
        return fail(ErrorCode::UnsupportedConfiguration, subject,
            PlanText::tr("It has no SR-IOV capability."));
    if (count > pf.sriov->total)
        return fail(ErrorCode::LimitExceeded, subject,
            PlanText::tr("It can have %n virtual functions.", nullptr, pf.sriov->total));
    if (pf.driver.isEmpty())
        return fail(ErrorCode::UnsupportedConfiguration, subject,
            PlanText::tr("It has no driver, which would make them."));
    QStringList users;
    if (pf.sriov->enabled != count)
        for (const PciAddress &vf : pf.sriov->functions) {
            draft.plan.resources += vf.toString();
            if (const Claim *claim = draft.claims.holder(vf))
                users += PlanText::tr("%1 is in use by %2.").arg(vf.toString(), claim->domainName);
            if (const PciFunction *function = draft.world.host.find(vf))
                draft.plan.loses += lossesOf(draft.world.host, *function);
        }
    if (!users.isEmpty())
        return fail(ErrorCode::DeviceInUse, subject,
            PlanText::tr("All virtual functions are made anew.") + u' ' + users.join(u' '));
    draft.plan.resources += subject;
    return {};
}

Result<> planVfSet(Draft &draft)
{
    const auto found = draft.device();
    if (!found)
        return fail(found.error());
    const PciFunction &vf = **found;
    const QString subject = vf.address.toString();
    draft.plan.title = PlanText::tr("Set virtual function %1").arg(subject);
    if (!vf.isVirtualFunction() || !vf.vfIndex)
        return fail(ErrorCode::NotAVirtualFunction, subject,
            PlanText::tr("Only virtual functions can be set from outside."));
    QJsonObject values = draft.request.arguments;
    values.remove(u"device");
    const auto change = VfChange::fromJson(values);
    if (!change)
        return fail(change.error());
    if (change->isEmpty())
        return fail(ErrorCode::InvalidInput, subject, PlanText::tr("Nothing is to be changed."));
    if (change->mac && change->mac->isMulticast())
        return fail(ErrorCode::InvalidInput, change->mac->toString(), u"a multicast address"_s);
    const PciFunction *pf = draft.world.host.find(*vf.physicalFunction);
    if (!pf || pf->interfaces.isEmpty())
        return fail(ErrorCode::UnsupportedConfiguration, subject,
            PlanText::tr("Its physical function %1 has no network interface.")
                .arg(vf.physicalFunction->toString()));
    if (const Claim *claim = draft.claims.holder(vf.address))
        draft.plan.loses += PlanText::tr("The running machine %1 has it: its traffic may stop.")
                            .arg(claim->domainName);
    draft.touch(vf);
    draft.need(std::make_shared<const SetVf>(vf.address, pf->address, *vf.vfIndex, *change));
    return {};
}

} // namespace laneway
