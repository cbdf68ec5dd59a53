// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/lease.h"
#include "kernel/guests.h"
#include "plan/step.h"
#include "xml/domainxml.h"

#include <QMap>
#include <QUuid>

namespace laneway {

/// A step that holds while a domain runs, with what it takes to give back.
struct HeldStep
{
    StepPtr step;
    QJsonObject former;
};

/// A device that the guest was asked to let go, and has not yet. It may still do so.
struct PendingUnplug
{
    QString id; ///< QEMU's
    QString device; ///< its name for people
    QJsonObject request; ///< arguments of the plan that asked
};

/// A running domain: what was lent to it and how to find it again.
struct RunRecord
{
    QUuid uuid;
    QString name;
    uint owner = 0;
    GuestRef guest;
    QByteArray liveXml;
    QString job; ///< the start job
    QList<HeldStep> held; ///< in order of application; undone in reverse when the guest ends
    QList<Lease> leases = {}; ///< functions that pools of networks have given to it
    QList<PendingUnplug> pendingUnplugs = {};

    QList<PciAddress> devices() const;
    /// liveXml, read once: whoever may only introspect makes us ask. One thread's at a time.
    const Result<DomainXml> &live() const;
    /// What it assigns, managed or not.
    QList<AssignedDevice> assigned() const;
    QJsonObject toJson() const;
    static Result<RunRecord> fromJson(const QJsonObject &json);

private:
    void read() const;
    mutable QByteArray m_read; ///< the liveXml of what follows
    mutable std::optional<Result<DomainXml>> m_live;
    mutable QList<AssignedDevice> m_assigned;
};

/// Run records on disk: one file a domain below RUNDIR/domains, written whole, synced, renamed.
class RunStore
{
public:
    explicit RunStore(const QString &directory);
    Result<QMap<QUuid, RunRecord>> load() const;
    Result<> save(const RunRecord &record);
    Result<> remove(const QUuid &uuid);

private:
    QString m_directory;
};

} // namespace laneway
