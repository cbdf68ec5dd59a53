// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/devicenodes.h"

#include "kernel/posixacl.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QJsonArray>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace laneway {

namespace {

constexpr quint16 readAndWrite = ACL_READ | ACL_WRITE;

tl::unexpected<Error> refused(const QString &node, const QString &doing, int number)
{
    ErrorCode code = ErrorCode::KernelRefused;
    if (number == ENOENT || number == ENODEV || number == ENXIO || number == ENOTDIR)
        code = ErrorCode::NotFound;
    else if (number == EACCES || number == EPERM || number == EXDEV || number == ELOOP)
        code = ErrorCode::PermissionDenied;
    return fail(code, node, errnoName(number) + u' ' + doing, number);
}

/// A device node that is held by descriptor from the look at it to the change of it: another file
/// that takes its name meanwhile is not touched.
class Node
{
public:
    Node(const QString &root, const QString &name)
    {
        const int directory = ::open(QFile::encodeName(root).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (directory < 0) {
            m_errno = errno;
            return;
        }
        open_how how = {};
        how.flags = O_PATH | O_NOFOLLOW | O_CLOEXEC;
        how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
        m_fd = int(syscall(SYS_openat2, directory, QFile::encodeName(name).constData(), &how, sizeof how));
        if (m_fd < 0)
            m_errno = errno;
        else if (::fstat(m_fd, &m_stat) < 0)
            m_errno = errno;
        else if (!S_ISCHR(m_stat.st_mode))
            m_errno = ENODEV;
        ::close(directory);
        // An O_PATH descriptor takes no fsetxattr() (EBADF), its name in /proc takes setxattr().
        ::snprintf(m_path.data(), m_path.size(), "/proc/self/fd/%d", m_fd);
    }
    ~Node()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Node(const Node &) = delete;
    Node &operator=(const Node &) = delete;

    int error() const { return m_errno; }
    const struct stat &status() const { return m_stat; }
    const char *path() const { return m_path.data(); }
    int fd() const { return m_fd; }

private:
    int m_fd = -1;
    int m_errno = 0;
    struct stat m_stat = {};
    std::array<char, 32> m_path = {};
};

/// The node's ACL; its permission bits as one when it has none, or when there is no such thing.
Acl aclOf(const Node &node)
{
    std::array<char, 4096> bytes;
    const ssize_t size = ::getxattr(node.path(), aclAttribute, bytes.data(), bytes.size());
    const auto acl = size < 0 ? std::nullopt : aclFromBytes(QByteArray(bytes.data(), size));
    return acl ? *acl : aclOfMode(node.status().st_mode);
}

/// errno, or 0.
int setAcl(const Node &node, const Acl &acl)
{
    const QByteArray bytes = aclToBytes(acl);
    return ::setxattr(node.path(), aclAttribute, bytes.constData(), size_t(bytes.size()), 0) < 0 ? errno : 0;
}

AclEntry *find(Acl &acl, quint16 tag)
{
    const auto entry = std::find_if(acl.begin(), acl.end(), [&](const AclEntry &e) { return e.tag == tag; });
    return entry == acl.end() ? nullptr : &*entry;
}

bool names(const AclEntry &entry, uint uid)
{
    return entry.tag == ACL_USER && entry.id == uid;
}

} // namespace

QJsonObject NodeState::toJson() const
{
    QJsonArray uids;
    for (uint uid : lentTo)
        uids.append(qint64(uid));
    return {{u"owner"_s, qint64(owner)}, {u"group"_s, qint64(group)}, {u"mode"_s, qint64(mode)}, {u"lentTo"_s, uids},
        {u"device"_s, qint64(device)}};
}

NodeState NodeState::fromJson(const QJsonObject &json)
{
    NodeState state;
    state.owner = uint(json[u"owner"].toInteger());
    state.group = uint(json[u"group"].toInteger());
    state.mode = uint(json[u"mode"].toInteger()) & 07777;
    for (const auto &uid : json[u"lentTo"].toArray())
        state.lentTo.append(uint(uid.toInteger()));
    state.device = quint64(json[u"device"].toInteger());
    return state;
}

RealDeviceNodes::RealDeviceNodes(const QString &devRoot, const QString &procRoot)
    : m_dev(devRoot)
    , m_proc(procRoot)
{
}

Result<NodeState> RealDeviceNodes::state(const QString &name) const
{
    const Node node(m_dev, name);
    if (node.error())
        return refused(name, u"looking at the node"_s, node.error());
    NodeState state;
    state.owner = node.status().st_uid;
    state.group = node.status().st_gid;
    state.mode = node.status().st_mode & 07777;
    state.device = node.status().st_rdev;
    for (const AclEntry &entry : aclOf(node)) {
        if (entry.tag == ACL_USER)
            state.lentTo.append(entry.id);
    }
    std::sort(state.lentTo.begin(), state.lentTo.end());
    return state;
}

Result<> RealDeviceNodes::lend(const QString &name, uint uid)
{
    const Node node(m_dev, name);
    if (node.error())
        return refused(name, u"looking at the node"_s, node.error());
    Acl acl = aclOf(node);
    acl.removeIf([&](const AclEntry &entry) { return names(entry, uid); });
    acl.append({ACL_USER, readAndWrite, uid});
    if (AclEntry *mask = find(acl, ACL_MASK))
        mask->permissions |= readAndWrite;
    else
        acl.append({ACL_MASK, quint16(readAndWrite | find(acl, ACL_GROUP_OBJ)->permissions), noAclId});
    const int number = setAcl(node, acl);
    if (!number)
        return {};
    if (number != EOPNOTSUPP)
        return refused(name, u"setting the ACL"_s, number);
    if (::fchownat(node.fd(), "", uid, gid_t(-1), AT_EMPTY_PATH) < 0)
        return refused(name, u"changing the owner"_s, errno);
    if (::chmod(node.path(), (node.status().st_mode & 07777) | S_IRUSR | S_IWUSR) < 0)
        return refused(name, u"changing the mode"_s, errno);
    return {};
}

Result<> RealDeviceNodes::takeBack(const QString &name, const NodeState &former)
{
    const Node node(m_dev, name);
    if (node.error() == ENOENT || node.error() == ENODEV || node.error() == ENOTDIR)
        return {};
    if (node.error())
        return refused(name, u"looking at the node"_s, node.error());
    if (node.status().st_rdev != former.device)
        return {};

    if (node.status().st_uid != former.owner || node.status().st_gid != former.group) {
        if (::fchownat(node.fd(), "", former.owner, former.group, AT_EMPTY_PATH) < 0)
            return refused(name, u"changing the owner"_s, errno);
    }
    // What others put into the ACL stays; the group bits of the mode are the mask where there is
    // one. Three base entries remove the ACL and set the mode in one call.
    Acl acl = aclOf(node);
    acl.removeIf([&](const AclEntry &entry) {
        return entry.tag == ACL_MASK || (entry.tag == ACL_USER && !former.lentTo.contains(entry.id));
    });
    for (uint uid : former.lentTo) {
        if (std::none_of(acl.cbegin(), acl.cend(), [&](const AclEntry &e) { return names(e, uid); }))
            acl.append({ACL_USER, readAndWrite, uid});
    }
    const bool extended = std::any_of(
        acl.cbegin(), acl.cend(), [](const AclEntry &e) { return e.tag == ACL_USER || e.tag == ACL_GROUP; });
    const Acl base = aclOfMode(former.mode);
    find(acl, ACL_USER_OBJ)->permissions = base[0].permissions;
    find(acl, ACL_OTHER)->permissions = base[2].permissions;
    if (extended)
        acl.append({ACL_MASK, base[1].permissions, noAclId});
    else
        find(acl, ACL_GROUP_OBJ)->permissions = base[1].permissions;
    const int number = setAcl(node, acl);
    if (number == EOPNOTSUPP) {
        if (::chmod(node.path(), former.mode) < 0)
            return refused(name, u"changing the mode"_s, errno);
        return {};
    }
    if (number)
        return refused(name, u"setting the ACL"_s, number);
    return {};
}

Result<bool> RealDeviceNodes::isHeld(const QString &name) const
{
    const Node node(m_dev, name);
    if (node.error())
        return refused(name, u"looking at the node"_s, node.error());
    const int fd = ::open(node.path(), O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd >= 0) {
        ::close(fd);
        return false;
    }
    if (errno == EBUSY)
        return true;
    return refused(name, u"opening the node"_s, errno);
}

/// All processes are gone through, once for all nodes.
QMap<QString, QList<Holder>> RealDeviceNodes::holdersOf(const QStringList &names) const
{
    const QString dev = QDir(m_dev).canonicalPath().isEmpty() ? m_dev : QDir(m_dev).canonicalPath();
    QMap<QByteArray, QString> wanted;
    for (const QString &name : names)
        wanted.insert(QFile::encodeName(QDir::cleanPath(dev + u'/' + name)), name);
    QMap<QString, QList<Holder>> found;
    const QStringList processes = QDir(m_proc).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &process : processes) {
        bool isPid = false;
        const qint64 pid = process.toLongLong(&isPid);
        if (!isPid || pid == ::getpid())
            continue;
        const QString base = m_proc + u'/' + process;
        const QString fds = base + u"/fd/";
        QSet<QString> open;
        // System: where the target is a socket or gone, the link counts all the same.
        for (const QString &fd : QDir(fds).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)) {
            std::array<char, 4096> target;
            const ssize_t n = ::readlink(QFile::encodeName(fds + fd).constData(), target.data(), target.size());
            if (n >= 0)
                if (const auto name = wanted.constFind(QByteArray(target.data(), n)); name != wanted.cend())
                    open.insert(*name);
        }
        if (open.isEmpty())
            continue;
        struct stat status = {};
        ::stat(QFile::encodeName(base).constData(), &status);
        QFile comm(base + u"/comm");
        const QByteArray command = comm.open(QIODevice::ReadOnly) ? comm.read(64).trimmed() : QByteArray();
        for (const QString &name : std::as_const(open))
            found[name].append({pid, status.st_uid, QString::fromUtf8(command)});
    }
    for (QList<Holder> &holders : found)
        std::sort(holders.begin(), holders.end(), [](const Holder &a, const Holder &b) { return a.pid < b.pid; });
    return found;
}

} // namespace laneway
