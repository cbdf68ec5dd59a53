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
    return QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmsszzz"_s) + QString::asprintf("-%06d", ++m_number);
}

std::optional<History::Finished> History::look(const QString &job) const
{
    if (const auto known = m_finished.constFind(job); known != m_finished.cend())
        return *known;
    const auto record = readJournal(m_directory, job);
    if (!record)
        return std::nullopt;
    const QString kind = record->plan[u"kind"].toString();
    Finished found;
    found.entry = {{u"id"_s, job}, {u"title"_s, record->plan[u"title"]}, {u"kind"_s, kind},
        {u"time"_s, record->time.toString(Qt::ISODate)}, {u"outcome"_s, record->outcome},
        {u"canUndo"_s, record->outcome == u"done" && isUndoable(kind, !record->steps.isEmpty())},
        {u"owner"_s, record->plan[u"caller"]}};
    if (record->outcome == u"done" && kind == u"detach")
        for (int i = 0; i < record->steps.size(); ++i)
            if (record->steps[i]->kind() == u"change-driver")
                for (const PciAddress &device : record->steps[i]->devices())
                    found.former.insert(device, record->former.value(i));
    if (!record->outcome.isEmpty())
        m_finished.insert(job, found);
    return found;
}

QJsonArray History::entries() const
{
    QJsonArray entries;
    QStringList ids = listJournals(m_directory);
    while (!ids.isEmpty())
        if (const auto found = look(ids.takeLast()))
            entries += found->entry;
    return entries;
}

Result<QJsonObject> History::entry(const QString &job) const
{
    return readJournal(m_directory, job).map([](const JournalRecord &record) { return record.toJson(); });
}

QMap<PciAddress, QJsonObject> History::formerDrivers() const
{
    QMap<PciAddress, QJsonObject> former;
    const QStringList oldestFirst = listJournals(m_directory);
    for (const QString &id : oldestFirst)
        if (const auto found = look(id))
            former.insert(found->former);
    return former;
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
