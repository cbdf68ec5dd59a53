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

Result<> SimMachine::setVf(const QString &interface, VfIndex vf, const VfChange &change)
{
    const SimFunction *found = byInterface(interface);
    const QString subject = interface + u" vf "_s + QString::number(vf.value);
    const auto refused = [&](int number) {
        return fail(kernelError(number, u"setting"_s, subject));
    };
    if (!found || !found->now.sriov)
        return refused(found ? EOPNOTSUPP : ENODEV);
    SimFunction &pf = m_functions[found->now.address];
    if (vf.value >= quint32(pf.now.sriov->settings.size()))
        return fail(ErrorCode::NotFound, subject, u"the interface has no such VF"_s, ENODEV);
    VfSettings &now = pf.now.sriov->settings[vf.value];
    const bool isIgb = pf.now.driver == u"igb";

    // In the kernel's order: what came before a refused field stays changed. What is as it should
    // be already is not sent (RealNetlink).
    if (change.mac) {
        if (!now.mac)
            return refused(EOPNOTSUPP);
        if (change.mac->isMulticast())
            return refused(EINVAL);
        now.mac = change.mac;
    }
    if (change.vlan) {
        if (!now.vlan)
            return refused(EOPNOTSUPP);
        if (change.vlan->qos > 7)
            return refused(EINVAL);
        if (change.vlan->protocol != VlanProtocol::Dot1Q)
            return refused(EPROTONOSUPPORT);
        now.vlan = change.vlan;
    }
    if (change.rate && change.rate != now.rate) {
        if (!now.rate)
            return refused(EOPNOTSUPP);
        const bool hasLink = std::any_of(pf.now.interfaces.begin(), pf.now.interfaces.end(),
            [](const NetInterface &net) { return net.up && net.carrier; });
        if (isIgb && (change.rate->minimum > 0 || !hasLink))
            return refused(EINVAL);
        now.rate = change.rate;
    }
    if (change.spoofCheck && change.spoofCheck != now.spoofCheck) {
        if (!now.spoofCheck)
            return refused(EOPNOTSUPP);
        now.spoofCheck = change.spoofCheck;
    }
    if (change.linkState && change.linkState != now.linkState) {
        if (!now.linkState || isIgb) // igb reports it and cannot set it
            return refused(EOPNOTSUPP);
        now.linkState = change.linkState;
    }
    if (change.trust && change.trust != now.trust) {
        if (!now.trust)
            return refused(EOPNOTSUPP);
        now.trust = change.trust;
    }
    return {};
}

Result<> SimMachine::setLinkUp(const QString &interface, bool up)
{
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
    const SimFunction *f = byInterface(interface);
    if (!f)
        return fail(kernelError(ENODEV, u"asking for the link of"_s, interface));
    return std::any_of(f->now.interfaces.begin(), f->now.interfaces.end(),
        [&](const NetInterface &net) { return net.name == interface && net.up; });
}

} // namespace laneway
