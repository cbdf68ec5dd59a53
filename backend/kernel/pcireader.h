// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/kernel.h"

namespace laneway {

/// What a PCI function's own directory tells: who it is, its group, driver, links, resets and VFs; nothing
/// of what hangs below it, nor what a driver has to be asked. @p release of the kernel: whether it tells of
/// resets; @p pending: FileTree::pendingWrites(). NotFound when it is gone.
Result<PciFunction> readPciFunction(
    const Kernel &kernel, const PciAddress &address, const QString &release, const QStringList &pending);

} // namespace laneway
