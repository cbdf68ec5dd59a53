// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bus/deviceobject.h"

#include "bus/door.h"
#include "bus/managerobject.h"
#include "core/busnames.h"

namespace laneway::devicecalls {

namespace {
QJsonObject argumentsOf(const Call &call)
{
    return {{u"device"_s, busnames::deviceOf(call.message.path()).value_or(PciAddress()).toString()}};
}
} // namespace

void detach(Door &door, const Call &call)
{
    QJsonObject arguments = argumentsOf(call);
    if (const QString driver = call.argument<QString>(0); !driver.isEmpty())
        arguments[u"driver"] = driver;
    door.planAndApply(call, u"detach"_s, arguments);
}

void reattach(Door &door, const Call &call)
{
    door.planAndApply(call, u"reattach"_s, argumentsOf(call));
}

void reset(Door &door, const Call &call)
{
    door.planAndApply(call, u"reset"_s, argumentsOf(call));
}

void setVfCount(Door &door, const Call &call)
{
    QJsonObject arguments = argumentsOf(call);
    arguments[u"count"] = qint64(call.argument<uint>(0));
    door.planAndApply(call, u"vf-create"_s, arguments);
}

void setVf(Door &door, const Call &call)
{
    auto settings = valueOrRefuse(call, plainJson(call.argument<QVariantMap>(0)));
    if (!settings)
        return;
    settings->insert(u"device", argumentsOf(call)[u"device"]);
    door.planAndApply(call, u"vf-set"_s, *settings);
}

QVariantMap properties(const PciFunction &function)
{
    return {{u"Address"_s, function.address.toString()}, {u"Driver"_s, function.driver}};
}

} // namespace laneway::devicecalls
