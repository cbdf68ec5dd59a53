// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/plan.h"

#include <QHash>

namespace laneway {

/// How often devices were plugged into and out of each machine lately. Guests are made for a plug now and
/// then, and take their time with each: a program that does nothing else is slowed. Times are of a
/// monotonic clock, in ms.
class PlugPace
{
public:
    static constexpr int most = 512; ///< in a brief time
    static constexpr qint64 briefTimeMs = 60'000;
    static constexpr int pauseMs = 1'000; ///< before each that is too much

    static int plugsIn(const Plan &plan);
    void note(const QUuid &domain, int plugs, qint64 now);
    int recent(const QUuid &domain, qint64 now) const;
    /// How long to wait before so many more.
    int pauseBefore(const QUuid &domain, int plugs, qint64 now) const
    {
        return plugs > 0 && recent(domain, now) + plugs > most ? pauseMs : 0;
    }

private:
    QHash<QUuid, QList<qint64>> m_times;
};

} // namespace laneway
