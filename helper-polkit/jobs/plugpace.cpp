// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/plugpace.h"

#include <algorithm>

namespace laneway {

int PlugPace::plugsIn(const Plan &plan)
{
    static const QStringList kinds{
        u"attach-device"_s, u"detach-device"_s, u"attach-usb"_s, u"detach-usb"_s, u"plug-device"_s, u"unplug-device"_s};
    return int(std::count_if(
        plan.steps.begin(), plan.steps.end(), [](const StepPtr &step) { return kinds.contains(step->kind()); }));
}

void PlugPace::note(const QUuid &domain, int plugs, qint64 now)
{
    if (plugs == 0)
        return;
    // Machines that are left alone are forgotten.
    m_times.removeIf([&](auto entry) { return entry.value().last() <= now - briefTimeMs; });
    QList<qint64> &times = m_times[domain];
    times.removeIf([&](qint64 time) { return time <= now - briefTimeMs; });
    times.insert(times.size(), plugs, now);
}

int PlugPace::recent(const QUuid &domain, qint64 now) const
{
    const QList<qint64> times = m_times.value(domain);
    return int(std::count_if(times.begin(), times.end(), [&](qint64 time) { return time > now - briefTimeMs; }));
}

} // namespace laneway
