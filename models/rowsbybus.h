// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/devicerow.h"

namespace laneway {

/// As the host is wired: root buses, below them bridges and what hangs off them; virtual functions
/// below their physical function, as a person thinks of them, although they sit beside it.
/// Whatever a captured host claims of its parents (circles, endless chains), every function is in
/// the tree once.
QList<DeviceRow> rowsByBus(const HostSnapshot &host, const QList<DeviceRow> &functions);

} // namespace laneway
