// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/figurehistory.h"

#include <algorithm>
#include <cmath>

namespace laneway {

namespace {

constexpr double nsASecond = 1e9;

QString keyOf(const DiskFigures &disk)
{
    return disk.target;
}
QString keyOf(const InterfaceFigures &interface)
{
    return interface.mac + u' ' + interface.name;
}

/// How much @p counter of all devices grew a second.
template <typename T>
std::optional<double> growth(const QList<T> &before, const QList<T> &after, quint64 T::*counter, double seconds)
{
    std::optional<double> sum;
    for (const T &now : after)
        for (const T &then : before)
            if (keyOf(now) == keyOf(then) && now.missing.isEmpty() && then.missing.isEmpty()
                && now.*counter >= then.*counter)
                sum = sum.value_or(0) + double(now.*counter - then.*counter) / seconds;
    return sum;
}

template <typename T> QString whyNone(const QList<T> &devices)
{
    if (devices.isEmpty())
        return u"no-device"_s;
    const bool isCounted
        = std::any_of(devices.begin(), devices.end(), [](const T &device) { return device.missing.isEmpty(); });
    return isCounted ? QString() : devices.first().missing;
}

} // namespace

std::optional<FigureRates> ratesBetween(const Figures &before, const Figures &after)
{
    const double seconds = double(after.time - before.time) / nsASecond;
    if (before.run != after.run || seconds <= 0 || after.cpuTime < before.cpuTime)
        return std::nullopt;
    FigureRates rates;
    // The clock's tick is 10 ms, and QEMU works beside its processors' threads: a little more than all is all.
    const double share = double(after.cpuTime - before.cpuTime) / nsASecond / seconds / std::max(after.vcpus, 1);
    rates.processorPercent = std::min(100 * share, 100.0);
    rates.readPerSecond = growth(before.disks, after.disks, &DiskFigures::readBytes, seconds);
    rates.writtenPerSecond = growth(before.disks, after.disks, &DiskFigures::writtenBytes, seconds);
    rates.receivedPerSecond = growth(before.interfaces, after.interfaces, &InterfaceFigures::receivedBytes, seconds);
    rates.sentPerSecond = growth(before.interfaces, after.interfaces, &InterfaceFigures::sentBytes, seconds);
    return rates;
}

void FigureHistory::add(const Figures &figures)
{
    if (m_newest && (m_newest->run != figures.run || figures.time < m_newest->time))
        clear();
    if (m_newest && figures.time == m_newest->time)
        return; // the same reading, given again
    Point point;
    point.time = double(figures.time) / nsASecond;
    point.resident = figures.memoryResident;
    const auto available = figures.guestMemory.constFind(u"available"_s);
    const auto unused = figures.guestMemory.constFind(u"unused"_s);
    if (available != figures.guestMemory.constEnd() && unused != figures.guestMemory.constEnd()
        && *available >= *unused)
        point.used = *available - *unused;
    point.afterGap = m_points.isEmpty() || point.time - m_points.last().time > longestPauseS;
    if (m_newest && !point.afterGap)
        point.rates = ratesBetween(*m_newest, figures);
    m_points += point;
    m_newest = figures;
    const auto isOld = [&](const Point &one) { return one.time < point.time - lengthS; };
    m_points.erase(m_points.begin(), std::find_if_not(m_points.begin(), m_points.end(), isOld));
}

void FigureHistory::clear()
{
    m_points.clear();
    m_newest.reset();
}

QString whyNoDisks(const Figures &figures)
{
    return whyNone(figures.disks);
}

QString whyNoInterfaces(const Figures &figures)
{
    return whyNone(figures.interfaces);
}

double axisEnd(double most, bool binary)
{
    if (!(most > 1))
        return 1;
    if (binary)
        return std::exp2(std::ceil(std::log2(most)));
    const double power = std::pow(10, std::floor(std::log10(most)));
    for (const int step : {1, 2, 5})
        if (most <= step * power)
            return step * power;
    return 10 * power;
}

} // namespace laneway
