// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QStringList>

namespace laneway {

/// Whom to reach by ssh: "ssh://[user@]host[:port]". The host may be an alias of the ssh
/// configuration, an IPv4 address, or an IPv6 address in brackets.
/// Strict, as its parts become arguments of a program: letters, digits and ".-_" only, no "-" in
/// front, nothing behind the port.
class SshAddress
{
public:
    static constexpr auto scheme = "ssh://"_L1;

    /// Fails with InvalidInput, subject = @p text as given, detail = what is wrong, in English.
    static Result<SshAddress> parse(QStringView text);

    QString toString() const; ///< with its scheme
    QString shown() const; ///< "root@host:2222"
    const QString &host() const { return m_host; } ///< without brackets
    const QString &user() const { return m_user; } ///< empty: as ssh's configuration says
    int port() const { return m_port; } ///< 0: as ssh's configuration says
    /// "-p", "2222", "-l", "root", "--", "host".
    QStringList arguments() const;

    bool operator==(const SshAddress &) const = default;

private:
    QString m_user;
    QString m_host;
    int m_port = 0;
};

} // namespace laneway
