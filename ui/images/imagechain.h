// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>

class QTreeWidget;
class QTreeWidgetItem;

namespace laneway {

/// Images, each above what it stands on.
QTreeWidget *newChainView();

/// Adds a disk's image with what it stands on below it, from the answer of Connection::image(). @p machine: whose disk
/// it is, and whose use goes without saying.
void addChain(QTreeWidget *view, const QJsonObject &image, const QString &machine);
/// The same, without the image itself, below the row of it.
void addChainBelow(QTreeWidgetItem *row, const QJsonObject &image, const QString &machine);

} // namespace laneway
