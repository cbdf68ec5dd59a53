// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/guestdevices.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace laneway {

namespace {
// Native PCI Express hot plug alone waits 5 s for a cancelling second press (hw/pci/pcie.c).
constexpr int unplugLimitMs = 20'000;
} // namespace

Result<bool> hasGuestDevice(const Kernel &kernel, const GuestRef &guest, const QString &id)
{
    if (!kernel.guests.isAlive(guest))
        return false;
    const QJsonObject command{{u"execute"_s, u"qom-list"_s},
        {u"arguments"_s, QJsonObject{{u"path"_s, u"/machine/peripheral"_s}}}};
    const auto answer = kernel.guests.command(guest, command);
    if (!answer)
        return fail(answer.error());
    const QJsonArray devices = (*answer)[u"return"].toArray();
    return std::any_of(devices.begin(), devices.end(),
        [&](const QJsonValue &device) { return device[u"name"].toString() == id; });
}

Result<> addGuestDevice(Kernel &kernel, const GuestRef &guest, const QJsonObject &properties)
{
    const auto there = hasGuestDevice(kernel, guest, properties[u"id"].toString());
    if (!there)
        return fail(there.error());
    if (*there)
        return {};
    return kernel.guests
        .command(guest, {{u"execute"_s, u"device_add"_s}, {u"arguments"_s, properties}}, 30'000)
        .map([](const QJsonObject &) {});
}

Result<> removeGuestDevice(Kernel &kernel, const GuestRef &guest, const QString &id)
{
    const auto there = hasGuestDevice(kernel, guest, id);
    if (!there)
        return fail(there.error());
    if (!*there)
        return {};
    const QJsonObject command{
        {u"execute"_s, u"device_del"_s}, {u"arguments"_s, QJsonObject{{u"id"_s, id}}}};
    const auto deleted
        = kernel.guests.commandAndEvent(guest, command, u"DEVICE_DELETED"_s, id, unplugLimitMs);
    if (deleted || !hasGuestDevice(kernel, guest, id).value_or(true))
        return {};
    return fail(deleted.error());
}

Result<> verifyGuestDevice(
    const Kernel &kernel, const GuestRef &guest, const QString &id, bool wanted, const QString &device)
{
    const auto there = hasGuestDevice(kernel, guest, id);
    if (!there)
        return fail(there.error());
    if (*there != wanted)
        return fail(ErrorCode::VerificationFailed, device,
            (wanted ? u"the guest does not have "_s : u"the guest still has "_s) + id);
    return {};
}

QString addCommandText(const QJsonObject &properties)
{
    const QJsonObject command{{u"execute"_s, u"device_add"_s}, {u"arguments"_s, properties}};
    return u"QMP: "_s + QString::fromUtf8(QJsonDocument(command).toJson(QJsonDocument::Compact));
}

QString removeCommandText(const QString &id)
{
    return u"QMP: {\"execute\":\"device_del\",\"arguments\":{\"id\":\""_s + id + u"\"}}"_s;
}

} // namespace laneway
