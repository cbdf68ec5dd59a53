// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bus/jobobject.h"

#include "bus/door.h"
#include "core/busnames.h"

#include <QJsonDocument>

namespace laneway::jobcalls {

void cancel(Door &door, const Call &call)
{
    const QList<JobState> jobs = door.core().jobs();
    for (const JobState &job : jobs) {
        if (busnames::jobPath(job.id) != call.message.path())
            continue;
        const auto done = door.core().cancel(job.id);
        return done ? call.reply() : call.refuse(done.error());
    }
    call.refuse(Error{ErrorCode::NotFound, call.message.path(), {}});
}

QVariantMap properties(const JobState &state)
{
    return {{u"Id"_s, state.id}, {u"State"_s, state.state}, {u"Owner"_s, state.owner},
        {u"Json"_s, QString::fromUtf8(QJsonDocument(state.json).toJson(QJsonDocument::Compact))}};
}

} // namespace laneway::jobcalls
