// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "qemu/capabilities.h"
#include "qemu/guestboard.h"
#include "xml/domainxml.h"

#include <QJsonArray>

namespace laneway {

/// A process beside QEMU: GuestCompanion of kernel/guests.h, in its words.
struct QemuCompanion
{
    QString name;
    QString program;
    QStringList arguments;
    bool listens = false;
    QString state;
};

/// Program, arguments and the device nodes it needs. The monitor's descriptor is written as
/// "@monitor@" (kernel/guests.h), a clock that depends on when it starts as guestclock.h says.
struct QemuCommand
{
    QString program;
    QStringList arguments;
    QList<QemuCompanion> companions;
    QList<QemuTap> taps;
    QJsonArray beforeRun; ///< QMP commands for the stopped machine: what no argument says
    QStringList deviceNodes; ///< "kvm", "vfio/vfio", "vfio/13"
    QString timeZone; ///< TZ in its environment; empty: the host's
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
Result<QJsonObject> hostDeviceProperties(const AssignedDevice &device, const GuestBoard &board = {});

} // namespace laneway
