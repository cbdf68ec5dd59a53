// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/poolchoice.h"
#include "xml/safexml.h"
#include "xml/vlanxml.h"

#include <QSharedDataPointer>
#include <QUuid>

namespace laneway {

struct NetworkPortGroup
{
    QString name;
    bool isDefault = false; ///< for interfaces that name none
    std::optional<VlanXml> vlan;
    std::optional<PortProfileXml> profile;
    bool operator==(const NetworkPortGroup &) const = default;
};

/// What a network says of its pool: the typed view.
struct NetworkPool
{
    PoolSource source; ///< the policy is in <metadata>
    bool managed = true;
    QString driver; ///< `<driver name=…>`: "", "vfio"
    QString driverModel;
    std::optional<VlanXml> vlan;
    std::optional<PortProfileXml> profile;
    QList<NetworkPortGroup> portGroups;
    bool operator==(const NetworkPool &) const = default;
};

/// A network in libvirt's format that keeps everything it does not know. Copies share the tree until one
/// is changed. Only pools of virtual functions (`<forward mode='hostdev'>`) can be defined here; others
/// can be read.
class NetworkXml
{
public:
    NetworkXml();
    ~NetworkXml();
    NetworkXml(const NetworkXml &);
    NetworkXml &operator=(const NetworkXml &);

    static constexpr qsizetype largestText = 64 * 1024; ///< of one that is to be defined
    static constexpr qsizetype mostPortGroups = 256;

    /// Bounded (safexml.h), root must be <network> with <name>. Fails with InvalidXml; subject is the
    /// place ("line 12, column 7") or the element ("network/forward").
    static Result<NetworkXml> parse(const QByteArray &text);
    /// The document of a new pool.
    static NetworkXml make(const QString &name, const NetworkPool &pool);
    QByteArray toXml() const;
    /// As libvirt shows a running network: with `connections='N'` where there are any, and the functions
    /// that a PF has now as a list behind `<pf>`.
    QByteArray toActiveXml(int connections, const QList<PciAddress> &devices) const;

    QString name() const;
    QUuid uuid() const; ///< null when the document has none
    QString forwardMode() const; ///< "hostdev", "nat" …; empty: none

    /// The list that toActiveXml() has put there: `<pf>` says it. To be checked before, against the host.
    void dropListBehindPhysical();
    /// As at define time: a UUID, and without what only a running network has. Idempotent.
    void complete();
    /// What libvirt refuses when it is told to define such a network, and what it silently takes for
    /// something else. UnsupportedConfiguration for every other kind of network.
    Result<> validate() const;
    /// Fails as validate() does. Read once, by parse().
    const Result<NetworkPool> &pool() const;

    QDomElement root() const; ///< must not be kept beyond this object

private:
    QDomElement editableRoot(); ///< detaches

    struct Data;
    QSharedDataPointer<Data> d;
};

} // namespace laneway
