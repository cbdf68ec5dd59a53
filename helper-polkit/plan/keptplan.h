// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/plan.h"
#include "plan/world.h"

namespace laneway {

/// A plan with the facts it rests on, so that nobody applies it to another host than they saw.
struct KeptPlan
{
    Plan plan;
    QMap<PciAddress, PciFunction> facts; ///< of its devices and their groups
    QMap<PciAddress, QUuid> holders; ///< runs that had a device of the plan when it was made
    QString guest; ///< launch id of the run that it is about
    QList<RunRecord> heirs; ///< to be saved before it is applied
    QMap<UsbPort, UsbDevice> usb = {}; ///< facts of its USB devices
    QString definition = {}; ///< digest of the domain's that it was made from; empty: there was none
    QString liveXml = {}; ///< likewise of its run's
};

KeptPlan withFacts(const Plan &plan, const World &world);

/// Whether the devices are as they were when the plan was made; else HostChanged. For any thread.
Result<> stillTrue(const KeptPlan &kept, const Kernel &kernel);
/// Whether the domain and its run, and who has the devices, are those that the plan was made for;
/// else HostChanged.
Result<> stillAbout(const KeptPlan &kept, const World &world);

/// Plans that wait for their caller's yes: for 10 minutes, 64 a caller.
class PlanShelf
{
public:
    void put(const KeptPlan &plan);
    std::optional<KeptPlan> find(const QString &id) const;
    void remove(const QString &id) { m_plans.remove(id); }

private:
    QMap<QString, KeptPlan> m_plans;
};

} // namespace laneway
