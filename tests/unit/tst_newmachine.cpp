// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/osinfo.h"
#include "support/realqemu.h"
#include "xml/guestaddresses.h"
#include "xml/newmachine.h"

#include <QJsonObject>
#include <QTest>

using namespace laneway;

Q_DECLARE_METATYPE(laneway::GuestOs)

/// Choices become a definition that is valid, can be run, and that the installed QEMU starts.
class TestNewMachine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isStartedByQemu_data();
    void isStartedByQemu();
    void followsTheSystem();
    void startsFromWhatWasChosen();
    void namesAreFree();
    void readsWhatLibosinfoSays();
};

namespace {
NewMachine machineOf(const GuestOs &os)
{
    NewMachine machine;
    machine.name = u"fresh"_s;
    machine.os = os;
    machine.memoryBytes = quint64(256) << 20;
    machine.networks = {NewNetwork()};
    return machine;
}

QDomElement deviceOf(const DomainXml &xml, const QString &name)
{
    return xml.root().firstChildElement(u"devices"_s).firstChildElement(name);
}
} // namespace

void TestNewMachine::isStartedByQemu_data()
{
    QTest::addColumn<GuestOs>("os");
    for (const QString &family : {u"generic"_s, u"linux"_s, u"win10"_s})
        QTest::newRow(qPrintable(family)) << genericOs(family == u"generic" ? QString() : family);
}

void TestNewMachine::isStartedByQemu()
{
    QFETCH(GuestOs, os);
    QTemporaryDir directory;
    NewMachine machine = machineOf(os);
    machine.boot = NewMachine::Boot::Cdrom;
    machine.disks
        = {{directory.filePath(u"disk.img"_s), 0, u"raw"_s}, {directory.filePath(u"more.img"_s), 0, u"raw"_s}};
    machine.disks[1].bus = os.family == u"linux" ? u"scsi"_s : QString();
    machine.cdrom = directory.filePath(u"cd.iso"_s);
    for (const QString &name : {machine.disks[0].path, machine.disks[1].path, machine.cdrom}) {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(1 << 20));
    }
    auto xml = newMachineXml(machine);
    QVERIFY2(xml, qPrintable(xml ? QString() : xml.error().toString()));
    useEmulation(*xml);
    const auto good
        = xml->complete({}, DomainXml::Networks::Pools).and_then([&] { return xml->validate(); }).and_then([&] {
              return xml->validate(DomainXml::Purpose::Run);
          });
    QVERIFY2(good, qPrintable(good ? QString() : good.error().toString()));
    DomainXml fuller = *xml; // several devices can come while it runs
    for (int plugged = 0; plugged < 4; ++plugged) {
        const auto place = freeHotplugAddress(fuller);
        QVERIFY2(place, qPrintable(QString::number(plugged)));
        QVERIFY(fuller.addDevice(u"<rng model='virtio'><backend model='random'>/dev/urandom</backend>"
                                 "<address type='pci' bus='%1' slot='0'/></rng>"_s.arg(place->bus)
                                     .toUtf8()));
    }
    const auto capabilities = probeQemu({});
    if (!capabilities)
        QSKIP("QEMU is not installed");
    const auto command = qemuCommand(*xml, *capabilities);
    QVERIFY2(command, qPrintable(command ? QString() : command.error().toString()));
    const RealQemu qemu = startAndLook(*command, *xml);
    QVERIFY2(qemu.started, qemu.complaint.constData());
    QCOMPARE(qemu.found, qemu.expected);
}

void TestNewMachine::followsTheSystem()
{
    NewMachine linux_ = machineOf(genericOs(u"linux"_s));
    linux_.disks = {{u"/home/user/a.qcow2"_s, quint64(1) << 30}};
    const auto one = newMachineXml(linux_);
    QVERIFY(one);
    QCOMPARE(deviceOf(*one, u"disk"_s).firstChildElement(u"target"_s).attribute(u"bus"_s), u"virtio"_s);
    QCOMPARE(deviceOf(*one, u"interface"_s).firstChildElement(u"model"_s).attribute(u"type"_s), u"virtio"_s);
    QVERIFY(!deviceOf(*one, u"channel"_s).isNull());
    // How much memory it uses is shown without a word in its XML.
    QCOMPARE(deviceOf(*one, u"memballoon"_s).firstChildElement(u"stats"_s).attribute(u"period"_s), u"5"_s);
    // A controller that it has a driver for.
    linux_.disks[0].bus = u"scsi"_s;
    QVERIFY(newMachineXml(linux_)->toXml().contains("<controller type='scsi' model='virtio-scsi'/>"));
    linux_.disks[0].bus.clear();
    NewMachine windows = machineOf(genericOs(u"win11"_s));
    windows.secureBoot = windows.os.secureBoot;
    windows.disks = linux_.disks;
    const auto other = newMachineXml(windows);
    QVERIFY(other);
    QCOMPARE(deviceOf(*other, u"disk"_s).firstChildElement(u"target"_s).attribute(u"bus"_s), u"sata"_s);
    QCOMPARE(deviceOf(*other, u"interface"_s).firstChildElement(u"model"_s).attribute(u"type"_s), u"e1000e"_s);
    QVERIFY(!deviceOf(*other, u"tpm"_s).isNull());
    QCOMPARE(other->root().firstChildElement(u"os"_s).attribute(u"firmware"_s), u"efi"_s);
    QCOMPARE(other->root().firstChildElement(u"clock"_s).attribute(u"offset"_s), u"localtime"_s);
    QVERIFY(!other->root().firstChildElement(u"features"_s).firstChildElement(u"hyperv"_s).isNull());
    DomainXml emulated = *other;
    useEmulation(emulated);
    QCOMPARE(emulated.type(), u"qemu"_s);
    QVERIFY(emulated.root().firstChildElement(u"features"_s).firstChildElement(u"hyperv"_s).isNull());
    QCOMPARE(emulated.root().firstChildElement(u"cpu"_s).attribute(u"mode"_s), u"maximum"_s);
}

void TestNewMachine::startsFromWhatWasChosen()
{
    const auto orders = [](const NewMachine &machine) {
        QStringList orders;
        const auto xml = newMachineXml(machine);
        for (QDomElement device = xml->root().firstChildElement(u"devices"_s).firstChildElement(); !device.isNull();
             device = device.nextSiblingElement())
            if (const QString order = device.firstChildElement(u"boot"_s).attribute(u"order"_s); !order.isEmpty())
                orders += device.attribute(u"device"_s, device.tagName()) + order;
        orders.sort();
        return orders;
    };
    NewMachine machine = machineOf(genericOs());
    machine.disks = {{u"/home/user/a.qcow2"_s, quint64(1) << 30}};
    machine.cdrom = u"/home/user/cd.iso"_s;
    machine.boot = NewMachine::Boot::Cdrom;
    // The empty disk is passed over until it has a system.
    QCOMPARE(orders(machine), (QStringList{u"cdrom2"_s, u"disk1"_s}));
    machine.disks[0].bytes = 0; // it has one: a live system is meant
    QCOMPARE(orders(machine), (QStringList{u"cdrom1"_s, u"disk2"_s}));
    machine.cdrom.clear();
    machine.boot = NewMachine::Boot::Network;
    QCOMPARE(orders(machine), (QStringList{u"disk2"_s, u"interface1"_s}));
    // An unattended installation is done once.
    machine.disks[0].bytes = quint64(1) << 30;
    machine.disks += {u"/home/user/b.qcow2"_s, quint64(1) << 30};
    QCOMPARE(orders(machine), (QStringList{u"disk1"_s, u"disk2"_s, u"interface3"_s}));
    machine.cdrom = u"/home/user/drivers.iso"_s;
    QCOMPARE(orders(machine), (QStringList{u"cdrom4"_s, u"disk1"_s, u"disk2"_s, u"interface3"_s}));
    machine.disks[0].backing = u"/home/user/template.qcow2"_s;
    QCOMPARE(orders(machine), (QStringList{u"cdrom4"_s, u"disk2"_s, u"disk3"_s, u"interface1"_s}));
    machine.disks.clear();
    machine.cdrom.clear();
    QCOMPARE(orders(machine), QStringList{u"interface1"_s});
    machine.name = u"no name"_s;
    QVERIFY(!newMachineXml(machine));
}

void TestNewMachine::namesAreFree()
{
    GuestOs os;
    os.shortId = u"debian12"_s;
    QCOMPARE(freeMachineName(os, {}), u"debian12"_s);
    QCOMPARE(freeMachineName(os, {u"debian12"_s, u"debian12-2"_s}), u"debian12-3"_s);
    QCOMPARE(freeMachineName(genericOs(), {}), u"machine"_s);
    QVERIFY(isMachineName(u"büro.2"_s));
    for (const QString &bad : {QString(), u"a b"_s, u"-a"_s, u"a/b"_s, u".a"_s, QString(64, u'a')})
        QVERIFY2(!isMachineName(bad), qPrintable(bad));
}

void TestNewMachine::readsWhatLibosinfoSays()
{
    QVERIFY(!osinfo::osFromJson({}));
    const QJsonObject debian{{u"id"_s, u"http://debian.org/debian/12"_s}, {u"shortId"_s, u"debian12"_s},
        {u"name"_s, u"Debian 12"_s}, {u"family"_s, u"linux"_s},
        {u"resources"_s, QJsonObject{{u"memory"_s, qint64(2) << 30}, {u"storage"_s, qint64(20) << 30}}},
        {u"devices"_s, QJsonArray{u"http://pcisig.com/pci/1af4/1042"_s, u"http://pcisig.com/pci/1af4/1041"_s}}};
    const auto os = osinfo::osFromJson(debian);
    QVERIFY(os);
    QVERIFY(os->virtioDisk && os->virtioNetwork && !os->virtioRng);
    QCOMPARE(os->memoryBytes, quint64(2) << 30);
    const auto windows = osinfo::osFromJson({{u"id"_s, u"http://microsoft.com/win/11"_s}, {u"shortId"_s, u"win11"_s},
        {u"family"_s, u"winnt"_s}, {u"devices"_s, QJsonArray{u"http://usb.org/usb/80ee/0021"_s}}});
    QVERIFY(windows && windows->tpm && windows->efi && !windows->virtioDisk);
}

QTEST_GUILESS_MAIN(TestNewMachine)
#include "tst_newmachine.moc"
