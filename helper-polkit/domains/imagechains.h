// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domains/ownerfiles.h"

#include <QHash>
#include <QMap>

namespace laneway {

/// A disk of a machine, as its definition or its run has it.
struct DiskUse
{
    QString machine;
    QString path;
    QString format; ///< of the definition
};

/// Who uses an image: a machine whose disk it is, or whose disk stands on it.
struct ImageUse
{
    QString machine;
    QString through; ///< that disk; empty: the image is it
    QString text() const; ///< "web", "web (through web.out)"
    bool operator==(const ImageUse &) const = default;
};

using KnownFiles = QMap<QString, FileFacts>; ///< by path

/// Looks at the disks, and at what they stand on, as their owner. Only headers are read: one that names
/// another image is believed where its format is recorded, as a guest writes what it likes into a raw disk.
/// LimitExceeded: too many files.
Result<> followChains(const OwnerFiles &files, const QList<DiskUse> &disks, KnownFiles &known);
/// From an image of that format down, itself first; of what is known.
QList<FileFacts> chainOf(const KnownFiles &known, const QString &path, const QString &format);
QStringList textsOf(const QList<ImageUse> &users);

/// What somebody's disks say of the images that they are and stand on, whatever name an image is meant by.
class ImageChains
{
public:
    ImageChains(const QList<DiskUse> &disks, const KnownFiles &known);
    QList<ImageUse> usersOf(const QString &path) const;
    /// The format that a definition says, or a chain that one begins; nothing where nobody has said it.
    QString recordedFormat(const QString &path) const;

private:
    struct Image
    {
        QList<ImageUse> users;
        QString format;
    };
    QString keyOf(const QString &path) const;
    KnownFiles m_known;
    QHash<QString, Image> m_images; ///< by what the file is, else by its path
};

/// What is there if it has that format: a raw disk's guest has written what a header would say.
FileFacts asRecorded(FileFacts facts, const QString &format);

/// What an image may be opened as: as recorded (or as a person says, in its place), else as its header does. Empty: its
/// header names other files and nobody has said a format. A guest may have written that into a raw disk, to have them
/// read.
QString trustedFormat(const FileFacts &facts, const QString &recorded);

/// The image that a disk goes on in when an external snapshot of it is taken.
QString overlayOf(const QString &path, const QString &snapshot);
/// The snapshot that an image was made by; empty: by none.
QString snapshotOf(const FileFacts &overlay);

} // namespace laneway
