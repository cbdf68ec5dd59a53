// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/vfgridmodel.h"

#include <QStyledItemDelegate>

namespace laneway {

/// To type or choose the value of a setting: a text, a number or a choice.
QWidget *newVfEditor(int column, QWidget *parent);
QString vfEditorValue(const QWidget *editor);
void setVfEditorValue(QWidget *editor, const QString &value);

QIcon vfSignIcon(VfGridModel::Sign sign); ///< none for None

/// Cells of the grid: what is pending is bold with a sign before it; a verdict has its own.
class VfCellDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace laneway
