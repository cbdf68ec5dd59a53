// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/verdict.h"

#include "host/reasontext.h"
#include "host/rules.h"
#include "host/snapshotjson.h"

#include <algorithm>
#include <array>

namespace laneway {

namespace {

// A new rule is a new row. Reasons of one level keep this order: what hurts most comes first.
constexpr std::array<Rule, 34> table{
    // never
    rules::notAnEndpoint,
    // blocked
    rules::readOnlyHost,
    rules::iommuOff,
    rules::noIommuGroup,
    rules::vfioMissing,
    rules::noInterruptRemapping,
    rules::heldByDomain,
    rules::virtualFunctionsHeld,
    rules::usbDevicesHeld,
    rules::physicalFunctionTaken,
    rules::behindVmd,
    rules::companionHeld,
    rules::companionCannotBeTaken,
    rules::bridgeInTheWay,
    // caution
    rules::holdsRootFileSystem,
    rules::holdsMountedDisk,
    rules::holdsSwap,
    rules::defaultRoute,
    rules::interfaceIsPort,
    rules::interfaceUp,
    rules::onlyDisplay,
    rules::bootDisplay,
    rules::monitorConnected,
    rules::inputsInUse,
    rules::hasVirtualFunctions,
    rules::companionInUse,
    rules::drivesBehindVmd, // or with-companions, when the drives are idle
    rules::noReset,
    rules::unsafeInterrupts,
    rules::acsOverride,
    rules::groupUnknown,
    rules::kindUnknown,
    rules::usesUnknown,
    // with-companions
    rules::takesCompanions,
};
// ready: facts worth saying that stand in nobody's way
constexpr std::array<Rule, 5> notes{
    rules::aloneInGroup,
    rules::companionsIdle,
    rules::cardSiblings,
    rules::wantedByDomain,
    rules::capabilitiesUnknown,
};

struct LevelName
{
    Level level;
    QStringView name;
};
constexpr LevelName levelNames[] = {{Level::Ready, u"ready"}, {Level::WithCompanions, u"with-companions"},
    {Level::Caution, u"caution"}, {Level::Blocked, u"blocked"}, {Level::Never, u"never"}};

QJsonArray addressesToJson(const QList<PciAddress> &addresses)
{
    QJsonArray json;
    for (const PciAddress &address : addresses)
        json.append(address.toString());
    return json;
}

// Still in somebody's hands, and not taken care of: neither by the same plan nor by the target.
bool mustBeTaken(const Question &question, const HostIndex &index, const PciFunction &other)
{
    const bool isFree = other.driver.isEmpty() && !other.isUnknown(Unknown::Driver);
    if (isFree || isStubDriver(other.driver) || question.alsoTaken.contains(other.address))
        return false;
    const QList<const Claim *> claims = index.claimsOf(other.address);
    return std::none_of(
        claims.cbegin(), claims.cend(), [&](const Claim *claim) { return claim->domain == question.target; });
}

} // namespace

QString sourceOf(const PciFunction &function, QStringView file)
{
    return function.address.toString() + u'/' + file;
}

Facts factsOf(const Question &question, const HostIndex &index, const PciFunction &device)
{
    Facts facts{question, index, device, {}, {}};
    // What a companion is used for is a matter of itself alone: its group is the question's.
    if (device.address != question.device.address)
        return facts;
    facts.groupEndpoints = index.groupEndpoints(device);
    const bool vmd = isVmd(device);
    for (const PciFunction *other : std::as_const(facts.groupEndpoints)) {
        // The drives of a VMD controller vanish with its driver: there is nothing to move.
        const bool vanishes = vmd && other->address.domain() != device.address.domain();
        if (!vanishes && mustBeTaken(question, index, *other))
            facts.companions.append(other);
    }
    return facts;
}

Verdict assess(const Question &question, const HostIndex &index)
{
    const Facts facts = factsOf(question, index, question.device);
    Verdict verdict;
    const auto ask = [&](Rule rule) {
        if (auto reason = rule(facts))
            verdict.reasons.append(*std::move(reason));
    };
    if (!question.device.isEndpoint()) {
        // Whatever else is true of a bridge does not matter to anybody.
        ask(rules::notAnEndpoint);
    } else {
        std::for_each(table.cbegin(), table.cend(), ask);
        std::for_each(notes.cbegin(), notes.cend(), ask);
        for (const PciFunction *companion : facts.companions)
            verdict.companions.append(companion->address);
        verdict.suggested = suggestedWith(facts);
    }
    std::stable_sort(verdict.reasons.begin(), verdict.reasons.end(),
        [](const Reason &a, const Reason &b) { return a.level > b.level; });
    verdict.level = verdict.reasons.first().level;
    return verdict;
}

QMap<PciAddress, Verdict> assessAll(const HostIndex &index, const Claims &claims, std::optional<QUuid> target)
{
    QMap<PciAddress, Verdict> verdicts;
    for (const PciFunction &function : index.host().functions)
        verdicts.insert(verdicts.cend(), function.address, assess({index.host(), claims, function, target, {}}, index));
    return verdicts;
}

Verdict assess(const Question &question)
{
    return assess(question, HostIndex(question.host, question.claims));
}

QMap<PciAddress, Verdict> assessAll(const HostSnapshot &host, const Claims &claims, std::optional<QUuid> target)
{
    return assessAll(HostIndex(host, claims), claims, target);
}

QString levelName(Level level)
{
    for (const LevelName &known : levelNames)
        if (known.level == level)
            return known.name.toString();
    return {};
}

std::optional<Level> levelFromName(QStringView name)
{
    for (const LevelName &known : levelNames)
        if (known.name == name)
            return known.level;
    return std::nullopt;
}

QJsonObject reasonToJson(const Reason &reason)
{
    QJsonArray evidence;
    for (const Evidence &seen : reason.evidence)
        evidence.append(QJsonObject{{u"source"_s, seen.source}, {u"value"_s, seen.value}});
    return {{u"level"_s, levelName(reason.level)}, {u"code"_s, reason.code}, {u"text"_s, reasonText(reason)},
        {u"evidence"_s, evidence}, {u"arguments"_s, QJsonArray::fromStringList(reason.arguments)},
        {u"devices"_s, addressesToJson(reason.devices)}};
}

Reason reasonFromJson(const QJsonObject &json)
{
    // What cannot be read is taken for the worst that can still be changed.
    Reason reason{levelFromName(json[u"level"].toString()).value_or(Level::Blocked), json[u"code"].toString(), {}};
    for (const auto &value : json[u"evidence"].toArray())
        reason.evidence.append({value.toObject()[u"source"].toString(), value.toObject()[u"value"].toString()});
    for (const auto &value : json[u"arguments"].toArray())
        reason.arguments.append(value.toString());
    for (const auto &value : json[u"devices"].toArray())
        if (const auto address = PciAddress::parse(value.toString()))
            reason.devices.append(*address);
    return reason;
}

QJsonObject verdictToJson(const PciFunction &function, const Verdict &verdict)
{
    QJsonArray reasons;
    for (const Reason &reason : verdict.reasons)
        reasons.append(reasonToJson(reason));
    QJsonValue sriov;
    if (function.sriov) {
        sriov = QJsonObject{{u"total"_s, function.sriov->total}, {u"num"_s, function.sriov->enabled},
            {u"vfs"_s, addressesToJson(function.sriov->functions)}};
    }
    const auto orNull = [](bool known, const QJsonValue &value) { return known ? value : QJsonValue(); };
    return {{u"address"_s, function.address.toString()}, {u"name"_s, function.displayName()},
        {u"group"_s, orNull(function.iommuGroup.has_value(), function.iommuGroup.value_or(0))},
        {u"driver"_s, orNull(!function.driver.isEmpty(), function.driver)}, {u"endpoint"_s, function.isEndpoint()},
        {u"verdict"_s, levelName(verdict.level)}, {u"companions"_s, addressesToJson(verdict.companions)},
        {u"suggested"_s, addressesToJson(verdict.suggested)}, {u"sriov"_s, sriov},
        {u"physfn"_s,
            orNull(function.physicalFunction.has_value(), function.physicalFunction.value_or(PciAddress()).toString())},
        {u"unknown"_s, QJsonArray::fromStringList(unknownTexts(function.unknown))}, {u"reasons"_s, reasons}};
}

} // namespace laneway
