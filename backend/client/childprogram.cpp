// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/childprogram.h"

#include "core/result.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace laneway {

QString childProgram(const QString &name, const char *variable)
{
    if (const QString given = qEnvironmentVariable(variable); !given.isEmpty())
        return QFileInfo(given).isExecutable() ? given : QString();
    const QString here = QCoreApplication::applicationDirPath();
    for (const QString &place :
        {here, QString(here + u"/../" + name), QString(here + u"/../libexec/laneway"), u"" LANEWAY_LIBEXECDIR ""_s}) {
        const QFileInfo file(place + u'/' + name);
        if (file.isFile() && file.isExecutable())
            return file.canonicalFilePath();
    }
    return {};
}

} // namespace laneway
