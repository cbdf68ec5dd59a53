// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace laneway {

/// Shift+F10 opens the context menu of what has the keyboard, as the menu key does, which many keyboards
/// lack. Qt on X11 and Wayland knows the latter alone.
class ContextMenuKey : public QObject
{
    Q_OBJECT
public:
    /// For all windows of the program; more calls change nothing.
    static void install();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace laneway
