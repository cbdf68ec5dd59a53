// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// How rtnetlink and the drivers igb and ixgbe answer: do_setvfinfo() in net/core/rtnetlink.c,
// igb_ndo_set_vf_*() in igb_main.c, ixgbe_sriov.c.
#include "kernel/simmachine.h"

#include <algorithm>
#include <cerrno>

namespace laneway {

const SimFunction *SimMachine::byInterface(const QString &name) const
{
    for (const SimFunction &f : m_functions) {
        for (const NetInterface &net : f.now.interfaces) {
            if (net.name == name)
                return &f;
        }
    }
    return nullptr;
}

Result<QList<VfSettings>> SimMachine::vfs(const QString &interface) const
{
    const SimFunction *pf = byInterface(interface);
    if (!pf)
        return fail(kernelError(ENODEV, u"asking for the VFs of"_s, interface));
    return pf->now.sriov ? pf->now.sriov->settings : QList<VfSettings>();
}

Result<SimFunction *> SimMachine::pfByInterface(const QString &name)
{
    const SimFunction *found = byInterface(name);
    if (!found || !found->now.sriov)
        return fail(kernelError(found ? EOPNOTSUPP : ENODEV, u"setting VFs of"_s, name));
    return &m_functions[found->now.address];
}

Result<> SimMachine::setVf(const QString &interface, VfIndex vf, const VfChange &change)
{
    return pfByInterface(interface).and_then([&](SimFunction *pf) {
        const QString subject = interface + u" vf "_s + QString::number(vf.value);
        const QList<VfSettings> &settings = pf->now.sriov->settings;
        if (vf.value >= quint32(settings.size()))
            return Result<>(fail(ErrorCode::NotFound, subject, u"the interface has no such VF"_s, ENODEV));
        // What is as it should be already is not sent, as by RealNetlink.
        const VfChange needed = change.toSend(settings[vf.value]);
        return setVf(*pf, subject, vf, needed);
    });
}

Result<QList<Result<>>> SimMachine::sendVfs(const QString &interface, const VfChanges &changes)
{
    const auto pf = pfByInterface(interface);
    if (!pf)
        return fail(pf.error());
    QList<Result<>> answers;
    for (const auto &[vf, change] : changes)
        answers.append(setVf(**pf, interface + u" vf "_s + QString::number(vf.value), vf, change));
    return answers;
}

Result<> SimMachine::setVf(SimFunction &pf, const QString &subject, VfIndex vf, const VfChange &change)
{
    const auto refused = [&](int number) { return fail(kernelError(number, u"setting"_s, subject)); };
    if (vf.value >= quint32(pf.now.sriov->settings.size()))
        return refused(EINVAL); // igb_ndo_set_vf_mac() and its like
    VfSettings &now = pf.now.sriov->settings[vf.value];
    const bool isIgb = pf.now.driver == u"igb";
    const auto refusalOf = [&](VfField field) {
        for (const SimRefusal &refusal : quirks.refusals)
            if (refusal.pf == pf.now.address && refusal.field == field && (!refusal.vf || refusal.vf == vf))
                return refusal.errorNumber;
        return 0;
    };

    // In the kernel's order: what came before a refused field stays changed.
    if (change.mac) {
        if (!now.mac)
            return refused(EOPNOTSUPP);
        if (const int number = refusalOf(VfField::Mac))
            return refused(number);
        if (change.mac->isMulticast() || (quirks.refusesNoMac && change.mac->isNull()))
            return refused(EINVAL);
        now.mac = change.mac;
    }
    if (change.vlan) {
        if (!now.vlan)
            return refused(EOPNOTSUPP);
        if (const int number = refusalOf(VfField::Vlan))
            return refused(number);
        if (change.vlan->qos > 7)
            return refused(EINVAL);
        if (change.vlan->protocol != VlanProtocol::Dot1Q)
            return refused(EPROTONOSUPPORT);
        now.vlan = change.vlan;
    }
    if (change.rate) {
        if (!now.rate)
            return refused(EOPNOTSUPP);
        if (const int number = refusalOf(VfField::Rate))
            return refused(number);
        const bool hasLink = std::any_of(pf.now.interfaces.begin(), pf.now.interfaces.end(),
            [](const NetInterface &net) { return net.up && net.carrier; });
        if (isIgb && (change.rate->minimum > 0 || !hasLink))
            return refused(EINVAL);
        now.rate = change.rate;
    }
    if (change.spoofCheck) {
        if (!now.spoofCheck)
            return refused(EOPNOTSUPP);
        if (const int number = refusalOf(VfField::SpoofCheck))
            return refused(number);
        now.spoofCheck = change.spoofCheck;
    }
    if (change.linkState) {
        if (!now.linkState || isIgb) // igb reports it and cannot set it
            return refused(EOPNOTSUPP);
        if (const int number = refusalOf(VfField::LinkState))
            return refused(number);
        now.linkState = change.linkState;
    }
    if (change.trust) {
        if (!now.trust)
            return refused(EOPNOTSUPP);
        if (const int number = refusalOf(VfField::Trust))
            return refused(number);
        now.trust = change.trust;
    }
    return {};
}

// As enic does it, the one driver in the kernel with ndo_set_vf_port (enic_main.c, enic_pp.c).
QString SimMachine::portKey(const QString &interface, VfIndex vf) const
{
    const SimFunction *pf = byInterface(interface);
    if (!pf || pf->now.driver != u"enic" || !pf->now.sriov || vf.value >= quint32(pf->now.sriov->functions.size()))
        return {};
    return pf->now.address.toString() + u'/' + QString::number(vf.value);
}

Result<> SimMachine::requestPort(const QString &interface, VfIndex vf, const PortRequest &request)
{
    const QString key = portKey(interface, vf);
    if (key.isEmpty())
        return fail(kernelError(byInterface(interface) ? EOPNOTSUPP : ENODEV, u"asking for the port profile"_s,
            interface + u" vf "_s + QString::number(vf.value)));
    if (request.kind == PortRequest::Kind::Associate)
        m_ports.insert(key, {request, quirks.portReads});
    else
        m_ports.remove(key);
    return {};
}

Result<std::optional<PortResponse>> SimMachine::portResponse(const QString &interface, VfIndex vf) const
{
    if (!byInterface(interface))
        return fail(kernelError(ENODEV, u"asking for the port of"_s, interface));
    const auto port = m_ports.constFind(portKey(interface, vf));
    if (port == m_ports.cend())
        return std::nullopt;
    if (port->readsLeft > 0)
        --port->readsLeft;
    else if (port->readsLeft == 0)
        return quirks.portAnswer;
    return PortResponse::InProgress;
}

QJsonObject SimMachine::portsToJson() const
{
    QJsonObject ports;
    for (auto port = m_ports.cbegin(); port != m_ports.cend(); ++port) {
        const PortRequest &request = port->request;
        ports[port.key()] = QJsonObject{{u"profile"_s, request.profile},
            {u"instance"_s, request.instance.toString(QUuid::WithoutBraces)},
            {u"mac"_s, request.mac ? request.mac->toString() : QString()}};
    }
    return ports;
}

void SimMachine::portsFromJson(const QJsonObject &ports)
{
    for (auto port = ports.begin(); port != ports.end(); ++port) {
        const QJsonObject json = port.value().toObject();
        const auto mac = MacAddress::parse(json[u"mac"].toString());
        m_ports.insert(port.key(),
            {{PortRequest::Kind::Associate, json[u"profile"].toString(), QUuid(json[u"instance"].toString()), {},
                 mac ? std::optional(*mac) : std::nullopt},
                0});
    }
}

Result<> SimMachine::setLinkUp(const QString &interface, bool up)
{
    if (m_links.contains(interface)) {
        m_links[interface].up = up;
        return {};
    }
    const SimFunction *found = byInterface(interface);
    if (!found)
        return fail(kernelError(ENODEV, u"setting the link of"_s, interface));
    SimFunction &f = m_functions[found->now.address];
    for (NetInterface &net : f.now.interfaces) {
        if (net.name != interface || net.up == up)
            continue;
        // A cable that was seen once is there still; of a link that was never up we assume one.
        const auto home = std::find_if(f.home.interfaces.begin(), f.home.interfaces.end(),
            [&](const NetInterface &n) { return n.name == interface; });
        const bool unplugged = home != f.home.interfaces.end() && home->up && !home->carrier;
        net.up = up;
        net.carrier = up && !unplugged;
    }
    render(f.now.address);
    return {};
}

Result<bool> SimMachine::isLinkUp(const QString &interface) const
{
    if (m_links.contains(interface))
        return m_links[interface].up;
    const SimFunction *f = byInterface(interface);
    if (!f)
        return fail(kernelError(ENODEV, u"asking for the link of"_s, interface));
    return std::any_of(f->now.interfaces.begin(), f->now.interfaces.end(),
        [&](const NetInterface &net) { return net.name == interface && net.up; });
}

QList<HostLink> SimMachine::links() const
{
    QList<HostLink> all;
    for (const SimFunction &f : m_functions)
        for (const NetInterface &net : f.now.interfaces)
            all += HostLink{net.name, {}, {}, net.usedBy, {}, net.up, net.mac, 1500, 0};
    return all + m_links.values();
}

Result<> SimMachine::makeLink(const HostLink &link)
{
    if (m_links.contains(link.name) || byInterface(link.name))
        return fail(ErrorCode::AlreadyExists, link.name, u"EBUSY making the tap"_s, EBUSY);
    m_links.insert(link.name, link);
    return {};
}

Result<> SimMachine::makeMacvtap(const QString &name, const QString &lower, MacvtapMode mode, const MacAddress &mac)
{
    const SimFunction *below = byInterface(lower);
    if (!below)
        return fail(kernelError(ENODEV, u"making a tap on"_s, lower));
    const bool isTaken
        = std::any_of(m_links.begin(), m_links.end(), [&](const HostLink &link) { return link.lower == lower; });
    if (mode == MacvtapMode::Passthrough && isTaken)
        return fail(kernelError(EINVAL, u"making a tap on"_s, lower));
    std::optional<MacAddress> own = mac;
    for (const NetInterface &net : below->now.interfaces)
        if (net.name == lower && mode == MacvtapMode::Passthrough)
            own = net.mac; // eth_hw_addr_inherit() in drivers/net/macvlan.c
    HostLink link{name, u"macvtap"_s, {}, {}, lower, false, own, 1500, 0};
    if (mode == MacvtapMode::Passthrough)
        m_passedThrough.insert(name);
    return makeLink(link);
}

Result<> SimMachine::changeLink(const QString &interface, const LinkChange &change)
{
    const auto refused = [&](int number) { return fail(kernelError(number, u"setting the link"_s, interface)); };
    const bool isCard = byInterface(interface) != nullptr;
    if (!isCard && !m_links.contains(interface))
        return refused(ENODEV);
    if (change.master && (!m_links.contains(*change.master) || m_links[*change.master].kind != u"bridge"))
        return refused(m_links.contains(*change.master) ? EOPNOTSUPP : ENODEV);
    if (change.name && *change.name != interface && (m_links.contains(*change.name) || byInterface(*change.name)))
        return refused(EEXIST);
    const auto setMac = [&](const QString &card, const MacAddress &mac) {
        SimFunction &f = m_functions[byInterface(card)->now.address];
        for (NetInterface &net : f.now.interfaces)
            if (net.name == card)
                net.mac = mac;
        render(f.now.address);
    };
    if (isCard) {
        if (change.mac)
            setMac(interface, *change.mac);
        return change.up ? setLinkUp(interface, *change.up) : Result<>();
    }
    HostLink link = m_links.take(interface);
    const bool passed = m_passedThrough.remove(interface);
    link.name = change.name.value_or(link.name);
    link.mark = change.mark.value_or(link.mark);
    link.master = change.master.value_or(link.master);
    link.mtu = change.mtu.value_or(link.mtu);
    link.up = change.up.value_or(link.up);
    if (change.mac) {
        link.mac = change.mac;
        if (passed && byInterface(link.lower))
            setMac(link.lower, *change.mac);
    }
    if (passed)
        m_passedThrough.insert(link.name);
    m_links.insert(link.name, link);
    return {};
}

void SimMachine::removeLink(const QString &interface)
{
    m_links.remove(interface);
    m_passedThrough.remove(interface);
}

Result<> SimMachine::checkTap(const GuestTap &tap) const
{
    if (!tap.helper.isEmpty())
        return m_links.contains(tap.bridge) ? Result<>() : fail(kernelError(ENODEV, u"making a tap in"_s, tap.bridge));
    const auto link = m_links.constFind(tap.interface);
    if (link == m_links.cend())
        return fail(kernelError(ENODEV, u"opening"_s, tap.interface));
    if (link->mark != tap.mark)
        return fail(ErrorCode::HostChanged, tap.interface, u"it is another interface by now"_s);
    return {};
}

QJsonObject SimMachine::linksToJson() const
{
    QJsonObject json;
    for (auto link = m_links.cbegin(); link != m_links.cend(); ++link) {
        QJsonObject one = link->toJson();
        one[u"passedThrough"] = m_passedThrough.contains(link.key());
        json[link.key()] = one;
    }
    return json;
}

} // namespace laneway
