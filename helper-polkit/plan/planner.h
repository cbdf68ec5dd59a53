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
    /// What the last `detach` of a device found there: {"driver","override"}; empty when unknown.
    std::function<QJsonObject(const PciAddress &)> formerDriver = {};
    bool simulated = false;
    bool privileged = true; ///< false: session helper, which cannot touch devices
};

/// Request and world to steps. Names every blocker at once: a refused plan is an Error whose
/// extra["reasons"] holds all reasons of all devices (see verdictToJson), code by the first
/// (GroupNotViable, DeviceInUse, NotAnEndpoint, IommuUnavailable, …).
Result<Plan> makePlan(const PlanRequest &request, const World &world);

/// What is left to do when a guest is gone or is to go: every step it holds, in reverse. The link of
/// a PF that other guests use too is not taken down: the step goes over to one of @p heirs.
Plan releasePlan(const RunRecord &run, const World &world);
/// Runs that take over what others still need, as they are to be saved before the plan is applied.
QList<RunRecord> heirsOf(const RunRecord &run, const World &world);

/// Whether a finished job of this kind can be taken back by a plan of kind "undo".
bool isUndoable(const QString &kind);

/// Claims of all definitions and runs.
Claims claimsOf(const World &world);

} // namespace laneway
