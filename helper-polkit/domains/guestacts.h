// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/runrecord.h"

namespace laneway {

/// What a person wants of a running machine that takes no job.
enum class GuestAct {
    Suspend, ///< its processors stand still
    Resume, ///< also out of the guest's own sleep
    Reset, ///< as the button: nothing is asked of the guest
    Reboot,
    Shutdown,
};

/// By whom Reboot and Shutdown are carried out: the guest's agent, ACPI's power button, or Any: the
/// agent where it answers, else the button.
enum class GuestMode { Any, Agent, Acpi };
std::optional<GuestMode> guestModeFrom(QStringView word); ///< "", "agent", "acpi"

/// Waits for the guest: for a thread. Reboot by ACPI leaves a QEMU that stays when its guest is off:
/// beginAgain() is the other half. GuestDidNotRespond: no agent.
Result<> act(Guests &guests, const RunRecord &run, GuestAct what, GuestMode mode);

/// What a definition wants of a power-off, a reboot, a crash: "destroy", "restart", "preserve".
struct EndWishes
{
    QString poweroff = u"destroy"_s;
    QString reboot = u"restart"_s;
    QString crash = u"destroy"_s;
};
EndWishes endWishesOf(const RunRecord &run);

/// A power-off is what the definition says again: QEMU's end, but for @p wishes. Takes a reboot by the button back.
Result<> endAsDefined(Guests &guests, const GuestRef &guest, const EndWishes &wishes);

/// A guest that is off or has panicked, whose QEMU has stayed: reset, and on. From then on a power-off
/// is one again, unless the definition wants @p wishes otherwise.
Result<> beginAgain(Guests &guests, const GuestRef &guest, const EndWishes &wishes);

} // namespace laneway
