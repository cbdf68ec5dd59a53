// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/associateport.h"

#include "steps/arguments.h"
#include "steps/devicefiles.h"
#include "steps/pfswitch.h"
#include "steps/waiting.h"

#include <cerrno>

namespace laneway {

namespace {

constexpr int answerLimitMs = 10'000; // libvirt's STATUS_POLL_TIMEOUT_USEC

/// What firmware calls this computer; the switch's own books only, so a host without it goes on.
std::optional<QUuid> hostUuid(const Kernel &kernel)
{
    const QUuid uuid(kernel.sys.text(u"class/dmi/id/product_uuid"_s).value_or(QString()));
    return uuid.isNull() ? std::nullopt : std::optional(uuid);
}

QString answerText(PortResponse response)
{
    switch (response) {
    case PortResponse::Success: return u"accepted"_s;
    case PortResponse::InProgress:
        return u"no answer of the switch within "_s + QString::number(answerLimitMs / 1000) + u" s"_s;
    case PortResponse::Invalid: return u"the switch does not know this profile"_s;
    case PortResponse::BadState: return u"the port is in a state that does not allow it"_s;
    case PortResponse::InsufficientResources: return u"the switch has no resources left for it"_s;
    case PortResponse::Refused: break;
    }
    return u"the switch refuses it"_s;
}

} // namespace

Result<StepPtr> AssociatePort::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    Values values;
    values.device = arguments.address(u"device");
    values.pf = arguments.address(u"pf");
    values.vf = VfIndex{quint32(arguments.number(u"index", 65535))};
    values.profile = arguments.text(u"profile");
    values.domain = QUuid(arguments.text(u"domain"));
    if (const QString mac = arguments.textOr(u"mac"); !mac.isEmpty()) {
        const auto parsed = MacAddress::parse(mac);
        if (!parsed)
            return fail(parsed.error());
        values.mac = *parsed;
    }
    return arguments.step([&] { return std::make_shared<const AssociatePort>(values); });
}

QJsonObject AssociatePort::arguments() const
{
    return {{u"device"_s, m_values.device.toString()}, {u"pf"_s, m_values.pf.toString()},
        {u"index"_s, int(m_values.vf.value)}, {u"profile"_s, m_values.profile},
        {u"domain"_s, m_values.domain.toString(QUuid::WithoutBraces)},
        {u"mac"_s, m_values.mac ? m_values.mac->toString() : QString()}};
}

QStringList AssociatePort::commands() const
{
    return {u"# No command of iproute2 does this: RTM_SETLINK with IFLA_VF_PORTS, vf "_s
        + QString::number(m_values.vf.value) + u", profile "_s + m_values.profile};
}

Result<QJsonObject> AssociatePort::formerState(const Kernel &kernel) const
{
    const auto interface = interfaceOfPf(kernel, m_values.pf);
    if (!interface)
        return fail(interface.error());
    const auto settings = vfSettingsNow(kernel, *interface, m_values.vf);
    if (!settings) // the drivers that know profiles need not report a VF's settings
        return settings.error().code == ErrorCode::NotFound ? Result<QJsonObject>(QJsonObject())
                                                            : fail(settings.error());
    return QJsonObject{{u"settings"_s, settings->toJson()}};
}

Result<> AssociatePort::await(const Kernel &kernel, const QString &interface) const
{
    Result<std::optional<PortResponse>> response = fail(ErrorCode::Internal, {});
    waitUntil(
        [&] {
            response = kernel.netlink.portResponse(interface, m_values.vf);
            return !response || *response != PortResponse::InProgress;
        },
        answerLimitMs);
    if (!response)
        return fail(response.error());
    const QString subject = m_values.device.toString();
    if (!*response)
        return fail(ErrorCode::VerificationFailed, subject,
            u"the driver of "_s + interface + u" tells nothing of the port's profile"_s);
    if (**response == PortResponse::InProgress)
        return fail(ErrorCode::TimedOut, subject, answerText(**response));
    if (**response != PortResponse::Success)
        return fail(ErrorCode::UnsupportedConfiguration, subject,
            u"port profile "_s + m_values.profile + u": "_s + answerText(**response));
    return {};
}

Result<> AssociatePort::apply(Kernel &kernel) const
{
    const auto interface = interfaceOfPf(kernel, m_values.pf);
    if (!interface)
        return fail(interface.error());
    const PortRequest request{
        PortRequest::Kind::Associate, m_values.profile, m_values.domain, hostUuid(kernel), m_values.mac};
    const auto asked = kernel.netlink.requestPort(*interface, m_values.vf, request);
    if (asked)
        return await(kernel, *interface);
    if (asked.error().systemError != EOPNOTSUPP)
        return asked;
    return fail(ErrorCode::UnsupportedConfiguration, m_values.device.toString(),
        u"the driver of "_s + *interface + u" knows no port profiles (802.1Qbh); use a VLAN instead of <virtualport>"_s,
        EOPNOTSUPP);
}

Result<> AssociatePort::verify(const Kernel &kernel) const
{
    return interfaceOfPf(kernel, m_values.pf).and_then([&](const QString &interface) {
        return await(kernel, interface);
    });
}

Result<> AssociatePort::undo(Kernel &kernel, const QJsonObject &former) const
{
    const auto interface = interfaceNow(kernel, m_values.pf);
    if (!interface)
        return fail(interface.error());
    if (interface->isEmpty())
        return {};
    // Where no request ever came through there is nothing to leave.
    const auto present = kernel.netlink.portResponse(*interface, m_values.vf);
    if (!present)
        return fail(present.error());
    if (*present) {
        const auto asked
            = kernel.netlink.requestPort(*interface, m_values.vf, {PortRequest::Kind::Disassociate, {}, {}, {}, {}});
        if (!asked)
            return asked;
        const auto left = await(kernel, *interface);
        // A driver that forgets the port with its profile has nothing more to tell.
        if (!left && left.error().code != ErrorCode::VerificationFailed)
            return left;
    }
    if (!former[u"settings"].isObject())
        return {};
    return VfSettings::fromJson(former[u"settings"].toObject()).and_then([&](const VfSettings &settings) {
        return restoreVfs(
            kernel, m_values.pf, {VfSettings{settings.index, settings.mac, settings.vlan, {}, {}, {}, {}}})
            .map([](const QList<VfRefusal> &) {});
    });
}

} // namespace laneway
