// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/hosttable.h"

#include <QObject>

namespace laneway {

class HostDevices;

/// A virtual function as a network interface for one machine.
struct VfChoice
{
    PciAddress address;
    VfIndex index;
    Level level = Level::Ready;
    QString verdict; ///< the word and the strongest reason
    QString usedBy;
    std::optional<MacAddress> mac; ///< that the card has set for it now
    bool free = false; ///< nobody has or wants it, and the host misses nothing
    bool choosable = false; ///< not refused, and not this machine's already
    bool operator==(const VfChoice &) const = default;
};

/// A network card's port that makes virtual functions.
struct PfChoice
{
    PciAddress address;
    QString name;
    QString interface; ///< empty: MAC and VLAN cannot be set
    int total = 0; ///< that it could have
    int free = 0;
    QList<VfChoice> functions; ///< free ones first, then by index
    bool operator==(const PfChoice &) const = default;

    const VfChoice *find(const PciAddress &address) const;
};

/// The host's, in address order, judged for the table's target.
QList<PfChoice> pfChoices(const HostTable &table);

/// Keeps them up to date, on a worker.
class VirtualFunctions : public QObject
{
    Q_OBJECT
public:
    VirtualFunctions(HostDevices &devices, QObject *parent = nullptr);

    bool isReady() const { return m_ready; }
    const QList<PfChoice> &physical() const { return m_physical; }
    const PfChoice *find(const PciAddress &physical) const;
    /// Whether any card has virtual functions whose MAC and VLAN can be set.
    bool any() const;

Q_SIGNALS:
    void updated();

private:
    void begin();

    HostDevices &m_devices;
    QList<PfChoice> m_physical;
    bool m_ready = false;
    bool m_working = false;
    bool m_again = false;
};

} // namespace laneway
