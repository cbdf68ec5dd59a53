// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/history.h"

#include "plan/undoplan.h"

#include <QFile>

namespace laneway {

namespace {

constexpr int journalsPerOwner = 500;
constexpr qint64 journalBytesPerOwner = 64 * 1024 * 1024;
constexpr int jobsBetweenTidying = 50;

} // namespace

History::History(const QString &directory)
    : m_directory(directory)
{
}

QString History::newJobId()
{
    return QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmsszzz"_s)
        + QString::asprintf("-%06d", ++m_number);
}

QJsonArray History::entries() const
{
    QJsonArray entries;
    QStringList ids = listJournals(m_directory);
    while (!ids.isEmpty()) {
        const QString id = ids.takeLast();
        QJsonObject entry = m_finished.value(id);
        if (entry.isEmpty()) {
            const auto record = readJournal(m_directory, id);
            if (!record)
                continue;
            const QString kind = record->plan[u"kind"].toString();
            entry = {{u"id"_s, id}, {u"title"_s, record->plan[u"title"]}, {u"kind"_s, kind},
                {u"time"_s, record->time.toString(Qt::ISODate)}, {u"outcome"_s, record->outcome},
                {u"canUndo"_s, record->outcome == u"done" && isUndoable(kind, !record->steps.isEmpty())},
                {u"owner"_s, record->plan[u"caller"]}};
            if (!record->outcome.isEmpty())
                m_finished.insert(id, entry);
        }
        entries += entry;
    }
    return entries;
}

Result<QJsonObject> History::entry(const QString &job) const
{
    return readJournal(m_directory, job).map([](const JournalRecord &record) { return record.toJson(); });
}

QJsonObject History::formerDriver(const PciAddress &device) const
{
    QStringList ids = listJournals(m_directory);
    while (!ids.isEmpty()) {
        const auto record = readJournal(m_directory, ids.takeLast());
        if (!record || record->outcome != u"done" || record->plan[u"kind"].toString() != u"detach")
            continue;
        for (int i = 0; i < record->steps.size(); ++i)
            if (record->steps[i]->kind() == u"change-driver" && record->steps[i]->devices().contains(device))
                return record->former.value(i);
    }
    return {};
}

void History::tidy()
{
    QMap<uint, int> count;
    QMap<uint, qint64> bytes;
    const QJsonArray newestFirst = entries();
    for (const QJsonValue &entry : newestFirst) {
        if (entry[u"outcome"].toString().isEmpty())
            continue;
        const uint owner = uint(entry[u"owner"].toInteger());
        const QString id = entry[u"id"].toString();
        QFile file(m_directory + u'/' + id + u".journal"_s);
        bytes[owner] += file.size();
        if (++count[owner] <= journalsPerOwner && bytes[owner] <= journalBytesPerOwner)
            continue;
        file.remove();
        m_finished.remove(id);
    }
}

void History::tidyNowAndThen()
{
    if (m_number % jobsBetweenTidying == 0)
        tidy();
}

} // namespace laneway
