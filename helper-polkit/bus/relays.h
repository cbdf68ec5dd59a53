// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bus/call.h"

#include <QDeadlineTimer>
#include <QMap>
#include <QTimer>

namespace laneway {

/// Answers that are too large for a message, for callers whom no descriptor reaches (ssh): put aside
/// here and read piece by piece. Each is its caller's alone, and forgotten when it is closed, when the
/// caller leaves, or when nobody has read of it for a minute.
class Relays : public QObject
{
    Q_OBJECT
public:
    static constexpr qsizetype largestPart = 256 * 1024;
    static constexpr int mostOfCaller = 2;
    static constexpr qsizetype mostOfUser = 64 * 1024 * 1024; ///< bytes, of all of a user's callers
    static constexpr qsizetype mostBytes = 256 * 1024 * 1024; ///< of everybody
    static constexpr int keptMs = 60'000;

    Relays();
    /// Its number, never 0. LimitExceeded.
    Result<uint> add(const Call &call, const QByteArray &content);
    /// At most largestPart from @p offset; empty only at the end. NotFound for another caller's, and for
    /// an @p offset behind the end.
    Result<QByteArray> read(const Call &call, uint relay, quint64 offset);
    void close(const Call &call, uint relay);
    /// All of a caller on the bus, by its name, or of a peer, by its connection's.
    void forget(const QString &owner);
    bool isEmpty() const { return m_relays.isEmpty(); }

private:
    struct Relay
    {
        QString owner;
        uint user = 0;
        QByteArray content;
        QDeadlineTimer deadline;
    };
    static QString ownerOf(const Call &call);
    void forgetUnread();

    QMap<uint, Relay> m_relays;
    uint m_last = 0;
    QTimer m_lookAround;
};

} // namespace laneway
