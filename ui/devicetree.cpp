// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/devicetree.h"

#include "models/devicetreemodel.h"

#include <QHeaderView>
#include <QTreeView>

namespace laneway {

QTreeView *newDeviceTree(DeviceTreeModel *model)
{
    auto *view = new QTreeView;
    view->setModel(model);
    view->setUniformRowHeights(true); // 10,000 rows are not measured one by one
    view->setAlternatingRowColors(true);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->header()->setStretchLastSection(true);
    view->setTextElideMode(Qt::ElideRight);
    return view;
}

void arrangeDeviceTree(QTreeView &view)
{
    view.expandAll();
    for (int i = 0; i < view.model()->rowCount(); ++i) {
        const QModelIndex group = view.model()->index(i, 0);
        if (group.data(DeviceTreeModel::BridgeRole).toBool())
            view.collapse(group);
    }
    for (int column = 0; column < DeviceTreeModel::AddressColumn; ++column) {
        view.resizeColumnToContents(column);
        view.setColumnWidth(column, qMin(view.columnWidth(column), view.fontMetrics().averageCharWidth() * 36));
    }
}

} // namespace laneway
