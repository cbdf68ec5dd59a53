// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/commandline.h"

#include "qemu/firmware.h"
#include "qemu/usbarguments.h"
#include "xml/domainviews.h"
#include "xml/poolinterfaces.h"
#include "xml/viewreading.h"

#include <QDateTime>
#include <QFileInfo>
#include <QJsonDocument>
#include <QMutex>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>

#include <array>
#include <unistd.h>

namespace laneway {

namespace {
tl::unexpected<Error> unsupported(const QString &subject, const QString &detail)
{
    return fail(ErrorCode::UnsupportedConfiguration, subject, detail);
}

/// Words of ours in the few options that have no JSON form: nothing that ends a value.
bool isPlainWord(const QString &text)
{
    static const QRegularExpression form(u"\\A[A-Za-z0-9_.+-]{1,80}\\z"_s);
    return form.match(text).hasMatch();
}

/// In comma-separated options a comma of the value is written twice.
QString escaped(QString text)
{
    return text.replace(u","_s, u",,"_s);
}

QString busName(const GuestPciAddress &address)
{
    return address.bus == 0 ? u"pcie.0"_s : u"pci.%1"_s.arg(address.bus);
}

/// A string on purpose: a number would be read as a raw devfn.
QString addrName(const GuestPciAddress &address)
{
    QString text = u"0x"_s + QString::number(address.slot, 16);
    if (address.function != 0)
        text += u".0x"_s + QString::number(address.function, 16);
    return text;
}

void place(QJsonObject &device, const GuestPciAddress &address)
{
    device[u"bus"] = busName(address);
    device[u"addr"] = addrName(address);
    if (address.multifunction)
        device[u"multifunction"] = *address.multifunction;
}

struct Translation
{
    QStringView ours;
    QStringView qemu;
};

template <size_t N>
QString translate(const std::array<Translation, N> &table, const QString &word)
{
    for (const Translation &row : table)
        if (row.ours == word)
            return row.qemu.toString();
    return {};
}

constexpr std::array pciControllers{
    Translation{u"pcie-root-port", u"pcie-root-port"},
    Translation{u"pcie-to-pci-bridge", u"pcie-pci-bridge"},
    Translation{u"dmi-to-pci-bridge", u"i82801b11-bridge"},
    Translation{u"pci-bridge", u"pci-bridge"},
    Translation{u"pcie-switch-upstream-port", u"x3130-upstream"},
    Translation{u"pcie-switch-downstream-port", u"xio3130-downstream"},
};
constexpr std::array usbControllers{
    Translation{u"qemu-xhci", u"qemu-xhci"},
    Translation{u"nec-xhci", u"nec-usb-xhci"},
    Translation{u"ehci", u"usb-ehci"},
    Translation{u"ich9-ehci1", u"ich9-usb-ehci1"},
    Translation{u"ich9-uhci1", u"ich9-usb-uhci1"},
    Translation{u"ich9-uhci2", u"ich9-usb-uhci2"},
    Translation{u"ich9-uhci3", u"ich9-usb-uhci3"},
    Translation{u"piix3-uhci", u"piix3-usb-uhci"},
};
constexpr std::array networkCards{
    Translation{u"", u"e1000e"},
    Translation{u"virtio", u"virtio-net-pci"},
    Translation{u"e1000e", u"e1000e"},
    Translation{u"e1000", u"e1000"},
    Translation{u"igb", u"igb"},
    Translation{u"rtl8139", u"rtl8139"},
};
constexpr std::array primaryVideos{
    Translation{u"virtio", u"virtio-vga"},
    Translation{u"vga", u"VGA"},
    Translation{u"qxl", u"qxl-vga"},
    Translation{u"bochs", u"bochs-display"},
    Translation{u"cirrus", u"cirrus-vga"},
};
constexpr std::array secondaryVideos{
    Translation{u"virtio", u"virtio-gpu-pci"},
    Translation{u"qxl", u"qxl"},
    Translation{u"bochs", u"bochs-display"},
};
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

class Builder
{
public:
    Builder(const DomainXml &domain, const QemuCapabilities &capabilities,
        const std::function<std::optional<int>(const PciAddress &)> &groupOf)
        : m_domain(domain)
        , m_capabilities(capabilities)
        , m_groupOf(groupOf)
    {
    }

    Result<QemuCommand> build()
    {
        // Firmware and boards first, then controllers before what sits on them.
        constexpr std::array parts{&Builder::refuseForeignParts, &Builder::identity, &Builder::board,
            &Builder::processor, &Builder::memory, &Builder::clockAndBoot, &Builder::monitor,
            &Builder::controllers, &Builder::placedUsbDevices, &Builder::disks, &Builder::interfaces,
            &Builder::inputs, &Builder::otherUsbDevices, &Builder::serials, &Builder::screens, &Builder::smallDevices, &Builder::hostDevices,
            &Builder::sandbox};
        const auto machine = readMachine(m_domain);
        if (!machine)
            return fail(machine.error());
        m_machine = *machine;
        const auto assigned = m_domain.assignedDevices();
        if (!assigned)
            return fail(assigned.error());
        m_assigned = *assigned;
        const auto usb = readUsbHostdevs(m_domain);
        if (!usb)
            return fail(usb.error());
        m_usb = *usb;
        for (const auto part : parts)
            if (const auto done = (this->*part)(); !done)
                return fail(done.error());
        return QemuCommand{m_capabilities.program, m_arguments, m_nodes};
    }

private:
    void add(std::initializer_list<QString> arguments) { m_arguments += QStringList(arguments); }
    void addJson(const QString &option, const QJsonObject &value)
    {
        add({option, QString::fromUtf8(QJsonDocument(value).toJson(QJsonDocument::Compact))});
    }

    /// A device of the machine. One that this QEMU was built without is named before QEMU stops at it.
    Result<> addDevice(const QString &path, const QJsonObject &device)
    {
        const QString driver = device[u"driver"].toString();
        if (driver.isEmpty())
            return unsupported(path, u"no such model"_s);
        if (!m_capabilities.hasDevice(driver))
            return unsupported(path, u"the installed QEMU has no device "_s + driver);
        const QString id = device[u"id"].toString();
        if (!id.isEmpty() && !isPlainWord(id)) // part of -chardev too, where a comma begins an option
            return unsupported(path, u"an alias is letters, digits and a few signs"_s);
        if (!id.isEmpty() && m_ids.contains(id))
            return unsupported(path, u"the alias is taken: "_s + id);
        m_ids += id;
        addJson(u"-device"_s, device);
        return {};
    }
    /// With the address that is given: QEMU choosing one itself would collide with later ones.
    Result<> addPciDevice(
        const QString &path, QJsonObject device, const std::optional<GuestPciAddress> &address)
    {
        if (!address)
            return unsupported(path, u"no PCI address"_s);
        if (address->domain != 0 || (address->bus != 0 && !m_buses.contains(address->bus)))
            return unsupported(path, u"no controller for bus %1"_s.arg(address->bus));
        place(device, *address);
        return addDevice(path, device);
    }
    static QString aliasOr(const QString &alias, const QString &generated)
    {
        return alias.isEmpty() ? generated : alias;
    }

    Result<> refuseForeignParts()
    {
        for (auto e = m_domain.root().firstChildElement(); !e.isNull(); e = e.nextSiblingElement())
            if (e.tagName().startsWith(u"qemu:") || e.tagName() == u"commandline")
                return unsupported(u"domain/"_s + e.tagName(), u"arguments from outside are not run"_s);
        return {};
    }

    Result<> identity()
    {
        static const QRegularExpression boardForm(u"\\A(q35|pc-q35-[0-9]+\\.[0-9]+)\\z"_s);
        static const QSet<QString> ours{u""_s, u"qemu-system-x86_64"_s, u"qemu-kvm"_s, u"kvm"_s};
        if (m_machine.arch != u"x86_64")
            return unsupported(u"domain/os/type"_s, u"architecture "_s + m_machine.arch);
        if (!boardForm.match(m_machine.machine).hasMatch())
            return unsupported(u"domain/os/type"_s, u"machine "_s + m_machine.machine + u": only q35 is supported");
        if (!ours.contains(QFileInfo(m_machine.emulator).fileName()))
            return unsupported(u"domain/devices/emulator"_s, m_machine.emulator);
        add({u"-name"_s, u"guest="_s + escaped(m_machine.name) + u",debug-threads=on"});
        if (!m_machine.uuid.isNull())
            add({u"-uuid"_s, m_machine.uuid.toString(QUuid::WithoutBraces)});
        add({u"-S"_s, u"-no-user-config"_s, u"-nodefaults"_s});
        return {};
    }

    Result<> board()
    {
        FirmwareXml firmware = m_machine.firmware;
        bool smm = m_machine.smm || firmware.secure;
        if (firmware.efi && firmware.loader.isEmpty()) {
            const auto found = findFirmware(m_machine.machine, firmware.secure, smm);
            if (!found)
                return fail(found.error());
            firmware.loader = found->code;
            firmware.loaderFormat = found->codeFormat;
            smm = smm || found->needsSmm;
            if (firmware.nvramTemplate.isEmpty())
                firmware.nvramTemplate = found->variablesTemplate;
        }
        if (firmware.efi && firmware.nvram.isEmpty()) {
            const QString source = firmware.nvramTemplate.isEmpty() ? u"the firmware's variable template"_s
                                                                    : firmware.nvramTemplate;
            return unsupported(u"domain/os/nvram"_s,
                u"UEFI keeps its variables in a file of this machine: copy "_s + source
                    + u" to a place of your own and name the copy in <os><nvram>");
        }

        QString board = m_machine.machine + (m_machine.kvm ? u",accel=kvm" : u",accel=tcg")
            + u",usb=off,dump-guest-core=off" + (m_machine.acpi ? u",acpi=on" : u",acpi=off");
        if (smm)
            board += u",smm=on";
        if (m_machine.vmport)
            board += *m_machine.vmport ? u",vmport=on"_s : u",vmport=off"_s;
        if (m_machine.hpet)
            board += *m_machine.hpet ? u",hpet=on"_s : u",hpet=off"_s;
        if (hasMemoryBackend())
            board += u",memory-backend=ram0";
        if (firmware.efi)
            board += u",pflash0=pf0,pflash1=pf1";
        add({u"-machine"_s, board});
        if (m_machine.kvm)
            m_nodes += u"kvm"_s;

        if (firmware.efi) {
            if (firmware.secure)
                add({u"-global"_s, u"driver=cfi.pflash01,property=secure,value=on"_s});
            addFlash(u"pf0"_s, firmware.loader, firmware.loaderFormat, true);
            addFlash(u"pf1"_s, firmware.nvram, firmware.nvramFormat, false);
        } else if (!firmware.loader.isEmpty()) {
            add({u"-bios"_s, firmware.loader});
        }
        if (m_machine.iommu)
            return unsupported(u"domain/devices/iommu"_s, u"a guest IOMMU"_s);
        return {};
    }
    void addFlash(const QString &id, const QString &file, const QString &format, bool readOnly)
    {
        addJson(u"-blockdev"_s, {{u"driver"_s, u"file"_s}, {u"filename"_s, file},
                                    {u"node-name"_s, QString(id + u"-file")}, {u"read-only"_s, readOnly}});
        addJson(u"-blockdev"_s, {{u"driver"_s, format}, {u"file"_s, QString(id + u"-file")},
                                    {u"node-name"_s, id}, {u"read-only"_s, readOnly}});
    }

    Result<> processor()
    {
        const CpuXml &cpu = m_machine.cpu;
        const QString path = u"domain/cpu"_s;
        QString model;
        if (cpu.mode == u"host-passthrough" || cpu.mode == u"host-model") {
            if (!m_machine.kvm && cpu.mode == u"host-passthrough")
                return unsupported(path, u"the host's processor needs KVM"_s);
            model = m_machine.kvm ? u"host"_s : u"max"_s;
        } else if (cpu.mode == u"maximum") {
            model = u"max"_s;
        } else {
            model = aliasOr(cpu.model, u"qemu64"_s);
        }
        QStringList parts{model};
        // With VFIO nothing can be migrated anyway; features that hinder it stay usable.
        if (model == u"host")
            parts += u"migratable=off"_s;
        for (const CpuXml::Feature &feature : cpu.features) {
            if (feature.policy == u"optional")
                continue;
            const bool off = feature.policy == u"disable" || feature.policy == u"forbid";
            parts += feature.name + (off ? u"=off" : u"=on");
        }
        if (m_machine.kvmHidden)
            parts += u"kvm=off"_s;
        if (m_machine.kvmclock)
            parts += *m_machine.kvmclock ? u"kvmclock=on"_s : u"kvmclock=off"_s;
        for (const QString &enlightenment : m_machine.hyperv)
            parts += u"hv-"_s + enlightenment + (enlightenment.contains(u'=') ? u"" : u"=on");
        if (!m_machine.hypervVendorId.isEmpty())
            parts += u"hv-vendor-id="_s + m_machine.hypervVendorId;
        for (const QString &part : parts)
            for (const QString &word : part.split(u'='))
                if (!isPlainWord(word))
                    return unsupported(path, part);
        add({u"-cpu"_s, parts.join(u',')});

        const int sockets = cpu.sockets > 0 ? cpu.sockets : m_machine.vcpus;
        const int cores = cpu.sockets > 0 ? cpu.cores : 1;
        const int threads = cpu.sockets > 0 ? cpu.threads : 1;
        const int dies = cpu.sockets > 0 ? cpu.dies : 1;
        if (qint64(sockets) * dies * cores * threads != m_machine.vcpus)
            return unsupported(u"domain/cpu/topology"_s,
                u"does not make %1 processors"_s.arg(m_machine.vcpus));
        QString smp = u"%1,sockets=%2,cores=%3,threads=%4"_s.arg(m_machine.vcpus).arg(sockets).arg(cores).arg(threads);
        if (dies > 1)
            smp += u",dies=%1"_s.arg(dies);
        add({u"-smp"_s, smp});
        return {};
    }

    bool hasMemoryBackend() const { return m_machine.hugePages || m_machine.sharedMemory; }
    Result<> memory()
    {
        if (m_machine.memoryBytes == 0 || m_machine.memoryBytes % 1024 != 0)
            return unsupported(u"domain/memory"_s, QString::number(m_machine.memoryBytes));
        add({u"-m"_s, u"size=%1k"_s.arg(m_machine.memoryBytes / 1024)});
        if (hasMemoryBackend()) {
            QJsonObject backend{{u"qom-type"_s, u"memory-backend-memfd"_s}, {u"id"_s, u"ram0"_s},
                {u"size"_s, qint64(m_machine.memoryBytes)}, {u"share"_s, m_machine.sharedMemory}};
            if (m_machine.hugePages)
                backend[u"hugetlb"] = true;
            addJson(u"-object"_s, backend);
        }
        if (m_machine.lockedMemory)
            add({u"-overcommit"_s, u"mem-lock=on"_s});
        return {};
    }

    Result<> clockAndBoot()
    {
        if (m_machine.clockOffset != u"utc" && m_machine.clockOffset != u"localtime")
            return unsupported(u"domain/clock"_s, m_machine.clockOffset);
        add({u"-rtc"_s,
            u"base="_s + m_machine.clockOffset
                + (m_machine.rtcTickPolicy == u"catchup" ? u",driftfix=slew" : u"")});
        if (m_machine.kvm && m_machine.pitTickPolicy == u"delay")
            add({u"-global"_s, u"kvm-pit.lost_tick_policy=delay"_s});
        if (m_machine.suspendToMem)
            add({u"-global"_s, u"ICH9-LPC.disable_s3=%1"_s.arg(int(!*m_machine.suspendToMem))});
        if (m_machine.suspendToDisk)
            add({u"-global"_s, u"ICH9-LPC.disable_s4=%1"_s.arg(int(!*m_machine.suspendToDisk))});
        // The guest's power-off ends QEMU, which is how the helper learns of it.
        if (m_machine.onPoweroff != u"destroy")
            return unsupported(u"domain/on_poweroff"_s, m_machine.onPoweroff);
        if (m_machine.onReboot == u"destroy")
            add({u"-no-reboot"_s});
        else if (m_machine.onReboot != u"restart")
            return unsupported(u"domain/on_reboot"_s, m_machine.onReboot);
        add({u"-boot"_s, m_machine.bootMenu ? u"menu=on,strict=on"_s : u"strict=on"_s});
        for (const auto &[option, value] : {std::pair{u"-kernel"_s, m_machine.kernel},
                 std::pair{u"-initrd"_s, m_machine.initrd}, std::pair{u"-append"_s, m_machine.kernelArguments}}) {
            if (value.isEmpty())
                continue;
            if (option != u"-append" && !value.startsWith(u'/'))
                return unsupported(u"domain/os/"_s + option.mid(1), u"not an absolute path"_s);
            add({option, value});
        }
        return {};
    }

    Result<> monitor()
    {
        add({u"-chardev"_s, u"socket,id=mon,fd=@monitor@,server=on,wait=off"_s, u"-mon"_s,
            u"chardev=mon,mode=control"_s});
        return {};
    }

    Result<> controllers()
    {
        const auto all = readControllers(m_domain);
        if (!all)
            return fail(all.error());
        for (const ControllerXml &controller : *all)
            if (controller.type == u"pci" && controller.index > 0)
                m_buses += controller.index;
        // A port must exist before what is behind it; written order need not be that.
        QList<ControllerXml> waiting;
        for (const ControllerXml &controller : *all)
            if (controller.type == u"pci" && controller.model != u"pcie-root")
                waiting += controller;
        QSet<int> made{0};
        while (!waiting.isEmpty()) {
            const auto next = std::find_if(waiting.begin(), waiting.end(), [&](const ControllerXml &c) {
                return c.address && made.contains(c.address->bus);
            });
            if (next == waiting.end())
                return unsupported(waiting.first().path, u"sits on a bus that does not exist"_s);
            if (const auto done = addPciController(*next); !done)
                return done;
            made += next->index;
            waiting.erase(next);
        }
        for (const ControllerXml &controller : *all)
            if (const auto done = addController(controller); !done)
                return done;
        return {};
    }
    Result<> addPciController(const ControllerXml &controller)
    {
        QString driver = translate(pciControllers, controller.model);
        if (controller.modelName == u"ioh3420")
            driver = controller.modelName;
        QJsonObject device{{u"driver"_s, driver}, {u"id"_s, u"pci.%1"_s.arg(controller.index)}};
        if (controller.chassis)
            device[u"chassis"] = *controller.chassis;
        if (controller.port)
            device[u"port"] = *controller.port;
        if (controller.chassisNr)
            device[u"chassis_nr"] = *controller.chassisNr;
        if (controller.hotplug)
            device[u"hotplug"] = *controller.hotplug;
        return addPciDevice(controller.path, device, controller.address);
    }
    Result<> addController(const ControllerXml &controller)
    {
        if (controller.type == u"pci" || controller.type == u"ide" || controller.type == u"fdc"
            || controller.model == u"none")
            return {};
        if (controller.type == u"sata") {
            if (controller.index == 0) // the board's own, at 00:1f.2
                return {};
            return addPciDevice(controller.path,
                {{u"driver"_s, u"ahci"_s}, {u"id"_s, u"sata%1"_s.arg(controller.index)}}, controller.address);
        }
        if (controller.type == u"scsi") {
            if (controller.model != u"virtio-scsi" && !controller.model.isEmpty())
                return unsupported(controller.path, controller.model);
            return addPciDevice(controller.path,
                {{u"driver"_s, u"virtio-scsi-pci"_s}, {u"id"_s, u"scsi%1"_s.arg(controller.index)}},
                controller.address);
        }
        if (controller.type == u"virtio-serial")
            return addPciDevice(controller.path,
                {{u"driver"_s, u"virtio-serial-pci"_s}, {u"id"_s, u"virtio-serial%1"_s.arg(controller.index)}},
                controller.address);
        if (controller.type != u"usb")
            return unsupported(controller.path, controller.type);
        const QString bus = usbBus(controller.index);
        m_usbBuses += QString(bus + u".0");
        QJsonObject device{{u"driver"_s, translate(usbControllers, controller.model)}};
        if (controller.master) { // a companion takes the slow devices of the controller it names
            device[u"masterbus"] = QString(bus + u".0");
            device[u"firstport"] = *controller.master;
        } else {
            device[u"id"] = bus;
        }
        if (controller.ports) {
            device[u"p2"] = *controller.ports;
            device[u"p3"] = *controller.ports;
        }
        return addPciDevice(controller.path, device, controller.address);
    }
    static QString usbBus(int index) { return usbBusName(index); }

    // QEMU gives out the ports in the order of its arguments: those that are asked for go first.
    Result<> placedUsbDevices() { return usbDevices(true); }
    Result<> otherUsbDevices() { return usbDevices(false); }
    Result<> usbDevices(bool placed)
    {
        for (const AssignedUsb &device : m_usb) {
            const bool hasPort = device.guestAddress && !device.guestAddress->port.isEmpty();
            if (device.missing || hasPort != placed)
                continue;
            const QString path = u"USB device "_s + device.source.toString();
            const auto properties = usbDeviceProperties(device);
            if (!properties)
                return fail(properties.error());
            const QString bus = (*properties)[u"bus"].toString();
            if (!m_usbBuses.contains(bus))
                return unsupported(path, u"there is no USB controller for it in the machine"_s);
            if (const auto done = addDevice(path, *properties); !done)
                return done;
            m_nodes += device.source.address->node();
        }
        return {};
    }

    /// `<os><boot dev>` means the first device of its kind.
    int bootIndex(int order, const QString &kind)
    {
        if (order > 0 || m_machine.bootDevices.isEmpty())
            return order;
        const qsizetype place = m_machine.bootDevices.indexOf(kind);
        if (place < 0 || m_bootKindsUsed.contains(kind))
            return 0;
        m_bootKindsUsed += kind;
        return int(place) + 1;
    }

    Result<> disks()
    {
        const auto all = readDisks(m_domain);
        if (!all)
            return fail(all.error());
        for (const DiskXml &disk : *all)
            if (const auto done = addDisk(disk); !done)
                return done;
        return {};
    }
    Result<> addDisk(const DiskXml &disk)
    {
        const QString id = aliasOr(disk.alias, disk.bus + u"-" + disk.target);
        const bool cdrom = disk.device == u"cdrom";
        if (disk.device != u"disk" && !cdrom)
            return unsupported(disk.path, disk.device);
        QJsonObject device{{u"id"_s, id}};
        if (!disk.source.isEmpty()) {
            if (const auto done = addImage(disk, id); !done)
                return done;
            device[u"drive"] = QString(id + u"-format");
        }
        if (const int index = bootIndex(disk.bootOrder, cdrom ? u"cdrom"_s : u"hd"_s); index > 0)
            device[u"bootindex"] = index;
        if (!disk.serial.isEmpty())
            device[u"serial"] = disk.serial;
        if (disk.shareable)
            device[u"share-rw"] = true;
        if (!cdrom && !disk.cache.isEmpty())
            device[u"write-cache"] = disk.cache == u"writethrough" || disk.cache == u"directsync" ? u"off"_s : u"on"_s;

        if (disk.bus == u"virtio") {
            if (cdrom || disk.source.isEmpty())
                return unsupported(disk.path, u"a virtio disk needs an image"_s);
            device[u"driver"] = u"virtio-blk-pci"_s;
            return addPciDevice(disk.path, device, disk.address);
        }
        if (!cdrom && disk.source.isEmpty())
            return unsupported(disk.path, u"a disk needs an image"_s);
        if (disk.bus == u"sata") {
            device[u"driver"] = cdrom ? u"ide-cd"_s : u"ide-hd"_s;
            device[u"bus"] = disk.controller == 0 ? u"ide.%1"_s.arg(disk.unit)
                                                  : u"sata%1.%2"_s.arg(disk.controller).arg(disk.unit);
        } else if (disk.bus == u"scsi") {
            device[u"driver"] = cdrom ? u"scsi-cd"_s : u"scsi-hd"_s;
            device[u"bus"] = u"scsi%1.0"_s.arg(disk.controller);
            device[u"channel"] = 0;
            device[u"scsi-id"] = 0;
            device[u"lun"] = disk.unit;
        } else if (disk.bus == u"usb" && !cdrom) {
            device[u"driver"] = u"usb-storage"_s;
            device[u"bus"] = u"usb.0"_s;
            device.remove(u"write-cache"_s);
        } else {
            return unsupported(disk.path, u"bus "_s + disk.bus + u" on q35");
        }
        return addDevice(disk.path, device);
    }
    /// Protocol and format are named: a raw image must never be taken for one that names other files.
    Result<> addImage(const DiskXml &disk, const QString &id)
    {
        static const QSet<QString> formats{u"raw"_s, u"qcow2"_s};
        static const QSet<QString> unsafeForNative{u""_s, u"writeback"_s, u"writethrough"_s, u"unsafe"_s};
        if (!disk.source.startsWith(u'/'))
            return unsupported(disk.path, u"not an absolute path"_s);
        if (!formats.contains(disk.format))
            return unsupported(disk.path, u"format "_s + disk.format);
        const bool readOnly = disk.readOnly || disk.device == u"cdrom";
        QJsonObject file{{u"driver"_s, disk.block ? u"host_device"_s : u"file"_s},
            {u"filename"_s, disk.source}, {u"node-name"_s, QString(id + u"-file")}, {u"read-only"_s, readOnly}};
        QJsonObject format{{u"driver"_s, disk.format}, {u"file"_s, QString(id + u"-file")},
            {u"node-name"_s, QString(id + u"-format")}, {u"read-only"_s, readOnly}};
        for (QJsonObject *node : {&file, &format}) {
            if (disk.discard == u"unmap" || disk.discard == u"ignore")
                (*node)[u"discard"] = disk.discard;
            if (!disk.cache.isEmpty() && disk.cache != u"default")
                (*node)[u"cache"] = QJsonObject{{u"direct"_s, disk.cache == u"none" || disk.cache == u"directsync"},
                    {u"no-flush"_s, disk.cache == u"unsafe"}};
        }
        if (!disk.detectZeroes.isEmpty())
            format[u"detect-zeroes"] = disk.detectZeroes;
        if (!disk.io.isEmpty()) {
            if (disk.io == u"native" && unsafeForNative.contains(disk.cache))
                return unsupported(disk.path, u"io='native' needs cache='none' or 'directsync'"_s);
            file[u"aio"] = disk.io;
        }
        addJson(u"-blockdev"_s, file);
        addJson(u"-blockdev"_s, format);
        // Only the unit's device list: whether the owner may open it, the node's own mode says.
        if (disk.block && disk.source.startsWith(u"/dev/") && !disk.source.contains(u"/../"))
            m_nodes += disk.source.mid(5);
        return {};
    }

    Result<> interfaces()
    {
        for (const QDomElement &element : childElements(devicesOf(m_domain), u"interface"_s))
            if (isPoolInterface(element))
                return unsupported(elementPath(element), u"it has not got a virtual function of its network"_s);
        const auto all = readInterfaces(m_domain);
        if (!all)
            return fail(all.error());
        int number = 0;
        for (const InterfaceXml &interface : *all) {
            const QString id = aliasOr(interface.alias, u"net%1"_s.arg(number++));
            if (interface.type != u"user")
                return unsupported(interface.path, u"type "_s + interface.type);
            if (interface.linkDown)
                return unsupported(interface.path, u"a link that is down at start"_s);
            addJson(u"-netdev"_s, {{u"type"_s, u"user"_s}, {u"id"_s, QString(u"host"_s + id)}});
            QJsonObject device{{u"driver"_s, translate(networkCards, interface.model)},
                {u"netdev"_s, QString(u"host"_s + id)}, {u"id"_s, id}, {u"mac"_s, interface.mac.toString()}};
            if (const int index = bootIndex(interface.bootOrder, u"network"_s); index > 0)
                device[u"bootindex"] = index;
            if (const auto done = addPciDevice(interface.path, device, interface.address); !done)
                return done;
        }
        return {};
    }

    Result<> inputs()
    {
        const auto all = readInputs(m_domain);
        if (!all)
            return fail(all.error());
        int number = 0;
        for (const SimpleDeviceXml &input : *all) {
            const QString id = aliasOr(input.alias, u"input%1"_s.arg(number++));
            if (input.bus == u"ps2") // the board's own
                continue;
            Result<> done;
            if (input.bus == u"usb")
                done = addDevice(input.path,
                    {{u"driver"_s, translate(usbInputs, input.model)}, {u"id"_s, id}, {u"bus"_s, u"usb.0"_s}});
            else if (input.bus == u"virtio")
                done = addPciDevice(input.path,
                    {{u"driver"_s, translate(virtioInputs, input.model)}, {u"id"_s, id}}, input.address);
            else
                done = unsupported(input.path, u"bus "_s + input.bus);
            if (!done)
                return done;
        }
        return {};
    }

    Result<> serials()
    {
        const auto all = readSerials(m_domain);
        if (!all)
            return fail(all.error());
        for (const SerialXml &serial : *all) {
            const QString id = aliasOr(serial.alias, u"serial%1"_s.arg(serial.port));
            const QString chardev = u"char"_s + id;
            if (serial.target != u"isa-serial" && !serial.target.isEmpty())
                return unsupported(serial.path, serial.target);
            if (serial.type == u"file" && serial.file.startsWith(u'/'))
                add({u"-chardev"_s,
                    u"file,id="_s + chardev + u",path=" + escaped(serial.file)
                        + (serial.append ? u",append=on" : u",append=off")});
            else if (serial.type == u"pty" || serial.type == u"null")
                add({u"-chardev"_s, serial.type + u",id=" + chardev});
            else
                return unsupported(serial.path, u"type "_s + serial.type);
            const auto done = addDevice(serial.path, {{u"driver"_s, u"isa-serial"_s}, {u"chardev"_s, chardev},
                                                         {u"id"_s, id}, {u"index"_s, serial.port}});
            if (!done)
                return done;
        }
        return {};
    }

    Result<> screens()
    {
        const auto graphics = readGraphics(m_domain);
        const auto videos = readVideos(m_domain);
        if (!graphics || !videos)
            return fail(graphics ? videos.error() : graphics.error());
        for (const GraphicsXml &screen : *graphics)
            if (screen.type != u"vnc")
                return unsupported(screen.path, screen.type + u": only VNC is supported");
        add({u"-display"_s, u"none"_s});
        // No listener: viewers come by descriptor (getfd, add_client).
        if (!graphics->isEmpty() || !videos->isEmpty())
            add({u"-vnc"_s, u"none"_s});
        int number = 0;
        for (const SimpleDeviceXml &video : *videos) {
            if (video.model == u"none")
                continue;
            const bool primary = video.primary || videos->size() == 1;
            const QJsonObject device{{u"driver"_s, primary ? translate(primaryVideos, video.model)
                                                           : translate(secondaryVideos, video.model)},
                {u"id"_s, aliasOr(video.alias, u"video%1"_s.arg(number++))}};
            if (const auto done = addPciDevice(video.path, device, video.address); !done)
                return done;
        }
        return {};
    }

    Result<> smallDevices()
    {
        return sounds().and_then([this] { return watchdogs(); }).and_then([this] { return rngs(); }).and_then([this] {
            return balloon();
        });
    }
    Result<> sounds()
    {
        const auto all = readSounds(m_domain);
        if (!all)
            return fail(all.error());
        int number = 0;
        for (const SimpleDeviceXml &sound : *all) {
            if (number == 0)
                addJson(u"-audiodev"_s, {{u"id"_s, u"audio1"_s}, {u"driver"_s, u"none"_s}});
            const QString id = aliasOr(sound.alias, u"sound%1"_s.arg(number++));
            const QString driver = sound.model == u"ich9" ? u"ich9-intel-hda"_s
                : sound.model == u"ich6"                  ? u"intel-hda"_s
                                                          : QString();
            auto done = addPciDevice(sound.path, {{u"driver"_s, driver}, {u"id"_s, id}}, sound.address);
            if (done)
                done = addDevice(sound.path,
                    {{u"driver"_s, u"hda-duplex"_s}, {u"id"_s, QString(id + u"-codec0")},
                        {u"bus"_s, QString(id + u".0")}, {u"cad"_s, 0}, {u"audiodev"_s, u"audio1"_s}});
            if (!done)
                return done;
        }
        return {};
    }
    Result<> watchdogs()
    {
        static const QSet<QString> actions{u""_s, u"reset"_s, u"shutdown"_s, u"poweroff"_s, u"pause"_s, u"none"_s,
            u"debug"_s, u"inject-nmi"_s};
        const auto all = readWatchdogs(m_domain);
        if (!all)
            return fail(all.error());
        int number = 0;
        for (const SimpleDeviceXml &watchdog : *all) {
            if (!actions.contains(watchdog.backend))
                return unsupported(watchdog.path, u"action "_s + watchdog.backend);
            if (watchdog.model == u"itco") { // the board's own
                add({u"-global"_s, u"ICH9-LPC.noreboot=off"_s});
            } else {
                const auto done = addPciDevice(watchdog.path,
                    {{u"driver"_s, watchdog.model == u"i6300esb" ? watchdog.model : QString()},
                        {u"id"_s, aliasOr(watchdog.alias, u"watchdog%1"_s.arg(number++))}},
                    watchdog.address);
                if (!done)
                    return done;
            }
            if (!watchdog.backend.isEmpty())
                add({u"-watchdog-action"_s, watchdog.backend});
        }
        return {};
    }
    Result<> rngs()
    {
        const auto all = readRngs(m_domain);
        if (!all)
            return fail(all.error());
        int number = 0;
        for (const SimpleDeviceXml &rng : *all) {
            const QString id = aliasOr(rng.alias, u"rng%1"_s.arg(number++));
            const QString object = u"obj"_s + id;
            if (rng.backend == u"/dev/urandom" || rng.backend == u"/dev/random")
                addJson(u"-object"_s, {{u"qom-type"_s, u"rng-random"_s}, {u"id"_s, object}, {u"filename"_s, rng.backend}});
            else
                return unsupported(rng.path, u"source "_s + rng.backend);
            const auto done = addPciDevice(rng.path,
                {{u"driver"_s, u"virtio-rng-pci"_s}, {u"id"_s, id}, {u"rng"_s, object}}, rng.address);
            if (!done)
                return done;
        }
        return {};
    }
    Result<> balloon()
    {
        const auto balloon = readMemballoon(m_domain);
        if (!balloon)
            return fail(balloon.error());
        // VFIO pins all memory, so that a balloon would take the guest's and give the host nothing.
        if (!*balloon || !m_assigned.isEmpty())
            return {};
        const SimpleDeviceXml &device = **balloon;
        return addPciDevice(device.path,
            {{u"driver"_s, u"virtio-balloon-pci"_s}, {u"id"_s, aliasOr(device.alias, u"balloon0"_s)}}, device.address);
    }

    Result<> hostDevices()
    {
        int number = 0;
        for (AssignedDevice device : m_assigned) {
            const QString path = u"host device "_s + device.source.toString();
            while (device.alias.isEmpty() || (m_ids.contains(device.alias) && device.alias.startsWith(u"hostdev")))
                device.alias = u"hostdev%1"_s.arg(number++);
            if (m_groupOf) {
                const auto group = m_groupOf(device.source);
                if (!group)
                    return fail(ErrorCode::IommuUnavailable, device.source.toString(), u"no IOMMU group"_s);
                const QString node = u"vfio/%1"_s.arg(*group);
                if (!device.unassigned && !m_nodes.contains(node))
                    m_nodes += node;
            }
            if (device.unassigned)
                continue;
            if (!m_nodes.contains(u"vfio/vfio"_s))
                m_nodes += u"vfio/vfio"_s;
            const auto properties = hostDeviceProperties(device);
            if (!properties)
                return fail(properties.error());
            if (const auto done = addPciDevice(path, *properties, device.guestAddress); !done)
                return done;
        }
        return {};
    }

    Result<> sandbox()
    {
        add({u"-sandbox"_s, u"on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"_s});
        return {};
    }

    const DomainXml &m_domain;
    const QemuCapabilities &m_capabilities;
    const std::function<std::optional<int>(const PciAddress &)> &m_groupOf;
    MachineXml m_machine;
    QList<AssignedDevice> m_assigned;
    QList<AssignedUsb> m_usb;
    QSet<QString> m_usbBuses;
    QStringList m_arguments;
    QStringList m_nodes;
    QSet<QString> m_ids;
    QSet<int> m_buses;
    QSet<QString> m_bootKindsUsed;
};
} // namespace

Result<QemuCommand> qemuCommand(const DomainXml &domain, const QemuCapabilities &capabilities,
    const std::function<std::optional<int>(const PciAddress &)> &groupOf)
{
    return Builder(domain, capabilities, groupOf).build();
}

Result<QJsonObject> hostDeviceProperties(const AssignedDevice &device)
{
    const QString subject = device.source.toString();
    if (!device.driver.isEmpty() && device.driver != u"vfio")
        return unsupported(subject, u"driver "_s + device.driver + u": only vfio is supported");
    if (device.unassigned)
        return unsupported(subject, u"not to be shown to the guest"_s);
    if (!device.guestAddress)
        return unsupported(subject, u"no PCI address in the guest"_s);
    if (!isPlainWord(device.alias))
        return unsupported(subject, u"no usable alias"_s);
    QJsonObject properties{{u"driver"_s, u"vfio-pci"_s}, {u"host"_s, subject}, {u"id"_s, device.alias}};
    place(properties, *device.guestAddress);
    if (device.bootOrder > 0)
        properties[u"bootindex"] = device.bootOrder;
    if (device.romBar)
        properties[u"rombar"] = int(*device.romBar); // a number: booleans are refused
    if (!device.romFile.isEmpty())
        properties[u"romfile"] = device.romFile;
    if (device.romEnabled == false)
        properties[u"romfile"] = QString();
    return properties;
}

Result<QemuCapabilities> probeQemu(const QString &program)
{
    static QMutex mutex;
    static QHash<QString, QemuCapabilities> known;

    QemuCapabilities capabilities;
    if (!program.isEmpty())
        capabilities.program = program;
    const QFileInfo file(capabilities.program);
    if (!file.isExecutable() || !file.isFile())
        return fail(ErrorCode::NotFound, capabilities.program, u"QEMU is not installed"_s);
    // Run by root, so nobody else may be able to change it.
    const QFile::Permissions writable = QFile::WriteGroup | QFile::WriteOther;
    if (geteuid() == 0 && (file.ownerId() != 0 || (file.permissions() & writable)))
        return fail(ErrorCode::PermissionDenied, capabilities.program, u"not root's alone"_s);
    const QString key = capabilities.program + u"|%1|%2"_s.arg(file.size()).arg(file.lastModified().toMSecsSinceEpoch());

    const QMutexLocker lock(&mutex);
    if (const auto found = known.constFind(key); found != known.constEnd())
        return *found;
    const auto ask = [&](const QStringList &arguments) -> Result<QString> {
        QProcess process;
        QProcessEnvironment environment;
        environment.insert(u"PATH"_s, u"/usr/bin:/bin"_s);
        environment.insert(u"LC_ALL"_s, u"C"_s);
        process.setProcessEnvironment(environment);
        process.start(capabilities.program, arguments);
        if (!process.waitForFinished(15'000) || process.exitCode() != 0)
            return fail(ErrorCode::QemuFailed, capabilities.program,
                QString::fromUtf8(process.readAllStandardError().left(500)).trimmed());
        return QString::fromUtf8(process.readAllStandardOutput());
    };
    const auto version = ask({u"--version"_s});
    if (!version)
        return fail(version.error());
    capabilities.version = version->section(u'\n', 0, 0);
    const auto devices = ask({u"-device"_s, u"help"_s});
    if (!devices)
        return fail(devices.error());
    static const QRegularExpression form(u"^name \"([^\"]+)\"(?:.*alias \"([^\"]+)\")?"_s,
        QRegularExpression::MultilineOption);
    for (auto match = form.globalMatch(*devices); match.hasNext();) {
        const auto row = match.next();
        capabilities.devices += row.captured(1);
        if (!row.captured(2).isEmpty())
            capabilities.devices += row.captured(2);
    }
    known[key] = capabilities;
    return capabilities;
}

} // namespace laneway
