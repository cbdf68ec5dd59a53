// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QStringList>

#include <map>
#include <memory>

namespace laneway {

/// Files, directories and links in memory, with sysfs' errors. Paths are relative, as FileTree's.
class SimTree
{
public:
    enum Access { ReadOnly = 1, WriteOnly = 2, ReadWrite = 3 };

    SimTree();
    void directory(const QString &path);
    void file(const QString &path, const QByteArray &text, Access access = ReadOnly);
    /// @p target is a path of this tree; the link's text goes up to the root and down, as sysfs' do.
    void link(const QString &path, const QString &target);
    void remove(const QString &path);
    /// Removes what is in @p path, except entries for which @p keep says so.
    void clear(const QString &path, bool (*keep)(const QString &name));

    Result<QByteArray> read(const QString &path) const;
    Result<QStringList> list(const QString &path) const;
    Result<QString> readLink(const QString &path) const;
    Result<QString> resolve(const QString &path) const;
    bool exists(const QString &path) const;
    /// The resolved path of a file that can be written.
    Result<QString> writable(const QString &path) const;

private:
    enum class Kind { Directory, File, Link };
    struct Node
    {
        Kind kind = Kind::Directory;
        Access access = ReadOnly;
        QByteArray text;
        std::map<QString, std::unique_ptr<Node>> children;
    };
    struct Found
    {
        const Node *node;
        QString path;
    };
    Result<Found> find(const QString &path, bool followLast) const;
    Node &make(const QString &path);
    Node *raw(const QString &path);

    std::unique_ptr<Node> m_root;
};

/// The Error for @p number as the doors give it: "EBUSY writing PATH".
Error kernelError(int number, const QString &doing, const QString &subject);

} // namespace laneway
