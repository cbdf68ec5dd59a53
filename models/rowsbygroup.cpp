// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rowsbygroup.h"

#include <QCoreApplication>

namespace laneway {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DeviceRow)
};

DeviceRow headingOf(int group, const QList<DeviceRow> &members)
{
    DeviceRow heading;
    heading.id = u"group/"_s + QString::number(group);
    heading.group = group;
    for (const DeviceRow &member : members)
        if (!member.bridge)
            heading.endpoints << *member.address;
    heading.bridge = heading.endpoints.isEmpty();
    if (heading.bridge)
        heading.name = Text::tr("Group %1: bridges only").arg(group);
    else if (heading.endpoints.size() == 1)
        heading.name = Text::tr("Group %1: 1 device").arg(group);
    else
        heading.name = Text::tr("Group %1: %n devices", nullptr, int(heading.endpoints.size())).arg(group);
    return heading;
}

} // namespace

QList<DeviceRow> rowsByGroup(const QList<DeviceRow> &functions, bool groupsKnown)
{
    QMap<int, QList<DeviceRow>> groups;
    QList<DeviceRow> without;
    for (const DeviceRow &function : functions)
        (function.group ? groups[*function.group] : without) << function;

    QList<DeviceRow> rows;
    rows.reserve(functions.size() + groups.size() + 1);
    const auto add = [&rows](const DeviceRow &heading, const QList<DeviceRow> &members) {
        rows << heading;
        for (DeviceRow member : members) {
            member.parentId = heading.id;
            rows << member;
        }
    };
    // Who is alone has nothing to be kept together with: a heading would only double the rows.
    for (auto it = groups.cbegin(); it != groups.cend(); ++it)
        if (it->size() == 1)
            rows << it->first();
        else
            add(headingOf(it.key(), *it), *it);
    if (!without.isEmpty()) {
        DeviceRow heading;
        heading.id = u"group/none"_s;
        heading.name = groupsKnown ? Text::tr("Without an IOMMU group") : Text::tr("IOMMU groups are not known");
        add(heading, without);
    }
    return rows;
}

} // namespace laneway
