// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pciaddress.h"

#include <QUuid>

namespace laneway {

/// A virtual function that the pool of a network has given to a machine. Part of its run record, so that
/// it ends with the run, whatever way that ends.
struct Lease
{
    PciAddress device;
    QUuid network;
    QString networkName;
    QString portGroup; ///< empty: none
    bool operator==(const Lease &) const = default;

    QJsonObject toJson() const
    {
        return {{u"device"_s, device.toString()}, {u"network"_s, network.toString(QUuid::WithoutBraces)},
            {u"networkName"_s, networkName}, {u"portGroup"_s, portGroup}};
    }
    static Result<Lease> fromJson(const QJsonObject &json)
    {
        const auto device = PciAddress::parse(json[u"device"].toString());
        if (!device)
            return fail(device.error());
        return Lease{*device, QUuid::fromString(json[u"network"].toString()), json[u"networkName"].toString(),
            json[u"portGroup"].toString()};
    }
};

} // namespace laneway
