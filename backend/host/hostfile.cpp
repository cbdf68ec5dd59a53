// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/hostfile.h"

#include <QFile>

#include <array>
#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

namespace laneway {

Error hostFileError(FileFault fault, const QString &subject, const QString &detail)
{
    constexpr std::array names{"missing", "unreadable", "no-file", "empty", "no-capture", "no-listing", "unwritable"};
    return {ErrorCode::InvalidInput, subject, detail, 0, {{u"file"_s, QString::fromLatin1(names[size_t(fault)])}}};
}

Result<> checkHostFile(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    struct stat status = {};
    if (::stat(name.constData(), &status) < 0 || ::access(name.constData(), R_OK) < 0)
        return fail(
            hostFileError(errno == EACCES || errno == EPERM ? FileFault::Unreadable : FileFault::Missing, path));
    if (!S_ISREG(status.st_mode)) // a FIFO would keep us waiting
        return fail(hostFileError(FileFault::NoFile, path));
    if (status.st_size == 0)
        return fail(hostFileError(FileFault::Empty, path));
    return {};
}

} // namespace laneway
