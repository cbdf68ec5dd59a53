// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace laneway {

/// What stands in the way of everything on a host, not just of one device.
struct HostObstacle
{
    QString code; ///< a reason's code, or "session", "read-only", "lost"
    QString text;
    QString remedy; ///< what to do about it; can be several lines
    QString action = {}; ///< a button that does it; empty: none
    bool operator==(const HostObstacle &) const = default;
};
/// The gravest that holds; nothing where devices can be given away. @p connection as Connection::name().
std::optional<HostObstacle> hostObstacle(const HostSnapshot &host, const QString &connection);
/// That there is no connection, and whether it is tried again; nothing where there is or was none yet.
std::optional<HostObstacle> connectionObstacle(const Connection &connection);

/// Says it above the pages, with the way out behind a button. Takes no room when there is nothing.
class HostBanner : public QFrame
{
    Q_OBJECT
public:
    explicit HostBanner(QWidget *parent = nullptr);
    /// One that was closed on @p host does not come again there.
    void showObstacle(const std::optional<HostObstacle> &obstacle, const QString &host = {});

Q_SIGNALS:
    void actionRequested();

private:
    QLabel *m_icon;
    QLabel *m_text;
    QLabel *m_remedy;
    QPushButton *m_more;
    QPushButton *m_action;
    QToolButton *m_close;
    QString m_host;
    QString m_code; ///< of what is shown
};

} // namespace laneway
