// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/domainviews.h"
#include "xml/guestaddresses.h"
#include "xml/xmlnodes.h"

#include <QTest>

using namespace laneway;

namespace {

QByteArray guest(const QString &devices, const QString &machine = u"q35"_s)
{
    return QString(u"<domain type='kvm'><name>g</name><memory>1048576</memory><os><type arch='x86_64' machine='"_s
        + machine + u"'>hvm</type></os><devices>"_s + devices + u"</devices></domain>"_s)
        .toUtf8();
}

QString hostdev(const QString &slot, const QString &place = {})
{
    return u"<hostdev mode='subsystem' type='pci' managed='yes'><source><address bus='3' slot='"_s + slot
        + u"'/></source>"_s + place + u"</hostdev>"_s;
}

/// "root-port 1" → "00:01.0": every guest address by kind (and index for controllers).
QMap<QString, QString> places(const DomainXml &domain)
{
    QMap<QString, QString> places;
    QHash<QString, int> count;
    for (const QDomElement &device : childElements(domain.root().firstChildElement(u"devices"_s))) {
        const auto place = readGuestAddress(device.firstChildElement(u"address"_s));
        if (!place || !*place)
            continue;
        QString name = device.tagName();
        if (name == u"controller")
            name = (device.attribute(u"type"_s) == u"pci" ? device.attribute(u"model"_s) : device.attribute(u"type"_s))
                + u' ' + device.attribute(u"index"_s);
        else if (const int n = ++count[name]; n > 1)
            name += u' ' + QString::number(n);
        places[name] = QString::asprintf("%02x:%02x.%d", (*place)->bus, (*place)->slot, (*place)->function)
            + ((*place)->multifunction == true ? u"m"_s : QString());
    }
    return places;
}

QMap<QString, QString> completed(const QByteArray &xml, const std::function<bool(const PciAddress &)> &isPcie = {})
{
    auto domain = DomainXml::parse(xml);
    if (!domain) {
        qWarning().noquote() << domain.error().toString();
        return {};
    }
    if (const auto done = domain->complete(isPcie); !done) {
        qWarning().noquote() << done.error().toString();
        return {};
    }
    return places(*domain);
}

} // namespace

class TestGuestAddresses : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void q35WithDefaultsOnly()
    {
        const QMap<QString, QString> expected{{u"pcie-root-port 1"_s, u"00:01.0m"_s},
            {u"pcie-root-port 2"_s, u"00:01.1"_s}, {u"pcie-root-port 3"_s, u"00:01.2"_s}, {u"usb 0"_s, u"01:00.0"_s},
            {u"memballoon"_s, u"02:00.0"_s}, {u"sata 0"_s, u"00:1f.2"_s}};
        QCOMPARE(completed(guest({})), expected);
    }

    void q35FillsFunctionsOfOneSlotBeforeTheNext()
    {
        QString devices = u"<video><model type='virtio'/></video>"_s;
        for (int i = 0; i < 11; ++i)
            devices += hostdev(QString::number(i));
        const auto found = completed(guest(devices)); // 11 + USB + balloon = 13 PCIe devices
        QCOMPARE(found[u"video"_s], u"00:01.0"_s);
        QCOMPARE(found[u"pcie-root-port 1"_s], u"00:02.0m"_s);
        QCOMPARE(found[u"pcie-root-port 8"_s], u"00:02.7"_s);
        QCOMPARE(found[u"pcie-root-port 9"_s], u"00:03.0m"_s);
        QCOMPARE(found[u"pcie-root-port 14"_s], u"00:03.5"_s);
        QVERIFY(!found.contains(u"pcie-root-port 15"_s));
    }

    void pcHeadless()
    {
        const auto found = completed(guest(u"<interface type='user'><model type='virtio'/></interface>"
                                           "<controller type='usb' model='nec-xhci'/>"
                                           "<controller type='virtio-serial'/>"
                                           "<disk type='file' device='disk'><source file='/x'/>"
                                           "<target dev='vda' bus='virtio'/></disk>"
                                           "<rng model='virtio'/>"_s,
            u"pc"_s));
        const QMap<QString, QString> expected{{u"interface"_s, u"00:02.0"_s}, {u"usb 0"_s, u"00:03.0"_s},
            {u"virtio-serial 0"_s, u"00:04.0"_s}, {u"disk"_s, u"00:05.0"_s}, {u"memballoon"_s, u"00:06.0"_s},
            {u"rng"_s, u"00:07.0"_s}};
        QCOMPARE(found, expected);
    }

    void pcAddsBridgesUpToANamedBus()
    {
        const auto found = completed(guest(
            u"<video><model type='cirrus'/></video>"_s + hostdev(u"0"_s, u"<address type='pci' bus='7' slot='1'/>"_s),
            u"pc"_s));
        QCOMPARE(found[u"hostdev"_s], u"07:01.0"_s);
        QCOMPARE(found[u"pci-bridge 1"_s], u"00:03.0"_s);
        QCOMPARE(found[u"pci-bridge 7"_s], u"00:09.0"_s);
    }

    void interfacesThatAreHostDevicesComeFirst()
    {
        const auto found = completed(guest(hostdev(u"1"_s)
            + u"<interface type='hostdev'><source><address type='pci' bus='3' slot='2'/></source></interface>"_s));
        QCOMPARE(found[u"usb 0"_s], u"01:00.0"_s);
        QCOMPARE(found[u"interface"_s], u"02:00.0"_s);
        QCOMPARE(found[u"hostdev"_s], u"03:00.0"_s);
        QCOMPARE(found[u"memballoon"_s], u"04:00.0"_s);
    }

    void conventionalHostDeviceGetsABridge()
    {
        const auto found = completed(guest(hostdev(u"1"_s)), [](const PciAddress &) { return false; });
        // Bridges take their places before all devices, so this one has the first port.
        QCOMPARE(found[u"pcie-to-pci-bridge 3"_s], u"01:00.0"_s);
        QCOMPARE(found[u"usb 0"_s], u"02:00.0"_s);
        QCOMPARE(found[u"hostdev"_s], u"03:01.0"_s);
        QCOMPARE(found[u"memballoon"_s], u"04:00.0"_s);
    }

    void hiddenDevicesTakeNoPlace()
    {
        const auto found = completed(guest(hostdev(u"1"_s, u"<address type='unassigned'/>"_s)));
        QVERIFY(!found.contains(u"hostdev"_s));
        QVERIFY(!found.contains(u"pcie-root-port 4"_s));
    }

    void noSpareForWhoeverWritesPorts()
    {
        const auto found = completed(guest(u"<controller type='pci' index='1' model='pcie-root-port'/>"
                                           "<controller type='usb' model='none'/>"_s));
        QCOMPARE(found[u"pcie-root-port 1"_s], u"00:01.0"_s);
        QCOMPARE(found[u"memballoon"_s], u"01:00.0"_s);
        QVERIFY(!found.contains(u"pcie-root-port 2"_s));
    }

    void givenPlacesStay()
    {
        const auto found = completed(guest(hostdev(u"0"_s, u"<address type='pci' bus='0x02' slot='0' function='0'/>"_s)
            + hostdev(u"1"_s, u"<address type='pci' bus='2' slot='0' function='1'/>"_s)));
        QCOMPARE(found[u"hostdev"_s], u"02:00.0m"_s);
        QCOMPARE(found[u"hostdev 2"_s], u"02:00.1"_s);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("xml");
        QTest::addColumn<ErrorCode>("code");
        const auto at
            = [](const QString &place) { return hostdev(u"0"_s, u"<address type='pci' "_s + place + u"/>"_s); };
        QTest::newRow("same place twice")
            << guest(at(u"bus='1'"_s) + hostdev(u"1"_s, u"<address type='pci' bus='1'/>"_s)) << ErrorCode::InvalidXml;
        QTest::newRow("another domain") << guest(at(u"domain='1' bus='1'"_s)) << ErrorCode::InvalidXml;
        QTest::newRow("slot of a root port") << guest(at(u"bus='1' slot='1'"_s)) << ErrorCode::InvalidXml;
        QTest::newRow("slot 0 of the root")
            << guest(at(u"bus='0' slot='0' function='1'"_s) + at(u"bus='0' slot='0x1f' function='0'"_s))
            << ErrorCode::InvalidXml;
        QTest::newRow("place of the chipset")
            << guest(at(u"bus='0' slot='0x1f' function='3'"_s)) << ErrorCode::InvalidXml;
        QTest::newRow("SATA elsewhere") << guest(
            u"<controller type='sata' index='0'><address type='pci' bus='0' slot='5'/></controller>"_s)
                                        << ErrorCode::UnsupportedConfiguration;
        QTest::newRow("wrong root") << guest(u"<controller type='pci' index='0' model='pci-root'/>"_s)
                                    << ErrorCode::InvalidXml;
        QTest::newRow("two controllers with one index")
            << guest(u"<controller type='pci' index='1' model='pcie-root-port'/>"
                     "<controller type='pci' index='1' model='pcie-root-port'/>"_s)
            << ErrorCode::InvalidXml;
        QTest::newRow("negative index") << guest(u"<controller type='pci' index='-1' model='pcie-root-port'/>"_s)
                                        << ErrorCode::InvalidXml;
        QTest::newRow("index too large") << guest(
            u"<controller type='pci' index='4000000000' model='pcie-root-port'/>"_s)
                                         << ErrorCode::InvalidXml;
        QTest::newRow("unknown bus") << guest(u"<controller type='pci' index='1' model='isa-bridge'/>"_s)
                                     << ErrorCode::InvalidXml;
        QString many;
        for (int i = 0; i < 300; ++i)
            many += u"<rng model='virtio'/>"_s;
        QTest::newRow("thousands of devices")
            << guest(u"<controller type='usb' model='ich9-uhci1' index='0'/>"_s.repeated(9000))
            << ErrorCode::UnsupportedConfiguration;
        QTest::newRow("more devices than room") << guest(many) << ErrorCode::UnsupportedConfiguration;
    }
    void refuses()
    {
        QFETCH(QByteArray, xml);
        QFETCH(ErrorCode, code);
        auto domain = DomainXml::parse(xml);
        QVERIFY(domain);
        const QByteArray before = domain->toXml();
        const auto done = assignGuestAddresses(*domain, {});
        QVERIFY(!done);
        QCOMPARE(errorName(done.error().code), errorName(code));
        QCOMPARE(domain->toXml(), before); // all or nothing
        QVERIFY(!domain->validate());
    }

    void completingTwiceChangesNothing()
    {
        auto domain = DomainXml::parse(guest(hostdev(u"1"_s) + u"<graphics type='vnc'/>"_s));
        QVERIFY(domain && domain->complete());
        const QByteArray once = domain->toXml();
        QVERIFY(domain->complete());
        QCOMPARE(domain->toXml(), once);
    }

    void spareRootPortIsWhereHotplugGoes()
    {
        auto domain = DomainXml::parse(guest({}));
        QVERIFY(domain && domain->complete());
        const auto first = freeHotplugAddress(*domain);
        QVERIFY(first);
        QCOMPARE(int(first->bus), 3);
        QVERIFY(domain->addDevice(hostdev(u"1"_s, u"<address type='pci' bus='3'/>"_s).toUtf8()));
        const auto second = freeHotplugAddress(*domain);
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::NotFound);
    }

    void otherArchitecturesAreLeftAlone()
    {
        auto domain = DomainXml::parse(
            "<domain type='kvm'><name>g</name><uuid>1b826c23-8767-47ad-a6b5-c83a88277f71</uuid><os><type "
            "arch='aarch64' machine='virt'>hvm</type></os><devices><rng/></devices></domain>");
        QVERIFY(domain);
        const QByteArray before = domain->toXml();
        QVERIFY(domain->complete());
        QCOMPARE(domain->toXml(), before);
    }
};

QTEST_APPLESS_MAIN(TestGuestAddresses)
#include "tst_guestaddresses.moc"
