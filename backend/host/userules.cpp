// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/rules.h"
#include "host/commonrules.h"

#include <algorithm>
#include <array>

namespace laneway::rules {

namespace {

// One reason for all interfaces that fit: names as arguments.
template <typename Fits>
std::optional<Reason> interfaceReason(const Facts &facts, const QString &code, QStringView file, Fits fits)
{
    Reason reason{Level::Caution, code, {}};
    for (const NetInterface &interface : facts.device.interfaces) {
        if (!fits(interface))
            continue;
        reason.arguments.append(interface.name);
        const QString source = u"net/"_s + interface.name + u'/' + file;
        reason.evidence.append(
            {sourceOf(facts.device, source), interface.usedBy.isEmpty() ? u"1"_s : interface.usedBy});
    }
    return unlessEmpty(reason);
}

} // namespace

std::optional<Reason> heldByDomain(const Facts &facts)
{
    const Claim *claim = facts.index.holder(facts.device.address, facts.question.target);
    if (!claim)
        return std::nullopt;
    return Reason{Level::Blocked, u"held-by-domain"_s,
        {{u"running domain"_s, claim->domain.toString(QUuid::WithoutBraces)}},
        {claim->domainName, claim->domain.toString(QUuid::WithoutBraces)}};
}

std::optional<Reason> wantedByDomain(const Facts &facts)
{
    return facts.index.wantedBy(
        facts.device.address, [&](const Claim &claim) { return claim.domain != facts.question.target; });
}

std::optional<Reason> virtualFunctionsHeld(const Facts &facts)
{
    Reason reason{Level::Blocked, u"virtual-functions-held"_s, {}};
    for (const PciAddress &vf : facts.index.virtualFunctions(facts.device)) {
        // The target's own too: its VF would vanish under it.
        if (const Claim *claim = facts.index.holder(vf)) {
            reason.devices.append(vf);
            if (!reason.arguments.contains(claim->domainName))
                reason.arguments.append(claim->domainName);
            reason.evidence.append({vf.toString(), claim->domainName});
        }
    }
    return reason.devices.isEmpty() ? std::nullopt : std::optional(reason);
}

// A machine's USB device hangs below this controller, and would vanish under the machine.
std::optional<Reason> usbDevicesHeld(const Facts &facts)
{
    Reason reason{Level::Blocked, u"usb-devices-held"_s, {}};
    for (const UsbClaim *claim : facts.index.usbHeldBelow(facts.device.address)) {
        if (!reason.arguments.contains(claim->domainName))
            reason.arguments.append(claim->domainName);
        reason.evidence.append({u"USB "_s + claim->device.toString(), claim->domainName});
    }
    return unlessEmpty(reason);
}

std::optional<Reason> physicalFunctionTaken(const Facts &facts)
{
    if (!facts.device.physicalFunction)
        return std::nullopt;
    const PciAddress &address = *facts.device.physicalFunction;
    const PciFunction *physical = facts.index.host().find(address);
    const bool stubbed = physical && isStubDriver(physical->driver);
    const Claim *claim = facts.index.holder(address);
    // Even when the same plan takes the PF: its VFs are gone then.
    if (!stubbed && !claim && !facts.question.alsoTaken.contains(address))
        return std::nullopt;
    return Reason{Level::Blocked, u"physical-function-taken"_s,
        {{address.toString() + u"/driver", physical ? physical->driver : QString()}},
        {claim ? claim->domainName : QString()}, {address}};
}

std::optional<Reason> holdsRootFileSystem(const Facts &facts)
{
    return rootMountReason(facts.device.disks);
}

std::optional<Reason> holdsMountedDisk(const Facts &facts)
{
    return otherMountReason(facts.device.disks);
}

std::optional<Reason> holdsSwap(const Facts &facts)
{
    return swapReason(facts.device.disks);
}

std::optional<Reason> defaultRoute(const Facts &facts)
{
    Reason reason{Level::Caution, u"default-route"_s, {}};
    for (const NetInterface &interface : facts.device.interfaces)
        if (interface.defaultRoute) {
            reason.arguments.append(interface.name);
            reason.evidence.append({u"/proc/net/route"_s, interface.name});
        }
    return unlessEmpty(reason);
}

std::optional<Reason> interfaceIsPort(const Facts &facts)
{
    return interfaceReason(facts, u"interface-is-port"_s, u"master",
        [](const NetInterface &interface) { return !interface.usedBy.isEmpty(); });
}

std::optional<Reason> interfaceUp(const Facts &facts)
{
    // What the two rules above name is not said twice.
    return interfaceReason(facts, u"interface-up"_s, u"carrier", [](const NetInterface &interface) {
        return interface.up && interface.carrier && !interface.defaultRoute && interface.usedBy.isEmpty();
    });
}

std::optional<Reason> onlyDisplay(const Facts &facts)
{
    if (!showsHost(facts.device) || facts.index.screens() > 1)
        return std::nullopt;
    return Reason{Level::Caution, u"only-display"_s,
        {{sourceOf(facts.device, u"class"), QString::asprintf("0x%06x", facts.device.classCode)}}};
}

std::optional<Reason> bootDisplay(const Facts &facts)
{
    if (!facts.device.bootDisplay)
        return std::nullopt;
    return Reason{Level::Caution, u"boot-display"_s, {{sourceOf(facts.device, u"boot_vga"), u"1"_s}}};
}

std::optional<Reason> monitorConnected(const Facts &facts)
{
    if (facts.device.displays.isEmpty())
        return std::nullopt;
    Reason reason{Level::Caution, u"monitor-connected"_s, {}, facts.device.displays};
    for (const QString &connector : facts.device.displays)
        reason.evidence.append({u"/sys/class/drm/"_s + connector + u"/status", u"connected"_s});
    return reason;
}

std::optional<Reason> inputsInUse(const Facts &facts)
{
    if (facts.device.inputs.isEmpty())
        return std::nullopt;
    return Reason{Level::Caution, u"inputs-in-use"_s, {{u"/proc/bus/input/devices"_s, facts.device.inputs.join(u", ")}},
        facts.device.inputs};
}

std::optional<Reason> hasVirtualFunctions(const Facts &facts)
{
    const QList<PciAddress> virtualFunctions = facts.index.virtualFunctions(facts.device);
    if (virtualFunctions.isEmpty())
        return std::nullopt;
    return Reason{Level::Caution, u"has-virtual-functions"_s,
        {{sourceOf(facts.device, u"sriov_numvfs"), QString::number(virtualFunctions.size())}},
        {facts.device.address.toString()}, virtualFunctions};
}

std::optional<Reason> usesUnknown(const Facts &facts)
{
    if (!(facts.device.unknown & (Unknown::Uses | Unknown::Driver)))
        return std::nullopt;
    Reason reason{Level::Caution, u"uses-unknown"_s, {}};
    if (facts.device.isUnknown(Unknown::Driver))
        reason.evidence.append({sourceOf(facts.device, u"driver"), u"not told"_s});
    if (facts.device.isUnknown(Unknown::BootDisplay))
        reason.evidence.append({sourceOf(facts.device, u"boot_vga"), u"not told"_s});
    return reason;
}

std::optional<Reason> firstCaution(const Facts &facts)
{
    constexpr std::array<Rule, 11> cautions{holdsRootFileSystem, holdsMountedDisk, holdsSwap, defaultRoute,
        interfaceIsPort, interfaceUp, onlyDisplay, bootDisplay, monitorConnected, inputsInUse, hasVirtualFunctions};
    for (const Rule rule : cautions)
        if (auto reason = rule(facts))
            return reason;
    return std::nullopt;
}

} // namespace laneway::rules
