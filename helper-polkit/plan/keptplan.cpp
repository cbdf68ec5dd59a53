// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/keptplan.h"

#include "kernel/hostreader.h"
#include "plan/machineplans.h"
#include "plan/poolassignment.h"
#include "plan/release.h"
#include "plan/usbassignment.h"

namespace laneway {

namespace {

constexpr qint64 lifeSeconds = 600;
constexpr int plansPerCaller = 64;

/// What a verdict depends on: without what changes by itself all the time.
PciFunction relevantFacts(PciFunction function, bool isKeeping)
{
    function.powerState.clear();
    function.linkNow = {};
    function.numaNode = -1;
    for (NetInterface &interface : function.interfaces)
        interface.carrier = false;
    if (function.sriov) {
        function.sriov->nvme.reset(); // nobody is asked again for one function
        // What is kept for each start is what was seen, beside no rule of others.
        if (!isKeeping) {
            function.sriov->settings.clear();
            function.sriov->kept.clear();
        }
    }
    return function;
}

bool keeps(const Plan &plan)
{
    return std::any_of(
        plan.steps.begin(), plan.steps.end(), [](const StepPtr &step) { return step->kind() == u"keep-file"; });
}

/// Which runs have devices of the plan. Not to be seen at the devices: those that wait for a machine
/// and those that one has are on the same driver.
QMap<PciAddress, QUuid> holdersOf(const KeptPlan &kept, const World &world)
{
    QMap<PciAddress, QUuid> holders;
    const Claims claims = claimsOf(world);
    for (const Claim &claim : claims.domains)
        if (claim.running
            && (kept.facts.contains(claim.device) || kept.plan.resources.contains(claim.device.toString())))
            holders.insert(claim.device, claim.domain);
    // A USB device goes with its controller.
    for (const UsbClaim &claim : claims.usb)
        if (const UsbDevice *device = claim.running ? world.host.find(claim.device) : nullptr)
            if (device->controller && kept.facts.contains(*device->controller))
                holders.insert(*device->controller, claim.domain);
    return holders;
}

/// Definition of @p domain and that of its run, as digests.
std::pair<QString, QString> documentsOf(const QUuid &domain, const World &world)
{
    const StoredDomain *stored = world.domains.find(domain);
    const auto run = world.runs.constFind(domain);
    return {stored ? definitionDigest(stored->xml.toXml()) : QString(),
        run == world.runs.constEnd() ? QString() : definitionDigest(run->liveXml)};
}

} // namespace

KeptPlan withFacts(const Plan &plan, const World &world)
{
    KeptPlan kept{plan, {}, {}, {}, {}};
    if (const auto run = world.runs.constFind(plan.domain); run != world.runs.constEnd()) {
        kept.guest = run->guest.id;
        if (plan.goesForward())
            kept.heirs = heirsOf(*run, world);
    }
    const bool isKeeping = keeps(plan);
    for (const StepPtr &step : plan.steps)
        for (const PciAddress &device : step->devices())
            if (const PciFunction *function = world.host.find(device)) {
                kept.facts.insert(device, relevantFacts(*function, isKeeping));
                if (!function->iommuGroup)
                    continue;
                for (const PciAddress &member : world.host.groupMembers(*function->iommuGroup))
                    kept.facts.insert(member, relevantFacts(*world.host.find(member), isKeeping));
            }
    kept.holders = holdersOf(kept, world);
    kept.usb = usbFactsOf(plan, world.host);
    std::tie(kept.definition, kept.liveXml) = documentsOf(plan.domain, world);
    return kept;
}

Result<> stillTrue(const KeptPlan &kept, const Kernel &kernel)
{
    // What a guest held is given back whatever else happened.
    if (kept.plan.goesForward())
        return {};
    const bool isKeeping = keeps(kept.plan);
    for (auto fact = kept.facts.begin(); fact != kept.facts.end(); ++fact) {
        const auto now = isKeeping && fact->sriov ? readFunction(kernel, fact.key()) : readIdentity(kernel, fact.key());
        if (!now)
            return fail(ErrorCode::HostChanged, fact.key().toString(), now.error().toString());
        const PciFunction facts = relevantFacts(*now, isKeeping);
        if (facts == *fact)
            continue;
        const QString what = facts.driver != fact->driver
            ? u"its driver was \""_s + fact->driver + u"\" and is \""_s + facts.driver + u'"'
            : u"it is not as it was when the plan was made"_s;
        return fail(ErrorCode::HostChanged, fact.key().toString(), what);
    }
    return usbStillTrue(kept.usb, kernel);
}

Result<> stillAbout(const KeptPlan &kept, const World &world)
{
    // What a guest held is given back whatever else happened.
    if (!kept.plan.goesForward())
        if (const auto now = holdersOf(kept, world); now != kept.holders) {
            for (auto holder = now.begin(); holder != now.end(); ++holder)
                if (kept.holders.value(holder.key()) != *holder)
                    return fail(ErrorCode::HostChanged, holder.key().toString(), u"a running machine has it now"_s);
            return fail(ErrorCode::HostChanged, kept.holders.firstKey().toString(),
                u"the machine that had it does not run any more"_s);
        }
    if (!kept.plan.goesForward())
        if (auto free = usbStillFree(kept.usb, kept.plan.domain, claimsOf(world).usb); !free)
            return free;
    if (auto free = leasesStillFree(kept.plan, world); !free)
        return free;
    if (kept.plan.domain.isNull())
        return {};
    const auto run = world.runs.constFind(kept.plan.domain);
    if (run != world.runs.constEnd() && run->owner != kept.plan.caller)
        return fail(
            ErrorCode::AlreadyExists, u"domain "_s + kept.plan.domainName, u"another machine with this UUID runs"_s);
    if (kept.plan.kind == u"create")
        for (const StoredDomain &other : world.domains.all())
            if (other.xml.uuid() == kept.plan.domain
                || (other.owner == kept.plan.caller && other.xml.name() == kept.plan.domainName))
                return fail(
                    ErrorCode::AlreadyExists, u"domain "_s + kept.plan.domainName, u"it was defined meanwhile"_s);
    if (const StoredDomain *defined = world.domains.find(kept.plan.domain);
        defined && defined->owner != kept.plan.caller)
        return fail(ErrorCode::HostChanged, u"domain "_s + kept.plan.domainName, u"it is another user's now"_s);
    if (auto room = startsDomain(kept.plan) ? roomForOneMore(world, kept.plan.caller) : Result<>(); !room)
        return room;
    if (auto room = kept.plan.kind == u"save" && run != world.runs.constEnd() ? roomToSave(world, *run) : Result<>();
        !room)
        return room;
    const QString guest = run == world.runs.constEnd() ? QString() : run->guest.id;
    if (guest != kept.guest)
        return fail(ErrorCode::HostChanged, u"domain "_s + kept.plan.domainName,
            guest.isEmpty() ? u"it is not running any more"_s : u"it was started meanwhile"_s);
    // It would write the whole document, and what came into it meanwhile would be lost.
    const bool writes = !kept.plan.configXml.isEmpty() || !kept.plan.liveXml.isEmpty();
    if (writes && documentsOf(kept.plan.domain, world) != std::pair(kept.definition, kept.liveXml))
        return fail(
            ErrorCode::HostChanged, u"domain "_s + kept.plan.domainName, u"its definition was changed meanwhile"_s);
    return {};
}

void PlanShelf::put(const KeptPlan &kept)
{
    const QDateTime oldest = QDateTime::currentDateTimeUtc().addSecs(-lifeSeconds);
    m_plans.removeIf([&](auto entry) { return entry.value().plan.made < oldest; });
    QList<const Plan *> callers;
    for (const KeptPlan &other : std::as_const(m_plans))
        if (other.plan.caller == kept.plan.caller)
            callers += &other.plan;
    if (callers.size() >= plansPerCaller) {
        const auto first = std::min_element(
            callers.begin(), callers.end(), [](const Plan *one, const Plan *other) { return one->made < other->made; });
        const QString id = (*first)->id;
        m_plans.remove(id);
    }
    m_plans.insert(kept.plan.id, kept);
}

std::optional<KeptPlan> PlanShelf::find(const QString &id) const
{
    const auto found = m_plans.constFind(id);
    if (found == m_plans.constEnd() || found->plan.made.secsTo(QDateTime::currentDateTimeUtc()) > lifeSeconds)
        return std::nullopt;
    return *found;
}

} // namespace laneway
