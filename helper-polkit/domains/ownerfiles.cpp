// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/ownerfiles.h"

#include <QDir>

#include <algorithm>
#include <array>
#include <pwd.h>

namespace laneway {

namespace {

constexpr qsizetype longestPath = 1000;
constexpr qsizetype longestName = 200; // one of ours with a mark before and behind is a name, too

FileFacts::Kind kindOf(const QByteArray &letter)
{
    struct Row
    {
        char letter;
        FileFacts::Kind kind;
    };
    constexpr std::array rows{Row{'-', FileFacts::Kind::Missing}, Row{'f', FileFacts::Kind::File},
        Row{'b', FileFacts::Kind::Block}, Row{'d', FileFacts::Kind::Folder}, Row{'x', FileFacts::Kind::Hidden}};
    for (const Row &row : rows)
        if (letter == QByteArray(1, row.letter))
            return row.kind;
    return FileFacts::Kind::Other;
}

/// The records of laneway-files (files/main.cpp).
Result<QList<FileFacts>> factsFrom(const QByteArray &output)
{
    constexpr int fieldCount = 14;
    const QList<QByteArray> parts = output.split('\0');
    const auto broken = [] { return fail(ErrorCode::Internal, u"laneway-files"_s, u"no answer of its form"_s); };
    if (parts.size() % 3 != 1 || parts.last() != ".")
        return broken();
    QList<FileFacts> facts;
    for (qsizetype i = 0; i + 2 < parts.size(); i += 3) {
        const QList<QByteArray> fields = parts[i].split(' ');
        if (fields.size() != fieldCount)
            return broken();
        FileFacts one;
        one.kind = kindOf(fields[0]);
        one.id = QString::fromLatin1(fields[1]);
        one.size = fields[2].toULongLong();
        one.allocated = fields[3].toULongLong();
        one.modified = fields[4].toLongLong();
        one.writable = fields[5] == "1";
        one.format = fields[6] == "-" ? QString() : QString::fromLatin1(fields[6]);
        one.virtualSize = fields[7].toULongLong();
        one.snapshots = fields[8].toInt();
        one.backingFormat = fields[9] == "-" ? QString() : QString::fromLatin1(fields[9]);
        one.freeBytes = fields[10].toULongLong();
        one.canMake = fields[11] == "1";
        one.born = fields[12].toLongLong();
        one.namesBacking = fields[13].toInt() & 1;
        one.namesParts = fields[13].toInt() & 2;
        one.path = QString::fromUtf8(parts[i + 2]);
        one.backing = QString::fromUtf8(parts[i + 1]);
        if (!one.backing.isEmpty() && !one.backing.startsWith(u'/') && !one.backing.contains(u':'))
            one.backing = QDir::cleanPath(one.path.section(u'/', 0, -2) + u'/' + one.backing);
        facts += one;
    }
    return facts;
}

Error errorOf(const QByteArray &complaint)
{
    struct Row
    {
        const char *name;
        ErrorCode code;
    };
    constexpr std::array rows{Row{"EEXIST", ErrorCode::AlreadyExists}, Row{"ENOENT", ErrorCode::NotFound},
        Row{"EACCES", ErrorCode::PermissionDenied}, Row{"EPERM", ErrorCode::PermissionDenied},
        Row{"EROFS", ErrorCode::PermissionDenied}, Row{"ENOSPC", ErrorCode::LimitExceeded},
        Row{"EDQUOT", ErrorCode::LimitExceeded}, Row{"ESTALE", ErrorCode::HostChanged}};
    const QString line = QString::fromUtf8(complaint.left(2000)).section(u'\n', 0, 0);
    const QString name = line.section(u' ', 0, 0);
    for (const Row &row : rows)
        if (name == QLatin1StringView(row.name))
            return {row.code, line.section(u' ', 1).section(u": "_s, 0, 0), line.section(u": "_s, -1)};
    return {ErrorCode::KernelRefused, u"laneway-files"_s, line};
}

} // namespace

FileOwner FileOwner::fromJson(const QJsonObject &json)
{
    return {uint(json[u"uid"].toInteger()), uint(json[u"gid"].toInteger())};
}

std::optional<uint> groupIdOf(uint uid)
{
    std::array<char, 16384> buffer;
    passwd entry = {};
    passwd *found = nullptr;
    if (::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
        return std::nullopt;
    return found->pw_gid;
}

OwnerFiles::OwnerFiles(OwnerPrograms &programs, const FileOwner &owner, const QString &id)
    : m_programs(programs)
    , m_owner(owner)
    , m_id(id)
{
}

Result<ProgramAnswer> OwnerFiles::run(const QString &program, const QStringList &arguments, int timeoutMs) const
{
    OwnerProgram one;
    one.id = m_id;
    one.description = u"laneway image"_s;
    one.program = program;
    one.arguments = arguments;
    one.uid = m_owner.uid;
    one.gid = m_owner.gid;
    one.timeoutMs = timeoutMs;
    // A unit may open no node that it is not given; whether the owner may, the node's own mode says.
    for (const QString &argument : arguments)
        if (argument.startsWith(u"/dev/") && QDir::cleanPath(argument) == argument
            && !one.deviceNodes.contains(argument.mid(5)))
            one.deviceNodes += argument.mid(5);
    return m_programs.run(one);
}

Result<QByteArray> OwnerFiles::files(const QStringList &arguments) const
{
    const auto answer = run(u"laneway-files"_s, arguments, 60'000);
    if (!answer)
        return fail(answer.error());
    if (answer->exitStatus != 0)
        return fail(errorOf(answer->complaint));
    return answer->output;
}

Result<QList<FileFacts>> OwnerFiles::look(const QStringList &paths) const
{
    if (paths.isEmpty())
        return QList<FileFacts>();
    const auto facts = files(QStringList{u"look"_s} + paths).and_then(factsFrom);
    if (facts && facts->size() != paths.size())
        return fail(ErrorCode::Internal, u"laneway-files"_s, u"not what was asked for"_s);
    return facts;
}

Result<FileFacts> OwnerFiles::look(const QString &path) const
{
    return look(QStringList{path}).map([](const QList<FileFacts> &facts) { return facts.first(); });
}

Result<QList<FileFacts>> OwnerFiles::list(const QString &folder) const
{
    return files({u"list"_s, folder}).and_then(factsFrom);
}

Result<> OwnerFiles::reserve(const QString &path) const
{
    return files({u"reserve"_s, path}).map([](const QByteArray &) {});
}

Result<> OwnerFiles::publish(const QString &from, const QString &to, const QString &id) const
{
    return files({u"publish"_s, from, to, id}).map([](const QByteArray &) {});
}

Result<> OwnerFiles::remove(const QString &path, const QString &id) const
{
    return files({u"remove"_s, path, id}).map([](const QByteArray &) {});
}

Result<QByteArray> OwnerFiles::qemuImg(const QStringList &arguments, int timeoutMs) const
{
    const auto answer = run(u"/usr/bin/qemu-img"_s, arguments, timeoutMs);
    if (!answer)
        return fail(answer.error());
    if (answer->exitStatus == 0)
        return answer->output;
    QString text = QString::fromUtf8(answer->complaint.left(2000)).trimmed();
    if (text.startsWith(u"qemu-img: "))
        text = text.mid(10);
    return fail(ErrorCode::QemuFailed, u"qemu-img"_s, text);
}

Result<> checkImagePath(const QString &path)
{
    const auto refuse = [&](const QString &why) { return fail(ErrorCode::InvalidInput, path.left(200), why); };
    if (!path.startsWith(u'/') || QDir::cleanPath(path) != path || path.size() < 2)
        return refuse(u"not an absolute path in its plain form"_s);
    if (path.toUtf8().size() > longestPath || path.section(u'/', -1).toUtf8().size() > longestName)
        return refuse(u"the path is too long"_s);
    if (std::any_of(path.begin(), path.end(), [](QChar c) { return c.category() == QChar::Other_Control; }))
        return refuse(u"control characters in a path"_s);
    if (path.section(u'/', -1).startsWith(u'.'))
        return refuse(u"a hidden file is no image"_s);
    for (const QString &root : {u"/dev/"_s, u"/proc/"_s, u"/sys/"_s})
        if (path.startsWith(root))
            return refuse(u"a place of the kernel"_s);
    return {};
}

} // namespace laneway
