// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/domainviews.h"

#include "xml/xmlnodes.h"

#include <array>

namespace laneway {

namespace {

auto invalid(const QDomElement &element, const QString &why)
{
    return fail(ErrorCode::InvalidXml, elementPath(element), why);
}

auto unsupported(const QDomElement &element, const QString &why)
{
    return fail(ErrorCode::UnsupportedConfiguration, elementPath(element), why);
}

QDomElement devicesOf(const DomainXml &domain)
{
    return domain.root().firstChildElement(u"devices"_s);
}

/// The first of these children that is there is refused.
Result<> refuseChildren(const QDomElement &element, const QStringList &names)
{
    for (const QString &name : names)
        if (const QDomElement child = element.firstChildElement(name); !child.isNull())
            return unsupported(child, u"<%1> is not passed on to QEMU; remove it"_s.arg(name));
    return {};
}

Result<> refuseAttributes(const QDomElement &element, const QStringList &names)
{
    for (const QString &name : names)
        if (element.hasAttribute(name))
            return unsupported(element, u"%1='%2' is not passed on to QEMU; remove it"_s.arg(
                                            name, element.attribute(name)));
    return {};
}

Result<> oneOf(const QDomElement &element, const QString &attribute, const QStringList &words)
{
    const QString value = element.attribute(attribute);
    if (!element.hasAttribute(attribute) || words.contains(value))
        return {};
    return unsupported(element, u"%1='%2': only %3"_s.arg(attribute, value, words.join(u", "_s)));
}

/// The number of bytes of `<memory unit='…'>`.
Result<quint64> readSize(const QDomElement &element)
{
    static const QHash<QString, quint64> units{{u"b"_s, 1}, {u"bytes"_s, 1}, {u"KB"_s, 1000},
        {u"k"_s, 1024}, {u"KiB"_s, 1024}, {u"MB"_s, 1000'000}, {u"M"_s, 1024 * 1024},
        {u"MiB"_s, 1024 * 1024}, {u"GB"_s, 1000'000'000}, {u"G"_s, 1024 * 1024 * 1024},
        {u"GiB"_s, 1024 * 1024 * 1024}, {u"TB"_s, 1000'000'000'000}, {u"T"_s, 1024ULL << 30},
        {u"TiB"_s, 1024ULL << 30}};
    const QString unit = element.attribute(u"unit"_s, u"KiB"_s);
    bool isNumber = false;
    const QString text = textOf(element);
    const quint64 number = text.startsWith(u'-') ? 0 : text.toULongLong(&isNumber);
    if (!isNumber || !units.contains(unit))
        return invalid(element, u"\"%1 %2\" is no size"_s.arg(text, unit));
    if (number > (1ULL << 60) / units[unit])
        return invalid(element, u"\"%1 %2\" is too large"_s.arg(text, unit));
    return number * units[unit];
}

Result<int> readCount(const QDomElement &element, const QString &attribute, int otherwise)
{
    if (!element.hasAttribute(attribute))
        return otherwise;
    const auto number = decimalNumber(element.attribute(attribute));
    if (!number || *number > 0x7fffffff)
        return invalid(element, u"%1='%2' is no number"_s.arg(attribute, element.attribute(attribute)));
    return int(*number);
}

/// `<x/>` and `<x state='on'/>` are on, `<x state='off'/>` and nothing are off.
Result<std::optional<bool>> readState(const QDomElement &element)
{
    if (element.isNull())
        return std::nullopt;
    const auto state = switchAttribute(element, u"state"_s, true);
    if (!state)
        return fail(state.error());
    return state->value_or(true);
}

/// Alias, boot order and place are the same for every device.
struct Common
{
    QString alias;
    int bootOrder = 0;
    std::optional<GuestPciAddress> address;
};

Result<Common> readCommon(const QDomElement &element)
{
    Common common;
    common.alias = element.firstChildElement(u"alias"_s).attribute(u"name"_s);
    const QDomElement boot = element.firstChildElement(u"boot"_s);
    const auto order = readCount(boot, u"order"_s, 0);
    if (!order)
        return fail(order.error());
    common.bootOrder = *order;
    const auto place = readGuestAddress(element.firstChildElement(u"address"_s));
    if (!place)
        return fail(place.error());
    common.address = *place;
    if (const auto done = refuseChildren(element, {u"rom"_s, u"acpi"_s}); !done)
        return fail(done.error());
    return common;
}

/// Runs @p read over the devices of one name, with each one's path.
template <typename View, typename Read>
Result<QList<View>> readAll(const DomainXml &domain, const QString &name, Read read)
{
    QList<View> views;
    const QList<QDomElement> elements = childElements(devicesOf(domain), name);
    for (qsizetype i = 0; i < elements.size(); ++i) {
        View view;
        view.path = u"domain/devices/"_s + name
            + (elements.size() > 1 ? u"[%1]"_s.arg(i + 1) : QString());
        const auto keep = read(elements[i], view);
        if (!keep)
            return fail(keep.error());
        if (*keep)
            views << view;
    }
    return views;
}

Result<> readOs(const QDomElement &os, MachineXml &machine)
{
    const QDomElement type = os.firstChildElement(u"type"_s);
    machine.arch = type.attribute(u"arch"_s, u"x86_64"_s);
    machine.machine = type.attribute(u"machine"_s);
    if (textOf(type) != u"hvm")
        return unsupported(type.isNull() ? os : type, u"only full virtualisation (hvm)"_s);
    if (machine.arch != u"x86_64")
        return unsupported(type, u"arch='%1': only x86_64"_s.arg(machine.arch));
    if (machine.machine != u"q35" && !machine.machine.startsWith(u"pc-q35-"))
        return unsupported(type,
            u"machine='%1': only q35 is started; write machine='q35' and remove the guest addresses"_s.arg(
                machine.machine));
    if (const auto done = refuseChildren(os,
            {u"bootloader"_s, u"init"_s, u"dtb"_s, u"acpi"_s, u"shim"_s, u"varstore"_s});
        !done)
        return done;

    FirmwareXml &firmware = machine.firmware;
    const QDomElement loader = os.firstChildElement(u"loader"_s);
    const QDomElement nvram = os.firstChildElement(u"nvram"_s);
    if (const auto done = oneOf(os, u"firmware"_s, {u"efi"_s, u"bios"_s}); !done)
        return done;
    if (const auto done = oneOf(loader, u"type"_s, {u"pflash"_s, u"rom"_s}); !done)
        return done;
    if (const auto done = oneOf(loader, u"format"_s, {u"raw"_s, u"qcow2"_s}); !done)
        return done;
    if (const auto done = oneOf(nvram, u"format"_s, {u"raw"_s, u"qcow2"_s}); !done)
        return done;
    if (const auto done = oneOf(nvram, u"type"_s, {u"file"_s}); !done)
        return done;
    firmware.efi = os.attribute(u"firmware"_s) == u"efi" || loader.attribute(u"type"_s) == u"pflash";
    firmware.loader = textOf(loader);
    firmware.loaderFormat = loader.attribute(u"format"_s, u"raw"_s);
    const auto readOnly = switchAttribute(loader, u"readonly"_s, false);
    const auto secure = switchAttribute(loader, u"secure"_s, false);
    for (const auto &read : {readOnly, secure})
        if (!read)
            return fail(read.error());
    firmware.readOnly = readOnly->value_or(true);
    firmware.secure = secure->value_or(false);
    if (firmware.efi && !firmware.readOnly)
        return unsupported(loader, u"readonly='no': the firmware itself is never written"_s);
    if (loader.attribute(u"stateless"_s) == u"yes" && !nvram.isNull())
        return unsupported(nvram, u"a stateless loader has no <nvram>"_s);
    if (!nvram.isNull() && !firmware.efi)
        return unsupported(nvram, u"<nvram> is for UEFI firmware"_s);
    firmware.nvram = textOf(nvram);
    if (firmware.nvram.isEmpty() && nvram.hasAttribute(u"type"_s))
        firmware.nvram = nvram.firstChildElement(u"source"_s).attribute(u"file"_s);
    firmware.nvramTemplate = nvram.attribute(u"template"_s);
    firmware.nvramFormat = nvram.attribute(u"format"_s, u"raw"_s);

    machine.kernel = textOf(os.firstChildElement(u"kernel"_s));
    machine.initrd = textOf(os.firstChildElement(u"initrd"_s));
    machine.kernelArguments = textOf(os.firstChildElement(u"cmdline"_s));
    if (machine.kernel.isEmpty() && !(machine.initrd.isEmpty() && machine.kernelArguments.isEmpty()))
        return unsupported(os, u"<initrd> and <cmdline> need a <kernel>"_s);
    for (const QDomElement &boot : childElements(os, u"boot"_s)) {
        if (const auto done
            = oneOf(boot, u"dev"_s, {u"hd"_s, u"cdrom"_s, u"network"_s, u"fd"_s});
            !done)
            return done;
        if (const QString device = boot.attribute(u"dev"_s); !machine.bootDevices.contains(device))
            machine.bootDevices << device;
    }
    const auto menu = switchAttribute(os.firstChildElement(u"bootmenu"_s), u"enable"_s, false);
    if (!menu)
        return fail(menu.error());
    machine.bootMenu = menu->value_or(false);
    return {};
}

Result<> readCpu(const DomainXml &domain, MachineXml &machine)
{
    const QDomElement cpu = domain.root().firstChildElement(u"cpu"_s);
    const QDomElement vcpu = domain.root().firstChildElement(u"vcpu"_s);
    bool isNumber = vcpu.isNull();
    machine.vcpus = vcpu.isNull() ? 1 : textOf(vcpu).toInt(&isNumber);
    if (!isNumber || machine.vcpus < 1 || machine.vcpus > 4096)
        return invalid(vcpu, u"\"%1\" is no number of processors"_s.arg(textOf(vcpu)));
    if (vcpu.hasAttribute(u"current"_s) && vcpu.attribute(u"current"_s) != textOf(vcpu))
        return unsupported(vcpu, u"current: processors are not plugged in at run time"_s);
    if (cpu.isNull())
        return {};
    if (const auto done = oneOf(cpu, u"mode"_s,
            {u"custom"_s, u"host-model"_s, u"host-passthrough"_s, u"maximum"_s});
        !done)
        return done;
    if (const auto done = refuseChildren(cpu, {u"numa"_s, u"cache"_s, u"maxphysaddr"_s}); !done)
        return done;
    CpuXml &view = machine.cpu;
    view.mode = cpu.attribute(u"mode"_s);
    view.model = textOf(cpu.firstChildElement(u"model"_s));
    if (view.mode.isEmpty() && !view.model.isEmpty())
        view.mode = u"custom"_s;
    if (view.mode != u"custom")
        view.model.clear();
    const auto isWord = [](const QString &text) {
        return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) {
            return c.unicode() < 0x80 && (c.isLetterOrNumber() || c == u'-' || c == u'_' || c == u'.');
        });
    };
    // These become words of one -cpu option, where a comma would begin another.
    if (!view.model.isEmpty() && !isWord(view.model))
        return invalid(cpu, u"\"%1\" is no CPU model"_s.arg(view.model));
    for (const QDomElement &feature : childElements(cpu, u"feature"_s)) {
        if (!isWord(feature.attribute(u"name"_s)))
            return invalid(feature, u"name='%1' is no CPU feature"_s.arg(feature.attribute(u"name"_s)));
        if (const auto done = oneOf(feature, u"policy"_s,
                {u"force"_s, u"require"_s, u"optional"_s, u"disable"_s, u"forbid"_s});
            !done)
            return done;
        view.features << CpuXml::Feature{feature.attribute(u"name"_s), feature.attribute(u"policy"_s)};
    }
    const QDomElement topology = cpu.firstChildElement(u"topology"_s);
    if (topology.isNull())
        return {};
    const auto sockets = readCount(topology, u"sockets"_s, 1);
    const auto dies = readCount(topology, u"dies"_s, 1);
    const auto clusters = readCount(topology, u"clusters"_s, 1);
    const auto cores = readCount(topology, u"cores"_s, 1);
    const auto threads = readCount(topology, u"threads"_s, 1);
    for (const auto &read : {sockets, dies, clusters, cores, threads})
        if (!read)
            return fail(read.error());
    if (*clusters != 1)
        return unsupported(topology, u"clusters are not known on this machine"_s);
    view.sockets = *sockets;
    view.dies = *dies;
    view.cores = *cores;
    view.threads = *threads;
    qint64 product = 1;
    for (const int count : {*sockets, *dies, *cores, *threads}) {
        product *= count;
        if (product > 4096)
            break;
    }
    if (product != machine.vcpus)
        return unsupported(topology,
            u"sockets, dies, cores and threads make %1 processors, <vcpu> says %2"_s.arg(product).arg(
                machine.vcpus));
    return {};
}

Result<> readFeatures(const QDomElement &features, MachineXml &machine)
{
    machine.acpi = !features.firstChildElement(u"acpi"_s).isNull();
    machine.apic = !features.firstChildElement(u"apic"_s).isNull();
    const auto smm = readState(features.firstChildElement(u"smm"_s));
    const auto vmport = readState(features.firstChildElement(u"vmport"_s));
    const QDomElement kvm = features.firstChildElement(u"kvm"_s);
    const auto hidden = readState(kvm.firstChildElement(u"hidden"_s));
    for (const auto &read : {smm, vmport, hidden})
        if (!read)
            return fail(read.error());
    machine.smm = smm->value_or(false);
    machine.vmport = *vmport;
    machine.kvmHidden = hidden->value_or(false);
    if (const auto done = refuseChildren(kvm, {u"hint-dedicated"_s, u"poll-control"_s, u"pv-ipi"_s,
                                                 u"dirty-ring"_s});
        !done)
        return done;
    if (const auto done = refuseChildren(features, {u"ioapic"_s, u"hap"_s, u"xen"_s, u"pvspinlock"_s,
                                                       u"vmcoreinfo"_s, u"msrs"_s, u"tcg"_s, u"ibs"_s,
                                                       u"async-teardown"_s, u"ps2"_s});
        !done)
        return done;

    const QDomElement hyperv = features.firstChildElement(u"hyperv"_s);
    if (const auto done = oneOf(hyperv, u"mode"_s, {u"custom"_s}); !done)
        return done;
    static const QStringList known{u"relaxed"_s, u"vapic"_s, u"spinlocks"_s, u"vpindex"_s, u"runtime"_s,
        u"synic"_s, u"stimer"_s, u"reset"_s, u"frequencies"_s, u"reenlightenment"_s, u"tlbflush"_s, u"ipi"_s,
        u"avic"_s, u"evmcs"_s, u"vendor_id"_s};
    for (const QDomElement &feature : childElements(hyperv)) {
        const QString name = feature.tagName();
        if (!known.contains(name))
            return unsupported(feature, u"not a Hyper-V enlightenment that is passed on"_s);
        const auto on = readState(feature);
        if (!on)
            return fail(on.error());
        if (!**on)
            continue;
        if (name == u"vendor_id") {
            machine.hypervVendorId = feature.attribute(u"value"_s);
            const QString &id = machine.hypervVendorId;
            if (id.isEmpty() || id.size() > 12 || id.contains(u',')
                || std::any_of(id.begin(), id.end(), [](QChar c) { return c.unicode() < 0x20 || c.unicode() > 0x7e; }))
                return invalid(feature, u"value: 1 to 12 ASCII characters without a comma"_s);
        } else if (name == u"spinlocks") {
            const auto retries = readCount(feature, u"retries"_s, 4095);
            if (!retries || *retries < 4095)
                return invalid(feature, u"retries: a number from 4095"_s);
            machine.hyperv << u"spinlocks=%1"_s.arg(*retries);
        } else {
            machine.hyperv << name;
            if (name == u"stimer" && !feature.firstChildElement(u"direct"_s).isNull())
                return unsupported(feature, u"<direct> is not passed on"_s);
        }
    }
    return {};
}

Result<> readClock(const QDomElement &clock, MachineXml &machine)
{
    machine.clockOffset = clock.attribute(u"offset"_s, u"utc"_s);
    if (machine.clockOffset != u"utc" && machine.clockOffset != u"localtime")
        return unsupported(clock, u"offset='%1': only utc and localtime"_s.arg(machine.clockOffset));
    if (const auto done = refuseAttributes(clock, {u"timezone"_s, u"basis"_s, u"start"_s}); !done)
        return done;
    for (const QDomElement &timer : childElements(clock, u"timer"_s)) {
        const QString name = timer.attribute(u"name"_s);
        const auto present = switchAttribute(timer, u"present"_s, false);
        if (!present)
            return fail(present.error());
        const QString policy = timer.attribute(u"tickpolicy"_s);
        if (const auto done = refuseChildren(timer, {u"catchup"_s}); !done)
            return done;
        if (const auto done = refuseAttributes(timer, {u"track"_s, u"frequency"_s, u"mode"_s}); !done)
            return done;
        if (name == u"hpet") {
            machine.hpet = *present;
        } else if (name == u"kvmclock") {
            machine.kvmclock = *present;
        } else if (name == u"rtc") {
            if (const auto done = oneOf(timer, u"tickpolicy"_s, {u"delay"_s, u"catchup"_s}); !done)
                return done;
            machine.rtcTickPolicy = policy;
        } else if (name == u"pit") {
            if (const auto done = oneOf(timer, u"tickpolicy"_s, {u"delay"_s, u"discard"_s}); !done)
                return done;
            machine.pitTickPolicy = policy;
        } else if (name == u"hypervclock") {
            if (*present == true)
                machine.hyperv << u"time"_s;
        } else {
            return unsupported(timer, u"name='%1' is not passed on"_s.arg(name));
        }
    }
    return {};
}

Result<> readMemory(const DomainXml &domain, MachineXml &machine)
{
    const QDomElement root = domain.root();
    const QDomElement memory = root.firstChildElement(u"memory"_s);
    if (memory.isNull())
        return fail(ErrorCode::InvalidXml, u"domain"_s, u"no <memory>"_s);
    const auto size = readSize(memory);
    if (!size)
        return fail(size.error());
    if (*size < 1024 * 1024)
        return invalid(memory, u"less than 1 MiB"_s);
    machine.memoryBytes = (*size + 0xfffff) & ~quint64(0xfffff); // QEMU takes whole MiB
    const QDomElement limit = root.firstChildElement(u"memtune"_s).firstChildElement(u"hard_limit"_s);
    if (!limit.isNull()) {
        const auto bytes = readSize(limit);
        if (!bytes)
            return fail(bytes.error());
        machine.hardLimitBytes = *bytes;
    }
    const QDomElement backing = root.firstChildElement(u"memoryBacking"_s);
    machine.lockedMemory = !backing.firstChildElement(u"locked"_s).isNull();
    const QDomElement hugePages = backing.firstChildElement(u"hugepages"_s);
    machine.hugePages = !hugePages.isNull();
    if (!hugePages.firstChildElement().isNull())
        return unsupported(hugePages, u"the size of huge pages is the host's default; remove <page>"_s);
    const QDomElement access = backing.firstChildElement(u"access"_s);
    if (const auto done = oneOf(access, u"mode"_s, {u"shared"_s, u"private"_s}); !done)
        return done;
    machine.sharedMemory = access.attribute(u"mode"_s) == u"shared";
    const QDomElement source = backing.firstChildElement(u"source"_s);
    if (const auto done = oneOf(source, u"type"_s, {u"memfd"_s}); !done)
        return done;
    return refuseChildren(backing, {u"nosharepages"_s, u"discard"_s, u"allocation"_s});
}

} // namespace

Result<MachineXml> readMachine(const DomainXml &domain)
{
    const QDomElement root = domain.root();
    MachineXml machine;
    machine.name = domain.name();
    machine.uuid = domain.uuid();
    if (domain.type() != u"kvm" && domain.type() != u"qemu")
        return fail(ErrorCode::UnsupportedConfiguration, u"domain"_s,
            u"type='%1': only kvm, and qemu (emulation)"_s.arg(domain.type()));
    machine.kvm = domain.type() == u"kvm";
    machine.emulator = textOf(devicesOf(domain).firstChildElement(u"emulator"_s));
    for (const auto &done : {readOs(root.firstChildElement(u"os"_s), machine), readCpu(domain, machine),
             readFeatures(root.firstChildElement(u"features"_s), machine),
             readClock(root.firstChildElement(u"clock"_s), machine), readMemory(domain, machine)})
        if (!done)
            return fail(done.error());
    if (machine.firmware.secure && !machine.smm)
        return fail(ErrorCode::UnsupportedConfiguration, u"domain/os/loader"_s,
            u"secure='yes' needs <smm state='on'/> in <features>"_s);

    const std::array events{
        std::pair{u"on_poweroff"_s, &machine.onPoweroff}, std::pair{u"on_reboot"_s, &machine.onReboot},
        std::pair{u"on_crash"_s, &machine.onCrash}};
    for (const auto &[name, action] : events) {
        const QDomElement element = root.firstChildElement(name);
        if (!element.isNull())
            *action = textOf(element);
        if (*action != u"destroy" && *action != u"restart" && *action != u"preserve")
            return unsupported(element, u"\"%1\": only destroy, restart and preserve"_s.arg(*action));
    }
    const QDomElement pm = root.firstChildElement(u"pm"_s);
    const auto toMem = switchAttribute(pm.firstChildElement(u"suspend-to-mem"_s), u"enabled"_s, false);
    const auto toDisk = switchAttribute(pm.firstChildElement(u"suspend-to-disk"_s), u"enabled"_s, false);
    for (const auto &read : {toMem, toDisk})
        if (!read)
            return fail(read.error());
    machine.suspendToMem = *toMem;
    machine.suspendToDisk = *toDisk;
    machine.iommu = !devicesOf(domain).firstChildElement(u"iommu"_s).isNull();
    return machine;
}

Result<QList<DiskXml>> readDisks(const DomainXml &domain)
{
    return readAll<DiskXml>(domain, u"disk"_s, [](const QDomElement &element, DiskXml &disk) -> Result<bool> {
        const QString type = element.attribute(u"type"_s, u"file"_s);
        if (type != u"file" && type != u"block")
            return unsupported(element, u"type='%1': only file and block"_s.arg(type));
        if (const auto done = refuseChildren(element, {u"auth"_s, u"iotune"_s, u"mirror"_s, u"encryption"_s,
                                                          u"transient"_s, u"geometry"_s, u"blockio"_s,
                                                          u"wwn"_s, u"vendor"_s, u"product"_s,
                                                          u"throttlefilters"_s, u"backenddomain"_s});
            !done)
            return fail(done.error());
        if (const auto done = refuseAttributes(element, {u"rawio"_s, u"sgio"_s, u"model"_s}); !done)
            return fail(done.error());
        const QDomElement backing = element.firstChildElement(u"backingStore"_s);
        if (!backing.firstChildElement().isNull())
            return unsupported(backing, u"backing files are read from the image; remove it"_s);
        if (const auto done = oneOf(element, u"device"_s, {u"disk"_s, u"cdrom"_s, u"floppy"_s}); !done)
            return fail(done.error());

        disk.device = element.attribute(u"device"_s, u"disk"_s);
        disk.block = type == u"block";
        const QDomElement source = element.firstChildElement(u"source"_s);
        disk.source = source.attribute(disk.block ? u"dev"_s : u"file"_s);
        if (disk.source.isEmpty() && disk.device == u"disk")
            return invalid(element, u"a disk needs a <source>"_s);
        if (const auto done = refuseAttributes(source, {u"startupPolicy"_s}); !done)
            return fail(done.error());
        if (const auto done = refuseChildren(source, {u"encryption"_s, u"reservations"_s, u"slices"_s,
                                                         u"dataStore"_s});
            !done)
            return fail(done.error());

        const QDomElement driver = element.firstChildElement(u"driver"_s);
        if (const auto done = oneOf(driver, u"name"_s, {u"qemu"_s}); !done)
            return fail(done.error());
        if (const auto done = refuseAttributes(driver,
                {u"iothread"_s, u"queues"_s, u"copy_on_read"_s, u"error_policy"_s, u"rerror_policy"_s,
                    u"ioeventfd"_s, u"event_idx"_s, u"iommu"_s, u"ats"_s, u"packed"_s, u"queue_size"_s,
                    u"discard_no_unref"_s, u"metadata_cache"_s});
            !done)
            return fail(done.error());
        for (const auto &done : {oneOf(driver, u"type"_s, {u"raw"_s, u"qcow2"_s}),
                 oneOf(driver, u"cache"_s,
                     {u"default"_s, u"none"_s, u"writethrough"_s, u"writeback"_s, u"directsync"_s, u"unsafe"_s}),
                 oneOf(driver, u"discard"_s, {u"unmap"_s, u"ignore"_s}),
                 oneOf(driver, u"io"_s, {u"native"_s, u"threads"_s, u"io_uring"_s}),
                 oneOf(driver, u"detect_zeroes"_s, {u"off"_s, u"on"_s, u"unmap"_s})})
            if (!done)
                return fail(done.error());
        disk.format = driver.attribute(u"type"_s, u"raw"_s);
        disk.cache = driver.attribute(u"cache"_s);
        disk.discard = driver.attribute(u"discard"_s);
        disk.io = driver.attribute(u"io"_s);
        disk.detectZeroes = driver.attribute(u"detect_zeroes"_s);
        if (disk.cache == u"default")
            disk.cache.clear();

        const QDomElement target = element.firstChildElement(u"target"_s);
        disk.target = target.attribute(u"dev"_s);
        if (disk.target.size() < 3)
            return invalid(element, u"no <target dev='vda'/>"_s);
        disk.bus = diskBus(element);
        if (disk.bus != u"virtio" && disk.bus != u"sata" && disk.bus != u"scsi" && disk.bus != u"usb")
            return unsupported(target, u"bus='%1': only virtio, sata, scsi and usb"_s.arg(disk.bus));
        if (disk.device == u"floppy")
            return unsupported(element, u"floppy disks are not passed on"_s);
        if (disk.device == u"cdrom" && disk.bus == u"virtio")
            return unsupported(target, u"a virtio disk is no CD-ROM; use bus='sata'"_s);
        const auto removable = refuseAttributes(target, {u"tray"_s, u"rotation_rate"_s});
        if (!removable)
            return fail(removable.error());

        const auto common = readCommon(element);
        if (!common)
            return fail(common.error());
        disk.alias = common->alias;
        disk.bootOrder = common->bootOrder;
        disk.address = common->address;
        disk.readOnly = !element.firstChildElement(u"readonly"_s).isNull() || disk.device == u"cdrom";
        disk.shareable = !element.firstChildElement(u"shareable"_s).isNull();
        disk.serial = textOf(element.firstChildElement(u"serial"_s));

        const QDomElement address = element.firstChildElement(u"address"_s);
        if (address.attribute(u"type"_s) == u"drive") {
            const auto controller = readCount(address, u"controller"_s, 0);
            const auto unit = readCount(address, u"unit"_s, 0);
            const auto busNumber = readCount(address, u"bus"_s, 0);
            const auto targetNumber = readCount(address, u"target"_s, 0);
            for (const auto &read : {controller, unit, busNumber, targetNumber})
                if (!read)
                    return fail(read.error());
            if (*busNumber != 0 || *targetNumber != 0)
                return unsupported(address, u"bus and target are 0"_s);
            disk.controller = *controller;
            disk.unit = *unit;
        } else if (disk.bus == u"sata" || disk.bus == u"scsi") {
            const auto number = diskNumber(disk.target);
            if (!number)
                return invalid(target, u"dev='%1' is none that a place follows from"_s.arg(disk.target));
            const int each = disk.bus == u"sata" ? 6 : 7;
            disk.controller = *number / each;
            disk.unit = *number % each;
        }
        return true;
    });
}

Result<QList<InterfaceXml>> readInterfaces(const DomainXml &domain)
{
    return readAll<InterfaceXml>(
        domain, u"interface"_s, [](const QDomElement &element, InterfaceXml &view) -> Result<bool> {
            view.type = element.attribute(u"type"_s);
            if (view.type == u"hostdev")
                return false;
            if (view.type == u"network" || view.type == u"bridge" || view.type == u"direct")
                return unsupported(element,
                    u"type='%1': guests get type='user', or a virtual function (type='hostdev')"_s.arg(
                        view.type));
            if (view.type != u"user")
                return unsupported(element, u"type='%1': only user and hostdev"_s.arg(view.type));
            if (const auto done = refuseChildren(element,
                    {u"backend"_s, u"bandwidth"_s, u"filterref"_s, u"ip"_s, u"route"_s, u"mtu"_s, u"tune"_s,
                        u"virtualport"_s, u"vlan"_s, u"portForward"_s, u"script"_s, u"teaming"_s,
                        u"coalesce"_s, u"guest"_s, u"driver"_s});
                !done)
                return fail(done.error());
            const QDomElement mac = element.firstChildElement(u"mac"_s);
            const auto parsed = MacAddress::parse(mac.attribute(u"address"_s));
            if (!mac.isNull() && (!parsed || parsed->isMulticast()))
                return invalid(mac, u"address='%1' is no MAC address"_s.arg(mac.attribute(u"address"_s)));
            if (parsed)
                view.mac = *parsed;
            const QDomElement model = element.firstChildElement(u"model"_s);
            view.model = model.attribute(u"type"_s);
            if (const auto done = oneOf(model, u"type"_s,
                    {u"virtio"_s, u"virtio-non-transitional"_s, u"e1000e"_s, u"igb"_s, u"e1000"_s,
                        u"rtl8139"_s, u"vmxnet3"_s});
                !done)
                return fail(done.error());
            view.linkDown = element.firstChildElement(u"link"_s).attribute(u"state"_s) == u"down";
            const auto common = readCommon(element);
            if (!common)
                return fail(common.error());
            view.alias = common->alias;
            view.bootOrder = common->bootOrder;
            view.address = common->address;
            return true;
        });
}

namespace {

Result<bool> readSerial(const QDomElement &element, SerialXml &view)
{
    view.type = element.attribute(u"type"_s);
    if (view.type != u"pty" && view.type != u"file" && view.type != u"null")
        return unsupported(element, u"type='%1': only pty, file and null"_s.arg(view.type));
    const QDomElement source = element.firstChildElement(u"source"_s);
    if (view.type == u"file") {
        view.file = source.attribute(u"path"_s);
        if (view.file.isEmpty())
            return invalid(element, u"no <source path='…'/>"_s);
        const auto append = switchAttribute(source, u"append"_s, true);
        if (!append)
            return fail(append.error());
        view.append = append->value_or(false);
    }
    if (const auto done = refuseChildren(element, {u"log"_s, u"protocol"_s}); !done)
        return fail(done.error());
    const QDomElement target = element.firstChildElement(u"target"_s);
    const auto port = readCount(target, u"port"_s, 0);
    if (!port)
        return fail(port.error());
    if (*port > 3)
        return unsupported(target, u"port='%1': a machine has serial ports 0 to 3"_s.arg(*port));
    view.port = *port;
    if (const auto done = oneOf(target, u"type"_s, {u"isa-serial"_s, u"serial"_s}); !done)
        return fail(done.error());
    view.alias = element.firstChildElement(u"alias"_s).attribute(u"name"_s);
    return true;
}

} // namespace

Result<QList<SerialXml>> readSerials(const DomainXml &domain)
{
    auto serials = readAll<SerialXml>(domain, u"serial"_s, readSerial);
    if (!serials)
        return serials;
    if (serials->size() > 4)
        return fail(ErrorCode::UnsupportedConfiguration, serials->at(4).path,
            u"a machine has four serial ports"_s);
    const QList<QDomElement> elements = childElements(devicesOf(domain), u"serial"_s);
    for (qsizetype i = 0; i < elements.size(); ++i)
        if (!elements[i].firstChildElement(u"target"_s).hasAttribute(u"port"_s))
            (*serials)[i].port = int(i);
    const auto consoles = readAll<SerialXml>(
        domain, u"console"_s, [](const QDomElement &element, SerialXml &view) -> Result<bool> {
            const QString target
                = element.firstChildElement(u"target"_s).attribute(u"type"_s, u"serial"_s);
            if (target != u"serial")
                return unsupported(element, u"<target type='%1'>: only serial"_s.arg(target));
            return readSerial(element, view);
        });
    if (!consoles)
        return consoles;
    // As in libvirt the first console is the first serial port, by whatever name it was written.
    if (serials->isEmpty() && !consoles->isEmpty())
        serials->append(consoles->first());
    if (consoles->size() > 1)
        return fail(ErrorCode::UnsupportedConfiguration, consoles->at(1).path,
            u"only one console, which is the first serial port"_s);
    for (qsizetype i = 0; i < serials->size(); ++i)
        for (qsizetype j = 0; j < i; ++j)
            if (serials->at(i).port == serials->at(j).port)
                return fail(ErrorCode::InvalidXml, serials->at(i).path,
                    u"port %1 is used by %2 already"_s.arg(serials->at(i).port).arg(serials->at(j).path));
    return serials;
}

Result<QList<ControllerXml>> readControllers(const DomainXml &domain)
{
    return readAll<ControllerXml>(
        domain, u"controller"_s, [](const QDomElement &element, ControllerXml &view) -> Result<bool> {
            view.type = element.attribute(u"type"_s);
            view.model = element.attribute(u"model"_s);
            const auto index = readCount(element, u"index"_s, 0);
            if (!index)
                return fail(index.error());
            view.index = *index;
            if (element.hasAttribute(u"ports"_s)) {
                const auto ports = readCount(element, u"ports"_s, 0);
                if (!ports)
                    return fail(ports.error());
                view.ports = *ports;
            }
            if (const auto done = oneOf(element, u"type"_s,
                    {u"pci"_s, u"usb"_s, u"sata"_s, u"scsi"_s, u"virtio-serial"_s});
                !done)
                return fail(done.error());
            if (const auto done = refuseChildren(element, {u"driver"_s, u"pcihole64"_s}); !done)
                return fail(done.error());
            const auto common = readCommon(element);
            if (!common)
                return fail(common.error());
            view.alias = common->alias;
            view.address = common->address;
            if (view.type == u"usb"
                && !(QStringList{u"none"_s, u"qemu-xhci"_s, u"nec-xhci"_s, u"ich9-ehci1"_s, u"ich9-uhci1"_s,
                         u"ich9-uhci2"_s, u"ich9-uhci3"_s, u"ehci"_s, u"piix3-uhci"_s, u"piix4-uhci"_s}
                        .contains(view.model)))
                return unsupported(element, u"model='%1' is not passed on; use qemu-xhci"_s.arg(view.model));
            if (view.type == u"scsi" && view.model != u"virtio-scsi" && view.model != u"virtio-non-transitional")
                return unsupported(element, u"model='%1': only virtio-scsi"_s.arg(view.model));
            const QDomElement master = element.firstChildElement(u"master"_s);
            if (!master.isNull()) {
                const auto start = readCount(master, u"startport"_s, 0);
                if (!start)
                    return fail(start.error());
                view.master = *start;
            }
            if (view.type != u"pci")
                return true;

            view.modelName = element.firstChildElement(u"model"_s).attribute(u"name"_s);
            const QDomElement target = element.firstChildElement(u"target"_s);
            const std::array numbers{std::pair{u"chassis"_s, &view.chassis}, std::pair{u"port"_s, &view.port},
                std::pair{u"chassisNr"_s, &view.chassisNr}, std::pair{u"busNr"_s, &view.busNr}};
            for (const auto &[name, field] : numbers) {
                if (!target.hasAttribute(name))
                    continue;
                const auto number = cNumber(target.attribute(name));
                if (!number || *number > 255)
                    return invalid(target, u"%1='%2': a number up to 255"_s.arg(name, target.attribute(name)));
                *field = int(*number);
            }
            const auto hotplug = switchAttribute(target, u"hotplug"_s, true);
            if (!hotplug)
                return fail(hotplug.error());
            view.hotplug = *hotplug;
            return true;
        });
}

namespace {

using ReadSimple = Result<bool> (*)(const QDomElement &, SimpleDeviceXml &);

Result<QList<SimpleDeviceXml>> readSimple(const DomainXml &domain, const QString &kind, ReadSimple read)
{
    return readAll<SimpleDeviceXml>(
        domain, kind, [&](const QDomElement &element, SimpleDeviceXml &view) -> Result<bool> {
            view.kind = element.tagName();
            view.model = element.attribute(u"model"_s);
            const auto common = readCommon(element);
            if (!common)
                return fail(common.error());
            view.alias = common->alias;
            view.address = common->address;
            if (const auto done = refuseChildren(element, {u"driver"_s}); !done)
                return fail(done.error());
            return read(element, view);
        });
}

} // namespace

Result<QList<SimpleDeviceXml>> readVideos(const DomainXml &domain)
{
    return readSimple(domain, u"video"_s, [](const QDomElement &element, SimpleDeviceXml &view) -> Result<bool> {
        const QDomElement model = element.firstChildElement(u"model"_s);
        view.model = model.attribute(u"type"_s, u"vga"_s);
        if (const auto done = oneOf(model, u"type"_s,
                {u"virtio"_s, u"vga"_s, u"qxl"_s, u"bochs"_s, u"cirrus"_s, u"ramfb"_s, u"none"_s});
            !done)
            return fail(done.error());
        const QDomElement acceleration = model.firstChildElement(u"acceleration"_s);
        if (acceleration.attribute(u"accel3d"_s) == u"yes")
            return unsupported(acceleration, u"accel3d='yes': guests have no access to the host's GPU"_s);
        view.primary = model.attribute(u"primary"_s) == u"yes";
        return true;
    });
}

Result<QList<SimpleDeviceXml>> readInputs(const DomainXml &domain)
{
    return readSimple(domain, u"input"_s, [](const QDomElement &element, SimpleDeviceXml &view) -> Result<bool> {
        view.model = element.attribute(u"type"_s);
        view.bus = element.attribute(u"bus"_s, u"usb"_s);
        if (const auto done = oneOf(element, u"type"_s, {u"tablet"_s, u"mouse"_s, u"keyboard"_s}); !done)
            return fail(done.error());
        if (const auto done = oneOf(element, u"bus"_s, {u"usb"_s, u"ps2"_s, u"virtio"_s}); !done)
            return fail(done.error());
        return true;
    });
}

Result<QList<SimpleDeviceXml>> readRngs(const DomainXml &domain)
{
    return readSimple(domain, u"rng"_s, [](const QDomElement &element, SimpleDeviceXml &view) -> Result<bool> {
        const QDomElement backend = element.firstChildElement(u"backend"_s);
        view.backend = textOf(backend);
        if (const auto done = oneOf(element, u"model"_s, {u"virtio"_s, u"virtio-non-transitional"_s}); !done)
            return fail(done.error());
        if (backend.attribute(u"model"_s) != u"random"
            || !(QStringList{QString(), u"/dev/random"_s, u"/dev/urandom"_s}.contains(view.backend)))
            return unsupported(backend.isNull() ? element : backend,
                u"only <backend model='random'> with /dev/urandom or /dev/random"_s);
        if (view.backend.isEmpty())
            view.backend = u"/dev/urandom"_s;
        if (const auto done = refuseChildren(element, {u"rate"_s}); !done)
            return fail(done.error());
        return true;
    });
}

Result<QList<SimpleDeviceXml>> readWatchdogs(const DomainXml &domain)
{
    return readSimple(
        domain, u"watchdog"_s, [](const QDomElement &element, SimpleDeviceXml &view) -> Result<bool> {
            view.backend = element.attribute(u"action"_s, u"reset"_s);
            if (const auto done = oneOf(element, u"model"_s, {u"itco"_s, u"i6300esb"_s}); !done)
                return fail(done.error());
            if (const auto done = oneOf(element, u"action"_s,
                    {u"reset"_s, u"shutdown"_s, u"poweroff"_s, u"pause"_s, u"none"_s});
                !done)
                return fail(done.error());
            return true;
        });
}

Result<QList<SimpleDeviceXml>> readSounds(const DomainXml &domain)
{
    return readSimple(domain, u"sound"_s, [](const QDomElement &element, SimpleDeviceXml &) -> Result<bool> {
        if (const auto done = oneOf(element, u"model"_s, {u"ich9"_s, u"ich6"_s, u"ac97"_s}); !done)
            return fail(done.error());
        return true;
    });
}

Result<std::optional<SimpleDeviceXml>> readMemballoon(const DomainXml &domain)
{
    const auto found = readSimple(
        domain, u"memballoon"_s, [](const QDomElement &element, SimpleDeviceXml &view) -> Result<bool> {
            if (const auto done = oneOf(element, u"model"_s,
                    {u"virtio"_s, u"virtio-non-transitional"_s, u"none"_s});
                !done)
                return fail(done.error());
            if (const auto done = refuseAttributes(element, {u"autodeflate"_s, u"freePageReporting"_s}); !done)
                return fail(done.error());
            return view.model != u"none";
        });
    if (!found)
        return fail(found.error());
    if (found->size() > 1)
        return fail(ErrorCode::InvalidXml, found->at(1).path, u"only one memory balloon"_s);
    return found->isEmpty() ? std::optional<SimpleDeviceXml>() : found->first();
}

Result<QList<GraphicsXml>> readGraphics(const DomainXml &domain)
{
    return readAll<GraphicsXml>(
        domain, u"graphics"_s, [](const QDomElement &element, GraphicsXml &view) -> Result<bool> {
            view.type = element.attribute(u"type"_s);
            if (view.type != u"vnc")
                return unsupported(element,
                    u"type='%1': the console is type='vnc', over a descriptor that no one else reaches"_s.arg(
                        view.type));
            return true;
        });
}

Result<> checkRunnable(const DomainXml &domain)
{
    const QDomElement root = domain.root();
    for (const QDomElement &element : childElements(root))
        if (element.tagName().contains(u':') || element.hasAttribute(u"xmlns"_s))
            return unsupported(element,
                u"arguments for the emulator are not passed on; say it in the domain's own words"_s);
    if (const auto done = refuseChildren(root,
            {u"maxMemory"_s, u"blkiotune"_s, u"numatune"_s, u"iothreads"_s, u"iothreadids"_s,
                u"launchSecurity"_s, u"sysinfo"_s, u"idmap"_s, u"keywrap"_s, u"perf"_s, u"throttlegroups"_s,
                u"bootloader"_s, u"cputune"_s, u"genid"_s, u"iommufd"_s});
        !done)
        return done;
    for (const QDomElement &element : childElements(root, u"seclabel"_s))
        if (element.attribute(u"type"_s) != u"none")
            return unsupported(element, u"security labels are not set; remove it"_s);

    const auto errorOf = [](const auto &result) {
        return result ? std::nullopt : std::optional(result.error());
    };
    for (const auto &error : {errorOf(readMachine(domain)), errorOf(domain.assignedDevices()), errorOf(readDisks(domain)),
             errorOf(readInterfaces(domain)), errorOf(readSerials(domain)), errorOf(readControllers(domain)),
             errorOf(readVideos(domain)), errorOf(readInputs(domain)), errorOf(readRngs(domain)),
             errorOf(readWatchdogs(domain)), errorOf(readSounds(domain)), errorOf(readMemballoon(domain)),
             errorOf(readGraphics(domain))})
        if (error)
            return fail(*error);

    static const QStringList known{u"filesystem"_s, u"smartcard"_s, u"parallel"_s, u"channel"_s, u"tpm"_s,
        u"hub"_s, u"redirdev"_s, u"redirfilter"_s, u"lease"_s, u"nvram"_s, u"shmem"_s, u"memory"_s, u"panic"_s,
        u"vsock"_s, u"crypto"_s, u"pstore"_s};
    for (const QDomElement &element : childElements(devicesOf(domain))) {
        const QString name = element.tagName();
        if (known.contains(name))
            return unsupported(element, u"<%1> is not passed on to QEMU; remove it"_s.arg(name));
        if (name == u"hostdev" && element.attribute(u"type"_s) != u"pci")
            return readAssignedDevice(element).map([](const AssignedDevice &) {});
        if (name == u"audio" && element.attribute(u"type"_s) != u"none")
            return unsupported(element, u"type='%1': only none"_s.arg(element.attribute(u"type"_s)));
        if (name == u"iommu" && element.attribute(u"model"_s) != u"intel")
            return unsupported(element, u"model='%1': only intel"_s.arg(element.attribute(u"model"_s)));
    }
    return {};
}

} // namespace laneway
