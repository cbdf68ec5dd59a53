// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "xml/domainviews.h"
#include "xml/poolinterfaces.h"
#include "xml/viewreading.h"

#include <array>

namespace laneway {

Result<QList<InterfaceXml>> readInterfaces(const DomainXml &domain)
{
    return readAll<InterfaceXml>(
        domain, u"interface"_s, [](const QDomElement &element, InterfaceXml &view) -> Result<bool> {
            view.type = element.attribute(u"type"_s);
            if (view.type == u"hostdev")
                return false;
            // Takes a virtual function when it is started: it is an assigned device then.
            if (isPoolInterface(element))
                return readPoolInterface(element).map([](const PoolInterface &) { return false; });
            if (view.type == u"bridge" || view.type == u"direct")
                return unsupportedXml(element,
                    u"type='%1': guests get type='user', a virtual function (type='hostdev') or one of a pool (type='network')"_s.arg(
                        view.type));
            if (view.type != u"user")
                return unsupportedXml(element, u"type='%1': only user and hostdev"_s.arg(view.type));
            if (const auto done = refuseChildren(element,
                    {u"backend"_s, u"bandwidth"_s, u"filterref"_s, u"ip"_s, u"route"_s, u"mtu"_s, u"tune"_s,
                        u"virtualport"_s, u"vlan"_s, u"portForward"_s, u"script"_s, u"teaming"_s,
                        u"coalesce"_s, u"guest"_s, u"driver"_s});
                !done)
                return fail(done.error());
            const QDomElement mac = element.firstChildElement(u"mac"_s);
            const auto parsed = MacAddress::parse(mac.attribute(u"address"_s));
            if (!mac.isNull() && (!parsed || parsed->isMulticast()))
                return invalidXml(mac, u"address='%1' is no MAC address"_s.arg(mac.attribute(u"address"_s)));
            if (parsed)
                view.mac = *parsed;
            const QDomElement model = element.firstChildElement(u"model"_s);
            view.model = model.attribute(u"type"_s);
            if (const auto done = oneOf(model, u"type"_s,
                    {u"virtio"_s, u"virtio-non-transitional"_s, u"e1000e"_s, u"igb"_s, u"e1000"_s,
                        u"rtl8139"_s, u"vmxnet3"_s});
                !done)
                return fail(done.error());
            view.linkDown = element.firstChildElement(u"link"_s).attribute(u"state"_s) == u"down";
            const auto common = readCommonXml(element);
            if (!common)
                return fail(common.error());
            view.alias = common->alias;
            view.bootOrder = common->bootOrder;
            view.address = common->address;
            return true;
        });
}

namespace {

Result<bool> readSerial(const QDomElement &element, SerialXml &view)
{
    view.type = element.attribute(u"type"_s);
    if (view.type != u"pty" && view.type != u"file" && view.type != u"null")
        return unsupportedXml(element, u"type='%1': only pty, file and null"_s.arg(view.type));
    const QDomElement source = element.firstChildElement(u"source"_s);
    if (view.type == u"file") {
        view.file = source.attribute(u"path"_s);
        if (view.file.isEmpty())
            return invalidXml(element, u"no <source path='…'/>"_s);
        const auto append = switchAttribute(source, u"append"_s, true);
        if (!append)
            return fail(append.error());
        view.append = append->value_or(false);
    }
    if (const auto done = refuseChildren(element, {u"log"_s, u"protocol"_s}); !done)
        return fail(done.error());
    const QDomElement target = element.firstChildElement(u"target"_s);
    const auto port = readCount(target, u"port"_s, 0);
    if (!port)
        return fail(port.error());
    if (*port > 3)
        return unsupportedXml(target, u"port='%1': a machine has serial ports 0 to 3"_s.arg(*port));
    view.port = *port;
    if (const auto done = oneOf(target, u"type"_s, {u"isa-serial"_s, u"serial"_s}); !done)
        return fail(done.error());
    view.alias = element.firstChildElement(u"alias"_s).attribute(u"name"_s);
    return true;
}

} // namespace

Result<QList<SerialXml>> readSerials(const DomainXml &domain)
{
    auto serials = readAll<SerialXml>(domain, u"serial"_s, readSerial);
    if (!serials)
        return serials;
    if (serials->size() > 4)
        return fail(ErrorCode::UnsupportedConfiguration, serials->at(4).path,
            u"a machine has four serial ports"_s);
    const QList<QDomElement> elements = childElements(devicesOf(domain), u"serial"_s);
    for (qsizetype i = 0; i < elements.size(); ++i)
        if (!elements[i].firstChildElement(u"target"_s).hasAttribute(u"port"_s))
            (*serials)[i].port = int(i);
    const auto consoles = readAll<SerialXml>(
        domain, u"console"_s, [](const QDomElement &element, SerialXml &view) -> Result<bool> {
            const QString target
                = element.firstChildElement(u"target"_s).attribute(u"type"_s, u"serial"_s);
            if (target != u"serial")
                return unsupportedXml(element, u"<target type='%1'>: only serial"_s.arg(target));
            return readSerial(element, view);
        });
    if (!consoles)
        return consoles;
    // As in libvirt the first console is the first serial port, by whatever name it was written.
    if (serials->isEmpty() && !consoles->isEmpty())
        serials->append(consoles->first());
    if (consoles->size() > 1)
        return fail(ErrorCode::UnsupportedConfiguration, consoles->at(1).path,
            u"only one console, which is the first serial port"_s);
    for (qsizetype i = 0; i < serials->size(); ++i)
        for (qsizetype j = 0; j < i; ++j)
            if (serials->at(i).port == serials->at(j).port)
                return fail(ErrorCode::InvalidXml, serials->at(i).path,
                    u"port %1 is used by %2 already"_s.arg(serials->at(i).port).arg(serials->at(j).path));
    return serials;
}

Result<QList<ControllerXml>> readControllers(const DomainXml &domain)
{
    return readAll<ControllerXml>(
        domain, u"controller"_s, [](const QDomElement &element, ControllerXml &view) -> Result<bool> {
            view.type = element.attribute(u"type"_s);
            view.model = element.attribute(u"model"_s);
            const auto index = readCount(element, u"index"_s, 0);
            if (!index)
                return fail(index.error());
            view.index = *index;
            if (element.hasAttribute(u"ports"_s)) {
                const auto ports = readCount(element, u"ports"_s, 0);
                if (!ports)
                    return fail(ports.error());
                view.ports = *ports;
            }
            if (const auto done = oneOf(element, u"type"_s,
                    {u"pci"_s, u"usb"_s, u"sata"_s, u"scsi"_s, u"virtio-serial"_s});
                !done)
                return fail(done.error());
            if (const auto done = refuseChildren(element, {u"driver"_s, u"pcihole64"_s}); !done)
                return fail(done.error());
            const auto common = readCommonXml(element);
            if (!common)
                return fail(common.error());
            view.alias = common->alias;
            view.address = common->address;
            if (view.type == u"usb"
                && !(QStringList{u"none"_s, u"qemu-xhci"_s, u"nec-xhci"_s, u"ich9-ehci1"_s, u"ich9-uhci1"_s,
                         u"ich9-uhci2"_s, u"ich9-uhci3"_s, u"ehci"_s, u"piix3-uhci"_s, u"piix4-uhci"_s}
                        .contains(view.model)))
                return unsupportedXml(element, u"model='%1' is not passed on; use qemu-xhci"_s.arg(view.model));
            if (view.type == u"scsi" && view.model != u"virtio-scsi" && view.model != u"virtio-non-transitional")
                return unsupportedXml(element, u"model='%1': only virtio-scsi"_s.arg(view.model));
            const QDomElement master = element.firstChildElement(u"master"_s);
            if (!master.isNull()) {
                const auto start = readCount(master, u"startport"_s, 0);
                if (!start)
                    return fail(start.error());
                view.master = *start;
            }
            if (view.type != u"pci")
                return true;

            view.modelName = element.firstChildElement(u"model"_s).attribute(u"name"_s);
            const QDomElement target = element.firstChildElement(u"target"_s);
            const std::array numbers{std::pair{u"chassis"_s, &view.chassis}, std::pair{u"port"_s, &view.port},
                std::pair{u"chassisNr"_s, &view.chassisNr}, std::pair{u"busNr"_s, &view.busNr}};
            for (const auto &[name, field] : numbers) {
                if (!target.hasAttribute(name))
                    continue;
                const auto number = cNumber(target.attribute(name));
                if (!number || *number > 255)
                    return invalidXml(target, u"%1='%2': a number up to 255"_s.arg(name, target.attribute(name)));
                *field = int(*number);
            }
            const auto hotplug = switchAttribute(target, u"hotplug"_s, true);
            if (!hotplug)
                return fail(hotplug.error());
            view.hotplug = *hotplug;
            return true;
        });
}

Result<QList<GraphicsXml>> readGraphics(const DomainXml &domain)
{
    return readAll<GraphicsXml>(
        domain, u"graphics"_s, [](const QDomElement &element, GraphicsXml &view) -> Result<bool> {
            view.type = element.attribute(u"type"_s);
            if (view.type != u"vnc")
                return unsupportedXml(element,
                    u"type='%1': the console is type='vnc', over a descriptor that no one else reaches"_s.arg(
                        view.type));
            return true;
        });
}

} // namespace laneway
