// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/processors.h"

#include <QSet>

namespace laneway {

namespace {

constexpr int mostProcessors = 8192; // CONFIG_NR_CPUS of the largest kernels

std::optional<QSet<int>> processorsIn(QStringView list)
{
    QSet<int> found;
    for (QStringView part : list.split(u',')) {
        part = part.trimmed();
        const bool takesOut = part.startsWith(u'^');
        if (takesOut)
            part = part.sliced(1);
        const qsizetype dash = part.indexOf(u'-');
        bool firstValid = false;
        bool lastValid = false;
        const uint first = part.left(dash < 0 ? part.size() : dash).toUInt(&firstValid);
        const uint last = part.sliced(dash + 1).toUInt(&lastValid);
        if (!firstValid || !lastValid || first > last || last >= mostProcessors)
            return std::nullopt;
        for (uint one = first; one <= last; ++one)
            takesOut ? (void)found.remove(int(one)) : (void)found.insert(int(one));
    }
    return found;
}

} // namespace

std::optional<int> nodeOfProcessors(const FileTree &sys, const QString &processors)
{
    const auto wanted = processorsIn(processors);
    const QString nodes = u"devices/system/node"_s;
    std::optional<int> best;
    qsizetype most = 0;
    for (const QString &name : sys.list(nodes).value_or(QStringList())) {
        bool valid = false;
        const int node = name.startsWith(u"node") ? name.sliced(4).toInt(&valid) : -1;
        const auto own
            = valid ? processorsIn(sys.text(nodes + u'/' + name + u"/cpulist"_s).value_or(QString())) : std::nullopt;
        const qsizetype shared = wanted && own ? QSet<int>(*wanted).intersect(*own).size() : 0;
        if (shared > most || (shared == most && shared > 0 && node < *best)) {
            most = shared;
            best = node;
        }
    }
    return best;
}

} // namespace laneway
