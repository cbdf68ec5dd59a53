// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "xml/domainviews.h"
#include "xml/guestwants.h"
#include "xml/viewreading.h"

#include <QRegularExpression>
#include <QTimeZone>

#include <array>

namespace laneway {

namespace {

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

Result<> readOs(const QDomElement &os, MachineXml &machine)
{
    const QDomElement type = os.firstChildElement(u"type"_s);
    machine.arch = type.attribute(u"arch"_s, u"x86_64"_s);
    machine.machine = type.attribute(u"machine"_s);
    if (textOf(type) != u"hvm")
        return unsupportedXml(type.isNull() ? os : type, u"only full virtualisation (hvm)"_s);
    if (machine.arch != u"x86_64" && machine.arch != u"i686")
        return unsupportedXml(type, u"arch='%1': only x86_64 and i686"_s.arg(machine.arch));
    if (machine.machine.isEmpty())
        machine.machine = u"pc"_s;
    if (guestpci::machineOf(os.parentNode().toElement()) == guestpci::Machine::Other)
        return unsupportedXml(type,
            u"machine='%1': only q35 and i440fx (pc) are started; write machine='q35' and remove the guest addresses"_s
                .arg(machine.machine));

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
    for (const QDomElement &feature : childElements(os.firstChildElement(u"firmware"_s), u"feature"_s)) {
        const auto enabled = switchAttribute(feature, u"enabled"_s, false);
        if (!enabled)
            return fail(enabled.error());
        if (const auto done = oneOf(feature, u"name"_s, {u"secure-boot"_s, u"enrolled-keys"_s}); !done)
            return done;
        (feature.attribute(u"name"_s) == u"secure-boot" ? firmware.secureBoot : firmware.enrolledKeys) = *enabled;
        if (*enabled == true && !firmware.efi)
            return unsupportedXml(feature, u"only a UEFI has it"_s);
        if (firmware.secureBoot == false && (firmware.enrolledKeys == true || *secure == true))
            return unsupportedXml(feature, u"the firmware is to have Secure Boot and not to have it"_s);
    }
    firmware.secure = *secure == true || firmware.secureBoot == true || firmware.enrolledKeys == true;
    if (firmware.efi && !firmware.readOnly)
        return unsupportedXml(loader, u"readonly='no': the firmware itself is never written"_s);
    firmware.stateless = loader.attribute(u"stateless"_s) == u"yes";
    if (firmware.stateless && !nvram.isNull())
        return unsupportedXml(nvram, u"a stateless loader has no <nvram>"_s);
    if (!nvram.isNull() && !firmware.efi)
        return unsupportedXml(nvram, u"<nvram> is for UEFI firmware"_s);
    firmware.nvram = textOf(nvram);
    if (firmware.nvram.isEmpty() && nvram.hasAttribute(u"type"_s))
        firmware.nvram = nvram.firstChildElement(u"source"_s).attribute(u"file"_s);
    firmware.nvramTemplate = nvram.attribute(u"template"_s);
    firmware.nvramFormat = nvram.attribute(u"format"_s, u"raw"_s);

    machine.kernel = textOf(os.firstChildElement(u"kernel"_s));
    machine.initrd = textOf(os.firstChildElement(u"initrd"_s));
    machine.kernelArguments = textOf(os.firstChildElement(u"cmdline"_s));
    if (machine.kernel.isEmpty() && !(machine.initrd.isEmpty() && machine.kernelArguments.isEmpty()))
        return unsupportedXml(os, u"<initrd> and <cmdline> need a <kernel>"_s);
    for (const QDomElement &boot : childElements(os, u"boot"_s)) {
        if (const auto done = oneOf(boot, u"dev"_s, {u"hd"_s, u"cdrom"_s, u"network"_s, u"fd"_s}); !done)
            return done;
        if (const QString device = boot.attribute(u"dev"_s); !machine.bootDevices.contains(device))
            machine.bootDevices << device;
    }
    const auto menu = switchAttribute(os.firstChildElement(u"bootmenu"_s), u"enable"_s, false);
    if (!menu)
        return fail(menu.error());
    machine.bootMenu = menu->value_or(false);
    if (const QDomElement element = os.firstChildElement(u"bootmenu"_s); element.hasAttribute(u"timeout"_s)) {
        const auto timeout = readCount(element, u"timeout"_s, 0);
        if (!timeout || *timeout > 65535)
            return invalidXml(element, u"timeout: milliseconds, up to 65535"_s);
        machine.bootMenuTimeout = *timeout;
    }
    if (const QDomElement bios = os.firstChildElement(u"bios"_s); bios.hasAttribute(u"rebootTimeout"_s)) {
        bool isNumber = false;
        machine.rebootTimeout = bios.attribute(u"rebootTimeout"_s).toInt(&isNumber);
        if (!isNumber || *machine.rebootTimeout < -1 || *machine.rebootTimeout > 65535)
            return invalidXml(bios, u"rebootTimeout: milliseconds, -1 to 65535"_s);
    }
    return {};
}

Result<> readCpu(const DomainXml &domain, MachineXml &machine)
{
    const QDomElement cpu = domain.root().firstChildElement(u"cpu"_s);
    const QDomElement vcpu = domain.root().firstChildElement(u"vcpu"_s);
    bool isNumber = vcpu.isNull();
    machine.vcpus = vcpu.isNull() ? 1 : textOf(vcpu).toInt(&isNumber);
    if (!isNumber || machine.vcpus < 1 || machine.vcpus > 4096)
        return invalidXml(vcpu, u"\"%1\" is no number of processors"_s.arg(textOf(vcpu)));
    if (vcpu.hasAttribute(u"current"_s) && vcpu.attribute(u"current"_s) != textOf(vcpu)) {
        const auto current = readCount(vcpu, u"current"_s, 0);
        if (!current || *current < 1 || *current > machine.vcpus)
            return invalidXml(vcpu, u"current: 1 to %1"_s.arg(machine.vcpus));
        machine.currentVcpus = *current;
    }
    if (cpu.isNull())
        return {};
    if (const auto done = oneOf(cpu, u"mode"_s, {u"custom"_s, u"host-model"_s, u"host-passthrough"_s, u"maximum"_s});
        !done)
        return done;
    CpuXml &view = machine.cpu;
    view.mode = cpu.attribute(u"mode"_s);
    view.migratable = cpu.attribute(u"migratable"_s) != u"off";
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
        return invalidXml(cpu, u"\"%1\" is no CPU model"_s.arg(view.model));
    for (const QDomElement &feature : childElements(cpu, u"feature"_s)) {
        if (!isWord(feature.attribute(u"name"_s)))
            return invalidXml(feature, u"name='%1' is no CPU feature"_s.arg(feature.attribute(u"name"_s)));
        if (const auto done
            = oneOf(feature, u"policy"_s, {u"force"_s, u"require"_s, u"optional"_s, u"disable"_s, u"forbid"_s});
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
        return unsupportedXml(topology, u"clusters are not known on this machine"_s);
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
        return unsupportedXml(topology,
            u"sockets, dies, cores and threads make %1 processors, <vcpu> says %2"_s.arg(product).arg(machine.vcpus));
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
    machine.ioapic = features.firstChildElement(u"ioapic"_s).attribute(u"driver"_s);
    const auto coreInfo = readState(features.firstChildElement(u"vmcoreinfo"_s));
    if (!coreInfo)
        return fail(coreInfo.error());
    machine.vmCoreInfo = coreInfo->value_or(false);
    // libvirt's words for what QEMU has as properties of a processor.
    for (const auto &[element, name] : {std::pair{features.firstChildElement(u"pmu"_s), u"pmu"_s},
             std::pair{kvm.firstChildElement(u"hint-dedicated"_s), u"kvm-hint-dedicated"_s},
             std::pair{kvm.firstChildElement(u"poll-control"_s), u"kvm-poll-control"_s},
             std::pair{kvm.firstChildElement(u"pv-ipi"_s), u"kvm-pv-ipi"_s},
             std::pair{features.firstChildElement(u"pvspinlock"_s), u"kvm-pv-unhalt"_s}}) {
        const auto on = readState(element);
        if (!on)
            return fail(on.error());
        if (*on)
            machine.cpuSwitches << name + (**on ? u"=on" : u"=off");
    }
    if (const auto eoi = switchAttribute(features.firstChildElement(u"apic"_s), u"eoi"_s, true); !eoi)
        return fail(eoi.error());
    else if (*eoi)
        machine.cpuSwitches << (**eoi ? u"kvm-pv-eoi=on"_s : u"kvm-pv-eoi=off"_s);

    const QDomElement hyperv = features.firstChildElement(u"hyperv"_s);
    if (const auto done = oneOf(hyperv, u"mode"_s, {u"custom"_s}); !done)
        return done;
    static const QStringList known{u"relaxed"_s, u"vapic"_s, u"spinlocks"_s, u"vpindex"_s, u"runtime"_s, u"synic"_s,
        u"stimer"_s, u"reset"_s, u"frequencies"_s, u"reenlightenment"_s, u"tlbflush"_s, u"ipi"_s, u"avic"_s, u"evmcs"_s,
        u"vendor_id"_s, u"crash"_s, u"emsr_bitmap"_s, u"xmm_input"_s};
    for (const QDomElement &feature : childElements(hyperv)) {
        const QString name = feature.tagName();
        if (!known.contains(name))
            return unsupportedXml(feature, u"not a Hyper-V enlightenment that is passed on"_s);
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
                return invalidXml(feature, u"value: 1 to 12 ASCII characters without a comma"_s);
        } else if (name == u"spinlocks") {
            const auto retries = readCount(feature, u"retries"_s, 4095);
            if (!retries || *retries < 4095)
                return invalidXml(feature, u"retries: a number from 4095"_s);
            machine.hyperv << u"spinlocks=%1"_s.arg(*retries);
        } else {
            machine.hyperv << QString(name).replace(u'_', u'-');
            const auto direct = readState(feature.firstChildElement(u"direct"_s));
            if (!direct)
                return fail(direct.error());
            if (direct->value_or(false))
                machine.hyperv << u"%1-direct"_s.arg(name);
        }
    }
    return {};
}

constexpr qint64 mostAdjustment = qint64(50) * 366 * 24 * 60 * 60; ///< so that it stays behind 1970

std::optional<qint64> wholeNumber(const QString &text, qint64 least, qint64 most)
{
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    return isNumber && number >= least && number <= most ? std::optional(number) : std::nullopt;
}

/// The C library, for which QEMU asks, takes a name that it does not know for UTC, and says nothing.
bool isTimeZone(const QString &name)
{
    static const QRegularExpression form(u"\\A[A-Z][A-Za-z0-9_+-]*(/[A-Za-z][A-Za-z0-9_+-]*)*\\z"_s);
    static const QRegularExpression asQtCallsOffsets(u"\\AUTC[+-]"_s); // the C library means the opposite by it
    return form.match(name).hasMatch() && !asQtCallsOffsets.match(name).hasMatch()
        && QTimeZone::isTimeZoneIdAvailable(name.toLatin1());
}

Result<> readClockAndTimers(const QDomElement &clock, MachineXml &machine)
{
    const auto read = readClock(clock);
    if (!read)
        return fail(read.error());
    machine.clock = *read;
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
            if (const auto done = oneOf(timer, u"tickpolicy"_s, {u"delay"_s, u"discard"_s, u"catchup"_s}); !done)
                return done;
            machine.pitTickPolicy = policy;
        } else if (name == u"tsc" && !present->has_value() && policy.isEmpty()) {
            continue;
        } else if (name == u"hypervclock") {
            if (*present == true)
                machine.hyperv << u"time"_s;
        } else {
            return unsupportedXml(timer, u"name='%1' is not passed on"_s.arg(name));
        }
    }
    return {};
}

/// "0-3,6": what `-numa` takes a range at a time; of what a machine does not have ("processor") none is taken.
Result<QStringList> readRanges(
    const QDomElement &element, const QString &text, int count, const QString &what = u"processor"_s)
{
    QStringList ranges;
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts)) {
        const qsizetype dash = part.indexOf(u'-');
        const auto first = decimalNumber(part.left(dash < 0 ? part.size() : dash));
        const auto last = dash < 0 ? first : decimalNumber(part.mid(dash + 1));
        if (!first || !last || *first > *last)
            return invalidXml(element, u"\"%1\" is no list of %2s"_s.arg(text, what));
        if (*last >= quint32(count))
            return invalidXml(element, u"there is no %1 %2"_s.arg(what).arg(*last));
        ranges << part;
    }
    return ranges;
}

Result<> readNuma(const QDomElement &numa, MachineXml &machine)
{
    quint64 total = 0;
    for (const QDomElement &element : childElements(numa, u"cell"_s)) {
        NumaCellXml cell;
        const auto id = readCount(element, u"id"_s, int(machine.numaCells.size()));
        const auto bytes = sizeAttribute(element, u"memory"_s);
        const auto cpus = readRanges(element, element.attribute(u"cpus"_s), machine.vcpus);
        if (!id)
            return fail(id.error());
        if (!bytes)
            return fail(bytes.error());
        if (!cpus)
            return fail(cpus.error());
        cell.id = *id;
        cell.bytes = (*bytes + 0xfffff) & ~quint64(0xfffff);
        cell.cpus = *cpus;
        if (element.hasAttribute(u"memAccess"_s))
            cell.shared = element.attribute(u"memAccess"_s) == u"shared";
        for (const QDomElement &sibling : childElements(element.firstChildElement(u"distances"_s), u"sibling"_s)) {
            const auto other = readCount(sibling, u"id"_s, 0);
            const auto distance = readCount(sibling, u"value"_s, 10);
            if (!other || !distance || *distance < 10 || *distance > 254)
                return invalidXml(sibling, u"id and value: a node, and 10 to 254"_s);
            cell.distances.append({*other, *distance});
        }
        if (cell.id != machine.numaCells.size())
            return invalidXml(element, u"nodes are numbered from 0 without gaps"_s);
        total += cell.bytes;
        machine.numaCells << cell;
    }
    if (!machine.numaCells.isEmpty()) // the nodes' memory is the machine's, as libvirt has it
        machine.memoryBytes = total;
    return {};
}

/// A `<page>` is for the nodes that it names, one without is for all others; where there is only such as name some, the
/// others have ordinary memory.
Result<> readHugePages(const QDomElement &hugePages, MachineXml &machine)
{
    if (hugePages.isNull())
        return {};
    const QList<QDomElement> pages = childElements(hugePages, u"page"_s);
    std::optional<quint64> others;
    if (pages.isEmpty())
        others = 0;
    QSet<int> named;
    for (const QDomElement &page : pages) {
        const auto bytes = sizeAttribute(page, u"size"_s);
        const auto nodes
            = readRanges(page, page.attribute(u"nodeset"_s), qMax(1, int(machine.numaCells.size())), u"node"_s);
        if (!bytes)
            return fail(bytes.error());
        if (!nodes)
            return fail(nodes.error());
        if (nodes->isEmpty() || machine.numaCells.isEmpty()) {
            if (others)
                return invalidXml(page, u"one <page> without nodeset is for all nodes that none names"_s);
            others = *bytes;
            continue;
        }
        for (const QString &range : *nodes)
            for (int node = range.section(u'-', 0, 0).toInt(); node <= range.section(u'-', -1).toInt(); ++node) {
                if (named.contains(node))
                    return invalidXml(page, u"node %1 is named twice"_s.arg(node));
                named += node;
                machine.numaCells[node].hugePageBytes = *bytes;
            }
    }
    machine.hugePageBytes = others;
    for (NumaCellXml &cell : machine.numaCells)
        if (!named.contains(cell.id))
            cell.hugePageBytes = others;
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
        return invalidXml(memory, u"less than 1 MiB"_s);
    machine.memoryBytes = (*size + 0xfffff) & ~quint64(0xfffff); // QEMU takes whole MiB
    if (const QDomElement current = root.firstChildElement(u"currentMemory"_s); !current.isNull()) {
        const auto bytes = readSize(current);
        if (!bytes)
            return fail(bytes.error());
        machine.currentMemoryBytes = *bytes < *size ? *bytes : 0;
    }
    const QDomElement limit = root.firstChildElement(u"memtune"_s).firstChildElement(u"hard_limit"_s);
    if (!limit.isNull()) {
        const auto bytes = readSize(limit);
        if (!bytes)
            return fail(bytes.error());
        machine.hardLimitBytes = *bytes;
    }
    const QDomElement backing = root.firstChildElement(u"memoryBacking"_s);
    machine.lockedMemory = !backing.firstChildElement(u"locked"_s).isNull();
    machine.sharedMemory = backing.firstChildElement(u"access"_s).attribute(u"mode"_s) == u"shared";
    machine.noMerge = !backing.firstChildElement(u"nosharepages"_s).isNull();
    machine.allocateNow = backing.firstChildElement(u"allocation"_s).attribute(u"mode"_s) == u"immediate";
    machine.dumpCore = memory.attribute(u"dumpCore"_s) == u"on";
    if (const auto done = readNuma(root.firstChildElement(u"cpu"_s).firstChildElement(u"numa"_s), machine); !done)
        return done;
    return readHugePages(backing.firstChildElement(u"hugepages"_s), machine);
}

} // namespace

Result<ClockXml> readClock(const QDomElement &clock)
{
    const QString offset = clock.attribute(u"offset"_s, u"utc"_s);
    const QString adjustment = clock.attribute(u"adjustment"_s);
    struct Word
    {
        QString name;
        QStringList offsets;
    };
    for (const Word &word : {Word{u"timezone"_s, {u"timezone"_s}}, Word{u"basis"_s, {u"variable"_s}},
             Word{u"adjustment"_s, {u"variable"_s, u"utc"_s, u"localtime"_s}}, Word{u"start"_s, {u"absolute"_s}}})
        if (clock.hasAttribute(word.name) && !word.offsets.contains(offset))
            return unsupportedXml(clock, u"%1 says nothing where offset='%2'"_s.arg(word.name, offset));
    ClockXml read;
    if (offset == u"timezone") {
        read.base = ClockXml::Base::Zone;
        read.zone = clock.attribute(u"timezone"_s);
        if (!isTimeZone(read.zone))
            return invalidXml(
                clock, u"timezone='%1': there is no such time zone; \"Europe/Paris\" is one"_s.arg(read.zone));
        return read;
    }
    if (offset == u"absolute") {
        // Until the year 9999, as QEMU reads a date.
        const auto start = wholeNumber(clock.attribute(u"start"_s), 0, 253'402'300'799);
        if (!start)
            return invalidXml(clock, u"start='%1': the seconds since 1970"_s.arg(clock.attribute(u"start"_s)));
        return ClockXml{ClockXml::Base::Instant, {}, *start};
    }
    if (const auto done = oneOf(clock, u"basis"_s, {u"utc"_s, u"localtime"_s}); !done)
        return fail(done.error());
    const QString basis = offset == u"variable" ? clock.attribute(u"basis"_s, u"utc"_s) : offset;
    if (basis != u"utc" && basis != u"localtime")
        return unsupportedXml(clock, u"offset='%1': only utc, localtime, timezone, variable, absolute"_s.arg(offset));
    read.base = basis == u"utc" ? ClockXml::Base::Utc : ClockXml::Base::Localtime;
    // What a guest sets its clock to is forgotten at each end, which is what "reset" asks for.
    if (adjustment.isEmpty() || (adjustment == u"reset" && offset != u"variable"))
        return read;
    const auto seconds = wholeNumber(adjustment, -mostAdjustment, mostAdjustment);
    if (!seconds)
        return invalidXml(clock, u"adjustment='%1': seconds, at most fifty years"_s.arg(adjustment));
    read.seconds = *seconds;
    return read;
}

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
             readClockAndTimers(root.firstChildElement(u"clock"_s), machine), readMemory(domain, machine)})
        if (!done)
            return fail(done.error());
    // Who asks for features gets what they need, as from libvirt, unless it is said to be off.
    const bool isByFeature = machine.firmware.secureBoot == true || machine.firmware.enrolledKeys == true;
    if (isByFeature && root.firstChildElement(u"features"_s).firstChildElement(u"smm"_s).isNull())
        machine.smm = true;
    if (machine.firmware.secure && !machine.smm)
        return fail(ErrorCode::UnsupportedConfiguration, u"domain/os/loader"_s,
            u"secure='yes' needs <smm state='on'/> in <features>"_s);

    const std::array events{std::pair{u"on_poweroff"_s, &machine.onPoweroff},
        std::pair{u"on_reboot"_s, &machine.onReboot}, std::pair{u"on_crash"_s, &machine.onCrash}};
    for (const auto &[name, action] : events) {
        const QDomElement element = root.firstChildElement(name);
        if (!element.isNull())
            *action = textOf(element);
        if (*action != u"destroy" && *action != u"restart" && *action != u"preserve")
            return unsupportedXml(element, u"\"%1\": only destroy, restart and preserve"_s.arg(*action));
    }
    const QDomElement pm = root.firstChildElement(u"pm"_s);
    const auto toMem = switchAttribute(pm.firstChildElement(u"suspend-to-mem"_s), u"enabled"_s, false);
    const auto toDisk = switchAttribute(pm.firstChildElement(u"suspend-to-disk"_s), u"enabled"_s, false);
    for (const auto &read : {toMem, toDisk})
        if (!read)
            return fail(read.error());
    machine.suspendToMem = *toMem;
    machine.suspendToDisk = *toDisk;
    const QDomElement ioThreads = root.firstChildElement(u"iothreads"_s);
    if (const auto count = decimalNumber(textOf(ioThreads)); !ioThreads.isNull()) {
        if (!count || *count > 4096)
            return invalidXml(ioThreads, u"a number up to 4096"_s);
        machine.ioThreads = int(*count);
    }
    const QDomElement genId = root.firstChildElement(u"genid"_s);
    if (!genId.isNull()) {
        const auto id = textOf(genId).isEmpty() ? QUuid::createUuid() : readUuid(textOf(genId)).value_or(QUuid());
        if (id.isNull())
            return invalidXml(genId, u"not a UUID"_s);
        machine.generationId = id;
    }
    for (const QDomElement &controller : childElements(devicesOf(domain), u"controller"_s))
        if (const QDomElement hole = controller.firstChildElement(u"pcihole64"_s); !hole.isNull()) {
            const auto bytes = readSize(hole);
            if (!bytes)
                return fail(bytes.error());
            machine.pciHole64KiB = *bytes / 1024;
        }
    return machine;
}

} // namespace laneway
