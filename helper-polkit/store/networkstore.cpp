// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/networkstore.h"

#include <QJsonDocument>

namespace laneway {

namespace {

constexpr qsizetype mostLeases = 256; ///< of a domain

QString keyOf(const QUuid &uuid)
{
    return uuid.toString(QUuid::WithoutBraces);
}

QJsonObject objectIn(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

Result<NetworkXml> networkIn(const QString &key, const QByteArray &text)
{
    auto xml = NetworkXml::parse(objectIn(text)[u"xml"].toString().toUtf8());
    if (xml && keyOf(xml->uuid()) != key)
        return fail(ErrorCode::InvalidXml, key, u"its UUID is another"_s);
    return xml;
}

} // namespace

const StoredNetwork *findNetwork(const Networks &networks, const QString &nameOrUuid)
{
    for (const StoredNetwork &network : networks)
        if (network.name() == nameOrUuid)
            return &network;
    const auto found = networks.constFind(QUuid::fromString(nameOrUuid));
    return found == networks.constEnd() ? nullptr : &*found;
}

NetworkStore::NetworkStore(const QString &stateDirectory, const QString &runDirectory)
    : m_definitions(stateDirectory + u"/networks"_s, u".json"_s)
    , m_active(runDirectory + u"/networks"_s, u".json"_s)
    , m_handled(runDirectory + u"/networks"_s, u".handled"_s)
    , m_leaseFiles(stateDirectory + u"/leases"_s, u".json"_s)
{
}

QStringList NetworkStore::load()
{
    QStringList unreadable;
    m_networks.clear();
    m_leases.clear();
    const auto each = [&](const FileStore &files, const auto &take) {
        const QStringList keys = files.keys();
        for (const QString &key : keys) {
            const auto read = files.read(key).and_then([&](const QByteArray &text) { return take(key, text); });
            if (!read)
                unreadable += key + u": "_s + read.error().toString();
        }
    };
    each(m_definitions, [&](const QString &key, const QByteArray &text) -> Result<> {
        return networkIn(key, text).map([&](const NetworkXml &xml) {
            m_networks[xml.uuid()].defined = xml;
            m_networks[xml.uuid()].autostart = objectIn(text)[u"autostart"].toBool();
        });
    });
    each(m_active, [&](const QString &key, const QByteArray &text) -> Result<> {
        return networkIn(key, text).map([&](const NetworkXml &xml) { m_networks[xml.uuid()].active = xml; });
    });
    each(m_leaseFiles, [&](const QString &key, const QByteArray &text) -> Result<> {
        const QUuid domain = QUuid::fromString(key);
        const QJsonObject json = objectIn(text);
        for (auto it = json.begin(); it != json.end(); ++it) {
            const auto interface = MacAddress::parse(it.key());
            const auto device = PciAddress::parse(it->toString());
            if (interface && device)
                m_leases[domain].insert(*interface, *device);
        }
        return {};
    });
    return unreadable;
}

const StoredNetwork *NetworkStore::find(const QUuid &uuid) const
{
    const auto found = m_networks.constFind(uuid);
    return found == m_networks.constEnd() ? nullptr : &*found;
}

Result<> NetworkStore::write(const StoredNetwork &network)
{
    const QJsonObject json{
        {u"xml"_s, QString::fromUtf8(network.defined->toXml())}, {u"autostart"_s, network.autostart}};
    return m_definitions.write(keyOf(network.uuid()), QJsonDocument(json).toJson());
}

Result<> NetworkStore::define(const NetworkXml &xml)
{
    const QUuid uuid = xml.uuid();
    for (const StoredNetwork &other : std::as_const(m_networks)) {
        if (other.uuid() != uuid && other.name() == xml.name())
            return fail(
                ErrorCode::AlreadyExists, u"network "_s + xml.name(), u"it has the UUID "_s + keyOf(other.uuid()));
        if (other.uuid() == uuid && other.name() != xml.name())
            return fail(ErrorCode::AlreadyExists, u"network "_s + other.name(), u"it has this UUID"_s);
    }
    if (!m_networks.contains(uuid) && m_networks.size() >= mostNetworks)
        return fail(ErrorCode::LimitExceeded, xml.name(), u"too many networks"_s);
    StoredNetwork next = m_networks.value(uuid);
    next.defined = xml;
    auto written = write(next);
    if (written)
        m_networks.insert(uuid, next);
    return written;
}

Result<> NetworkStore::undefine(const QUuid &uuid)
{
    const auto found = m_networks.find(uuid);
    if (found == m_networks.end() || !found->defined)
        return fail(ErrorCode::NotFound, u"network "_s + keyOf(uuid), u"it has no definition"_s);
    if (auto removed = m_definitions.remove(keyOf(uuid)); !removed)
        return removed;
    found->defined.reset();
    found->autostart = false;
    if (!found->active)
        forget(found);
    return {};
}

Result<> NetworkStore::start(const QUuid &uuid)
{
    const auto found = m_networks.find(uuid);
    if (found == m_networks.end())
        return fail(ErrorCode::NotFound, u"network "_s + keyOf(uuid));
    if (found->active)
        return fail(ErrorCode::UnsupportedConfiguration, u"network "_s + found->name(), u"it is active already"_s);
    const QJsonObject json{{u"xml"_s, QString::fromUtf8(found->defined->toXml())}};
    auto written = m_active.write(keyOf(uuid), QJsonDocument(json).toJson());
    if (!written)
        return written;
    found->active = found->defined;
    handled(uuid);
    return {};
}

Result<> NetworkStore::stop(const QUuid &uuid)
{
    const auto found = m_networks.find(uuid);
    if (found == m_networks.end())
        return fail(ErrorCode::NotFound, u"network "_s + keyOf(uuid));
    if (!found->active)
        return fail(ErrorCode::UnsupportedConfiguration, u"network "_s + found->name(), u"it is not active"_s);
    if (auto removed = m_active.remove(keyOf(uuid)); !removed)
        return removed;
    found->active.reset();
    if (found->defined)
        handled(uuid);
    else
        forget(found);
    return {};
}

Result<> NetworkStore::setAutostart(const QUuid &uuid, bool on)
{
    const auto found = m_networks.find(uuid);
    if (found == m_networks.end())
        return fail(ErrorCode::NotFound, u"network "_s + keyOf(uuid));
    if (!found->defined)
        return fail(ErrorCode::UnsupportedConfiguration, u"network "_s + found->name(),
            u"it has no definition that could be started"_s);
    StoredNetwork next = *found;
    next.autostart = on;
    auto written = write(next);
    if (!written)
        return written;
    *found = next;
    handled(uuid); // it counts from the next start of the host
    return {};
}

QSet<QUuid> NetworkStore::dueSinceBoot() const
{
    QSet<QUuid> due;
    const QStringList handled = m_handled.keys();
    for (const StoredNetwork &network : m_networks)
        if (network.autostart && !network.active && !handled.contains(keyOf(network.uuid())))
            due += network.uuid();
    return due;
}

void NetworkStore::handled(const QUuid &uuid)
{
    (void)m_handled.write(keyOf(uuid), {}); // without it a network is only started once too often
}

void NetworkStore::forget(Networks::iterator network)
{
    (void)m_handled.remove(keyOf(network.key())); // one that stays says nothing to anybody
    m_networks.erase(network);
}

std::optional<PciAddress> NetworkStore::lastLease(const QUuid &domain, const MacAddress &interface) const
{
    const auto leases = m_leases.value(domain);
    const auto found = leases.constFind(interface);
    return found == leases.constEnd() ? std::nullopt : std::optional(*found);
}

QSet<PciAddress> NetworkStore::leasesOfOthers(const QUuid &domain) const
{
    QSet<PciAddress> devices;
    for (auto leases = m_leases.cbegin(); leases != m_leases.cend(); ++leases)
        if (leases.key() != domain)
            for (const PciAddress &device : *leases)
                devices += device;
    return devices;
}

Result<> NetworkStore::rememberLeases(const QUuid &domain, const QMap<MacAddress, PciAddress> &leases)
{
    QMap<MacAddress, PciAddress> next = m_leases.value(domain);
    if (next.size() + leases.size() > mostLeases)
        next.clear();
    for (auto it = leases.begin(); it != leases.end(); ++it)
        next.insert(it.key(), *it);
    if (next == m_leases.value(domain))
        return {};
    QJsonObject json;
    for (auto it = next.begin(); it != next.end(); ++it)
        json[it.key().toString()] = it->toString();
    m_leases.insert(domain, next);
    return m_leaseFiles.write(keyOf(domain), QJsonDocument(json).toJson());
}

Result<> NetworkStore::forgetLeases(const QUuid &domain)
{
    return m_leases.remove(domain) ? m_leaseFiles.remove(keyOf(domain)) : Result<>();
}

} // namespace laneway
