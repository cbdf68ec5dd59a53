// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "host/hostsnapshot.h"
#include "kernel/devicenodes.h"
#include "kernel/filetree.h"
#include "kernel/guests.h"
#include "kernel/netlink.h"
#include "kernel/nvmecontrollers.h"
#include "kernel/ownerprograms.h"

namespace laneway {

/// Names from a hardware database. Empty when it does not know.
class HardwareNames
{
public:
    virtual ~HardwareNames() = default;
    virtual QString vendor(quint16 vendor) const = 0;
    virtual QString device(quint16 vendor, quint16 device) const = 0;
    virtual QString deviceClass(quint32 classCode) const = 0;
    virtual QString usbVendor(quint16) const { return {}; }
    virtual QString usbProduct(const UsbIds &) const { return {}; }
};

/// Kernel modules.
class Modules
{
public:
    virtual ~Modules() = default;
    /// Loads @p name with what it needs; success when it is there already or built in.
    virtual Result<> load(const QString &name) = 0;
    virtual bool isAvailable(const QString &name) const = 0;
    /// Whether udev, which loads modules for new devices and names interfaces, is done with all that it
    /// was told of.
    virtual bool isSettled() const { return true; }
};

/// The doors to the machine, passed in and never found by oneself. Two sets exist: the real one
/// (RealKernel) and SimKernel. Not thread-safe unless a door says so; a job thread uses them while
/// the main thread reads a snapshot: reads are reentrant.
struct Kernel
{
    FileTree &sys; ///< root: /sys
    FileTree &proc; ///< root: /proc
    FileTree &etc; ///< root: /etc
    Netlink &netlink;
    DeviceNodes &nodes;
    Modules &modules;
    HardwareNames &names;
    Guests &guests;
    NvmeControllers &nvme;
    OwnerPrograms &programs;
    FileTree *runtime = nullptr; ///< root: /run; null: settings are only looked for in /etc
    FileTree *vendor = nullptr; ///< root: /usr/lib; the same
};

} // namespace laneway
