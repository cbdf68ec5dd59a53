// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace laneway {

/// The longest time that the event loop of its thread did not turn. A timer of 4 ms costs about
/// nothing; one of 0 ms would cost half a core.
class StallMeter : public QObject
{
    Q_OBJECT
public:
    explicit StallMeter(QObject *parent = nullptr);
    double longestMs() const { return double(m_longest) / 1e6; } ///< since reset()
    /// The most processor time that the thread took without the loop turning, since reset(): what is left
    /// of a pause when nothing else wants the processors.
    double longestWorkMs() const { return double(m_longestWork) / 1e6; }
    void reset();

Q_SIGNALS:
    /// A new longest pause.
    void stalled(double ms);

private:
    void tick();

    static constexpr int intervalMs = 4;
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_worked = 0; ///< of the thread at the last turn, ns
    qint64 m_longest = 0; ///< ns
    qint64 m_longestWork = 0; ///< ns
};

} // namespace laneway
