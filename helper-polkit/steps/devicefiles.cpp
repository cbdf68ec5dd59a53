// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/devicefiles.h"

#include "kernel/hostreader.h"
#include "steps/waiting.h"

namespace laneway {

namespace {
constexpr int closingLimitMs = 2'000;
constexpr int pendingLimitMs = 5'000;
} // namespace

QString deviceFile(const PciAddress &device, QStringView name)
{
    return u"bus/pci/devices/"_s + device.toString() + u'/' + name;
}

bool isPresent(const Kernel &kernel, const PciAddress &device)
{
    return kernel.sys.exists(u"bus/pci/devices/"_s + device.toString());
}

std::optional<int> groupOf(const Kernel &kernel, const PciAddress &device)
{
    bool valid = false;
    const int group = kernel.sys.linkName(deviceFile(device, u"iommu_group")).toInt(&valid);
    return valid ? std::optional(group) : std::nullopt;
}

QString groupNode(int group)
{
    return u"vfio/"_s + QString::number(group);
}

QString overrideOf(const Kernel &kernel, const PciAddress &device)
{
    const QString text = kernel.sys.text(deviceFile(device, u"driver_override")).value_or(QString());
    return text == u"(null)" ? QString() : text;
}

Result<QString> interfaceNow(const Kernel &kernel, const PciAddress &device)
{
    const auto names = kernel.sys.list(deviceFile(device, u"net"));
    if (!names)
        return names.error().code == ErrorCode::NotFound ? Result<QString>(QString()) : fail(names.error());
    return names->value(0);
}

Result<QJsonObject> driverState(const Kernel &kernel, const PciAddress &device)
{
    if (!isPresent(kernel, device))
        return fail(ErrorCode::NotFound, device.toString(), u"the device is not there"_s);
    const auto driver = kernel.sys.readLink(deviceFile(device, u"driver"));
    if (!driver && driver.error().code != ErrorCode::NotFound)
        return fail(driver.error());
    const auto override = kernel.sys.read(deviceFile(device, u"driver_override"));
    if (!override)
        return fail(override.error());
    const auto up = interfaceNow(kernel, device).and_then([&](const QString &interface) {
        return interface.isEmpty() ? Result<bool>(false) : kernel.netlink.isLinkUp(interface);
    });
    if (!up)
        return fail(up.error());
    const QString name = QString::fromLatin1(override->trimmed());
    return QJsonObject{{u"driver"_s, driver ? driver->section(u'/', -1) : QString()},
        {u"override"_s, name == u"(null)" ? QString() : name}, {u"up"_s, *up}};
}

Result<> refuseHeld(const Kernel &kernel, const PciAddress &device)
{
    const auto group = groupOf(kernel, device);
    // Only vfio drivers wait for who has the group open.
    if (!group || !driverOf(kernel, device).contains(u"vfio"))
        return {};
    const QString node = groupNode(*group);
    Result<bool> held = false;
    waitUntil(
        [&] {
            held = kernel.nodes.isHeld(node);
            return !held.value_or(false);
        },
        closingLimitMs);
    if (!held)
        return held.error().code == ErrorCode::NotFound ? Result<>() : fail(held.error());
    if (!*held)
        return {};
    QStringList names;
    const QList<Holder> holders = kernel.nodes.holders(node);
    for (const Holder &holder : holders)
        names += holder.command + u" (process "_s + QString::number(holder.pid) + u')';
    return fail(ErrorCode::DeviceInUse, device.toString(),
        u"/dev/"_s + node + u" is open in "_s + (names.isEmpty() ? u"another process"_s : names.join(u", "_s)));
}

Result<> awaitPendingWrites(const Kernel &kernel, const PciAddress &device)
{
    const auto isFree = [&] {
        const QStringList writes = kernel.sys.pendingWrites();
        return std::none_of(
            writes.begin(), writes.end(), [&](const QString &write) { return write.contains(device.toString()); });
    };
    if (waitUntil(isFree, pendingLimitMs))
        return {};
    return fail(ErrorCode::Busy, device.toString(), u"the kernel still holds an earlier write"_s);
}

} // namespace laneway
