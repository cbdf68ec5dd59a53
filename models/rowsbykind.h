// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/devicerow.h"

namespace laneway {

/// By what a device is for: graphics, network, storage …; virtual functions below their physical
/// function where both are of one kind.
QList<DeviceRow> rowsByKind(const HostSnapshot &host, const QList<DeviceRow> &functions);

} // namespace laneway
