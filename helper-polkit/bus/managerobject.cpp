// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bus/managerobject.h"

#include "bus/door.h"
#include "bus/hosthistory.h"
#include "bus/objectmanager.h"
#include "bus/relays.h"
#include "bus/sealedfile.h"
#include "core/busnames.h"
#include "host/snapshotjson.h"

#include <QJsonDocument>
#include <QPointer>

#include <unistd.h>

namespace laneway {

Result<QJsonObject> plainJson(const QVariantMap &map)
{
    QJsonObject json;
    for (auto it = map.begin(); it != map.end(); ++it) {
        switch (it->typeId()) {
        case QMetaType::QString:
        case QMetaType::Bool:
        case QMetaType::Double:
        case QMetaType::UChar:
        case QMetaType::Short:
        case QMetaType::UShort:
        case QMetaType::Int:
        case QMetaType::UInt:
        case QMetaType::LongLong:
        case QMetaType::ULongLong:
        case QMetaType::QStringList: json[it.key()] = QJsonValue::fromVariant(*it); break;
        default:
            return fail(
                ErrorCode::InvalidInput, it.key().left(64), u"not a string, number, boolean or list of strings"_s);
        }
    }
    return json;
}

namespace hostcalls {

void getHost(Door &door, const Call &call)
{
    const HostHistory::Answer host = door.history().since(call.argument<quint64>(0));
    if (host.json.size() > busnames::largestText)
        return call.refuse(Error{ErrorCode::LimitExceeded, u"GetHost"_s, u"ask GetHostFile"_s});
    call.reply({host.serial, QString::fromUtf8(host.json), host.isDelta});
}

void getHostFile(Door &door, const Call &call)
{
    const HostHistory::Answer host = door.history().since(call.argument<quint64>(0));
    if (const auto file = valueOrRefuse(call, sealedFile(host.json)))
        call.reply({host.serial, QVariant::fromValue(*file), host.isDelta});
}

void getClaims(Door &door, const Call &call)
{
    const Claims claims = door.core().claims().seenBy([&](uint owner) { return call.caller.sees(owner); });
    call.reply({QString::fromUtf8(QJsonDocument(claims.toJson()).toJson(QJsonDocument::Compact))});
}

static QByteArray captured(Door &door, const Call &call)
{
    const QVariantMap options = call.argument<QVariantMap>(0);
    const Privacy privacy = options.value(u"masked"_s).toBool() ? Privacy::Masked : Privacy::Full;
    return QJsonDocument(snapshotToJson(door.core().host(), privacy)).toJson();
}

void capture(Door &door, const Call &call)
{
    if (const auto file = valueOrRefuse(call, sealedFile(captured(door, call))))
        call.reply({QVariant::fromValue(*file)});
}

void getHostRelay(Door &door, const Call &call)
{
    const HostHistory::Answer host = door.history().since(call.argument<quint64>(0));
    if (const auto relay = valueOrRefuse(call, door.relays().add(call, host.json)))
        call.reply({*relay, quint64(host.json.size()), host.serial, host.isDelta});
}

void captureRelay(Door &door, const Call &call)
{
    const QByteArray json = captured(door, call);
    if (const auto relay = valueOrRefuse(call, door.relays().add(call, json)))
        call.reply({*relay, quint64(json.size())});
}

void readRelay(Door &door, const Call &call)
{
    const auto part = valueOrRefuse(call, door.relays().read(call, call.argument<uint>(0), call.argument<quint64>(1)));
    if (part)
        call.reply({*part});
}

void closeRelay(Door &door, const Call &call)
{
    door.relays().close(call, call.argument<uint>(0));
    call.reply();
}

} // namespace hostcalls

namespace managercalls {

void defineDomain(Door &door, const Call &call)
{
    const QByteArray xml = call.argument<QString>(0).toUtf8();
    if (xml.size() > Door::largestXml)
        return call.refuse(Error{ErrorCode::LimitExceeded, u"DefineDomain"_s, u"more than 1 MiB of XML"_s});
    const auto uuid = valueOrRefuse(call, door.core().define(xml, call.caller.uid));
    if (!uuid)
        return;
    door.objects().publish();
    call.reply({QVariant::fromValue(QDBusObjectPath(busnames::domainPath(*uuid)))});
}

void defineNetwork(Door &door, const Call &call)
{
    const QByteArray xml = call.argument<QString>(0).toUtf8();
    door.core().defineNetwork(xml, [door = QPointer(&door), call](const Result<QUuid> &defined) {
        const auto uuid = valueOrRefuse(call, defined);
        if (!uuid || !door)
            return;
        door->objects().publish();
        call.reply({QVariant::fromValue(QDBusObjectPath(busnames::networkPath(*uuid)))});
    });
}

static void replyJson(const Call &call, const Result<QJsonObject> &json)
{
    if (!json)
        return call.refuse(json.error());
    call.reply({QString::fromUtf8(QJsonDocument(*json).toJson(QJsonDocument::Compact))});
}

void listImages(Door &door, const Call &call)
{
    door.core().listImages(call.argument<QString>(0), call.caller.uid,
        [call](const Result<QJsonObject> &images) { replyJson(call, images); });
}

void getImage(Door &door, const Call &call)
{
    door.core().image(call.argument<QString>(0), call.caller.uid,
        [call](const Result<QJsonObject> &image) { replyJson(call, image); });
}

void getLibvirtDefinitions(Door &door, const Call &call)
{
    door.core().libvirtDefinitions(
        call.caller.uid, [call](const Result<QJsonObject> &definitions) { replyJson(call, definitions); });
}

void getLinks(Door &door, const Call &call)
{
    door.core().links(call.caller.uid, [call](const Result<QJsonObject> &links) { replyJson(call, links); });
}

void plan(Door &door, const Call &call)
{
    const auto arguments = valueOrRefuse(call, plainJson(call.argument<QVariantMap>(1)));
    if (!arguments)
        return;
    door.plan(call, call.argument<QString>(0), *arguments, [&door, call](const Plan &plan) {
        const QJsonObject json = plan.toJson(door.core().host());
        call.reply({plan.id, QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact))});
    });
}

void apply(Door &door, const Call &call)
{
    door.applyPlan(call, call.argument<QString>(0));
}

void listJournal(Door &door, const Call &call)
{
    QJsonArray seen;
    const QJsonArray all = door.core().journal();
    for (const QJsonValue &entry : all)
        if (call.caller.sees(uint(entry[u"owner"].toInteger(-1))))
            seen += entry;
    call.reply({QString::fromUtf8(QJsonDocument(seen).toJson(QJsonDocument::Compact))});
}

void getJournal(Door &door, const Call &call)
{
    const QString job = call.argument<QString>(0);
    const auto entry = door.core().journalEntry(job);
    if (!entry || !call.caller.sees(uint(entry->value(u"owner").toInteger(-1))))
        return call.refuse(Error{ErrorCode::NotFound, job.left(64), {}});
    call.reply({QString::fromUtf8(QJsonDocument(*entry).toJson(QJsonDocument::Compact))});
}

QVariantMap properties(const Door &door)
{
    return {{u"Version"_s, QString::fromLatin1(LANEWAY_VERSION)}, {u"Features"_s, QStringList()},
        {u"Connection"_s, door.options().connectionName}, {u"ProcessId"_s, uint(::getpid())}};
}

} // namespace managercalls

} // namespace laneway
