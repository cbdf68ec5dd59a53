// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/filetree.h"

namespace laneway {

/// The NUMA node that most of @p processors belong to, of equals the first; a list as the kernel and
/// libvirt write it: "0-3,8", and what is taken out again: "0-7,^2". Nothing when the list is none, or
/// the host does not tell its nodes.
std::optional<int> nodeOfProcessors(const FileTree &sys, const QString &processors);

} // namespace laneway
