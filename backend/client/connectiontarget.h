// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/sshaddress.h"

#include <QStringList>

#include <optional>

namespace laneway {

/// What a connection's name leads to (see Connection).
struct ConnectionTarget
{
    enum class Kind { System, Session, Simulated, Ssh } kind = Kind::System;
    QStringList arguments = {}; ///< of a simulating helper
    std::optional<SshAddress> address = {}; ///< of another computer

    /// InvalidInput for no such name; a file that is named is looked at.
    static Result<ConnectionTarget> parse(const QString &name);
    static QStringList sampleNames();
};

} // namespace laneway
