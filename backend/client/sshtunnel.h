// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/sshaddress.h"

#include <QObject>
#include <QUuid>

#include <memory>

namespace laneway {

/// The line that is printed over there right before the first byte of what is relayed: the login has succeeded,
/// and nothing that start-up files print comes after it.
inline constexpr auto sshMark = "laneway-bridge\n"_L1;
/// The same of a console's relay, once the machine has given it.
inline constexpr auto sshConsoleMark = "laneway-console\n"_L1;

/// What a program says and hears on another computer: `ssh HOST PROGRAM`, and a socket of our own, in a
/// directory that only this user sees, at which one client here reaches it. Descriptors do not travel by it.
/// Begins to connect at once, on a thread of its own; ssh ends with this object.
/// ssh asks (for a passphrase, a password, a host key) at the terminal of a program that has one, and by
/// $SSH_ASKPASS for a window. $LANEWAY_SSH_CONFIG names a configuration instead of the user's own.
class SshTunnel : public QObject
{
    Q_OBJECT
public:
    /// The system bus over there: systemd-stdio-bridge.
    explicit SshTunnel(const SshAddress &address);
    /// A machine's console over there, @p kind as in Connection::openConsole(): `lanewayctl console --relay`.
    SshTunnel(const SshAddress &address, const QUuid &machine, const QString &kind);
    ~SshTunnel() override;
    /// Hangs up; ended() follows.
    void close();

Q_SIGNALS:
    /// The program begins over there; one client can connect to the socket @p path.
    void up(const QString &path);
    /// ssh is gone; nothing comes after this. Before up() with the cause, by its own code; after it
    /// BridgeMissing, BusUnreachable, or Disconnected with ssh's last words.
    void ended(const laneway::Error &error);

private:
    class Worker;
    void begin();

    std::shared_ptr<Worker> m_worker;
};

/// What ssh's end means: @p words is what it wrote to its error output, @p status its exit status (-1: by
/// a signal), @p phase how far it had come.
enum class SshPhase { Login, Bridge, Console, Talk };
Error sshFailure(const SshAddress &address, const QString &words, int status, SshPhase phase);

} // namespace laneway
