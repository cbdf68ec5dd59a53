// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/hostdevxml.h"

#include "host/portprofile.h"
#include "xml/vlanxml.h"
#include "xml/xmlnodes.h"

namespace laneway {

namespace {

enum class Strictness { Definition, Start };

auto invalid(const QDomElement &element, const QString &why)
{
    return fail(ErrorCode::InvalidXml, elementPath(element), why);
}

auto unsupported(const QDomElement &element, const QString &why)
{
    return fail(ErrorCode::UnsupportedConfiguration, elementPath(element), why);
}

struct PciNumbers
{
    quint32 domain = 0, bus = 0, slot = 0, function = 0;
};

Result<PciNumbers> readPciNumbers(const QDomElement &address)
{
    PciNumbers numbers;
    const std::array fields{std::pair{u"domain"_s, &numbers.domain}, std::pair{u"bus"_s, &numbers.bus},
        std::pair{u"slot"_s, &numbers.slot}, std::pair{u"function"_s, &numbers.function}};
    for (const auto &[name, field] : fields) {
        if (!address.hasAttribute(name))
            continue;
        const QString text = address.attribute(name);
        const auto number = cNumber(text);
        if (!number)
            return invalid(
                address, u"%1='%2': not a number (0x… hexadecimal, 0… octal, else decimal)"_s.arg(name, text));
        *field = *number;
    }
    if (numbers.bus > 0xff)
        return invalid(address, u"bus='0x%1': at most 0xff"_s.arg(numbers.bus, 0, 16));
    if (numbers.slot > 0x1f)
        return invalid(address, u"slot='0x%1': at most 0x1f"_s.arg(numbers.slot, 0, 16));
    if (numbers.function > 7)
        return invalid(address, u"function='0x%1': at most 7"_s.arg(numbers.function, 0, 16));
    return numbers;
}

Result<PciAddress> readSource(const QDomElement &source)
{
    const QDomElement address = source.firstChildElement(u"address"_s);
    if (address.isNull())
        return invalid(source,
            u"no <address>: the device's own place is missing, such as <address domain='0x0000' "
            "bus='0x03' slot='0x10' function='0x2'/>"_s);
    bool any = false;
    for (const QString &name : {u"domain"_s, u"bus"_s, u"slot"_s, u"function"_s})
        any = any || address.hasAttribute(name);
    if (!any)
        return invalid(address, u"no bus, slot and function"_s);
    const auto numbers = readPciNumbers(address);
    if (!numbers)
        return fail(numbers.error());
    return PciAddress::make(numbers->domain, numbers->bus, numbers->slot, numbers->function).value();
}

Result<> readDriver(const QDomElement &element, AssignedDevice &device)
{
    const QDomElement driver = element.firstChildElement(u"driver"_s);
    if (driver.isNull())
        return {};
    device.driver = driver.attribute(u"name"_s);
    device.driverModel = driver.attribute(u"model"_s);
    if (driver.hasAttribute(u"name"_s) && device.driver != u"vfio" && device.driver != u"kvm"
        && device.driver != u"xen")
        return invalid(driver, u"name='%1': only vfio"_s.arg(device.driver));
    if (device.driverModel.contains(u'/') || device.driverModel.startsWith(u'.'))
        return invalid(driver, u"model='%1': not a name of a kernel driver"_s.arg(device.driverModel));
    return {};
}

Result<> readTeaming(const QDomElement &element, Strictness strictness)
{
    const QDomElement teaming = element.firstChildElement(u"teaming"_s);
    if (teaming.isNull())
        return {};
    if (teaming.attribute(u"type"_s) != u"transient")
        return unsupported(teaming, u"a host device can only be the transient half of a team"_s);
    if (teaming.attribute(u"persistent"_s).isEmpty())
        return unsupported(teaming, u"persistent must name the alias of the virtio interface"_s);
    if (strictness == Strictness::Start)
        return unsupported(teaming, u"failover pairs are not started; remove <teaming>"_s);
    return {};
}

Result<> readPlace(const QDomElement &element, AssignedDevice &device)
{
    const QDomElement address = element.firstChildElement(u"address"_s);
    if (address.isNull())
        return {};
    const QString type = address.attribute(u"type"_s);
    if (type == u"unassigned") {
        device.unassigned = true;
        return {};
    }
    if (type.isEmpty())
        return invalid(address, u"no type: pci or unassigned"_s);
    if (type != u"pci")
        return invalid(address, u"type='%1': a PCI host device takes pci or unassigned"_s.arg(type));
    auto place = readGuestAddress(address);
    if (!place)
        return fail(place.error());
    device.guestAddress = *place;
    return {};
}

Result<> readRom(const QDomElement &element, AssignedDevice &device)
{
    const QDomElement rom = element.firstChildElement(u"rom"_s);
    if (rom.isNull())
        return {};
    const auto enabled = switchAttribute(rom, u"enabled"_s, false);
    if (!enabled)
        return fail(enabled.error());
    const auto bar = switchAttribute(rom, u"bar"_s, true);
    if (!bar)
        return fail(bar.error());
    device.romEnabled = *enabled;
    device.romBar = *bar;
    device.romFile = rom.attribute(u"file"_s);
    if (device.romEnabled == false && (device.romBar || !device.romFile.isEmpty()))
        return unsupported(rom, u"enabled='no' leaves nothing for bar and file"_s);
    if (device.unassigned)
        return unsupported(rom, u"the guest does not see this device (<address type='unassigned'/>)"_s);
    return {};
}

/// What both elements have around their source.
Result<> readCommon(const QDomElement &element, AssignedDevice &device, Strictness strictness)
{
    const auto managed = switchAttribute(element, u"managed"_s, false);
    if (!managed)
        return fail(managed.error());
    device.managed = managed->value_or(false);

    if (const auto done = readDriver(element, device); !done)
        return done;
    if (const auto done = readTeaming(element, strictness); !done)
        return done;
    if (const auto done = readPlace(element, device); !done)
        return done;
    if (const auto done = readRom(element, device); !done)
        return done;

    device.alias = element.firstChildElement(u"alias"_s).attribute(u"name"_s);
    if (const QDomElement boot = element.firstChildElement(u"boot"_s); !boot.isNull()) {
        const auto order = decimalNumber(boot.attribute(u"order"_s));
        if (!order || *order == 0 || *order > 0x7fffffff)
            return invalid(boot, u"order='%1': a number from 1"_s.arg(boot.attribute(u"order"_s)));
        device.bootOrder = int(*order);
    }
    if (const QDomElement acpi = element.firstChildElement(u"acpi"_s); !acpi.isNull()) {
        const auto index = decimalNumber(acpi.attribute(u"index"_s));
        if (acpi.hasAttribute(u"index"_s) && (!index || *index == 0))
            return invalid(acpi, u"index='%1': a number from 1"_s.arg(acpi.attribute(u"index"_s)));
        if (strictness == Strictness::Start)
            return unsupported(acpi, u"ACPI index and node set are not passed on; remove <acpi>"_s);
    }

    if (strictness == Strictness::Definition)
        return {};
    const QDomElement driver = element.firstChildElement(u"driver"_s);
    if (!device.driver.isEmpty() && device.driver != u"vfio")
        return unsupported(driver, u"name='%1': guests get host devices through vfio"_s.arg(device.driver));
    if (driver.attribute(u"iommufd"_s) == u"yes")
        return unsupported(driver, u"iommufd is not used yet; remove the attribute"_s);
    return {};
}

Result<AssignedDevice> readHostdev(const QDomElement &element, Strictness strictness)
{
    AssignedDevice device;
    device.form = AssignedDevice::Form::Hostdev;
    const QString mode = element.attribute(u"mode"_s, u"subsystem"_s);
    if (mode == u"capabilities")
        return unsupported(element, u"mode='capabilities' is for containers; use mode='subsystem'"_s);
    if (mode != u"subsystem")
        return invalid(element, u"mode='%1': only subsystem"_s.arg(mode));

    const QString type = element.attribute(u"type"_s);
    if (type.isEmpty())
        return invalid(element, u"no type"_s);
    if (type == u"usb")
        return invalid(element, u"this is a USB device, not one of PCI"_s);
    if (type == u"scsi" || type == u"scsi_host")
        return unsupported(element,
            u"a SCSI device is not passed on; use <disk type='block'>, or give the guest the whole "
            "controller (type='pci')"_s);
    if (type == u"mdev")
        return unsupported(
            element, u"mediated devices are not passed on; use a virtual function of the card (type='pci')"_s);
    if (type != u"pci")
        return invalid(element, u"type='%1' is none that libvirt knows"_s.arg(type));
    for (const QString &name : {u"sgio"_s, u"rawio"_s})
        if (element.hasAttribute(name))
            return invalid(element, name + u" is for SCSI devices only"_s);
    if (element.hasAttribute(u"model"_s))
        return invalid(element, u"a PCI host device has no model"_s);
    for (const QString &name : {u"display"_s, u"ramfb"_s}) {
        const auto on = switchAttribute(element, name, true);
        if (!on)
            return fail(on.error());
        if (*on == true && strictness == Strictness::Start)
            return unsupported(element, name + u"='on' is for mediated devices; remove it"_s);
    }

    const QDomElement source = element.firstChildElement(u"source"_s);
    if (source.isNull())
        return invalid(element, u"no <source>"_s);
    if (source.hasAttribute(u"startupPolicy"_s))
        return unsupported(source, u"startupPolicy is for USB devices only"_s);
    if (source.hasAttribute(u"writeFiltering"_s))
        return unsupported(source, u"writeFiltering is for Xen only"_s);
    const auto address = readSource(source);
    if (!address)
        return fail(address.error());
    device.source = *address;
    if (const auto done = readCommon(element, device, strictness); !done)
        return fail(done.error());
    return device;
}

Result<> readTag(const QDomElement &element, AssignedDevice &device, Strictness strictness)
{
    const auto vlan = readVlan(element);
    if (!vlan)
        return fail(vlan.error());
    if (!*vlan || strictness == Strictness::Definition)
        return {};
    if ((*vlan)->trunk)
        return unsupported(element.firstChildElement(u"vlan"_s),
            u"a virtual function carries one tag and no trunk; keep a single <tag>, or none and let "
            "the guest tag"_s);
    const quint16 id = (*vlan)->tags.first();
    if (id == 4095)
        return unsupported(element.firstChildElement(u"vlan"_s).firstChildElement(u"tag"_s),
            u"id='4095' is reserved; 1 to 4094, or 0 for none"_s);
    device.vlan = VfVlan{};
    if (id != 0)
        device.vlan->id = VlanId::make(id).value();
    return {};
}

/// Elements that an ordinary interface may have and an assigned one cannot.
Result<> refuseNetworkParts(const QDomElement &element, Strictness strictness)
{
    struct Part
    {
        QString name;
        bool atStart; ///< libvirt takes it in a definition
        QString why;
    };
    const std::array parts{
        Part{u"mtu"_s, false, u"the size of frames is set by the guest and on the PF"_s},
        Part{u"ip"_s, false, u"addresses are set in the guest"_s},
        Part{u"route"_s, false, u"routes are set in the guest"_s},
        Part{u"bandwidth"_s, true,
            u"a virtual function is limited by its PF: set minrate and maxrate instead (vf set)"_s},
        Part{u"filterref"_s, true,
            u"packet filters cannot see an assigned device; rely on spoof checking and the VLAN"_s},
    };
    for (const Part &part : parts) {
        const QDomElement child = element.firstChildElement(part.name);
        if (!child.isNull() && (!part.atStart || strictness == Strictness::Start))
            return unsupported(child, part.why);
    }
    const QDomElement port = element.firstChildElement(u"port"_s);
    if (port.attribute(u"isolated"_s) == u"yes")
        return unsupported(port, u"an isolated port needs a bridge"_s);
    const QDomElement backend = element.firstChildElement(u"backend"_s);
    if (backend.hasAttribute(u"tap"_s))
        return unsupported(backend, u"an assigned device has no tap device"_s);
    return {};
}

Result<> readProfile(const QDomElement &element, AssignedDevice &device, Strictness strictness)
{
    const auto port = readPortProfile(element);
    if (!port)
        return fail(port.error());
    if (!*port)
        return {};
    const QDomElement place = element.firstChildElement(u"virtualport"_s);
    const QString &type = (*port)->type;
    const QString profile = (*port)->parameters.value(u"profileid"_s);
    if (type.isEmpty())
        return invalid(place, u"no type"_s);
    const bool isOurs = type == u"802.1Qbh";
    if (isOurs && profile.isEmpty())
        return invalid(place, u"no <parameters profileid='…'/>"_s);
    if (isOurs && profile.toUtf8().size() > longestPortProfile)
        return invalid(place, u"profileid='%1' is longer than %2 bytes"_s.arg(profile).arg(longestPortProfile));
    if (strictness == Strictness::Definition)
        return {};
    if (!element.firstChildElement(u"vlan"_s).isNull())
        return unsupported(place, u"a port profile and <vlan> exclude each other: keep one of them"_s);
    if (!isOurs)
        return unsupported(
            place, u"a virtual function takes port profiles of type 802.1Qbh only, not %1; or use <vlan>"_s.arg(type));
    device.portProfile = profile;
    return {};
}

Result<AssignedDevice> readInterface(const QDomElement &element, Strictness strictness)
{
    AssignedDevice device;
    device.form = AssignedDevice::Form::Interface;
    const QString type = element.attribute(u"type"_s);
    if (type != u"hostdev")
        return unsupported(element, u"type='%1' is no host device; type='hostdev' is"_s.arg(type));

    const QDomElement source = element.firstChildElement(u"source"_s);
    if (source.isNull())
        return invalid(element, u"no <source>"_s);
    for (const QString &name : {u"bridge"_s, u"network"_s, u"dev"_s})
        if (source.hasAttribute(name))
            return unsupported(source,
                u"%1='%2' is for another type of interface; type='hostdev' takes <address type='pci' "
                "…> of a virtual function"_s.arg(name, source.attribute(name)));
    const QDomElement address = source.firstChildElement(u"address"_s);
    QString sourceType = address.attribute(u"type"_s);
    if (sourceType.isEmpty() && !source.firstChildElement(u"vendor"_s).isNull())
        sourceType = u"usb"_s;
    if (sourceType == u"usb")
        return unsupported(source,
            u"a USB device cannot be an assigned interface: no MAC or VLAN could be set; give it "
            "to the guest as <hostdev type='usb'>"_s);
    if (sourceType.isEmpty() && !address.isNull())
        return unsupported(address, u"no type; write <address type='pci' …>"_s);
    if (!address.isNull() && sourceType != u"pci")
        return unsupported(address, u"type='%1': only pci"_s.arg(sourceType));
    const auto place = readSource(source);
    if (!place)
        return fail(place.error());
    device.source = *place;

    if (const QDomElement mac = element.firstChildElement(u"mac"_s); !mac.isNull()) {
        const auto parsed = MacAddress::parse(mac.attribute(u"address"_s));
        if (!parsed)
            return invalid(mac, u"address='%1': %2"_s.arg(mac.attribute(u"address"_s), parsed.error().detail));
        if (parsed->isMulticast())
            return invalid(mac, u"address='%1' is a multicast address"_s.arg(parsed->toString()));
        if (!parsed->isNull())
            device.mac = *parsed;
    }
    if (const auto done = readTag(element, device, strictness); !done)
        return fail(done.error());
    if (const auto done = refuseNetworkParts(element, strictness); !done)
        return fail(done.error());
    if (const auto done = readProfile(element, device, strictness); !done)
        return fail(done.error());
    if (const auto done = readCommon(element, device, strictness); !done)
        return fail(done.error());
    return device;
}

Result<AssignedDevice> read(const QDomElement &element, Strictness strictness)
{
    if (element.tagName() == u"hostdev")
        return readHostdev(element, strictness);
    if (element.tagName() == u"interface")
        return readInterface(element, strictness);
    return invalid(element, u"<%1> is neither <hostdev> nor <interface>"_s.arg(element.tagName()));
}

QString hex(quint32 value, int digits)
{
    return u"0x"_s + QString::number(value, 16).rightJustified(digits, u'0');
}

QDomElement appended(QDomElement &parent, const QString &name)
{
    QDomElement child = parent.ownerDocument().createElement(name);
    parent.appendChild(child);
    return child;
}

} // namespace

VfChange AssignedDevice::vfChange() const
{
    if (form == Form::Hostdev)
        return {};
    VfChange change = extra;
    if (!portProfile.isEmpty())
        return change;
    change.mac = mac;
    change.vlan = vlan.value_or(VfVlan{});
    return change;
}

VfChange AssignedDevice::extraToKeep() const
{
    VfChange kept = extra;
    kept.vlan = vlan;
    return kept;
}

Result<std::optional<GuestPciAddress>> readGuestAddress(const QDomElement &address)
{
    if (address.isNull() || address.attribute(u"type"_s) != u"pci")
        return std::nullopt;
    const auto numbers = readPciNumbers(address);
    if (!numbers)
        return fail(numbers.error());
    const auto multifunction = switchAttribute(address, u"multifunction"_s, true);
    if (!multifunction)
        return fail(multifunction.error());
    return GuestPciAddress{
        numbers->domain, quint8(numbers->bus), quint8(numbers->slot), quint8(numbers->function), *multifunction};
}

void writeGuestAddress(QDomElement &address, const GuestPciAddress &place)
{
    address.setAttribute(u"type"_s, u"pci"_s);
    address.setAttribute(u"domain"_s, hex(place.domain, 4));
    address.setAttribute(u"bus"_s, hex(place.bus, 2));
    address.setAttribute(u"slot"_s, hex(place.slot, 2));
    address.setAttribute(u"function"_s, hex(place.function, 1));
    if (place.multifunction)
        address.setAttribute(u"multifunction"_s, *place.multifunction ? u"on"_s : u"off"_s);
}

Result<AssignedDevice> readAssignedDevice(const QDomElement &element)
{
    return read(element, Strictness::Start);
}

Result<> checkHostDevice(const QDomElement &element)
{
    const auto device = read(element, Strictness::Definition);
    if (!device)
        return fail(device.error());
    return {};
}

QDomElement writeAssignedDevice(QDomDocument &document, const AssignedDevice &device)
{
    const bool isInterface = device.form == AssignedDevice::Form::Interface;
    QDomElement element = document.createElement(isInterface ? u"interface"_s : u"hostdev"_s);
    if (isInterface) {
        element.setAttribute(u"type"_s, u"hostdev"_s);
        if (device.managed)
            element.setAttribute(u"managed"_s, u"yes"_s);
        if (device.mac)
            appended(element, u"mac"_s).setAttribute(u"address"_s, device.mac->toString());
    } else {
        element.setAttribute(u"mode"_s, u"subsystem"_s);
        element.setAttribute(u"type"_s, u"pci"_s);
        element.setAttribute(u"managed"_s, device.managed ? u"yes"_s : u"no"_s);
    }
    if (!device.driver.isEmpty() || !device.driverModel.isEmpty()) {
        QDomElement driver = appended(element, u"driver"_s);
        if (!device.driver.isEmpty())
            driver.setAttribute(u"name"_s, device.driver);
        if (!device.driverModel.isEmpty())
            driver.setAttribute(u"model"_s, device.driverModel);
    }
    QDomElement source = appended(element, u"source"_s);
    QDomElement address = appended(source, u"address"_s);
    if (isInterface)
        address.setAttribute(u"type"_s, u"pci"_s);
    address.setAttribute(u"domain"_s, hex(device.source.domain(), 4));
    address.setAttribute(u"bus"_s, hex(device.source.bus(), 2));
    address.setAttribute(u"slot"_s, hex(device.source.slot(), 2));
    address.setAttribute(u"function"_s, hex(device.source.function(), 1));
    if (isInterface && device.vlan) {
        QDomElement vlan = appended(element, u"vlan"_s);
        appended(vlan, u"tag"_s).setAttribute(u"id"_s, device.vlan->id ? device.vlan->id->value() : 0);
    }
    if (isInterface && !device.portProfile.isEmpty()) {
        QDomElement port = appended(element, u"virtualport"_s);
        port.setAttribute(u"type"_s, u"802.1Qbh"_s);
        appended(port, u"parameters"_s).setAttribute(u"profileid"_s, device.portProfile);
    }
    if (device.bootOrder > 0)
        appended(element, u"boot"_s).setAttribute(u"order"_s, device.bootOrder);
    if (!device.alias.isEmpty())
        appended(element, u"alias"_s).setAttribute(u"name"_s, device.alias);
    if (device.romEnabled || device.romBar || !device.romFile.isEmpty()) {
        QDomElement rom = appended(element, u"rom"_s);
        if (device.romEnabled)
            rom.setAttribute(u"enabled"_s, *device.romEnabled ? u"yes"_s : u"no"_s);
        if (device.romBar)
            rom.setAttribute(u"bar"_s, *device.romBar ? u"on"_s : u"off"_s);
        if (!device.romFile.isEmpty())
            rom.setAttribute(u"file"_s, device.romFile);
    }
    if (device.unassigned) {
        appended(element, u"address"_s).setAttribute(u"type"_s, u"unassigned"_s);
    } else if (device.guestAddress) {
        QDomElement place = appended(element, u"address"_s);
        writeGuestAddress(place, *device.guestAddress);
    }
    return element;
}

QString assignedDeviceXml(const AssignedDevice &device)
{
    QDomDocument document;
    const QDomElement element = writeAssignedDevice(document, device);
    document.appendChild(element);
    layOut(element);
    return nodeText(element) + u'\n';
}

} // namespace laneway
