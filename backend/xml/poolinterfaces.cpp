// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/poolinterfaces.h"

#include "xml/hostdevxml.h"
#include "xml/xmlnodes.h"

namespace laneway {

namespace {

/// Behind the last of @p former that is there, else as the first.
void putBehind(QDomElement &parent, const QDomElement &child, const QStringList &former)
{
    QDomElement last;
    for (const QDomElement &element : childElements(parent))
        if (former.contains(element.tagName()))
            last = element;
    const QDomElement next = last.isNull() ? parent.firstChildElement() : last.nextSiblingElement();
    if (next.isNull())
        appendOnOwnLine(parent, child);
    else
        insertOnOwnLine(parent, child, next);
}

void removeAll(const QDomElement &parent, const QString &name)
{
    for (const QDomElement &element : childElements(parent, name))
        removeWithLine(element);
}

QDomElement portGroupElement(const QDomElement &network, const std::optional<NetworkPortGroup> &group)
{
    for (const QDomElement &element : childElements(network, u"portgroup"_s))
        if (group && element.attribute(u"name"_s) == group->name)
            return element;
    return {};
}

/// The first that is there, as a whole.
void settleVlan(QDomElement &interface, const QList<QDomElement> &others)
{
    if (!interface.firstChildElement(u"vlan"_s).isNull())
        return;
    for (const QDomElement &other : others) {
        const QDomElement vlan = other.firstChildElement(u"vlan"_s);
        if (vlan.isNull())
            continue;
        putBehind(interface, interface.ownerDocument().importNode(vlan, true).toElement(),
            {u"mac"_s, u"driver"_s, u"source"_s});
        return;
    }
}

Result<> settleProfile(QDomElement &interface, const QList<QDomElement> &others)
{
    PortProfileXml merged;
    bool any = false;
    for (const QDomElement &one : QList<QDomElement>{interface} + others) {
        const auto profile = readPortProfile(one);
        if (!profile)
            return fail(profile.error());
        if (!*profile)
            continue;
        any = true;
        const auto conflict = [&](const QString &name, const QString &a, const QString &b) {
            return fail(ErrorCode::UnsupportedConfiguration, elementPath(interface) + u"/virtualport",
                u"%1 is '%2' in one place and '%3' in another"_s.arg(name, a, b));
        };
        if (!(*profile)->type.isEmpty() && !merged.type.isEmpty() && (*profile)->type != merged.type)
            return conflict(u"type"_s, merged.type, (*profile)->type);
        if (merged.type.isEmpty())
            merged.type = (*profile)->type;
        for (auto it = (*profile)->parameters.begin(); it != (*profile)->parameters.end(); ++it) {
            const auto known = merged.parameters.constFind(it.key());
            if (known != merged.parameters.constEnd() && *known != *it)
                return conflict(it.key(), *known, *it);
            merged.parameters.insert(it.key(), *it);
        }
    }
    if (!any)
        return {};
    removeAll(interface, u"virtualport"_s);
    QDomDocument document = interface.ownerDocument();
    QDomElement element = document.createElement(u"virtualport"_s);
    if (!merged.type.isEmpty())
        element.setAttribute(u"type"_s, merged.type);
    if (!merged.parameters.isEmpty()) {
        QDomElement parameters = document.createElement(u"parameters"_s);
        for (auto it = merged.parameters.begin(); it != merged.parameters.end(); ++it)
            parameters.setAttribute(it.key(), *it);
        element.appendChild(parameters);
    }
    putBehind(interface, element, {u"mac"_s, u"driver"_s, u"source"_s, u"vlan"_s});
    return {};
}

} // namespace

QString poolInterfacesXml(const QList<PoolInterface> &interfaces)
{
    QDomDocument document;
    QDomElement devices = document.createElement(u"devices"_s);
    document.appendChild(devices);
    for (const PoolInterface &wanted : interfaces) {
        QDomElement interface = document.createElement(u"interface"_s);
        interface.setAttribute(u"type"_s, u"network"_s);
        if (wanted.mac) {
            QDomElement mac = document.createElement(u"mac"_s);
            mac.setAttribute(u"address"_s, wanted.mac->toString());
            interface.appendChild(mac);
        }
        QDomElement source = document.createElement(u"source"_s);
        source.setAttribute(u"network"_s, wanted.network);
        if (!wanted.portGroup.isEmpty())
            source.setAttribute(u"portgroup"_s, wanted.portGroup);
        interface.appendChild(source);
        devices.appendChild(interface);
    }
    if (interfaces.size() == 1) {
        const QDomElement only = devices.firstChildElement();
        document.replaceChild(only, devices);
    }
    layOut(document.documentElement());
    return nodeText(document);
}

bool isPoolInterface(const QDomElement &element)
{
    return element.tagName() == u"interface" && element.attribute(u"type"_s) == u"network";
}

Result<PoolInterface> readPoolInterface(const QDomElement &element)
{
    const QDomElement source = element.firstChildElement(u"source"_s);
    PoolInterface interface {
        source.attribute(u"network"_s), source.attribute(u"portgroup"_s), { }
    };
    if (interface.network.isEmpty())
        return fail(ErrorCode::InvalidXml, elementPath(element), u"no <source network='…'/>"_s);
    if (const QDomElement mac = element.firstChildElement(u"mac"_s); !mac.isNull()) {
        const auto parsed = MacAddress::parse(mac.attribute(u"address"_s));
        if (!parsed)
            return fail(ErrorCode::InvalidXml, elementPath(mac),
                u"address='%1': %2"_s.arg(mac.attribute(u"address"_s), parsed.error().detail));
        if (!parsed->isNull())
            interface.mac = *parsed;
    }
    return interface;
}

Result<std::optional<NetworkPortGroup>> portGroupFor(const PoolInterface &interface, const NetworkPool &pool)
{
    for (const NetworkPortGroup &group : pool.portGroups)
        if (interface.portGroup.isEmpty() ? group.isDefault : group.name == interface.portGroup)
            return group;
    if (interface.portGroup.isEmpty())
        return std::nullopt;
    return fail(ErrorCode::NotFound, u"portgroup "_s + interface.portGroup,
        u"the network %1 has no such port group"_s.arg(interface.network));
}

Result<> settlePoolInterface(QDomElement &interface, const NetworkXml &network, const PciAddress &device)
{
    const auto wanted = readPoolInterface(interface);
    if (!wanted)
        return fail(wanted.error());
    const auto pool = network.pool();
    if (!pool)
        return fail(pool.error());
    const auto group = portGroupFor(*wanted, *pool);
    if (!group)
        return fail(group.error());

    AssignedDevice assigned;
    assigned.form = AssignedDevice::Form::Interface;
    assigned.source = device;
    assigned.managed = pool->managed;
    assigned.driver = pool->driver;
    assigned.driverModel = pool->driverModel;
    QDomDocument document = interface.ownerDocument();
    const QDomElement model = writeAssignedDevice(document, assigned);
    interface.setAttribute(u"type"_s, u"hostdev"_s);
    interface.removeAttribute(u"managed"_s);
    if (pool->managed)
        interface.setAttribute(u"managed"_s, u"yes"_s);
    removeAll(interface, u"driver"_s);
    removeAll(interface, u"source"_s);
    for (const QString &name : {u"driver"_s, u"source"_s})
        if (const QDomElement element = model.firstChildElement(name); !element.isNull())
            putBehind(interface, element.cloneNode(true).toElement(), {u"mac"_s, u"driver"_s});

    const QDomElement root = network.root();
    const QDomElement portGroup = portGroupElement(root, *group);
    settleVlan(interface, {portGroup, root});
    return settleProfile(interface, {portGroup, root});
}

} // namespace laneway
