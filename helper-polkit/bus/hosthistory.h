// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "helpercore.h"

#include <QByteArray>

namespace laneway {

/// The host's last states, so that a client is sent what is new and not everything again.
class HostHistory : public QObject
{
    Q_OBJECT
public:
    static constexpr int kept = 16;

    explicit HostHistory(const HelperCore &core);
    struct Answer
    {
        quint64 serial = 0;
        QByteArray json;
        bool isDelta = false;
    };
    /// The difference to @p since where that state is still known, else the whole host.
    Answer since(quint64 since) const;

private:
    void remember();
    const HelperCore &m_core;
    QList<HostSnapshot> m_former; ///< oldest first; the last is the present one
    mutable Answer m_whole; ///< made once a serial
};

} // namespace laneway
