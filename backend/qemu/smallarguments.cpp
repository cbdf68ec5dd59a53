// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/smallarguments.h"

#include "qemu/commandparts.h"
#include "xml/viewreading.h"

namespace laneway {

namespace {

constexpr std::array usbInputs{
    Translation{u"tablet", u"usb-tablet"},
    Translation{u"mouse", u"usb-mouse"},
    Translation{u"keyboard", u"usb-kbd"},
};
constexpr std::array virtioInputs{
    Translation{u"tablet", u"virtio-tablet-pci"},
    Translation{u"mouse", u"virtio-mouse-pci"},
    Translation{u"keyboard", u"virtio-keyboard-pci"},
};

} // namespace

bool isBoardInput(const QDomElement &input)
{
    const QString bus = propertyText(input, devicekinds::input, u"@bus");
    return bus == u"ps2" || (bus.isEmpty() && propertyText(input, devicekinds::input, u"@type") != u"tablet");
}

bool isPciInput(const QDomElement &input)
{
    return propertyText(input, devicekinds::input, u"@bus") == u"virtio";
}

QemuDevice inputArguments(const QDomElement &input, const GuestBoard &board, int number)
{
    const QString type = propertyText(input, devicekinds::input, u"@type");
    QJsonObject device{{u"id"_s, aliasOf(input, u"input%1"_s.arg(number))}};
    fillPart(device, input, devicekinds::input, Part::Device);
    if (isPciInput(input)) {
        device[u"driver"]
            = virtioDriver(translate(virtioInputs, type), propertyText(input, devicekinds::input, u"@model"));
    } else {
        device[u"driver"] = translate(usbInputs, type);
        placeOnUsb(device, board, input);
    }
    return {{}, device, {}};
}

Result<> addInputs(CommandDraft &draft)
{
    int number = 0;
    for (const QDomElement &input : draft.devices(u"input"_s)) {
        if (isBoardInput(input)) {
            if (propertyText(input, devicekinds::input, u"@type") == u"tablet")
                return notPossible(elementPath(input), u"a tablet is on the bus usb or virtio"_s);
            continue;
        }
        const QemuDevice made = inputArguments(input, draft.board, number++);
        const auto done
            = isPciInput(input) ? draft.addPciDevice(input, made) : draft.addDevice(elementPath(input), made);
        if (!done)
            return done;
    }
    return {};
}

Result<> addTpms(CommandDraft &draft)
{
    for (const QDomElement &tpm : draft.devices(u"tpm"_s)) {
        const QString path = elementPath(tpm);
        const QString model = propertyText(tpm, devicekinds::tpm, u"@model");
        const QString version = propertyText(tpm, devicekinds::tpm, u"backend/@version");
        if (propertyText(tpm, devicekinds::tpm, u"backend/@type") != u"emulator")
            return notPossible(path, u"the host's own TPM is not passed on; use <backend type='emulator'>"_s);
        if (model == u"tpm-crb" && version == u"1.2")
            return notPossible(path, u"tpm-crb is of version 2.0"_s);
        const auto program = draft.companionProgram(path, u"swtpm"_s);
        if (!program)
            return fail(program.error());
        // The directory is given by its descriptor: those above it are the helper's.
        QStringList arguments{u"socket"_s};
        if (version != u"1.2")
            arguments += u"--tpm2"_s;
        arguments += {u"--tpmstate"_s, u"dir=/proc/self/fd/@state@,mode=0600"_s, u"--ctrl"_s,
            u"type=unixio,clientfd=@socket@"_s, u"--terminate"_s};
        draft.companions
            += {u"tpm"_s, *program, arguments, false, u"tpm/"_s + draft.domain.uuid().toString(QUuid::WithoutBraces)};
        draft.add({u"-chardev"_s, u"socket,id=chrtpm,fd=@companion:tpm@"_s, u"-tpmdev"_s,
            u"emulator,id=tpm-tpm0,chardev=chrtpm"_s});
        const auto done = draft.addDevice(path,
            {{u"driver"_s, model.isEmpty() ? u"tpm-tis"_s : model}, {u"id"_s, aliasOf(tpm, u"tpm0"_s)},
                {u"tpmdev"_s, u"tpm-tpm0"_s}});
        if (!done)
            return done;
    }
    return {};
}

Result<> addWatchdogs(CommandDraft &draft)
{
    int number = 0;
    for (const QDomElement &watchdog : draft.devices(u"watchdog"_s)) {
        const QString model = propertyText(watchdog, devicekinds::watchdog, u"@model");
        const QString id = aliasOf(watchdog, u"watchdog%1"_s.arg(number++));
        Result<> done;
        if (model == u"itco") // the board's own
            draft.add({u"-global"_s, u"ICH9-LPC.noreboot=off"_s});
        else if (model == u"ib700")
            done = draft.addDevice(elementPath(watchdog), {{u"driver"_s, model}, {u"id"_s, id}});
        else
            done = draft.addPciDevice(watchdog, {{u"driver"_s, model}, {u"id"_s, id}});
        if (!done)
            return done;
        draft.add({u"-watchdog-action"_s, propertyText(watchdog, devicekinds::watchdog, u"@action")});
    }
    return {};
}

QemuDevice rngArguments(const QDomElement &rng, int number)
{
    const QString id = aliasOf(rng, u"rng%1"_s.arg(number));
    const bool builtin = propertyText(rng, devicekinds::rng, u"backend/@model") == u"builtin";
    const QString source = propertyText(rng, devicekinds::rng, u"backend");
    QJsonObject backend{
        {u"qom-type"_s, builtin ? u"rng-builtin"_s : u"rng-random"_s}, {u"id"_s, QString(u"obj"_s + id)}};
    if (!builtin)
        backend[u"filename"] = source.isEmpty() ? u"/dev/urandom"_s : source;
    QJsonObject device{{u"driver"_s, virtioDriver(u"virtio-rng-pci"_s, propertyText(rng, devicekinds::rng, u"@model"))},
        {u"id"_s, id}, {u"rng"_s, QString(u"obj"_s + id)}};
    fillPart(device, rng, devicekinds::rng, Part::Device);
    if (device.contains(u"max-bytes"_s) && !device.contains(u"period"_s))
        device[u"period"] = 1000;
    return {{{u"-object"_s, backend}}, device, {}};
}

Result<> addRngs(CommandDraft &draft)
{
    int number = 0;
    for (const QDomElement &rng : draft.devices(u"rng"_s))
        if (const auto done = draft.addPciDevice(rng, rngArguments(rng, number++)); !done)
            return done;
    return {};
}

Result<> addBalloon(CommandDraft &draft)
{
    const auto assigned = draft.domain.assignedDevices();
    if (!assigned)
        return fail(assigned.error());
    const QList<QDomElement> balloons = draft.devices(u"memballoon"_s);
    if (balloons.size() > 1)
        return notPossible(elementPath(balloons[1]), u"only one memory balloon"_s);
    // VFIO pins all memory, so that a balloon would take the guest's and give the host nothing.
    if (balloons.isEmpty() || !assigned->isEmpty())
        return {};
    const QDomElement &balloon = balloons.first();
    const QString model = propertyText(balloon, devicekinds::memoryBalloon, u"@model");
    if (model == u"none")
        return {};
    QJsonObject device{
        {u"driver"_s, virtioDriver(u"virtio-balloon-pci"_s, model)}, {u"id"_s, aliasOf(balloon, u"balloon0"_s)}};
    fillPart(device, balloon, devicekinds::memoryBalloon, Part::Device);
    // How often the guest's driver is asked what it does with its memory.
    if (const int seconds = propertyText(balloon, devicekinds::memoryBalloon, u"stats/@period").toInt(); seconds > 0)
        draft.beforeRun += QJsonObject{{u"execute"_s, u"qom-set"_s},
            {u"arguments"_s,
                QJsonObject{{u"path"_s, QString(u"/machine/peripheral/"_s + device[u"id"].toString())},
                    {u"property"_s, u"guest-stats-polling-interval"_s}, {u"value"_s, seconds}}}};
    // A guest's driver hears of it when it comes up.
    if (draft.machine.currentMemoryBytes > 0)
        draft.beforeRun += QJsonObject{{u"execute"_s, u"balloon"_s},
            {u"arguments"_s, QJsonObject{{u"value"_s, qint64(draft.machine.currentMemoryBytes)}}}};
    return draft.addPciDevice(balloon, device);
}

Result<> addSharedMemory(CommandDraft &draft)
{
    int number = 0;
    for (const QDomElement &shmem : draft.devices(u"shmem"_s)) {
        const QString path = elementPath(shmem);
        const QString id = aliasOf(shmem, u"shmem%1"_s.arg(number++));
        const QString name = propertyText(shmem, devicekinds::sharedMemory, u"@name");
        if (propertyText(shmem, devicekinds::sharedMemory, u"model/@type") != u"ivshmem-plain")
            return notPossible(path, u"only <model type='ivshmem-plain'/>"_s);
        if (!isPlainWord(name) || name.startsWith(u'.'))
            return notPossible(path, u"name: letters, digits and a few signs"_s);
        const auto bytes = readSize(shmem.firstChildElement(u"size"_s));
        if (!bytes && !shmem.firstChildElement(u"size"_s).isNull())
            return fail(bytes.error());
        const QJsonObject backend{{u"qom-type"_s, u"memory-backend-file"_s}, {u"id"_s, QString(u"shmmem-"_s + id)},
            {u"mem-path"_s, QString(u"/dev/shm/"_s + name)}, {u"size"_s, bytes ? qint64(*bytes) : 4 * 1024 * 1024},
            {u"share"_s, true}};
        QJsonObject device{{u"driver"_s, u"ivshmem-plain"_s}, {u"id"_s, id}, {u"memdev"_s, QString(u"shmmem-"_s + id)}};
        if (const QString role = propertyText(shmem, devicekinds::sharedMemory, u"@role"); !role.isEmpty())
            device[u"master"] = role == u"master" ? u"on"_s : u"off"_s;
        if (const auto done = draft.addPciDevice(shmem, QemuDevice{{{u"-object"_s, backend}}, device, {}}); !done)
            return done;
    }
    return {};
}

Result<> addPanics(CommandDraft &draft)
{
    for (const QDomElement &panic : draft.devices(u"panic"_s)) {
        const QString path = elementPath(panic);
        const QString model = propertyText(panic, devicekinds::panic, u"@model");
        const QDomElement address = panic.firstChildElement(u"address"_s);
        Result<> done;
        if (model == u"hyperv") {
            if (!draft.machine.hyperv.contains(u"crash"_s))
                return notPossible(path, u"model='hyperv' needs <hyperv><crash state='on'/>"_s);
        } else if (model == u"pvpanic") {
            done = draft.addPciDevice(panic, {{u"driver"_s, u"pvpanic-pci"_s}});
        } else {
            QJsonObject device{{u"driver"_s, u"pvpanic"_s}};
            if (const auto port = cNumber(address.attribute(u"iobase"_s));
                address.attribute(u"type"_s) == u"isa" && port)
                device[u"ioport"] = int(*port);
            done = draft.addDevice(path, device);
        }
        if (!done)
            return done;
    }
    return {};
}

Result<> addVsocks(CommandDraft &draft)
{
    for (const QDomElement &vsock : draft.devices(u"vsock"_s)) {
        const QString path = elementPath(vsock);
        QJsonObject device{
            {u"driver"_s, virtioDriver(u"vhost-vsock-pci"_s, propertyText(vsock, devicekinds::vsock, u"@model"))},
            {u"id"_s, aliasOf(vsock, u"vsock0"_s)}};
        fillPart(device, vsock, devicekinds::vsock, Part::Device);
        if (!device.contains(u"guest-cid"_s))
            return notPossible(
                path, u"no <cid address='…'/> and no <cid auto='yes'/>: a number of its own, from 3, is needed"_s);
        if (const auto done = draft.addPciDevice(vsock, QemuDevice{{}, device, {u"vhost-vsock"_s}}); !done)
            return done;
    }
    return {};
}

static Result<> addVirtiofs(CommandDraft &draft, const QDomElement &filesystem, const QString &id)
{
    constexpr auto &kind = devicekinds::filesystem;
    const QString path = elementPath(filesystem);
    if (!draft.machine.isMemoryShared())
        return notPossible(
            path, u"virtiofs needs <memoryBacking><source type='memfd'/><access mode='shared'/></memoryBacking>"_s);
    const auto program = draft.companionProgram(path, u"virtiofsd"_s);
    if (!program)
        return fail(program.error());
    const QString name = u"fs%1"_s.arg(draft.companions.size());
    QStringList arguments{u"--fd=@socket@"_s, u"--shared-dir="_s + propertyText(filesystem, kind, u"source/@dir")};
    if (hasProperty(filesystem, u"readonly"))
        arguments += u"--readonly"_s;
    draft.companions += {name, *program, arguments, true, {}};
    draft.add({u"-chardev"_s, u"socket,id=chr-vu-"_s + id + u",fd=@companion:" + name + u"@"});
    QJsonObject device{{u"driver"_s, virtioDriver(u"vhost-user-fs-pci"_s, propertyText(filesystem, kind, u"@model"))},
        {u"id"_s, id}, {u"chardev"_s, QString(u"chr-vu-"_s + id)}};
    fillPart(device, filesystem, kind, Part::Device);
    device[u"tag"] = device.take(u"mount_tag"_s);
    return draft.addPciDevice(filesystem, device);
}

Result<> addFilesystems(CommandDraft &draft)
{
    constexpr auto &kind = devicekinds::filesystem;
    int number = 0;
    for (const QDomElement &filesystem : draft.devices(u"filesystem"_s)) {
        const QString path = elementPath(filesystem);
        const QString id = aliasOf(filesystem, u"fs%1"_s.arg(number++));
        const QString model = propertyText(filesystem, kind, u"@model");
        const QString source = propertyText(filesystem, kind, u"source/@dir");
        if (!isPlainWord(id) || source.isEmpty())
            return notPossible(path, u"no <source dir='…'/>"_s);
        if (propertyText(filesystem, kind, u"driver/@type") == u"virtiofs") {
            if (const auto done = addVirtiofs(draft, filesystem, id); !done)
                return done;
            continue;
        }
        const QString mode = propertyText(filesystem, kind, u"@accessmode");
        QString text = u"local,security_model="_s + (mode == u"squash" ? u"none"_s : mode) + u",id=fsdev-" + id
            + u",path=" + escapedComma(source);
        for (const auto &[attribute, option] : {std::pair{u"@fmode", u"fmode"_s}, std::pair{u"@dmode", u"dmode"_s}})
            if (const QString bits = propertyText(filesystem, kind, attribute); !bits.isEmpty()) {
                bool isNumber = false;
                if (bits.toUInt(&isNumber, 8) > 0777 || !isNumber || mode != u"mapped")
                    return notPossible(path, option + u": an octal mode, with accessmode='mapped'");
                text += u",%1=%2"_s.arg(option, bits);
            }
        if (const QString several = propertyText(filesystem, kind, u"@multidevs"); !several.isEmpty())
            text += u",multidevs="_s + several;
        if (propertyText(filesystem, kind, u"driver/@wrpolicy") == u"immediate")
            text += u",writeout=immediate"_s;
        if (hasProperty(filesystem, u"readonly"))
            text += u",readonly=on"_s;
        QJsonObject device{{u"driver"_s, virtioDriver(u"virtio-9p-pci"_s, model)}, {u"id"_s, id},
            {u"fsdev"_s, QString(u"fsdev-"_s + id)}};
        fillPart(device, filesystem, kind, Part::Device);
        const QemuDevice made{{{u"-fsdev"_s, {}, text}}, device, {}};
        if (const auto done = draft.addPciDevice(filesystem, made); !done)
            return done;
    }
    return {};
}

Result<> addIommu(CommandDraft &draft)
{
    const QList<QDomElement> all = draft.devices(u"iommu"_s);
    if (all.isEmpty())
        return {};
    const QDomElement &iommu = all.first();
    const QString path = elementPath(iommu);
    if (all.size() > 1)
        return notPossible(elementPath(all[1]), u"only one"_s);
    if (!draft.board.isQ35())
        return notPossible(path, u"a guest IOMMU needs a q35 board"_s);
    QJsonObject device{{u"id"_s, aliasOf(iommu, u"iommu0"_s)}};
    fillPart(device, iommu, devicekinds::iommu, Part::Device);
    if (propertyText(iommu, devicekinds::iommu, u"@model") == u"virtio") {
        device[u"driver"] = u"virtio-iommu"_s;
        return draft.addPciDevice(iommu, device);
    }
    device[u"driver"] = u"intel-iommu"_s;
    // What the guest maps must reach the host's IOMMU at once.
    const auto assigned = draft.domain.assignedDevices();
    if (assigned && !assigned->isEmpty() && device.value(u"caching-mode"_s).toBool() != true)
        return notPossible(path, u"with host devices a guest's IOMMU needs <driver caching_mode='on'/>"_s);
    if (device.value(u"intremap"_s).toString() == u"on" && draft.machine.ioapic != u"qemu" && draft.machine.kvm)
        return notPossible(path, u"interrupt remapping needs <features><ioapic driver='qemu'/></features>"_s);
    return draft.addDevice(path, device);
}

} // namespace laneway
