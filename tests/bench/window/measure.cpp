// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/measure.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <ctime>

namespace laneway {

namespace {

constexpr int drawnMs = 60; ///< some frames

double processorMs(clockid_t clock)
{
    timespec time = {};
    ::clock_gettime(clock, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

} // namespace

bool turnUntil(const std::function<bool()> &done, int patienceMs)
{
    QEventLoop loop;
    QElapsedTimer waited;
    waited.start();
    QTimer look;
    look.setTimerType(Qt::PreciseTimer);
    bool isDone = false; // asked once only: it may be about what happened since it was last asked
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        isDone = isDone || done();
        if (isDone || waited.elapsed() > patienceMs)
            loop.quit();
    });
    look.start(1);
    loop.exec();
    return isDone;
}

void turnFor(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

bool Measure::take(const QString &operation, const std::function<void()> &begin, const std::function<bool()> &done)
{
    turnFor(drawnMs); // what came before is over
    const double uiBefore = processorMs(CLOCK_THREAD_CPUTIME_ID);
    const double allBefore = processorMs(CLOCK_PROCESS_CPUTIME_ID);
    QElapsedTimer total;
    m_meter.reset();
    total.start();
    QTimer::singleShot(0, begin); // by the event loop, as a person's click comes
    if (!turnUntil(done))
        return false;
    Taken taken;
    taken.totalMs = double(total.nsecsElapsed()) / 1e6;
    turnFor(drawnMs);
    taken.stallMs = m_meter.longestMs();
    taken.workMs = m_meter.longestWorkMs();
    taken.uiMs = processorMs(CLOCK_THREAD_CPUTIME_ID) - uiBefore;
    taken.allMs = processorMs(CLOCK_PROCESS_CPUTIME_ID) - allBefore;
    note(operation, taken);
    return true;
}

void Measure::takeFor(const QString &operation, int ms)
{
    const double uiBefore = processorMs(CLOCK_THREAD_CPUTIME_ID);
    const double allBefore = processorMs(CLOCK_PROCESS_CPUTIME_ID);
    m_meter.reset();
    turnFor(ms);
    note(operation,
        {m_meter.longestMs(), m_meter.longestWorkMs(), double(ms), processorMs(CLOCK_THREAD_CPUTIME_ID) - uiBefore,
            processorMs(CLOCK_PROCESS_CPUTIME_ID) - allBefore});
}

void Measure::note(const QString &operation, const Taken &taken)
{
    if (!m_runs.contains(operation))
        m_operations.push_back(operation);
    m_runs[operation].push_back(taken);
}

} // namespace laneway
