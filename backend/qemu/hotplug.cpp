// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/hotplug.h"

#include "qemu/diskarguments.h"
#include "qemu/networkarguments.h"
#include "qemu/smallarguments.h"
#include "xml/viewreading.h"

namespace laneway {

namespace {

struct Numbered
{
    QStringView element;
    QStringView prefix;
};
constexpr std::array numbered{Numbered{u"interface", u"net"}, Numbered{u"input", u"input"}, Numbered{u"rng", u"rng"}};

bool hasNumber(const QDomElement &element)
{
    if (element.tagName() == u"interface")
        return element.attribute(u"type"_s) != u"hostdev";
    return element.tagName() != u"input" || !isBoardInput(element);
}

std::optional<GuestPciAddress> placeOf(const QDomElement &element)
{
    const auto place = readGuestAddress(element.firstChildElement(u"address"_s));
    return place ? *place : std::nullopt;
}

/// The port or bridge that makes a bus; null for the machine's own.
QDomElement controllerOf(const DomainXml &live, int bus)
{
    for (const QDomElement &controller : childElements(devicesOf(live), u"controller"_s))
        if (controller.attribute(u"type"_s) == u"pci" && controller.attribute(u"index"_s) == QString::number(bus))
            return controller;
    return {};
}

/// The place is one that a device can come to and go from.
Result<> checkPlace(const DomainXml &live, const QDomElement &element, const GuestPciAddress &place)
{
    const GuestBoard board = GuestBoard::of(live);
    const QString path = elementPath(element);
    if (place.bus == 0)
        return board.isQ35() ? Result<>(notPossible(
                   path, u"it sits in the root bus, which nothing is plugged into or out of while the machine runs"_s))
                             : Result<>();
    const QDomElement controller = controllerOf(live, place.bus);
    if (controller.isNull())
        return notPossible(path, u"no controller for bus %1"_s.arg(place.bus));
    if (controller.firstChildElement(u"target"_s).attribute(u"hotplug"_s) == u"off")
        return notPossible(path, u"its port has hotplug='off'"_s);
    return {};
}

/// Of disks that are limited together the first brings the group, and the last takes it away.
bool isGroupOfOthers(const DomainXml &live, const QDomElement &disk, const QString &group)
{
    for (const QDomElement &other : childElements(devicesOf(live), u"disk"_s))
        if (other != disk && propertyText(other, devicekinds::disk, u"iotune/group_name") == group)
            return true;
    return false;
}

Result<QemuDevice> pluggableDisk(const DomainXml &live, const QDomElement &disk, const GuestBoard &board)
{
    const QString path = elementPath(disk);
    const QString bus = diskBus(disk);
    if (bus != u"virtio" && bus != u"scsi" && bus != u"usb")
        return notPossible(
            path, u"a disk on the bus %1 stays while the machine runs; virtio, scsi and usb can be plugged"_s.arg(bus));
    auto made = diskArguments(disk, board);
    if (!made)
        return made;
    if (bus == u"scsi") {
        const QString controller = made->device[u"bus"].toString();
        bool isThere = false;
        for (auto model = board.scsiModels.cbegin(); model != board.scsiModels.cend(); ++model)
            isThere = isThere || board.controllerName(u"scsi"_s, model.key()) + u".0" == controller;
        if (!isThere)
            return notPossible(path, u"the running machine has no SCSI controller for it"_s);
    }
    erase_if(made->backends, [&](const QemuDevice::Backend &backend) {
        return backend.option == u"-object" && isGroupOfOthers(live, disk, backend.object[u"id"].toString());
    });
    return made;
}

struct Command
{
    QStringView option;
    QStringView add;
    QStringView remove;
    QStringView name; ///< of its identifier
};
constexpr std::array commands{
    Command{u"-blockdev", u"blockdev-add", u"blockdev-del", u"node-name"},
    Command{u"-netdev", u"netdev_add", u"netdev_del", u"id"},
    Command{u"-object", u"object-add", u"object-del", u"id"},
};

const Command &commandOf(const QemuDevice::Backend &backend)
{
    return *std::find_if(commands.begin(), commands.end(),
        [&](const Command &command) { return command.option == backend.option || &command == &commands.back(); });
}

} // namespace

void nameEmulatedDevices(DomainXml &live)
{
    for (const Numbered &kind : numbered) {
        QList<QDomElement> elements
            = childElements(live.editableRoot().firstChildElement(u"devices"_s), kind.element.toString());
        elements.removeIf([](const QDomElement &element) { return !hasNumber(element); });
        QStringList taken;
        for (const QDomElement &element : std::as_const(elements))
            taken += aliasOf(element, {});
        for (int i = 0; i < elements.size(); ++i) {
            if (!aliasOf(elements[i], {}).isEmpty())
                continue;
            int number = i; // what its command line has
            while (taken.contains(kind.prefix + QString::number(number)))
                ++number;
            QDomElement alias = elements[i].ownerDocument().createElement(u"alias"_s);
            alias.setAttribute(u"name"_s, kind.prefix + QString::number(number));
            taken += alias.attribute(u"name"_s);
            appendOnOwnLine(elements[i], alias);
        }
    }
}

bool isPciDevice(const QDomElement &element)
{
    const QString name = element.tagName();
    return (name == u"disk" && isPciDisk(element)) || (name == u"interface" && isPciCard(element)) || name == u"rng"
        || (name == u"input" && isPciInput(element));
}

bool sharesGuestSlot(const DomainXml &live, const QDomElement &element)
{
    const auto place = placeOf(element);
    if (!place)
        return false;
    for (const QDomElement &other : childElements(devicesOf(live)))
        if (const auto its = placeOf(other); other != element && its && its->domain == place->domain
            && its->bus == place->bus && its->slot == place->slot)
            return true;
    return false;
}

Result<QemuDevice> pluggableDevice(const DomainXml &live, const QDomElement &element)
{
    const GuestBoard board = GuestBoard::of(live);
    const QString path = elementPath(element);
    const QString name = element.tagName();
    Result<QemuDevice> made = notPossible(path, u"a <%1> comes and goes with the machine off only"_s.arg(name));
    if (name == u"disk")
        made = pluggableDisk(live, element, board);
    else if (name == u"interface" && element.attribute(u"type"_s) != u"hostdev")
        made = networkArguments(element, board, 0);
    else if (name == u"rng")
        made = rngArguments(element, 0);
    else if (name == u"input" && !isBoardInput(element))
        made = inputArguments(element, board, 0);
    if (!made)
        return made;
    if (name == u"interface" && usesPasst(element))
        return notPossible(
            path, u"passt is started with the machine; without <backend type='passt'/> it can be plugged"_s);
    if (const int order = element.firstChildElement(u"boot"_s).attribute(u"order"_s).toInt(); order > 0)
        made->device[u"bootindex"] = order;
    if (!isPlainWord(made->device[u"id"].toString()))
        return notPossible(path, u"an alias is letters, digits and a few signs"_s);
    if (!isPciDevice(element))
        return made;
    const auto place = placeOf(element);
    if (!place)
        return notPossible(path, u"no PCI address"_s);
    if (const auto fits = checkPlace(live, element, *place); !fits)
        return fail(fits.error());
    placeAt(made->device, board, *place);
    return made;
}

QJsonObject addCommand(const QemuDevice::Backend &backend)
{
    return {{u"execute"_s, commandOf(backend).add.toString()}, {u"arguments"_s, backend.object}};
}

QJsonObject removeCommand(const QemuDevice::Backend &backend)
{
    const Command &command = commandOf(backend);
    return {{u"execute"_s, command.remove.toString()},
        {u"arguments"_s, QJsonObject{{command.name.toString(), backend.object[command.name]}}}};
}

} // namespace laneway
