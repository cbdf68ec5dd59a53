// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/commandparts.h"
#include "qemu/firmware.h"
#include "qemu/guestclock.h"
#include "qemu/processors.h"
#include "xml/viewreading.h"

#include <QFileInfo>
#include <QRegularExpression>

namespace laneway {

namespace {

Result<> addIdentity(CommandDraft &draft)
{
    static const QRegularExpression boardForm(u"\\A(pc|q35|pc-q35-[0-9]+\\.[0-9]+|pc-i440fx-[0-9]+\\.[0-9]+)\\z"_s);
    static const QSet<QString> ours{u""_s, u"qemu-system-x86_64"_s, u"qemu-system-i386"_s, u"qemu-kvm"_s, u"kvm"_s};
    const MachineXml &machine = draft.machine;
    if (machine.arch != u"x86_64" && machine.arch != u"i686")
        return notPossible(u"domain/os/type"_s, u"architecture "_s + machine.arch);
    if (!boardForm.match(machine.machine).hasMatch())
        return notPossible(
            u"domain/os/type"_s, u"machine "_s + machine.machine + u": only q35 and i440fx (pc) are started");
    if (!ours.contains(QFileInfo(machine.emulator).fileName()))
        return notPossible(u"domain/devices/emulator"_s, machine.emulator);
    draft.add({u"-name"_s, u"guest="_s + escapedComma(machine.name) + u",debug-threads=on"});
    if (!machine.uuid.isNull())
        draft.add({u"-uuid"_s, machine.uuid.toString(QUuid::WithoutBraces)});
    draft.add({u"-S"_s, u"-no-user-config"_s, u"-nodefaults"_s});
    return {};
}

void addFlash(CommandDraft &draft, const QString &id, const QString &file, const QString &format, bool readOnly)
{
    draft.addJson(u"-blockdev"_s,
        {{u"driver"_s, u"file"_s}, {u"filename"_s, file}, {u"node-name"_s, QString(id + u"-file")},
            {u"read-only"_s, readOnly}});
    draft.addJson(u"-blockdev"_s,
        {{u"driver"_s, format}, {u"file"_s, QString(id + u"-file")}, {u"node-name"_s, id}, {u"read-only"_s, readOnly}});
}

/// Found where nobody named it.
Result<FirmwareXml> firmwareOf(const CommandDraft &draft, bool &smm)
{
    FirmwareXml firmware = draft.machine.firmware;
    smm = draft.machine.smm || firmware.secure;
    if (!firmware.efi)
        return firmware;
    if (firmware.loader.isEmpty()) {
        const auto found = findFirmware(draft.machine.machine, firmwareWish(draft.machine));
        if (!found)
            return fail(found.error());
        firmware.loader = found->code;
        firmware.loaderFormat = found->codeFormat;
        smm = smm || found->needsSmm;
        if (firmware.nvramTemplate.isEmpty())
            firmware.nvramTemplate = found->variablesTemplate;
    }
    if (firmware.nvram.isEmpty() && !firmware.stateless) {
        const QString source
            = firmware.nvramTemplate.isEmpty() ? u"the firmware's variable template"_s : firmware.nvramTemplate;
        return notPossible(u"domain/os/nvram"_s,
            u"UEFI keeps its variables in a file of this machine: copy "_s + source
                + u" to a place of your own and name the copy in <os><nvram>");
    }
    return firmware;
}

QString onOff(bool on)
{
    return on ? u"on"_s : u"off"_s;
}

Result<> addMachine(CommandDraft &draft)
{
    const MachineXml &machine = draft.machine;
    bool smm = false;
    const auto firmware = firmwareOf(draft, smm);
    if (!firmware)
        return fail(firmware.error());

    QString board = machine.machine + (machine.kvm ? u",accel=kvm" : u",accel=tcg") + u",usb=off,dump-guest-core="
        + onOff(machine.dumpCore) + u",acpi=" + onOff(machine.acpi);
    if (smm)
        board += u",smm=on";
    if (machine.noMerge)
        board += u",mem-merge=off";
    if (machine.vmport)
        board += u",vmport="_s + onOff(*machine.vmport);
    if (machine.hpet)
        board += u",hpet="_s + onOff(*machine.hpet);
    if (!machine.ioapic.isEmpty())
        board += machine.ioapic == u"kvm" ? u",kernel_irqchip=on"_s : u",kernel_irqchip=split"_s;
    if (machine.hasMemoryBackend() && machine.numaCells.isEmpty())
        board += u",memory-backend=ram0";
    if (firmware->efi)
        board += firmware->stateless ? u",pflash0=pf0"_s : u",pflash0=pf0,pflash1=pf1"_s;
    draft.add({u"-machine"_s, board});
    if (machine.kvm)
        draft.addNode(u"kvm"_s);

    if (firmware->efi) {
        if (firmware->secure)
            draft.add({u"-global"_s, u"driver=cfi.pflash01,property=secure,value=on"_s});
        addFlash(draft, u"pf0"_s, firmware->loader, firmware->loaderFormat, true);
        if (!firmware->stateless)
            addFlash(draft, u"pf1"_s, firmware->nvram, firmware->nvramFormat, false);
    } else if (!firmware->loader.isEmpty()) {
        draft.add({u"-bios"_s, firmware->loader});
    }
    return {};
}

Result<> addProcessor(CommandDraft &draft)
{
    const MachineXml &machine = draft.machine;
    const CpuXml &cpu = machine.cpu;
    const QString path = u"domain/cpu"_s;
    if (!machine.kvm && cpu.mode == u"host-passthrough")
        return notPossible(path, u"the host's processor needs KVM"_s);
    const QString model = processorModel(machine);
    QStringList parts{model};
    // QEMU's own name for it; a saved state is a migration to a file.
    if (model == u"host")
        parts += u"migratable="_s + onOff(cpu.migratable);
    for (const CpuXml::Feature &feature : cpu.features) {
        if (feature.policy == u"optional")
            continue;
        const bool off = feature.policy == u"disable" || feature.policy == u"forbid";
        parts += feature.name + (off ? u"=off" : u"=on");
    }
    if (machine.kvmHidden)
        parts += u"kvm=off"_s;
    if (machine.kvmclock)
        parts += u"kvmclock="_s + onOff(*machine.kvmclock);
    parts += machine.cpuSwitches;
    for (const QString &enlightenment : machine.hyperv)
        parts += u"hv-"_s + enlightenment + (enlightenment.contains(u'=') ? u"" : u"=on");
    for (const QString &part : parts)
        for (const QString &word : part.split(u'='))
            if (!isPlainWord(word))
                return notPossible(path, part);
    if (!machine.hypervVendorId.isEmpty()) // may have a blank, and was read as having no comma
        parts += u"hv-vendor-id="_s + machine.hypervVendorId;
    draft.add({u"-cpu"_s, parts.join(u',')});

    const int sockets = cpu.sockets > 0 ? cpu.sockets : machine.vcpus;
    const int cores = cpu.sockets > 0 ? cpu.cores : 1;
    const int threads = cpu.sockets > 0 ? cpu.threads : 1;
    QString smp = QString::number(processorsAtStart(machine));
    if (machine.currentVcpus > 0)
        smp += u",maxcpus=%1"_s.arg(machine.vcpus);
    smp += u",sockets=%1"_s.arg(sockets);
    if (cpu.dies > 1)
        smp += u",dies=%1"_s.arg(cpu.dies);
    smp += u",cores=%1,threads=%2"_s.arg(cores).arg(threads);
    draft.add({u"-smp"_s, smp});
    return {};
}

QJsonObject memoryBackend(const MachineXml &machine, const QString &id, quint64 bytes, bool shared,
    const std::optional<quint64> &hugePageBytes)
{
    QJsonObject backend{
        {u"qom-type"_s, u"memory-backend-memfd"_s}, {u"id"_s, id}, {u"size"_s, qint64(bytes)}, {u"share"_s, shared}};
    if (hugePageBytes)
        backend[u"hugetlb"] = true;
    if (hugePageBytes.value_or(0) > 0)
        backend[u"hugetlbsize"] = qint64(*hugePageBytes);
    if (machine.allocateNow)
        backend[u"prealloc"] = true;
    return backend;
}

Result<> addMemory(CommandDraft &draft)
{
    const MachineXml &machine = draft.machine;
    if (machine.memoryBytes == 0 || machine.memoryBytes % 1024 != 0)
        return notPossible(u"domain/memory"_s, QString::number(machine.memoryBytes));
    draft.add({u"-m"_s, u"size=%1k"_s.arg(machine.memoryBytes / 1024)});
    if (machine.numaCells.isEmpty() && machine.hasMemoryBackend())
        draft.addJson(u"-object"_s,
            memoryBackend(machine, u"ram0"_s, machine.memoryBytes, machine.sharedMemory, machine.hugePageBytes));
    for (const NumaCellXml &cell : machine.numaCells) {
        const QString id = u"ram-node%1"_s.arg(cell.id);
        draft.addJson(u"-object"_s,
            memoryBackend(machine, id, cell.bytes, cell.shared.value_or(machine.sharedMemory), cell.hugePageBytes));
        QString node = u"node,nodeid=%1"_s.arg(cell.id);
        for (const QString &range : cell.cpus)
            node += u",cpus="_s + range;
        draft.add({u"-numa"_s, node + u",memdev=" + id});
    }
    for (const NumaCellXml &cell : machine.numaCells)
        for (const auto &[other, distance] : cell.distances)
            draft.add({u"-numa"_s, u"dist,src=%1,dst=%2,val=%3"_s.arg(cell.id).arg(other).arg(distance)});
    if (machine.lockedMemory)
        draft.add({u"-overcommit"_s, u"mem-lock=on"_s});
    for (int thread = 1; thread <= machine.ioThreads; ++thread)
        draft.addJson(u"-object"_s, {{u"qom-type"_s, u"iothread"_s}, {u"id"_s, u"iothread%1"_s.arg(thread)}});
    return {};
}

Result<> addClockAndBoot(CommandDraft &draft)
{
    const MachineXml &machine = draft.machine;
    draft.add({u"-rtc"_s,
        u"base="_s + clockBase(machine.clock) + (machine.rtcTickPolicy == u"catchup" ? u",driftfix=slew" : u"")});
    // Catching up is what KVM's timer does anyway.
    if (machine.kvm && !machine.pitTickPolicy.isEmpty() && machine.pitTickPolicy != u"catchup")
        draft.add({u"-global"_s, u"kvm-pit.lost_tick_policy="_s + machine.pitTickPolicy});
    const QString chip = draft.board.isQ35() ? u"ICH9-LPC"_s : u"PIIX4_PM"_s;
    if (machine.suspendToMem)
        draft.add({u"-global"_s, chip + u".disable_s3=%1"_s.arg(int(!*machine.suspendToMem))});
    if (machine.suspendToDisk)
        draft.add({u"-global"_s, chip + u".disable_s4=%1"_s.arg(int(!*machine.suspendToDisk))});
    if (machine.pciHole64KiB)
        draft.add({u"-global"_s,
            (draft.board.isQ35() ? u"q35-pcihost"_s : u"i440FX-pcihost"_s)
                + u".pci-hole64-size=%1K"_s.arg(*machine.pciHole64KiB)});
    // The guest's power-off ends QEMU; for another beginning the helper, which hears of it, resets the machine.
    if (machine.onPoweroff == u"restart")
        draft.add({u"-action"_s, u"shutdown=pause"_s});
    else if (machine.onPoweroff != u"destroy")
        return notPossible(u"domain/on_poweroff"_s, machine.onPoweroff);
    if (machine.onReboot == u"destroy")
        draft.add({u"-no-reboot"_s});
    else if (machine.onReboot != u"restart")
        return notPossible(u"domain/on_reboot"_s, machine.onReboot);
    if (machine.onCrash != u"destroy")
        draft.add({u"-action"_s, u"panic=pause"_s});
    QString boot = u"strict=on"_s;
    if (machine.rebootTimeout)
        boot = u"reboot-timeout=%1,"_s.arg(*machine.rebootTimeout) + boot;
    if (machine.bootMenuTimeout)
        boot = u"splash-time=%1,"_s.arg(*machine.bootMenuTimeout) + boot;
    if (machine.bootMenu)
        boot = u"menu=on,"_s + boot;
    draft.add({u"-boot"_s, boot});
    for (const auto &[option, value] : {std::pair{u"-kernel"_s, machine.kernel},
             std::pair{u"-initrd"_s, machine.initrd}, std::pair{u"-append"_s, machine.kernelArguments}}) {
        if (value.isEmpty())
            continue;
        if (option != u"-append" && !value.startsWith(u'/'))
            return notPossible(u"domain/os/"_s + option.mid(1), u"not an absolute path"_s);
        draft.add({option, value});
    }
    if (machine.generationId)
        draft.addJson(u"-device"_s,
            {{u"driver"_s, u"vmgenid"_s}, {u"id"_s, u"vmgenid0"_s},
                {u"guid"_s, machine.generationId->toString(QUuid::WithoutBraces)}});
    if (machine.vmCoreInfo)
        draft.addJson(u"-device"_s, {{u"driver"_s, u"vmcoreinfo"_s}});
    draft.add(
        {u"-chardev"_s, u"socket,id=mon,fd=@monitor@,server=on,wait=off"_s, u"-mon"_s, u"chardev=mon,mode=control"_s});
    // What it tells by itself comes by a monitor of its own, so that nobody waits for another's turn.
    draft.add({u"-chardev"_s, u"socket,id=events,fd=@socket:events@,server=on,wait=off"_s, u"-mon"_s,
        u"chardev=events,mode=control"_s});
    return {};
}

} // namespace

Result<> addBoard(CommandDraft &draft)
{
    for (const auto part : {addIdentity, addMachine, addProcessor, addMemory, addClockAndBoot})
        if (const auto done = part(draft); !done)
            return done;
    return {};
}

} // namespace laneway
