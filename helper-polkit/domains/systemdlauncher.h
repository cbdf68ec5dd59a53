// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/guestlauncher.h"
#include "domains/transientunits.h"

#include <QHash>
#include <QMutex>

namespace laneway {

/// A transient service of PID 1 for each guest: none of the helper's own hardening is inherited, the
/// cgroup allows its device nodes only, and it outlives the helper. PID 1 starts laneway-launch as
/// the owner, which receives arguments and descriptors over its standard input (launch/main.cpp).
class SystemdLauncher : public GuestLauncher
{
public:
    explicit SystemdLauncher(const QString &launcherPath);

    QString unitOf(const QString &id) const override;
    Result<GuestRef> start(const GuestLaunch &launch, const Descriptors &descriptors, const Record &record) override;
    Result<QString> run(const GuestLaunch &launch, const Descriptors &descriptors, int timeoutMs) override;
    Result<> endRun(const QString &id) override;
    std::optional<GuestRef> find(const GuestRef &guest) override;
    void adopt(const GuestRef &guest) override;
    Result<> kill(const GuestRef &guest) override;
    Result<QString> awaitEnd(const GuestRef &guest, int timeoutMs) override;
    Result<> allowNode(const GuestRef &guest, const QString &node) override;

private:
    static QList<UnitProperty> ownersProperties(const GuestLaunch &launch);
    Result<> startUnit(const GuestLaunch &launch, int standardInput, int standardError) const;

    QString m_launcher;
    TransientUnits m_units;
    QMutex m_mutex;
    QHash<QString, QString> m_causes; ///< by unit; the unit forgets when it is unreferenced
};

} // namespace laneway
