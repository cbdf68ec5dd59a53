// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/kernel.h"

#include <memory>

namespace laneway {

/// Names from udev's hardware database (hwdb.bin, made from pci.ids and usb.ids), each looked up once.
/// Thread-safe. Where there is no database every name is empty.
class UdevNames : public HardwareNames
{
public:
    UdevNames();
    ~UdevNames() override;
    bool isAvailable() const; ///< whether there is a database
    QString vendor(quint16 vendor) const override;
    QString device(quint16 vendor, quint16 device) const override;
    /// The subclass ("Ethernet controller"); where it has no name, the class ("Network controller").
    QString deviceClass(quint32 classCode) const override;
    QString usbVendor(quint16 vendor) const override;
    QString usbProduct(const UsbIds &ids) const override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace laneway
