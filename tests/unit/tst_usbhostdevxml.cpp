// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/commandline.h"
#include "qemu/usbarguments.h"
#include "xml/deviceedits.h"

#include <QJsonDocument>
#include <QTest>

using namespace laneway;

namespace {

QByteArray machine(const QString &devices)
{
    return u"<domain type='qemu'>\n  <name>desk</name>\n  <memory unit='MiB'>512</memory>\n"
           u"  <os><type arch='x86_64' machine='q35'>hvm</type></os>\n  <devices>\n    "_s
               .append(devices + u"\n  </devices>\n</domain>\n"_s)
               .toUtf8();
}

QString usb(const QString &source, const QString &rest = {}, const QString &attributes = {})
{
    return u"<hostdev mode='subsystem' type='usb' managed='yes'><source"_s + attributes + u'>' + source + u"</source>"
        + rest + u"</hostdev>";
}

const QString byIds = u"<vendor id='0x046d'/><product id='0xc52b'/>"_s;
const QString byAddress = u"<address bus='1' device='4'/>"_s;

} // namespace

class TestUsbHostdevXml : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsSources_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("selector");
        QTest::newRow("by vendor and product") << byIds << u"046d:c52b"_s;
        QTest::newRow("by address") << byAddress << u"001/004"_s;
        QTest::newRow("octal, as libvirt reads it") << u"<address bus='010' device='011'/>"_s << u"008/009"_s;
        QTest::newRow("both") << QString(byIds + byAddress) << u"046d:c52b at 001/004"_s;
        QTest::newRow("product 0") << u"<vendor id='1133'/><product id='0'/>"_s << u"046d:0000"_s;
    }
    void readsSources()
    {
        QFETCH(QString, source);
        QFETCH(QString, selector);
        const auto domain = DomainXml::parse(machine(usb(source)));
        QVERIFY(domain && domain->validate());
        const auto devices = readUsbHostdevs(*domain);
        QVERIFY2(devices, devices ? "" : qPrintable(devices.error().toString()));
        QCOMPARE(devices->first().source.toString(), selector);
        QVERIFY(devices->first().managed);
        QVERIFY(domain->assignedDevices()->isEmpty());
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("device");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<int>("line");
        const QString path = u"domain/devices/hostdev"_s;
        QTest::newRow("no source") << u"<hostdev mode='subsystem' type='usb'/>"_s << path << 6;
        QTest::newRow("empty source") << usb({}) << QString(path + u"/source") << 6;
        QTest::newRow("vendor alone") << usb(u"<vendor id='0x046d'/>"_s) << QString(path + u"/source") << 6;
        QTest::newRow("vendor 0") << usb(u"<vendor id='0'/><product id='1'/>"_s) << QString(path + u"/source/vendor")
                                  << 6;
        QTest::newRow("id too large") << usb(u"\n<vendor id='0x10000'/><product id='1'/>"_s)
                                      << QString(path + u"/source/vendor") << 7;
        QTest::newRow("bus alone") << usb(u"\n\n<address bus='1'/>"_s) << QString(path + u"/source/address") << 8;
        QTest::newRow("device 128") << usb(u"<address bus='1' device='128'/>"_s) << QString(path + u"/source/address")
                                    << 6;
        QTest::newRow("way out") << usb(u"<address bus='1' device='../4'/>"_s) << QString(path + u"/source/address")
                                 << 6;
        QTest::newRow("startup policy") << usb(byIds, {}, u" startupPolicy='maybe'"_s) << QString(path + u"/source")
                                        << 6;
        QTest::newRow("guest reset") << usb(byIds, {}, u" guestReset='always'"_s) << QString(path + u"/source") << 6;
        QTest::newRow("PCI guest address")
            << usb(byIds, u"<address type='pci' slot='3'/>"_s) << QString(path + u"/address") << 6;
        QTest::newRow("guest port") << usb(byIds, u"<address type='usb' bus='0' port='1..2'/>"_s)
                                    << QString(path + u"/address") << 6;
        QTest::newRow("ROM") << usb(byIds, u"<rom bar='on'/>"_s) << QString(path + u"/rom") << 6;
        QTest::newRow("twice") << QString(usb(byIds) + usb(byIds)) << QString(path + u"[2]") << 6;
    }
    /// Each with its element, and with line and column in the text.
    void refuses()
    {
        QFETCH(QString, device);
        QFETCH(QString, subject);
        QFETCH(int, line);
        const QByteArray text = machine(device);
        const auto domain = DomainXml::parse(text);
        QVERIFY(domain);
        const auto valid = domain->validate();
        QVERIFY(!valid);
        QCOMPARE(valid.error().subject, subject);
        const auto place = placeOf(valid.error(), QString::fromUtf8(text));
        QVERIFY(place);
        QCOMPARE(place->line, line);
    }

    void roundTrips()
    {
        AssignedUsb device;
        device.source = {UsbIds{0x046d, 0xc52b}, UsbAddress{1, 4}};
        device.startupPolicy = AssignedUsb::StartupPolicy::Optional;
        device.guestReset = AssignedUsb::GuestReset::Uninitialized;
        device.guestAddress = GuestUsbAddress{1, u"2.1"_s};
        device.alias = u"ua-pen"_s;
        device.bootOrder = 3;
        DomainXml domain = *DomainXml::parse(machine({}));
        QVERIFY(domain.addDevice(usbHostdevXml(device).toUtf8()));
        const DomainXml again = *DomainXml::parse(domain.toXml());
        QCOMPARE(*readUsbHostdevs(again), QList<AssignedUsb>{device});
        QVERIFY(QString::fromUtf8(domain.toXml()).contains(u"<vendor id=\"0x046d\"/>"_s)
            || QString::fromUtf8(domain.toXml()).contains(u"<vendor id='0x046d'/>"_s));
    }

    void addsAndRemovesAsLibvirt()
    {
        DomainXml domain = *DomainXml::parse(machine({}));
        AssignedUsb one;
        one.source.ids = UsbIds{0x046d, 0xc52b};
        AssignedUsb two;
        two.source.address = UsbAddress{1, 4};
        QVERIFY(domain.addDevice(usbListXml({one, two}).toUtf8()));
        QCOMPARE(domain.addDevice(usbHostdevXml(one).toUtf8()).error().code, ErrorCode::AlreadyExists);
        QVERIFY(domain.complete() && domain.validate());
        QCOMPARE(
            domain.removeDevice(usb(u"<address bus='1' device='5'/>"_s).toUtf8()).error().code, ErrorCode::NotFound);
        QVERIFY(domain.removeDevice(usbHostdevXml(two).toUtf8()));
        QCOMPARE(*readUsbHostdevs(domain), QList<AssignedUsb>{one});
    }

    void givesThemToQemu()
    {
        DomainXml domain = *DomainXml::parse(machine(usb(byIds, u"<alias name='hostdev0'/>"_s)
            + usb(byAddress, u"<boot order='1'/><alias name='hostdev1'/><address type='usb' bus='0' port='2'/>"_s,
                u" guestReset='off'"_s)
            + usb(u"<address bus='2' device='9'/>"_s, u"<alias name='hostdev2'/>"_s,
                u" startupPolicy='optional' missing='yes'"_s)));
        QVERIFY(domain.complete());
        // Without its address nobody knows which node it is.
        QCOMPARE(qemuCommand(domain, {}).error().code, ErrorCode::UnsupportedConfiguration);
        auto devices = *readUsbHostdevs(domain);
        devices[0].source.address = UsbAddress{3, 17};
        settleUsbHostdevs(domain, devices);
        QCOMPARE(*readUsbHostdevs(domain), devices);
        const auto command = qemuCommand(domain, {});
        QVERIFY2(command, command ? "" : qPrintable(command.error().toString()));
        QList<QJsonObject> given;
        bool controller = false;
        for (const QString &argument : command->arguments) {
            const QJsonObject json = QJsonDocument::fromJson(argument.toUtf8()).object();
            if (json[u"driver"] == u"usb-host"_s)
                given.append(json);
            controller = controller || (json[u"driver"] == u"qemu-xhci"_s && json[u"id"] == u"usb"_s);
        }
        QVERIFY(controller); // libvirt adds it, and so do we
        QCOMPARE(given.size(), 2);
        // The one with a port first: ports are given out in order.
        QCOMPARE(given[0],
            (QJsonObject{{u"driver"_s, u"usb-host"_s}, {u"hostdevice"_s, u"/dev/bus/usb/001/004"_s},
                {u"id"_s, u"hostdev1"_s}, {u"bus"_s, u"usb.0"_s}, {u"port"_s, u"2"_s}, {u"guest-reset"_s, false},
                {u"bootindex"_s, 1}}));
        QCOMPARE(given[1],
            (QJsonObject{{u"driver"_s, u"usb-host"_s}, {u"hostdevice"_s, u"/dev/bus/usb/003/017"_s},
                {u"id"_s, u"hostdev0"_s}, {u"bus"_s, u"usb.0"_s}}));
        QVERIFY(command->deviceNodes.contains(u"bus/usb/001/004"_s));
        QVERIFY(command->deviceNodes.contains(u"bus/usb/003/017"_s));
        QVERIFY(!command->deviceNodes.contains(u"bus/usb/002/009"_s));
    }

    void needsAController()
    {
        DomainXml domain = *DomainXml::parse(machine(
            u"<controller type='usb' index='0' model='none'/>"_s + usb(byAddress, u"<alias name='hostdev0'/>"_s)));
        QVERIFY(domain.complete());
        const auto command = qemuCommand(domain, {});
        QVERIFY(!command);
        QCOMPARE(command.error().code, ErrorCode::UnsupportedConfiguration);
    }

    void mapsGuestReset_data()
    {
        QTest::addColumn<AssignedUsb::GuestReset>("reset");
        QTest::addColumn<QJsonValue>("guestReset");
        QTest::addColumn<QJsonValue>("all");
        using Reset = AssignedUsb::GuestReset;
        QTest::newRow("off") << Reset::Off << QJsonValue(false) << QJsonValue(QJsonValue::Undefined);
        QTest::newRow("uninitialized") << Reset::Uninitialized << QJsonValue(true) << QJsonValue(false);
        QTest::newRow("on") << Reset::On << QJsonValue(true) << QJsonValue(true);
    }
    void mapsGuestReset()
    {
        QFETCH(AssignedUsb::GuestReset, reset);
        QFETCH(QJsonValue, guestReset);
        QFETCH(QJsonValue, all);
        AssignedUsb device;
        device.source.address = UsbAddress{1, 4};
        device.alias = u"hostdev0"_s;
        device.guestReset = reset;
        const auto properties = usbDeviceProperties(device, {});
        QVERIFY(properties);
        QCOMPARE((*properties)[u"guest-reset"], guestReset);
        QCOMPARE((*properties)[u"guest-resets-all"], all);
    }
};

QTEST_GUILESS_MAIN(TestUsbHostdevXml)
#include "tst_usbhostdevxml.moc"
