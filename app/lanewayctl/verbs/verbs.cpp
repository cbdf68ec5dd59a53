// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verbs/verbs.h"

#include "host/hostfile.h"

#include <QFile>
#include <QList>

#include <cstdio>

namespace laneway::verbs {

namespace {
constexpr qint64 largestXml = 1024 * 1024;
}

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

} // namespace laneway::verbs
