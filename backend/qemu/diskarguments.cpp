// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/diskarguments.h"

#include "qemu/commandparts.h"
#include "xml/viewreading.h"

namespace laneway {

namespace {

constexpr auto &kind = devicekinds::disk;

QString textOfProperty(const QDomElement &disk, QStringView path)
{
    return propertyText(disk, kind, path);
}

/// Protocol and format are named: a raw image must never be taken for one that names other files.
Result<QString> addImage(const QDomElement &disk, QemuDevice &made)
{
    const QString path = elementPath(disk);
    const bool cdrom = textOfProperty(disk, u"@device") == u"cdrom";
    const bool block = textOfProperty(disk, u"@type") == u"block";
    const QString source = textOfProperty(disk, block ? u"source/@dev" : u"source/@file");
    const QString target = textOfProperty(disk, u"target/@dev");
    const QString cache = textOfProperty(disk, u"driver/@cache");
    if (!isPlainWord(target) || target.size() > 16)
        return notPossible(path, u"the target's name is letters and digits, 16 at most"_s);
    if (textOfProperty(disk, u"driver/@io") == u"native" && cache != u"none" && cache != u"directsync")
        return notPossible(path, u"io='native' needs cache='none' or 'directsync'"_s);
    const bool readOnly = cdrom || hasProperty(disk, u"readonly");

    QJsonObject file{{u"driver"_s,
                         !block      ? u"file"_s
                             : cdrom ? u"host_cdrom"_s
                                     : u"host_device"_s},
        {u"node-name"_s, QString(target + u"-file")}, {u"read-only"_s, readOnly}};
    fillPart(file, disk, kind, Part::File);
    file[u"filename"] = source;
    QJsonObject format{{u"driver"_s, u"raw"_s}, {u"file"_s, QString(target + u"-file")},
        {u"node-name"_s, QString(target + u"-format")}, {u"read-only"_s, readOnly}};
    fillPart(format, disk, kind, Part::Format);
    // As libvirt has it: zeroes are only given back where discarding is allowed.
    if (format.value(u"detect-zeroes"_s) == u"unmap"_s && format.value(u"discard"_s) != u"unmap"_s)
        format[u"detect-zeroes"] = u"on"_s;
    QString top = target + u"-format";

    QJsonObject limits{{u"qom-type"_s, u"throttle-group"_s}};
    fillPart(limits, disk, kind, Part::Throttle);
    if (limits.contains(u"limits"_s)) {
        const QString group = hasProperty(disk, u"iotune/group_name") ? textOfProperty(disk, u"iotune/group_name")
                                                                      : u"throttle-"_s + target;
        if (!isPlainWord(group))
            return notPossible(path, u"a group's name is letters and digits"_s);
        limits[u"id"] = group;
        made.backends += {u"-object"_s, limits};
        made.backends += {u"-blockdev"_s, file};
        made.backends += {u"-blockdev"_s, format};
        made.backends += {u"-blockdev"_s,
            {{u"driver"_s, u"throttle"_s}, {u"throttle-group"_s, group}, {u"file"_s, top},
                {u"node-name"_s, QString(target + u"-throttle")}}};
        top = target + u"-throttle";
    } else {
        made.backends += {u"-blockdev"_s, file};
        made.backends += {u"-blockdev"_s, format};
    }
    // Only the unit's device list: whether the owner may open it, the node's own mode says.
    if (block && source.startsWith(u"/dev/") && !source.contains(u"/../"))
        made.nodes += source.mid(5);
    return top;
}

/// An NVMe disk is a namespace of its controller, which has the serial number.
Result<> placeNamespace(const QDomElement &disk, const GuestBoard &board, const DrivePlace &place, QJsonObject &device)
{
    const QString path = elementPath(disk);
    if (textOfProperty(disk, u"@device") != u"disk" || !device.contains(u"drive"_s))
        return notPossible(path, u"an NVMe disk is a disk with an image"_s);
    for (const QString &property :
        {u"werror"_s, u"rerror"_s, u"rotation_rate"_s, u"cyls"_s, u"heads"_s, u"secs"_s, u"bios-chs-trans"_s})
        if (device.contains(property))
            return notPossible(path, u"QEMU's NVMe disks have no "_s + property);
    device.remove(u"serial"_s);
    if (device.contains(u"wwn"_s))
        device[u"eui64"] = device.take(u"wwn"_s);
    device[u"driver"] = u"nvme-ns"_s;
    device[u"bus"] = board.controllerName(u"nvme"_s, place.controller);
    device[u"nsid"] = place.unit + 1;
    return {};
}

Result<> placeDisk(const QDomElement &disk, const GuestBoard &board, QJsonObject &device)
{
    const QString path = elementPath(disk);
    const QString bus = diskBus(disk);
    const bool cdrom = textOfProperty(disk, u"@device") == u"cdrom";
    const QString number = QString::number(diskNumber(textOfProperty(disk, u"target/@dev")).value_or(0));
    if (bus == u"virtio") {
        device[u"driver"] = virtioDriver(u"virtio-blk-pci"_s, textOfProperty(disk, u"@model"));
        device[u"id"] = aliasOf(disk, u"virtio-disk"_s + number);
        if (cdrom || !device.contains(u"drive"_s))
            return notPossible(
                path, cdrom ? u"a virtio disk is no CD-ROM; use bus='sata'"_s : u"a virtio disk needs an image"_s);
        return {};
    }
    if (bus == u"usb") {
        device[u"driver"] = u"usb-storage"_s;
        device[u"id"] = aliasOf(disk, u"usb-disk"_s + number);
        device.remove(u"write-cache"_s);
        if (!device.contains(u"drive"_s))
            return notPossible(path, u"a USB disk needs an image"_s);
        placeOnUsb(device, board, disk);
        return {};
    }
    const auto place = drivePlace(disk, bus);
    if (!place)
        return fail(place.error());
    const QString three = u"%1%2-%3-%4"_s.arg(bus).arg(place->controller).arg(place->bus).arg(place->unit);
    device[u"id"] = aliasOf(disk, three);
    if (bus == u"ide") {
        if (board.isQ35() || place->controller > 0 || place->bus > 1 || place->unit > 1)
            return notPossible(
                path, board.isQ35() ? u"a q35 board has no IDE; use SATA"_s : u"IDE has four places, hda to hdd"_s);
        device[u"driver"] = cdrom ? u"ide-cd"_s : u"ide-hd"_s;
        device[u"bus"] = u"ide.%1"_s.arg(place->bus);
        device[u"unit"] = place->unit;
    } else if (bus == u"sata") {
        if (place->unit > 5 || place->bus > 0 || place->target > 0)
            return notPossible(path, u"a SATA controller has the units 0 to 5"_s);
        device[u"driver"] = cdrom ? u"ide-cd"_s : u"ide-hd"_s;
        device[u"bus"] = place->controller == 0 && board.isQ35()
            ? u"ide.%1"_s.arg(place->unit)
            : board.controllerName(u"sata"_s, place->controller) + u".%1"_s.arg(place->unit);
    } else if (bus == u"scsi") {
        device[u"driver"] = cdrom ? u"scsi-cd"_s : u"scsi-hd"_s;
        device[u"bus"] = QString(board.controllerName(u"scsi"_s, place->controller) + u".0");
        const QString scsiModel = board.scsiModels.value(place->controller);
        if (scsiModel == u"lsilogic" || scsiModel.isEmpty()) {
            device[u"scsi-id"] = place->unit;
        } else {
            device[u"id"] = aliasOf(
                disk, u"scsi%1-%2-%3-%4"_s.arg(place->controller).arg(place->bus).arg(place->target).arg(place->unit));
            device[u"channel"] = place->bus;
            device[u"scsi-id"] = place->target;
            device[u"lun"] = place->unit;
        }
    } else if (bus == u"nvme") {
        return placeNamespace(disk, board, *place, device);
    } else if (bus == u"fdc") {
        device[u"driver"] = u"floppy"_s;
        device[u"unit"] = place->unit;
        device.remove(u"write-cache"_s);
    } else {
        return notPossible(path, u"bus "_s + bus);
    }
    return {};
}

} // namespace

Result<DrivePlace> drivePlace(const QDomElement &disk, const QString &bus)
{
    const QDomElement address = disk.firstChildElement(u"address"_s);
    if (address.attribute(u"type"_s) == u"drive") {
        DrivePlace place;
        for (const auto &[name, field] :
            {std::pair{u"controller"_s, &place.controller}, std::pair{u"bus"_s, &place.bus},
                std::pair{u"target"_s, &place.target}, std::pair{u"unit"_s, &place.unit}}) {
            const auto number = readCount(address, name, 0);
            if (!number || *number > 16383)
                return fail(number ? Error{ErrorCode::InvalidXml, elementPath(address), name + u": too large"_s}
                                   : number.error());
            *field = *number;
        }
        return place;
    }
    const auto place = placeOfDrive(bus, textOfProperty(disk, u"target/@dev"));
    if (!place)
        return invalidXml(disk.firstChildElement(u"target"_s), u"dev: no name that a place follows from"_s);
    return *place;
}

bool isPciDisk(const QDomElement &disk)
{
    return diskBus(disk) == u"virtio";
}

Result<QemuDevice> diskArguments(const QDomElement &disk, const GuestBoard &board)
{
    QemuDevice made;
    const QString what = textOfProperty(disk, u"@device");
    const bool hasSource
        = hasProperty(disk, textOfProperty(disk, u"@type") == u"block" ? u"source/@dev" : u"source/@file");
    if ((what == u"floppy") != (diskBus(disk) == u"fdc"))
        return notPossible(elementPath(disk), u"a floppy disk is on the bus fdc, and nothing else is"_s);
    fillPart(made.device, disk, kind, Part::Device);
    if (what == u"cdrom") // nothing is written to it
        made.device.remove(u"write-cache"_s);
    if (hasProperty(disk, u"wwn")) {
        bool isNumber = false;
        const quint64 wwn = textOfProperty(disk, u"wwn").toULongLong(&isNumber, 16);
        if (!isNumber || wwn > quint64(std::numeric_limits<qint64>::max()))
            return notPossible(elementPath(disk), u"wwn: 16 hexadecimal digits"_s);
        made.device[u"wwn"] = qint64(wwn);
    }
    if (const QJsonValue thread = made.device.value(u"iothread"_s); !thread.isUndefined())
        made.device[u"iothread"] = u"iothread%1"_s.arg(thread.toInt());
    if (hasSource) {
        const auto top = addImage(disk, made);
        if (!top)
            return fail(top.error());
        made.device[u"drive"] = *top;
    }
    if (const auto done = placeDisk(disk, board, made.device); !done)
        return fail(done.error());
    return made;
}

Result<> addDisks(CommandDraft &draft)
{
    QSet<QString> groups;
    for (const QDomElement &disk : draft.devices(u"disk"_s)) {
        auto made = diskArguments(disk, draft.board);
        if (!made)
            return fail(made.error());
        // Disks that share a group are limited together, by what the first of them says.
        erase_if(made->backends, [&](const QemuDevice::Backend &backend) {
            const QString id = backend.object[u"id"].toString();
            return backend.option == u"-object" && (groups.contains(id) || (groups.insert(id), false));
        });
        const QString what = propertyText(disk, kind, u"@device");
        const int order = propertyText(disk, kind, u"boot/@order").toInt();
        const QString bootKind = what == u"cdrom" ? u"cdrom"_s : what == u"floppy" ? u"fd"_s : u"hd"_s;
        if (const int index = draft.bootIndex(order, bootKind); index > 0) {
            if (what == u"floppy") // its order is its controller's, which is on the board
                draft.add({u"-global"_s,
                    u"isa-fdc.bootindex%1=%2"_s.arg(QChar(u'A' + made->device[u"unit"].toInt())).arg(index)});
            else
                made->device[u"bootindex"] = index;
        }
        const auto done = isPciDisk(disk) ? draft.addPciDevice(disk, *made) : draft.addDevice(elementPath(disk), *made);
        if (!done)
            return done;
    }
    return {};
}

} // namespace laneway
