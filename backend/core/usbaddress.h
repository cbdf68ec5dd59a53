// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QList>
#include <QMetaType>

#include <compare>

namespace laneway {

/// Where a USB device is plugged in: "1-4.2" is port 2 of the hub at port 4 of bus 1, "usb1" the root
/// hub of bus 1 (linux Documentation/ABI/stable/sysfs-bus-usb). Stays the same when a device is
/// plugged out and in again, unlike its address.
class UsbPort
{
public:
    UsbPort() = default; ///< none: bus 0
    /// Strict: decimal, bus from 1, at most 6 ports deep (USB 3.2, 10.1.1). Fails with InvalidInput.
    static Result<UsbPort> parse(QStringView text);

    int bus() const { return m_bus; }
    bool isRootHub() const { return m_bus > 0 && m_ports.isEmpty(); }
    /// The port of the hub above; a root hub's is itself.
    UsbPort parent() const;
    QString toString() const;

    bool operator==(const UsbPort &) const = default;
    std::strong_ordering operator<=>(const UsbPort &other) const;

private:
    int m_bus = 0;
    QList<int> m_ports;
};

/// The number that the kernel gave a device when it was plugged in: not who it is, and not for long.
struct UsbAddress
{
    int bus = 0; ///< 1 to 999
    int device = 0; ///< 1 to 127
    QString toString() const; ///< "001/004", as lsusb writes it
    QString node() const; ///< "bus/usb/001/004", below /dev
    /// "001/004". Fails with InvalidInput.
    static Result<UsbAddress> parse(QStringView text);
    static std::optional<UsbAddress> make(quint32 bus, quint32 device);
    auto operator<=>(const UsbAddress &) const = default;
};

/// What kind of device it is: vendor and product.
struct UsbIds
{
    quint16 vendor = 0;
    quint16 product = 0;
    QString toString() const; ///< "046d:c52b"
    auto operator<=>(const UsbIds &) const = default;
};

} // namespace laneway

Q_DECLARE_METATYPE(laneway::UsbPort)
