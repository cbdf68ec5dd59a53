// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domains/libvirtdefinitions.h"

#include "core/descriptor.h"
#include "xml/safexml.h"
#include "xml/xmlnodes.h"

#include <QFile>
#include <QJsonArray>

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>

namespace laneway {

namespace {

constexpr qint64 largestFile = 1024 * 1024;
constexpr qint64 largestAnswer = 16 * 1024 * 1024;
constexpr qsizetype mostFiles = 1000;

Result<QStringList> filesIn(int folder, const QString &path)
{
    const int listed = fcntl(folder, F_DUPFD_CLOEXEC, 0);
    const std::unique_ptr<DIR, int (*)(DIR *)> directory(fdopendir(listed), closedir);
    if (!directory) {
        const int error = errno;
        if (listed >= 0)
            close(listed);
        return fail(ErrorCode::Internal, path, errnoName(error), error);
    }
    QStringList names;
    while (const dirent *entry = readdir(directory.get())) {
        const QString name = QFile::decodeName(entry->d_name);
        if (!name.endsWith(u".xml"))
            continue;
        if (names.size() == mostFiles)
            return fail(ErrorCode::LimitExceeded, path, u"more than %1 definitions"_s.arg(mostFiles));
        names += name;
    }
    names.sort();
    return names;
}

/// The text, or why there is none.
Result<QByteArray> plainFile(int folder, const QString &name)
{
    QFile file;
    const Descriptor opened(
        openat(folder, QFile::encodeName(name).constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat facts
    {
    };
    if (!opened || fstat(opened.get(), &facts) < 0)
        return fail(ErrorCode::PermissionDenied, name, errnoName(errno), errno);
    if (!S_ISREG(facts.st_mode))
        return fail(ErrorCode::InvalidInput, name, u"no plain file"_s);
    if (!file.open(opened.get(), QIODevice::ReadOnly))
        return fail(ErrorCode::PermissionDenied, name, file.errorString());
    const QByteArray text = file.read(largestFile + 1);
    if (text.size() > largestFile)
        return fail(ErrorCode::LimitExceeded, name, u"more than 1 MiB of XML"_s);
    return text;
}

/// Only what a machine could be put on instead, so what cannot be read is none.
QJsonObject bridgesOfNetworks(int definitions)
{
    QJsonObject bridges;
    const Descriptor folder(openat(definitions, "networks", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    const auto names = folder ? filesIn(folder.get(), u"networks"_s) : Result<QStringList>(QStringList());
    for (const QString &file : names.value_or(QStringList())) {
        const auto document
            = plainFile(folder.get(), file).and_then([](const QByteArray &text) { return parseSafely(text); });
        if (!document)
            continue;
        const QDomElement network = document->documentElement();
        const QString bridge = network.firstChildElement(u"bridge"_s).attribute(u"name"_s);
        if (!bridge.isEmpty())
            bridges[textOf(network.firstChildElement(u"name"_s))] = bridge;
    }
    return bridges;
}

} // namespace

Result<QJsonObject> libvirtDefinitions(const QString &folder)
{
    const Descriptor opened(open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.isEmpty() || (!opened && errno == ENOENT))
        return QJsonObject{{u"definitions"_s, QJsonArray()}, {u"skipped"_s, QJsonArray()}};
    if (!opened)
        return fail(ErrorCode::PermissionDenied, folder, errnoName(errno), errno);
    const auto names = filesIn(opened.get(), folder);
    if (!names)
        return fail(names.error());
    QJsonArray definitions;
    QJsonArray skipped;
    qint64 size = 0;
    for (const QString &name : *names) {
        const auto text = plainFile(opened.get(), name);
        if (!text) {
            skipped += QJsonObject{{u"file"_s, QString(folder + u'/' + name)}, {u"reason"_s, text.error().detail}};
            continue;
        }
        size += text->size();
        if (size > largestAnswer)
            return fail(ErrorCode::LimitExceeded, folder, u"more than 16 MiB of XML"_s);
        definitions += QJsonObject{{u"file"_s, QString(folder + u'/' + name)}, {u"xml"_s, QString::fromUtf8(*text)}};
    }
    return QJsonObject{
        {u"definitions"_s, definitions}, {u"networks"_s, bridgesOfNetworks(opened.get())}, {u"skipped"_s, skipped}};
}

} // namespace laneway
