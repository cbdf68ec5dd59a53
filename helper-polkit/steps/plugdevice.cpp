// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/plugdevice.h"

#include "steps/arguments.h"
#include "steps/guestdevices.h"

namespace laneway {

QJsonObject DevicePlug::toJson() const
{
    QJsonObject json{{u"device"_s, device}, {u"name"_s, domainName}, {u"id"_s, id()}, {u"guest"_s, guest.toJson()},
        {u"backends"_s, backendsToJson(made.backends)}, {u"properties"_s, made.device},
        {u"nodes"_s, QJsonArray::fromStringList(made.nodes)}, {u"linkDown"_s, made.linkDown}};
    if (tap)
        json[u"tap"] = tap->toJson();
    return json;
}

Result<DevicePlug> DevicePlug::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    DevicePlug plug;
    plug.device = arguments.text(u"device");
    plug.domainName = arguments.text(u"name");
    plug.guest = GuestRef::fromJson(arguments.object(u"guest"));
    plug.made.device = arguments.object(u"properties");
    plug.made.nodes = arguments.texts(u"nodes");
    plug.made.linkDown = json[u"linkDown"].toBool();
    if (json.contains(u"tap"))
        plug.tap = GuestTap::fromJson(json[u"tap"].toObject());
    plug.made.backends = backendsFromJson(json[u"backends"].toArray());
    if (arguments.fault())
        return fail(*arguments.fault());
    if (plug.id().isEmpty())
        return fail(ErrorCode::InvalidInput, u"properties"_s, u"without id"_s);
    return plug;
}

QStringList DevicePlug::plugInCommands() const
{
    QStringList texts;
    for (const QemuDevice::Backend &backend : made.backends)
        texts += qmpText(addCommand(backend));
    return texts << addCommandText(made.device);
}

QStringList DevicePlug::plugOutCommands() const
{
    QStringList texts{removeCommandText(id())};
    for (auto backend = made.backends.crbegin(); backend != made.backends.crend(); ++backend)
        texts += qmpText(removeCommand(*backend));
    return texts;
}

Result<> DevicePlug::plugIn(Kernel &kernel) const
{
    const auto there = hasGuestDevice(kernel, guest, id());
    if (!there || *there)
        return there.map([](bool) {});
    for (const QString &node : made.nodes)
        if (auto allowed = kernel.guests.allowNode(guest, node); !allowed)
            return allowed;
    for (const QemuDevice::Backend &backend : made.backends) {
        const auto whole = withTap(kernel, backend);
        if (!whole)
            return fail(whole.error());
        if (auto added = addBackend(kernel, guest, *whole); !added)
            return added;
    }
    const auto added = addGuestDevice(kernel, guest, made.device);
    if (!added || !made.linkDown)
        return added;
    return kernel.guests
        .command(
            guest, {{u"execute"_s, u"set_link"_s}, {u"arguments"_s, QJsonObject{{u"name"_s, id()}, {u"up"_s, false}}}})
        .map([](const QJsonObject &) {});
}

/// QEMU gets the descriptors first, by names that the backend then tells it.
Result<QemuDevice::Backend> DevicePlug::withTap(Kernel &kernel, const QemuDevice::Backend &backend) const
{
    if (!tap || backend.option != u"-netdev")
        return backend;
    if (auto removed = removeBackend(kernel, guest, backend); !removed) // one that was left halfway holds the tap
        return fail(removed.error());
    const auto opened = kernel.netlink.openTap(*tap);
    if (!opened)
        return fail(opened.error());
    QemuDevice::Backend whole = backend;
    for (size_t i = 0; i < opened->size(); ++i) {
        const bool isQueue = i < size_t(tap->queues);
        const QString queue = QString::number(isQueue ? i : i - size_t(tap->queues));
        const QString kind = isQueue ? u"tap"_s : u"vhost"_s;
        const QString name = u"laneway-"_s + kind + u'-' + tap->id + u'-' + queue;
        const QString place = u'@' + kind + u':' + tap->id + u':' + queue + u'@';
        const auto given = kernel.guests.command(guest,
            {{u"execute"_s, u"getfd"_s}, {u"arguments"_s, QJsonObject{{u"fdname"_s, name}}}}, 10'000,
            {(*opened)[i].get()});
        if (!given)
            return fail(given.error());
        for (const QString &key : {u"fd"_s, u"fds"_s, u"vhostfd"_s, u"vhostfds"_s})
            if (whole.object.contains(key))
                whole.object[key] = whole.object[key].toString().replace(place, name);
    }
    return whole;
}

Result<> DevicePlug::plugOut(Kernel &kernel) const
{
    if (auto removed = removeGuestDevice(kernel, guest, id(), device); !removed)
        return removed;
    for (auto backend = made.backends.crbegin(); backend != made.backends.crend(); ++backend)
        if (auto removed = removeBackend(kernel, guest, *backend); !removed)
            return removed;
    return {};
}

Result<> DevicePlug::verify(const Kernel &kernel, bool wanted) const
{
    return verifyGuestDevice(kernel, guest, id(), wanted, device);
}

Result<StepPtr> PlugDevice::fromJson(const QJsonObject &arguments)
{
    return DevicePlug::fromJson(arguments).map(
        [](const DevicePlug &plug) -> StepPtr { return std::make_shared<const PlugDevice>(plug); });
}

Result<StepPtr> UnplugDevice::fromJson(const QJsonObject &arguments)
{
    return DevicePlug::fromJson(arguments).map(
        [](const DevicePlug &plug) -> StepPtr { return std::make_shared<const UnplugDevice>(plug); });
}

Result<> UnplugDevice::undo(Kernel &kernel, const QJsonObject &) const
{
    return kernel.guests.isAlive(m_plug.guest) ? m_plug.plugIn(kernel) : Result<>();
}

} // namespace laneway
