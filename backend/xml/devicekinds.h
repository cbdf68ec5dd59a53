// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/deviceproperty.h"

namespace laneway {

/// What can be said of each kind of device and is passed on to QEMU. Paths and words are libvirt's
/// (docs/formatdomain.rst), names and values QEMU's (-device DRIVER,help; qapi/).
namespace devicekinds {
extern const DeviceKind machine; ///< the definition itself
extern const DeviceKind disk;
extern const DeviceKind networkInterface; ///< those that are no host devices
extern const DeviceKind poolInterface; ///< for panels
extern const DeviceKind controller;
extern const DeviceKind serial;
extern const DeviceKind parallel;
extern const DeviceKind console;
extern const DeviceKind channel;
extern const DeviceKind graphics;
extern const DeviceKind video;
extern const DeviceKind sound;
extern const DeviceKind audio;
extern const DeviceKind input;
extern const DeviceKind hub;
extern const DeviceKind tpm;
extern const DeviceKind rng;
extern const DeviceKind memoryBalloon;
extern const DeviceKind watchdog;
extern const DeviceKind panic;
extern const DeviceKind vsock;
extern const DeviceKind sharedMemory;
extern const DeviceKind filesystem;
extern const DeviceKind iommu;
} // namespace devicekinds

/// The table of an element of `<devices>`; none for host devices, interfaces of a pool, and what QEMU is
/// not told of.
const DeviceKind *deviceKind(const QDomElement &device);

/// What a panel shows of it: interfaces of a pool as well.
const DeviceKind *shownKind(const QDomElement &device);

} // namespace laneway
