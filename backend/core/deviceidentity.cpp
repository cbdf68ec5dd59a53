// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deviceidentity.h"

#include <QJsonArray>

namespace laneway {

QJsonObject DeviceIdentity::toJson() const
{
    QJsonObject json{{u"vendor"_s, vendor}, {u"device"_s, device}, {u"subsystemVendor"_s, subsystemVendor},
        {u"subsystemDevice"_s, subsystemDevice}};
    if (!serial.isEmpty())
        json[u"serial"] = serial;
    if (!slotPath.isEmpty())
        json[u"slotPath"] = QJsonArray::fromStringList(slotPath);
    if (vfIndex)
        json[u"vfIndex"] = int(vfIndex->value);
    return json;
}

DeviceIdentity DeviceIdentity::fromJson(const QJsonObject &json)
{
    DeviceIdentity identity;
    identity.vendor = quint16(json[u"vendor"].toInt());
    identity.device = quint16(json[u"device"].toInt());
    identity.subsystemVendor = quint16(json[u"subsystemVendor"].toInt());
    identity.subsystemDevice = quint16(json[u"subsystemDevice"].toInt());
    identity.serial = json[u"serial"].toString();
    for (const auto &part : json[u"slotPath"].toArray())
        identity.slotPath << part.toString();
    if (json.contains(u"vfIndex"))
        identity.vfIndex = VfIndex{quint32(json[u"vfIndex"].toInt())};
    return identity;
}

bool DeviceIdentity::sameDevice(const DeviceIdentity &other) const
{
    if (!serial.isEmpty() && !other.serial.isEmpty() && serial != other.serial)
        return false;
    return vendor == other.vendor && device == other.device && subsystemVendor == other.subsystemVendor
        && subsystemDevice == other.subsystemDevice && vfIndex == other.vfIndex;
}

} // namespace laneway
