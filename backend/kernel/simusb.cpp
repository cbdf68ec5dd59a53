// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// USB devices as Linux shows them (drivers/usb/core/sysfs.c) and as a guest with usb-host has them: its
// QEMU takes the interfaces from their drivers and gives them back when it ends by itself; when it is
// killed they are left without one.
#include "host/snapshotjson.h"
#include "kernel/simmachine.h"

#include <QJsonArray>

#include <algorithm>
#include <cerrno>

namespace laneway {

namespace {

const QString ofPrograms = u"usbfs"_s;

QByteArray line(const QString &text)
{
    return text.toUtf8() + '\n';
}

/// "1-4.2:1.0"
QString partName(const UsbDevice &device, const UsbInterface &part)
{
    const QString base = device.port.isRootHub() ? QString::number(device.port.bus()) + u"-0" : device.port.toString();
    return base + u':' + QString::number(qMax(device.configuration, 1)) + u'.' + QString::number(part.number);
}

QString usualDriver(const UsbInterface &part)
{
    switch (part.classCode >> 16) {
    case 0x01: return u"snd-usb-audio"_s;
    case 0x03: return u"usbhid"_s;
    case 0x08: return u"usb-storage"_s;
    case 0x09: return u"hub"_s;
    case 0x0e: return u"uvcvideo"_s;
    case 0xe0: return u"btusb"_s;
    default: return {};
    }
}

/// Takes what is the USB device's out of what its controller has.
template <typename T> void remove(QList<T> &from, const QList<T> &what)
{
    from.removeIf([&](const T &entry) {
        return std::any_of(what.begin(), what.end(), [&](const T &other) {
            if constexpr (std::is_same_v<T, QString>)
                return other == entry;
            else
                return other.name == entry.name;
        });
    });
}

void clearUses(UsbDevice &device)
{
    device.interfaces.clear();
    device.disks.clear();
    device.keyboards.clear();
    device.pointers.clear();
    device.sounds.clear();
}

} // namespace

void SimMachine::takeUsb(const HostSnapshot &host)
{
    m_host.usb.clear();
    for (const UsbDevice &device : host.usb) {
        SimUsbDevice sim{device, device};
        for (UsbInterface &part : sim.home.parts)
            if (part.driver.isEmpty() || part.driver == ofPrograms)
                part.driver = usualDriver(part);
        m_usb.insert(device.port, sim);
        const auto f = device.controller ? m_functions.find(*device.controller) : m_functions.end();
        if (f != m_functions.end()) {
            for (PciFunction *facts : {&f->now, &f->home}) {
                remove(facts->interfaces, device.interfaces);
                remove(facts->disks, device.disks);
                remove(facts->inputs, device.keyboards + device.pointers);
                remove(facts->sounds, device.sounds);
            }
        }
        NodeState node;
        node.mode = 0664;
        node.device = (quint64(189) << 8) + quint64(device.address.bus - 1) * 128 + quint64(device.address.device - 1);
        m_nodes.insert(device.address.node(), node);
    }
}

void SimMachine::usbToJson(QJsonObject &json) const
{
    QJsonArray homes;
    for (const SimUsbDevice &device : m_usb)
        if (device.now != device.home)
            homes.append(usbDeviceToJson(device.home));
    json[u"usbHomes"] = homes;
}

void SimMachine::usbFromJson(const QJsonObject &json)
{
    for (const auto &value : json[u"usbHomes"].toArray())
        if (const auto home = usbDeviceFromJson(value.toObject()); home && m_usb.contains(home->port))
            m_usb[home->port].home = *home;
}

QJsonObject SimMachine::usbState() const
{
    QJsonObject state;
    for (const SimUsbDevice &device : m_usb) {
        QJsonArray drivers;
        for (const UsbInterface &part : device.now.parts)
            drivers.append(part.driver);
        state[device.now.port.toString()] = QJsonObject{{u"address"_s, device.now.address.toString()},
            {u"configuration"_s, device.now.configuration}, {u"drivers"_s, drivers}};
    }
    return state;
}

/// The devices below a controller are there while a driver of the host has it.
bool SimMachine::isVisible(const UsbDevice &device) const
{
    if (!device.controller)
        return true;
    const auto f = m_functions.constFind(*device.controller);
    return f == m_functions.cend() || (!f->now.driver.isEmpty() && f->now.driver == f->home.driver);
}

QString SimMachine::usbPathOf(const UsbDevice &device) const
{
    QString path;
    for (UsbPort at = device.port; !at.isRootHub(); at = at.parent())
        path = u'/' + at.toString() + path;
    const QString root = device.controller && m_functions.contains(*device.controller) ? pathOf(*device.controller)
                                                                                       : u"devices/platform/usb-host"_s;
    return root + u"/usb" + QString::number(device.port.bus()) + path;
}

void SimMachine::renderUsb()
{
    m_procChanged = true;
    for (const QString &link : std::as_const(m_usbLinks))
        m_sys.remove(link);
    m_usbLinks.clear();
    if (!m_host.usbKnown)
        return;
    const auto outsideLink = [&](const QString &path, const QString &target) {
        m_sys.link(path, target);
        m_usbLinks.append(path);
    };
    m_sys.directory(u"bus/usb/devices"_s);
    m_sys.file(u"bus/usb/drivers_probe"_s, {}, SimTree::WriteOnly);
    // Other inputs are on the keyboard's own controller.
    int input = 5000;
    const auto renderInput = [&](const QString &base, const QString &title, bool keyboard, bool pointer) {
        const QString name = u"input"_s + QString::number(input++);
        const QString path = base + u"/input/" + name;
        m_sys.file(path + u"/name", line(title));
        m_sys.file(path + u"/capabilities/key", keyboard ? "fffffffe\n" : "70000 0\n");
        m_sys.file(path + u"/capabilities/rel", pointer ? "3\n" : "0\n");
        outsideLink(u"class/input/"_s + name, path);
    };
    for (const QString &title : std::as_const(m_host.otherKeyboards))
        renderInput(u"devices/platform/i8042/serio0"_s, title, true, m_host.otherPointers.contains(title));
    for (const QString &title : std::as_const(m_host.otherPointers))
        if (!m_host.otherKeyboards.contains(title))
            renderInput(u"devices/platform/i8042/serio1"_s, title, false, true);
    // Whole branches at once: a device's directory holds those that are plugged into it.
    for (const SimUsbDevice &device : std::as_const(m_usb))
        if (device.now.port.isRootHub() || !m_usb.contains(device.now.port.parent()))
            m_sys.remove(usbPathOf(device.now));
    for (const SimUsbDevice &sim : std::as_const(m_usb)) {
        const UsbDevice &device = sim.now;
        if (!isVisible(device))
            continue;
        const QString path = usbPathOf(device);
        const auto file = [&](QStringView name, const QString &text) {
            if (!text.isEmpty())
                m_sys.file(path + u'/' + name, line(text));
        };
        outsideLink(u"bus/usb/devices/"_s + device.port.toString(), path);
        file(u"idVendor", QString::asprintf("%04x", device.ids.vendor));
        file(u"idProduct", QString::asprintf("%04x", device.ids.product));
        file(u"busnum", QString::number(device.address.bus));
        file(u"devnum", QString::number(device.address.device));
        file(u"bDeviceClass", QString::asprintf("%02x", device.classCode));
        file(u"manufacturer", device.vendorName);
        file(u"product", device.productName);
        file(u"serial", device.serial);
        file(u"speed", device.speed > 0 ? QString::number(device.speed) : QString());
        m_sys.file(path + u"/bConfigurationValue",
            device.configuration > 0 ? line(QString::number(device.configuration)) : QByteArray("\n"),
            SimTree::ReadWrite);
        for (const UsbInterface &part : device.parts) {
            const QString name = partName(device, part);
            const QString base = path + u'/' + name;
            m_sys.file(base + u"/bInterfaceNumber", line(QString::asprintf("%02x", part.number)));
            m_sys.file(base + u"/bInterfaceClass", line(QString::asprintf("%02x", part.classCode >> 16)));
            m_sys.file(base + u"/bInterfaceSubClass", line(QString::asprintf("%02x", part.classCode >> 8 & 0xff)));
            m_sys.file(base + u"/bInterfaceProtocol", line(QString::asprintf("%02x", part.classCode & 0xff)));
            outsideLink(u"bus/usb/devices/"_s + name, base);
            if (part.driver.isEmpty())
                continue;
            const QString driver = u"bus/usb/drivers/"_s + part.driver;
            m_sys.directory(driver);
            m_sys.link(base + u"/driver", driver);
        }
        if (device.parts.isEmpty())
            continue;
        const QString base = path + u'/' + partName(device, device.parts.first());
        for (const QString &title : device.keyboards)
            renderInput(base, title, true, device.pointers.contains(title));
        for (const QString &title : device.pointers)
            if (!device.keyboards.contains(title))
                renderInput(base, title, false, true);
        const int place = int(std::distance(m_usb.cbegin(), m_usb.constFind(device.port)));
        renderUsbUses(base, device, place);
    }
}

void SimMachine::renderUsbUses(const QString &base, const UsbDevice &device, int place)
{
    const auto inClass = [&](const QString &path, const QString &target) {
        m_sys.link(path, target);
        m_usbLinks.append(path);
    };
    for (const NetInterface &net : device.interfaces) {
        const QString path = base + u"/net/" + net.name;
        m_sys.file(path + u"/address", net.mac ? line(net.mac->toString()) : "00:00:00:00:00:00\n");
        m_sys.file(path + u"/flags", net.up ? "0x1003\n" : "0x1002\n");
        if (net.up)
            m_sys.file(path + u"/carrier", net.carrier ? "1\n" : "0\n");
        if (!net.usedBy.isEmpty()) {
            const QString master = u"devices/virtual/net/"_s + net.usedBy;
            m_sys.directory(master);
            m_sys.link(path + u"/master", master);
        }
        inClass(u"class/net/"_s + net.name, path);
    }
    for (qsizetype i = 0; i < device.disks.size(); ++i) {
        const BlockDevice &disk = device.disks[i];
        const QString path = base + u"/host9/target9:0:0/9:0:0:0/block/" + disk.name;
        const QString number = u"8:"_s + QString::number(1024 + place * 16 + i);
        m_sys.file(path + u"/size", QByteArray::number(disk.bytes / 512) + '\n');
        m_sys.file(path + u"/dev", line(number));
        inClass(u"class/block/"_s + disk.name, path);
        inClass(u"dev/block/"_s + number, path);
    }
    for (qsizetype i = 0; i < device.sounds.size(); ++i) {
        const QString name = u"card"_s + QString::number(5000 + place * 16 + i);
        const QString path = base + u"/sound/" + name;
        m_sys.file(path + u"/id", line(device.sounds[i]));
        inClass(u"class/sound/"_s + name, path);
    }
}

/// Gives a part without a driver the host's; with the last of them its uses are back.
bool SimMachine::probeUsb(UsbDevice &now, const UsbDevice &home, UsbInterface &part)
{
    const auto own = std::find_if(
        home.parts.begin(), home.parts.end(), [&](const UsbInterface &other) { return other.number == part.number; });
    if (own == home.parts.end() || !part.driver.isEmpty())
        return false;
    part.driver = own->driver;
    if (now.parts == home.parts) {
        now.interfaces = home.interfaces;
        now.disks = home.disks;
        now.keyboards = home.keyboards;
        now.pointers = home.pointers;
        now.sounds = home.sounds;
        // What was mounted and up is not by itself again.
        for (BlockDevice &disk : now.disks) {
            disk.mounts.clear();
            disk.swap = false;
        }
        for (NetInterface &net : now.interfaces) {
            net.up = net.carrier = net.defaultRoute = net.routed = false;
            net.usedBy.clear();
        }
    }
    return true;
}

int SimMachine::writeUsbFile(const QString &path, const QByteArray &value)
{
    const QString text = QString::fromLatin1(value.trimmed());
    if (path == u"bus/usb/drivers_probe") {
        for (SimUsbDevice &device : m_usb)
            for (UsbInterface &part : device.now.parts)
                if (isVisible(device.now) && partName(device.now, part) == text) {
                    probeUsb(device.now, device.home, part);
                    renderUsb();
                    return 0;
                }
        return ENODEV;
    }
    const auto port = UsbPort::parse(path.section(u'/', -2, -2));
    const auto device = port ? m_usb.find(*port) : m_usb.end();
    bool isNumber = false;
    const int configuration = text.toInt(&isNumber);
    if (device == m_usb.end())
        return ENODEV;
    if (!isNumber)
        return EINVAL;
    // A new configuration has new interfaces, which are probed.
    device->now.configuration = configuration;
    device->now.parts = device->home.parts;
    for (UsbInterface &part : device->now.parts)
        part.driver.clear();
    for (UsbInterface &part : device->now.parts)
        probeUsb(device->now, device->home, part);
    renderUsb();
    return 0;
}

std::optional<QString> SimMachine::usbRefusal(const SimGuest &guest, const QString &path, UsbPort &port) const
{
    const QString node = path.startsWith(u"/dev/") ? path.mid(5) : path;
    if (const auto why = refuseToOpen(guest, node))
        return u"failed to open "_s + path + u": " + *why;
    const auto device = std::find_if(m_usb.cbegin(), m_usb.cend(),
        [&](const SimUsbDevice &one) { return one.now.address.node() == node && isVisible(one.now); });
    if (device == m_usb.cend())
        return u"failed to open "_s + path + u": No such device";
    port = device->now.port;
    return std::nullopt;
}

void SimMachine::claimUsb(const UsbPort &port)
{
    UsbDevice &now = m_usb[port].now;
    for (UsbInterface &part : now.parts)
        part.driver = ofPrograms;
    clearUses(now);
    renderUsb();
}

void SimMachine::releaseUsb(const UsbPort &port, bool byQemu)
{
    const auto device = m_usb.find(port);
    if (device == m_usb.end())
        return;
    for (UsbInterface &part : device->now.parts)
        part.driver.clear();
    if (byQemu)
        for (UsbInterface &part : device->now.parts)
            probeUsb(device->now, device->home, part);
    renderUsb();
}

void SimMachine::plug(const UsbDevice &device)
{
    m_host.usbKnown = true;
    HostSnapshot one;
    one.usb.insert(device.port, device);
    takeUsb(one);
    renderUsb();
}

void SimMachine::unplug(const UsbPort &port)
{
    const auto device = m_usb.constFind(port);
    if (device == m_usb.cend())
        return;
    m_nodes.remove(device->now.address.node());
    m_sys.remove(usbPathOf(device->now));
    for (SimGuest &guest : m_guests)
        guest.usb.removeIf([&](auto held) { return held.value() == port; });
    m_usb.remove(port);
    renderUsb();
}

} // namespace laneway
