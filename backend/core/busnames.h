// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pciaddress.h"

#include <QUuid>

/// The names of the D-Bus contract (helper-polkit/dbus), as both sides use them.
namespace laneway::busnames {

inline constexpr auto service = "org.laneway.Helper1"_L1;
inline constexpr auto root = "/org/laneway/Helper1"_L1;
inline constexpr auto manager = "org.laneway.Helper1.Manager"_L1;
inline constexpr auto domain = "org.laneway.Helper1.Domain"_L1;
inline constexpr auto network = "org.laneway.Helper1.Network"_L1;
inline constexpr auto job = "org.laneway.Helper1.Job"_L1;
inline constexpr auto device = "org.laneway.Helper1.Device"_L1;
inline constexpr auto errorPrefix = "org.laneway.Error."_L1;
inline constexpr auto properties = "org.freedesktop.DBus.Properties"_L1;
inline constexpr auto objectManager = "org.freedesktop.DBus.ObjectManager"_L1;

/// Above it a host's JSON travels as a file.
inline constexpr qsizetype largestText = 1024 * 1024;
/// Of Domain.GetXml and Network.GetXml.
inline constexpr uint xmlInactive = 1;
// Flags of Undefine.
inline constexpr uint withSavedState = 1;
inline constexpr uint withTpmState = 2;
inline constexpr uint keepTpmState = 4;
/// Of Domain.AttachDevice and DetachDevice.
inline constexpr uint affectLive = 1;
inline constexpr uint affectConfig = 2;

inline QString domainPath(const QUuid &uuid)
{
    return root + "/domains/"_L1 + uuid.toString(QUuid::WithoutBraces).replace(u'-', u'_');
}
inline QString networkPath(const QUuid &uuid)
{
    return root + "/networks/"_L1 + uuid.toString(QUuid::WithoutBraces).replace(u'-', u'_');
}
inline QString devicePath(const PciAddress &address)
{
    return root + "/devices/"_L1 + address.toNodeDevice();
}
/// Any other character than [A-Za-z0-9] of @p id becomes "_" and two hexadecimal digits of UTF-8.
inline QString jobPath(const QString &id)
{
    QString path = root + "/jobs/"_L1;
    const QByteArray bytes = id.toUtf8();
    for (const char c : bytes) {
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
            path += QLatin1Char(c);
        else
            path += u'_' + QString::fromLatin1(QByteArray(1, c).toHex());
    }
    return path;
}

/// What stands behind the last "/" of a path below root + "/" + @p folder; empty when it is not there.
inline QString leafOf(const QString &path, QLatin1StringView folder)
{
    const QString start = root + u'/' + folder + u'/';
    return path.startsWith(start) && path.indexOf(u'/', start.size()) < 0 ? path.mid(start.size()) : QString();
}
inline std::optional<QUuid> domainOf(const QString &path)
{
    const QUuid uuid = QUuid::fromString(leafOf(path, "domains"_L1).replace(u'_', u'-'));
    return uuid.isNull() || domainPath(uuid) != path ? std::nullopt : std::optional(uuid);
}
inline std::optional<QUuid> networkOf(const QString &path)
{
    const QUuid uuid = QUuid::fromString(leafOf(path, "networks"_L1).replace(u'_', u'-'));
    return uuid.isNull() || networkPath(uuid) != path ? std::nullopt : std::optional(uuid);
}
inline std::optional<PciAddress> deviceOf(const QString &path)
{
    const auto address = PciAddress::fromNodeDevice(leafOf(path, "devices"_L1));
    return address && devicePath(*address) == path ? std::optional(*address) : std::nullopt;
}

} // namespace laneway::busnames
