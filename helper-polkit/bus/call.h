// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusUnixFileDescriptor>

namespace laneway {

/// Who sends: a unique name on a bus; on a private connection there is one peer and no name.
struct Caller
{
    QString name; ///< ":1.42"; empty for a peer
    uint uid = 0;
    bool isPeer = false;

    /// Whether things of @p owner exist for this caller. Root sees everything, and so does a peer: its
    /// helper has nobody else's.
    bool sees(uint owner) const { return isPeer || uid == 0 || uid == owner; }
};

/// One method call with all that an answer needs; copied into what goes on later.
struct Call
{
    QDBusConnection connection;
    QDBusMessage message;
    Caller caller;

    template <typename T> T argument(int index) const { return qdbus_cast<T>(message.arguments().value(index)); }
    void reply(const QVariantList &values = {}) const;
    void refuse(const Error &error) const;
};

/// What a result carries, or the refusal is sent and nothing returned.
template <typename T> std::optional<T> valueOrRefuse(const Call &call, const Result<T> &result)
{
    if (result)
        return *result;
    call.refuse(result.error());
    return std::nullopt;
}

} // namespace laneway
