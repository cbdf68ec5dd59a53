// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/figures.h"

#include <QList>

namespace laneway {

/// What a machine did between two readings of its counters. What was not counted in both is nothing.
struct FigureRates
{
    double processorPercent = 0; ///< of all its virtual processors, 100 at most
    std::optional<double> readPerSecond, writtenPerSecond; ///< bytes, of all disks that are counted
    std::optional<double> receivedPerSecond, sentPerSecond; ///< bytes, of all interfaces that are counted
    bool operator==(const FigureRates &) const = default;
};

/// Nothing where the two have nothing to do with each other: of two runs, or no time between them. A counter that
/// has gone back began anew in between, and is left out this once.
std::optional<FigureRates> ratesBetween(const Figures &before, const Figures &after);

/// The last minutes of a machine, oldest first.
class FigureHistory
{
public:
    static constexpr double lengthS = 120;
    /// Who looks again after a while finds a gap, not a line through what nobody saw.
    static constexpr double longestPauseS = 3.5;

    struct Point
    {
        double time = 0; ///< seconds; only differences mean something
        bool afterGap = false; ///< no line leads here
        std::optional<FigureRates> rates; ///< since the point before
        quint64 resident = 0; ///< bytes of the host's memory
        std::optional<quint64> used; ///< bytes that the guest itself uses, where it tells
    };

    void add(const Figures &figures);
    void clear();
    const QList<Point> &points() const { return m_points; }
    const std::optional<Figures> &newest() const { return m_newest; }

private:
    QList<Point> m_points;
    std::optional<Figures> m_newest;
};

/// Codes of nofigures why there is no line at all; empty where there is one, or no such device ("no-device").
QString whyNoDisks(const Figures &figures);
QString whyNoInterfaces(const Figures &figures);

/// The end of an axis for values up to @p most: 1, 2 or 5 times a power of ten, or, in @p binary, a power of two.
double axisEnd(double most, bool binary);

} // namespace laneway
