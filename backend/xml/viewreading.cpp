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
            return unsupportedXml(
                element, u"%1='%2' is not passed on to QEMU; remove it"_s.arg(name, element.attribute(name)));
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

namespace {
Result<quint64> sizeOf(const QDomElement &element, const QString &text)
{
    static const QHash<QString, quint64> units{{u"b"_s, 1}, {u"bytes"_s, 1}, {u"kb"_s, 1000}, {u"k"_s, 1024},
        {u"kib"_s, 1024}, {u"mb"_s, 1000'000}, {u"m"_s, 1024 * 1024}, {u"mib"_s, 1024 * 1024}, {u"gb"_s, 1000'000'000},
        {u"g"_s, 1024 * 1024 * 1024}, {u"gib"_s, 1024 * 1024 * 1024}, {u"tb"_s, 1000'000'000'000},
        {u"t"_s, 1024ULL << 30}, {u"tib"_s, 1024ULL << 30}};
    const QString unit = element.attribute(u"unit"_s, u"KiB"_s).toLower();
    bool isNumber = false;
    const quint64 number = text.startsWith(u'-') ? 0 : text.toULongLong(&isNumber);
    if (!isNumber || !units.contains(unit))
        return invalidXml(element, u"\"%1 %2\" is no size"_s.arg(text, unit));
    if (number > (1ULL << 60) / units[unit])
        return invalidXml(element, u"\"%1 %2\" is too large"_s.arg(text, unit));
    return number * units[unit];
}

} // namespace

Result<quint64> readSize(const QDomElement &element)
{
    return sizeOf(element, textOf(element));
}

Result<quint64> sizeAttribute(const QDomElement &element, const QString &attribute)
{
    return sizeOf(element, element.attribute(attribute));
}

} // namespace laneway
