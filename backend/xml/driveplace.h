// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>
#include <optional>

namespace laneway {

/// Where a disk is on its controller: libvirt's `<address type='drive'>`.
struct DrivePlace
{
    int controller = 0, bus = 0, target = 0, unit = 0;
    auto operator<=>(const DrivePlace &) const = default;
};

/// Whether disks of that bus have their places on controllers: "ide", "sata", "scsi", "fdc", "nvme".
bool hasDrivePlaces(QStringView bus);
/// The place that follows from a target's name, "sdb" or "nvme0n1": virDomainDiskDefAssignAddress(). Nothing
/// for a bus that has none, or a name that no place follows from.
std::optional<DrivePlace> placeOfDrive(QStringView bus, QStringView target);

/// The first name for a disk on that bus that @p isFree: "vda", "sda", "hda", "nvme0n1". Empty when there is none.
QString freeDiskTarget(QStringView bus, const std::function<bool(const QString &target)> &isFree);

} // namespace laneway
