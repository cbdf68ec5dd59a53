// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/devicemime.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QMimeData>

namespace laneway {

namespace {
constexpr qsizetype largest = 1024 * 1024; // 10,000 addresses take a fifth of it
}

void encode(const DraggedDevices &dragged, QMimeData &data)
{
    QJsonArray devices;
    for (const PciAddress &device : dragged.devices)
        devices.append(device.toString());
    QJsonObject json{{u"connection"_s, dragged.connection}, {u"devices"_s, devices}};
    if (!dragged.network.isEmpty())
        json[u"network"] = dragged.network;
    data.setData(deviceMimeType.toString(), QJsonDocument(json).toJson(QJsonDocument::Compact));
}

std::optional<DraggedDevices> decode(const QMimeData &data)
{
    const QByteArray text = data.data(deviceMimeType.toString());
    if (text.isEmpty() || text.size() > largest)
        return std::nullopt;
    const QJsonObject json = QJsonDocument::fromJson(text).object();
    DraggedDevices dragged{json[u"connection"].toString(), {}, json[u"network"].toString()};
    const QJsonArray devices = json[u"devices"].toArray();
    for (const QJsonValue &device : devices) {
        const auto address = PciAddress::parse(device.toString());
        if (!address)
            return std::nullopt;
        dragged.devices << *address;
    }
    if (dragged.connection.isEmpty() || dragged.devices.isEmpty() == dragged.network.isEmpty())
        return std::nullopt;
    return dragged;
}

} // namespace laneway
