// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/guests.h"

#include <QJsonArray>

namespace laneway {

QJsonObject GuestLaunch::toJson() const
{
    // 64-bit numbers go as text: a JSON number keeps 53 bits, and ~0 means "unlimited".
    return {{u"id"_s, id}, {u"description"_s, description}, {u"program"_s, program},
        {u"arguments"_s, QJsonArray::fromStringList(arguments)}, {u"uid"_s, qint64(uid)},
        {u"gid"_s, qint64(gid)}, {u"memoryLockBytes"_s, QString::number(memoryLockBytes)},
        {u"deviceNodes"_s, QJsonArray::fromStringList(deviceNodes)}};
}

GuestLaunch GuestLaunch::fromJson(const QJsonObject &json)
{
    const auto texts = [&](const QString &key) {
        QStringList list;
        for (const QJsonValue &value : json[key].toArray())
            list += value.toString();
        return list;
    };
    GuestLaunch launch;
    launch.id = json[u"id"].toString();
    launch.description = json[u"description"].toString();
    launch.program = json[u"program"].toString();
    launch.arguments = texts(u"arguments"_s);
    launch.uid = uint(json[u"uid"].toInteger());
    launch.gid = uint(json[u"gid"].toInteger());
    launch.memoryLockBytes = json[u"memoryLockBytes"].toString().toULongLong();
    launch.deviceNodes = texts(u"deviceNodes"_s);
    return launch;
}

QJsonObject GuestRef::toJson() const
{
    return {{u"id"_s, id}, {u"unit"_s, unit}, {u"pid"_s, pid},
        {u"startTime"_s, QString::number(startTime)}, {u"bootId"_s, bootId},
        {u"monitorPath"_s, monitorPath}};
}

GuestRef GuestRef::fromJson(const QJsonObject &json)
{
    GuestRef guest;
    guest.id = json[u"id"].toString();
    guest.unit = json[u"unit"].toString();
    guest.pid = json[u"pid"].toInteger();
    guest.startTime = json[u"startTime"].toString().toULongLong();
    guest.bootId = json[u"bootId"].toString();
    guest.monitorPath = json[u"monitorPath"].toString();
    return guest;
}

} // namespace laneway
