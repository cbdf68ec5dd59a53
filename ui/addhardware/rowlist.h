// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/verdict.h"

#include <QAbstractTableModel>

class QTreeView;

namespace laneway {

/// One line of a short list to choose from.
struct ListRow
{
    QString id;
    QStringList cells;
    bool dimmed = false; ///< cannot be chosen; why is in its cells
    std::optional<Level> level = {}; ///< its sign stands before the verdict
    bool operator==(const ListRow &) const = default;
};

/// A short list whose rows are found by identity: what is selected stays so when rows come, go or
/// change places.
class RowListModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole + 1 };

    /// @p verdictColumn: where a row's level is shown.
    RowListModel(const QStringList &headings, int verdictColumn = -1);
    void setRows(const QList<ListRow> &rows);
    QModelIndex indexOf(const QString &id) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    int place(const QString &id) const;

    const QStringList m_headings;
    const int m_verdictColumn;
    QList<ListRow> m_rows;
};

/// A view of one; @p wide: the column that takes the room that is left.
QTreeView *newRowList(RowListModel *model, int wide);

} // namespace laneway
