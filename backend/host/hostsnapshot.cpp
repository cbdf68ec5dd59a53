// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/hostsnapshot.h"

#include <algorithm>

namespace laneway {

const PciFunction *HostSnapshot::find(const PciAddress &address) const
{
    const auto found = functions.constFind(address);
    return found == functions.cend() ? nullptr : &*found;
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
    return !functions.isEmpty()
        && std::all_of(functions.cbegin(), functions.cend(), [](const PciFunction &function) {
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
        const auto other
            = PciAddress::make(address.domain(), address.bus(), address.slot(), number);
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
        identity.slotPath.prepend(
            QString::asprintf("%02x.%x", at->address.slot(), at->address.function()));
    return identity;
}

namespace {
bool samePlatform(const HostSnapshot &a, const HostSnapshot &b)
{
    return a.hostName == b.hostName && a.kernelRelease == b.kernelRelease
        && a.kernelCommandLine == b.kernelCommandLine && a.iommu == b.iommu
        && a.moduleParameters == b.moduleParameters && a.readOnly == b.readOnly
        && a.simulated == b.simulated;
}
} // namespace

bool HostSnapshot::sameFacts(const HostSnapshot &other) const
{
    return samePlatform(*this, other) && functions == other.functions;
}

HostDiff diff(const HostSnapshot &before, const HostSnapshot &after)
{
    HostDiff result;
    result.platformChanged = !samePlatform(before, after);
    auto was = before.functions.cbegin();
    auto is = after.functions.cbegin();
    // Both are sorted by address: one walk over the two.
    while (was != before.functions.cend() || is != after.functions.cend()) {
        if (is == after.functions.cend()
            || (was != before.functions.cend() && was.key() < is.key())) {
            result.removed.append(was++.key());
        } else if (was == before.functions.cend() || is.key() < was.key()) {
            result.added.append(is++.key());
        } else {
            if (*was != *is)
                result.changed.append(is.key());
            ++was;
            ++is;
        }
    }
    return result;
}

} // namespace laneway
