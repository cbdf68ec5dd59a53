// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bus/objectmanager.h"

#include "bus/deviceobject.h"
#include "bus/domainobject.h"
#include "bus/door.h"
#include "bus/jobobject.h"
#include "bus/managerobject.h"
#include "bus/networkobject.h"
#include "core/busnames.h"

#include <QDBusMetaType>
#include <QFile>
#include <QPointer>

#include <functional>
#include <set>

static void makeContractAvailable()
{
    Q_INIT_RESOURCE(contract); // outside of any namespace, says its documentation
}

namespace laneway {

namespace {
constexpr int gatherMs = 20;

/// Interface and properties of the object at a path; nothing when there is none. That the caller may
/// see it has been decided before.
std::optional<std::pair<QString, QVariantMap>> objectAt(Door &door, const Caller &caller, const QString &path)
{
    if (path == busnames::root)
        return std::pair(QString(busnames::manager), managercalls::properties(door));
    if (const auto uuid = busnames::domainOf(path)) {
        if (const auto state = door.core().domain(*uuid))
            return std::pair(QString(busnames::domain), domaincalls::properties(*state));
    } else if (const auto network = busnames::networkOf(path)) {
        if (const auto state = door.core().network(*network, networkcalls::viewerOf(caller)))
            return std::pair(QString(busnames::network), networkcalls::properties(*state));
    } else if (const auto address = busnames::deviceOf(path)) {
        if (const PciFunction *function = door.core().host().find(*address))
            return std::pair(QString(busnames::device), devicecalls::properties(*function));
    } else {
        const QList<JobState> jobs = door.core().jobs();
        for (const JobState &job : jobs)
            if (busnames::jobPath(job.id) == path)
                return std::pair(QString(busnames::job), jobcalls::properties(job));
    }
    return std::nullopt;
}

/// The <interface> elements of one file of the contract, as they are.
QString interfaceXml(const QString &interface)
{
    QFile file(u":/org.laneway.Helper1/"_s + interface + u".xml"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QString text = QString::fromUtf8(file.readAll());
    const auto begin = text.indexOf(u"<interface"_s);
    return text.mid(begin, text.lastIndexOf(u"</node>"_s) - begin);
}

constexpr auto standardXml = R"(<interface name="org.freedesktop.DBus.Introspectable">
    <method name="Introspect"><arg name="xml" type="s" direction="out"/></method>
  </interface>
  <interface name="org.freedesktop.DBus.Properties">
    <method name="Get"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="v" direction="out"/></method>
    <method name="GetAll"><arg type="s" direction="in"/><arg type="a{sv}" direction="out"/></method>
    <method name="Set"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="v" direction="in"/></method>
    <signal name="PropertiesChanged"><arg type="s"/><arg type="a{sv}"/><arg type="as"/></signal>
  </interface>
  )"_L1;
constexpr auto objectManagerXml = R"(<interface name="org.freedesktop.DBus.ObjectManager">
    <method name="GetManagedObjects"><arg type="a{oa{sa{sv}}}" direction="out"/></method>
    <signal name="InterfacesAdded"><arg type="o"/><arg type="a{sa{sv}}"/></signal>
    <signal name="InterfacesRemoved"><arg type="o"/><arg type="as"/></signal>
  </interface>
  )"_L1;

void unknownObject(const Call &call)
{
    call.connection.send(call.message.createErrorReply(QDBusError::UnknownObject, call.message.path()));
}
} // namespace

namespace objects {

/// On what everybody may know who can reach the bus.
static void introspectNow(Door &door, const Call &call)
{
    const QString path = call.message.path();
    QString xml = u"<!DOCTYPE node PUBLIC \"-//freedesktop//DTD D-BUS Object Introspection 1.0//EN\"\n"
                  "  \"http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd\">\n<node>\n  "_s;
    if (const auto object = objectAt(door, call.caller, path)) {
        // A domain or job of somebody else looks the same as none: introspection needs no right.
        const auto seen = door.objects().seenBy(call.caller);
        const bool hidden = (object->first == busnames::domain || object->first == busnames::job)
            && !seen.contains(QDBusObjectPath(path));
        if (!hidden) {
            xml += standardXml;
            if (path == busnames::root)
                xml += objectManagerXml;
            xml += interfaceXml(object->first);
        }
    }
    QStringList children;
    if (path == busnames::root) {
        children = {u"devices"_s, u"domains"_s, u"jobs"_s, u"networks"_s};
    } else if (path == busnames::root + "/devices"_L1) {
        const auto addresses = door.core().host().functions.keys();
        for (const PciAddress &address : addresses)
            children += address.toNodeDevice();
    } else if (path == busnames::root + "/domains"_L1 || path == busnames::root + "/networks"_L1
        || path == busnames::root + "/jobs"_L1) {
        const auto seen = door.objects().seenBy(call.caller);
        for (auto it = seen.begin(); it != seen.end(); ++it)
            if (it.key().path().startsWith(path + u'/'))
                children += it.key().path().mid(path.size() + 1);
    }
    for (const QString &child : std::as_const(children))
        xml += u"<node name=\""_s + child + u"\"/>\n  "_s;
    call.reply({QString(xml.trimmed() + u"\n</node>\n"_s)});
}

void introspect(Door &door, const Call &call)
{
    const QString networks = busnames::root + "/networks"_L1;
    const QString path = call.message.path();
    if (path != networks && !path.startsWith(networks + u'/'))
        return introspectNow(door, call);
    door.authorise(call, actions::inspect, {}, [door = QPointer(&door), call] {
        if (door)
            introspectNow(*door, call);
    });
}

void getProperty(Door &door, const Call &call)
{
    const auto object = objectAt(door, call.caller, call.message.path());
    if (!object)
        return unknownObject(call);
    const QString interface = call.argument<QString>(0);
    const auto value = object->second.constFind(call.argument<QString>(1));
    if ((!interface.isEmpty() && interface != object->first) || value == object->second.constEnd()) {
        call.connection.send(call.message.createErrorReply(QDBusError::UnknownProperty, u"no such property"_s));
        return;
    }
    call.reply({QVariant::fromValue(QDBusVariant(*value))});
}

void getAllProperties(Door &door, const Call &call)
{
    const auto object = objectAt(door, call.caller, call.message.path());
    if (!object)
        return unknownObject(call);
    const QString interface = call.argument<QString>(0);
    call.reply({interface.isEmpty() || interface == object->first ? object->second : QVariantMap()});
}

void setProperty(Door &, const Call &call)
{
    call.connection.send(call.message.createErrorReply(QDBusError::PropertyReadOnly, u"no property can be set"_s));
}

void getManagedObjects(Door &door, const Call &call)
{
    door.objects().publish(); // nobody gets as news what is in their list
    door.objects().addViewer(call);
    call.reply({QVariant::fromValue(door.objects().seenBy(call.caller))});
}

} // namespace objects

ObjectManager::ObjectManager(Door &door)
    : m_door(door)
{
    makeContractAvailable();
    qDBusRegisterMetaType<InterfaceMap>();
    qDBusRegisterMetaType<ObjectMap>();
    m_sent = owned();
    if (door.options().isPeer)
        m_sentNetworks[std::nullopt] = networksFor(std::nullopt);
    m_gather.setSingleShot(true);
    connect(&m_gather, &QTimer::timeout, this, &ObjectManager::publish);
    const auto soon = [this] {
        if (!m_gather.isActive())
            m_gather.start(gatherMs);
    };
    connect(&door.core(), &HelperCore::domainChanged, this, soon);
    connect(&door.core(), &HelperCore::networksChanged, this, soon);
    connect(&door.core(), &HelperCore::jobChanged, this, soon);
    // Somebody waits for this one.
    connect(&door.core(), &HelperCore::jobEnded, this, [this] { m_gather.start(0); });
    connect(
        &door.core(), &HelperCore::hostChanged, this, [this](quint64 serial) { tellAll(u"HostChanged"_s, {serial}); });
    connect(&door.core(), &HelperCore::claimsChanged, this, [this] { tellAll(u"ClaimsChanged"_s, {}); });
    connect(&door, &Door::callerLeft, this, [this](const QString &name) { m_viewers.remove(name); });
}

ObjectManager::Objects ObjectManager::owned() const
{
    Objects all;
    const QList<DomainState> domains = m_door.core().domains({});
    for (const DomainState &state : domains)
        all.insert(busnames::domainPath(state.uuid), {busnames::domain, state.owner, domaincalls::properties(state)});
    const QList<JobState> jobs = m_door.core().jobs();
    for (const JobState &job : jobs)
        all.insert(busnames::jobPath(job.id), {busnames::job, job.owner, jobcalls::properties(job)});
    return all;
}

ObjectManager::Objects ObjectManager::networksFor(ViewerKey viewer) const
{
    Objects all;
    const QList<PoolState> networks = m_door.core().networks(viewer);
    for (const PoolState &state : networks)
        all.insert(busnames::networkPath(state.uuid), {busnames::network, {}, networkcalls::properties(state)});
    return all;
}

ObjectMap ObjectManager::seenBy(const Caller &caller) const
{
    ObjectMap seen;
    seen.insert(QDBusObjectPath(busnames::root), {{busnames::manager, managercalls::properties(m_door)}});
    Objects all = owned();
    all.insert(networksFor(networkcalls::viewerOf(caller)));
    for (auto it = all.cbegin(); it != all.cend(); ++it)
        if (!it->owner || caller.sees(*it->owner))
            seen.insert(QDBusObjectPath(it.key()), {{it->interface, it->properties}});
    return seen;
}

void ObjectManager::addViewer(const Call &call)
{
    if (call.caller.isPeer)
        return;
    m_viewers.insert(call.caller.name, {call.connection, call.caller});
    const ViewerKey viewer = networkcalls::viewerOf(call.caller);
    if (!m_sentNetworks.contains(viewer))
        m_sentNetworks[viewer] = networksFor(viewer);
}

void ObjectManager::publish()
{
    m_gather.stop();
    const Objects now = owned();
    tellDifference(m_sent, now, [](const Object &object, const Caller &caller) { return caller.sees(*object.owner); });
    m_sent = now;

    std::set<ViewerKey> viewers;
    if (m_door.options().isPeer)
        viewers.insert(std::nullopt);
    for (const Viewer &viewer : std::as_const(m_viewers))
        viewers.insert(networkcalls::viewerOf(viewer.caller));
    std::map<ViewerKey, Objects> sent;
    for (const ViewerKey viewer : viewers) {
        const Objects networks = networksFor(viewer);
        tellDifference(m_sentNetworks[viewer], networks,
            [viewer](const Object &, const Caller &caller) { return networkcalls::viewerOf(caller) == viewer; });
        sent[viewer] = networks;
    }
    m_sentNetworks = std::move(sent);
}

void ObjectManager::tellDifference(
    const Objects &before, const Objects &now, const std::function<bool(const Object &, const Caller &)> &hears) const
{
    for (auto it = before.cbegin(); it != before.cend(); ++it) {
        if (now.contains(it.key()))
            continue;
        tell(std::bind_front(hears, *it), busnames::root, busnames::objectManager, u"InterfacesRemoved"_s,
            {QVariant::fromValue(QDBusObjectPath(it.key())), QStringList(it->interface)});
    }
    for (auto it = now.cbegin(); it != now.cend(); ++it) {
        const auto former = before.constFind(it.key());
        if (former == before.constEnd()) {
            tell(std::bind_front(hears, *it), busnames::root, busnames::objectManager, u"InterfacesAdded"_s,
                {QVariant::fromValue(QDBusObjectPath(it.key())),
                    QVariant::fromValue(InterfaceMap{{it->interface, it->properties}})});
            continue;
        }
        QVariantMap changed;
        for (auto property = it->properties.begin(); property != it->properties.end(); ++property)
            if (former->properties.value(property.key()) != *property)
                changed.insert(property.key(), *property);
        if (!changed.isEmpty())
            tell(std::bind_front(hears, *it), it.key(), busnames::properties, u"PropertiesChanged"_s,
                {it->interface, changed, QStringList()});
    }
}

void ObjectManager::tell(const std::function<bool(const Caller &)> &hears, const QString &path,
    QLatin1StringView interface, const QString &name, const QVariantList &arguments) const
{
    if (m_door.options().isPeer) {
        auto signal = QDBusMessage::createSignal(path, interface, name);
        signal.setArguments(arguments);
        for (const QDBusConnection &connection : m_door.connections())
            connection.send(signal);
        return;
    }
    for (const Viewer &viewer : m_viewers) {
        if (!hears(viewer.caller))
            continue;
        auto signal = QDBusMessage::createTargetedSignal(viewer.caller.name, path, interface, name);
        signal.setArguments(arguments);
        viewer.connection.send(signal);
    }
}

void ObjectManager::tellAll(const QString &name, const QVariantList &arguments) const
{
    auto signal = QDBusMessage::createSignal(busnames::root, busnames::manager, name);
    signal.setArguments(arguments);
    for (const QDBusConnection &connection : m_door.connections())
        connection.send(signal);
}

} // namespace laneway
