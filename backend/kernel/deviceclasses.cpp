// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/deviceclasses.h"

#include "kernel/sysfsnames.h"

namespace laneway {

const QList<DeviceClasses::Entry> &DeviceClasses::of(const QString &kind)
{
    if (const auto known = m_entries.constFind(kind); known != m_entries.cend())
        return *known;
    QList<Entry> &entries = m_entries[kind];
    const QString directory = u"class/"_s + kind;
    for (const QString &name : m_sys.list(directory).value_or(QStringList())) {
        // event3, renderD128, pcmC0D0p: the same devices once more
        if (kind == u"input" && !name.startsWith(u"input"))
            continue;
        if (kind == u"sound" && !name.startsWith(u"card"))
            continue;
        if (kind == u"drm" && !name.contains(u'-'))
            continue;
        if (const auto target = m_sys.readLink(directory + u'/' + name))
            entries.append({name, withoutDots(*target)});
    }
    return entries;
}

} // namespace laneway
