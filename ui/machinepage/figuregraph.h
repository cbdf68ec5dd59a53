// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>
#include <optional>

namespace laneway {

/// One or two lines over the last minutes, with a scale, a legend that says the newest values, and a text where there
/// is nothing to draw. The newest is at the end of the reading direction. Lines differ by dashes as well as colours.
class FigureGraph : public QWidget
{
    Q_OBJECT
public:
    struct Line
    {
        struct Point
        {
            double age = 0; ///< seconds before the newest
            std::optional<double> value;
            bool afterGap = false;
        };
        QString name; ///< empty: the only one
        QList<Point> points; ///< oldest first
    };
    /// @p textOf: a value with its unit.
    FigureGraph(const QString &title, double lengthS, std::function<QString(double)> textOf, QWidget *parent = nullptr);
    /// @p end: of the scale, from 0.
    void showLines(const QList<Line> &lines, double end);
    void sayInstead(const QString &text);
    QString title() const { return m_title; }
    QSize sizeHint() const override { return {360, 170}; }
    QSize minimumSizeHint() const override { return {180, 110}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString legendOf(const Line &line) const;
    QColor colorOf(qsizetype line) const;
    void drawLine(QPainter &painter, const QRectF &area, qsizetype line) const;
    void describe();

    const QString m_title;
    const double m_length;
    const std::function<QString(double)> m_textOf;
    QList<Line> m_lines;
    double m_end = 1;
    QString m_instead;
};

} // namespace laneway
