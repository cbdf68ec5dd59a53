// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/setvf.h"

#include "steps/arguments.h"
#include "steps/pfswitch.h"
#include "steps/waiting.h"

namespace laneway {

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
    return {ipCommand(m_pf, m_vf, m_change)};
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
    const VfChange change = m_change.toSend(*now);
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
            return !now || m_change.toSend(*now).isIn(*now);
        },
        readBackLimitMs);
    if (!now)
        return fail(now.error());
    if (!isIn)
        return fail(ErrorCode::VerificationFailed, m_device.toString(), differenceText(m_change, *now));
    return {};
}

Result<> SetVf::undo(Kernel &kernel, const QJsonObject &former) const
{
    return takeBack(kernel, former).map([](const QJsonObject &) {});
}

Result<QJsonObject> SetVf::takeBack(Kernel &kernel, const QJsonObject &former) const
{
    const auto settings = VfSettings::fromJson(former);
    if (!settings)
        return fail(settings.error());
    // Whatever else was set since is somebody else's.
    return restoreVfs(kernel, m_pf, {m_change.sameFieldsOf(*settings)}).map(refusalsAsResult);
}

} // namespace laneway
