// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/domainxml.h"
#include "xml/xmlnodes.h"

namespace laneway {

// What the typed views of a domain (domainviews.h) are read with. Words that would be lost on the way to
// QEMU are refused, never ignored.

tl::unexpected<Error> invalidXml(const QDomElement &element, const QString &why);
tl::unexpected<Error> unsupportedXml(const QDomElement &element, const QString &why);

QDomElement devicesOf(const DomainXml &domain);

/// The first of these children that is there is refused.
Result<> refuseChildren(const QDomElement &element, const QStringList &names);
Result<> refuseAttributes(const QDomElement &element, const QStringList &names);
/// Refuses an attribute that is there and none of these.
Result<> oneOf(const QDomElement &element, const QString &attribute, const QStringList &words);

/// The number of bytes of `<memory unit='…'>`; KiB without a unit.
Result<quint64> readSize(const QDomElement &element);
/// The same of an attribute.
Result<quint64> sizeAttribute(const QDomElement &element, const QString &attribute);
Result<int> readCount(const QDomElement &element, const QString &attribute, int otherwise);

/// Runs @p read over the devices of one name, with each one's path.
template <typename View, typename Read>
Result<QList<View>> readAll(const DomainXml &domain, const QString &name, Read read)
{
    QList<View> views;
    const QList<QDomElement> elements = childElements(devicesOf(domain), name);
    for (qsizetype i = 0; i < elements.size(); ++i) {
        View view;
        view.path = u"domain/devices/"_s + name + (elements.size() > 1 ? u"[%1]"_s.arg(i + 1) : QString());
        const auto keep = read(elements[i], view);
        if (!keep)
            return fail(keep.error());
        if (*keep)
            views << view;
    }
    return views;
}

} // namespace laneway
