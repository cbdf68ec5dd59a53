// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/knownobjects.h"

#include "client/answervalues.h"
#include "core/busnames.h"

#include <QDBusArgument>

#include <algorithm>
#include <tuple>

namespace laneway {

namespace {

DomainInfo domainFrom(const QVariantMap &properties)
{
    DomainInfo domain;
    take(domain, properties);
    return domain;
}

NetworkState networkFrom(const QVariantMap &properties)
{
    NetworkState network;
    network.take(properties);
    return network;
}

template <typename T> bool comesBefore(const T &a, const T &b)
{
    return std::tie(a.name, a.uuid) < std::tie(b.name, b.uuid);
}

} // namespace

KnownObjects KnownObjects::fromReply(const QVariant &reply)
{
    KnownObjects known;
    const auto all = qdbus_cast<QMap<QDBusObjectPath, HelperLink::Objects>>(reply);
    for (auto it = all.begin(); it != all.end(); ++it) {
        const QString path = it.key().path();
        if (it->contains(busnames::domain))
            known.m_domains.insert(path, domainFrom(it->value(busnames::domain)));
        else if (it->contains(busnames::network))
            known.m_networks.insert(path, networkFrom(it->value(busnames::network)));
        else if (it->contains(busnames::job))
            known.setJob(jobFrom(it->value(busnames::job)));
    }
    known.m_byName = known.m_domains.values();
    std::sort(known.m_byName.begin(), known.m_byName.end(), comesBefore<DomainInfo>);
    return known;
}

KnownObjects::News KnownObjects::set(const QString &path, const HelperLink::Objects &interfaces)
{
    if (const auto it = interfaces.constFind(busnames::domain); it != interfaces.cend())
        return setDomain(path, domainFrom(*it));
    if (const auto it = interfaces.constFind(busnames::network); it != interfaces.cend())
        return setNetwork(path, networkFrom(*it));
    if (const auto it = interfaces.constFind(busnames::job); it != interfaces.cend())
        return setJob(jobFrom(*it));
    return {};
}

KnownObjects::News KnownObjects::change(const QString &path, const QVariantMap &properties)
{
    if (const auto domain = m_domains.constFind(path); domain != m_domains.cend()) {
        DomainInfo changed = *domain;
        take(changed, properties);
        return setDomain(path, changed);
    }
    if (const auto network = m_networks.constFind(path); network != m_networks.cend()) {
        NetworkState changed = *network;
        changed.take(properties);
        return setNetwork(path, changed);
    }
    if (m_jobs.contains(path) && properties.contains(u"Json"_s))
        return setJob(jobFrom(properties));
    return {};
}

KnownObjects::News KnownObjects::remove(const QString &path)
{
    m_jobs.remove(path);
    News news;
    news.networks = m_networks.remove(path) > 0;
    news.domains = removeDomain(path);
    return news;
}

KnownObjects::News KnownObjects::setJob(const JobInfo &job)
{
    m_jobs.insert(busnames::jobPath(job.id), job);
    return {.job = job};
}

QList<NetworkState> KnownObjects::networks() const
{
    QList<NetworkState> networks = m_networks.values();
    std::sort(networks.begin(), networks.end(), comesBefore<NetworkState>);
    return networks;
}

KnownObjects::News KnownObjects::setDomain(const QString &path, const DomainInfo &domain)
{
    removeDomain(path);
    m_domains.insert(path, domain);
    m_byName.insert(std::lower_bound(m_byName.begin(), m_byName.end(), domain, comesBefore<DomainInfo>), domain);
    return {.domains = true};
}

bool KnownObjects::removeDomain(const QString &path)
{
    const auto found = m_domains.constFind(path);
    if (found == m_domains.cend())
        return false;
    m_byName.erase(std::lower_bound(m_byName.begin(), m_byName.end(), *found, comesBefore<DomainInfo>));
    m_domains.erase(found);
    return true;
}

KnownObjects::News KnownObjects::setNetwork(const QString &path, const NetworkState &network)
{
    m_networks.insert(path, network);
    return {.networks = true};
}

} // namespace laneway
