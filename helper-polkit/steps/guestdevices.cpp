// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/guestdevices.h"

#include "steps/waiting.h"

#include <QJsonDocument>

namespace laneway {

namespace {
// Native PCI Express hot plug alone waits 5 s for a cancelling second press (hw/pci/pcie.c).
constexpr int unplugLimitMs = 20'000;

Result<QJsonArray> listOf(
    const Kernel &kernel, const GuestRef &guest, const QString &command, const QJsonObject &arguments)
{
    return kernel.guests.command(guest, {{u"execute"_s, command}, {u"arguments"_s, arguments}})
        .map([](const QJsonObject &answer) { return answer[u"return"].toArray(); });
}

bool hasMember(const QJsonArray &list, const QString &key, const QString &value)
{
    return std::any_of(list.begin(), list.end(), [&](const QJsonValue &one) { return one[key].toString() == value; });
}

/// QEMU tells of its nodes and objects. Of its network ends it does not.
Result<bool> hasBackend(const Kernel &kernel, const GuestRef &guest, const QemuDevice::Backend &backend)
{
    if (backend.option == u"-blockdev")
        return listOf(kernel, guest, u"query-named-block-nodes"_s, {{u"flat"_s, true}})
            .map([&](const QJsonArray &nodes) {
                return hasMember(nodes, u"node-name"_s, backend.object[u"node-name"].toString());
            });
    return listOf(kernel, guest, u"qom-list"_s, {{u"path"_s, u"/objects"_s}}).map([&](const QJsonArray &objects) {
        return hasMember(objects, u"name"_s, backend.object[u"id"].toString());
    });
}
} // namespace

Result<bool> hasGuestDevice(const Kernel &kernel, const GuestRef &guest, const QString &id)
{
    if (!kernel.guests.isAlive(guest))
        return false;
    return listOf(kernel, guest, u"qom-list"_s, {{u"path"_s, u"/machine/peripheral"_s}})
        .map([&](const QJsonArray &devices) { return hasMember(devices, u"name"_s, id); });
}

Result<> addGuestDevice(Kernel &kernel, const GuestRef &guest, const QJsonObject &properties)
{
    const auto there = hasGuestDevice(kernel, guest, properties[u"id"].toString());
    if (!there)
        return fail(there.error());
    if (*there)
        return {};
    return kernel.guests.command(guest, {{u"execute"_s, u"device_add"_s}, {u"arguments"_s, properties}}, 30'000)
        .map([](const QJsonObject &) {});
}

Result<> removeGuestDevice(Kernel &kernel, const GuestRef &guest, const QString &id, const QString &device)
{
    const auto there = hasGuestDevice(kernel, guest, id);
    if (!there)
        return fail(there.error());
    if (!*there)
        return {};
    const QDeadlineTimer deadline(unplugLimitMs);
    const QJsonObject command{{u"execute"_s, u"device_del"_s}, {u"arguments"_s, QJsonObject{{u"id"_s, id}}}};
    const auto deleted = kernel.guests.commandAndEvent(guest, command, u"DEVICE_DELETED"_s, id, unplugLimitMs);
    // One that has been asked to and did not answer yet is not asked again (qdev-monitor.c).
    const bool underWay = !deleted && deleted.error().detail.contains(u"in the process of unplug");
    const auto isGone = [&] { return !hasGuestDevice(kernel, guest, id).value_or(true); };
    if (deleted || waitUntil(isGone, underWay ? int(deadline.remainingTime()) : 0))
        return {};
    if (deleted.error().code != ErrorCode::GuestDidNotRespond && !underWay)
        return fail(deleted.error());
    return fail(ErrorCode::GuestDidNotRespond, device, u"no DEVICE_DELETED for "_s + id);
}

Result<> addBackend(Kernel &kernel, const GuestRef &guest, const QemuDevice::Backend &backend)
{
    if (backend.option == u"-netdev") {
        // One that was left there halfway: no device has it, it has the device's name.
        if (auto removed = removeBackend(kernel, guest, backend); !removed)
            return removed;
    } else if (const auto there = hasBackend(kernel, guest, backend); !there || *there) {
        return there.map([](bool) {});
    }
    return kernel.guests.command(guest, addCommand(backend), 30'000).map([](const QJsonObject &) {});
}

Result<> removeBackend(Kernel &kernel, const GuestRef &guest, const QemuDevice::Backend &backend)
{
    if (!kernel.guests.isAlive(guest))
        return {};
    const bool isNet = backend.option == u"-netdev";
    if (!isNet)
        if (const auto there = hasBackend(kernel, guest, backend); !there || !*there)
            return there.map([](bool) {});
    const auto removed = kernel.guests.command(guest, removeCommand(backend));
    if (!removed && !(isNet && removed.error().detail.startsWith(u"DeviceNotFound")))
        return fail(removed.error());
    return {};
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

QJsonArray backendsToJson(const QList<QemuDevice::Backend> &backends)
{
    QJsonArray json;
    for (const QemuDevice::Backend &backend : backends)
        json += QJsonObject{{u"option"_s, backend.option}, {u"object"_s, backend.object}};
    return json;
}

QList<QemuDevice::Backend> backendsFromJson(const QJsonArray &json)
{
    QList<QemuDevice::Backend> backends;
    for (const QJsonValue &backend : json)
        backends += {backend[u"option"].toString(), backend[u"object"].toObject()};
    return backends;
}

QString qmpText(const QJsonObject &command)
{
    return u"QMP: "_s + QString::fromUtf8(QJsonDocument(command).toJson(QJsonDocument::Compact));
}

QString addCommandText(const QJsonObject &properties)
{
    return qmpText({{u"execute"_s, u"device_add"_s}, {u"arguments"_s, properties}});
}

QString removeCommandText(const QString &id)
{
    return u"QMP: {\"execute\":\"device_del\",\"arguments\":{\"id\":\""_s + id + u"\"}}"_s;
}

} // namespace laneway
