// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/tpmstates.h"

#include "core/descriptor.h"
#include "kernel/posixacl.h"
#include "store/syncedfile.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
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

/// As QemuGuests gives them: the owner's own, or ours with the owner let in.
bool isOwnedBy(int folder, uint owner)
{
    struct stat status = {};
    if (::fstat(folder, &status) < 0)
        return false;
    if (status.st_uid == owner || status.st_uid != ::geteuid())
        return status.st_uid == owner;
    QList<quint32> users;
    const Acl entries = aclOf(folder);
    for (const AclEntry &entry : entries)
        if (entry.tag == ACL_USER)
            users += entry.id;
    return users == QList<quint32>{owner};
}

} // namespace

Result<> TpmStates::endWithRun(const QUuid &domain, uint owner)
{
    return m_ending.write(domain.toString(QUuid::WithoutBraces), QByteArray::number(owner));
}

void TpmStates::stay(const QUuid &domain)
{
    (void)m_ending.remove(domain.toString(QUuid::WithoutBraces));
}

std::optional<uint> TpmStates::endsWithRun(const QUuid &domain) const
{
    const auto text = m_ending.read(domain.toString(QUuid::WithoutBraces));
    bool isNumber = false;
    const uint owner = text ? text->toUInt(&isNumber) : 0;
    return isNumber ? std::optional(owner) : std::nullopt;
}

QList<QUuid> TpmStates::ending() const
{
    QList<QUuid> domains;
    const QStringList keys = m_ending.keys();
    for (const QString &key : keys)
        domains += QUuid::fromString(key);
    return domains;
}

QString TpmStates::pathOf(const QUuid &domain) const
{
    return m_directory + u'/' + domain.toString(QUuid::WithoutBraces);
}

Result<QString> TpmStates::setAside(const QUuid &domain, uint owner) const
{
    const QByteArray path = QFile::encodeName(pathOf(domain));
    const Descriptor folder(::open(path.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    int error = errno;
    if (folder && !isOwnedBy(folder.get(), owner))
        return QString();
    const QString aside = m_directory + u'/' + asidePrefix + QUuid::createUuid().toString(QUuid::WithoutBraces);
    if (folder && ::rename(path.constData(), QFile::encodeName(aside).constData()) == 0)
        return syncDirectory(m_directory).map([&] { return aside; });
    if (folder)
        error = errno;
    if (error == ENOENT)
        return QString();
    return fail(ErrorCode::KernelRefused, pathOf(domain), errnoName(error) + u" removing what its TPM keeps"_s, error);
}

Result<> TpmStates::putBack(const QUuid &domain, const QString &aside) const
{
    if (::rename(QFile::encodeName(aside).constData(), QFile::encodeName(pathOf(domain)).constData()) == 0)
        return syncDirectory(m_directory);
    return fileFailure(aside, u"rename"_s, ErrorCode::KernelRefused);
}

void TpmStates::discard(const QString &aside) const
{
    const QByteArray path = QFile::encodeName(aside);
    const Descriptor folder(::open(path.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    int left = mostAtOnce; // each its own: one that cannot be emptied keeps no other
    if (folder)
        empty(folder.get(), deepest, left);
    (void)::rmdir(path.constData());
}

QStringList TpmStates::allAside() const
{
    QStringList aside
        = QDir(m_directory).entryList({asidePrefix + u'*'}, QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot);
    for (QString &name : aside)
        name.prepend(m_directory + u'/');
    return aside;
}

} // namespace laneway
