// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/commandline.h"
#include "qemu/firmware.h"
#include "qemu/guestclock.h"
#include "qemu/processors.h"
#include "support/places.h"
#include "support/realqemu.h"
#include "xml/guestusb.h"
#include "xml/xmlnodes.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

using namespace laneway;

namespace {
/// A definition as a person writes it; @p parts go into <os>, <domain>, <devices>.
QByteArray nvmeDisk(const QByteArray &target, const QString &image, const QByteArray &more = {})
{
    return "<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='" + QFile::encodeName(image)
        + "'/><target dev='" + target + "' bus='nvme'/>" + more + "</disk>";
}

struct Definition
{
    QByteArray devices = {};
    QByteArray os = {};
    QByteArray rest = {};
    QByteArray machine = "q35";
    QByteArray name = "web";
    QByteArray kind = "qemu";

    QByteArray text() const
    {
        return "<domain type='" + kind + "'><name>" + name
            + "</name><uuid>11dbdcdd-4c3b-482b-8903-9bdb8c0a2774</uuid>"
              "<memory unit='MiB'>128</memory><vcpu>2</vcpu><os><type arch='x86_64' machine='"
            + machine + "'>hvm</type>" + os + "</os>" + rest + "<devices>" + devices + "</devices></domain>";
    }
    Result<DomainXml> completed() const
    {
        auto domain = DomainXml::parse(text());
        if (!domain)
            return domain;
        if (const auto done = domain->complete(); !done)
            return fail(done.error());
        if (const auto done = domain->validate(); !done)
            return fail(done.error());
        return domain;
    }
    Result<QemuCommand> command() const
    {
        const auto domain = completed();
        if (!domain)
            return fail(domain.error());
        return qemuCommand(*domain, QemuCapabilities(), [](const PciAddress &) { return 13; });
    }
};

const QByteArray hostDevice = "<hostdev mode='subsystem' type='pci' managed='yes'><source>"
                              "<address domain='0' bus='3' slot='0x10' function='2'/></source>";

QList<QJsonObject> devicesOf(const QStringList &arguments)
{
    QList<QJsonObject> devices;
    for (qsizetype i = 1; i < arguments.size(); ++i)
        if (arguments[i - 1] == u"-device")
            devices += QJsonDocument::fromJson(arguments[i].toUtf8()).object();
    return devices;
}

QJsonObject deviceOf(const QStringList &arguments, const QString &driver)
{
    for (const QJsonObject &device : devicesOf(arguments))
        if (device[u"driver"].toString() == driver)
            return device;
    return {};
}

QString valueOf(const QStringList &arguments, const QString &option)
{
    return arguments.value(arguments.indexOf(option) + 1);
}

/// libvirt's argument files: one option a line, quoted as for a shell.
QStringList readArguments(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QStringList arguments;
    for (QString line : QString::fromUtf8(file.readAll()).split(u'\n')) {
        if (line.endsWith(u" \\"))
            line.chop(2);
        const qsizetype blank = line.indexOf(u' ');
        QString value = line.mid(blank + 1);
        if (value.startsWith(u'\'') && value.endsWith(u'\''))
            value = value.mid(1, value.size() - 2);
        if (blank > 0 && line.startsWith(u'-'))
            arguments += {line.left(blank), value};
    }
    return arguments;
}

/// What a guest sees of its devices, and what they are called: one line each, sorted.
QStringList deviceLines(const QStringList &arguments)
{
    QStringList lines;
    for (const QJsonObject &device : devicesOf(arguments)) {
        QJsonObject kept;
        for (const QString &key : {u"driver"_s, u"id"_s, u"host"_s, u"bus"_s, u"addr"_s, u"port"_s, u"multifunction"_s,
                 u"chassis"_s, u"bootindex"_s, u"chassis_nr"_s, u"bus_nr"_s, u"hotplug"_s, u"rombar"_s, u"romfile"_s,
                 u"scsi-id"_s, u"lun"_s, u"channel"_s, u"unit"_s, u"nr"_s, u"masterbus"_s, u"firstport"_s, u"mac"_s,
                 u"serial"_s, u"index"_s, u"logical_block_size"_s, u"num-queues"_s, u"queue-size"_s})
            if (device.contains(key))
                kept[key] = device[key];
        lines += QString::fromUtf8(QJsonDocument(kept).toJson(QJsonDocument::Compact));
    }
    lines.sort();
    return lines;
}

} // namespace

class TestCommandLine : public QObject
{
    Q_OBJECT
    QTemporaryDir m_directory;

    QString image(const QString &name, qint64 size = 1024 * 1024)
    {
        QFile file(m_directory.filePath(name));
        [[maybe_unused]] const bool made = file.open(QIODevice::WriteOnly) && file.resize(size);
        return file.fileName();
    }

private Q_SLOTS:
    void staysClosed()
    {
        const auto command = Definition().command();
        QVERIFY2(command, command ? "" : qPrintable(command.error().toString()));
        for (const QString &needed : {u"-S"_s, u"-nodefaults"_s, u"-no-user-config"_s})
            QVERIFY(command->arguments.contains(needed));
        QCOMPARE(valueOf(command->arguments, u"-sandbox"_s),
            u"on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"_s);
        QCOMPARE(valueOf(command->arguments, u"-display"_s), u"none"_s);
        QVERIFY(command->arguments.contains(u"socket,id=mon,fd=@monitor@,server=on,wait=off"_s));
        QVERIFY(valueOf(command->arguments, u"-machine"_s).startsWith(u"q35,accel=tcg,"));
        QCOMPARE(valueOf(command->arguments, u"-smp"_s), u"2,sockets=2,cores=1,threads=1"_s);
        QCOMPARE(valueOf(command->arguments, u"-m"_s), u"size=131072k"_s);
        QCOMPARE(command->deviceNodes, QStringList());
    }

    void commasInNamesEndNothing()
    {
        Definition definition;
        definition.name = "a,debug-threads=off";
        const auto command = definition.command();
        QVERIFY2(command, command ? "" : qPrintable(command.error().toString()));
        QCOMPARE(valueOf(command->arguments, u"-name"_s), u"guest=a,,debug-threads=off,debug-threads=on"_s);
    }

    void hostDevicesAreStrictlyTyped()
    {
        Definition definition;
        definition.devices = hostDevice
            + "<boot order='1'/><rom bar='off' file='/var/rom,1.bin'/>"
              "<address type='pci' bus='0' slot='5' function='0' multifunction='on'/></hostdev>";
        const auto command = definition.command();
        QVERIFY2(command, command ? "" : qPrintable(command.error().toString()));
        const QJsonObject device = deviceOf(command->arguments, u"vfio-pci"_s);
        QCOMPARE(device,
            (QJsonObject{{u"driver"_s, u"vfio-pci"_s}, {u"host"_s, u"0000:03:10.2"_s}, {u"id"_s, u"hostdev0"_s},
                {u"bus"_s, u"pcie.0"_s}, {u"addr"_s, u"0x5"_s}, {u"multifunction"_s, true}, {u"bootindex"_s, 1},
                {u"rombar"_s, 0}, {u"romfile"_s, u"/var/rom,1.bin"_s}}));
        QCOMPARE(command->deviceNodes, (QStringList{u"vfio/13"_s, u"vfio/vfio"_s}));
        QVERIFY(deviceOf(command->arguments, u"virtio-balloon-pci"_s).isEmpty());
    }

    void unassignedDevicesAreNotShown()
    {
        Definition definition;
        definition.devices = hostDevice + "<address type='unassigned'/></hostdev>";
        const auto command = definition.command();
        QVERIFY2(command, command ? "" : qPrintable(command.error().toString()));
        QVERIFY(deviceOf(command->arguments, u"vfio-pci"_s).isEmpty());
        QCOMPARE(command->deviceNodes, QStringList());
    }

    void hotPlugHasTheSameProperties()
    {
        Definition definition;
        definition.devices = hostDevice + "</hostdev>";
        const auto domain = definition.completed();
        QVERIFY2(domain, domain ? "" : qPrintable(domain.error().toString()));
        const auto command = qemuCommand(*domain, QemuCapabilities());
        const auto assigned = domain->assignedDevices();
        QVERIFY(command && assigned);
        AssignedDevice device = assigned->first();
        device.alias = u"hostdev0"_s;
        const auto properties = hostDeviceProperties(device);
        QVERIFY(properties);
        QCOMPARE(*properties, deviceOf(command->arguments, u"vfio-pci"_s));
        QVERIFY(properties->value(u"bus"_s).toString().startsWith(u"pci."));
    }

    void withoutAnIommuGroupNothingStarts()
    {
        Definition definition;
        definition.devices = hostDevice + "</hostdev>";
        const auto domain = definition.completed();
        QVERIFY(domain);
        const auto command = qemuCommand(*domain, QemuCapabilities(), [](const PciAddress &) { return std::nullopt; });
        QVERIFY(!command);
        QCOMPARE(command.error().code, ErrorCode::IommuUnavailable);
        QCOMPARE(command.error().subject, u"0000:03:10.2"_s);
    }

    void imagesAreNeverProbed()
    {
        Definition definition;
        definition.devices
            = "<disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='none' io='native' discard='unmap'/>"
              "<source file='/v/a,b.qcow2'/><target dev='vda' bus='virtio'/></disk>"
              "<disk type='block' device='disk'><driver name='qemu' type='raw'/><source dev='/dev/sdq'/>"
              "<target dev='sda' bus='sata'/></disk>"
              "<disk type='file' device='cdrom'><target dev='sdb' bus='sata'/><readonly/></disk>";
        const auto command = definition.command();
        QVERIFY2(command, command ? "" : qPrintable(command.error().toString()));
        int images = 0;
        for (qsizetype i = 1; i < command->arguments.size(); ++i) {
            if (command->arguments[i - 1] != u"-blockdev")
                continue;
            const QJsonObject node = QJsonDocument::fromJson(command->arguments[i].toUtf8()).object();
            QVERIFY((
                QSet<QString>{u"file"_s, u"host_device"_s, u"raw"_s, u"qcow2"_s}.contains(node[u"driver"].toString())));
            images += node.contains(u"filename"_s);
        }
        QCOMPARE(images, 2);
        QVERIFY(command->deviceNodes.contains(u"sdq"_s));
        QCOMPARE(deviceOf(command->arguments, u"ide-cd"_s)[u"bus"].toString(), u"ide.1"_s);
        QVERIFY(!deviceOf(command->arguments, u"ide-cd"_s).contains(u"drive"_s));
    }

    void aMachineBeginsWithTheMemoryItIsToHave()
    {
        Definition definition;
        definition.rest = "<currentMemory unit='MiB'>96</currentMemory>";
        definition.devices = "<memballoon model='virtio'/>";
        const auto command = definition.command();
        QVERIFY2(command, command ? "" : qPrintable(command.error().toString()));
        QCOMPARE(command->beforeRun,
            (QJsonArray{QJsonObject{
                {u"execute"_s, u"balloon"_s}, {u"arguments"_s, QJsonObject{{u"value"_s, 96 * 1024 * 1024}}}}}));
        definition.rest = "<currentMemory unit='MiB'>128</currentMemory>";
        QCOMPARE(definition.command()->beforeRun, QJsonArray());
    }

    // A state is saved by a migration, which QEMU refuses with features that it does not know how to move.
    void aMachineOfTheHostsProcessorCanBeSaved()
    {
        const auto processor = [](const QByteArray &cpu) {
            Definition machine;
            machine.rest = cpu;
            machine.kind = "kvm";
            const auto command = machine.command();
            return command ? valueOf(command->arguments, u"-cpu"_s) : command.error().detail;
        };
        QCOMPARE(processor("<cpu mode='host-passthrough'/>"), u"host,migratable=on"_s);
        QCOMPARE(processor("<cpu mode='host-model'/>"), u"host,migratable=on"_s);
        QCOMPARE(processor("<cpu mode='host-passthrough' migratable='off'/>"), u"host,migratable=off"_s);
    }

    void nvmeDisksAreNamespaces()
    {
        Definition definition;
        definition.devices = nvmeDisk("nvme0n1", u"/v/a"_s) + nvmeDisk("nvme0n2", u"/v/b"_s)
            + nvmeDisk("nvme1n1", u"/v/c"_s, "<serial>S1</serial>");
        const auto domain = definition.completed();
        QVERIFY2(domain, domain ? "" : qPrintable(domain.error().toString()));
        const QDomElement devices = domain->root().firstChildElement(u"devices"_s);
        QStringList written;
        for (const QDomElement &controller : childElements(devices, u"controller"_s))
            if (controller.attribute(u"type"_s) == u"nvme")
                written += u"controller "_s + controller.attribute(u"index"_s);
        for (const QDomElement &disk : childElements(devices, u"disk"_s)) {
            const QDomElement address = disk.firstChildElement(u"address"_s);
            written += address.attribute(u"type"_s) + u' ' + address.attribute(u"controller"_s) + u' '
                + address.attribute(u"unit"_s);
        }
        QCOMPARE(written,
            (QStringList{u"controller 0"_s, u"controller 1"_s, u"drive 0 0"_s, u"drive 0 1"_s, u"drive 1 0"_s}));
        const auto command = qemuCommand(*domain, QemuCapabilities());
        QVERIFY2(command, command ? "" : qPrintable(command.error().toString()));
        QStringList found;
        for (const QString &argument : command->arguments) {
            const QJsonObject device = QJsonDocument::fromJson(argument.toUtf8()).object();
            if (device[u"driver"].toString() == u"nvme-ns")
                found += u"%1 %2 %3"_s.arg(device[u"drive"].toString(), device[u"bus"].toString())
                             .arg(device[u"nsid"].toInt());
            else if (device[u"driver"].toString() == u"nvme")
                found += device[u"id"].toString() + u' ' + device[u"serial"].toString();
        }
        found.sort();
        // A guest finds its disk again by a serial number that stays.
        QCOMPARE(found,
            (QStringList{u"nvme0 11dbdcdd4c3b482b-000"_s, u"nvme0n1-format nvme0 1"_s, u"nvme0n2-format nvme0 2"_s,
                u"nvme1 S1"_s, u"nvme1n1-format nvme1 1"_s}));
    }

    void refusesWhatItCannotDo_data()
    {
        QTest::addColumn<QByteArray>("text");
        Definition old;
        old.machine = "isapc";
        QTest::newRow("another board") << old.text();
        Definition trick;
        trick.machine = "q35,kernel=/etc/shadow";
        QTest::newRow("option in the machine's name") << trick.text();
        Definition alias;
        alias.devices = "<serial type='pty'><alias name='x,logfile=/tmp/x'/></serial>";
        QTest::newRow("option in an alias") << alias.text();
        Definition emulator;
        emulator.devices = "<emulator>/home/eve/evil</emulator>";
        QTest::newRow("foreign emulator") << emulator.text();
        Definition passthrough;
        passthrough.rest = "<cpu mode='host-passthrough'/>";
        QTest::newRow("host's processor without KVM") << passthrough.text();
        Definition feature;
        feature.rest = "<cpu mode='custom'><model>qemu64</model><feature policy='require' name='x,y=z'/></cpu>";
        QTest::newRow("option in a feature's name") << feature.text();
        Definition network;
        network.devices = "<disk type='network' device='disk'><driver name='qemu' type='raw'/>"
                          "<source protocol='nbd' name='x'/><target dev='vda' bus='virtio'/></disk>";
        QTest::newRow("network disk") << network.text();
        Definition nvmeCd;
        nvmeCd.devices = nvmeDisk("nvme0n1", u"/v/cd.iso"_s).replace("device='disk'", "device='cdrom'");
        QTest::newRow("CD-ROM on NVMe") << nvmeCd.text();
        Definition nvmeTurning;
        nvmeTurning.devices = nvmeDisk("nvme0n1", u"/v/a"_s).replace("bus='nvme'", "bus='nvme' rotation_rate='7200'");
        QTest::newRow("turning NVMe disk") << nvmeTurning.text();
        Definition variables;
        variables.os = "<loader readonly='yes' type='pflash'>/usr/share/OVMF/OVMF_CODE_4M.fd</loader>";
        QTest::newRow("UEFI without a variables' file") << variables.text();
        Definition random;
        random.devices = "<rng model='virtio'><backend model='random'>/etc/shadow</backend></rng>";
        QTest::newRow("random numbers from a file") << random.text();
        QTest::newRow("arguments from outside")
            << Definition()
                   .text()
                   .replace("<domain ", "<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0' ")
                   .replace("</domain>", "<qemu:commandline><qemu:arg value='-S'/></qemu:commandline></domain>");
    }
    void refusesWhatItCannotDo()
    {
        QFETCH(QByteArray, text);
        // The rules are spread over reading, completing and this folder; somebody must say no.
        auto domain = DomainXml::parse(text);
        Result<QemuCommand> command = fail(ErrorCode::Internal, {});
        if (!domain)
            command = fail(domain.error());
        else if (const auto done = domain->complete(); !done)
            command = fail(done.error());
        else
            command = qemuCommand(*domain, QemuCapabilities());
        QVERIFY(!command);
        QVERIFY2(command.error().code == ErrorCode::UnsupportedConfiguration
                || command.error().code == ErrorCode::InvalidXml,
            qPrintable(command.error().toString()));
        QVERIFY(!command.error().subject.isEmpty());
    }

    void missingDevicesAreNamed()
    {
        Definition definition;
        definition.devices = "<video><model type='virtio'/></video>";
        const auto domain = definition.completed();
        QVERIFY2(domain, domain ? "" : qPrintable(domain.error().toString()));
        QemuCapabilities capabilities;
        capabilities.devices = {u"pcie-root-port"_s, u"qemu-xhci"_s, u"virtio-balloon-pci"_s};
        const auto command = qemuCommand(*domain, capabilities);
        QVERIFY(!command);
        QCOMPARE(command.error().code, ErrorCode::UnsupportedConfiguration);
        QVERIFY2(command.error().detail.contains(u"virtio-vga"_s), qPrintable(command.error().toString()));
    }

    void firmwareComesFromItsDescriptors()
    {
        QTemporaryDir admin;
        QTemporaryDir distribution;
        const QString code = image(u"CODE.fd"_s);
        const auto describe = [&](const QTemporaryDir &folder, const QString &name, const QString &template_,
                                  const QByteArray &features) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(R"({"interface-types":["uefi"],"mapping":{"device":"flash","executable":{"filename":")"
                + code.toUtf8() + R"(","format":"raw"},"nvram-template":{"filename":")" + template_.toUtf8()
                + R"(","format":"raw"}},"targets":[{"architecture":"x86_64","machines":["pc-q35-*"]}],"features":[)"
                + features + "]}");
        };
        const QString first = image(u"first.fd"_s);
        const QString second = image(u"second.fd"_s);
        describe(distribution, u"40-keys.json"_s, first, R"("enrolled-keys","secure-boot","requires-smm")");
        describe(distribution, u"60-plain.json"_s, first, "");
        const QStringList folders{admin.path(), distribution.path()};
        const auto plain = findFirmware(u"q35"_s, {}, folders);
        QVERIFY(plain);
        QCOMPARE(plain->variablesTemplate, first);
        QVERIFY(!plain->needsSmm);
        const auto secure = findFirmware(u"pc-q35-7.2"_s, {true, {}, false}, folders);
        QVERIFY(secure);
        QVERIFY(secure->needsSmm);
        // Features ask for more than that: keys, or none.
        describe(distribution, u"50-secure.json"_s, second, R"("secure-boot","requires-smm")");
        QCOMPARE(findFirmware(u"q35"_s, {true, {}, true}, folders)->variablesTemplate, first);
        QCOMPARE(findFirmware(u"q35"_s, {true, true, true}, folders)->variablesTemplate, first);
        QCOMPARE(findFirmware(u"q35"_s, {true, false, true}, folders)->variablesTemplate, second);
        QVERIFY(!findFirmware(u"q35"_s, {false, {}, true}, folders)->needsSmm);
        QVERIFY(findFirmware(u"q35"_s, {{}, {}, true}, folders)->needsSmm);
        QVERIFY(!findFirmware(u"q35"_s, {}, folders)->needsSmm);
        describe(admin, u"60-plain.json"_s, second, "");
        QCOMPARE(findFirmware(u"q35"_s, {}, folders)->variablesTemplate, second);
        QVERIFY(!findFirmware(u"pc-i440fx-7.2"_s, {}, folders));
        QVERIFY(!findFirmware(u"q35"_s, {}, {m_directory.path()}));
    }

    /// As libvirt's users write it: what is shown as Secure Boot is one.
    void featuresGiveSecureBoot_data()
    {
        QTest::addColumn<QByteArray>("features");
        QTest::addColumn<bool>("isSecure");
        QTest::addColumn<bool>("isPossible");
        const auto feature = [](const QByteArray &name, const QByteArray &enabled) {
            return QByteArray("<feature enabled='" + enabled + "' name='" + name + "'/>");
        };
        QTest::newRow("secure boot") << feature("secure-boot", "yes") << true << true;
        QTest::newRow("with keys") << feature("secure-boot", "yes") + feature("enrolled-keys", "yes") << true << true;
        QTest::newRow("keys alone") << feature("enrolled-keys", "yes") << true << true;
        QTest::newRow("none") << feature("secure-boot", "no") << false << true;
        QTest::newRow("both at once") << feature("secure-boot", "no") + feature("enrolled-keys", "yes") << false
                                      << false;
    }
    void featuresGiveSecureBoot()
    {
        QFETCH(QByteArray, features);
        QFETCH(bool, isSecure);
        QFETCH(bool, isPossible);
        if (!findFirmware(u"q35"_s, {true, true, true}))
            QSKIP("no UEFI with secure boot is installed");
        auto domain
            = DomainXml::parse("<domain type='qemu'><name>efi</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>"
                               "<os firmware='efi'><type arch='x86_64' machine='q35'>hvm</type><firmware>"
                + features + "</firmware><nvram>/v/efi.fd</nvram></os><devices/></domain>");
        QVERIFY(domain && domain->complete());
        const auto command = qemuCommand(*domain, QemuCapabilities());
        QVERIFY2(command.has_value() == isPossible, command ? "" : qPrintable(command.error().toString()));
        if (!command)
            return;
        const QString board = command->arguments.value(command->arguments.indexOf(u"-machine"_s) + 1);
        QCOMPARE(board.contains(u"smm=on"_s), isSecure);
        QCOMPARE(command->arguments.contains(u"driver=cfi.pflash01,property=secure,value=on"_s), isSecure);
        const auto found = findFirmware(u"q35"_s, isSecure ? FirmwareWish{true, {}, true} : FirmwareWish());
        QVERIFY2(command->arguments.join(u' ').contains(found->code), qPrintable(command->arguments.join(u' ')));
    }

    // Every device of the definitions that libvirt's tests have a command line for.
    void agreesWithLibvirtOnDevices()
    {
        const QString corpus = places::sharedFile(u"corpus"_s);
        const QStringList files = QDir(corpus + u"/args").entryList({u"*.args"_s});
        if (files.isEmpty())
            QSKIP("libvirt's test data is not here");
        int compared = 0;
        int agreed = 0;
        int refused = 0;
        QStringList differences;
        for (const QString &name : files) {
            const QStringList theirs = readArguments(corpus + u"/args/" + name);
            QFile file(corpus + u"/domains-canonical/" + name.chopped(5) + u".xml");
            if (!file.open(QIODevice::ReadOnly))
                continue;
            auto domain = DomainXml::parse(file.readAll());
            QVERIFY(domain);
            const auto ported = assignGuestUsbPorts(*domain);
            const auto ours = ported ? qemuCommand(*domain, QemuCapabilities()) : fail(ported.error());
            if (!ours) {
                ++refused;
                qInfo("refused %s: %s", qPrintable(name), qPrintable(ours.error().toString()));
                continue;
            }
            ++compared;
            const QStringList a = deviceLines(ours->arguments), b = deviceLines(theirs);
            if (a == b) {
                ++agreed;
                continue;
            }
            differences += name;
            for (const QString &line : a)
                if (!b.contains(line))
                    differences += u"    + "_s + line;
            for (const QString &line : b)
                if (!a.contains(line))
                    differences += u"    - "_s + line;
        }
        qInfo("%d agree of %d compared; %d are refused as not possible here; the others:\n%s", agreed, compared,
            refused, qPrintable(differences.join(u'\n')));
        QVERIFY2(compared >= 10, "too few to mean anything");
        QVERIFY(agreed * 100 >= compared * 95);
    }

    /// A processor that is plugged in later has the place that QEMU has kept for it.
    void placesOfProcessors_data()
    {
        QTest::addColumn<QByteArray>("cpu");
        QTest::addColumn<int>("number");
        QTest::addColumn<QString>("place");
        const QByteArray topology = "<cpu mode='maximum'><topology sockets='2' dies='2' cores='3' threads='2'/></cpu>";
        QTest::newRow("a socket each") << QByteArray() << 5 << u"qemu64 5.0.0.0"_s;
        QTest::newRow("first thread") << topology << 0 << u"max 0.0.0.0"_s;
        QTest::newRow("second thread") << topology << 1 << u"max 0.0.0.1"_s;
        QTest::newRow("second core") << topology << 2 << u"max 0.0.1.0"_s;
        QTest::newRow("second die") << topology << 6 << u"max 0.1.0.0"_s;
        QTest::newRow("the last") << topology << 23 << u"max 1.1.2.1"_s;
    }
    void placesOfProcessors()
    {
        QFETCH(QByteArray, cpu);
        QFETCH(int, number);
        QFETCH(QString, place);
        QByteArray text = Definition{{}, {}, cpu}.text();
        text.replace("<vcpu>2</vcpu>", "<vcpu current='1'>24</vcpu>");
        const auto machine
            = DomainXml::parse(text).and_then([](const DomainXml &domain) { return readMachine(domain); });
        QVERIFY2(machine, machine ? "" : qPrintable(machine.error().toString()));
        const QJsonObject made = processorProperties(*machine, number);
        const auto at = [&](const QString &name) { return QString::number(made[name + u"-id"].toInt()); };
        const QStringList path{at(u"socket"_s), at(u"die"_s), at(u"core"_s), at(u"thread"_s)};
        QCOMPARE(made[u"driver"].toString().remove(u"-x86_64-cpu"_s) + u' ' + path.join(u'.'), place);
    }

    void hugePagesOfNodes_data()
    {
        QTest::addColumn<QByteArray>("pages");
        QTest::addColumn<QList<qint64>>(
            "sizes"); // of three nodes; -1: ordinary memory, 0: the host's usual size; none: refused
        constexpr qint64 small = 2 << 20, large = 1 << 30;
        QTest::newRow("usual") << QByteArray() << QList<qint64>{0, 0, 0};
        QTest::newRow("one size") << QByteArray("<page size='2' unit='M'/>") << QList<qint64>{small, small, small};
        QTest::newRow("a size for each") << QByteArray(
            "<page size='1' unit='G' nodeset='0,2'/><page size='2' unit='M' nodeset='1'/>")
                                         << QList<qint64>{large, small, large};
        QTest::newRow("one, and another for the rest")
            << QByteArray("<page size='1' unit='G' nodeset='1-2'/><page size='2' unit='M'/>")
            << QList<qint64>{small, large, large};
        QTest::newRow("some have ordinary memory")
            << QByteArray("<page size='2048' nodeset='1'/>") << QList<qint64>{-1, small, -1};
        QTest::newRow("a node that is not there") << QByteArray("<page size='2048' nodeset='1,3'/>") << QList<qint64>();
        QTest::newRow("a node twice") << QByteArray(
            "<page size='2048' nodeset='1'/><page size='1' unit='G' nodeset='0-1'/>")
                                      << QList<qint64>();
        QTest::newRow("two for the rest")
            << QByteArray("<page size='2048'/><page size='1' unit='G'/>") << QList<qint64>();
    }
    void hugePagesOfNodes()
    {
        QFETCH(QByteArray, pages);
        QFETCH(QList<qint64>, sizes);
        Definition definition;
        definition.rest = "<memoryBacking><hugepages>" + pages
            + "</hugepages></memoryBacking><cpu><numa><cell id='0' cpus='0' memory='1' unit='G'/>"
              "<cell id='1' cpus='1' memory='1' unit='G'/><cell id='2' memory='1' unit='G'/></numa></cpu>";
        const auto command = definition.command();
        QCOMPARE(command.has_value(), !sizes.isEmpty());
        if (!command) {
            QCOMPARE(command.error().code, ErrorCode::InvalidXml);
            return;
        }
        QList<qint64> found;
        for (qsizetype i = 1; i < command->arguments.size(); ++i)
            if (command->arguments[i - 1] == u"-object" && command->arguments[i].contains(u"ram-node")) {
                const QJsonObject memory = QJsonDocument::fromJson(command->arguments[i].toUtf8()).object();
                found += memory[u"hugetlb"].toBool() ? memory[u"hugetlbsize"].toInteger() : -1;
            }
        QCOMPARE(found, sizes);
    }

    void theClock_data()
    {
        QTest::addColumn<QByteArray>("clock");
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("zone");
        QTest::newRow("none") << QByteArray() << u"utc"_s << QString();
        QTest::newRow("local time") << QByteArray("offset='localtime'") << u"localtime"_s << QString();
        if (QTimeZone::isTimeZoneIdAvailable("Europe/Paris"))
            QTest::newRow("of a zone") << QByteArray("offset='timezone' timezone='Europe/Paris'") << u"localtime"_s
                                       << u"Europe/Paris"_s;
        QTest::newRow("ahead") << QByteArray("offset='variable' adjustment='90061' basis='utc'")
                               << u"2026-03-02T02:01:01"_s << QString();
        QTest::newRow("behind local time") << QByteArray("offset='variable' adjustment='-60' basis='localtime'")
                                           << u"2026-03-01T02:59:00"_s << QString();
        QTest::newRow("ahead, in libvirt's other words")
            << QByteArray("offset='utc' adjustment='3600'") << u"2026-03-01T02:00:00"_s << QString();
        QTest::newRow("an instant") << QByteArray("offset='absolute' start='1150560081'") << u"2006-06-17T16:01:21"_s
                                    << QString();
    }
    void theClock()
    {
        QFETCH(QByteArray, clock);
        QFETCH(QString, base);
        QFETCH(QString, zone);
        Definition definition;
        definition.rest = clock.isEmpty() ? QByteArray() : QByteArray("<clock " + clock + "/>");
        const auto command = definition.command();
        QVERIFY2(command, command ? "" : qPrintable(command.error().toString()));
        const QDateTime now({2026, 3, 1}, {3, 0, 0}, Qt::OffsetFromUTC, 2 * 60 * 60); // 01:00 in Greenwich
        QCOMPARE(withClockAt(valueOf(command->arguments, u"-rtc"_s), now), QString(u"base="_s + base));
        QCOMPARE(command->timeZone, zone);
    }

    void qemuTakesItAndPutsDevicesWhereTheXmlSays_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing but a name") << Definition().text();
        Definition desktop;
        desktop.devices
            = "<disk type='file' device='disk'><driver name='qemu' type='raw' cache='none' discard='unmap'/><source file='"
            + QFile::encodeName(image(u"disk.raw"_s))
            + "'/><target dev='vda' bus='virtio'/><boot order='1'/></disk>"
              "<disk type='file' device='cdrom'><driver name='qemu' type='raw'/><source file='"
            + QFile::encodeName(image(u"cd.iso"_s))
            + "'/><target dev='sda' bus='sata'/><readonly/><boot order='2'/></disk>"
              "<interface type='user'><mac address='52:54:00:01:02:03'/><model type='virtio'/></interface>"
              "<interface type='user'><model type='e1000e'/></interface>"
              "<input type='tablet' bus='usb'/><graphics type='vnc'/><video><model type='virtio'/></video>"
              "<sound model='ich9'/><rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>"
              "<serial type='file'><source path='"
            + QFile::encodeName(m_directory.filePath(u"serial,log"_s)) + "'/></serial><memballoon model='virtio'/>";
        QTest::newRow("desktop") << desktop.text();
        Definition ports;
        ports.devices = "<controller type='pci' index='0' model='pcie-root'/>"
                        "<controller type='pci' index='1' model='pcie-root-port'/>"
                        "<controller type='pci' index='2' model='pcie-to-pci-bridge'/>"
                        "<controller type='pci' index='3' model='pcie-root-port'/>"
                        "<controller type='pci' index='4' model='pcie-switch-upstream-port'/>"
                        "<controller type='pci' index='5' model='pcie-switch-downstream-port'/>"
                        "<interface type='user'><model type='rtl8139'/></interface>";
        QTest::newRow("switch and bridge") << ports.text();
        Definition topology;
        topology.rest
            = "<cpu mode='maximum'><topology sockets='1' cores='2' threads='1'/></cpu>"
              "<features><acpi/><apic/><vmport state='off'/></features>"
              "<clock offset='localtime'><timer name='rtc' tickpolicy='catchup'/><timer name='hpet' present='no'/></clock>"
              "<pm><suspend-to-mem enabled='no'/><suspend-to-disk enabled='no'/></pm>";
        topology.os = "<bootmenu enable='yes'/>";
        QTest::newRow("processor and clock") << topology.text();
        Definition newest;
        newest.machine = "pc-q35-7.2";
        newest.devices = "<controller type='scsi' index='0' model='virtio-scsi'/><disk type='file' device='disk'>"
                         "<driver name='qemu' type='raw'/><source file='"
            + QFile::encodeName(image(u"scsi.raw"_s)) + "'/><target dev='sda' bus='scsi'/></disk>";
        QTest::newRow("named version, SCSI") << newest.text();
        Definition nvme;
        nvme.devices = nvmeDisk("nvme0n1", image(u"nvme0n1.raw"_s)) + nvmeDisk("nvme0n2", image(u"nvme0n2.raw"_s))
            + nvmeDisk("nvme1n1", image(u"nvme1n1.raw"_s), "<serial>S1</serial><wwn>5000c50015ea71ac</wwn>");
        QTest::newRow("NVMe, one controller with two namespaces and one with its own serial number") << nvme.text();
        if (const auto firmware = findFirmware(u"q35"_s)) {
            const QString variables = m_directory.filePath(u"vars.fd"_s);
            QFile::copy(firmware->variablesTemplate, variables);
            Definition uefi;
            uefi.os = "<loader readonly='yes' type='pflash'>" + QFile::encodeName(firmware->code) + "</loader><nvram>"
                + QFile::encodeName(variables) + "</nvram>";
            QTest::newRow("UEFI") << uefi.text();
        }
    }
    void qemuTakesItAndPutsDevicesWhereTheXmlSays()
    {
        QFETCH(QByteArray, text);
        const auto capabilities = probeQemu();
        if (!capabilities && capabilities.error().code == ErrorCode::NotFound)
            QSKIP("qemu-system-x86_64 is not installed");
        QVERIFY2(capabilities, capabilities ? "" : qPrintable(capabilities.error().toString()));
        QVERIFY(capabilities->hasDevice(u"pcie-root-port"_s));
        QVERIFY(!capabilities->hasDevice(u"no-such-device"_s));

        auto domain = DomainXml::parse(text);
        QVERIFY2(domain, domain ? "" : qPrintable(domain.error().toString()));
        const auto completed = domain->complete();
        QVERIFY2(completed, completed ? "" : qPrintable(completed.error().toString()));
        const auto command = qemuCommand(*domain, *capabilities);
        QVERIFY2(command, command ? "" : qPrintable(command.error().toString()));

        const RealQemu qemu = startAndLook(*command, *domain);
        QVERIFY2(qemu.started, qemu.complaint.constData());
        QCOMPARE(qemu.found, qemu.expected);
        QCOMPARE(qemu.complaint, QByteArray()); // no warning either
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
