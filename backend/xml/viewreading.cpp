// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/viewreading.h"

#include "xml/xmlnodes.h"

namespace laneway {

tl::unexpected<Error> invalidXml(const QDomElement &element, const QString &why)
{
    return fail(ErrorCode::InvalidXml, elementPath(element), why);
}

tl::unexpected<Error> unsupportedXml(const QDomElement &element, const QString &why)
{
    return fail(ErrorCode::UnsupportedConfiguration, elementPath(element), why);
}

QDomElement devicesOf(const DomainXml &domain)
{
    return domain.root().firstChildElement(u"devices"_s);
}

Result<> refuseChildren(const QDomElement &element, const QStringList &names)
{
    for (const QString &name : names)
        if (const QDomElement child = element.firstChildElement(name); !child.isNull())
            return unsupportedXml(child, u"<%1> is not passed on to QEMU; remove it"_s.arg(name));
    return {};
}

Result<> refuseAttributes(const QDomElement &element, const QStringList &names)
{
    for (const QString &name : names)
        if (element.hasAttribute(name))
            return unsupportedXml(element, u"%1='%2' is not passed on to QEMU; remove it"_s.arg(
                                            name, element.attribute(name)));
    return {};
}

Result<> oneOf(const QDomElement &element, const QString &attribute, const QStringList &words)
{
    const QString value = element.attribute(attribute);
    if (!element.hasAttribute(attribute) || words.contains(value))
        return {};
    return unsupportedXml(element, u"%1='%2': only %3"_s.arg(attribute, value, words.join(u", "_s)));
}

Result<int> readCount(const QDomElement &element, const QString &attribute, int otherwise)
{
    if (!element.hasAttribute(attribute))
        return otherwise;
    const auto number = decimalNumber(element.attribute(attribute));
    if (!number || *number > 0x7fffffff)
        return invalidXml(element, u"%1='%2' is no number"_s.arg(attribute, element.attribute(attribute)));
    return int(*number);
}

Result<CommonXml> readCommonXml(const QDomElement &element)
{
    CommonXml common;
    common.alias = element.firstChildElement(u"alias"_s).attribute(u"name"_s);
    const QDomElement boot = element.firstChildElement(u"boot"_s);
    const auto order = readCount(boot, u"order"_s, 0);
    if (!order)
        return fail(order.error());
    common.bootOrder = *order;
    const auto place = readGuestAddress(element.firstChildElement(u"address"_s));
    if (!place)
        return fail(place.error());
    common.address = *place;
    if (const auto done = refuseChildren(element, {u"rom"_s, u"acpi"_s}); !done)
        return fail(done.error());
    return common;
}

} // namespace laneway
