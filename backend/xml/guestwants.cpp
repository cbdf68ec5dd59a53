// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/guestwants.h"

#include "xml/xmlnodes.h"

namespace laneway::guestpci {

namespace {

QString modelOf(const QDomElement &device)
{
    return device.firstChildElement(u"model"_s).attribute(u"type"_s);
}

/// A virtio device is PCI Express unless it is to look like the former standard as well.
Want virtioWant(const QString &model)
{
    return model.endsWith(u"-transitional") && !model.endsWith(u"-non-transitional") ? Pci : Pcie;
}

bool isVirtioModel(const QString &model)
{
    return model == u"virtio" || model == u"virtio-transitional" || model == u"virtio-non-transitional";
}

} // namespace

Machine machineOf(const QDomElement &domain)
{
    const QDomElement type = domain.firstChildElement(u"os"_s).firstChildElement(u"type"_s);
    const QString arch = type.attribute(u"arch"_s, u"x86_64"_s);
    const QString machine = type.attribute(u"machine"_s, u"pc"_s);
    if (textOf(type) != u"hvm" || (arch != u"x86_64" && arch != u"i686"))
        return Machine::Other;
    if (machine == u"q35" || machine.startsWith(u"pc-q35-"))
        return Machine::Q35;
    if (machine == u"pc" || machine.startsWith(u"pc-i440fx-") || machine.startsWith(u"pc-0.")
        || machine.startsWith(u"pc-1.") || machine.startsWith(u"rhel"))
        return Machine::I440fx;
    return Machine::Other;
}

bool isUsb2(const QString &model)
{
    return model.startsWith(u"ich9-");
}

int companionFunction(const QString &model)
{
    return model == u"ich9-uhci2" ? 1 : model == u"ich9-uhci3" ? 2 : model == u"ich9-ehci1" ? 7 : 0;
}

Want wantOf(const QDomElement &device)
{
    const QString name = device.tagName();
    const QString model = device.attribute(u"model"_s);
    if (name == u"filesystem") {
        const QString driver = device.firstChildElement(u"driver"_s).attribute(u"type"_s);
        return driver == u"mtp" ? Nothing : virtioWant(model);
    }
    if (name == u"interface") {
        static const QSet<QString> old{u"rtl8139"_s, u"e1000"_s, u"vmxnet"_s, u"vmxnet2"_s, u"vmxnet3"_s, u"netfront"_s,
            u"lan9118"_s, u"smc91c111"_s, u"vlance"_s, u"Am79C970A"_s, u"82540EM"_s, u"82545EM"_s, u"82543GC"_s};
        const QString card = modelOf(device);
        if (card == u"usb-net" || card == u"spapr-vlan")
            return Nothing;
        return isVirtioModel(card) ? virtioWant(card) : old.contains(card) ? Pci : Pcie;
    }
    if (name == u"sound") {
        if (model == u"sb16" || model == u"pcspk" || model == u"usb")
            return Nothing;
        return model == u"virtio" ? Pcie : Pci;
    }
    if (name == u"controller") {
        const QString type = device.attribute(u"type"_s);
        if (type == u"usb")
            return model == u"none" ? Nothing : model == u"qemu-xhci" || model == u"nec-xhci" ? Pcie : Pci;
        if (type == u"virtio-serial")
            return virtioWant(model);
        if (type == u"scsi")
            return model == u"ibmvscsi"                                ? Nothing
                : isVirtioModel(model) || model.startsWith(u"virtio-") ? virtioWant(model)
                                                                       : Pci;
        if (type == u"nvme")
            return Pcie;
        return type == u"ide" || type == u"sata" ? Pci : Nothing;
    }
    if (name == u"disk")
        return diskBus(device) == u"virtio" ? virtioWant(model) : Nothing;
    if (name == u"memballoon")
        return isVirtioModel(model) ? virtioWant(model) : Nothing;
    if (name == u"rng" || name == u"vsock")
        return virtioWant(model);
    if (name == u"watchdog")
        return model == u"i6300esb" ? Pci : Nothing;
    if (name == u"video") {
        const QString card = modelOf(device);
        if (card == u"none" || card == u"ramfb")
            return Nothing;
        return card == u"virtio" || card == u"bochs" ? Pcie : Pci;
    }
    if (name == u"shmem" || name == u"crypto")
        return Pci;
    if (name == u"input")
        return device.attribute(u"bus"_s) == u"virtio" ? virtioWant(model) : Nothing;
    if (name == u"serial")
        return device.firstChildElement(u"target"_s).attribute(u"type"_s) == u"pci-serial" ? Pci : Nothing;
    if (name == u"iommu")
        return model == u"virtio" ? Integrated : Nothing;
    if (name == u"memory")
        return model == u"virtio-mem" || model == u"virtio-pmem" ? Pcie : Nothing;
    if (name == u"panic")
        return model == u"pvpanic" ? Integrated : Nothing;
    return Nothing;
}

Want hostDeviceWant(const QDomElement &device, const std::function<bool(const PciAddress &)> &isPcie)
{
    const QString type = device.tagName() == u"interface" ? u"pci"_s : device.attribute(u"type"_s);
    if (type == u"mdev")
        return device.attribute(u"model"_s) == u"vfio-pci" ? Pcie : Nothing;
    if (type == u"scsi_host")
        return virtioWant(device.attribute(u"model"_s));
    const QDomElement source = device.firstChildElement(u"source"_s).firstChildElement(u"address"_s);
    if (type != u"pci" || (device.tagName() == u"interface" && source.attribute(u"type"_s) != u"pci"))
        return Nothing;
    if (!isPcie)
        return Pcie;
    const auto number = [&](const QString &name) { return cNumber(source.attribute(name, u"0"_s)).value_or(0); };
    const auto address
        = PciAddress::make(number(u"domain"_s), number(u"bus"_s), number(u"slot"_s), number(u"function"_s));
    return !address || isPcie(*address) ? Pcie : Pci;
}

} // namespace laneway::guestpci
