// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/deviceedits.h"

#include <QTest>

using namespace laneway;

namespace {

const QByteArray machine = R"(<domain type='kvm'>
  <name>web</name>
  <memory unit='GiB'>4</memory>
  <currentMemory unit='GiB'>4</currentMemory>
  <vcpu>4</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <boot dev='hd'/>
    <boot dev='network'/>
  </os>
  <devices>
    <disk type='file' device='disk'>
      <!-- kept -->
      <driver name='qemu' type='qcow2' cache='none'/>
      <source file='/a.qcow2'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <interface type='user'>
      <mac address='52:54:00:00:00:01'/>
      <model type='virtio'/>
    </interface>
    <hostdev mode='subsystem' type='pci' managed='yes'>
      <source>
        <address domain='0x0000' bus='0x08' slot='0x00' function='0x0'/>
      </source>
      <address type='pci' domain='0x0000' bus='0x03' slot='0x00' function='0x0'/>
    </hostdev>
    <hostdev mode='subsystem' type='pci' managed='yes'>
      <source>
        <address domain='0x0000' bus='0x08' slot='0x00' function='0x1'/>
      </source>
      <address type='pci' domain='0x0000' bus='0x04' slot='0x00' function='0x0'/>
    </hostdev>
    <interface type='hostdev' managed='yes'>
      <mac address='52:54:00:00:00:02'/>
      <source>
        <address type='pci' domain='0x0000' bus='0x02' slot='0x10' function='0x0'/>
      </source>
    </interface>
  </devices>
</domain>
)";
constexpr DeviceKey disk{0}, nic{1}, gpu{2}, audio{3}, vf{4};

DomainXml parsed(const QByteArray &text = machine)
{
    const auto domain = DomainXml::parse(text);
    if (!domain)
        qFatal("%s", qPrintable(domain.error().toString()));
    return *domain;
}

Error at(const QString &subject)
{
    return fail(ErrorCode::InvalidXml, subject).value();
}

PciAddress address(const QString &text)
{
    return *PciAddress::parse(text);
}

AssignedDevice assigned(const DomainXml &domain, const QString &source)
{
    const auto devices = domain.assignedDevices();
    for (const AssignedDevice &device : *devices)
        if (device.source == address(source))
            return device;
    return {};
}

} // namespace

class TestDeviceEdits : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anEditThatChangesNothingLeavesTheTextAlone()
    {
        DomainXml domain = parsed();
        const QByteArray before = domain.toXml();
        setValueAt(editableDevice(domain, disk), u"driver/@cache"_s, u"none"_s);
        setValueAt(editableDevice(domain, disk), u"serial"_s, {});
        setMemoryKiB(domain, 4 * 1024 * 1024);
        setBootOrder(domain, disk, 0);
        QVERIFY(updateAssignedDevice(domain, gpu, assigned(domain, u"0000:08:00.0"_s)));
        QVERIFY(updateAssignedDevice(domain, vf, assigned(domain, u"0000:02:10.0"_s)));
        QVERIFY(replaceDevice(domain, gpu, deviceText(domain, gpu).toUtf8()));
        QCOMPARE(domain.toXml(), before);
    }

    void valuesComeAndGoWithTheirElements()
    {
        DomainXml domain = parsed();
        QDomElement device = editableDevice(domain, disk);
        const QByteArray before = domain.toXml();
        setValueAt(device, u"iotune/total/@limit"_s, u"7"_s);
        QCOMPARE(valueAt(device, u"iotune/total/@limit"_s), u"7"_s);
        setValueAt(device, u"iotune/total/@limit"_s, {});
        QCOMPARE(domain.toXml(), before); // nothing empty is left behind
        setValueAt(device, u"serial"_s, u"S1"_s);
        QVERIFY(domain.toXml().contains("\n      <serial>S1</serial>\n"));
        setValueAt(device, u"driver/@cache"_s, {});
        QVERIFY(domain.toXml().contains("<driver name='qemu' type='qcow2'/>"));
        QVERIFY(domain.toXml().contains("<!-- kept -->"));
    }

    void memoryAndProcessors()
    {
        DomainXml domain = parsed();
        setMemoryKiB(domain, 1024 * 1024);
        QCOMPARE(memoryKiB(domain), 1024 * 1024);
        QVERIFY(domain.toXml().contains("<currentMemory unit='GiB'>1</currentMemory>"));
        setMemoryKiB(domain, 1000);
        QVERIFY(domain.toXml().contains("<memory unit='KiB'>1000</memory>"));
        setProcessors(domain, 8, 1, 4, 2);
        QVERIFY(domain.toXml().contains("<topology sockets='1' cores='4' threads='2'/>"));
        QVERIFY(domain.toXml().contains("<vcpu>8</vcpu>"));
        setProcessors(domain, 2);
        QVERIFY(!domain.toXml().contains("topology"));
        QVERIFY(domain.validate());
    }

    void bootOrdersTakeThePlaceOfBootDevices()
    {
        DomainXml domain = parsed();
        setBootOrder(domain, gpu, 1);
        QVERIFY(!domain.toXml().contains("<boot dev"));
        QCOMPARE(bootOrder(domain, gpu), 1);
        QCOMPARE(bootOrder(domain, disk), 2); // was the first, moves behind
        QCOMPARE(bootOrder(domain, nic), 3);
        QVERIFY(domain.validate());
        setBootOrder(domain, nic, 1);
        QCOMPARE(bootOrder(domain, gpu), 2);
        QCOMPARE(bootOrder(domain, disk), 3);
        setBootOrder(domain, gpu, 0);
        QCOMPARE(bootOrder(domain, disk), 3); // the order of the others stays
        QVERIFY(domain.validate());
    }

    void aHostDeviceIsChangedInPlace()
    {
        DomainXml domain = parsed();
        AssignedDevice wanted = assigned(domain, u"0000:08:00.0"_s);
        wanted.managed = false;
        wanted.romBar = false;
        wanted.romFile = u"/rom.bin"_s;
        wanted.guestAddress = GuestPciAddress{0, 6, 0, 0, {}};
        QVERIFY(updateAssignedDevice(domain, gpu, wanted));
        QVERIFY(assigned(domain, u"0000:08:00.0"_s) == wanted);
        QVERIFY(domain.toXml().contains("<rom bar='off' file='/rom.bin'/>"));
        wanted.romBar.reset();
        wanted.romFile.clear();
        wanted.guestAddress.reset();
        QVERIFY(updateAssignedDevice(domain, gpu, wanted));
        QVERIFY(!domain.toXml().contains("<rom"));
        QVERIFY(assigned(domain, u"0000:08:00.0"_s) == wanted);
    }

    void aVirtualFunctionKeepsWhatLibvirtHasNoWordsFor()
    {
        DomainXml domain = parsed();
        AssignedDevice wanted = assigned(domain, u"0000:02:10.0"_s);
        wanted.mac = *MacAddress::parse(u"52:54:00:12:34:56");
        wanted.vlan = VfVlan{*VlanId::make(42), 3, VlanProtocol::Dot1Q};
        wanted.extra.trust = true;
        wanted.extra.rate = VfRate{0, 1000};
        QVERIFY(updateAssignedDevice(domain, vf, wanted));
        const AssignedDevice now = assigned(domain, u"0000:02:10.0"_s);
        QVERIFY(now.vlan == wanted.vlan);
        QVERIFY(now.extra.trust == true);
        QVERIFY(now.mac == wanted.mac);
        wanted.vlan.reset();
        wanted.extra = {};
        QVERIFY(updateAssignedDevice(domain, vf, wanted));
        QVERIFY(!domain.toXml().contains("<vlan"));
        QVERIFY(!assigned(domain, u"0000:02:10.0"_s).extra.trust);
    }

    void graphicsAndSoundShareAGuestSlot()
    {
        DomainXml domain = parsed();
        const QList<PciAddress> card{address(u"0000:08:00.0"_s), address(u"0000:08:00.1"_s)};
        QVERIFY(shareGuestSlot(domain, card));
        const auto graphics = assigned(domain, u"0000:08:00.0"_s), sound = assigned(domain, u"0000:08:00.1"_s);
        QVERIFY(inOneGuestSlot(graphics, sound));
        QVERIFY(graphics.guestAddress->multifunction == true);
        QCOMPARE(int(sound.guestAddress->function), 1);
        QVERIFY(domain.complete());
        QVERIFY(domain.validate());
        QVERIFY(inOneGuestSlot(assigned(domain, u"0000:08:00.0"_s), assigned(domain, u"0000:08:00.1"_s)));

        separateGuestSlots(domain, card);
        QVERIFY(!assigned(domain, u"0000:08:00.1"_s).guestAddress);
        QVERIFY(domain.complete());
        QVERIFY(domain.validate());
        QVERIFY(!inOneGuestSlot(assigned(domain, u"0000:08:00.0"_s), assigned(domain, u"0000:08:00.1"_s)));
        QVERIFY(!shareGuestSlot(domain, {card.first(), address(u"0000:09:00.0"_s)}));
    }

    void oneDeviceAsText()
    {
        DomainXml domain = parsed();
        const QString text = deviceText(domain, nic);
        QVERIFY(text.startsWith(u"<interface type='user'>\n  <mac"));
        QVERIFY(text.endsWith(u"\n</interface>\n"));
        QVERIFY(replaceDevice(domain, nic, "<interface type='user'>\n  <model type='e1000e'/>\n</interface>"));
        QVERIFY(
            domain.toXml().contains("    <interface type='user'>\n      <model type='e1000e'/>\n    </interface>\n"));
        QCOMPARE(replaceDevice(domain, nic, "<disk/>").error().code, ErrorCode::InvalidXml);
        QCOMPARE(replaceDevice(domain, nic, "<interface>").error().code, ErrorCode::InvalidXml);
        QCOMPARE(replaceDevice(domain, {99}, "<disk/>").error().code, ErrorCode::NotFound);
        QVERIFY(removeDeviceAt(domain, gpu));
        QVERIFY(!domain.toXml().contains(
            "function='0x0'/>\n      </source>\n      <address type='pci' domain='0x0000' bus='0x03'"));
    }

    void findsThePlaceOfAnError_data()
    {
        QTest::addColumn<QString>("subject");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::newRow("as the parser says") << u"line 12, column 7"_s << 12 << 7;
        QTest::newRow("the document") << u"domain"_s << 1 << 1;
        QTest::newRow("an only child") << u"domain/vcpu"_s << 5 << 3;
        QTest::newRow("one of several") << u"domain/os/boot[2]"_s << 9 << 5;
        QTest::newRow("deep") << u"domain/devices/hostdev[2]/source/address"_s << 30 << 9;
        QTest::newRow("not there: what it would be in") << u"domain/memtune/hard_limit"_s << 1 << 1;
        QTest::newRow("something else") << u"0000:08:00.0"_s << 0 << 0;
    }
    void findsThePlaceOfAnError()
    {
        QFETCH(QString, subject);
        QFETCH(int, line);
        QFETCH(int, column);
        const auto place = placeOf(at(subject), QString::fromUtf8(machine));
        QCOMPARE(place.has_value(), line > 0);
        if (line > 0)
            QVERIFY2(*place == (TextPlace{line, column}), qPrintable(u"%1:%2"_s.arg(place->line).arg(place->column)));
    }

    void findsThePlaceInWhatIsAdded_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<int>("line");
        const QString one = u"\n<hostdev>\n  <source/>\n</hostdev>"_s;
        const QString two
            = u"<devices>\n  <hostdev/>\n  <hostdev>\n    <source/>\n  </hostdev>\n  <rng/>\n</devices>"_s;
        QTest::newRow("the third host device") << one << u"domain/devices/hostdev[3]/source"_s << 3;
        QTest::newRow("one of the machine's own") << one << u"domain/devices/hostdev[2]"_s << 0;
        QTest::newRow("the second of two new ones") << two << u"domain/devices/hostdev[4]/source"_s << 4;
        QTest::newRow("the only one of its kind") << two << u"domain/devices/rng"_s << 6;
        QTest::newRow("in its own words") << one << u"hostdev/source"_s << 3;
        QTest::newRow("of the machine") << one << u"domain/memory"_s << 0;
        QTest::newRow("as the parser says") << u"<hostdev"_s << u"line 1, column 8"_s << 1;
    }
    void findsThePlaceInWhatIsAdded()
    {
        QFETCH(QString, text);
        QFETCH(QString, subject);
        QFETCH(int, line);
        const Error error = withPlaceInDevice(at(subject), text, parsed());
        QCOMPARE(error.subject, subject);
        QCOMPARE(error.extra[u"line"].toInt(), line);
    }

    void findsThePlaceInOneDevice()
    {
        const QString text = deviceText(parsed(), gpu);
        const auto place = placeOf(at(u"domain/devices/hostdev[1]/address"_s), text, u"domain/devices/hostdev[1]"_s);
        QVERIFY(place);
        QCOMPARE(place->line, 5);
        QVERIFY(!placeOf(at(u"domain/devices/disk"_s), text, u"domain/devices/hostdev[1]"_s));
    }
};

QTEST_GUILESS_MAIN(TestDeviceEdits)
#include "tst_deviceedits.moc"
