// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTreeView;

namespace laneway {

class DeviceTreeModel;

/// A view of host devices as page and wizard use it: uniform rows, one selection, columns sized once.
QTreeView *newDeviceTree(DeviceTreeModel *model);
/// As it opens: groups of bridges closed, since they have nothing to give; column widths from what is
/// shown. Afterwards both are the person's.
void arrangeDeviceTree(QTreeView &view);

} // namespace laneway
