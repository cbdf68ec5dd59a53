// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/usbassignment.h"

#include "host/reasontext.h"
#include "host/usbrules.h"
#include "kernel/hostreader.h"
#include "qemu/usbarguments.h"
#include "steps/giveback.h"
#include "steps/lendusb.h"
#include "steps/plugusb.h"
#include "xml/domainviews.h"

namespace laneway {

namespace {

QString labelOf(const UsbDevice &device)
{
    return device.displayName() + u" ("_s + device.port.toString() + u')';
}

ErrorCode codeOf(const Reason &reason)
{
    if (reason.level == Level::Never)
        return ErrorCode::NotAnEndpoint;
    return reason.code == u"read-only-host" ? ErrorCode::ReadOnlyHost : ErrorCode::DeviceInUse;
}

/// One error that names every blocker of every device.
Result<> refuse(const QList<std::pair<const UsbDevice *, Verdict>> &blocked)
{
    Error error{codeOf(blocked.first().second.reasons.first()), {}, {}};
    QStringList subjects;
    QStringList sentences;
    QJsonArray reasons;
    for (const auto &[device, verdict] : blocked) {
        subjects += labelOf(*device);
        reasons += verdictToJson(*device, verdict);
        for (const Reason &reason : verdict.reasons)
            if (reason.level >= Level::Blocked)
                sentences += labelOf(*device) + u": "_s + reasonText(reason);
    }
    error.subject = subjects.join(u", "_s);
    error.detail = sentences.join(u' ');
    error.extra = {{u"reasons"_s, reasons}};
    return fail(error);
}

Result<> hasController(const DomainXml &live, const AssignedUsb &device)
{
    const auto controllers = readControllers(live);
    if (!controllers)
        return fail(controllers.error());
    const int wanted = device.guestAddress.value_or(GuestUsbAddress{}).bus;
    for (const ControllerXml &controller : *controllers)
        if (controller.type == u"usb" && controller.index == wanted && controller.model != u"none")
            return {};
    return fail(ErrorCode::UnsupportedConfiguration, u"USB device "_s + device.source.toString(),
        PlanText::tr("The machine has no USB controller %1.").arg(wanted));
}

UsbPlug plugOf(const Draft &draft, const AssignedUsb &device, const UsbDevice *found, const UsbPort &port)
{
    UsbPlug plug;
    plug.port = port;
    plug.device = found ? labelOf(*found) : device.source.toString();
    plug.domainName = draft.plan.domainName;
    plug.guest = draft.run()->guest;
    return plug;
}

} // namespace

QString usbResource(const UsbPort &port)
{
    return u"usb "_s + port.toString();
}

Result<QList<AssignedUsb>> takeUsbDevices(Draft &draft, const QList<AssignedUsb> &devices, bool atStart)
{
    if (devices.isEmpty())
        return devices;
    draft.setAction("device.assign");
    if (auto allowed = draft.mayTouchDevices(); !allowed)
        return fail(allowed.error());
    QList<AssignedUsb> settled = devices;
    QMap<UsbPort, const AssignedUsb *> taken;
    QList<std::pair<const UsbDevice *, Verdict>> blocked;
    for (AssignedUsb &device : settled) {
        const auto found = draft.world.host.find(device.source);
        device.missing = !found && atStart && device.isOptional() && found.error().code == ErrorCode::NotFound;
        if (device.missing)
            continue;
        if (!found)
            return fail(found.error());
        const UsbDevice &usb = **found;
        if (const AssignedUsb *other = taken.value(usb.port))
            return fail(ErrorCode::UnsupportedConfiguration, labelOf(usb),
                PlanText::tr("The machine has it twice: as %1 and as %2.")
                    .arg(other->source.toString(), device.source.toString()));
        taken.insert(usb.port, &device);
        const Verdict verdict = assess(UsbQuestion{draft.world.host, draft.claims, usb, draft.plan.domain});
        draft.plan.usbVerdicts.insert(usb.port, verdict);
        if (verdict.refuses())
            blocked.append({&usb, verdict});
        device.source.address = usb.address;
    }
    if (!blocked.isEmpty())
        if (const auto refused = refuse(blocked); !refused)
            return fail(refused.error());
    for (auto one = taken.cbegin(); one != taken.cend(); ++one) {
        const UsbDevice &usb = *draft.world.host.find(one.key());
        draft.plan.resources += usbResource(usb.port);
        if (usb.controller) // which must not be taken meanwhile
            draft.plan.resources += u'~' + usb.controller->toString();
        draft.plan.loses += lossesOf(draft.world.host, usb);
        draft.need(std::make_shared<const LendUsb>(usb.port, usb.address, labelOf(usb), draft.request.caller));
    }
    return settled;
}

QList<AssignedUsb> usbDevicesAddedTo(const DomainXml &next, const DomainXml &before)
{
    const auto present = readUsbHostdevs(before).value_or(QList<AssignedUsb>());
    QList<AssignedUsb> fresh = readUsbHostdevs(next).value_or(QList<AssignedUsb>());
    fresh.removeIf([&](const AssignedUsb &device) { return present.contains(device); });
    return fresh;
}

Result<QList<AssignedUsb>> takeForRunning(Draft &draft, DomainXml &live, const QList<AssignedUsb> &fresh)
{
    for (const AssignedUsb &device : fresh)
        if (auto fits = hasController(live, device); !fits)
            return fail(fits.error());
    auto taken = takeUsbDevices(draft, fresh, false);
    if (!taken)
        return taken;
    for (const AssignedUsb &device : *taken) {
        // By id and by address it would be in the machine twice.
        const auto present = readUsbHostdevs(live).value_or(QList<AssignedUsb>());
        for (const AssignedUsb &other : present)
            if (!other.missing && other.source.address == device.source.address)
                return fail(ErrorCode::AlreadyExists, u"USB device "_s + device.source.toString(),
                    PlanText::tr("The machine has it already."));
        if (auto added = live.addDevice(usbHostdevXml(device).toUtf8()); !added)
            return fail(added.error());
    }
    return taken;
}

Result<> plugUsbDevices(Draft &draft, const DomainXml &live, const QList<AssignedUsb> &taken)
{
    const auto named = readUsbHostdevs(live);
    if (!named)
        return fail(named.error());
    for (const AssignedUsb &device : *named) {
        const bool isFresh = std::any_of(
            taken.begin(), taken.end(), [&](const AssignedUsb &other) { return other.source == device.source; });
        if (!isFresh)
            continue;
        const auto properties = usbDeviceProperties(device, GuestBoard::of(live));
        if (!properties)
            return fail(properties.error());
        const auto found = draft.world.host.find(device.source);
        if (!found)
            return fail(found.error());
        UsbPlug plug = plugOf(draft, device, *found, (*found)->port);
        plug.properties = *properties;
        draft.need(std::make_shared<const AttachUsb>(plug));
    }
    return {};
}

Result<bool> unplugUsbDevices(Draft &draft, const DomainXml &before, const DomainXml &after)
{
    const auto had = readUsbHostdevs(before);
    const auto has = readUsbHostdevs(after);
    if (!had || !has)
        return fail(had ? has.error() : had.error());
    const auto gone
        = std::find_if(had->begin(), had->end(), [&](const AssignedUsb &device) { return !has->contains(device); });
    if (gone == had->end())
        return false;
    if (auto allowed = draft.mayTouchDevices(); !allowed)
        return fail(allowed.error());
    draft.setAction("device.assign");
    if (gone->missing)
        return true;
    const UsbAddress address = gone->source.address.value_or(UsbAddress{});
    // The step that lent it knows the port, also when the device was plugged out meanwhile.
    for (auto held = draft.run()->held.rbegin(); held != draft.run()->held.rend(); ++held) {
        if (held->step->kind() != u"lend-usb" || held->step->arguments()[u"address"].toString() != address.toString())
            continue;
        const UsbPort port = held->step->usbDevices().first();
        const auto properties = usbDeviceProperties(*gone, GuestBoard::of(before));
        if (!properties)
            return fail(properties.error());
        UsbPlug plug = plugOf(draft, *gone, draft.world.host.find(address), port);
        plug.properties = *properties;
        draft.plan.resources += usbResource(port);
        draft.need(std::make_shared<const DetachUsb>(plug));
        draft.need(std::make_shared<const GiveBack>(held->step, held->former));
        return true;
    }
    return fail(ErrorCode::NotFound, u"USB device "_s + gone->source.toString(),
        PlanText::tr("It was not lent to this machine."));
}

QList<UsbClaim> usbClaimsOf(const World &world)
{
    QList<UsbClaim> claims;
    QMap<QUuid, QList<UsbPort>> taken;
    for (const RunRecord &run : world.runs)
        for (const HeldStep &held : run.held)
            for (const UsbPort &port : held.step->usbDevices()) {
                const UsbDevice *device = world.host.find(port);
                const QString address = held.step->arguments()[u"address"].toString();
                if (device && device->address.toString() == address) { // not plugged in anew
                    claims += UsbClaim{port, run.uuid, run.name, run.owner, true};
                    taken[run.uuid] += port;
                }
            }
    for (const StoredDomain &domain : world.domains.all())
        for (const AssignedUsb &wanted : domain.usb) {
            const auto found = world.host.find(wanted.source);
            if (found && !taken.value(domain.xml.uuid()).contains((*found)->port))
                claims += UsbClaim{(*found)->port, domain.xml.uuid(), domain.xml.name(), domain.owner, false};
        }
    return claims;
}

QMap<UsbPort, UsbDevice> usbFactsOf(const Plan &plan, const HostSnapshot &host)
{
    QMap<UsbPort, UsbDevice> facts;
    for (const StepPtr &step : plan.steps)
        for (const UsbPort &port : step->usbDevices())
            if (const UsbDevice *device = host.find(port))
                facts.insert(port, *device);
    return facts;
}

/// What the host does with it; not what changes by itself all the time.
static UsbDevice usesOf(UsbDevice device)
{
    for (NetInterface &interface : device.interfaces)
        interface.carrier = false;
    return device;
}

Result<> usbStillTrue(const QMap<UsbPort, UsbDevice> &facts, const Kernel &kernel)
{
    if (facts.isEmpty())
        return {};
    const QMap<UsbPort, UsbDevice> devices = readUsbDevices(kernel);
    for (const UsbDevice &fact : facts) {
        const auto now = usbDeviceAt(fact.port, devices);
        if (!now)
            return fail(ErrorCode::HostChanged, labelOf(fact), now.error().toString());
        if (now->address != fact.address || now->ids != fact.ids)
            return fail(ErrorCode::HostChanged, labelOf(fact), u"another device is plugged in there"_s);
        // What a person was told of what the host loses.
        if (usesOf(*now) != usesOf(fact))
            return fail(ErrorCode::HostChanged, labelOf(fact), u"the host uses it otherwise by now"_s);
    }
    return {};
}

Result<> usbStillFree(const QMap<UsbPort, UsbDevice> &facts, const QUuid &domain, const QList<UsbClaim> &claims)
{
    for (const UsbClaim &claim : claims)
        if (claim.running && claim.domain != domain && facts.contains(claim.device))
            return fail(ErrorCode::HostChanged, labelOf(facts[claim.device]), u"a running machine has it now"_s);
    return {};
}

} // namespace laneway
