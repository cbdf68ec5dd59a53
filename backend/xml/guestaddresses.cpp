// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/guestaddresses.h"

#include "xml/domainxml.h"
#include "xml/xmlnodes.h"

#include <QSet>

#include <algorithm>
#include <array>

namespace laneway {

namespace {

enum class Machine { Q35, I440fx, Other };

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

const BusModel *busModel(QStringView name)
{
    for (const BusModel &model : busModels)
        if (model.name == name)
            return &model;
    return nullptr;
}

Machine machineOf(const QDomElement &root)
{
    const QDomElement type = root.firstChildElement(u"os"_s).firstChildElement(u"type"_s);
    const QString arch = type.attribute(u"arch"_s, u"x86_64"_s);
    const QString machine = type.attribute(u"machine"_s, u"pc"_s);
    if (textOf(type) != u"hvm" || (arch != u"x86_64" && arch != u"i686"))
        return Machine::Other;
    if (machine == u"q35" || machine.startsWith(u"pc-q35-"))
        return Machine::Q35;
    if (machine == u"pc" || machine.startsWith(u"pc-i440fx-") || machine.startsWith(u"pc-0.")
        || machine.startsWith(u"pc-1.") || machine.startsWith(u"rhel"))
        return Machine::I440fx;
    return Machine::Other;
}

bool isUsb2(const QString &model)
{
    return model.startsWith(u"ich9-");
}

int companionFunction(const QString &model)
{
    return model == u"ich9-uhci2" ? 1 : model == u"ich9-uhci3" ? 2 : model == u"ich9-ehci1" ? 7 : 0;
}

QString modelOf(const QDomElement &device)
{
    return device.firstChildElement(u"model"_s).attribute(u"type"_s);
}

/// A virtio device is PCI Express unless it is to look like the former standard as well.
Want virtioWant(const QString &model)
{
    return model.endsWith(u"-transitional") && !model.endsWith(u"-non-transitional") ? Pci : Pcie;
}

bool isVirtioModel(const QString &model)
{
    return model == u"virtio" || model == u"virtio-transitional" || model == u"virtio-non-transitional";
}

/// One PCI device of the guest on its way to a place.
struct Item
{
    QDomElement element;
    unsigned want = 0;
    std::optional<GuestPciAddress> given;
    std::optional<GuestPciAddress> place; ///< of this pass
    int function = 0; ///< wanted in a slot of its own: companions' are not 0
};

class Topology
{
public:
    struct Slot
    {
        std::array<bool, 8> used{};
        bool ports = false; ///< its first user was a root port: others may join it
        bool isEmpty() const { return std::none_of(used.begin(), used.end(), [](bool u) { return u; }); }
    };
    struct Bus
    {
        const BusModel *model = nullptr;
        std::array<Slot, 32> slots{};
    };

    explicit Topology(bool canGrow) : m_canGrow(canGrow) {}

    QList<Bus> buses;

    bool isFree(int bus, int slot) const { return buses[bus].slots[size_t(slot)].isEmpty(); }
    bool isFree(int bus, int slot, int function) const
    {
        return !buses[bus].slots[size_t(slot)].used[size_t(function)];
    }

    void take(const GuestPciAddress &place, unsigned want)
    {
        Slot &slot = buses[place.bus].slots[place.slot];
        if (slot.isEmpty())
            slot.ports = want & RootPort;
        slot.used[place.function] = true;
    }

    /// A place that the definition names: it may be of the other kind, as people know best.
    Result<> takeGiven(const Item &item)
    {
        const GuestPciAddress &place = *item.given;
        const auto refuse = [&](const QString &why) {
            return fail(ErrorCode::InvalidXml, elementPath(item.element), why);
        };
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
            return refuse(u"the bus of a %1 (index %2) does not take this device"_s.arg(model.name)
                              .arg(place.bus));
        if (place.slot < model.firstSlot || place.slot > model.lastSlot)
            return refuse(u"slot 0x%1: the bus of a %2 has slots 0x%3 to 0x%4"_s
                              .arg(place.slot, 2, 16, QChar(u'0'))
                              .arg(model.name)
                              .arg(model.firstSlot, 2, 16, QChar(u'0'))
                              .arg(model.lastSlot, 2, 16, QChar(u'0')));
        if (!isFree(place.bus, place.slot, place.function))
            return refuse(u"guest address %1 is used twice"_s.arg(
                PciAddress::make(0, place.bus, place.slot, place.function)->toString()));
        take(place, item.want);
        return {};
    }

    Result<GuestPciAddress> next(const Item &item)
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

private:
    std::optional<GuestPciAddress> freeOn(int bus, const Item &item) const
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

    tl::unexpected<Error> noRoom(const Item &item) const
    {
        return fail(ErrorCode::UnsupportedConfiguration, elementPath(item.element),
            u"no PCI slot is left that takes this device, and none can be added"_s);
    }

    /// Adds the bus, or the two, that let @p item find a place.
    Result<> grow(const Item &item)
    {
        const auto add = [&](QStringView name) {
            buses << Bus{busModel(name), {}};
        };
        if (buses.size() > 254)
            return noRoom(item);
        if (item.want & (Pci | Bridge)) {
            const bool hasPlaceForBridge = std::any_of(buses.begin(), buses.end(),
                [](const Bus &bus) { return bus.model->accepts & Bridge; });
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

    bool m_canGrow;
    QSet<int> m_keptPorts; ///< added for the bridge behind them; nothing else may take them
};

class Assignment
{
public:
    Assignment(QDomElement root, Machine machine, const std::function<bool(const PciAddress &)> &isPcie)
        : m_root(root), m_devices(root.firstChildElement(u"devices"_s)), m_machine(machine), m_isPcie(isPcie)
    {
    }

    Result<> run()
    {
        if (const auto done = numberControllers(); !done)
            return done;
        addDefaults();
        addImpliedControllers();
        if (const auto done = checkRoots(); !done)
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
            if (hasController(u"pci"_s, index))
                continue;
            Item controller;
            controller.element = addController(u"pci"_s, index, trial.buses[index].model->name.toString());
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
    QList<QDomElement> controllers(const QString &type) const
    {
        QList<QDomElement> found;
        for (const QDomElement &controller : childElements(m_devices, u"controller"_s))
            if (controller.attribute(u"type"_s) == type)
                found << controller;
        return found;
    }
    bool hasController(const QString &type, int index) const
    {
        const QString number = QString::number(index);
        const auto all = controllers(type);
        return std::any_of(all.begin(), all.end(),
            [&](const QDomElement &controller) { return controller.attribute(u"index"_s) == number; });
    }
    int highestGiven() const
    {
        int highest = 0;
        for (const Item &item : m_pciControllers)
            highest = std::max(highest, item.element.attribute(u"index"_s).toInt());
        return highest;
    }

    QDomElement addDevice(const QString &name)
    {
        QDomElement element = m_root.ownerDocument().createElement(name);
        const QDomElement next = m_devices.lastChildElement(name).nextSiblingElement();
        if (next.isNull())
            appendOnOwnLine(m_devices, element);
        else
            insertOnOwnLine(m_devices, element, next);
        return element;
    }
    QDomElement addController(const QString &type, int index, const QString &model)
    {
        QDomElement controller = addDevice(u"controller"_s);
        controller.setAttribute(u"type"_s, type);
        controller.setAttribute(u"index"_s, QString::number(index));
        if (!model.isEmpty())
            controller.setAttribute(u"model"_s, model);
        return controller;
    }

    /// qemuDomainDefAddDefaultDevices() in src/qemu/qemu_domain.c; its iTCO watchdog is part of the
    /// chipset and needs no element.
    void addDefaults()
    {
        const bool q35 = m_machine == Machine::Q35;
        if (controllers(u"usb"_s).isEmpty())
            addController(u"usb"_s, 0, q35 ? u"qemu-xhci"_s : u"piix3-uhci"_s);
        for (QDomElement &controller : controllers(u"usb"_s))
            if (!controller.hasAttribute(u"model"_s))
                controller.setAttribute(u"model"_s, u"piix3-uhci"_s); // on q35 too when it was written
        for (QDomElement &controller : controllers(u"scsi"_s))
            if (const QString model = controller.attribute(u"model"_s); model.isEmpty() || model == u"auto")
                controller.setAttribute(u"model"_s, u"lsilogic"_s);
        if (q35 && !hasController(u"sata"_s, 0))
            addController(u"sata"_s, 0, {});
        const QString rootModel = q35 ? u"pcie-root"_s : u"pci-root"_s;
        const auto pci = controllers(u"pci"_s);
        if (!std::any_of(pci.begin(), pci.end(), [&](const QDomElement &controller) {
                return controller.attribute(u"index"_s) == u"0"
                    || controller.attribute(u"model"_s) == rootModel;
            }))
            addController(u"pci"_s, 0, rootModel);
        if (m_devices.firstChildElement(u"memballoon"_s).isNull())
            addDevice(u"memballoon"_s).setAttribute(u"model"_s, u"virtio"_s);
        if (!m_devices.firstChildElement(u"graphics"_s).isNull()
            && m_devices.firstChildElement(u"video"_s).isNull()) {
            QDomElement video = addDevice(u"video"_s);
            QDomElement model = m_root.ownerDocument().createElement(u"model"_s);
            model.setAttribute(u"type"_s, u"vga"_s);
            appendOnOwnLine(video, model);
        }
        for (QDomElement &interface : childElements(m_devices, u"interface"_s)) {
            const QString type = interface.attribute(u"type"_s);
            if (type == u"hostdev" || !interface.firstChildElement(u"model"_s).isNull())
                continue;
            QDomElement model = m_root.ownerDocument().createElement(u"model"_s);
            model.setAttribute(u"type"_s, type == u"vdpa" ? u"virtio"_s : u"rtl8139"_s);
            // Before what libvirt writes behind it, so that documents compare well.
            QDomElement next;
            for (const QString &name : {u"boot"_s, u"alias"_s, u"rom"_s, u"acpi"_s, u"address"_s})
                if (next.isNull())
                    next = interface.firstChildElement(name);
            if (next.isNull())
                appendOnOwnLine(interface, model);
            else
                insertOnOwnLine(interface, model, next);
        }
    }

    /// Disks and channels name controllers that nobody wrote.
    void addImpliedControllers()
    {
        QMap<QString, QSet<int>> needed;
        const auto need = [&](const QString &type, const QDomElement &address, int otherwise) {
            const auto given = decimalNumber(address.attribute(u"controller"_s));
            needed[type].insert(int(std::min(given.value_or(quint32(otherwise)), 256U)));
        };
        for (const QDomElement &disk : childElements(m_devices, u"disk"_s)) {
            const QString bus = diskBus(disk);
            if (bus != u"scsi" && bus != u"sata" && bus != u"ide" && bus != u"fdc")
                continue;
            const int unitsEach = bus == u"scsi" ? 7 : bus == u"sata" ? 6 : bus == u"ide" ? 4 : 2;
            const QString target = disk.firstChildElement(u"target"_s).attribute(u"dev"_s);
            need(bus, disk.firstChildElement(u"address"_s), diskNumber(target).value_or(0) / unitsEach);
        }
        for (const QDomElement &hostdev : childElements(m_devices, u"hostdev"_s))
            if (hostdev.attribute(u"type"_s) == u"scsi")
                need(u"scsi"_s, hostdev.firstChildElement(u"address"_s), 0);
        for (const QString &name : {u"channel"_s, u"console"_s})
            for (const QDomElement &port : childElements(m_devices, name))
                if (port.firstChildElement(u"target"_s).attribute(u"type"_s) == u"virtio")
                    need(u"virtio-serial"_s, port.firstChildElement(u"address"_s), 0);
        for (const QDomElement &card : childElements(m_devices, u"smartcard"_s))
            need(u"ccid"_s, card.firstChildElement(u"address"_s), 0);
        for (const QString &type : {u"scsi"_s, u"fdc"_s, u"ide"_s, u"sata"_s, u"virtio-serial"_s, u"ccid"_s}) {
            const QSet<int> &indexes = needed[type];
            // Controllers of disks are counted from 0 without a gap; those of channels are not.
            const int last = indexes.isEmpty() ? -1 : *std::max_element(indexes.begin(), indexes.end());
            for (int index = 0; index <= std::min(last, 255); ++index)
                if ((type != u"virtio-serial" || indexes.contains(index)) && !hasController(type, index))
                    addController(type, index, type == u"scsi" ? scsiModel() : QString());
        }
    }

    QString scsiModel() const
    {
        const auto present = controllers(u"scsi"_s);
        return present.isEmpty() ? u"lsilogic"_s : present.last().attribute(u"model"_s);
    }

    Result<> numberControllers()
    {
        QHash<QString, QSet<int>> used;
        for (const QDomElement &controller : childElements(m_devices, u"controller"_s)) {
            if (!controller.hasAttribute(u"index"_s))
                continue;
            const auto index = decimalNumber(controller.attribute(u"index"_s));
            if (!index || *index > 255)
                return fail(ErrorCode::InvalidXml, elementPath(controller),
                    u"index='%1': a number from 0 to 255"_s.arg(controller.attribute(u"index"_s)));
            used[controller.attribute(u"type"_s)].insert(int(*index));
        }
        QString previousCompanion;
        for (QDomElement &controller : childElements(m_devices, u"controller"_s)) {
            const QString type = controller.attribute(u"type"_s);
            const bool companion = type == u"usb" && isUsb2(controller.attribute(u"model"_s));
            if (!controller.hasAttribute(u"index"_s)) {
                QString number = companion ? previousCompanion : QString();
                if (number.isEmpty()) {
                    int index = 0;
                    while (used[type].contains(index))
                        ++index;
                    if (index > 255)
                        return fail(ErrorCode::InvalidXml, elementPath(controller),
                            u"more than 256 controllers of type %1"_s.arg(type));
                    used[type].insert(index);
                    number = QString::number(index);
                }
                controller.setAttribute(u"index"_s, number);
            }
            if (type == u"usb")
                previousCompanion = companion ? controller.attribute(u"index"_s) : QString();
        }
        return {};
    }

    Result<> checkRoots() const
    {
        QSet<QString> indexes;
        for (const QDomElement &controller : controllers(u"pci"_s)) {
            const QString index = controller.attribute(u"index"_s);
            const QString model = controller.attribute(u"model"_s);
            const auto refuse = [&](ErrorCode code, const QString &why) {
                return fail(code, elementPath(controller), why);
            };
            if (indexes.contains(index))
                return refuse(ErrorCode::InvalidXml, u"a second PCI controller with index %1"_s.arg(index));
            indexes.insert(index);
            const bool isRoot = model == u"pcie-root" || model == u"pci-root";
            const QString rootModel = m_machine == Machine::Q35 ? u"pcie-root"_s : u"pci-root"_s;
            if (index == u"0" && model != rootModel)
                return refuse(ErrorCode::InvalidXml,
                    u"the PCI controller with index 0 is a %1 on this machine"_s.arg(rootModel));
            if (index != u"0" && isRoot)
                return refuse(ErrorCode::InvalidXml, u"a %1 has index 0"_s.arg(model));
            if (isRoot && !controller.firstChildElement(u"address"_s).isNull())
                return refuse(ErrorCode::UnsupportedConfiguration, u"a %1 has no address"_s.arg(model));
            if (!busModel(model))
                return refuse(ErrorCode::InvalidXml, u"model='%1' is not known"_s.arg(model));
        }
        return {};
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

    Want wantOf(const QDomElement &device) const
    {
        const QString name = device.tagName();
        const QString model = device.attribute(u"model"_s);
        if (name == u"filesystem") {
            const QString driver = device.firstChildElement(u"driver"_s).attribute(u"type"_s);
            return driver == u"mtp" ? Nothing : virtioWant(model);
        }
        if (name == u"interface") {
            static const QSet<QString> old{u"rtl8139"_s, u"e1000"_s, u"vmxnet"_s, u"vmxnet2"_s, u"vmxnet3"_s,
                u"netfront"_s, u"lan9118"_s, u"smc91c111"_s, u"vlance"_s, u"Am79C970A"_s, u"82540EM"_s,
                u"82545EM"_s, u"82543GC"_s};
            const QString card = modelOf(device);
            if (card == u"usb-net" || card == u"spapr-vlan")
                return Nothing;
            return isVirtioModel(card) ? virtioWant(card) : old.contains(card) ? Pci : Pcie;
        }
        if (name == u"sound") {
            if (model == u"sb16" || model == u"pcspk" || model == u"usb")
                return Nothing;
            return model == u"virtio" ? Pcie : Pci;
        }
        if (name == u"controller") {
            const QString type = device.attribute(u"type"_s);
            if (type == u"usb")
                return model == u"none" ? Nothing
                    : model == u"qemu-xhci" || model == u"nec-xhci" ? Pcie : Pci;
            if (type == u"virtio-serial")
                return virtioWant(model);
            if (type == u"scsi")
                return model == u"ibmvscsi"                                 ? Nothing
                    : isVirtioModel(model) || model.startsWith(u"virtio-") ? virtioWant(model)
                                                                           : Pci;
            if (type == u"nvme")
                return Pcie;
            return type == u"ide" || type == u"sata" ? Pci : Nothing;
        }
        if (name == u"disk")
            return diskBus(device) == u"virtio" ? virtioWant(model) : Nothing;
        if (name == u"memballoon")
            return isVirtioModel(model) ? virtioWant(model) : Nothing;
        if (name == u"rng" || name == u"vsock")
            return virtioWant(model);
        if (name == u"watchdog")
            return model == u"i6300esb" ? Pci : Nothing;
        if (name == u"video") {
            const QString card = modelOf(device);
            if (card == u"none" || card == u"ramfb")
                return Nothing;
            return card == u"virtio" || card == u"bochs" ? Pcie : Pci;
        }
        if (name == u"shmem" || name == u"crypto")
            return Pci;
        if (name == u"input")
            return device.attribute(u"bus"_s) == u"virtio" ? virtioWant(model) : Nothing;
        if (name == u"serial")
            return device.firstChildElement(u"target"_s).attribute(u"type"_s) == u"pci-serial" ? Pci : Nothing;
        if (name == u"iommu")
            return model == u"virtio" ? Integrated : Nothing;
        if (name == u"memory")
            return model == u"virtio-mem" || model == u"virtio-pmem" ? Pcie : Nothing;
        if (name == u"panic")
            return model == u"pvpanic" ? Integrated : Nothing;
        return Nothing;
    }

    Want hostDeviceWant(const QDomElement &device) const
    {
        const QString type = device.tagName() == u"interface" ? u"pci"_s : device.attribute(u"type"_s);
        if (type == u"mdev")
            return device.attribute(u"model"_s) == u"vfio-pci" ? Pcie : Nothing;
        if (type == u"scsi_host")
            return virtioWant(device.attribute(u"model"_s));
        const QDomElement source = device.firstChildElement(u"source"_s).firstChildElement(u"address"_s);
        if (type != u"pci" || (device.tagName() == u"interface" && source.attribute(u"type"_s) != u"pci"))
            return Nothing;
        if (!m_isPcie)
            return Pcie;
        const auto number = [&](const QString &name) { return cNumber(source.attribute(name, u"0"_s)).value_or(0); };
        const auto address = PciAddress::make(
            number(u"domain"_s), number(u"bus"_s), number(u"slot"_s), number(u"function"_s));
        return !address || m_isPcie(*address) ? Pcie : Pci;
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

        QList<QDomElement> pci = controllers(u"pci"_s);
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
            QList<QDomElement> alike = controllers(type);
            std::stable_sort(alike.begin(), alike.end(), byIndex);
            for (const QDomElement &element : alike)
                addTo(m_items, element, wantOf(element));
        }
        for (const QDomElement &element : byName[u"disk"_s])
            addTo(m_items, element, wantOf(element));
        for (const QDomElement &element : byName[u"interface"_s])
            if (element.attribute(u"type"_s) == u"hostdev")
                addTo(m_items, element, hostDeviceWant(element));
        for (const QDomElement &element : byName[u"hostdev"_s])
            addTo(m_items, element, hostDeviceWant(element));
        std::stable_partition(byName[u"video"_s].begin(), byName[u"video"_s].end(),
            [](const QDomElement &video) {
                return video.firstChildElement(u"model"_s).attribute(u"primary"_s) == u"yes";
            });
        for (const QString &name : {u"memballoon"_s, u"rng"_s, u"watchdog"_s, u"video"_s, u"shmem"_s,
                 u"input"_s, u"serial"_s, u"iommu"_s, u"vsock"_s, u"memory"_s, u"crypto"_s, u"panic"_s})
            for (const QDomElement &element : byName[name])
                addTo(m_items, element, wantOf(element));
        return done;
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
        for (const QDomElement &controller : controllers(u"pci"_s)) {
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
                    u"the chipset has this controller at %1"_s.arg(
                        PciAddress::make(0, 0, slot, function)->toString()));
            return {};
        }
        if (!topology.isFree(0, slot, function))
            return fail(ErrorCode::InvalidXml, elementPath(item->element),
                u"another device has this controller's place"_s);
        put(topology, *item, place);
        return {};
    }

    Result<> reserve(Topology &topology, quint8 slot, quint8 function)
    {
        if (!topology.isFree(0, slot, function))
            return fail(ErrorCode::InvalidXml, u"domain/devices"_s,
                u"guest address %1 belongs to the chipset"_s.arg(
                    PciAddress::make(0, 0, slot, function)->toString()));
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
            writePortDetails(item);
    }

    void writePortDetails(const Item &item)
    {
        QDomElement controller = item.element;
        const QString model = controller.attribute(u"model"_s);
        const QString index = controller.attribute(u"index"_s);
        static const QHash<QString, QString> names{{u"pcie-root-port"_s, u"pcie-root-port"_s},
            {u"pci-bridge"_s, u"pci-bridge"_s}, {u"pcie-to-pci-bridge"_s, u"pcie-pci-bridge"_s},
            {u"dmi-to-pci-bridge"_s, u"i82801b11-bridge"_s},
            {u"pcie-switch-upstream-port"_s, u"x3130-upstream"_s},
            {u"pcie-switch-downstream-port"_s, u"xio3130-downstream"_s}, {u"pci-expander-bus"_s, u"pxb"_s},
            {u"pcie-expander-bus"_s, u"pxb-pcie"_s}};
        const auto insert = [&](const QString &name) {
            QDomElement child = controller.firstChildElement(name);
            if (child.isNull()) {
                child = m_root.ownerDocument().createElement(name);
                insertOnOwnLine(controller, child, controller.firstChildElement(u"address"_s));
            }
            return child;
        };
        const auto setDefault = [](QDomElement &element, const QString &name, const QString &value) {
            if (!element.hasAttribute(name))
                element.setAttribute(name, value);
        };
        QDomElement modelElement = insert(u"model"_s);
        setDefault(modelElement, u"name"_s, names.value(model));
        if (model == u"pcie-root-port" || model == u"pcie-switch-downstream-port") {
            const GuestPciAddress &place = *item.place;
            const int port = model == u"pcie-root-port" ? place.slot * 8 + place.function : place.slot;
            QDomElement target = insert(u"target"_s);
            setDefault(target, u"chassis"_s, index);
            setDefault(target, u"port"_s, u"0x"_s + QString::number(port, 16));
        } else if (model == u"pci-bridge") {
            QDomElement target = insert(u"target"_s);
            setDefault(target, u"chassisNr"_s, index);
        } else if (model == u"pci-expander-bus" || model == u"pcie-expander-bus") {
            QDomElement target = insert(u"target"_s);
            int lowest = 256;
            for (const QDomElement &other : controllers(u"pci"_s))
                if (const auto number = decimalNumber(
                        other.firstChildElement(u"target"_s).attribute(u"busNr"_s));
                    number && int(*number) < lowest)
                    lowest = int(*number);
            setDefault(target, u"busNr"_s, QString::number(std::max(1, lowest - 2)));
        }
    }

    QDomElement m_root;
    QDomElement m_devices;
    Machine m_machine;
    const std::function<bool(const PciAddress &)> &m_isPcie;
    QList<Item> m_pciControllers;
    QList<Item> m_items;
};

} // namespace

Result<> assignGuestAddresses(DomainXml &domain, const std::function<bool(const PciAddress &)> &isPcie)
{
    // What follows looks devices up among each other; a PCI topology holds fewer by far.
    const QDomElement devices = domain.root().firstChildElement(u"devices"_s);
    if (childElements(devices).size() > 2000)
        return fail(ErrorCode::UnsupportedConfiguration, u"domain/devices"_s, u"more than 2000 devices"_s);
    const Machine machine = machineOf(domain.root());
    if (machine == Machine::Other)
        return {};
    DomainXml completed = domain;
    return Assignment(completed.editableRoot(), machine, isPcie).run().map([&] { domain = completed; });
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
        const quint32 key = (*place)->domain << 16 | quint32((*place)->bus << 8)
            | quint32((*place)->slot << 3) | (*place)->function;
        if (taken.contains(key))
            return fail(ErrorCode::InvalidXml, elementPath(device),
                u"its guest address is used by %1 already"_s.arg(elementPath(taken[key])));
        taken.insert(key, device);
    }
    // Kinds of buses and room: what complete() would say.
    DomainXml trial = domain;
    return assignGuestAddresses(trial, {});
}

Result<GuestPciAddress> freeHotplugAddress(const DomainXml &domain)
{
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

} // namespace laneway
