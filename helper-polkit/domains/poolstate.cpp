// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/poolstate.h"

#include "host/commonrules.h"
#include "host/reasontext.h"

#include <QJsonDocument>

namespace laneway {

namespace {

/// In few words: there may be thousands of functions, and every viewer gets all of it anew.
QJsonObject briefReason(Reason reason)
{
    reason.evidence.clear();
    // Whatever the reason: how long it is must not depend on how many machines there are.
    if (const qsizetype more = reason.arguments.size() - mostNamed; more > 1)
        reason.arguments = reason.arguments.first(mostNamed) << u"+%1"_s.arg(more);
    QJsonObject json = reasonToJson(reason);
    json.remove(u"text"_s);
    json.remove(u"evidence"_s);
    return json;
}

QString devicesText(const QList<PoolMember> &members, const QSet<PciAddress> &leased)
{
    QJsonArray devices;
    for (const PoolMember &member : members) {
        QJsonObject device{{u"device"_s, member.device.toString()}, {u"state"_s, u"free"_s}};
        if (!member.isFree()) {
            QJsonArray why;
            for (const Reason &reason : member.reasons)
                why += briefReason(reason);
            device[u"state"] = leased.contains(member.device) ? u"leased"_s : u"unavailable"_s;
            device[u"holder"] = member.holder;
            device[u"reason"] = reasonText(member.reasons.first());
            device[u"why"] = why;
        }
        devices += device;
    }
    return QString::fromUtf8(QJsonDocument(devices).toJson(QJsonDocument::Compact));
}

} // namespace

int PoolState::free() const
{
    return int(std::count_if(members.begin(), members.end(), [](const PoolMember &one) { return one.isFree(); }));
}

PoolState stateOf(const StoredNetwork &network, const PoolView &view)
{
    PoolState state;
    state.uuid = network.uuid();
    state.name = network.name();
    state.active = network.active.has_value();
    state.autostart = network.autostart;
    state.persistent = network.defined.has_value();
    const QSet<PciAddress> leased = view.leased.value(state.uuid);
    state.connections = int(leased.size());
    const auto pool = network.current().pool();
    if (!pool) {
        state.problem = errorText(pool.error());
    } else {
        state.physical = pool->source.physical;
        if (const auto devices = poolDevices(view.host, pool->source); !devices)
            state.problem = errorText(devices.error());
        PoolQuestion question{view.host, view.claims, pool->source};
        question.promised = view.promised;
        question.opened = view.opened;
        question.asker = view.viewer;
        state.members = poolMembers(question, view.index);
    }
    state.devices = devicesText(state.members, leased);
    return state;
}

QHash<QUuid, QSet<PciAddress>> leasedDevices(const QMap<QUuid, RunRecord> &runs)
{
    QHash<QUuid, QSet<PciAddress>> devices;
    for (const RunRecord &run : runs)
        for (const Lease &lease : run.leases)
            devices[lease.network] += lease.device;
    return devices;
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

QMap<PciAddress, QString> openedByOthers(const Kernel &kernel, const HostSnapshot &host, const QSet<PciAddress> &ours)
{
    QMap<QString, PciAddress> nodes;
    for (const PciFunction &function : host.functions) {
        if (!function.isVirtualFunction() || !isStubDriver(function.driver) || ours.contains(function.address))
            continue;
        if (function.iommuGroup)
            nodes.insert(u"vfio/"_s + QString::number(*function.iommuGroup), function.address);
        // By IOMMUFD devices are opened each by itself.
        const auto own = kernel.sys.list(u"bus/pci/devices/"_s + function.address.toString() + u"/vfio-dev"_s);
        for (const QString &name : own.value_or(QStringList()))
            nodes.insert(u"vfio/devices/"_s + name, function.address);
    }
    QMap<PciAddress, QString> opened;
    const auto holders = nodes.isEmpty() ? QMap<QString, QList<Holder>>() : kernel.nodes.holdersOf(nodes.keys());
    for (auto node = holders.cbegin(); node != holders.cend(); ++node) {
        const Holder &first = node->first();
        opened.insert(nodes.value(node.key()), u"%1 (process %2)"_s.arg(first.command, QString::number(first.pid)));
    }
    return opened;
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
        // What a running network's document tells of the PF is no list of its own.
        std::optional<PciAddress> physical;
        if (!pool.source.physical.isEmpty() && !pool.source.addresses.isEmpty()) {
            const auto found = physicalFunctionOf(host, pool.source.physical);
            if (!found)
                return fail(found.error());
            physical = (*found)->address;
        }
        for (const PciAddress &device : pool.source.addresses) {
            const PciFunction *function = host.find(device);
            if (!function)
                return fail(ErrorCode::NotFound, device.toString(), u"a pool lists what is there"_s);
            if (!function->isVirtualFunction())
                return fail(ErrorCode::NotAVirtualFunction, device.toString(), u"a pool lists virtual functions"_s);
            if (physical && function->physicalFunction != physical)
                return fail(ErrorCode::UnsupportedConfiguration, device.toString(),
                    u"<pf dev='%1'/> and <address> exclude each other, but for the functions that it has: this is none"_s
                        .arg(pool.source.physical));
        }
        return {};
    });
}

Claims withNamesSeenBy(Claims claims, const std::function<bool(uint owner)> &sees)
{
    const auto mask = [&](auto &some) {
        for (auto &claim : some)
            if (!sees(claim.owner)) {
                claim.domain = QUuid();
                claim.domainName = u"uid %1"_s.arg(claim.owner);
            }
    };
    mask(claims.domains);
    mask(claims.usb);
    return claims;
}

QMap<PciAddress, QString> namesSeenBy(const QList<Claim> &promised, const std::function<bool(uint owner)> &sees)
{
    QMap<PciAddress, QString> names;
    for (const Claim &claim : promised)
        names.insert(claim.device, sees(claim.owner) ? claim.domainName : u"uid %1"_s.arg(claim.owner));
    return names;
}

} // namespace laneway
