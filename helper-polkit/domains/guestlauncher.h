// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernel/guests.h"

namespace laneway {

/// A way to bring a program to life as another user. Two exist: SystemdLauncher and ChildLauncher.
/// Called from job threads, from several at once.
class GuestLauncher
{
public:
    /// The program's descriptors 3, 4, … and 2; they stay the caller's.
    struct Descriptors
    {
        QList<int> sockets; ///< at most mostSockets
        int standardError = -1;
        int standardOutput = -1; ///< of run(); -1: none
    };
    static constexpr qsizetype mostSockets = 60;
    using Record = std::function<Result<>(const GuestRef &guest)>;

    virtual ~GuestLauncher() = default;
    /// "" or the unit's name.
    virtual QString unitOf(const QString &id) const = 0;
    /// Runs the program. @p record is called with all that is known before the program can do
    /// anything, so that a helper that dies in between finds the guest again; when it fails nothing
    /// has run. What was begun is gone when this fails.
    virtual Result<GuestRef> start(const GuestLaunch &launch, const Descriptors &descriptors, const Record &record) = 0;
    /// Runs a program to its end, and the cause of that: "exit 1", "signal 9". It gets no sockets. TimedOut:
    /// it was killed.
    virtual Result<QString> run(const GuestLaunch &launch, const Descriptors &descriptors, int timeoutMs) = 0;
    /// Ends what run() of a helper that died has left; it may have ended with that.
    virtual Result<> endRun(const QString &id) = 0;
    /// Looks again at a guest that a record or its unit's name tells of.
    virtual std::optional<GuestRef> find(const GuestRef &guest) = 0;
    /// What another helper has started is ours now: that the cause of its end is kept until we ask.
    virtual void adopt(const GuestRef &) { }
    virtual Result<> kill(const GuestRef &guest) = 0;
    /// Waits until the process is gone and nothing is left in its unit. The cause: "exit 1",
    /// "signal 9", empty when nobody knows any more. TimedOut.
    virtual Result<QString> awaitEnd(const GuestRef &guest, int timeoutMs) = 0;
    virtual Result<> allowNode(const GuestRef &guest, const QString &node) = 0;
};

} // namespace laneway
