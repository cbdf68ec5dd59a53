// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/tapassignment.h"

#include "qemu/networkarguments.h"
#include "steps/addtap.h"
#include "xml/domainviews.h"
#include "xml/libvirtorder.h"
#include "xml/xmlnodes.h"

#include <QRandomGenerator>

#include <atomic>

namespace laneway {

namespace {

QList<QDomElement> tapInterfaces(const QDomElement &root)
{
    QList<QDomElement> taps;
    for (const QDomElement &interface : childElements(root.firstChildElement(u"devices"_s), u"interface"_s))
        if (isTapInterface(interface))
            taps += interface;
    return taps;
}

QString macOf(const QDomElement &interface)
{
    return interface.firstChildElement(u"mac"_s).attribute(u"address"_s).toLower();
}

const HostLink *linkNamed(const QList<HostLink> &links, const QString &name)
{
    for (const HostLink &link : links)
        if (link.name == name)
            return &link;
    return nullptr;
}

/// As libvirt names them: a name that was given lately does not come back at once, so that neither two starts at
/// the same time nor whoever still looks at a former one mixes them up.
QString freeName(const QString &prefix, std::atomic_uint &next, const QSet<QString> &taken)
{
    constexpr uint most = 100'000;
    for (uint tried = 0; tried < most; ++tried)
        if (const QString name = prefix + QString::number(next++ % most); !taken.contains(name))
            return name;
    return {};
}

QSet<QString> takenNames(const Draft &draft, const QList<HostLink> &links)
{
    QSet<QString> taken;
    for (const HostLink &link : links)
        taken += link.name;
    for (const RunRecord &run : draft.world.runs)
        for (const HeldStep &held : run.held)
            if (const auto *tap = dynamic_cast<const AddTap *>(held.step.get()))
                taken += tap->values().interface;
    for (const StepPtr &step : draft.plan.steps)
        if (const auto *tap = dynamic_cast<const AddTap *>(step.get()))
            taken += tap->values().interface;
    return taken;
}

Result<QString> nameFor(const Draft &draft, const QDomElement &interface, const QList<HostLink> &links)
{
    static std::atomic_uint nextTap = 0;
    static std::atomic_uint nextMacvtap = 0;
    const QSet<QString> taken = takenNames(draft, links);
    const QString wanted = interface.firstChildElement(u"target"_s).attribute(u"dev"_s);
    if (wanted.isEmpty() || isGivenTapName(wanted)) {
        const bool isMacvtap = interface.attribute(u"type"_s) == u"direct";
        return isMacvtap ? freeName(u"macvtap"_s, nextMacvtap, taken) : freeName(u"vnet"_s, nextTap, taken);
    }
    if (!isLinkName(wanted) || wanted.startsWith(u"lw-"))
        return fail(ErrorCode::UnsupportedConfiguration, elementPath(interface),
            PlanText::tr("%1 cannot be the name of a network interface.").arg(wanted.left(40)));
    if (taken.contains(wanted))
        return fail(ErrorCode::AlreadyExists, wanted,
            PlanText::tr(
                "This computer has a network interface of this name already: let the machine's have another."));
    return wanted;
}

/// The other end of a tap in a bridge: no bridge takes an address as its own that begins so.
MacAddress hostEndOf(const MacAddress &guest)
{
    auto octets = guest.octets();
    octets[0] = 0xfe;
    return MacAddress(octets);
}

Result<> checkLower(const QDomElement &interface, const QList<HostLink> &links, const QString &below)
{
    const bool isBridge = interface.attribute(u"type"_s) == u"bridge";
    const HostLink *link = linkNamed(links, below);
    if (!link)
        return fail(ErrorCode::NotFound, below,
            isBridge ? PlanText::tr(
                "This computer has no bridge %1. Its administrator makes one, or the machine goes behind "
                "an address of yours: <interface type='user'/>.")
                           .arg(below)
                     : PlanText::tr("This computer has no network interface %1.").arg(below));
    if (isBridge && link->kind != u"bridge")
        return fail(ErrorCode::UnsupportedConfiguration, below, PlanText::tr("%1 is no bridge.").arg(below));
    return {};
}

/// What a session can have: a tap that QEMU's program makes with rights of its own.
Result<> checkSession(const Draft &draft, const QDomElement &interface, const QString &bridge)
{
    if (interface.attribute(u"type"_s) != u"bridge")
        return fail(ErrorCode::NotAuthorized, elementPath(interface),
            PlanText::tr(
                "A session of your own cannot put a machine on a network card. Connect to the system's helper: "
                "lanewayctl -c system."));
    if (interface.firstChildElement(u"driver"_s).attribute(u"queues"_s).toInt() > 1)
        return fail(ErrorCode::UnsupportedConfiguration, elementPath(interface),
            PlanText::tr("A session of your own gets one queue a network interface."));
    const auto program = draft.world.bridgeHelper ? draft.world.bridgeHelper() : fail(ErrorCode::NotFound, bridge);
    if (!program)
        return fail(ErrorCode::NotAuthorized, bridge,
            PlanText::tr("A session of your own cannot join the bridge %1: it needs qemu-bridge-helper, set-uid root "
                         "(chmod u+s), which is not there. Or connect to the system's helper: lanewayctl -c system.")
                .arg(bridge));
    if (!draft.world.mayUseBridge || !draft.world.mayUseBridge(bridge, draft.request.caller))
        return fail(ErrorCode::NotAuthorized, bridge,
            PlanText::tr(
                "The administrator has not allowed you the bridge %1: a line \"allow %1\" in /etc/qemu/bridge.conf "
                "does. Or connect to the system's helper: lanewayctl -c system.")
                .arg(bridge));
    return {};
}

} // namespace

Result<> takeTaps(Draft &draft, DomainXml &live, const DomainXml *present)
{
    // Not by their MACs: two may have the same.
    QList<QDomElement> fresh = elementsOnlyIn(
        tapInterfaces(live.editableRoot()), present ? tapInterfaces(present->root()) : QList<QDomElement>());
    if (fresh.isEmpty())
        return {};
    const auto links = draft.world.links ? draft.world.links() : Result<QList<HostLink>>(QList<HostLink>());
    if (!links)
        return fail(links.error());
    const bool isSession = !draft.world.privileged && !draft.world.simulated;
    for (QDomElement &interface : fresh) {
        const bool isBridge = interface.attribute(u"type"_s) == u"bridge";
        const QDomElement source = interface.firstChildElement(u"source"_s);
        const QString below = source.attribute(isBridge ? u"bridge"_s : u"dev"_s);
        if (isSession)
            if (auto can = checkSession(draft, interface, below); !can)
                return can;
        if (auto usable = checkLower(interface, *links, below); !usable)
            return usable;
        if (isSession)
            continue;
        const auto mac = MacAddress::parse(macOf(interface));
        const auto name = nameFor(draft, interface, *links);
        if (!mac || !name)
            return fail(mac ? name.error() : mac.error());
        const HostLink &lower = *linkNamed(*links, below);
        if (!lower.up)
            draft.plan.warnings += PlanText::tr("%1 is down: nothing passes it until it is set up.").arg(below);
        const int mtu = interface.firstChildElement(u"mtu"_s).attribute(u"size"_s).toInt();
        const bool lowersMtu = isBridge && mtu > 0 && mtu < lower.mtu; // a bridge takes the smallest of its ports'
        if (lowersMtu)
            draft.plan.warnings
                += PlanText::tr("The MTU of %1 can go down from %2 to %3 with it, for all that is in it.")
                       .arg(below)
                       .arg(lower.mtu)
                       .arg(mtu);
        // Rules of the host, as a firewall's, go by names.
        const bool namesItself = !isGivenTapName(*name);
        if (namesItself)
            draft.plan.warnings
                += PlanText::tr("This computer gets a network interface of the name %1, which rules, as a firewall's, "
                                "may be about. Without <target dev='%1'/> it gets a name that means nothing.")
                       .arg(*name);
        // Its list allows to be in the bridge, and no more.
        if (!isBridge || lowersMtu || namesItself || !draft.world.mayUseBridge
            || !draft.world.mayUseBridge(below, draft.request.caller))
            draft.setAction("device.assign");
        AddTap::Values values;
        values.interface = *name;
        values.token = QString::number(QRandomGenerator::global()->generate(), 16).rightJustified(8, u'0');
        values.queues = std::max(1, interface.firstChildElement(u"driver"_s).attribute(u"queues"_s).toInt());
        if (isBridge) {
            values.bridge = below;
            values.mac = hostEndOf(*mac);
            values.mtu = mtu > 0 ? mtu : lower.mtu;
            values.lowersMtu = lowersMtu;
        } else {
            values.lower = below;
            values.mode = source.attribute(u"mode"_s, u"vepa"_s);
            values.mac = *mac;
            values.mtu = mtu;
            if (values.mode == u"passthrough")
                draft.plan.loses += PlanText::tr(
                    "The network interface %1: it carries %2's frames only, by %2's address, as long as %2 runs.")
                                        .arg(below, draft.plan.domainName);
        }
        draft.need(std::make_shared<const AddTap>(values));
        childInLibvirtOrder(interface, u"target"_s).setAttribute(u"dev"_s, *name);
        const QDomElement driver = interface.firstChildElement(u"driver"_s);
        const bool isVirtio = interface.firstChildElement(u"model"_s).attribute(u"type"_s).startsWith(u"virtio");
        if (isVirtio && draft.world.hasVhostNet && live.root().attribute(u"type"_s) == u"kvm"
            && !driver.hasAttribute(u"name"_s))
            childInLibvirtOrder(interface, u"driver"_s).setAttribute(u"name"_s, u"vhost"_s);
        if (driver.attribute(u"name"_s) == u"vhost" && !draft.world.hasVhostNet)
            return fail(ErrorCode::UnsupportedConfiguration, elementPath(interface),
                PlanText::tr(
                    "This computer has no /dev/vhost-net: leave out driver name='vhost', or load the module vhost_net."));
    }
    return {};
}

Result<GuestTap> guestTapOf(const Draft &draft, const QemuTap &tap)
{
    GuestTap guest{tap.id, tap.interface, {}, tap.isMacvtap, tap.queues, tap.vhost, {}, {}};
    for (const StepPtr &step : draft.plan.steps)
        if (const auto *made = dynamic_cast<const AddTap *>(step.get());
            made && made->values().interface == tap.interface)
            guest.mark = made->mark();
    if (const RunRecord *run = draft.run(); run && guest.mark.isEmpty())
        if (const HeldStep *held = heldTap(*run, tap.interface))
            guest.mark = static_cast<const AddTap &>(*held->step).mark();
    if (!guest.mark.isEmpty())
        return guest;
    if (draft.world.privileged || draft.world.simulated || !draft.world.bridgeHelper)
        return fail(ErrorCode::NotFound, tap.interface, u"nobody made it"_s);
    const auto program = draft.world.bridgeHelper();
    if (!program)
        return fail(program.error());
    guest.bridge = tap.bridge;
    guest.helper = *program;
    return guest;
}

const HeldStep *heldTap(const RunRecord &run, const QString &interface)
{
    for (const HeldStep &held : run.held)
        if (const auto *tap = dynamic_cast<const AddTap *>(held.step.get());
            tap && tap->values().interface == interface)
            return &held;
    return nullptr;
}

} // namespace laneway
