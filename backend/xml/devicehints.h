// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/newmachine.h"

namespace laneway {

/// By whom a device of a machine is made.
enum class DeviceClass {
    None, ///< no device of the guest's: the machine itself, a screen, a port's other end
    Emulated, ///< hardware that there is, or was, in software
    Virtio, ///< made for guests: for those with drivers the fastest that is not real
    Assigned, ///< of this computer
};
/// Of an element of `<devices>`, in its document.
DeviceClass deviceClassOf(const QDomElement &device);

/// "http://debian.org/debian/12": what the definition's metadata say that its guest is, as virt-manager and
/// the New Machine wizard write it; empty: nothing.
QString guestOsOf(const DomainXml &domain);

/// Red Hat Enterprise Linux 6 and its like have no more (Virtualization guide, device assignment).
inline constexpr int mostAssignedOfOlderGuests = 32;
/// PCI functions of the host that the definition assigns, each interface of a pool included.
int assignedCount(const DomainXml &domain);

/// Something about one device that could be better.
struct DeviceHint
{
    int element = 0; ///< which child of `<devices>`, counted from 0
    QString code; ///< "disk-not-virtio", "interface-not-virtio", "video-not-virtio"
    bool operator==(const DeviceHint &) const = default;
};
/// Emulated devices where @p os has a driver for the virtio one. An OS of which nobody knows what it has
/// drivers for gets none.
QList<DeviceHint> deviceHints(const DomainXml &domain, const std::optional<GuestOs> &os);

} // namespace laneway
