// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/verdict.h"

namespace laneway {

// Rules that PCI and USB devices have in common: what the host does with a disk.

/// What has no argument is no reason.
std::optional<Reason> unlessEmpty(const Reason &reason);
/// Mount points, as arguments: those that the system itself stands on (/, /boot, /boot/efi, /usr), or the others.
std::optional<Reason> rootMountReason(const QList<BlockDevice> &disks);
std::optional<Reason> otherMountReason(const QList<BlockDevice> &disks);
std::optional<Reason> swapReason(const QList<BlockDevice> &disks);

} // namespace laneway
