// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bus/actions.h"
#include "bus/polkitauthority.h"
#include "helpercore.h"

#include <QDBusServiceWatcher>
#include <QDBusVirtualObject>
#include <QHash>

namespace laneway {

class HostHistory;
class ObjectManager;
class Relays;

/// The one way in: every message for any of our objects comes here, is looked up in the table of
/// actions.cpp, and runs only when its signature, its object, its caller and its right are in order.
/// That is why the objects are not QObjects with generated adaptors: QtDBus would answer their
/// properties and introspection itself, for any caller.
class Door : public QDBusVirtualObject
{
    Q_OBJECT
public:
    struct Options
    {
        QString connectionName; ///< property Connection
        bool isPeer = false; ///< connections are private ones, to this very user
    };
    /// Limits of one caller.
    static constexpr qsizetype largestXml = 1024 * 1024;
    static constexpr qsizetype largestArguments = 1024 * 1024 + 4096;
    static constexpr int callsUnderWay = 64;
    static constexpr int plansUnderWay = 8;
    static constexpr int jobsRunning = 8;

    Door(HelperCore &core, Authority &authority, const Options &options, QObject *parent = nullptr);
    ~Door() override;
    /// Serves all objects on @p connection.
    bool serve(const QDBusConnection &connection);
    void drop(const QString &connectionName);

    HelperCore &core() { return m_core; }
    HostHistory &history() { return *m_history; }
    ObjectManager &objects() { return *m_objects; }
    Relays &relays() { return *m_relays; }
    const QList<QDBusConnection> &connections() const { return m_connections; }
    const Options &options() const { return m_options; }

    /// Goes on in @p then, or refuses the call. Nothing that was true before is certain to be true in
    /// there: a dialog may have been open for minutes.
    void authorise(
        const Call &call, const QString &action, const QMap<QString, QString> &details, std::function<void()> then);
    /// Plans for the call's caller, checks whose domain it is.
    void plan(
        const Call &call, const QString &kind, const QJsonObject &arguments, std::function<void(const Plan &)> then);
    /// Authorises for the plan's action, begins it, announces the job and answers with its path.
    /// @p planAnew: instead of the refusal when the host is not what the plan was made for.
    void applyPlan(const Call &call, const QString &planId, const std::function<void()> &planAnew = {});
    void planAndApply(const Call &call, const QString &kind, const QJsonObject &arguments, int tries = 3);
    /// Goes on when @p uuid is a domain that this caller may handle, and refuses with NotFound otherwise.
    void withDomain(const Call &call, const QUuid &uuid, std::function<void(const DomainState &)> then);

    /// No call, dialog or client: the helper of the system may leave.
    bool isIdle() const;

    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override;
    /// Never asked: Introspect is a row of the table like any other.
    QString introspect(const QString &) const override { return {}; }

Q_SIGNALS:
    void callerLeft(const QString &name);

private:
    void identify(const QDBusConnection &connection, const QDBusMessage &message,
        std::function<void(const Result<Caller> &)> then);
    void admit(const Method &method, const Call &call);
    void enter(const Method &method, const Call &call);
    void run(const Method &method, const Call &call);

    HelperCore &m_core;
    Authority &m_authority;
    Options m_options;
    QList<QDBusConnection> m_connections;
    QDBusServiceWatcher m_callers;
    QHash<QString, uint> m_uids; ///< of unique names, which are never given twice
    QHash<QString, int> m_underWay; ///< calls whose caller is being asked about
    QHash<uint, int> m_planning;
    std::unique_ptr<HostHistory> m_history;
    std::unique_ptr<ObjectManager> m_objects;
    std::unique_ptr<Relays> m_relays;
};

/// What a polkit dialog may say of it: letters, digits and a few signs, cut to a line.
QString forDialog(const QString &text);
/// Adds what is taken of the host's: Authority::Question::details. Taps may be as a definition has them of
/// which nothing was checked.
void tellDevices(QStringList devices, const QList<AddTap::Values> &taps, QMap<QString, QString> &details);
/// Adds what a machine may keep of the memory: Authority::Question::details. 0: nothing; ~0: all that it takes.
void tellLockedMemory(quint64 bytes, QMap<QString, QString> &details);

} // namespace laneway
