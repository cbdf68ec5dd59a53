// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/hardwareplans.h"

#include "plan/assignment.h"
#include "plan/imageplans.h"
#include "plan/poolassignment.h"
#include "plan/tapassignment.h"
#include "plan/usbassignment.h"
#include "qemu/diskarguments.h"
#include "qemu/hotplug.h"
#include "qemu/memorylimit.h"
#include "steps/attachdevice.h"
#include "steps/changemedium.h"
#include "steps/detachdevice.h"
#include "steps/giveback.h"
#include "steps/plugdevice.h"
#include "xml/deviceedits.h"
#include "xml/devicehints.h"
#include "xml/domainviews.h"
#include "xml/guestaddresses.h"
#include "xml/guestusb.h"
#include "xml/safexml.h"
#include "xml/sharedfolders.h"
#include "xml/xmlnodes.h"

namespace laneway {

namespace {

QList<QDomElement> devicesOf(const DomainXml &domain)
{
    return childElements(domain.root().firstChildElement(u"devices"_s));
}

} // namespace

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

namespace {

/// Devices of @p one that are not in @p other.
QList<QDomElement> devicesOnlyIn(const DomainXml &one, const DomainXml &other)
{
    return elementsOnlyIn(devicesOf(one), devicesOf(other));
}

bool isEmulated(const QDomElement &device)
{
    return device.tagName() != u"hostdev" && device.attribute(u"type"_s) != u"hostdev";
}

/// What people call it.
QString labelOf(const QDomElement &device)
{
    const QString name = device.tagName();
    if (name == u"disk")
        return PlanText::tr("disk %1").arg(device.firstChildElement(u"target"_s).attribute(u"dev"_s));
    if (name == u"interface")
        return PlanText::tr("network interface %1").arg(device.firstChildElement(u"mac"_s).attribute(u"address"_s));
    if (name == u"rng")
        return PlanText::tr("random number source");
    if (name == u"input")
        return device.attribute(u"type"_s) == u"keyboard" ? PlanText::tr("keyboard")
            : device.attribute(u"type"_s) == u"mouse"     ? PlanText::tr("mouse")
                                                          : PlanText::tr("tablet");
    return u'<' + name + u'>';
}

tl::unexpected<Error> noFreePort(const Draft &draft)
{
    return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + draft.plan.domainName,
        PlanText::tr("No root port is free, and none can be added while it runs: add it for its next start "
                     "instead (--config)."));
}

/// The guest sees the functions of a slot come and go as one: QEMU cannot plug them one by one.
Result<> refuseSharedSlots(const Draft &draft, const DomainXml &live, const QList<QDomElement> &devices)
{
    for (const QDomElement &device : devices) {
        const auto place = readGuestAddress(device.firstChildElement(u"address"_s));
        if (!place)
            return fail(place.error());
        if (*place && ((*place)->function != 0 || sharesGuestSlot(live, device)))
            return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + draft.plan.domainName,
                PlanText::tr("Several functions in one slot of the machine come and go together, which only a machine "
                             "that is shut off can do: change it for its next start instead (--config)."));
    }
    return {};
}

/// With a place on a bus that can be plugged into, where it has none.
Result<QByteArray> placedForPlug(const Draft &draft, const DomainXml &live, const QString &text)
{
    const auto document = parseSafely(text.toUtf8());
    if (!document)
        return fail(document.error());
    QDomElement device = document->documentElement();
    if (const auto checked = checkRunnableDevice(device); !checked)
        return fail(checked.error());
    if (!isPciDevice(device) || !device.firstChildElement(u"address"_s).isNull())
        return text.toUtf8();
    const auto free = freeHotplugAddress(live);
    if (!free)
        return noFreePort(draft);
    QDomElement address = device.ownerDocument().createElement(u"address"_s);
    writeGuestAddress(address, *free);
    device.appendChild(address);
    return nodeText(device).toUtf8();
}

Result<DevicePlug> plugOf(const Draft &draft, const DomainXml &live, const QDomElement &device)
{
    const auto made = pluggableDevice(live, device);
    if (!made)
        return fail(made.error());
    const QString driver = made->device[u"driver"].toString();
    if (!draft.world.qemu.hasDevice(driver))
        return fail(
            ErrorCode::UnsupportedConfiguration, elementPath(device), u"the installed QEMU has no device "_s + driver);
    DevicePlug plug{labelOf(device), draft.plan.domainName, draft.run()->guest, *made, {}};
    if (made->tap) {
        const auto tap = guestTapOf(draft, *made->tap);
        if (!tap)
            return fail(tap.error());
        plug.tap = *tap;
    }
    return plug;
}

/// A running machine gets no hub to go with the device.
Result<> giveUsbPorts(const Draft &draft, DomainXml &next)
{
    const auto hubs = [&] { return childElements(next.root().firstChildElement(u"devices"_s), u"hub"_s).size(); };
    const qsizetype before = hubs();
    if (auto given = assignGuestUsbPorts(next); !given)
        return given;
    if (hubs() != before)
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + draft.plan.domainName,
            PlanText::tr("No USB port of the machine is free: add it for its next start instead (--config)."));
    return {};
}

/// Emulated devices that @p next has and @p live has not.
Result<> plugEmulated(Draft &draft, const DomainXml &next, const DomainXml &live)
{
    for (const QDomElement &device : devicesOnlyIn(next, live)) {
        if (!isEmulated(device))
            continue;
        const auto plug = plugOf(draft, next, device);
        if (!plug)
            return fail(plug.error());
        draft.need(std::make_shared<const PlugDevice>(*plug));
    }
    return {};
}

Result<> attachLive(Draft &draft, const QByteArray &wanted)
{
    const RunRecord &record = *draft.run();
    auto live = record.live();
    if (!live)
        return fail(live.error());
    nameEmulatedDevices(*live);
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
    QStringList emulated;
    for (const QDomElement &one : devicesOnlyIn(next, *live))
        if (isEmulated(one))
            emulated += nodeText(one);
    if (auto taken = takeDevices(draft, fresh, *present); !taken)
        return taken;

    next = *live;
    for (AssignedDevice &added : fresh) {
        if (!added.unassigned && !added.guestAddress) {
            const auto free = freeHotplugAddress(next); // each takes one
            if (!free)
                return noFreePort(draft);
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
    for (const QString &text : std::as_const(emulated)) {
        const auto placed = placedForPlug(draft, next, text);
        if (!placed)
            return fail(placed.error());
        if (auto again = next.addDevice(*placed); !again)
            return again;
    }
    if (auto ports = giveUsbPorts(draft, next); !ports)
        return ports;
    nameHostDevices(next);
    nameEmulatedDevices(next);
    if (auto apart = refuseSharedSlots(draft, next, devicesOnlyIn(next, *live)); !apart)
        return apart;
    if (!emulated.isEmpty())
        if (auto valid = next.validate(); !valid)
            return valid;
    const auto named = next.assignedDevices();
    if (!named)
        return fail(named.error());
    quint64 memoryLock = memoryLockLimit(*live);
    for (const AssignedDevice &one : *named) {
        const bool isFresh = std::any_of(
            fresh.begin(), fresh.end(), [&](const AssignedDevice &added) { return added.source == one.source; });
        if (!isFresh || one.unassigned)
            continue;
        const auto properties = hostDeviceProperties(one, GuestBoard::of(next));
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
    if (auto taken = takeTaps(draft, next, &*live); !taken)
        return taken;
    if (auto plugged = plugEmulated(draft, next, *live); !plugged)
        return plugged;
    draft.plan.liveXml = next.toXml();
    return {};
}

Result<> detachLive(Draft &draft, const QByteArray &device)
{
    const RunRecord &record = *draft.run();
    auto live = record.live();
    if (!live)
        return fail(live.error());
    const auto before = live->assignedDevices();
    if (!before)
        return fail(before.error());
    nameEmulatedDevices(*live);
    const DomainXml whole = *live;
    if (auto found = live->removeDevice(device); !found)
        return found;
    const QList<QDomElement> removed = devicesOnlyIn(whole, *live);
    if (auto apart = refuseSharedSlots(draft, whole, removed); !apart)
        return apart;
    if (!removed.isEmpty() && isEmulated(removed.first())) {
        const auto plug = plugOf(draft, whole, removed.first());
        if (!plug)
            return fail(plug.error());
        draft.need(std::make_shared<const UnplugDevice>(*plug));
        if (const HeldStep *tap = plug->tap ? heldTap(record, plug->tap->interface) : nullptr)
            draft.need(std::make_shared<const GiveBack>(tap->step, tap->former));
        draft.plan.liveXml = live->toXml();
        return {};
    }
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
        return std::none_of(
            after->begin(), after->end(), [&](const AssignedDevice &other) { return other.source == one.source; });
    });
    if (gone == before->end())
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + draft.plan.domainName,
            PlanText::tr("It stays while the machine runs: remove it for its next start instead (--config)."));
    if (auto allowed = draft.mayTouchDevices(); !allowed)
        return allowed;
    if (!gone->unassigned) {
        const auto properties = hostDeviceProperties(*gone, GuestBoard::of(*live));
        if (!properties)
            return fail(properties.error());
        draft.need(
            std::make_shared<const DetachDevice>(gone->source, draft.plan.domainName, record.guest, *properties));
    }
    for (auto held = record.held.rbegin(); held != record.held.rend(); ++held) {
        const QList<PciAddress> devices = held->step->devices();
        const bool others = std::any_of(
            after->begin(), after->end(), [&](const AssignedDevice &other) { return devices.contains(other.source); });
        if (devices.contains(gone->source) && !others)
            draft.need(std::make_shared<const GiveBack>(held->step, held->former));
    }
    if (const PciFunction *function = draft.world.host.find(gone->source))
        draft.touch(*function);
    draft.plan.liveXml = live->toXml();
    return {};
}

/// Null when there is none.
QDomElement diskNamed(const QDomElement &devices, const QString &name)
{
    for (const QDomElement &disk : childElements(devices, u"disk"_s)) {
        const QDomElement source = disk.firstChildElement(u"source"_s);
        if (disk.firstChildElement(u"target"_s).attribute(u"dev"_s) == name
            || (!name.isEmpty() && (source.attribute(u"file"_s) == name || source.attribute(u"dev"_s) == name)))
            return disk;
    }
    return {};
}

bool hasMedium(const DomainXml &xml, const QString &drive)
{
    const QDomElement disk = diskNamed(xml.root().firstChildElement(u"devices"_s), drive);
    return !disk.firstChildElement(u"source"_s).isNull();
}

/// Puts the medium that is asked for into the drive of @p xml, and tells the drive's target.
Result<QString> setMedium(const QJsonObject &arguments, DomainXml &xml)
{
    const QString name = arguments[u"disk"].toString();
    const QString mode = arguments[u"mode"].toString(u"update"_s);
    const QString medium = arguments[u"source"].toString();
    QDomElement disk = diskNamed(xml.editableRoot().firstChildElement(u"devices"_s), name);
    if (disk.isNull())
        return fail(ErrorCode::NotFound, name, PlanText::tr("The machine has no such drive."));
    const QString kind = disk.attribute(u"device"_s);
    if (kind != u"cdrom" && kind != u"floppy")
        return fail(ErrorCode::UnsupportedConfiguration, name,
            PlanText::tr("Only a CD-ROM or floppy drive can be given another medium."));
    if ((mode == u"eject") != medium.isEmpty() || (mode != u"eject" && mode != u"insert" && mode != u"update"))
        return fail(ErrorCode::InvalidInput, u"mode"_s, PlanText::tr("insert or update with a medium, or eject."));
    QDomElement source = disk.firstChildElement(u"source"_s);
    const bool hasMedium = !source.isNull();
    if (mode == u"insert" && hasMedium)
        return fail(ErrorCode::AlreadyExists, name, PlanText::tr("There is a medium in it already."));
    if (mode == u"eject" && !hasMedium)
        return fail(ErrorCode::NotFound, name, PlanText::tr("There is no medium in it."));
    for (const QString &of : {u"source"_s, u"backingStore"_s})
        if (const QDomElement former = disk.firstChildElement(of); !former.isNull())
            removeWithLine(former);
    if (!medium.isEmpty()) {
        const bool block = arguments[u"block"].toBool();
        disk.setAttribute(u"type"_s, block ? u"block"_s : u"file"_s);
        source = disk.ownerDocument().createElement(u"source"_s);
        source.setAttribute(block ? u"dev"_s : u"file"_s, medium);
        if (const QDomElement target = disk.firstChildElement(u"target"_s); target.isNull())
            appendOnOwnLine(disk, source);
        else
            insertOnOwnLine(disk, source, target);
    }
    return disk.firstChildElement(u"target"_s).attribute(u"dev"_s);
}

Result<> changeMediumLive(Draft &draft)
{
    const auto &live = draft.run()->live();
    if (!live)
        return fail(live.error());
    DomainXml next = *live;
    const auto target = setMedium(draft.request.arguments, next);
    if (!target)
        return fail(target.error());
    const QDomElement before = diskNamed(live->root().firstChildElement(u"devices"_s), *target);
    const QDomElement after = diskNamed(next.root().firstChildElement(u"devices"_s), *target);
    if (const auto checked = checkRunnableDevice(after); !checked)
        return checked;
    const GuestBoard board = GuestBoard::of(next);
    const auto from = diskArguments(before, board);
    const auto to = diskArguments(after, board);
    if (!from || !to)
        return fail(from ? to.error() : from.error());
    ChangeMedium::Values values;
    values.device = labelOf(after);
    values.domainName = draft.plan.domainName;
    values.guest = draft.run()->guest;
    values.id = to->device[u"id"].toString();
    values.from = from->backends;
    values.to = to->backends;
    values.nodes = to->nodes;
    values.force = draft.request.arguments[u"force"].toBool();
    draft.need(std::make_shared<const ChangeMedium>(values));
    draft.plan.liveXml = next.toXml();
    return {};
}

/// With %1 for the machine's name.
QString additionTitle(const QByteArray &xml)
{
    static const QHash<QString, const char *> titles{
        {u"disk"_s, QT_TRANSLATE_NOOP("laneway::PlanText", "Add a disk to %1")},
        {u"interface"_s, QT_TRANSLATE_NOOP("laneway::PlanText", "Add a network interface to %1")},
        {u"hostdev"_s, QT_TRANSLATE_NOOP("laneway::PlanText", "Add a host device to %1")},
        {u"controller"_s, QT_TRANSLATE_NOOP("laneway::PlanText", "Add a controller to %1")},
        {u"input"_s, QT_TRANSLATE_NOOP("laneway::PlanText", "Add an input device to %1")},
        {u"filesystem"_s, QT_TRANSLATE_NOOP("laneway::PlanText", "Add a shared folder to %1")}};
    const auto document = parseSafely(xml);
    if (!document)
        return PlanText::tr("Add a device to %1");
    QList<QDomElement> devices{document->documentElement()};
    if (devices.first().tagName() == u"devices")
        devices = childElements(devices.first());
    devices.removeIf([](const QDomElement &one) { return one.tagName() == u"metadata"; });
    if (devices.size() > 1)
        return PlanText::tr("Add %n devices to %1", nullptr, int(devices.size()));
    const char *title = devices.isEmpty() ? nullptr : titles.value(devices.first().tagName());
    return title ? PlanText::tr(title) : PlanText::tr("Add a device to %1");
}

/// All that a definition must be before it is stored, whoever wrote it.
Result<> finish(Draft &draft, DomainXml &xml)
{
    if (shareMemoryForFolders(xml))
        draft.plan.warnings += PlanText::tr(
            "The memory of %1 becomes shared with the program that serves the folder, from its next start: "
            "virtiofs needs that.")
                                   .arg(xml.name());
    return xml.complete(std::bind_front(&HostSnapshot::isPcie, &draft.world.host), DomainXml::Networks::Pools)
        .and_then([&] { return xml.validate(); })
        .and_then([&] { return draft.refuseForeign(xml); })
        .and_then([&] { return storeIdentities(xml, draft.world.host); });
}

} // namespace

Result<> finishDefinition(Draft &draft, DomainXml &xml)
{
    return finish(draft, xml);
}

static Result<> planEdited(Draft &draft)
{
    const auto stored = draft.definition();
    if (!stored)
        return fail(stored.error());
    draft.plan.title = PlanText::tr("Change %1").arg(draft.plan.domainName);
    auto xml = DomainXml::parse(draft.request.arguments[u"xml"].toString().toUtf8());
    if (!xml)
        return fail(xml.error());
    if (xml->uuid() != draft.plan.domain)
        return fail(ErrorCode::InvalidXml, u"domain/uuid"_s,
            PlanText::tr("This is the definition of another machine, not of %1.").arg(draft.plan.domainName));
    for (const StoredDomain &other : draft.world.domains.all())
        if (other.owner == draft.request.caller && other.xml.name() == xml->name() && other.xml.uuid() != xml->uuid())
            return fail(ErrorCode::AlreadyExists, xml->name(), PlanText::tr("Another machine has this name already."));
    if (auto unused = refuseUsedImages(draft, *xml, (*stored)->xml); !unused)
        return unused;
    if (auto finished = finish(draft, *xml); !finished)
        return finished;
    draft.changeDefinition(*xml);
    return {};
}

Result<> planEdit(Draft &draft)
{
    return planEdited(draft).map_error(
        [&](const Error &error) { return withPlace(error, draft.request.arguments[u"xml"].toString()); });
}

Result<> planAttach(Draft &draft)
{
    const auto target = whereTo(draft);
    if (!target)
        return fail(target.error());
    draft.plan.title = additionTitle(draft.request.arguments[u"xml"].toString().toUtf8()).arg(draft.plan.domainName);
    const QString text = draft.request.arguments[u"xml"].toString();
    const QByteArray device = withMacs(text.toUtf8());
    if (auto unused = refuseUsedImages(draft, device); !unused)
        return unused;
    if (auto needed = needImages(draft); !needed)
        return needed;
    if (target->config) {
        DomainXml xml = draft.world.domains.find(draft.plan.domain)->xml;
        const DomainXml before = xml;
        if (auto done = xml.addDevice(device).and_then([&] { return finish(draft, xml); }); !done)
            return fail(withPlaceInDevice(done.error(), text, before));
        if (const int now = assignedCount(xml); now > assignedCount(before) && now > mostAssignedOfOlderGuests)
            draft.plan.warnings
                += PlanText::tr("%1 has %2 devices of this computer then. Older guests, such as Red Hat Enterprise "
                                "Linux 6, support %3 at most.")
                       .arg(draft.plan.domainName)
                       .arg(now)
                       .arg(mostAssignedOfOlderGuests);
        draft.changeDefinition(xml);
    }
    if (!target->live)
        return {};
    const auto live = draft.run()->live();
    return attachLive(draft, device).map_error([&](const Error &error) {
        return live ? withPlaceInDevice(error, text, *live) : error;
    });
}

Result<> planChangeMedia(Draft &draft)
{
    auto target = whereTo(draft);
    if (!target)
        return fail(target.error());
    draft.plan.title = PlanText::tr("Change a medium of %1").arg(draft.plan.domainName);
    if (target->live && target->config && draft.request.arguments[u"mode"].toString() == u"eject") {
        // A medium that only one of them has is taken out of that one.
        const auto live = DomainXml::parse(draft.run()->liveXml);
        const QString name = draft.request.arguments[u"disk"].toString();
        const Where has{
            live && hasMedium(*live, name), hasMedium(draft.world.domains.find(draft.plan.domain)->xml, name)};
        if (has.live || has.config)
            *target = has;
    }
    if (target->config) {
        DomainXml xml = draft.world.domains.find(draft.plan.domain)->xml;
        if (auto done
            = setMedium(draft.request.arguments, xml).and_then([&](const QString &) { return finish(draft, xml); });
            !done)
            return done;
        draft.changeDefinition(xml);
    }
    return target->live ? changeMediumLive(draft) : Result<>();
}

Result<> planDetachDevice(Draft &draft)
{
    const auto target = whereTo(draft);
    if (!target)
        return fail(target.error());
    draft.plan.title = PlanText::tr("Remove a device from %1").arg(draft.plan.domainName);
    const QString text = draft.request.arguments[u"xml"].toString();
    const QByteArray device = text.toUtf8();
    if (target->config) {
        DomainXml xml = draft.world.domains.find(draft.plan.domain)->xml;
        if (auto removed = xml.removeDevice(device); !removed)
            return fail(withPlaceInDevice(removed.error(), text, xml));
        draft.changeDefinition(xml);
    }
    return target->live ? detachLive(draft, device) : Result<>();
}

} // namespace laneway
