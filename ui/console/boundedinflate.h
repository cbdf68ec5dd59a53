// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>

namespace laneway {

/// What zlib packed, when it is no more than @p most bytes; nothing when it is more, or broken. A peer may
/// leave its stream open: what came out until then counts. (qUncompress() has no bound.)
std::optional<QByteArray> inflateBounded(const QByteArray &packed, qsizetype most);

} // namespace laneway
