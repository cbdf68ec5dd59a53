// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostpage/groupcauses.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace laneway {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(GroupCauses)
};

using Members = QList<const PciFunction *>;

Evidence groupOf(const PciFunction &function)
{
    return {function.address.toString() + u"/iommu_group"_s, QString::number(*function.iommuGroup)};
}

Evidence conventional(const PciFunction &function)
{
    return {function.address.toString() + u"/config"_s, u"no PCI Express capability"_s};
}

QList<PciAddress> addressesOf(const PciFunction &first, const Members &others)
{
    QList<PciAddress> addresses{first.address};
    for (const PciFunction *other : others)
        addresses << other->address;
    return addresses;
}

bool isBelow(const HostSnapshot &host, const PciFunction &function, const PciAddress &bridge)
{
    const PciFunction *at = &function;
    for (int depth = 0; at && at->parent && depth < 32; ++depth) {
        if (*at->parent == bridge)
            return true;
        at = host.find(*at->parent);
    }
    return false;
}

/// What is missing for isolation, where this host's facts tell it. The four that the kernel asks for:
/// REQ_ACS_FLAGS in drivers/iommu/iommu.c.
QList<Evidence> missingIsolation(const HostSnapshot &host, const PciFunction &function)
{
    const QString source = function.address.toString() + u"/config"_s;
    if (function.acs) {
        QStringList off;
        for (const QString &control : {u"SrcValid"_s, u"ReqRedir"_s, u"CmpltRedir"_s, u"UpstreamFwd"_s})
            if (!function.acs->enabled.contains(control) && function.acs->can.contains(control))
                off << control + u'-';
        return off.isEmpty() ? QList<Evidence>() : QList<Evidence>{{source, u"ACS "_s + off.join(u' ')}};
    }
    // Not every source of facts reads this capability; where it is seen anywhere, its absence tells.
    const bool read = std::any_of(
        host.functions.cbegin(), host.functions.cend(), [](const PciFunction &other) { return other.acs.has_value(); });
    if (!read || function.isUnknown(Unknown::Acs))
        return {};
    return {{source, u"no ACS capability"_s}};
}

/// A port or bridge that is a member, for the members below it.
std::optional<GroupCause> sharingPort(const HostSnapshot &host, const PciFunction &port, const Members &members)
{
    Members below;
    for (const PciFunction *member : members)
        if (isBelow(host, *member, port.address))
            below << member;
    if (below.isEmpty())
        return std::nullopt;
    const auto onOldBus = std::find_if(below.cbegin(), below.cend(), [&](const PciFunction *member) {
        return member->parent == port.address && !member->pcie && !member->isUnknown(Unknown::Express)
            && !member->isVirtualFunction();
    });
    GroupCause cause;
    cause.devices = addressesOf(port, below);
    if (onOldBus != below.cend()) {
        cause.sentence = Text::tr("Below the bridge %1 is a conventional PCI bus. All that is on it reaches memory "
                                  "under one address, so the IOMMU cannot tell its devices apart.")
                             .arg(port.address.toString());
        cause.evidence = {conventional(**onOldBus), groupOf(port)};
    } else {
        cause.sentence = Text::tr("The port %1 is in the group itself: it does not isolate (ACS) what is below it, so "
                                  "everything below shares its group.")
                             .arg(port.address.toString());
        cause.evidence = missingIsolation(host, port) + QList<Evidence>{groupOf(port), groupOf(*below.first())};
    }
    return cause;
}

/// The functions of one slot.
std::optional<GroupCause> sharingSlot(const HostSnapshot &host, const Members &functions)
{
    if (functions.size() < 2)
        return std::nullopt;
    const PciFunction &first = *functions.first();
    GroupCause cause;
    cause.sentence = Text::tr("%1 are functions of one chip that does not isolate them (ACS) from one another: they "
                              "could reach each other behind the IOMMU's back.");
    QStringList names;
    for (const PciFunction *function : functions) {
        names << function->address.toString();
        cause.evidence += missingIsolation(host, *function);
        cause.evidence << groupOf(*function);
    }
    cause.sentence = cause.sentence.arg(names.join(Text::tr(", ", "between the entries of a list")));
    cause.devices = addressesOf(first, functions.mid(1));
    return cause;
}

/// Different slots below a port that is not a member.
std::optional<GroupCause> sharingBus(const PciAddress &port, const Members &functions)
{
    QSet<int> slots;
    for (const PciFunction *function : functions)
        slots.insert(function->address.slot());
    if (slots.size() < 2)
        return std::nullopt;
    GroupCause cause;
    cause.sentence = Text::tr("Nothing between the port %1 and these devices isolates them (ACS) from one another.")
                         .arg(port.toString());
    for (const PciFunction *function : functions)
        cause.evidence << groupOf(*function);
    cause.devices = QList<PciAddress>{port} + addressesOf(*functions.first(), functions.mid(1));
    return cause;
}

} // namespace

QList<GroupCause> groupCauses(const HostSnapshot &host, int group)
{
    Members members;
    for (const PciAddress &address : host.groupMembers(group))
        members << host.find(address);
    if (members.size() < 2)
        return {};

    QList<GroupCause> causes;
    QSet<PciAddress> explained; // members that sit below a port of the group
    for (const PciFunction *member : std::as_const(members)) {
        if (member->isEndpoint() || explained.contains(member->address))
            continue;
        if (const auto cause = sharingPort(host, *member, members)) {
            causes << *cause;
            for (qsizetype i = 1; i < cause->devices.size(); ++i)
                explained.insert(cause->devices[i]);
        }
    }
    QMap<PciAddress, Members> slots; // by the slot's first function
    QMap<PciAddress, Members> buses; // by the port above
    for (const PciFunction *member : std::as_const(members)) {
        if (explained.contains(member->address))
            continue;
        const PciAddress &address = member->address;
        slots[PciAddress::make(address.domain(), address.bus(), address.slot(), 0).value_or(address)] << member;
        if (member->parent)
            buses[*member->parent] << member;
    }
    for (const Members &functions : std::as_const(slots))
        if (const auto cause = sharingSlot(host, functions))
            causes << *cause;
    for (auto it = buses.cbegin(); it != buses.cend(); ++it)
        if (const auto cause = sharingBus(it.key(), *it))
            causes << *cause;
    return causes;
}

} // namespace laneway
