// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QDBusConnection>
#include <QDBusVariant>
#include <QDeadlineTimer>

namespace laneway {

/// What PID 1 is told of a unit: D-Bus types of org.freedesktop.systemd1.Manager.StartTransientUnit.
struct UnitProperty
{
    QString name;
    QDBusVariant value;
};
struct UnitDevice
{
    QString path;
    QString access;
};
struct UnitCommand
{
    QString path;
    QStringList arguments;
    bool ignoreFailure = false;
};
/// A list of what is allowed, or of what is not ("bas").
struct UnitFilter
{
    bool allows = true;
    QStringList names;
};

template <typename T> UnitProperty unitProperty(const QString &name, const T &value)
{
    return {name, QDBusVariant(QVariant::fromValue(value))};
}
/// Read and write access to nodes below /dev, each named without it.
QList<UnitDevice> unitDevices(const QStringList &nodes);

/// Services that PID 1 runs for us: none of the helper's own hardening is inherited, and they need not
/// end with it. From any thread.
class TransientUnits
{
public:
    struct State
    {
        QString active; ///< "active", "activating", "failed", "inactive"; empty: no such unit
        qint64 mainPid = 0;
        int exitCode = 0; ///< CLD_EXITED …
        int exitStatus = 0;
        QString result;
    };

    TransientUnits();
    ~TransientUnits();
    TransientUnits(const TransientUnits &) = delete;
    TransientUnits &operator=(const TransientUnits &) = delete;

    /// Whether a helper that is @p ofSystem is to start its processes so: LANEWAY_GUESTS decides
    /// ("systemd", "child"), else whether PID 1 is systemd and we are root.
    static bool areToBeUsed(bool ofSystem);

    /// Without @p optional where an older systemd refuses any of it. Errors name @p subject.
    Result<> start(const QString &unit, const QString &subject, const QList<UnitProperty> &required,
        const QList<UnitProperty> &optional) const;
    Result<State> stateOf(const QString &unit) const;
    /// By PID 1: the helper itself has no CAP_KILL.
    Result<> kill(const QString &unit, const QString &subject) const;
    /// Until it is over and its name is free; TimedOut says in which state it is.
    Result<> awaitEnd(const QString &unit, const QString &subject, const QDeadlineTimer &deadline) const;
    /// The result of one that another process had started with AddRef stays until release().
    void keep(const QString &unit) const;
    /// Lets go of a unit that was started with AddRef, or kept, and is over.
    void release(const QString &unit) const;
    Result<> set(const QString &unit, const QString &subject, const QList<UnitProperty> &properties) const;

private:
    /// One for our whole life: the units' references (AddRef) end with it.
    QDBusConnection m_bus;
};

} // namespace laneway

Q_DECLARE_METATYPE(laneway::UnitProperty)
Q_DECLARE_METATYPE(laneway::UnitDevice)
Q_DECLARE_METATYPE(laneway::UnitCommand)
Q_DECLARE_METATYPE(laneway::UnitFilter)
