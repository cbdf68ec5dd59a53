// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QJsonObject>
#include <QMap>

namespace laneway {

/// Why a device's figures are not there. Codes, as they are on the bus; a figure that nobody has is absent and
/// never 0.
namespace nofigures {
inline constexpr QStringView noAnswer = u"no-answer"; ///< QEMU did not say in time
inline constexpr QStringView userNetwork = u"user-network"; ///< a user-mode network has no counters
inline constexpr QStringView notCounted = u"not-counted"; ///< the driver of an assigned function counts none
QString text(QStringView code); ///< for people
} // namespace nofigures

/// One disk since the machine began: bytes, requests, and the nanoseconds that they took.
struct DiskFigures
{
    QString target; ///< "vda"
    QString source; ///< path on the host; empty: no medium
    QString missing; ///< code; then there are no numbers
    quint64 readBytes = 0, readRequests = 0, readTime = 0;
    quint64 writtenBytes = 0, writeRequests = 0, writeTime = 0;
    quint64 flushRequests = 0, flushTime = 0;
    quint64 highestWritten = 0; ///< offset behind the last byte that was ever written
    bool operator==(const DiskFigures &) const = default;
};

/// One network interface, as the guest sees it: received is what came to it.
struct InterfaceFigures
{
    QString mac;
    QString name; ///< of the host's interface; empty: there is none
    QString missing; ///< code; then there are no numbers
    quint64 receivedBytes = 0, receivedPackets = 0, receiveErrors = 0, receiveDrops = 0;
    quint64 sentBytes = 0, sentPackets = 0, sendErrors = 0, sendDrops = 0;
    bool operator==(const InterfaceFigures &) const = default;
};

/// What was counted of a running machine. Counters, not rates: a rate is made of two of them.
struct Figures
{
    QString run; ///< another one after each start: counters of two runs have nothing to do with each other
    qint64 time = 0; ///< ns of a clock that only goes forward, when they were read
    quint64 cpuTime = 0, userTime = 0, systemTime = 0; ///< ns of its process
    std::optional<QList<quint64>> vcpuTimes; ///< ns of each virtual processor's thread; nothing: not known
    int vcpus = 1; ///< that it has at most
    quint64 memoryMaximum = 0; ///< bytes
    std::optional<quint64> memoryCurrent; ///< bytes that its balloon leaves it; nothing: it has no balloon
    quint64 memoryResident = 0; ///< bytes of the host's memory
    /// What the guest's own driver tells, where it is asked to: "unused", "available", "usable", "diskCaches",
    /// "swapIn", "swapOut" (bytes), "majorFaults", "minorFaults", "hugePagesAllocated", "hugePagesFailed",
    /// "lastUpdate" (s since 1970).
    QMap<QString, quint64> guestMemory;
    QList<DiskFigures> disks;
    QList<InterfaceFigures> interfaces;
    bool operator==(const Figures &) const = default;

    /// The document of Domain.GetFigures (org.laneway.Helper1.Domain.xml).
    QJsonObject toJson() const;
    /// InvalidInput for what is none. What is not understood is left out.
    static Result<Figures> fromJson(const QJsonObject &json);
};

} // namespace laneway
