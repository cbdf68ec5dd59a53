// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/usbhostdevxml.h"

#include "xml/domainxml.h"
#include "xml/xmlnodes.h"

#include <QRegularExpression>

#include <array>

namespace laneway {

namespace {

auto invalid(const QDomElement &element, const QString &why)
{
    return fail(ErrorCode::InvalidXml, elementPath(element), why);
}

auto unsupported(const QDomElement &element, const QString &why)
{
    return fail(ErrorCode::UnsupportedConfiguration, elementPath(element), why);
}

template <typename T> struct Word
{
    QStringView word;
    T value;
};
using Policy = AssignedUsb::StartupPolicy;
using Reset = AssignedUsb::GuestReset;
constexpr std::array policies{Word<Policy>{u"mandatory", Policy::Mandatory},
    Word<Policy>{u"requisite", Policy::Requisite}, Word<Policy>{u"optional", Policy::Optional}};
constexpr std::array resets{Word<Reset>{u"off", Reset::Off}, Word<Reset>{u"uninitialized", Reset::Uninitialized},
    Word<Reset>{u"on", Reset::On}};

template <typename T, size_t N>
Result<std::optional<T>> readWord(const QDomElement &element, const QString &name, const std::array<Word<T>, N> &words)
{
    if (!element.hasAttribute(name))
        return std::nullopt;
    QStringList known;
    for (const Word<T> &row : words) {
        if (row.word == element.attribute(name))
            return row.value;
        known.append(row.word.toString());
    }
    return invalid(element, u"%1='%2': one of %3"_s.arg(name, element.attribute(name), known.join(u", "_s)));
}

template <typename T, size_t N> QString wordOf(T value, const std::array<Word<T>, N> &words)
{
    for (const Word<T> &row : words)
        if (row.value == value)
            return row.word.toString();
    return {};
}

Result<quint16> readId(const QDomElement &element)
{
    const QString text = element.attribute(u"id"_s);
    const auto number = cNumber(text);
    if (!number || *number > 0xffff)
        return invalid(element, u"id='%1': a number up to 0xffff"_s.arg(text));
    return quint16(*number);
}

Result<UsbSelector> readSource(const QDomElement &source)
{
    UsbSelector selector;
    const QDomElement vendor = source.firstChildElement(u"vendor"_s);
    const QDomElement product = source.firstChildElement(u"product"_s);
    if (vendor.isNull() != product.isNull())
        return invalid(source, u"<vendor id=> and <product id=> belong together"_s);
    if (!vendor.isNull()) {
        const auto vendorId = readId(vendor);
        const auto productId = readId(product);
        for (const auto &id : {vendorId, productId})
            if (!id)
                return fail(id.error());
        if (*vendorId == 0)
            return invalid(vendor, u"id='0': no vendor has this number"_s);
        selector.ids = UsbIds{*vendorId, *productId};
    }
    if (const QDomElement address = source.firstChildElement(u"address"_s); !address.isNull()) {
        const QString bus = address.attribute(u"bus"_s);
        const QString device = address.attribute(u"device"_s);
        const auto busNumber = cNumber(bus);
        const auto deviceNumber = cNumber(device);
        selector.address = busNumber && deviceNumber ? UsbAddress::make(*busNumber, *deviceNumber) : std::nullopt;
        if (!selector.address)
            return invalid(address,
                u"bus='%1' device='%2': bus from 1 to 999 and device from 1 to 127, as lsusb shows them"_s.arg(
                    bus, device));
    }
    if (!selector.ids && !selector.address)
        return invalid(source, u"neither <address bus= device=> nor <vendor id=> and <product id=>"_s);
    return selector;
}

Result<std::optional<GuestUsbAddress>> readPlace(const QDomElement &element)
{
    const QDomElement address = element.firstChildElement(u"address"_s);
    if (address.isNull())
        return std::nullopt;
    const QString type = address.attribute(u"type"_s);
    if (type.isEmpty())
        return invalid(address, u"no type: usb"_s);
    if (type != u"usb")
        return unsupported(address, u"type='%1': a USB device takes usb"_s.arg(type));
    GuestUsbAddress place;
    const auto bus = decimalNumber(address.attribute(u"bus"_s, u"0"_s));
    if (!bus || *bus > 255)
        return invalid(address, u"bus='%1': the index of a USB controller"_s.arg(address.attribute(u"bus"_s)));
    place.bus = int(*bus);
    place.port = address.attribute(u"port"_s);
    static const QRegularExpression form(
        QRegularExpression::anchoredPattern(u"[1-9][0-9]{0,2}(\\.[1-9][0-9]{0,2}){0,3}"_s));
    if (!place.port.isEmpty() && !form.match(place.port).hasMatch())
        return invalid(address, u"port='%1': up to four numbers from 1, such as 1.4"_s.arg(place.port));
    return place;
}

QDomElement appended(QDomElement &parent, const QString &name)
{
    QDomElement child = parent.ownerDocument().createElement(name);
    parent.appendChild(child);
    return child;
}

QList<QDomElement> elementsOf(const QDomElement &root)
{
    QList<QDomElement> elements = childElements(root.firstChildElement(u"devices"_s), u"hostdev"_s);
    elements.removeIf([](const QDomElement &element) { return !isUsbHostdev(element); });
    return elements;
}

} // namespace

bool isUsbHostdev(const QDomElement &element)
{
    return element.tagName() == u"hostdev" && element.attribute(u"type"_s) == u"usb"
        && element.attribute(u"mode"_s, u"subsystem"_s) == u"subsystem";
}

Result<AssignedUsb> readUsbHostdev(const QDomElement &element)
{
    AssignedUsb device;
    for (const QString &name : {u"sgio"_s, u"rawio"_s})
        if (element.hasAttribute(name))
            return invalid(element, name + u" is for SCSI devices only"_s);
    if (element.hasAttribute(u"model"_s))
        return invalid(element, u"a USB host device has no model"_s);
    const auto managed = switchAttribute(element, u"managed"_s, false);
    if (!managed)
        return fail(managed.error());
    device.managed = managed->value_or(false);

    const QDomElement source = element.firstChildElement(u"source"_s);
    if (source.isNull())
        return invalid(element, u"no <source>"_s);
    const auto selector = readSource(source);
    if (!selector)
        return fail(selector.error());
    device.source = *selector;
    const auto policy = readWord(source, u"startupPolicy"_s, policies);
    if (!policy)
        return fail(policy.error());
    device.startupPolicy = *policy;
    const auto reset = readWord(source, u"guestReset"_s, resets);
    if (!reset)
        return fail(reset.error());
    device.guestReset = *reset;
    const auto missing = switchAttribute(source, u"missing"_s, false);
    if (!missing)
        return fail(missing.error());
    device.missing = missing->value_or(false);

    for (const QString &name : {u"rom"_s, u"teaming"_s, u"driver"_s})
        if (const QDomElement child = element.firstChildElement(name); !child.isNull())
            return unsupported(child, u"this is for PCI devices; remove it"_s);
    const auto place = readPlace(element);
    if (!place)
        return fail(place.error());
    device.guestAddress = *place;
    device.alias = element.firstChildElement(u"alias"_s).attribute(u"name"_s);
    if (const QDomElement boot = element.firstChildElement(u"boot"_s); !boot.isNull()) {
        const auto order = decimalNumber(boot.attribute(u"order"_s));
        if (!order || *order == 0 || *order > 0x7fffffff)
            return invalid(boot, u"order='%1': a number from 1"_s.arg(boot.attribute(u"order"_s)));
        device.bootOrder = int(*order);
    }
    return device;
}

QDomElement writeUsbHostdev(QDomDocument &document, const AssignedUsb &device)
{
    QDomElement element = document.createElement(u"hostdev"_s);
    element.setAttribute(u"mode"_s, u"subsystem"_s);
    element.setAttribute(u"type"_s, u"usb"_s);
    element.setAttribute(u"managed"_s, device.managed ? u"yes"_s : u"no"_s);
    QDomElement source = appended(element, u"source"_s);
    if (device.startupPolicy)
        source.setAttribute(u"startupPolicy"_s, wordOf(*device.startupPolicy, policies));
    if (device.guestReset)
        source.setAttribute(u"guestReset"_s, wordOf(*device.guestReset, resets));
    if (device.missing)
        source.setAttribute(u"missing"_s, u"yes"_s);
    if (const auto &ids = device.source.ids) {
        appended(source, u"vendor"_s).setAttribute(u"id"_s, QString::asprintf("0x%04x", ids->vendor));
        appended(source, u"product"_s).setAttribute(u"id"_s, QString::asprintf("0x%04x", ids->product));
    }
    if (const auto &address = device.source.address) {
        QDomElement at = appended(source, u"address"_s);
        at.setAttribute(u"bus"_s, QString::number(address->bus));
        at.setAttribute(u"device"_s, QString::number(address->device));
    }
    if (device.bootOrder > 0)
        appended(element, u"boot"_s).setAttribute(u"order"_s, device.bootOrder);
    if (!device.alias.isEmpty())
        appended(element, u"alias"_s).setAttribute(u"name"_s, device.alias);
    if (device.guestAddress) {
        QDomElement place = appended(element, u"address"_s);
        place.setAttribute(u"type"_s, u"usb"_s);
        place.setAttribute(u"bus"_s, QString::number(device.guestAddress->bus));
        if (!device.guestAddress->port.isEmpty())
            place.setAttribute(u"port"_s, device.guestAddress->port);
    }
    return element;
}

QString usbHostdevXml(const AssignedUsb &device)
{
    QDomDocument document;
    const QDomElement element = writeUsbHostdev(document, device);
    document.appendChild(element);
    layOut(element);
    return nodeText(element) + u'\n';
}

QString usbListXml(const QList<AssignedUsb> &devices)
{
    QDomDocument document;
    QDomElement list = document.createElement(u"devices"_s);
    document.appendChild(list);
    for (const AssignedUsb &device : devices)
        list.appendChild(writeUsbHostdev(document, device));
    layOut(list);
    return nodeText(list) + u'\n';
}

Result<QList<AssignedUsb>> readUsbHostdevs(const DomainXml &domain)
{
    QList<AssignedUsb> devices;
    for (const QDomElement &element : elementsOf(domain.root())) {
        const auto device = readUsbHostdev(element);
        if (!device)
            return fail(device.error());
        devices.append(*device);
    }
    return devices;
}

bool isSameUsbSource(const UsbSelector &first, const UsbSelector &second)
{
    return first.address ? first.address == second.address : first.ids == second.ids;
}

void settleUsbHostdevs(DomainXml &domain, const QList<AssignedUsb> &devices)
{
    QList<QDomElement> elements = elementsOf(domain.editableRoot());
    for (qsizetype i = 0; i < elements.size() && i < devices.size(); ++i) {
        QDomElement source = elements[i].firstChildElement(u"source"_s);
        if (devices[i].missing)
            source.setAttribute(u"missing"_s, u"yes"_s);
        else
            source.removeAttribute(u"missing"_s);
        if (!devices[i].source.address || !source.firstChildElement(u"address"_s).isNull())
            continue;
        QDomElement address = source.ownerDocument().createElement(u"address"_s);
        address.setAttribute(u"bus"_s, QString::number(devices[i].source.address->bus));
        address.setAttribute(u"device"_s, QString::number(devices[i].source.address->device));
        appendOnOwnLine(source, address);
    }
}

} // namespace laneway
