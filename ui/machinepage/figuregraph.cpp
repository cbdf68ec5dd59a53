// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/machinepage/figuregraph.h"

#include "core/result.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>

namespace laneway {

namespace {
constexpr int gap = 6;
constexpr int swatch = 20;
}

FigureGraph::FigureGraph(const QString &title, double lengthS, std::function<QString(double)> textOf, QWidget *parent)
    : QWidget(parent)
    , m_title(title)
    , m_length(lengthS)
    , m_textOf(std::move(textOf))
{
    setFocusPolicy(Qt::TabFocus); // its name is read out there
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    describe();
}

void FigureGraph::showLines(const QList<Line> &lines, double end)
{
    m_lines = lines;
    m_end = end;
    m_instead.clear();
    describe();
    update();
}

void FigureGraph::sayInstead(const QString &text)
{
    m_lines.clear();
    m_instead = text;
    describe();
    update();
}

QString FigureGraph::legendOf(const Line &line) const
{
    const auto newest = line.points.isEmpty() ? std::optional<double>() : line.points.last().value;
    //: no value yet
    const QString value = newest ? m_textOf(*newest) : tr("–");
    //: what a line of a graph shows, its newest value
    return line.name.isEmpty() ? value : tr("%1 %2").arg(line.name, value);
}

void FigureGraph::describe()
{
    QStringList parts;
    for (const Line &line : std::as_const(m_lines))
        parts += legendOf(line);
    const QString said = m_instead.isEmpty() ? parts.join(u", "_s) : m_instead;
    //: a graph's title, its newest values
    const QString name = said.isEmpty() ? m_title : tr("%1: %2").arg(m_title, said);
    if (name != accessibleName())
        setAccessibleName(name);
}

QColor FigureGraph::colorOf(qsizetype line) const
{
    // Both are told from either background; which is which the dashes say, too.
    const bool dark = palette().color(QPalette::Base).lightness() < 128;
    if (line == 0)
        return dark ? QColor(0x6c, 0xb6, 0xff) : QColor(0x0b, 0x5c, 0xad);
    return dark ? QColor(0xff, 0xb3, 0x5c) : QColor(0xa8, 0x4a, 0x00);
}

void FigureGraph::drawLine(QPainter &painter, const QRectF &area, qsizetype number) const
{
    const Line &line = m_lines[number];
    const auto place = [&](const Line::Point &point) {
        const double part = 1 - point.age / m_length;
        const double x = isRightToLeft() ? area.right() - part * area.width() : area.left() + part * area.width();
        return QPointF(x, area.bottom() - std::min(*point.value / m_end, 1.0) * area.height());
    };
    QPainterPath path;
    QPainterPath below; // of the piece that is being drawn
    const auto endPiece = [&] {
        if (number == 0 && below.elementCount() > 1) {
            below.lineTo(below.currentPosition().x(), area.bottom());
            below.lineTo(below.elementAt(0).x, area.bottom());
            QColor fill = colorOf(number);
            fill.setAlpha(40);
            painter.fillPath(below, fill);
        }
        below = {};
    };
    bool isDrawing = false;
    for (const Line::Point &point : line.points) {
        if (!point.value || point.afterGap) {
            endPiece();
            isDrawing = false;
        }
        if (!point.value)
            continue;
        const QPointF at = place(point);
        if (isDrawing) {
            path.lineTo(at);
            below.lineTo(at);
        } else {
            path.moveTo(at);
            below.moveTo(at);
        }
        isDrawing = true;
    }
    endPiece();
    painter.setPen(QPen(colorOf(number), 1.6, number == 0 ? Qt::SolidLine : Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
}

void FigureGraph::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetrics metrics = fontMetrics();
    const int line = metrics.height();
    const Qt::Alignment leading = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeading | Qt::AlignVCenter);
    const Qt::Alignment trailing = QStyle::visualAlignment(layoutDirection(), Qt::AlignTrailing | Qt::AlignVCenter);
    const auto mirrored = [&](const QRect &rect) { return QStyle::visualRect(layoutDirection(), this->rect(), rect); };

    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(palette().color(QPalette::WindowText));
    const QRect head(gap, gap, width() - 2 * gap, line);
    painter.drawText(head, int(leading), m_title);
    painter.setFont(font());

    const QRectF area(gap + 0.5, gap + line + gap + 0.5, width() - 2 * gap - 1, height() - 3 * line - 5 * gap - 1);
    painter.fillRect(area, palette().color(QPalette::Base));
    QColor grid = palette().color(QPalette::Text);
    grid.setAlpha(50);
    painter.setPen(grid);
    painter.drawRect(area);
    if (m_instead.isEmpty()) {
        for (int quarter = 1; quarter < 4; ++quarter) {
            const double y = area.top() + area.height() * quarter / 4;
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        }
        painter.save();
        painter.setClipRect(area.adjusted(-1, -1, 1, 1));
        for (qsizetype i = 0; i < m_lines.size(); ++i)
            drawLine(painter, area, i);
        painter.restore();
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(head, int(trailing), m_textOf(m_end)); // of the upper edge
    } else {
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(area.adjusted(gap, 0, -gap, 0), int(Qt::AlignCenter | Qt::TextWordWrap), m_instead);
    }

    const int axis = height() - 2 * line - 2 * gap;
    QColor quiet = palette().color(QPalette::WindowText);
    quiet.setAlpha(170);
    painter.setPen(quiet);
    const QRect below(gap, axis, width() - 2 * gap, line);
    painter.drawText(below, int(leading), tr("%n minutes ago", nullptr, int(m_length / 60)));
    painter.drawText(below, int(trailing), tr("now"));
    int x = gap;
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        const int y = height() - gap - line;
        const QRect mark = mirrored({x, y, swatch, line});
        painter.setPen(QPen(colorOf(i), 2, i == 0 ? Qt::SolidLine : Qt::DashLine));
        painter.drawLine(mark.left(), mark.center().y(), mark.right(), mark.center().y());
        x += swatch + gap;
        const QString text = legendOf(m_lines[i]);
        const int wide = metrics.horizontalAdvance(text) + 1;
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(mirrored({x, y, wide, line}), int(leading), text);
        x += wide + 2 * gap;
    }
    if (hasFocus()) {
        QStyleOptionFocusRect focus;
        focus.initFrom(this);
        focus.rect = rect();
        focus.state |= QStyle::State_KeyboardFocusChange;
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, &painter, this);
    }
}

} // namespace laneway
