// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/claims.h"
#include "host/snapshotjson.h"

#include <QJsonDocument>

namespace laneway {

/// A host of any size, the same one each time: root ports, and below them in turn a network card
/// with virtual functions (a group each), graphics with sound in one group, a drive, and a card with
/// four functions in one group. For tests and benches of what grows with a host.
class LargeHost
{
public:
    explicit LargeHost(int functions)
    {
        m_host.serial = 1;
        m_host.hostName = QStringLiteral("large");
        m_host.kernelRelease = QStringLiteral("6.1.0");
        m_host.kernelCommandLine = QStringLiteral("root=/dev/nvme0n1p2 intel_iommu=on");
        m_host.iommu.units = QStringList{QStringLiteral("dmar0")};
        m_host.simulated = true;
        for (int card = 0; m_host.functions.size() < functions; ++card)
            addCard(card, functions);
    }

    const HostSnapshot &host() const { return m_host; }
    QByteArray capture() const { return QJsonDocument(snapshotToJson(m_host)).toJson(QJsonDocument::Compact); }

    QList<PciAddress> virtualFunctions() const
    {
        QList<PciAddress> found;
        for (const PciFunction &function : m_host.functions)
            if (function.isVirtualFunction())
                found << function.address;
        return found;
    }
    /// Each machine has one virtual function, every third one runs.
    Claims claims(int machines) const
    {
        Claims claims;
        const QList<PciAddress> free = virtualFunctions();
        for (int i = 0; i < machines && i < free.size(); ++i) {
            const QString name = QStringLiteral("machine-%1").arg(i);
            claims.domains << Claim{free[i], QUuid::createUuidV5(QUuid(), name), name, 1000, i % 3 == 0, true};
        }
        return claims;
    }
    /// Moves @p count virtual functions between their driver and vfio-pci; others each time.
    void changeDrivers(int count)
    {
        const QList<PciAddress> all = virtualFunctions();
        for (int i = 0; i < count && !all.isEmpty(); ++i) {
            PciFunction &function = m_host.functions[all[m_next++ % all.size()]];
            function.driver
                = function.driver == QStringLiteral("vfio-pci") ? QStringLiteral("iavf") : QStringLiteral("vfio-pci");
        }
        ++m_host.serial;
    }
    void remove(const PciAddress &address)
    {
        m_host.functions.remove(address);
        ++m_host.serial;
    }
    void put(const PciFunction &function)
    {
        m_host.functions.insert(function.address, function);
        ++m_host.serial;
    }

private:
    static constexpr int cardsPerDomain = 240; // one bus each, and a root port on bus 0
    static constexpr int virtualPerCard = 16;

    PciFunction &add(const PciAddress &address, quint32 classCode, const QString &name, int group)
    {
        PciFunction function;
        function.address = address;
        function.classCode = classCode;
        function.vendor = 0x8086;
        function.device = quint16(0x1000 + (classCode >> 8));
        function.vendorName = QStringLiteral("Example");
        function.deviceName = name;
        function.header = HeaderType::Endpoint;
        function.pcie = true;
        function.iommuGroup = group;
        function.resetKnown = true;
        function.resetMethods = QStringList{QStringLiteral("flr")};
        return *m_host.functions.insert(address, function);
    }
    void addCard(int card, int most)
    {
        const quint32 domain = quint32(card / cardsPerDomain);
        const int inDomain = card % cardsPerDomain;
        const quint32 bus = quint32(inDomain + 1);
        const PciAddress port = *PciAddress::make(domain, 0, quint32(inDomain / 8), quint32(inDomain % 8));
        PciFunction &bridge = add(port, 0x060400, QStringLiteral("Root Port"), m_group++);
        bridge.header = HeaderType::PciBridge;
        bridge.driver = QStringLiteral("pcieport");
        const auto room = [&] { return m_host.functions.size() < most; };
        const auto below = [&](quint32 slot, quint32 function, quint32 classCode, const QString &name, int group,
                               const QString &driver) -> PciFunction & {
            PciFunction &made = add(*PciAddress::make(domain, bus, slot, function), classCode, name, group);
            made.parent = port;
            made.driver = driver;
            return made;
        };
        if (!room())
            return;
        switch (card % 4) {
        case 0: {
            PciFunction &physical
                = below(0, 0, 0x020000, QStringLiteral("Ethernet Controller E810"), m_group++, QStringLiteral("ice"));
            const PciAddress pf = physical.address;
            NetInterface interface;
            interface.name = QStringLiteral("eth%1").arg(card);
            interface.up = interface.carrier = true;
            interface.defaultRoute = card == 0;
            physical.interfaces << interface;
            SriovCapability sriov;
            sriov.total = 64;
            for (int i = 0; i < virtualPerCard && room(); ++i) {
                PciFunction &vf = below(quint32(0x10 + i / 8), quint32(i % 8), 0x020000,
                    QStringLiteral("Adaptive Virtual Function"), m_group++, QStringLiteral("iavf"));
                vf.physicalFunction = pf;
                vf.vfIndex = VfIndex{quint32(i)};
                sriov.functions << vf.address;
            }
            sriov.enabled = int(sriov.functions.size());
            m_host.functions[pf].sriov = sriov;
            break;
        }
        case 1: {
            const int group = m_group++;
            below(0, 0, 0x030000, QStringLiteral("Graphics Adapter"), group, QStringLiteral("amdgpu"));
            if (room())
                below(0, 1, 0x040300, QStringLiteral("Graphics Adapter Audio"), group, QStringLiteral("snd_hda_intel"));
            break;
        }
        case 2: {
            PciFunction &drive = below(0, 0, 0x010802, QStringLiteral("NVMe Drive"), m_group++, QStringLiteral("nvme"));
            BlockDevice disk;
            disk.name = QStringLiteral("nvme%1n1").arg(card);
            if (card == 2)
                disk.mounts << QStringLiteral("/");
            drive.disks << disk;
            break;
        }
        default: {
            const int group = m_group++;
            for (quint32 function = 0; function < 4 && room(); ++function)
                below(0, function, 0x0c0330, QStringLiteral("USB Controller"), group, QStringLiteral("xhci_hcd"));
        }
        }
    }

    HostSnapshot m_host;
    int m_group = 0;
    qsizetype m_next = 0;
};

} // namespace laneway
