// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/plugprocessor.h"

#include "steps/arguments.h"
#include "steps/guestdevices.h"

namespace laneway {

namespace {
constexpr int largest = 4096;
}

Result<StepPtr> PlugProcessor::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    Values values;
    values.number = arguments.number(u"number", largest);
    values.domainName = arguments.text(u"name");
    values.guest = GuestRef::fromJson(arguments.object(u"guest"));
    values.properties = arguments.object(u"properties");
    values.pins = GuestPins::fromJson(json[u"pins"].toObject());
    if (values.properties[u"id"].toString().isEmpty())
        arguments.refuse(u"properties");
    return arguments.step([&] { return std::make_shared<const PlugProcessor>(values); });
}

QJsonObject PlugProcessor::arguments() const
{
    return {{u"number"_s, m_values.number}, {u"name"_s, m_values.domainName}, {u"guest"_s, m_values.guest.toJson()},
        {u"properties"_s, m_values.properties}, {u"pins"_s, m_values.pins.toJson()}, {u"id"_s, id()}};
}

QStringList PlugProcessor::commands() const
{
    return {addCommandText(m_values.properties)};
}

Result<> PlugProcessor::apply(Kernel &kernel) const
{
    const auto added = addGuestDevice(kernel, m_values.guest, m_values.properties);
    // Its thread is there now, and the guest may use it at once: before that nothing is left to be done.
    return !added || m_values.pins.isEmpty() ? added : kernel.guests.pin(m_values.guest, m_values.pins);
}

Result<> PlugProcessor::verify(const Kernel &kernel) const
{
    return verifyGuestDevice(kernel, m_values.guest, id(), true, label());
}

Result<> PlugProcessor::undo(Kernel &kernel, const QJsonObject &) const
{
    return removeGuestDevice(kernel, m_values.guest, id(), label());
}

} // namespace laneway
