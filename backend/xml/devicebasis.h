// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/deviceedits.h"

namespace laneway {

/// Why a disk cannot be on a bus.
enum class BusFit {
    Fits,
    NotForCdroms, ///< virtio and NVMe are for disks
    OnlyForFloppies, ///< the floppy controller
    NotForFloppies, ///< everything else
    NeedsImage, ///< a drive there cannot be empty
    NoIde, ///< the board has none
    NoUsb, ///< the machine is written to have none
    Full, ///< no name is left, or no place
};
/// Whether the disk at @p key can be moved to that bus.
BusFit busFit(const DomainXml &domain, const DeviceKey &key, const QString &bus);

/// A device seen by the guest as another: a disk on another bus, a network card of another model; @p path is the row of
/// its table that is Shown::Basis. Its name, its guest address and what only the former could be told go, a controller
/// that is needed comes. Where @p before, as a person found it, was @p value, these are as they were there.
/// UnsupportedConfiguration for what cannot be.
Result<> changeBasis(
    DomainXml &domain, const DeviceKey &key, const QString &path, const QString &value, const DomainXml &before);
/// What it is now, also where that is not written.
QString basisOf(const QDomElement &device, const QString &path);

/// A controller that a disk on that bus needs and that nobody would choose by himself; null when there is one, or none
/// is needed. Where nothing is written libvirt adds an LSI one, which the systems of today have no driver for.
QDomElement neededController(const QDomElement &root, const QString &bus);

} // namespace laneway
