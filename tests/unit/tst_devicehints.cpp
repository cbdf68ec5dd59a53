// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/devicehints.h"
#include "xml/xmlnodes.h"

#include <QTest>

using namespace laneway;

Q_DECLARE_METATYPE(laneway::DeviceClass)

namespace {
DomainXml domainWith(const QString &devices, const QString &before = {})
{
    return *DomainXml::parse(
        u"<domain type='qemu'><name>x</name>%1<memory unit='MiB'>64</memory><devices>%2</devices></domain>"_s
            .arg(before, devices)
            .toUtf8());
}
QString hostdev(int slot)
{
    return u"<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0' bus='1' slot='%1' function='0'/></source></hostdev>"_s
        .arg(slot);
}
GuestOs modern()
{
    GuestOs os;
    os.driversKnown = os.virtioVideo = true;
    return os;
}
} // namespace

class TestDeviceHints : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void devicesAreOfAClass_data()
    {
        QTest::addColumn<QString>("xml");
        QTest::addColumn<DeviceClass>("expected");
        const auto row = [](const char *name, const QString &xml, DeviceClass expected) {
            QTest::newRow(name) << xml << expected;
        };
        row("PCI", hostdev(1), DeviceClass::Assigned);
        row("USB", u"<hostdev mode='subsystem' type='usb'/>"_s, DeviceClass::Assigned);
        row("virtual function", u"<interface type='hostdev'/>"_s, DeviceClass::Assigned);
        row("of a pool", u"<interface type='network'><source network='pool'/></interface>"_s, DeviceClass::Assigned);
        row("virtio card", u"<interface type='user'><model type='virtio-non-transitional'/></interface>"_s,
            DeviceClass::Virtio);
        row("e1000e", u"<interface type='user'><model type='e1000e'/></interface>"_s, DeviceClass::Emulated);
        row("card without a model", u"<interface type='user'/>"_s, DeviceClass::Emulated);
        row("virtio disk", u"<disk><target dev='vda' bus='virtio'/></disk>"_s, DeviceClass::Virtio);
        row("SATA disk", u"<disk><target dev='sda' bus='sata'/></disk>"_s, DeviceClass::Emulated);
        row("disk on virtio-scsi",
            u"<disk><target dev='sda' bus='scsi'/></disk><controller type='scsi' index='0' model='virtio-scsi'/>"_s,
            DeviceClass::Virtio);
        row("disk on another SCSI",
            u"<disk><target dev='sda' bus='scsi'/></disk><controller type='scsi' index='0' model='lsilogic'/>"_s,
            DeviceClass::Emulated);
        row("balloon", u"<memballoon model='virtio'/>"_s, DeviceClass::Virtio);
        row("no balloon", u"<memballoon model='none'/>"_s, DeviceClass::None);
        row("rng", u"<rng model='virtio'/>"_s, DeviceClass::Virtio);
        row("vga", u"<video><model type='vga'/></video>"_s, DeviceClass::Emulated);
        row("virtio video", u"<video><model type='virtio'/></video>"_s, DeviceClass::Virtio);
        row("sound", u"<sound model='ich9'/>"_s, DeviceClass::Emulated);
        row("tpm", u"<tpm model='tpm-crb'/>"_s, DeviceClass::Emulated);
        row("tablet", u"<input type='tablet' bus='usb'/>"_s, DeviceClass::Emulated);
        row("virtio-serial", u"<controller type='virtio-serial' index='0'/>"_s, DeviceClass::Virtio);
        row("screen", u"<graphics type='vnc'/>"_s, DeviceClass::None);
    }
    void devicesAreOfAClass()
    {
        QFETCH(QString, xml);
        QFETCH(DeviceClass, expected);
        const DomainXml domain = domainWith(xml);
        QCOMPARE(deviceClassOf(childElements(domain.root().firstChildElement(u"devices"_s)).first()), expected);
    }

    void whatCouldBeVirtioIsHintedAt()
    {
        const DomainXml domain = domainWith(u"<disk device='disk'><target dev='sda' bus='sata'/></disk>"
                                            "<disk device='cdrom'><target dev='sdb' bus='sata'/></disk>"
                                            "<disk device='disk'><target dev='sdc' bus='usb'/></disk>"
                                            "<interface type='user'><model type='rtl8139'/></interface>"
                                            "<disk device='disk'><target dev='vda' bus='virtio'/></disk>"
                                            "<video><model type='vga'/></video>"_s);
        QCOMPARE(deviceHints(domain, modern()),
            (QList<DeviceHint>{{0, u"disk-not-virtio"_s}, {3, u"interface-not-virtio"_s}, {5, u"video-not-virtio"_s}}));
        QVERIFY(deviceHints(domain, std::nullopt).isEmpty());
        GuestOs unknown = modern();
        unknown.driversKnown = false;
        QVERIFY(deviceHints(domain, unknown).isEmpty());
        GuestOs old = modern();
        old.virtioDisk = old.virtioVideo = false;
        QCOMPARE(deviceHints(domain, old), (QList<DeviceHint>{{3, u"interface-not-virtio"_s}}));
    }

    void theGuestsSystemIsInItsMetadata()
    {
        QCOMPARE(guestOsOf(domainWith({})), QString());
        QCOMPARE(
            guestOsOf(domainWith({}, u"<metadata><other xmlns='urn:x'><os id='y'/></other></metadata>"_s)), QString());
        NewMachine machine;
        machine.name = u"fresh"_s;
        machine.os.id = u"http://debian.org/debian/12"_s;
        const auto made = newMachineXml(machine);
        QVERIFY(made);
        QCOMPARE(guestOsOf(*made), machine.os.id);
    }

    void assignedDevicesAreCounted()
    {
        QString devices
            = u"<interface type='hostdev'><source><address type='pci' domain='0' bus='2' slot='1' function='0'/></source></interface>"
              "<interface type='network'><source network='pool'/></interface><hostdev mode='subsystem' type='usb'/>"_s;
        QCOMPARE(assignedCount(domainWith(devices)), 2); // USB is none of them
        for (int slot = 0; slot < 31; ++slot)
            devices += hostdev(slot);
        QCOMPARE(assignedCount(domainWith(devices)), mostAssignedOfOlderGuests + 1);
    }
};

QTEST_GUILESS_MAIN(TestDeviceHints)
#include "tst_devicehints.moc"
