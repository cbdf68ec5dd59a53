// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "qemu/qmpclient.h"

#include <QProcess>

namespace laneway {

/// QEMU as one would start it oneself, until its monitor answers. "@monitor@" and "@socket:events@" in the
/// arguments become listening sockets in @p directory.
class ByHand
{
public:
    ByHand(const QString &program, const QString &directory, const QStringList &arguments);
    Result<> start();
    Result<> end();

private:
    QString m_program;
    QString m_directory;
    QStringList m_arguments;
    QProcess m_qemu;
    QmpClient m_client;
};

} // namespace laneway
