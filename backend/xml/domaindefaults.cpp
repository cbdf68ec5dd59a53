// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/domaindefaults.h"

#include "xml/driveplace.h"
#include "xml/guestwants.h"
#include "xml/libvirtorder.h"
#include "xml/poolinterfaces.h"
#include "xml/viewreading.h"
#include "xml/xmlnodes.h"

#include <QMap>
#include <QSet>
#include <QUuid>

#include <algorithm>
#include <array>

namespace laneway {

namespace {

using guestpci::Machine;

/// KiB: what libvirt gives an emulated card that says nothing.
struct VideoMemory
{
    QStringView model;
    QStringView attribute;
    QStringView size;
};
constexpr std::array videoMemory{
    VideoMemory{u"cirrus", u"vram", u"16384"},
    VideoMemory{u"vga", u"vram", u"16384"},
    VideoMemory{u"vmvga", u"vram", u"16384"},
    VideoMemory{u"bochs", u"vram", u"16384"},
    VideoMemory{u"qxl", u"ram", u"65536"},
    VideoMemory{u"qxl", u"vram", u"65536"},
    VideoMemory{u"qxl", u"vgamem", u"16384"},
};

constexpr quint32 mostInputThreads = 256;

void setDefault(QDomElement element, const QString &name, const QString &value)
{
    if (!element.hasAttribute(name))
        element.setAttribute(name, value);
}

void setText(QDomElement element, const QString &text)
{
    element.appendChild(element.ownerDocument().createTextNode(text));
}

class Defaults
{
public:
    Defaults(const QDomElement &domain, bool networksArePools)
        : m_domain(domain)
        , m_devices(domain.firstChildElement(u"devices"_s))
        , m_machine(guestpci::machineOf(domain))
        , m_networksArePools(networksArePools)
    {
    }

    void fill()
    {
        fillEvents();
        fillMemory();
        fillInputThreads();
        setDefault(childWithText(u"vcpu"_s, u"1"_s), u"placement"_s, u"static"_s);
        fillBoot();
        fillProcessor();
        for (const QDomElement &disk : devices(u"disk"_s))
            fillDisk(disk);
        for (const QDomElement &controller : devices(u"controller"_s))
            fillController(controller);
        for (const QDomElement &interface : devices(u"interface"_s))
            fillInterface(interface);
        fillCharacterDevices();
        fillInputs();
        fillScreens();
        for (const QDomElement &device : devices(u"hostdev"_s))
            setDefault(device, u"managed"_s, u"no"_s);
        fillSmallDevices();
    }

private:
    QList<QDomElement> devices(const QString &name) const { return childElements(m_devices, name); }

    QDomElement addDevice(const QString &name)
    {
        QDomElement device = m_domain.ownerDocument().createElement(name);
        insertInLibvirtOrder(m_devices, device);
        return device;
    }

    QDomElement childWithText(const QString &name, const QString &text)
    {
        QDomElement child = m_domain.firstChildElement(name);
        if (!child.isNull())
            return child;
        child = childInLibvirtOrder(m_domain, name);
        setText(child, text);
        return child;
    }

    void fillEvents()
    {
        childWithText(u"on_poweroff"_s, u"destroy"_s);
        childWithText(u"on_reboot"_s, u"restart"_s);
        childWithText(u"on_crash"_s, u"destroy"_s);
        if (m_domain.firstChildElement(u"clock"_s).isNull())
            setDefault(childInLibvirtOrder(m_domain, u"clock"_s), u"offset"_s, u"utc"_s);
        if (const QDomElement genid = m_domain.firstChildElement(u"genid"_s);
            !genid.isNull() && textOf(genid).isEmpty())
            setText(genid, QUuid::createUuid().toString(QUuid::WithoutBraces));
        if (const QDomElement hyperv = m_domain.firstChildElement(u"features"_s).firstChildElement(u"hyperv"_s);
            !hyperv.isNull())
            setDefault(hyperv, u"mode"_s, u"custom"_s);
    }

    /// Threads that have no number get the lowest free ones.
    void fillInputThreads()
    {
        QDomElement ids = m_domain.firstChildElement(u"iothreadids"_s);
        const quint32 count = decimalNumber(textOf(m_domain.firstChildElement(u"iothreads"_s))).value_or(0);
        const auto given = childElements(ids, u"iothread"_s);
        QSet<quint32> taken;
        for (const QDomElement &thread : given)
            taken += decimalNumber(thread.attribute(u"id"_s)).value_or(0);
        const quint32 last = std::min(count, mostInputThreads);
        for (quint32 id = 1; !ids.isNull() && quint32(taken.size()) < last; ++id) {
            if (taken.contains(id))
                continue;
            taken += id;
            QDomElement thread = m_domain.ownerDocument().createElement(u"iothread"_s);
            thread.setAttribute(u"id"_s, QString::number(id));
            appendOnOwnLine(ids, thread);
        }
    }

    void fillMemory()
    {
        QDomElement memory = m_domain.firstChildElement(u"memory"_s);
        const auto nodes = childElements(m_domain.firstChildElement(u"cpu"_s).firstChildElement(u"numa"_s), u"cell"_s);
        if (memory.isNull() && !nodes.isEmpty()) {
            quint64 sum = 0;
            for (const QDomElement &node : nodes)
                sum += sizeAttribute(node, u"memory"_s).value_or(0) / 1024;
            memory = childWithText(u"memory"_s, QString::number(sum));
            memory.setAttribute(u"unit"_s, u"KiB"_s);
        }
        if (memory.isNull() || !m_domain.firstChildElement(u"currentMemory"_s).isNull())
            return;
        QDomElement current = childWithText(u"currentMemory"_s, textOf(memory));
        setDefault(current, u"unit"_s, memory.attribute(u"unit"_s, u"KiB"_s));
    }

    void fillBoot()
    {
        const auto all = childElements(m_devices);
        QDomElement os = m_domain.firstChildElement(u"os"_s);
        if (!os.firstChildElement(u"boot"_s).isNull()
            || std::any_of(all.begin(), all.end(),
                [](const QDomElement &device) { return !device.firstChildElement(u"boot"_s).isNull(); }))
            return;
        setDefault(childInLibvirtOrder(os, u"boot"_s), u"dev"_s, u"hd"_s);
    }

    void fillProcessor()
    {
        QDomElement cpu = childInLibvirtOrder(m_domain, u"cpu"_s);
        QDomElement model = cpu.firstChildElement(u"model"_s);
        if (QDomElement topology = cpu.firstChildElement(u"topology"_s); !topology.isNull()) {
            setDefault(topology, u"dies"_s, u"1"_s);
            setDefault(topology, u"clusters"_s, u"1"_s);
        }
        const QString mode = cpu.attribute(u"mode"_s);
        if (mode == u"host-passthrough" || mode == u"maximum") {
            setDefault(cpu, u"check"_s, u"none"_s);
            setDefault(cpu, u"migratable"_s, u"on"_s);
        } else if (mode == u"host-model") {
            setDefault(cpu, u"check"_s, u"partial"_s);
        } else if (model.isNull()) {
            cpu.setAttribute(u"mode"_s, u"custom"_s);
            cpu.setAttribute(u"match"_s, u"exact"_s);
            setDefault(cpu, u"check"_s, u"none"_s);
            model = childInLibvirtOrder(cpu, u"model"_s);
            setDefault(model, u"fallback"_s, u"forbid"_s);
            setText(model, u"qemu64"_s);
        } else {
            setDefault(cpu, u"mode"_s, u"custom"_s);
            setDefault(cpu, u"match"_s, u"exact"_s);
            // An emulated processor is not the host's.
            setDefault(cpu, u"check"_s, m_domain.attribute(u"type"_s) == u"qemu" ? u"none"_s : u"partial"_s);
            setDefault(model, u"fallback"_s, u"allow"_s);
        }
        int cell = 0;
        for (const QDomElement &node : childElements(cpu.firstChildElement(u"numa"_s), u"cell"_s))
            setDefault(node, u"id"_s, QString::number(cell++));
    }

    void fillDisk(QDomElement disk)
    {
        setDefault(disk, u"type"_s, u"file"_s);
        QDomElement driver = childInLibvirtOrder(disk, u"driver"_s);
        setDefault(driver, u"name"_s, u"qemu"_s);
        if (disk.attribute(u"type"_s) != u"volume")
            setDefault(driver, u"type"_s, u"raw"_s);
        if (QDomElement target = disk.firstChildElement(u"target"_s); !diskBus(disk).isEmpty())
            setDefault(target, u"bus"_s, diskBus(disk));
        if (disk.attribute(u"device"_s) == u"cdrom")
            childInLibvirtOrder(disk, u"readonly"_s);
        fillDriveAddress(disk);
    }

    /// Where its target's name has it.
    void fillDriveAddress(QDomElement disk)
    {
        const QString bus = diskBus(disk);
        const auto place = placeOfDrive(bus, disk.firstChildElement(u"target"_s).attribute(u"dev"_s));
        if (!place)
            return;
        QDomElement address = disk.firstChildElement(u"address"_s);
        if (address.isNull()) {
            address = childInLibvirtOrder(disk, u"address"_s);
            address.setAttribute(u"type"_s, u"drive"_s);
            address.setAttribute(u"controller"_s, QString::number(place->controller));
            address.setAttribute(u"bus"_s, QString::number(place->bus));
            address.setAttribute(u"target"_s, QString::number(place->target));
            address.setAttribute(u"unit"_s, QString::number(place->unit));
        }
        if (address.attribute(u"type"_s) == u"drive")
            for (const QString &name : {u"controller"_s, u"bus"_s, u"target"_s, u"unit"_s})
                setDefault(address, name, u"0"_s);
    }

    static void fillController(QDomElement controller)
    {
        const QString model = controller.attribute(u"model"_s);
        if (guestpci::isUsb2(model) && model != u"ich9-ehci1")
            setDefault(childInLibvirtOrder(controller, u"master"_s), u"startport"_s,
                QString::number(guestpci::companionFunction(model) * 2));
    }

    void fillInterface(QDomElement interface)
    {
        const QString type = interface.attribute(u"type"_s);
        if (type != u"hostdev" && !(m_networksArePools && isPoolInterface(interface)))
            setDefault(
                childInLibvirtOrder(interface, u"model"_s), u"type"_s, type == u"vdpa" ? u"virtio"_s : u"rtl8139"_s);
    }

    void fillCharacterDevices()
    {
        fillSerials();
        int port = 0;
        for (QDomElement parallel : devices(u"parallel"_s))
            setDefault(childInLibvirtOrder(parallel, u"target"_s), u"port"_s, QString::number(port++));
        fillConsoles();
        fillChannels();
    }

    void fillSerials()
    {
        int last = -1;
        for (const QDomElement &serial : devices(u"serial"_s))
            last = std::max(last, serial.firstChildElement(u"target"_s).attribute(u"port"_s, u"-1"_s).toInt());
        for (QDomElement serial : devices(u"serial"_s)) {
            QDomElement target = childInLibvirtOrder(serial, u"target"_s);
            if (!target.hasAttribute(u"port"_s))
                target.setAttribute(u"port"_s, QString::number(++last));
            setDefault(target, u"type"_s, u"isa-serial"_s);
            if (target.firstChildElement(u"model"_s).isNull()) {
                QDomElement model = target.ownerDocument().createElement(u"model"_s);
                const QString type = target.attribute(u"type"_s);
                model.setAttribute(u"name"_s, type == u"isa-debug" ? u"isa-debugcon"_s : type);
                appendOnOwnLine(target, model);
            }
        }
    }

    /// Each port on a virtio-serial controller a number of its own: qemuDomainAssignVirtioSerialAddresses().
    void fillChannels()
    {
        QMap<int, int> room; ///< by controller; 0 is a console's port
        for (const QDomElement &controller : devices(u"controller"_s))
            if (controller.attribute(u"type"_s) == u"virtio-serial")
                room[controller.attribute(u"index"_s).toInt()] = controller.attribute(u"ports"_s, u"31"_s).toInt();
        QList<QDomElement> channels = devices(u"channel"_s);
        channels.removeIf([](const QDomElement &channel) {
            return channel.firstChildElement(u"target"_s).attribute(u"type"_s) != u"virtio";
        });
        QSet<std::pair<int, int>> taken;
        for (const QDomElement &channel : std::as_const(channels)) {
            const QDomElement address = channel.firstChildElement(u"address"_s);
            taken += {address.attribute(u"controller"_s).toInt(), address.attribute(u"port"_s).toInt()};
        }
        for (QDomElement &channel : channels) {
            QDomElement address = childInLibvirtOrder(channel, u"address"_s);
            setDefault(address, u"bus"_s, u"0"_s);
            if (address.attribute(u"port"_s).toInt() != 0)
                continue;
            int controller = address.attribute(u"controller"_s).toInt();
            int port = 1;
            while (taken.contains({controller, port})) {
                ++port;
                if (!address.hasAttribute(u"controller"_s) && port >= room.value(controller, 31)
                    && room.contains(controller + 1)) {
                    ++controller;
                    port = 1;
                }
            }
            taken += {controller, port};
            address.setAttribute(u"type"_s, u"virtio-serial"_s);
            address.setAttribute(u"controller"_s, QString::number(controller));
            address.setAttribute(u"bus"_s, u"0"_s);
            address.setAttribute(u"port"_s, QString::number(port));
        }
    }

    /// The first serial port is the first console, too, and the other way round:
    /// virDomainDefAddConsoleCompat().
    void fillConsoles()
    {
        const auto consoles = devices(u"console"_s);
        for (QDomElement console : consoles)
            setDefault(console, u"type"_s, u"pty"_s);
        const QString first = consoles.isEmpty()
            ? QString()
            : consoles.first().firstChildElement(u"target"_s).attribute(u"type"_s, u"serial"_s);
        if (devices(u"serial"_s).isEmpty() && first == u"serial") {
            addDevice(u"serial"_s);
            copyOutside(devices(u"serial"_s).first(), consoles.first());
            fillSerials();
        } else if (first == u"serial") {
            copyOutside(consoles.first(), devices(u"serial"_s).first());
        } else if (!devices(u"serial"_s).isEmpty() && first != u"serial"
            && devices(u"serial"_s).first().firstChildElement(u"target"_s).attribute(u"type"_s) == u"isa-serial") {
            QDomElement console = m_domain.ownerDocument().createElement(u"console"_s);
            if (consoles.isEmpty())
                insertInLibvirtOrder(m_devices, console);
            else
                insertOnOwnLine(m_devices, console, consoles.first());
            copyOutside(console, devices(u"serial"_s).first());
        }
        int port = 0;
        for (QDomElement console : devices(u"console"_s)) {
            QDomElement target = childInLibvirtOrder(console, u"target"_s);
            setDefault(target, u"type"_s, u"serial"_s);
            target.setAttribute(u"port"_s, QString::number(port++));
        }
        if (const QDomElement serial = m_devices.firstChildElement(u"serial"_s); !serial.isNull())
            if (QDomElement target = m_devices.firstChildElement(u"console"_s).firstChildElement(u"target"_s);
                target.attribute(u"type"_s) == u"serial")
                target.setAttribute(u"port"_s, serial.firstChildElement(u"target"_s).attribute(u"port"_s));
    }

    static bool isOutside(const QDomElement &child)
    {
        return child.tagName() == u"source" || child.tagName() == u"protocol" || child.tagName() == u"log";
    }

    /// What a port leads to outside of the guest.
    static QStringList outsideOf(const QDomElement &port)
    {
        QStringList texts;
        for (const QDomElement &child : childElements(port))
            if (isOutside(child))
                texts += nodeText(child);
        return texts;
    }

    /// Where the other side of @p from is, that is that of @p to, too. What is there already stays as it is written.
    static void copyOutside(QDomElement to, const QDomElement &from)
    {
        to.setAttribute(u"type"_s, from.attribute(u"type"_s, u"pty"_s));
        if (outsideOf(to) == outsideOf(from))
            return;
        for (const QDomElement &child : childElements(to))
            if (isOutside(child))
                removeWithLine(child);
        for (const QDomElement &child : childElements(from))
            if (isOutside(child))
                insertInLibvirtOrder(to, child.cloneNode().toElement());
    }

    void fillInputs()
    {
        if (m_domain.firstChildElement(u"features"_s).firstChildElement(u"ps2"_s).attribute(u"state"_s) == u"off")
            return;
        for (const QString &type : {u"mouse"_s, u"keyboard"_s}) {
            const auto inputs = devices(u"input"_s);
            if (std::any_of(inputs.begin(), inputs.end(), [&](const QDomElement &input) {
                    return input.attribute(u"type"_s) == type && input.attribute(u"bus"_s) == u"ps2";
                }))
                continue;
            QDomElement input = addDevice(u"input"_s);
            input.setAttribute(u"type"_s, type);
            input.setAttribute(u"bus"_s, u"ps2"_s);
        }
    }

    void fillScreens()
    {
        const auto graphics = devices(u"graphics"_s);
        const auto has = [&](QStringView type) {
            return std::any_of(graphics.begin(), graphics.end(),
                [&](const QDomElement &screen) { return screen.attribute(u"type"_s) == type; });
        };
        const bool hasSpice = has(u"spice");
        if (devices(u"audio"_s).isEmpty() && (graphics.isEmpty() || hasSpice || has(u"vnc"))) {
            QDomElement audio = addDevice(u"audio"_s);
            audio.setAttribute(u"id"_s, u"1"_s);
            audio.setAttribute(u"type"_s, hasSpice ? u"spice"_s : u"none"_s);
        }
        for (const QDomElement &screen : graphics)
            fillListen(screen);
        // vga below is not libvirt's cirrus, which QEMU itself has given up as its default.
        if (!graphics.isEmpty() && devices(u"video"_s).isEmpty())
            addDevice(u"video"_s);
        const auto videos = devices(u"video"_s);
        const bool hasPrimary = std::any_of(videos.begin(), videos.end(), [](const QDomElement &video) {
            return video.firstChildElement(u"model"_s).attribute(u"primary"_s) == u"yes";
        });
        for (qsizetype i = 0; i < videos.size(); ++i) {
            QDomElement video = videos[i];
            QDomElement model = childInLibvirtOrder(video, u"model"_s);
            setDefault(model, u"type"_s, u"vga"_s);
            const QString type = model.attribute(u"type"_s);
            if (type == u"none")
                continue;
            for (const VideoMemory &memory : videoMemory)
                if (memory.model == type)
                    setDefault(model, memory.attribute.toString(), memory.size.toString());
            setDefault(model, u"heads"_s, u"1"_s);
            if (i == 0 && !hasPrimary)
                model.setAttribute(u"primary"_s, u"yes"_s);
        }
    }

    /// Where a viewer would connect, as libvirt writes it. Ours gets a descriptor from the helper.
    static void fillListen(QDomElement screen)
    {
        const QString type = screen.attribute(u"type"_s);
        if (type != u"vnc" && type != u"spice")
            return;
        QDomElement listen = screen.firstChildElement(u"listen"_s);
        const bool hasPort = screen.attribute(u"port"_s, u"-1"_s) != u"-1" || screen.hasAttribute(u"tlsPort"_s)
            || screen.attribute(u"autoport"_s) == u"yes";
        if (listen.isNull()) {
            listen = childInLibvirtOrder(screen, u"listen"_s);
            if (screen.hasAttribute(u"socket"_s)) {
                listen.setAttribute(u"type"_s, u"socket"_s);
                listen.setAttribute(u"socket"_s, screen.attribute(u"socket"_s));
            } else if (screen.hasAttribute(u"listen"_s)) {
                listen.setAttribute(u"type"_s, u"address"_s);
                listen.setAttribute(u"address"_s, screen.attribute(u"listen"_s));
            } else {
                listen.setAttribute(u"type"_s, type == u"spice" && !hasPort ? u"none"_s : u"address"_s);
            }
        }
        if (type == u"vnc" && listen.hasAttribute(u"socket"_s))
            setDefault(screen, u"socket"_s, listen.attribute(u"socket"_s));
        if (listen.attribute(u"type"_s) != u"address" && listen.attribute(u"type"_s) != u"network")
            return;
        if (listen.hasAttribute(u"address"_s))
            setDefault(screen, u"listen"_s, listen.attribute(u"address"_s));
        setDefault(screen, u"autoport"_s, screen.attribute(u"port"_s, u"-1"_s) == u"-1" ? u"yes"_s : u"no"_s);
        if (type == u"vnc")
            setDefault(screen, u"port"_s, u"-1"_s);
    }

    void fillSmallDevices()
    {
        if (devices(u"memballoon"_s).isEmpty())
            addDevice(u"memballoon"_s).setAttribute(u"model"_s, u"virtio"_s);
        const auto watchdogs = devices(u"watchdog"_s);
        if (m_machine == Machine::Q35
            && std::none_of(watchdogs.begin(), watchdogs.end(),
                [](const QDomElement &watchdog) { return watchdog.attribute(u"model"_s) == u"itco"; })) {
            QDomElement watchdog = addDevice(u"watchdog"_s);
            watchdog.setAttribute(u"model"_s, u"itco"_s);
            // One action is QEMU's for all of them.
            watchdog.setAttribute(
                u"action"_s, watchdogs.isEmpty() ? u"reset"_s : watchdogs.first().attribute(u"action"_s, u"reset"_s));
        }
        for (QDomElement watchdog : watchdogs)
            setDefault(watchdog, u"action"_s, u"reset"_s);
        for (const QDomElement &panic : devices(u"panic"_s))
            setDefault(panic, u"model"_s, u"isa"_s);
        for (const QDomElement &shared : devices(u"filesystem"_s)) {
            setDefault(shared, u"type"_s, u"mount"_s);
            if (!shared.firstChildElement(u"source"_s).hasAttribute(u"socket"_s))
                setDefault(shared, u"accessmode"_s, u"passthrough"_s);
        }
        for (const QDomElement &tpm : devices(u"tpm"_s)) {
            setDefault(tpm, u"model"_s, u"tpm-tis"_s);
            if (const QDomElement backend = tpm.firstChildElement(u"backend"_s);
                backend.attribute(u"type"_s) == u"emulator")
                setDefault(backend, u"version"_s, tpm.attribute(u"model"_s) == u"tpm-tis" ? u"1.2"_s : u"2.0"_s);
        }
        for (const QDomElement &memory : devices(u"shmem"_s))
            fillSharedMemory(memory);
        for (const QDomElement &rng : devices(u"rng"_s))
            if (QDomElement backend = rng.firstChildElement(u"backend"_s);
                backend.attribute(u"model"_s) == u"random" && textOf(backend).isEmpty())
                setText(backend, u"/dev/random"_s);
    }

    static void fillSharedMemory(QDomElement memory)
    {
        const QString model = memory.firstChildElement(u"model"_s).attribute(u"type"_s);
        if (model == u"ivshmem-plain" && memory.firstChildElement(u"size"_s).isNull()) {
            QDomElement size = childInLibvirtOrder(memory, u"size"_s);
            size.setAttribute(u"unit"_s, u"M"_s);
            setText(size, u"4"_s);
        } else if (model == u"ivshmem-doorbell") {
            setDefault(childInLibvirtOrder(memory, u"msi"_s), u"ioeventfd"_s, u"on"_s);
        }
    }

    QDomElement m_domain;
    QDomElement m_devices;
    Machine m_machine;
    bool m_networksArePools;
};

} // namespace

void fillDomainDefaults(const QDomElement &domain, bool networksArePools)
{
    const QDomElement type = domain.firstChildElement(u"os"_s).firstChildElement(u"type"_s);
    const QString hypervisor = domain.attribute(u"type"_s);
    if (textOf(type) == u"hvm" && (hypervisor == u"kvm" || hypervisor == u"qemu") && !type.hasAttribute(u"arch"_s)) {
        setDefault(type, u"arch"_s, u"x86_64"_s);
        setDefault(type, u"machine"_s, u"pc"_s);
    }
    if (guestpci::machineOf(domain) != Machine::Other)
        Defaults(domain, networksArePools).fill();
}

} // namespace laneway
