// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/answervalues.h"
#include "client/connection.h"
#include "client/knownobjects.h"
#include "client/openedhelper.h"
#include "client/sshtunnel.h"

#include <QPointer>
#include <QTimer>

namespace laneway {

/// The life of a connection (connection.cpp), and how its calls ask (connectioncalls.cpp).
class Connection::Private : public QObject
{
public:
    explicit Private(Connection *connection)
        : q(connection)
    {
        retry.setSingleShot(true);
        connect(&retry, &QTimer::timeout, this, &Private::tryAgain);
    }

    void open();
    void tryAgain();
    void connectBus(const QString &bus);
    void opened(const OpenedHelper &opened);
    void lose(const Error &error);
    bool mayPass(const Error &error) const;
    Error located(Error error) const;
    void fetchObjects();
    void fetchHost(quint64 since);
    /// What @p method puts aside for us, by its answer (relay u, size t, …), which comes along.
    using Relayed = std::function<void(const Result<QByteArray> &content, const QVariantList &values)>;
    void fetchRelayed(const QString &method, const QVariantList &arguments, const Relayed &then);
    void readRelay(const QVariantList &values, const std::shared_ptr<QByteArray> &soFar, const Relayed &then);
    void takeHost(const Result<HostReading> &read);
    void fetchClaims();
    void becomeReady();
    void tellOfUnfinishedJobs();
    void setObject(const QString &path, const HelperLink::Objects &interfaces);
    void change(const QString &path, const QVariantMap &properties);
    void remove(const QString &path);
    void tell(const KnownObjects::News &news);

    /// What grows with the host is made of an answer on a worker: @p work there, @p then here with what
    /// came of it, unless the helper that answered is not ours any more.
    template <typename Work, typename Then> void digest(Work work, Then then);

    /// An answer for a @p context that died is dropped.
    template <typename Convert, typename T>
    void ask(const QString &path, QLatin1StringView interface, const QString &method, const QVariantList &arguments,
        QObject *context, const Answer<T> &answer, const Convert &convert);
    void ask(const QString &path, QLatin1StringView interface, const QString &method, const QVariantList &arguments,
        QObject *context, const Answer<void> &answer);

    Connection *q;
    QString name;
    ConnectionTarget target;
    std::optional<SpawnedHelper> helper;
    std::unique_ptr<SshTunnel> tunnel;
    std::unique_ptr<HelperLink> link;
    std::optional<Pauses> pauses; ///< kept connected, with these
    QTimer retry;
    HostSnapshot host;
    HostDiff missed; ///< while there was no connection
    Claims claims;
    KnownObjects known;
    QMap<QString, JobInfo> unfinished; ///< running when the connection was lost; by path
    QList<std::function<void()>> news; ///< of objects, since their list came and until it is read
    bool readingObjects = false;
    bool gotObjects = false;
    bool gotHost = false;
    bool gotClaims = false;
    bool jobsOnly = false;
    bool isReady = false;
    bool wasReady = false;
    std::optional<Error> failure;
    bool isLost = false;
    bool fetchingHost = false;
    bool hostIsOld = false;
    bool fetchingClaims = false;
    bool claimsAreOld = false;
    int attempts = 0; ///< since there was a connection
    int generation = 0; ///< of attempts
};

template <typename Convert, typename T>
void Connection::Private::ask(const QString &path, QLatin1StringView interface, const QString &method,
    const QVariantList &arguments, QObject *context, const Answer<T> &answer, const Convert &convert)
{
    const QPointer<QObject> guard(context);
    const bool guarded = context != nullptr;
    if (!link || isLost) {
        // Answers never come before the call has returned.
        QMetaObject::invokeMethod(
            this,
            [this, answer, guard, guarded] {
                if (!guarded || guard)
                    answer(fail(located(Error{ErrorCode::Disconnected, u"laneway-helper"_s, {}})));
            },
            Qt::QueuedConnection);
        return;
    }
    link->call(
        path, interface, method, arguments, [this, answer, guard, guarded, convert](const Result<QVariantList> &reply) {
            if (guarded && !guard)
                return;
            if (!reply)
                return answer(fail(located(reply.error())));
            answer(convert(*reply));
        });
}

} // namespace laneway
