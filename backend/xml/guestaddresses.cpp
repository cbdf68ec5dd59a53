// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/guestaddresses.h"

#include "xml/domaindefaults.h"
#include "xml/domainxml.h"
#include "xml/guestcontrollers.h"
#include "xml/xmlnodes.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace laneway {

using namespace guestpci;

namespace {

class Assignment
{
public:
    Assignment(QDomElement root, Machine machine, const std::function<bool(const PciAddress &)> &isPcie)
        : m_root(root)
        , m_devices(root.firstChildElement(u"devices"_s))
        , m_controllers(root, machine)
        , m_machine(machine)
        , m_isPcie(isPcie)
    {
    }

    Result<> run()
    {
        if (const auto done = m_controllers.number(); !done)
            return done;
        m_controllers.addDefaults();
        m_controllers.addImplied();
        if (const auto done = m_controllers.checkRoots(); !done)
            return done;
        if (const auto done = collect(); !done)
            return done;

        Topology trial(true);
        if (const auto done = prepare(trial); !done)
            return done;
        const qsizetype givenBuses = highestGiven() + 1;
        if (m_machine == Machine::I440fx) {
            Item spare;
            spare.want = Pci;
            spare.element = m_devices;
            const bool anyFree = std::any_of(trial.buses.begin(), trial.buses.end(), [](const auto &bus) {
                for (int slot = bus.model->firstSlot; slot <= bus.model->lastSlot; ++slot)
                    if (bus.slots[size_t(slot)].isEmpty())
                        return true;
                return false;
            });
            if (anyFree)
                if (const auto done = trial.next(spare); !done)
                    return fail(done.error());
        }
        if (const auto done = assign(trial); !done)
            return done;
        if (givenBuses <= 1 && trial.buses.size() > givenBuses && m_machine == Machine::Q35) {
            Item spare; // whoever leaves the ports to us gets one to plug something in later
            spare.want = Pcie;
            spare.element = m_devices;
            if (const auto done = trial.next(spare); !done)
                return fail(done.error());
        }
        for (int index = 1; index < trial.buses.size(); ++index) {
            if (m_controllers.has(u"pci"_s, index))
                continue;
            Item controller;
            controller.element = m_controllers.add(u"pci"_s, index, trial.buses[index].model->name.toString());
            controller.want = trial.buses[index].model->plugsInto;
            if (const auto done = trial.next(controller); !done)
                return fail(done.error());
        }

        if (const auto done = collect(); !done)
            return done;
        Topology real(false);
        if (const auto done = prepare(real); !done)
            return done;
        if (const auto done = assign(real); !done)
            return done;
        write();
        return {};
    }

private:
    int highestGiven() const
    {
        int highest = 0;
        for (const Item &item : m_pciControllers)
            highest = std::max(highest, item.element.attribute(u"index"_s).toInt());
        return highest;
    }

    Result<> add(QList<Item> &list, const QDomElement &element, unsigned want)
    {
        const QDomElement address = element.firstChildElement(u"address"_s);
        const QString type = address.attribute(u"type"_s);
        if (want == 0 || (!address.isNull() && type != u"pci"))
            return {};
        const auto place = readGuestAddress(address);
        if (!place)
            return fail(place.error());
        Item item;
        item.element = element;
        item.want = m_machine == Machine::I440fx && (want & (Pcie | Integrated)) ? unsigned(Pci) : want;
        // libvirt takes 0000:00:00.0 for "not given"; nothing can sit there.
        if (*place && ((*place)->domain || (*place)->bus || (*place)->slot))
            item.given = *place;
        if (element.tagName() == u"controller" && element.attribute(u"type"_s) == u"usb")
            item.function = companionFunction(element.attribute(u"model"_s));
        list << item;
        return {};
    }

    /// Every PCI device in libvirt's order: qemuDomainAssignDevicePCISlots() in
    /// src/qemu/qemu_domain_address.c.
    Result<> collect()
    {
        m_pciControllers.clear();
        m_items.clear();
        QHash<QString, QList<QDomElement>> byName;
        for (const QDomElement &device : childElements(m_devices))
            byName[device.tagName()] << device;
        const auto byIndex = [](const QDomElement &a, const QDomElement &b) {
            return a.attribute(u"index"_s).toInt() < b.attribute(u"index"_s).toInt();
        };
        Result<> done;
        const auto addTo = [&](QList<Item> &list, const QDomElement &element, unsigned want) {
            if (done)
                done = add(list, element, want);
        };

        QList<QDomElement> pci = m_controllers.ofType(u"pci"_s);
        std::stable_sort(pci.begin(), pci.end(), byIndex);
        for (const QDomElement &controller : pci)
            addTo(m_pciControllers, controller, busModel(controller.attribute(u"model"_s))->plugsInto);

        for (const QDomElement &element : byName[u"filesystem"_s])
            addTo(m_items, element, wantOf(element));
        for (const QDomElement &element : byName[u"interface"_s])
            if (element.attribute(u"type"_s) != u"hostdev")
                addTo(m_items, element, wantOf(element));
        for (const QDomElement &element : byName[u"sound"_s])
            addTo(m_items, element, wantOf(element));

        QStringList types;
        for (const QDomElement &element : byName[u"controller"_s])
            if (!types.contains(element.attribute(u"type"_s)))
                types << element.attribute(u"type"_s);
        for (const QString &type : types) {
            QList<QDomElement> alike = m_controllers.ofType(type);
            std::stable_sort(alike.begin(), alike.end(), byIndex);
            for (const QDomElement &element : alike)
                addTo(m_items, element, wantOf(element));
        }
        for (const QDomElement &element : inOrderOfTargets(byName[u"disk"_s]))
            addTo(m_items, element, wantOf(element));
        for (const QDomElement &element : byName[u"interface"_s])
            if (element.attribute(u"type"_s) == u"hostdev")
                addTo(m_items, element, hostDeviceWant(element, m_isPcie));
        for (const QDomElement &element : byName[u"hostdev"_s])
            addTo(m_items, element, hostDeviceWant(element, m_isPcie));
        std::stable_partition(byName[u"video"_s].begin(), byName[u"video"_s].end(), [](const QDomElement &video) {
            return video.firstChildElement(u"model"_s).attribute(u"primary"_s) == u"yes";
        });
        for (const QString &name : {u"memballoon"_s, u"rng"_s, u"watchdog"_s, u"video"_s, u"shmem"_s, u"input"_s,
                 u"serial"_s, u"iommu"_s, u"vsock"_s, u"memory"_s, u"crypto"_s, u"panic"_s})
            for (const QDomElement &element : byName[name])
                addTo(m_items, element, wantOf(element));
        return done;
    }

    /// Disks of one bus by their targets' letters, as virDomainDiskInsert() keeps them.
    static QList<QDomElement> inOrderOfTargets(const QList<QDomElement> &disks)
    {
        struct Disk
        {
            int bus; ///< in the order in which they first come
            int number;
            QDomElement element;
        };
        QHash<QString, int> buses;
        std::vector<Disk> sorted;
        for (const QDomElement &disk : disks) {
            const QString bus = diskBus(disk);
            if (!buses.contains(bus))
                buses.insert(bus, int(buses.size()));
            sorted.push_back(
                {buses[bus], diskNumber(disk.firstChildElement(u"target"_s).attribute(u"dev"_s)).value_or(0), disk});
        }
        std::stable_sort(sorted.begin(), sorted.end(),
            [](const Disk &a, const Disk &b) { return std::tie(a.bus, a.number) < std::tie(b.bus, b.number); });
        QList<QDomElement> ordered;
        for (const Disk &disk : sorted)
            ordered += disk.element;
        return ordered;
    }

    void put(Topology &topology, Item &item, const GuestPciAddress &place)
    {
        item.place = place;
        topology.take(place, item.want);
    }

    Item *find(const QString &name, const QString &type = {}, const QString &index = {})
    {
        for (Item &item : m_items)
            if (item.element.tagName() == name && (type.isEmpty() || item.element.attribute(u"type"_s) == type)
                && (index.isEmpty() || item.element.attribute(u"index"_s) == index))
                return &item;
        return nullptr;
    }

    /// Buses of the controllers, given addresses and the slots that the chipset has.
    Result<> prepare(Topology &topology)
    {
        const QString filler = m_machine == Machine::Q35 ? u"pcie-root-port"_s : u"pci-bridge"_s;
        for (const QDomElement &controller : m_controllers.ofType(u"pci"_s)) {
            const int index = controller.attribute(u"index"_s).toInt();
            while (topology.buses.size() <= index)
                topology.buses << Topology::Bus{busModel(filler), {}};
            topology.buses[index].model = busModel(controller.attribute(u"model"_s));
        }
        for (QList<Item> *list : {&m_pciControllers, &m_items})
            for (Item &item : *list)
                if (item.given) {
                    if (const auto done = topology.takeGiven(item); !done)
                        return done;
                    item.place = item.given;
                }
        return m_machine == Machine::Q35 ? prepareQ35(topology) : prepareI440fx(topology);
    }

    /// A device that the chipset has at one place and nowhere else.
    Result<> fix(Topology &topology, Item *item, quint8 slot, quint8 function)
    {
        if (!item)
            return {};
        const GuestPciAddress place{0, 0, slot, function, {}};
        if (item->given) {
            if (item->given->bus != 0 || item->given->slot != slot || item->given->function != function)
                return fail(ErrorCode::UnsupportedConfiguration, elementPath(item->element),
                    u"the chipset has this controller at %1"_s.arg(PciAddress::make(0, 0, slot, function)->toString()));
            return {};
        }
        if (!topology.isFree(0, slot, function))
            return fail(
                ErrorCode::InvalidXml, elementPath(item->element), u"another device has this controller's place"_s);
        put(topology, *item, place);
        return {};
    }

    Result<> reserve(Topology &topology, quint8 slot, quint8 function)
    {
        if (!topology.isFree(0, slot, function))
            return fail(ErrorCode::InvalidXml, u"domain/devices"_s,
                u"guest address %1 belongs to the chipset"_s.arg(PciAddress::make(0, 0, slot, function)->toString()));
        topology.take({0, 0, slot, function, {}}, 0);
        return {};
    }

    Result<> prepareQ35(Topology &topology)
    {
        for (quint8 function : {0, 3})
            if (const auto done = reserve(topology, 0x1f, function); !done)
                return done;
        if (const auto done = fix(topology, find(u"controller"_s, u"sata"_s, u"0"_s), 0x1f, 2); !done)
            return done;
        const auto offer = [&](Item &item, quint8 slot) {
            if (item.place || !topology.isFree(0, slot))
                return false;
            put(topology, item, {0, 0, slot, 0, {}});
            return true;
        };
        if (Item *video = find(u"video"_s))
            offer(*video, 1);
        for (Item &item : m_items)
            if (item.element.tagName() == u"sound" && item.element.attribute(u"model"_s) == u"ich9") {
                offer(item, 0x1b);
                break;
            }
        for (Item &item : m_items)
            if (item.element.attribute(u"model"_s) == u"ich9-uhci1" && !offer(item, 0x1d))
                offer(item, 0x1a);
        for (Item &item : m_pciControllers)
            if (item.want & DmiBridge)
                offer(item, 0x1e);
        return {};
    }

    Result<> prepareI440fx(Topology &topology)
    {
        for (quint8 function : {0, 3})
            if (const auto done = reserve(topology, 1, function); !done)
                return done;
        if (const auto done = fix(topology, find(u"controller"_s, u"ide"_s, u"0"_s), 1, 1); !done)
            return done;
        Item *usb = find(u"controller"_s, u"usb"_s, u"0"_s);
        if (usb && usb->element.attribute(u"model"_s) == u"piix3-uhci")
            if (const auto done = fix(topology, usb, 1, 2); !done)
                return done;
        Item *video = find(u"video"_s);
        if (!video || video->place)
            return {};
        if (topology.isFree(0, 2)) {
            put(topology, *video, {0, 0, 2, 0, {}});
            return {};
        }
        const auto place = topology.next(*video);
        if (!place)
            return fail(place.error());
        video->place = *place;
        return {};
    }

    Result<> assign(Topology &topology)
    {
        for (QList<Item> *list : {&m_pciControllers, &m_items})
            for (Item &item : *list) {
                if (item.place)
                    continue;
                if (const auto beside = besideCompanion(topology, item)) {
                    put(topology, item, *beside);
                    continue;
                }
                const auto place = topology.next(item);
                if (!place)
                    return fail(place.error());
                item.place = *place;
            }
        return {};
    }

    /// EHCI and its UHCI companions are functions of one slot.
    std::optional<GuestPciAddress> besideCompanion(const Topology &topology, const Item &item) const
    {
        if (item.element.tagName() != u"controller" || !isUsb2(item.element.attribute(u"model"_s)))
            return std::nullopt;
        for (const Item &other : m_items) {
            if (!other.place || other.element == item.element || other.element.tagName() != u"controller"
                || !isUsb2(other.element.attribute(u"model"_s))
                || other.element.attribute(u"index"_s) != item.element.attribute(u"index"_s))
                continue;
            GuestPciAddress place = *other.place;
            place.function = quint8(item.function);
            place.multifunction.reset();
            if (topology.isFree(place.bus, place.slot, place.function))
                return place;
        }
        return std::nullopt;
    }

    void write()
    {
        QHash<int, int> functionsInSlot;
        const auto key = [](const GuestPciAddress &place) { return place.bus * 32 + place.slot; };
        for (const QList<Item> *list : {&m_pciControllers, &m_items})
            for (const Item &item : *list)
                ++functionsInSlot[key(*item.place)];
        for (QList<Item> *list : {&m_pciControllers, &m_items})
            for (Item &item : *list) {
                GuestPciAddress place = *item.place;
                if (place.function == 0 && functionsInSlot[key(place)] > 1 && !place.multifunction)
                    place.multifunction = true;
                QDomElement address = item.element.firstChildElement(u"address"_s);
                if (address.isNull()) {
                    address = m_root.ownerDocument().createElement(u"address"_s);
                    appendOnOwnLine(item.element, address);
                }
                writeGuestAddress(address, place);
            }
        for (const Item &item : m_pciControllers)
            m_controllers.describePort(item.element, *item.place);
    }

    QDomElement m_root;
    QDomElement m_devices;
    GuestControllers m_controllers;
    Machine m_machine;
    const std::function<bool(const PciAddress &)> &m_isPcie;
    QList<Item> m_pciControllers;
    QList<Item> m_items;
};

} // namespace

Result<> tooManyDevices()
{
    return fail(ErrorCode::UnsupportedConfiguration, u"domain/devices"_s, u"more than %1 devices"_s.arg(mostDevices));
}

Result<> assignGuestAddresses(
    DomainXml &domain, const std::function<bool(const PciAddress &)> &isPcie, bool networksArePools)
{
    // What follows looks devices up among each other; a PCI topology holds fewer by far.
    const QDomElement devices = domain.root().firstChildElement(u"devices"_s);
    if (childElements(devices).size() > mostDevices)
        return tooManyDevices();
    DomainXml completed = domain;
    const QDomElement root = completed.editableRoot();
    fillDomainDefaults(root, networksArePools);
    const Machine machine = machineOf(root);
    if (machine == Machine::Other)
        return {};
    return Assignment(root, machine, isPcie).run().map([&] { domain = completed; });
}

Result<> checkGuestAddresses(const DomainXml &domain)
{
    QHash<quint32, QDomElement> taken;
    QSet<QString> controllers;
    const QDomElement devices = domain.root().firstChildElement(u"devices"_s);
    for (const QDomElement &device : childElements(devices)) {
        if (device.tagName() == u"controller" && device.hasAttribute(u"index"_s)) {
            const QString model = device.attribute(u"model"_s);
            const QString key = device.attribute(u"type"_s) + u' ' + device.attribute(u"index"_s)
                + (isUsb2(model) ? u' ' + model : QString());
            if (controllers.contains(key))
                return fail(ErrorCode::InvalidXml, elementPath(device),
                    u"a second %1 controller with this index"_s.arg(device.attribute(u"type"_s)));
            controllers.insert(key);
        }
        const auto place = readGuestAddress(device.firstChildElement(u"address"_s));
        if (!place)
            return fail(place.error());
        if (!*place || !((*place)->domain || (*place)->bus || (*place)->slot))
            continue;
        if ((*place)->domain > 0xffff)
            return fail(ErrorCode::InvalidXml, elementPath(device), u"the PCI domain is at most 0xffff"_s);
        const quint32 key
            = (*place)->domain << 16 | quint32((*place)->bus << 8) | quint32((*place)->slot << 3) | (*place)->function;
        if (taken.contains(key))
            return fail(ErrorCode::InvalidXml, elementPath(device),
                u"its guest address is used by %1 already"_s.arg(elementPath(taken[key])));
        taken.insert(key, device);
    }
    // Kinds of buses and room: what complete() would say.
    DomainXml trial = domain;
    return assignGuestAddresses(trial, {});
}

namespace {

/// ACPI plugs into every slot of an i440fx' root bus and of the bridges that it was started with.
Result<GuestPciAddress> freeConventionalSlot(const DomainXml &domain)
{
    constexpr int slots = 32;
    QSet<int> taken{0, 1, 2}; // the chip set's, and where firmware looks for a screen
    QList<int> buses{0};
    for (const QDomElement &device : childElements(domain.root().firstChildElement(u"devices"_s))) {
        const auto place = readGuestAddress(device.firstChildElement(u"address"_s));
        if (place && *place)
            taken.insert((*place)->bus * slots + (*place)->slot);
        if (device.tagName() == u"controller" && device.attribute(u"model"_s) == u"pci-bridge")
            if (const auto index = decimalNumber(device.attribute(u"index"_s)); index && *index <= 255)
                buses << int(*index);
    }
    std::sort(buses.begin(), buses.end());
    for (const int bus : std::as_const(buses))
        for (int slot = 1; slot < slots; ++slot)
            if (!taken.contains(bus * slots + slot))
                return GuestPciAddress{0, quint8(bus), quint8(slot), 0, {}};
    return fail(ErrorCode::NotFound, u"domain "_s + domain.name(), u"no PCI slot is free"_s);
}

} // namespace

Result<GuestPciAddress> freeHotplugAddress(const DomainXml &domain)
{
    if (machineOf(domain.root()) == Machine::I440fx)
        return freeConventionalSlot(domain);
    const QDomElement devices = domain.root().firstChildElement(u"devices"_s);
    QSet<int> taken;
    QMap<int, QDomElement> ports;
    for (const QDomElement &device : childElements(devices)) {
        const auto place = readGuestAddress(device.firstChildElement(u"address"_s));
        if (place && *place)
            taken.insert((*place)->bus);
        const QString model = device.attribute(u"model"_s);
        if (device.tagName() != u"controller" || device.attribute(u"type"_s) != u"pci"
            || (model != u"pcie-root-port" && model != u"pcie-switch-downstream-port")
            || device.firstChildElement(u"target"_s).attribute(u"hotplug"_s) == u"off")
            continue;
        if (const auto index = decimalNumber(device.attribute(u"index"_s)); index && *index <= 255)
            ports.insert(int(*index), device);
    }
    for (auto port = ports.cbegin(); port != ports.cend(); ++port)
        if (!taken.contains(port.key()))
            return GuestPciAddress{0, quint8(port.key()), 0, 0, {}};
    return fail(ErrorCode::NotFound, u"domain "_s + domain.name(),
        u"no root port is free, and none can be added while the guest runs; shut it down and attach "
        "the device to its definition"_s);
}

QList<int> emptyRootPorts(const DomainXml &domain)
{
    const QList<QDomElement> devices = childElements(domain.root().firstChildElement(u"devices"_s));
    QSet<int> taken;
    for (const QDomElement &device : devices)
        if (const auto place = readGuestAddress(device.firstChildElement(u"address"_s)); place && *place)
            taken.insert((*place)->bus);
    QList<int> empty;
    for (int i = 0; i < devices.size(); ++i) {
        const auto index = decimalNumber(devices[i].attribute(u"index"_s));
        if (devices[i].tagName() == u"controller" && devices[i].attribute(u"type"_s) == u"pci"
            && devices[i].attribute(u"model"_s) == u"pcie-root-port" && index && *index <= 255
            && !taken.contains(int(*index)))
            empty << i;
    }
    return empty;
}

} // namespace laneway
