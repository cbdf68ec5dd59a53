// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/domainxml.h"

#include "xml/domainviews.h"
#include "xml/guestaddresses.h"
#include "xml/libvirtorder.h"
#include "xml/poolinterfaces.h"
#include "xml/usbhostdevxml.h"
#include "xml/viewreading.h"
#include "xml/xmlnodes.h"

#include <QSet>

namespace laneway {

struct DomainXml::Data : QSharedData
{
    Data() = default;
    // A QDomDocument is a handle: a copy must be a tree of its own.
    Data(const Data &other)
        : QSharedData(other)
        , document(other.document.cloneNode(true).toDocument())
    {
    }
    QDomDocument document;
};

namespace {

constexpr qsizetype longestName = 255;

QList<QDomElement> extraElements(const QDomElement &root)
{
    QList<QDomElement> found;
    for (const QDomElement &holder : childElements(root.firstChildElement(u"metadata"_s)))
        if (localName(holder) == u"devices" && namespaceOf(holder) == lanewayNamespace)
            for (const QDomElement &device : childElements(holder))
                if (localName(device) == u"device")
                    found << device;
    return found;
}

auto badAttribute(const QDomElement &element, const QString &name)
{
    return fail(
        ErrorCode::InvalidXml, elementPath(element), u"%1='%2' is not understood"_s.arg(name, element.attribute(name)));
}

Result<DeviceIdentity> readIdentity(const QDomElement &element)
{
    DeviceIdentity identity;
    const std::array ids{std::pair{u"vendor"_s, &identity.vendor}, std::pair{u"device"_s, &identity.device},
        std::pair{u"subsystemvendor"_s, &identity.subsystemVendor},
        std::pair{u"subsystemdevice"_s, &identity.subsystemDevice}};
    for (const auto &[name, field] : ids) {
        const auto number = cNumber(element.attribute(name, u"0"_s));
        if (!number || *number > 0xffff)
            return badAttribute(element, name);
        *field = quint16(*number);
    }
    identity.serial = element.attribute(u"serial"_s);
    identity.slotPath = element.attribute(u"slots"_s).split(u' ', Qt::SkipEmptyParts);
    if (element.hasAttribute(u"vf"_s)) {
        const auto index = decimalNumber(element.attribute(u"vf"_s));
        if (!index)
            return badAttribute(element, u"vf"_s);
        identity.vfIndex = VfIndex{*index};
    }
    return identity;
}

Result<> readExtra(const QDomElement &element, AssignedDevice &device)
{
    VfChange &extra = device.extra;
    const auto trust = switchAttribute(element, u"trust"_s, true);
    const auto spoofCheck = switchAttribute(element, u"spoofcheck"_s, true);
    for (const auto &read : {trust, spoofCheck})
        if (!read)
            return fail(read.error());
    extra.trust = *trust;
    extra.spoofCheck = *spoofCheck;
    if (element.hasAttribute(u"linkstate"_s)) {
        const QString state = element.attribute(u"linkstate"_s);
        if (state == u"auto")
            extra.linkState = VfLinkState::Auto;
        else if (state == u"enable")
            extra.linkState = VfLinkState::Enable;
        else if (state == u"disable")
            extra.linkState = VfLinkState::Disable;
        else
            return badAttribute(element, u"linkstate"_s);
    }
    if (element.hasAttribute(u"minrate"_s) || element.hasAttribute(u"maxrate"_s)) {
        const auto least = decimalNumber(element.attribute(u"minrate"_s, u"0"_s));
        const auto most = decimalNumber(element.attribute(u"maxrate"_s, u"0"_s));
        if (!least)
            return badAttribute(element, u"minrate"_s);
        if (!most || (*most != 0 && *least > *most))
            return badAttribute(element, u"maxrate"_s);
        extra.rate = VfRate{*least, *most};
    }
    if (device.vlan) {
        const auto qos = decimalNumber(element.attribute(u"vlanqos"_s, u"0"_s));
        if (!qos || *qos > 7)
            return badAttribute(element, u"vlanqos"_s);
        device.vlan->qos = quint8(*qos);
        const QString protocol = element.attribute(u"vlanprotocol"_s, u"802.1Q"_s);
        if (protocol == u"802.1ad")
            device.vlan->protocol = VlanProtocol::Dot1AD;
        else if (protocol != u"802.1Q")
            return badAttribute(element, u"vlanprotocol"_s);
    }
    for (const QDomElement &child : childElements(element)) {
        if (localName(child) != u"identity")
            continue;
        const auto identity = readIdentity(child);
        if (!identity)
            return fail(identity.error());
        device.identity = *identity;
    }
    return {};
}

bool isPciHostDevice(const QDomElement &element)
{
    if (element.tagName() == u"interface")
        return element.attribute(u"type"_s) == u"hostdev";
    return element.tagName() == u"hostdev" && element.attribute(u"type"_s) == u"pci"
        && element.attribute(u"mode"_s, u"subsystem"_s) == u"subsystem";
}

/// libvirt's order: interfaces stand before the <hostdev> elements.
QList<QDomElement> hostDeviceElements(const QDomElement &root)
{
    QList<QDomElement> interfaces, hostdevs;
    for (const QDomElement &device : childElements(root.firstChildElement(u"devices"_s)))
        if (isPciHostDevice(device))
            (device.tagName() == u"interface" ? interfaces : hostdevs) << device;
    return interfaces + hostdevs;
}

std::optional<PciAddress> sourceOf(const QDomElement &device)
{
    if (!isPciHostDevice(device))
        return std::nullopt;
    const QDomElement address = device.firstChildElement(u"source"_s).firstChildElement(u"address"_s);
    const auto number = [&](const QString &name) { return cNumber(address.attribute(name, u"0"_s)); };
    const auto domain = number(u"domain"_s), bus = number(u"bus"_s), slot = number(u"slot"_s),
               function = number(u"function"_s);
    if (address.isNull() || !domain || !bus || !slot || !function)
        return std::nullopt;
    return PciAddress::make(*domain, *bus, *slot, *function);
}

std::optional<MacAddress> macOf(const QDomElement &device)
{
    const auto mac = MacAddress::parse(device.firstChildElement(u"mac"_s).attribute(u"address"_s));
    if (!mac || mac->isNull())
        return std::nullopt;
    return *mac;
}

Result<> unique(QHash<QString, QDomElement> &seen, const QString &key, const QDomElement &element, ErrorCode code,
    const QString &what)
{
    if (seen.contains(key))
        return fail(code, elementPath(element), u"%1 is already used by %2"_s.arg(what, elementPath(seen[key])));
    seen.insert(key, element);
    return {};
}

/// Two USB host devices are one when they have the same place or, without a place, the same IDs.
Result<> checkUsbDevices(const QDomElement &root)
{
    QHash<QString, QDomElement> seen;
    for (const QDomElement &element : childElements(root.firstChildElement(u"devices"_s), u"hostdev"_s)) {
        if (!isUsbHostdev(element))
            continue;
        const auto device = readUsbHostdev(element);
        if (!device)
            return fail(device.error());
        const UsbSelector &source = device->source;
        const QString key = u"USB device "_s + (source.address ? source.address->toString() : source.ids->toString());
        if (const auto done = unique(seen, key, element, ErrorCode::InvalidXml, key); !done)
            return done;
    }
    return {};
}

bool isWholeNumber(QStringView text)
{
    return !text.isEmpty() && text.size() <= 20
        && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

/// What is merely not possible here may still be kept; what says nothing may not.
Result<> checkCounts(const QDomElement &domain)
{
    for (const QString &name : {u"memory"_s, u"currentMemory"_s, u"vcpu"_s, u"iothreads"_s}) {
        const QDomElement element = domain.firstChildElement(name);
        if (!element.isNull() && !isWholeNumber(textOf(element)))
            return invalidXml(element, u"\"%1\" is no number"_s.arg(textOf(element).left(64)));
    }
    const QDomElement vcpu = domain.firstChildElement(u"vcpu"_s);
    if (vcpu.hasAttribute(u"current"_s) && !isWholeNumber(vcpu.attribute(u"current"_s)))
        return invalidXml(vcpu, u"current='%1' is no number"_s.arg(vcpu.attribute(u"current"_s).left(64)));
    return {};
}

} // namespace

DomainXml::DomainXml()
    : d(new Data)
{
}
DomainXml::~DomainXml() = default;
DomainXml::DomainXml(const DomainXml &) = default;
DomainXml &DomainXml::operator=(const DomainXml &) = default;

Result<DomainXml> DomainXml::parse(const QByteArray &text)
{
    auto document = parseSafely(text);
    if (!document)
        return fail(document.error());
    DomainXml domain;
    domain.d->document = *document;
    const QDomElement root = domain.root();
    if (root.tagName() != u"domain")
        return fail(ErrorCode::InvalidXml, root.tagName(), u"not a <domain>"_s);
    const QString name = root.firstChildElement(u"name"_s).text();
    if (name.trimmed().isEmpty())
        return fail(ErrorCode::InvalidXml, u"domain"_s, u"no <name>"_s);
    const QDomElement uuid = root.firstChildElement(u"uuid"_s);
    if (!uuid.isNull() && !readUuid(textOf(uuid)))
        return fail(ErrorCode::InvalidXml, u"domain/uuid"_s, u"not a UUID: "_s + textOf(uuid));
    return domain;
}

QByteArray DomainXml::toXml() const
{
    return nodeText(d->document).toUtf8();
}

QString DomainXml::name() const
{
    return root().firstChildElement(u"name"_s).text();
}

QUuid DomainXml::uuid() const
{
    return readUuid(textOf(root().firstChildElement(u"uuid"_s))).value_or(QUuid());
}

void DomainXml::setUuid(const QUuid &uuid)
{
    QDomElement domain = editableRoot();
    QDomDocument document = domain.ownerDocument();
    QDomElement element = childInLibvirtOrder(domain, u"uuid"_s);
    while (element.hasChildNodes())
        element.removeChild(element.firstChild());
    element.appendChild(document.createTextNode(uuid.toString(QUuid::WithoutBraces)));
}

QString DomainXml::type() const
{
    return root().attribute(u"type"_s);
}

Result<QList<AssignedDevice>> DomainXml::assignedDevices() const
{
    QHash<PciAddress, QDomElement> extras;
    for (const QDomElement &element : extraElements(root())) {
        const auto address = PciAddress::parse(element.attribute(u"address"_s));
        if (!address)
            return badAttribute(element, u"address"_s);
        extras.insert(*address, element);
    }
    QList<AssignedDevice> devices;
    for (const QDomElement &element : hostDeviceElements(root())) {
        auto device = readAssignedDevice(element);
        if (!device)
            return fail(device.error());
        if (const auto extra = extras.constFind(device->source); extra != extras.constEnd())
            if (const auto done = readExtra(*extra, *device); !done)
                return fail(done.error());
        devices << *device;
    }
    return devices;
}

Result<> DomainXml::complete(const std::function<bool(const PciAddress &)> &isPcie, Networks networks)
{
    if (uuid().isNull())
        setUuid(QUuid::createUuid());
    QDomElement devices = editableRoot().firstChildElement(u"devices"_s);
    if (devices.isNull()) {
        QDomElement domain = editableRoot();
        devices = domain.ownerDocument().createElement(u"devices"_s);
        appendOnOwnLine(domain, devices);
    }
    for (QDomElement &interface : childElements(devices, u"interface"_s)) {
        const QDomElement mac = interface.firstChildElement(u"mac"_s);
        const auto given = MacAddress::parse(mac.attribute(u"address"_s));
        if (!mac.isNull() && !(given && given->isNull()))
            continue;
        QDomElement made = mac.isNull() ? interface.ownerDocument().createElement(u"mac"_s) : mac;
        made.setAttribute(u"address"_s, MacAddress::generate().toString());
        const QDomElement first = interface.firstChildElement();
        if (mac.isNull() && first.isNull())
            appendOnOwnLine(interface, made);
        else if (mac.isNull())
            insertOnOwnLine(interface, made, first);
    }
    return assignGuestAddresses(*this, isPcie, networks == Networks::Pools);
}

Result<> DomainXml::validate(Purpose purpose) const
{
    const QDomElement domain = root();
    if (type().isEmpty())
        return fail(ErrorCode::InvalidXml, u"domain"_s, u"no type: kvm or qemu"_s);
    // A carriage return ends a line, too: of a log, or of a unit's file.
    if (name().contains(u'/') || hasControlCharacter(name()))
        return fail(ErrorCode::InvalidXml, u"domain/name"_s, u"a name has no '/' and one line"_s);
    if (name().size() > longestName)
        return fail(ErrorCode::InvalidXml, u"domain/name"_s, u"longer than %1 characters"_s.arg(longestName));
    if (hasControlCharacter(domain.firstChildElement(u"title"_s).text()))
        return fail(ErrorCode::InvalidXml, u"domain/title"_s, u"a title has one line"_s);

    // libvirt takes any time zone, and its guest's clock then shows UTC.
    const auto clock = readClock(domain.firstChildElement(u"clock"_s));
    if (!clock && clock.error().code == ErrorCode::InvalidXml)
        return fail(clock.error());

    QHash<QString, QDomElement> sources, aliases, orders, targets, channels;
    for (const QDomElement &element : hostDeviceElements(domain)) {
        if (const auto done = checkHostDevice(element); !done)
            return done;
        const auto source = sourceOf(element);
        if (const auto done = unique(
                sources, source->toString(), element, ErrorCode::InvalidXml, u"host device "_s + source->toString());
            !done)
            return done;
    }
    if (const auto done = checkUsbDevices(domain); !done)
        return done;
    const bool hasBootDevices = !domain.firstChildElement(u"os"_s).firstChildElement(u"boot"_s).isNull();
    for (const QDomElement &element : childElements(domain.firstChildElement(u"devices"_s))) {
        if (isPoolInterface(element))
            if (const auto read = readPoolInterface(element); !read)
                return fail(read.error());
        const QString alias = element.firstChildElement(u"alias"_s).attribute(u"name"_s);
        if (alias.startsWith(u"ua-"))
            if (const auto done
                = unique(aliases, alias, element, ErrorCode::UnsupportedConfiguration, u"alias "_s + alias);
                !done)
                return done;
        const QDomElement boot = element.firstChildElement(u"boot"_s);
        if (!boot.isNull()) {
            const auto order = decimalNumber(boot.attribute(u"order"_s));
            if (!order || *order == 0)
                return fail(ErrorCode::InvalidXml, elementPath(boot),
                    u"order='%1': a number from 1"_s.arg(boot.attribute(u"order"_s)));
            if (hasBootDevices)
                return fail(
                    ErrorCode::UnsupportedConfiguration, elementPath(boot), u"not together with <os><boot dev=…>"_s);
            if (const auto done = unique(orders, QString::number(*order), element, ErrorCode::UnsupportedConfiguration,
                    u"boot order %1"_s.arg(*order));
                !done)
                return done;
        }
        const QString channel
            = element.tagName() == u"channel" ? element.firstChildElement(u"target"_s).attribute(u"name"_s) : QString();
        if (!channel.isEmpty())
            if (const auto done = unique(channels, channel, element, ErrorCode::InvalidXml, u"channel "_s + channel);
                !done)
                return done;
        if (element.tagName() == u"disk") {
            const QString target = element.firstChildElement(u"target"_s).attribute(u"dev"_s);
            if (const auto done = unique(targets, target, element, ErrorCode::InvalidXml, u"target "_s + target); !done)
                return done;
        }
    }
    if (const auto done = checkGuestAddresses(*this); !done)
        return done;
    if (purpose == Purpose::Run)
        return checkRunnable(*this);
    return checkCounts(domain);
}

Result<> DomainXml::refuseForeign() const
{
    static const QSet<QString> emulators{
        u"/usr/bin/qemu-system-x86_64"_s, u"/usr/bin/kvm"_s, u"/usr/bin/qemu-kvm"_s, u"/usr/libexec/qemu-kvm"_s};
    for (const QDomElement &element : childElements(root()))
        if (element.tagName().contains(u':') || element.hasAttribute(u"xmlns"_s))
            return fail(ErrorCode::UnsupportedConfiguration, elementPath(element),
                u"arguments for the emulator are not passed on; say it in the domain's own words"_s);
    const QDomElement emulator = root().firstChildElement(u"devices"_s).firstChildElement(u"emulator"_s);
    if (!emulator.isNull() && !emulators.contains(textOf(emulator)))
        return fail(ErrorCode::UnsupportedConfiguration, elementPath(emulator),
            u"%1 is none of the system's QEMU programs; remove the element"_s.arg(textOf(emulator)));
    return {};
}

/// What only one device of a machine can have, by who has it: a device of the host, a disk's name, a channel's.
struct DomainXml::TakenPlaces
{
    explicit TakenPlaces(const QDomElement &root)
    {
        for (const QDomElement &present : childElements(root.firstChildElement(u"devices"_s)))
            add(present);
    }
    void add(const QDomElement &device)
    {
        if (const auto source = sourceOf(device))
            sources.insert(*source, device);
        if (const QString name = nameOf(device); !name.isEmpty())
            names.insert(name, device);
        if (isUsbHostdev(device))
            if (const auto read = readUsbHostdev(device))
                usb += {read->source, device};
    }
    Result<> check(const QDomElement &device) const
    {
        const auto source = sourceOf(device);
        if (source && sources.contains(*source))
            return fail(ErrorCode::AlreadyExists, source->toString(),
                u"%1 has this host device already"_s.arg(elementPath(sources[*source])));
        if (const QString name = nameOf(device); names.contains(name))
            return fail(ErrorCode::AlreadyExists, name.section(u' ', 1),
                u"%1 has this %2 already"_s.arg(
                    elementPath(names[name]), name.startsWith(u"disk") ? u"target"_s : u"name"_s));
        if (isUsbHostdev(device))
            if (const auto read = readUsbHostdev(device))
                for (const auto &[selector, present] : usb)
                    if (isSameUsbSource(read->source, selector))
                        return fail(ErrorCode::AlreadyExists, u"USB device "_s + read->source.toString(),
                            u"%1 is this host device already"_s.arg(elementPath(present)));
        return {};
    }

private:
    static QString nameOf(const QDomElement &device)
    {
        const QDomElement target = device.firstChildElement(u"target"_s);
        if (device.tagName() == u"disk")
            return u"disk "_s + target.attribute(u"dev"_s);
        if (device.tagName() == u"channel" && target.hasAttribute(u"name"_s))
            return u"channel "_s + target.attribute(u"name"_s);
        return {};
    }
    QHash<PciAddress, QDomElement> sources;
    QHash<QString, QDomElement> names;
    QList<std::pair<UsbSelector, QDomElement>> usb;
};

Result<> DomainXml::addDevice(const QByteArray &deviceXml)
{
    const auto document = parseSafely(deviceXml);
    if (!document)
        return fail(document.error());
    const QDomElement given = document->documentElement();
    if (given.tagName() != u"devices") {
        TakenPlaces taken(root());
        return addElement(given, taken);
    }
    QList<QDomElement> elements = childElements(given);
    elements.removeIf([](const QDomElement &element) { return element.tagName() == u"metadata"; });
    if (elements.isEmpty())
        return fail(ErrorCode::InvalidXml, u"devices"_s, u"<devices> holds no device"_s);
    if (elements.size() > mostDevices)
        return tooManyDevices();
    DomainXml next = *this; // all of them or none
    QHash<PciAddress, QDomElement> sources;
    TakenPlaces taken(next.root());
    for (const QDomElement &element : std::as_const(elements)) {
        if (auto added = next.addElement(element, taken); !added)
            return added;
        if (const auto source = sourceOf(element))
            sources.insert(*source, element);
    }
    for (const QDomElement &element : extraElements(given)) {
        const auto source = PciAddress::parse(element.attribute(u"address"_s));
        if (!source || !sources.contains(*source))
            return badAttribute(element, u"address"_s);
        auto device = readAssignedDevice(sources.value(*source));
        if (!device)
            return fail(device.error());
        if (const auto read = readExtra(element, *device); !read)
            return fail(read.error());
        next.setDeviceExtra(*source, device->extraToKeep(), std::nullopt);
    }
    *this = next;
    return {};
}

bool isOnlyOneOfItsKind(const QString &tag)
{
    return QStringList{u"memballoon"_s, u"iommu"_s, u"vsock"_s}.contains(tag);
}

Result<> DomainXml::addElement(const QDomElement &given, TakenPlaces &taken)
{
    static const QSet<QString> kinds{u"hostdev"_s, u"interface"_s, u"disk"_s, u"controller"_s, u"serial"_s,
        u"console"_s, u"channel"_s, u"input"_s, u"graphics"_s, u"video"_s, u"sound"_s, u"audio"_s, u"rng"_s,
        u"watchdog"_s, u"memballoon"_s, u"tpm"_s, u"filesystem"_s, u"memory"_s, u"redirdev"_s, u"hub"_s, u"shmem"_s,
        u"panic"_s, u"vsock"_s, u"iommu"_s, u"smartcard"_s, u"parallel"_s, u"crypto"_s};
    if (!kinds.contains(given.tagName()))
        return fail(ErrorCode::InvalidXml, given.tagName(), u"<%1> is no device"_s.arg(given.tagName()));

    if (isUsbHostdev(given)) {
        if (const auto read = readUsbHostdev(given); !read)
            return fail(read.error());
    } else if (given.tagName() == u"hostdev" || given.attribute(u"type"_s) == u"hostdev")
        if (const auto read = readAssignedDevice(given); !read)
            return fail(read.error());
    if (const auto isFree = taken.check(given); !isFree)
        return isFree;

    QDomElement domain = editableRoot();
    QDomElement devices = domain.firstChildElement(u"devices"_s);
    // That a machine shall have no balloon is written as a balloon, too.
    const QDomElement only = devices.firstChildElement(given.tagName());
    const bool isNone = only.tagName() == u"memballoon" && only.attribute(u"model"_s) == u"none";
    if (isOnlyOneOfItsKind(given.tagName()) && !only.isNull() && !isNone)
        return fail(ErrorCode::AlreadyExists, elementPath(only), u"the machine has one, and can have no other"_s);
    if (isNone)
        removeWithLine(only);
    if (devices.isNull()) {
        devices = domain.ownerDocument().createElement(u"devices"_s);
        appendOnOwnLine(domain, devices);
    }
    const QDomElement added = domain.ownerDocument().importNode(given, true).toElement();
    const QDomElement next = devices.lastChildElement(given.tagName()).nextSiblingElement();
    if (next.isNull())
        appendOnOwnLine(devices, added);
    else
        insertOnOwnLine(devices, added, next);
    taken.add(added);
    return {};
}

/// Where nothing is written the machine would get one, as with libvirt.
static Result<> leaveNoBalloon(QDomElement balloon)
{
    while (balloon.hasChildNodes())
        balloon.removeChild(balloon.firstChild());
    const QDomNamedNodeMap attributes = balloon.attributes();
    for (int i = attributes.size(); i-- > 0;)
        balloon.removeAttribute(attributes.item(i).nodeName());
    balloon.setAttribute(u"model"_s, u"none"_s);
    return {};
}

Result<> DomainXml::removeDevice(const QByteArray &deviceXml)
{
    const auto document = parseSafely(deviceXml);
    if (!document)
        return fail(document.error());
    const QDomElement given = document->documentElement();
    const QString kind = given.tagName();
    const auto source = sourceOf(given);
    const auto mac = macOf(given);
    const auto place = readGuestAddress(given.firstChildElement(u"address"_s));
    if (!place)
        return fail(place.error());
    const auto target = [](const QDomElement &disk) { return disk.firstChildElement(u"target"_s).attribute(u"dev"_s); };
    const auto samePlace = [&](const QDomElement &present) {
        const auto other = readGuestAddress(present.firstChildElement(u"address"_s));
        return other && *other && (*other)->domain == (*place)->domain && (*other)->bus == (*place)->bus
            && (*other)->slot == (*place)->slot && (*other)->function == (*place)->function;
    };
    QString subject;
    std::function<bool(const QDomElement &)> matches;
    UsbSelector usb;
    if (isUsbHostdev(given)) {
        const auto read = readUsbHostdev(given);
        if (!read)
            return fail(read.error());
        usb = read->source;
        subject = u"USB device "_s + usb.toString();
        matches = [&](const QDomElement &present) {
            const auto other = isUsbHostdev(present) ? readUsbHostdev(present)
                                                     : Result<AssignedUsb>(fail(ErrorCode::NotFound, kind));
            return other && isSameUsbSource(usb, other->source);
        };
    } else if (kind == u"hostdev" && source) {
        subject = source->toString();
        matches = [&](const QDomElement &present) { return sourceOf(present) == source; };
    } else if (kind == u"interface" && (mac || source || *place)) {
        subject = mac ? mac->toString() : source ? source->toString() : u"interface"_s;
        matches = [&](const QDomElement &present) {
            return (mac ? macOf(present) == mac : !source || sourceOf(present) == source)
                && (!*place || samePlace(present));
        };
    } else if (kind == u"disk" && !target(given).isEmpty()) {
        subject = target(given);
        matches = [&](const QDomElement &present) { return target(present) == target(given); };
    } else if (kind == u"controller" && given.hasAttribute(u"index"_s)) {
        subject = u"controller %1 %2"_s.arg(given.attribute(u"type"_s), given.attribute(u"index"_s));
        matches = [&](const QDomElement &present) {
            return present.attribute(u"type"_s) == given.attribute(u"type"_s)
                && present.attribute(u"index"_s) == given.attribute(u"index"_s);
        };
    } else if (kind == u"hostdev" || kind == u"interface" || kind == u"disk" || kind == u"controller") {
        return fail(ErrorCode::InvalidXml, kind,
            u"nothing to find it by: <hostdev> needs its source, <interface> a MAC, <disk> a target"_s);
    } else {
        subject = kind;
        // The only one of its kind needs no more words; of several it is the one that all words fit.
        const bool isOnly = childElements(root().firstChildElement(u"devices"_s), kind).size() == 1;
        matches = [&, isOnly](const QDomElement &present) {
            const QDomNamedNodeMap words = given.attributes();
            for (int i = 0; i < words.size() && !isOnly; ++i)
                if (present.attribute(words.item(i).nodeName()) != words.item(i).nodeValue())
                    return false;
            return isOnly || !*place || samePlace(present);
        };
    }

    QList<int> found;
    const auto candidates = [&](const QDomElement &domain) {
        const QDomElement devices = domain.firstChildElement(u"devices"_s);
        QList<QDomElement> elements = childElements(devices, kind);
        if (kind == u"hostdev") // libvirt, too, finds an assigned interface by its source
            elements += childElements(devices, u"interface"_s);
        return elements;
    };
    const QList<QDomElement> present = candidates(root());
    for (int i = 0; i < present.size(); ++i)
        if (matches(present[i]))
            found << i;
    if (found.isEmpty())
        return fail(ErrorCode::NotFound, subject, u"the domain has no such <%1>"_s.arg(kind));
    if (found.size() > 1)
        return fail(ErrorCode::InvalidInput, subject, u"%1 elements fit; say more of it"_s.arg(found.size()));
    const auto removedSource = sourceOf(present[found.first()]);
    if (kind == u"memballoon")
        return leaveNoBalloon(candidates(editableRoot())[found.first()]);
    removeWithLine(candidates(editableRoot())[found.first()]);
    if (removedSource)
        removeDeviceExtra(*removedSource);
    return {};
}

void DomainXml::setDeviceExtra(
    const PciAddress &source, const VfChange &extra, const std::optional<DeviceIdentity> &identity)
{
    removeDeviceExtra(source);
    QDomElement domain = editableRoot();
    QDomDocument document = domain.ownerDocument();
    const auto onOff = [](bool on) { return on ? u"on"_s : u"off"_s; };
    const auto hex = [](quint16 id) { return QString::asprintf("0x%04x", id); };

    QDomElement metadata = childInLibvirtOrder(domain, u"metadata"_s);
    QDomElement holder;
    for (const QDomElement &child : childElements(metadata))
        if (localName(child) == u"devices" && namespaceOf(child) == lanewayNamespace)
            holder = child;
    if (holder.isNull()) {
        holder = document.createElement(u"laneway:devices"_s);
        holder.setAttribute(u"xmlns:laneway"_s, QString(lanewayNamespace));
        appendOnOwnLine(metadata, holder);
    }
    QString prefix = holder.tagName();
    prefix.chop(u"devices"_s.size());
    QDomElement device = document.createElement(prefix + u"device"_s);
    device.setAttribute(u"address"_s, source.toString());
    if (extra.trust)
        device.setAttribute(u"trust"_s, onOff(*extra.trust));
    if (extra.spoofCheck)
        device.setAttribute(u"spoofcheck"_s, onOff(*extra.spoofCheck));
    if (extra.linkState)
        device.setAttribute(u"linkstate"_s,
            *extra.linkState == VfLinkState::Auto         ? u"auto"_s
                : *extra.linkState == VfLinkState::Enable ? u"enable"_s
                                                          : u"disable"_s);
    if (extra.rate) {
        device.setAttribute(u"minrate"_s, QString::number(extra.rate->minimum));
        device.setAttribute(u"maxrate"_s, QString::number(extra.rate->maximum));
    }
    if (extra.vlan && extra.vlan->qos != 0)
        device.setAttribute(u"vlanqos"_s, QString::number(extra.vlan->qos));
    if (extra.vlan && extra.vlan->protocol == VlanProtocol::Dot1AD)
        device.setAttribute(u"vlanprotocol"_s, u"802.1ad"_s);
    if (identity) {
        QDomElement element = document.createElement(prefix + u"identity"_s);
        element.setAttribute(u"vendor"_s, hex(identity->vendor));
        element.setAttribute(u"device"_s, hex(identity->device));
        element.setAttribute(u"subsystemvendor"_s, hex(identity->subsystemVendor));
        element.setAttribute(u"subsystemdevice"_s, hex(identity->subsystemDevice));
        if (!identity->serial.isEmpty())
            element.setAttribute(u"serial"_s, identity->serial);
        if (!identity->slotPath.isEmpty())
            element.setAttribute(u"slots"_s, identity->slotPath.join(u' '));
        if (identity->vfIndex)
            element.setAttribute(u"vf"_s, QString::number(identity->vfIndex->value));
        device.appendChild(element);
    }
    appendOnOwnLine(holder, device);
}

void DomainXml::removeDeviceExtra(const PciAddress &source)
{
    for (const QDomElement &element : extraElements(editableRoot())) {
        if (element.attribute(u"address"_s) != source.toString())
            continue;
        QDomElement holder = element.parentNode().toElement();
        removeWithLine(element);
        if (holder.firstChildElement().isNull())
            removeWithLine(holder);
    }
}

QDomElement DomainXml::root() const
{
    return d->document.documentElement();
}

QDomElement DomainXml::editableRoot()
{
    return d->document.documentElement(); // non-const access detaches
}

QString deviceListXml(const QList<AssignedDevice> &devices)
{
    QDomDocument document;
    QDomElement list = document.createElement(u"devices"_s);
    document.appendChild(list);
    DomainXml extras = DomainXml::parse("<domain><name>extras</name></domain>").value();
    for (const AssignedDevice &device : devices) {
        list.appendChild(writeAssignedDevice(document, device));
        VfChange extra = device.extraToKeep();
        if (extra.vlan && extra.vlan->qos == 0 && extra.vlan->protocol == VlanProtocol::Dot1Q)
            extra.vlan.reset();
        if (device.form == AssignedDevice::Form::Interface && !extra.isEmpty())
            extras.setDeviceExtra(device.source, extra, std::nullopt);
    }
    const QDomElement metadata = extras.root().firstChildElement(u"metadata"_s);
    if (!metadata.isNull())
        list.appendChild(document.importNode(metadata, true));
    layOut(list);
    return nodeText(list) + u'\n';
}

} // namespace laneway
