// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "qemu/guestboard.h"
#include "xml/driveplace.h"

namespace laneway {

/// The image with its nodes ("vda-file", "vda-format"), and the disk without a PCI address. The element
/// was checked by its table.
/// UnsupportedConfiguration, subject = the element.
Result<QemuDevice> diskArguments(const QDomElement &disk, const GuestBoard &board);
/// As written, else as it follows from the target's name; of a bus with hasDrivePlaces(). InvalidXml.
Result<DrivePlace> drivePlace(const QDomElement &disk, const QString &bus);
/// Whether the disk is a PCI device itself.
bool isPciDisk(const QDomElement &disk);

} // namespace laneway
