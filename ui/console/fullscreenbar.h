// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>

class QLabel;

namespace laneway {

/// The way out of full screen, at the top edge of it: there for some seconds at its beginning, then when the pointer
/// comes to that edge.
class FullScreenBar : public QFrame
{
    Q_OBJECT
public:
    /// @p screen fills the monitor; @p view is in it and has the pointer.
    FullScreenBar(QWidget &screen, QWidget &view);

    void begin();
    void end();

Q_SIGNALS:
    void leaveRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void appear();

    QWidget &m_screen;
    QWidget &m_view;
    QTimer m_hint;
};

} // namespace laneway
