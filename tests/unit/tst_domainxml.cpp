// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/devicekinds.h"
#include "xml/domainviews.h"
#include "xml/guestaddresses.h"

#include <QRandomGenerator>
#include <QTest>
#include <QTimeZone>

using namespace laneway;

namespace {

const QByteArray web = R"(<domain type='kvm'>
  <name>web</name>
  <!-- the shop -->
  <memory unit='GiB'>2</memory>
  <vcpu>2</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <boot dev='hd'/>
  </os>
  <features>
    <acpi/>
    <apic/>
  </features>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' discard='unmap'/>
      <source file='/images/web.qcow2'/>
      <target dev='vda' bus='virtio'/>
      <future word='kept'/>
    </disk>
    <interface type='hostdev' managed='yes'>
      <mac address='52:54:00:6d:90:02'/>
      <source>
        <address type='pci' domain='0x0000' bus='0x03' slot='0x10' function='0x2'/>
      </source>
      <vlan>
        <tag id='42'/>
      </vlan>
    </interface>
  </devices>
</domain>
)";

const QByteArray gpu
    = "<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0' bus='1' slot='0' "
      "function='0'/></source></hostdev>";

DomainXml parsed(const QByteArray &text = web)
{
    const auto domain = DomainXml::parse(text);
    if (!domain)
        qFatal("%s", qPrintable(domain.error().toString()));
    return *domain;
}

/// What nobody knows is kept, and in the way of a start.
void withoutTheFuture(DomainXml &domain)
{
    QDomElement disk = domain.editableRoot().firstChildElement(u"devices"_s).firstChildElement(u"disk"_s);
    disk.removeChild(disk.firstChildElement(u"future"_s));
}

DomainXml with(const QByteArray &devices)
{
    QByteArray text = web;
    return parsed(text.replace("  </devices>", QByteArray(devices + "</devices>")));
}

DomainXml replaced(const QByteArray &before, const QByteArray &after)
{
    QByteArray text = web;
    return parsed(text.replace(before, after));
}

PciAddress address(QStringView text)
{
    return PciAddress::parse(text).value();
}

} // namespace

class TestDomainXml : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void untouchedDocumentIsPrintedAsItCame() { QCOMPARE(parsed().toXml(), web); }

    void refusesToParse_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("another root") << QByteArray("<network><name>x</name></network>");
        QTest::newRow("no name") << QByteArray("<domain type='kvm'/>");
        QTest::newRow("blank name") << QByteArray("<domain type='kvm'><name> </name></domain>");
        QTest::newRow("bad UUID") << QByteArray("<domain><name>x</name><uuid>zz</uuid></domain>");
        QTest::newRow("not XML") << QByteArray("domain: web");
    }
    void refusesToParse()
    {
        QFETCH(QByteArray, text);
        const auto domain = DomainXml::parse(text);
        QVERIFY(!domain);
        QCOMPARE(domain.error().code, ErrorCode::InvalidXml);
    }

    void uuidIsGivenOnce()
    {
        DomainXml domain = parsed();
        QVERIFY(domain.uuid().isNull());
        QVERIFY(domain.complete());
        const QUuid uuid = domain.uuid();
        QVERIFY(!uuid.isNull());
        QVERIFY(domain.complete());
        QCOMPARE(domain.uuid(), uuid);
        QVERIFY(domain.toXml().contains("<name>web</name>\n  <!-- the shop -->\n  <uuid>"));
    }

    void macIsGivenOnce()
    {
        DomainXml domain = replaced("<mac address='52:54:00:6d:90:02'/>", "");
        QVERIFY(!domain.assignedDevices()->first().mac);
        QVERIFY(domain.complete());
        const auto mac = domain.assignedDevices()->first().mac;
        QVERIFY(mac && mac->toString().startsWith(u"52:54:00:"));
        QVERIFY(domain.complete());
        QCOMPARE(domain.assignedDevices()->first().mac, mac);
    }

    void completingKeepsTheUnknown()
    {
        DomainXml domain = parsed();
        QVERIFY(domain.complete());
        const QByteArray text = domain.toXml();
        for (const char *kept : {"<!-- the shop -->", "<future word='kept'/>", "<tag id='42'/>"})
            QVERIFY2(text.contains(kept), kept);
        for (const QByteArray &line : text.split('\n'))
            QVERIFY2(line.isEmpty() || !line.trimmed().isEmpty(), "a line of blanks");
    }

    void copiesDoNotShareChanges()
    {
        const DomainXml first = parsed();
        DomainXml second = first;
        QVERIFY(second.addDevice(gpu));
        QCOMPARE(first.toXml(), web);
        QVERIFY(second.toXml() != web);
    }

    void interfacesStandBeforeHostdevs()
    {
        QByteArray text = web;
        const DomainXml domain = parsed(text.replace("<devices>", QByteArray("<devices>" + gpu)));
        const auto devices = domain.assignedDevices();
        QVERIFY(devices);
        QCOMPARE(devices->size(), 2);
        QCOMPARE(devices->first().source.toString(), u"0000:03:10.2"_s);
        QCOMPARE(devices->first().vlan->id->value(), quint16(42));
        QCOMPARE(devices->last().source.toString(), u"0000:01:00.0"_s);
    }

    void addAndRemoveLeaveNoTrace()
    {
        DomainXml domain = parsed();
        QVERIFY(domain.addDevice(gpu));
        QCOMPARE(domain.assignedDevices()->size(), 2);
        // Another way to write the same address; managed and guest address do not count.
        QVERIFY(domain.removeDevice("<hostdev mode='subsystem' type='pci'><source><address bus='0x01'/></source>"
                                    "</hostdev>"));
        QCOMPARE(domain.toXml(), web);
    }

    void aListOfDevicesBringsWhatLibvirtHasNoWordsFor()
    {
        AssignedDevice first;
        first.form = AssignedDevice::Form::Interface;
        first.source = PciAddress::parse(u"0000:03:10.4").value();
        first.managed = true;
        first.mac = MacAddress::parse(u"52:54:00:00:00:01").value();
        first.vlan = VfVlan{VlanId::make(7).value(), 3, VlanProtocol::Dot1AD};
        first.extra.trust = true;
        first.extra.spoofCheck = false;
        first.extra.linkState = VfLinkState::Enable;
        first.extra.rate = VfRate{0, 1000};
        AssignedDevice second;
        second.source = PciAddress::parse(u"0000:01:00.1").value();
        second.managed = true;
        second.unassigned = true;
        DomainXml domain = parsed();
        const auto added = domain.addDevice(deviceListXml({first, second}).toUtf8());
        QVERIFY2(added, qPrintable(added ? QString() : added.error().toString()));
        const auto devices = domain.assignedDevices();
        QVERIFY(devices);
        QVERIFY(devices->contains(first));
        QVERIFY(devices->contains(second));
        QVERIFY(!deviceListXml({second}).contains(u"metadata"));
    }

    void addRefuses_data()
    {
        QTest::addColumn<QByteArray>("device");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("device that is there as an interface") << QByteArray(
            "<hostdev mode='subsystem' type='pci'><source><address bus='3' slot='16' "
            "function='2'/></source></hostdev>") << ErrorCode::AlreadyExists;
        QTest::newRow("disk target that is there")
            << QByteArray("<disk type='file'><source file='/x'/><target dev='vda'/></disk>")
            << ErrorCode::AlreadyExists;
        QTest::newRow("USB interface") << QByteArray(
            "<interface type='hostdev'><source><address type='usb'/></source></interface>")
                                       << ErrorCode::UnsupportedConfiguration;
        QTest::newRow("emulator") << QByteArray("<emulator>/bin/sh</emulator>") << ErrorCode::InvalidXml;
        QTest::newRow("no XML") << QByteArray("0000:01:00.0") << ErrorCode::InvalidXml;
        QTest::newRow("words about a device that is not in the list") << QByteArray(
            "<devices><hostdev mode='subsystem' type='pci'><source><address bus='9'/></source></hostdev>"
            "<metadata><l:devices xmlns:l='urn:laneway:1'><l:device address='0000:03:10.2' trust='on'/>"
            "</l:devices></metadata></devices>") << ErrorCode::InvalidXml;
        QTest::newRow("a word that is none") << QByteArray(
            "<devices><hostdev mode='subsystem' type='pci'><source><address bus='9'/></source></hostdev>"
            "<metadata><l:devices xmlns:l='urn:laneway:1'><l:device address='0000:09:00.0' trust='maybe'/>"
            "</l:devices></metadata></devices>")
                                             << ErrorCode::InvalidXml;
    }
    void addRefuses()
    {
        QFETCH(QByteArray, device);
        QFETCH(ErrorCode, code);
        DomainXml domain = parsed();
        const auto done = domain.addDevice(device);
        QVERIFY(!done);
        QCOMPARE(errorName(done.error().code), errorName(code));
        QCOMPARE(domain.toXml(), web);
    }

    void removeFinds_data()
    {
        QTest::addColumn<QByteArray>("device");
        QTest::addColumn<bool>("found");
        QTest::newRow("interface by MAC")
            << QByteArray("<interface type='hostdev'><mac address='52:54:00:6D:90:02'/></interface>") << true;
        QTest::newRow("interface by source")
            << QByteArray("<interface type='hostdev'><source><address type='pci' bus='3' slot='16' "
                          "function='2'/></source></interface>")
            << true;
        QTest::newRow("interface as a host device") << QByteArray(
            "<hostdev mode='subsystem' type='pci'><source><address bus='3' slot='16' "
            "function='2'/></source></hostdev>") << true;
        QTest::newRow("disk by target") << QByteArray("<disk><target dev='vda'/></disk>") << true;
        QTest::newRow("another MAC") << QByteArray(
            "<interface type='hostdev'><mac address='52:54:00:6d:90:03'/></interface>")
                                     << false;
        QTest::newRow("another host device") << gpu << false;
        QTest::newRow("another target") << QByteArray("<disk><target dev='vdb'/></disk>") << false;
    }
    void removeFinds()
    {
        QFETCH(QByteArray, device);
        QFETCH(bool, found);
        DomainXml domain = parsed();
        const auto done = domain.removeDevice(device);
        QCOMPARE(done.has_value(), found);
        if (!done)
            QCOMPARE(done.error().code, ErrorCode::NotFound);
    }

    void removeIsNeverAGuess()
    {
        const QByteArray twin = "<interface type='user'><mac address='52:54:00:6d:90:02'/></interface>";
        DomainXml domain = with(twin);
        const auto done = domain.removeDevice(twin);
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::InvalidInput);
        QVERIFY(!domain.removeDevice("<hostdev mode='subsystem' type='pci'/>"));
    }

    void extrasLiveInMetadata()
    {
        DomainXml domain = parsed();
        VfChange extra;
        extra.trust = false;
        extra.spoofCheck = true;
        extra.linkState = VfLinkState::Enable;
        extra.rate = VfRate{10, 1000};
        extra.vlan = VfVlan{{}, 3, VlanProtocol::Dot1AD};
        const DeviceIdentity identity{0x8086, 0x10ca, 0x8086, 0xa03c, u"1'<&\""_s, {u"01.0"_s, u"10.2"_s}, VfIndex{1}};
        domain.setDeviceExtra(address(u"0000:03:10.2"), extra, identity);
        domain.setDeviceExtra(address(u"0000:01:00.0"), {}, identity);

        const auto devices = parsed(domain.toXml()).assignedDevices();
        QVERIFY2(devices, devices ? "" : qPrintable(devices.error().toString()));
        const AssignedDevice &device = devices->first();
        QCOMPARE(device.identity, identity);
        const VfChange change = device.vfChange();
        QCOMPARE(change.trust, std::optional(false));
        QCOMPARE(change.spoofCheck, std::optional(true));
        QCOMPARE(change.linkState, std::optional(VfLinkState::Enable));
        QCOMPARE(change.rate, extra.rate);
        QCOMPARE(change.vlan->id->value(), quint16(42));
        QCOMPARE(change.vlan->qos, quint8(3));
        QCOMPARE(change.vlan->protocol, VlanProtocol::Dot1AD);
        QCOMPARE(domain.toXml().count("xmlns:laneway"), 1); // libvirt keeps one element a namespace

        domain.setDeviceExtra(address(u"0000:03:10.2"), extra, identity);
        QCOMPARE(domain.toXml().count("address='0000:03:10.2'"), 1);
        domain.removeDeviceExtra(address(u"0000:01:00.0"));
        QVERIFY(domain.removeDevice("<interface type='hostdev'><mac address='52:54:00:6d:90:02'/></interface>"));
        QVERIFY(!domain.toXml().contains("laneway"));
    }

    void foreignMetadataStays()
    {
        QByteArray text = web;
        text.replace(
            "  <memory unit", "  <metadata>\n    <app:x xmlns:app='urn:app'>y</app:x>\n  </metadata>\n  <memory unit");
        DomainXml domain = parsed(text);
        domain.setDeviceExtra(address(u"0000:03:10.2"), {}, DeviceIdentity());
        QVERIFY(domain.toXml().contains("<app:x xmlns:app='urn:app'>y</app:x>"));
        domain.removeDeviceExtra(address(u"0000:03:10.2"));
        QCOMPARE(domain.toXml(), text);
    }

    void anotherPrefixIsTheSameNamespace()
    {
        const DomainXml domain = replaced("<memory unit",
            "<metadata><l:devices xmlns:l='urn:laneway:1'><l:device address='0000:03:10.2' "
            "trust='on'/></l:devices><laneway:devices xmlns:laneway='urn:other'><laneway:device "
            "address='0000:03:10.2' trust='off'/></laneway:devices></metadata><memory unit");
        QCOMPARE(domain.assignedDevices()->first().extra.trust, std::optional(true));
    }

    void badExtrasAreRefused_data()
    {
        QTest::addColumn<QByteArray>("attribute");
        for (const char *attribute : {"trust='maybe'", "spoofcheck=''", "linkstate='up'", "maxrate='-1'",
                 "minrate='5' maxrate='4'", "vlanqos='8'", "vlanprotocol='x'"})
            QTest::newRow(attribute) << QByteArray(attribute);
    }
    void badExtrasAreRefused()
    {
        QFETCH(QByteArray, attribute);
        const DomainXml domain = replaced("<memory unit",
            "<metadata><l:devices xmlns:l='urn:laneway:1'><l:device address='0000:03:10.2' " + attribute
                + "/></l:devices></metadata><memory unit");
        QVERIFY(!domain.assignedDevices());
    }

    void validates_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QString>("subject"); // of the error at define, "" when it is defined
        QTest::addColumn<QString>("atStart"); // of the error at start, "" when it is started
        const QByteArray end = "  </devices>";
        const auto row = [](const char *name, const QByteArray &before, const QByteArray &after, const QString &subject,
                             const QString &atStart) { QTest::newRow(name) << before << after << subject << atStart; };
        const auto add = [&](const char *name, const QByteArray &device, const QString &subject,
                             const QString &atStart) { row(name, end, device + end, subject, atStart); };
        row("as it is", {}, {}, {}, {});
        row("hypervisor xen", "type='kvm'", "type='xen'", {}, u"domain"_s);
        row("machine pc", "machine='q35'", "machine='pc'", {}, {});
        row("machine isapc", "machine='q35'", "machine='isapc'", {}, u"domain/os/type"_s);
        row("another architecture", "x86_64", "aarch64", {}, u"domain/os/type"_s);
        row("name with a slash", "<name>web", "<name>../web", u"domain/name"_s, u"domain/name"_s);
        row("topology that is not the vcpus", "<devices>",
            "<cpu><topology sockets='1' cores='3' threads='1'/></cpu><devices>", {}, u"domain/cpu/topology"_s);
        row("CPU model with a comma", "<devices>", "<cpu mode='custom'><model>qemu64,+x</model></cpu><devices>", {},
            u"domain/cpu"_s);
        row("arguments for QEMU", "<devices>",
            "<qemu:commandline xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><qemu:arg "
            "value='-S'/></qemu:commandline><devices>",
            {}, u"domain/qemu:commandline"_s);
        const QString name = u"domain/name"_s;
        row("name of two lines", "<name>web", "<name>web&#10;x", name, name);
        // What reads lines elsewhere, PID 1 for one, takes this for an end of line as well.
        row("carriage return in the name", "<name>web", "<name>web&#13;[Service]&#13;ExecStopPost=+sh", name, name);
        row("endless name", "<name>web", "<name>" + QByteArray(300, 'x'), name, name);
        row("carriage return in the title", "<name>", "<title>a&#13;b</title><name>", u"domain/title"_s,
            u"domain/title"_s);
        row("secure boot without SMM", "</os>", "<loader type='pflash' secure='yes'>/x</loader></os>", {},
            u"domain/os/loader"_s);
        row("writable firmware", "</os>", "<loader type='pflash' readonly='no'>/x</loader></os>", {},
            u"domain/os/loader"_s);
        const auto clock = [&](const char *name, const QByteArray &words, bool isDefined, bool isStarted) {
            const QString place = u"domain/clock"_s;
            row(name, "<devices>", "<clock " + words + "/><devices>", isDefined ? QString() : place,
                isStarted ? QString() : place);
        };
        if (QTimeZone::isTimeZoneIdAvailable("Europe/Paris"))
            clock("clock of a zone", "offset='timezone' timezone='Europe/Paris'", true, true);
        clock("clock of a zone that is none", "offset='timezone' timezone='Europe/Pari'", false, false);
        clock("clock of a file", "offset='timezone' timezone='../../etc/passwd'", false, false);
        clock("clock of a rule that reads both ways", "offset='timezone' timezone='UTC+01:00'", false, false);
        clock("clock of no zone", "offset='timezone'", false, false);
        clock("clock ahead of UTC", "offset='variable' adjustment='123456' basis='utc'", true, true);
        clock("clock behind the host's", "offset='variable' adjustment='-60' basis='localtime'", true, true);
        clock("clock ahead by nothing", "offset='variable'", true, true);
        clock("clock ahead of a moon's", "offset='variable' basis='moon'", true, false);
        clock("clock ahead by a word", "offset='variable' adjustment='reset'", false, false);
        clock("clock a century ahead", "offset='variable' adjustment='3155760000'", false, false);
        clock("clock as it is set anew", "offset='utc' adjustment='reset'", true, true);
        clock("clock at an instant", "offset='absolute' start='1150560081'", true, true);
        clock("clock at no instant", "offset='absolute'", false, false);
        clock("clock with another's words", "offset='utc' timezone='Europe/Paris'", true, false);
        clock("clock of another kind", "offset='sundial'", true, false);
        row("boot order and boot devices", end, "<rng model='virtio'><boot order='1'/></rng>" + end,
            u"domain/devices/rng/boot"_s, u"domain/devices/rng/boot"_s);
        add("same host device", QByteArray(gpu + gpu), u"domain/devices/hostdev[2]"_s, u"domain/devices/hostdev[2]"_s);
        add("unknown managed word", QByteArray(gpu).replace("'yes'", "'true'"), u"domain/devices/hostdev"_s,
            u"domain/devices/hostdev"_s);
        add("same alias",
            "<rng model='virtio'><alias name='ua-x'/></rng><rng model='virtio'><alias name='ua-x'/></rng>",
            u"domain/devices/rng[2]"_s, u"domain/devices/rng[2]"_s);
        add("VLAN trunk",
            "<interface type='hostdev'><source><address type='pci' bus='9'/></source><vlan trunk='yes'><tag "
            "id='1'/></vlan></interface>",
            {}, u"domain/devices/interface[2]/vlan"_s);
        add("USB device",
            "<hostdev mode='subsystem' type='usb'><source><address bus='1' device='2'/></source></hostdev>", {}, {});
        add("bridge", "<interface type='bridge'><source bridge='br0'/></interface>", {}, {});
        add("no bridge's name", "<interface type='bridge'/>", {}, u"domain/devices/interface[2]"_s);
        add("network card", "<interface type='direct'><source dev='eth0' mode='private'/></interface>", {}, {});
        add("a bridge's mode", "<interface type='bridge'><source bridge='br0' mode='vepa'/></interface>", {},
            u"domain/devices/interface[2]"_s);
        add("queues of a card that has one",
            "<interface type='bridge'><source bridge='br0'/><model type='e1000e'/><driver queues='4'/></interface>", {},
            u"domain/devices/interface[2]"_s);
        add("bandwidth",
            "<interface type='bridge'><source bridge='br0'/><bandwidth><inbound average='1'/></bandwidth></interface>",
            {}, u"domain/devices/interface[2]/bandwidth"_s);
        add("vhost-user", "<interface type='vhostuser'><source type='unix' path='/x' mode='client'/></interface>", {},
            u"domain/devices/interface[2]"_s);
        add("SPICE", "<graphics type='spice'/>", {}, {});
        add("screen of another program", "<graphics type='rdp'/>", {}, u"domain/devices/graphics"_s);
        add("channel", "<channel type='unix'><target type='virtio' name='x'/></channel>", {}, {});
        add("channel to the network", "<channel type='tcp'><target type='virtio' name='x'/></channel>", {},
            u"domain/devices/channel"_s);
        add("network disk", "<disk type='network'><source protocol='nbd'/><target dev='vdb'/></disk>", {},
            u"domain/devices/disk[2]"_s);
        add("disk without source", "<disk type='file' device='disk'><target dev='vdb' bus='virtio'/></disk>", {},
            u"domain/devices/disk[2]"_s);
        add("empty CD-ROM", "<disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk>", {}, {});
        add("VNC, serial, rng, tablet",
            "<graphics type='vnc'/><serial type='pty'/><console type='pty'/><rng model='virtio'><backend "
            "model='random'>/dev/urandom</backend></rng><input type='tablet' bus='usb'/>",
            {}, {});
        add("entropy from a file", "<rng model='virtio'><backend model='random'>/etc/shadow</backend></rng>", {},
            u"domain/devices/rng/backend"_s);
        add("two channels of one name",
            "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>"
            "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>",
            u"domain/devices/channel[2]"_s, u"domain/devices/channel[2]"_s);
        row("processors in words", "<vcpu>2", "<vcpu>lots", u"domain/vcpu"_s, u"domain/vcpu"_s);
        add("serial to a socket", "<serial type='unix'/>", {}, u"domain/devices/serial"_s);
    }
    void validates()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QString, subject);
        QFETCH(QString, atStart);
        DomainXml domain = before.isEmpty() ? parsed() : replaced(before, after);
        withoutTheFuture(domain);
        const auto defined = domain.validate();
        QCOMPARE(defined ? QString() : defined.error().subject, subject);
        const auto started = domain.validate(DomainXml::Purpose::Run);
        QCOMPARE(started ? QString() : started.error().subject, atStart);
        if (!started)
            QVERIFY(!started.error().detail.isEmpty());
    }

    void foreignCodeIsRefused()
    {
        QVERIFY(parsed().refuseForeign());
        QVERIFY(!with("<emulator>/tmp/qemu</emulator>").refuseForeign());
        QVERIFY(with("<emulator>/usr/bin/qemu-system-x86_64</emulator>").refuseForeign());
        QVERIFY(!replaced("<devices>", "<qemu:commandline/><devices>").refuseForeign());
        QVERIFY(!replaced("<devices>", "<commandline xmlns='urn:x'/><devices>").refuseForeign());
    }

    void viewsReadTheMachine()
    {
        DomainXml domain = replaced("<boot dev='hd'/>",
            "<loader readonly='yes' type='pflash'>/usr/share/OVMF/OVMF_CODE.fd</loader>"
            "<nvram template='/usr/share/OVMF/OVMF_VARS.fd'>/var/web.fd</nvram>"
            "<kernel>/boot/vmlinuz</kernel><cmdline>console=ttyS0</cmdline><boot dev='cdrom'/><boot dev='hd'/>");
        const auto machine = readMachine(domain);
        QVERIFY2(machine, machine ? "" : qPrintable(machine.error().toString()));
        QVERIFY(machine->kvm && machine->acpi && machine->apic && !machine->smm);
        QCOMPARE(machine->memoryBytes, quint64(2) << 30);
        QCOMPARE(machine->vcpus, 2);
        QCOMPARE(machine->machine, u"q35"_s);
        QVERIFY(machine->firmware.efi);
        QCOMPARE(machine->firmware.loader, u"/usr/share/OVMF/OVMF_CODE.fd"_s);
        QCOMPARE(machine->firmware.nvram, u"/var/web.fd"_s);
        QCOMPARE(machine->kernelArguments, u"console=ttyS0"_s);
        QCOMPARE(machine->bootDevices, (QStringList{u"cdrom"_s, u"hd"_s}));
    }

    void aTableSaysWhatRuns()
    {
        DomainXml domain = with("<disk type='block' device='cdrom'><target dev='sdb' bus='sata'/></disk>"
                                "<interface type='user'><model type='e1000e'/></interface>"
                                "<serial type='file'><source path='/tmp/log' append='on'/></serial>"
                                "<graphics type='vnc' port='-1'/>");
        QVERIFY(domain.complete());
        withoutTheFuture(domain);
        QVERIFY(domain.validate(DomainXml::Purpose::Run));
        const QDomElement disk = domain.root().firstChildElement(u"devices"_s).firstChildElement(u"disk"_s);
        QCOMPARE(deviceKind(disk), &devicekinds::disk);
        QCOMPARE(propertyText(disk, devicekinds::disk, u"driver/@type"), u"qcow2"_s);
        QCOMPARE(propertyText(disk, devicekinds::disk, u"driver/@cache"), u"default"_s); // nothing is written
        QJsonObject format;
        fillPart(format, disk, devicekinds::disk, Part::Format);
        QCOMPARE(format, (QJsonObject{{u"driver"_s, u"qcow2"_s}, {u"discard"_s, u"unmap"_s}}));
        const auto controllers = readControllers(domain);
        QVERIFY(controllers);
        int ports = 0;
        for (const ControllerXml &controller : *controllers)
            if (controller.model == u"pcie-root-port") {
                ++ports;
                QVERIFY(controller.address);
                QCOMPARE(propertyText(controller.element, devicekinds::controller, u"target/@chassis"),
                    QString::number(controller.index));
            }
        QCOMPARE(ports, 6); // user network, USB, VF, disk, balloon and the spare
    }

    // A word that QEMU would not hear of is refused with its place, whatever it is.
    void whatNobodyReadsIsRefused_data()
    {
        QTest::addColumn<QByteArray>("device");
        QTest::addColumn<QString>("place");
        QTest::newRow("attribute") << QByteArray("<rng model='virtio' speed='9'><backend model='random'/></rng>")
                                   << u"domain/devices/rng"_s;
        QTest::newRow("element") << QByteArray("<watchdog model='itco'><bark/></watchdog>")
                                 << u"domain/devices/watchdog/bark"_s;
        QTest::newRow("word") << QByteArray("<sound model='gramophone'/>") << u"domain/devices/sound"_s;
        QTest::newRow("number") << QByteArray("<serial type='pty'><target port='many'/></serial>")
                                << u"domain/devices/serial/target"_s;
        QTest::newRow("device") << QByteArray("<teleporter/>") << u"domain/devices/teleporter"_s;
    }
    void whatNobodyReadsIsRefused()
    {
        QFETCH(QByteArray, device);
        QFETCH(QString, place);
        DomainXml domain = with(device);
        withoutTheFuture(domain);
        QVERIFY(domain.validate());
        const auto done = domain.validate(DomainXml::Purpose::Run);
        QVERIFY(!done);
        QCOMPARE(done.error().subject, place);
    }

    // Bytes and words of definitions put together by chance: nothing may crash or hang, and what
    // completes stays completed.
    void survivesMutations()
    {
        QRandomGenerator random(20261121);
        const auto below
            = [&](qsizetype bound) { return qsizetype(random.bounded(quint32(std::max<qsizetype>(1, bound)))); };
        const QList<QByteArray> words{"<hostdev mode='subsystem' type='pci'>", "</hostdev>", "<source>", "<address",
            " type='pci'", " bus='0xff'", " slot='31'", " function='7'", " domain='4294967295'", " index='255'",
            "<controller type='pci' model='pcie-root-port'/>", "<controller type='pci' index='9' model='pci-bridge'/>",
            "<controller type='usb' model='ich9-uhci2'/>", "<vlan><tag id='4095'/></vlan>", "<metadata>", "<!--", "-->",
            "<![CDATA[", "]]>", "'", "<rng model='virtio'/>", "<disk><target dev='sdzzzzzzzz' bus='scsi'/></disk>",
            "<video><model type='virtio'/></video>", " multifunction='on'", "<memory>-1</memory>", "&#x10ffff;",
            "\xff"};
        const QList<QByteArray> seeds{web, with(gpu).toXml(), [] {
                                          DomainXml domain = with(gpu);
                                          (void)domain.complete();
                                          domain.setDeviceExtra(address(u"0000:03:10.2"), {}, DeviceIdentity());
                                          return domain.toXml();
                                      }()};
        int parsedCount = 0, completedCount = 0;
        for (int round = 0; round < 4000; ++round) {
            QByteArray text = seeds[below(seeds.size())];
            for (qsizetype change = 1 + below(4); change > 0; --change) {
                const qsizetype at = below(text.size());
                switch (below(5)) {
                case 0: text.insert(at, words[below(words.size())]); break;
                case 1: text.remove(at, 1 + below(40)); break;
                case 2: text[at] = char(random.bounded(256)); break;
                case 3: text.insert(at, text.mid(below(text.size()), below(200))); break;
                case 4: // a whole element once more, so that the document stays well-formed
                    if (const qsizetype begin = text.indexOf("    <", at), end = text.indexOf("/>\n", begin);
                        begin > 0 && end > begin && !text.mid(begin, end - begin).contains('>'))
                        text.insert(begin, text.mid(begin, end + 3 - begin));
                    break;
                }
            }
            auto domain = DomainXml::parse(text);
            if (!domain)
                continue;
            ++parsedCount;
            (void)domain->assignedDevices();
            (void)domain->validate(DomainXml::Purpose::Run);
            (void)domain->refuseForeign();
            (void)freeHotplugAddress(*domain);
            if (!domain->complete())
                continue;
            ++completedCount;
            const QByteArray once = domain->toXml();
            auto again = DomainXml::parse(once);
            QVERIFY2(again, once.constData());
            QVERIFY2(again->complete(), once.constData());
            QCOMPARE(again->toXml(), once);
        }
        QVERIFY2(parsedCount > 400, qPrintable(QString::number(parsedCount)));
        QVERIFY2(completedCount > 200, qPrintable(QString::number(completedCount)));
    }
};

QTEST_APPLESS_MAIN(TestDomainXml)
#include "tst_domainxml.moc"
