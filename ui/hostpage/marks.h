// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/devicerow.h"

#include <QIcon>

namespace laneway {

/// The sign of a level; null where no icon theme has it, so it never stands without its word.
inline QIcon levelMark(Level level) { return QIcon::fromTheme(u"laneway-"_s + levelName(level)); }

/// What kind of thing a row is.
inline QIcon deviceMark(const DeviceRow &row)
{
    if (!row.address)
        return row.group ? QIcon::fromTheme(u"laneway-group"_s) : QIcon();
    return QIcon::fromTheme(row.bridge ? u"laneway-bridge"_s : u"laneway-device"_s);
}

} // namespace laneway
