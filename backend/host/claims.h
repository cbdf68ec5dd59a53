// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pciaddress.h"
#include "core/usbaddress.h"

#include <QList>
#include <QUuid>

#include <functional>

namespace laneway {

/// That a domain wants a device (it is in the definition) or holds it (it runs with it).
struct Claim
{
    PciAddress device;
    QUuid domain;
    QString domainName;
    uint owner = 0; ///< uid
    bool running = false;
    bool managed = true;
    bool operator==(const Claim &) const = default;
};

/// The same for a USB device, by the port that it is plugged in at this moment.
struct UsbClaim
{
    UsbPort device;
    QUuid domain;
    QString domainName;
    uint owner = 0; ///< uid
    bool running = false;
    bool operator==(const UsbClaim &) const = default;
};

/// Who wants and who holds the host's devices, domains and `nodedev-detach` alike.
struct Claims
{
    QList<Claim> domains;
    QList<PciAddress> detached; ///< taken from the host without a domain: `nodedev-detach`
    QList<UsbClaim> usb = {};

    bool operator==(const Claims &) const = default;
    /// The running domain that holds @p device, if any.
    const Claim *holder(const PciAddress &device) const;
    const UsbClaim *holder(const UsbPort &device) const;
    QList<Claim> wanting(const PciAddress &device) const;
    /// What somebody may know who sees only the domains of some owners: that a device is taken, not by
    /// which machine, and nothing of definitions.
    Claims seenBy(const std::function<bool(uint owner)> &sees) const;
    QJsonObject toJson() const; ///< {"domains":[{"device","uuid","name","owner","running","managed"}],"detached":[…],
                                ///< "usb":[{"port","uuid","name","owner","running"}]}
    static Claims fromJson(const QJsonObject &json);
};

} // namespace laneway
