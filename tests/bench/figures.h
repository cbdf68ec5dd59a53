// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pciaddress.h"

#include <functional>

namespace laneway {

/// Milliseconds of the bare work and of ours, one pair a turn.
struct Figures
{
    QString name;
    QList<double> bare;
    QList<double> ours;
};

using Work = std::function<Result<>()>;

/// Milliseconds that @p work took.
Result<double> timed(const Work &work);
/// Takes turns, so that the machine's moods hit both alike, after two that only warm the caches.
/// What comes back after each piece of work is not measured.
Result<Figures> compare(const QString &name, int turns, const Work &bare, const Work &bareBack, const Work &ours,
    const Work &oursBack);

/// Reading the host, beside a bare loop over the same files.
Result<Figures> benchScan(int turns);
/// The same on a made tree of many functions, to see how the cost grows.
Result<Figures> benchMadeScan(int turns, int functions);
/// Moving @p device to vfio-pci by a job with its journal, beside the bare writes. Needs root.
Result<Figures> benchDetach(int turns, const PciAddress &device);
/// From the call to the answer of a QMP command, beside the same QEMU started by hand.
Result<Figures> benchStart(int turns);

} // namespace laneway
