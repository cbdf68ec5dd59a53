// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/places.h"

QString places::sourceFile(const QString &path)
{
    return QStringLiteral(LANEWAY_SOURCE_DIR "/") + path;
}

QString places::builtFile(const QString &path)
{
    return QStringLiteral(LANEWAY_BINARY_DIR "/") + path;
}

QString places::sharedFile(const QString &path)
{
    const QString named = qEnvironmentVariable("LANEWAY_SHARED");
    return (named.isEmpty() ? QStringLiteral(LANEWAY_SOURCE_DIR "/../shared") : named) + QLatin1Char('/') + path;
}
