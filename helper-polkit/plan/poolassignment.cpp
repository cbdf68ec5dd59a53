// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/poolassignment.h"

#include "domains/poolstate.h"
#include "host/reasontext.h"
#include "xml/poolinterfaces.h"
#include "xml/xmlnodes.h"

namespace laneway {

namespace {

/// Names of machines that the caller may not know of are not told.
std::function<bool(uint)> seesOf(const Draft &draft)
{
    return [caller = draft.request.caller](uint owner) { return caller == 0 || owner == caller; };
}

tl::unexpected<Error> exhausted(const QString &network, const QList<PoolMember> &members, const HostSnapshot &host)
{
    QStringList sentences;
    QJsonArray reasons;
    bool anyHeld = false;
    bool anyOfHost = false;
    for (const PoolMember &member : members) {
        static const QStringList uses{u"interface-up"_s, u"default-route"_s, u"interface-is-port"_s};
        anyOfHost = anyOfHost || uses.contains(member.reasons.first().code);
        sentences += member.device.toString() + u": "_s + reasonText(member.reasons.first());
        anyHeld = anyHeld || member.held || !member.holder.isEmpty();
        Verdict verdict{Level::Blocked, member.reasons, {}, {}};
        if (const PciFunction *function = host.find(member.device))
            reasons += verdictToJson(*function, verdict);
    }
    if (anyOfHost)
        sentences += PlanText::tr("The host uses interfaces that appear for them: made with lanewayctl vf create "
                                  "PF N --no-autoprobe, they have none there.");
    Error error{anyHeld ? ErrorCode::DeviceInUse : ErrorCode::UnsupportedConfiguration, u"network "_s + network,
        PlanText::tr("None of its %n virtual functions is free.", nullptr, int(members.size())) + u' '
            + sentences.join(u' '),
        0, {{u"reasons"_s, reasons}}};
    return fail(error);
}

class Lending
{
public:
    Lending(Draft &draft, const DomainXml &domain, const QList<AssignedDevice> &present)
        : m_draft(draft)
        , m_claims(withNamesSeenBy(claimsOf(draft.world), seesOf(draft)))
        , m_index(draft.world.host, m_claims)
    {
        const RunRecord *run = draft.run();
        for (const AssignedDevice &device : present) {
            m_taken += device.source;
            if (!run || std::none_of(run->leases.begin(), run->leases.end(), [&](const Lease &lease) {
                    return lease.device == device.source;
                }))
                m_near += device.source;
        }
        if (draft.world.leasesOfOthers)
            m_remembered = draft.world.leasesOfOthers(draft.plan.domain);
        const QString processors = domain.root().firstChildElement(u"vcpu"_s).attribute(u"cpuset"_s);
        if (!processors.isEmpty() && draft.world.nodeOfProcessors)
            m_node = draft.world.nodeOfProcessors(processors);
        QList<Claim> promised = draft.world.promised;
        promised.removeIf([&](const Claim &claim) { return claim.domain == draft.plan.domain; });
        m_promised = namesSeenBy(promised, seesOf(draft));
    }

    Result<const StoredNetwork *> networkOf(const QDomElement &interface) const
    {
        const auto wanted = readPoolInterface(interface);
        if (!wanted)
            return fail(wanted.error());
        const StoredNetwork *network = findNetwork(m_draft.world.networks, wanted->network);
        if (!network || network->name() != wanted->network)
            return fail(ErrorCode::NotFound, u"network "_s + wanted->network,
                PlanText::tr(
                    "There is no such pool of virtual functions (lanewayctl net-list --all). libvirt's networks of other kinds, "
                    "like its \"default\", are not here: give the interface the user-mode network, or a bridge like virbr0."));
        return network;
    }

    Result<> lend(QDomElement &interface)
    {
        const auto found = networkOf(interface);
        if (!found)
            return fail(found.error());
        const StoredNetwork *network = *found;
        const auto wanted = readPoolInterface(interface);
        if (!network->active)
            return fail(ErrorCode::UnsupportedConfiguration, u"network "_s + wanted->network,
                PlanText::tr("It is not active: lanewayctl net-start %1.").arg(wanted->network));
        const auto pool = network->active->pool();
        if (!pool)
            return fail(pool.error());
        const auto group = portGroupFor(*wanted, *pool);
        if (!group)
            return fail(group.error());
        if (const auto devices = poolDevices(m_draft.world.host, pool->source); !devices)
            return fail(devices.error());

        const PoolQuestion question{m_draft.world.host, m_claims, pool->source, m_draft.plan.domain, m_taken,
            m_promised, last(*wanted), m_near, m_draft.world.opened, m_remembered, m_node, m_draft.request.caller};
        const QList<PoolMember> members = poolMembers(question, m_index);
        const auto device = chooseMember(question, members);
        if (!device)
            return exhausted(wanted->network, members, m_draft.world.host);
        m_taken += *device;
        m_draft.plan.leases += Lease{*device, network->uuid(), network->name(), *group ? (*group)->name : QString()};
        return settlePoolInterface(interface, *network->active, *device);
    }

private:
    std::optional<PciAddress> last(const PoolInterface &interface) const
    {
        if (!m_draft.world.lastLease || !interface.mac)
            return std::nullopt;
        return m_draft.world.lastLease(m_draft.plan.domain, *interface.mac);
    }

    Draft &m_draft;
    const Claims m_claims;
    const HostIndex m_index;
    QList<PciAddress> m_taken;
    QList<PciAddress> m_near;
    QSet<PciAddress> m_remembered;
    std::optional<int> m_node;
    QMap<PciAddress, QString> m_promised;
};

Result<> lendAll(
    Draft &draft, const DomainXml &domain, QList<QDomElement> elements, const QList<AssignedDevice> &present)
{
    elements.removeIf([](const QDomElement &element) { return !isPoolInterface(element); });
    if (elements.isEmpty())
        return {};
    draft.setAction("device.assign");
    Lending lending(draft, domain, present);
    // Who asks for libvirt's "default" is not helped by more rights.
    for (const QDomElement &element : std::as_const(elements))
        if (const auto network = lending.networkOf(element); !network)
            return fail(network.error());
    if (auto allowed = draft.mayTouchDevices(); !allowed)
        return allowed;
    for (QDomElement &element : elements)
        if (auto lent = lending.lend(element); !lent)
            return lent;
    return {};
}

QList<QDomElement> devicesIn(const QDomDocument &document)
{
    const QDomElement root = document.documentElement();
    return root.tagName() == u"devices" ? childElements(root) : QList<QDomElement>{root};
}

} // namespace

Result<> leaseFromPools(Draft &draft, DomainXml &domain)
{
    const auto present = domain.assignedDevices();
    if (!present)
        return fail(present.error());
    return lendAll(draft, domain, childElements(domain.editableRoot().firstChildElement(u"devices"_s)), *present);
}

Result<QByteArray> leaseForDevices(
    Draft &draft, const DomainXml &domain, const QByteArray &devices, const QList<AssignedDevice> &present)
{
    const auto document = parseSafely(devices);
    if (!document)
        return fail(document.error());
    QList<AssignedDevice> taken = present;
    const QList<QDomElement> elements = devicesIn(*document);
    for (const QDomElement &element : elements)
        if (element.attribute(u"type"_s) == u"hostdev" || element.attribute(u"type"_s) == u"pci")
            if (const auto device = readAssignedDevice(element))
                taken += *device;
    if (auto lent = lendAll(draft, domain, elements, taken); !lent)
        return fail(lent.error());
    return nodeText(*document).toUtf8();
}

QByteArray withMacs(const QByteArray &devices)
{
    const auto document = parseSafely(devices);
    if (!document)
        return devices;
    for (QDomElement &element : devicesIn(*document)) {
        if (element.tagName() != u"interface" || !element.firstChildElement(u"mac"_s).isNull())
            continue;
        QDomElement mac = element.ownerDocument().createElement(u"mac"_s);
        mac.setAttribute(u"address"_s, MacAddress::generate().toString());
        element.insertBefore(mac, element.firstChild());
    }
    return nodeText(*document).toUtf8();
}

Result<> leasesStillFree(const Plan &plan, const World &world)
{
    for (const Lease &lease : plan.leases) {
        const auto network = world.networks.constFind(lease.network);
        if (network == world.networks.constEnd() || !network->active)
            return fail(ErrorCode::HostChanged, u"network "_s + lease.networkName, u"it was stopped meanwhile"_s);
        for (const Claim &claim : world.promised)
            if (claim.device == lease.device && claim.domain != plan.domain)
                return fail(ErrorCode::HostChanged, lease.device.toString(), u"another job is giving it away"_s);
    }
    return {};
}

} // namespace laneway
