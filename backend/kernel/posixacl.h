// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <linux/posix_acl.h>

#include <optional>

namespace laneway {

/// One entry of an access control list: tag ACL_USER …, permissions ACL_READ …, and whose it is.
struct AclEntry
{
    quint16 tag;
    quint16 permissions;
    quint32 id;
};
using Acl = QList<AclEntry>;

inline constexpr quint32 noAclId = ~0U; ///< of an entry that is nobody's in particular
inline constexpr const char *aclAttribute = "system.posix_acl_access";

/// The extended attribute's form: linux include/uapi/linux/posix_acl_xattr.h.
QByteArray aclToBytes(Acl acl);
std::optional<Acl> aclFromBytes(const QByteArray &bytes); ///< nothing: it is of no such form
/// Of an open file; nothing where it has none.
Acl aclOf(int file);
/// What permission bits are as a list.
Acl aclOfMode(uint mode);

} // namespace laneway
