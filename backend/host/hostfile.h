// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

namespace laneway {

/// What is wrong with a file that should tell of a host. Each is put right in another way, so each is
/// told for itself: Error::extra["file"] names it.
enum class FileFault { Missing, Unreadable, NoFile, Empty, NoCapture, NoListing, Unwritable };

/// InvalidInput.
Error hostFileError(FileFault fault, const QString &subject, const QString &detail = {});
/// Whether there is something to read at @p path, by its attributes alone.
Result<> checkHostFile(const QString &path);

} // namespace laneway
