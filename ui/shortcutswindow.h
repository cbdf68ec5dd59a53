// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace laneway {

/// Every shortcut of a window, made from its actions, so that none can be forgotten.
class ShortcutsWindow : public QDialog
{
    Q_OBJECT
public:
    /// Of the actions below @p window.
    explicit ShortcutsWindow(QWidget *window);
};

} // namespace laneway
