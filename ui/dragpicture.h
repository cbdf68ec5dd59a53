// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>

class QIcon;
class QString;
class QWidget;

namespace laneway {

/// What is shown beside the pointer while something of @p widget is dragged: small, so that the machines
/// below stay in sight.
QPixmap dragPicture(const QWidget &widget, const QIcon &icon, const QString &text);

} // namespace laneway
