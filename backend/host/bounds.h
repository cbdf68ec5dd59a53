// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace laneway {

/// In one request: the helper refuses more, and the window does not offer it.
constexpr qsizetype mostDevicesAtOnce = 256;

// Of one owner, on one host. Each running machine takes descriptors and watches of the helper that serves all.
constexpr qsizetype mostRunning = 512;
constexpr qsizetype mostSaved = 512;
/// What the memory of one owner's saved machines may take of the file system that it is on: its size, in hundredths.
constexpr quint64 mostSavedPercent = 75;

} // namespace laneway
