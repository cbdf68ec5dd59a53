// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deviceidentity.h"
#include "core/pciaddress.h"
#include "host/vfsettings.h"

#include <QDomElement>

namespace laneway {

/// Where a device sits in the guest: `<address type='pci' …>`.
struct GuestPciAddress
{
    quint32 domain = 0;
    quint8 bus = 0;
    quint8 slot = 0;
    quint8 function = 0;
    std::optional<bool> multifunction;
    bool operator==(const GuestPciAddress &) const = default;
};

/// One host PCI device that a domain has: `<hostdev mode='subsystem' type='pci'>` or
/// `<interface type='hostdev'>`.
struct AssignedDevice
{
    enum class Form { Hostdev, Interface };
    Form form = Form::Hostdev;
    PciAddress source;
    bool managed = false;
    QString driver; ///< `<driver name=…>`: "", "vfio"; others are refused when started
    QString driverModel; ///< kernel driver to bind instead of vfio-pci
    bool unassigned = false; ///< `<address type='unassigned'/>`: taken from the host, not shown to QEMU
    std::optional<GuestPciAddress> guestAddress;
    QString alias; ///< "hostdev0"; user aliases start with "ua-"
    int bootOrder = 0; ///< 0: none
    std::optional<bool> romBar;
    QString romFile;
    std::optional<bool> romEnabled;
    // Interface only:
    std::optional<MacAddress> mac;
    QString portProfile; ///< of `<virtualport type='802.1Qbh'>`: the switch sets the VLAN then
    std::optional<VfVlan> vlan; ///< a present `<vlan>`; id empty for tag 0
    VfChange extra; ///< trust, spoof check, link state, rates from <metadata> (urn:laneway:1)
    std::optional<DeviceIdentity> identity; ///< from <metadata>

    /// What is to be set on the VF: MAC and VLAN (no `<vlan>`: untagged) and @ref extra. Empty for
    /// Form::Hostdev. With a port profile @ref extra alone: its MAC goes with the request.
    VfChange vfChange() const;
    /// What DomainXml::setDeviceExtra() keeps of it: @ref extra, and priority and protocol of the VLAN.
    VfChange extraToKeep() const;
    bool operator==(const AssignedDevice &) const = default;
};

/// The rules of libvirt for the two elements. A USB source, a bridge, a missing address etc. each
/// give their own error: InvalidXml (against the format) or UnsupportedConfiguration (understood,
/// and not possible; detail says what to do instead).
Result<AssignedDevice> readAssignedDevice(const QDomElement &element);
/// Only what libvirt refuses when a domain is defined, and what it silently takes for something
/// else (an unknown managed word, no source address, a USB source for an interface). What is refused
/// at start, such as a VLAN trunk, passes.
Result<> checkHostDevice(const QDomElement &element);
/// Reads `<address type='pci' …>`: numbers in C notation, bus ≤ 0xff, slot ≤ 0x1f, function ≤ 7.
/// Nothing for another type.
Result<std::optional<GuestPciAddress>> readGuestAddress(const QDomElement &address);
void writeGuestAddress(QDomElement &address, const GuestPciAddress &place);
/// The element that libvirt would write for it, hexadecimal.
QDomElement writeAssignedDevice(QDomDocument &document, const AssignedDevice &device);
/// `<hostdev>` or `<interface>` text for one device, for dialogs and tests.
QString assignedDeviceXml(const AssignedDevice &device);

} // namespace laneway
