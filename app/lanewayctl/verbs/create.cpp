// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/osinfo.h"
#include "output.h"
#include "session.h"
#include "verbs/verbs.h"

#include <array>

namespace laneway::verbs {

namespace {

constexpr quint64 mebi = 1 << 20;
constexpr quint64 gibi = 1 << 30;

/// virt-install's "key=value,key=value"; what has no key is @p first's.
Result<QMap<QString, QString>> keysIn(const QString &text, const QString &first, const QStringList &known)
{
    QMap<QString, QString> keys;
    for (const QString &part : text.split(u',')) {
        const qsizetype equals = part.indexOf(u'=');
        const QString key = equals < 0 ? (keys.isEmpty() ? first : part) : part.left(equals);
        if (!known.contains(key) && key != first)
            return fail(ErrorCode::InvalidInput, text, Ctl::tr("%1 is not known here").arg(key));
        keys.insert(key, equals < 0 ? (key == part ? QString() : part) : part.mid(equals + 1));
    }
    return keys;
}

template <typename T, typename Begin> T awaitValue(Begin begin)
{
    QEventLoop loop;
    T value;
    begin(&loop, [&](const T &got) {
        value = got;
        loop.quit();
    });
    loop.exec();
    return value;
}

Result<GuestOs> osOf(const Invocation &invocation)
{
    using Known = std::optional<GuestOs>;
    QString variant = invocation.value("os-variant"_L1);
    if (variant.startsWith(u"detect="))
        variant.clear();
    if (!variant.isEmpty()) {
        const auto os
            = awaitValue<Known>([&](QObject *context, auto answer) { osinfo::find(variant, context, answer); });
        if (!os)
            return fail(ErrorCode::InvalidInput, variant,
                Ctl::tr("--os-variant: no system of this name is known; see osinfo-query os"));
        return *os;
    }
    if (!invocation.has("cdrom"_L1))
        return genericOs();
    const auto os = awaitValue<Known>([&](QObject *context, auto answer) {
        osinfo::identify(absolutePath(invocation.value("cdrom"_L1)), context, answer);
    });
    return os.value_or(genericOs());
}

/// Of an image that is to be made and whose format nobody has said.
QString usualFormat(const QString &path, bool standsOnAnother)
{
    const bool isRaw = path.endsWith(u".raw", Qt::CaseInsensitive) || path.endsWith(u".img", Qt::CaseInsensitive);
    return isRaw && !standsOnAnother ? u"raw"_s : u"qcow2"_s;
}

Result<NewDisk> diskFrom(
    Session &session, const QString &text, const NewMachine &machine, const QString &folder, int number)
{
    const auto keys
        = keysIn(text, u"path"_s, {u"size"_s, u"format"_s, u"bus"_s, u"backing_store"_s, u"backing_format"_s});
    if (!keys)
        return fail(keys.error());
    NewDisk disk;
    disk.format = keys->value(u"format"_s);
    disk.bus = keys->value(u"bus"_s);
    if (keys->contains(u"backing_store"_s)) {
        disk.backing = absolutePath(keys->value(u"backing_store"_s));
        disk.backingFormat = keys->value(u"backing_format"_s);
    }
    if (keys->contains(u"size"_s)) {
        const auto bytes = bytesFrom(keys->value(u"size"_s), gibi);
        if (!bytes)
            return fail(bytes.error());
        disk.bytes = *bytes;
    }
    const QString path = keys->value(u"path"_s);
    if (path.isEmpty() && disk.bytes == 0 && disk.backing.isEmpty())
        return fail(ErrorCode::InvalidInput, text, Ctl::tr("a disk has a path or a size"));
    const bool isNew = disk.bytes > 0 || !disk.backing.isEmpty();
    if (disk.format.isEmpty() && isNew)
        disk.format = usualFormat(path, !disk.backing.isEmpty());
    if (disk.format.isEmpty()) {
        const auto found = formatOfImage(session, absolutePath(path), u"format="_s);
        if (!found)
            return fail(found.error());
        disk.format = *found;
    }
    disk.path = !path.isEmpty()
        ? absolutePath(path)
        : folder + u'/' + machine.name + (number > 1 ? u"-%1"_s.arg(number) : QString()) + u'.' + disk.format;
    disk.isBlock = !isNew && isBlockPath(disk.path);
    return disk;
}

Result<NewNetwork> networkFrom(const QString &text)
{
    const auto keys
        = keysIn(text, u"type"_s, {u"bridge"_s, u"network"_s, u"source"_s, u"source_mode"_s, u"model"_s, u"mac"_s});
    if (!keys)
        return fail(keys.error());
    NewNetwork network;
    network.model = keys->value(u"model"_s);
    const QString type = keys->value(u"type"_s);
    if (keys->contains(u"bridge"_s))
        network = {NewNetwork::Kind::Bridge, keys->value(u"bridge"_s), network.model, {}};
    else if (keys->contains(u"network"_s))
        network = {NewNetwork::Kind::Network, keys->value(u"network"_s), network.model, {}};
    else if (type == u"none")
        network.kind = NewNetwork::Kind::None;
    else if (type == u"direct" && keys->contains(u"source"_s)
        && keys->value(u"source_mode"_s, u"bridge"_s) == u"bridge")
        network = {NewNetwork::Kind::Direct, keys->value(u"source"_s), network.model, {}};
    else if (type != u"user" && type != u"default")
        return fail(ErrorCode::InvalidInput, text,
            Ctl::tr("user, none, bridge=NAME, network=NAME, or type=direct,source=CARD with source_mode=bridge"));
    if (keys->contains(u"mac"_s)) {
        const auto mac = MacAddress::parse(keys->value(u"mac"_s));
        if (!mac)
            return fail(mac.error());
        network.mac = *mac;
    }
    return network;
}

/// "0000:02:10.0", or of a virtual function "0000:02:10.0,mac=52:54:…,vlan=42": the words of `vf set`. With any of them
/// it is a network interface, as libvirt has no other place for them.
Result<AssignedDevice> hostDeviceFrom(const Session &session, const QString &text)
{
    const QStringList words = text.split(u',');
    const auto address = session.deviceAddress(words.first());
    if (!address)
        return fail(address.error());
    AssignedDevice device;
    device.source = *address;
    device.managed = true;
    if (words.size() == 1)
        return device;
    const PciFunction *function = session.host().find(*address);
    const PciFunction *physical
        = function && function->physicalFunction ? session.host().find(*function->physicalFunction) : nullptr;
    if (!physical || physical->interfaces.isEmpty())
        return fail(ErrorCode::NotAVirtualFunction, words.first(),
            Ctl::tr("only a virtual function of a network card has settings"));
    const auto change = VfChange::parse(words.sliced(1));
    if (!change)
        return fail(change.error());
    device.form = AssignedDevice::Form::Interface;
    device.mac = change->mac;
    device.vlan = change->vlan;
    device.extra = *change;
    device.extra.mac.reset();
    device.extra.vlan.reset();
    return device;
}

constexpr int mostFeatures = 4;

QString featureKey(int number, const QString &what)
{
    return u"firmware.feature%1."_s.arg(number) + what;
}

/// What --boot, which may be given several times, says of the firmware.
struct FirmwareWords
{
    std::optional<bool> efi, secure, enrolledKeys;
};

/// One that was said once stays: the machine would be another than a part of what was said.
Result<> say(std::optional<bool> &wish, bool value, const QString &name)
{
    if (wish.value_or(value) != value)
        return fail(ErrorCode::InvalidInput, u"--boot"_s, Ctl::tr("%1 is said both ways").arg(name));
    wish = value;
    return {};
}

/// "secure=on", or as virt-install has it: "loader_secure=yes",
/// "firmware.feature0.name=secure-boot,firmware.feature0.enabled=yes".
Result<> readSecureBoot(const QMap<QString, QString> &keys, FirmwareWords &words)
{
    const auto readSwitch = [&](const QString &key) -> Result<bool> {
        const QString value = keys.value(key);
        const bool on = value == u"on" || value == u"yes";
        if (!on && value != u"off" && value != u"no")
            return fail(ErrorCode::InvalidInput, key + u'=' + value, Ctl::tr("on or off"));
        return on;
    };
    for (const QString &key : {u"secure"_s, u"loader_secure"_s, u"loader.secure"_s}) {
        if (!keys.contains(key))
            continue;
        const auto on = readSwitch(key);
        if (!on)
            return fail(on.error());
        if (auto said = say(words.secure, *on, u"secure"_s); !said)
            return said;
    }
    for (int number = 0; number < mostFeatures; ++number) {
        const QString name = keys.value(featureKey(number, u"name"_s));
        if (name.isEmpty())
            continue;
        if (name != u"secure-boot" && name != u"enrolled-keys")
            return fail(ErrorCode::InvalidInput, name, Ctl::tr("secure-boot or enrolled-keys"));
        const auto on = readSwitch(featureKey(number, u"enabled"_s));
        if (!on)
            return fail(on.error());
        const bool isSecure = name == u"secure-boot";
        if (auto said = say(isSecure ? words.secure : words.enrolledKeys, *on, isSecure ? u"secure"_s : name); !said)
            return said;
    }
    return {};
}

/// Once all was said.
Result<> takeFirmware(const FirmwareWords &words, NewMachine &machine)
{
    machine.efi = words.efi;
    machine.enrolledKeys = words.enrolledKeys;
    machine.secureBoot = words.secure.value_or(machine.os.secureBoot && words.efi != false);
    if (words.efi == false && (words.secure == true || words.enrolledKeys == true))
        return fail(ErrorCode::InvalidInput, u"--boot"_s, Ctl::tr("Secure Boot is UEFI's: a BIOS has none"));
    if (words.enrolledKeys == true && !machine.secureBoot)
        return fail(ErrorCode::InvalidInput, u"--boot"_s,
            Ctl::tr("enrolled keys are for Secure Boot, which is to be on, too: secure=on"));
    return {};
}

/// Whether it says what the machine starts from; it may be about the firmware alone.
Result<bool> readBoot(const QString &text, NewMachine &machine, FirmwareWords &words)
{
    QStringList known{u"bios"_s, u"hd"_s, u"cdrom"_s, u"network"_s, u"kernel"_s, u"initrd"_s, u"kernel_args"_s,
        u"firmware"_s, u"uefi"_s, u"secure"_s, u"loader_secure"_s, u"loader.secure"_s};
    for (int number = 0; number < mostFeatures; ++number)
        known << featureKey(number, u"name"_s) << featureKey(number, u"enabled"_s);
    // A single word is itself, whatever comes first.
    const QString first = u"first"_s;
    const auto keys = keysIn(text, first, known);
    if (!keys)
        return fail(keys.error());
    const QString word = keys->value(first);
    static const QStringList alone{u"bios"_s, u"uefi"_s, u"hd"_s, u"cdrom"_s, u"network"_s}; // the others have a value
    if (keys->contains(first) && !alone.contains(word))
        return fail(ErrorCode::InvalidInput, text, Ctl::tr("%1 is not known here").arg(word));
    const auto says = [&](const QString &name) { return keys->contains(name) || word == name; };
    if (says(u"network"_s))
        machine.boot = NewMachine::Boot::Network;
    else if (says(u"cdrom"_s))
        machine.boot = NewMachine::Boot::Cdrom;
    else if (says(u"hd"_s))
        machine.boot = NewMachine::Boot::Disk;
    const bool isBios = says(u"bios"_s) || keys->value(u"firmware"_s) == u"bios";
    const bool isEfi = says(u"uefi"_s) || keys->value(u"firmware"_s) == u"efi";
    for (const auto &[isSaid, efi] : {std::pair{isBios, false}, std::pair{isEfi, true}})
        if (isSaid)
            if (const auto said = say(words.efi, efi, u"uefi"_s); !said)
                return fail(said.error());
    if (const auto read = readSecureBoot(*keys, words); !read)
        return fail(read.error());
    for (const auto &[key, value] : {std::pair{u"kernel"_s, &machine.kernel}, std::pair{u"initrd"_s, &machine.initrd}})
        if (keys->contains(key))
            *value = absolutePath(keys->value(key));
    machine.kernelArguments = keys->value(u"kernel_args"_s);
    return says(u"network"_s) || says(u"cdrom"_s) || says(u"hd"_s) || !machine.kernel.isEmpty();
}

bool hasSystem(const NewDisk &disk)
{
    return disk.bytes == 0 || !disk.backing.isEmpty();
}

Result<NewMachine> machineFrom(Session &session, const Invocation &invocation)
{
    NewMachine machine;
    const auto os = osOf(invocation);
    if (!os)
        return fail(os.error());
    machine.os = *os;
    QStringList taken;
    for (const DomainInfo &domain : session.connection().domains())
        taken += domain.name;
    machine.name = invocation.has("name"_L1) ? invocation.value("name"_L1) : freeMachineName(*os, taken);
    if (invocation.has("memory"_L1)) {
        const auto bytes = bytesFrom(invocation.value("memory"_L1), mebi);
        if (!bytes)
            return fail(bytes.error());
        machine.memoryBytes = *bytes;
    }
    if (invocation.has("vcpus"_L1)) {
        machine.processors = invocation.value("vcpus"_L1).toInt();
        if (machine.processors < 1 || machine.processors > 4096)
            return fail(ErrorCode::InvalidInput, invocation.value("vcpus"_L1), Ctl::tr("1 to 4096 processors"));
    }
    if (invocation.has("cdrom"_L1)) {
        machine.cdrom = absolutePath(invocation.value("cdrom"_L1));
        machine.boot = NewMachine::Boot::Cdrom;
    }
    if (invocation.has("pxe"_L1))
        machine.boot = NewMachine::Boot::Network;
    bool isSaid
        = invocation.has("cdrom"_L1) || invocation.has("pxe"_L1) || invocation.has("import"_L1); // what it starts from
    FirmwareWords firmware;
    for (const QString &boot : invocation.every.value("boot"_L1)) {
        const auto says = readBoot(boot, machine, firmware);
        if (!says)
            return fail(says.error());
        isSaid = isSaid || *says;
    }
    if (const auto taken = takeFirmware(firmware, machine); !taken)
        return fail(taken.error());

    QStringList disks = invocation.every.value("disk"_L1);
    if (disks.isEmpty() && invocation.has("import"_L1))
        return fail(ErrorCode::InvalidInput, u"--import"_s, Ctl::tr("it needs the image: --disk PATH"));
    if (disks.isEmpty() && machine.kernel.isEmpty())
        disks += u"size=%1"_s.arg(double(usualDiskBytes(machine.os)) / double(gibi));
    const bool needsFolder = std::any_of(disks.begin(), disks.end(),
        [](const QString &disk) { return !disk.startsWith(u'/') && !disk.contains(u"path="_s); });
    QString folder;
    if (needsFolder) {
        const auto list = session.wait<QJsonObject>(
            [&](QObject *context, const auto &answer) { session.connection().listImages({}, context, answer); });
        if (!list)
            return fail(list.error());
        folder = (*list)[u"folder"].toString();
    }
    for (const QString &text : std::as_const(disks)) {
        if (text == u"none")
            continue;
        const auto disk = diskFrom(session, text, machine, folder, int(machine.disks.size()) + 1);
        if (!disk)
            return fail(disk.error());
        machine.disks += *disk;
    }
    // As virt-install: a machine that has nothing to start from is made only if that is meant.
    if (!isSaid && std::none_of(machine.disks.begin(), machine.disks.end(), hasSystem))
        return fail(ErrorCode::UnsupportedConfiguration, Ctl::tr("domain %1").arg(machine.name),
            Ctl::tr(
                "It has nothing to start from. Say what: --cdrom FILE to install from, --import with --disk PATH for a disk that has "
                "a system, --pxe for the network, --boot kernel=FILE; or --boot hd for a disk that is empty so far."));
    if (invocation.has("network"_L1)) {
        machine.networks.clear();
        for (const QString &text : invocation.every.value("network"_L1)) {
            const auto network = networkFrom(text);
            if (!network)
                return fail(network.error());
            machine.networks += *network;
        }
    }
    const QString graphics = invocation.value("graphics"_L1);
    if (!graphics.isEmpty() && graphics != u"none" && graphics != u"vnc" && graphics != u"spice")
        return fail(ErrorCode::InvalidInput, graphics, Ctl::tr("vnc or none"));
    if (graphics == u"spice" && !invocation.quiet)
        complain(
            Ctl::tr(
                "There is no SPICE here: the machine's screen is VNC's, without a port, and Laneway's window shows it.")
            + u'\n');
    machine.graphics = graphics != u"none";
    QList<AssignedDevice> devices;
    for (const QString &text : invocation.every.value("host-device"_L1)) {
        const auto device = hostDeviceFrom(session, text);
        if (!device)
            return fail(device.error());
        devices += *device;
    }
    if (!devices.isEmpty())
        machine.devices += deviceListXml(devices).toUtf8();
    return machine;
}

int create(Session &session, const Invocation &invocation)
{
    const auto machine = machineFrom(session, invocation);
    if (!machine)
        return session.report(machine.error());
    const auto xml = newMachineXml(*machine);
    if (!xml)
        return session.report(xml.error());
    if (!invocation.quiet && !invocation.json && !machine->os.name.isEmpty() && !invocation.has("print-xml"_L1))
        complain(Ctl::tr("For %1: %2 MiB of memory, %3 processors.")
                     .arg(machine->os.name)
                     .arg(memoryOf(*machine) / mebi)
                     .arg(processorsOf(*machine))
            + u'\n');
    const QJsonObject arguments{{u"xml"_s, QString::fromUtf8(xml->toXml())}, {u"images"_s, imagesToMake(*machine)},
        {u"start"_s, !invocation.has("no-start"_L1)}, {u"emulate"_s, invocation.value("virt-type"_L1) != u"kvm"}};
    if (invocation.has("print-xml"_L1)) {
        const auto plan = session.wait<PlanInfo>([&](QObject *context, const auto &answer) {
            session.connection().plan(u"create"_s, arguments, context, answer);
        });
        if (!plan)
            return session.report(plan.error());
        const QString text = plan->json[u"definition"].toString();
        print(text.endsWith(u'\n') ? text : text + u'\n');
        return Done;
    }
    return session.carryOut(u"create"_s, arguments, Ctl::tr("Domain '%1' created").arg(machine->name));
}

constexpr std::array options{
    Option{"name"_L1, "NAME"_L1, QT_TRANSLATE_NOOP("lanewayctl", "else after its system"), 'n'},
    Option{"memory"_L1, "MIB"_L1,
        QT_TRANSLATE_NOOP("lanewayctl", "in MiB, or with G behind it; else as its system recommends"), 0},
    Option{"vcpus"_L1, "N"_L1, QT_TRANSLATE_NOOP("lanewayctl", "processors"), 0},
    Option{"disk"_L1, "DISK"_L1,
        QT_TRANSLATE_NOOP("lanewayctl",
            "PATH, size=GIB, with path=, format=, bus=, backing_store=; none; may be given again. A new one is raw by the ending .raw or .img, else qcow2"),
        0},
    Option{"cdrom"_L1, "FILE"_L1, QT_TRANSLATE_NOOP("lanewayctl", "install from this image"), 0},
    Option{"import"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the disk has a system already"), 0},
    Option{"pxe"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "start from the network"), 0},
    Option{"boot"_L1, "BOOT"_L1,
        QT_TRANSLATE_NOOP("lanewayctl",
            "uefi, bios, hd, cdrom, network, or kernel=FILE,initrd=FILE; uefi,secure=on or off: Secure Boot"),
        0},
    Option{
        "os-variant"_L1, "OS"_L1, QT_TRANSLATE_NOOP("lanewayctl", "debian12, win11 …; else what the medium says"), 0},
    Option{"network"_L1, "NETWORK"_L1,
        QT_TRANSLATE_NOOP("lanewayctl",
            "user, none, bridge=NAME, network=POOL, type=direct,source=CARD, with model=, mac=; may be given again"),
        'w'},
    Option{"graphics"_L1, "KIND"_L1,
        QT_TRANSLATE_NOOP("lanewayctl", "vnc, which is the default and stands for spice, too, or none"), 0},
    Option{"host-device"_L1, "DEVICE"_L1,
        QT_TRANSLATE_NOOP("lanewayctl",
            "a PCI device of the host; of a virtual function with mac=, vlan= and the other keys of vf set; may be given again"),
        0},
    Option{
        "virt-type"_L1, "TYPE"_L1, QT_TRANSLATE_NOOP("lanewayctl", "kvm: not by software where that cannot be had"), 0},
    Option{"no-start"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "create it and leave it shut off"), 0},
    Option{"print-xml"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "print what it would be defined as, and do nothing"), 0},
};
constexpr std::array table{
    Verb{"create"_L1, {}, options,
        QT_TRANSLATE_NOOP("lanewayctl", "create a machine with its disks and start it, with virt-install's words"),
        true, false, create},
};
} // namespace

std::span<const Verb> createVerbs()
{
    return table;
}

} // namespace laneway::verbs
