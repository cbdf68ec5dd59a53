// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/hostreader.h"
#include "support/quietdoors.h"
#include "support/sysfstree.h"

#include <QTest>

using namespace laneway;

namespace {

PciAddress at(const char *text)
{
    return *PciAddress::parse(QString::fromLatin1(text));
}

/// A server: root port with an 82576 and two of its VFs, an NVMe drive with the system on it, a
/// USB controller with a keyboard, a graphics card with a monitor.
class Server : public SysfsTree
{
public:
    Server()
    {
        addFunction(u"pci0000:00/0000:00:00.0"_s, "8086:3E30", 0x060000);
        const QString port = u"pci0000:00/0000:00:01.0"_s;
        const QString portBase = addFunction(port, "8086:1901", 0x060400, "pcieport",
            {{u"secondary_bus_number"_s, "3\n"}, {u"current_link_speed"_s, "8.0 GT/s PCIe\n"}});
        setGroup(portBase, 1);

        pf = addFunction(port + u"/0000:03:00.0", "8086:10C9", 0x020000, "igb",
            {{u"reset_method"_s, "flr pm\n"}, {u"numa_node"_s, "1\n"}, {u"current_link_speed"_s, "2.5 GT/s PCIe\n"},
                {u"current_link_width"_s, "4\n"}, {u"max_link_speed"_s, "5.0 GT/s PCIe\n"},
                {u"max_link_width"_s, "8\n"}, {u"sriov_totalvfs"_s, "7\n"}, {u"sriov_numvfs"_s, "2\n"},
                {u"sriov_offset"_s, "384\n"}, {u"sriov_stride"_s, "2\n"}, {u"sriov_vf_device"_s, "10ca\n"},
                {u"sriov_drivers_autoprobe"_s, "1\n"}});
        setGroup(pf, 12);
        const QString net = addClass(u"net"_s, pf, u"eno1"_s);
        add(net + u"address", "00:1b:21:aa:bb:cc\n");
        add(net + u"flags", "0x1003\n");
        add(net + u"carrier", "1\n");
        const QString bridge = addClass(u"net"_s, u"devices/virtual/"_s, u"br0"_s);
        link(net + u"master", bridge.chopped(1));
        link(bridge + u"lower_eno1", net.chopped(1));

        for (int i = 0; i < 2; ++i) {
            const QString address = u"0000:03:10."_s + QString::number(2 * i);
            const QString vf = addFunction(port + u'/' + address, "8086:10CA", 0x020000, i == 0 ? "igbvf" : "vfio-pci");
            setGroup(vf, 20 + i);
            link(vf + u"physfn", pf.chopped(1));
            link(pf + u"virtfn" + QString::number(i), vf.chopped(1));
        }
        add(u"devices/"_s + port + u"/0000:03:10.2/driver_override", "vfio-pci\n");

        drive = addFunction(u"pci0000:00/0000:00:1d.0"_s, "144D:A80A", 0x010802, "nvme");
        const QString nvme = addClass(u"nvme"_s, drive, u"nvme0"_s);
        add(nvme + u"serial", "S5XKNE0R \n");
        disk(nvme + u"nvme0n1", u"nvme0n1"_s, "2048", "259:0");
        disk(nvme + u"nvme0n1/nvme0n1p1", u"nvme0n1p1"_s, "1024", "259:1");
        disk(nvme + u"nvme0n1/nvme0n1p2", u"nvme0n1p2"_s, "1024", "259:2");
        disk(u"devices/virtual/block/dm-0"_s, u"dm-0"_s, "1024", "253:0");
        add(u"devices/virtual/block/dm-0/dm/name"_s, "vault\n");
        link(u"devices/virtual/block/dm-0/slaves/nvme0n1p2"_s,
            u"devices/pci0000:00/0000:00:1d.0/nvme/nvme0/nvme0n1/nvme0n1p2"_s);
        addProc(u"meminfo"_s, "MemTotal:       16314520 kB\nMemFree:        1 kB\n");
        addProc(u"1/mountinfo"_s,
            "22 1 259:1 / / rw,relatime - ext4 /dev/nvme0n1p1 rw\n"
            "23 22 253:0 / /srv/my\\040data rw - xfs /dev/mapper/vault rw\n"
            "24 22 0:21 / /proc rw - proc proc rw\n");
        addProc(u"swaps"_s, "Filename Type Size Used Priority\n");

        const QString usb = addFunction(u"pci0000:00/0000:00:14.0"_s, "8086:A36D", 0x0c0330, "xhci_hcd");
        const QString key = u"capabilities/key"_s;
        const QString keyboard = addClass(u"input"_s, usb + u"usb1/1-3/1-3:1.0/", u"input7"_s);
        add(keyboard + u"name", "Plain Keyboard\n");
        add(keyboard + key, "1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe\n");
        const QString jack = addClass(u"input"_s, usb + u"usb1/1-4/", u"input8"_s);
        add(jack + u"name", "Headphone jack\n");
        add(jack + key, "0\n");

        const QString gpu
            = addFunction(u"pci0000:00/0000:00:02.0"_s, "8086:3E92", 0x030000, "i915", {{u"boot_vga"_s, "1\n"}});
        add(addClass(u"drm"_s, gpu, u"card0-HDMI-A-1"_s) + u"status", "connected\n");
        add(addClass(u"drm"_s, gpu, u"card0-DP-1"_s) + u"status", "disconnected\n");
        add(addClass(u"sound"_s, gpu, u"card1"_s) + u"id", "HDMI\n");

        addProc(u"net/route"_s,
            "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
            "br0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n");
    }
    void disk(const QString &path, const QString &name, const QByteArray &sectors, const QByteArray &number)
    {
        const QString base = path.startsWith(u"devices/") ? path : u"devices/"_s + path;
        add(base + u"/size", sectors + '\n');
        link(u"class/block/"_s + name, base);
        link(u"dev/block/"_s + QString::fromLatin1(number), base);
    }

    QString pf;
    QString drive;
};

/// Reads, and lets a device vanish when its file @p trigger is read.
class VanishingTree : public RealFileTree
{
public:
    VanishingTree(SysfsTree &made, const QString &trigger, const QString &device)
        : RealFileTree(made.sys())
        , m_made(made)
        , m_trigger(trigger)
        , m_device(device)
    {
    }
    Result<QByteArray> read(const QString &path) const override
    {
        if (path.endsWith(m_trigger))
            m_made.remove(m_device);
        return RealFileTree::read(path);
    }

private:
    SysfsTree &m_made;
    QString m_trigger;
    QString m_device;
};

/// As while the kernel still removes the VFs of a PF: whoever reads sriov_numvfs hangs.
class RemovingTree : public RealFileTree
{
public:
    using RealFileTree::RealFileTree;
    Result<QByteArray> read(const QString &path) const override
    {
        touched = touched || path.endsWith(u"/sriov_numvfs");
        return RealFileTree::read(path);
    }
    QStringList pendingWrites() const override { return {u"bus/pci/devices/0000:03:00.0/sriov_numvfs 0"_s}; }
    mutable bool touched = false;
};

struct Read
{
    explicit Read(const SysfsTree &made)
        : sys(made.sys())
        , proc(made.proc())
        , doors(sys, proc)
    {
    }
    HostSnapshot host() { return readHost(doors.kernel).value(); }
    RealFileTree sys;
    RealFileTree proc;
    ReadOnlyDoors doors;
};

} // namespace

class TestHostReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsThePlatform()
    {
        Server server;
        server.add(u"module/vfio_iommu_type1/parameters/allow_unsafe_interrupts"_s, "Y\n");
        server.add(u"class/iommu/dmar0/intel-iommu/ecap"_s, "f020da\n"); // bit 3 set
        server.add(u"devices/system/cpu/online"_s, "0-3,8\n");
        Read read(server);
        const HostSnapshot host = read.host();
        QCOMPARE(host.hostName, u"den"_s);
        QCOMPARE(host.processors, 5);
        QCOMPARE(host.memoryBytes, quint64(16314520) * 1024);
        QCOMPARE(host.kernelRelease, u"6.1.0-18-amd64"_s);
        QVERIFY(host.kernelCommandLine.contains(u"intel_iommu=on"));
        QCOMPARE(host.iommu.units, QStringList{u"dmar0"_s});
        QVERIFY(host.iommu.interruptRemapping);
        QVERIFY(host.iommu.unsafeInterrupts);
        QVERIFY(host.iommu.vfioAvailable); // a VF is bound to it
        QCOMPARE(host.functions.size(), 8);
    }
    void knowsWhenInterruptsAreNotRemapped_data()
    {
        QTest::addColumn<QByteArray>("ecap"); // empty: no Intel unit
        QTest::addColumn<QByteArray>("commandLine");
        QTest::addColumn<bool>("remapped");
        QTest::newRow("no IR bit") << QByteArray("f020d6\n") << QByteArray("quiet") << false;
        QTest::newRow("IR bit") << QByteArray("f020da\n") << QByteArray("quiet") << true;
        QTest::newRow("switched off") << QByteArray("f020da\n") << QByteArray("quiet intremap=off\n") << false;
        QTest::newRow("AMD: not told") << QByteArray() << QByteArray("quiet") << true;
    }
    void knowsWhenInterruptsAreNotRemapped()
    {
        QFETCH(QByteArray, ecap);
        QFETCH(QByteArray, commandLine);
        QFETCH(bool, remapped);
        SysfsTree made;
        made.addProc(u"cmdline"_s, commandLine);
        if (ecap.isEmpty())
            made.add(u"class/iommu/ivhd0/amd-iommu/features"_s, "0\n");
        else
            made.add(u"class/iommu/dmar0/intel-iommu/ecap"_s, ecap);
        Read read(made);
        QCOMPARE(read.host().iommu.interruptRemapping, remapped);
    }
    void readsAPhysicalFunction()
    {
        Server server;
        Read read(server);
        VfSettings settings;
        settings.index = VfIndex{1};
        settings.mac = *MacAddress::parse(u"52:54:00:6d:90:02");
        read.doors.netlink.known.insert(u"eno1"_s, {VfSettings(), settings});
        const HostSnapshot host = read.host();
        const PciFunction *pf = host.find(at("0000:03:00.0"));
        QVERIFY(pf);
        QCOMPARE(pf->vendor, 0x8086);
        QCOMPARE(pf->device, 0x10c9);
        QCOMPARE(pf->subsystemVendor, 0x1028);
        QCOMPARE(pf->subsystemDevice, 0x0a6b);
        QCOMPARE(pf->classCode, 0x020000U);
        QCOMPARE(pf->revision, 1);
        QCOMPARE(pf->header, HeaderType::Endpoint);
        QVERIFY(pf->pcie);
        QCOMPARE(pf->driver, u"igb"_s);
        QCOMPARE(pf->driverOverride, QString()); // "(null)"
        QCOMPARE(pf->iommuGroup, 12);
        QCOMPARE(pf->parent, at("0000:00:01.0"));
        QCOMPARE(pf->numaNode, 1);
        QCOMPARE(pf->linkNow, (PcieLink{2.5, 4}));
        QCOMPARE(pf->linkMax, (PcieLink{5, 8}));
        QCOMPARE(pf->resetMethods, (QStringList{u"flr"_s, u"pm"_s}));
        QVERIFY(pf->resetKnown);
        QCOMPARE(pf->powerState, u"D0"_s);
        QVERIFY(pf->sriov);
        QCOMPARE(pf->sriov->total, 7);
        QCOMPARE(pf->sriov->enabled, 2);
        QCOMPARE(pf->sriov->offset, 384);
        QCOMPARE(pf->sriov->stride, 2);
        QCOMPARE(pf->sriov->vfDevice, 0x10ca);
        QVERIFY(pf->sriov->driversAutoprobe);
        QCOMPARE(pf->sriov->functions, (QList{at("0000:03:10.0"), at("0000:03:10.2")}));
        QCOMPARE(pf->sriov->settings.size(), 2);
        QCOMPARE(pf->sriov->settings[1].mac, settings.mac);
        QCOMPARE(pf->interfaces.size(), 1);
        const NetInterface &net = pf->interfaces[0];
        QCOMPARE(net.name, u"eno1"_s);
        QCOMPARE(net.mac, *MacAddress::parse(u"00:1b:21:aa:bb:cc"));
        QVERIFY(net.up);
        QVERIFY(net.carrier);
        QCOMPARE(net.usedBy, u"br0"_s);
        QVERIFY(net.defaultRoute); // by the bridge that it is a port of
        QVERIFY(!net.routed);

        const auto isRouted = [](const QByteArray &ipv4, const QByteArray &ipv6) {
            Server other;
            other.addProc(u"net/route"_s, "Iface\tDestination\tGateway\tFlags\n" + ipv4);
            other.addProc(u"net/ipv6_route"_s, ipv6);
            return Read(other).host().find(at("0000:03:00.0"))->interfaces.first().routed;
        };
        const QByteArray none(32, '0');
        const auto ipv6 = [&](const QByteArray &destination) -> QByteArray {
            return destination + " 40 " + none + " 00 " + none + " 00000100 00000001 00000000 00000001     eno1\n";
        };
        QVERIFY(isRouted("br0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n", {}));
        QVERIFY(!isRouted("br0\t0000FEA9\t00000000\t0001\t0\t0\t100\t0000FFFF\t0\t0\t0\n", {}));
        QVERIFY(isRouted({}, ipv6("20010db8000000000000000000000000")));
        QVERIFY(!isRouted({}, ipv6("fe800000000000000000000000000000") + ipv6("ff000000000000000000000000000000")));
    }
    void readsAVirtualFunctionAlikeAloneAndWithItsHost()
    {
        Server server;
        Read read(server);
        const HostSnapshot host = read.host();
        const PciFunction *vf = host.find(at("0000:03:10.2"));
        QVERIFY(vf);
        QCOMPARE(vf->physicalFunction, at("0000:03:00.0"));
        QCOMPARE(vf->vfIndex, VfIndex{1});
        QCOMPARE(vf->driver, u"vfio-pci"_s);
        QCOMPARE(vf->driverOverride, u"vfio-pci"_s);
        QVERIFY(!vf->sriov);
        for (const PciFunction &function : host.functions)
            QCOMPARE(readFunction(read.doors.kernel, function.address), function);
    }
    void tellsBridgesFromEndpoints()
    {
        Server server;
        Read read(server);
        const HostSnapshot host = read.host();
        QCOMPARE(host.find(at("0000:00:01.0"))->header, HeaderType::PciBridge);
        QVERIFY(!host.find(at("0000:00:01.0"))->parent);
        QCOMPARE(host.find(at("0000:00:00.0"))->header, HeaderType::Endpoint);
        QVERIFY(!host.find(at("0000:00:00.0"))->iommuGroup);
        QVERIFY(!host.find(at("0000:00:00.0"))->pcie);
        // An older kernel: only the device itself can tell.
        const QString base = server.addFunction(u"pci0000:00/0000:00:1c.0"_s, "8086:1", 0x060400);
        QByteArray config(64, '\0');
        config[0x0e] = char(0x81); // more functions in the slot, bridge
        server.add(base + u"config", config);
        QCOMPARE(readFunction(read.doors.kernel, at("0000:00:1c.0"))->header, HeaderType::PciBridge);
        server.remove(base + u"config");
        QCOMPARE(readFunction(read.doors.kernel, at("0000:00:1c.0"))->header, HeaderType::Unknown);
    }
    void findsWhatADriveHolds()
    {
        Server server;
        Read read(server);
        const auto drive = readFunction(read.doors.kernel, at("0000:00:1d.0"));
        QVERIFY(drive);
        QCOMPARE(drive->serial, u"S5XKNE0R"_s);
        QCOMPARE(drive->disks.size(), 1);
        QCOMPARE(drive->disks[0].name, u"nvme0n1"_s);
        QCOMPARE(drive->disks[0].bytes, 2048 * 512);
        // of a partition, and of what is stacked on another
        QCOMPARE(drive->disks[0].mounts, (QStringList{u"/"_s, u"/srv/my data"_s}));
        QVERIFY(!drive->disks[0].swap);
    }
    void findsSwapByItsMapperName()
    {
        Server server;
        server.addProc(u"swaps"_s, "Filename Type Size Used Priority\n/dev/mapper/vault partition 8 0 -2\n");
        Read read(server);
        QVERIFY(readFunction(read.doors.kernel, at("0000:00:1d.0"))->disks[0].swap);
    }
    void aBtrfsPoolCountsForEachOfItsDrives()
    {
        Server server;
        server.addProc(u"1/mountinfo"_s, "22 1 0:35 / /home rw - btrfs /dev/sdb rw\n");
        server.disk(u"pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sda"_s, u"sda"_s, "16", "8:0");
        server.disk(u"pci0000:00/0000:00:17.0/ata2/host1/target1:0:0/1:0:0:0/block/sdb"_s, u"sdb"_s, "16", "8:16");
        server.addFunction(u"pci0000:00/0000:00:17.0"_s, "8086:A352", 0x010601, "ahci");
        server.add(u"fs/btrfs/1234/devices/sda/x"_s, "");
        server.add(u"fs/btrfs/1234/devices/sdb/x"_s, "");
        Read read(server);
        const auto sata = readFunction(read.doors.kernel, at("0000:00:17.0"));
        QCOMPARE(sata->disks.size(), 2);
        QCOMPARE(sata->disks[0].mounts, QStringList{u"/home"_s});
        QCOMPARE(sata->disks[1].mounts, QStringList{u"/home"_s});
    }
    void aSharedNamespaceIsTheDiskOfItsController()
    {
        // NVMe multipath: the disk itself is below no function.
        Server server;
        server.disk(u"virtual/nvme-subsystem/nvme-subsys1/nvme1n1"_s, u"nvme1n1"_s, "32", "259:5");
        const QString base = server.addFunction(u"pci0000:00/0000:00:1e.0"_s, "1B36:0010", 0x010802, "nvme");
        server.addClass(u"nvme"_s, base, u"nvme1"_s);
        server.disk(base + u"nvme/nvme1/nvme1c1n1", u"nvme1c1n1"_s, "0", "259:6");
        server.addProc(u"1/mountinfo"_s, "22 1 259:5 / /data rw - ext4 /dev/nvme1n1 rw\n");
        Read read(server);
        const auto drive = readFunction(read.doors.kernel, at("0000:00:1e.0"));
        QCOMPARE(drive->disks.size(), 1);
        QCOMPARE(drive->disks[0].name, u"nvme1n1"_s);
        QCOMPARE(drive->disks[0].bytes, 32 * 512);
        QCOMPARE(drive->disks[0].mounts, QStringList{u"/data"_s});
    }
    void findsWhatAPersonUses()
    {
        Server server;
        Read read(server);
        const HostSnapshot host = read.host();
        QCOMPARE(host.find(at("0000:00:14.0"))->inputs, QStringList{u"Plain Keyboard"_s});
        const PciFunction *gpu = host.find(at("0000:00:02.0"));
        QVERIFY(gpu->bootDisplay);
        QCOMPARE(gpu->displays, QStringList{u"card0-HDMI-A-1"_s});
        QCOMPARE(gpu->sounds, QStringList{u"HDMI"_s});
    }
    void noResetMethodIsKnownOnlyWhereTheKernelTells_data()
    {
        QTest::addColumn<QByteArray>("release");
        QTest::addColumn<bool>("known");
        QTest::newRow("before") << QByteArray("5.10.0-28-amd64\n") << false;
        QTest::newRow("first") << QByteArray("5.15.0\n") << true;
        QTest::newRow("release candidate") << QByteArray("5.15-rc1\n") << true;
        QTest::newRow("later") << QByteArray("6.1.0\n") << true;
        QTest::newRow("no release") << QByteArray("\n") << false;
    }
    void noResetMethodIsKnownOnlyWhereTheKernelTells()
    {
        QFETCH(QByteArray, release);
        QFETCH(bool, known);
        Server server;
        server.addProc(u"sys/kernel/osrelease"_s, release);
        Read read(server);
        const auto drive = readFunction(read.doors.kernel, at("0000:00:1d.0"));
        QCOMPARE(drive->resetKnown, known);
        QVERIFY(drive->resetMethods.isEmpty());
    }
    void readsTheSingleFilesWhereUeventLacksThem()
    {
        Server server;
        const QString base = server.addFunction(u"pci0000:00/0000:00:1f.6"_s, "1:1", 0x020000, "e1000e",
            {{u"vendor"_s, "0x8086\n"}, {u"device"_s, "0x15bb\n"}, {u"class"_s, "0x020000\n"},
                {u"subsystem_vendor"_s, "0x17aa\n"}, {u"subsystem_device"_s, "0x3136\n"}});
        server.remove(base + u"uevent");
        Read read(server);
        const auto nic = readFunction(read.doors.kernel, at("0000:00:1f.6"));
        QVERIFY(nic);
        QCOMPARE(nic->vendor, 0x8086);
        QCOMPARE(nic->device, 0x15bb);
        QCOMPARE(nic->subsystemDevice, 0x3136);
        QCOMPARE(nic->classCode, 0x020000U);
        QCOMPARE(nic->driver, u"e1000e"_s);
    }
    void aDeviceThatVanishesIsLeftOut()
    {
        Server server;
        const VanishingTree sys(server, u"0000:03:10.0/uevent"_s, u"devices/pci0000:00/0000:00:01.0/0000:03:10.0"_s);
        RealFileTree proc(server.proc());
        ReadOnlyDoors doors(const_cast<VanishingTree &>(sys), proc);
        const auto host = readHost(doors.kernel);
        QVERIFY(host);
        QVERIFY(!host->find(at("0000:03:10.0")));
        QVERIFY(host->find(at("0000:03:10.2")));
        const auto gone = readFunction(doors.kernel, at("0000:03:10.0"));
        QVERIFY(!gone);
        QCOMPARE(gone.error().code, ErrorCode::NotFound);
    }
    void doesNotTouchTheCountOfVfsThatAreBeingRemoved()
    {
        Server server;
        RemovingTree sys(server.sys());
        RealFileTree proc(server.proc());
        ReadOnlyDoors doors(sys, proc);
        const auto host = readHost(doors.kernel);
        QVERIFY(!sys.touched);
        QCOMPARE(host->find(at("0000:03:00.0"))->sriov->enabled, 2);
    }
    void aHostWithoutPciHasNoFunctions()
    {
        SysfsTree made;
        made.remove(u"bus"_s);
        Read read(made);
        const auto host = readHost(read.doors.kernel);
        QVERIFY(host);
        QVERIFY(host->functions.isEmpty());
        QVERIFY(!host->iommu.vfioAvailable);
        read.doors.modules.available << u"vfio-pci"_s;
        QVERIFY(read.host().iommu.vfioAvailable);
    }
    void answersSingleQuestions()
    {
        Server server;
        const QString nic = server.addFunction(u"pci0000:00/0000:00:05.0"_s, "1AF4:1041", 0x020000, "virtio-pci");
        server.addClass(u"net"_s, nic + u"virtio3/", u"ens5"_s);
        Read read(server);
        QCOMPARE(driverOf(read.doors.kernel, at("0000:03:10.0")), u"igbvf"_s);
        QCOMPARE(driverOf(read.doors.kernel, at("0000:00:00.0")), QString());
        QCOMPARE(driverOf(read.doors.kernel, at("0000:77:00.0")), QString());
        QCOMPARE(interfaceOf(read.doors.kernel, at("0000:03:00.0")), u"eno1"_s);
        QCOMPARE(interfaceOf(read.doors.kernel, at("0000:00:05.0")), u"ens5"_s);
        QCOMPARE(interfaceOf(read.doors.kernel, at("0000:00:1d.0")), QString());
    }
    void theRealHostReadsAlikeTwice()
    {
        RealFileTree sys(u"/sys"_s);
        RealFileTree proc(u"/proc"_s);
        if (!sys.exists(u"bus/pci/devices"_s))
            QSKIP("this machine has no PCI");
        ReadOnlyDoors doors(sys, proc);
        const auto first = readHost(doors.kernel);
        QVERIFY(first);
        QCOMPARE(first->functions.size(), sys.list(u"bus/pci/devices"_s)->size());
        for (const PciFunction &function : first->functions) {
            QVERIFY(function.vendor != 0);
            QCOMPARE(readFunction(doors.kernel, function.address), function);
        }
    }
};

QTEST_APPLESS_MAIN(TestHostReader)
#include "tst_hostreader.moc"
