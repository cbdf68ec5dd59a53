// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/domainviews.h"

#include <QStringList>

namespace laneway {

/// A UEFI for guests, as its package describes it (QEMU docs/interop/firmware.json).
struct Firmware
{
    QString code;
    QString codeFormat = u"raw"_s;
    QString variablesTemplate; ///< to be copied once for each machine
    QString variablesFormat = u"raw"_s;
    bool needsSmm = false;
    bool operator==(const Firmware &) const = default;
};

/// What it is to have; nothing: it may, but for keys, which stand in the way of what is not signed.
struct FirmwareWish
{
    std::optional<bool> secureBoot;
    std::optional<bool> enrolledKeys;
    bool smm = false; ///< it may need it
};
FirmwareWish firmwareWish(const MachineXml &machine);

/// An administrator's, then the distribution's.
QStringList firmwareFolders();
/// The first that fits, by file name; a file in an earlier folder replaces one of the same name in a
/// later one, as an administrator's does a distribution's. @p machine is "q35" or "pc-q35-7.2".
/// UnsupportedConfiguration, subject "domain/os", when there is none.
Result<Firmware> findFirmware(
    const QString &machine, const FirmwareWish &wish = {}, const QStringList &folders = firmwareFolders());

} // namespace laneway
