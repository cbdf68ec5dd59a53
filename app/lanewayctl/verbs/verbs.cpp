// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/verbs.h"

#include "host/hostfile.h"

#include <QFile>
#include <QFileInfo>
#include <QList>
#include <QSaveFile>

#include <cstdio>

namespace laneway::verbs {

namespace {

constexpr qint64 largestXml = 1024 * 1024;
constexpr int mostNames = 100;

/// A full disk takes a part first, and says so only when the rest comes.
bool writeAll(QFileDevice &file, const QByteArray &content)
{
    qint64 written = 0;
    while (written < content.size()) {
        const qint64 more = file.write(content.constData() + written, content.size() - written);
        if (more <= 0)
            return false;
        written += more;
    }
    return true;
}

} // namespace

std::span<const Verb> all()
{
    static const QList<Verb> verbs = [] {
        QList<Verb> list;
        for (const auto &family : {nodedevVerbs(), domainVerbs(), importVerbs(), hardwareVerbs(), figureVerbs(),
                 consoleVerbs(), screenVerbs(), createVerbs(), imageVerbs(), settingsVerbs(), hostVerbs(), vfVerbs(),
                 networkVerbs(), journalVerbs(), offlineVerbs()})
            for (const Verb &verb : family)
                list += verb;
        return list;
    }();
    return verbs;
}

Result<QByteArray> readXmlFile(const QString &name)
{
    QFile file(name);
    const bool open = name == u"-"_s ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!open)
        return fail(hostFileError(QFile::exists(name) ? FileFault::Unreadable : FileFault::Missing, name));
    const QByteArray text = file.read(largestXml + 1);
    if (text.size() > largestXml)
        return fail(ErrorCode::LimitExceeded, name, u"more than 1 MiB of XML"_s);
    return text;
}

Result<> writeFile(const QString &name, const QByteArray &content)
{
    QSaveFile file(name);
    if (file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && writeAll(file, content) && file.commit())
        return {};
    return fail(hostFileError(FileFault::Unwritable, name, file.errorString()));
}

Result<QString> writeNewFile(const QString &stem, const QString &suffix, const QByteArray &content)
{
    QString name = stem + suffix;
    for (int i = 2;; ++i) {
        QFile file(name);
        if (file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered)) { // O_EXCL: follows no link
            if (writeAll(file, content))
                return name;
            const QString why = file.errorString();
            file.remove();
            return fail(hostFileError(FileFault::Unwritable, name, why));
        }
        const QFileInfo there(name);
        if (i > mostNames || !(there.exists() || there.isSymLink()))
            return fail(hostFileError(FileFault::Unwritable, name, file.errorString()));
        name = u"%1-%2%3"_s.arg(stem, QString::number(i), suffix);
    }
}

} // namespace laneway::verbs
