// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/hostdevxml.h"

#include <QSet>

#include <array>

namespace laneway::guestpci {

/// What a device wants to be plugged into.
enum Want : unsigned {
    Nothing = 0,
    Pci = 1,
    Pcie = 2,
    Bridge = 4,
    RootPort = 8,
    UpstreamPort = 16,
    DownstreamPort = 32,
    DmiBridge = 64,
    PcieToPci = 128,
    PciExpander = 256,
    PcieExpander = 512,
    Integrated = 1024, ///< an endpoint that may only sit on bus 0 of pcie-root
};

struct BusModel
{
    QStringView name;
    unsigned accepts;
    int firstSlot, lastSlot;
    bool automatic; ///< endpoints are put there unasked
    unsigned plugsInto; ///< what a controller of this model wants itself; 0: a root
};

/// Nothing for a model that is not known.
const BusModel *busModel(QStringView name);

/// One PCI device of the guest on its way to a place.
struct Item
{
    QDomElement element;
    unsigned want = 0;
    std::optional<GuestPciAddress> given;
    std::optional<GuestPciAddress> place; ///< of this pass
    int function = 0; ///< wanted in a slot of its own: companions' are not 0
};

/// The guest's PCI buses with who sits where; grows by ports and bridges where it may.
class Topology
{
public:
    struct Slot
    {
        std::array<bool, 8> used{};
        bool ports = false; ///< its first user was a root port: others may join it
        bool isEmpty() const
        {
            return std::none_of(used.begin(), used.end(), [](bool u) { return u; });
        }
    };
    struct Bus
    {
        const BusModel *model = nullptr;
        std::array<Slot, 32> slots{};
    };

    explicit Topology(bool canGrow)
        : m_canGrow(canGrow)
    {
    }

    QList<Bus> buses;

    bool isFree(int bus, int slot) const { return buses[bus].slots[size_t(slot)].isEmpty(); }
    bool isFree(int bus, int slot, int function) const
    {
        return !buses[bus].slots[size_t(slot)].used[size_t(function)];
    }
    void take(const GuestPciAddress &place, unsigned want);
    /// A place that the definition names: it may be of the other kind, as people know best.
    Result<> takeGiven(const Item &item);
    /// The first place that takes it, by libvirt's order.
    Result<GuestPciAddress> next(const Item &item);

private:
    std::optional<GuestPciAddress> freeOn(int bus, const Item &item) const;
    tl::unexpected<Error> noRoom(const Item &item) const;
    /// Adds the bus, or the two, that let @p item find a place.
    Result<> grow(const Item &item);

    bool m_canGrow;
    QSet<int> m_keptPorts; ///< added for the bridge behind them; nothing else may take them
};

} // namespace laneway::guestpci
