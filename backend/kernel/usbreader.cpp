// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/usbreader.h"

#include "kernel/inputkind.h"
#include "kernel/sysfsnames.h"

namespace laneway {

namespace {

const QString usbDevices = u"bus/usb/devices"_s;

/// The USB device in a path that is nearest to its end.
std::optional<UsbPort> nearestUsbDevice(const QString &path)
{
    const QStringList parts = path.split(u'/');
    for (auto part = parts.crbegin(); part != parts.crend(); ++part) {
        if (part->isEmpty() || !part->front().isDigit() || !part->contains(u'-') || part->contains(u':'))
            continue;
        if (const auto port = UsbPort::parse(*part))
            return *port;
    }
    return std::nullopt;
}

/// What the host does with them.
void readUses(
    const Kernel &k, DeviceClasses &classes, InterfaceReader &interfaces, DiskReader &disks, HostSnapshot &host)
{
    const auto forEach = [&](const QString &kind, auto visit) {
        for (const DeviceClasses::Entry &entry : classes.of(kind)) {
            const auto port = nearestUsbDevice(entry.target);
            const auto device = port ? host.usb.find(*port) : host.usb.end();
            if (device != host.usb.end())
                visit(entry.name, *device);
        }
    };
    forEach(u"net"_s, [&](const QString &name, UsbDevice &device) { device.interfaces.append(interfaces.read(name)); });
    forEach(u"block"_s, [&](const QString &name, UsbDevice &device) {
        if (!disks.isPartition(name))
            device.disks.append(disks.read(name));
    });
    forEach(u"sound"_s, [&](const QString &name, UsbDevice &device) {
        device.sounds.append(k.sys.text(u"class/sound/"_s + name + u"/id").value_or(name));
    });
    for (const DeviceClasses::Entry &entry : classes.of(u"input"_s)) {
        const auto port = nearestUsbDevice(entry.target);
        const bool onUsb = port && host.usb.contains(*port);
        // What programs make up (uinput) is nothing to type on.
        if (!onUsb && entry.target.startsWith(u"devices/virtual/"))
            continue;
        const InputKind kind = inputKind(k.sys, entry.name);
        const QString title = ownWords(k.sys.text(u"class/input/"_s + entry.name + u"/name"));
        const auto add = [&](QStringList &names) {
            if (!names.contains(title))
                names.append(title);
        };
        if (kind.keyboard)
            add(onUsb ? host.usb[*port].keyboards : host.otherKeyboards);
        if (kind.pointer)
            add(onUsb ? host.usb[*port].pointers : host.otherPointers);
    }
}

} // namespace

void readUsb(
    const Kernel &k, DeviceClasses &classes, InterfaceReader &interfaces, DiskReader &disks, HostSnapshot &host)
{
    const auto names = k.sys.list(usbDevices);
    host.usbKnown = names.has_value();
    for (const QString &name : names.value_or(QStringList())) {
        const auto port = UsbPort::parse(name);
        const auto target = k.sys.readLink(usbDevices + u'/' + name);
        if (!port || !target)
            continue;
        const auto folder = k.sys.folder(usbDevices + u'/' + name);
        const auto number = [&](const char *file, int base = 10) {
            return folder->text(file).value_or(QString()).toUInt(nullptr, base);
        };
        const auto address = UsbAddress::make(number("busnum"), number("devnum"));
        if (!address) // going just now
            continue;
        UsbDevice device;
        device.port = *port;
        device.address = *address;
        device.ids = {quint16(number("idVendor", 16)), quint16(number("idProduct", 16))};
        device.vendorName = k.names.usbVendor(device.ids.vendor);
        if (device.vendorName.isEmpty())
            device.vendorName = ownWords(folder->text("manufacturer"));
        device.productName = k.names.usbProduct(device.ids);
        if (device.productName.isEmpty())
            device.productName = ownWords(folder->text("product"));
        device.serial = ownWords(folder->text("serial"));
        device.speed = folder->text("speed").value_or(QString()).toDouble();
        device.classCode = quint8(number("bDeviceClass", 16));
        device.configuration = int(number("bConfigurationValue"));
        device.controller = nearestFunction(withoutDots(*target));
        host.usb.insert(*port, device);
    }
    for (const QString &name : names.value_or(QStringList())) {
        QString owner = name.section(u':', 0, 0); // "1-4.2:1.0"; "1-0:1.0" is usb1's
        if (owner.endsWith(u"-0"))
            owner = u"usb"_s + owner.chopped(2);
        const auto port = UsbPort::parse(owner);
        const auto device = port && name.contains(u':') ? host.usb.find(*port) : host.usb.end();
        if (device == host.usb.end())
            continue;
        const auto folder = k.sys.folder(usbDevices + u'/' + name);
        const auto number
            = [&](const char *file) { return folder->text(file).value_or(QString()).toUInt(nullptr, 16); };
        device->parts.append({int(number("bInterfaceNumber")),
            number("bInterfaceClass") << 16 | number("bInterfaceSubClass") << 8 | number("bInterfaceProtocol"),
            folder->linkName("driver")});
    }
    readUses(k, classes, interfaces, disks, host);
}

} // namespace laneway
