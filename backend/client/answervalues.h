// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/planinfo.h"
#include "host/hostsnapshot.h"

#include <QDBusUnixFileDescriptor>
#include <QJsonObject>
#include <QVariantMap>

namespace laneway {

/// Above it an answer of the helper's is not taken.
inline constexpr qint64 largestAnswer = 64 * 1024 * 1024;

/// What is in the sealed file of an answer.
Result<QByteArray> contentOf(const QDBusUnixFileDescriptor &file);
/// Of an answer that is JSON text.
QJsonObject objectIn(const QVariant &text);
/// As the helper takes the arguments of a plan: an array is one of strings.
QVariantMap plainMap(const QJsonObject &arguments);

/// Takes over those of a domain's @p properties that are there.
void take(DomainInfo &domain, const QVariantMap &properties);
JobInfo jobFrom(const QVariantMap &properties);

/// A newer host, and what differs from the former one.
struct HostReading
{
    HostSnapshot host;
    HostDiff difference;
};
Result<HostReading> readingOf(const HostSnapshot &before, const Result<QByteArray> &json, bool isDelta);

} // namespace laneway
