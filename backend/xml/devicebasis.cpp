// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/devicebasis.h"

#include "xml/devicekinds.h"
#include "xml/driveplace.h"
#include "xml/guestwants.h"
#include "xml/viewreading.h"

#include <algorithm>

namespace laneway {

namespace {

bool isDisk(const QDomElement &device)
{
    return device.tagName() == u"disk";
}

QString targetOf(const QDomElement &disk)
{
    return valueAt(disk, u"target/@dev"_s);
}

QList<QDomElement> otherDisks(const QDomElement &disk)
{
    QList<QDomElement> others = childElements(disk.parentNode(), u"disk"_s);
    others.removeAll(disk);
    return others;
}

std::optional<DrivePlace> placeOf(const QDomElement &disk, const QString &bus)
{
    const QDomElement address = disk.firstChildElement(u"address"_s);
    if (address.attribute(u"type"_s) != u"drive")
        return placeOfDrive(bus, targetOf(disk));
    const auto number = [&](const QString &name) { return address.attribute(name).toInt(); };
    return DrivePlace{number(u"controller"_s), number(u"bus"_s), number(u"target"_s), number(u"unit"_s)};
}

/// A name that no other disk has, whose place on the bus no other disk has, either; @p wanted where that is possible.
QString targetOn(const QDomElement &disk, const QString &bus, const QString &wanted = {})
{
    QSet<QString> names;
    QList<DrivePlace> places;
    for (const QDomElement &other : otherDisks(disk)) {
        names += targetOf(other);
        if (const auto place = diskBus(other) == bus ? placeOf(other, bus) : std::nullopt)
            places += *place;
    }
    if (bus == u"scsi") // a drive of this computer's is beside them
        for (const QDomElement &drive : childElements(disk.parentNode(), u"hostdev"_s))
            if (const auto place = drive.attribute(u"type"_s) == u"scsi" ? placeOf(drive, bus) : std::nullopt)
                places += *place;
    const auto isFree = [&](const QString &name) {
        const auto place = placeOfDrive(bus, name);
        return !names.contains(name) && (!place || !places.contains(*place));
    };
    return !wanted.isEmpty() && isFree(wanted) ? wanted : freeDiskTarget(bus, isFree);
}

bool hasUsb(const QDomElement &devices)
{
    const QList<QDomElement> controllers = childElements(devices, u"controller"_s);
    return std::none_of(controllers.begin(), controllers.end(), [](const QDomElement &controller) {
        return controller.attribute(u"type"_s) == u"usb" && controller.attribute(u"model"_s) == u"none";
    });
}

void remove(const QDomElement &child)
{
    if (!child.isNull())
        removeWithLine(child);
}

/// What it had where it stood, or nothing.
void takeChild(QDomElement device, const QDomElement &before, const QString &name)
{
    remove(device.firstChildElement(name));
    if (const QDomElement former = before.firstChildElement(name); !former.isNull())
        appendOnOwnLine(device, device.ownerDocument().importNode(former, true).toElement());
}

/// What its table says of it under another basis only goes; what it said under this one comes back.
void followBasis(QDomElement device, const DeviceKind &kind, const QString &path, const QDomElement &before)
{
    const auto textAt = [&](QStringView at) {
        const Property *property = kind.find(at);
        return property ? propertyText(device, kind, at) : QString();
    };
    for (const Property &property : kind.properties) {
        if (!property.where.contains(path) || kind.find(property.path) != &property)
            continue;
        const QString at = property.path.toString();
        const bool wanted = isWanted(property, textAt);
        if (property.holds == Holds::Mark) {
            if (!wanted || !before.isNull())
                setPresent(device, at, wanted && isPresent(before, at));
        } else if (!wanted || !before.isNull()) {
            setValueAt(device, at, wanted ? valueAt(before, at) : QString());
        }
    }
}

bool usesScsi(const QDomElement &device)
{
    return (isDisk(device) && diskBus(device) == u"scsi")
        || (device.tagName() == u"hostdev" && device.attribute(u"type"_s) == u"scsi");
}

/// One that came with a disk which has left again: it says no more than neededController().
void removeUnusedController(const QDomElement &devices)
{
    const QList<QDomElement> all = childElements(devices);
    if (std::any_of(all.begin(), all.end(), usesScsi))
        return;
    for (const QDomElement &controller : all)
        if (controller.tagName() == u"controller" && controller.attribute(u"type"_s) == u"scsi"
            && controller.attribute(u"model"_s) == u"virtio-scsi" && controller.firstChildElement().isNull()
            && !controller.hasAttribute(u"index"_s))
            removeWithLine(controller);
}

/// @p was is the disk where it was on that bus @p before, or nothing.
void moveDisk(QDomElement disk, const QString &bus, const QDomElement &was, const DomainXml &before)
{
    const bool leavesScsi = diskBus(disk) == u"scsi";
    setValueAt(disk, u"target/@dev"_s, targetOn(disk, bus, targetOf(was)));
    setValueAt(disk, u"target/@bus"_s, bus);
    QDomElement devices = disk.parentNode().toElement();
    const QDomElement needed = neededController(devices.parentNode().toElement(), bus);
    if (!needed.isNull()) // last: what is before it keeps its number
        appendOnOwnLine(devices, needed);
    else if (leavesScsi && !neededController(before.root(), u"scsi"_s).isNull()) // else a person's own
        removeUnusedController(devices);
}

} // namespace

BusFit busFit(const DomainXml &domain, const DeviceKey &key, const QString &bus)
{
    const QDomElement disk = deviceElement(domain, key);
    const QString device = disk.attribute(u"device"_s, u"disk"_s);
    if (bus == diskBus(disk))
        return BusFit::Fits;
    if (device == u"floppy")
        return bus == u"fdc" ? BusFit::Fits : BusFit::NotForFloppies;
    if (bus == u"fdc")
        return BusFit::OnlyForFloppies;
    if (device == u"cdrom" && (bus == u"virtio" || bus == u"nvme"))
        return BusFit::NotForCdroms;
    if (bus == u"ide" && guestpci::machineOf(domain.root()) == guestpci::Machine::Q35)
        return BusFit::NoIde;
    if (bus == u"usb" && !hasUsb(disk.parentNode().toElement()))
        return BusFit::NoUsb;
    const QDomElement source = disk.firstChildElement(u"source"_s);
    if ((bus == u"virtio" || bus == u"nvme" || bus == u"usb") && source.attributes().isEmpty())
        return BusFit::NeedsImage;
    return targetOn(disk, bus).isEmpty() ? BusFit::Full : BusFit::Fits;
}

QString basisOf(const QDomElement &device, const QString &path)
{
    return isDisk(device) ? diskBus(device) : valueAt(device, path);
}

Result<> changeBasis(
    DomainXml &domain, const DeviceKey &key, const QString &path, const QString &value, const DomainXml &before)
{
    QDomElement device = deviceElement(domain, key);
    const DeviceKind *kind = deviceKind(device);
    if (!kind || !kind->find(path))
        return fail(ErrorCode::NotFound, u"device %1"_s.arg(key.element), u"the definition has no such device"_s);
    if (basisOf(device, path) == value)
        return {};
    if (isDisk(device) && busFit(domain, key, value) != BusFit::Fits)
        return unsupportedXml(device, u"it cannot be on the bus "_s + value);
    device = editableDevice(domain, key);
    const QDomElement former = deviceElement(before, key);
    const QDomElement was
        = former.tagName() == device.tagName() && basisOf(former, path) == value ? former : QDomElement();
    if (isDisk(device))
        moveDisk(device, value, was, before);
    else
        setValueAt(device, path, value);
    followBasis(device, *kind, path, was);

    const bool isPci = guestpci::wantOf(device) != guestpci::Nothing;
    const bool wasPci = device.firstChildElement(u"address"_s).attribute(u"type"_s) == u"pci";
    if (isDisk(device) || isPci != wasPci) // a card of another model is in the same slot
        takeChild(device, was, u"address"_s);
    for (const QString &name : {u"acpi"_s, u"rom"_s}) // only PCI has them
        if (!isPci || !was.isNull())
            takeChild(device, was, name);
    return {};
}

QDomElement neededController(const QDomElement &root, const QString &bus)
{
    const QList<QDomElement> controllers = childElements(root.firstChildElement(u"devices"_s), u"controller"_s);
    if (bus != u"scsi" || std::any_of(controllers.begin(), controllers.end(), [](const QDomElement &controller) {
            return controller.attribute(u"type"_s) == u"scsi";
        }))
        return {};
    QDomElement controller = root.ownerDocument().createElement(u"controller"_s);
    controller.setAttribute(u"type"_s, u"scsi"_s);
    controller.setAttribute(u"model"_s, u"virtio-scsi"_s);
    return controller;
}

} // namespace laneway
