// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/commandparts.h"
#include "qemu/diskarguments.h"
#include "xml/viewreading.h"

namespace laneway {

namespace {

constexpr std::array pciControllers{
    Translation{u"pcie-root-port", u"pcie-root-port"},
    Translation{u"pcie-to-pci-bridge", u"pcie-pci-bridge"},
    Translation{u"dmi-to-pci-bridge", u"i82801b11-bridge"},
    Translation{u"pci-bridge", u"pci-bridge"},
    Translation{u"pcie-switch-upstream-port", u"x3130-upstream"},
    Translation{u"pcie-switch-downstream-port", u"xio3130-downstream"},
    Translation{u"pcie-expander-bus", u"pxb-pcie"},
    Translation{u"pci-expander-bus", u"pxb"},
};
constexpr std::array usbControllers{
    Translation{u"qemu-xhci", u"qemu-xhci"},
    Translation{u"nec-xhci", u"nec-usb-xhci"},
    Translation{u"ehci", u"usb-ehci"},
    Translation{u"ich9-ehci1", u"ich9-usb-ehci1"},
    Translation{u"ich9-uhci1", u"ich9-usb-uhci1"},
    Translation{u"ich9-uhci2", u"ich9-usb-uhci2"},
    Translation{u"ich9-uhci3", u"ich9-usb-uhci3"},
    Translation{u"piix3-uhci", u"piix3-usb-uhci"},
    Translation{u"piix4-uhci", u"piix4-usb-uhci"},
    Translation{u"vt82c686b-uhci", u"vt82c686b-usb-uhci"},
    Translation{u"pci-ohci", u"pci-ohci"},
};
constexpr std::array scsiControllers{
    Translation{u"virtio-scsi", u"virtio-scsi-pci"},
    Translation{u"virtio-transitional", u"virtio-scsi-pci-transitional"},
    Translation{u"virtio-non-transitional", u"virtio-scsi-pci-non-transitional"},
    Translation{u"lsilogic", u"lsi"},
    Translation{u"lsisas1068", u"mptsas1068"},
    Translation{u"lsisas1078", u"megasas"},
    Translation{u"vmpvscsi", u"pvscsi"},
    Translation{u"am53c974", u"am53c974"},
};

Result<> addPciController(CommandDraft &draft, const ControllerXml &controller)
{
    const QString written = propertyText(controller.element, devicekinds::controller, u"model/@name");
    QJsonObject device{{u"driver"_s, written == u"ioh3420" ? written : translate(pciControllers, controller.model)},
        {u"id"_s, draft.board.busName(controller.index)}};
    fillPart(device, controller.element, devicekinds::controller, Part::Device);
    if (controller.hotplug)
        device[u"hotplug"] = *controller.hotplug;
    return draft.addPciDevice(controller.element, device);
}

Result<> addUsbController(CommandDraft &draft, const ControllerXml &controller)
{
    const QString bus = draft.board.controllerName(u"usb"_s, controller.index);
    draft.usbBuses += QString(bus + u".0");
    QJsonObject device{{u"driver"_s, translate(usbControllers, controller.model)}};
    fillPart(device, controller.element, devicekinds::controller, Part::Device);
    if (controller.master) { // a companion takes the slow devices of the controller it names
        device[u"masterbus"] = QString(bus + u".0");
        device[u"firstport"] = *controller.master;
    } else {
        device[u"id"] = bus;
    }
    if (controller.ports) {
        device[u"p2"] = *controller.ports;
        device[u"p3"] = *controller.ports;
    }
    return draft.addPciDevice(controller.element, device);
}

/// QEMU wants one. Its first disk's, else one that stays the same: at most 20 characters (NVM Express, SN).
QString serialOf(const CommandDraft &draft, int index)
{
    for (const QDomElement &disk : draft.devices(u"disk"_s)) {
        const auto place = diskBus(disk) == u"nvme" ? drivePlace(disk, u"nvme"_s) : fail(ErrorCode::NotFound, {});
        const QString serial = propertyText(disk, devicekinds::disk, u"serial");
        if (place && place->controller == index && !serial.isEmpty())
            return serial.left(20);
    }
    return draft.machine.uuid.toString(QUuid::Id128).left(16) + u"-%1"_s.arg(index, 3, 10, QChar(u'0'));
}

Result<> addController(CommandDraft &draft, const ControllerXml &controller)
{
    const auto plain = [&](const QString &driver) {
        QJsonObject device{
            {u"driver"_s, driver}, {u"id"_s, draft.board.controllerName(controller.type, controller.index)}};
        fillPart(device, controller.element, devicekinds::controller, Part::Device);
        if (device.contains(u"iothread"_s))
            device[u"iothread"] = u"iothread%1"_s.arg(device[u"iothread"].toInt());
        return device;
    };
    if (controller.type == u"pci" || controller.model == u"none")
        return {};
    if (controller.type == u"usb")
        return addUsbController(draft, controller);
    if (controller.type == u"scsi") {
        // libvirt adds the plain one where a definition from old times needs it.
        const QString model
            = controller.model.isEmpty() || controller.model == u"auto" ? u"lsilogic"_s : controller.model;
        return draft.addPciDevice(controller.element, plain(translate(scsiControllers, model)));
    }
    if (controller.type == u"virtio-serial") {
        QJsonObject device = plain(virtioDriver(u"virtio-serial-pci"_s, controller.model));
        if (controller.ports)
            device[u"max_ports"] = *controller.ports;
        return draft.addPciDevice(controller.element, device);
    }
    if (controller.type == u"sata") {
        if (controller.index == 0 && draft.board.isQ35()) // the board's own, at 00:1f.2
            return {};
        return draft.addPciDevice(controller.element, plain(u"ahci"_s));
    }
    if (controller.type == u"nvme") {
        QJsonObject device = plain(u"nvme"_s);
        if (!device.contains(u"serial"_s))
            device[u"serial"] = serialOf(draft, controller.index);
        return draft.addPciDevice(controller.element, device);
    }
    if (controller.type == u"ide") {
        if (draft.board.isQ35() || controller.index > 0)
            return notPossible(controller.path, u"only the i440fx board has IDE, and one controller of it; use SATA"_s);
        return {}; // the board's own, at 00:01.1
    }
    if (controller.type == u"fdc") {
        if (controller.index > 0)
            return notPossible(controller.path, u"one floppy disk controller at most"_s);
        // i440fx boards have one.
        return draft.board.isQ35() ? draft.addDevice(controller.path, QJsonObject{{u"driver"_s, u"isa-fdc"_s}})
                                   : Result<>();
    }
    return notPossible(controller.path, controller.type);
}

} // namespace

Result<> addControllers(CommandDraft &draft)
{
    const auto all = readControllers(draft.domain);
    if (!all)
        return fail(all.error());
    for (const ControllerXml &controller : *all)
        if (controller.type == u"pci" && controller.index > 0)
            draft.pciBuses += controller.index;
    // A port must exist before what is behind it; written order need not be that.
    QList<ControllerXml> waiting;
    for (const ControllerXml &controller : *all)
        if (controller.type == u"pci" && controller.model != u"pcie-root" && controller.model != u"pci-root")
            waiting += controller;
    QSet<int> made{0};
    while (!waiting.isEmpty()) {
        const auto next = std::find_if(waiting.begin(), waiting.end(),
            [&](const ControllerXml &c) { return c.address && made.contains(c.address->bus); });
        if (next == waiting.end())
            return notPossible(waiting.first().path, u"sits on a bus that does not exist"_s);
        if (const auto done = addPciController(draft, *next); !done)
            return done;
        made += next->index;
        waiting.erase(next);
    }
    for (const ControllerXml &controller : *all)
        if (const auto done = addController(draft, controller); !done)
            return done;
    return {};
}

Result<> addHubs(CommandDraft &draft)
{
    int number = 0;
    for (const QDomElement &element : draft.devices(u"hub"_s)) {
        QJsonObject device{{u"driver"_s, u"usb-hub"_s}, {u"id"_s, aliasOf(element, u"hub%1"_s.arg(number++))}};
        placeOnUsb(device, draft.board, element);
        if (const auto done = draft.addDevice(elementPath(element), device); !done)
            return done;
    }
    return {};
}

} // namespace laneway
