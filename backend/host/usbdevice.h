// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/usbaddress.h"
#include "host/pcifunction.h"

namespace laneway {

/// One function of a USB device, with its driver in the host.
struct UsbInterface
{
    int number = 0;
    quint32 classCode = 0; ///< class, subclass, protocol: 0x030101
    QString driver; ///< "usbhid", "usb-storage"; "usbfs" while a program has it; empty: none
    bool operator==(const UsbInterface &) const = default;
};

/// Facts of one USB device. A plain value: equality decides whether a row changed.
struct UsbDevice
{
    UsbPort port;
    UsbAddress address;
    UsbIds ids;
    QString vendorName; ///< the hardware database's, else what the device itself says
    QString productName;
    QString serial; ///< empty when it has none
    double speed = 0; ///< Mbit/s: 1.5, 12, 480, 5000 …; 0: unknown
    quint8 classCode = 0; ///< of the device; 0: its interfaces say
    int configuration = 0; ///< bConfigurationValue; 0: none is set
    std::optional<PciAddress> controller; ///< the PCI function that it hangs below
    QList<UsbInterface> parts;
    QList<NetInterface> interfaces;
    QList<BlockDevice> disks;
    QStringList keyboards; ///< names; a receiver can be keyboard and pointer
    QStringList pointers;
    QStringList sounds;

    bool operator==(const UsbDevice &) const = default;
    bool isHub() const;
    /// "Logitech, Inc. Unifying Receiver"; "046d:c52b" for what is unknown.
    QString displayName() const;
    QString nodeDeviceName() const; ///< "usb_1_4_2", as libvirt names node devices
    /// What kind of device it is, for people: "Keyboard", "Storage"; translated.
    QString kindText() const;
};

/// What a definition says of the device that it wants.
struct UsbSelector
{
    std::optional<UsbIds> ids;
    std::optional<UsbAddress> address;
    bool operator==(const UsbSelector &) const = default;
    bool matches(const UsbDevice &device) const;
    QString toString() const; ///< "046d:c52b", "001/004", "046d:c52b at 001/004"
};

} // namespace laneway

Q_DECLARE_METATYPE(laneway::UsbDevice)
