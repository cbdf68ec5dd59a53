// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtimedirectory.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

namespace laneway {

Result<QString> runtimeDirectory()
{
    const QString session = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const QString directory
        = session.startsWith(u'/') ? session + u"/laneway"_s : QDir::tempPath() + u"/laneway-%1"_s.arg(::geteuid());
    const QByteArray name = QFile::encodeName(directory);
    if (::mkdir(name.constData(), 0700) < 0 && errno != EEXIST)
        return fail(ErrorCode::PermissionDenied, directory, errnoName(errno) + u" from mkdir"_s, errno);
    struct stat status = {};
    if (::lstat(name.constData(), &status) < 0)
        return fail(ErrorCode::PermissionDenied, directory, errnoName(errno) + u" from lstat"_s, errno);
    if (!S_ISDIR(status.st_mode) || status.st_uid != ::geteuid())
        return fail(ErrorCode::PermissionDenied, directory, u"it is not a directory of this user"_s);
    if ((status.st_mode & 0777) != 0700 && ::chmod(name.constData(), 0700) < 0)
        return fail(ErrorCode::PermissionDenied, directory, errnoName(errno) + u" from chmod"_s, errno);
    return directory;
}

} // namespace laneway
