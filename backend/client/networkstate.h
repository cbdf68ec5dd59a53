// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/verdict.h"

namespace laneway {

/// A virtual function of a network's pool.
struct PoolDevice
{
    enum class State { Free, Leased, Unavailable };
    PciAddress device;
    State state = State::Unavailable;
    QString holder; ///< machine that has or wants it, as far as it may be known: "web", "uid 1001"
    QString reason; ///< why it is not free, a sentence; empty when it is
    QList<Reason> why; ///< all of it
    bool operator==(const PoolDevice &) const = default;
};

/// A network of a host: a pool of virtual functions, from which machines' interfaces get one each.
struct NetworkState
{
    QUuid uuid;
    QString name;
    bool active = false;
    bool autostart = false;
    bool persistent = true; ///< false: undefined while it ran, gone once it is stopped
    QString physical; ///< network interface of its PF; empty: a list of addresses
    QString problem; ///< why it has no functions at this moment; empty: it has some
    QList<PoolDevice> devices;
    uint connections = 0; ///< functions that machines have from it
    uint total = 0;
    uint free = 0;
    bool operator==(const NetworkState &) const = default;

    /// Takes over those properties of org.laneway.Helper1.Network that are there.
    void take(const QVariantMap &properties);
};

} // namespace laneway
