// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QStringList>

namespace laneway {

/// A program that somebody's files are handled with, run as that person.
struct OwnerProgram
{
    QString id; ///< [a-z0-9-], one at a time: names its unit
    QString description; ///< "laneway image"
    QString program; ///< absolute, or the name of one that came with us: "laneway-files"
    QStringList arguments;
    uint uid = 0;
    uint gid = 0;
    int timeoutMs = 60'000;
    QStringList deviceNodes; ///< below /dev: all it may open
};

/// What it came to. Both texts are bounded: who writes more fails.
struct ProgramAnswer
{
    int exitStatus = 0;
    QByteArray output;
    QByteArray complaint; ///< of standard error
};

/// Runs programs as the owners of machines, with their rights and no others: what the helper itself may
/// not open, or must not, is theirs to open. For job threads and questions; several at once.
class OwnerPrograms
{
public:
    virtual ~OwnerPrograms() = default;
    /// To its end. Any exit status is an answer. NotFound: the program is not installed; TimedOut: it was
    /// ended; QemuFailed: it was killed, or wrote more than there is room for; PermissionDenied.
    virtual Result<ProgramAnswer> run(const OwnerProgram &program) = 0;
    /// Ends what a helper that died has left running by this id; nothing to do where it ends with the helper.
    virtual Result<> end(const QString &id) = 0;
};

} // namespace laneway
