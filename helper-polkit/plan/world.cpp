// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/world.h"

#include "plan/usbassignment.h"

#include <QSet>

namespace laneway {

Claims claimsOf(const World &world)
{
    Claims claims;
    claims.detached = world.detached;
    QSet<std::pair<QUuid, PciAddress>> held;
    for (const RunRecord &run : world.runs) {
        QMap<PciAddress, bool> devices;
        for (const PciAddress &device : run.devices())
            devices.insert(device, true);
        const QList<AssignedDevice> assigned = run.assigned();
        for (const AssignedDevice &device : assigned)
            devices.insert(device.source, device.managed);
        for (auto device = devices.begin(); device != devices.end(); ++device) {
            claims.domains += Claim{device.key(), run.uuid, run.name, run.owner, true, device.value()};
            held += std::pair(run.uuid, device.key());
        }
    }
    for (const StoredDomain &domain : world.domains.all()) {
        const QUuid uuid = domain.xml.uuid();
        const QString name = domain.xml.name();
        for (const AssignedDevice &device : domain.devices)
            if (!held.contains({uuid, device.source}))
                claims.domains += Claim{device.source, uuid, name, domain.owner, false, device.managed};
    }
    claims.usb = usbClaimsOf(world);
    return claims;
}

} // namespace laneway
