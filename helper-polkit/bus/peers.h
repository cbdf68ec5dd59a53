// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QDBusConnection>
#include <QDBusServer>
#include <QObject>
#include <QSet>

#include <memory>

namespace laneway {

class Door;

/// Private connections: who connects is served by a Door, if it is the very user we run as.
class Peers : public QObject
{
    Q_OBJECT
public:
    explicit Peers(Door &door, QObject *parent = nullptr);
    ~Peers() override;
    /// "unix:path=…". Who comes before this returns is lost.
    Result<> listen(const QString &address);
    bool isEmpty() const { return m_names.isEmpty(); }
    bool anyCame() const { return m_anyCame; }

Q_SIGNALS:
    void lastLeft();

private:
    void admit(const QDBusConnection &connection);
    void leave(const QString &name);

    Door &m_door;
    std::unique_ptr<QDBusServer> m_server;
    QSet<QString> m_names;
    bool m_anyCame = false;
};

/// Hears that its connection ended. A slot cannot tell otherwise which one it was.
class PeerWatch : public QObject
{
    Q_OBJECT
public:
    PeerWatch(const QDBusConnection &connection, QObject *parent);

Q_SIGNALS:
    void left(const QString &name);

private Q_SLOTS:
    void onDisconnected();

private:
    QString m_name;
};

} // namespace laneway
