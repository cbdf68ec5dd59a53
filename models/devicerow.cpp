// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/devicerow.h"

#include "host/reasontext.h"

#include <QCoreApplication>

namespace laneway {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DeviceRow)
};

quint64 keyOf(const PciAddress &a)
{
    return quint64(a.domain()) << 16 | quint64(a.bus()) << 8 | quint64(a.slot()) << 3 | a.function();
}

constexpr auto noGroupId = QStringView(u"group/none");

} // namespace

QString usageText(const PciFunction &function, const Claims &claims)
{
    QStringList uses;
    if (const Claim *holder = claims.holder(function.address))
        uses << Text::tr("machine %1").arg(holder->domainName);
    for (const NetInterface &interface : function.interfaces)
        uses << (interface.defaultRoute ? Text::tr("%1 (default route)").arg(interface.name) : interface.name);
    for (const BlockDevice &disk : function.disks) {
        if (disk.mounts.isEmpty() && !disk.swap)
            uses << disk.name;
        else
            //: a disk and what it is mounted on
            uses << Text::tr("%1 (%2)").arg(disk.name,
                (disk.mounts + (disk.swap ? QStringList(Text::tr("swap")) : QStringList())).join(u", "));
    }
    if (function.bootDisplay)
        uses << Text::tr("boot display");
    else if (!function.displays.isEmpty())
        uses << Text::tr("display");
    uses << function.inputs;
    if (claims.detached.contains(function.address))
        uses << Text::tr("detached from the host");
    return uses.join(u", ");
}

QList<DeviceRow> rowsByGroup(const HostSnapshot &host, const Claims &claims,
    const QMap<PciAddress, Verdict> &verdicts)
{
    QList<DeviceRow> rows;
    QMap<int, int> endpoints; // group → devices that a person would call one
    bool anyWithout = false;
    for (const PciFunction &function : host.functions) {
        if (function.iommuGroup)
            endpoints[*function.iommuGroup] += function.isEndpoint() ? 1 : 0;
        else
            anyWithout = true;
    }
    for (auto it = endpoints.cbegin(); it != endpoints.cend(); ++it) {
        DeviceRow row;
        row.id = u"group/"_s + QString::number(it.key());
        row.sortKey = quint64(it.key());
        row.group = it.key();
        if (it.value() == 0)
            row.name = Text::tr("Group %1: bridges only").arg(it.key());
        else if (it.value() == 1)
            row.name = Text::tr("Group %1").arg(it.key());
        else
            row.name = Text::tr("Group %1: %2 devices").arg(it.key()).arg(it.value());
        row.bridge = it.value() == 0;
        rows << row;
    }
    if (anyWithout) {
        DeviceRow row;
        row.id = noGroupId.toString();
        row.sortKey = ~quint64(0);
        row.name = Text::tr("Without an IOMMU group");
        rows << row;
    }
    for (const PciFunction &function : host.functions) {
        DeviceRow row;
        row.id = function.address.toString();
        row.parentId = function.iommuGroup ? u"group/"_s + QString::number(*function.iommuGroup)
                                           : noGroupId.toString();
        row.sortKey = keyOf(function.address);
        row.name = function.displayName();
        row.address = function.address;
        row.group = function.iommuGroup;
        row.driver = function.driver;
        row.usedBy = usageText(function, claims);
        row.bridge = !function.isEndpoint();
        const auto verdict = verdicts.constFind(function.address);
        if (verdict != verdicts.cend()) {
            row.level = verdict->level;
            row.verdict = levelText(verdict->level);
            if (!verdict->reasons.isEmpty() && verdict->level != Level::Ready)
                row.verdict += u": "_s + reasonText(verdict->reasons.first());
        }
        rows << row;
    }
    return rows;
}

} // namespace laneway
