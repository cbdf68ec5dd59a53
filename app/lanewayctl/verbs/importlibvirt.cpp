// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/foreignnetworks.h"
#include "host/reasontext.h"
#include "output.h"
#include "session.h"
#include "verbs/verbs.h"

#include <QDir>
#include <QFile>

#include <array>

namespace laneway::verbs {

namespace {

constexpr int mostFiles = 1000;

/// The definitions of the caller's own libvirt (qemu:///session), as Connection::libvirtDefinitions() gives the
/// system's. Only where the machines are to come to this computer.
QJsonObject ownDefinitions(const QString &connection)
{
    QJsonArray definitions, skipped;
    if (connection == u"system" || connection == u"session") {
        const QDir folder(qEnvironmentVariable("XDG_CONFIG_HOME", QDir::homePath() + u"/.config"_s) + u"/libvirt/qemu");
        const QStringList names = folder.entryList({u"*.xml"_s}, QDir::Files, QDir::Name).mid(0, mostFiles);
        for (const QString &name : names) {
            const auto text = readXmlFile(folder.filePath(name));
            if (text)
                definitions += QJsonObject{{u"file"_s, folder.filePath(name)}, {u"xml"_s, QString::fromUtf8(*text)}};
            else
                skipped += QJsonObject{{u"file"_s, folder.filePath(name)}, {u"reason"_s, errorText(text.error())}};
        }
    }
    return {{u"definitions"_s, definitions}, {u"skipped"_s, skipped}};
}

/// One of libvirt's definitions: what became of it.
Result<QString> takeOver(
    Session &session, const Invocation &invocation, const QString &text, const NetworksHere &networks)
{
    auto xml = DomainXml::parse(text.toUtf8());
    if (!xml)
        return fail(xml.error());
    for (const DomainInfo &domain : session.connection().domains())
        if (domain.name == xml->name())
            return Ctl::tr("there already");
    const QString replaced = replacedNetworksText(replaceForeignNetworks(*xml, networks));
    const auto said = [&](const QString &what) { return replaced.isEmpty() ? what : what + u" ("_s + replaced + u')'; };
    if (invocation.dryRun)
        return said(Ctl::tr("would be defined"));
    const auto uuid = session.wait<QUuid>([&](QObject *context, const auto &answer) {
        session.connection().define(QString::fromUtf8(xml->toXml()), context, answer);
    });
    return uuid.map([&](const QUuid &) { return said(Ctl::tr("defined")); });
}

int importLibvirt(Session &session, const Invocation &invocation)
{
    const QJsonObject own = ownDefinitions(session.connection().name());
    const auto found = session.wait<QJsonObject>(
        [&](QObject *context, const auto &answer) { session.connection().libvirtDefinitions(context, answer); });
    // Who may not read the system's can have their own.
    const bool hasOwn = !own[u"definitions"].toArray().isEmpty() || !own[u"skipped"].toArray().isEmpty();
    if (!found && !hasOwn)
        return session.report(found.error());
    const QJsonObject system = found.value_or(QJsonObject());
    const auto links = session.wait<QJsonObject>(
        [&](QObject *context, const auto &answer) { session.connection().links(context, answer); });
    const auto networks = NetworksHere::from(session.connection().networks(), links.value_or(QJsonObject()), system);
    Table table({Ctl::tr("Definition"), Ctl::tr("Result")});
    QJsonArray list;
    const auto note = [&](const QJsonValue &one, const QString &result) {
        table.add({one[u"file"].toString(), result});
        list += QJsonObject{{u"file"_s, one[u"file"]}, {u"result"_s, result}};
    };
    int status = Done;
    for (const QJsonObject &libvirt : {system, own}) {
        const QJsonArray definitions = libvirt[u"definitions"].toArray();
        for (const QJsonValue &one : definitions) {
            const auto taken = takeOver(session, invocation, one[u"xml"].toString(), networks);
            note(one, taken ? *taken : errorText(taken.error()));
            if (!taken)
                status = Failed;
        }
        const QJsonArray skipped = libvirt[u"skipped"].toArray();
        for (const QJsonValue &one : skipped) {
            note(one, one[u"reason"].toString());
            status = Failed;
        }
    }
    if (invocation.json)
        print(list);
    else if (list.isEmpty())
        print(Ctl::tr("libvirt has no machines.") + u'\n');
    else
        print(table.text());
    if (found)
        return status;
    // A session cannot see the system's: that is as it should be.
    if (session.connection().name() != u"session")
        return session.report(found.error());
    complain(Ctl::tr("Without the machines of the system's libvirt: %1").arg(errorText(found.error())) + u'\n');
    return status;
}

constexpr std::array table{Verb{"import-libvirt"_L1, {}, {},
    QT_TRANSLATE_NOOP(
        "lanewayctl", "define the machines of this computer's libvirt, and of yours (qemu:///session), here as well"),
    true, false, importLibvirt}};

} // namespace

std::span<const Verb> importVerbs()
{
    return table;
}

} // namespace laneway::verbs
