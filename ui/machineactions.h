// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"

#include <QAction>
#include <QObject>
#include <QPointer>

#include <optional>

class QMenu;

namespace laneway {

/// What can be done with a machine as a whole, for a menu or a page. Asks before something is lost.
class MachineActions : public QObject
{
    Q_OBJECT
public:
    /// Keys are the menu bar's: @p prefix names the actions, and one with "" has keys.
    MachineActions(QWidget *window, const QString &prefix);
    /// None: everything is disabled.
    void setMachine(Connection *connection, const QUuid &machine);
    void update(); ///< after the machine's state, or which one there is, has changed

    void addTo(QMenu &menu) const; ///< all of them
    void addRarerTo(QMenu &menu) const; ///< those that a page has no button for
    QAction *start() const { return m_start; }
    QAction *pause() const { return m_pause; } ///< Pause or Resume, as it is
    QAction *shutDown() const { return m_shutDown; }
    QAction *reset() const { return m_reset; }
    QAction *forceOff() const { return m_forceOff; }

Q_SIGNALS:
    void planRequested(laneway::Connection &connection, const QString &kind, const QJsonObject &arguments);
    void failed(const laneway::Error &error);
    void told(const QString &text); ///< it is done
    void asked(const QUuid &machine,
        laneway::MachineAct what); ///< Shutdown, Reboot: QEMU has taken it; what the guest does is up to it

private:
    template <typename Slot> QAction *add(const QString &icon, const QString &text, const QString &name, Slot slot);
    std::optional<DomainInfo> machine() const;
    bool isSession() const;
    void plan(const QString &kind, QJsonObject arguments = {});
    void act(MachineAct what);
    void confirm(const QString &title, const QString &text, const QString &verb, std::function<void()> then);
    void rename();
    void clone();
    void remove();

    QWidget *m_window;
    QString m_prefix;
    QPointer<Connection> m_connection;
    QUuid m_machine;
    QAction *m_start;
    QAction *m_startPaused;
    QAction *m_pause;
    QAction *m_shutDown;
    QAction *m_reboot;
    QAction *m_reset;
    QAction *m_forceOff;
    QAction *m_save;
    QAction *m_discard;
    QAction *m_autostart;
    QAction *m_rename;
    QAction *m_clone;
    QAction *m_snapshots;
    QAction *m_delete;
};

} // namespace laneway
