// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/tpmstates.h"

#include "core/descriptor.h"
#include "store/syncedfile.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

namespace laneway {

namespace {

constexpr int deepest = 8; ///< swtpm's has no folders at all
constexpr int mostAtOnce = 10'000;
const QString asidePrefix = u".gone-"_s;

/// By descriptors only, as its owner may put a link where a folder was.
void empty(int folder, int depth, int &left)
{
    const int listed = ::fcntl(folder, F_DUPFD_CLOEXEC, 0);
    DIR *const entries = listed < 0 ? nullptr : ::fdopendir(listed);
    if (!entries) {
        Descriptor unused(listed);
        return;
    }
    while (const dirent *entry = left > 0 ? ::readdir(entries) : nullptr) {
        if (std::strcmp(entry->d_name, ".") == 0 || std::strcmp(entry->d_name, "..") == 0)
            continue;
        --left;
        if (::unlinkat(folder, entry->d_name, 0) == 0 || depth == 0)
            continue;
        const Descriptor inner(::openat(folder, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (inner)
            empty(inner.get(), depth - 1, left);
        (void)::unlinkat(folder, entry->d_name, AT_REMOVEDIR);
    }
    ::closedir(entries);
}

} // namespace

QString TpmStates::pathOf(const QUuid &domain) const
{
    return m_directory + u'/' + domain.toString(QUuid::WithoutBraces);
}

bool TpmStates::has(const QUuid &domain) const
{
    return QFileInfo(pathOf(domain)).isDir();
}

Result<> TpmStates::setAside(const QUuid &domain) const
{
    const QString aside = m_directory + u'/' + asidePrefix + QUuid::createUuid().toString(QUuid::WithoutBraces);
    if (::rename(QFile::encodeName(pathOf(domain)).constData(), QFile::encodeName(aside).constData()) == 0)
        return syncDirectory(m_directory);
    const int error = errno;
    if (error == ENOENT)
        return {};
    return fail(ErrorCode::KernelRefused, pathOf(domain), errnoName(error) + u" removing what its TPM keeps"_s, error);
}

void TpmStates::tidyUp() const
{
    const QStringList aside = QDir(m_directory).entryList({asidePrefix + u'*'}, QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot);
    int left = mostAtOnce;
    for (const QString &name : aside) {
        const QByteArray path = QFile::encodeName(m_directory + u'/' + name);
        const Descriptor folder(::open(path.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (folder)
            empty(folder.get(), deepest, left);
        (void)::rmdir(path.constData());
    }
}

} // namespace laneway
