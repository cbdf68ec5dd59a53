// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/runrecord.h"

#include "store/filestore.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLoggingCategory>

namespace laneway {

namespace {
Q_LOGGING_CATEGORY(lcRuns, "laneway.domains")
}

QList<PciAddress> RunRecord::devices() const
{
    QList<PciAddress> devices;
    for (const HeldStep &one : held)
        for (const PciAddress &device : one.step->devices())
            if (one.step->kind() == u"change-driver" || one.step->kind() == u"lend-node")
                if (!devices.contains(device))
                    devices += device;
    return devices;
}

void RunRecord::read() const
{
    if (m_live && m_read == liveXml)
        return;
    m_live = DomainXml::parse(liveXml);
    const auto devices = m_live->and_then([](const DomainXml &xml) { return xml.assignedDevices(); });
    m_assigned = devices.value_or(QList<AssignedDevice>());
    m_read = liveXml;
}

const Result<DomainXml> &RunRecord::live() const
{
    read();
    return *m_live;
}

QList<AssignedDevice> RunRecord::assigned() const
{
    read();
    return m_assigned;
}

QJsonObject RunRecord::toJson() const
{
    QJsonArray steps;
    for (const HeldStep &one : held)
        steps += QJsonObject{{u"step"_s, stepToJson(*one.step)}, {u"former"_s, one.former}};
    QJsonArray leased;
    for (const Lease &lease : leases)
        leased += lease.toJson();
    QJsonArray unplugs;
    for (const PendingUnplug &pending : pendingUnplugs)
        unplugs += QJsonObject{{u"id"_s, pending.id}, {u"device"_s, pending.device}, {u"request"_s, pending.request}};
    return {{u"uuid"_s, uuid.toString(QUuid::WithoutBraces)}, {u"name"_s, name}, {u"leases"_s, leased},
        {u"pendingUnplugs"_s, unplugs}, {u"owner"_s, qint64(owner)}, {u"guest"_s, guest.toJson()},
        {u"xml"_s, QString::fromUtf8(liveXml)}, {u"job"_s, job}, {u"held"_s, steps}};
}

Result<RunRecord> RunRecord::fromJson(const QJsonObject &json)
{
    RunRecord record;
    record.uuid = QUuid::fromString(json[u"uuid"].toString());
    record.name = json[u"name"].toString();
    if (record.uuid.isNull() || !json[u"owner"].isDouble())
        return fail(ErrorCode::InvalidInput, record.name, u"uuid or owner is missing"_s);
    record.owner = uint(json[u"owner"].toInteger());
    record.guest = GuestRef::fromJson(json[u"guest"].toObject());
    record.liveXml = json[u"xml"].toString().toUtf8();
    record.job = json[u"job"].toString();
    const QJsonArray steps = json[u"held"].toArray();
    for (const QJsonValue &one : steps) {
        const auto step = stepFromJson(one[u"step"].toObject());
        if (!step)
            return fail(step.error());
        record.held += HeldStep{*step, one[u"former"].toObject()};
    }
    const QJsonArray unplugs = json[u"pendingUnplugs"].toArray();
    for (const QJsonValue &one : unplugs)
        record.pendingUnplugs += {one[u"id"].toString(), one[u"device"].toString(), one[u"request"].toObject()};
    const QJsonArray leased = json[u"leases"].toArray();
    for (const QJsonValue &one : leased) {
        const auto lease = Lease::fromJson(one.toObject());
        if (!lease)
            return fail(lease.error());
        record.leases += *lease;
    }
    return record;
}

RunStore::RunStore(const QString &directory)
    : m_directory(directory)
{
}

Result<QMap<QUuid, RunRecord>> RunStore::load() const
{
    const FileStore files(m_directory, u".run"_s);
    QMap<QUuid, RunRecord> records;
    const QStringList keys = files.keys();
    for (const QString &key : keys) {
        const auto record = files.read(key).and_then(
            [](const QByteArray &text) { return RunRecord::fromJson(QJsonDocument::fromJson(text).object()); });
        // One that cannot be read must not hide the others, whose guests run.
        if (record)
            records.insert(record->uuid, *record);
        else
            qCWarning(lcRuns).noquote() << key << record.error().toString();
    }
    return records;
}

Result<> RunStore::save(const RunRecord &record)
{
    return FileStore(m_directory, u".run"_s)
        .write(
            record.uuid.toString(QUuid::WithoutBraces), QJsonDocument(record.toJson()).toJson(QJsonDocument::Compact));
}

Result<> RunStore::remove(const QUuid &uuid)
{
    return FileStore(m_directory, u".run"_s).remove(uuid.toString(QUuid::WithoutBraces));
}

} // namespace laneway
