// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeyEvent>

namespace laneway {

/// What a PC keyboard sends (set 1) for a key of Linux' numbering (input-event-codes.h), 0x80 added to what
/// begins with 0xe0; 0 when there is none.
quint32 scancodeOfLinuxKey(quint32 key);
/// Of an event on a Linux desktop, whose native number is the kernel's plus 8. 0 for one that no key made.
quint32 scancodeOf(const QKeyEvent &event);
/// X11's name for what was typed; 0 when it has none.
quint32 keysymOf(const QKeyEvent &event);

} // namespace laneway
