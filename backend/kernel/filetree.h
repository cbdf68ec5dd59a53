// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QStringList>

#include <memory>

namespace laneway {

/// Looks at the files of one directory, which is opened once. Only for as long as that takes: a
/// device that goes and comes back has another directory. As the functions of FileTree.
class Folder
{
public:
    virtual ~Folder() = default;
    virtual Result<QByteArray> read(const char *name) const = 0;
    virtual std::optional<QString> text(const char *name) const = 0;
    virtual QString linkName(const char *name) const = 0;
    virtual bool exists(const char *name) const = 0;
};

/// Files below one root: the kernel's (sysfs, procfs), or settings (/etc). Paths are relative and use "/":
/// "bus/pci/devices/0000:03:10.2/class". No path leaves the root.
/// Errors: NotFound (ENOENT, ENODEV), PermissionDenied (EACCES, EPERM), KernelRefused (any other
/// errno, in systemError), TimedOut (the kernel still holds the write: it is pending, not failed).
class FileTree
{
public:
    virtual ~FileTree() = default;
    /// The whole file as it is, trailing newline included; at most 4 MiB.
    virtual Result<QByteArray> read(const QString &path) const = 0;
    /// One write(2). Writes that can block in the kernel (unbind, drivers_probe, sriov_numvfs,
    /// reset, remove, rescan) are made where they can time out.
    virtual Result<> write(const QString &path, const QByteArray &value) = 0;
    /// A whole file of settings, made or put in the place of the former one at once: whoever reads it
    /// sees the one or the other, and so does a computer that lost its power. Mode 0644, synced with
    /// its directory, which must be there. A kernel's own trees have no such thing: EPERM.
    virtual Result<> replace(const QString &path, const QByteArray &content);
    /// Removes such a file; success when there is none.
    virtual Result<> remove(const QString &path);
    virtual Result<QStringList> list(const QString &directory) const = 0; ///< names, sorted
    virtual Result<QString> readLink(const QString &path) const = 0; ///< the link's text as it is
    /// Where @p path leads once every link is followed, relative to the root.
    virtual Result<QString> resolve(const QString &path) const = 0;
    virtual bool exists(const QString &path) const = 0;
    /// Writes that timed out and that the kernel still holds: "PATH VALUE". A file of the same
    /// device can block its reader until they are gone.
    virtual QStringList pendingWrites() const { return {}; }

    /// read() without white space at both ends; nothing when it cannot be read.
    virtual std::optional<QString> text(const QString &path) const;
    /// Last component of a link's target ("igbvf" for …/driver); empty when there is no link.
    virtual QString linkName(const QString &path) const;
    /// Never null; a directory that is not there has no files.
    virtual std::unique_ptr<Folder> folder(const QString &path) const;
};

/// The real one. @p writeLimitMs bounds the writes that can block; sriov_numvfs gets five times it.
/// Such a write is made by a process of its own (Writers). One that times out is never signalled:
/// the kernel would go on waiting, uninterruptibly, and carries the write out once it can. Until
/// then further blocking writes that name the same device fail with Busy. Thread-safe.
class RealFileTree : public FileTree
{
public:
    explicit RealFileTree(const QString &root, int writeLimitMs = 10'000);
    ~RealFileTree() override;
    Result<QByteArray> read(const QString &path) const override;
    Result<> write(const QString &path, const QByteArray &value) override;
    Result<> replace(const QString &path, const QByteArray &content) override;
    Result<> remove(const QString &path) override;
    Result<QStringList> list(const QString &directory) const override;
    Result<QString> readLink(const QString &path) const override;
    Result<QString> resolve(const QString &path) const override;
    bool exists(const QString &path) const override;
    QStringList pendingWrites() const override;
    std::optional<QString> text(const QString &path) const override;
    QString linkName(const QString &path) const override;
    std::unique_ptr<Folder> folder(const QString &path) const override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace laneway
