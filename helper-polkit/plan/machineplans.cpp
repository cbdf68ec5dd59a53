// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/machineplans.h"

#include "plan/assignment.h"
#include "plan/poolassignment.h"
#include "plan/release.h"
#include "plan/usbassignment.h"
#include "qemu/memorylimit.h"
#include "steps/startdomain.h"
#include "steps/stopdomain.h"

#include <QRandomGenerator>

#include <array>
#include <pwd.h>

namespace laneway {

namespace {

constexpr uint firstUserId = 1000; // UID_MIN of /etc/login.defs on every distribution we know
constexpr uint nobody = 65534;

std::optional<uint> groupIdOf(uint uid)
{
    std::array<char, 16384> buffer;
    passwd entry = {};
    passwd *found = nullptr;
    if (::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
        return std::nullopt;
    return found->pw_gid;
}

Result<> mayOwnMachines(const Draft &draft)
{
    if (draft.world.simulated || !draft.world.privileged)
        return {};
    if (draft.request.caller < firstUserId || draft.request.caller == nobody)
        return fail(ErrorCode::PermissionDenied, u"user "_s + QString::number(draft.request.caller),
            PlanText::tr("Machines run as ordinary users, never as root or as a system's user: "
                         "start it from your own account."));
    return {};
}

} // namespace

Result<> planStart(Draft &draft)
{
    const auto domain = draft.definition();
    if (!domain)
        return fail(domain.error());
    draft.plan.title = PlanText::tr("Start %1").arg(draft.plan.domainName);
    if (draft.world.host.readOnly)
        return fail(ErrorCode::ReadOnlyHost, draft.world.host.hostName);
    if (draft.run())
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + draft.plan.domainName,
            PlanText::tr("It is running already."));
    if (auto allowed = mayOwnMachines(draft); !allowed)
        return allowed;
    if (auto ours = draft.refuseForeign((*domain)->xml); !ours)
        return ours;
    // What it can be run with is known once each interface of a pool has its function.
    DomainXml live = (*domain)->xml;
    if (auto leased = leaseFromPools(draft, live); !leased)
        return leased;
    if (auto runnable = live.validate(DomainXml::Purpose::Run); !runnable)
        return runnable;
    const auto devices = live.assignedDevices();
    if (!devices)
        return fail(devices.error());
    if (auto taken = takeDevices(draft, *devices, {}); !taken)
        return taken;

    const auto usb = readUsbHostdevs((*domain)->xml).and_then([&](const QList<AssignedUsb> &wanted) {
        return takeUsbDevices(draft, wanted, true);
    });
    if (!usb)
        return fail(usb.error());

    settleUsbHostdevs(live, *usb);
    nameHostDevices(live);
    const auto groups = [&draft](const PciAddress &address) {
        const PciFunction *function = draft.world.host.find(address);
        return function ? function->iommuGroup : std::nullopt;
    };
    const auto command = qemuCommand(live, draft.world.qemu, groups);
    if (!command)
        return fail(command.error());
    GuestLaunch launch;
    launch.id = draft.plan.domain.toString(QUuid::WithoutBraces).left(8) + u'-'
        + QString::number(QRandomGenerator::global()->generate(), 16);
    launch.description = u"laneway machine "_s + draft.plan.domainName;
    launch.program = command->program;
    launch.arguments = command->arguments;
    launch.deviceNodes = command->deviceNodes;
    launch.memoryLockBytes = memoryLockLimit(live);
    // Memory that nobody can take back is the host's, with or without a device.
    if (launch.memoryLockBytes != 0)
        draft.setAction("device.assign");
    launch.uid = draft.request.caller;
    const auto gid = groupIdOf(launch.uid);
    if (!gid && !draft.world.simulated)
        return fail(ErrorCode::NotFound, u"user "_s + QString::number(launch.uid));
    launch.gid = gid.value_or(launch.uid);
    draft.need(std::make_shared<const StartDomain>(draft.plan.domain, draft.plan.domainName, launch));
    draft.plan.liveXml = live.toXml();
    return {};
}

Result<> planDestroy(Draft &draft)
{
    const auto found = draft.runningDomain();
    if (!found)
        return fail(found.error());
    draft.plan.title = PlanText::tr("Stop %1").arg(draft.plan.domainName);
    const RunRecord &run = **found;
    const Plan release = releasePlan(run, draft.world);
    draft.need(std::make_shared<const StopDomain>(run.uuid, run.name, run.guest));
    draft.plan.steps += release.steps;
    draft.plan.resources += release.resources;
    return {};
}

} // namespace laneway
