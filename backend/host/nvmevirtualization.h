// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/vfindex.h"

#include <QJsonObject>
#include <QList>

namespace laneway {

/// One kind of resource that a primary NVMe controller shares out (NVM Express base specification,
/// Primary Controller Capabilities). What it has for itself alone is not counted.
struct NvmeResource
{
    int total = 0; ///< flexible ones, the primary's part included
    int primary = 0; ///< of these, what the primary has
    int each = 0; ///< the most that one secondary controller can have
    int granularity = 1; ///< the controller prefers multiples of it
    bool operator==(const NvmeResource &) const = default;
    QJsonObject toJson() const;
    static Result<NvmeResource> fromJson(const QJsonObject &json);
};

/// A secondary controller: what is behind a virtual function (Secondary Controller List).
struct NvmeSecondary
{
    int controller = 0; ///< its identifier
    VfIndex vf;
    bool online = false; ///< a driver binds only then
    int queues = 0; ///< the admin queue's pair is one of them
    int interrupts = 0;
    bool operator==(const NvmeSecondary &) const = default;
    QJsonObject toJson() const; ///< {"controller":1,"vf":0,"online":true,"queues":2,"interrupts":1}
    static Result<NvmeSecondary> fromJson(const QJsonObject &json);
};

/// What a primary NVMe controller says of itself and of its secondary ones. {"queues":{…},
/// "interrupts":{…},"controllers":[…]}
struct NvmeVirtualization
{
    NvmeResource queues;
    NvmeResource interrupts;
    QList<NvmeSecondary> controllers; ///< also of virtual functions that are not there

    const NvmeSecondary *find(VfIndex vf) const;
    bool operator==(const NvmeVirtualization &) const = default;
    QJsonObject toJson() const;
    /// InvalidInput for what no controller says: numbers below 0 or above 65535, one VF twice.
    static Result<NvmeVirtualization> fromJson(const QJsonObject &json);
};

} // namespace laneway
