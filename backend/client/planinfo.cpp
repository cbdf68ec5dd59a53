// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/planinfo.h"

#include "host/steptext.h"

namespace laneway {

namespace {
QStringList strings(const QJsonValue &value)
{
    QStringList list;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &item : array)
        list += item.toString();
    return list;
}

QList<PciAddress> addresses(const QJsonValue &value)
{
    QList<PciAddress> list;
    const QStringList texts = strings(value);
    for (const QString &text : texts)
        if (const auto address = PciAddress::parse(text))
            list += *address;
    return list;
}

/// The sentences are made here, in the person's language; the helper knows none.
QList<StepInfo> stepsFromJson(const QJsonArray &array)
{
    QList<StepInfo> steps;
    for (const QJsonValue &value : array) {
        StepInfo step;
        step.kind = value[u"kind"].toString();
        step.arguments = value[u"arguments"].toObject();
        step.text = stepText(step.kind, step.arguments);
        step.undoText = stepUndoText(step.kind, step.arguments);
        step.verifyText = stepVerifyText(step.kind, step.arguments);
        step.commands = strings(value[u"commands"]);
        step.devices = addresses(value[u"devices"]);
        step.state = value[u"state"].toString();
        step.result = value[u"result"].toObject();
        steps += step;
    }
    return steps;
}
} // namespace

PlanInfo PlanInfo::fromJson(const QJsonObject &json)
{
    PlanInfo plan;
    plan.id = json[u"id"].toString();
    plan.kind = json[u"kind"].toString();
    plan.title = json[u"title"].toString();
    plan.domain = QUuid::fromString(json[u"domain"][u"uuid"].toString());
    plan.domainName = json[u"domain"][u"name"].toString();
    plan.snapshot = quint64(json[u"snapshot"].toInteger());
    plan.action = json[u"action"].toString();
    plan.loses = strings(json[u"loses"]);
    plan.warnings = strings(json[u"warnings"]);
    plan.steps = stepsFromJson(json[u"steps"].toArray());
    plan.verdicts = json[u"verdicts"].toArray();
    plan.json = json;
    return plan;
}

JobInfo JobInfo::fromJson(const QJsonObject &json)
{
    JobInfo job;
    job.id = json[u"id"].toString();
    job.title = json[u"title"].toString();
    job.kind = json[u"kind"].toString();
    job.domainName = json[u"domain"][u"name"].toString();
    job.state = json[u"state"].toString();
    job.steps = stepsFromJson(json[u"steps"].toArray());
    if (json[u"error"].isObject())
        job.error = Error::fromJson(json[u"error"].toObject());
    job.leftovers = strings(json[u"leftovers"]);
    job.canUndo = json[u"canUndo"].toBool();
    return job;
}

QList<VfRefusal> JobInfo::refused() const
{
    QList<VfRefusal> refused;
    for (const StepInfo &step : steps)
        refused += refusalsFromJson(step.result[u"refused"].toArray());
    if (error)
        refused += refusalsFromJson(error->extra[u"refused"].toArray());
    return refused;
}

DomainInfo DomainInfo::fromJson(const QJsonObject &json)
{
    DomainInfo domain;
    domain.uuid = QUuid::fromString(json[u"uuid"].toString());
    domain.name = json[u"name"].toString();
    domain.state = json[u"state"].toString();
    domain.reason = json[u"reason"].toString();
    domain.detail = json[u"detail"].toString();
    domain.autostart = json[u"autostart"].toBool();
    domain.hasSavedState = json[u"savedState"].toBool();
    domain.owner = uint(json[u"owner"].toInteger());
    domain.devices = addresses(json[u"devices"]);
    domain.persistent = json[u"persistent"].toBool(true);
    domain.id = json[u"id"].toInt(-1);
    domain.revision = quint64(json[u"revision"].toInteger());
    domain.pendingUnplugs = strings(json[u"pendingUnplugs"]);
    return domain;
}

} // namespace laneway
