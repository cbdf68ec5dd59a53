// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/helperlink.h"
#include "client/networkstate.h"
#include "client/planinfo.h"

namespace laneway {

/// A helper's machines, networks and jobs, kept as its signals tell of them.
class KnownObjects
{
public:
    /// Of GetManagedObjects' answer.
    static KnownObjects fromReply(const QVariant &reply);

    /// What somebody who follows them is to be told.
    struct News
    {
        bool domains = false;
        bool networks = false;
        std::optional<JobInfo> job = {};
    };
    /// The object at @p path is there, and as it says.
    News set(const QString &path, const HelperLink::Objects &interfaces);
    /// Some of the properties of the object at @p path are others now.
    News change(const QString &path, const QVariantMap &properties);
    News remove(const QString &path);
    News setJob(const JobInfo &job);

    const QList<DomainInfo> &domains() const { return m_byName; } ///< by name
    QList<NetworkState> networks() const; ///< by name
    const QMap<QString, JobInfo> &jobs() const { return m_jobs; } ///< by path

private:
    News setDomain(const QString &path, const DomainInfo &domain);
    bool removeDomain(const QString &path);
    News setNetwork(const QString &path, const NetworkState &network);

    QMap<QString, DomainInfo> m_domains; ///< by path, like the others
    QMap<QString, NetworkState> m_networks;
    QMap<QString, JobInfo> m_jobs;
    QList<DomainInfo> m_byName;
};

} // namespace laneway
