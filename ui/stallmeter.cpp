// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/stallmeter.h"

#include <ctime>
#include <utility>

namespace laneway {

namespace {

qint64 threadTime()
{
    timespec time = {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

} // namespace

StallMeter::StallMeter(QObject *parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(intervalMs);
    connect(&m_timer, &QTimer::timeout, this, &StallMeter::tick);
    m_worked = threadTime();
    m_since.start();
    m_timer.start();
}

void StallMeter::reset()
{
    m_longest = m_longestWork = 0;
    m_worked = threadTime();
    m_since.restart();
}

void StallMeter::tick()
{
    // What is beyond the timer's own interval is what somebody took.
    const qint64 pause = m_since.nsecsElapsed() - qint64(intervalMs) * 1'000'000;
    m_since.restart();
    const qint64 worked = threadTime();
    m_longestWork = qMax(m_longestWork, worked - std::exchange(m_worked, worked));
    if (pause <= m_longest)
        return;
    m_longest = pause;
    Q_EMIT stalled(longestMs());
}

} // namespace laneway
