// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bus/peers.h"

#include "bus/door.h"

#include <dlfcn.h>
#include <sys/socket.h>
#include <unistd.h>

namespace laneway {

namespace {
/// The uid behind a peer's connection. libdbus has its own rule (our uid or root, once authenticated);
/// this second look is at the socket itself and comes before any message. Nothing when libdbus, which
/// QtDBus loaded, cannot be asked.
std::optional<uint> uidOf(const QDBusConnection &connection)
{
    using GetSocket = unsigned (*)(void *, int *);
    const auto getSocket = reinterpret_cast<GetSocket>(::dlsym(RTLD_DEFAULT, "dbus_connection_get_socket"));
    int fd = -1;
    if (!getSocket || !connection.internalPointer() || !getSocket(connection.internalPointer(), &fd))
        return std::nullopt;
    ucred credentials = {};
    socklen_t size = sizeof credentials;
    if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size) < 0)
        return std::nullopt;
    return credentials.uid;
}
} // namespace

PeerWatch::PeerWatch(const QDBusConnection &connection, QObject *parent)
    : QObject(parent)
    , m_name(connection.name())
{
    QDBusConnection own = connection;
    own.connect({}, u"/org/freedesktop/DBus/Local"_s, u"org.freedesktop.DBus.Local"_s, u"Disconnected"_s, this,
        SLOT(onDisconnected()));
}

void PeerWatch::onDisconnected()
{
    Q_EMIT left(m_name);
    deleteLater();
}

Peers::Peers(Door &door, QObject *parent)
    : QObject(parent)
    , m_door(door)
{
}

Peers::~Peers() = default;

Result<> Peers::listen(const QString &address)
{
    m_server = std::make_unique<QDBusServer>(address);
    if (!m_server->isConnected())
        return fail(ErrorCode::HelperUnavailable, address, m_server->lastError().message());
    connect(m_server.get(), &QDBusServer::newConnection, this, &Peers::admit);
    return {};
}

void Peers::admit(const QDBusConnection &connection)
{
    const auto uid = uidOf(connection);
    if ((uid && *uid != ::geteuid()) || !m_door.serve(connection)) {
        QDBusConnection::disconnectFromPeer(connection.name());
        return;
    }
    m_anyCame = true;
    m_names.insert(connection.name());
    auto *watch = new PeerWatch(connection, this);
    connect(watch, &PeerWatch::left, this, &Peers::leave);
}

void Peers::leave(const QString &name)
{
    m_door.drop(name);
    QDBusConnection::disconnectFromPeer(name);
    if (m_names.remove(name) && m_names.isEmpty())
        Q_EMIT lastLeft();
}

} // namespace laneway
