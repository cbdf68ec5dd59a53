// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/driveplace.h"

#include "xml/xmlnodes.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace laneway {

namespace {

/// As libvirt counts them by the letters of their targets; 0: they are not counted so.
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

/// Controller and namespace, which are counted from 0 and from 1.
std::optional<DrivePlace> placeOfNamespace(QStringView target)
{
    static const QRegularExpression form(u"\\Anvme([0-9]{1,3})n([1-9][0-9]{0,2})\\z"_s);
    const auto match = form.match(target.toString());
    if (!match.hasMatch())
        return std::nullopt;
    return DrivePlace{match.capturedView(1).toInt(), 0, 0, match.capturedView(2).toInt() - 1};
}

/// "a" to "z", "aa" to "zz": what diskNumber() reads.
QString lettersOf(int number)
{
    QString letters;
    for (++number; number > 0; number = (number - 1) / 26)
        letters.prepend(QChar(u'a' + (number - 1) % 26));
    return letters;
}

} // namespace

bool hasDrivePlaces(QStringView bus)
{
    return bus == u"nvme" || disksOnController(bus) > 0;
}

std::optional<DrivePlace> placeOfDrive(QStringView bus, QStringView target)
{
    if (bus == u"nvme")
        return placeOfNamespace(target);
    const int disks = disksOnController(bus);
    const auto number = diskNumber(target);
    if (disks == 0 || !number)
        return std::nullopt;
    const int disksOnBus = bus == u"ide" ? 2 : disks;
    return DrivePlace{*number / disks, *number % disks / disksOnBus, 0, *number % disksOnBus};
}

QString freeDiskTarget(QStringView bus, const std::function<bool(const QString &target)> &isFree)
{
    constexpr int mostNamespaces = 256; // of QEMU's NVMe controller
    constexpr int mostNames = 26 + 26 * 26; // of one and of two letters
    const bool isNvme = bus == u"nvme";
    const QString prefix = isNvme ? u"nvme0n"_s
        : bus == u"virtio"        ? u"vd"_s
        : bus == u"ide"           ? u"hd"_s
        : bus == u"fdc"           ? u"fd"_s
                                  : u"sd"_s;
    const int most = isNvme ? mostNamespaces : bus == u"ide" || bus == u"fdc" ? disksOnController(bus) : mostNames;
    for (int number = 0; number < most; ++number) {
        const QString name = prefix + (isNvme ? QString::number(number + 1) : lettersOf(number));
        if (isFree(name))
            return name;
    }
    return {};
}

} // namespace laneway
