// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the helper wants to know of its clients' files, and to do with them, done as the client: started as
// that user, so the kernel says what is allowed. Plain C++: it must start fast.
//
//   laneway-files look PATH…            what is at each
//   laneway-files list FOLDER           what is in it, without hidden files
//   laneway-files reserve PATH          makes an empty file, and the folders to it; never one that is there
//   laneway-files publish FROM TO ID    gives the file another name; never one that is taken
//   laneway-files remove PATH ID        removes that file, and no other of its name
//
// ID is DEVICE:INODE, "-" for any. Answer of look and list: records of three texts, each ended by NUL: fields with
// blanks between them (see tell()), the backing file, the path; a dot behind the last. Status 1: one line on standard
// error, which begins with errno's name for what can be told apart.
#include "imageheader.h"
#include "kvm.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace {
constexpr size_t mostListed = 2'000;
const std::string kvmNode = "/dev/kvm"; ///< "writable": whether a guest could run by it
constexpr unsigned noReplace = 1; // RENAME_NOREPLACE, linux/fs.h

[[noreturn]] void giveUp(const std::string &what, int error)
{
    struct Name
    {
        int number;
        const char *name;
    };
    static constexpr std::array names{Name{EEXIST, "EEXIST"}, Name{ENOENT, "ENOENT"}, Name{EACCES, "EACCES"},
        Name{EPERM, "EPERM"}, Name{EROFS, "EROFS"}, Name{ENOSPC, "ENOSPC"}, Name{EDQUOT, "EDQUOT"},
        Name{ENOTDIR, "ENOTDIR"}, Name{ESTALE, "ESTALE"}};
    const auto found = std::find_if(names.begin(), names.end(), [&](const Name &one) { return one.number == error; });
    std::fprintf(stderr, "%s %s: %s\n", found == names.end() ? "EIO" : found->name, what.c_str(), std::strerror(error));
    std::exit(1);
}

std::string parentOf(const std::string &path)
{
    const size_t slash = path.rfind('/');
    return slash == 0 ? "/" : path.substr(0, slash);
}

std::string idOf(const struct stat &state)
{
    return std::to_string(state.st_dev) + ":" + std::to_string(state.st_ino);
}

uint64_t freeBytes(std::string folder)
{
    struct statvfs space = {};
    while (statvfs(folder.c_str(), &space) < 0 && folder != "/")
        folder = parentOf(folder);
    return uint64_t(space.f_bavail) * space.f_frsize;
}

/// Whether something can be made in it, or it itself where it is not there yet.
bool canMakeIn(std::string folder)
{
    while (access(folder.c_str(), F_OK) < 0 && errno == ENOENT && folder != "/")
        folder = parentOf(folder);
    return access(folder.c_str(), W_OK | X_OK) == 0;
}

/// Seconds since 1970; 0: the file system does not keep it.
long long bornAt(const std::string &path)
{
    struct statx state = {};
    if (statx(AT_FDCWD, path.c_str(), 0, STATX_BTIME, &state) < 0 || (state.stx_mask & STATX_BTIME) == 0)
        return 0;
    return state.stx_btime.tv_sec;
}

/// KIND ID SIZE ALLOCATED MODIFIED WRITABLE FORMAT VIRTUAL SNAPSHOTS BACKINGFORMAT FREE CANMAKE BORN NAMES. BORN: when
/// the file was made, 0 where the file system does not say. NAMES: whether it names a backing file (1) or others (2).
/// KIND: "-" nothing is there, "f" a file, "b" a block device, "d" a folder, "?" something else, "x" not to be seen.
/// "-" is no format.
void tell(const std::string &path, uint64_t free, bool canMake)
{
    struct stat state = {};
    char kind = '-';
    uint64_t size = 0;
    bool writable = false;
    laneway::ImageHeader header;
    header.format = "-";
    if (stat(path.c_str(), &state) < 0) {
        kind = errno == ENOENT || errno == ENOTDIR ? '-' : 'x';
        struct stat link = {};
        if (kind == '-' && lstat(path.c_str(), &link) == 0)
            kind = '?'; // a link to nowhere takes the name all the same
    } else {
        kind = S_ISREG(state.st_mode) ? 'f' : S_ISBLK(state.st_mode) ? 'b' : S_ISDIR(state.st_mode) ? 'd' : '?';
        size = uint64_t(state.st_size);
        writable = path == kvmNode ? laneway::isKvmUsable(path) : access(path.c_str(), W_OK) == 0;
    }
    if (kind == 'f' || kind == 'b') {
        const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
        if (fd >= 0) {
            std::vector<unsigned char> bytes(laneway::ImageHeader::wanted);
            const ssize_t got = pread(fd, bytes.data(), bytes.size(), 0);
            bytes.resize(size_t(std::max<ssize_t>(got, 0)));
            header = laneway::parseImageHeader(bytes);
            if (kind == 'b')
                size = uint64_t(std::max<off_t>(lseek(fd, 0, SEEK_END), 0));
            close(fd);
        }
    }
    const std::string format = header.backingFormat.empty() || header.backingFormat.find(' ') != std::string::npos
        ? "-"
        : header.backingFormat;
    std::printf("%c %s %llu %llu %lld %d %s %llu %u %s %llu %d %lld %d", kind,
        kind == '-' || kind == 'x' ? "-" : idOf(state).c_str(), static_cast<unsigned long long>(size),
        static_cast<unsigned long long>(state.st_blocks) * 512, static_cast<long long>(state.st_mtime), int(writable),
        header.format.c_str(), static_cast<unsigned long long>(header.virtualSize ? header.virtualSize : size),
        header.snapshots, format.c_str(), static_cast<unsigned long long>(free), int(canMake), bornAt(path),
        int(header.namesBacking) + 2 * int(header.namesParts));
    std::putchar('\0');
    std::printf("%s", header.backing.c_str()); // up to a NUL of its own
    std::putchar('\0');
    std::printf("%s", path.c_str());
    std::putchar('\0');
}

void look(const std::vector<std::string> &paths)
{
    for (const std::string &path : paths)
        tell(path, freeBytes(parentOf(path)), canMakeIn(parentOf(path)));
}

void list(const std::string &folder)
{
    tell(folder, freeBytes(folder), canMakeIn(folder));
    DIR *const directory = opendir(folder.c_str());
    if (!directory)
        return;
    std::vector<std::string> names;
    while (const dirent *entry = readdir(directory))
        if (entry->d_name[0] != '.' && names.size() < mostListed)
            names.emplace_back(entry->d_name);
    closedir(directory);
    std::sort(names.begin(), names.end());
    for (const std::string &name : names)
        tell(folder == "/" ? "/" + name : folder + "/" + name, 0, false);
}

void makeFolders(const std::string &folder)
{
    if (folder == "/" || access(folder.c_str(), F_OK) == 0)
        return;
    makeFolders(parentOf(folder));
    if (mkdir(folder.c_str(), 0700) < 0 && errno != EEXIST)
        giveUp(folder, errno);
}

void reserve(const std::string &path)
{
    makeFolders(parentOf(path));
    const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        giveUp(path, errno);
}

bool isThat(const std::string &path, const std::string &id)
{
    struct stat state = {};
    return lstat(path.c_str(), &state) == 0 && S_ISREG(state.st_mode) && (id == "-" || idOf(state) == id);
}

void publish(const std::string &from, const std::string &to, const std::string &id)
{
    struct stat state = {};
    if (lstat(from.c_str(), &state) < 0 && errno == ENOENT && id != "-" && isThat(to, id))
        return; // done before
    if (!isThat(from, id))
        giveUp(from, errno == ENOENT ? ENOENT : ESTALE);
    if (syscall(SYS_renameat2, AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), noReplace) == 0)
        return;
    if (errno != EINVAL && errno != ENOSYS)
        giveUp(to, errno);
    // A file system that cannot be asked not to replace. A link never does.
    if (link(from.c_str(), to.c_str()) < 0)
        giveUp(to, errno);
    if (unlink(from.c_str()) < 0)
        giveUp(from, errno);
}

void removeFile(const std::string &path, const std::string &id)
{
    struct stat state = {};
    if (lstat(path.c_str(), &state) < 0 && (errno == ENOENT || errno == ENOTDIR))
        return;
    if (!isThat(path, id))
        giveUp(path, ESTALE);
    if (unlink(path.c_str()) < 0 && errno != ENOENT)
        giveUp(path, errno);
}
} // namespace

int main(int argc, char *argv[])
{
    const std::vector<std::string> arguments(argv + std::min(argc, 2), argv + argc);
    const std::string verb = argc > 1 ? argv[1] : "";
    const size_t count = arguments.size();
    const auto isPath = [](const std::string &text) { return text.size() > 1 && text.front() == '/'; };
    const size_t paths = verb == "look" ? count : verb == "publish" ? 2 : 1;
    if (count < paths || paths == 0
        || !std::all_of(arguments.begin(), arguments.begin() + std::ptrdiff_t(paths), isPath)) {
        std::fputs("EINVAL laneway-files: started by laneway-helper, with absolute paths\n", stderr);
        return 2;
    }
    if (verb == "look")
        look(arguments);
    else if (verb == "list" && count == 1)
        list(arguments[0]);
    else if (verb == "reserve" && count == 1)
        reserve(arguments[0]);
    else if (verb == "publish" && count == 3)
        publish(arguments[0], arguments[1], arguments[2]);
    else if (verb == "remove" && count == 2)
        removeFile(arguments[0], arguments[1]);
    else
        return 2;
    if (verb == "look" || verb == "list")
        std::putchar('.');
    if (std::fflush(stdout) != 0)
        giveUp("standard output", errno);
    return 0;
}
