// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

class QLabel;

namespace laneway {

/// Filters a tree of devices as one types. The standard key for finding leads here from all of the page.
class FilterField : public QLineEdit
{
    Q_OBJECT
public:
    explicit FilterField(QWidget *page);
    /// "Filter", with the field as its buddy.
    QLabel *newLabel();

Q_SIGNALS:
    void goOn(); ///< down, to what was found
    void left(); ///< with Escape, empty

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace laneway
