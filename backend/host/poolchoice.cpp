// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/poolchoice.h"

#include <algorithm>
#include <tuple>

namespace laneway {

namespace {

/// What is a caution for a device that a person has chosen, and keeps one from being chosen for them.
bool isUseOfHost(const Reason &reason)
{
    static const QStringList codes{u"holds-root-file-system"_s, u"holds-mounted-disk"_s, u"holds-swap"_s,
        u"default-route"_s, u"interface-is-port"_s, u"only-display"_s, u"boot-display"_s, u"monitor-connected"_s,
        u"inputs-in-use"_s, u"has-virtual-functions"_s, u"uses-unknown"_s};
    return codes.contains(reason.code);
}

/// An interface that is up, which some hosts see to for each that appears, is not in use by that alone.
bool hasRoute(const PciFunction &function)
{
    return std::any_of(
        function.interfaces.begin(), function.interfaces.end(), [](const NetInterface &one) { return one.routed; });
}

bool hasLink(const PciFunction &function)
{
    return std::any_of(function.interfaces.begin(), function.interfaces.end(),
        [](const NetInterface &one) { return one.up && one.carrier; });
}

bool standsAgainst(const Reason &reason, const PciFunction &function)
{
    return reason.level >= Level::Blocked || reason.code == u"takes-companions" || isUseOfHost(reason)
        || (reason.code == u"interface-up" && hasRoute(function));
}

PoolMember memberOf(const PoolQuestion &question, const HostIndex &index, const PciAddress &device)
{
    PoolMember member;
    member.device = device;
    const auto refuse = [&](const QString &code, const QStringList &arguments = {}) {
        member.reasons += Reason{Level::Blocked, code, {}, arguments};
    };
    const PciFunction *function = question.host.find(device);
    if (!function) {
        refuse(u"pool-device-missing"_s);
        return member;
    }
    if (!function->isVirtualFunction() || !function->vfIndex) {
        refuse(u"pool-not-a-virtual-function"_s);
        return member;
    }
    const PciFunction *physical = question.host.find(*function->physicalFunction);
    if (!physical || physical->interfaces.isEmpty())
        refuse(u"pool-no-interface"_s, {function->physicalFunction->toString()});
    if (question.alsoTaken.contains(device))
        refuse(u"pool-taken-along"_s);
    if (const auto promised = question.promised.constFind(device); promised != question.promised.cend()) {
        member.holder = *promised;
        refuse(u"pool-promised"_s, {*promised});
    }
    const auto counts
        = [&](const Claim &claim) { return !question.asker || claim.owner == 0 || claim.owner == *question.asker; };
    const auto want = [&](bool counting) {
        return index.wantedBy(
            device, [&](const Claim &claim) { return claim.domain != question.target && counts(claim) == counting; });
    };
    const Verdict verdict
        = assess({question.host, question.claims, *function, question.target, question.alsoTaken}, index);
    for (Reason reason : verdict.reasons) {
        if (!standsAgainst(reason, *function))
            continue;
        reason.level = std::max(reason.level, Level::Blocked);
        if (reason.code == u"held-by-domain")
            member.holder = reason.arguments.value(0);
        member.reasons += reason;
    }
    if (auto wanted = want(true)) {
        wanted->level = Level::Blocked;
        if (member.holder.isEmpty())
            member.holder = wanted->arguments.value(0);
        member.reasons += *wanted;
    }
    member.wanted = member.isFree() && want(false);
    member.held = index.holder(device) != nullptr;
    // A machine's own program has it open, too.
    if (const auto opened = question.opened.constFind(device);
        opened != question.opened.cend() && !member.held && !question.promised.contains(device))
        refuse(u"pool-open"_s, {*opened});
    return member;
}

/// The node of the domain's processors, or that most of the devices sit at which were chosen for it;
/// nothing when none tells. What pools have given it says nothing: else its first interface would draw
/// the others to the same card.
std::optional<int> nodeOf(const PoolQuestion &question)
{
    if (question.node)
        return question.node;
    QMap<int, int> counts;
    for (const PciAddress &device : question.near)
        if (const PciFunction *function = question.host.find(device); function && function->numaNode >= 0)
            ++counts[function->numaNode];
    const auto most = std::max_element(counts.cbegin(), counts.cend());
    return most == counts.cend() ? std::nullopt : std::optional(most.key());
}

} // namespace

Result<const PciFunction *> physicalFunctionOf(const HostSnapshot &host, const QString &interface)
{
    for (const PciFunction &function : host.functions)
        for (const NetInterface &one : function.interfaces)
            if (one.name == interface) {
                if (function.sriov)
                    return &function;
                return fail(ErrorCode::UnsupportedConfiguration, interface,
                    u"%1 can have no virtual functions"_s.arg(function.address.toString()));
            }
    return fail(ErrorCode::NotFound, interface, u"the host has no such network interface on a PCI device"_s);
}

Result<QList<PciAddress>> poolDevices(const HostSnapshot &host, const PoolSource &pool)
{
    if (pool.physical.isEmpty())
        return pool.addresses;
    const auto physical = physicalFunctionOf(host, pool.physical);
    if (!physical)
        return fail(physical.error());
    if ((*physical)->sriov->functions.isEmpty())
        return fail(ErrorCode::UnsupportedConfiguration, pool.physical,
            u"%1 has no virtual functions now; up to %2 can be made: lanewayctl vf create %3 N"_s.arg(
                (*physical)->address.toString(), QString::number((*physical)->sriov->total), pool.physical));
    return (*physical)->sriov->functions;
}

QList<PoolMember> poolMembers(const PoolQuestion &question)
{
    return poolMembers(question, HostIndex(question.host, question.claims));
}

QList<PoolMember> poolMembers(const PoolQuestion &question, const HostIndex &index)
{
    QList<PoolMember> members;
    const auto devices = poolDevices(question.host, question.pool);
    if (!devices)
        return members;
    for (const PciAddress &device : *devices)
        members += memberOf(question, index, device);
    return members;
}

std::optional<PciAddress> chooseMember(const PoolQuestion &question, const QList<PoolMember> &members)
{
    QHash<PciAddress, int> taken; // by PF
    const auto physicalOf = [&](const PciAddress &device) {
        const PciFunction *function = question.host.find(device);
        return function ? function->physicalFunction.value_or(device) : device;
    };
    for (const PoolMember &member : members)
        if (member.held || question.promised.contains(member.device) || question.alsoTaken.contains(member.device))
            ++taken[physicalOf(member.device)];
    const std::optional<int> node = nodeOf(question);
    const int sign = question.pool.policy == PoolPolicy::Spread ? 1 : -1;
    const auto rank = [&](const PoolMember &member) {
        const PciFunction *function = question.host.find(member.device);
        const bool isFar = node && function->numaNode >= 0 && function->numaNode != *node;
        return std::tuple(member.wanted, question.last != member.device, hasLink(*function), isFar,
            sign * taken.value(physicalOf(member.device)), question.remembered.contains(member.device));
    };
    const PoolMember *best = nullptr;
    for (const PoolMember &member : members)
        if (member.isFree() && (!best || rank(member) < rank(*best)))
            best = &member; // of equals the first
    return best ? std::optional(best->device) : std::nullopt;
}

} // namespace laneway
