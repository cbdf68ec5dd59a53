// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/vfindex.h"

#include <QStringList>

namespace laneway {

/// Who a device is, wherever it sits. Stored beside the address in a definition's <metadata>, so
/// that a device that moved is found again and a stranger at the old address is noticed.
struct DeviceIdentity
{
    quint16 vendor = 0;
    quint16 device = 0;
    quint16 subsystemVendor = 0;
    quint16 subsystemDevice = 0;
    QString serial; ///< empty when not readable; NVMe VFs show their PF's, so it never decides alone
    QStringList slotPath; ///< "01.0", "00.0": slot.function from the root bus down
    std::optional<VfIndex> vfIndex;

    bool operator==(const DeviceIdentity &) const = default;
    QJsonObject toJson() const;
    static DeviceIdentity fromJson(const QJsonObject &json);
    /// Same kind of device (IDs, and serials where both have one); says nothing about the place.
    bool sameDevice(const DeviceIdentity &other) const;
};

} // namespace laneway
