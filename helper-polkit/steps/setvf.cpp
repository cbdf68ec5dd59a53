// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/setvf.h"

#include "steps/arguments.h"
#include "steps/devicefiles.h"
#include "steps/waiting.h"

#include <QLoggingCategory>

namespace laneway {

namespace {

Q_LOGGING_CATEGORY(lcVf, "laneway.steps.setvf")

constexpr int readBackLimitMs = 1'000;
constexpr MacAddress insteadOfNone({0x02, 0, 0, 0, 0, 0});

/// What there is to do: to take the VLAN from a VF that has none, or whose driver knows none, is
/// nothing, and some drivers refuse it.
VfChange needed(VfChange change, const VfSettings &now)
{
    const bool untag = change.vlan && !change.vlan->id;
    if (untag && (!now.vlan || !now.vlan->id))
        change.vlan.reset();
    return change;
}

QString wordsOf(const VfChange &change)
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
            + (*change.linkState == VfLinkState::Auto         ? u"auto"_s
                    : *change.linkState == VfLinkState::Enable ? u"enable"_s
                                                               : u"disable"_s);
    return words.join(u' ');
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

Result<VfSettings> vfSettingsNow(const Kernel &kernel, const QString &interface, VfIndex vf)
{
    const auto all = kernel.netlink.vfs(interface);
    if (!all)
        return fail(all.error());
    for (const VfSettings &settings : *all)
        if (settings.index == vf)
            return settings;
    return fail(ErrorCode::NotFound, interface + u" vf "_s + QString::number(vf.value), u"there is no such VF"_s);
}

SetVf::SetVf(const PciAddress &device, const PciAddress &pf, VfIndex vf, const VfChange &change)
    : m_device(device)
    , m_pf(pf)
    , m_vf(vf)
    , m_change(change)
{
}

Result<StepPtr> SetVf::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    const PciAddress device = arguments.address(u"device");
    const PciAddress pf = arguments.address(u"pf");
    const VfIndex vf{quint32(arguments.number(u"index", 65535))};
    const auto change = VfChange::fromJson(arguments.object(u"change"));
    if (!change)
        return fail(change.error());
    return arguments.step([&] { return std::make_shared<const SetVf>(device, pf, vf, *change); });
}

QJsonObject SetVf::arguments() const
{
    return {{u"device"_s, m_device.toString()}, {u"pf"_s, m_pf.toString()}, {u"index"_s, int(m_vf.value)},
        {u"change"_s, m_change.toJson()}};
}

QStringList SetVf::commands() const
{
    return {u"ip link set dev $(ls /sys/bus/pci/devices/"_s + m_pf.toString() + u"/net) vf "_s
        + QString::number(m_vf.value) + u' ' + wordsOf(m_change)};
}

Result<QJsonObject> SetVf::formerState(const Kernel &kernel) const
{
    return interfaceOfPf(kernel, m_pf)
        .and_then([&](const QString &interface) { return vfSettingsNow(kernel, interface, m_vf); })
        .map([](const VfSettings &settings) { return settings.toJson(); });
}

Result<> SetVf::apply(Kernel &kernel) const
{
    const auto interface = interfaceOfPf(kernel, m_pf);
    if (!interface)
        return fail(interface.error());
    const auto now = vfSettingsNow(kernel, *interface, m_vf);
    if (!now)
        return fail(now.error());
    const VfChange change = needed(m_change, *now);
    if (change.isEmpty() || change.isIn(*now))
        return {};
    return kernel.netlink.setVf(*interface, m_vf, change);
}

Result<> SetVf::verify(const Kernel &kernel) const
{
    const auto interface = interfaceOfPf(kernel, m_pf);
    if (!interface)
        return fail(interface.error());
    Result<VfSettings> now = fail(ErrorCode::Internal, {});
    const bool isIn = waitUntil(
        [&] {
            now = vfSettingsNow(kernel, *interface, m_vf);
            return !now || needed(m_change, *now).isIn(*now);
        },
        readBackLimitMs);
    if (!now)
        return fail(now.error());
    if (!isIn)
        return fail(ErrorCode::VerificationFailed, m_device.toString(),
            u"wanted "_s + wordsOf(m_change) + u", the PF reports "_s + wordsOf(VfChange::to(*now)));
    return {};
}

Result<> SetVf::undo(Kernel &kernel, const QJsonObject &former) const
{
    const auto settings = VfSettings::fromJson(former);
    if (!settings)
        return fail(settings.error());
    return restoreVf(kernel, m_pf, *settings);
}

Result<> restoreVf(Kernel &kernel, const PciAddress &pf, const VfSettings &former)
{
    const auto found = interfaceNow(kernel, pf);
    if (!found)
        return fail(found.error());
    if (found->isEmpty())
        return {};
    const QString &interface = *found;
    auto now = vfSettingsNow(kernel, interface, former.index);
    if (!now)
        return now.error().code == ErrorCode::NotFound ? Result<>() : fail(now.error());
    VfChange change = VfChange::to(former);
    if (change.isEmpty() || change.isIn(*now))
        return {};
    auto set = kernel.netlink.setVf(interface, former.index, change);
    if (!set && change.mac && change.mac->isNull() && set.error().code == ErrorCode::KernelRefused) {
        change.mac = insteadOfNone;
        set = kernel.netlink.setVf(interface, former.index, change);
        if (set)
            qCWarning(lcVf).noquote() << interface << "vf" << former.index.value
                                      << "does not take an all-zero MAC back and got"
                                      << insteadOfNone.toString();
    }
    if (!set)
        return set;
    now = vfSettingsNow(kernel, interface, former.index);
    if (!now)
        return fail(now.error());
    if (!change.isIn(*now))
        return fail(ErrorCode::VerificationFailed, interface + u" vf "_s + QString::number(former.index.value),
            u"wanted "_s + wordsOf(change) + u", the PF reports "_s + wordsOf(VfChange::to(*now)));
    return {};
}

} // namespace laneway
