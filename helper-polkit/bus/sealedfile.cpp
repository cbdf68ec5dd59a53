// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bus/sealedfile.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace laneway {

Result<QDBusUnixFileDescriptor> sealedFile(const QByteArray &content)
{
    const int fd = ::memfd_create("laneway", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return fail(ErrorCode::LimitExceeded, u"memfd"_s, errnoName(errno), errno);
    QDBusUnixFileDescriptor file;
    file.giveFileDescriptor(fd);
    for (qsizetype written = 0; written < content.size();) {
        const ssize_t n = ::write(fd, content.constData() + written, size_t(content.size() - written));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return fail(ErrorCode::LimitExceeded, u"memfd"_s, errnoName(errno), errno);
        written += n;
    }
    if (::fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) < 0)
        return fail(ErrorCode::Internal, u"memfd"_s, errnoName(errno), errno);
    return file;
}

} // namespace laneway
