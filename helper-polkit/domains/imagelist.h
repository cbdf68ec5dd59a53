// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/imagechains.h"

namespace laneway {

/// Where a user's images are unless something else is said: below their home.
QString imageFolderOf(uint uid, bool isOurself);

/// {"folder","exists":bool,"canMake":bool,"free":"bytes","images":[{"path","format","bytes","allocated" (as text),
///  "modified","writable","backing","snapshots":n,"usedBy":[texts],"users":[{"machine","through"}],
///  "baseOf":[names of images]}]}. "users": of the owner's @p disks; "through": the disk that stands on it, else "".
Result<QJsonObject> listImages(
    OwnerPrograms &programs, const FileOwner &owner, const QString &folder, const QList<DiskUse> &disks);
/// One of them, with "chain":[{"path","format","bytes","allocated","users","own":bool}], the image itself first,
/// "own": nothing but snapshots of the image lies between; "snapshotList":[{"id","name","time"}], those inside it; and
/// "allSnapshots":[{"name","time"?,"location":"internal"|"external","path","current":bool}], the oldest first;
/// "path": the image that holds what was then; not "current": below another, so it cannot be gone back to; "openAs":
/// the format that a disk of it has where nobody says it (trustedFormat()).
Result<QJsonObject> imageDetails(
    OwnerPrograms &programs, const FileOwner &owner, const QString &path, const QList<DiskUse> &disks);

} // namespace laneway
