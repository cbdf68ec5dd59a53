// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bus/call.h"

#include <QDBusObjectPath>
#include <QMap>
#include <QObject>
#include <QTimer>

#include <map>

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
    /// steps is not a signal each. A job's end is told in the same turn of the event loop.
    void publish();

private:
    struct Object
    {
        QString interface;
        std::optional<uint> owner; ///< nothing: everybody's, a network
        QVariantMap properties;
    };
    using Objects = QMap<QString, Object>; ///< by path
    using ViewerKey = std::optional<uint>; ///< uid; nothing: the one user of a private bus
    struct Viewer
    {
        QDBusConnection connection;
        Caller caller;
    };
    Objects owned() const; ///< domains and jobs
    Objects networksFor(ViewerKey viewer) const; ///< as they may know of them
    /// Tells of the difference those for whom @p hears is true.
    void tellDifference(const Objects &before, const Objects &now,
        const std::function<bool(const Object &, const Caller &)> &hears) const;
    void tell(const std::function<bool(const Caller &)> &hears, const QString &path, QLatin1StringView interface,
        const QString &name, const QVariantList &arguments) const;
    void tellAll(const QString &name, const QVariantList &arguments) const;

    Door &m_door;
    Objects m_sent;
    std::map<ViewerKey, Objects> m_sentNetworks; ///< for each that is there: what is free is not the same for all
    QMap<QString, Viewer> m_viewers; ///< by bus name; peers are told by their connection
    QTimer m_gather;
};

} // namespace laneway

Q_DECLARE_METATYPE(laneway::InterfaceMap)
Q_DECLARE_METATYPE(laneway::ObjectMap)
