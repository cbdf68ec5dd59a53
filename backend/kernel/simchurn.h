// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/hostsnapshot.h"
#include "kernel/kernel.h"

#include <QElapsedTimer>
#include <QTimer>

namespace laneway {

/// Devices of a simulated host that change without an end, as if somebody else were at work: those
/// that nobody uses move between their driver and vfio-pci, and the virtual functions of every
/// fourth card vanish and come back. The same ones in the same order each time. For measurements and
/// demonstrations.
class SimChurn
{
public:
    /// @p host is what the simulated @p kernel, which outlives this, has at first.
    SimChurn(Kernel &kernel, const HostSnapshot &host);

    /// Lets at least @p functions of them change, if there are any that can; how many it were. What a
    /// guest holds is left alone.
    int change(int functions);
    /// The same all the time, by the event loop.
    void start(int functionsPerSecond);

private:
    struct Device
    {
        PciAddress address;
        QString node; ///< of its group
        bool away = false; ///< on vfio-pci
    };
    struct Card
    {
        PciAddress address;
        QStringList nodes; ///< of its virtual functions' groups
        int count = 0; ///< of virtual functions
        bool bare = false; ///< they are gone
    };

    int moveNext();
    int changeNextCard();
    bool isHeld(const QString &node) const;
    void write(const QString &path, const QByteArray &value);

    Kernel &m_kernel;
    QList<Device> m_devices;
    QList<Card> m_cards;
    qsizetype m_nextDevice = 0;
    qsizetype m_nextCard = 0;
    int m_moves = 0; ///< since a card's turn
    QTimer m_timer;
    int m_perSecond = 0;
    QElapsedTimer m_since;
    qint64 m_changed = 0; ///< since m_since
};

} // namespace laneway
