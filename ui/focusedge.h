// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAbstractScrollArea;

namespace laneway {

/// Marks the list or text that has the keyboard by the colour of what is selected, on its frame: styles
/// do so for a line of text, and leave a list without a current row, or a text, looking as it does without.
class FocusEdge : public QWidget
{
    Q_OBJECT
public:
    /// For all windows of the program; more calls change nothing.
    static void install();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    FocusEdge();
    void follow(QWidget *focused);
    void fit();

    QAbstractScrollArea *m_around = nullptr; ///< our parent, while there is one
};

} // namespace laneway
