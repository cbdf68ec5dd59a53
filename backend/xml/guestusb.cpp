// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/guestusb.h"

#include "xml/domainxml.h"
#include "xml/usbhostdevxml.h"
#include "xml/viewreading.h"

#include <map>
#include <memory>

namespace laneway {

namespace {

constexpr int hubPorts = 8; ///< of QEMU's usb-hub
constexpr int deepest = 4; ///< hubs behind one another, with the controller's own

/// The controller's own ports, or a hub's.
struct Hub
{
    explicit Hub(int count)
        : used(size_t(count))
        , hubs(size_t(count))
    {
    }
    std::vector<bool> used;
    std::vector<std::unique_ptr<Hub>> hubs;
};

/// src/conf/domain_addr.c, virDomainUSBAddressControllerModelToPorts()
int portsOf(const QDomElement &controller)
{
    const QString model = controller.attribute(u"model"_s);
    if (model == u"none" || model.startsWith(u"ich9-uhci")) // companions serve the EHCI's ports
        return 0;
    if (model == u"ehci" || model == u"ich9-ehci1")
        return 6;
    if (model == u"nec-xhci" || model == u"qemu-xhci") {
        const int count = controller.attribute(u"ports"_s).toInt();
        return count >= 1 && count <= 15 ? count : 4;
    }
    return model == u"pci-ohci" ? 3 : 2;
}

class Buses
{
public:
    void addController(int index, int ports)
    {
        if (ports > 0 && !m_roots.contains(index))
            m_roots.emplace(index, std::make_unique<Hub>(ports));
    }
    bool isEmpty() const { return m_roots.empty(); }

    Result<> take(const QDomElement &device, int bus, const QString &port)
    {
        const QDomElement address = device.firstChildElement(u"address"_s);
        const auto root = m_roots.find(bus);
        if (root == m_roots.end())
            return invalidXml(address, u"there is no USB controller %1"_s.arg(bus));
        Hub *hub = root->second.get();
        const QStringList steps = port.split(u'.');
        for (qsizetype i = 0; i < steps.size(); ++i) {
            const auto number = decimalNumber(steps[i]);
            if (!hub || !number || *number < 1 || *number > hub->used.size() || i >= deepest)
                return invalidXml(address, u"there is no port %1"_s.arg(port));
            const size_t place = *number - 1;
            if (i + 1 < steps.size()) {
                hub = hub->hubs[place].get();
                continue;
            }
            if (hub->used[place])
                return invalidXml(address, u"port %1 is taken"_s.arg(port));
            hub->used[place] = true;
            if (device.tagName() == u"hub")
                hub->hubs[place] = std::make_unique<Hub>(hubPorts);
        }
        return {};
    }

    /// On this bus, or on the first that has room.
    std::optional<GuestUsbAddress> free(std::optional<int> bus) const
    {
        for (const auto &[index, root] : m_roots) {
            if (bus && *bus != index)
                continue;
            if (const QString port = freeBehind(*root, 1); !port.isEmpty())
                return GuestUsbAddress{index, port};
        }
        return {};
    }

private:
    static QString freeBehind(const Hub &hub, int depth)
    {
        for (size_t i = 0; i < hub.used.size(); ++i)
            if (!hub.used[i])
                return QString::number(i + 1);
        for (size_t i = 0; depth < deepest && i < hub.hubs.size(); ++i)
            if (hub.hubs[i])
                if (const QString inner = freeBehind(*hub.hubs[i], depth + 1); !inner.isEmpty())
                    return QString::number(i + 1) + u'.' + inner;
        return {};
    }

    std::map<int, std::unique_ptr<Hub>> m_roots;
};

bool isUsbDevice(const QDomElement &device)
{
    const QString name = device.tagName();
    return (name == u"hostdev" && isUsbHostdev(device)
               && device.firstChildElement(u"source"_s).attribute(u"missing"_s) != u"yes")
        || (name == u"disk" && diskBus(device) == u"usb") || (name == u"input" && device.attribute(u"bus"_s) == u"usb")
        || (name == u"interface" && device.firstChildElement(u"model"_s).attribute(u"type"_s) == u"usb-net")
        || (name == u"sound" && device.attribute(u"model"_s) == u"usb")
        || (name == u"serial" && device.firstChildElement(u"target"_s).attribute(u"type"_s) == u"usb-serial");
}

std::optional<int> givenBus(const QDomElement &device)
{
    const QDomElement address = device.firstChildElement(u"address"_s);
    const auto bus = decimalNumber(address.attribute(u"bus"_s));
    return address.attribute(u"type"_s) == u"usb" && bus ? std::optional(int(*bus)) : std::nullopt;
}

QString givenPort(const QDomElement &device)
{
    const QDomElement address = device.firstChildElement(u"address"_s);
    return address.attribute(u"type"_s) == u"usb" ? address.attribute(u"port"_s) : QString();
}

Result<> place(Buses &buses, QDomElement device)
{
    const auto found = buses.free(givenBus(device));
    if (!found)
        return unsupportedXml(device, u"no USB port is free for it"_s);
    QDomElement address = device.firstChildElement(u"address"_s);
    if (address.isNull()) {
        address = device.ownerDocument().createElement(u"address"_s);
        appendOnOwnLine(device, address);
    }
    address.setAttribute(u"type"_s, u"usb"_s);
    address.setAttribute(u"bus"_s, QString::number(found->bus));
    address.setAttribute(u"port"_s, found->port);
    return buses.take(device, found->bus, found->port);
}

} // namespace

Result<> assignGuestUsbPorts(DomainXml &live)
{
    QDomElement devices = live.editableRoot().firstChildElement(u"devices"_s);
    Buses buses;
    int ports = 0;
    for (const QDomElement &controller : childElements(devices, u"controller"_s)) {
        if (controller.attribute(u"type"_s) != u"usb")
            continue;
        buses.addController(controller.attribute(u"index"_s).toInt(), portsOf(controller));
        ports += portsOf(controller);
    }
    if (buses.isEmpty())
        return {};
    const auto ofUsb = [&] {
        QList<QDomElement> found;
        // libvirt's order (virDomainUSBDeviceDefForeach).
        for (const QString &name : {u"hostdev"_s, u"disk"_s, u"input"_s, u"interface"_s, u"sound"_s, u"serial"_s})
            for (const QDomElement &device : childElements(devices, name))
                if (isUsbDevice(device))
                    found << device;
        return found;
    };
    QList<QDomElement> hubs = childElements(devices, u"hub"_s);
    ports += int(hubs.size()) * hubPorts;
    const QList<QDomElement> users = ofUsb();
    if (users.size() > ports) {
        // Each hub takes a port itself; one port more is left.
        const qsizetype needed = (users.size() - ports + 1 + hubPorts - 2) / (hubPorts - 1);
        for (qsizetype i = 0; i < needed; ++i) {
            QDomElement hub = devices.ownerDocument().createElement(u"hub"_s);
            hub.setAttribute(u"type"_s, u"usb"_s);
            appendOnOwnLine(devices, hub);
            hubs << hub;
        }
    }
    // A hub before what is behind it.
    QList<QDomElement> given;
    for (const QList<QDomElement> &list : {hubs, users})
        for (const QDomElement &device : list)
            if (!givenPort(device).isEmpty())
                given << device;
    std::stable_sort(given.begin(), given.end(),
        [](const QDomElement &a, const QDomElement &b) { return givenPort(a).count(u'.') < givenPort(b).count(u'.'); });
    for (const QDomElement &device : given)
        if (const auto done = buses.take(device, givenBus(device).value_or(0), givenPort(device)); !done)
            return done;
    for (const QList<QDomElement> &list : {hubs, users})
        for (const QDomElement &device : list)
            if (givenPort(device).isEmpty())
                if (const auto done = place(buses, device); !done)
                    return done;
    return {};
}

} // namespace laneway
