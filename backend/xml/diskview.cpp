// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "xml/domainviews.h"
#include "xml/viewreading.h"

namespace laneway {

Result<QList<DiskXml>> readDisks(const DomainXml &domain)
{
    return readAll<DiskXml>(domain, u"disk"_s, [](const QDomElement &element, DiskXml &disk) -> Result<bool> {
        const QString type = element.attribute(u"type"_s, u"file"_s);
        if (type != u"file" && type != u"block")
            return unsupportedXml(element, u"type='%1': only file and block"_s.arg(type));
        if (const auto done = refuseChildren(element, {u"auth"_s, u"iotune"_s, u"mirror"_s, u"encryption"_s,
                                                          u"transient"_s, u"geometry"_s, u"blockio"_s,
                                                          u"wwn"_s, u"vendor"_s, u"product"_s,
                                                          u"throttlefilters"_s, u"backenddomain"_s});
            !done)
            return fail(done.error());
        if (const auto done = refuseAttributes(element, {u"rawio"_s, u"sgio"_s, u"model"_s}); !done)
            return fail(done.error());
        const QDomElement backing = element.firstChildElement(u"backingStore"_s);
        if (!backing.firstChildElement().isNull())
            return unsupportedXml(backing, u"backing files are read from the image; remove it"_s);
        if (const auto done = oneOf(element, u"device"_s, {u"disk"_s, u"cdrom"_s, u"floppy"_s}); !done)
            return fail(done.error());

        disk.device = element.attribute(u"device"_s, u"disk"_s);
        disk.block = type == u"block";
        const QDomElement source = element.firstChildElement(u"source"_s);
        disk.source = source.attribute(disk.block ? u"dev"_s : u"file"_s);
        if (disk.source.isEmpty() && disk.device == u"disk")
            return invalidXml(element, u"a disk needs a <source>"_s);
        if (const auto done = refuseAttributes(source, {u"startupPolicy"_s}); !done)
            return fail(done.error());
        if (const auto done = refuseChildren(source, {u"encryption"_s, u"reservations"_s, u"slices"_s,
                                                         u"dataStore"_s});
            !done)
            return fail(done.error());

        const QDomElement driver = element.firstChildElement(u"driver"_s);
        if (const auto done = oneOf(driver, u"name"_s, {u"qemu"_s}); !done)
            return fail(done.error());
        if (const auto done = refuseAttributes(driver,
                {u"iothread"_s, u"queues"_s, u"copy_on_read"_s, u"error_policy"_s, u"rerror_policy"_s,
                    u"ioeventfd"_s, u"event_idx"_s, u"iommu"_s, u"ats"_s, u"packed"_s, u"queue_size"_s,
                    u"discard_no_unref"_s, u"metadata_cache"_s});
            !done)
            return fail(done.error());
        for (const auto &done : {oneOf(driver, u"type"_s, {u"raw"_s, u"qcow2"_s}),
                 oneOf(driver, u"cache"_s,
                     {u"default"_s, u"none"_s, u"writethrough"_s, u"writeback"_s, u"directsync"_s, u"unsafe"_s}),
                 oneOf(driver, u"discard"_s, {u"unmap"_s, u"ignore"_s}),
                 oneOf(driver, u"io"_s, {u"native"_s, u"threads"_s, u"io_uring"_s}),
                 oneOf(driver, u"detect_zeroes"_s, {u"off"_s, u"on"_s, u"unmap"_s})})
            if (!done)
                return fail(done.error());
        disk.format = driver.attribute(u"type"_s, u"raw"_s);
        disk.cache = driver.attribute(u"cache"_s);
        disk.discard = driver.attribute(u"discard"_s);
        disk.io = driver.attribute(u"io"_s);
        disk.detectZeroes = driver.attribute(u"detect_zeroes"_s);
        if (disk.cache == u"default")
            disk.cache.clear();

        const QDomElement target = element.firstChildElement(u"target"_s);
        disk.target = target.attribute(u"dev"_s);
        if (disk.target.size() < 3)
            return invalidXml(element, u"no <target dev='vda'/>"_s);
        disk.bus = diskBus(element);
        if (disk.bus != u"virtio" && disk.bus != u"sata" && disk.bus != u"scsi" && disk.bus != u"usb")
            return unsupportedXml(target, u"bus='%1': only virtio, sata, scsi and usb"_s.arg(disk.bus));
        if (disk.device == u"floppy")
            return unsupportedXml(element, u"floppy disks are not passed on"_s);
        if (disk.device == u"cdrom" && disk.bus == u"virtio")
            return unsupportedXml(target, u"a virtio disk is no CD-ROM; use bus='sata'"_s);
        const auto removable = refuseAttributes(target, {u"tray"_s, u"rotation_rate"_s});
        if (!removable)
            return fail(removable.error());

        const auto common = readCommonXml(element);
        if (!common)
            return fail(common.error());
        disk.alias = common->alias;
        disk.bootOrder = common->bootOrder;
        disk.address = common->address;
        disk.readOnly = !element.firstChildElement(u"readonly"_s).isNull() || disk.device == u"cdrom";
        disk.shareable = !element.firstChildElement(u"shareable"_s).isNull();
        disk.serial = textOf(element.firstChildElement(u"serial"_s));

        const QDomElement address = element.firstChildElement(u"address"_s);
        if (address.attribute(u"type"_s) == u"drive") {
            const auto controller = readCount(address, u"controller"_s, 0);
            const auto unit = readCount(address, u"unit"_s, 0);
            const auto busNumber = readCount(address, u"bus"_s, 0);
            const auto targetNumber = readCount(address, u"target"_s, 0);
            for (const auto &read : {controller, unit, busNumber, targetNumber})
                if (!read)
                    return fail(read.error());
            if (*busNumber != 0 || *targetNumber != 0)
                return unsupportedXml(address, u"bus and target are 0"_s);
            disk.controller = *controller;
            disk.unit = *unit;
        } else if (disk.bus == u"sata" || disk.bus == u"scsi") {
            const auto number = diskNumber(disk.target);
            if (!number)
                return invalidXml(target, u"dev='%1' is none that a place follows from"_s.arg(disk.target));
            const int each = disk.bus == u"sata" ? 6 : 7;
            disk.controller = *number / each;
            disk.unit = *number % each;
        }
        return true;
    });
}

} // namespace laneway
