// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/spawnedhelper.h"

#include <QDBusMessage>
#include <QDBusServiceWatcher>
#include <QHash>
#include <QMap>
#include <QObject>

#include <functional>

class QDBusPendingCallWatcher;

namespace laneway {

/// The D-Bus side of one connection to a helper: calls with answers, signals as Qt signals.
/// Calls are built by hand: a generated proxy of Qt 6.4 cannot allow a polkit dialog.
class HelperLink : public QObject
{
    Q_OBJECT
public:
    using Objects = QMap<QString, QVariantMap>; ///< interface → properties
    using Answer = std::function<void(const Result<QVariantList> &)>;

    /// Over the bus (the helper is started by the first call), or over a private connection.
    HelperLink(const QDBusConnection &connection, bool overBus, QObject *parent = nullptr);
    ~HelperLink() override;

    void call(const QString &path, QLatin1StringView interface, const QString &method, const QVariantList &arguments,
        const Answer &answer);
    /// Whoever still waits gets @p error; for calls nobody will answer any more.
    void giveUp(const Error &error);

Q_SIGNALS:
    void lost(); ///< the helper is gone; no answer comes any more
    void hostChanged(quint64 serial);
    void claimsChanged();
    void added(const QString &path, const laneway::HelperLink::Objects &interfaces);
    void removed(const QString &path);
    void changed(const QString &path, const QVariantMap &properties);

private Q_SLOTS:
    void onHostChanged(const QDBusMessage &signal);
    void onClaimsChanged();
    void onAdded(const QDBusMessage &signal);
    void onRemoved(const QDBusMessage &signal);
    void onChanged(const QDBusMessage &signal);

private:
    QDBusConnection m_connection;
    QString m_service; ///< empty: a peer
    QDBusServiceWatcher m_watcher;
    QHash<QDBusPendingCallWatcher *, Answer> m_waiting;
};

} // namespace laneway
