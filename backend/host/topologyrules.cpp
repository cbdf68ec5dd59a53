// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/rules.h"

#include <algorithm>

namespace laneway {

namespace {

QList<PciAddress> addressesOf(const QList<const PciFunction *> &functions)
{
    QList<PciAddress> addresses;
    addresses.reserve(functions.size());
    for (const PciFunction *function : functions)
        addresses.append(function->address);
    return addresses;
}

QString groupText(const PciFunction &function)
{
    return function.iommuGroup ? QString::number(*function.iommuGroup) : u"none"_s;
}

// The VMD controller of the group that makes the domain in which @p device sits.
const PciFunction *vmdAbove(const Facts &facts)
{
    for (const PciFunction *other : facts.groupEndpoints)
        if (isVmd(*other) && other->address.domain() != facts.device.address.domain())
            return other;
    return nullptr;
}

bool isAccessory(const PciFunction &function)
{
    const quint32 kind = function.classCode >> 8;
    return kind == 0x0403 || kind == 0x0c03 || kind == 0x0c80; // audio, USB, its Type-C controller
}

bool belongTogether(const PciFunction &device, const PciFunction &other)
{
    if (device.isDisplay())
        return isAccessory(other);
    return device.classCode >> 8 == 0x0403 && other.isDisplay();
}

} // namespace

QList<PciAddress> suggestedWith(const Facts &facts)
{
    const PciFunction &device = facts.device;
    // On a root bus a slot is no card; VFs share slots with strangers.
    if (!device.parent || device.isVirtualFunction())
        return {};
    QList<PciAddress> suggested;
    for (const PciAddress &address : facts.index.host().siblings(device.address)) {
        const PciFunction &other = *facts.index.host().find(address);
        if (other.isVirtualFunction() || !belongTogether(device, other) || !other.iommuGroup
            || other.iommuGroup == device.iommuGroup || facts.question.alsoTaken.contains(address))
            continue;
        // An APU has the keyboard's USB controller in the slot of its GPU. Who uses a sound device
        // does not matter that much.
        if (other.isUnknown(Unknown::Uses) && other.classCode >> 16 == 0x0c)
            continue;
        const Facts about = factsOf(facts.question, facts.index, other);
        if (!rules::firstCaution(about) && !rules::heldByDomain(about))
            suggested.append(address);
    }
    return suggested;
}

namespace rules {

std::optional<Reason> notAnEndpoint(const Facts &facts)
{
    const PciFunction &device = facts.device;
    if (device.isEndpoint())
        return std::nullopt;
    Reason reason{Level::Never, u"not-an-endpoint"_s,
        {{sourceOf(device, u"class"), QString::asprintf("0x%06x", device.classCode)}}};
    if (device.header == HeaderType::PciBridge || device.header == HeaderType::CardBusBridge)
        reason.evidence.append({sourceOf(device, u"config"),
            device.header == HeaderType::PciBridge ? u"header type 1"_s : u"header type 2"_s});
    return reason;
}

std::optional<Reason> iommuOff(const Facts &facts)
{
    if (facts.device.iommuGroup || facts.index.hasGroups() || facts.device.isUnknown(Unknown::Group))
        return std::nullopt;
    return Reason{Level::Blocked, u"iommu-off"_s,
        {{u"/sys/kernel/iommu_groups"_s, u"empty"_s},
            {u"/sys/class/iommu"_s, facts.index.host().iommu.units.join(u", ")}}};
}

std::optional<Reason> noIommuGroup(const Facts &facts)
{
    if (facts.device.iommuGroup || !facts.index.hasGroups() || facts.device.isUnknown(Unknown::Group))
        return std::nullopt;
    return Reason{Level::Blocked, u"no-iommu-group"_s, {{sourceOf(facts.device, u"iommu_group"), u"not there"_s}}};
}

std::optional<Reason> groupUnknown(const Facts &facts)
{
    if (facts.device.iommuGroup || !facts.device.isUnknown(Unknown::Group))
        return std::nullopt;
    return Reason{Level::Caution, u"iommu-group-unknown"_s, {{sourceOf(facts.device, u"iommu_group"), u"not told"_s}}};
}

std::optional<Reason> kindUnknown(const Facts &facts)
{
    if (!facts.device.isUnknown(Unknown::Class))
        return std::nullopt;
    return Reason{Level::Caution, u"kind-unknown"_s, {{sourceOf(facts.device, u"class"), facts.device.className}}};
}

std::optional<Reason> capabilitiesUnknown(const Facts &facts)
{
    constexpr Unknowns capabilities = Unknown::Express | Unknown::Sriov | Unknown::FunctionReset | Unknown::Acs;
    if (!(facts.device.unknown & capabilities))
        return std::nullopt;
    return Reason{Level::Ready, u"capabilities-unknown"_s, {{sourceOf(facts.device, u"config"), u"not told"_s}}};
}

std::optional<Reason> behindVmd(const Facts &facts)
{
    // Its group is viable only without the vmd driver, and without that driver it is not there.
    const PciFunction *controller = vmdAbove(facts);
    if (!controller)
        return std::nullopt;
    return Reason{Level::Blocked, u"behind-vmd"_s,
        {{sourceOf(facts.device, u"iommu_group"), groupText(facts.device)},
            {sourceOf(*controller, u"driver"), controller->driver}},
        {}, {controller->address}};
}

std::optional<Reason> drivesBehindVmd(const Facts &facts)
{
    if (!isVmd(facts.device))
        return std::nullopt;
    Reason reason{
        Level::WithCompanions, u"drives-behind-vmd"_s, {{sourceOf(facts.device, u"driver"), facts.device.driver}}};
    for (const PciFunction *other : facts.groupEndpoints) {
        if (other->address.domain() == facts.device.address.domain())
            continue;
        reason.devices.append(other->address);
        if (const auto caution = firstCaution(factsOf(facts.question, facts.index, *other))) {
            reason.level = Level::Caution;
            reason.evidence.append(caution->evidence);
        }
    }
    return reason.devices.isEmpty() ? std::nullopt : std::optional(reason);
}

std::optional<Reason> companionHeld(const Facts &facts)
{
    Reason reason{Level::Blocked, u"companion-held"_s, {}};
    for (const PciFunction *other : facts.groupEndpoints) {
        // One domain opens a group: it does not help that the same plan takes this one.
        const Claim *claim = facts.index.holder(other->address, facts.question.target);
        if (!claim)
            continue;
        reason.devices.append(other->address);
        if (!reason.arguments.contains(claim->domainName))
            reason.arguments.append(claim->domainName);
        reason.evidence.append({sourceOf(*other, u"iommu_group"), groupText(*other)});
    }
    return reason.devices.isEmpty() ? std::nullopt : std::optional(reason);
}

std::optional<Reason> companionCannotBeTaken(const Facts &facts)
{
    Reason reason{Level::Blocked, u"companion-cannot-be-taken"_s, {}};
    for (const PciFunction *other : facts.companions) {
        const Facts others = factsOf(facts.question, facts.index, *other);
        auto held = virtualFunctionsHeld(others);
        if (!held)
            held = usbDevicesHeld(others);
        if (held) {
            reason.devices.append(other->address);
            reason.evidence.append(held->evidence);
            for (const QString &name : held->arguments)
                if (!reason.arguments.contains(name))
                    reason.arguments.append(name);
        }
    }
    return reason.devices.isEmpty() ? std::nullopt : std::optional(reason);
}

std::optional<Reason> bridgeInTheWay(const Facts &facts)
{
    Reason reason{Level::Blocked, u"bridge-in-the-way"_s, {}};
    for (const PciFunction *bridge : facts.index.boundBridges(facts.device)) {
        reason.devices.append(bridge->address);
        reason.arguments.append(bridge->driver);
        reason.evidence.append({sourceOf(*bridge, u"driver"), bridge->driver});
    }
    return reason.devices.isEmpty() ? std::nullopt : std::optional(reason);
}

std::optional<Reason> companionInUse(const Facts &facts)
{
    Reason reason{Level::Caution, u"companion-in-use"_s, {}};
    for (const PciFunction *other : facts.companions)
        if (const auto caution = firstCaution(factsOf(facts.question, facts.index, *other))) {
            reason.devices.append(other->address);
            reason.evidence.append(caution->evidence);
        }
    return reason.devices.isEmpty() ? std::nullopt : std::optional(reason);
}

std::optional<Reason> takesCompanions(const Facts &facts)
{
    if (facts.companions.isEmpty())
        return std::nullopt;
    return Reason{Level::WithCompanions, u"takes-companions"_s,
        {{sourceOf(facts.device, u"iommu_group"), groupText(facts.device)}}, {}, addressesOf(facts.companions)};
}

std::optional<Reason> companionsIdle(const Facts &facts)
{
    // Of a VMD controller's drives another rule speaks.
    if (facts.groupEndpoints.isEmpty() || !facts.companions.isEmpty() || drivesBehindVmd(facts))
        return std::nullopt;
    return Reason{Level::Ready, u"companions-idle"_s,
        {{sourceOf(facts.device, u"iommu_group"), groupText(facts.device)}}, {}, addressesOf(facts.groupEndpoints)};
}

std::optional<Reason> aloneInGroup(const Facts &facts)
{
    if (!facts.device.iommuGroup || !facts.groupEndpoints.isEmpty())
        return std::nullopt;
    return Reason{
        Level::Ready, u"alone-in-group"_s, {{sourceOf(facts.device, u"iommu_group"), groupText(facts.device)}}};
}

std::optional<Reason> noReset(const Facts &facts)
{
    if (!facts.device.resetKnown || !facts.device.resetMethods.isEmpty())
        return std::nullopt;
    return Reason{Level::Caution, u"no-reset"_s, {{sourceOf(facts.device, u"reset_method"), u"empty"_s}}};
}

std::optional<Reason> cardSiblings(const Facts &facts)
{
    const QList<PciAddress> suggested = suggestedWith(facts);
    if (suggested.isEmpty())
        return std::nullopt;
    return Reason{Level::Ready, u"card-siblings"_s, {}, {}, suggested};
}

} // namespace rules
} // namespace laneway
