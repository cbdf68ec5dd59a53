// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/interfacereader.h"

#include "kernel/sysfsnames.h"

namespace laneway {

NetInterface InterfaceReader::read(const QString &name)
{
    const auto folder = k.sys.folder(u"class/net/"_s + name);
    NetInterface net;
    net.name = name;
    if (const auto mac = MacAddress::parse(folder->text("address").value_or(QString())))
        net.mac = *mac;
    constexpr quint32 iffUp = 1;
    net.up = hexNumber(folder->text("flags").value_or(QString())) & iffUp;
    if (net.up) // EINVAL otherwise
        net.carrier = folder->text("carrier") == u"1"_s;
    net.usedBy = folder->linkName("master");
    if (!m_routes)
        m_routes = readRoutes();
    net.defaultRoute = m_routes->defaults.contains(name);
    net.routed = m_routes->others.contains(name);
    return net;
}

/// Interfaces by which routes leave, and those that carry such a one: the ports of its bridge or bond,
/// the card below its VLAN. An address has a route to its network; IPv6 tells of each in its table.
InterfaceReader::Routes InterfaceReader::readRoutes() const
{
    Routes found;
    constexpr quint32 routeUp = 0x1;
    constexpr quint32 routeReject = 0x200;
    const auto add = [&](const QString &interface, quint32 flags, bool isDefault) {
        if (!(flags & routeUp) || (flags & routeReject))
            return;
        addLower(interface, isDefault ? found.defaults : found.others);
    };
    for (const QString &line : k.proc.text(u"net/route"_s).value_or(QString()).split(u'\n')) {
        // Iface Destination Gateway Flags RefCnt Use Metric Mask …; the first byte of an address is the last
        const QStringList columns = line.simplified().split(u' ');
        constexpr quint32 linkLocal = 0xfea9; // 169.254.0.0/16
        if (columns.size() < 8 || (hexNumber(columns[1]) & 0xffff) == linkLocal)
            continue;
        add(columns[0], hexNumber(columns[3]), columns[1] == u"00000000" && columns[7] == u"00000000");
    }
    for (const QString &line : k.proc.text(u"net/ipv6_route"_s).value_or(QString()).split(u'\n')) {
        // destination prefix source prefix next-hop metric references use flags interface
        const QStringList columns = line.simplified().split(u' ');
        if (columns.size() < 10 || columns[9] == u"lo" || columns[0].startsWith(u"fe8") || columns[0].startsWith(u"ff"))
            continue;
        add(columns[9], hexNumber(columns[8]), columns[1] == u"00" && columns[0] == QString(32, u'0'));
    }
    return found;
}

void InterfaceReader::addLower(const QString &interface, QSet<QString> &found) const
{
    if (found.contains(interface))
        return;
    found.insert(interface);
    for (const QString &name : k.sys.list(u"class/net/"_s + interface).value_or(QStringList())) {
        if (name.startsWith(u"lower_"))
            addLower(name.mid(6), found);
    }
}

} // namespace laneway
