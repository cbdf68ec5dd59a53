// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/hardwareplans.h"

#include "plan/assignment.h"
#include "plan/poolassignment.h"
#include "plan/usbassignment.h"
#include "qemu/memorylimit.h"
#include "steps/attachdevice.h"
#include "steps/detachdevice.h"
#include "steps/giveback.h"
#include "xml/guestaddresses.h"

namespace laneway {

namespace {

struct Where
{
    bool live = false;
    bool config = false;
};

/// As libvirt: neither means live when it runs, else config.
Result<Where> whereTo(Draft &draft)
{
    const auto domain = draft.definition();
    if (!domain && !draft.runningDomain())
        return fail(domain.error());
    Where where{draft.request.arguments[u"live"].toBool(), draft.request.arguments[u"config"].toBool()};
    if (!where.live && !where.config)
        (draft.run() ? where.live : where.config) = true;
    if (where.live && !draft.run())
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + draft.plan.domainName,
            PlanText::tr("It is not running."));
    if (where.config && !draft.world.domains.find(draft.plan.domain))
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + draft.plan.domainName,
            PlanText::tr("It has no definition: it runs for this once."));
    return where;
}

Result<> attachLive(Draft &draft, const QByteArray &wanted)
{
    const RunRecord &record = *draft.run();
    auto live = DomainXml::parse(record.liveXml);
    if (!live)
        return fail(live.error());
    const auto present = live->assignedDevices();
    if (!present)
        return fail(present.error());
    const auto device = leaseForDevices(draft, *live, wanted, *present);
    if (!device)
        return fail(device.error());
    DomainXml next = *live;
    if (auto added = next.addDevice(*device); !added)
        return added;
    const auto all = next.assignedDevices();
    if (!all)
        return fail(all.error());
    QList<AssignedDevice> fresh;
    for (const AssignedDevice &one : *all)
        if (std::none_of(present->begin(), present->end(),
                [&](const AssignedDevice &other) { return other.source == one.source; }))
            fresh += one;
    const QList<AssignedUsb> freshUsb = usbDevicesAddedTo(next, *live);
    if (fresh.isEmpty() && freshUsb.isEmpty())
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + draft.plan.domainName,
            PlanText::tr("Only host devices can be plugged into a running machine: add it for its next start instead (--config)."));
    if (auto taken = takeDevices(draft, fresh, *present); !taken)
        return taken;

    next = *live;
    for (AssignedDevice &added : fresh) {
        if (!added.unassigned && !added.guestAddress) {
            const auto free = freeHotplugAddress(next); // each takes one
            if (!free)
                return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + draft.plan.domainName,
                    PlanText::tr("No root port is free, and none can be added while it runs: add it for its next "
                                 "start instead (--config)."));
            added.guestAddress = *free;
        }
        if (!added.unassigned && added.form == AssignedDevice::Form::Interface && !added.mac)
            added.mac = MacAddress::generate();
        if (auto again = next.addDevice(deviceListXml({added}).toUtf8()); !again)
            return again;
    }
    const auto takenUsb = takeForRunning(draft, next, freshUsb);
    if (!takenUsb)
        return fail(takenUsb.error());
    nameHostDevices(next);
    const auto named = next.assignedDevices();
    if (!named)
        return fail(named.error());
    quint64 memoryLock = memoryLockLimit(*live);
    for (const AssignedDevice &one : *named) {
        const bool isFresh = std::any_of(fresh.begin(), fresh.end(),
            [&](const AssignedDevice &added) { return added.source == one.source; });
        if (!isFresh || one.unassigned)
            continue;
        const auto properties = hostDeviceProperties(one);
        if (!properties)
            return fail(properties.error());
        AttachDevice::Values values;
        values.device = one.source;
        values.domainName = draft.plan.domainName;
        values.guest = record.guest;
        values.properties = *properties;
        values.nodes = {u"vfio/vfio"_s};
        if (const PciFunction &function = *draft.world.host.find(one.source); function.iommuGroup)
            values.nodes += u"vfio/"_s + QString::number(*function.iommuGroup);
        values.formerMemoryLock = std::exchange(memoryLock, memoryLockLimit(next));
        values.memoryLock = memoryLock;
        draft.need(std::make_shared<const AttachDevice>(values));
    }
    if (auto plugged = plugUsbDevices(draft, next, *takenUsb); !plugged)
        return plugged;
    draft.plan.liveXml = next.toXml();
    return {};
}

Result<> detachLive(Draft &draft, const QByteArray &device)
{
    const RunRecord &record = *draft.run();
    auto live = DomainXml::parse(record.liveXml);
    if (!live)
        return fail(live.error());
    const auto before = live->assignedDevices();
    if (!before)
        return fail(before.error());
    const DomainXml whole = *live;
    if (auto removed = live->removeDevice(device); !removed)
        return removed;
    const auto unplugged = unplugUsbDevices(draft, whole, *live);
    if (!unplugged)
        return fail(unplugged.error());
    if (*unplugged) {
        draft.plan.liveXml = live->toXml();
        return {};
    }
    const auto after = live->assignedDevices();
    if (!after)
        return fail(after.error());
    const auto gone = std::find_if(before->begin(), before->end(), [&](const AssignedDevice &one) {
        return std::none_of(after->begin(), after->end(),
            [&](const AssignedDevice &other) { return other.source == one.source; });
    });
    if (gone == before->end())
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + draft.plan.domainName,
            PlanText::tr("Only host devices can be taken out of a running machine: remove it for its next start instead (--config)."));
    if (auto allowed = draft.mayTouchDevices(); !allowed)
        return allowed;
    if (!gone->unassigned) {
        const auto properties = hostDeviceProperties(*gone);
        if (!properties)
            return fail(properties.error());
        draft.need(std::make_shared<const DetachDevice>(
            gone->source, draft.plan.domainName, record.guest, *properties));
    }
    for (auto held = record.held.rbegin(); held != record.held.rend(); ++held) {
        const QList<PciAddress> devices = held->step->devices();
        const bool others = std::any_of(after->begin(), after->end(),
            [&](const AssignedDevice &other) { return devices.contains(other.source); });
        if (devices.contains(gone->source) && !others)
            draft.need(std::make_shared<const GiveBack>(held->step, held->former));
    }
    if (const PciFunction *function = draft.world.host.find(gone->source))
        draft.touch(*function);
    draft.plan.liveXml = live->toXml();
    return {};
}

/// All that a definition must be before it is stored, whoever wrote it.
Result<> finish(Draft &draft, DomainXml &xml)
{
    return xml.complete(std::bind_front(&HostSnapshot::isPcie, &draft.world.host), DomainXml::Networks::Pools)
        .and_then([&] { return xml.validate(); })
        .and_then([&] { return draft.refuseForeign(xml); })
        .and_then([&] { return storeIdentities(xml, draft.world.host); });
}

} // namespace

Result<> planEdit(Draft &draft)
{
    const auto stored = draft.definition();
    if (!stored)
        return fail(stored.error());
    draft.plan.title = PlanText::tr("Change %1").arg(draft.plan.domainName);
    auto xml = DomainXml::parse(draft.request.arguments[u"xml"].toString().toUtf8());
    if (!xml)
        return fail(xml.error());
    if (xml->uuid() != draft.plan.domain)
        return fail(ErrorCode::InvalidXml, u"uuid"_s,
            PlanText::tr("This is the definition of another machine, not of %1.").arg(draft.plan.domainName));
    for (const StoredDomain &other : draft.world.domains.all())
        if (other.owner == draft.request.caller && other.xml.name() == xml->name()
            && other.xml.uuid() != xml->uuid())
            return fail(ErrorCode::AlreadyExists, xml->name(),
                PlanText::tr("Another machine has this name already."));
    if (auto finished = finish(draft, *xml); !finished)
        return finished;
    draft.changeDefinition(*xml);
    return {};
}

Result<> planAttach(Draft &draft)
{
    const auto target = whereTo(draft);
    if (!target)
        return fail(target.error());
    draft.plan.title = PlanText::tr("Add a device to %1").arg(draft.plan.domainName);
    const QByteArray device = withMacs(draft.request.arguments[u"xml"].toString().toUtf8());
    if (target->config) {
        DomainXml xml = draft.world.domains.find(draft.plan.domain)->xml;
        if (auto done = xml.addDevice(device).and_then([&] { return finish(draft, xml); }); !done)
            return done;
        draft.changeDefinition(xml);
    }
    return target->live ? attachLive(draft, device) : Result<>();
}

Result<> planDetachDevice(Draft &draft)
{
    const auto target = whereTo(draft);
    if (!target)
        return fail(target.error());
    draft.plan.title = PlanText::tr("Remove a device from %1").arg(draft.plan.domainName);
    const QByteArray device = draft.request.arguments[u"xml"].toString().toUtf8();
    if (target->config) {
        DomainXml xml = draft.world.domains.find(draft.plan.domain)->xml;
        if (auto removed = xml.removeDevice(device); !removed)
            return removed;
        draft.changeDefinition(xml);
    }
    return target->live ? detachLive(draft, device) : Result<>();
}

} // namespace laneway
