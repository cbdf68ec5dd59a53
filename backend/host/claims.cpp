// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/claims.h"

#include <QJsonArray>

#include <algorithm>

namespace laneway {

const Claim *Claims::holder(const PciAddress &device) const
{
    const auto found = std::find_if(
        domains.cbegin(), domains.cend(), [&](const Claim &claim) { return claim.running && claim.device == device; });
    return found == domains.cend() ? nullptr : &*found;
}

const UsbClaim *Claims::holder(const UsbPort &device) const
{
    const auto found = std::find_if(
        usb.cbegin(), usb.cend(), [&](const UsbClaim &claim) { return claim.running && claim.device == device; });
    return found == usb.cend() ? nullptr : &*found;
}

QList<Claim> Claims::wanting(const PciAddress &device) const
{
    QList<Claim> found;
    std::copy_if(domains.cbegin(), domains.cend(), std::back_inserter(found),
        [&](const Claim &claim) { return claim.device == device; });
    return found;
}

Claims Claims::seenBy(const std::function<bool(uint owner)> &sees) const
{
    Claims seen = *this;
    const auto mask = [&](auto &claims) {
        claims.removeIf([&](const auto &claim) { return !claim.running && !sees(claim.owner); });
        for (auto &claim : claims) {
            if (sees(claim.owner))
                continue;
            claim.domain = QUuid();
            claim.domainName = u"uid %1"_s.arg(claim.owner);
        }
    };
    mask(seen.domains);
    mask(seen.usb);
    return seen;
}

QJsonObject Claims::toJson() const
{
    QJsonArray claimed;
    for (const Claim &claim : domains)
        claimed.append(QJsonObject{{u"device"_s, claim.device.toString()},
            {u"uuid"_s, claim.domain.toString(QUuid::WithoutBraces)}, {u"name"_s, claim.domainName},
            {u"owner"_s, qint64(claim.owner)}, {u"running"_s, claim.running}, {u"managed"_s, claim.managed}});
    QJsonArray taken;
    for (const PciAddress &address : detached)
        taken.append(address.toString());
    QJsonArray plugged;
    for (const UsbClaim &claim : usb)
        plugged.append(
            QJsonObject{{u"port"_s, claim.device.toString()}, {u"uuid"_s, claim.domain.toString(QUuid::WithoutBraces)},
                {u"name"_s, claim.domainName}, {u"owner"_s, qint64(claim.owner)}, {u"running"_s, claim.running}});
    return {{u"domains"_s, claimed}, {u"detached"_s, taken}, {u"usb"_s, plugged}};
}

Claims Claims::fromJson(const QJsonObject &json)
{
    // Sent by our own helper: an entry without a readable address says nothing and is left out.
    Claims claims;
    for (const auto &value : json[u"domains"].toArray()) {
        const QJsonObject entry = value.toObject();
        if (const auto address = PciAddress::parse(entry[u"device"].toString()))
            claims.domains.append({*address, QUuid::fromString(entry[u"uuid"].toString()), entry[u"name"].toString(),
                uint(entry[u"owner"].toInteger()), entry[u"running"].toBool(), entry[u"managed"].toBool(true)});
    }
    for (const auto &value : json[u"usb"].toArray()) {
        const QJsonObject entry = value.toObject();
        if (const auto port = UsbPort::parse(entry[u"port"].toString()))
            claims.usb.append({*port, QUuid::fromString(entry[u"uuid"].toString()), entry[u"name"].toString(),
                uint(entry[u"owner"].toInteger()), entry[u"running"].toBool()});
    }
    for (const auto &value : json[u"detached"].toArray())
        if (const auto address = PciAddress::parse(value.toString()))
            claims.detached.append(*address);
    return claims;
}

} // namespace laneway
