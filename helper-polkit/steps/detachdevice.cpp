// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/detachdevice.h"

#include "steps/arguments.h"
#include "steps/guestdevices.h"

namespace laneway {

DetachDevice::DetachDevice(
    const PciAddress &device, const QString &domainName, const GuestRef &guest, const QJsonObject &properties)
    : m_device(device)
    , m_domainName(domainName)
    , m_guest(guest)
    , m_properties(properties)
{
}

Result<StepPtr> DetachDevice::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    const PciAddress device = arguments.address(u"device");
    const QString name = arguments.text(u"name");
    const GuestRef guest = GuestRef::fromJson(arguments.object(u"guest"));
    const QJsonObject properties = arguments.object(u"properties");
    if (properties[u"id"].toString().isEmpty())
        return fail(ErrorCode::InvalidInput, u"properties"_s, u"without id"_s);
    return arguments.step([&] { return std::make_shared<const DetachDevice>(device, name, guest, properties); });
}

QJsonObject DetachDevice::arguments() const
{
    return {{u"device"_s, m_device.toString()}, {u"name"_s, m_domainName}, {u"id"_s, id()},
        {u"guest"_s, m_guest.toJson()}, {u"properties"_s, m_properties}};
}

QStringList DetachDevice::commands() const
{
    return {removeCommandText(id())};
}

Result<> DetachDevice::apply(Kernel &kernel) const
{
    return removeGuestDevice(kernel, m_guest, id(), m_device.toString());
}

Result<> DetachDevice::verify(const Kernel &kernel) const
{
    return verifyGuestDevice(kernel, m_guest, id(), false, m_device.toString());
}

Result<> DetachDevice::undo(Kernel &kernel, const QJsonObject &) const
{
    if (!kernel.guests.isAlive(m_guest))
        return {};
    return addGuestDevice(kernel, m_guest, m_properties);
}

} // namespace laneway
