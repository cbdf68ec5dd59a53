// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/hostreader.h"
#include "kernel/samplehost.h"
#include "kernel/simkernel.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>

using namespace laneway;

namespace {

const QString devices = u"bus/pci/devices/"_s;
const QString drivers = u"bus/pci/drivers/"_s;
const QString igbPf = u"0000:02:00.0"_s; // of sample "server": 7 of 8 VFs enabled, enp2s0f0
const QString igbVf = u"0000:02:10.2"_s; // its VF 1
const QString ixgbePf = u"0000:81:00.0"_s;

PciAddress at(const QString &text)
{
    return *PciAddress::parse(text);
}

HostSnapshot server()
{
    return *sampleHost(u"server"_s);
}

int writeErrno(SimKernel &kernel, const QString &path, const QByteArray &value)
{
    const auto done = kernel.doors().sys.write(path, value);
    return done ? 0 : done.error().systemError;
}

/// override, unbind, probe: as the steps do it.
void move(SimKernel &kernel, const QString &address, const QString &driver)
{
    Kernel &k = kernel.doors();
    QVERIFY(k.modules.load(driver));
    QVERIFY(k.sys.write(devices + address + u"/driver_override", driver.toLatin1() + '\n'));
    const QString from = driverOf(k, at(address));
    if (!from.isEmpty())
        QVERIFY(k.sys.write(drivers + from + u"/unbind", address.toLatin1()));
    QVERIFY(k.sys.write(u"bus/pci/drivers_probe"_s, address.toLatin1()));
    QCOMPARE(driverOf(k, at(address)), driver);
}

QString nodeOf(SimKernel &kernel, const QString &address)
{
    return u"vfio/"_s + kernel.doors().sys.linkName(devices + address + u"/iommu_group");
}

/// A machine of 1 GiB with @p device, allowed all it needs.
GuestLaunch launchWith(SimKernel &kernel, const QString &device)
{
    GuestLaunch launch;
    launch.id = u"web-1"_s;
    launch.program = u"/usr/bin/qemu-system-x86_64"_s;
    launch.arguments
        = QStringList{u"-m"_s, u"size=1024M"_s, u"-device"_s, u"{\"driver\":\"virtio-blk-pci\",\"id\":\"vda\"}"_s,
            u"-device"_s, u"{\"driver\":\"vfio-pci\",\"host\":\"%1\",\"id\":\"hostdev0\"}"_s.arg(device)};
    launch.uid = 1000;
    launch.memoryLockBytes = quint64(2) << 30;
    launch.deviceNodes = QStringList{u"kvm"_s, u"vfio/vfio"_s, nodeOf(kernel, device)};
    return launch;
}

} // namespace

class TestSimKernel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hasFilesLikeSysfs_data();
    void hasFilesLikeSysfs();
    void staysBelowItsRoot();
    void keepsAnUnusualRoot();
    void refusesWrites_data();
    void refusesWrites();
    void movesADeviceAndBack();
    void overrideDecidesWhatProbeBinds();
    void vfioNeedsItsModule();
    void vfioNeedsAGroup();
    void nodeLivesWithTheGroup();
    void lendsNodes();
    void unbindOfAHeldDeviceWaits();
    void countWaitsForAHeldVf();
    void createsVfs();
    void createsVfsWithoutDrivers();
    void createsVfsInTheirPfsGroup();
    void driverFollowsLater();
    void unbindingThePfTakesItsVfs();
    void setsVfs_data();
    void setsVfs();
    void setsManyVfsAtOnce();
    void hasSettingsThatLast();
    void refusesAMulticastMac();
    void keepsWhatCameBeforeARefusedField();
    void setsLinks();
    void launchesAGuest();
    void refusesToLaunch_data();
    void refusesToLaunch();
    void answersOnTheMonitor();
    void hotplugs();
    void watchesGuests();
    void failsTheNthCall();
    void hangsAtTheNthCall();
    void killsAtTheNthCall_data();
    void killsAtTheNthCall();
    void countsReadsOnDemand();
    void outlivesItsProcess();
    void tellsOfChanges();
};

void TestSimKernel::hasFilesLikeSysfs_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("text");
    const QString vf = devices + igbVf;
    QTest::newRow("vendor") << QString(vf + u"/vendor") << QByteArray("0x8086\n");
    QTest::newRow("device") << QString(vf + u"/device") << QByteArray("0x10ca\n");
    QTest::newRow("class") << QString(vf + u"/class") << QByteArray("0x020000\n");
    QTest::newRow("no override") << QString(vf + u"/driver_override") << QByteArray("(null)\n");
    QTest::newRow("PF through physfn") << QString(vf + u"/physfn/sriov_numvfs") << QByteArray("7\n");
    QTest::newRow("VF through virtfn1") << QString(devices + igbPf + u"/virtfn1/device") << QByteArray("0x10ca\n");
    QTest::newRow("vf device") << QString(devices + igbPf + u"/sriov_vf_device") << QByteArray("10ca\n");
    QTest::newRow("link speed") << QString(devices + ixgbePf + u"/current_link_speed") << QByteArray("5.0 GT/s PCIe\n");
    QTest::newRow("NUMA node") << QString(devices + ixgbePf + u"/numa_node") << QByteArray("1\n");
    QTest::newRow("interface") << QString(devices + igbPf + u"/net/enp2s0f0/operstate") << QByteArray("up\n");
    QTest::newRow("boot display") << QString(devices + u"0000:05:00.0/boot_vga") << QByteArray("1\n");
}

void TestSimKernel::hasFilesLikeSysfs()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, text);
    SimKernel kernel(server());
    const auto read = kernel.doors().sys.read(path);
    QVERIFY2(read, read ? "" : qPrintable(read.error().toString()));
    QCOMPARE(*read, text);
}

void TestSimKernel::staysBelowItsRoot()
{
    SimKernel kernel(server());
    const FileTree &sys = kernel.doors().sys;
    QVERIFY(!sys.read(u"/etc/passwd"_s));
    QVERIFY(!sys.read(u"bus/../class/iommu"_s));
    QCOMPARE(*sys.readLink(devices + igbVf), u"../../../devices/pci0000:00/0000:00:02.0/0000:02:10.2"_s);
    QCOMPARE(*sys.resolve(devices + igbVf + u"/driver"), QString(drivers + u"igbvf"));
    QCOMPARE(*sys.list(u"kernel/iommu_groups/0/devices"_s), QStringList{u"0000:00:00.0"_s});
}

void TestSimKernel::keepsAnUnusualRoot()
{
    HostSnapshot host = server();
    const QString path = u"devices/platform/soc/4000000000.pcie/pci0000:00/0000:00:02.0"_s;
    host.functions[at(u"0000:00:02.0"_s)].sysfsPath = u"/sys/"_s + path;
    SimKernel kernel(host);
    Kernel &k = kernel.doors();
    QCOMPARE(*k.sys.resolve(devices + igbVf), QString(path + u'/' + igbVf));
    move(kernel, igbVf, u"vfio-pci"_s);
    QVERIFY(k.sys.write(devices + ixgbePf + u"/sriov_numvfs", "0"));
}

void TestSimKernel::refusesWrites_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("number");
    const QByteArray vf = igbVf.toLatin1();
    const QString count = devices + igbPf + u"/sriov_numvfs";
    QTest::newRow("read-only file") << QString(devices + igbVf + u"/vendor") << QByteArray("1") << EACCES;
    QTest::newRow("no such file") << QString(devices + igbVf + u"/nothing") << QByteArray("1") << ENOENT;
    QTest::newRow("unbind from another driver") << QString(drivers + u"igb/unbind") << vf << ENODEV;
    QTest::newRow("unbind no device") << QString(drivers + u"igb/unbind") << QByteArray("0000:09:00.0") << ENODEV;
    QTest::newRow("bind what is bound") << QString(drivers + u"igbvf/bind") << vf << EBUSY;
    QTest::newRow("bind to a driver that does not fit") << QString(drivers + u"nvme/bind") << vf << ENODEV;
    QTest::newRow("probe no device") << u"bus/pci/drivers_probe"_s << QByteArray("0000:09:00.0") << ENODEV;
    QTest::newRow("other count of VFs") << count << QByteArray("3") << EBUSY;
    QTest::newRow("the same count of VFs") << count << QByteArray("7\n") << 0;
    QTest::newRow("more VFs than there are") << count << QByteArray("9") << ERANGE;
    QTest::newRow("count is no number") << count << QByteArray("many") << EINVAL;
    QTest::newRow("autoprobe is no truth value")
        << QString(devices + igbPf + u"/sriov_drivers_autoprobe") << QByteArray("maybe") << EINVAL;
    QTest::newRow("reset") << QString(devices + igbVf + u"/reset") << QByteArray("1") << 0;
    QTest::newRow("reset without a method") << QString(devices + u"0000:05:00.0/reset") << QByteArray("1") << ENOENT;
}

void TestSimKernel::refusesWrites()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, value);
    QFETCH(int, number);
    SimKernel kernel(server());
    const QJsonObject before = kernel.state();
    QCOMPARE(writeErrno(kernel, path, value), number);
    QCOMPARE(kernel.state(), before);
}

void TestSimKernel::movesADeviceAndBack()
{
    SimKernel kernel(server());
    Kernel &k = kernel.doors();
    const QJsonObject before = kernel.state();
    const HostSnapshot host = *readHost(k);
    move(kernel, igbVf, u"vfio-pci"_s);
    QVERIFY(interfaceOf(k, at(igbVf)).isEmpty());
    QVERIFY(!k.sys.exists(u"class/net/enp2s0f0v1"_s));
    QCOMPARE(*k.sys.read(devices + igbVf + u"/driver_override"), QByteArray("vfio-pci\n"));

    QVERIFY(k.sys.write(devices + igbVf + u"/driver_override", "\n"));
    QVERIFY(k.sys.write(drivers + u"vfio-pci/unbind", igbVf.toLatin1() + '\n'));
    QVERIFY(k.sys.write(u"bus/pci/drivers_probe"_s, igbVf.toLatin1()));
    QCOMPARE(kernel.state(), before);
    QCOMPARE(readHost(k)->functions, host.functions); // name and MAC of the interface as well
}

void TestSimKernel::overrideDecidesWhatProbeBinds()
{
    SimKernel kernel(server());
    Kernel &k = kernel.doors();
    const auto probed = [&] {
        (void)k.sys.write(u"bus/pci/drivers_probe"_s, igbVf.toLatin1());
        return driverOf(k, at(igbVf));
    };
    QVERIFY(k.sys.write(drivers + u"igbvf/unbind", igbVf.toLatin1()));
    QVERIFY(k.sys.write(devices + igbVf + u"/driver_override", "nothing\n"));
    QCOMPARE(probed(), QString());
    QVERIFY(k.sys.write(devices + igbVf + u"/driver_override", "\n"));
    // The PF's switch holds back what has no override, and only that.
    QVERIFY(k.sys.write(devices + igbPf + u"/sriov_drivers_autoprobe", "0"));
    QCOMPARE(probed(), QString());
    QVERIFY(k.sys.write(devices + igbVf + u"/driver_override", "igbvf"));
    QCOMPARE(probed(), u"igbvf"_s);
}

void TestSimKernel::vfioNeedsItsModule()
{
    SimKernel kernel(server());
    Kernel &k = kernel.doors();
    QVERIFY(k.sys.write(devices + igbVf + u"/driver_override", "vfio-pci"));
    QVERIFY(k.sys.write(drivers + u"igbvf/unbind", igbVf.toLatin1()));
    QVERIFY(k.sys.write(u"bus/pci/drivers_probe"_s, igbVf.toLatin1())); // succeeds, binds nothing
    QCOMPARE(driverOf(k, at(igbVf)), QString());
    QCOMPARE(writeErrno(kernel, drivers + u"vfio-pci/bind", igbVf.toLatin1()), ENOENT);
    QVERIFY(k.modules.load(u"vfio-pci"_s));
    QVERIFY(k.sys.write(u"bus/pci/drivers_probe"_s, igbVf.toLatin1()));
    QCOMPARE(driverOf(k, at(igbVf)), u"vfio-pci"_s);

    HostSnapshot without = server();
    without.iommu.vfioAvailable = false;
    SimKernel lacking(without);
    QCOMPARE(lacking.doors().modules.load(u"vfio-pci"_s).error().code, ErrorCode::NotFound);
}

void TestSimKernel::vfioNeedsAGroup()
{
    SimKernel kernel(*sampleHost(u"no-iommu"_s));
    Kernel &k = kernel.doors();
    const QByteArray card = "0000:01:00.0";
    QVERIFY(k.modules.load(u"vfio-pci"_s));
    QVERIFY(k.sys.write(devices + u"0000:01:00.0/driver_override", "vfio-pci"));
    QVERIFY(k.sys.write(drivers + u"nouveau/unbind", card));
    QCOMPARE(writeErrno(kernel, drivers + u"vfio-pci/bind", card), EINVAL);
    QVERIFY(k.sys.write(u"bus/pci/drivers_probe"_s, card));
    QCOMPARE(driverOf(k, at(u"0000:01:00.0"_s)), QString());
}

void TestSimKernel::nodeLivesWithTheGroup()
{
    SimKernel kernel(*sampleHost(u"workstation"_s));
    Kernel &k = kernel.doors();
    const QString gpu = u"0000:08:00.0"_s;
    const QString audio = u"0000:08:00.1"_s;
    const QString node = u"vfio/19"_s;
    QCOMPARE(k.nodes.state(node).error().code, ErrorCode::NotFound);
    move(kernel, gpu, u"vfio-pci"_s);
    const NodeState fresh = *k.nodes.state(node);
    QCOMPARE(fresh.owner, 0u);
    QCOMPARE(fresh.mode, 0600u);
    move(kernel, audio, u"vfio-pci"_s);
    QVERIFY(k.nodes.lend(node, 1000));
    QVERIFY(k.sys.write(drivers + u"vfio-pci/unbind", gpu.toLatin1()));
    QCOMPARE(k.nodes.state(node)->lentTo, QList<uint>{1000}); // audio is there still
    QVERIFY(k.sys.write(drivers + u"vfio-pci/unbind", audio.toLatin1()));
    QVERIFY(!k.nodes.state(node));
    // Another node of that name: without the ACL, and not the same device.
    QVERIFY(k.sys.write(u"bus/pci/drivers_probe"_s, gpu.toLatin1()));
    QVERIFY(k.nodes.state(node)->lentTo.isEmpty());
    QVERIFY(k.nodes.state(node)->device != fresh.device);
}

void TestSimKernel::lendsNodes()
{
    SimKernel kernel(server());
    Kernel &k = kernel.doors();
    move(kernel, igbVf, u"vfio-pci"_s);
    const QString node = nodeOf(kernel, igbVf);
    const NodeState former = *k.nodes.state(node);
    QVERIFY(k.nodes.lend(node, 1000));
    QVERIFY(k.nodes.lend(node, 1000));
    QCOMPARE(k.nodes.state(node)->lentTo, QList<uint>{1000});
    QCOMPARE(k.nodes.state(node)->mode, 0660u);
    QVERIFY(k.nodes.takeBack(node, former));
    QCOMPARE(*k.nodes.state(node), former);
    // What is gone, or another device now, is left alone.
    QVERIFY(k.nodes.takeBack(u"vfio/9999"_s, former));
    NodeState other = former;
    other.device += 1;
    other.mode = 0666;
    QVERIFY(k.nodes.takeBack(node, other));
    QCOMPARE(*k.nodes.state(node), former);
    QCOMPARE(k.nodes.lend(u"vfio/9999"_s, 1000).error().code, ErrorCode::NotFound);
}

void TestSimKernel::unbindOfAHeldDeviceWaits()
{
    SimKernel kernel(server());
    Kernel &k = kernel.doors();
    move(kernel, igbVf, u"vfio-pci"_s);
    const QString node = nodeOf(kernel, igbVf);
    QVERIFY(!*k.nodes.isHeld(node));
    kernel.holdNode(node, Holder{4711, 1000, u"tool"_s});
    QVERIFY(*k.nodes.isHeld(node));
    QCOMPARE(k.nodes.holders(node).first().pid, 4711);

    QVERIFY(k.sys.write(devices + igbVf + u"/driver_override", "\n"));
    const QString unbind = drivers + u"vfio-pci/unbind";
    QCOMPARE(k.sys.write(unbind, igbVf.toLatin1()).error().code, ErrorCode::TimedOut);
    QCOMPARE(k.sys.pendingWrites(), QStringList{unbind + u' ' + igbVf});
    QCOMPARE(driverOf(k, at(igbVf)), u"vfio-pci"_s); // readable, and bound still
    QCOMPARE(k.sys.write(devices + igbVf + u"/reset", "1").error().code, ErrorCode::Busy);
    QVERIFY(k.sys.write(drivers + u"igbvf/unbind", "0000:02:10.0")); // another VF is free

    kernel.releaseNode(node);
    QVERIFY(k.sys.pendingWrites().isEmpty());
    QCOMPARE(driverOf(k, at(igbVf)), QString());
    QVERIFY(!k.nodes.state(node));
}

void TestSimKernel::countWaitsForAHeldVf()
{
    SimKernel kernel(server());
    Kernel &k = kernel.doors();
    move(kernel, igbVf, u"vfio-pci"_s);
    const QString node = nodeOf(kernel, igbVf);
    kernel.holdNode(node, Holder{4711, 1000, u"tool"_s});
    const QString count = devices + igbPf + u"/sriov_numvfs";
    QCOMPARE(k.sys.write(count, "0").error().code, ErrorCode::TimedOut);
    QCOMPARE(k.sys.read(count).error().code, ErrorCode::TimedOut); // the PF is locked
    QVERIFY(k.sys.read(devices + igbPf + u"/vendor"));
    kernel.releaseNode(node);
    QCOMPARE(*k.sys.read(count), QByteArray("0\n"));
    QVERIFY(!k.sys.exists(devices + igbVf));
}

void TestSimKernel::createsVfs()
{
    SimKernel kernel(server());
    Kernel &k = kernel.doors();
    const QJsonObject before = kernel.state();
    const HostSnapshot host = *readHost(k);
    const QString count = devices + igbPf + u"/sriov_numvfs";
    QVERIFY(k.sys.write(count, "0"));
    QCOMPARE(readHost(k)->functions.size(), host.functions.size() - 7);
    QVERIFY(k.netlink.vfs(u"enp2s0f0"_s)->isEmpty());
    QVERIFY(!k.sys.exists(u"kernel/iommu_groups/16"_s));

    SimQuirks little;
    little.mostVfs.insert(at(igbPf), 4);
    kernel.setQuirks(little);
    QCOMPARE(writeErrno(kernel, count, "7"), ENOMEM);
    QCOMPARE(*k.sys.read(count), QByteArray("0\n"));
    kernel.setQuirks({});
    QVERIFY(k.sys.write(count, "7"));
    QCOMPARE(kernel.state(), before); // addresses, drivers, settings
    for (const PciFunction &f : host.functions) {
        const auto now = readFunction(k, f.address);
        QVERIFY(now);
        QCOMPARE(now->iommuGroup, f.iommuGroup);
        QCOMPARE(now->deviceName, f.deviceName);
        QCOMPARE(now->interfaces, f.interfaces);
        QCOMPARE(now->vfIndex, f.vfIndex);
    }
}

void TestSimKernel::createsVfsWithoutDrivers()
{
    SimKernel kernel(server());
    Kernel &k = kernel.doors();
    QVERIFY(k.sys.write(devices + ixgbePf + u"/sriov_numvfs", "0"));
    QVERIFY(k.sys.write(devices + ixgbePf + u"/sriov_drivers_autoprobe", "0"));
    QVERIFY(k.sys.write(devices + ixgbePf + u"/sriov_numvfs", "2"));
    const PciFunction pf = *readFunction(k, at(ixgbePf));
    QCOMPARE(pf.sriov->functions, (QList{at(u"0000:81:10.0"_s), at(u"0000:81:10.2"_s)}));
    QCOMPARE(pf.sriov->settings.size(), 2);
    QVERIFY(pf.sriov->settings[1].mac->isNull());
    QCOMPARE(pf.sriov->settings[1].spoofCheck, true);
    const PciFunction vf = *readFunction(k, pf.sriov->functions[1]);
    QCOMPARE(vf.driver, QString());
    QVERIFY(vf.interfaces.isEmpty());
    QCOMPARE(vf.physicalFunction, pf.address);
}

void TestSimKernel::createsVfsInTheirPfsGroup()
{
    SimKernel kernel(server());
    Kernel &k = kernel.doors();
    SimQuirks noAcs;
    noAcs.vfsShareGroup = true;
    kernel.setQuirks(noAcs);
    QVERIFY(k.sys.write(devices + igbPf + u"/sriov_numvfs", "0"));
    QVERIFY(k.sys.write(devices + igbPf + u"/sriov_numvfs", "2"));
    QCOMPARE(readHost(k)->groupMembers(8).size(), 3);
}

void TestSimKernel::driverFollowsLater()
{
    SimKernel kernel(server());
    Kernel &k = kernel.doors();
    QVERIFY(k.sys.write(devices + igbPf + u"/sriov_numvfs", "0"));
    SimQuirks slow;
    slow.readsUntilBound = 5;
    kernel.setQuirks(slow);
    QVERIFY(k.sys.write(devices + igbPf + u"/sriov_numvfs", "7"));
    int reads = 1;
    while (driverOf(k, at(igbVf)).isEmpty() && reads < 100)
        ++reads;
    QCOMPARE(reads, 5);

    // An override that came in time is what the driver core looks at.
    QVERIFY(k.sys.write(devices + igbPf + u"/sriov_numvfs", "0"));
    QVERIFY(k.sys.write(devices + igbPf + u"/sriov_numvfs", "7"));
    move(kernel, igbVf, u"vfio-pci"_s);
    for (int i = 0; i < 10; ++i)
        QCOMPARE(driverOf(k, at(igbVf)), u"vfio-pci"_s);
}

void TestSimKernel::unbindingThePfTakesItsVfs()
{
    SimKernel kernel(server());
    Kernel &k = kernel.doors();
    QVERIFY(k.sys.write(drivers + u"igb/unbind", igbPf.toLatin1()));
    QVERIFY(!k.sys.exists(devices + igbVf));
    QCOMPARE(writeErrno(kernel, devices + igbPf + u"/sriov_numvfs", "2"), ENOENT);
    QVERIFY(k.sys.write(drivers + u"igb/bind", igbPf.toLatin1()));
    QCOMPARE(interfaceOf(k, at(igbPf)), u"enp2s0f0"_s);
}

void TestSimKernel::setsVfs_data()
{
    QTest::addColumn<QString>("interface");
    QTest::addColumn<quint32>("index");
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("number");
    const auto row = [](const char *name, const QString &interface, quint32 index, const QString &words, int number) {
        QTest::newRow(name) << interface << index << words.split(u' ') << number;
    };
    const QString igb = u"enp2s0f0"_s;
    const QString ixgbe = u"enp129s0f0"_s;
    row("MAC and VLAN", igb, 1, u"mac=52:54:00:6d:90:02 vlan=42 qos=3"_s, 0);
    row("no MAC again", igb, 1, u"mac=00:00:00:00:00:00"_s, 0);
    row("spoof check and trust", igb, 6, u"spoofchk=off trust=on"_s, 0);
    row("rate", igb, 0, u"max_tx_rate=100"_s, 0);
    row("link state, as it is", igb, 0, u"state=auto"_s, 0);
    row("link state, which igb cannot", igb, 0, u"state=enable"_s, EOPNOTSUPP);
    row("link state, which ixgbe can", ixgbe, 0, u"state=enable"_s, 0);
    row("VF that is not there", igb, 7, u"trust=on"_s, ENODEV);
    row("interface that is not there", u"eth9"_s, 0, u"trust=on"_s, ENODEV);
    row("interface of a VF", u"enp2s0f0v1"_s, 0, u"trust=on"_s, EOPNOTSUPP);
}

void TestSimKernel::setsVfs()
{
    QFETCH(QString, interface);
    QFETCH(quint32, index);
    QFETCH(QStringList, words);
    QFETCH(int, number);
    SimKernel kernel(server());
    Kernel &k = kernel.doors();
    const auto parsed = VfChange::parse(words);
    QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().toString()));
    const VfChange change = *parsed;
    const QJsonObject before = kernel.state();
    const auto done = k.netlink.setVf(interface, VfIndex{index}, change);
    QCOMPARE(done ? 0 : done.error().systemError, number);
    if (number) {
        QCOMPARE(kernel.state(), before);
        return;
    }
    const auto now = k.netlink.vfs(interface);
    QVERIFY(now);
    QVERIFY(change.isIn(now->at(index)));
}

void TestSimKernel::setsManyVfsAtOnce()
{
    SimKernel kernel(server());
    SimQuirks quirks;
    quirks.refusals = {{at(igbPf), VfIndex{2}, VfField::Vlan, EIO}, {at(igbPf), {}, VfField::Trust, EPROTO}};
    kernel.setQuirks(quirks);
    Kernel &k = kernel.doors();
    VfChanges changes;
    for (quint32 i = 0; i < 7; ++i)
        changes.append({VfIndex{i},
            *VfChange::parse({u"mac=52:54:00:00:00:0"_s + QString::number(i), u"vlan=7"_s,
                i == 5 ? u"trust=on"_s : u"spoofchk=off"_s})});
    const auto refused = k.netlink.setVfs(u"enp2s0f0"_s, changes);
    QVERIFY(refused);
    QCOMPARE(refused->size(), 2);
    QCOMPARE(refused->at(0).vf, VfIndex{2});
    QCOMPARE(refused->at(0).field, VfField::Vlan);
    QCOMPARE(refused->at(0).error.systemError, EIO);
    QCOMPARE(refused->at(1).vf, VfIndex{5});
    QCOMPARE(refused->at(1).field, VfField::Trust);
    // A send for all, and one for the fields of those two.
    QCOMPARE(kernel.faults().log(), (QStringList{u"setVfs enp2s0f0 7"_s, u"setVfs enp2s0f0 6"_s}));
    const auto now = k.netlink.vfs(u"enp2s0f0"_s);
    for (qsizetype i = 0; i < 7; ++i) {
        const QList<VfField> missing = changes[i].second.missingIn(now->at(i));
        QCOMPARE(missing, i == 2 ? QList{VfField::Vlan} : i == 5 ? QList{VfField::Trust} : QList<VfField>());
    }
    QCOMPARE(k.netlink.setVfs(u"eth9"_s, changes).error().systemError, ENODEV);
    QCOMPARE(k.netlink.setVfs(u"enp2s0f0"_s, {{VfIndex{7}, changes[0].second}})->size(), 3);
}

void TestSimKernel::hasSettingsThatLast()
{
    const QTemporaryDir directory;
    const QString file = directory.filePath(u"state"_s);
    const QString rules = u"udev/rules.d/71-laneway-x.rules"_s;
    {
        SimKernel kernel(server());
        kernel.persistTo(file);
        kernel.putFile(u"modprobe.d/igb.conf"_s, "options igb max_vfs=7\n");
        FileTree &etc = kernel.doors().etc;
        QVERIFY(etc.replace(rules, "one\n"));
        QVERIFY(!etc.replace(u"no/such/directory"_s, "one\n"));
        QVERIFY(!etc.write(rules, "two\n"));
        QCOMPARE(kernel.state()[u"etc"].toObject().keys(), (QStringList{u"modprobe.d/igb.conf"_s, rules}));
    }
    const auto kernel = SimKernel::load(file);
    QVERIFY(kernel);
    FileTree &etc = (*kernel)->doors().etc;
    QCOMPARE(*etc.read(rules), QByteArray("one\n"));
    QVERIFY(etc.remove(rules));
    QVERIFY(!etc.exists(rules));
    QVERIFY(etc.exists(u"modprobe.d/igb.conf"_s));
}

void TestSimKernel::refusesAMulticastMac()
{
    SimKernel kernel(server());
    const QJsonObject before = kernel.state();
    VfChange change;
    change.mac = *MacAddress::parse(u"01:00:5e:00:00:01"_s);
    const auto done = kernel.doors().netlink.setVf(u"enp2s0f0"_s, VfIndex{1}, change);
    QVERIFY(!done);
    QCOMPARE(done.error().systemError, EINVAL);
    QCOMPARE(kernel.state(), before);
}

void TestSimKernel::keepsWhatCameBeforeARefusedField()
{
    SimKernel kernel(server());
    Kernel &k = kernel.doors();
    VfChange change;
    change.mac = *MacAddress::parse(u"52:54:00:6d:90:02"_s);
    change.vlan = VfVlan{*VlanId::make(42), 8, VlanProtocol::Dot1Q};
    const auto done = k.netlink.setVf(u"enp2s0f0"_s, VfIndex{1}, change);
    QCOMPARE(done.error().systemError, EINVAL); // priorities end at 7
    const VfSettings now = k.netlink.vfs(u"enp2s0f0"_s)->at(1);
    QCOMPARE(now.mac, change.mac);
    QCOMPARE(now.vlan, VfVlan());
}

void TestSimKernel::setsLinks()
{
    SimKernel kernel(server());
    Kernel &k = kernel.doors();
    QVERIFY(*k.netlink.isLinkUp(u"enp2s0f0"_s));
    QVERIFY(!*k.netlink.isLinkUp(u"enp2s0f0v1"_s));
    QVERIFY(k.netlink.setLinkUp(u"enp2s0f0v1"_s, true));
    QVERIFY(*k.netlink.isLinkUp(u"enp2s0f0v1"_s));
    QCOMPARE(*k.sys.read(u"class/net/enp2s0f0v1/operstate"_s), QByteArray("up\n"));
    QCOMPARE(k.netlink.setLinkUp(u"eth9"_s, true).error().code, ErrorCode::NotFound);
}

void TestSimKernel::launchesAGuest()
{
    SimKernel kernel(server());
    Kernel &k = kernel.doors();
    move(kernel, igbVf, u"vfio-pci"_s);
    const QString node = nodeOf(kernel, igbVf);
    QVERIFY(k.nodes.lend(node, 1000));
    const GuestLaunch launch = launchWith(kernel, igbVf);
    const auto guest = k.guests.launch(launch);
    QVERIFY2(guest, guest ? "" : qPrintable(guest.error().toString()));
    QVERIFY(k.guests.isAlive(*guest));
    QCOMPARE(k.guests.find(launch.id), std::optional(*guest));
    QVERIFY(!k.guests.find(u"other"_s));
    QVERIFY(*k.nodes.isHeld(node));
    QCOMPARE(k.guests.launch(launch).error().code, ErrorCode::AlreadyExists);

    // The host cannot have it back before the guest has let go.
    QCOMPARE(k.sys.write(drivers + u"vfio-pci/unbind", igbVf.toLatin1()).error().code, ErrorCode::TimedOut);
    QVERIFY(k.guests.end(*guest));
    QVERIFY(!k.guests.isAlive(*guest));
    QVERIFY(k.guests.end(*guest)); // gone already
    QCOMPARE(driverOf(k, at(igbVf)), QString());
}

void TestSimKernel::refusesToLaunch_data()
{
    QTest::addColumn<QString>("obstacle");
    QTest::addColumn<QString>("text");
    QTest::newRow("device is on its host driver")
        << u"host driver"_s << u"Could not open '/dev/vfio/19': No such file or directory"_s;
    QTest::newRow("node not lent") << u"not lent"_s << u"Could not open '/dev/vfio/19': Permission denied"_s;
    QTest::newRow("node not allowed") << u"not allowed"_s
                                      << u"Could not open '/dev/vfio/19': Operation not permitted"_s;
    QTest::newRow("group is held") << u"held"_s << u"Could not open '/dev/vfio/19': Device or resource busy"_s;
    QTest::newRow("neighbour on its host driver") << u"neighbour"_s << u"group 19 is not viable"_s;
    QTest::newRow("too little locked memory")
        << u"memory"_s << u"dma_map(0x55d0c8a0b2f0, 0x0, 0x40000000, 0x7f2b3be00000) = -12"_s;
    QTest::newRow("no such device") << u"no device"_s << u"no such host device"_s;
}

void TestSimKernel::refusesToLaunch()
{
    QFETCH(QString, obstacle);
    QFETCH(QString, text);
    SimKernel kernel(*sampleHost(u"workstation"_s));
    Kernel &k = kernel.doors();
    const QString gpu = u"0000:08:00.0"_s;
    for (int function = 0; function < 4; ++function) {
        if ((obstacle == u"host driver") || (obstacle == u"neighbour" && function == 1))
            continue;
        move(kernel, u"0000:08:00."_s + QString::number(function), u"vfio-pci"_s);
    }
    if (obstacle != u"not lent" && obstacle != u"host driver")
        QVERIFY(k.nodes.lend(u"vfio/19"_s, 1000));
    GuestLaunch launch = launchWith(kernel, gpu);
    if (obstacle == u"not allowed")
        launch.deviceNodes.removeAll(u"vfio/19"_s);
    if (obstacle == u"held")
        kernel.holdNode(u"vfio/19"_s, Holder{4711, 0, u"tool"_s});
    if (obstacle == u"memory")
        launch.memoryLockBytes = 0;
    if (obstacle == u"no device")
        launch.arguments.last().replace(gpu, u"0000:0f:00.0"_s);
    const QJsonObject before = kernel.state();
    const auto guest = k.guests.launch(launch);
    QVERIFY(!guest);
    QCOMPARE(guest.error().code, ErrorCode::QemuFailed);
    QVERIFY2(guest.error().detail.contains(text), qPrintable(guest.error().detail));
    QCOMPARE(kernel.state(), before);
}

void TestSimKernel::answersOnTheMonitor()
{
    SimKernel kernel(server());
    Kernel &k = kernel.doors();
    move(kernel, igbVf, u"vfio-pci"_s);
    QVERIFY(k.nodes.lend(nodeOf(kernel, igbVf), 1000));
    const GuestRef guest = *k.guests.launch(launchWith(kernel, igbVf));
    const auto ask = [&](const QString &command) {
        return k.guests.command(guest, QJsonObject{{u"execute"_s, command}});
    };
    QCOMPARE(ask(u"query-status"_s)->value(u"status").toString(), u"prelaunch"_s);
    QVERIFY(ask(u"cont"_s));
    QCOMPARE(ask(u"query-status"_s)->value(u"running").toBool(), true);
    QVERIFY(ask(u"query-pci"_s)->value(u"return").isArray());
    QVERIFY(ask(u"no-such"_s).error().detail.contains(u"has not been found"));
    QVERIFY(ask(u"getfd"_s).error().detail.contains(u"SCM_RIGHTS"));
    const auto named = [](const QString &command) {
        return QJsonObject{{u"execute"_s, command}, {u"arguments"_s, QJsonObject{{u"fdname"_s, u"vnc"_s}}}};
    };
    QVERIFY(k.guests.command(guest, named(u"getfd"_s), 1000, {0}));
    QVERIFY(k.guests.command(guest, named(u"add_client"_s)));
    QVERIFY(ask(u"system_powerdown"_s));
    QVERIFY(!k.guests.isAlive(guest));
    QCOMPARE(ask(u"query-status"_s).error().code, ErrorCode::Disconnected);
}

void TestSimKernel::hotplugs()
{
    SimKernel kernel(server());
    Kernel &k = kernel.doors();
    const QString second = u"0000:02:10.4"_s;
    move(kernel, igbVf, u"vfio-pci"_s);
    move(kernel, second, u"vfio-pci"_s);
    QVERIFY(k.nodes.lend(nodeOf(kernel, igbVf), 1000));
    const GuestRef guest = *k.guests.launch(launchWith(kernel, igbVf));
    QVERIFY(k.guests.command(guest, QJsonObject{{u"execute"_s, u"cont"_s}}));

    const QJsonObject add{{u"execute"_s, u"device_add"_s},
        {u"arguments"_s,
            QJsonObject{{u"driver"_s, u"vfio-pci"_s}, {u"id"_s, u"hostdev1"_s}, {u"host"_s, second},
                {u"bus"_s, u"rp2"_s}, {u"addr"_s, u"0x0"_s}}}};
    const QString node = nodeOf(kernel, second);
    QVERIFY(k.guests.command(guest, add).error().detail.contains(u"Operation not permitted"));
    QVERIFY(k.guests.allowNode(guest, node));
    QVERIFY(k.guests.command(guest, add).error().detail.contains(u"Permission denied"));
    QVERIFY(k.nodes.lend(node, 1000));
    QVERIFY(k.guests.setMemoryLock(guest, 1));
    QVERIFY(k.guests.command(guest, add).error().detail.contains(u"Cannot allocate memory"));
    QVERIFY(k.guests.setMemoryLock(guest, quint64(3) << 30));
    QVERIFY(k.guests.command(guest, add));
    QVERIFY(*k.nodes.isHeld(node));
    QVERIFY(k.guests.command(guest, add).error().detail.contains(u"Duplicate device ID"));

    const QJsonObject remove{{u"execute"_s, u"device_del"_s}, {u"arguments"_s, QJsonObject{{u"id"_s, u"hostdev1"_s}}}};
    const auto removed
        = [&] { return k.guests.commandAndEvent(guest, remove, u"DEVICE_DELETED"_s, u"hostdev1"_s, 1000); };
    SimQuirks stubborn;
    stubborn.guestsIgnoreUnplug = true;
    kernel.setQuirks(stubborn);
    QCOMPARE(removed().error().code, ErrorCode::GuestDidNotRespond);
    QVERIFY(*k.nodes.isHeld(node));
    kernel.setQuirks({});
    QCOMPARE(removed()->value(u"device").toString(), u"hostdev1"_s);
    QVERIFY(!*k.nodes.isHeld(node));
    QVERIFY(removed().error().detail.contains(u"not found"));
}

void TestSimKernel::watchesGuests()
{
    SimKernel kernel(server());
    Kernel &k = kernel.doors();
    move(kernel, igbVf, u"vfio-pci"_s);
    QVERIFY(k.nodes.lend(nodeOf(kernel, igbVf), 1000));
    const GuestRef guest = *k.guests.launch(launchWith(kernel, igbVf));
    QStringList causes;
    k.guests.watch(guest, [&](const QString &cause) { causes.append(cause); });
    kernel.endGuest(guest.id, u"signal 9"_s);
    QVERIFY(causes.isEmpty()); // by the event loop, never from within
    QTRY_COMPARE(causes, QStringList{u"signal 9"_s});
    k.guests.watch(guest, [&](const QString &cause) { causes.append(cause); });
    QTRY_COMPARE(causes.size(), 2);
}

void TestSimKernel::failsTheNthCall()
{
    SimKernel kernel(server(), Faults::failAt(2, EBUSY));
    Kernel &k = kernel.doors();
    const QString override = devices + igbVf + u"/driver_override";
    QVERIFY(k.sys.write(override, "one"));
    const QJsonObject before = kernel.state();
    const auto second = k.sys.write(override, "two");
    QCOMPARE(second.error().code, ErrorCode::KernelRefused);
    QCOMPARE(second.error().systemError, EBUSY);
    QCOMPARE(kernel.state(), before);
    QVERIFY(kernel.faults().struck());
    QVERIFY(k.sys.write(override, "three"));
    QCOMPARE(kernel.faults().calls(), 3);
    QCOMPARE(kernel.faults().log().first(), QString(u"write "_s + override));

    kernel.faults() = Faults::failAt(1, ENOMEM);
    QCOMPARE(k.guests.launch(launchWith(kernel, igbVf)).error().code, ErrorCode::QemuFailed);
    kernel.faults() = Faults::failAt(1, EPERM);
    QCOMPARE(k.netlink.setLinkUp(u"enp2s0f0"_s, false).error().code, ErrorCode::PermissionDenied);
    kernel.faults() = Faults::failAt(1, ENOENT);
    QCOMPARE(k.modules.load(u"vfio-pci"_s).error().code, ErrorCode::NotFound);
}

void TestSimKernel::hangsAtTheNthCall()
{
    SimKernel kernel(server(), Faults::hangAt(1));
    Kernel &k = kernel.doors();
    QCOMPARE(k.sys.write(drivers + u"igbvf/unbind", igbVf.toLatin1()).error().code, ErrorCode::TimedOut);
    QCOMPARE(driverOf(k, at(igbVf)), u"igbvf"_s);
    QCOMPARE(k.sys.pendingWrites().size(), 1);
    QVERIFY(k.sys.write(devices + igbVf + u"/driver_override", "\n"));
    QCOMPARE(driverOf(k, at(igbVf)), QString()); // it came late
    QVERIFY(k.sys.pendingWrites().isEmpty());

    kernel.faults() = Faults::hangAt(1);
    const QJsonObject before = kernel.state();
    QCOMPARE(k.netlink.setLinkUp(u"enp2s0f0"_s, false).error().code, ErrorCode::TimedOut);
    QCOMPARE(kernel.state(), before);
}

void TestSimKernel::killsAtTheNthCall_data()
{
    QTest::addColumn<bool>("after");
    QTest::newRow("before the change") << false;
    QTest::newRow("after the change") << true;
}

void TestSimKernel::killsAtTheNthCall()
{
    QFETCH(bool, after);
    struct Killed
    {
    };
    Faults faults = Faults::killAt(1, after ? Faults::Moment::After : Faults::Moment::Before);
    faults.onKill = [] { throw Killed(); };
    SimKernel kernel(server(), faults);
    QTemporaryDir directory;
    const QString file = directory.filePath(u"state.json"_s);
    kernel.persistTo(file);
    bool killed = false;
    try {
        (void)kernel.doors().sys.write(drivers + u"igbvf/unbind", igbVf.toLatin1());
    } catch (const Killed &) {
        killed = true;
    }
    QVERIFY(killed);
    // Usable still, and what happened is on disk.
    QCOMPARE(driverOf(kernel.doors(), at(igbVf)).isEmpty(), after);
    const auto again = SimKernel::load(file);
    QVERIFY(again);
    QCOMPARE((*again)->state(), kernel.state());
}

void TestSimKernel::countsReadsOnDemand()
{
    SimKernel kernel(server());
    Kernel &k = kernel.doors();
    QVERIFY(readHost(k));
    QCOMPARE(kernel.faults().calls(), 0);
    kernel.faults() = Faults::failAt(1, EIO);
    kernel.faults().alsoReads = true;
    QCOMPARE(k.sys.read(devices + igbVf + u"/vendor").error().systemError, EIO);
    QVERIFY(k.sys.read(devices + igbVf + u"/vendor"));
    QCOMPARE(kernel.faults().calls(), 2);
}

void TestSimKernel::outlivesItsProcess()
{
    QTemporaryDir directory;
    const QString file = directory.filePath(u"state.json"_s);
    QJsonObject state;
    HostSnapshot host;
    GuestRef guest;
    const QString second = u"0000:02:10.4"_s;
    {
        SimKernel kernel(server());
        kernel.persistTo(file);
        Kernel &k = kernel.doors();
        move(kernel, igbVf, u"vfio-pci"_s);
        move(kernel, second, u"vfio-pci"_s);
        QVERIFY(k.nodes.lend(nodeOf(kernel, igbVf), 1000));
        QVERIFY(k.netlink.setVf(u"enp2s0f0"_s, VfIndex{1}, *VfChange::parse({u"vlan=42"_s})));
        guest = *k.guests.launch(launchWith(kernel, igbVf));
        QVERIFY(!k.sys.write(drivers + u"vfio-pci/unbind", igbVf.toLatin1())); // waits
        state = kernel.state();
        host = *readHost(k);
    }
    auto loaded = SimKernel::load(file);
    QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().toString()));
    SimKernel &kernel = **loaded;
    Kernel &k = kernel.doors();
    QCOMPARE(kernel.state(), state);
    QVERIFY(readHost(k)->sameFacts(host));
    QVERIFY(k.guests.isAlive(guest));
    QCOMPARE(k.guests.find(guest.id), std::optional(guest));
    QVERIFY(k.guests.end(guest));
    QCOMPARE(driverOf(k, at(igbVf)), QString()); // the unbind that waited
    // What the second was before it was taken is known still.
    move(kernel, second, u"igbvf"_s);
    QCOMPARE(interfaceOf(k, at(second)), u"enp2s0f0v2"_s);
    QCOMPARE((*SimKernel::load(file))->state(), kernel.state());
    QVERIFY(!SimKernel::load(directory.filePath(u"nothing"_s)));
}

void TestSimKernel::tellsOfChanges()
{
    SimKernel kernel(server());
    int changes = 0;
    QString seen;
    kernel.setChangeListener([&] {
        ++changes;
        seen = driverOf(kernel.doors(), at(igbVf)); // it may ask at once
    });
    QVERIFY(kernel.doors().sys.write(drivers + u"igbvf/unbind", igbVf.toLatin1()));
    QCOMPARE(changes, 1);
    QCOMPARE(seen, QString());
}

QTEST_GUILESS_MAIN(TestSimKernel)
#include "tst_simkernel.moc"
