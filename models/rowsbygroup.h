// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/devicerow.h"

namespace laneway {

/// A heading an IOMMU group of several, its functions below; a function that is alone in its group has
/// none. Those without a group are under a heading of their own at the end. @p functions as functionRows() gives them.
/// @p groupsKnown: false on a host that tells nothing of them.
QList<DeviceRow> rowsByGroup(const QList<DeviceRow> &functions, bool groupsKnown = true);

} // namespace laneway
