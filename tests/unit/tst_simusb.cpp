// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/hostreader.h"
#include "kernel/samplehost.h"
#include "kernel/simkernel.h"

#include <QTemporaryDir>
#include <QTest>

using namespace laneway;

namespace {

const UsbPort stick = *UsbPort::parse(u"2-1");
const QString stickNode = u"bus/usb/002/002"_s;
const PciAddress controller = *PciAddress::parse(u"0000:02:00.0");

GuestLaunch launch(const QString &id, bool allowed = true)
{
    GuestLaunch launch;
    launch.id = id;
    launch.program = u"/usr/bin/qemu-system-x86_64"_s;
    launch.arguments = {
        u"-device"_s, uR"({"driver":"usb-host","hostdevice":"/dev/bus/usb/002/002","id":"hostdev0","bus":"usb.0"})"_s};
    launch.uid = 1000;
    if (allowed)
        launch.deviceNodes = {stickNode};
    return launch;
}

QString driverOfStick(Kernel &k)
{
    const auto device = readUsbDevice(k, stick);
    return device && !device->parts.isEmpty() ? device->parts.first().driver : u"gone"_s;
}

} // namespace

class TestSimUsb : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void opensOnlyWhatIsLentAndAllowed()
    {
        SimKernel kernel(*sampleHost(u"workstation"_s));
        Kernel &k = kernel.doors();
        QVERIFY(k.guests.launch(launch(u"a"_s, false)).error().detail.contains(u"Operation not permitted"_s));
        QVERIFY(k.guests.launch(launch(u"a"_s)).error().detail.contains(u"Permission denied"_s));
        QVERIFY(k.nodes.lend(stickNode, 1000));
        QVERIFY(k.guests.launch(launch(u"a"_s)));
        QCOMPARE(k.nodes.holders(stickNode).size(), 1);
    }

    /// The host has neither driver nor disk while a guest has it.
    void isTheGuestsMeanwhile()
    {
        SimKernel kernel(*sampleHost(u"workstation"_s));
        Kernel &k = kernel.doors();
        QCOMPARE(readHost(k)->find(controller)->disks.size(), 1);
        QVERIFY(k.nodes.lend(stickNode, 1000));
        const auto guest = k.guests.launch(launch(u"a"_s));
        QVERIFY(guest);
        QCOMPARE(driverOfStick(k), u"usbfs"_s);
        QVERIFY(readHost(k)->find(stick)->disks.isEmpty());
        QVERIFY(readHost(k)->find(controller)->disks.isEmpty());
        QVERIFY(k.guests.end(*guest));
        QCOMPARE(driverOfStick(k), u"usb-storage"_s);
        QCOMPARE(readHost(k)->find(stick)->disks.size(), 1);
        QVERIFY(readHost(k)->find(stick)->disks.first().mounts.isEmpty());
    }

    /// As with a real kernel: nobody gives the interfaces back then.
    void isLeftWithoutDriverByAKilledGuest()
    {
        QTemporaryDir directory;
        SimKernel kernel(*sampleHost(u"workstation"_s));
        kernel.persistTo(directory.filePath(u"sim"_s));
        Kernel &k = kernel.doors();
        QVERIFY(k.nodes.lend(stickNode, 1000));
        QVERIFY(k.guests.launch(launch(u"a"_s)));
        kernel.endGuest(u"a"_s, u"signal 9"_s);
        QCOMPARE(driverOfStick(k), QString());
        const auto loaded = SimKernel::load(directory.filePath(u"sim"_s));
        QVERIFY(loaded);
        Kernel &again = (*loaded)->doors();
        QCOMPARE((*loaded)->state(), kernel.state());
        QVERIFY(again.sys.write(u"bus/usb/drivers_probe"_s, "2-1:1.0"));
        QCOMPARE(driverOfStick(again), u"usb-storage"_s);
        QVERIFY(!again.sys.write(u"bus/usb/drivers_probe"_s, "9-1:1.0"));
    }

    void goesWithItsController()
    {
        SimKernel kernel(*sampleHost(u"workstation"_s));
        Kernel &k = kernel.doors();
        const QString address = controller.toString();
        QVERIFY(k.sys.write(u"bus/pci/drivers/xhci_hcd/unbind"_s, address.toLatin1()));
        QVERIFY(!readHost(k)->find(stick));
        QVERIFY(!readUsbDevice(k, stick));
        QVERIFY(k.sys.write(u"bus/pci/drivers_probe"_s, address.toLatin1()));
        QVERIFY(readHost(k)->find(stick));
    }

    void isPluggedOutAndIn()
    {
        SimKernel kernel(*sampleHost(u"workstation"_s));
        Kernel &k = kernel.doors();
        UsbDevice device = *readUsbDevice(k, stick);
        kernel.unplug(stick);
        QCOMPARE(readUsbDevice(k, stick).error().code, ErrorCode::NotFound);
        QVERIFY(!k.nodes.state(stickNode));
        device.address.device = 7;
        kernel.plug(device);
        QCOMPARE(readUsbDevice(k, stick)->address, (UsbAddress{2, 7}));
        QVERIFY(k.nodes.state(u"bus/usb/002/007"_s));
    }
};

QTEST_GUILESS_MAIN(TestSimUsb)
#include "tst_simusb.moc"
