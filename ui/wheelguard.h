// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace laneway {

/// The wheel scrolls what a field is in, and turns its value only while it has the focus: who scrolls through a
/// machine's properties does not change those that pass under the pointer.
class WheelGuard : public QObject
{
    Q_OBJECT
public:
    /// For all windows of the program; more calls change nothing.
    static void install();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    using QObject::QObject;
};

} // namespace laneway
