// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/domainxml.h"

namespace laneway {

/// What the host offers, probed and never inferred from a version.
struct QemuCapabilities
{
    QString program = u"/usr/bin/qemu-system-x86_64"_s;
    QString version; ///< for messages only
    QStringList devices; ///< names of `-device help`; empty: not probed, assume the usual ones
    bool hasDevice(const QString &name) const { return devices.isEmpty() || devices.contains(name); }
};

/// Program, arguments and the device nodes it needs. The monitor's descriptor is written as
/// "@monitor@" (kernel/guests.h).
struct QemuCommand
{
    QString program;
    QStringList arguments;
    QStringList deviceNodes; ///< "kvm", "vfio/vfio", "vfio/13"
};

/// Derived only from a completed, validated definition; options in JSON form (-device, -blockdev,
/// -netdev, -object), explicit bus and addr for every PCI device; `-nodefaults -no-user-config -S`
/// and the sandbox with all four denies. VNC is given as `-vnc none`: viewers come by descriptor.
/// USB host devices must have their address (settleUsbHostdevs()); those that are missing are left out.
/// @p groupOf gives a host device's /dev/vfio number. Fails with UnsupportedConfiguration, subject =
/// the element.
Result<QemuCommand> qemuCommand(const DomainXml &domain, const QemuCapabilities &capabilities,
    const std::function<std::optional<int>(const PciAddress &)> &groupOf = {});

/// `device_add` arguments of one host device for hot plug; the same properties as in the command.
Result<QJsonObject> hostDeviceProperties(const AssignedDevice &device);

/// Asks the program once (`-device help`), cached by path, size and time stamp.
Result<QemuCapabilities> probeQemu(const QString &program = {});

} // namespace laneway
