// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/syncedfile.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace laneway {

OpenFile::~OpenFile()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

tl::unexpected<Error> fileFailure(const QString &file, const QString &call, ErrorCode otherwise)
{
    const int number = errno;
    const bool denied = number == EACCES || number == EPERM || number == EROFS;
    return fail(denied ? ErrorCode::PermissionDenied : otherwise, file, errnoName(number) + u" from "_s + call, number);
}

bool writeAll(int fd, const QByteArray &bytes)
{
    for (qsizetype done = 0; done < bytes.size();) {
        const ssize_t now = ::write(fd, bytes.constData() + done, size_t(bytes.size() - done));
        if (now < 0 && errno != EINTR)
            return false;
        done += now > 0 ? now : 0;
    }
    return true;
}

bool writeAllAt(int fd, qint64 offset, const QByteArray &bytes)
{
    for (qsizetype done = 0; done < bytes.size();) {
        const ssize_t now = ::pwrite(fd, bytes.constData() + done, size_t(bytes.size() - done), offset + done);
        if (now < 0 && errno != EINTR)
            return false;
        done += now > 0 ? now : 0;
    }
    return true;
}

Result<> makeDirectory(const QString &directory)
{
    const QFileInfo info(directory);
    if (info.isDir())
        return {};
    if (const QString parent = info.path(); parent != directory && !parent.isEmpty())
        if (auto made = makeDirectory(parent); !made)
            return made;
    if (::mkdir(QFile::encodeName(directory).constData(), 0700) != 0 && errno != EEXIST)
        return fileFailure(directory, u"mkdir"_s, ErrorCode::KernelRefused);
    return syncDirectory(info.path());
}

Result<> syncDirectory(const QString &directory)
{
    const OpenFile folder(::open(QFile::encodeName(directory).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.isOpen())
        return fileFailure(directory, u"open"_s, ErrorCode::KernelRefused);
    if (::fsync(folder.fd()) != 0)
        return fileFailure(directory, u"fsync"_s, ErrorCode::KernelRefused);
    return {};
}

bool isSafeName(QStringView name)
{
    if (name.isEmpty() || name.size() > 128 || name.front() == u'.')
        return false;
    return std::all_of(name.begin(), name.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'.'
            || c == u'_' || c == u'-';
    });
}

} // namespace laneway
