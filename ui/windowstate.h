// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QMainWindow;
class QSplitter;
class QTreeView;

namespace laneway {

/// What a window remembers from one time to the next: geometry, columns, dividers, the place that was
/// shown. In the user's configuration directory; each named by its widget.
namespace windowstate {
void save(const QMainWindow &window);
void restore(QMainWindow &window);
void save(const QTreeView &view);
/// False: nothing was remembered.
bool restore(QTreeView &view);
void save(const QSplitter &splitter);
bool restore(QSplitter &splitter);
void savePlace(const QString &connection, const QString &place);
QString place(const QString &connection); ///< "host-devices", "vf-pools", a machine's UUID; or empty
/// A choice of a menu that has no place of its own: "console/scaling".
void saveChoice(const QString &name, int choice);
int choice(const QString &name, int otherwise);
/// What stands in the way on a host (HostObstacle::code), and need not be said there again.
void closeBanner(const QString &connection, const QString &code);
bool isBannerClosed(const QString &connection, const QString &code);
/// The ssh connections that were opened by hand, newest first.
void rememberHost(const QString &connection);
QStringList recentHosts();
} // namespace windowstate

} // namespace laneway
