// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/imagechains.h"
#include "plan/plan.h"
#include "plan/world.h"

#include <QCoreApplication>

namespace laneway {

/// What plans say to people.
struct PlanText
{
    Q_DECLARE_TR_FUNCTIONS(laneway::PlanText)
};

/// The driver that XML or a person asks for: as in libvirt the module's name will do, and none is vfio-pci.
QString vfioDriver(const QString &name);

/// A plan in the making, and what several kinds of plan need to make it.
struct Draft
{
    Draft(const PlanRequest &request, const World &world);

    const PlanRequest &request;
    const World &world;
    const Claims claims;
    Plan plan;
    std::optional<StoredDomain> created = {}; ///< a definition that the plan itself makes

    /// The right that it needs: "device.assign".
    void setAction(const char *name);
    Result<> mayTouchDevices() const;

    /// The function that the request is about.
    Result<const PciFunction *> device() const;
    /// "devices" of the request, else the one "device"; each once, in the order of the request.
    Result<QList<const PciFunction *>> devices() const;
    /// The definition that the request is about; makes the plan one of that domain.
    Result<const StoredDomain *> definition();
    /// The same for a running domain, which may have lost its definition.
    Result<const RunRecord *> runningDomain();
    /// The plan's domain, when it runs.
    const RunRecord *run() const;
    /// What the caller's disks are and stand on, of the files that were looked at; made when first asked for.
    const ImageChains &images() const;
    /// The system helper runs no program that a user names.
    Result<> refuseForeign(const DomainXml &xml) const;

    Verdict judge(const PciFunction &function, const std::optional<QUuid> &target, const QList<PciAddress> &alsoTaken);
    /// One error that names every blocker of every device.
    Result<> refuse(const QList<PciAddress> &blocked) const;
    /// The kernel does not bind a host's driver inside a group that a guest has.
    Result<> notUsedWithItsGroup(const PciFunction &function) const;

    void need(const StepPtr &step);
    /// What the plan's domain is defined as from then on.
    void changeDefinition(const DomainXml &xml);
    /// No other job may have it meanwhile.
    void touch(const PciFunction &function);
    /// Fails when somebody has what would vanish with it.
    Result<> takeFromHost(const PciFunction &function, const QString &driver);

private:
    mutable std::optional<ImageChains> m_images;
};

} // namespace laneway
