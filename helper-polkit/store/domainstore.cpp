// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/domainstore.h"

#include <QJsonDocument>

namespace laneway {

DomainStore::DomainStore(const QString &directory)
    : m_files(directory, u".json"_s)
{
}

StoredDomain DomainStore::storedAs(const DomainXml &xml, uint owner)
{
    return {xml, owner, xml.assignedDevices().value_or(QList<AssignedDevice>()),
        readUsbHostdevs(xml).value_or(QList<AssignedUsb>()), xml.toXml().size()};
}

bool DomainStore::isWritten(const QUuid &uuid) const
{
    return m_files.read(uuid.toString(QUuid::WithoutBraces)).has_value();
}

Result<DomainXml> DomainStore::readWritten(const QUuid &uuid) const
{
    return m_files.read(uuid.toString(QUuid::WithoutBraces)).and_then([](const QByteArray &text) {
        return DomainXml::parse(QJsonDocument::fromJson(text).object()[u"xml"].toString().toUtf8());
    });
}

Result<> DomainStore::removeWritten(const QUuid &uuid)
{
    return m_files.remove(uuid.toString(QUuid::WithoutBraces));
}

QStringList DomainStore::load()
{
    QStringList unreadable;
    m_domains.clear();
    const QStringList keys = m_files.keys();
    for (const QString &key : keys) {
        const auto text = m_files.read(key);
        if (!text) {
            unreadable += text.error().toString();
            continue;
        }
        const QJsonObject json = QJsonDocument::fromJson(*text).object();
        const auto xml = DomainXml::parse(json[u"xml"].toString().toUtf8());
        if (!xml || xml->uuid().toString(QUuid::WithoutBraces) != key || !json[u"owner"].isDouble()) {
            unreadable += key + u": "_s + (xml ? u"uuid or owner is missing"_s : xml.error().toString());
            continue;
        }
        m_domains.insert(xml->uuid(), storedAs(*xml, uint(json[u"owner"].toInteger())));
    }
    return unreadable;
}

const StoredDomain *DomainStore::find(const QUuid &uuid) const
{
    const auto found = m_domains.constFind(uuid);
    return found == m_domains.constEnd() ? nullptr : &*found;
}

const StoredDomain *DomainStore::find(const QString &nameOrUuid, uint owner) const
{
    for (const StoredDomain &domain : m_domains)
        if (domain.owner == owner && domain.xml.name() == nameOrUuid)
            return &domain;
    const StoredDomain *domain = find(QUuid::fromString(nameOrUuid));
    return domain && domain->owner == owner ? domain : nullptr;
}

Result<> DomainStore::put(const DomainXml &xml, uint owner)
{
    if (xml.uuid().isNull())
        return fail(ErrorCode::InvalidXml, u"domain/uuid"_s, u"missing"_s);
    const StoredDomain *former = find(xml.uuid());
    // Says no more than that the UUID is taken: whose it is, is nobody's business.
    if (former && former->owner != owner)
        return fail(ErrorCode::PermissionDenied, xml.name(), u"this UUID is another user's"_s);
    for (const StoredDomain &other : m_domains)
        if (other.owner == owner && other.xml.name() == xml.name() && other.xml.uuid() != xml.uuid())
            return fail(ErrorCode::AlreadyExists, xml.name(),
                u"has the UUID "_s + other.xml.uuid().toString(QUuid::WithoutBraces));
    const StoredDomain next = storedAs(xml, owner);
    qsizetype bytes = next.bytes;
    for (const StoredDomain &other : m_domains)
        if (other.owner == owner && &other != former)
            bytes += other.bytes;
    if (bytes > largestPerOwner && (!former || next.bytes > former->bytes))
        return fail(ErrorCode::LimitExceeded, xml.name(),
            u"this user's definitions are more than %1 bytes"_s.arg(largestPerOwner));
    auto written = write(xml, owner);
    if (written)
        m_domains.insert(xml.uuid(), next);
    return written;
}

Result<> DomainStore::write(const DomainXml &xml, uint owner)
{
    const QJsonObject json{{u"owner"_s, qint64(owner)}, {u"xml"_s, QString::fromUtf8(xml.toXml())}};
    return m_files.write(xml.uuid().toString(QUuid::WithoutBraces), QJsonDocument(json).toJson());
}

Result<> DomainStore::remove(const QUuid &uuid)
{
    if (!find(uuid))
        return fail(ErrorCode::NotFound, uuid.toString(QUuid::WithoutBraces));
    auto removed = m_files.remove(uuid.toString(QUuid::WithoutBraces));
    if (removed)
        m_domains.remove(uuid);
    return removed;
}

} // namespace laneway
