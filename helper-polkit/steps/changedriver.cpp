// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/changedriver.h"

#include "kernel/hostreader.h"
#include "steps/arguments.h"
#include "steps/devicefiles.h"
#include "steps/waiting.h"

#include <functional>

namespace laneway {

namespace {

// Binding is done when the write returns, but for drivers that probe asynchronously.
constexpr int bindLimitMs = 5'000;

Result<> setOverride(Kernel &kernel, const PciAddress &device, const QString &name)
{
    if (overrideOf(kernel, device) == name)
        return {};
    return kernel.sys.write(deviceFile(device, u"driver_override"), name.toLatin1() + '\n'); // "\n" clears it
}

Result<> unbind(Kernel &kernel, const PciAddress &device, const QString &driver)
{
    if (auto free = refuseHeld(kernel, device); !free)
        return free;
    auto done = kernel.sys.write(u"bus/pci/drivers/"_s + driver + u"/unbind"_s, device.toString().toLatin1());
    // It went by itself in between.
    if (!done && done.error().code == ErrorCode::NotFound && driverOf(kernel, device) != driver)
        return {};
    return done;
}

/// A VF of a PF with sriov_drivers_autoprobe=0 is probed only for the driver that its override names
/// (pci_device_can_probe() in drivers/pci/pci-driver.c), also by a write to drivers_probe.
bool needsOverrideToProbe(const Kernel &kernel, const PciAddress &device)
{
    return kernel.sys.text(deviceFile(device, u"physfn/sriov_drivers_autoprobe")) == u"0"_s;
}

Result<> move(Kernel &kernel, const PciAddress &device, const QString &override, const QString &driver, bool probe,
    const std::function<bool(const QString &driver)> &isThere)
{
    if (auto free = awaitPendingWrites(kernel, device); !free)
        return free;
    const QString current = driverOf(kernel, device);
    if (isThere(current))
        return setOverride(kernel, device, override);
    const bool named = probe && override.isEmpty() && !driver.isEmpty() && needsOverrideToProbe(kernel, device);
    // The override comes first: between unbind and probe udev may bind, and then only what it names
    // matches.
    auto done = setOverride(kernel, device, named ? driver : override);
    if (done && !current.isEmpty())
        done = unbind(kernel, device, current);
    if (done && probe) {
        done = kernel.sys.write(u"bus/pci/drivers_probe"_s, device.toString().toLatin1());
        if (done)
            waitUntil([&] { return isThere(driverOf(kernel, device)); }, bindLimitMs);
    }
    if (done && named)
        done = setOverride(kernel, device, override);
    return done;
}

Result<> wrongDriver(const PciAddress &device, const QString &wanted, const QString &found)
{
    return fail(ErrorCode::VerificationFailed, device.toString(),
        u"wanted "_s + (wanted.isEmpty() ? u"another driver"_s : wanted) + u", the driver link reads "_s
            + (found.isEmpty() ? u"nothing"_s : found));
}

} // namespace

ChangeDriver::ChangeDriver(
    const PciAddress &device, const QString &driver, const QString &override, const QString &from)
    : m_device(device)
    , m_driver(driver)
    , m_override(override)
    , m_from(from)
{
}

Result<StepPtr> ChangeDriver::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    const PciAddress device = arguments.address(u"device");
    return arguments.step([&] {
        return std::make_shared<const ChangeDriver>(
            device, arguments.textOr(u"driver"), arguments.textOr(u"override"), arguments.textOr(u"from"));
    });
}

QJsonObject ChangeDriver::arguments() const
{
    return {
        {u"device"_s, m_device.toString()}, {u"driver"_s, m_driver}, {u"override"_s, m_override}, {u"from"_s, m_from}};
}

QStringList ChangeDriver::commands() const
{
    const QString device = u"/sys/bus/pci/devices/"_s + m_device.toString();
    QStringList commands{u"echo "_s + m_override + u" > "_s + device + u"/driver_override"_s};
    if (!m_from.isEmpty())
        commands += u"echo "_s + m_device.toString() + u" > "_s + device + u"/driver/unbind"_s;
    commands += u"echo "_s + m_device.toString() + u" > /sys/bus/pci/drivers_probe"_s;
    return commands;
}

Result<QJsonObject> ChangeDriver::formerState(const Kernel &kernel) const
{
    return driverState(kernel, m_device);
}

Result<> ChangeDriver::apply(Kernel &kernel) const
{
    return move(kernel, m_device, m_override, m_driver, true, [this](const QString &driver) {
        return m_driver.isEmpty() ? !driver.isEmpty() && driver != m_from : driver == m_driver;
    });
}

Result<> ChangeDriver::verify(const Kernel &kernel) const
{
    const QString driver = driverOf(kernel, m_device);
    // A device that no driver of the host wants is free, which is as good.
    if (m_driver.isEmpty() ? driver == m_from && !m_from.isEmpty() : driver != m_driver)
        return wrongDriver(m_device, m_driver, driver);
    if (const QString override = overrideOf(kernel, m_device); override != m_override)
        return fail(
            ErrorCode::VerificationFailed, m_device.toString(), u"driver_override reads \""_s + override + u'"');
    return {};
}

Result<> ChangeDriver::undo(Kernel &kernel, const QJsonObject &former) const
{
    // A VF that is gone has nothing to be given back to.
    if (!isPresent(kernel, m_device))
        return {};
    return restoreDriver(kernel, m_device, former);
}

Result<> bringToDriver(Kernel &kernel, const PciAddress &device, const QString &driver, const QString &override)
{
    const auto moved = move(
        kernel, device, override, driver, !driver.isEmpty(), [&](const QString &current) { return current == driver; });
    if (!moved)
        return moved;
    if (const QString found = driverOf(kernel, device); found != driver)
        return wrongDriver(device, driver.isEmpty() ? u"none"_s : driver, found);
    return {};
}

Result<> restoreDriver(Kernel &kernel, const PciAddress &device, const QJsonObject &former)
{
    const auto moved = bringToDriver(kernel, device, former[u"driver"].toString(), former[u"override"].toString());
    if (!moved)
        return moved;
    if (!former[u"up"].toBool())
        return {};
    Result<QString> interface = QString();
    waitUntil(
        [&] {
            interface = interfaceNow(kernel, device);
            return !interface || !interface->isEmpty();
        },
        bindLimitMs);
    if (!interface)
        return fail(interface.error());
    if (interface->isEmpty())
        return fail(ErrorCode::VerificationFailed, device.toString(), u"its network interface did not come back"_s);
    return kernel.netlink.isLinkUp(*interface).and_then([&](bool up) {
        return up ? Result<>() : kernel.netlink.setLinkUp(*interface, true);
    });
}

} // namespace laneway
