// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/boundedfile.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace laneway {

Descriptor boundedFile(const char *name, qint64 size)
{
    Descriptor file(memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (file
        && (ftruncate(file.get(), size) < 0
            || fcntl(file.get(), F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) < 0))
        file.reset();
    return file;
}

bool isBoundedFile(int fd, qint64 size)
{
    constexpr int seals = F_SEAL_GROW | F_SEAL_SHRINK;
    struct stat state = {};
    const int sealed = fcntl(fd, F_GET_SEALS);
    return sealed >= 0 && (sealed & seals) == seals && fstat(fd, &state) == 0 && state.st_size == size;
}

QByteArray readBoundedFile(int fd)
{
    struct stat state = {};
    if (fstat(fd, &state) < 0)
        return {};
    QByteArray text(state.st_size, '\0');
    const ssize_t size = pread(fd, text.data(), size_t(text.size()), 0);
    text.truncate(size > 0 ? size : 0);
    while (text.endsWith('\0'))
        text.chop(1);
    return text;
}

} // namespace laneway
