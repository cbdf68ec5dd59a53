// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpercore_p.h"

#include "domains/poolstate.h"
#include "host/hostindex.h"
#include "plan/draft.h"
#include "plan/poolassignment.h"
#include "xml/deviceedits.h"

namespace laneway {

QList<PoolState> HelperCore::networks(std::optional<uint> viewer) const
{
    const qint64 key = viewer ? qint64(*viewer) : -1;
    if (const auto known = d->knownPools.constFind(key); known != d->knownPools.constEnd())
        return *known;
    if (d->networks.all().isEmpty())
        return {};
    const Claims all = claims();
    const auto sees = [key](uint owner) { return key <= 0 || qint64(owner) == key; };
    const Claims seen = key <= 0 ? all : withNamesSeenBy(all, sees);
    const HostIndex index(d->host, seen);
    const auto leased = leasedDevices(d->runs);
    const auto promised = namesSeenBy(d->promised(), sees);
    QList<PoolState> states;
    for (const StoredNetwork &network : d->networks.all())
        states += laneway::stateOf(network, {d->host, seen, index, leased, promised, d->opened, viewer});
    std::sort(states.begin(), states.end(),
        [](const PoolState &one, const PoolState &other) { return one.name < other.name; });
    return *d->knownPools.insert(key, states);
}

std::optional<PoolState> HelperCore::network(const QUuid &uuid, std::optional<uint> viewer) const
{
    const QList<PoolState> states = networks(viewer);
    const auto found
        = std::find_if(states.begin(), states.end(), [&](const PoolState &state) { return state.uuid == uuid; });
    return found == states.end() ? std::nullopt : std::optional(*found);
}

QString HelperCore::networkName(const QUuid &uuid) const
{
    const StoredNetwork *network = d->networks.find(uuid);
    return network ? network->name() : QString();
}

Result<QByteArray> HelperCore::networkXml(const QUuid &uuid, bool inactive) const
{
    const StoredNetwork *network = d->networks.find(uuid);
    if (!network)
        return fail(ErrorCode::NotFound, u"network "_s + idText(uuid));
    if (!network->active || (inactive && network->defined))
        return network->defined->toXml();
    if (inactive)
        return network->active->toXml();
    const auto pool = network->active->pool();
    const auto devices = pool ? poolDevices(d->host, pool->source) : fail(pool.error());
    return network->active->toActiveXml(
        int(leasedDevices(d->runs).value(uuid).size()), devices.value_or(QList<PciAddress>()));
}

void HelperCore::defineNetwork(const QByteArray &text, std::function<void(const Result<QUuid> &)> answer)
{
    if (text.size() > NetworkXml::largestText)
        return answer(fail(
            ErrorCode::LimitExceeded, u"network"_s, u"more than %1 KiB of XML"_s.arg(NetworkXml::largestText / 1024)));
    auto xml = NetworkXml::parse(text);
    if (!xml)
        return answer(fail(withPlace(xml.error(), QString::fromUtf8(text), u"network"_s)));
    xml->complete();
    if (const auto valid = xml->validate(); !valid)
        return answer(fail(withPlace(valid.error(), QString::fromUtf8(text), u"network"_s)));
    d->read([this, xml = *xml, answer = std::move(answer)](const Result<> &) mutable {
        const auto defined = checkAddresses(xml, d->host).and_then([&] {
            xml.dropListBehindPhysical();
            return d->networks.define(xml);
        });
        if (!defined)
            return answer(fail(defined.error()));
        d->noteNetworks();
        answer(xml.uuid());
    });
}

Result<> HelperCore::undefineNetwork(const QUuid &uuid)
{
    auto done = d->networks.undefine(uuid);
    if (done)
        d->noteNetworks();
    return done;
}

void HelperCore::startNetwork(const QUuid &uuid, std::function<void(const Result<> &)> answer)
{
    d->read([this, uuid, answer = std::move(answer)](const Result<> &) {
        const auto started = d->checkStart(uuid).and_then([&] { return d->networks.start(uuid); });
        if (started)
            d->noteNetworks();
        answer(started);
    });
}

Result<> HelperCore::stopNetwork(const QUuid &uuid, std::optional<uint> viewer)
{
    const StoredNetwork *network = d->networks.find(uuid);
    if (!network)
        return fail(ErrorCode::NotFound, u"network "_s + idText(uuid));
    QStringList users;
    const auto add = [&](const PciAddress &device, uint owner, const QString &name) {
        const bool isSeen = !viewer || *viewer == 0 || owner == *viewer;
        users += PlanText::tr("%1 is in use by %2.").arg(device.toString(), isSeen ? name : u"uid %1"_s.arg(owner));
    };
    const auto leases = leasesOf(uuid, d->runs);
    for (auto it = leases.begin(); it != leases.end(); ++it)
        for (const Lease &lease : *it)
            add(lease.device, d->runs[it.key()].owner, d->runs[it.key()].name);
    for (const auto &job : d->jobs.all())
        if (!job->isFinished() && !leases.contains(job->plan().domain))
            for (const Lease &lease : job->plan().leases)
                if (lease.network == uuid)
                    add(lease.device, job->plan().caller, job->plan().domainName);
    if (!users.isEmpty())
        return fail(ErrorCode::DeviceInUse, u"network "_s + network->name(), users.join(u' '));
    auto stopped = d->networks.stop(uuid);
    if (stopped) {
        d->toBeStarted.remove(uuid);
        d->noteNetworks();
    }
    return stopped;
}

Result<> HelperCore::setNetworkAutostart(const QUuid &uuid, bool on)
{
    auto done = d->networks.setAutostart(uuid, on);
    if (done)
        d->noteNetworks();
    return done;
}

QList<Claim> HelperCore::Private::promised() const
{
    QList<Claim> claims;
    for (const auto &job : jobs.all())
        if (!job->isFinished())
            for (const Lease &lease : job->plan().leases)
                claims
                    += Claim{lease.device, job->plan().domain, job->plan().domainName, job->plan().caller, false, true};
    return claims;
}

void HelperCore::Private::noteNetworks()
{
    knownPools.clear();
    Q_EMIT q->networksChanged();
}

Result<> HelperCore::Private::checkStart(const QUuid &uuid) const
{
    const StoredNetwork *network = networks.find(uuid);
    if (!network)
        return fail(ErrorCode::NotFound, u"network "_s + idText(uuid));
    return network->active ? Result<>() : checkPool(*network, host);
}

/// What is to be there with the host, once its card is.
void HelperCore::Private::startPending()
{
    const QSet<QUuid> pending = toBeStarted;
    for (const QUuid &uuid : pending) {
        const StoredNetwork *network = networks.find(uuid);
        if (!network || network->active || !network->autostart) {
            toBeStarted.remove(uuid);
            continue;
        }
        const auto started = checkStart(uuid).and_then([&] { return networks.start(uuid); });
        if (started)
            toBeStarted.remove(uuid);
        qCInfo(lcCore).noquote() << "network" << network->name()
                                 << (started ? u"started"_s : u"waits: "_s + started.error().toString());
    }
}

void HelperCore::Private::rememberLeases(const RunRecord &run)
{
    QMap<MacAddress, PciAddress> leases;
    const QList<AssignedDevice> assigned = run.assigned();
    for (const Lease &lease : run.leases)
        for (const AssignedDevice &device : assigned)
            if (device.source == lease.device && device.mac)
                leases.insert(*device.mac, device.source);
    if (leases.isEmpty())
        return;
    // Without them the next start takes any: no reason to fail.
    if (const auto written = networks.rememberLeases(run.uuid, leases); !written)
        qCWarning(lcCore).noquote() << "leases of" << run.name << written.error().toString();
}

} // namespace laneway
