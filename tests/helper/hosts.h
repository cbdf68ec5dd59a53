// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/samplehost.h"
#include "kernel/simkernel.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace laneway {

/// Sample "server" with little more than one PF (igb, 7 VFs), an NVMe drive and a NIC of the host,
/// so that looking at all of it is quick.
inline HostSnapshot smallServer()
{
    HostSnapshot host = *sampleHost(u"server"_s);
    host.functions.removeIf([](auto entry) {
        const PciAddress address = entry.key();
        return address.bus() >= 0x80 || (address.bus() == 2 && address.function() % 2 == 1);
    });
    return host;
}

inline PciAddress at(const QString &text)
{
    return *PciAddress::parse(text);
}

inline const PciAddress nvmePf = *PciAddress::make(0, 1, 0, 0); ///< nvme, no VFs
inline const PciAddress nvmeVf = *PciAddress::make(0, 1, 0, 1); ///< its first VF, once there is one

/// The same with an NVMe controller that has 4 VFs, 8 queues and 4 interrupts for them, as in the lab.
inline HostSnapshot nvmeServer()
{
    HostSnapshot host = smallServer();
    SriovCapability sriov;
    sriov.total = 4;
    sriov.offset = sriov.stride = 1;
    sriov.vfDevice = host.functions[*PciAddress::make(0, 1, 0, 0)].device;
    NvmeVirtualization nvme;
    nvme.queues = {8, 0, 2, 1};
    nvme.interrupts = {4, 0, 1, 1};
    for (int vf = 0; vf < sriov.total; ++vf)
        nvme.controllers += {vf + 1, VfIndex{quint32(vf)}, false, 0, 0};
    sriov.nvme = nvme;
    host.functions[*PciAddress::make(0, 1, 0, 0)].sriov = sriov;
    return host;
}

inline const PciAddress igbPf = *PciAddress::make(0, 2, 0, 0); ///< enp2s0f0, 7 of 8 VFs
inline const PciAddress igbVf = *PciAddress::make(0, 2, 0x10, 2); ///< its VF 1, group 16
inline const PciAddress otherVf = *PciAddress::make(0, 2, 0x10, 4); ///< its VF 2, group 17

/// The same with a card whose switch knows port profiles (enic). Its driver reports no VF settings.
inline HostSnapshot enicServer()
{
    HostSnapshot host = smallServer();
    PciFunction &pf = host.functions[igbPf];
    pf.driver = u"enic"_s;
    pf.sriov->settings.clear();
    for (const PciAddress &vf : pf.sriov->functions)
        host.functions[vf].driver = u"enic"_s;
    return host;
}

inline const UsbPort keyboardPort = *UsbPort::parse(u"1-1.6"); ///< 001/003, 046b:ff10, two interfaces

/// The first place where two states differ, for people; empty when they are the same.
inline QString difference(const QJsonValue &one, const QJsonValue &other, const QString &place = {})
{
    if (one == other)
        return {};
    if (one.isObject() && other.isObject()) {
        QStringList keys = one.toObject().keys() + other.toObject().keys();
        keys.removeDuplicates();
        for (const QString &key : std::as_const(keys))
            if (const QString found = difference(one[key], other[key], place + u'/' + key); !found.isEmpty())
                return found;
    }
    const auto text = [](const QJsonValue &value) {
        return QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact));
    };
    return place + u": "_s + text(one) + u" is not "_s + text(other);
}

/// What a test throws in place of SIGKILL.
struct Killed
{
};

inline Faults killAt(int call, Faults::Moment moment)
{
    Faults faults = Faults::killAt(call, moment);
    faults.onKill = [] { throw Killed(); };
    return faults;
}

} // namespace laneway
