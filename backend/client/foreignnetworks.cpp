// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/foreignnetworks.h"

#include "xml/poolinterfaces.h"
#include "xml/xmlnodes.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace laneway {

namespace {
struct Text
{
    Q_DECLARE_TR_FUNCTIONS(laneway::ForeignNetworks)
};
} // namespace

NetworksHere NetworksHere::from(const QList<NetworkState> &pools, const QJsonObject &links, const QJsonObject &libvirt)
{
    NetworksHere here;
    for (const NetworkState &pool : pools)
        here.pools += pool.name;
    for (const QJsonValue &bridge : links[u"bridges"].toArray())
        here.bridges += bridge.toString();
    here.bridgeOf.insert(u"default"_s, u"virbr0"_s); // as libvirt ships it, where its files may not be read
    const QJsonObject networks = libvirt[u"networks"].toObject();
    for (auto network = networks.begin(); network != networks.end(); ++network)
        here.bridgeOf.insert(network.key(), network.value().toString());
    return here;
}

QList<ReplacedNetwork> replaceForeignNetworks(DomainXml &domain, const NetworksHere &here)
{
    QList<ReplacedNetwork> replaced;
    for (QDomElement &interface :
        childElements(domain.editableRoot().firstChildElement(u"devices"_s), u"interface"_s)) {
        const auto wanted = isPoolInterface(interface) ? readPoolInterface(interface)
                                                       : Result<PoolInterface>(fail(ErrorCode::NotFound, {}));
        if (!wanted || here.pools.contains(wanted->network))
            continue;
        const QString known = here.bridgeOf.value(wanted->network);
        const QString bridge = here.bridges.contains(known) ? known : QString();
        const ReplacedNetwork one{wanted->network, bridge};
        if (!replaced.contains(one))
            replaced += one;
        interface.removeChild(interface.firstChildElement(u"virtualport"_s));
        QDomElement source = interface.firstChildElement(u"source"_s);
        interface.setAttribute(u"type"_s, bridge.isEmpty() ? u"user"_s : u"bridge"_s);
        if (bridge.isEmpty()) {
            interface.removeChild(source);
            continue;
        }
        for (const QString &name : {u"network"_s, u"portgroup"_s, u"portid"_s})
            source.removeAttribute(name);
        source.setAttribute(u"bridge"_s, bridge);
    }
    return replaced;
}

QString replacedNetworksText(const QList<ReplacedNetwork> &replaced)
{
    QStringList texts;
    for (const ReplacedNetwork &one : replaced)
        texts += one.bridge.isEmpty() ? Text::tr("network %1: user mode").arg(one.network)
                                      : Text::tr("network %1: bridge %2").arg(one.network, one.bridge);
    return texts.join(u"; "_s);
}

} // namespace laneway
