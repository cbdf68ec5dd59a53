// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"
#include "session.h"
#include "verbs/verbs.h"
#include "xml/deviceedits.h"
#include "xml/networkxml.h"

#include <array>

namespace laneway::verbs {

namespace {

Result<NetworkState> networkNamed(Session &session, const QString &text)
{
    const QList<NetworkState> networks = session.connection().networks();
    const QUuid uuid = QUuid::fromString(text);
    auto found = std::find_if(
        networks.begin(), networks.end(), [&](const NetworkState &network) { return network.name == text; });
    if (found == networks.end())
        found = std::find_if(networks.begin(), networks.end(),
            [&](const NetworkState &network) { return !uuid.isNull() && network.uuid == uuid; });
    if (found == networks.end())
        return fail(ErrorCode::NotFound, Ctl::tr("network %1").arg(text),
            Ctl::tr("lanewayctl net-list --all shows those that are there"));
    return *found;
}

QString yesNo(bool yes)
{
    return yes ? Ctl::tr("yes") : Ctl::tr("no");
}

QString stateName(PoolDevice::State state)
{
    switch (state) {
    case PoolDevice::State::Free: return u"free"_s;
    case PoolDevice::State::Leased: return u"leased"_s;
    case PoolDevice::State::Unavailable: break;
    }
    return u"unavailable"_s;
}

QJsonObject jsonOf(const NetworkState &network)
{
    QJsonArray devices;
    for (const PoolDevice &device : network.devices)
        devices += QJsonObject{{u"device"_s, device.device.toString()}, {u"state"_s, stateName(device.state)},
            {u"holder"_s, device.holder.isEmpty() ? QJsonValue() : QJsonValue(device.holder)},
            {u"reason"_s, device.reason.isEmpty() ? QJsonValue() : QJsonValue(device.reason)}};
    return {{u"name"_s, network.name}, {u"uuid"_s, network.uuid.toString(QUuid::WithoutBraces)},
        {u"active"_s, network.active}, {u"persistent"_s, network.persistent}, {u"autostart"_s, network.autostart},
        {u"physical"_s, network.physical.isEmpty() ? QJsonValue() : QJsonValue(network.physical)},
        {u"problem"_s, network.problem.isEmpty() ? QJsonValue() : QJsonValue(network.problem)},
        {u"connections"_s, qint64(network.connections)}, {u"total"_s, qint64(network.total)},
        {u"free"_s, qint64(network.free)}, {u"devices"_s, devices}};
}

/// Neither or both of two options that exclude each other leave all, as with virsh.
bool isWanted(const Invocation &invocation, QLatin1StringView with, QLatin1StringView without, bool has)
{
    return invocation.has(with) == invocation.has(without) || invocation.has(with) == has;
}

int list(Session &session, const Invocation &invocation)
{
    if (int(invocation.has("table"_L1)) + invocation.has("name"_L1) + invocation.has("uuid"_L1) > 1) {
        complain(u"lanewayctl: "_s + Ctl::tr("--table, --name and --uuid exclude each other") + u'\n');
        return Usage;
    }
    QList<NetworkState> networks;
    const QList<NetworkState> known = session.connection().networks();
    for (const NetworkState &network : known)
        if ((invocation.has("all"_L1) || network.active != invocation.has("inactive"_L1))
            && isWanted(invocation, "persistent"_L1, "transient"_L1, network.persistent)
            && isWanted(invocation, "autostart"_L1, "no-autostart"_L1, network.autostart))
            networks += network;
    if (invocation.json) {
        QJsonArray array;
        for (const NetworkState &network : std::as_const(networks))
            array += jsonOf(network);
        print(array);
        return Done;
    }
    if (invocation.has("name"_L1) || invocation.has("uuid"_L1)) {
        QString text;
        for (const NetworkState &network : std::as_const(networks))
            text += (invocation.has("name"_L1) ? network.name : network.uuid.toString(QUuid::WithoutBraces)) + u'\n';
        print(text);
        return Done;
    }
    Table table({Ctl::tr("Name"), Ctl::tr("State"), Ctl::tr("Autostart"), Ctl::tr("Persistent")});
    for (const NetworkState &network : std::as_const(networks))
        table.add({network.name, network.active ? Ctl::tr("active") : Ctl::tr("inactive"), yesNo(network.autostart),
            yesNo(network.persistent)});
    print(table.text());
    return Done;
}

int define(Session &session, const Invocation &invocation)
{
    const QString file = invocation.value("file"_L1);
    const auto text = readXmlFile(file);
    if (!text)
        return session.report(text.error());
    session.sends(file);
    const auto placed = [&](const Error &error) { return withPlace(error, QString::fromUtf8(*text), u"network"_s); };
    const auto xml = NetworkXml::parse(*text);
    if (!xml)
        return session.report(placed(xml.error()));
    if (invocation.dryRun) {
        if (const auto valid = xml->validate(); !valid)
            return session.report(placed(valid.error()));
        return session.wouldDo(Ctl::tr("Define network %1 from %2").arg(xml->name(), file));
    }
    const auto uuid = session.wait<QUuid>([&](QObject *context, const auto &answer) {
        session.connection().defineNetwork(QString::fromUtf8(*text), context, answer);
    });
    if (!uuid)
        return session.report(uuid.error());
    if (invocation.json)
        print(QJsonObject{{u"uuid"_s, uuid->toString(QUuid::WithoutBraces)}, {u"name"_s, xml->name()}});
    else
        print(Ctl::tr("Network %1 defined from %2").arg(xml->name(), file) + u'\n');
    return Done;
}

using Change = void (Connection::*)(const QUuid &, QObject *, const Connection::Answer<void> &);

int change(Session &session, const Invocation &invocation, Change call, const QString &would, const QString &done)
{
    const auto network = networkNamed(session, invocation.value("network"_L1));
    if (!network)
        return session.report(network.error());
    if (invocation.dryRun)
        return session.wouldDo(would.arg(network->name));
    const auto changed = session.wait(
        [&](QObject *context, const auto &answer) { (session.connection().*call)(network->uuid, context, answer); });
    if (!changed)
        return session.report(changed.error());
    print(done.arg(network->name) + u'\n');
    return Done;
}

int start(Session &session, const Invocation &invocation)
{
    return change(
        session, invocation, &Connection::startNetwork, Ctl::tr("Start network %1"), Ctl::tr("Network %1 started"));
}

int destroy(Session &session, const Invocation &invocation)
{
    return change(
        session, invocation, &Connection::destroyNetwork, Ctl::tr("Stop network %1"), Ctl::tr("Network %1 destroyed"));
}

int undefine(Session &session, const Invocation &invocation)
{
    return change(session, invocation, &Connection::undefineNetwork, Ctl::tr("Forget network %1"),
        Ctl::tr("Network %1 has been undefined"));
}

int autostart(Session &session, const Invocation &invocation)
{
    const auto network = networkNamed(session, invocation.value("network"_L1));
    if (!network)
        return session.report(network.error());
    const bool on = !invocation.has("disable"_L1);
    if (invocation.dryRun)
        return session.wouldDo(
            (on ? Ctl::tr("Start network %1 with the host") : Ctl::tr("Do not start network %1 with the host"))
                .arg(network->name));
    const auto changed = session.wait([&](QObject *context, const auto &answer) {
        session.connection().setNetworkAutostart(network->uuid, on, context, answer);
    });
    if (!changed)
        return session.report(changed.error());
    print((on ? Ctl::tr("Network %1 marked as autostarted") : Ctl::tr("Network %1 unmarked as autostarted"))
              .arg(network->name)
        + u'\n');
    return Done;
}

int dumpxml(Session &session, const Invocation &invocation)
{
    const auto network = networkNamed(session, invocation.value("network"_L1));
    if (!network)
        return session.report(network.error());
    const auto xml = session.wait<QString>([&](QObject *context, const auto &answer) {
        session.connection().networkXml(network->uuid, invocation.has("inactive"_L1), context, answer);
    });
    if (!xml)
        return session.report(xml.error());
    if (invocation.json)
        print(QJsonObject{{u"name"_s, network->name}, {u"xml"_s, *xml}});
    else
        print(xml->endsWith(u'\n') ? *xml : *xml + u'\n');
    return Done;
}

int info(Session &session, const Invocation &invocation)
{
    const auto network = networkNamed(session, invocation.value("network"_L1));
    if (!network)
        return session.report(network.error());
    if (invocation.json) {
        print(jsonOf(*network));
        return Done;
    }
    // The first lines are virsh's.
    QString text;
    const auto line
        = [&](const QString &name, const QString &value) { text += name.leftJustified(15) + u' ' + value + u'\n'; };
    line(Ctl::tr("Name:"), network->name);
    line(Ctl::tr("UUID:"), network->uuid.toString(QUuid::WithoutBraces));
    line(Ctl::tr("Active:"), yesNo(network->active));
    line(Ctl::tr("Persistent:"), yesNo(network->persistent));
    line(Ctl::tr("Autostart:"), yesNo(network->autostart));
    if (!network->physical.isEmpty())
        line(Ctl::tr("Physical:"), network->physical);
    line(Ctl::tr("Connections:"), QString::number(network->connections));
    line(Ctl::tr("Free:"), Ctl::tr("%1 of %2").arg(network->free).arg(network->total));
    if (!network->problem.isEmpty())
        line(Ctl::tr("Problem:"), network->problem);
    print(text);
    if (network->devices.isEmpty())
        return Done;
    Table table({Ctl::tr("VF"), Ctl::tr("State"), Ctl::tr("Machine"), Ctl::tr("Reason")});
    for (const PoolDevice &device : network->devices)
        table.add({device.device.toString(), stateName(device.state), device.holder.isEmpty() ? u"-"_s : device.holder,
            device.state == PoolDevice::State::Unavailable ? device.reason : QString()});
    print(u'\n' + table.text());
    return Done;
}

constexpr std::array network{Positional{"network"_L1, true, false}};
constexpr std::array file{Positional{"file"_L1, true, false}};
constexpr std::array listOptions{
    Option{"all"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "those that are not active as well"), 0},
    Option{"inactive"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "only those that are not active"), 0},
    Option{"persistent"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "only those that are defined"), 0},
    Option{"transient"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "only those that are gone once they are stopped"), 0},
    Option{"autostart"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "only those that start with the host"), 0},
    Option{"no-autostart"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "only those that do not"), 0},
    Option{"table"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "a table, which is the default"), 0},
    Option{"name"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "only names, one a line"), 0},
    Option{"uuid"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "only UUIDs, one a line"), 0},
};
constexpr std::array defineOptions{
    Option{"validate"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "what is no valid network is refused; that is always so"),
        0},
};
constexpr std::array dumpOptions{
    Option{"inactive"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the stored definition, also of an active network"), 0},
};
constexpr std::array autostartOptions{
    Option{"disable"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "from now on it is not"), 0},
};
constexpr std::array table{
    Verb{"net-list"_L1, {}, listOptions, QT_TRANSLATE_NOOP("lanewayctl", "list the networks that are active"), false,
        false, list},
    Verb{"net-define"_L1, file, defineOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "store a network, a pool of virtual functions, from an XML file"), true, false,
        define},
    Verb{"net-undefine"_L1, network, {}, QT_TRANSLATE_NOOP("lanewayctl", "forget a network's definition"), true, false,
        undefine},
    Verb{"net-start"_L1, network, {}, QT_TRANSLATE_NOOP("lanewayctl", "let machines have functions of a network"), true,
        false, start},
    Verb{"net-destroy"_L1, network, {},
        QT_TRANSLATE_NOOP("lanewayctl", "stop a network that no machine uses; it stays defined"), true, false, destroy},
    Verb{"net-autostart"_L1, network, autostartOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "have a network started with the host"), true, false, autostart},
    Verb{"net-dumpxml"_L1, network, dumpOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "a network in XML, with the functions that it has now"), false, false, dumpxml},
    Verb{"net-info"_L1, network, {}, QT_TRANSLATE_NOOP("lanewayctl", "a network, its functions and who has them"),
        false, false, info},
};
} // namespace

std::span<const Verb> networkVerbs()
{
    return table;
}

} // namespace laneway::verbs
