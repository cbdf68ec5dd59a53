// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>

namespace laneway {

/// A descriptor that closes itself.
class OpenFile
{
public:
    explicit OpenFile(int fd = -1)
        : m_fd(fd)
    {
    }
    ~OpenFile();
    OpenFile(const OpenFile &) = delete;
    OpenFile &operator=(const OpenFile &) = delete;
    int fd() const { return m_fd; }
    bool isOpen() const { return m_fd >= 0; }

private:
    int m_fd;
};

/// What errno says about @p file; PermissionDenied for EACCES, EPERM and EROFS, else @p otherwise.
tl::unexpected<Error> fileFailure(const QString &file, const QString &call, ErrorCode otherwise);
/// All of it, however many write(2) that takes.
bool writeAll(int fd, const QByteArray &bytes);
bool writeAllAt(int fd, qint64 offset, const QByteArray &bytes);
/// Makes it with its parents, for the owner only.
Result<> makeDirectory(const QString &directory);
/// Makes new, renamed and removed names in it survive a power loss.
Result<> syncDirectory(const QString &directory);
/// Letters, digits, ".", "_" and "-", no leading dot, at most 128: safe as part of a file name.
bool isSafeName(QStringView name);

} // namespace laneway
