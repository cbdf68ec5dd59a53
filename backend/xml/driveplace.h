// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <optional>

namespace laneway {

/// Where a disk is on its controller: libvirt's `<address type='drive'>`.
struct DrivePlace
{
    int controller = 0, bus = 0, target = 0, unit = 0;
};

/// Whether disks of that bus have their places on controllers: "ide", "sata", "scsi", "fdc", "nvme".
bool hasDrivePlaces(QStringView bus);
/// The place that follows from a target's name, "sdb" or "nvme0n1": virDomainDiskDefAssignAddress(). Nothing
/// for a bus that has none, or a name that no place follows from.
std::optional<DrivePlace> placeOfDrive(QStringView bus, QStringView target);

} // namespace laneway
