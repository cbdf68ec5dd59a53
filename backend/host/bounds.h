// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace laneway {

/// In one request: the helper refuses more, and the window does not offer it.
constexpr qsizetype mostDevicesAtOnce = 256;

} // namespace laneway
