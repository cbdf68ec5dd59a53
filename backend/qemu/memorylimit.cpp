// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/memorylimit.h"

#include <QHash>

namespace laneway {

namespace {
constexpr quint64 unlimited = ~quint64(0);
constexpr quint64 gibibyte = quint64(1) << 30;

/// The format's scaled integers: `<memory unit='KiB'>`, KiB when no unit is written. 0 when it is
/// no number or does not fit.
quint64 scaledBytes(const QDomElement &element)
{
    static const QHash<QString, quint64> units{{u"b"_s, 1}, {u"bytes"_s, 1}, {u"kb"_s, 1'000},
        {u"k"_s, 1ULL << 10}, {u"kib"_s, 1ULL << 10}, {u"mb"_s, 1'000'000}, {u"m"_s, 1ULL << 20},
        {u"mib"_s, 1ULL << 20}, {u"gb"_s, 1'000'000'000}, {u"g"_s, 1ULL << 30}, {u"gib"_s, 1ULL << 30},
        {u"tb"_s, 1'000'000'000'000}, {u"t"_s, 1ULL << 40}, {u"tib"_s, 1ULL << 40}};
    const quint64 unit = units.value(element.attribute(u"unit"_s, u"KiB"_s).toLower());
    quint64 bytes = 0;
    if (__builtin_mul_overflow(element.text().trimmed().toULongLong(), unit, &bytes))
        return 0;
    return bytes;
}

int countOf(const QDomElement &devices, const QString &name, const QString &type)
{
    int count = 0;
    for (auto e = devices.firstChildElement(name); !e.isNull(); e = e.nextSiblingElement(name))
        count += e.attribute(u"type"_s) == type;
    return count;
}
} // namespace

quint64 memoryLockLimit(const DomainXml &domain)
{
    const QDomElement root = domain.root();
    const QDomElement hardLimit
        = root.firstChildElement(u"memtune"_s).firstChildElement(u"hard_limit"_s);
    if (!hardLimit.isNull())
        return scaledBytes(hardLimit);
    if (!root.firstChildElement(u"memoryBacking"_s).firstChildElement(u"locked"_s).isNull())
        return unlimited;

    const QDomElement devices = root.firstChildElement(u"devices"_s);
    const int host = countOf(devices, u"hostdev"_s, u"pci"_s) + countOf(devices, u"interface"_s, u"hostdev"_s);
    const int others = countOf(devices, u"disk"_s, u"nvme"_s) + countOf(devices, u"interface"_s, u"vdpa"_s);
    // Without an IOMMU of its own the guest has one address space for all of its host devices.
    const bool guestIommu = !devices.firstChildElement(u"iommu"_s).isNull();
    const quint64 factor = quint64((guestIommu ? host : qMin(host, 1)) + others);
    if (factor == 0)
        return 0;
    const quint64 memory = qMax(scaledBytes(root.firstChildElement(u"memory"_s)),
        scaledBytes(root.firstChildElement(u"maxMemory"_s)));
    quint64 limit = 0;
    if (__builtin_mul_overflow(memory, factor, &limit) || __builtin_add_overflow(limit, gibibyte, &limit))
        return unlimited;
    return limit;
}

} // namespace laneway
