// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A network from a stranger: read, written, completed, checked, and what a machine gets of it. Whatever
// comes, there is an error with its place, or a document that stays the same once it was written.
#include "xml/domainxml.h"
#include "xml/poolinterfaces.h"
#include "xml/xmlnodes.h"

#include <cstdlib>

using namespace laneway;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

void settle(const NetworkXml &network, const NetworkPool &pool, const PciAddress &device)
{
    QStringList groups{QString()};
    for (const NetworkPortGroup &group : pool.portGroups)
        groups += group.name;
    for (const QString &group : std::as_const(groups)) {
        auto domain = DomainXml::parse("<domain type='qemu'><name>a</name><devices><interface type='network'>"
                                       "<source network='n'/></interface></devices></domain>")
                          .value();
        QDomElement interface = domain.editableRoot().firstChildElement(u"devices"_s).firstChildElement();
        interface.firstChildElement().setAttribute(u"portgroup"_s, group);
        const auto settled = settlePoolInterface(interface, network, device);
        require(settled || !settled.error().subject.isEmpty());
        if (!settled)
            continue;
        const auto read = DomainXml::parse(domain.toXml()).value().assignedDevices();
        require(!read || (read->size() == 1 && read->first().source == device));
    }
}

void check(NetworkXml network)
{
    const QByteArray written = network.toXml();
    const auto again = NetworkXml::parse(written);
    require(again.has_value());
    require(again->toXml() == written);
    network.complete();
    require(!network.uuid().isNull());
    const QByteArray completed = network.toXml();
    network.complete();
    require(network.toXml() == completed);
    const auto pool = network.pool();
    if (!pool) {
        require(!network.validate() && !pool.error().subject.isEmpty());
        return;
    }
    const auto device = PciAddress::parse(u"0000:02:10.2");
    const QByteArray active = network.toActiveXml(3, {*device});
    require(NetworkXml::parse(active).has_value());
    // What is made from the view says the same.
    const auto made = NetworkXml::parse(NetworkXml::make(network.name(), *pool).toXml());
    if (made && made->name() == network.name())
        require(made->pool() == pool);
    settle(network, *pool, *device);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto network
        = NetworkXml::parse(QByteArray::fromRawData(reinterpret_cast<const char *>(data), qsizetype(size)));
    if (network)
        check(*network);
    else
        require(!network.error().subject.isEmpty());
    return 0;
}
