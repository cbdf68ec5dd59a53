// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/draft.h"
#include "qemu/guestboard.h"

namespace laneway {

class AddTap;

/// Gives each interface in a bridge, or on a network card, that @p live has and @p present has not, its tap: the
/// steps that make it, the right that it needs, and its name in @p live. A session's own helper has a program
/// of QEMU's make it. UnsupportedConfiguration, NotFound, AlreadyExists with the reason.
Result<> takeTaps(Draft &draft, DomainXml &live, const DomainXml *present = nullptr);

/// The tap as whoever opens it knows it.
Result<GuestTap> guestTapOf(const Draft &draft, const QemuTap &tap);

/// The step that a run holds for an interface of this name; null when it has none.
const HeldStep *heldTap(const RunRecord &run, const QString &interface);

} // namespace laneway
