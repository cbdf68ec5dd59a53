// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"
#include "session.h"
#include "verbs/verbs.h"
#include "xml/deviceedits.h"
#include "xml/xmlnodes.h"

#include <array>

namespace laneway::verbs {

namespace {

Result<DomainXml> definitionOf(Session &session, const DomainInfo &domain, bool inactive)
{
    return session
        .wait<QString>([&](QObject *context, const auto &answer) {
            session.connection().domainXml(domain.uuid, inactive, context, answer);
        })
        .and_then([](const QString &text) { return DomainXml::parse(text.toUtf8()); });
}

/// Changes the definition as `edit` does. A running machine has it from its next start on, which is said.
template <typename Change>
int change(Session &session, const Invocation &invocation, const QString &done, const Change &make)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return session.report(domain.error());
    auto xml = definitionOf(session, *domain, true);
    if (!xml)
        return session.report(xml.error());
    if (const Result<> changed = make(*xml); !changed)
        return session.report(changed.error());
    const QJsonObject arguments{
        {u"domain"_s, domain->uuid.toString(QUuid::WithoutBraces)}, {u"xml"_s, QString::fromUtf8(xml->toXml())}};
    const QString when = domain->isOff() ? QString() : u' ' + Ctl::tr("It has it from its next start on.");
    return session.carryOut(u"edit"_s, arguments, done + when);
}

int setProcessorCount(Session &session, const Invocation &invocation)
{
    const auto count = decimalNumber(invocation.value("count"_L1));
    if (!count || *count < 1 || *count > 4096) {
        session.report(
            {ErrorCode::InvalidInput, invocation.value("count"_L1), Ctl::tr("a number of processors is needed")});
        return Usage;
    }
    if (invocation.has("live"_L1) && invocation.has("maximum"_L1)) {
        session.report({ErrorCode::InvalidInput, u"--maximum"_s,
            Ctl::tr("a running machine keeps the number that it can have: use it with --config")});
        return Usage;
    }
    if (invocation.has("live"_L1)) {
        const auto domain = session.domain(invocation.value("domain"_L1));
        if (!domain)
            return session.report(domain.error());
        return session.carryOut(u"set-vcpus"_s,
            {{u"domain"_s, domain->uuid.toString(QUuid::WithoutBraces)}, {u"count"_s, int(*count)}, {u"live"_s, true},
                {u"config"_s, invocation.has("config"_L1)}},
            Ctl::tr("Processors set to %1.").arg(*count));
    }
    return change(session, invocation, Ctl::tr("Processors set to %1.").arg(*count), [&](DomainXml &xml) -> Result<> {
        const auto most = decimalNumber(valueAt(xml.root(), u"vcpu"_s)).value_or(1);
        if (invocation.has("maximum"_L1)) {
            setProcessors(xml, int(*count)); // a topology of another number would be refused
            return {};
        }
        if (*count > most)
            return fail(ErrorCode::InvalidInput, QString::number(*count),
                Ctl::tr("it has %1 at most; --maximum changes that").arg(most));
        setValueAt(xml.editableRoot(), u"vcpu/@current"_s, *count == most ? QString() : QString::number(*count));
        return {};
    });
}

/// virsh's sizes are KiB where no unit is written.
Result<quint64> kibFrom(const Invocation &invocation)
{
    const QString text = invocation.value("size"_L1);
    return bytesFrom(text, 1024).and_then([&](quint64 bytes) -> Result<quint64> {
        if (bytes < 1024 * 1024)
            return fail(ErrorCode::InvalidInput, text, Ctl::tr("less than a MiB"));
        return bytes / 1024;
    });
}

int setMaximumMemory(Session &session, const Invocation &invocation)
{
    const auto kib = kibFrom(invocation);
    if (!kib)
        return session.report(kib.error());
    return change(
        session, invocation, Ctl::tr("Maximum memory set to %1 KiB.").arg(*kib), [&](DomainXml &xml) -> Result<> {
            setMemoryKiB(xml, *kib);
            return {};
        });
}

int setMemory(Session &session, const Invocation &invocation)
{
    const auto kib = kibFrom(invocation);
    if (!kib)
        return session.report(kib.error());
    if (invocation.has("live"_L1)) {
        const auto domain = session.domain(invocation.value("domain"_L1));
        if (!domain)
            return session.report(domain.error());
        return session.carryOut(u"set-memory"_s,
            {{u"domain"_s, domain->uuid.toString(QUuid::WithoutBraces)}, {u"bytes"_s, QString::number(*kib * 1024)},
                {u"live"_s, true}, {u"config"_s, invocation.has("config"_L1)}},
            Ctl::tr("Memory set to %1 KiB.").arg(*kib));
    }
    return change(session, invocation, Ctl::tr("Memory set to %1 KiB.").arg(*kib), [&](DomainXml &xml) -> Result<> {
        const quint64 most = memoryKiB(xml).value_or(0);
        if (*kib > most)
            return fail(ErrorCode::InvalidInput, invocation.value("size"_L1),
                Ctl::tr("it has %1 KiB at most; setmaxmem changes that").arg(most));
        QDomElement root = xml.editableRoot();
        setValueAt(root, u"currentMemory"_s, QString::number(*kib));
        setValueAt(root, u"currentMemory/@unit"_s, u"KiB"_s);
        return {};
    });
}

int describe(Session &session, const Invocation &invocation)
{
    const QString path = invocation.has("title"_L1) ? u"title"_s : u"description"_s;
    const QString wanted = invocation.has("new-desc"_L1) ? invocation.value("new-desc"_L1) : invocation.rest.join(u' ');
    if (!wanted.isEmpty())
        return change(session, invocation,
            invocation.has("title"_L1) ? Ctl::tr("Domain title updated.") : Ctl::tr("Domain description updated."),
            [&](DomainXml &xml) -> Result<> {
                setValueAt(xml.editableRoot(), path, wanted);
                return {};
            });
    const auto domain = session.domain(invocation.value("domain"_L1));
    const auto xml
        = domain ? definitionOf(session, *domain, domain->persistent) : Result<DomainXml>(fail(domain.error()));
    if (!xml)
        return session.report(xml.error());
    const QString text = valueAt(xml->root(), path);
    print((text.isEmpty() ? Ctl::tr("No description for domain: %1").arg(domain->name) : text) + u'\n');
    return Done;
}

/// The machine as it runs, or its definition where that is wanted or it does not.
Result<DomainXml> shown(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    if (!domain)
        return fail(domain.error());
    return definitionOf(session, *domain, invocation.has("inactive"_L1) || domain->isOff());
}

QString orDash(const QString &text)
{
    return text.isEmpty() ? u"-"_s : text;
}

int printRows(
    const Invocation &invocation, const QStringList &heading, const QStringList &keys, const QList<QStringList> &rows)
{
    if (invocation.json) {
        QJsonArray list;
        for (const QStringList &row : rows) {
            QJsonObject one;
            for (qsizetype i = 0; i < keys.size(); ++i)
                one[keys[i]] = row[i];
            list += one;
        }
        print(list);
        return Done;
    }
    Table table(heading);
    for (QStringList row : rows) {
        for (QString &cell : row)
            cell = orDash(cell);
        table.add(row);
    }
    print(table.text());
    return Done;
}

int listBlocks(Session &session, const Invocation &invocation)
{
    const auto xml = shown(session, invocation);
    if (!xml)
        return session.report(xml.error());
    const bool details = invocation.has("details"_L1);
    QList<QStringList> rows;
    for (const QDomElement &disk : childElements(xml->root().firstChildElement(u"devices"_s), u"disk"_s)) {
        const QString type = disk.attribute(u"type"_s, u"file"_s);
        const QString source = valueAt(disk, type == u"block" ? u"source/@dev"_s : u"source/@file"_s);
        QStringList row{valueAt(disk, u"target/@dev"_s), source};
        if (details)
            row = QStringList{type, disk.attribute(u"device"_s, u"disk"_s)} + row;
        rows << row;
    }
    return details ? printRows(invocation, {Ctl::tr("Type"), Ctl::tr("Device"), Ctl::tr("Target"), Ctl::tr("Source")},
               {u"type"_s, u"device"_s, u"target"_s, u"source"_s}, rows)
                   : printRows(invocation, {Ctl::tr("Target"), Ctl::tr("Source")}, {u"target"_s, u"source"_s}, rows);
}

int listInterfaces(Session &session, const Invocation &invocation)
{
    const auto xml = shown(session, invocation);
    if (!xml)
        return session.report(xml.error());
    QList<QStringList> rows;
    for (const QDomElement &interface : childElements(xml->root().firstChildElement(u"devices"_s), u"interface"_s)) {
        QString source;
        for (const QString &path : {u"source/@network"_s, u"source/@bridge"_s, u"source/@dev"_s})
            if (source.isEmpty())
                source = valueAt(interface, path);
        rows << QStringList{valueAt(interface, u"target/@dev"_s), interface.attribute(u"type"_s), source,
            valueAt(interface, u"model/@type"_s), valueAt(interface, u"mac/@address"_s)};
    }
    return printRows(invocation,
        {Ctl::tr("Interface"), Ctl::tr("Type"), Ctl::tr("Source"), Ctl::tr("Model"), Ctl::tr("MAC")},
        {u"interface"_s, u"type"_s, u"source"_s, u"model"_s, u"mac"_s}, rows);
}

int info(Session &session, const Invocation &invocation)
{
    const auto domain = session.domain(invocation.value("domain"_L1));
    const auto xml = domain ? shown(session, invocation) : Result<DomainXml>(fail(domain.error()));
    if (!xml)
        return session.report(xml.error());
    const QString current = valueAt(xml->root(), u"vcpu/@current"_s);
    const QString count = valueAt(xml->root(), u"vcpu"_s);
    const QString uuid = domain->uuid.toString(QUuid::WithoutBraces);
    const QString memory = QString::number(memoryKiB(*xml).value_or(0));
    const QString processors = !current.isEmpty() ? current : count.isEmpty() ? u"1"_s : count;
    if (invocation.json) {
        print(QJsonObject{{u"name"_s, domain->name}, {u"uuid"_s, uuid}, {u"state"_s, domain->state},
            {u"processors"_s, processors.toInt()}, {u"memoryKiB"_s, memory.toLongLong()},
            {u"persistent"_s, domain->persistent}, {u"autostart"_s, domain->autostart},
            {u"savedState"_s, domain->hasSavedState}});
        return Done;
    }
    const auto yes = [](bool on) { return on ? Ctl::tr("yes") : Ctl::tr("no"); };
    QString text;
    const auto line
        = [&](const QString &name, const QString &value) { text += name.leftJustified(15) + u' ' + value + u'\n'; };
    line(Ctl::tr("Name:"), domain->name);
    line(Ctl::tr("UUID:"), uuid);
    line(Ctl::tr("OS Type:"), valueAt(xml->root(), u"os/type"_s));
    line(Ctl::tr("State:"), domain->state);
    line(Ctl::tr("CPU(s):"), processors);
    line(Ctl::tr("Max memory:"), Ctl::tr("%1 KiB").arg(memory));
    line(Ctl::tr("Persistent:"), yes(domain->persistent));
    line(Ctl::tr("Autostart:"), domain->autostart ? Ctl::tr("enable") : Ctl::tr("disable"));
    line(Ctl::tr("Managed save:"), yes(domain->hasSavedState));
    print(text);
    return Done;
}

constexpr std::array domain{Positional{"domain"_L1, true, false}};
constexpr std::array domainAndCount{Positional{"domain"_L1, true, false}, Positional{"count"_L1, true, false}};
constexpr std::array domainAndSize{Positional{"domain"_L1, true, false}, Positional{"size"_L1, true, false}};
constexpr std::array domainAndWords{Positional{"domain"_L1, true, false}, Positional{"new-desc"_L1, false, true}};
constexpr Option config{"config"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "in the definition, which it is in any case")};
constexpr std::array configOnly{config};
constexpr std::array countOptions{
    Option{"config"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "in the definition, which it is in without --live")},
    Option{"live"_L1, {},
        QT_TRANSLATE_NOOP("lanewayctl", "in the running machine, now: it can be given more, up to its maximum")},
    Option{"maximum"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "how many it can have at most; a topology is dropped")}};
constexpr std::array memoryOptions{
    Option{"config"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "in the definition, which it is in without --live")},
    Option{"live"_L1, {},
        QT_TRANSLATE_NOOP(
            "lanewayctl", "in the running machine, now, as far as its guest's driver gives memory back")}};
constexpr std::array describeOptions{
    config, Option{"title"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "its title instead")}};
constexpr Option inactive{"inactive"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "of the definition, also while it runs")};
constexpr std::array inactiveOnly{inactive};
constexpr std::array blockOptions{
    inactive, Option{"details"_L1, {}, QT_TRANSLATE_NOOP("lanewayctl", "with type and device")}};

constexpr std::array verbs{
    Verb{"dominfo"_L1, domain, {}, QT_TRANSLATE_NOOP("lanewayctl", "what a machine is, in brief"), false, false, info},
    Verb{"domblklist"_L1, domain, blockOptions, QT_TRANSLATE_NOOP("lanewayctl", "list a machine's disks"), false, false,
        listBlocks},
    Verb{"domiflist"_L1, domain, inactiveOnly, QT_TRANSLATE_NOOP("lanewayctl", "list a machine's network interfaces"),
        false, false, listInterfaces},
    Verb{"desc"_L1, domainAndWords, describeOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "show or set a machine's description or title"), true, false, describe},
    Verb{"setvcpus"_L1, domainAndCount, countOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "set how many processors a machine has"), true, false, setProcessorCount},
    Verb{"setmaxmem"_L1, domainAndSize, configOnly,
        QT_TRANSLATE_NOOP("lanewayctl", "set how much memory a machine can have"), true, false, setMaximumMemory},
    Verb{"setmem"_L1, domainAndSize, memoryOptions,
        QT_TRANSLATE_NOOP("lanewayctl", "set how much of its memory a machine has"), true, false, setMemory},
};

} // namespace

std::span<const Verb> settingsVerbs()
{
    return verbs;
}

} // namespace laneway::verbs
