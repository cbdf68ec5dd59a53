// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/vlanxml.h"

#include "xml/xmlnodes.h"

namespace laneway {

namespace {
auto invalid(const QDomElement &element, const QString &why)
{
    return fail(ErrorCode::InvalidXml, elementPath(element), why);
}
} // namespace

Result<std::optional<VlanXml>> readVlan(const QDomElement &parent)
{
    const QDomElement element = parent.firstChildElement(u"vlan"_s);
    if (element.isNull())
        return std::nullopt;
    const QList<QDomElement> tags = childElements(element, u"tag"_s);
    if (tags.isEmpty())
        return invalid(element, u"no <tag>"_s);
    VlanXml vlan;
    bool native = false;
    for (const QDomElement &tag : tags) {
        const auto id = decimalNumber(tag.attribute(u"id"_s));
        if (!id || *id > 4095)
            return invalid(tag, u"id='%1': a VLAN is 1 to 4094, or 0 for none"_s.arg(tag.attribute(u"id"_s)));
        vlan.tags += quint16(*id);
        if (tag.hasAttribute(u"nativeMode"_s)) {
            if (native)
                return invalid(tag, u"a second native tag"_s);
            native = true;
        }
    }
    const auto trunk = switchAttribute(element, u"trunk"_s, false);
    if (!trunk)
        return fail(trunk.error());
    if (*trunk == false && (tags.size() > 1 || native))
        return invalid(element, u"trunk='no' with several or native tags"_s);
    vlan.trunk = *trunk == true || tags.size() > 1 || native;
    return vlan;
}

Result<std::optional<PortProfileXml>> readPortProfile(const QDomElement &parent)
{
    const QDomElement element = parent.firstChildElement(u"virtualport"_s);
    if (element.isNull())
        return std::nullopt;
    PortProfileXml profile;
    profile.type = element.attribute(u"type"_s);
    const QDomNamedNodeMap parameters = element.firstChildElement(u"parameters"_s).attributes();
    for (int i = 0; i < parameters.count(); ++i)
        profile.parameters.insert(parameters.item(i).nodeName(), parameters.item(i).nodeValue());
    return profile;
}

} // namespace laneway
