// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

class QAction;
class QMenu;
class QWidget;

namespace laneway {

/// Cut, Copy, Paste and Select All of a window's Edit menu: what they do is the matter of the widget
/// that has the keyboard. Fields and texts know their keys themselves, and lists have actions with these
/// keys; the menu shows the keys and claims none of them, so that no key is ambiguous.
class EditActions : public QObject
{
    Q_OBJECT
public:
    EditActions(QMenu &menu, QWidget &window);

private:
    void update();
    QWidget *target() const;

    QWidget &m_window;
    QPointer<QWidget> m_focused; ///< the menu takes the keyboard while it is open
    QAction *m_cut;
    QAction *m_copy;
    QAction *m_paste;
    QAction *m_selectAll;
};

} // namespace laneway
