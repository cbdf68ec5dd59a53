// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/machineplans.h"

#include "core/sizetext.h"
#include "domains/ownerfiles.h"
#include "host/bounds.h"
#include "host/shortname.h"
#include "plan/assignment.h"
#include "plan/imageplans.h"
#include "plan/poolassignment.h"
#include "plan/release.h"
#include "plan/tapassignment.h"
#include "plan/usbassignment.h"
#include "qemu/hotplug.h"
#include "qemu/memorylimit.h"
#include "steps/savedomain.h"
#include "steps/startdomain.h"
#include "steps/stopdomain.h"
#include "xml/domainidentity.h"
#include "xml/domainviews.h"
#include "xml/guestusb.h"
#include "xml/guestvsock.h"
#include "xml/processorpins.h"
#include "xml/xmlnodes.h"

#include <QRandomGenerator>

namespace laneway {

namespace {

constexpr uint firstUserId = 1000; // UID_MIN of /etc/login.defs on every distribution we know
constexpr uint nobody = 65534;

} // namespace

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

bool startsDomain(const Plan &plan)
{
    return std::any_of(
        plan.steps.begin(), plan.steps.end(), [](const StepPtr &step) { return step->kind() == u"start-domain"; });
}

Result<> roomForOneMore(const World &world, uint owner)
{
    auto running
        = std::count_if(world.runs.begin(), world.runs.end(), [&](const RunRecord &run) { return run.owner == owner; });
    for (auto start = world.starting.begin(); start != world.starting.end(); ++start)
        running += *start == owner && !world.runs.contains(start.key());
    if (running < mostRunning)
        return {};
    return fail(ErrorCode::LimitExceeded, u"machines of user "_s + QString::number(owner),
        PlanText::tr("%1 machines of yours run on this computer, and no more can: stop one first.").arg(running));
}

namespace {

QSet<quint32> vsockNumbersElsewhere(const Draft &draft)
{
    QSet<quint32> taken;
    for (const RunRecord &run : draft.world.runs)
        if (run.uuid != draft.plan.domain && run.liveXml.contains("<vsock"))
            if (const auto live = run.live())
                taken += vsockNumbers(*live);
    return taken;
}

/// As it ran, and by its name of today; on the very board that it ran on.
Result<DomainXml> definitionOf(const SavedState &saved, const QString &name)
{
    auto xml = DomainXml::parse(saved.xml);
    if (!xml)
        return xml;
    QDomElement root = xml->editableRoot();
    root.removeAttribute(u"id"_s);
    renameDomain(*xml, name);
    if (!saved.machine.isEmpty())
        root.firstChildElement(u"os"_s).firstChildElement(u"type"_s).setAttribute(u"machine"_s, saved.machine);
    return xml;
}

/// Devices of the host that the run has: their state is in them, and cannot be saved.
Result<> hasNoneOfTheHosts(const Draft &draft, const RunRecord &run)
{
    QStringList names;
    for (const AssignedDevice &device : run.assigned()) {
        const PciFunction *function = draft.world.host.find(device.source);
        names += function ? QString(device.source.toString() + u" ("_s + shortName(*function) + u')')
                          : device.source.toString();
    }
    const auto &live = run.live();
    if (!live)
        return fail(live.error());
    for (const QDomElement &hostdev : childElements(live->root().firstChildElement(u"devices"_s), u"hostdev"_s))
        if (hostdev.attribute(u"type"_s) == u"usb") {
            const QDomElement source = hostdev.firstChildElement(u"source"_s);
            names += u"USB "_s + source.firstChildElement(u"vendor"_s).attribute(u"id"_s) + u':'
                + source.firstChildElement(u"product"_s).attribute(u"id"_s);
        }
    if (names.isEmpty())
        return {};
    return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + run.name,
        PlanText::tr(
            "It has devices of the host, whose state cannot be saved: %1. Shut it down instead, or detach them first.")
            .arg(names.join(u", "_s)));
}

} // namespace

std::optional<QUuid> toBeRestored(const PlanRequest &request, const World &world)
{
    if (request.kind != u"start" || request.arguments[u"fresh"].toBool())
        return std::nullopt;
    const StoredDomain *domain = world.domains.find(request.arguments[u"domain"].toString(), request.caller);
    return domain && world.saved.contains(domain->xml.uuid()) ? std::optional(domain->xml.uuid()) : std::nullopt;
}

Result<> roomToSave(const World &world, const RunRecord &run)
{
    const SavedShare share = shareOf(world.saved, world.savedDirectory, run.owner, run.uuid);
    const QString subject = u"domain "_s + run.name;
    const QString remedy = PlanText::tr("Start one of them, or give up its state (lanewayctl managedsave-remove).");
    if (share.states >= mostSaved)
        return fail(ErrorCode::LimitExceeded, subject,
            PlanText::tr("%1 machines of yours are saved on this computer, and no more can be.").arg(share.states)
                + u' ' + remedy);
    if (share.bytesLeft() == 0)
        return fail(ErrorCode::LimitExceeded, subject,
            PlanText::tr("Your saved machines take %1, and may take %2 of this computer's disk.")
                    .arg(sizeText(qint64(share.bytes)), sizeText(qint64(share.mostBytes)))
                + u' ' + remedy);
    return {};
}

void keepWithinShare(Plan &plan, const World &world)
{
    for (StepPtr &step : plan.steps)
        if (const auto *save = dynamic_cast<const SaveDomain *>(step.get()))
            step = save->within(shareOf(world.saved, world.savedDirectory, plan.caller, plan.domain).bytesLeft());
}

Result<GuestPins> pinsOf(const Draft &draft, const DomainXml &live)
{
    const auto pins = readProcessorPins(live);
    if (!pins)
        return fail(pins.error());
    const auto online
        = draft.world.onlineProcessors && !pins->isEmpty() ? draft.world.onlineProcessors() : Result<QList<int>>();
    if (!online)
        return fail(online.error());
    GuestPins made;
    for (const ProcessorPins::Pin &pin : pins->all) {
        for (const int processor : pin.processors)
            if (draft.world.onlineProcessors && !online->contains(processor))
                return fail(ErrorCode::UnsupportedConfiguration, pin.place,
                    PlanText::tr("This computer has no processor %1, or it is offline.").arg(processor));
        if (pin.what == ProcessorPins::What::Vcpu)
            made.vcpus.insert(pin.number, pin.processors);
        else if (pin.what == ProcessorPins::What::IoThread)
            made.ioThreads.insert(pin.number, pin.processors);
        else
            made.emulator = pin.processors;
    }
    return made;
}

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
    if (auto room = roomForOneMore(draft.world, draft.request.caller); !room)
        return room;
    if (auto ours = draft.refuseForeign((*domain)->xml); !ours)
        return ours;
    const bool fresh = draft.request.arguments[u"fresh"].toBool();
    const bool isSaved = draft.world.saved.contains(draft.plan.domain);
    const auto saved = fresh || !isSaved ? std::nullopt : draft.world.savedState;
    if (isSaved && !fresh && !saved)
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + draft.plan.domainName,
            PlanText::tr(
                "Its saved state could not be read. Try again, as it may just have been written; if it stays so, give it up and start the "
                "machine from its disks (lanewayctl start --force-boot)."));
    if (saved && saved->owner != draft.request.caller)
        return fail(ErrorCode::PermissionDenied, u"domain "_s + draft.plan.domainName,
            PlanText::tr("Its saved state is another user's."));
    const auto restored = saved ? definitionOf(*saved, draft.plan.domainName) : Result<DomainXml>((*domain)->xml);
    if (!restored)
        return fail(restored.error());
    if (saved)
        draft.plan.title = PlanText::tr("Restore %1").arg(draft.plan.domainName);
    // What it can be run with is known once each interface of a pool has its function.
    DomainXml live = *restored;
    if (auto needed = saved ? Result<>() : needVariables(draft, live); !needed)
        return needed;
    if (auto leased = leaseFromPools(draft, live); !leased)
        return leased;
    if (auto runnable = live.validate(DomainXml::Purpose::Run); !runnable)
        return runnable;
    const auto devices = live.assignedDevices();
    if (!devices)
        return fail(devices.error());
    if (auto taken = takeDevices(draft, *devices, {}); !taken)
        return taken;

    const auto usb = readUsbHostdevs(live).and_then(
        [&](const QList<AssignedUsb> &wanted) { return takeUsbDevices(draft, wanted, true); });
    if (!usb)
        return fail(usb.error());

    settleUsbHostdevs(live, *usb);
    nameHostDevices(live);
    nameEmulatedDevices(live);
    if (auto placed = assignGuestUsbPorts(live); !placed)
        return placed;
    if (wantsVsockNumber(live))
        settleVsockNumber(live, vsockNumbersElsewhere(draft));
    if (auto taken = takeTaps(draft, live); !taken)
        return taken;
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
    for (const QemuCompanion &one : command->companions)
        launch.companions += GuestCompanion{one.name, one.program, one.arguments, one.listens, one.state};
    for (const QemuTap &tap : command->taps) {
        const auto known = guestTapOf(draft, tap);
        if (!known)
            return fail(known.error());
        launch.taps += *known;
    }
    const auto pins = pinsOf(draft, live);
    if (!pins)
        return fail(pins.error());
    launch.pins = *pins;
    launch.beforeRun = command->beforeRun;
    launch.deviceNodes = command->deviceNodes;
    launch.timeZone = command->timeZone;
    launch.memoryLockBytes = memoryLockLimit(live);
    // Memory that nobody can take back is the host's, with or without a device.
    if (launch.memoryLockBytes != 0)
        draft.setAction("device.assign");
    launch.uid = draft.request.caller;
    const auto gid = groupIdOf(launch.uid);
    if (!gid && !draft.world.simulated)
        return fail(ErrorCode::NotFound, u"user "_s + QString::number(launch.uid));
    launch.gid = gid.value_or(launch.uid);
    if (saved) {
        launch.arguments += {u"-incoming"_s, u"defer"_s};
        launch.restoreFrom = SavedStates(draft.world.savedDirectory).imageOf(draft.plan.domain);
    } else if (isSaved) {
        draft.plan.loses += PlanText::tr("What %1 had in its memory when it was saved.").arg(draft.plan.domainName);
    }
    const bool paused = draft.request.arguments[u"paused"].toBool() || (saved && !saved->running);
    draft.need(std::make_shared<const StartDomain>(
        draft.plan.domain, draft.plan.domainName, launch, paused, draft.world.savedDirectory));
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

Result<> planSave(Draft &draft)
{
    constexpr quint64 beside = quint64(2) << 30; // what devices and screens have beside the memory
    const auto found = draft.runningDomain();
    if (!found)
        return fail(found.error());
    const RunRecord &run = **found;
    draft.plan.title = PlanText::tr("Save %1").arg(run.name);
    const QString then = draft.request.arguments[u"then"].toString();
    if (!then.isEmpty() && then != u"running" && then != u"paused")
        return fail(ErrorCode::InvalidInput, u"then"_s, then.left(64));
    if (!draft.world.domains.find(run.uuid))
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + run.name,
            PlanText::tr("Its definition is gone: nothing could start it again."));
    if (auto free = hasNoneOfTheHosts(draft, run); !free)
        return free;
    if (auto room = roomToSave(draft.world, run); !room)
        return room;
    const auto machine = run.live().and_then([](const DomainXml &xml) { return readMachine(xml); });
    if (!machine)
        return fail(machine.error());
    draft.need(std::make_shared<const SaveDomain>(SaveDomain::What{run.uuid, run.name, run.guest, run.owner,
        run.liveXml, machine->memoryBytes + machine->memoryBytes / 8 + beside, draft.world.savedDirectory, then}));
    draft.need(std::make_shared<const StopDomain>(run.uuid, run.name, run.guest));
    const Plan release = releasePlan(run, draft.world);
    draft.plan.steps += release.steps;
    draft.plan.resources += release.resources;
    // One after the other: each may take what the one before it has left of the share.
    draft.plan.resources += u"saved states of %1"_s.arg(run.owner);
    return {};
}

} // namespace laneway
