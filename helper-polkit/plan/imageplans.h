// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/draft.h"

namespace laneway {

/// What a plan has to know of its caller's files, which are looked at before it is made.
struct FileQuestions
{
    QStringList paths;
    QStringList folders; ///< with all that is in them
    QList<DiskUse> disks; ///< with all that they stand on
    QString snapshotsOf; ///< a machine: which snapshots are inside its disks
    bool isEmpty() const { return paths.isEmpty() && folders.isEmpty(); }
};
FileQuestions filesToLookAt(const PlanRequest &request, const World &world);
/// The answers, by path; for job threads and questions.
Result<KnownFiles> lookAtFiles(OwnerPrograms &programs, const FileOwner &owner, const FileQuestions &questions);

/// All disks of the definitions and runs of one owner.
QList<DiskUse> diskUses(const World &world, uint owner);

/// The request's "images", made before whatever wants them.
Result<> needImages(Draft &draft);
/// Fails with DeviceInUse where a disk among @p devices (of "attach") would be written to, and its image is another
/// machine's of the caller, or that one's disk stands on it.
Result<> refuseUsedImages(const Draft &draft, const QByteArray &devices);
/// The same of what @p next has more than @p before.
Result<> refuseUsedImages(const Draft &draft, const DomainXml &next, const DomainXml &before);
/// The variables' file of a UEFI that has none yet: copied from its template, and named in both documents.
Result<> needVariables(Draft &draft, DomainXml &live);
/// A new machine as a whole: its disks, its definition and, if so wished, its start.
Result<> planCreate(Draft &draft);
Result<> planImageCreate(Draft &draft);
Result<> planImageResize(Draft &draft);
Result<> planImageDelete(Draft &draft);
/// Of all disks of a machine that does not run: "snapshot-create", "snapshot-delete", "snapshot-revert".
Result<> planSnapshot(Draft &draft);

} // namespace laneway
