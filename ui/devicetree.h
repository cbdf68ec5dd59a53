// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTreeView;

namespace laneway {

class HostDevices;

/// A view of host devices as page and wizard use it: uniform rows, sorted by what the person clicks,
/// columns sized once from the first rows. What came is opened, what the person closed stays closed,
/// over every filter and arrangement.
QTreeView *newDeviceTree(HostDevices &devices);

} // namespace laneway
