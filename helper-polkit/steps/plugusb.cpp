// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/plugusb.h"

#include "steps/arguments.h"
#include "steps/guestdevices.h"

namespace laneway {

QJsonObject UsbPlug::toJson() const
{
    return {{u"port"_s, port.toString()}, {u"device"_s, device}, {u"name"_s, domainName}, {u"id"_s, id()},
        {u"guest"_s, guest.toJson()}, {u"properties"_s, properties}};
}

Result<UsbPlug> UsbPlug::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    UsbPlug plug;
    const auto port = UsbPort::parse(arguments.text(u"port"));
    plug.device = arguments.text(u"device");
    plug.domainName = arguments.text(u"name");
    plug.guest = GuestRef::fromJson(arguments.object(u"guest"));
    plug.properties = arguments.object(u"properties");
    if (arguments.fault())
        return fail(*arguments.fault());
    if (!port || plug.id().isEmpty())
        return fail(ErrorCode::InvalidInput, u"port or properties"_s, u"not a valid value"_s);
    plug.port = *port;
    return plug;
}

Result<> UsbPlug::plugIn(Kernel &kernel) const
{
    const QString node = properties[u"hostdevice"].toString().mid(QStringView(u"/dev/").size());
    return kernel.guests.allowNode(guest, node).and_then([&] { return addGuestDevice(kernel, guest, properties); });
}

Result<> UsbPlug::plugOut(Kernel &kernel) const
{
    return removeGuestDevice(kernel, guest, id(), device);
}

Result<> UsbPlug::verify(const Kernel &kernel, bool wanted) const
{
    return verifyGuestDevice(kernel, guest, id(), wanted, device);
}

Result<StepPtr> AttachUsb::fromJson(const QJsonObject &arguments)
{
    return UsbPlug::fromJson(arguments).map(
        [](const UsbPlug &plug) -> StepPtr { return std::make_shared<const AttachUsb>(plug); });
}

QStringList AttachUsb::commands() const
{
    return {addCommandText(m_plug.properties)};
}

Result<StepPtr> DetachUsb::fromJson(const QJsonObject &arguments)
{
    return UsbPlug::fromJson(arguments).map(
        [](const UsbPlug &plug) -> StepPtr { return std::make_shared<const DetachUsb>(plug); });
}

QStringList DetachUsb::commands() const
{
    return {removeCommandText(m_plug.id())};
}

Result<> DetachUsb::undo(Kernel &kernel, const QJsonObject &) const
{
    return kernel.guests.isAlive(m_plug.guest) ? m_plug.plugIn(kernel) : Result<>();
}

} // namespace laneway
