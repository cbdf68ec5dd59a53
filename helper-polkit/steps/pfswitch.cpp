// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/pfswitch.h"

#include "steps/devicefiles.h"
#include "steps/waiting.h"

#include <QJsonArray>
#include <QLoggingCategory>

#include <algorithm>

namespace laneway {

namespace {

Q_LOGGING_CATEGORY(lcVf, "laneway.steps.pfswitch")

constexpr MacAddress insteadOfNone({0x02, 0, 0, 0, 0, 0});

bool isNoMac(const VfRefusal &refusal, const VfChanges &sent)
{
    return refusal.field == VfField::Mac && refusal.error.code == ErrorCode::KernelRefused
        && std::any_of(sent.begin(), sent.end(),
            [&](const auto &one) { return one.first == refusal.vf && one.second.mac && one.second.mac->isNull(); });
}

} // namespace

Result<QString> interfaceOfPf(const Kernel &kernel, const PciAddress &pf)
{
    return interfaceNow(kernel, pf).and_then([&](const QString &interface) -> Result<QString> {
        if (interface.isEmpty())
            return fail(ErrorCode::UnsupportedConfiguration, pf.toString(),
                u"has no network interface that its VFs could be set by"_s);
        return interface;
    });
}

const VfSettings *settingsIn(const QList<VfSettings> &all, VfIndex vf)
{
    // By index, and without a gap as a rule.
    if (vf.value < quint32(all.size()) && all[vf.value].index == vf)
        return &all[vf.value];
    const auto found = std::lower_bound(
        all.begin(), all.end(), vf, [](const VfSettings &settings, VfIndex wanted) { return settings.index < wanted; });
    return found != all.end() && found->index == vf ? &*found : nullptr;
}

Result<VfSettings> vfSettingsNow(const Kernel &kernel, const QString &interface, VfIndex vf)
{
    const auto all = kernel.netlink.vfs(interface);
    if (!all)
        return fail(all.error());
    if (const VfSettings *settings = settingsIn(*all, vf))
        return *settings;
    return fail(ErrorCode::NotFound, interface + u" vf "_s + QString::number(vf.value), u"there is no such VF"_s);
}

QString ipWords(const VfChange &change)
{
    QStringList words;
    if (change.mac)
        words += u"mac "_s + change.mac->toString();
    if (change.vlan) {
        words += u"vlan "_s + QString::number(change.vlan->id ? change.vlan->id->value() : 0);
        if (change.vlan->qos)
            words += u"qos "_s + QString::number(change.vlan->qos);
        if (change.vlan->protocol == VlanProtocol::Dot1AD)
            words += u"proto 802.1ad"_s;
    }
    if (change.rate)
        words += u"max_tx_rate "_s + QString::number(change.rate->maximum) + u" min_tx_rate "_s
            + QString::number(change.rate->minimum);
    if (change.spoofCheck)
        words += *change.spoofCheck ? u"spoofchk on"_s : u"spoofchk off"_s;
    if (change.trust)
        words += *change.trust ? u"trust on"_s : u"trust off"_s;
    if (change.linkState)
        words += u"state "_s
            + (*change.linkState == VfLinkState::Auto          ? u"auto"_s
                    : *change.linkState == VfLinkState::Enable ? u"enable"_s
                                                               : u"disable"_s);
    return words.join(u' ');
}

QString ipCommand(const PciAddress &pf, VfIndex vf, const VfChange &change)
{
    return u"ip link set dev $(ls /sys/bus/pci/devices/"_s + pf.toString() + u"/net) vf "_s + QString::number(vf.value)
        + u' ' + ipWords(change);
}

QString differenceText(const VfChange &wanted, const VfSettings &found)
{
    return u"wanted "_s + ipWords(wanted) + u", the PF reports "_s + ipWords(VfChange::to(found));
}

QJsonObject refusalsAsResult(const QList<VfRefusal> &refused)
{
    return refused.isEmpty() ? QJsonObject() : QJsonObject{{u"refused"_s, refusalsToJson(refused)}};
}

Result<QList<VfRefusal>> restoreVfs(Kernel &kernel, const PciAddress &pf, const QList<VfSettings> &former)
{
    const auto found = interfaceNow(kernel, pf);
    if (!found)
        return fail(found.error());
    const QString &interface = *found;
    if (interface.isEmpty() || former.isEmpty())
        return QList<VfRefusal>();
    auto now = kernel.netlink.vfs(interface);
    if (!now)
        return fail(now.error());
    VfChanges wanted;
    VfChanges sent;
    for (const VfSettings &settings : former) {
        const VfSettings *present = settingsIn(*now, settings.index);
        if (!present)
            continue;
        const VfChange change = VfChange::to(settings);
        wanted.append({settings.index, change});
        if (const VfChange differing = change.beyond(*present); !differing.isEmpty())
            sent.append({settings.index, differing});
    }
    if (sent.isEmpty())
        return QList<VfRefusal>();
    const auto refused = kernel.netlink.setVfs(interface, sent);
    if (!refused)
        return fail(refused.error());
    VfChanges replaced;
    QList<VfRefusal> otherwise;
    for (const VfRefusal &refusal : *refused) {
        if (!isNoMac(refusal, sent))
            return fail(refusal.error);
        VfChange change;
        change.mac = insteadOfNone;
        replaced.append({refusal.vf, change});
        for (auto &[vf, whole] : wanted)
            if (vf == refusal.vf)
                whole.mac = insteadOfNone;
        otherwise.append(refusal);
        otherwise.last().error.detail += u"; it has "_s + insteadOfNone.toString() + u" now"_s;
        qCWarning(lcVf).noquote() << otherwise.last().error.toString();
    }
    if (!replaced.isEmpty()) {
        const auto again = kernel.netlink.setVfs(interface, replaced);
        if (!again)
            return fail(again.error());
        if (!again->isEmpty())
            return fail(again->first().error);
    }
    Result<> same;
    waitUntil(
        [&] {
            now = kernel.netlink.vfs(interface);
            if (!now)
                return true;
            same = {};
            for (const auto &[vf, change] : std::as_const(wanted))
                if (const VfSettings *present = settingsIn(*now, vf); present && !change.isIn(*present))
                    same = fail(ErrorCode::VerificationFailed, interface + u" vf "_s + QString::number(vf.value),
                        differenceText(change, *present));
            return same.has_value();
        },
        readBackLimitMs);
    if (!now)
        return fail(now.error());
    return same.map([&] { return otherwise; });
}

Result<QList<VfSettings>> formerVfs(const QJsonObject &former)
{
    QList<VfSettings> settings;
    const QJsonArray vfs = former[u"vfs"].toArray();
    for (const QJsonValue &value : vfs) {
        const auto one
            = value.isString() ? VfSettings::fromWords(value.toString()) : VfSettings::fromJson(value.toObject());
        if (!one)
            return fail(one.error());
        settings.append(*one);
    }
    return settings;
}

} // namespace laneway
