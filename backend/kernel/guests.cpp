// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/guests.h"

namespace laneway {

QJsonObject GuestCompanion::toJson() const
{
    return {{u"name"_s, name}, {u"program"_s, program}, {u"arguments"_s, QJsonArray::fromStringList(arguments)},
        {u"listens"_s, listens}, {u"state"_s, state}};
}

GuestCompanion GuestCompanion::fromJson(const QJsonObject &json)
{
    GuestCompanion companion;
    companion.name = json[u"name"].toString();
    companion.program = json[u"program"].toString();
    companion.arguments = json[u"arguments"].toVariant().toStringList();
    companion.listens = json[u"listens"].toBool();
    companion.state = json[u"state"].toString();
    return companion;
}

namespace {

QJsonArray numbersToJson(const QList<int> &numbers)
{
    QJsonArray json;
    for (const int number : numbers)
        json += number;
    return json;
}

QList<int> numbersFromJson(const QJsonValue &json)
{
    QList<int> numbers;
    for (const QJsonValue &number : json.toArray())
        numbers += number.toInt();
    return numbers;
}

QJsonObject pinsToJson(const QMap<int, QList<int>> &pins)
{
    QJsonObject json;
    for (auto pin = pins.begin(); pin != pins.end(); ++pin)
        json[QString::number(pin.key())] = numbersToJson(*pin);
    return json;
}

QMap<int, QList<int>> pinsFromJson(const QJsonObject &json)
{
    QMap<int, QList<int>> pins;
    for (auto pin = json.begin(); pin != json.end(); ++pin)
        pins.insert(pin.key().toInt(), numbersFromJson(pin.value()));
    return pins;
}

} // namespace

QJsonObject GuestPins::toJson() const
{
    return {{u"vcpus"_s, pinsToJson(vcpus)}, {u"ioThreads"_s, pinsToJson(ioThreads)},
        {u"emulator"_s, numbersToJson(emulator)}};
}

GuestPins GuestPins::fromJson(const QJsonObject &json)
{
    return {pinsFromJson(json[u"vcpus"].toObject()), pinsFromJson(json[u"ioThreads"].toObject()),
        numbersFromJson(json[u"emulator"])};
}

QJsonObject GuestLaunch::toJson() const
{
    QJsonArray beside;
    for (const GuestCompanion &companion : companions)
        beside += companion.toJson();
    QJsonArray network;
    for (const GuestTap &tap : taps)
        network += tap.toJson();
    // 64-bit numbers go as text: a JSON number keeps 53 bits, and ~0 means "unlimited".
    return {{u"id"_s, id}, {u"description"_s, description}, {u"program"_s, program},
        {u"arguments"_s, QJsonArray::fromStringList(arguments)}, {u"uid"_s, qint64(uid)}, {u"gid"_s, qint64(gid)},
        {u"memoryLockBytes"_s, QString::number(memoryLockBytes)},
        {u"deviceNodes"_s, QJsonArray::fromStringList(deviceNodes)}, {u"beforeRun"_s, beforeRun},
        {u"restoreFrom"_s, restoreFrom}, {u"timeZone"_s, timeZone}, {u"companions"_s, beside}, {u"taps"_s, network},
        {u"pins"_s, pins.toJson()}};
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
    launch.beforeRun = json[u"beforeRun"].toArray();
    launch.restoreFrom = json[u"restoreFrom"].toString();
    for (const QJsonValue &companion : json[u"companions"].toArray())
        launch.companions += GuestCompanion::fromJson(companion.toObject());
    for (const QJsonValue &tap : json[u"taps"].toArray())
        launch.taps += GuestTap::fromJson(tap.toObject());
    launch.pins = GuestPins::fromJson(json[u"pins"].toObject());
    launch.uid = uint(json[u"uid"].toInteger());
    launch.gid = uint(json[u"gid"].toInteger());
    launch.memoryLockBytes = json[u"memoryLockBytes"].toString().toULongLong();
    launch.timeZone = json[u"timeZone"].toString();
    launch.deviceNodes = texts(u"deviceNodes"_s);
    return launch;
}

QJsonObject GuestRef::toJson() const
{
    return {{u"id"_s, id}, {u"unit"_s, unit}, {u"pid"_s, pid}, {u"startTime"_s, QString::number(startTime)},
        {u"bootId"_s, bootId}, {u"monitorPath"_s, monitorPath}};
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
