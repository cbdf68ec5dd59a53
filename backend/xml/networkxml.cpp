// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/networkxml.h"

#include "xml/hostdevxml.h"
#include "xml/xmlnodes.h"

#include <QSet>

namespace laneway {

struct NetworkXml::Data : QSharedData
{
    Data() = default;
    // A QDomDocument is a handle: a copy must be a tree of its own.
    Data(const Data &other)
        : QSharedData(other)
        , document(other.document.cloneNode(true).toDocument())
        , pool(other.pool)
    {
    }
    QDomDocument document;
    Result<NetworkPool> pool = fail(ErrorCode::InvalidXml, u"network"_s); ///< made anew where we change what is in it
};

namespace {

constexpr qsizetype longestName = 255;
constexpr qsizetype mostAddresses = 4096;

tl::unexpected<Error> invalid(const QDomElement &element, const QString &why)
{
    return fail(ErrorCode::InvalidXml, elementPath(element), why);
}

tl::unexpected<Error> unsupported(const QDomElement &element, const QString &why)
{
    return fail(ErrorCode::UnsupportedConfiguration, elementPath(element), why);
}

Result<PciAddress> readAddress(const QDomElement &element)
{
    const QString type = element.attribute(u"type"_s);
    if (type.isEmpty())
        return invalid(element, u"no type; write <address type='pci' …>"_s);
    if (type != u"pci")
        return unsupported(element, u"type='%1': only pci"_s.arg(type));
    const auto place = readGuestAddress(element); // the same form
    if (!place)
        return fail(place.error());
    return PciAddress::make((*place)->domain, (*place)->bus, (*place)->slot, (*place)->function).value();
}

Result<> readDriver(const QDomElement &forward, NetworkPool &pool)
{
    const QDomElement driver = forward.firstChildElement(u"driver"_s);
    pool.driver = driver.attribute(u"name"_s);
    pool.driverModel = driver.attribute(u"model"_s);
    if (driver.hasAttribute(u"name"_s) && pool.driver != u"vfio")
        return unsupported(driver, u"name='%1': guests get host devices through vfio"_s.arg(pool.driver));
    if (pool.driverModel.contains(u'/') || pool.driverModel.startsWith(u'.'))
        return invalid(driver, u"model='%1': not a name of a kernel driver"_s.arg(pool.driverModel));
    return {};
}

Result<> readMembers(const QDomElement &forward, PoolSource &source)
{
    const QList<QDomElement> physical = childElements(forward, u"pf"_s);
    const QList<QDomElement> addresses = childElements(forward, u"address"_s);
    if (const QDomElement interface = forward.firstChildElement(u"interface"_s); !interface.isNull())
        return unsupported(interface, u"a pool is made by <pf dev='…'/> or by <address type='pci' …/>"_s);
    if (forward.hasAttribute(u"dev"_s))
        return invalid(
            forward, u"dev='%1' is for other modes; write <pf dev='%1'/>"_s.arg(forward.attribute(u"dev"_s)));
    if (physical.isEmpty() && addresses.isEmpty())
        return invalid(forward, u"neither <pf dev='…'/> nor <address type='pci' …/>: the pool is empty"_s);
    if (physical.size() > 1)
        return invalid(forward, u"more than one <pf>"_s);
    if (!physical.isEmpty()) {
        source.physical = physical.first().attribute(u"dev"_s);
        if (source.physical.isEmpty())
            return invalid(physical.first(), u"no dev"_s);
        if (hasControlCharacter(source.physical) || source.physical.contains(u'/') || source.physical.size() > 64)
            return invalid(physical.first(), u"dev='%1' is no network interface"_s.arg(source.physical.left(64)));
    }
    if (addresses.size() > mostAddresses)
        return invalid(forward, u"more than %1 addresses"_s.arg(mostAddresses));
    QSet<PciAddress> seen;
    for (const QDomElement &element : addresses) {
        const auto address = readAddress(element);
        if (!address)
            return fail(address.error());
        if (seen.contains(*address))
            return invalid(element, address->toString() + u" is there already"_s);
        seen += *address;
        source.addresses += *address;
    }
    return {};
}

/// What is inside a network and a port group alike.
template <typename Into> Result<> readConnection(const QDomElement &element, Into &into)
{
    const auto vlan = readVlan(element);
    if (!vlan)
        return fail(vlan.error());
    into.vlan = *vlan;
    const auto profile = readPortProfile(element);
    if (!profile)
        return fail(profile.error());
    into.profile = *profile;
    if (*profile && (*profile)->type != u"802.1Qbh" && (*profile)->type != u"802.1Qbg")
        return (*profile)->type.isEmpty()
            ? invalid(element.firstChildElement(u"virtualport"_s), u"no type"_s)
            : unsupported(element.firstChildElement(u"virtualport"_s),
                u"type='%1': a virtual function takes 802.1Qbh or 802.1Qbg"_s.arg((*profile)->type));
    if (const QDomElement bandwidth = element.firstChildElement(u"bandwidth"_s); !bandwidth.isNull())
        return unsupported(
            bandwidth, u"a virtual function is limited by its PF: set minrate and maxrate instead (vf set)"_s);
    return {};
}

Result<> readPortGroups(const QDomElement &root, NetworkPool &pool)
{
    QSet<QString> names;
    QString standard;
    for (const QDomElement &element : childElements(root, u"portgroup"_s)) {
        NetworkPortGroup group;
        group.name = element.attribute(u"name"_s);
        if (group.name.isEmpty() || hasControlCharacter(group.name) || group.name.size() > longestName)
            return invalid(element, u"name='%1' is no name of a port group"_s.arg(group.name.left(longestName)));
        if (names.contains(group.name))
            return unsupported(element, u"a second port group '%1'"_s.arg(group.name));
        names += group.name;
        const auto isDefault = switchAttribute(element, u"default"_s, false);
        if (!isDefault)
            return fail(isDefault.error());
        group.isDefault = isDefault->value_or(false);
        if (group.isDefault && !standard.isEmpty())
            return unsupported(element, u"'%1' is the default already"_s.arg(standard));
        if (group.isDefault)
            standard = group.name;
        if (auto read = readConnection(element, group); !read)
            return read;
        if (group.vlan && group.profile)
            return unsupported(element, u"a port profile and <vlan> exclude each other"_s);
        if (pool.portGroups.size() == NetworkXml::mostPortGroups)
            return invalid(element, u"more than %1 port groups"_s.arg(NetworkXml::mostPortGroups));
        pool.portGroups += group;
    }
    return {};
}

Result<PoolPolicy> readPolicy(const QDomElement &root)
{
    for (const QDomElement &holder : childElements(root.firstChildElement(u"metadata"_s))) {
        if (localName(holder) != u"pool" || namespaceOf(holder) != lanewayNamespace)
            continue;
        for (const QDomElement &policy : childElements(holder)) {
            if (localName(policy) != u"policy" || !policy.hasAttribute(u"choose"_s))
                continue;
            const QString word = policy.attribute(u"choose"_s);
            if (word == u"spread")
                return PoolPolicy::Spread;
            if (word != u"pack")
                return invalid(policy, u"choose='%1': only pack or spread"_s.arg(word));
        }
    }
    return PoolPolicy::Pack;
}

/// "nat" where it is left out; empty: not connected at all.
QString modeOf(const QDomElement &forward)
{
    return forward.isNull() ? QString() : forward.attribute(u"mode"_s, u"nat"_s);
}

Result<NetworkPool> readPool(const QDomElement &network)
{
    const QDomElement forward = network.firstChildElement(u"forward"_s);
    if (modeOf(forward) != u"hostdev")
        return fail(ErrorCode::UnsupportedConfiguration, u"network/forward"_s,
            u"only pools of virtual functions are made here: <forward mode='hostdev'>; bridges, NAT and the "
            "like are none of them"_s);
    for (const QString &name : {u"mac"_s, u"ip"_s, u"dns"_s, u"domain"_s, u"route"_s})
        if (const QDomElement element = network.firstChildElement(name); !element.isNull())
            return unsupported(
                element, u"the host is not in the way of a virtual function, and gives out no <%1>"_s.arg(name));
    if (const QDomElement bridge = network.firstChildElement(u"bridge"_s); !bridge.isNull())
        return invalid(bridge, u"a pool has no bridge"_s);

    NetworkPool pool;
    const QString managed = forward.attribute(u"managed"_s, u"no"_s).toLower();
    if (managed != u"yes" && managed != u"no")
        return invalid(forward, u"managed='%1': only yes or no"_s.arg(forward.attribute(u"managed"_s)));
    pool.managed = managed == u"yes";
    const auto policy = readPolicy(network);
    if (!policy)
        return fail(policy.error());
    pool.source.policy = *policy;
    if (const auto read = readDriver(forward, pool)
                              .and_then([&] { return readMembers(forward, pool.source); })
                              .and_then([&] { return readConnection(network, pool); })
                              .and_then([&] { return readPortGroups(network, pool); });
        !read)
        return fail(read.error());
    return pool;
}

QDomElement added(QDomElement &parent, const QString &name)
{
    QDomElement child = parent.ownerDocument().createElement(name);
    parent.appendChild(child);
    return child;
}

QDomElement addressElement(QDomDocument document, const PciAddress &device)
{
    QDomElement address = document.createElement(u"address"_s);
    writeGuestAddress(
        address, {device.domain(), quint8(device.bus()), quint8(device.slot()), quint8(device.function()), {}});
    return address;
}

void addConnection(
    QDomElement &parent, const std::optional<VlanXml> &vlan, const std::optional<PortProfileXml> &profile)
{
    if (vlan) {
        QDomElement element = added(parent, u"vlan"_s);
        if (vlan->trunk)
            element.setAttribute(u"trunk"_s, u"yes"_s);
        for (const quint16 tag : vlan->tags)
            added(element, u"tag"_s).setAttribute(u"id"_s, tag);
    }
    if (profile) {
        QDomElement element = added(parent, u"virtualport"_s);
        element.setAttribute(u"type"_s, profile->type);
        QDomElement parameters = added(element, u"parameters"_s);
        for (auto it = profile->parameters.begin(); it != profile->parameters.end(); ++it)
            parameters.setAttribute(it.key(), *it);
    }
}

} // namespace

NetworkXml::NetworkXml()
    : d(new Data)
{
}
NetworkXml::~NetworkXml() = default;
NetworkXml::NetworkXml(const NetworkXml &) = default;
NetworkXml &NetworkXml::operator=(const NetworkXml &) = default;

Result<NetworkXml> NetworkXml::parse(const QByteArray &text)
{
    auto document = parseSafely(text);
    if (!document)
        return fail(document.error());
    NetworkXml network;
    network.d->document = *document;
    const QDomElement root = network.root();
    if (root.tagName() != u"network")
        return fail(ErrorCode::InvalidXml, root.tagName(), u"not a <network>"_s);
    if (network.name().isEmpty())
        return fail(ErrorCode::InvalidXml, u"network"_s, u"no <name>"_s);
    const QDomElement uuid = root.firstChildElement(u"uuid"_s);
    if (!uuid.isNull() && !readUuid(textOf(uuid)))
        return fail(ErrorCode::InvalidXml, u"network/uuid"_s, u"not a UUID: "_s + textOf(uuid));
    network.d->pool = readPool(root);
    return network;
}

NetworkXml NetworkXml::make(const QString &name, const NetworkPool &pool)
{
    NetworkXml network;
    QDomDocument document;
    QDomElement root = document.createElement(u"network"_s);
    document.appendChild(root);
    added(root, u"name"_s).appendChild(document.createTextNode(name));
    if (pool.source.policy == PoolPolicy::Spread) {
        QDomElement metadata = added(root, u"metadata"_s);
        QDomElement holder = added(metadata, u"laneway:pool"_s);
        holder.setAttribute(u"xmlns:laneway"_s, QString(lanewayNamespace));
        added(holder, u"laneway:policy"_s).setAttribute(u"choose"_s, u"spread"_s);
    }
    QDomElement forward = added(root, u"forward"_s);
    forward.setAttribute(u"mode"_s, u"hostdev"_s);
    forward.setAttribute(u"managed"_s, pool.managed ? u"yes"_s : u"no"_s);
    if (!pool.driver.isEmpty() || !pool.driverModel.isEmpty()) {
        QDomElement driver = added(forward, u"driver"_s);
        driver.setAttribute(u"name"_s, pool.driver.isEmpty() ? u"vfio"_s : pool.driver);
        if (!pool.driverModel.isEmpty())
            driver.setAttribute(u"model"_s, pool.driverModel);
    }
    if (!pool.source.physical.isEmpty())
        added(forward, u"pf"_s).setAttribute(u"dev"_s, pool.source.physical);
    for (const PciAddress &device : pool.source.addresses)
        forward.appendChild(addressElement(document, device));
    addConnection(root, pool.vlan, pool.profile);
    for (const NetworkPortGroup &group : pool.portGroups) {
        QDomElement element = added(root, u"portgroup"_s);
        element.setAttribute(u"name"_s, group.name);
        if (group.isDefault)
            element.setAttribute(u"default"_s, u"yes"_s);
        addConnection(element, group.vlan, group.profile);
    }
    layOut(root);
    network.d->document = document;
    network.d->pool = readPool(root);
    return network;
}

QByteArray NetworkXml::toXml() const
{
    return nodeText(d->document).toUtf8();
}

QByteArray NetworkXml::toActiveXml(int connections, const QList<PciAddress> &devices) const
{
    NetworkXml active = *this;
    QDomElement root = active.editableRoot();
    if (connections > 0)
        root.setAttribute(u"connections"_s, connections);
    QDomElement forward = root.firstChildElement(u"forward"_s);
    if (!forward.firstChildElement(u"pf"_s).isNull())
        for (const PciAddress &device : devices)
            appendOnOwnLine(forward, addressElement(root.ownerDocument(), device));
    return active.toXml();
}

QString NetworkXml::name() const
{
    return textOf(root().firstChildElement(u"name"_s));
}

QUuid NetworkXml::uuid() const
{
    return readUuid(textOf(root().firstChildElement(u"uuid"_s))).value_or(QUuid());
}

QString NetworkXml::forwardMode() const
{
    return modeOf(root().firstChildElement(u"forward"_s));
}

void NetworkXml::dropListBehindPhysical()
{
    const QDomElement forward = editableRoot().firstChildElement(u"forward"_s);
    if (forward.firstChildElement(u"pf"_s).isNull())
        return;
    const QList<QDomElement> addresses = childElements(forward, u"address"_s);
    for (const QDomElement &address : addresses)
        removeWithLine(address);
    d->pool = readPool(editableRoot());
}

void NetworkXml::complete()
{
    QDomElement root = editableRoot();
    root.removeAttribute(u"connections"_s);
    if (!uuid().isNull())
        return;
    QDomDocument document = root.ownerDocument();
    QDomElement element = document.createElement(u"uuid"_s);
    element.appendChild(document.createTextNode(QUuid::createUuid().toString(QUuid::WithoutBraces)));
    const QDomElement next = root.firstChildElement(u"name"_s).nextSiblingElement();
    if (next.isNull())
        appendOnOwnLine(root, element);
    else
        insertOnOwnLine(root, element, next);
}

Result<> NetworkXml::validate() const
{
    const QString given = name();
    if (given.contains(u'/') || hasControlCharacter(given))
        return fail(ErrorCode::InvalidXml, u"network/name"_s, u"a name has no '/' and one line"_s);
    if (given.size() > longestName)
        return fail(ErrorCode::InvalidXml, u"network/name"_s, u"longer than %1 characters"_s.arg(longestName));
    return pool().map([](const NetworkPool &) {});
}

const Result<NetworkPool> &NetworkXml::pool() const
{
    return d->pool;
}

QDomElement NetworkXml::root() const
{
    return d->document.documentElement();
}

QDomElement NetworkXml::editableRoot()
{
    return d->document.documentElement(); // non-const access detaches
}

} // namespace laneway
