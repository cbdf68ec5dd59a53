// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/memorylimit.h"

#include "xml/viewreading.h"

namespace laneway {

namespace {
constexpr quint64 unlimited = ~quint64(0);
constexpr quint64 gibibyte = quint64(1) << 30;

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
    const QDomElement hardLimit = root.firstChildElement(u"memtune"_s).firstChildElement(u"hard_limit"_s);
    if (!hardLimit.isNull())
        return readSize(hardLimit).value_or(0);
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
    quint64 memory = 0, limit = 0;
    for (const QString &name : {u"memory"_s, u"maxMemory"_s})
        if (const QDomElement element = root.firstChildElement(name); !element.isNull())
            memory = qMax(memory, readSize(element).value_or(unlimited));
    if (__builtin_mul_overflow(memory, factor, &limit) || __builtin_add_overflow(limit, gibibyte, &limit))
        return unlimited;
    return limit;
}

} // namespace laneway
