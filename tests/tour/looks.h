// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QWidget;

/// What can be said about a window without an eye. Each gives a line for every fault; empty: none seen.
/// They look at what is visible now.
namespace laneway::looks {

/// Text that has less room than it needs: labels, buttons, boxes, tabs, headings, addresses in columns.
QStringList cutTexts(const QWidget &window);
/// Two that answer to the same Alt key; entries of a menu without one.
QStringList clashingMnemonics(QWidget &window, QWidget *menu);
/// Words of a toolkit where a verb belongs, icons without words, pictures that are missing.
QStringList wordlessButtons(const QWidget &window);
/// What the Tab key does not come to, or does not leave; where the focus is not seen.
QStringList keyboardTraps(QWidget &window);

} // namespace laneway::looks
