// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QMutex>
#include <QStringList>

namespace laneway {

/// Opens @p path below @p root; no link leads out. Async-signal-safe. As open(2).
int openBelow(int root, const char *path, int flags);
/// errno, or 0. One write(2). Async-signal-safe.
int writeOnce(int root, const char *path, const char *value, size_t size);
/// An error of @p path: NotFound, PermissionDenied, or KernelRefused with the errno.
tl::unexpected<Error> refused(const QString &path, const char *doing, int number);

/// Writes that can block in the kernel, each bounded in time, made by processes that hold nothing
/// of ours. A process stays for the next write, and ends with us; one whose write timed out is left
/// alone until the kernel lets it go on, and another one takes its place. Thread-safe.
class Writers
{
public:
    /// @p root: a directory, open as long as we are.
    explicit Writers(int root)
        : m_root(root)
    {
    }
    ~Writers();
    Writers(const Writers &) = delete;
    Writers &operator=(const Writers &) = delete;

    /// Errors as FileTree's.
    Result<> write(const QString &path, const QByteArray &value, int limitMs);
    QStringList pending(); ///< "PATH VALUE" of each that timed out and that the kernel still holds

private:
    struct Writer
    {
        int socket = -1;
        int pidfd = -1;
    };
    struct Pending
    {
        QString path;
        QString value;
        Writer writer;
    };

    Result<> refuseHeld(const QString &device);
    Result<Writer> start(const QString &path) const;
    Result<Writer> send(const QString &path, const QByteArray &request);
    void keepOrEnd(const Writer &writer);
    void lookAfterPending();
    static void end(const Writer &writer);

    const int m_root;
    QMutex m_mutex;
    QList<Writer> m_idle;
    QList<Pending> m_pending;
};

} // namespace laneway
