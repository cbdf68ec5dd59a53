// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/answervalues.h"

#include "host/snapshotjson.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <sys/stat.h>
#include <unistd.h>

namespace laneway {

Result<QByteArray> contentOf(const QDBusUnixFileDescriptor &file)
{
    struct stat status = {};
    if (!file.isValid() || ::fstat(file.fileDescriptor(), &status) < 0 || status.st_size > largestAnswer)
        return fail(ErrorCode::Internal, u"laneway-helper"_s, u"no usable file in the answer"_s);
    QByteArray content(qsizetype(status.st_size), Qt::Uninitialized);
    for (qsizetype done = 0; done < content.size();) {
        const ssize_t n = ::pread(file.fileDescriptor(), content.data() + done, size_t(content.size() - done), done);
        if (n <= 0)
            return fail(ErrorCode::Internal, u"laneway-helper"_s, u"the file in the answer ended early"_s);
        done += n;
    }
    return content;
}

QJsonObject objectIn(const QVariant &text)
{
    return QJsonDocument::fromJson(text.toString().toUtf8()).object();
}

QVariantMap plainMap(const QJsonObject &arguments)
{
    QVariantMap map = arguments.toVariantMap();
    for (auto value = map.begin(); value != map.end(); ++value) {
        if (value->typeId() != QMetaType::QVariantList)
            continue;
        QStringList texts;
        const QJsonArray list = arguments[value.key()].toArray();
        for (const QJsonValue &one : list) // objects go as their text
            texts += one.isObject() ? QString::fromUtf8(QJsonDocument(one.toObject()).toJson(QJsonDocument::Compact))
                                    : one.toVariant().toString();
        *value = texts;
    }
    return map;
}

void take(DomainInfo &domain, const QVariantMap &properties)
{
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        if (it.key() == u"Uuid"_s) {
            domain.uuid = QUuid::fromString(it->toString());
        } else if (it.key() == u"Name"_s) {
            domain.name = it->toString();
        } else if (it.key() == u"State"_s) {
            domain.state = it->toString();
        } else if (it.key() == u"Reason"_s) {
            domain.reason = it->toString();
        } else if (it.key() == u"Detail"_s) {
            domain.detail = it->toString();
        } else if (it.key() == u"HasSavedState"_s) {
            domain.hasSavedState = it->toBool();
        } else if (it.key() == u"Autostart"_s) {
            domain.autostart = it->toBool();
        } else if (it.key() == u"Owner"_s) {
            domain.owner = it->toUInt();
        } else if (it.key() == u"Persistent"_s) {
            domain.persistent = it->toBool();
        } else if (it.key() == u"Id"_s) {
            domain.id = it->toInt();
        } else if (it.key() == u"Revision"_s) {
            domain.revision = it->toULongLong();
        } else if (it.key() == u"PendingUnplugs"_s) {
            domain.pendingUnplugs = it->toStringList();
        } else if (it.key() == u"Devices"_s) {
            domain.devices.clear();
            const QStringList devices = it->toStringList();
            for (const QString &device : devices)
                if (const auto address = PciAddress::parse(device))
                    domain.devices += *address;
        }
    }
}

JobInfo jobFrom(const QVariantMap &properties)
{
    return JobInfo::fromJson(objectIn(properties.value(u"Json"_s)));
}

Result<HostReading> readingOf(const HostSnapshot &before, const Result<QByteArray> &json, bool isDelta)
{
    if (!json)
        return fail(json.error());
    const auto host = isDelta ? applyDelta(before, QJsonDocument::fromJson(*json).object()) : parseSnapshot(*json);
    return host.map([&](const HostSnapshot &after) { return HostReading{after, diff(before, after)}; });
}

} // namespace laneway
