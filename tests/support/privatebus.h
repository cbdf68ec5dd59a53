// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <QFile>
#include <QHash>
#include <QProcess>
#include <QTemporaryDir>

#include <functional>

/// A message bus of the test's own that stands in for the system's. Programs started while it lives
/// find it by DBUS_SYSTEM_BUS_ADDRESS.
class PrivateBus
{
public:
    bool start()
    {
        // Other users come to it as well.
        QFile::setPermissions(m_directory.path(), QFile::Permissions(0x7755));
        QFile configuration(m_directory.filePath(QStringLiteral("bus.conf")));
        if (!configuration.open(QIODevice::WriteOnly))
            return false;
        configuration.write("<busconfig><type>custom</type><listen>unix:path="
            + QFile::encodeName(m_directory.filePath(QStringLiteral("bus")))
            + "</listen><auth>EXTERNAL</auth><policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>"
              "<allow eavesdrop=\"true\"/><allow own=\"*\"/><allow user=\"*\"/></policy></busconfig>");
        configuration.close();
        m_daemon.start(QStringLiteral("dbus-daemon"),
            {QStringLiteral("--nofork"), QStringLiteral("--print-address"),
                QStringLiteral("--config-file=") + configuration.fileName()});
        if (!m_daemon.waitForStarted() || !m_daemon.waitForReadyRead(10'000))
            return false;
        m_address = QString::fromLatin1(m_daemon.readLine()).trimmed();
        qputenv("DBUS_SYSTEM_BUS_ADDRESS", m_address.toLatin1());
        return !m_address.isEmpty();
    }
    ~PrivateBus()
    {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }
    QString address() const { return m_address; }
    QDBusConnection connection(const QString &name) const { return QDBusConnection::connectToBus(m_address, name); }

private:
    QTemporaryDir m_directory;
    QProcess m_daemon;
    QString m_address;
};

/// polkitd as far as the helper knows it: answers CheckAuthorization as the test says.
class MockPolkit : public QDBusVirtualObject
{
public:
    struct Check
    {
        QString subject; ///< bus name
        QString action;
        QMap<QString, QString> details;
        bool mayAsk = false;
        QString id;
    };
    enum class Say { Yes, No, Challenge, Dismissed, Error, Nothing };
    std::function<Say(const Check &)> decide = [](const Check &) { return Say::Yes; };
    QList<Check> checks;
    QStringList cancelled;

    bool registerOn(QDBusConnection connection)
    {
        return connection.registerVirtualObject(QStringLiteral("/org/freedesktop/PolicyKit1/Authority"), this)
            && connection.registerService(QStringLiteral("org.freedesktop.PolicyKit1"));
    }
    QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override
    {
        if (message.member() == QLatin1String("CancelCheckAuthorization")) {
            cancelled += message.arguments().value(0).toString();
            return connection.send(message.createReply());
        }
        if (message.signature() != QLatin1String("(sa{sv})sa{ss}us"))
            return false;
        Check check;
        const auto subject = message.arguments().value(0).value<QDBusArgument>();
        QString kind;
        QVariantMap subjectDetails;
        subject.beginStructure();
        subject >> kind >> subjectDetails;
        subject.endStructure();
        check.subject = kind + QLatin1Char(':') + subjectDetails.value(QStringLiteral("name")).toString();
        check.action = message.arguments().value(1).toString();
        check.details = qdbus_cast<QMap<QString, QString>>(message.arguments().value(2));
        check.mayAsk = message.arguments().value(3).toUInt() & 1;
        check.id = message.arguments().value(4).toString();
        checks += check;
        const Say say = decide(check);
        if (say == Say::Nothing)
            return true;
        if (say == Say::Error) {
            return connection.send(message.createErrorReply(
                QStringLiteral("org.freedesktop.PolicyKit1.Error.Failed"), QStringLiteral("not registered")));
        }
        QMap<QString, QString> details;
        if (say == Say::Dismissed)
            details[QStringLiteral("polkit.dismissed")] = QStringLiteral("true");
        QDBusArgument answer;
        answer.beginStructure();
        answer << (say == Say::Yes) << (say == Say::Challenge) << details;
        answer.endStructure();
        return connection.send(message.createReply(QVariant::fromValue(answer)));
    }
};
