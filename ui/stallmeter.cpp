// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/stallmeter.h"

namespace laneway {

StallMeter::StallMeter(QObject *parent) : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(intervalMs);
    connect(&m_timer, &QTimer::timeout, this, &StallMeter::tick);
    m_since.start();
    m_timer.start();
}

void StallMeter::reset()
{
    m_longest = 0;
    m_since.restart();
}

void StallMeter::tick()
{
    // What is beyond the timer's own interval is what somebody took.
    const qint64 pause = m_since.nsecsElapsed() - qint64(intervalMs) * 1'000'000;
    m_since.restart();
    if (pause <= m_longest)
        return;
    m_longest = pause;
    Q_EMIT stalled(longestMs());
}

} // namespace laneway
