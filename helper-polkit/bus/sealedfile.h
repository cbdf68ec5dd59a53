// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QDBusUnixFileDescriptor>

namespace laneway {

/// @p content as a file in memory that nobody can change any more. LimitExceeded when there is no
/// room for it.
Result<QDBusUnixFileDescriptor> sealedFile(const QByteArray &content);

} // namespace laneway
