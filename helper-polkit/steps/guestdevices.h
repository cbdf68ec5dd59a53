// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/kernel.h"

namespace laneway {

/// Whether the running guest has a device with this id. A guest that is gone has none.
Result<bool> hasGuestDevice(const Kernel &kernel, const GuestRef &guest, const QString &id);
/// device_add, unless it is there.
Result<> addGuestDevice(Kernel &kernel, const GuestRef &guest, const QJsonObject &properties);
/// device_del and its DEVICE_DELETED, unless it is not there. GuestDidNotRespond when the guest's
/// system does not let it go in time: it may still do so later.
Result<> removeGuestDevice(Kernel &kernel, const GuestRef &guest, const QString &id);
/// VerificationFailed when the guest does not have it and should, or has it and should not. @p device:
/// its name for people.
Result<> verifyGuestDevice(
    const Kernel &kernel, const GuestRef &guest, const QString &id, bool wanted, const QString &device);

/// The commands, as a person would give them.
QString addCommandText(const QJsonObject &properties);
QString removeCommandText(const QString &id);

} // namespace laneway
