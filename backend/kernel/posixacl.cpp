// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/posixacl.h"

#include <QtEndian>

#include <algorithm>
#include <linux/posix_acl_xattr.h>
#include <sys/xattr.h>

namespace laneway {

// u32 version 2, then {u16 tag, u16 permissions, u32 id}, little endian. The tags' values rise in the order that the
// kernel wants.
QByteArray aclToBytes(Acl acl)
{
    std::stable_sort(acl.begin(), acl.end(),
        [](const AclEntry &a, const AclEntry &b) { return std::pair(a.tag, a.id) < std::pair(b.tag, b.id); });
    QByteArray bytes(4 + acl.size() * 8, '\0');
    char *at = bytes.data();
    qToLittleEndian(quint32(POSIX_ACL_XATTR_VERSION), at);
    at += 4;
    for (const AclEntry &entry : std::as_const(acl)) {
        qToLittleEndian(entry.tag, at);
        qToLittleEndian(entry.permissions, at + 2);
        qToLittleEndian(entry.id, at + 4);
        at += 8;
    }
    return bytes;
}

std::optional<Acl> aclFromBytes(const QByteArray &bytes)
{
    if (bytes.size() < 4 || (bytes.size() - 4) % 8
        || qFromLittleEndian<quint32>(bytes.data()) != POSIX_ACL_XATTR_VERSION)
        return std::nullopt;
    Acl acl;
    for (const char *at = bytes.data() + 4; at < bytes.data() + bytes.size(); at += 8)
        acl.append(
            {qFromLittleEndian<quint16>(at), qFromLittleEndian<quint16>(at + 2), qFromLittleEndian<quint32>(at + 4)});
    return acl;
}

Acl aclOf(int file)
{
    QByteArray bytes(4096, Qt::Uninitialized);
    const ssize_t size = fgetxattr(file, aclAttribute, bytes.data(), size_t(bytes.size()));
    return aclFromBytes(bytes.first(std::max<ssize_t>(size, 0))).value_or(Acl());
}

Acl aclOfMode(uint mode)
{
    return {{ACL_USER_OBJ, quint16(mode >> 6 & 7), noAclId}, {ACL_GROUP_OBJ, quint16(mode >> 3 & 7), noAclId},
        {ACL_OTHER, quint16(mode & 7), noAclId}};
}

} // namespace laneway
