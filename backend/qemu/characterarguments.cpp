// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/commandparts.h"
#include "xml/viewreading.h"

namespace laneway {

namespace {

/// `-chardev` of what a port leads to.
Result<QString> characterBackend(const QDomElement &element, const DeviceKind &kind, const QString &id)
{
    const QString path = elementPath(element);
    const QString type = propertyText(element, kind, u"@type");
    const QString file = propertyText(element, kind, u"source/@path");
    const bool isTextPort = element.tagName() == u"serial" || element.tagName() == u"console";
    QString text;
    if (type == u"file") {
        if (!file.startsWith(u'/'))
            return notPossible(path, u"a file needs an absolute path"_s);
        text = u"file,id="_s + id + u",path=" + escapedComma(file)
            + (propertyText(element, kind, u"source/@append") == u"on" ? u",append=on" : u",append=off");
    } else if (type == u"null" || (type == u"pty" && !isTextPort)) {
        text = type + u",id=" + id;
    } else if (type == u"pty" || type == u"unix") {
        // A path would be made with QEMU's rights, and a terminal be anybody's of its user: the socket is the
        // helper's, which hands it to whom it is for.
        if (type == u"unix" && !file.isEmpty()
            && propertyText(element, kind, u"target/@name") != u"org.qemu.guest_agent.0")
            return notPossible(path, u"a socket of a path of its own is not made; use type='pty' or 'file'"_s);
        text = u"socket,id="_s + id + u",fd=@socket:" + id + u"@,server=on,wait=off";
    } else if (type == u"spicevmc" || type == u"qemu-vdagent") {
        // The screen is VNC's here, whose clipboard QEMU's own agent end serves.
        text = u"qemu-vdagent,id="_s + id + u",name=vdagent,mouse=off,clipboard="
            + (propertyText(element, kind, u"source/clipboard/@copypaste") == u"no" ? u"off" : u"on");
    } else {
        return notPossible(path, u"type "_s + type);
    }
    if (const QString log = propertyText(element, kind, u"log/@file"); !log.isEmpty())
        text += u",logfile="_s + escapedComma(log)
            + (propertyText(element, kind, u"log/@append") == u"on" ? u",logappend=on" : u",logappend=off");
    return text;
}

Result<> addPort(
    CommandDraft &draft, const QDomElement &element, const DeviceKind &kind, QJsonObject device, bool isPci = false)
{
    const QString path = elementPath(element);
    const QString id = device[u"id"].toString();
    if (!isPlainWord(id))
        return notPossible(path, u"an alias is letters, digits and a few signs"_s);
    const auto backend = characterBackend(element, kind, u"char"_s + id);
    if (!backend)
        return fail(backend.error());
    device[u"chardev"] = QString(u"char"_s + id);
    const QemuDevice made{{{u"-chardev"_s, {}, *backend}}, device, {}};
    return isPci ? draft.addPciDevice(element, made) : draft.addDevice(path, made);
}

/// A `<console>` of the first serial port is that port; without a `<serial>` it makes it.
Result<> addSerials(CommandDraft &draft)
{
    QList<QDomElement> ports = draft.devices(u"serial"_s);
    if (ports.isEmpty())
        for (const QDomElement &console : draft.devices(u"console"_s))
            if (propertyText(console, devicekinds::console, u"target/@type") == u"serial" && ports.isEmpty())
                ports += console;
    QSet<int> taken;
    int number = 0, isaPorts = 0;
    for (const QDomElement &element : ports) {
        const DeviceKind &kind = element.tagName() == u"console" ? devicekinds::console : devicekinds::serial;
        const QString path = elementPath(element);
        const QString target = propertyText(element, kind, u"target/@type");
        const QString written = propertyText(element, kind, u"target/@port");
        const int port = written.isEmpty() ? number : written.toInt();
        QJsonObject device{{u"id"_s, aliasOf(element, u"serial%1"_s.arg(number++))}};
        bool isPci = false;
        if (target == u"pci-serial") {
            device[u"driver"] = u"pci-serial"_s;
            isPci = true;
        } else if (target == u"usb-serial") {
            device[u"driver"] = u"usb-serial"_s;
            placeOnUsb(device, draft.board, element);
        } else if (target == u"isa-debug") {
            device[u"driver"] = u"isa-debugcon"_s;
            const QDomElement address = element.firstChildElement(u"address"_s);
            if (const auto ioPort = cNumber(address.attribute(u"iobase"_s));
                address.attribute(u"type"_s) == u"isa" && ioPort)
                device[u"iobase"] = int(*ioPort);
        } else {
            if (++isaPorts > 4 || port > 3)
                return notPossible(path, u"a machine has four ISA serial ports, 0 to 3"_s);
            if (taken.contains(port))
                return invalidXml(element, u"port %1 is used already"_s.arg(port));
            taken += port;
            device[u"driver"] = u"isa-serial"_s;
            device[u"index"] = port;
        }
        if (const auto done = addPort(draft, element, kind, device, isPci); !done)
            return done;
    }
    return {};
}

Result<> addParallels(CommandDraft &draft)
{
    int number = 0;
    for (const QDomElement &element : draft.devices(u"parallel"_s)) {
        const QString id = aliasOf(element, u"parallel%1"_s.arg(number));
        if (const auto done = addPort(draft, element, devicekinds::parallel,
                {{u"driver"_s, u"isa-parallel"_s}, {u"id"_s, id}, {u"index"_s, number++}});
            !done)
            return done;
    }
    return {};
}

/// Port numbers on a virtio-serial controller: 0 is a console's, so others begin at 1. A console without a
/// place is QEMU's to place.
QJsonObject onVirtioSerial(const GuestBoard &board, const QDomElement &element, const QString &driver,
    const QString &id, QSet<QPair<int, int>> &taken)
{
    const QDomElement address = element.firstChildElement(u"address"_s);
    const bool given = address.attribute(u"type"_s) == u"virtio-serial";
    if (!given && driver == u"virtconsole")
        return {{u"driver"_s, driver}, {u"id"_s, id}};
    const int controller = given ? address.attribute(u"controller"_s).toInt() : 0;
    int port = given ? address.attribute(u"port"_s).toInt() : 0;
    if (port == 0 && driver != u"virtconsole")
        for (port = 1; taken.contains({controller, port});)
            ++port;
    taken += {controller, port};
    return {{u"driver"_s, driver}, {u"id"_s, id},
        {u"bus"_s, QString(board.controllerName(u"virtio-serial"_s, controller) + u".0")}, {u"nr"_s, port}};
}

Result<> addChannels(CommandDraft &draft)
{
    QSet<QPair<int, int>> taken;
    for (const QDomElement &element : draft.devices(u"channel"_s)) {
        const QDomElement address = element.firstChildElement(u"address"_s);
        if (address.attribute(u"type"_s) == u"virtio-serial" && address.attribute(u"port"_s).toInt() > 0)
            taken += {address.attribute(u"controller"_s).toInt(), address.attribute(u"port"_s).toInt()};
    }
    int number = 0;
    for (const QDomElement &element : draft.devices(u"channel"_s)) {
        QJsonObject device = onVirtioSerial(
            draft.board, element, u"virtserialport"_s, aliasOf(element, u"channel%1"_s.arg(number++)), taken);
        fillPart(device, element, devicekinds::channel, Part::Device);
        if (!device.contains(u"name"_s) && propertyText(element, devicekinds::channel, u"@type") == u"spicevmc")
            device[u"name"] = u"com.redhat.spice.0"_s;
        if (const auto done = addPort(draft, element, devicekinds::channel, device); !done)
            return done;
    }
    int console = 0;
    for (const QDomElement &element : draft.devices(u"console"_s)) {
        const QString id = aliasOf(element, u"console%1"_s.arg(console++));
        if (propertyText(element, devicekinds::console, u"target/@type") != u"virtio")
            continue;
        const auto done = addPort(
            draft, element, devicekinds::console, onVirtioSerial(draft.board, element, u"virtconsole"_s, id, taken));
        if (!done)
            return done;
    }
    return {};
}

} // namespace

Result<> addCharacterDevices(CommandDraft &draft)
{
    for (const auto part : {addSerials, addParallels, addChannels})
        if (const auto done = part(draft); !done)
            return done;
    return {};
}

} // namespace laneway
