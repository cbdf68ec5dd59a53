// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDeadlineTimer>
#include <QThread>

#include <algorithm>

namespace laneway {

/// Asks @p holds until it says yes or @p limitMs are over. The pauses grow, so that what is there at
/// once costs nothing and what is late costs few reads. For job threads.
template <typename Condition> bool waitUntil(Condition holds, int limitMs)
{
    const QDeadlineTimer deadline(limitMs);
    for (unsigned long pause = 1;; pause = std::min(pause * 2, 50UL)) {
        if (holds())
            return true;
        if (deadline.hasExpired())
            return false;
        QThread::msleep(pause);
    }
}

} // namespace laneway
