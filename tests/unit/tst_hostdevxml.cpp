// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/hostdevxml.h"
#include "xml/safexml.h"
#include "xml/xmlnodes.h"

#include <QTest>

using namespace laneway;

namespace {

Result<AssignedDevice> read(const QString &xml)
{
    const auto document = parseSafely(xml.toUtf8());
    if (!document)
        return fail(document.error());
    return readAssignedDevice(document->documentElement());
}

QString hostdev(const QString &inside, const QString &attributes = u"managed='yes'"_s)
{
    return u"<hostdev mode='subsystem' type='pci' "_s + attributes + u'>' + inside + u"</hostdev>"_s;
}

QString network(const QString &inside, const QString &attributes = u"managed='yes'"_s)
{
    return u"<interface type='hostdev' "_s + attributes
        + u"><source><address type='pci' domain='0' bus='3' slot='0x10' function='2'/></source>"_s + inside
        + u"</interface>"_s;
}

const QString source = u"<source><address domain='0x0000' bus='0x03' slot='0x10' function='0x2'/></source>"_s;

} // namespace

class TestHostdevXml : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsSourceAddresses_data()
    {
        QTest::addColumn<QString>("attributes");
        QTest::addColumn<QString>("address");
        QTest::newRow("hexadecimal") << u"domain='0x0000' bus='0x03' slot='0x10' function='0x2'"_s << u"0000:03:10.2"_s;
        QTest::newRow("decimal") << u"domain='0' bus='10' slot='16' function='2'"_s << u"0000:0a:10.2"_s;
        QTest::newRow("octal") << u"bus='010' slot='020' function='02'"_s << u"0000:08:10.2"_s;
        QTest::newRow("domain left out") << u"bus='0x03' slot='0x00' function='0x0'"_s << u"0000:03:00.0"_s;
        QTest::newRow("VMD") << u"domain='0x10000' bus='0xe1' slot='0' function='0'"_s << u"10000:e1:00.0"_s;
    }
    void readsSourceAddresses()
    {
        QFETCH(QString, attributes);
        QFETCH(QString, address);
        const auto device = read(hostdev(u"<source><address "_s + attributes + u"/></source>"_s));
        QVERIFY2(device, device ? "" : qPrintable(device.error().toString()));
        QCOMPARE(device->source.toString(), address);
        QVERIFY(device->managed);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("xml");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("says"); // a word of the reason
        const auto invalid = ErrorCode::InvalidXml;
        const auto unsupported = ErrorCode::UnsupportedConfiguration;
        const auto at
            = [](const QString &attributes) { return hostdev(u"<source><address "_s + attributes + u"/></source>"_s); };
        QTest::newRow("bus too large") << at(u"bus='0x100'"_s) << invalid << u"bus"_s;
        QTest::newRow("slot too large") << at(u"bus='1' slot='0x20'"_s) << invalid << u"slot"_s;
        QTest::newRow("function 8") << at(u"bus='1' function='8'"_s) << invalid << u"function"_s;
        QTest::newRow("function 9 on bus 0") << at(u"bus='0' slot='0' function='9'"_s) << invalid << u"function"_s;
        QTest::newRow("no octal digit") << at(u"bus='08'"_s) << invalid << u"08"_s;
        QTest::newRow("sign") << at(u"bus='-1'"_s) << invalid << u"-1"_s;
        QTest::newRow("junk behind the number") << at(u"bus='0x03 '"_s) << invalid << u"number"_s;
        QTest::newRow("empty number") << at(u"bus=''"_s) << invalid << u"number"_s;
        QTest::newRow("no address") << hostdev(u"<source/>"_s) << invalid << u"<address>"_s;
        QTest::newRow("address without numbers") << at(QString()) << invalid << u"bus"_s;
        QTest::newRow("no source") << hostdev(QString()) << invalid << u"<source>"_s;
        QTest::newRow("managed='maybe'") << hostdev(source, u"managed='maybe'"_s) << invalid << u"managed"_s;
        QTest::newRow("managed=''") << hostdev(source, u"managed=''"_s) << invalid << u"managed"_s;
        QTest::newRow("USB") << u"<hostdev mode='subsystem' type='usb'><source/></hostdev>"_s << invalid << u"USB"_s;
        QTest::newRow("SCSI") << u"<hostdev mode='subsystem' type='scsi'><source/></hostdev>"_s << unsupported
                              << u"<disk"_s;
        QTest::newRow("mediated device") << u"<hostdev mode='subsystem' type='mdev'><source/></hostdev>"_s
                                         << unsupported << u"virtual function"_s;
        QTest::newRow("unknown type") << u"<hostdev mode='subsystem' type='isa'><source/></hostdev>"_s << invalid
                                      << u"isa"_s;
        QTest::newRow("no type") << u"<hostdev mode='subsystem'><source/></hostdev>"_s << invalid << u"type"_s;
        QTest::newRow("capabilities") << u"<hostdev mode='capabilities' type='misc'/>"_s << unsupported
                                      << u"containers"_s;
        QTest::newRow("startup policy") << hostdev(u"<source startupPolicy='optional'><address bus='3'/></source>"_s)
                                        << unsupported << u"startupPolicy"_s;
        QTest::newRow("write filtering") << hostdev(u"<source writeFiltering='no'><address bus='3'/></source>"_s)
                                         << unsupported << u"Xen"_s;
        QTest::newRow("model") << hostdev(source, u"model='x'"_s) << invalid << u"model"_s;
        QTest::newRow("rawio") << hostdev(source, u"rawio='yes'"_s) << invalid << u"rawio"_s;
        QTest::newRow("display") << hostdev(source, u"display='on'"_s) << unsupported << u"display"_s;
        QTest::newRow("driver kvm") << hostdev(u"<driver name='kvm'/>"_s + source) << unsupported << u"vfio"_s;
        QTest::newRow("driver default") << hostdev(u"<driver name='default'/>"_s + source) << invalid << u"vfio"_s;
        QTest::newRow("driver model is a path")
            << hostdev(u"<driver model='../x'/>"_s + source) << invalid << u"driver"_s;
        QTest::newRow("USB guest address")
            << hostdev(source + u"<address type='usb' bus='0' port='1'/>"_s) << invalid << u"unassigned"_s;
        QTest::newRow("guest address without type")
            << hostdev(source + u"<address bus='1'/>"_s) << invalid << u"type"_s;
        QTest::newRow("guest slot too large")
            << hostdev(source + u"<address type='pci' slot='32'/>"_s) << invalid << u"slot"_s;
        QTest::newRow("boot order 0") << hostdev(source + u"<boot order='0'/>"_s) << invalid << u"order"_s;
        QTest::newRow("ROM off and a file")
            << hostdev(source + u"<rom enabled='no' file='/x'/>"_s) << unsupported << u"enabled"_s;
        QTest::newRow("ROM of a device that is not shown")
            << hostdev(source + u"<rom bar='off'/><address type='unassigned'/>"_s) << unsupported << u"see"_s;
        QTest::newRow("team without a partner")
            << hostdev(source + u"<teaming type='transient'/>"_s) << unsupported << u"persistent"_s;

        QTest::newRow("interface: USB source")
            << u"<interface type='hostdev'><source><address type='usb' bus='1' device='2'/></source></interface>"_s
            << unsupported << u"type='usb'"_s;
        QTest::newRow("interface: USB vendor")
            << u"<interface type='hostdev'><source><vendor id='0x1'/></source></interface>"_s << unsupported
            << u"type='usb'"_s;
        QTest::newRow("interface: bridge source")
            << u"<interface type='hostdev'><source bridge='br0'/></interface>"_s << unsupported << u"br0"_s;
        QTest::newRow("interface: type bridge")
            << u"<interface type='bridge'><source bridge='br0'/></interface>"_s << unsupported << u"hostdev"_s;
        QTest::newRow("interface: address without type")
            << u"<interface type='hostdev'><source><address bus='3'/></source></interface>"_s << unsupported
            << u"type"_s;
        QTest::newRow("interface: no address")
            << u"<interface type='hostdev'><source/></interface>"_s << invalid << u"<address>"_s;
        QTest::newRow("interface: multicast MAC")
            << network(u"<mac address='01:00:5e:00:00:01'/>"_s) << invalid << u"multicast"_s;
        QTest::newRow("interface: no MAC") << network(u"<mac address='x'/>"_s) << invalid << u"MAC"_s;
        QTest::newRow("interface: no tag") << network(u"<vlan/>"_s) << invalid << u"<tag>"_s;
        QTest::newRow("interface: tag 4096") << network(u"<vlan><tag id='4096'/></vlan>"_s) << invalid << u"4096"_s;
        QTest::newRow("interface: tag 4095")
            << network(u"<vlan><tag id='4095'/></vlan>"_s) << unsupported << u"reserved"_s;
        QTest::newRow("interface: tag in hexadecimal")
            << network(u"<vlan><tag id='0x2a'/></vlan>"_s) << invalid << u"0x2a"_s;
        QTest::newRow("interface: two tags")
            << network(u"<vlan><tag id='1'/><tag id='2'/></vlan>"_s) << unsupported << u"one tag"_s;
        QTest::newRow("interface: two tags, no trunk")
            << network(u"<vlan trunk='no'><tag id='1'/><tag id='2'/></vlan>"_s) << invalid << u"trunk"_s;
        QTest::newRow("interface: trunk")
            << network(u"<vlan trunk='yes'><tag id='1'/></vlan>"_s) << unsupported << u"trunk"_s;
        QTest::newRow("interface: port profile without a name")
            << network(u"<virtualport type='802.1Qbh'/>"_s) << invalid << u"profileid"_s;
        QTest::newRow("interface: port profile of 40 bytes") << network(
            u"<virtualport type='802.1Qbh'><parameters profileid='"_s + QString(40, u'x') + u"'/></virtualport>"_s)
                                                             << invalid << u"39"_s;
        QTest::newRow("interface: port profile of another kind")
            << network(u"<virtualport type='802.1Qbg'/>"_s) << unsupported << u"802.1Qbh"_s;
        QTest::newRow("interface: port profile and VLAN") << network(
            u"<vlan><tag id='1'/></vlan><virtualport type='802.1Qbh'><parameters profileid='finance'/>"
            "</virtualport>"_s) << unsupported << u"exclude"_s;
        QTest::newRow("interface: MTU") << network(u"<mtu size='9000'/>"_s) << unsupported << u"PF"_s;
        QTest::newRow("interface: bandwidth") << network(u"<bandwidth/>"_s) << unsupported << u"maxrate"_s;
        QTest::newRow("interface: filter") << network(u"<filterref filter='x'/>"_s) << unsupported << u"spoof"_s;
        QTest::newRow("interface: isolated port") << network(u"<port isolated='yes'/>"_s) << unsupported << u"bridge"_s;
        QTest::newRow("interface: tap path") << network(u"<backend tap='/dev/net/tun'/>"_s) << unsupported << u"tap"_s;
        QTest::newRow("another element") << u"<disk/>"_s << invalid << u"disk"_s;
    }
    void refuses()
    {
        QFETCH(QString, xml);
        QFETCH(ErrorCode, code);
        QFETCH(QString, says);
        const auto device = read(xml);
        QVERIFY(!device);
        QCOMPARE(errorName(device.error().code), errorName(code));
        QVERIFY2(device.error().detail.contains(says), qPrintable(device.error().toString()));
        QVERIFY(!device.error().subject.isEmpty());
    }

    void portProfileSetsNothingElse()
    {
        const auto device = read(network(u"<mac address='52:54:00:6d:90:02'/><virtualport type='802.1Qbh'>"
                                         "<parameters profileid='finance'/></virtualport>"_s));
        QVERIFY2(device, qPrintable(device ? QString() : device.error().toString()));
        QCOMPARE(device->portProfile, u"finance"_s);
        QVERIFY(device->vfChange().isEmpty()); // the MAC goes with the request, the VLAN is the switch's
        const QString again = assignedDeviceXml(*device);
        QCOMPARE(*read(again), *device);
    }

    // What libvirt takes in a definition and refuses at start is refused at start by us as well.
    void definitionMayHoldWhatCannotBeStarted_data()
    {
        QTest::addColumn<QString>("xml");
        QTest::newRow("trunk") << network(u"<vlan trunk='yes'><tag id='1'/><tag id='2'/></vlan>"_s);
        QTest::newRow("port profile") << network(u"<virtualport type='802.1Qbg'/>"_s);
        QTest::newRow("bandwidth") << network(u"<bandwidth/>"_s);
        QTest::newRow("driver kvm") << hostdev(u"<driver name='kvm'/>"_s + source);
        QTest::newRow("iommufd") << hostdev(u"<driver iommufd='yes'/>"_s + source);
    }
    void definitionMayHoldWhatCannotBeStarted()
    {
        QFETCH(QString, xml);
        const auto document = parseSafely(xml.toUtf8());
        QVERIFY(document);
        const auto done = checkHostDevice(document->documentElement());
        QVERIFY2(done, done ? "" : qPrintable(done.error().toString()));
        QVERIFY(!readAssignedDevice(document->documentElement()));
    }

    void vlanTags_data()
    {
        QTest::addColumn<QString>("vlan");
        QTest::addColumn<int>("id"); // 0: untagged
        QTest::newRow("none") << QString() << 0;
        QTest::newRow("0 clears") << u"<vlan><tag id='0'/></vlan>"_s << 0;
        QTest::newRow("42") << u"<vlan><tag id='42'/></vlan>"_s << 42;
        QTest::newRow("4094") << u"<vlan><tag id='4094'/></vlan>"_s << 4094;
    }
    void vlanTags()
    {
        QFETCH(QString, vlan);
        QFETCH(int, id);
        const auto device = read(network(u"<mac address='52:54:00:6d:90:02'/>"_s + vlan));
        QVERIFY2(device, device ? "" : qPrintable(device.error().toString()));
        const VfChange change = device->vfChange();
        QVERIFY(change.vlan); // without <vlan> the function is set untagged, as libvirt does
        QCOMPARE(change.vlan->id ? int(change.vlan->id->value()) : 0, id);
        QCOMPARE(change.mac->toString(), u"52:54:00:6d:90:02"_s);
    }

    void hostdevChangesNoVfSettings()
    {
        const auto device = read(hostdev(source));
        QVERIFY(device);
        QVERIFY(device->vfChange().isEmpty());
    }

    void zeroMacMeansGenerated()
    {
        const auto device = read(network(u"<mac address='00:00:00:00:00:00'/>"_s));
        QVERIFY(device);
        QVERIFY(!device->mac);
    }

    void writesWhatItReads_data()
    {
        QTest::addColumn<QString>("xml");
        QTest::newRow("hostdev") << uR"(<hostdev mode='subsystem' type='pci' managed='yes'>
  <driver name='vfio' model='mlx5_vfio_pci'/>
  <source>
    <address domain='0x0000' bus='0x0a' slot='0x00' function='0x1'/>
  </source>
  <boot order='1'/>
  <alias name='ua-card'/>
  <rom bar='off' file='/usr/share/rom'/>
  <address type='pci' domain='0x0000' bus='0x05' slot='0x00' function='0x0' multifunction='on'/>
</hostdev>
)"_s;
        QTest::newRow("not shown to the guest") << uR"(<hostdev mode='subsystem' type='pci' managed='no'>
  <source>
    <address domain='0x10000' bus='0xe1' slot='0x00' function='0x0'/>
  </source>
  <address type='unassigned'/>
</hostdev>
)"_s;
        QTest::newRow("interface") << uR"(<interface type='hostdev' managed='yes'>
  <mac address='52:54:00:6d:90:02'/>
  <source>
    <address type='pci' domain='0x0000' bus='0x03' slot='0x10' function='0x2'/>
  </source>
  <vlan>
    <tag id='42'/>
  </vlan>
  <address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>
</interface>
)"_s;
    }
    void writesWhatItReads()
    {
        QFETCH(QString, xml);
        const auto device = read(xml);
        QVERIFY2(device, device ? "" : qPrintable(device.error().toString()));
        QCOMPARE(assignedDeviceXml(*device), xml);
    }
};

QTEST_APPLESS_MAIN(TestHostdevXml)
#include "tst_hostdevxml.moc"
