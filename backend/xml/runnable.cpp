// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "xml/devicekinds.h"
#include "xml/domainviews.h"
#include "xml/poolinterfaces.h"
#include "xml/usbhostdevxml.h"
#include "xml/viewreading.h"

namespace laneway {

namespace {

/// Common to all tables: they check the words, and this what several of them make together.
Result<> checkAddress(const QDomElement &device)
{
    const QDomElement address = device.firstChildElement(u"address"_s);
    for (const QString &name : {u"controller"_s, u"bus"_s, u"target"_s, u"unit"_s})
        if (address.attribute(u"type"_s) == u"drive")
            if (const auto number = readCount(address, name, 0); !number)
                return fail(number.error());
    return readGuestAddress(address).map([](const auto &) {});
}

/// One table has the rows of all sorts of interface; each sort takes its own of them.
Result<> checkInterface(const QDomElement &interface)
{
    constexpr auto &kind = devicekinds::networkInterface;
    const QString type = interface.attribute(u"type"_s);
    if (type != u"user" && type != u"bridge" && type != u"direct")
        return unsupportedXml(interface,
            u"type='%1': guests get type='user', a bridge (type='bridge'), a tap on a network card (type='direct'), a virtual "
            "function (type='hostdev') or one of a pool (type='network')"_s.arg(type));
    struct Row
    {
        QStringView path;
        QStringView types;
    };
    constexpr std::array rows{Row{u"source/@bridge", u"bridge"}, Row{u"source/@mode", u"direct"},
        Row{u"source/@dev", u"user direct"}, Row{u"portForward", u"user"}, Row{u"ip", u"user"},
        Row{u"driver/@queues", u"bridge direct"}};
    for (const Row &row : rows)
        if (hasProperty(interface, row.path) && !row.types.toString().split(u' ').contains(type))
            return unsupportedXml(interface, u"%1 says nothing where type='%2'"_s.arg(row.path, type));
    const bool isVirtio = propertyText(interface, kind, u"model/@type").startsWith(u"virtio");
    if (type == u"user")
        return propertyText(interface, kind, u"driver/@name") != u"vhost"
            ? Result<>()
            : unsupportedXml(interface, u"driver name='vhost' is for a bridge or a network card"_s);
    const QString below = type == u"bridge" ? u"bridge"_s : u"dev"_s;
    const QString name = interface.firstChildElement(u"source"_s).attribute(below);
    if (name.isEmpty())
        return invalidXml(interface, u"no <source %1='…'/>"_s.arg(below));
    if (propertyText(interface, kind, u"backend/@type") == u"passt")
        return unsupportedXml(interface, u"<backend type='passt'/> is for type='user'"_s);
    if (!isVirtio && propertyText(interface, kind, u"driver/@name") == u"vhost")
        return unsupportedXml(interface, u"driver name='vhost' is for virtio"_s);
    if (!isVirtio && propertyText(interface, kind, u"driver/@queues").toInt() > 1)
        return unsupportedXml(interface, u"several queues are for virtio"_s);
    return {};
}

} // namespace

Result<> checkRunnableDevice(const QDomElement &element)
{
    const QString name = element.tagName();
    if (name == u"emulator")
        return {};
    if (name == u"hostdev")
        return isUsbHostdev(element) || element.attribute(u"type"_s) == u"pci"
            ? Result<>() // read with all of them
            : readAssignedDevice(element).map([](const AssignedDevice &) {});
    // A port that a SPICE viewer could redirect a USB device to: without such a viewer the guest sees nothing of it.
    if (name == u"redirdev" && element.attribute(u"type"_s) == u"spicevmc")
        return {};
    if (isPoolInterface(element))
        return readPoolInterface(element).map([](const PoolInterface &) {});
    if (name == u"interface" && element.attribute(u"type"_s) == u"hostdev")
        return {};
    const DeviceKind *kind = deviceKind(element);
    if (!kind)
        return unsupportedXml(element, u"<%1> is not passed on to QEMU; remove it"_s.arg(name));
    if (kind == &devicekinds::networkInterface)
        if (const auto done = checkInterface(element); !done)
            return done;
    if (const auto done = checkDevice(element, *kind); !done)
        return done;
    if (kind == &devicekinds::disk && propertyText(element, *kind, u"@device") == u"disk"
        && !hasProperty(element, propertyText(element, *kind, u"@type") == u"block" ? u"source/@dev" : u"source/@file"))
        return invalidXml(element, u"a disk needs a <source>"_s);
    return checkAddress(element);
}

Result<> checkRunnable(const DomainXml &domain)
{
    const QDomElement root = domain.root();
    for (const QDomElement &element : childElements(root))
        if (element.tagName().contains(u':') || element.hasAttribute(u"xmlns"_s))
            return unsupportedXml(
                element, u"arguments for the emulator are not passed on; say it in the domain's own words"_s);
    for (const QDomElement &element : childElements(root, u"seclabel"_s))
        if (element.attribute(u"type"_s) != u"none")
            return unsupportedXml(element, u"security labels are not set; remove it"_s);

    // First what is known and cannot be, with its reason; then what nobody reads.
    const auto errorOf = [](const auto &result) { return result ? std::nullopt : std::optional(result.error()); };
    for (const auto &error :
        {errorOf(readMachine(domain)), errorOf(domain.assignedDevices()), errorOf(readUsbHostdevs(domain)),
            errorOf(readControllers(domain)), errorOf(checkDevice(root, devicekinds::machine))})
        if (error)
            return fail(*error);
    for (const QDomElement &element : childElements(devicesOf(domain)))
        if (const auto done = checkRunnableDevice(element); !done)
            return done;
    return {};
}

} // namespace laneway
