// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/stallmeter.h"

#include <QString>

#include <functional>
#include <map>
#include <vector>

namespace laneway {

/// What one run of an operation took.
struct Taken
{
    double stallMs = 0; ///< the longest time that the event loop did not turn
    double workMs = 0; ///< what of such a time was work of this thread, and not waiting for a processor
    double totalMs = 0; ///< until it is done; what is drawn then may follow a frame later
    double uiMs = 0; ///< processor time of this thread
    double allMs = 0; ///< and of all threads of this program
};

/// Runs the event loop, without ever sleeping in it, until @p done; false after @p patienceMs.
bool turnUntil(const std::function<bool()> &done, int patienceMs = 120'000);
/// Lets the event loop turn for so long.
void turnFor(int ms);

/// Operations on one window, each with what its runs took.
class Measure
{
public:
    /// Runs @p begin and turns the event loop until @p done, then until what is left has been drawn.
    /// False when it was never done.
    bool take(const QString &operation, const std::function<void()> &begin, const std::function<bool()> &done);
    /// The same without a goal in sight: whatever happens in @p ms.
    void takeFor(const QString &operation, int ms);

    const std::map<QString, std::vector<Taken>> &runs() const { return m_runs; }
    const std::vector<QString> &operations() const { return m_operations; } ///< in their order

private:
    void note(const QString &operation, const Taken &taken);

    StallMeter m_meter;
    std::map<QString, std::vector<Taken>> m_runs;
    std::vector<QString> m_operations;
};

} // namespace laneway
