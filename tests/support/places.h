// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// Where tests find what they do not carry themselves. Known to one translation unit, so that the
/// other objects are the same in every checkout.
namespace places {
QString sourceFile(const QString &path); ///< of this checkout: "backend/host"
QString builtFile(const QString &path); ///< of this build: "app/lanewayctl/lanewayctl"
/// In the shared test material beside the checkout, or at $LANEWAY_SHARED; may not be there.
QString sharedFile(const QString &path);
} // namespace places
