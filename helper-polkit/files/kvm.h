// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace laneway {

/// Whether whoever asks may open KVM's node, and a guest could run by it.
bool isKvmUsable(const std::string &node);

} // namespace laneway
