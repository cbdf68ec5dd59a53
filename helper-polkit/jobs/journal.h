// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plan/plan.h"

namespace laneway {

/// What is on disk of one job. Append only, one JSON object a line, each line synced (fdatasync)
/// before the function returns; the directory is synced when the file is made:
///  {"record":"begin","job","plan":{…},"steps":[stepToJson…],"time"}
///  {"record":"will","step":0,"former":{…}}   before a step touches anything
///  {"record":"did","step":0}                  applied and verified
///  {"record":"undid","step":0}
///  {"record":"end","outcome":"done"|"rolled-back"|"needs-attention","error":{…}?}
/// A last line that is cut off (power loss) is as if it had never been written.
class Journal
{
public:
    /// Makes DIR/JOB.journal. JournalFailed when it cannot be synced.
    static Result<std::unique_ptr<Journal>> begin(const QString &directory, const QString &job, const Plan &plan);
    /// Goes on with an unfinished one (recovery).
    static Result<std::unique_ptr<Journal>> resume(const QString &directory, const QString &job);
    ~Journal();

    Result<> will(int step, const QJsonObject &former);
    Result<> did(int step);
    Result<> undid(int step);
    Result<> end(const QString &outcome, const std::optional<Error> &error);

private:
    Journal() = default;
    Result<> append(const QJsonObject &record);
    int m_fd = -1;
    QString m_file;
};

/// A journal read back.
struct JournalRecord
{
    QString job;
    QJsonObject plan;
    QList<StepPtr> steps;
    QMap<int, QJsonObject> former; ///< of every step with "will"
    QList<int> did;
    QList<int> undid;
    QString outcome; ///< empty: unfinished
    std::optional<Error> error;
    QDateTime time;
    QJsonObject toJson() const; ///< for `journal show`: with "owner", the plan's "caller"
};

QStringList listJournals(const QString &directory); ///< job ids, oldest first
Result<JournalRecord> readJournal(const QString &directory, const QString &job);

} // namespace laneway
