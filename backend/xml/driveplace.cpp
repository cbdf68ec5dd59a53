// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/driveplace.h"

#include <algorithm>
#include <array>

namespace laneway {

int disksOnController(QStringView bus)
{
    struct Row
    {
        QStringView bus;
        int disks;
    };
    constexpr std::array rows{Row{u"ide", 4}, Row{u"sata", 6}, Row{u"scsi", 7}, Row{u"fdc", 2}};
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const Row &row) { return row.bus == bus; });
    return found == rows.end() ? 0 : found->disks;
}

std::optional<DrivePlace> placeOfDrive(QStringView bus, int number)
{
    const int disks = disksOnController(bus);
    if (disks == 0)
        return std::nullopt;
    const int disksOnBus = bus == u"ide" ? 2 : disks;
    return DrivePlace{number / disks, number % disks / disksOnBus, 0, number % disksOnBus};
}

} // namespace laneway
