// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/bridgeacl.h"

#include "core/descriptor.h"
#include "domains/guestprocess.h"
#include "domains/ownerfiles.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>

namespace laneway {

namespace {

constexpr int deepestInclude = 8;
constexpr qint64 longestFile = 256 * 1024;

struct Rules
{
    QString bridge;
    uint uid = 0;
    QList<uint> groups;
    bool allowed = false;
    bool denied = false;
    int files = 0;
};

bool mayRead(const struct stat &status, const Rules &rules)
{
    if (rules.uid == 0)
        return true;
    if (status.st_uid == rules.uid)
        return status.st_mode & S_IRUSR;
    return status.st_mode & (rules.groups.contains(status.st_gid) ? S_IRGRP : S_IROTH);
}

/// false: something in it was not understood.
bool readRules(const QString &path, Rules &rules, int depth)
{
    constexpr int mostFiles = 64;
    if (depth > deepestInclude || ++rules.files > mostFiles)
        return false;
    QFile file;
    Descriptor fd(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    struct stat status
    {
    };
    // What others could write is no word of the administrator's.
    if (!fd || fstat(fd.get(), &status) < 0 || !S_ISREG(status.st_mode) || status.st_uid != 0
        || (status.st_mode & (S_IWGRP | S_IWOTH)) || status.st_size > longestFile || !mayRead(status, rules))
        return true; // as if it were not there
    if (!file.open(fd.get(), QIODevice::ReadOnly))
        return true;
    const QStringList lines = QString::fromUtf8(file.read(longestFile)).split(u'\n');
    for (const QString &line : lines) {
        const QString text = line.simplified();
        if (text.isEmpty() || text.startsWith(u'#'))
            continue;
        const QString word = text.section(u' ', 0, 0);
        const QString what = text.section(u' ', 1);
        const bool isMeant = what == u"all" || what == rules.bridge;
        if (what.isEmpty() || (word != u"allow" && word != u"deny" && word != u"include"))
            return false;
        if (word == u"allow")
            rules.allowed |= isMeant;
        else if (word == u"deny")
            rules.denied |= isMeant;
        else if (what.startsWith(u'/') && !readRules(what, rules, depth + 1))
            return false;
    }
    return true;
}

} // namespace

bool mayUseBridge(const QString &bridge, uint uid, const QString &file)
{
    Rules rules;
    rules.bridge = bridge;
    rules.uid = uid;
    rules.groups = guestGroups(uid, groupIdOf(uid).value_or(uid));
    return readRules(file, rules, 0) && rules.allowed && !rules.denied;
}

Result<QString> bridgeHelperProgram(const QStringList &places)
{
    for (const QString &place : places) {
        const QByteArray path = QFile::encodeName(place);
        struct stat status
        {
        };
        if (::stat(path.constData(), &status) < 0 || !S_ISREG(status.st_mode) || status.st_uid != 0)
            continue;
        const bool hasRights
            = (status.st_mode & S_ISUID) || ::getxattr(path.constData(), "security.capability", nullptr, 0) > 0;
        if ((hasRights || geteuid() == 0) && ::access(path.constData(), X_OK) == 0)
            return place;
    }
    return fail(ErrorCode::NotFound, u"qemu-bridge-helper"_s, u"not installed, or without a right of its own"_s);
}

} // namespace laneway
