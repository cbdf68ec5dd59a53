// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/linkup.h"

#include "steps/arguments.h"
#include "steps/devicefiles.h"
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

Result<QString> LinkUp::interface(const Kernel &kernel) const
{
    return interfaceNow(kernel, m_device).and_then([&](const QString &name) -> Result<QString> {
        if (name.isEmpty())
            return fail(ErrorCode::NotFound, m_device.toString(), u"has no network interface"_s);
        return name;
    });
}

Result<bool> LinkUp::isUp(const Kernel &kernel) const
{
    return interface(kernel).and_then([&](const QString &name) { return kernel.netlink.isLinkUp(name); });
}

Result<QJsonObject> LinkUp::formerState(const Kernel &kernel) const
{
    return isUp(kernel).map([](bool up) { return QJsonObject{{u"up"_s, up}}; });
}

Result<> LinkUp::apply(Kernel &kernel) const
{
    return interface(kernel).and_then([&](const QString &name) {
        return kernel.netlink.isLinkUp(name).and_then(
            [&](bool up) { return up ? Result<>() : kernel.netlink.setLinkUp(name, true); });
    });
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
    if (former[u"up"].toBool())
        return {};
    const auto name = interfaceNow(kernel, m_device);
    if (!name)
        return fail(name.error());
    if (name->isEmpty())
        return {};
    return kernel.netlink.isLinkUp(*name).and_then(
        [&](bool up) { return up ? kernel.netlink.setLinkUp(*name, false) : Result<>(); });
}

} // namespace laneway
