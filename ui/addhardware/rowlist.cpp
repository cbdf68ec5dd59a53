// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/addhardware/rowlist.h"

#include "models/plaintip.h"
#include "ui/icons.h"

#include <QGuiApplication>
#include <QHeaderView>
#include <QPalette>
#include <QTreeView>

namespace laneway {

RowListModel::RowListModel(const QStringList &headings, int verdictColumn)
    : m_headings(headings)
    , m_verdictColumn(verdictColumn)
{
}

int RowListModel::place(const QString &id) const
{
    for (int i = 0; i < m_rows.size(); ++i)
        if (m_rows[i].id == id)
            return i;
    return -1;
}

void RowListModel::setRows(const QList<ListRow> &rows)
{
    const auto has = [](const QList<ListRow> &list, const QString &id) {
        return std::any_of(list.cbegin(), list.cend(), [&](const ListRow &row) { return row.id == id; });
    };
    for (int i = int(m_rows.size()) - 1; i >= 0; --i) {
        if (has(rows, m_rows[i].id))
            continue;
        beginRemoveRows({}, i, i);
        m_rows.removeAt(i);
        endRemoveRows();
    }
    QList<ListRow> fresh;
    for (const ListRow &row : rows)
        if (!has(m_rows, row.id))
            fresh << row;
    if (!fresh.isEmpty()) {
        beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + fresh.size()) - 1);
        m_rows += fresh;
        endInsertRows();
    }
    if (m_rows == rows)
        return;
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    QStringList ids;
    for (const QModelIndex &index : before)
        ids << m_rows[index.row()].id;
    m_rows = rows;
    QModelIndexList after;
    for (int i = 0; i < before.size(); ++i)
        after << index(place(ids[i]), before[i].column());
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, columnCount() - 1));
}

QModelIndex RowListModel::indexOf(const QString &id) const
{
    const int row = place(id);
    return row < 0 ? QModelIndex() : index(row, 0);
}

int RowListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int RowListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_headings.size());
}

QVariant RowListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ListRow &row = m_rows[index.row()];
    switch (role) {
    case Qt::ToolTipRole: return plainTip(row.cells.value(index.column()));
    case Qt::DisplayRole: return row.cells.value(index.column());
    case Qt::ForegroundRole:
        return row.dimmed ? QVariant(QGuiApplication::palette().brush(QPalette::PlaceholderText)) : QVariant();
    case Qt::DecorationRole:
        return row.level && index.column() == m_verdictColumn ? QVariant(levelIcon(*row.level)) : QVariant();
    case Qt::AccessibleTextRole:
        return row.cells.value(index.column()).isEmpty()
            ? QVariant(tr("%1: none").arg(m_headings.value(index.column())))
            : QVariant();
    case IdRole: return row.id;
    default: return {};
    }
}

QVariant RowListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return m_headings.value(section);
}

QTreeView *newRowList(RowListModel *model, int wide)
{
    auto *view = new QTreeView;
    model->setParent(view);
    view->setModel(model);
    view->setRootIsDecorated(false);
    view->setUniformRowHeights(true);
    view->setAlternatingRowColors(true);
    view->setAllColumnsShowFocus(true);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->header()->setResizeContentsPrecision(100);
    view->header()->setStretchLastSection(false);
    view->header()->setSectionResizeMode(wide, QHeaderView::Stretch);
    // Once, from the first rows that come; then they are the person's.
    QObject::connect(
        model, &QAbstractItemModel::rowsInserted, view,
        [view] {
            for (int column = 0; column < view->model()->columnCount(); ++column) {
                view->resizeColumnToContents(column);
                view->setColumnWidth(
                    column, qMin(view->columnWidth(column), view->fontMetrics().averageCharWidth() * 40));
            }
        },
        Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
    return view;
}

} // namespace laneway
