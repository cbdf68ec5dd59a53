// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/hostsnapshot.h"

#include <QByteArrayView>

namespace laneway {

/// What `lspci` printed, as people paste it, as a read-only host. Understood: no -v, -v, -vv and -vvv;
/// -n, -nn or neither; -k; -D; -x dumps are passed over; line ends of DOS, tabs turned into blanks,
/// missing or doubled empty lines, a shell's prompts before and after. Not: -t and -m.
///
/// What a listing cannot tell, or could not, is PciFunction::unknown. No group in a whole listing is
/// "unknown": lspci before 3.7 prints none.
///
/// Not in the text, but following from it: PciFunction::parent, by the buses of the bridges; virtual
/// functions, by offset and stride of their PF where vendor and device agree.
///
/// Fails with InvalidInput or LimitExceeded; subject is the place, "line 12". Malformed: no function at
/// all; a header line with an address that cannot be, or cut before its class; an address given
/// twice; details that follow no header; numbers that are none. Time and memory grow linearly.
///
/// Source: pciutils 3.9, lspci.c, ls-caps.c, ls-ecaps.c.
Result<HostSnapshot> parseLspciListing(QByteArrayView text);

} // namespace laneway
