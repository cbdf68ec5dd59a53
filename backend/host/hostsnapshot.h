// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deviceidentity.h"
#include "host/pcifunction.h"
#include "host/usbdevice.h"

#include <QMap>

namespace laneway {

/// What the kernel and firmware say of the IOMMU; whether a device can be isolated is a fact of the
/// function (PciFunction::iommuGroup), not of the host.
struct IommuState
{
    QStringList units; ///< /sys/class/iommu: "dmar0", "ivhd0"
    bool interruptRemapping = true; ///< false only when known to be missing
    bool unsafeInterrupts = false; ///< vfio_iommu_type1.allow_unsafe_interrupts
    bool vfioAvailable = true; ///< the vfio-pci driver is there or its module can be loaded
    bool operator==(const IommuState &) const = default;
};

/// What differs between two snapshots of one host, by address and by USB port.
struct HostDiff
{
    QList<PciAddress> added;
    QList<PciAddress> removed;
    QList<PciAddress> changed;
    QList<UsbPort> usbAdded;
    QList<UsbPort> usbRemoved;
    QList<UsbPort> usbChanged; ///< also: another device at this port
    bool platformChanged = false; ///< IOMMU state, kernel command line, module parameters
    bool hasUsb() const { return !usbAdded.isEmpty() || !usbRemoved.isEmpty() || !usbChanged.isEmpty(); }
    bool isEmpty() const
    {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty() && !platformChanged && !hasUsb();
    }
};

/// Facts of a host at one moment: an immutable value. Its JSON (snapshotjson.h) is at once capture,
/// sample host and bug report.
struct HostSnapshot
{
    quint64 serial = 0; ///< grows with each change; 0 is "never read"
    QString hostName;
    QString kernelRelease;
    QString kernelCommandLine;
    quint64 memoryBytes = 0; ///< that its kernel has; 0: not known
    int processors = 0; ///< that are online; 0: not known
    IommuState iommu;
    QMap<QString, QString> moduleParameters; ///< "vfio_iommu_type1.allow_unsafe_interrupts" → "N"
    QMap<PciAddress, PciFunction> functions;
    bool usbKnown = false; ///< whether anybody told of USB devices; a listing of lspci does not
    QMap<UsbPort, UsbDevice> usb; ///< root hubs and hubs included
    QStringList otherKeyboards; ///< names of those that are not on USB: PS/2, a laptop's own
    QStringList otherPointers;
    bool readOnly = false; ///< a capture or sample that nothing can be done to
    bool simulated = false;

    const PciFunction *find(const PciAddress &address) const;
    const UsbDevice *find(const UsbPort &port) const;
    const UsbDevice *find(const UsbAddress &address) const;
    /// Exactly the one that is meant. NotFound when there is none; UnsupportedConfiguration when several
    /// fit, and their addresses have to tell them apart: the detail names them.
    Result<const UsbDevice *> find(const UsbSelector &wanted) const;
    /// USB devices that hang below a controller, hubs left out.
    QList<const UsbDevice *> usbBelow(const PciAddress &controller) const;
    /// All functions of a group by address, bridges included; empty for a group that is not there.
    QList<PciAddress> groupMembers(int group) const;
    bool hasIommuGroups() const;
    /// There are functions, and of none of them it is known whether it has a group: nobody can say
    /// then whether the IOMMU is on.
    bool iommuUnknown() const;
    /// Whether it has the PCI Express capability; taken for granted of what is not there.
    bool isPcie(const PciAddress &address) const;
    /// Functions of the same slot, @p address itself left out.
    QList<PciAddress> siblings(const PciAddress &address) const;
    DeviceIdentity identityOf(const PciFunction &function) const;
    /// Facts only: two reads of an unchanged host are equal whatever their serials.
    bool sameFacts(const HostSnapshot &other) const;
};

HostDiff diff(const HostSnapshot &before, const HostSnapshot &after);

} // namespace laneway

Q_DECLARE_METATYPE(laneway::HostSnapshot)
