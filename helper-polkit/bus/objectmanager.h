// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bus/call.h"

#include <QDBusObjectPath>
#include <QMap>
#include <QObject>
#include <QTimer>

namespace laneway {

class Door;

using InterfaceMap = QMap<QString, QVariantMap>; ///< interface → its properties
using ObjectMap = QMap<QDBusObjectPath, InterfaceMap>;

/// The standard interfaces, each on what the caller may see.
namespace objects {
void introspect(Door &door, const Call &call);
void getProperty(Door &door, const Call &call);
void getAllProperties(Door &door, const Call &call);
void setProperty(Door &door, const Call &call);
void getManagedObjects(Door &door, const Call &call);
} // namespace objects

/// What is on the bus and who is told of it. Networks are everybody's, without the names of machines that
/// somebody may not know of. Domains and jobs are announced to their owners only,
/// by signals addressed to those who called GetManagedObjects; a signal to all would tell everybody
/// the names of everybody's machines.
class ObjectManager : public QObject
{
    Q_OBJECT
public:
    explicit ObjectManager(Door &door);
    ObjectMap seenBy(const Caller &caller) const;
    void addViewer(const Call &call);
    /// Sends what is new at once; by itself it is gathered for a moment, so that a job with many
    /// steps is not a signal each.
    void publish();

private:
    struct Object
    {
        QString interface;
        std::optional<uint> owner; ///< nothing: everybody's, a network
        QVariantMap properties; ///< as root sees them
    };
    struct Viewer
    {
        QDBusConnection connection;
        Caller caller;
    };
    QMap<QString, Object> objects() const; ///< by path
    /// @p arguments: for each viewer.
    void tell(std::optional<uint> owner, const QString &path, QLatin1StringView interface, const QString &name,
        const std::function<QVariantList(const Caller &)> &arguments) const;
    /// What @p caller may know of them.
    QVariantMap propertiesFor(const Caller &caller, const QString &path, const Object &object) const;
    void tellAll(const QString &name, const QVariantList &arguments) const;

    Door &m_door;
    QMap<QString, Object> m_sent;
    QMap<QString, Viewer> m_viewers; ///< by bus name; peers are told by their connection
    QTimer m_gather;
};

} // namespace laneway

Q_DECLARE_METATYPE(laneway::InterfaceMap)
Q_DECLARE_METATYPE(laneway::ObjectMap)
