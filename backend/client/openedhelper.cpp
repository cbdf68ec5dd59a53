// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/openedhelper.h"

#include <QDBusError>

#include <atomic>

namespace laneway {

void OpenedHelper::close() const
{
    if (overBus)
        QDBusConnection::disconnectFromBus(connection.name());
    else
        QDBusConnection::disconnectFromPeer(connection.name());
}

Result<OpenedHelper> openHelper(const ConnectionTarget &target, const QString &bus)
{
    using Kind = ConnectionTarget::Kind;
    if (target.kind == Kind::System || target.kind == Kind::Ssh) {
        static std::atomic_int count;
        const QString name = u"laneway-bus-%1"_s.arg(++count);
        const auto connection = bus.isEmpty() ? QDBusConnection::connectToBus(QDBusConnection::SystemBus, name)
                                              : QDBusConnection::connectToBus(bus, name);
        if (!connection.isConnected())
            return fail(bus.isEmpty() ? ErrorCode::HelperUnavailable : ErrorCode::BusUnreachable,
                target.address ? target.address->shown() : u"system"_s, connection.lastError().message());
        return OpenedHelper{connection, true};
    }
    return (target.kind == Kind::Session ? sessionHelper() : simulatingHelper(target.arguments))
        .map([](const SpawnedHelper &spawned) {
            return OpenedHelper{spawned.connection, false, spawned};
        });
}

} // namespace laneway
