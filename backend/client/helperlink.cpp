// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/helperlink.h"

#include "core/busnames.h"

#include <QDBusArgument>
#include <QDBusError>
#include <QDBusObjectPath>
#include <QDBusPendingCall>
#include <QDBusPendingCallWatcher>
#include <QJsonDocument>

namespace laneway {

namespace {
// A polkit dialog may be open: QtDBus's own 25 seconds would end the call while a password is typed.
constexpr int answerMs = 11 * 60'000;

Error errorOf(const QDBusMessage &reply)
{
    const QString name = reply.errorName();
    if (name.startsWith(busnames::errorPrefix)) {
        Error error = Error::fromJson(QJsonDocument::fromJson(reply.arguments().value(1).toString().toUtf8()).object());
        if (const auto code = errorFromName(QStringView(name).mid(busnames::errorPrefix.size())))
            error.code = *code;
        return error;
    }
    ErrorCode code = ErrorCode::Internal;
    switch (QDBusError(reply).type()) {
    case QDBusError::Disconnected: code = ErrorCode::Disconnected; break;
    case QDBusError::ServiceUnknown: code = ErrorCode::HelperUnavailable; break;
    case QDBusError::NoReply:
    case QDBusError::Timeout:
    case QDBusError::TimedOut:
        // The bus says NoReply, too, when the helper died in the middle of the call.
        code = reply.errorMessage().contains(u"disconnected"_s) ? ErrorCode::Disconnected : ErrorCode::TimedOut;
        break;
    case QDBusError::AccessDenied: code = ErrorCode::PermissionDenied; break;
    case QDBusError::UnknownObject: code = ErrorCode::NotFound; break;
    default:
        if (name.startsWith("org.freedesktop.DBus.Error.Spawn"_L1))
            code = ErrorCode::HelperUnavailable;
        break;
    }
    return Error{code, u"laneway-helper"_s, name + u": "_s + reply.errorMessage()};
}
} // namespace

HelperLink::HelperLink(const QDBusConnection &connection, bool overBus, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
    , m_service(overBus ? QString(busnames::service) : QString())
{
    m_connection.connect(
        m_service, busnames::root, busnames::manager, u"HostChanged"_s, this, SLOT(onHostChanged(QDBusMessage)));
    m_connection.connect(
        m_service, busnames::root, busnames::manager, u"ClaimsChanged"_s, this, SLOT(onClaimsChanged()));
    m_connection.connect(
        m_service, busnames::root, busnames::objectManager, u"InterfacesAdded"_s, this, SLOT(onAdded(QDBusMessage)));
    m_connection.connect(m_service, busnames::root, busnames::objectManager, u"InterfacesRemoved"_s, this,
        SLOT(onRemoved(QDBusMessage)));
    m_connection.connect(
        m_service, {}, busnames::properties, u"PropertiesChanged"_s, this, SLOT(onChanged(QDBusMessage)));
    m_connection.connect(
        {}, u"/org/freedesktop/DBus/Local"_s, u"org.freedesktop.DBus.Local"_s, u"Disconnected"_s, this, SIGNAL(lost()));
    if (overBus) {
        m_watcher.setConnection(m_connection);
        m_watcher.setWatchMode(QDBusServiceWatcher::WatchForUnregistration);
        m_watcher.addWatchedService(m_service);
        QObject::connect(&m_watcher, &QDBusServiceWatcher::serviceUnregistered, this, &HelperLink::lost);
    }
}

HelperLink::~HelperLink()
{
    const QString name = m_connection.name();
    if (m_service.isEmpty())
        QDBusConnection::disconnectFromPeer(name);
    else
        QDBusConnection::disconnectFromBus(name);
}

void HelperLink::call(const QString &path, QLatin1StringView interface, const QString &method,
    const QVariantList &arguments, const Answer &answer)
{
    auto message = QDBusMessage::createMethodCall(m_service, path, interface, method);
    message.setArguments(arguments);
    message.setInteractiveAuthorizationAllowed(true);
    auto *watcher = new QDBusPendingCallWatcher(m_connection.asyncCall(message, answerMs), this);
    m_waiting.insert(watcher, answer);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        const Answer answer = m_waiting.take(watcher);
        if (!answer)
            return; // given up
        const QDBusMessage reply = watcher->reply();
        if (reply.type() == QDBusMessage::ReplyMessage)
            answer(reply.arguments());
        else
            answer(fail(errorOf(reply)));
    });
}

void HelperLink::giveUp(const Error &error)
{
    const auto waiting = std::exchange(m_waiting, {});
    for (const Answer &answer : waiting)
        answer(fail(error));
}

void HelperLink::onHostChanged(const QDBusMessage &signal)
{
    Q_EMIT hostChanged(signal.arguments().value(0).toULongLong());
}

void HelperLink::onClaimsChanged()
{
    Q_EMIT claimsChanged();
}

void HelperLink::onAdded(const QDBusMessage &signal)
{
    const auto path = qdbus_cast<QDBusObjectPath>(signal.arguments().value(0));
    Q_EMIT added(path.path(), qdbus_cast<Objects>(signal.arguments().value(1)));
}

void HelperLink::onRemoved(const QDBusMessage &signal)
{
    Q_EMIT removed(qdbus_cast<QDBusObjectPath>(signal.arguments().value(0)).path());
}

void HelperLink::onChanged(const QDBusMessage &signal)
{
    Q_EMIT changed(signal.path(), qdbus_cast<QVariantMap>(signal.arguments().value(1)));
}

} // namespace laneway
