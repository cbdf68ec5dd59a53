// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/filestore.h"

#include "store/syncedfile.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <unistd.h>

namespace laneway {

namespace {
constexpr qint64 largestFile = 4 * 1024 * 1024;
}

FileStore::FileStore(const QString &directory, const QString &suffix)
    : m_directory(directory)
    , m_suffix(suffix)
{
}

QStringList FileStore::keys() const
{
    QStringList keys;
    const QStringList files = QDir(m_directory).entryList({u"*"_s + m_suffix}, QDir::Files, QDir::Name);
    for (const QString &file : files)
        if (const QString key = file.chopped(m_suffix.size()); isSafeName(key))
            keys += key;
    return keys;
}

Result<QByteArray> FileStore::read(const QString &key) const
{
    if (!isSafeName(key))
        return fail(ErrorCode::InvalidInput, key, u"not a key"_s);
    QFile file(m_directory + u'/' + key + m_suffix);
    if (!file.exists())
        return fail(ErrorCode::NotFound, key, file.fileName());
    if (file.size() > largestFile)
        return fail(ErrorCode::LimitExceeded, key, file.fileName());
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::PermissionDenied, file.fileName(), file.errorString());
    return file.read(largestFile);
}

Result<> FileStore::write(const QString &key, const QByteArray &value)
{
    if (!isSafeName(key))
        return fail(ErrorCode::InvalidInput, key, u"not a key"_s);
    if (value.size() > largestFile)
        return fail(ErrorCode::LimitExceeded, key, u"too large to be kept"_s);
    if (auto made = makeDirectory(m_directory); !made)
        return made;
    const QString path = m_directory + u'/' + key + m_suffix;
    // A leading dot: never taken for an object when it stays behind.
    const QByteArray temporary = QFile::encodeName(m_directory + u"/."_s + key + m_suffix);
    {
        const OpenFile file(::open(temporary.constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
        if (!file.isOpen())
            return fileFailure(path, u"open"_s, ErrorCode::KernelRefused);
        if (!writeAll(file.fd(), value))
            return fileFailure(path, u"write"_s, ErrorCode::KernelRefused);
        if (::fsync(file.fd()) != 0)
            return fileFailure(path, u"fsync"_s, ErrorCode::KernelRefused);
    }
    if (::rename(temporary.constData(), QFile::encodeName(path).constData()) != 0)
        return fileFailure(path, u"rename"_s, ErrorCode::KernelRefused);
    return syncDirectory(m_directory);
}

Result<> FileStore::remove(const QString &key)
{
    if (!isSafeName(key))
        return fail(ErrorCode::InvalidInput, key, u"not a key"_s);
    const QString path = m_directory + u'/' + key + m_suffix;
    if (::unlink(QFile::encodeName(path).constData()) != 0) {
        if (errno == ENOENT)
            return {};
        return fileFailure(path, u"unlink"_s, ErrorCode::KernelRefused);
    }
    return syncDirectory(m_directory);
}

} // namespace laneway
