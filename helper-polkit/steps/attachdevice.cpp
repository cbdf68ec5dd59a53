// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/attachdevice.h"

#include "steps/arguments.h"
#include "steps/guestdevices.h"

namespace laneway {

Result<StepPtr> AttachDevice::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    Values values;
    values.device = arguments.address(u"device");
    values.domainName = arguments.text(u"name");
    values.guest = GuestRef::fromJson(arguments.object(u"guest"));
    values.properties = arguments.object(u"properties");
    values.nodes = arguments.texts(u"nodes");
    values.memoryLock = arguments.bytes(u"memoryLock");
    values.formerMemoryLock = arguments.bytes(u"formerMemoryLock");
    if (values.properties[u"id"].toString().isEmpty())
        return fail(ErrorCode::InvalidInput, u"properties"_s, u"without id"_s);
    return arguments.step([&] { return std::make_shared<const AttachDevice>(values); });
}

QJsonObject AttachDevice::arguments() const
{
    return {{u"device"_s, m_values.device.toString()}, {u"name"_s, m_values.domainName}, {u"id"_s, id()},
        {u"guest"_s, m_values.guest.toJson()}, {u"properties"_s, m_values.properties},
        {u"nodes"_s, QJsonArray::fromStringList(m_values.nodes)},
        {u"memoryLock"_s, QString::number(m_values.memoryLock)},
        {u"formerMemoryLock"_s, QString::number(m_values.formerMemoryLock)}};
}

QStringList AttachDevice::commands() const
{
    return {addCommandText(m_values.properties)};
}

Result<> AttachDevice::apply(Kernel &kernel) const
{
    for (const QString &node : m_values.nodes)
        if (auto allowed = kernel.guests.allowNode(m_values.guest, node); !allowed)
            return allowed;
    if (m_values.memoryLock)
        if (auto raised = kernel.guests.setMemoryLock(m_values.guest, m_values.memoryLock); !raised)
            return raised;
    return addGuestDevice(kernel, m_values.guest, m_values.properties);
}

Result<> AttachDevice::verify(const Kernel &kernel) const
{
    return verifyGuestDevice(kernel, m_values.guest, id(), true, m_values.device.toString());
}

Result<> AttachDevice::undo(Kernel &kernel, const QJsonObject &) const
{
    if (auto removed = removeGuestDevice(kernel, m_values.guest, id(), m_values.device.toString()); !removed)
        return removed;
    if (!m_values.formerMemoryLock || !kernel.guests.isAlive(m_values.guest))
        return {};
    return kernel.guests.setMemoryLock(m_values.guest, m_values.formerMemoryLock);
}

} // namespace laneway
