// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"
#include "session.h"
#include "verbs/verbs.h"
#include "xml/deviceedits.h"
#include "xml/newmachine.h"
#include "xml/xmlnodes.h"

#include <array>

namespace laneway::verbs {

namespace {

struct Where
{
    bool live = false;
    bool config = false;
};

/// virsh's words: --persistent is the definition and, when it runs, the machine; none is the one or the
/// other, as it runs.
Where whereTo(const DomainInfo &domain, const Invocation &invocation)
{
    const bool running = domain.state != u"shut off"_s;
    Where where{invocation.has("live"_L1), invocation.has("config"_L1)};
    if (invocation.has("persistent"_L1))
        where = {where.live || running, true};
    if (!where.live && !where.config)
        where = {running, !running};
    return where;
}

int carryOut(Session &session, const Invocation &invocation, const DomainInfo &domain, const QString &kind,
    const QDomElement &device, const QString &done)
{
    const QString xml = nodeText(device);
    if (invocation.has("print-xml"_L1)) {
        print(xml + u'\n');
        return Done;
    }
    const Where where = whereTo(domain, invocation);
    return session.carryOut(kind,
        {{u"domain"_s, domain.uuid.toString(QUuid::WithoutBraces)}, {u"xml"_s, xml}, {u"live"_s, where.live},
            {u"config"_s, where.config}},
        done);
}

Error usageError(const QString &option, const QString &value)
{
    return {ErrorCode::InvalidInput, value, u"--"_s + option};
}

/// virsh's "pci:0000.00.0a.0", "usb:0.1", "scsi:0.0.3", "sata:0.0.2", "ide:0.0.1".
Result<> setAddress(QDomElement device, const QString &text, bool multifunction)
{
    const QString type = text.section(u':', 0, 0);
    const QStringList parts = text.section(u':', 1).split(u'.');
    QStringList names;
    if (type == u"pci")
        names = {u"domain"_s, u"bus"_s, u"slot"_s, u"function"_s};
    else if (type == u"usb")
        names = {u"bus"_s, u"port"_s};
    else if (type == u"scsi" || type == u"sata" || type == u"ide")
        names = {u"controller"_s, u"bus"_s, u"unit"_s};
    if (names.isEmpty() || (type == u"usb" ? parts.size() < 2 : parts.size() != names.size()))
        return fail(usageError(u"address"_s, text));
    QDomElement address = device.ownerDocument().createElement(u"address"_s);
    address.setAttribute(u"type"_s, type == u"pci" || type == u"usb" ? type : u"drive"_s);
    for (qsizetype i = 0; i < names.size(); ++i) {
        bool isNumber = false;
        const QString part = i + 1 == names.size() ? parts.sliced(i).join(u'.') : parts[i];
        const uint number = part.toUInt(&isNumber, type == u"pci" ? 16 : 10);
        if (!isNumber && type != u"usb")
            return fail(usageError(u"address"_s, text));
        address.setAttribute(names[i], type == u"pci" ? u"0x"_s + QString::number(number, 16) : part);
    }
    if (type == u"pci" && multifunction)
        address.setAttribute(u"multifunction"_s, u"on"_s);
    device.appendChild(address);
    return {};
}

int attachDisk(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    // An empty drive has none.
    const QString named = invocation.value("source"_L1);
    const QString source = named.isEmpty() ? named : absolutePath(named);
    const QString mode = invocation.value("mode"_L1);
    QString form = invocation.value("sourcetype"_L1);
    if (form.isEmpty())
        form = isBlockPath(source) ? u"block"_s : u"file"_s;
    if (form != u"file" && form != u"block")
        return session.report(usageError(u"sourcetype"_s, form));
    if (!mode.isEmpty() && mode != u"readonly" && mode != u"shareable")
        return session.report(usageError(u"mode"_s, mode));
    QString format = invocation.value("subdriver"_L1);
    if (format.isEmpty() && !source.isEmpty()) {
        const auto found = formatOfImage(session, source, u"--subdriver"_s);
        if (!found)
            return session.report(found.error());
        format = *found;
    }
    QDomDocument document;
    QDomElement disk = document.createElement(u"disk"_s);
    document.appendChild(disk);
    disk.setAttribute(u"type"_s, form);
    const QString type = invocation.value("type"_L1);
    disk.setAttribute(u"device"_s, type.isEmpty() ? u"disk"_s : type);
    setValueAt(disk, u"driver/@name"_s, invocation.has("driver"_L1) ? invocation.value("driver"_L1) : u"qemu"_s);
    setValueAt(disk, u"driver/@type"_s, format);
    for (const auto &[option, path] : {std::pair{"cache"_L1, u"driver/@cache"_s}, std::pair{"io"_L1, u"driver/@io"_s},
             std::pair{"iothread"_L1, u"driver/@iothread"_s}})
        setValueAt(disk, path, invocation.value(option));
    setValueAt(disk, form == u"block" ? u"source/@dev"_s : u"source/@file"_s, source);
    setValueAt(disk, u"target/@dev"_s, invocation.value("target"_L1));
    setValueAt(disk, u"target/@bus"_s, invocation.value("targetbus"_L1));
    if (!mode.isEmpty())
        disk.appendChild(document.createElement(mode));
    for (const auto &option : {"serial"_L1, "wwn"_L1})
        setValueAt(disk, option.toString(), invocation.value(option));
    setValueAt(disk, u"alias/@name"_s, invocation.value("alias"_L1));
    if (invocation.has("address"_L1))
        if (const auto set = setAddress(disk, invocation.value("address"_L1), invocation.has("multifunction"_L1)); !set)
            return session.report(set.error());
    return carryOut(session, invocation, *domain, u"attach"_s, disk, Ctl::tr("Disk attached successfully"));
}

int detachDisk(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    QDomDocument document;
    QDomElement disk = document.createElement(u"disk"_s);
    document.appendChild(disk);
    setValueAt(disk, u"target/@dev"_s, invocation.value("target"_L1));
    return carryOut(session, invocation, *domain, u"detach-device"_s, disk, Ctl::tr("Disk detached successfully"));
}

int attachInterface(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    const QString type = invocation.value("type"_L1);
    const QString source = invocation.value("source"_L1);
    QDomDocument document;
    QDomElement interface = document.createElement(u"interface"_s);
    document.appendChild(interface);
    interface.setAttribute(u"type"_s, type);
    if (invocation.has("mac"_L1) && !MacAddress::parse(invocation.value("mac"_L1)))
        return session.report(usageError(u"mac"_s, invocation.value("mac"_L1)));
    setValueAt(interface, u"mac/@address"_s, invocation.value("mac"_L1));
    if (type == u"hostdev") {
        const auto device = session.deviceAddress(source);
        if (!device)
            return session.report(device.error());
        interface.setAttribute(u"managed"_s, invocation.has("managed"_L1) ? u"yes"_s : u"no"_s);
        setValueAt(interface, u"source/address/@type"_s, u"pci"_s);
        for (const auto &[name, number] :
            {std::pair{u"domain"_s, uint(device->domain())}, std::pair{u"bus"_s, uint(device->bus())},
                std::pair{u"slot"_s, uint(device->slot())}, std::pair{u"function"_s, uint(device->function())}})
            setValueAt(interface, u"source/address/@"_s + name, u"0x"_s + QString::number(number, 16));
    } else if (type == u"network" || type == u"bridge") {
        setValueAt(interface, u"source/@"_s + type, source);
    } else if (type == u"direct") {
        setValueAt(interface, u"source/@dev"_s, source);
        setValueAt(interface, u"source/@mode"_s,
            invocation.has("source-mode"_L1) ? invocation.value("source-mode"_L1) : u"vepa"_s);
    } else if (type != u"user") {
        return session.report(usageError(u"type"_s, type));
    }
    setValueAt(interface, u"target/@dev"_s, invocation.value("target"_L1));
    // libvirt's own choice for nothing said is a card of 1999.
    const bool isEmulated = type != u"hostdev" && type != u"network"; // a network may be a pool of virtual functions
    setValueAt(interface, u"model/@type"_s,
        invocation.has("model"_L1) || !isEmulated ? invocation.value("model"_L1) : u"virtio"_s);
    setValueAt(interface, u"alias/@name"_s, invocation.value("alias"_L1));
    return carryOut(session, invocation, *domain, u"attach"_s, interface, Ctl::tr("Interface attached successfully"));
}

/// The one interface of its type, when no MAC says which.
Result<QString> onlyMac(Session &session, const DomainInfo &domain, const QString &type, bool inactive)
{
    const auto text = session.wait<QString>([&](QObject *context, const auto &answer) {
        session.connection().domainXml(domain.uuid, inactive, context, answer);
    });
    if (!text)
        return fail(text.error());
    const auto xml = DomainXml::parse(text->toUtf8());
    if (!xml)
        return fail(xml.error());
    QStringList macs;
    for (const QDomElement &interface : childElements(xml->root().firstChildElement(u"devices"_s), u"interface"_s))
        if (interface.attribute(u"type"_s) == type)
            macs += valueAt(interface, u"mac/@address"_s);
    if (macs.isEmpty())
        return fail(
            ErrorCode::NotFound, u"domain "_s + domain.name, Ctl::tr("it has no interface of the type %1").arg(type));
    if (macs.size() > 1)
        return fail(ErrorCode::InvalidInput, u"--mac"_s,
            Ctl::tr("domain '%1' has %2 interfaces of the type %3; say which")
                .arg(domain.name)
                .arg(macs.size())
                .arg(type));
    return macs.first();
}

int detachInterface(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    const QString type = invocation.value("type"_L1);
    QString mac = invocation.value("mac"_L1);
    if (mac.isEmpty()) {
        const auto only = onlyMac(session, *domain, type, !whereTo(*domain, invocation).live);
        if (!only)
            return session.report(only.error());
        mac = *only;
    }
    QDomDocument document;
    QDomElement interface = document.createElement(u"interface"_s);
    document.appendChild(interface);
    interface.setAttribute(u"type"_s, type);
    setValueAt(interface, u"mac/@address"_s, mac);
    return carryOut(
        session, invocation, *domain, u"detach-device"_s, interface, Ctl::tr("Interface detached successfully"));
}

int changeMedia(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    QStringList modes;
    for (const auto &mode : {"eject"_L1, "insert"_L1, "update"_L1})
        if (invocation.has(mode))
            modes += mode;
    if (modes.size() > 1)
        return session.report(
            Error{ErrorCode::InvalidInput, u"change-media"_s, Ctl::tr("--eject, --insert or --update: one of them")});
    const QString named = invocation.value("source"_L1);
    const QString source = named.isEmpty() ? named : absolutePath(named);
    const QString drive = invocation.value("path"_L1); // its target, or the medium that is in it
    const QString mode = modes.value(0, u"update"_s);
    if ((mode == u"eject") == !source.isEmpty())
        return session.report(Error{ErrorCode::InvalidInput, u"source"_s,
            mode == u"eject" ? Ctl::tr("--eject puts nothing in") : Ctl::tr("what to put in is missing")});
    const Where where = whereTo(*domain, invocation);
    const QString done = mode == u"eject" ? Ctl::tr("Successfully ejected media.")
        : mode == u"insert"               ? Ctl::tr("Successfully inserted media.")
                                          : Ctl::tr("Successfully updated media.");
    return session.carryOut(u"change-media"_s,
        {{u"domain"_s, domain->uuid.toString(QUuid::WithoutBraces)},
            {u"disk"_s, drive.contains(u'/') ? absolutePath(drive) : drive}, {u"mode"_s, mode}, {u"source"_s, source},
            {u"block"_s, invocation.has("block"_L1)}, {u"force"_s, invocation.has("force"_L1)}, {u"live"_s, where.live},
            {u"config"_s, where.config}},
        done);
}

constexpr std::array changeMediaArguments{
    Positional{"domain"_L1, true, false}, Positional{"path"_L1, true, false}, Positional{"source"_L1, false, false}};
constexpr std::array changeMediaOptions{
    Option{"eject"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "take the medium out"), 0},
    Option{"insert"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "put one into an empty drive"), 0},
    Option{"update"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "put another one in; the default"), 0},
    Option{"force"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "also where the guest has locked the tray"), 0},
    Option{"block"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the source is a drive of the host, not a file"), 0},
    Option{"live"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the running machine"), 0},
    Option{"config"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the definition"), 0},
    Option{"current"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the one or the other, as it runs; the default"), 0},
};

constexpr std::array attachDiskArguments{
    Positional{"domain"_L1, true, false}, Positional{"source"_L1, true, false}, Positional{"target"_L1, true, false}};
constexpr std::array detachDiskArguments{Positional{"domain"_L1, true, false}, Positional{"target"_L1, true, false}};
constexpr std::array attachInterfaceArguments{
    Positional{"domain"_L1, true, false}, Positional{"type"_L1, true, false}, Positional{"source"_L1, false, false}};
constexpr std::array detachInterfaceArguments{Positional{"domain"_L1, true, false}, Positional{"type"_L1, true, false}};

template <size_t Own, size_t Common>
consteval auto joined(const std::array<Option, Own> &own, const std::array<Option, Common> &common)
{
    std::array<Option, Own + Common> all{};
    for (size_t i = 0; i < Own + Common; ++i)
        all[i] = i < Own ? own[i] : common[i - Own];
    return all;
}

constexpr std::array whereOptions{
    Option{"live"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the running machine"), 0},
    Option{"config"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the definition"), 0},
    Option{"persistent"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the definition, and the machine if it runs"), 0},
    Option{"current"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the one or the other, as it runs; the default"), 0},
    Option{"print-xml"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "only print the device as XML"), 0},
};
constexpr auto attachDiskOptions = joined(
    std::array{
        Option{"targetbus"_L1, "BUS"_L1,
            QT_TRANSLATE_NOOP("lanewayctl", "virtio, scsi, sata, nvme, usb, ide or fdc; else by the target's name"), 0},
        Option{"driver"_L1, "NAME"_L1, QT_TRANSLATE_NOOP("lanewayctl", "qemu"), 0},
        Option{"subdriver"_L1, "FORMAT"_L1,
            QT_TRANSLATE_NOOP(
                "lanewayctl", "format of the image: raw or qcow2; else as a machine or the image itself says"),
            0},
        Option{"cache"_L1, "MODE"_L1,
            QT_TRANSLATE_NOOP("lanewayctl", "none, writethrough, writeback, directsync or unsafe"), 0},
        Option{"io"_L1, "MODE"_L1, QT_TRANSLATE_NOOP("lanewayctl", "native, threads or io_uring"), 0},
        Option{
            "iothread"_L1, "N"_L1, QT_TRANSLATE_NOOP("lanewayctl", "which of the machine's I/O threads serves it"), 0},
        Option{"type"_L1, "KIND"_L1, QT_TRANSLATE_NOOP("lanewayctl", "disk (the default), cdrom or floppy"), 0},
        Option{"mode"_L1, "MODE"_L1, QT_TRANSLATE_NOOP("lanewayctl", "readonly or shareable"), 0},
        Option{"sourcetype"_L1, "TYPE"_L1,
            QT_TRANSLATE_NOOP("lanewayctl", "file or block; else block for what is in /dev"), 0},
        Option{"serial"_L1, "TEXT"_L1, QT_TRANSLATE_NOOP("lanewayctl", "serial number that the guest sees"), 0},
        Option{"wwn"_L1, "HEX"_L1, QT_TRANSLATE_NOOP("lanewayctl", "World Wide Name that the guest sees"), 0},
        Option{"alias"_L1, "NAME"_L1, QT_TRANSLATE_NOOP("lanewayctl", "a name of its own, from ua-"), 0},
        Option{"address"_L1, "PLACE"_L1,
            QT_TRANSLATE_NOOP("lanewayctl", "pci:0000.00.0a.0, usb:0.1, scsi:0.0.3, sata:0.0.2, ide:0.0.1"), 0},
        Option{"multifunction"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "other functions share its PCI slot"), 0},
    },
    whereOptions);
constexpr auto attachInterfaceOptions = joined(
    std::array{
        Option{"mac"_L1, "ADDRESS"_L1, QT_TRANSLATE_NOOP("lanewayctl", "its MAC address; else one is made"), 0},
        Option{"model"_L1, "MODEL"_L1,
            QT_TRANSLATE_NOOP("lanewayctl", "virtio, which is meant where none is said; e1000e …"), 0},
        Option{"target"_L1, "NAME"_L1, QT_TRANSLATE_NOOP("lanewayctl", "name of the host's end"), 0},
        Option{"source-mode"_L1, "MODE"_L1,
            QT_TRANSLATE_NOOP("lanewayctl", "of the type direct: vepa, bridge, private or passthrough"), 0},
        Option{"alias"_L1, "NAME"_L1, QT_TRANSLATE_NOOP("lanewayctl", "a name of its own, from ua-"), 0},
        Option{"managed"_L1, {},
            QT_TRANSLATE_NOOP("lanewayctl", "of the type hostdev: taken from the host's driver and given back to it"),
            0},
    },
    whereOptions);
constexpr auto detachInterfaceOptions = joined(
    std::array{
        Option{"mac"_L1, "ADDRESS"_L1, QT_TRANSLATE_NOOP("lanewayctl", "which of them, when there are several"), 0}},
    whereOptions);

constexpr std::array table{
    Verb{"attach-disk"_L1, attachDiskArguments, attachDiskOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "give a machine a disk, CD-ROM or floppy"), true, false, attachDisk},
    Verb{"detach-disk"_L1, detachDiskArguments, whereOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "take a disk from a machine"), true, false, detachDisk},
    Verb{"attach-interface"_L1, attachInterfaceArguments, attachInterfaceOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "give a machine a network interface: user, hostdev, network, bridge or direct"),
        true, false, attachInterface},
    Verb{"change-media"_L1, changeMediaArguments, changeMediaOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "change, insert or eject the medium of a CD-ROM or floppy drive"), true, false,
        changeMedia},
    Verb{"detach-interface"_L1, detachInterfaceArguments, detachInterfaceOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "take a network interface from a machine"), true, false, detachInterface},
};
} // namespace

std::span<const Verb> hardwareVerbs()
{
    return table;
}

} // namespace laneway::verbs
