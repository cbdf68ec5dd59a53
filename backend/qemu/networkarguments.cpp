// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/networkarguments.h"

#include "qemu/commandparts.h"
#include "xml/poolinterfaces.h"
#include "xml/viewreading.h"

namespace laneway {

namespace {

constexpr auto &kind = devicekinds::networkInterface;

constexpr std::array cards{
    Translation{u"virtio", u"virtio-net-pci"},
    Translation{u"virtio-transitional", u"virtio-net-pci-transitional"},
    Translation{u"virtio-non-transitional", u"virtio-net-pci-non-transitional"},
    Translation{u"e1000e", u"e1000e"},
    Translation{u"e1000", u"e1000"},
    Translation{u"igb", u"igb"},
    Translation{u"rtl8139", u"rtl8139"},
    Translation{u"vmxnet3", u"vmxnet3"},
    Translation{u"pcnet", u"pcnet"},
    Translation{u"ne2k_pci", u"ne2k_pci"},
    Translation{u"usb-net", u"usb-net"},
};

/// What goes into an option of passt: an address, an interface. Nothing that ends it.
Result<QString> plainPart(const QDomElement &element, const QString &attribute)
{
    const QString text = element.attribute(attribute);
    for (const QChar c : text)
        if (!(c.unicode() < 0x80 && (c.isLetterOrNumber() || c == u'.' || c == u':' || c == u'-' || c == u'_')))
            return invalidXml(element, u"%1='%2' is not understood"_s.arg(attribute, text));
    if (text.startsWith(u'-'))
        return invalidXml(element, u"%1='%2' is not understood"_s.arg(attribute, text));
    return text;
}

/// "192.0.2.1%eth0/2022:22,~2023", as passt(1) has it.
Result<QString> forwardedPorts(const QDomElement &forward)
{
    const auto address = plainPart(forward, u"address"_s);
    const auto device = plainPart(forward, u"dev"_s);
    if (!address || !device)
        return fail(address ? device.error() : address.error());
    QStringList ranges;
    for (const QDomElement &range : childElements(forward, u"range"_s)) {
        const int start = range.attribute(u"start"_s).toInt();
        const int end = range.attribute(u"end"_s, QString::number(start)).toInt();
        const int to = range.attribute(u"to"_s, QString::number(start)).toInt();
        if (start < 1 || end < start || to + end - start > 65535)
            return invalidXml(range, u"no range of ports"_s);
        const auto text = [](int first, int last) {
            return first == last ? QString::number(first) : QString::number(first) + u'-' + QString::number(last);
        };
        if (range.attribute(u"exclude"_s) == u"yes")
            ranges += u'~' + text(start, end);
        else
            ranges += text(start, end) + (to == start ? QString() : u':' + text(to, to + end - start));
    }
    QString where = *address + (device->isEmpty() ? QString() : u'%' + *device);
    if (!where.isEmpty())
        where += u'/';
    return where + (ranges.isEmpty() ? u"all"_s : ranges.join(u','));
}

/// passt beside QEMU instead of the router inside it.
Result<QStringList> passtArguments(const QDomElement &interface)
{
    QStringList arguments{u"--foreground"_s, u"--quiet"_s, u"--one-off"_s, u"--fd"_s, u"@socket@"_s};
    const auto device = plainPart(interface.firstChildElement(u"source"_s), u"dev"_s);
    if (!device)
        return fail(device.error());
    if (!device->isEmpty())
        arguments += {u"--interface"_s, *device};
    for (const QDomElement &ip : childElements(interface, u"ip"_s)) {
        const auto address = plainPart(ip, u"address"_s);
        if (!address)
            return fail(address.error());
        arguments += {u"--address"_s, *address};
        if (const QString prefix = ip.attribute(u"prefix"_s); !prefix.isEmpty() && ip.attribute(u"family"_s) != u"ipv6")
            arguments += {u"--netmask"_s, prefix};
    }
    for (const QDomElement &forward : childElements(interface, u"portForward"_s)) {
        const auto ports = forwardedPorts(forward);
        if (!ports)
            return fail(ports.error());
        arguments += {forward.attribute(u"proto"_s) == u"udp" ? u"--udp-ports"_s : u"--tcp-ports"_s, *ports};
    }
    return arguments;
}

/// The network that a guest sees behind its own router, where it is not QEMU's 10.0.2.0/24.
Result<> addGuestNetwork(const QDomElement &interface, QJsonObject &netdev)
{
    for (const QDomElement &ip : childElements(interface, u"ip"_s)) {
        const QString address = ip.attribute(u"address"_s);
        const bool six = ip.attribute(u"family"_s) == u"ipv6";
        for (const QChar c : address)
            if (!(c.unicode() < 0x80 && (c.isLetterOrNumber() || c == u'.' || c == u':')))
                return invalidXml(ip, u"address='%1' is no address"_s.arg(address));
        const QString prefix = ip.attribute(u"prefix"_s);
        if (six) {
            netdev[u"ipv6-prefix"] = address;
            if (!prefix.isEmpty())
                netdev[u"ipv6-prefixlen"] = prefix.toInt();
        } else {
            netdev[u"net"] = QString(address + (prefix.isEmpty() ? QString() : u"/"_s + prefix));
        }
    }
    return {};
}

/// "@tap:net0:0@", or of several queues "@tap:net0:0@:@tap:net0:1@".
void addDescriptors(QJsonObject &netdev, const QString &key, const QString &kind, const QemuTap &tap)
{
    QStringList names;
    for (int queue = 0; queue < tap.queues; ++queue)
        names += u'@' + kind + u':' + tap.id + u':' + QString::number(queue) + u'@';
    netdev[tap.queues > 1 ? QString(key + u's') : key] = names.join(u':');
}

/// The end of a bridge's or a card's tap.
QemuTap tapOf(const QDomElement &interface, const QString &id)
{
    QemuTap tap;
    tap.id = id;
    tap.interface = interface.firstChildElement(u"target"_s).attribute(u"dev"_s);
    tap.isMacvtap = interface.attribute(u"type"_s) == u"direct";
    tap.queues = std::max(1, propertyText(interface, kind, u"driver/@queues").toInt());
    tap.vhost = propertyText(interface, kind, u"driver/@name") == u"vhost";
    tap.bridge = interface.firstChildElement(u"source"_s).attribute(u"bridge"_s);
    return tap;
}

} // namespace

bool isTapInterface(const QDomElement &interface)
{
    const QString type = interface.attribute(u"type"_s);
    return interface.tagName() == u"interface" && (type == u"bridge" || type == u"direct");
}

bool usesPasst(const QDomElement &interface)
{
    return propertyText(interface, kind, u"backend/@type") == u"passt";
}

bool isPciCard(const QDomElement &interface)
{
    return propertyText(interface, kind, u"model/@type") != u"usb-net";
}

Result<QemuDevice> networkArguments(const QDomElement &interface, const GuestBoard &board, int number)
{
    const QString path = elementPath(interface);
    const QString id = aliasOf(interface, u"net%1"_s.arg(number));
    const QString model = propertyText(interface, kind, u"model/@type");
    if (isPoolInterface(interface))
        return notPossible(path, u"it has not got a virtual function of its network"_s);
    if (!hasProperty(interface, u"mac/@address"))
        return notPossible(path, u"no MAC address"_s);
    const bool isTap = isTapInterface(interface);
    const bool needsPasst
        = !isTap && (hasProperty(interface, u"portForward") || hasProperty(interface, u"source/@dev"));
    if (needsPasst && !usesPasst(interface))
        return notPossible(path, u"ports are forwarded, and an interface is chosen, by <backend type='passt'/>"_s);
    QJsonObject netdev{{u"type"_s, isTap ? u"tap"_s : u"user"_s}, {u"id"_s, QString(u"host"_s + id)}};
    std::optional<QemuTap> tap;
    if (isTap) {
        tap = tapOf(interface, id);
        addDescriptors(netdev, u"fd"_s, u"tap"_s, *tap);
        if (tap->vhost) {
            netdev[u"vhost"] = true;
            addDescriptors(netdev, u"vhostfd"_s, u"vhost"_s, *tap);
        }
    } else if (const auto done = addGuestNetwork(interface, netdev); !done)
        return fail(done.error());
    // Where no model is written, in what is plugged as in what is started, its row has libvirt's on x86: rtl8139.
    QJsonObject device{{u"driver"_s, translate(cards, model)}, {u"netdev"_s, QString(u"host"_s + id)}, {u"id"_s, id}};
    fillPart(device, interface, kind, Part::Device);
    if (!model.startsWith(u"virtio"))
        device.remove(u"host_mtu"); // the other cards have no such property; the tap has the MTU all the same
    if (propertyText(interface, kind, u"rom/@enabled") == u"no")
        device[u"romfile"] = QString();
    if (tap && tap->queues > 1) {
        device[u"mq"] = true;
        device[u"vectors"] = 2 * tap->queues + 2; // two for each, and one for control and configuration each
    }
    if (!isPciCard(interface))
        placeOnUsb(device, board, interface);
    return QemuDevice{
        {{u"-netdev"_s, netdev}}, device, {}, tap, propertyText(interface, kind, u"link/@state") == u"down"};
}

Result<> addInterfaces(CommandDraft &draft)
{
    int number = 0;
    for (const QDomElement &interface : draft.devices(u"interface"_s)) {
        if (interface.attribute(u"type"_s) == u"hostdev")
            continue;
        auto made = networkArguments(interface, draft.board, number++);
        if (!made)
            return fail(made.error());
        if (usesPasst(interface)) {
            const auto program = draft.companionProgram(elementPath(interface), u"passt"_s);
            const auto arguments = passtArguments(interface);
            if (!program || !arguments)
                return fail(program ? arguments.error() : program.error());
            const QString name = u"net%1"_s.arg(draft.companions.size());
            draft.companions += {name, *program, *arguments, false, {}};
            made->backends.first().object = {{u"type"_s, u"stream"_s}, {u"id"_s, made->device[u"netdev"_s]},
                {u"server"_s, false},
                {u"addr"_s, QJsonObject{{u"type"_s, u"fd"_s}, {u"str"_s, QString(u"@companion:"_s + name + u'@')}}}};
        }
        if (made->tap)
            draft.taps += *made->tap;
        const int order = propertyText(interface, kind, u"boot/@order").toInt();
        if (const int index = draft.bootIndex(order, u"network"_s); index > 0)
            made->device[u"bootindex"] = index;
        if (made->linkDown)
            draft.beforeRun += QJsonObject{{u"execute"_s, u"set_link"_s},
                {u"arguments"_s, QJsonObject{{u"name"_s, made->device[u"id"]}, {u"up"_s, false}}}};
        const auto done = isPciCard(interface) ? draft.addPciDevice(interface, *made)
                                               : draft.addDevice(elementPath(interface), *made);
        if (!done)
            return done;
    }
    return {};
}

} // namespace laneway
