// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"
#include "session.h"
#include "verbs/verbs.h"
#include "xml/domainxml.h"

#include <QDir>
#include <QEventLoop>
#include <QProcess>
#include <QTemporaryFile>

#include <array>

namespace laneway::verbs {

namespace {
QJsonObject argumentsOf(const DomainInfo &domain)
{
    return {{u"domain"_s, domain.uuid.toString(QUuid::WithoutBraces)}};
}

int list(Session &session, const Invocation &invocation)
{
    QList<DomainInfo> domains;
    const QList<DomainInfo> known = session.connection().domains();
    for (const DomainInfo &domain : known) {
        const bool off = domain.state == u"shut off"_s;
        if (invocation.has("all"_L1) || off == invocation.has("inactive"_L1))
            domains += domain;
    }
    // Running ones first, by number, as virsh has them.
    std::stable_sort(domains.begin(), domains.end(),
        [](const DomainInfo &a, const DomainInfo &b) { return uint(a.id) < uint(b.id); });
    if (invocation.json) {
        QJsonArray array;
        for (const DomainInfo &domain : std::as_const(domains)) {
            QJsonArray devices;
            for (const PciAddress &device : domain.devices)
                devices += device.toString();
            array += QJsonObject{{u"id"_s, domain.id < 0 ? QJsonValue() : QJsonValue(domain.id)},
                {u"uuid"_s, domain.uuid.toString(QUuid::WithoutBraces)}, {u"name"_s, domain.name},
                {u"state"_s, domain.state}, {u"persistent"_s, domain.persistent}, {u"owner"_s, qint64(domain.owner)},
                {u"devices"_s, devices}};
        }
        print(array);
        return Done;
    }
    if (invocation.has("name"_L1) || invocation.has("uuid"_L1)) {
        QString text;
        for (const DomainInfo &domain : std::as_const(domains))
            text += (invocation.has("name"_L1) ? domain.name : domain.uuid.toString(QUuid::WithoutBraces)) + u'\n';
        print(text);
        return Done;
    }
    Table table({Ctl::tr("Id"), Ctl::tr("Name"), Ctl::tr("State")});
    for (const DomainInfo &domain : std::as_const(domains))
        table.add({domain.id < 0 ? u"-"_s : QString::number(domain.id), domain.name, domain.state});
    print(table.text());
    return Done;
}

int define(Session &session, const Invocation &invocation)
{
    const QString file = invocation.value("file"_L1);
    const auto text = readXmlFile(file);
    if (!text)
        return session.report(text.error());
    const auto xml = DomainXml::parse(*text);
    if (!xml)
        return session.report(xml.error());
    if (invocation.dryRun) {
        DomainXml completed = *xml;
        const auto good = completed
                              .complete(std::bind_front(&HostSnapshot::isPcie, &session.host()), DomainXml::Networks::Pools)
                              .and_then([&] { return completed.validate(); });
        if (!good)
            return session.report(good.error());
        return session.wouldDo(Ctl::tr("Define domain '%1' from %2").arg(xml->name(), file));
    }
    const auto uuid = session.wait<QUuid>([&](QObject *context, const auto &answer) {
        session.connection().define(QString::fromUtf8(*text), context, answer);
    });
    if (!uuid)
        return session.report(uuid.error());
    if (invocation.json)
        print(QJsonObject{{u"uuid"_s, uuid->toString(QUuid::WithoutBraces)}, {u"name"_s, xml->name()}});
    else
        print(Ctl::tr("Domain '%1' defined from %2").arg(xml->name(), file) + u'\n');
    return Done;
}

int undefine(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    if (invocation.dryRun)
        return session.wouldDo(Ctl::tr("Undefine domain '%1'").arg(domain->name));
    const auto done = session.wait(
        [&](QObject *context, const auto &answer) { session.connection().undefine(domain->uuid, context, answer); });
    if (!done)
        return session.report(done.error());
    print(Ctl::tr("Domain '%1' has been undefined").arg(domain->name) + u'\n');
    return Done;
}

int dumpxml(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    const auto xml = session.wait<QString>([&](QObject *context, const auto &answer) {
        session.connection().domainXml(domain->uuid, invocation.has("inactive"_L1), context, answer);
    });
    if (!xml)
        return session.report(xml.error());
    if (invocation.json)
        print(QJsonObject{{u"name"_s, domain->name}, {u"xml"_s, *xml}});
    else
        print(xml->endsWith(u'\n') ? *xml : *xml + u'\n');
    return Done;
}

/// $VISUAL or $EDITOR may have arguments, as everywhere: a shell takes them apart.
bool openEditor(const QString &file)
{
    QString editor = qEnvironmentVariable("VISUAL");
    if (editor.isEmpty())
        editor = qEnvironmentVariable("EDITOR", u"vi"_s);
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedChannels);
    process.setInputChannelMode(QProcess::ForwardedInputChannel);
    QEventLoop loop; // the connection goes on meanwhile
    QObject::connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
    QObject::connect(&process, &QProcess::errorOccurred, &loop, &QEventLoop::quit);
    process.start(u"/bin/sh"_s, {u"-c"_s, editor + u" \"$1\""_s, u"sh"_s, file});
    loop.exec();
    return process.error() == QProcess::UnknownError && process.exitStatus() == QProcess::NormalExit
        && process.exitCode() == 0;
}

int edit(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    const auto stored = [&] {
        return session.wait<QString>([&](QObject *context, const auto &answer) {
            session.connection().domainXml(domain->uuid, true, context, answer);
        });
    };
    const auto before = stored();
    if (!before)
        return session.report(before.error());
    QTemporaryFile file(QDir::tempPath() + u"/lanewayctl-XXXXXX.xml"_s);
    if (!file.open() || file.write(before->toUtf8()) < 0 || !file.flush())
        return session.report({ErrorCode::PermissionDenied, file.fileName(), file.errorString()});
    // What was written is not lost with an error.
    const auto refuse = [&](const Error &error) {
        file.setAutoRemove(false);
        const int status = session.report(error);
        complain(Ctl::tr("What you wrote is kept in %1.").arg(file.fileName()) + u'\n');
        return status;
    };
    if (!openEditor(file.fileName()))
        return refuse({ErrorCode::Cancelled, file.fileName(), Ctl::tr("the editor failed; $EDITOR says which one it is")});
    const auto text = readXmlFile(file.fileName()); // by its name: an editor may have put another in its place
    if (!text)
        return refuse(text.error());
    if (QString::fromUtf8(*text) == *before) {
        print(Ctl::tr("Domain '%1' XML configuration not changed.").arg(domain->name) + u'\n');
        return Done;
    }
    if (const auto now = stored(); !now || *now != *before)
        return refuse(now ? Error{ErrorCode::HostChanged, u"domain "_s + domain->name,
                                Ctl::tr("its definition was changed meanwhile")}
                          : now.error());
    QJsonObject arguments = argumentsOf(*domain);
    arguments[u"xml"] = QString::fromUtf8(*text);
    const int status = session.carryOut(
        u"edit"_s, arguments, Ctl::tr("Domain '%1' XML configuration edited.").arg(domain->name));
    if (status != Done) {
        file.setAutoRemove(false);
        complain(Ctl::tr("What you wrote is kept in %1.").arg(file.fileName()) + u'\n');
    }
    return status;
}

int start(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    return session.carryOut(u"start"_s, argumentsOf(*domain), Ctl::tr("Domain '%1' started").arg(domain->name));
}

int shutdown(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    if (invocation.dryRun)
        return session.wouldDo(Ctl::tr("Press the power button of domain '%1'").arg(domain->name));
    const auto done = session.wait(
        [&](QObject *context, const auto &answer) { session.connection().shutdown(domain->uuid, context, answer); });
    if (!done)
        return session.report(done.error());
    print(Ctl::tr("Domain '%1' is being shutdown").arg(domain->name) + u'\n');
    return Done;
}

int destroy(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    return session.carryOut(u"destroy"_s, argumentsOf(*domain), Ctl::tr("Domain '%1' destroyed").arg(domain->name));
}

int domstate(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    if (invocation.json)
        print(QJsonObject{{u"name"_s, domain->name}, {u"state"_s, domain->state}});
    else
        print(domain->state + u'\n');
    return Done;
}

int changeDevice(Session &session, const Invocation &invocation, const QString &kind, const QString &done)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    const auto xml = readXmlFile(invocation.value("file"_L1));
    if (!xml)
        return session.report(xml.error());
    // --persistent and no word at all are virsh's: the definition and, when it runs, the machine;
    // the one or the other, as it runs.
    const bool running = domain->state != u"shut off"_s;
    bool live = invocation.has("live"_L1);
    bool config = invocation.has("config"_L1);
    if (invocation.has("persistent"_L1)) {
        live = live || running;
        config = true;
    }
    if (!live && !config) {
        live = running;
        config = !running;
    }
    QJsonObject arguments = argumentsOf(*domain);
    arguments[u"xml"] = QString::fromUtf8(*xml);
    arguments[u"live"] = live;
    arguments[u"config"] = config;
    return session.carryOut(kind, arguments, done);
}

int attachDevice(Session &session, const Invocation &invocation)
{
    return changeDevice(session, invocation, u"attach"_s, Ctl::tr("Device attached successfully"));
}

int detachDevice(Session &session, const Invocation &invocation)
{
    return changeDevice(session, invocation, u"detach-device"_s, Ctl::tr("Device detached successfully"));
}

constexpr std::array domain{Positional{"domain"_L1, true, false}};
constexpr std::array file{Positional{"file"_L1, true, false}};
constexpr std::array domainAndFile{Positional{"domain"_L1, true, false}, Positional{"file"_L1, true, false}};
constexpr std::array listOptions{
    Option{"all"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "those that are shut off as well"), 0},
    Option{"inactive"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "only those that are shut off"), 0},
    Option{"name"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "only names, one a line"), 0},
    Option{"uuid"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "only UUIDs, one a line"), 0},
};
constexpr std::array dumpOptions{
    Option{"inactive"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the stored definition, also of a running machine"), 0},
};
constexpr std::array changeOptions{
    Option{"live"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the running machine"), 0},
    Option{"config"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the definition"), 0},
    Option{"persistent"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the definition, and the machine if it runs"), 0},
    Option{"current"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "the one or the other, as it runs; the default"), 0},
};
constexpr std::array table{
    Verb{"list"_L1, {}, listOptions, QT_TRANSLATE_NOOP("lanewayctl", "list the machines that run"), false, false, list},
    Verb{"define"_L1, file, {}, QT_TRANSLATE_NOOP("lanewayctl", "store a machine's definition from an XML file"), true,
        false, define},
    Verb{"undefine"_L1, domain, {}, QT_TRANSLATE_NOOP("lanewayctl", "forget a machine's definition"), true, false,
        undefine},
    Verb{"dumpxml"_L1, domain, dumpOptions, QT_TRANSLATE_NOOP("lanewayctl", "a machine's description in XML"), false,
        false, dumpxml},
    Verb{"edit"_L1, domain, {}, QT_TRANSLATE_NOOP("lanewayctl", "change a machine's definition with $VISUAL or $EDITOR"),
        true, false, edit},
    Verb{"start"_L1, domain, {}, QT_TRANSLATE_NOOP("lanewayctl", "start a machine with its devices"), true, false,
        start},
    Verb{"shutdown"_L1, domain, {}, QT_TRANSLATE_NOOP("lanewayctl", "press a machine's power button"), true, false,
        shutdown},
    Verb{"destroy"_L1, domain, {}, QT_TRANSLATE_NOOP("lanewayctl", "pull a machine's plug; it stays defined"), true,
        false, destroy},
    Verb{"domstate"_L1, domain, {}, QT_TRANSLATE_NOOP("lanewayctl", "whether a machine runs"), false, false, domstate},
    Verb{"attach-device"_L1, domainAndFile, changeOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "give a machine the device of an XML file"), true, false, attachDevice},
    Verb{"detach-device"_L1, domainAndFile, changeOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "take the device of an XML file from a machine"), true, false, detachDevice},
};
} // namespace

std::span<const Verb> domainVerbs()
{
    return table;
}

} // namespace laneway::verbs
