// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/commandparts.h"
#include "qemu/usbarguments.h"
#include "xml/usbhostdevxml.h"

namespace laneway {

Result<QJsonObject> hostDeviceProperties(const AssignedDevice &device, const GuestBoard &board)
{
    const QString subject = device.source.toString();
    if (!device.driver.isEmpty() && device.driver != u"vfio")
        return notPossible(subject, u"driver "_s + device.driver + u": only vfio is supported");
    if (device.unassigned)
        return notPossible(subject, u"not to be shown to the guest"_s);
    if (!device.guestAddress)
        return notPossible(subject, u"no PCI address in the guest"_s);
    if (!isPlainWord(device.alias))
        return notPossible(subject, u"no usable alias"_s);
    QJsonObject properties{{u"driver"_s, u"vfio-pci"_s}, {u"host"_s, subject}, {u"id"_s, device.alias}};
    placeAt(properties, board, *device.guestAddress);
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

Result<> addHostDevices(CommandDraft &draft, const std::function<std::optional<int>(const PciAddress &)> &groupOf)
{
    const auto assigned = draft.domain.assignedDevices();
    if (!assigned)
        return fail(assigned.error());
    int number = 0;
    for (AssignedDevice device : *assigned) {
        while (device.alias.isEmpty() || (draft.isTaken(device.alias) && device.alias.startsWith(u"hostdev")))
            device.alias = u"hostdev%1"_s.arg(number++);
        if (groupOf) {
            const auto group = groupOf(device.source);
            if (!group)
                return fail(ErrorCode::IommuUnavailable, device.source.toString(), u"no IOMMU group"_s);
            if (!device.unassigned)
                draft.addNode(u"vfio/%1"_s.arg(*group));
        }
        if (device.unassigned)
            continue;
        draft.addNode(u"vfio/vfio"_s);
        const QString path = u"host device "_s + device.source.toString();
        const auto properties = hostDeviceProperties(device, draft.board);
        if (!properties)
            return fail(properties.error());
        if (const auto done = draft.checkPlace(path, *device.guestAddress); !done)
            return done;
        if (const auto done = draft.addDevice(path, *properties); !done)
            return done;
    }
    return {};
}

Result<> addUsbHostDevices(CommandDraft &draft, bool placed)
{
    const auto all = readUsbHostdevs(draft.domain);
    if (!all)
        return fail(all.error());
    for (const AssignedUsb &device : *all) {
        const bool hasPort = device.guestAddress && !device.guestAddress->port.isEmpty();
        if (device.missing || hasPort != placed)
            continue;
        const QString path = u"USB device "_s + device.source.toString();
        const auto properties = usbDeviceProperties(device, draft.board);
        if (!properties)
            return fail(properties.error());
        if (!draft.usbBuses.contains((*properties)[u"bus"].toString()))
            return notPossible(path, u"there is no USB controller for it in the machine"_s);
        if (const auto done = draft.addDevice(path, QemuDevice{{}, *properties, {device.source.address->node()}});
            !done)
            return done;
    }
    return {};
}

} // namespace laneway
