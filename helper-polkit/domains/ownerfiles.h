// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/ownerprograms.h"

#include <QJsonObject>

#include <optional>

namespace laneway {

/// Whose files are meant.
struct FileOwner
{
    uint uid = 0;
    uint gid = 0;
    QJsonObject toJson() const { return {{u"uid"_s, qint64(uid)}, {u"gid"_s, qint64(gid)}}; }
    static FileOwner fromJson(const QJsonObject &json);
};

/// The login group of a user; nothing for one that the system does not know.
std::optional<uint> groupIdOf(uint uid);

/// What is at a path, as its owner sees it.
struct FileFacts
{
    enum class Kind { Missing, File, Block, Folder, Other, Hidden };
    QString path;
    Kind kind = Kind::Missing;
    QString id; ///< "DEVICE:INODE"
    quint64 size = 0;
    quint64 allocated = 0;
    qint64 modified = 0; ///< seconds since 1970
    bool writable = false;
    QString format; ///< as its first bytes say, QEMU's names, "iso"; empty: no image
    quint64 virtualSize = 0;
    int snapshots = 0;
    QString backing; ///< absolute; empty: none
    QString backingFormat;
    quint64 freeBytes = 0; ///< of the file system
    qint64 born = 0; ///< seconds since 1970; 0: not known
    bool namesBacking = false; ///< its header names an image that it stands on
    bool namesParts = false; ///< its header names other files that hold what is in it
    QStringList snapshotNames = {}; ///< inside it; only where a plan asked for them
    bool canMake = false; ///< whether files can be made beside it (in it, of a folder)

    bool isImage() const { return (kind == Kind::File || kind == Kind::Block) && !format.isEmpty(); }
};

/// One owner's files, by laneway-files and qemu-img run as them. What these say is taken for hostile.
class OwnerFiles
{
public:
    /// @p id: names the work, [a-z0-9-]; a later helper ends by it what is left of a former's.
    OwnerFiles(OwnerPrograms &programs, const FileOwner &owner, const QString &id);

    /// One for each path, in their order.
    Result<QList<FileFacts>> look(const QStringList &paths) const;
    Result<FileFacts> look(const QString &path) const;
    /// The folder itself, then what is in it.
    Result<QList<FileFacts>> list(const QString &folder) const;
    Result<> reserve(const QString &path) const; ///< AlreadyExists
    Result<> publish(const QString &from, const QString &to, const QString &id) const; ///< AlreadyExists
    Result<> remove(const QString &path, const QString &id) const; ///< HostChanged: it is another file
    Result<QByteArray> qemuImg(const QStringList &arguments, int timeoutMs = 60'000) const;
    Result<> endLeftovers() const { return m_programs.end(m_id); }

private:
    Result<ProgramAnswer> run(const QString &program, const QStringList &arguments, int timeoutMs) const;
    Result<QByteArray> files(const QStringList &arguments) const;

    OwnerPrograms &m_programs;
    FileOwner m_owner;
    QString m_id;
};

/// Of this path FileFacts::writable says whether the owner can run guests by it.
inline const QString kvmNode = u"/dev/kvm"_s;

/// Where images may be: absolute, clean, no control characters, a name of at most 200 bytes.
Result<> checkImagePath(const QString &path);

} // namespace laneway
