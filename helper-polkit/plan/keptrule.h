// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/pcifunction.h"

namespace laneway {

/// The udev rule (udev(7)) that makes @p pf's virtual functions again when the computer starts, and sets
/// them by @p ipProgram (iproute2), an absolute path; empty: it only makes them. Nothing but numbers,
/// addresses and fixed words gets into it.
///
/// It goes by where the card is and what it is, never by its interface's name, and does nothing where
/// there are virtual functions already: a repeated event takes nothing from machines that have them.
QByteArray keptRule(const PciFunction &pf, const QList<VfSettings> &settings, const QString &ipProgram);

/// What of @p settings is worth being set again: what a new virtual function may not have by itself.
VfChange worthKeeping(const VfSettings &settings);

} // namespace laneway
