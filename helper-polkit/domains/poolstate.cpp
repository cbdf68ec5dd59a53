// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/poolstate.h"

#include "host/reasontext.h"

namespace laneway {

int PoolState::free() const
{
    return int(std::count_if(members.begin(), members.end(), [](const PoolMember &one) { return one.isFree(); }));
}

QJsonArray PoolState::devices() const
{
    QJsonArray devices;
    for (const PoolMember &member : members) {
        const QString state = member.isFree() ? u"free"_s
            : leased.contains(member.device) ? u"leased"_s : u"unavailable"_s;
        QJsonArray why;
        for (const Reason &reason : member.reasons)
            why += reasonToJson(reason);
        devices += QJsonObject{{u"device"_s, member.device.toString()}, {u"state"_s, state},
            {u"holder"_s, member.holder},
            {u"reason"_s, member.isFree() ? QString() : reasonText(member.reasons.first())}, {u"why"_s, why}};
    }
    return devices;
}

PoolState stateOf(const StoredNetwork &network, const HostSnapshot &host, const Claims &claims,
    const QMap<QUuid, RunRecord> &runs)
{
    PoolState state;
    state.uuid = network.uuid();
    state.name = network.name();
    state.active = network.active.has_value();
    state.autostart = network.autostart;
    state.persistent = network.defined.has_value();
    const auto leases = leasesOf(state.uuid, runs);
    for (const QList<Lease> &some : leases)
        for (const Lease &lease : some)
            state.leased += lease.device;
    state.connections = int(state.leased.size());
    const auto pool = network.current().pool();
    if (!pool) {
        state.problem = errorText(pool.error());
        return state;
    }
    state.physical = pool->source.physical;
    if (const auto devices = poolDevices(host, pool->source); !devices)
        state.problem = errorText(devices.error());
    state.members = poolMembers({host, claims, pool->source});
    return state;
}

QMap<QUuid, QList<Lease>> leasesOf(const QUuid &network, const QMap<QUuid, RunRecord> &runs)
{
    QMap<QUuid, QList<Lease>> leases;
    for (const RunRecord &run : runs)
        for (const Lease &lease : run.leases)
            if (lease.network == network)
                leases[run.uuid] += lease;
    return leases;
}

Result<> checkPool(const StoredNetwork &network, const HostSnapshot &host)
{
    return network.current().pool().and_then([&](const NetworkPool &pool) -> Result<> {
        const auto devices = poolDevices(host, pool.source);
        if (!devices)
            return fail(devices.error());
        for (const PciAddress &device : *devices)
            if (host.find(device))
                return {};
        return fail(ErrorCode::NotFound, u"network "_s + network.name(), u"the host has none of its devices"_s);
    });
}

Result<> checkAddresses(const NetworkXml &network, const HostSnapshot &host)
{
    return network.pool().and_then([&](const NetworkPool &pool) -> Result<> {
        for (const PciAddress &device : pool.source.addresses) {
            const PciFunction *function = host.find(device);
            if (!function)
                return fail(ErrorCode::NotFound, device.toString(), u"a pool lists what is there"_s);
            if (!function->isVirtualFunction())
                return fail(ErrorCode::NotAVirtualFunction, device.toString(), u"a pool lists virtual functions"_s);
        }
        return {};
    });
}

Claims withNamesSeenBy(Claims claims, const std::function<bool(uint owner)> &sees)
{
    for (Claim &claim : claims.domains)
        if (!sees(claim.owner)) {
            claim.domain = QUuid();
            claim.domainName = u"uid %1"_s.arg(claim.owner);
        }
    return claims;
}

} // namespace laneway
