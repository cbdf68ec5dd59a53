// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>

#include <memory>

namespace laneway {

/// A terminal (xterm's sequences, UTF-8): shows what feed() is given and tells what is typed. As many columns
/// and rows as have room. Ctrl+Shift+C and Ctrl+Shift+V copy and paste, Shift+Page Up looks back.
/// What it is fed is hostile: nothing but the picture and the answers to questions about the cursor comes of it.
class TerminalView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    static constexpr int mostLinesBack = 5'000;

    explicit TerminalView(QWidget *parent = nullptr);
    ~TerminalView() override;

    void feed(const QByteArray &bytes);
    void clear(); ///< also what has scrolled out
    QString text() const; ///< all lines, without blanks at their ends
    QString selectedText() const;
    QSize sizeHint() const override;

public Q_SLOTS:
    void copy();
    void paste();

Q_SIGNALS:
    void typed(const QByteArray &bytes);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    class Screen;
    void adoptFont();
    void updateScrolling();
    QPoint cellAt(const QPoint &position) const;
    int firstLine() const;
    std::pair<QPoint, QPoint> selection() const; ///< from where to before where
    void send(const QString &text);

    std::unique_ptr<Screen> m_screen;
    QSize m_cell{8, 16};
    int m_ascent = 12;
    qreal m_spacing = 0;
    QPoint m_from{-1, -1}; ///< of the selection: column, line
    QPoint m_to{-1, -1};
    bool m_selecting = false;
};

} // namespace laneway
