// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/verdict.h"

#include <QIcon>

namespace laneway {

struct DeviceRow;

/// Before the first widget: what the desktop's theme does not have comes from the program. On a bare
/// machine, where there is no theme at all, everything does.
void installIcons();

/// By freedesktop icon name, or one of our own ("laneway-…"); never null for a name of ours.
QIcon themeIcon(const QString &name);
QIcon levelIcon(Level level);
QIcon machineStateIcon(const QString &state); ///< "running", "shut off"; else it stands still
QIcon jobStateIcon(const QString &state); ///< of a job or a step
QIcon deviceIcon(const DeviceRow &row); ///< what kind of thing the row is

} // namespace laneway
