// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "hosts.h"
#include "plan/machineplans.h"
#include "plan/planner.h"
#include "plan/release.h"

#include <QTemporaryDir>

namespace laneway {

inline QString hostdev(const PciAddress &device, const QString &managed = u"yes"_s, const QString &inside = {})
{
    return u"<hostdev mode='subsystem' type='pci' managed='%1'><source><address domain='0x%2' bus='0x%3' "
           "slot='0x%4' function='0x%5'/></source>%6</hostdev>"_s.arg(managed, QString::number(device.domain(), 16),
               QString::number(device.bus(), 16), QString::number(device.slot(), 16),
               QString::number(device.function(), 16), inside);
}

inline QString hostdevInterface(const PciAddress &device, const QString &inside = {})
{
    return u"<interface type='hostdev' managed='yes'><source><address type='pci' domain='0x%1' bus='0x%2' "
           "slot='0x%3' function='0x%4'/></source>%5</interface>"_s.arg(QString::number(device.domain(), 16),
               QString::number(device.bus(), 16), QString::number(device.slot(), 16),
               QString::number(device.function(), 16), inside);
}

/// By vendor and product, such as "0x046b" and "0xff10", and what its source says beside.
inline QString usbHostdev(const QString &vendor, const QString &product, const QString &policy = {})
{
    return u"<hostdev mode='subsystem' type='usb' managed='yes'><source%3><vendor id='%1'/><product id='%2'/>"
           "</source></hostdev>"_s.arg(
               vendor, product, policy.isEmpty() ? QString() : u" startupPolicy='%1'"_s.arg(policy));
}
inline const QString usbKeyboard = usbHostdev(u"0x046b"_s, u"0xff10"_s);

inline const QString emulatedDisk = u"<disk type='file' device='disk'><driver name='qemu' type='qcow2'/>"
                                    "<source file='/images/data.qcow2'/><target dev='vdb' bus='virtio'/></disk>"_s;
inline const QString drive
    = u"<disk type='file' device='cdrom'><driver name='qemu' type='raw'/><source file='/images/a.iso'/>"
      "<target dev='sda' bus='sata'/></disk>"_s;
inline const QString emulatedCard
    = u"<interface type='user'><mac address='52:54:00:6d:90:55'/><model type='virtio'/></interface>"_s;

inline const QString bridgeCard = u"<interface type='bridge'><mac address='52:54:00:6d:90:56'/><source bridge='br0'/>"
                                  "<model type='virtio'/></interface>"_s;
inline const QString throughCard = u"<interface type='direct'><mac address='52:54:00:6d:90:57'/>"
                                   "<source dev='enp2s0f0' mode='passthrough'/><model type='virtio'/></interface>"_s;

inline const QString profiled = u"<mac address='52:54:00:6d:90:02'/><virtualport type='802.1Qbh'>"
                                "<parameters profileid='finance'/></virtualport>"_s;
inline const QString tagged = u"<mac address='52:54:00:6d:90:02'/><vlan><tag id='42'/></vlan>"_s;

/// Gets a function of the network "pool".
inline const QString fromPool
    = u"<interface type='network'><source network='pool'/><vlan><tag id='42'/></vlan></interface>"_s;

inline QByteArray domainText(const QString &name, const QString &devices)
{
    return u"<domain type='qemu'><name>%1</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>"
           "<os><type arch='x86_64' machine='q35'>hvm</type></os><devices>%2</devices></domain>"_s.arg(name, devices)
               .toUtf8();
}

/// A host in memory with definitions and runs, as the planner sees it.
class TestWorld
{
public:
    explicit TestWorld(const HostSnapshot &snapshot = smallServer())
        : host(snapshot)
        , domains(m_directory.filePath(u"domains"_s))
    {
        host.serial = 1;
    }

    World world() const
    {
        World world{host, domains, runs, detached, {}, journal, formerDriver, simulated, privileged, networks, promised,
            lastLease};
        world.keptFile = keptFile;
        world.ipProgram = ipProgram;
        world.nodeOfProcessors = nodeOfProcessors;
        if (!savedDirectory.isEmpty())
            world.saved = SavedStates(savedDirectory).uses();
        world.savedDirectory = savedDirectory;
        world.links = [this]() -> Result<QList<HostLink>> { return links; };
        world.mayUseBridge = [this](const QString &bridge, uint) { return bridge == allowedBridge; };
        world.bridgeHelper = [this]() -> Result<QString> {
            if (bridgeHelper.isEmpty())
                return fail(ErrorCode::NotFound, u"qemu-bridge-helper"_s);
            return bridgeHelper;
        };
        world.onlineProcessors = []() -> Result<QList<int>> { return QList<int>{0, 1, 2, 3, 8, 9}; };
        world.hasVhostNet = hasVhostNet;
        return world;
    }
    World worldFor(const PlanRequest &request) const
    {
        World asked = world();
        if (const auto domain = toBeRestored(request, asked))
            asked.savedState = SavedStates(savedDirectory).find(*domain);
        return asked;
    }
    Result<Plan> plan(const QString &kind, const QJsonObject &arguments) const
    {
        return makePlan({kind, arguments, caller}, worldFor({kind, arguments, caller}));
    }
    /// Defined as the helper does it.
    Result<QUuid> define(const QString &name, const QString &devices)
    {
        auto xml = DomainXml::parse(domainText(name, devices));
        if (!xml)
            return fail(xml.error());
        return xml->complete({}, DomainXml::Networks::Pools)
            .and_then([&] { return xml->validate(); })
            .and_then([&] { return domains.put(*xml, caller); })
            .map([&] { return xml->uuid(); });
    }
    /// A pool of a PF's functions, active.
    static Networks poolOf(const QString &interface, const QString &name = u"pool"_s)
    {
        NetworkPool pool;
        pool.source.physical = interface;
        NetworkXml xml = NetworkXml::make(name, pool);
        xml.complete();
        return {{xml.uuid(), StoredNetwork{xml, xml, false}}};
    }
    /// A run of @p uuid as a start leaves it, were @p plan applied.
    void run(const QUuid &uuid, const Plan &plan)
    {
        RunRecord record;
        record.uuid = uuid;
        record.name = plan.domainName;
        record.owner = caller;
        record.liveXml = plan.liveXml;
        record.guest.id = u"guest-of-"_s + plan.domainName;
        for (const StepPtr &step : plan.steps)
            if (step->kind() == u"change-driver" || step->kind() == u"lend-node" || step->kind() == u"set-vf"
                || step->kind() == u"associate-port" || step->kind() == u"link-up" || step->kind() == u"lend-usb"
                || step->kind() == u"add-tap") {
                QJsonObject former;
                if (step->kind() == u"change-driver")
                    former = {{u"driver"_s, u"igbvf"_s}, {u"override"_s, QString()}};
                record.held += HeldStep{step, former};
            }
        runs.insert(uuid, record);
        for (const PciAddress &device : record.devices())
            host.functions[device].driver = u"vfio-pci"_s;
    }

    HostSnapshot host;
    QTemporaryDir m_directory;
    DomainStore domains;
    QMap<QUuid, RunRecord> runs;
    QList<PciAddress> detached;
    std::function<Result<QJsonObject>(const QString &)> journal;
    std::function<QJsonObject(const PciAddress &)> formerDriver;
    Networks networks;
    QList<Claim> promised;
    std::function<std::optional<PciAddress>(const QUuid &, const MacAddress &)> lastLease;
    std::function<std::optional<QByteArray>(const PciAddress &)> keptFile;
    QString ipProgram = u"/usr/sbin/ip"_s;
    std::function<std::optional<int>(const QString &)> nodeOfProcessors;
    QString savedDirectory;
    QList<HostLink> links{{u"br0"_s, u"bridge"_s, {}, {}, {}, true, {}, 1500, 1},
        {u"enp2s0f0"_s, {}, {}, {}, {}, true, {}, 1500, 2},
        {u"vnet0"_s, u"tun"_s, {}, u"br0"_s, {}, true, {}, 1500, 3}};
    QString allowedBridge;
    QString bridgeHelper;
    bool hasVhostNet = false;
    uint caller = 1000;
    bool simulated = true;
    bool privileged = true;
};

inline QStringList kindsOf(const Plan &plan)
{
    QStringList kinds;
    for (const StepPtr &step : plan.steps)
        kinds += step->kind();
    return kinds;
}

} // namespace laneway
