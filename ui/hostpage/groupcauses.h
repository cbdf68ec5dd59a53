// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/verdict.h"

namespace laneway {

/// One reason why devices are in one IOMMU group.
struct GroupCause
{
    QString sentence;
    QList<Evidence> evidence;
    QList<PciAddress> devices; ///< the port or bridge first, then who shares because of it
};

/// Why the members of a group cannot be told apart, as far as a snapshot shows it: after the kernel's
/// pci_device_group() (drivers/iommu/iommu.c), which joins a function with every port above it that
/// does not isolate, with the functions of its slot that do not, and with all that uses its address.
/// Empty for a group of one, and where the snapshot does not tell.
QList<GroupCause> groupCauses(const HostSnapshot &host, int group);

} // namespace laneway
