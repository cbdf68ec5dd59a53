// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/linkup.h"

#include "kernel/hostreader.h"
#include "steps/arguments.h"
#include "steps/waiting.h"

namespace laneway {

LinkUp::LinkUp(const PciAddress &device, const QString &interface)
    : m_device(device)
    , m_interface(interface)
{
}

Result<StepPtr> LinkUp::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    const PciAddress device = arguments.address(u"device");
    const QString interface = arguments.text(u"interface");
    return arguments.step([&] { return std::make_shared<const LinkUp>(device, interface); });
}

QJsonObject LinkUp::arguments() const
{
    return {{u"device"_s, m_device.toString()}, {u"interface"_s, m_interface}};
}

Result<bool> LinkUp::isUp(const Kernel &kernel) const
{
    const QString interface = interfaceOf(kernel, m_device);
    if (interface.isEmpty())
        return fail(ErrorCode::NotFound, m_device.toString(), u"has no network interface"_s);
    return kernel.netlink.isLinkUp(interface);
}

Result<QJsonObject> LinkUp::formerState(const Kernel &kernel) const
{
    return isUp(kernel).map([](bool up) { return QJsonObject{{u"up"_s, up}}; });
}

Result<> LinkUp::apply(Kernel &kernel) const
{
    const auto up = isUp(kernel);
    if (!up)
        return fail(up.error());
    return *up ? Result<>() : kernel.netlink.setLinkUp(interfaceOf(kernel, m_device), true);
}

Result<> LinkUp::verify(const Kernel &kernel) const
{
    Result<bool> up = false;
    waitUntil([&] { return !(up = isUp(kernel)) || *up; }, 2'000);
    if (!up)
        return fail(up.error());
    if (!*up)
        return fail(ErrorCode::VerificationFailed, m_interface, u"is still down"_s);
    return {};
}

Result<> LinkUp::undo(Kernel &kernel, const QJsonObject &former) const
{
    const QString interface = interfaceOf(kernel, m_device);
    if (interface.isEmpty() || former[u"up"].toBool())
        return {};
    const auto up = kernel.netlink.isLinkUp(interface);
    if (!up)
        return fail(up.error());
    return *up ? kernel.netlink.setLinkUp(interface, false) : Result<>();
}

} // namespace laneway
