// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/networkstate.h"
#include "xml/newmachine.h"

#include <QJsonObject>

namespace laneway {

/// A way for a machine's network interface to get out.
struct NetworkChoice
{
    QString id; ///< "user", "bridge:br0", "direct:eth0", "pool:lan"
    QString text; ///< for people
    QString about; ///< what that means
};

/// All that a host has: user mode, its bridges, its cards by macvtap, pools of virtual functions. @p links: the answer
/// of Connection::links().
QList<NetworkChoice> networkChoices(const QJsonObject &links, const QList<NetworkState> &pools);

/// A choice for a new interface; "none" is none.
NewNetwork networkOf(const QString &id);

} // namespace laneway
