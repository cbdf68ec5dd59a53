// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/textports.h"

#include "xml/xmlnodes.h"

namespace laneway {

namespace {

void addPort(QList<TextPort> &ports, const QDomElement &device, const QString &kind, int index)
{
    if (device.attribute(u"type"_s) != u"pty")
        return;
    const QString alias = device.firstChildElement(u"alias"_s).attribute(u"name"_s);
    ports += {alias.isEmpty() ? kind + QString::number(index) : alias, kind == u"console", index + 1};
}

} // namespace

QList<TextPort> textPorts(const DomainXml &domain)
{
    const QDomElement devices = domain.root().firstChildElement(u"devices"_s);
    const auto serials = childElements(devices, u"serial"_s);
    const auto consoles = childElements(devices, u"console"_s);
    QList<TextPort> ports;
    for (int i = 0; i < serials.size(); ++i)
        addPort(ports, serials[i], u"serial"_s, i);
    for (int i = 0; i < consoles.size(); ++i) {
        if (consoles[i].firstChildElement(u"target"_s).attribute(u"type"_s) == u"virtio")
            addPort(ports, consoles[i], u"console"_s, i);
        else if (serials.isEmpty() && ports.isEmpty())
            addPort(ports, consoles[i], u"serial"_s, 0);
    }
    return ports;
}

} // namespace laneway
