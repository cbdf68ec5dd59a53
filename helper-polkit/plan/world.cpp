// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/world.h"

#include "plan/usbassignment.h"

namespace laneway {

Claims claimsOf(const World &world)
{
    Claims claims;
    claims.detached = world.detached;
    for (const RunRecord &run : world.runs) {
        QMap<PciAddress, bool> devices;
        for (const PciAddress &device : run.devices())
            devices.insert(device, true);
        const QList<AssignedDevice> assigned = run.assigned();
        for (const AssignedDevice &device : assigned)
            devices.insert(device.source, device.managed);
        for (auto device = devices.begin(); device != devices.end(); ++device)
            claims.domains += Claim{device.key(), run.uuid, run.name, run.owner, true, device.value()};
    }
    for (const StoredDomain &domain : world.domains.all()) {
        for (const AssignedDevice &device : domain.devices) {
            const bool held = std::any_of(claims.domains.begin(), claims.domains.end(),
                [&](const Claim &claim) { return claim.running && claim.device == device.source && claim.domain == domain.xml.uuid(); });
            if (!held)
                claims.domains += Claim{device.source, domain.xml.uuid(), domain.xml.name(), domain.owner,
                    false, device.managed};
        }
    }
    claims.usb = usbClaimsOf(world);
    return claims;
}

} // namespace laneway
