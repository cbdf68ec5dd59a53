// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Defaults as virt-install 4 has them for a desktop, but q35 throughout and no SPICE.
#include "xml/newmachine.h"

#include "xml/devicebasis.h"
#include "xml/xmlnodes.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>

namespace laneway {

namespace {

constexpr quint64 mebi = 1 << 20;
constexpr quint64 gibi = 1 << 30;

using Attributes = QList<std::pair<QString, QString>>;

QDomElement add(QDomElement parent, const QString &name, const QString &text = {})
{
    QDomElement element = parent.ownerDocument().createElement(name);
    if (!text.isEmpty())
        element.appendChild(parent.ownerDocument().createTextNode(text));
    parent.appendChild(element);
    return element;
}

QDomElement add(QDomElement parent, const QString &name, const Attributes &attributes)
{
    QDomElement element = add(parent, name);
    for (const auto &[key, value] : attributes)
        element.setAttribute(key, value);
    return element;
}

bool isWindows(const GuestOs &os)
{
    return os.family == u"winnt" || os.family == u"win9x";
}

/// "vda" … "vdz", "sda" …, "nvme0n1" …
QString targetName(const QString &bus, int number)
{
    if (bus == u"nvme")
        return u"nvme0n"_s + QString::number(number + 1);
    const QString prefix = bus == u"virtio" ? u"vd"_s : bus == u"ide" ? u"hd"_s : u"sd"_s;
    return prefix + QChar(u'a' + number);
}

void addSystem(QDomElement root, const NewMachine &machine)
{
    const bool efi = machine.efi.value_or(machine.os.efi) || machine.secureBoot;
    QDomElement os = add(root, u"os"_s);
    if (efi)
        os.setAttribute(u"firmware"_s, u"efi"_s);
    QDomElement type = add(os, u"type"_s, u"hvm"_s);
    type.setAttribute(u"arch"_s, u"x86_64"_s);
    type.setAttribute(u"machine"_s, u"q35"_s);
    if (efi && machine.enrolledKeys) {
        QDomElement firmware = add(os, u"firmware"_s);
        const auto feature = [&](const QString &name, bool on) {
            add(firmware, u"feature"_s, Attributes{{u"enabled"_s, on ? u"yes"_s : u"no"_s}, {u"name"_s, name}});
        };
        feature(u"enrolled-keys"_s, *machine.enrolledKeys);
        feature(u"secure-boot"_s, machine.secureBoot);
    }
    if (machine.secureBoot)
        add(os, u"loader"_s, Attributes{{u"secure"_s, u"yes"_s}});
    if (efi && !machine.nvram.isEmpty())
        add(os, u"nvram"_s, machine.nvram);
    for (const auto &[name, value] : {std::pair{u"kernel"_s, machine.kernel}, std::pair{u"initrd"_s, machine.initrd},
             std::pair{u"cmdline"_s, machine.kernelArguments}})
        if (!value.isEmpty())
            add(os, name, value);

    QDomElement features = add(root, u"features"_s);
    add(features, u"acpi"_s);
    add(features, u"apic"_s);
    if (machine.secureBoot)
        add(features, u"smm"_s, Attributes{{u"state"_s, u"on"_s}});
    if (isWindows(machine.os)) { // what Windows runs markedly better with
        QDomElement hyperv = add(features, u"hyperv"_s, Attributes{{u"mode"_s, u"custom"_s}});
        for (const QString &name : {u"relaxed"_s, u"vapic"_s})
            add(hyperv, name, Attributes{{u"state"_s, u"on"_s}});
        add(hyperv, u"spinlocks"_s, Attributes{{u"state"_s, u"on"_s}, {u"retries"_s, u"8191"_s}});
    }
    add(root, u"cpu"_s, Attributes{{u"mode"_s, u"host-passthrough"_s}});
    QDomElement clock
        = add(root, u"clock"_s, Attributes{{u"offset"_s, isWindows(machine.os) ? u"localtime"_s : u"utc"_s}});
    add(clock, u"timer"_s, Attributes{{u"name"_s, u"rtc"_s}, {u"tickpolicy"_s, u"catchup"_s}});
    add(clock, u"timer"_s, Attributes{{u"name"_s, u"pit"_s}, {u"tickpolicy"_s, u"delay"_s}});
    add(clock, u"timer"_s, Attributes{{u"name"_s, u"hpet"_s}, {u"present"_s, u"no"_s}});
    if (isWindows(machine.os))
        add(clock, u"timer"_s, Attributes{{u"name"_s, u"hypervclock"_s}, {u"present"_s, u"yes"_s}});
}

/// When what a machine starts from has its turn.
struct BootOrder
{
    int disk = 1; ///< the first; the others follow it
    int cdrom = 0;
    int network = 0;
};

BootOrder bootOrderOf(const NewMachine &machine)
{
    // An empty disk cannot be started from, so CD or network have their turn until the installation is done. Before it,
    // they would install anew at each start.
    const bool hasSystem = std::any_of(machine.disks.begin(), machine.disks.end(),
        [](const NewDisk &disk) { return disk.bytes == 0 || !disk.backing.isEmpty(); });
    const bool isChosenFirst = machine.boot != NewMachine::Boot::Disk && hasSystem;
    BootOrder order;
    order.disk = isChosenFirst ? 2 : 1;
    const int last = order.disk + int(machine.disks.size());
    const int chosen = isChosenFirst ? 1 : last;
    order.network = chosen;
    const bool isNetworkLast = machine.boot == NewMachine::Boot::Network && !isChosenFirst;
    order.cdrom = machine.boot == NewMachine::Boot::Cdrom ? chosen : last + isNetworkLast;
    return order;
}

void addDisks(QDomElement devices, const NewMachine &machine)
{
    const BootOrder turns = bootOrderOf(machine);
    int order = turns.disk;
    int virtio = 0;
    int other = 0;
    const auto place = [&](const QString &bus) { return targetName(bus, bus == u"virtio" ? virtio++ : other++); };
    for (const NewDisk &disk : machine.disks) {
        QDomElement element = add(devices, u"disk"_s,
            Attributes{{u"type"_s, disk.isBlock ? u"block"_s : u"file"_s}, {u"device"_s, u"disk"_s}});
        const QString bus = !disk.bus.isEmpty() ? disk.bus : machine.os.virtioDisk ? u"virtio"_s : u"sata"_s;
        QDomElement driver = add(element, u"driver"_s,
            Attributes{{u"name"_s, u"qemu"_s}, {u"type"_s, disk.isBlock ? u"raw"_s : disk.format}});
        driver.setAttribute(u"discard"_s, u"unmap"_s); // what the guest gives up is free again outside
        add(element, u"source"_s, Attributes{{disk.isBlock ? u"dev"_s : u"file"_s, disk.path}});
        add(element, u"target"_s, Attributes{{u"dev"_s, place(bus)}, {u"bus"_s, bus}});
        add(element, u"boot"_s, Attributes{{u"order"_s, QString::number(order++)}});
    }
    if (machine.cdrom.isEmpty() && machine.boot != NewMachine::Boot::Cdrom)
        return;
    QDomElement element = add(devices, u"disk"_s, Attributes{{u"type"_s, u"file"_s}, {u"device"_s, u"cdrom"_s}});
    add(element, u"driver"_s, Attributes{{u"name"_s, u"qemu"_s}, {u"type"_s, u"raw"_s}});
    if (!machine.cdrom.isEmpty())
        add(element, u"source"_s, Attributes{{u"file"_s, machine.cdrom}});
    add(element, u"target"_s, Attributes{{u"dev"_s, place(u"sata"_s)}, {u"bus"_s, u"sata"_s}});
    add(element, u"readonly"_s);
    add(element, u"boot"_s, Attributes{{u"order"_s, QString::number(turns.cdrom)}});
}

void addNetworks(QDomElement devices, const NewMachine &machine)
{
    bool first = true;
    for (const NewNetwork &network : machine.networks) {
        if (network.kind == NewNetwork::Kind::None)
            continue;
        const bool isUser = network.kind == NewNetwork::Kind::User;
        const bool isDirect = network.kind == NewNetwork::Kind::Direct;
        const bool isBridge = network.kind == NewNetwork::Kind::Bridge;
        QDomElement element = add(devices, u"interface"_s,
            Attributes{{u"type"_s,
                isUser         ? u"user"_s
                    : isBridge ? u"bridge"_s
                    : isDirect ? u"direct"_s
                               : u"network"_s}});
        if (network.mac)
            add(element, u"mac"_s, Attributes{{u"address"_s, network.mac->toString()}});
        if (isDirect)
            add(element, u"source"_s, Attributes{{u"dev"_s, network.source}, {u"mode"_s, u"bridge"_s}});
        else if (!isUser)
            add(element, u"source"_s, Attributes{{isBridge ? u"bridge"_s : u"network"_s, network.source}});
        // A function of a pool is the card itself.
        if (network.kind != NewNetwork::Kind::Network)
            add(element, u"model"_s,
                Attributes{{u"type"_s,
                    !network.model.isEmpty()       ? network.model
                        : machine.os.virtioNetwork ? u"virtio"_s
                                                   : u"e1000e"_s}});
        if (std::exchange(first, false) && machine.boot == NewMachine::Boot::Network)
            add(element, u"boot"_s, Attributes{{u"order"_s, QString::number(bootOrderOf(machine).network)}});
    }
}

/// As many as virt-install makes: what the definition has takes some, and each of the others can get a
/// device while the machine runs.
void addRootPorts(QDomElement devices)
{
    constexpr int rootPorts = 14;
    for (int index = 1; index <= rootPorts; ++index)
        add(devices, u"controller"_s,
            Attributes{{u"type"_s, u"pci"_s}, {u"index"_s, QString::number(index)}, {u"model"_s, u"pcie-root-port"_s}});
}

void addSmallDevices(QDomElement devices, const NewMachine &machine)
{
    const GuestOs &os = machine.os;
    if (os.usb3)
        add(devices, u"controller"_s,
            Attributes{{u"type"_s, u"usb"_s}, {u"model"_s, u"qemu-xhci"_s}, {u"ports"_s, u"15"_s}});
    QDomElement serial = add(devices, u"serial"_s, Attributes{{u"type"_s, u"pty"_s}});
    add(serial, u"target"_s, Attributes{{u"port"_s, u"0"_s}});
    if (os.virtioDisk || os.family == u"linux") { // who has virtio has the agent
        QDomElement channel = add(devices, u"channel"_s, Attributes{{u"type"_s, u"unix"_s}});
        add(channel, u"target"_s, Attributes{{u"type"_s, u"virtio"_s}, {u"name"_s, u"org.qemu.guest_agent.0"_s}});
    }
    if (machine.graphics) {
        if (os.tablet)
            add(devices, u"input"_s, Attributes{{u"type"_s, u"tablet"_s}, {u"bus"_s, u"usb"_s}});
        QDomElement graphics = add(devices, u"graphics"_s, Attributes{{u"type"_s, u"vnc"_s}});
        add(graphics, u"listen"_s, Attributes{{u"type"_s, u"none"_s}});
        QDomElement video = add(devices, u"video"_s);
        add(video, u"model"_s, Attributes{{u"type"_s, os.virtioVideo ? u"virtio"_s : u"vga"_s}});
        add(devices, u"sound"_s, Attributes{{u"model"_s, u"ich9"_s}});
    }
    if (os.tpm) {
        QDomElement tpm = add(devices, u"tpm"_s, Attributes{{u"model"_s, u"tpm-crb"_s}});
        add(tpm, u"backend"_s, Attributes{{u"type"_s, u"emulator"_s}, {u"version"_s, u"2.0"_s}});
    }
    if (os.virtioBalloon) { // which tells how much of its memory the guest uses
        QDomElement balloon = add(devices, u"memballoon"_s, Attributes{{u"model"_s, u"virtio"_s}});
        add(balloon, u"stats"_s, Attributes{{u"period"_s, u"5"_s}});
    } else {
        add(devices, u"memballoon"_s, Attributes{{u"model"_s, u"none"_s}});
    }
    if (os.virtioRng) {
        QDomElement rng = add(devices, u"rng"_s, Attributes{{u"model"_s, u"virtio"_s}});
        QDomElement backend = add(rng, u"backend"_s, u"/dev/urandom"_s);
        backend.setAttribute(u"model"_s, u"random"_s);
    }
}

} // namespace

GuestOs genericOs(const QString &shortId)
{
    GuestOs os;
    os.shortId = shortId.isEmpty() ? u"generic"_s : shortId;
    if (shortId.startsWith(u"win")) {
        os.family = u"winnt"_s;
        os.name = shortId == u"win11" ? u"Windows 11"_s : shortId == u"win10" ? u"Windows 10"_s : u"Windows"_s;
        os.virtioDisk = os.virtioNetwork = os.virtioRng = os.virtioBalloon = false; // no drivers on its medium
        os.memoryBytes = 4 * gibi;
        os.diskBytes = 64 * gibi;
        os.processors = 2;
        os.efi = os.secureBoot = os.tpm = shortId == u"win11";
    } else if (shortId.startsWith(u"linux")) {
        os.family = u"linux"_s;
        os.name = u"Linux"_s;
        os.virtioVideo = true;
    }
    return os;
}

quint64 memoryOf(const NewMachine &machine)
{
    if (machine.memoryBytes > 0)
        return machine.memoryBytes;
    return machine.os.memoryBytes > 0 ? qMax(machine.os.memoryBytes, 512 * mebi) : 2 * gibi;
}

int processorsOf(const NewMachine &machine)
{
    return machine.processors > 0 ? machine.processors : qMax(machine.os.processors, 2);
}

quint64 usualDiskBytes(const GuestOs &os)
{
    return os.diskBytes > 0 ? qMax(os.diskBytes, 8 * gibi) : 20 * gibi;
}

Result<DomainXml> newMachineXml(const NewMachine &machine)
{
    if (!isMachineName(machine.name))
        return fail(ErrorCode::InvalidInput, machine.name.left(64),
            u"a name begins with a letter or digit and goes on with these, _ . + and -, 63 at most"_s);
    QDomDocument document;
    QDomElement root = document.createElement(u"domain"_s);
    document.appendChild(root);
    root.setAttribute(u"type"_s, u"kvm"_s);
    add(root, u"name"_s, machine.name);
    add(root, u"uuid"_s, QUuid::createUuid().toString(QUuid::WithoutBraces));
    if (!machine.os.id.isEmpty()) {
        const QString space = u"http://libosinfo.org/xmlns/libvirt/domain/1.0"_s;
        QDomElement metadata = add(root, u"metadata"_s);
        QDomElement info = add(metadata, u"libosinfo:libosinfo"_s);
        info.setAttribute(u"xmlns:libosinfo"_s, space);
        add(info, u"libosinfo:os"_s, Attributes{{u"id"_s, machine.os.id}});
    }
    QDomElement memory = add(root, u"memory"_s, QString::number(memoryOf(machine) / mebi));
    memory.setAttribute(u"unit"_s, u"MiB"_s);
    add(root, u"vcpu"_s, QString::number(processorsOf(machine)));
    addSystem(root, machine);
    QDomElement devices = add(root, u"devices"_s);
    addDisks(devices, machine);
    for (const NewDisk &disk : machine.disks)
        if (const QDomElement controller = neededController(root, disk.bus); !controller.isNull())
            devices.appendChild(controller);
    addNetworks(devices, machine);
    addRootPorts(devices);
    addSmallDevices(devices, machine);
    auto domain = DomainXml::parse(document.toByteArray(2));
    if (!domain)
        return domain;
    for (const QByteArray &device : machine.devices)
        if (const auto added = domain->addDevice(device); !added)
            return fail(added.error());
    return domain;
}

void useEmulation(DomainXml &domain)
{
    QDomElement root = domain.editableRoot();
    root.setAttribute(u"type"_s, u"qemu"_s);
    QDomElement cpu = root.firstChildElement(u"cpu"_s);
    if (cpu.attribute(u"mode"_s) == u"host-passthrough" || cpu.attribute(u"mode"_s) == u"host-model") {
        cpu.setAttribute(u"mode"_s, u"maximum"_s);
        cpu.removeAttribute(u"check"_s);
        cpu.removeAttribute(u"migratable"_s);
    }
    // Words to KVM, to which nobody would listen.
    QDomElement features = root.firstChildElement(u"features"_s);
    for (const QString &name : {u"hyperv"_s, u"kvm"_s})
        features.removeChild(features.firstChildElement(name));
    const QList<QDomElement> timers = childElements(root.firstChildElement(u"clock"_s), u"timer"_s);
    for (const QDomElement &timer : timers)
        if (timer.attribute(u"name"_s) == u"hypervclock" || timer.attribute(u"name"_s) == u"kvmclock")
            timer.parentNode().removeChild(timer);
}

QJsonArray imagesToMake(const NewMachine &machine)
{
    QJsonArray images;
    for (const NewDisk &disk : machine.disks) {
        if (disk.bytes == 0 && disk.backing.isEmpty())
            continue;
        QJsonObject image{
            {u"path"_s, disk.path}, {u"format"_s, disk.format}, {u"bytes"_s, QString::number(disk.bytes)}};
        if (!disk.backing.isEmpty()) {
            image[u"backing"] = disk.backing;
            image[u"backingFormat"] = disk.backingFormat;
        }
        images += image;
    }
    return images;
}

bool isBlockPath(const QString &path)
{
    return path.startsWith(u"/dev/");
}

bool isMachineName(const QString &name)
{
    static const QRegularExpression form(u"\\A[\\p{L}\\p{N}][\\p{L}\\p{N}_.+-]{0,62}\\z"_s);
    return form.match(name).hasMatch();
}

QString freeMachineName(const GuestOs &os, const QStringList &taken)
{
    const QString first = os.shortId.isEmpty() || os.shortId == u"generic" ? u"machine"_s : os.shortId;
    QString name = first;
    for (int number = 2; taken.contains(name); ++number)
        name = first + u'-' + QString::number(number);
    return name;
}

} // namespace laneway
