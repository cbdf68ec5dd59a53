// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/changemedium.h"

#include "steps/arguments.h"
#include "steps/guestdevices.h"
#include "steps/waiting.h"

namespace laneway {

namespace {

constexpr int trayLimitMs = 10'000;

QString nodeOf(const QList<QemuDevice::Backend> &medium)
{
    return medium.isEmpty() ? QString() : medium.last().object[u"node-name"].toString();
}

QString fileOf(const QList<QemuDevice::Backend> &medium)
{
    for (const QemuDevice::Backend &backend : medium)
        if (backend.object.contains(u"filename"_s))
            return backend.object[u"filename"].toString();
    return {};
}

QJsonObject trayCommand(const QString &name, const QString &id)
{
    return {{u"execute"_s, name}, {u"arguments"_s, QJsonObject{{u"id"_s, id}}}};
}

QJsonObject openCommand(const QString &id, bool force)
{
    return {{u"execute"_s, u"blockdev-open-tray"_s}, {u"arguments"_s, QJsonObject{{u"id"_s, id}, {u"force"_s, force}}}};
}

QJsonObject insertCommand(const QString &id, const QString &node)
{
    return {{u"execute"_s, u"blockdev-insert-medium"_s},
        {u"arguments"_s, QJsonObject{{u"id"_s, id}, {u"node-name"_s, node}}}};
}

} // namespace

Result<StepPtr> ChangeMedium::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    Values values;
    values.device = arguments.text(u"device");
    values.domainName = arguments.text(u"name");
    values.guest = GuestRef::fromJson(arguments.object(u"guest"));
    values.id = arguments.text(u"id");
    values.from = backendsFromJson(json[u"from"].toArray());
    values.to = backendsFromJson(json[u"to"].toArray());
    values.nodes = arguments.texts(u"nodes");
    values.force = json[u"force"].toBool();
    return arguments.step([&] { return std::make_shared<const ChangeMedium>(values); });
}

QJsonObject ChangeMedium::arguments() const
{
    return {{u"device"_s, m_values.device}, {u"name"_s, m_values.domainName}, {u"id"_s, m_values.id},
        {u"guest"_s, m_values.guest.toJson()}, {u"from"_s, backendsToJson(m_values.from)},
        {u"to"_s, backendsToJson(m_values.to)}, {u"nodes"_s, QJsonArray::fromStringList(m_values.nodes)},
        {u"force"_s, m_values.force}};
}

QStringList ChangeMedium::commands() const
{
    QStringList texts{qmpText(openCommand(m_values.id, m_values.force)),
        qmpText(trayCommand(u"blockdev-remove-medium"_s, m_values.id))};
    for (auto backend = m_values.from.crbegin(); backend != m_values.from.crend(); ++backend)
        texts += qmpText(removeCommand(*backend));
    for (const QemuDevice::Backend &backend : m_values.to)
        texts += qmpText(addCommand(backend));
    if (!m_values.to.isEmpty())
        texts += qmpText(insertCommand(m_values.id, nodeOf(m_values.to)));
    return texts << qmpText(trayCommand(u"blockdev-close-tray"_s, m_values.id));
}

Result<QJsonObject> ChangeMedium::drive(const Kernel &kernel) const
{
    const auto answer = kernel.guests.command(m_values.guest, {{u"execute"_s, u"query-block"_s}});
    if (!answer)
        return fail(answer.error());
    const QJsonArray drives = (*answer)[u"return"].toArray();
    for (const QJsonValue &one : drives) // a floppy drive is told by its path
        if (const QString qdev = one[u"qdev"].toString(); qdev == m_values.id || qdev.contains(u"/"_s + m_values.id))
            return one.toObject();
    return fail(ErrorCode::NotFound, m_values.device, u"QEMU knows no drive "_s + m_values.id);
}

Result<> ChangeMedium::openTray(Kernel &kernel, bool force) const
{
    const auto asked = kernel.guests.command(m_values.guest, openCommand(m_values.id, force));
    if (asked || !asked.error().detail.contains(u"is locked"))
        return asked.map([](const QJsonObject &) {});
    // The guest was asked to let it go.
    const auto isOpen = [&] { return drive(kernel).value_or(QJsonObject())[u"tray_open"].toBool(); };
    return waitUntil(isOpen, trayLimitMs) ? Result<>()
                                          : fail(ErrorCode::GuestDidNotRespond, m_values.device,
                                              u"the guest has locked the tray; --force opens it all the same"_s);
}

Result<> ChangeMedium::put(Kernel &kernel, const QList<QemuDevice::Backend> &medium, bool force) const
{
    for (const QString &node : m_values.nodes)
        if (auto allowed = kernel.guests.allowNode(m_values.guest, node); !allowed)
            return allowed;
    if (auto opened = openTray(kernel, force); !opened)
        return opened;
    const auto told = [&](const QJsonObject &command) {
        return kernel.guests.command(m_values.guest, command).map([](const QJsonObject &) {});
    };
    if (auto removed = told(trayCommand(u"blockdev-remove-medium"_s, m_values.id)); !removed)
        return removed;
    // Both have the drive's names, so that nothing of either may be left. A group of limits stays: others
    // may be in it.
    for (const auto *old : {&m_values.to, &m_values.from})
        for (auto backend = old->crbegin(); backend != old->crend(); ++backend)
            if (backend->option == u"-blockdev")
                if (auto removed = removeBackend(kernel, m_values.guest, *backend); !removed)
                    return removed;
    for (const QemuDevice::Backend &backend : medium)
        if (auto added = addBackend(kernel, m_values.guest, backend); !added)
            return added;
    if (!medium.isEmpty())
        if (auto inserted = told(insertCommand(m_values.id, nodeOf(medium))); !inserted)
            return inserted;
    return told(trayCommand(u"blockdev-close-tray"_s, m_values.id));
}

Result<> ChangeMedium::verify(const Kernel &kernel) const
{
    const auto now = drive(kernel);
    if (!now)
        return fail(now.error());
    const QString found = (*now)[u"inserted"][u"node-name"].toString();
    if (found != nodeOf(m_values.to))
        return fail(
            ErrorCode::VerificationFailed, m_values.device, found.isEmpty() ? u"it is empty"_s : u"it has "_s + found);
    return {};
}

Result<> ChangeMedium::undo(Kernel &kernel, const QJsonObject &) const
{
    if (!kernel.guests.isAlive(m_values.guest))
        return {};
    const auto now = drive(kernel);
    if (!now)
        return fail(now.error());
    // A guest that kept its tray locked loses nothing by it.
    if (now->contains(u"inserted"_s) && !m_values.from.isEmpty()
        && (*now)[u"inserted"][u"file"].toString().contains(fileOf(m_values.from)))
        return kernel.guests.command(m_values.guest, trayCommand(u"blockdev-close-tray"_s, m_values.id))
            .map([](const QJsonObject &) {});
    return put(kernel, m_values.from, true);
}

} // namespace laneway
