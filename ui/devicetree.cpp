// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/devicetree.h"

#include "models/devicetreemodel.h"
#include "models/hostdevices.h"

#include <QHeaderView>
#include <QSet>
#include <QTreeView>

namespace laneway {

namespace {

/// What is open is a matter of identity: rows come and go with filters and arrangements.
class Expansion : public QObject
{
public:
    Expansion(QTreeView &view, HostDevices &devices) : QObject(&view), m_view(view)
    {
        connect(&view, &QTreeView::collapsed, this,
            [this](const QModelIndex &index) { m_closed.insert(index.data(DeviceTreeModel::IdRole).toString()); });
        connect(&view, &QTreeView::expanded, this,
            [this](const QModelIndex &index) { m_closed.remove(index.data(DeviceTreeModel::IdRole).toString()); });
        connect(devices.model(), &QAbstractItemModel::rowsInserted, this, [this] { m_rowsCame = true; });
        connect(devices.model(), &QAbstractItemModel::layoutChanged, this, [this] { m_rowsCame = true; });
        connect(&devices, &HostDevices::updated, this, &Expansion::restore);
    }

private:
    void restore()
    {
        if (!std::exchange(m_rowsCame, false))
            return;
        open({});
        if (std::exchange(m_sized, true))
            return;
        for (int column = 0; column < m_view.model()->columnCount(); ++column) {
            m_view.resizeColumnToContents(column);
            m_view.setColumnWidth(column,
                qMin(m_view.columnWidth(column), m_view.fontMetrics().averageCharWidth() * 36));
        }
    }
    void open(const QModelIndex &parent)
    {
        const QAbstractItemModel &model = *m_view.model();
        for (int i = 0; i < model.rowCount(parent); ++i) {
            const QModelIndex index = model.index(i, 0, parent);
            if (model.rowCount(index) == 0)
                continue;
            if (!m_view.isExpanded(index) && !m_closed.contains(index.data(DeviceTreeModel::IdRole).toString()))
                m_view.setExpanded(index, true);
            open(index);
        }
    }

    QTreeView &m_view;
    QSet<QString> m_closed;
    bool m_rowsCame = true;
    bool m_sized = false;
};

} // namespace

QTreeView *newDeviceTree(HostDevices &devices)
{
    auto *view = new QTreeView;
    view->setModel(devices.model());
    view->setUniformRowHeights(true); // 10,000 rows are not measured one by one
    view->setAlternatingRowColors(true);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->header()->setStretchLastSection(true);
    view->header()->setResizeContentsPrecision(100);
    view->header()->setSortIndicator(-1, Qt::AscendingOrder); // the arrangement's own order
    view->setSortingEnabled(true);
    view->setTextElideMode(Qt::ElideRight);
    // Names of one vendor look alike where they are cut off: the address tells them apart.
    view->header()->moveSection(DeviceTreeModel::AddressColumn, 1);
    new Expansion(*view, devices);
    return view;
}

} // namespace laneway
