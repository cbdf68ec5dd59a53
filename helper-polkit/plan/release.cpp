// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/release.h"

#include "plan/draft.h"
#include "plan/usbassignment.h"
#include "steps/giveback.h"

namespace laneway {

namespace {

/// Another run that needs the link which this one has brought up.
const RunRecord *heirOf(const RunRecord &run, const HeldStep &held, const World &world)
{
    if (held.step->kind() != u"link-up")
        return nullptr;
    for (const RunRecord &other : world.runs) {
        if (other.uuid == run.uuid)
            continue;
        const QList<PciAddress> devices = other.devices();
        for (const PciAddress &device : devices)
            if (const PciFunction *function = world.host.find(device);
                function && function->physicalFunction && held.step->devices().contains(*function->physicalFunction))
                return &other;
    }
    return nullptr;
}

} // namespace

Plan releasePlan(const RunRecord &run, const World &world)
{
    Plan plan;
    plan.kind = u"release"_s;
    plan.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    plan.request = {{u"domain"_s, run.uuid.toString(QUuid::WithoutBraces)}};
    plan.title = PlanText::tr("Give back what %1 used").arg(run.name);
    plan.caller = run.owner;
    plan.domain = run.uuid;
    plan.domainName = run.name;
    plan.snapshot = world.host.serial;
    plan.action = u"org.laneway.helper.machine.manage"_s;
    plan.made = QDateTime::currentDateTimeUtc();
    plan.resources += run.uuid.toString(QUuid::WithoutBraces);
    for (auto held = run.held.rbegin(); held != run.held.rend(); ++held) {
        for (const PciAddress &device : held->step->devices()) {
            plan.resources += device.toString();
            if (const PciFunction *function = world.host.find(device))
                plan.resources += resourcesOf(*function);
        }
        for (const UsbPort &port : held->step->usbDevices())
            plan.resources += usbResource(port);
        if (const RunRecord *heir = heirOf(run, *held, world))
            plan.resources += heir->uuid.toString(QUuid::WithoutBraces); // its record is written
        else
            plan.steps += std::make_shared<const GiveBack>(held->step, held->former);
    }
    plan.resources.removeDuplicates();
    return plan;
}

QList<RunRecord> heirsOf(const RunRecord &run, const World &world)
{
    QMap<QUuid, RunRecord> heirs;
    for (const HeldStep &held : run.held) {
        const RunRecord *found = heirOf(run, held, world);
        if (!found)
            continue;
        RunRecord &heir = heirs.contains(found->uuid) ? heirs[found->uuid] : *heirs.insert(found->uuid, *found);
        const bool hasIt = std::any_of(heir.held.begin(), heir.held.end(),
            [&](const HeldStep &other) { return stepToJson(*other.step) == stepToJson(*held.step); });
        if (!hasIt)
            heir.held.prepend(held);
    }
    return heirs.values();
}

} // namespace laneway
