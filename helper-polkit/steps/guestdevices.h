// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/kernel.h"
#include "qemu/hotplug.h"

#include <QJsonArray>

namespace laneway {

/// Whether the running guest has a device with this id. A guest that is gone has none.
Result<bool> hasGuestDevice(const Kernel &kernel, const GuestRef &guest, const QString &id);
/// device_add, unless it is there.
Result<> addGuestDevice(Kernel &kernel, const GuestRef &guest, const QJsonObject &properties);
/// device_del and its DEVICE_DELETED, unless it is not there. GuestDidNotRespond when the guest's
/// system does not let it go in time: it may still do so later.
/// Also where it was asked to before. @p device: its name for people.
Result<> removeGuestDevice(Kernel &kernel, const GuestRef &guest, const QString &id, const QString &device);
/// VerificationFailed when the guest does not have it and should, or has it and should not. @p device:
/// its name for people.
Result<> verifyGuestDevice(
    const Kernel &kernel, const GuestRef &guest, const QString &id, bool wanted, const QString &device);

/// What a device stands on, unless it is there; and away, unless it is not. Nothing to do in a guest that
/// is gone.
Result<> addBackend(Kernel &kernel, const GuestRef &guest, const QemuDevice::Backend &backend);
Result<> removeBackend(Kernel &kernel, const GuestRef &guest, const QemuDevice::Backend &backend);

/// [{"option","object"}]
QJsonArray backendsToJson(const QList<QemuDevice::Backend> &backends);
QList<QemuDevice::Backend> backendsFromJson(const QJsonArray &json);

/// The commands, as a person would give them.
QString addCommandText(const QJsonObject &properties);
QString removeCommandText(const QString &id);
QString qmpText(const QJsonObject &command);

} // namespace laneway
