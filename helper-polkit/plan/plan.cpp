// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/plan.h"

#include "host/steptext.h"
#include "host/usbrules.h"

#include <QCryptographicHash>

namespace laneway {

QStringList deviceNamesOf(const QJsonObject &arguments)
{
    QStringList names;
    for (const QJsonValue &name : arguments[u"devices"].toArray())
        names += name.toString();
    if (const QString name = arguments[u"device"].toString(); names.isEmpty() && !name.isEmpty())
        names += name;
    return names;
}

QJsonObject describeStep(const Step &step)
{
    QJsonObject json = stepToJson(step);
    const QJsonObject arguments = step.arguments();
    json[u"text"] = stepText(step.kind(), arguments);
    json[u"undo"] = stepUndoText(step.kind(), arguments);
    json[u"verify"] = stepVerifyText(step.kind(), arguments);
    json[u"commands"] = QJsonArray::fromStringList(step.commands());
    QJsonArray devices;
    for (const PciAddress &device : step.devices())
        devices += device.toString();
    json[u"devices"] = devices;
    return json;
}

QString definitionDigest(const QByteArray &xml)
{
    return QString::fromLatin1(QCryptographicHash::hash(xml, QCryptographicHash::Sha256).toHex());
}

QStringList resourcesOf(const PciFunction &function)
{
    QStringList resources{function.address.toString()};
    if (function.iommuGroup)
        resources += u"group "_s + QString::number(*function.iommuGroup);
    if (function.physicalFunction)
        resources += u'~' + function.physicalFunction->toString();
    return resources;
}

bool Plan::goesForward() const
{
    return goesForwardKind(kind);
}

int Plan::lastReturn() const
{
    return stopIn(steps);
}

bool goesForwardKind(const QString &kind)
{
    return kind == u"destroy" || kind == u"save" || kind == u"release";
}

int stopIn(const QList<StepPtr> &steps)
{
    const auto stop
        = std::find_if(steps.begin(), steps.end(), [](const StepPtr &step) { return step->kind() == u"stop-domain"; });
    return stop == steps.end() ? -1 : int(stop - steps.begin());
}

int firstAfterDefinition(const QString &kind, const QList<StepPtr> &steps)
{
    const auto discard = std::find_if(
        steps.begin(), steps.end(), [](const StepPtr &step) { return step->kind() == u"discard-image"; });
    return kind == u"snapshot-delete" || kind == u"snapshot-revert" ? int(discard - steps.begin()) : int(steps.size());
}

QJsonObject Plan::headToJson() const
{
    QJsonObject json{{u"id"_s, id}, {u"kind"_s, kind}, {u"title"_s, title}, {u"snapshot"_s, qint64(snapshot)},
        {u"action"_s, action}, {u"caller"_s, qint64(caller)}, {u"loses"_s, QJsonArray::fromStringList(loses)},
        {u"warnings"_s, QJsonArray::fromStringList(warnings)}};
    QJsonArray leaseList;
    for (const Lease &lease : leases)
        leaseList += lease.toJson();
    json[u"leases"] = leaseList;
    if (domain.isNull())
        json[u"domain"] = QJsonValue::Null;
    else
        json[u"domain"] = QJsonObject{{u"uuid"_s, domain.toString(QUuid::WithoutBraces)}, {u"name"_s, domainName}};
    return json;
}

QJsonObject Plan::toJson(const HostSnapshot &host) const
{
    QJsonArray describedSteps;
    for (const StepPtr &step : steps)
        describedSteps += describeStep(*step);
    QJsonArray verdictList;
    for (auto verdict = verdicts.begin(); verdict != verdicts.end(); ++verdict)
        if (const PciFunction *function = host.find(verdict.key()))
            verdictList += verdictToJson(*function, verdict.value());
    QJsonArray usbList;
    for (auto verdict = usbVerdicts.begin(); verdict != usbVerdicts.end(); ++verdict)
        if (const UsbDevice *device = host.find(verdict.key()))
            usbList += verdictToJson(*device, verdict.value());
    QJsonObject json = headToJson();
    json[u"steps"] = describedSteps;
    json[u"verdicts"] = verdictList;
    json[u"usbVerdicts"] = usbList;
    if (kind == u"create")
        json[u"definition"] = QString::fromUtf8(configXml);
    return json;
}

} // namespace laneway
