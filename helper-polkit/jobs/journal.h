// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/plan.h"

namespace laneway {

/// What is on disk of one job. Append only, one JSON object a line:
///  {"record":"begin","job","plan":{…},"steps":[stepToJson…],"time"}
///    of a changed definition the plan has "definition":{"before":XML,"after":definitionDigest()}
///  {"record":"will","step":0,"former":{…}}   before a step touches anything
///  {"record":"did","step":0,"result":{…}?}    applied and verified; what was left out
///  {"record":"back"}                          before the first step is undone: from then on it is not gone on with
///  {"record":"undid","step":0}
///  {"record":"end","outcome":"done"|"rolled-back"|"needs-attention","error":{…}?}
/// A "will" and a "back", and all before them, are synced (fdatasync; the directory, too, where the name is new)
/// before the function returns. The others follow with the next one, or when the journal is closed:
/// a step whose "did" was lost is undone, or applied once more, and both can be repeated. So what
/// power loss leaves is as if the records since some point had never been written.
class Journal
{
public:
    /// Makes DIR/JOB.journal; nothing is synced yet.
    static Result<std::unique_ptr<Journal>> begin(const QString &directory, const QString &job, const Plan &plan);
    /// Goes on with an unfinished one (recovery).
    static Result<std::unique_ptr<Journal>> resume(const QString &directory, const QString &job);
    /// Has a file at hand for the next begin(): room for its records and a name, both synced. Without
    /// one, the job itself waits for the file system to make them.
    static void prepare(const QString &directory);
    /// What a helper left in @p directory that is no journal yet: a prepared file that a job had
    /// begun, and whose name power loss took, gets it again.
    static void tidyUp(const QString &directory);
    /// Syncs what has not been, and gives back the room that an ended one does not need.
    ~Journal();

    Result<> will(int step, const QJsonObject &former);
    Result<> did(int step, const QJsonObject &result = {});
    Result<> back();
    Result<> undid(int step);
    Result<> end(const QString &outcome, const std::optional<Error> &error);

private:
    Journal() = default;
    Result<> append(const QJsonObject &record);
    Result<> sync();
    int m_fd = -1;
    QString m_file;
    qint64 m_end = 0; ///< where the next record goes; prepared room may follow
    bool m_isSynced = true;
    bool m_hasNewName = false;
    bool m_hasEnded = false;
};

/// A journal read back.
struct JournalRecord
{
    QString job;
    QJsonObject plan;
    QList<StepPtr> steps;
    QMap<int, QJsonObject> former; ///< of every step with "will"
    QList<int> did;
    QMap<int, QJsonObject> results; ///< of steps that were done in part
    bool goesBack = false; ///< "back", or anything undone
    QList<int> undid;
    QString outcome; ///< empty: unfinished
    std::optional<Error> error;
    QDateTime time;
    QJsonObject toJson() const; ///< for `journal show`: with "owner", the plan's "caller"
};

QStringList listJournals(const QString &directory); ///< job ids, oldest first
Result<JournalRecord> readJournal(const QString &directory, const QString &job);

} // namespace laneway
