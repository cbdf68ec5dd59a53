// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/guestbuses.h"

#include "xml/xmlnodes.h"

#include <algorithm>

namespace laneway::guestpci {

namespace {

// libvirt: virDomainPCIAddressBusSetModel() in src/conf/domain_addr.c
constexpr std::array busModels{
    BusModel{u"pci-root", Pci | Bridge | PciExpander, 1, 31, true, 0},
    BusModel{u"pcie-root", Pcie | Integrated | RootPort | DmiBridge | PcieExpander, 1, 31, false, 0},
    BusModel{u"pci-bridge", Pci | Bridge, 1, 31, true, Bridge},
    BusModel{u"pcie-to-pci-bridge", Pci | Bridge, 1, 31, true, PcieToPci},
    BusModel{u"pci-expander-bus", Pci | Bridge, 0, 31, true, PciExpander},
    BusModel{u"pcie-root-port", Pcie | UpstreamPort | PcieToPci, 0, 0, true, RootPort},
    BusModel{u"pcie-switch-downstream-port", Pcie | UpstreamPort | PcieToPci, 0, 0, true, DownstreamPort},
    BusModel{u"pcie-switch-upstream-port", DownstreamPort, 0, 31, false, UpstreamPort},
    BusModel{u"dmi-to-pci-bridge", Pci | Bridge, 0, 31, false, DmiBridge},
    BusModel{u"pcie-expander-bus", RootPort | DmiBridge, 0, 31, false, PcieExpander},
};

} // namespace

const BusModel *busModel(QStringView name)
{
    for (const BusModel &model : busModels)
        if (model.name == name)
            return &model;
    return nullptr;
}

void Topology::take(const GuestPciAddress &place, unsigned want)
{
    Slot &slot = buses[place.bus].slots[place.slot];
    if (slot.isEmpty())
        slot.ports = want & RootPort;
    slot.used[place.function] = true;
}

Result<> Topology::takeGiven(const Item &item)
{
    const GuestPciAddress &place = *item.given;
    const auto refuse = [&](const QString &why) { return fail(ErrorCode::InvalidXml, elementPath(item.element), why); };
    if (place.domain != 0)
        return refuse(u"the guest has only PCI domain 0"_s);
    while (m_canGrow && place.bus >= buses.size())
        if (const auto done = grow(item); !done)
            return done;
    if (place.bus >= buses.size())
        return refuse(u"there is no bus 0x%1"_s.arg(place.bus, 2, 16, QChar(u'0')));
    const BusModel &model = *buses[place.bus].model;
    const unsigned endpoint = Pci | Pcie | Integrated;
    unsigned wanted = item.want;
    if (wanted & endpoint)
        wanted |= endpoint;
    if (wanted & Bridge)
        wanted |= Pci;
    if (!(model.accepts & wanted))
        return refuse(u"the bus of a %1 (index %2) does not take this device"_s.arg(model.name).arg(place.bus));
    if (place.slot < model.firstSlot || place.slot > model.lastSlot)
        return refuse(u"slot 0x%1: the bus of a %2 has slots 0x%3 to 0x%4"_s.arg(place.slot, 2, 16, QChar(u'0'))
                          .arg(model.name)
                          .arg(model.firstSlot, 2, 16, QChar(u'0'))
                          .arg(model.lastSlot, 2, 16, QChar(u'0')));
    if (!isFree(place.bus, place.slot, place.function))
        return refuse(u"guest address %1 is used twice"_s.arg(
            PciAddress::make(0, place.bus, place.slot, place.function)->toString()));
    take(place, item.want);
    return {};
}

Result<GuestPciAddress> Topology::next(const Item &item)
{
    for (;;) {
        for (int bus = 0; bus < buses.size(); ++bus)
            if (const auto place = freeOn(bus, item)) {
                take(*place, item.want);
                return *place;
            }
        if (!m_canGrow)
            return noRoom(item);
        if (const auto done = grow(item); !done)
            return fail(done.error());
    }
}

std::optional<GuestPciAddress> Topology::freeOn(int bus, const Item &item) const
{
    const BusModel &model = *buses[bus].model;
    if (!(model.accepts & item.want) || (m_keptPorts.contains(bus) && !(item.want & PcieToPci)))
        return std::nullopt;
    if ((item.want & (Pci | Pcie)) && !model.automatic)
        return std::nullopt;
    for (int slot = model.firstSlot; slot <= model.lastSlot; ++slot) {
        const Slot &there = buses[bus].slots[size_t(slot)];
        if (there.isEmpty())
            return GuestPciAddress{0, quint8(bus), quint8(slot), quint8(item.function), {}};
        if (!(item.want & RootPort) || !there.ports)
            continue;
        for (int function = 0; function < 8; ++function)
            if (!there.used[size_t(function)])
                return GuestPciAddress{0, quint8(bus), quint8(slot), quint8(function), {}};
    }
    return std::nullopt;
}

tl::unexpected<Error> Topology::noRoom(const Item &item) const
{
    return fail(ErrorCode::UnsupportedConfiguration, elementPath(item.element),
        u"no PCI slot is left that takes this device, and none can be added"_s);
}

Result<> Topology::grow(const Item &item)
{
    const auto add = [&](QStringView name) { buses << Bus{busModel(name), {}}; };
    if (buses.size() > 254)
        return noRoom(item);
    if (item.want & (Pci | Bridge)) {
        const bool hasPlaceForBridge
            = std::any_of(buses.begin(), buses.end(), [](const Bus &bus) { return bus.model->accepts & Bridge; });
        if (hasPlaceForBridge) {
            add(u"pci-bridge");
        } else {
            m_keptPorts.insert(int(buses.size()));
            add(u"pcie-root-port");
            add(u"pcie-to-pci-bridge");
        }
        return {};
    }
    if (item.want & (Pcie | PcieToPci | UpstreamPort) && buses.first().model->name == u"pcie-root") {
        add(u"pcie-root-port");
        return {};
    }
    return noRoom(item);
}

} // namespace laneway::guestpci
