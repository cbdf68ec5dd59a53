// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/devicerow.h"

#include "host/reasontext.h"
#include "host/recording.h"
#include "host/shortname.h"

#include <QCoreApplication>

namespace laneway {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DeviceRow)
};

/// The running machine, or else every machine whose definition names the function.
QStringList machinesOf(const PciFunction &function, const HostIndex &index)
{
    if (const Claim *holder = index.holder(function.address))
        return {Text::tr("machine %1").arg(holder->domainName)};
    QStringList names;
    for (const Claim *claim : index.claimsOf(function.address))
        names << Text::tr("machine %1 (not running)").arg(claim->domainName);
    return names;
}

} // namespace

QString driveText(const PciFunction &function, const HostSnapshot &host)
{
    const PciFunction *physical = function.physicalFunction ? host.find(*function.physicalFunction) : nullptr;
    const NvmeSecondary *drive = physical && physical->sriov && physical->sriov->nvme && function.vfIndex
        ? physical->sriov->nvme->find(*function.vfIndex)
        : nullptr;
    if (!drive)
        return {};
    if (!drive->online)
        return Text::tr("Offline; a start puts it online");
    return QStringList{Text::tr("Online"), Text::tr("%n queues", nullptr, drive->queues),
        Text::tr("%n interrupts", nullptr, drive->interrupts)}
        .join(u", "_s);
}

QString usageText(const PciFunction &function, const HostIndex &index, bool detached)
{
    QStringList uses = machinesOf(function, index);
    for (const NetInterface &interface : function.interfaces)
        uses << (interface.defaultRoute ? Text::tr("%1 (default route)").arg(interface.name) : interface.name);
    for (const BlockDevice &disk : function.disks) {
        if (disk.mounts.isEmpty() && !disk.swap)
            uses << disk.name;
        else
            //: a disk and what it is mounted on
            uses << Text::tr("%1 (%2)").arg(
                disk.name, (disk.mounts + (disk.swap ? QStringList(Text::tr("swap")) : QStringList())).join(u", "));
    }
    if (function.bootDisplay)
        uses << Text::tr("boot display");
    else if (!function.displays.isEmpty())
        uses << Text::tr("display");
    uses << function.inputs;
    if (detached)
        uses << Text::tr("detached from the host");
    if (uses.isEmpty() && function.isUnknown(Unknown::Uses))
        uses << Text::tr("not known");
    return uses.join(u", ");
}

QList<DeviceRow> functionRows(
    const HostIndex &index, const Claims &claims, const QMap<PciAddress, Verdict> &verdicts, const JudgedHost *before)
{
    const QMap<PciAddress, PciFunction> &functions = index.host().functions;
    const QSet<PciAddress> detached(claims.detached.cbegin(), claims.detached.cend());
    QHash<PciAddress, const DeviceRow *> known;
    if (before && before->claims == claims)
        for (const DeviceRow &row : before->rows)
            if (row.address)
                known.insert(*row.address, &row);
    const auto isKnown = [&](const DeviceRow *row, const PciFunction &function) {
        return row && *before->host.find(function.address) == function
            && before->verdicts.value(function.address) == verdicts.value(function.address);
    };
    QList<DeviceRow> rows;
    rows.reserve(functions.size());
    for (const PciFunction &function : functions) {
        if (const DeviceRow *row = known.value(function.address); isKnown(row, function)) {
            rows << *row;
            rows.last().parentId.clear();
            continue;
        }
        DeviceRow row;
        row.id = function.address.toString();
        row.name = shortName(function);
        row.numericId = QString::asprintf("%04x:%04x", function.vendor, function.device);
        row.address = function.address;
        row.group = function.iommuGroup;
        row.driver = function.driver;
        row.usedBy = usageText(function, index, detached.contains(function.address));
        row.bridge = !function.isEndpoint();
        if (const auto found = verdicts.constFind(function.address); found != verdicts.cend()) {
            const Verdict verdict = withoutRecording(*found);
            row.level = verdict.level;
            row.verdict = levelText(verdict.level);
            if (!verdict.reasons.isEmpty() && verdict.level != Level::Ready)
                row.verdict += u": "_s + reasonText(verdict.reasons.first());
        }
        // Words are looked for one by one, so the order does not matter; the line breaks keep a word
        // from being found across two fields.
        row.search
            = QStringList{function.displayName(), row.id, row.driver, row.numericId, row.usedBy, function.className}
                  .join(u'\n')
                  .toLower();
        if (row.group)
            row.search += u'\n' + Text::tr("Group %1").arg(*row.group).toLower();
        rows << row;
    }
    return rows;
}

QList<DeviceRow> inTreeOrder(const QList<DeviceRow> &top, const ChildRows &children)
{
    QList<DeviceRow> ordered;
    QList<DeviceRow> ahead(top.crbegin(), top.crend()); // what is still to be placed, next one last
    while (!ahead.isEmpty()) {
        ordered << ahead.takeLast();
        const auto below = children.constFind(ordered.last().id);
        if (below != children.cend())
            ahead += QList<DeviceRow>(below->crbegin(), below->crend());
    }
    return ordered;
}

} // namespace laneway
