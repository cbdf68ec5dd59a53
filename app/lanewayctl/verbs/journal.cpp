// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "host/reasontext.h"
#include "host/steptext.h"
#include "output.h"
#include "session.h"
#include "verbs/verbs.h"

#include <QDateTime>

#include <array>

namespace laneway::verbs {

namespace {
QString timeText(const QJsonValue &time)
{
    const QDateTime when = QDateTime::fromString(time.toString(), Qt::ISODateWithMs);
    return when.isValid() ? when.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s) : time.toString();
}

int list(Session &session, const Invocation &invocation)
{
    const auto entries = session.wait<QJsonArray>(
        [&](QObject *context, const auto &answer) { session.connection().journal(context, answer); });
    if (!entries)
        return session.report(entries.error());
    if (invocation.json) {
        print(*entries);
        return Done;
    }
    Table table({Ctl::tr("Job"), Ctl::tr("Time"), Ctl::tr("What"), Ctl::tr("Outcome"), Ctl::tr("Can be undone")});
    for (const QJsonValue &entry : *entries) {
        const QString outcome = entry[u"outcome"].toString();
        table.add({entry[u"id"].toString(), timeText(entry[u"time"]), entry[u"title"].toString(),
            outcome.isEmpty() ? Ctl::tr("running") : outcome,
            entry[u"canUndo"].toBool() ? Ctl::tr("yes") : Ctl::tr("no")});
    }
    print(table.text());
    return Done;
}

int show(Session &session, const Invocation &invocation)
{
    const auto entry = session.wait<QJsonObject>([&](QObject *context, const auto &answer) {
        session.connection().journalEntry(invocation.value("id"_L1), context, answer);
    });
    if (!entry && entry.error().code == ErrorCode::NotFound)
        return session.report(Error{ErrorCode::NotFound, Ctl::tr("job %1").arg(invocation.value("id"_L1)),
            Ctl::tr("lanewayctl journal list shows those that are there")});
    if (!entry)
        return session.report(entry.error());
    if (invocation.json) {
        print(*entry);
        return Done;
    }
    const QString outcome = entry->value(u"outcome").toString();
    QString text = u"%1  %2  %3\n"_s.arg(timeText(entry->value(u"time")), entry->value(u"title").toString(),
        outcome.isEmpty() ? Ctl::tr("running") : outcome);
    int number = 0;
    const QJsonArray steps = entry->value(u"steps").toArray();
    for (const QJsonValue &step : steps) {
        text += u"%1. %2 (%3)\n"_s.arg(++number, 3)
                    .arg(stepText(step[u"kind"].toString(), step[u"arguments"].toObject()), step[u"state"].toString());
    }
    if (const QJsonObject error = entry->value(u"error").toObject(); !error.isEmpty())
        text += Ctl::tr("The cause: %1").arg(errorText(Error::fromJson(error))) + u'\n';
    print(text);
    return Done;
}

int undo(Session &session, const Invocation &invocation)
{
    return session.carryOut(
        u"undo"_s, {{u"job"_s, invocation.value("id"_L1)}}, Ctl::tr("Job %1 undone").arg(invocation.value("id"_L1)));
}

constexpr std::array id{Positional{"id"_L1, true, false}};
constexpr std::array table{
    Verb{"journal"_L1, {}, {}, QT_TRANSLATE_NOOP("lanewayctl", "what was done, newest first"), false, false, list},
    Verb{"journal list"_L1, {}, {}, QT_TRANSLATE_NOOP("lanewayctl", "what was done, newest first"), false, false, list},
    Verb{"journal show"_L1, id, {}, QT_TRANSLATE_NOOP("lanewayctl", "one job with its steps"), false, false, show},
    Verb{"journal undo"_L1, id, {},
        QT_TRANSLATE_NOOP("lanewayctl", "bring back what was before a job, where that is still possible"), true, false,
        undo},
};
} // namespace

std::span<const Verb> journalVerbs()
{
    return table;
}

} // namespace laneway::verbs
