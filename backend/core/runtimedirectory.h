// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

namespace laneway {

/// Where this user's session helper and its clients meet: $XDG_RUNTIME_DIR/laneway, or, outside of a
/// login session, a directory below the temporary one. Made when it is missing; ours alone (0700), or
/// PermissionDenied: in a directory that all may write to, somebody else may have made it first.
Result<QString> runtimeDirectory();

} // namespace laneway
