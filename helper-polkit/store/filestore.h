// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QStringList>

namespace laneway {

/// Objects as files: written to a temporary name, synced, renamed, directory synced.
/// Keys are [A-Za-z0-9._-]+ without a leading dot.
class FileStore
{
public:
    FileStore(const QString &directory, const QString &suffix);
    QStringList keys() const;
    Result<QByteArray> read(const QString &key) const;
    Result<> write(const QString &key, const QByteArray &value);
    Result<> remove(const QString &key); ///< gone already: success

private:
    QString m_directory;
    QString m_suffix;
};

} // namespace laneway
