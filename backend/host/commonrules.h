// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/verdict.h"

namespace laneway {

// Rules that PCI and USB devices have in common: what the host does with a disk, and who wants it.

/// Of machines that a reason is about, so many are named; how many more there are is the last argument, "+N".
inline constexpr qsizetype mostNamed = 4;

/// "wanted-by-domain": definitions of machines that do not run have it. The names of a few and "+N": anybody
/// may define as many as they like.
class WantedBy
{
public:
    void add(const QUuid &domain, const QString &name);
    std::optional<Reason> reason() const; ///< nothing: nobody was added

private:
    Reason m_reason{Level::Ready, u"wanted-by-domain"_s, {}};
    int m_more = 0;
};

/// What has no argument is no reason.
std::optional<Reason> unlessEmpty(const Reason &reason);
/// Mount points, as arguments: those that the system itself stands on (/, /boot, /boot/efi, /usr), or the others.
std::optional<Reason> rootMountReason(const QList<BlockDevice> &disks);
std::optional<Reason> otherMountReason(const QList<BlockDevice> &disks);
std::optional<Reason> swapReason(const QList<BlockDevice> &disks);

} // namespace laneway
