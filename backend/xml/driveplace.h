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

/// How many disks a controller of "ide", "sata", "scsi" or "fdc" has room for, as libvirt counts them by the
/// letters of their targets; 0: no such bus.
int disksOnController(QStringView bus);
/// The place that follows from the number of a target's name (diskNumber()): virDomainDiskDefAssignAddress().
/// Nothing for a bus that has none.
std::optional<DrivePlace> placeOfDrive(QStringView bus, int number);

} // namespace laneway
