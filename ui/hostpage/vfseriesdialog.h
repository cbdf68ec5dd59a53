// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/vfgridmodel.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QPushButton;
class QRadioButton;
class QVBoxLayout;

namespace laneway {

/// One setting of many virtual functions at once: the same in all, or counting up from the first.
class VfSeriesDialog : public QDialog
{
    Q_OBJECT
public:
    /// @p rows of @p model, at least one; @p column is offered first.
    VfSeriesDialog(VfGridModel &model, const QList<int> &rows, int column, QWidget *parent);

private:
    int column() const;
    VfGridModel::Series way() const;
    void showColumn();
    void preview();
    void accept() override;

    VfGridModel &m_model;
    const QList<int> m_rows;
    QComboBox *m_column;
    QLabel *m_startLabel;
    QVBoxLayout *m_startPlace;
    QWidget *m_start = nullptr;
    QRadioButton *m_counting;
    QRadioButton *m_same;
    QLabel *m_preview;
    QPushButton *m_fill;
    QStringList m_values;
};

} // namespace laneway
