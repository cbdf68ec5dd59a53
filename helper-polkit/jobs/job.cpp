// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/job.h"

#include "plan/undoplan.h"

namespace laneway {

JobState stateOf(const Job &job)
{
    QJsonObject json{{u"id"_s, job.id}, {u"title"_s, job.plan().title}, {u"kind"_s, job.plan().kind},
        {u"state"_s, job.state}, {u"steps"_s, job.steps}, {u"leftovers"_s, QJsonArray::fromStringList(job.leftovers)},
        {u"canUndo"_s, job.state == u"done" && isUndoable(job.plan().kind, !job.plan().steps.isEmpty())}};
    if (job.plan().domain.isNull())
        json[u"domain"] = QJsonValue::Null;
    else
        json[u"domain"] = QJsonObject{
            {u"uuid"_s, job.plan().domain.toString(QUuid::WithoutBraces)}, {u"name"_s, job.plan().domainName}};
    if (job.error)
        json[u"error"] = job.error->toJson();
    return {job.id, job.plan().caller, json, job.state};
}

} // namespace laneway
