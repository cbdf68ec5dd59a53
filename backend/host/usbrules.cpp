// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/usbrules.h"

#include "host/reasontext.h"
#include "host/commonrules.h"

#include <algorithm>
#include <array>

namespace laneway {

namespace {

using UsbRule = std::optional<Reason> (*)(const UsbQuestion &);

QString sourceOf(const UsbDevice &device, QStringView file)
{
    return u"/sys/bus/usb/devices/"_s + device.port.toString() + u'/' + file;
}

std::optional<Reason> isHub(const UsbQuestion &q)
{
    if (!q.device.isHub())
        return std::nullopt;
    const QString code = q.device.port.isRootHub() ? u"usb-root-hub"_s : u"usb-hub"_s;
    Reason reason{Level::Never, code, {{sourceOf(q.device, u"bDeviceClass"), u"09"_s}}};
    if (q.device.controller)
        reason.devices.append(*q.device.controller);
    return reason;
}

std::optional<Reason> readOnlyHost(const UsbQuestion &q)
{
    if (!q.host.readOnly)
        return std::nullopt;
    return Reason{Level::Blocked, u"read-only-host"_s, {{u"host"_s, q.host.hostName}}};
}

std::optional<Reason> heldByDomain(const UsbQuestion &q)
{
    const UsbClaim *claim = q.claims.holder(q.device.port);
    if (!claim || claim->domain == q.target)
        return std::nullopt;
    const QString uuid = claim->domain.toString(QUuid::WithoutBraces);
    return Reason{Level::Blocked, u"held-by-domain"_s, {{u"running domain"_s, uuid}}, {claim->domainName, uuid}};
}

// It would vanish from the host with its controller; the target's own controller is no exception.
std::optional<Reason> controllerAssigned(const UsbQuestion &q)
{
    if (!q.device.controller)
        return std::nullopt;
    for (const Claim &claim : q.claims.domains)
        if (claim.device == *q.device.controller && (claim.running || (q.target && claim.domain == *q.target)))
            return Reason{Level::Blocked, u"usb-controller-assigned"_s,
                {{u"definition"_s, claim.domain.toString(QUuid::WithoutBraces)}}, {claim.domainName},
                {*q.device.controller}};
    return std::nullopt;
}

std::optional<Reason> usedByProgram(const UsbQuestion &q)
{
    const bool held = q.claims.holder(q.device.port);
    for (const UsbInterface &part : q.device.parts)
        if (!held && part.driver == u"usbfs")
            return Reason{Level::Blocked, u"usb-used-by-program"_s,
                {{sourceOf(q.device, u"interface %1/driver"_s.arg(part.number)), part.driver}}};
    return std::nullopt;
}

std::optional<Reason> holdsRootFileSystem(const UsbQuestion &q)
{
    return rootMountReason(q.device.disks);
}

std::optional<Reason> holdsMountedDisk(const UsbQuestion &q)
{
    return otherMountReason(q.device.disks);
}

std::optional<Reason> holdsSwap(const UsbQuestion &q)
{
    return swapReason(q.device.disks);
}

// The strongest use of each interface is named once.
std::optional<Reason> interfaces(const UsbQuestion &q, const QString &code)
{
    Reason reason{Level::Caution, code, {}};
    for (const NetInterface &net : q.device.interfaces) {
        const QString use = net.defaultRoute ? u"default-route"_s
            : !net.usedBy.isEmpty()          ? u"interface-is-port"_s
            : net.up && net.carrier          ? u"interface-up"_s
                                             : QString();
        if (use != code)
            continue;
        reason.arguments.append(net.name);
        reason.evidence.append({u"net/"_s + net.name, net.usedBy.isEmpty() ? u"1"_s : net.usedBy});
    }
    return unlessEmpty(reason);
}

std::optional<Reason> defaultRoute(const UsbQuestion &q)
{
    return interfaces(q, u"default-route"_s);
}

std::optional<Reason> interfaceIsPort(const UsbQuestion &q)
{
    return interfaces(q, u"interface-is-port"_s);
}

std::optional<Reason> interfaceUp(const UsbQuestion &q)
{
    return interfaces(q, u"interface-up"_s);
}

/// Whether the host keeps another one when this device goes.
bool hasAnother(const UsbQuestion &q, QStringList UsbDevice::*kind, const QStringList &others)
{
    return !others.isEmpty() || std::any_of(q.host.usb.cbegin(), q.host.usb.cend(), [&](const UsbDevice &device) {
        return device.port != q.device.port && !(device.*kind).isEmpty() && !q.claims.holder(device.port);
    });
}

std::optional<Reason> only(
    const UsbQuestion &q, QStringList UsbDevice::*kind, const QStringList &others, const QString &code)
{
    const QStringList &names = q.device.*kind;
    if (names.isEmpty() || hasAnother(q, kind, others))
        return std::nullopt;
    return Reason{Level::Caution, code, {{sourceOf(q.device, u"input"), names.first()}}, names};
}

std::optional<Reason> onlyKeyboard(const UsbQuestion &q)
{
    return only(q, &UsbDevice::keyboards, q.host.otherKeyboards, u"only-keyboard"_s);
}

std::optional<Reason> onlyPointer(const UsbQuestion &q)
{
    return only(q, &UsbDevice::pointers, q.host.otherPointers, u"only-pointer"_s);
}

std::optional<Reason> inputInUse(const UsbQuestion &q)
{
    Reason reason{Level::Caution, u"usb-input-in-use"_s, {}};
    for (const QString &name : q.device.keyboards + q.device.pointers)
        if (!reason.arguments.contains(name))
            reason.arguments.append(name);
    if (reason.arguments.isEmpty() || onlyKeyboard(q) || onlyPointer(q))
        return std::nullopt;
    reason.evidence.append({sourceOf(q.device, u"input"), reason.arguments.first()});
    return reason;
}

std::optional<Reason> nothingUsesIt(const UsbQuestion &q)
{
    const UsbDevice &device = q.device;
    const bool used = !device.disks.isEmpty() || !device.interfaces.isEmpty() || !device.keyboards.isEmpty()
        || !device.pointers.isEmpty() || !device.sounds.isEmpty();
    QStringList drivers;
    for (const UsbInterface &part : device.parts)
        if (!part.driver.isEmpty() && !drivers.contains(part.driver))
            drivers.append(part.driver);
    return Reason{Level::Ready, used ? u"usb-returns"_s : u"usb-idle"_s,
        {{sourceOf(device, u"driver"), drivers.join(u", "_s)}}, drivers};
}

std::optional<Reason> sameIds(const UsbQuestion &q)
{
    Reason reason{Level::Ready, u"usb-same-ids"_s, {}};
    for (const UsbDevice &other : q.host.usb)
        if (other.ids == q.device.ids && other.port != q.device.port)
            reason.arguments.append(other.address.toString());
    reason.evidence.append({sourceOf(q.device, u"idVendor"), q.device.ids.toString()});
    return unlessEmpty(reason);
}

std::optional<Reason> wantedByDomain(const UsbQuestion &q)
{
    WantedBy wanted;
    for (const UsbClaim &claim : q.claims.usb)
        if (claim.device == q.device.port && !claim.running && claim.domain != q.target)
            wanted.add(claim.domain, claim.domainName);
    return wanted.reason();
}

// A new rule is a new row. Reasons of one level keep this order: what hurts most comes first.
constexpr std::array<UsbRule, 16> table{
    // blocked
    readOnlyHost,
    heldByDomain,
    controllerAssigned,
    usedByProgram,
    // caution
    holdsRootFileSystem,
    holdsMountedDisk,
    holdsSwap,
    defaultRoute,
    interfaceIsPort,
    interfaceUp,
    onlyKeyboard,
    onlyPointer,
    inputInUse,
    // ready
    nothingUsesIt,
    sameIds,
    wantedByDomain,
};

} // namespace

Verdict assess(const UsbQuestion &question)
{
    Verdict verdict;
    if (const auto hub = isHub(question)) {
        // Whatever else is true of a hub does not matter to anybody.
        verdict.reasons.append(*hub);
    } else {
        for (const UsbRule rule : table)
            if (const auto reason = rule(question))
                verdict.reasons.append(*reason);
    }
    std::stable_sort(verdict.reasons.begin(), verdict.reasons.end(),
        [](const Reason &a, const Reason &b) { return a.level > b.level; });
    verdict.level = verdict.reasons.first().level;
    return verdict;
}

QStringList lossesOf(const HostSnapshot &host, const UsbDevice &device)
{
    // What it is used for is told in the words for PCI functions.
    PciFunction uses;
    uses.disks = device.disks;
    uses.interfaces = device.interfaces;
    uses.sounds = device.sounds;
    for (const QString &name : device.keyboards + device.pointers)
        if (!uses.inputs.contains(name))
            uses.inputs.append(name);
    return lossesOf(host, uses);
}

UsbSelector selectorFor(const HostSnapshot &host, const UsbDevice &device)
{
    UsbSelector byIds{device.ids, std::nullopt};
    const auto fitting = std::count_if(
        host.usb.cbegin(), host.usb.cend(), [&](const UsbDevice &other) { return byIds.matches(other); });
    return device.ids.vendor != 0 && fitting <= 1 ? byIds : UsbSelector{std::nullopt, device.address};
}

QJsonObject verdictToJson(const UsbDevice &device, const Verdict &verdict)
{
    QJsonArray reasons;
    for (const Reason &reason : verdict.reasons)
        reasons.append(reasonToJson(reason));
    return {{u"port"_s, device.port.toString()}, {u"address"_s, device.address.toString()},
        {u"ids"_s, device.ids.toString()}, {u"name"_s, device.displayName()}, {u"kind"_s, device.kindText()},
        {u"speed"_s, device.speed}, {u"serial"_s, device.serial},
        {u"controller"_s, device.controller ? QJsonValue(device.controller->toString()) : QJsonValue()},
        {u"verdict"_s, levelName(verdict.level)}, {u"reasons"_s, reasons}};
}

} // namespace laneway
