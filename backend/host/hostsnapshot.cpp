// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/hostsnapshot.h"

#include <QCoreApplication>

#include <algorithm>

namespace laneway {

namespace {
struct SnapshotText
{
    Q_DECLARE_TR_FUNCTIONS(laneway::SnapshotText)
};
} // namespace

const PciFunction *HostSnapshot::find(const PciAddress &address) const
{
    const auto found = functions.constFind(address);
    return found == functions.cend() ? nullptr : &*found;
}

const UsbDevice *HostSnapshot::find(const UsbPort &port) const
{
    const auto found = usb.constFind(port);
    return found == usb.cend() ? nullptr : &*found;
}

const UsbDevice *HostSnapshot::find(const UsbAddress &address) const
{
    const auto found
        = std::find_if(usb.cbegin(), usb.cend(), [&](const UsbDevice &device) { return device.address == address; });
    return found == usb.cend() ? nullptr : &*found;
}

Result<const UsbDevice *> HostSnapshot::find(const UsbSelector &wanted) const
{
    QList<const UsbDevice *> fitting;
    for (const UsbDevice &device : usb)
        if (wanted.matches(device))
            fitting.append(&device);
    const QString subject = u"USB device "_s + wanted.toString();
    if (fitting.isEmpty()) {
        const UsbDevice *other = wanted.address ? find(*wanted.address) : nullptr;
        return fail(ErrorCode::NotFound, subject,
            other ? SnapshotText::tr("Another device has this address now: %1.").arg(other->displayName())
                  : SnapshotText::tr("No such device is plugged in."));
    }
    if (fitting.size() == 1)
        return fitting.first();
    QStringList places;
    for (const UsbDevice *device : std::as_const(fitting))
        places.append(device->address.toString());
    return fail(ErrorCode::UnsupportedConfiguration, subject,
        SnapshotText::tr("Several devices fit: %1. Name one by <address bus= device=>.").arg(places.join(u", "_s)));
}

QList<const UsbDevice *> HostSnapshot::usbBelow(const PciAddress &controller) const
{
    QList<const UsbDevice *> below;
    for (const UsbDevice &device : usb)
        if (device.controller == controller && !device.isHub())
            below.append(&device);
    return below;
}

QList<PciAddress> HostSnapshot::groupMembers(int group) const
{
    QList<PciAddress> members;
    for (const PciFunction &function : functions)
        if (function.iommuGroup == group)
            members.append(function.address);
    return members;
}

bool HostSnapshot::hasIommuGroups() const
{
    return std::any_of(functions.cbegin(), functions.cend(),
        [](const PciFunction &function) { return function.iommuGroup.has_value(); });
}

bool HostSnapshot::iommuUnknown() const
{
    return !functions.isEmpty() && std::all_of(functions.cbegin(), functions.cend(), [](const PciFunction &function) {
        return !function.iommuGroup && function.isUnknown(Unknown::Group);
    });
}

bool HostSnapshot::isPcie(const PciAddress &address) const
{
    const PciFunction *function = find(address);
    return !function || function->pcie;
}

QList<PciAddress> HostSnapshot::siblings(const PciAddress &address) const
{
    QList<PciAddress> found;
    for (quint32 number = 0; number < 8; ++number) {
        const auto other = PciAddress::make(address.domain(), address.bus(), address.slot(), number);
        if (other && *other != address && functions.contains(*other))
            found.append(*other);
    }
    return found;
}

DeviceIdentity HostSnapshot::identityOf(const PciFunction &function) const
{
    DeviceIdentity identity;
    identity.vendor = function.vendor;
    identity.device = function.device;
    identity.subsystemVendor = function.subsystemVendor;
    identity.subsystemDevice = function.subsystemDevice;
    identity.serial = function.serial;
    identity.vfIndex = function.vfIndex;
    // A captured host may claim that a bridge is above itself; no real path is this deep.
    constexpr qsizetype deepest = 64;
    for (const PciFunction *at = &function; at && identity.slotPath.size() < deepest;
         at = at->parent ? find(*at->parent) : nullptr)
        identity.slotPath.prepend(QString::asprintf("%02x.%x", at->address.slot(), at->address.function()));
    return identity;
}

namespace {
bool samePlatform(const HostSnapshot &a, const HostSnapshot &b)
{
    return a.hostName == b.hostName && a.kernelRelease == b.kernelRelease && a.kernelCommandLine == b.kernelCommandLine
        && a.iommu == b.iommu && a.memoryBytes == b.memoryBytes && a.processors == b.processors
        && a.moduleParameters == b.moduleParameters && a.readOnly == b.readOnly && a.simulated == b.simulated
        && a.usbKnown == b.usbKnown && a.otherKeyboards == b.otherKeyboards && a.otherPointers == b.otherPointers;
}

/// Both are sorted by key: one walk over the two.
template <typename Key, typename Value>
void compare(const QMap<Key, Value> &before, const QMap<Key, Value> &after, QList<Key> &added, QList<Key> &removed,
    QList<Key> &changed)
{
    auto was = before.cbegin();
    auto is = after.cbegin();
    while (was != before.cend() || is != after.cend()) {
        if (is == after.cend() || (was != before.cend() && was.key() < is.key())) {
            removed.append(was++.key());
        } else if (was == before.cend() || is.key() < was.key()) {
            added.append(is++.key());
        } else {
            if (*was != *is)
                changed.append(is.key());
            ++was;
            ++is;
        }
    }
}
} // namespace

bool HostSnapshot::sameFacts(const HostSnapshot &other) const
{
    return samePlatform(*this, other) && functions == other.functions && usb == other.usb;
}

HostDiff diff(const HostSnapshot &before, const HostSnapshot &after)
{
    HostDiff result;
    result.platformChanged = !samePlatform(before, after);
    compare(before.functions, after.functions, result.added, result.removed, result.changed);
    compare(before.usb, after.usb, result.usbAdded, result.usbRemoved, result.usbChanged);
    return result;
}

} // namespace laneway
