// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/filetree.h"

namespace laneway {

/// What somebody at the host can do with an input device.
struct InputKind
{
    bool keyboard = false;
    bool pointer = false;
    bool known = false; ///< else the kernel does not tell
};
/// Of @p name in class/input.
InputKind inputKind(const FileTree &sys, const QString &name);

} // namespace laneway
