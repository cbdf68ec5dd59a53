// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dropverdict.h"

#include "host/reasontext.h"

#include <QCoreApplication>

#include <algorithm>

namespace laneway {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DropVerdict)
};

void sortOnce(QList<PciAddress> &addresses)
{
    std::sort(addresses.begin(), addresses.end());
    addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
}

DropVerdict refused(QString sentence, const QList<PciAddress> &devices)
{
    DropVerdict verdict;
    verdict.level = Level::Blocked;
    verdict.sentence = std::move(sentence);
    verdict.devices = devices;
    return verdict;
}

QString sentenceFor(const DropVerdict &verdict, const DropTarget &target)
{
    if (verdict.refuses())
        return Text::tr("Cannot be assigned to %1: %2").arg(target.name, reasonText(verdict.reasons.first()));
    const int chosen = int(verdict.devices.size() - verdict.companions.size());
    QString sentence = chosen == 1 ? Text::tr("Assigns the device to %1.").arg(target.name)
                                   : Text::tr("Assigns %n devices to %1.", nullptr, chosen).arg(target.name);
    if (verdict.companions.size() == 1)
        sentence += u' ' + Text::tr("Takes 1 companion along: %1.").arg(verdict.companions.first().toString());
    else if (!verdict.companions.isEmpty())
        sentence += u' ' + Text::tr("Takes %n companions along.", nullptr, int(verdict.companions.size()));
    if (verdict.level == Level::Caution)
        //: what the host would lose follows
        sentence += u' ' + Text::tr("Caution: %1").arg(reasonText(verdict.reasons.first()));
    return sentence;
}

} // namespace

DropVerdict dropVerdict(
    const HostIndex &index, const Claims &claims, const QList<PciAddress> &devices, const DropTarget &target)
{
    QList<PciAddress> chosen = devices;
    sortOnce(chosen);
    QList<PciAddress> had; // already in the target's definition
    for (const PciAddress &device : std::as_const(chosen)) {
        if (!index.host().find(device))
            return refused(Text::tr("%1 is no longer there.").arg(device.toString()), chosen);
        const QList<const Claim *> claimed = index.claimsOf(device);
        if (std::any_of(
                claimed.cbegin(), claimed.cend(), [&](const Claim *claim) { return claim->domain == target.domain; }))
            had << device;
    }
    if (had == chosen)
        return refused(chosen.isEmpty() ? Text::tr("There is no device to assign.")
                                        : Text::tr("%1 has it already.").arg(target.name),
            chosen);
    chosen.removeIf([&](const PciAddress &device) { return had.contains(device); });

    DropVerdict result;
    for (const PciAddress &device : std::as_const(chosen)) {
        const Verdict verdict
            = assess({index.host(), claims, *index.host().find(device), target.domain, chosen}, index);
        result.level = std::max(result.level, verdict.level);
        result.companions += verdict.companions;
        result.suggested += verdict.suggested;
        for (const Reason &reason : verdict.reasons)
            if (!result.reasons.contains(reason))
                result.reasons << reason;
    }
    std::stable_sort(result.reasons.begin(), result.reasons.end(),
        [](const Reason &a, const Reason &b) { return a.level > b.level; });
    sortOnce(result.companions);
    result.devices = chosen + result.companions;
    sortOnce(result.devices);
    result.suggested.removeIf(
        [&](const PciAddress &device) { return result.devices.contains(device) || had.contains(device); });
    sortOnce(result.suggested);
    result.sentence = sentenceFor(result, target);
    return result;
}

DropVerdict dropVerdict(
    const HostSnapshot &host, const Claims &claims, const QList<PciAddress> &devices, const DropTarget &target)
{
    return dropVerdict(HostIndex(host, claims), claims, devices, target);
}

DropVerdict dropVerdict(const QList<NetworkState> &networks, const QString &pool, const DropTarget &target)
{
    const auto network
        = std::find_if(networks.cbegin(), networks.cend(), [&](const NetworkState &one) { return one.name == pool; });
    if (network == networks.cend())
        return refused(Text::tr("The pool %1 is no longer there.").arg(pool), {});
    DropVerdict verdict;
    verdict.sentence
        = Text::tr("Gives %1 an interface of the pool %2: at each start a virtual function that is free then.")
              .arg(target.name, pool);
    if (!network->active) {
        verdict.level = Level::Caution;
        verdict.sentence += u' ' + Text::tr("The pool is stopped; until it is started, the machine cannot start.");
    } else if (network->free == 0) {
        verdict.level = Level::Caution;
        verdict.sentence += u' ' + Text::tr("None is free now.");
    } else {
        verdict.sentence += u' ' + Text::tr("%1 of %2 are free now.").arg(network->free).arg(network->total);
    }
    return verdict;
}

} // namespace laneway
