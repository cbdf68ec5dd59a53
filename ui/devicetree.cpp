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

void sizeDeviceColumns(QTreeView &view)
{
    for (int column = 0; column < DeviceTreeModel::VerdictColumn; ++column) {
        view.resizeColumnToContents(column);
        view.setColumnWidth(column, qMin(view.columnWidth(column), view.fontMetrics().averageCharWidth() * 46));
    }
}

} // namespace laneway
