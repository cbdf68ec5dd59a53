// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace laneway {

/// Where a program of ours is that does one thing for this one: beside it, as it was built or as it was installed.
/// @p variable of the environment says otherwise. Empty: it is not there.
QString childProgram(const QString &name, const char *variable);

} // namespace laneway
