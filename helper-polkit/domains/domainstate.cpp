// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/domainstate.h"

#include <QJsonArray>

namespace laneway {

DomainState stateOf(
    const QUuid &uuid, const StoredDomain *defined, const RunRecord *run, int id, const DomainLife &life)
{
    DomainState state;
    state.uuid = uuid;
    state.persistent = defined != nullptr;
    const auto addDevices = [&](const QList<AssignedDevice> &assigned) {
        for (const AssignedDevice &device : assigned)
            if (!state.devices.contains(device.source))
                state.devices += device.source;
    };
    if (defined) {
        state.name = defined->xml.name();
        state.owner = defined->owner;
        addDevices(defined->devices);
    }
    state.state = u"shut off"_s;
    state.reason = life.reason;
    state.detail = life.detail;
    if (run) {
        state.name = run->name;
        state.owner = run->owner;
        // Between the end of its process and that of its run it is on its way.
        state.state = life.state == u"shut off" ? u"in shutdown"_s : life.state;
        state.id = id;
        addDevices(run->assigned());
        for (const PendingUnplug &pending : run->pendingUnplugs)
            state.pendingUnplugs += pending.device;
    }
    return state;
}

QJsonObject DomainState::toJson() const
{
    QJsonArray addresses;
    for (const PciAddress &device : devices)
        addresses += device.toString();
    return {{u"uuid"_s, uuid.toString(QUuid::WithoutBraces)}, {u"name"_s, name}, {u"owner"_s, qint64(owner)},
        {u"state"_s, state}, {u"reason"_s, reason}, {u"detail"_s, detail}, {u"autostart"_s, autostart},
        {u"savedState"_s, hasSavedState}, {u"persistent"_s, persistent}, {u"id"_s, id},
        {u"revision"_s, qint64(revision)}, {u"devices"_s, addresses},
        {u"pendingUnplugs"_s, QJsonArray::fromStringList(pendingUnplugs)}};
}

} // namespace laneway
