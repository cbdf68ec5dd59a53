// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/usbdevice.h"

#include <QDomElement>

namespace laneway {

class DomainXml;

/// Where a USB device sits in the guest: `<address type='usb' bus= port=>`. Bus is the controller's index.
struct GuestUsbAddress
{
    int bus = 0;
    QString port; ///< "2", "1.4": of the hubs down to it; empty: the next that is free
    bool operator==(const GuestUsbAddress &) const = default;
};

/// One host USB device that a domain has: `<hostdev mode='subsystem' type='usb'>`.
struct AssignedUsb
{
    enum class StartupPolicy {
        Mandatory, ///< without the device the domain does not start
        Requisite, ///< the same at a cold boot; may be missing when a domain is brought back
        Optional, ///< the domain starts without it
    };
    enum class GuestReset { Off, Uninitialized, On };

    UsbSelector source;
    bool managed = false; ///< kept, and of no effect: QEMU takes the device and gives it back
    std::optional<StartupPolicy> startupPolicy; ///< as written; none is mandatory
    std::optional<GuestReset> guestReset;
    bool missing = false; ///< of a running domain: it started without
    std::optional<GuestUsbAddress> guestAddress;
    QString alias;
    int bootOrder = 0; ///< 0: none

    bool isOptional() const { return startupPolicy == StartupPolicy::Optional; }
    bool operator==(const AssignedUsb &) const = default;
};

bool isUsbHostdev(const QDomElement &element);
/// libvirt's rules: vendor and product together or neither, vendor not 0; bus and device together; one
/// of the two pairs. Numbers in C notation. Fails with InvalidXml or UnsupportedConfiguration.
Result<AssignedUsb> readUsbHostdev(const QDomElement &element);
/// The element that libvirt would write for it.
QDomElement writeUsbHostdev(QDomDocument &document, const AssignedUsb &device);
QString usbHostdevXml(const AssignedUsb &device); ///< the element as text
QString usbListXml(const QList<AssignedUsb> &devices); ///< `<devices>`, as DomainXml::addDevice() takes it

/// All of a domain, in document order.
Result<QList<AssignedUsb>> readUsbHostdevs(const DomainXml &domain);
/// libvirt's comparison: by address where @p first has one, else by vendor and product.
bool isSameUsbSource(const UsbSelector &first, const UsbSelector &second);
/// Writes what a running domain got into its document, in readUsbHostdevs()' order: the address that
/// was found, or that it is missing.
void settleUsbHostdevs(DomainXml &domain, const QList<AssignedUsb> &devices);

} // namespace laneway
