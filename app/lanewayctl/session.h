// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/connection.h"
#include "commandline.h"

#include <QEventLoop>

namespace laneway {

/// What a verb works with: the connection, and the ways that all verbs end. A program that does one
/// thing may wait for it; the window may not.
class Session
{
public:
    explicit Session(const Invocation &invocation);
    ~Session();
    /// Until host and domains are there.
    Result<> open();

    Connection &connection() { return *m_connection; }
    const HostSnapshot &host() const { return m_connection->host(); }

    /// Makes a call of Connection and waits for its answer, or for the end of the connection.
    template <typename T = void, typename Begin> Result<T> wait(const Begin &begin)
    {
        std::optional<Result<T>> got;
        QObject context;
        begin(&context, [&](const Result<T> &answer) {
            got = answer;
            m_loop.quit();
        });
        if (!got && !m_lost)
            m_loop.exec();
        return got ? *got : fail(m_lost.value_or(Error{ErrorCode::Cancelled, u"lanewayctl"_s, {}}));
    }

    /// Plans, shows the plan (--dry-run) or applies it and follows the job. @p done is what to say when
    /// it is done. The exit status.
    int carryOut(const QString &kind, const QJsonObject &arguments, const QString &done);
    /// What is sent is the text of this file: errors about it have its name, line and column.
    void sends(const QString &file) { m_file = file; }
    /// What is wrong and what to do, to stderr; the exit status.
    int report(const Error &error) const;
    /// "Would …" for --dry-run of what is no plan.
    int wouldDo(const QString &text) const;

    /// By name, UUID or the number of a running one. NotFound.
    Result<DomainInfo> domain(const QString &text) const;
    /// By node device name, address or network interface. NotFound, InvalidInput.
    Result<PciFunction> device(const QString &text) const;
    /// The same, for the helper to find: one that is not there is its answer.
    Result<PciAddress> deviceAddress(const QString &text) const;

private:
    Result<JobInfo> follow(const QString &job);
    void showProgress(const JobInfo &job);
    static void onInterrupt(int);

    const Invocation &m_invocation;
    std::unique_ptr<Connection> m_connection;
    QEventLoop m_loop;
    std::optional<Error> m_lost;
    QString m_file;
    QStringList m_shown; ///< steps that progress was told of
};

} // namespace laneway
