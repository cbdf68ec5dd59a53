// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTreeView;

namespace laneway {

class DeviceTreeModel;

/// A view of host devices as page and wizard use it: uniform rows, one selection, columns sized once.
QTreeView *newDeviceTree(DeviceTreeModel *model);
/// Widths from what is shown now; afterwards they are the person's.
void sizeDeviceColumns(QTreeView &view);

} // namespace laneway
