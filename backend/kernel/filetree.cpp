// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/filetree.h"

#include "core/descriptor.h"

#include "kernel/writers.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <string_view>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace laneway {

namespace {

constexpr qsizetype largestFile = 4 * 1024 * 1024;
// O_NONBLOCK: a FIFO in the place of a file must not stop us.
constexpr int readFlags = O_RDONLY | O_NOCTTY | O_NONBLOCK;

/// Whether @p path is relative, has no ".." and no NUL: then only links can lead out of the root,
/// and RESOLVE_BENEATH refuses those.
bool staysBelow(const QString &path)
{
    if (path.startsWith(u'/') || path.contains(QChar::Null))
        return false;
    for (qsizetype at = path.indexOf(u".."); at >= 0; at = path.indexOf(u"..", at + 1)) {
        const bool begins = at == 0 || path[at - 1] == u'/';
        const bool ends = at + 2 == path.size() || path[at + 2] == u'/';
        if (begins && ends)
            return false;
    }
    return true;
}

/// A path as the kernel takes it, without allocating: sysfs paths are short and Latin.
class RawPath
{
public:
    explicit RawPath(const QString &path)
    {
        const qsizetype size = path.size();
        if (size < qsizetype(m_short.size()) && convert(path.constData(), size))
            return;
        m_long = QFile::encodeName(path);
        m_isBelow = staysBelow(path);
    }
    const char *get() const { return m_long.isEmpty() ? m_short.data() : m_long.constData(); }
    bool isBelow() const { return m_isBelow; } ///< as staysBelow()

private:
    /// False: not plain enough.
    bool convert(const QChar *from, qsizetype size)
    {
        char16_t all = 0;
        for (qsizetype i = 0; i < size; ++i) {
            all |= from[i].unicode();
            m_short[size_t(i)] = char(from[i].unicode());
        }
        const std::string_view plain(m_short.data(), size_t(size));
        if (all >= 0x80 || plain.find('\0') != plain.npos || plain.find("..") != plain.npos)
            return false;
        m_isBelow = !plain.starts_with('/');
        m_short[size_t(size)] = '\0';
        return true;
    }

    std::array<char, 256> m_short;
    QByteArray m_long;
    bool m_isBelow = false;
};

bool canBlock(QStringView file)
{
    constexpr std::array names{u"unbind", u"bind", u"drivers_probe", u"sriov_numvfs", u"reset", u"remove", u"rescan"};
    return std::any_of(names.begin(), names.end(), [&](const char16_t *n) { return file == n; });
}

/// By whole paths.
class PathFolder : public Folder
{
public:
    PathFolder(const FileTree &tree, const QString &path)
        : m_tree(tree)
        , m_base(path + u'/')
    {
    }
    Result<QByteArray> read(const char *name) const override { return m_tree.read(pathOf(name)); }
    std::optional<QString> text(const char *name) const override { return m_tree.text(pathOf(name)); }
    QString linkName(const char *name) const override { return m_tree.linkName(pathOf(name)); }
    bool exists(const char *name) const override { return m_tree.exists(pathOf(name)); }

private:
    QString pathOf(const char *name) const { return m_base + QLatin1StringView(name); }
    const FileTree &m_tree;
    const QString m_base;
};

QString trimmedText(QByteArrayView bytes)
{
    const char *begin = bytes.data();
    const char *end = begin + bytes.size();
    const auto isBlank = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
    while (begin != end && isBlank(*begin))
        ++begin;
    while (begin != end && isBlank(end[-1]))
        --end;
    return QString::fromUtf8(begin, end - begin);
}

/// An attribute of sysfs, if it is short; nullopt also when it cannot be read, with errno.
std::optional<QString> shortText(int directory, const char *name)
{
    const Descriptor file(::openat(directory, name, readFlags | O_CLOEXEC));
    if (file.get() < 0)
        return std::nullopt;
    std::array<char, 4096> page;
    const ssize_t n = ::read(file.get(), page.data(), page.size());
    if (n < 0)
        return std::nullopt;
    if (size_t(n) == page.size()) {
        errno = EFBIG;
        return std::nullopt;
    }
    return trimmedText(QByteArrayView(page.data(), n));
}

QString shortLinkName(int directory, const char *name)
{
    std::array<char, 4096> target;
    const ssize_t n = ::readlinkat(directory, name, target.data(), target.size());
    const QByteArrayView text(target.data(), std::max<ssize_t>(n, 0));
    return QString::fromUtf8(text.sliced(text.lastIndexOf('/') + 1));
}

Result<QByteArray> readAll(int fd, const QString &path, bool isSysfs)
{
    std::array<char, 4096> page;
    QByteArray bytes;
    for (;;) {
        const ssize_t n = ::read(fd, page.data(), page.size());
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return refused(path, "reading", errno);
        if (bytes.size() + n > largestFile)
            return fail(ErrorCode::LimitExceeded, path, u"more than 4 MiB"_s, EFBIG);
        bytes.append(page.data(), n);
        // An attribute of sysfs comes whole or by full pages: a short answer is the end.
        if (n == 0 || (isSysfs && size_t(n) < page.size()))
            return bytes;
    }
}

/// A directory of sysfs: no path is walked from the root for each of its files.
class SysfsFolder : public Folder
{
public:
    SysfsFolder(int fd, const QString &path)
        : m_directory(fd)
        , m_path(path)
    {
    }
    Result<QByteArray> read(const char *name) const override
    {
        const Descriptor file(::openat(m_directory.get(), name, readFlags | O_CLOEXEC));
        const QString path = m_path + u'/' + QLatin1StringView(name);
        return file.get() < 0 ? refused(path, "opening", errno) : readAll(file.get(), path, true);
    }
    std::optional<QString> text(const char *name) const override
    {
        auto text = shortText(m_directory.get(), name);
        if (text || (errno != EINTR && errno != EFBIG))
            return text;
        const auto whole = read(name);
        return whole ? std::optional(trimmedText(*whole)) : std::nullopt;
    }
    QString linkName(const char *name) const override { return shortLinkName(m_directory.get(), name); }
    bool exists(const char *name) const override
    {
        return ::faccessat(m_directory.get(), name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    }

private:
    const Descriptor m_directory;
    const QString m_path;
};

} // namespace

std::unique_ptr<Folder> FileTree::folder(const QString &path) const
{
    return std::make_unique<PathFolder>(*this, path);
}

std::optional<QString> FileTree::text(const QString &path) const
{
    const auto bytes = read(path);
    return bytes ? std::optional(trimmedText(*bytes)) : std::nullopt;
}

Result<> FileTree::replace(const QString &path, const QByteArray &)
{
    return refused(path, "making a file of", EPERM);
}

Result<> FileTree::remove(const QString &path)
{
    return refused(path, "removing", EPERM);
}

QString FileTree::linkName(const QString &path) const
{
    const auto target = readLink(path);
    return target ? target->mid(target->lastIndexOf(u'/') + 1) : QString();
}

class RealFileTree::Private
{
public:
    Private(const QString &root, int limit)
        : writeLimitMs(limit)
    {
        // The real path: resolve() compares with what the kernel says of a descriptor.
        const QByteArray name = QFile::encodeName(root);
        if (char *real = ::realpath(name.constData(), nullptr)) {
            rootPath = real;
            ::free(real);
        } else {
            rootPath = name;
        }
        rootFd = ::open(rootPath.constData(), O_PATH | O_DIRECTORY | O_CLOEXEC);
        struct statfs fs;
        writers = std::make_unique<Writers>(rootFd);
        isSysfs = rootFd >= 0 && ::fstatfs(rootFd, &fs) == 0 && fs.f_type == SYSFS_MAGIC;
    }
    ~Private()
    {
        if (rootFd >= 0)
            ::close(rootFd);
    }

    /// For reading. Sysfs' own links never lead out, so the plain call does there.
    int open(const RawPath &path, int flags) const
    {
        if (isSysfs)
            return ::openat(rootFd, *path.get() ? path.get() : ".", flags | O_CLOEXEC);
        return openBelow(rootFd, path.get(), flags);
    }

    /// The directory of a file of settings, open to be synced.
    Result<Descriptor> folderOf(const QString &path) const
    {
        const qsizetype slash = path.lastIndexOf(u'/');
        if (!staysBelow(path) || slash <= 0 || slash + 1 == path.size())
            return refused(path, "leaving the root for", EXDEV);
        if (isSysfs)
            return refused(path, "making a file in sysfs:", EPERM);
        Descriptor folder(openBelow(rootFd, RawPath(path.left(slash)).get(), O_RDONLY | O_DIRECTORY));
        if (folder.get() < 0)
            return refused(path, "opening the directory of", errno);
        return folder;
    }

    QByteArray rootPath;
    int rootFd = -1;
    bool isSysfs = false;
    int writeLimitMs;
    std::unique_ptr<Writers> writers;
};

RealFileTree::RealFileTree(const QString &root, int writeLimitMs)
    : d(std::make_unique<Private>(root, writeLimitMs))
{
}

RealFileTree::~RealFileTree() = default;

Result<QByteArray> RealFileTree::read(const QString &path) const
{
    const RawPath raw(path);
    if (!raw.isBelow())
        return refused(path, "leaving the root for", EXDEV);
    const Descriptor file(d->open(raw, readFlags));
    if (file.get() < 0)
        return refused(path, "opening", errno);
    return readAll(file.get(), path, d->isSysfs);
}

Result<> RealFileTree::write(const QString &path, const QByteArray &value)
{
    if (!staysBelow(path))
        return refused(path, "leaving the root for", EXDEV);
    const QStringView file = QStringView(path).mid(path.lastIndexOf(u'/') + 1);
    if (canBlock(file)) {
        const int limit = file == u"sriov_numvfs" ? d->writeLimitMs * 5 : d->writeLimitMs;
        return d->writers->write(path, value, limit);
    }
    const int number = writeOnce(d->rootFd, RawPath(path).get(), value.constData(), size_t(value.size()));
    if (number)
        return refused(path, "writing", number);
    return {};
}

Result<> RealFileTree::replace(const QString &path, const QByteArray &content)
{
    const auto folder = d->folderOf(path);
    if (!folder)
        return fail(folder.error());
    const QByteArray name = QFile::encodeName(path.mid(path.lastIndexOf(u'/') + 1));
    const QByteArray beside = '.' + name + ".laneway-new"; // whoever reads the directory skips it
    const int directory = folder->get();
    ::unlinkat(directory, beside.constData(), 0); // what a lost power left
    const Descriptor file(
        ::openat(directory, beside.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (file.get() < 0)
        return refused(path, "making", errno);
    const ssize_t written = ::write(file.get(), content.constData(), size_t(content.size()));
    int number = written < 0 ? errno : written != content.size() ? ENOSPC : 0;
    if (!number && (::fchmod(file.get(), 0644) != 0 || ::fsync(file.get()) != 0))
        number = errno;
    if (!number && ::renameat(directory, beside.constData(), directory, name.constData()) != 0)
        number = errno;
    if (number) {
        ::unlinkat(directory, beside.constData(), 0);
        return refused(path, "writing", number);
    }
    return ::fsync(directory) == 0 ? Result<>() : refused(path, "syncing the directory of", errno);
}

Result<> RealFileTree::remove(const QString &path)
{
    const auto folder = d->folderOf(path);
    if (!folder)
        return fail(folder.error());
    const QByteArray name = QFile::encodeName(path.mid(path.lastIndexOf(u'/') + 1));
    if (::unlinkat(folder->get(), name.constData(), 0) != 0)
        return errno == ENOENT ? Result<>() : refused(path, "removing", errno);
    return ::fsync(folder->get()) == 0 ? Result<>() : refused(path, "syncing the directory of", errno);
}

Result<QStringList> RealFileTree::list(const QString &directory) const
{
    if (!staysBelow(directory))
        return refused(directory, "leaving the root for", EXDEV);
    const Descriptor dir(d->open(RawPath(directory), O_RDONLY | O_DIRECTORY));
    if (dir.get() < 0)
        return refused(directory, "opening", errno);
    QStringList names;
    alignas(dirent64) std::array<char, 32768> buffer;
    for (;;) {
        const long n = syscall(SYS_getdents64, dir.get(), buffer.data(), buffer.size());
        if (n < 0)
            return refused(directory, "listing", errno);
        if (n == 0)
            break;
        for (long at = 0; at < n;) {
            const auto *entry = reinterpret_cast<const dirent64 *>(buffer.data() + at);
            at += entry->d_reclen;
            const char *name = entry->d_name;
            if (name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2])))
                continue;
            names.append(QString::fromUtf8(name));
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

Result<QString> RealFileTree::readLink(const QString &path) const
{
    const RawPath raw(path);
    if (!raw.isBelow())
        return refused(path, "leaving the root for", EXDEV);
    std::array<char, 4096> target;
    ssize_t n = -1;
    if (d->isSysfs) { // its links never lead out: one call instead of three
        n = ::readlinkat(d->rootFd, raw.get(), target.data(), target.size());
    } else if (const Descriptor link(openBelow(d->rootFd, raw.get(), O_PATH | O_NOFOLLOW)); link.get() >= 0) {
        n = ::readlinkat(link.get(), "", target.data(), target.size());
    }
    if (n < 0)
        return refused(path, "reading the link", errno);
    return QString::fromUtf8(target.data(), n);
}

Result<QString> RealFileTree::resolve(const QString &path) const
{
    if (!staysBelow(path))
        return refused(path, "leaving the root for", EXDEV);
    const Descriptor file(openBelow(d->rootFd, RawPath(path).get(), O_PATH));
    if (file.get() < 0)
        return refused(path, "following", errno);
    std::array<char, 32> self;
    ::snprintf(self.data(), self.size(), "/proc/self/fd/%d", file.get());
    std::array<char, 4096> target;
    const ssize_t n = ::readlink(self.data(), target.data(), target.size());
    if (n < 0)
        return refused(path, "following", errno);
    const QByteArrayView real(target.data(), n);
    if (real == d->rootPath)
        return QString();
    if (!real.startsWith(d->rootPath))
        return refused(path, "leaving the root for", EXDEV);
    return QString::fromUtf8(real.sliced(d->rootPath.size() + (d->rootPath.endsWith('/') ? 0 : 1)));
}

bool RealFileTree::exists(const QString &path) const
{
    const RawPath raw(path);
    if (!raw.isBelow())
        return false;
    if (d->isSysfs)
        return ::faccessat(d->rootFd, raw.get(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    return Descriptor(openBelow(d->rootFd, raw.get(), O_PATH | O_NOFOLLOW)).get() >= 0;
}

// Much of what a host is asked for is not there: no error is made of it only to be dropped.

std::optional<QString> RealFileTree::text(const QString &path) const
{
    const RawPath raw(path);
    if (!d->isSysfs || !raw.isBelow())
        return FileTree::text(path);
    auto text = shortText(d->rootFd, raw.get());
    return text || (errno != EINTR && errno != EFBIG) ? text : FileTree::text(path);
}

QString RealFileTree::linkName(const QString &path) const
{
    const RawPath raw(path);
    if (!d->isSysfs || !raw.isBelow())
        return FileTree::linkName(path);
    return shortLinkName(d->rootFd, raw.get());
}

std::unique_ptr<Folder> RealFileTree::folder(const QString &path) const
{
    const RawPath raw(path);
    if (d->isSysfs && raw.isBelow()) {
        const int fd = ::openat(d->rootFd, raw.get(), O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (fd >= 0)
            return std::make_unique<SysfsFolder>(fd, path);
    }
    return FileTree::folder(path);
}

QStringList RealFileTree::pendingWrites() const
{
    return d->writers->pending();
}

} // namespace laneway
