// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/hardwaremodel.h"

#include <QIcon>
#include <QStyledItemDelegate>

namespace laneway {

QIcon hardwareIcon(HardwareKind kind);

/// A row of hardware: icon, name, and below it what it is and when it is there. Any model with
/// HardwareModel's summary and an icon of its own will do.
class HardwareDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace laneway
