// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/networkstate.h"

#include "host/reasontext.h"

#include <QJsonDocument>

namespace laneway {

namespace {

QList<PoolDevice> devicesIn(const QString &text)
{
    QList<PoolDevice> devices;
    const QJsonArray entries = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const QJsonValue &entry : entries) {
        const auto address = PciAddress::parse(entry[u"device"].toString());
        if (!address)
            continue; // of our own helper: it says nothing
        PoolDevice device;
        device.device = *address;
        const QString state = entry[u"state"].toString();
        device.state = state == u"free" ? PoolDevice::State::Free
            : state == u"leased"        ? PoolDevice::State::Leased
                                        : PoolDevice::State::Unavailable;
        device.holder = entry[u"holder"].toString();
        const QJsonArray why = entry[u"why"].toArray();
        for (const QJsonValue &reason : why)
            device.why += reasonFromJson(reason.toObject());
        // In our language, not in the helper's.
        device.reason = device.why.isEmpty() ? entry[u"reason"].toString() : reasonText(device.why.first());
        devices += device;
    }
    return devices;
}

} // namespace

void NetworkState::take(const QVariantMap &properties)
{
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        if (it.key() == u"Uuid"_s)
            uuid = QUuid::fromString(it->toString());
        else if (it.key() == u"Name"_s)
            name = it->toString();
        else if (it.key() == u"Active"_s)
            active = it->toBool();
        else if (it.key() == u"Autostart"_s)
            autostart = it->toBool();
        else if (it.key() == u"Persistent"_s)
            persistent = it->toBool();
        else if (it.key() == u"Physical"_s)
            physical = it->toString();
        else if (it.key() == u"Problem"_s)
            problem = it->toString();
        else if (it.key() == u"Devices"_s)
            devices = devicesIn(it->toString());
        else if (it.key() == u"Connections"_s)
            connections = it->toUInt();
        else if (it.key() == u"Total"_s)
            total = it->toUInt();
        else if (it.key() == u"Free"_s)
            free = it->toUInt();
    }
}

} // namespace laneway
