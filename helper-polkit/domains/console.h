// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/guests.h"

namespace laneway {

/// A connected stream socket to a new VNC client session of the guest's screen; the caller closes it.
/// Waits for the guest: not for the main thread.
Result<int> connectToScreen(Guests &guests, const GuestRef &guest);

/// The same to the text port of this alias (textports.h): what it prints from now on. One reads it at a
/// time: DeviceInUse. NotFound.
Result<int> connectToPort(Guests &guests, const GuestRef &guest, const QString &alias);

} // namespace laneway
