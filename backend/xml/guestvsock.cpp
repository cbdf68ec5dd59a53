// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/guestvsock.h"

#include "xml/viewreading.h"

namespace laneway {

namespace {

constexpr quint32 lowest = 1000;
constexpr quint32 most = 1U << 30;

QDomElement cidOf(const QDomElement &root)
{
    return root.firstChildElement(u"devices"_s).firstChildElement(u"vsock"_s).firstChildElement(u"cid"_s);
}

} // namespace

QSet<quint32> vsockNumbers(const DomainXml &domain)
{
    QSet<quint32> numbers;
    for (const QDomElement &vsock : childElements(devicesOf(domain), u"vsock"_s))
        if (const auto number = decimalNumber(vsock.firstChildElement(u"cid"_s).attribute(u"address"_s)))
            numbers += *number;
    return numbers;
}

bool wantsVsockNumber(const DomainXml &domain)
{
    return cidOf(domain.root()).attribute(u"auto"_s) == u"yes";
}

void settleVsockNumber(DomainXml &live, const QSet<quint32> &taken)
{
    QDomElement cid = cidOf(live.editableRoot());
    const auto written = decimalNumber(cid.attribute(u"address"_s));
    if (written && *written > 2 && !taken.contains(*written))
        return;
    quint32 offset = live.uuid().data1 % most;
    while (taken.contains(lowest + offset))
        offset = (offset + 1) % most;
    cid.setAttribute(u"address"_s, QString::number(lowest + offset));
}

} // namespace laneway
