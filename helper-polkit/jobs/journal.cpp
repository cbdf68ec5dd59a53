// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/journal.h"

#include "host/steptext.h"
#include "store/syncedfile.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <fcntl.h>
#include <unistd.h>

namespace laneway {

namespace {

const QString suffix = u".journal"_s;
constexpr qsizetype longestRequest = 16 * 1024;
constexpr qint64 largestJournal = 64 * 1024 * 1024;

QString fileOf(const QString &directory, const QString &job)
{
    return directory + u'/' + job + suffix;
}

struct Lines
{
    QList<QJsonObject> records;
    qsizetype validBytes = 0; ///< where the next record belongs
};

Result<Lines> readLines(const QString &directory, const QString &job)
{
    if (!isSafeName(job))
        return fail(ErrorCode::InvalidInput, job, u"not a job"_s);
    QFile file(fileOf(directory, job));
    if (!file.exists())
        return fail(ErrorCode::NotFound, job, file.fileName());
    if (file.size() > largestJournal)
        return fail(ErrorCode::LimitExceeded, job, file.fileName());
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::PermissionDenied, file.fileName(), file.errorString());
    const QByteArray text = file.readAll();

    Lines lines;
    while (lines.validBytes < text.size()) {
        const qsizetype end = text.indexOf('\n', lines.validBytes);
        const QJsonDocument record = end < 0
            ? QJsonDocument()
            : QJsonDocument::fromJson(text.mid(lines.validBytes, end - lines.validBytes));
        if (!record.isObject()) {
            // Only the last record can be incomplete: each was synced before the next was written.
            if (end >= 0 && text.indexOf('\n', end + 1) >= 0)
                return fail(ErrorCode::InvalidInput, job,
                    u"damaged at byte "_s + QString::number(lines.validBytes));
            break;
        }
        lines.records += record.object();
        lines.validBytes = end + 1;
    }
    if (lines.records.isEmpty())
        return fail(ErrorCode::NotFound, job, u"nothing was begun"_s);
    return lines;
}

} // namespace

Result<std::unique_ptr<Journal>> Journal::begin(
    const QString &directory, const QString &job, const Plan &plan)
{
    if (!isSafeName(job))
        return fail(ErrorCode::InvalidInput, job, u"not a job"_s);
    if (auto made = makeDirectory(directory); !made)
        return fail(ErrorCode::JournalFailed, job, made.error().toString(), made.error().systemError);
    std::unique_ptr<Journal> journal(new Journal);
    journal->m_file = fileOf(directory, job);
    journal->m_fd = ::open(QFile::encodeName(journal->m_file).constData(),
        O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (journal->m_fd < 0)
        return fail(ErrorCode::JournalFailed, journal->m_file, errnoName(errno) + u" from open"_s, errno);
    QJsonArray steps;
    for (const StepPtr &step : plan.steps)
        steps += stepToJson(*step);
    QJsonObject json = plan.toJson(HostSnapshot());
    json.remove(u"steps");
    json.remove(u"verdicts");
    QJsonObject request = plan.request;
    if (request[u"xml"].toString().size() > longestRequest)
        request.remove(u"xml"); // as much as a client sent, and nobody reads it again
    json[u"request"] = request;
    const auto begun = journal->append({{u"record"_s, u"begin"_s}, {u"job"_s, job}, {u"plan"_s, json},
        {u"steps"_s, steps}, {u"time"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)}});
    if (!begun)
        return fail(begun.error());
    if (auto synced = syncDirectory(directory); !synced)
        return fail(
            ErrorCode::JournalFailed, job, synced.error().toString(), synced.error().systemError);
    return journal;
}

Result<std::unique_ptr<Journal>> Journal::resume(const QString &directory, const QString &job)
{
    const auto lines = readLines(directory, job);
    if (!lines)
        return fail(lines.error());
    std::unique_ptr<Journal> journal(new Journal);
    journal->m_file = fileOf(directory, job);
    journal->m_fd = ::open(QFile::encodeName(journal->m_file).constData(),
        O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
    // A cut-off record goes, so that the next one starts on a line of its own.
    if (journal->m_fd < 0 || ::ftruncate(journal->m_fd, lines->validBytes) != 0)
        return fail(ErrorCode::JournalFailed, journal->m_file, errnoName(errno), errno);
    return journal;
}

Journal::~Journal()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

Result<> Journal::will(int step, const QJsonObject &former)
{
    return append({{u"record"_s, u"will"_s}, {u"step"_s, step}, {u"former"_s, former}});
}

Result<> Journal::did(int step)
{
    return append({{u"record"_s, u"did"_s}, {u"step"_s, step}});
}

Result<> Journal::undid(int step)
{
    return append({{u"record"_s, u"undid"_s}, {u"step"_s, step}});
}

Result<> Journal::end(const QString &outcome, const std::optional<Error> &error)
{
    QJsonObject record{{u"record"_s, u"end"_s}, {u"outcome"_s, outcome}};
    if (error)
        record[u"error"] = error->toJson();
    return append(record);
}

Result<> Journal::append(const QJsonObject &record)
{
    const QByteArray line = QJsonDocument(record).toJson(QJsonDocument::Compact) + '\n';
    if (!writeAll(m_fd, line))
        return fail(ErrorCode::JournalFailed, m_file, errnoName(errno) + u" from write"_s, errno);
    if (::fdatasync(m_fd) != 0)
        return fail(ErrorCode::JournalFailed, m_file, errnoName(errno) + u" from fdatasync"_s, errno);
    return {};
}

QStringList listJournals(const QString &directory)
{
    QStringList jobs;
    // A job's id begins with its time, so that names sort by age.
    const QStringList files = QDir(directory).entryList({u"*"_s + suffix}, QDir::Files, QDir::Name);
    for (const QString &file : files)
        if (const QString job = file.chopped(suffix.size()); isSafeName(job))
            jobs += job;
    return jobs;
}

Result<JournalRecord> readJournal(const QString &directory, const QString &job)
{
    const auto lines = readLines(directory, job);
    if (!lines)
        return fail(lines.error());
    const auto damaged = [&](int record, const QString &what) {
        return fail(ErrorCode::InvalidInput, job, u"record "_s + QString::number(record + 1) + u": "_s + what);
    };
    JournalRecord read;
    read.job = job;
    for (int i = 0; i < lines->records.size(); ++i) {
        const QJsonObject &record = lines->records[i];
        const QString kind = record[u"record"].toString();
        if ((kind == u"begin") != (i == 0))
            return damaged(i, u"begins in the middle"_s);
        if (kind == u"begin") {
            read.plan = record[u"plan"].toObject();
            read.time = QDateTime::fromString(record[u"time"].toString(), Qt::ISODateWithMs);
            const QJsonArray steps = record[u"steps"].toArray();
            for (const QJsonValue &json : steps) {
                const auto step = stepFromJson(json.toObject());
                if (!step)
                    return fail(step.error());
                read.steps += *step;
            }
            continue;
        }
        if (kind == u"end") {
            read.outcome = record[u"outcome"].toString();
            if (record.contains(u"error"))
                read.error = Error::fromJson(record[u"error"].toObject());
            continue;
        }
        const int step = record[u"step"].toInt(-1);
        if (step < 0 || step >= read.steps.size())
            return damaged(i, u"no such step"_s);
        if (kind == u"will")
            read.former[step] = record[u"former"].toObject();
        else if (kind == u"did")
            read.did += step;
        else if (kind == u"undid")
            read.undid += step;
        else
            return damaged(i, u"unknown kind"_s);
    }
    return read;
}

QJsonObject JournalRecord::toJson() const
{
    QJsonArray list;
    for (int i = 0; i < steps.size(); ++i) {
        QJsonObject step = describeStep(*steps[i]);
        step[u"state"] = undid.contains(i) ? u"undone"_s
            : did.contains(i)              ? u"done"_s
            : former.contains(i)           ? u"failed"_s
                                           : u"waiting"_s;
        if (former.contains(i))
            step[u"former"] = former[i];
        list += step;
    }
    QJsonObject json = plan;
    json[u"id"] = job;
    json[u"owner"] = plan[u"caller"];
    json[u"steps"] = list;
    json[u"state"] = outcome.isEmpty() ? u"running"_s : outcome;
    json[u"outcome"] = outcome;
    json[u"time"] = time.toString(Qt::ISODateWithMs);
    if (error)
        json[u"error"] = error->toJson();
    return json;
}

} // namespace laneway
