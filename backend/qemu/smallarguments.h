// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "qemu/guestboard.h"

namespace laneway {

/// A tablet, mouse or keyboard without a PCI address; @p number is its place among the machine's.
QemuDevice inputArguments(const QDomElement &input, const GuestBoard &board, int number);
bool isBoardInput(const QDomElement &input); ///< PS/2: there with the board, no device of its own
bool isPciInput(const QDomElement &input);
/// The source of random numbers and its virtio device, without a PCI address.
QemuDevice rngArguments(const QDomElement &rng, int number);

} // namespace laneway
