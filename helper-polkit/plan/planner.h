// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/runrecord.h"
#include "plan/plan.h"
#include "qemu/commandline.h"
#include "store/domainstore.h"

namespace laneway {

/// Everything a plan is made from: values, so that planning is pure.
struct World
{
    const HostSnapshot &host;
    const DomainStore &domains; ///< read only
    const QMap<QUuid, RunRecord> &runs;
    const QList<PciAddress> &detached; ///< taken by `detach`
    QemuCapabilities qemu;
    std::function<Result<QJsonObject>(const QString &job)> journal; ///< for "undo"
    bool simulated = false;
    bool privileged = true; ///< false: session helper, which cannot touch devices
};

/// Request and world to steps. Names every blocker at once: a refused plan is an Error whose
/// extra["reasons"] holds all reasons of all devices (see verdictToJson), code by the first
/// (GroupNotViable, DeviceInUse, NotAnEndpoint, IommuUnavailable, …).
Result<Plan> makePlan(const PlanRequest &request, const World &world);

/// Claims of all definitions and runs.
Claims claimsOf(const World &world);

} // namespace laneway
