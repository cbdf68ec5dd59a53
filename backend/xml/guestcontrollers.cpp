// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/guestcontrollers.h"

#include "xml/driveplace.h"
#include "xml/libvirtorder.h"
#include "xml/xmlnodes.h"

#include <algorithm>

namespace laneway::guestpci {

GuestControllers::GuestControllers(const QDomElement &root, Machine machine)
    : m_root(root)
    , m_devices(root.firstChildElement(u"devices"_s))
    , m_machine(machine)
{
}

QList<QDomElement> GuestControllers::ofType(const QString &type) const
{
    QList<QDomElement> found;
    for (const QDomElement &controller : childElements(m_devices, u"controller"_s))
        if (controller.attribute(u"type"_s) == type)
            found << controller;
    return found;
}

bool GuestControllers::has(const QString &type, int index) const
{
    const QString number = QString::number(index);
    const auto all = ofType(type);
    return std::any_of(all.begin(), all.end(),
        [&](const QDomElement &controller) { return controller.attribute(u"index"_s) == number; });
}

QDomElement GuestControllers::add(const QString &type, int index, const QString &model)
{
    QDomElement controller = m_root.ownerDocument().createElement(u"controller"_s);
    insertInLibvirtOrder(m_devices, controller);
    controller.setAttribute(u"type"_s, type);
    controller.setAttribute(u"index"_s, QString::number(index));
    if (!model.isEmpty())
        controller.setAttribute(u"model"_s, model);
    return controller;
}

Result<> GuestControllers::number()
{
    QHash<QString, QSet<int>> used;
    for (const QDomElement &controller : childElements(m_devices, u"controller"_s)) {
        if (!controller.hasAttribute(u"index"_s))
            continue;
        const auto index = decimalNumber(controller.attribute(u"index"_s));
        if (!index || *index > 255)
            return fail(ErrorCode::InvalidXml, elementPath(controller),
                u"index='%1': a number from 0 to 255"_s.arg(controller.attribute(u"index"_s)));
        used[controller.attribute(u"type"_s)].insert(int(*index));
    }
    QString previousCompanion;
    for (QDomElement &controller : childElements(m_devices, u"controller"_s)) {
        const QString type = controller.attribute(u"type"_s);
        const bool companion = type == u"usb" && isUsb2(controller.attribute(u"model"_s));
        if (!controller.hasAttribute(u"index"_s)) {
            QString number = companion ? previousCompanion : QString();
            if (number.isEmpty()) {
                int index = 0;
                while (used[type].contains(index))
                    ++index;
                if (index > 255)
                    return fail(ErrorCode::InvalidXml, elementPath(controller),
                        u"more than 256 controllers of type %1"_s.arg(type));
                used[type].insert(index);
                number = QString::number(index);
            }
            controller.setAttribute(u"index"_s, number);
        }
        if (type == u"usb")
            previousCompanion = companion ? controller.attribute(u"index"_s) : QString();
    }
    return {};
}

void GuestControllers::addDefaults()
{
    const bool q35 = m_machine == Machine::Q35;
    if (ofType(u"usb"_s).isEmpty())
        add(u"usb"_s, 0, q35 ? u"qemu-xhci"_s : u"piix3-uhci"_s);
    for (QDomElement &controller : ofType(u"usb"_s))
        if (!controller.hasAttribute(u"model"_s))
            controller.setAttribute(u"model"_s, u"piix3-uhci"_s); // on q35 too when it was written
    for (QDomElement &controller : ofType(u"scsi"_s))
        if (const QString model = controller.attribute(u"model"_s); model.isEmpty() || model == u"auto")
            controller.setAttribute(u"model"_s, u"lsilogic"_s);
    if (q35 && !has(u"sata"_s, 0))
        add(u"sata"_s, 0, {});
    const QString rootModel = q35 ? u"pcie-root"_s : u"pci-root"_s;
    const auto pci = ofType(u"pci"_s);
    if (!std::any_of(pci.begin(), pci.end(), [&](const QDomElement &controller) {
            return controller.attribute(u"index"_s) == u"0" || controller.attribute(u"model"_s) == rootModel;
        }))
        add(u"pci"_s, 0, rootModel);
}

void GuestControllers::addImplied()
{
    QMap<QString, QSet<int>> needed;
    const auto need = [&](const QString &type, const QDomElement &address, int otherwise) {
        const auto given = decimalNumber(address.attribute(u"controller"_s));
        needed[type].insert(int(std::min(given.value_or(quint32(otherwise)), 256U)));
    };
    for (const QDomElement &disk : childElements(m_devices, u"disk"_s)) {
        const QString bus = diskBus(disk);
        if (!hasDrivePlaces(bus))
            continue;
        const QString target = disk.firstChildElement(u"target"_s).attribute(u"dev"_s);
        need(bus, disk.firstChildElement(u"address"_s), placeOfDrive(bus, target).value_or(DrivePlace()).controller);
    }
    for (const QDomElement &hostdev : childElements(m_devices, u"hostdev"_s))
        if (hostdev.attribute(u"type"_s) == u"scsi")
            need(u"scsi"_s, hostdev.firstChildElement(u"address"_s), 0);
    for (const QString &name : {u"channel"_s, u"console"_s})
        for (const QDomElement &port : childElements(m_devices, name))
            if (port.firstChildElement(u"target"_s).attribute(u"type"_s) == u"virtio")
                need(u"virtio-serial"_s, port.firstChildElement(u"address"_s), 0);
    for (const QDomElement &card : childElements(m_devices, u"smartcard"_s))
        need(u"ccid"_s, card.firstChildElement(u"address"_s), 0);
    for (const QString &type : {u"scsi"_s, u"fdc"_s, u"ide"_s, u"sata"_s, u"nvme"_s, u"virtio-serial"_s, u"ccid"_s}) {
        const QSet<int> &indexes = needed[type];
        // Controllers of disks are counted from 0 without a gap; those of channels are not.
        const int last = indexes.isEmpty() ? -1 : *std::max_element(indexes.begin(), indexes.end());
        for (int index = 0; index <= std::min(last, 255); ++index)
            if ((type != u"virtio-serial" || indexes.contains(index)) && !has(type, index))
                add(type, index, type == u"scsi" ? scsiModel() : QString());
    }
}

QString GuestControllers::scsiModel() const
{
    const auto present = ofType(u"scsi"_s);
    return present.isEmpty() ? u"lsilogic"_s : present.last().attribute(u"model"_s);
}

Result<> GuestControllers::checkRoots() const
{
    QSet<QString> indexes;
    for (const QDomElement &controller : ofType(u"pci"_s)) {
        const QString index = controller.attribute(u"index"_s);
        const QString model = controller.attribute(u"model"_s);
        const auto refuse
            = [&](ErrorCode code, const QString &why) { return fail(code, elementPath(controller), why); };
        if (indexes.contains(index))
            return refuse(ErrorCode::InvalidXml, u"a second PCI controller with index %1"_s.arg(index));
        indexes.insert(index);
        const bool isRoot = model == u"pcie-root" || model == u"pci-root";
        const QString rootModel = m_machine == Machine::Q35 ? u"pcie-root"_s : u"pci-root"_s;
        if (index == u"0" && model != rootModel)
            return refuse(
                ErrorCode::InvalidXml, u"the PCI controller with index 0 is a %1 on this machine"_s.arg(rootModel));
        if (index != u"0" && isRoot)
            return refuse(ErrorCode::InvalidXml, u"a %1 has index 0"_s.arg(model));
        if (isRoot && !controller.firstChildElement(u"address"_s).isNull())
            return refuse(ErrorCode::UnsupportedConfiguration, u"a %1 has no address"_s.arg(model));
        if (!busModel(model))
            return refuse(ErrorCode::InvalidXml, u"model='%1' is not known"_s.arg(model));
    }
    return {};
}

void GuestControllers::describePort(QDomElement controller, const GuestPciAddress &place) const
{
    const QString model = controller.attribute(u"model"_s);
    const QString index = controller.attribute(u"index"_s);
    static const QHash<QString, QString> names{{u"pcie-root-port"_s, u"pcie-root-port"_s},
        {u"pci-bridge"_s, u"pci-bridge"_s}, {u"pcie-to-pci-bridge"_s, u"pcie-pci-bridge"_s},
        {u"dmi-to-pci-bridge"_s, u"i82801b11-bridge"_s}, {u"pcie-switch-upstream-port"_s, u"x3130-upstream"_s},
        {u"pcie-switch-downstream-port"_s, u"xio3130-downstream"_s}, {u"pci-expander-bus"_s, u"pxb"_s},
        {u"pcie-expander-bus"_s, u"pxb-pcie"_s}};
    const auto setDefault = [](QDomElement &element, const QString &name, const QString &value) {
        if (!element.hasAttribute(name))
            element.setAttribute(name, value);
    };
    QDomElement modelElement = childInLibvirtOrder(controller, u"model"_s);
    setDefault(modelElement, u"name"_s, names.value(model));
    if (model == u"pcie-root-port" || model == u"pcie-switch-downstream-port") {
        const int port = model == u"pcie-root-port" ? place.slot * 8 + place.function : place.slot;
        QDomElement target = childInLibvirtOrder(controller, u"target"_s);
        setDefault(target, u"chassis"_s, index);
        setDefault(target, u"port"_s, u"0x"_s + QString::number(port, 16));
    } else if (model == u"pci-bridge") {
        QDomElement target = childInLibvirtOrder(controller, u"target"_s);
        setDefault(target, u"chassisNr"_s, index);
    } else if (model == u"pci-expander-bus" || model == u"pcie-expander-bus") {
        QDomElement target = childInLibvirtOrder(controller, u"target"_s);
        int lowest = 256;
        for (const QDomElement &other : ofType(u"pci"_s))
            if (const auto number = decimalNumber(other.firstChildElement(u"target"_s).attribute(u"busNr"_s));
                number && int(*number) < lowest)
                lowest = int(*number);
        setDefault(target, u"busNr"_s, QString::number(std::max(1, lowest - 2)));
    }
}

} // namespace laneway::guestpci
