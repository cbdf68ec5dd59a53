// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dragpicture.h"

#include <QFontMetrics>
#include <QIcon>
#include <QPainter>
#include <QWidget>

namespace laneway {

QPixmap dragPicture(const QWidget &widget, const QIcon &icon, const QString &text)
{
    const QFontMetrics metrics(widget.font());
    const int margin = metrics.height() / 3;
    const int side = icon.isNull() ? 0 : metrics.height();
    const QSize size(metrics.horizontalAdvance(text) + side + margin * (side ? 3 : 2), metrics.height() + margin * 2);
    QPixmap pixmap(size * widget.devicePixelRatioF());
    pixmap.setDevicePixelRatio(widget.devicePixelRatioF());
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setFont(widget.font());
    painter.setPen(widget.palette().color(QPalette::Mid));
    painter.setBrush(widget.palette().color(QPalette::ToolTipBase));
    painter.drawRect(QRect(QPoint(), size).adjusted(0, 0, -1, -1));
    if (side)
        icon.paint(&painter, QRect(margin, margin, side, side));
    painter.setPen(widget.palette().color(QPalette::ToolTipText));
    painter.drawText(QRect(side ? side + margin * 2 : margin, margin, size.width(), metrics.height()),
        Qt::AlignLeft | Qt::AlignVCenter, text);
    return pixmap;
}

} // namespace laneway
