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
// A prepared file, and one that is being prepared: no jobs, for these do not begin with a dot.
const QString spare = u"/.spare"_s;
const QString unfinished = u"/.spare.new"_s;
constexpr qsizetype spareSize = 64 * 1024; // the settings of 256 virtual functions fit

QString fileOf(const QString &directory, const QString &job)
{
    return directory + u'/' + job + suffix;
}

int openForWriting(const QString &file, int flags)
{
    return ::open(QFile::encodeName(file).constData(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
}

bool rename(const QString &from, const QString &to, unsigned flags)
{
    return ::renameat2(
               AT_FDCWD, QFile::encodeName(from).constData(), AT_FDCWD, QFile::encodeName(to).constData(), flags)
        == 0;
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
        // Cut off, or a block of zeros that was never filled: all that was synced is before it. (A
        // parser would take zeros inside a string.)
        const QByteArray line = text.mid(lines.validBytes, end < 0 ? -1 : end - lines.validBytes);
        if (end < 0 || line.contains('\0'))
            break;
        const QJsonDocument record = QJsonDocument::fromJson(line);
        if (!record.isObject()) {
            // Not by an interruption: then it would be the last line.
            if (text.indexOf('\n', end + 1) >= 0)
                return fail(ErrorCode::InvalidInput, job, u"damaged at byte "_s + QString::number(lines.validBytes));
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

Result<std::unique_ptr<Journal>> Journal::begin(const QString &directory, const QString &job, const Plan &plan)
{
    if (!isSafeName(job))
        return fail(ErrorCode::InvalidInput, job, u"not a job"_s);
    if (auto made = makeDirectory(directory); !made)
        return fail(ErrorCode::JournalFailed, job, made.error().toString(), made.error().systemError);
    std::unique_ptr<Journal> journal(new Journal);
    journal->m_file = fileOf(directory, job);
    // The prepared file's content is safe whichever of the two names survives: see tidyUp().
    journal->m_hasNewName = !rename(directory + spare, journal->m_file, RENAME_NOREPLACE);
    journal->m_fd = openForWriting(journal->m_file, journal->m_hasNewName ? O_CREAT | O_EXCL : 0);
    if (journal->m_fd < 0)
        return fail(ErrorCode::JournalFailed, journal->m_file, errnoName(errno) + u" from open"_s, errno);
    QJsonArray steps;
    for (const StepPtr &step : plan.steps)
        steps += stepToJson(*step);
    QJsonObject json = plan.headToJson();
    QJsonObject request = plan.request;
    request.remove(u"vfs"); // the steps have them
    if (request.value(u"xml").toString().size() > longestRequest)
        request.remove(u"xml"); // as much as a client sent, and nobody reads it again
    json[u"request"] = request;
    if (!plan.configXml.isEmpty())
        json[u"definition"] = QJsonObject{
            {u"before"_s, QString::fromUtf8(plan.formerConfigXml)}, {u"after"_s, definitionDigest(plan.configXml)}};
    const auto begun = journal->append({{u"record"_s, u"begin"_s}, {u"job"_s, job}, {u"plan"_s, json},
        {u"steps"_s, steps}, {u"time"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)}});
    if (!begun)
        return fail(begun.error());
    return journal;
}

Result<std::unique_ptr<Journal>> Journal::resume(const QString &directory, const QString &job)
{
    const auto lines = readLines(directory, job);
    if (!lines)
        return fail(lines.error());
    std::unique_ptr<Journal> journal(new Journal);
    journal->m_file = fileOf(directory, job);
    journal->m_fd = openForWriting(journal->m_file, 0);
    journal->m_end = lines->validBytes;
    // A cut-off record goes, so that the next one starts on a line of its own.
    if (journal->m_fd < 0 || ::ftruncate(journal->m_fd, lines->validBytes) != 0)
        return fail(ErrorCode::JournalFailed, journal->m_file, errnoName(errno), errno);
    return journal;
}

void Journal::prepare(const QString &directory)
{
    if (QFile::exists(directory + spare) || !makeDirectory(directory))
        return;
    const OpenFile file(openForWriting(directory + unfinished, O_CREAT | O_EXCL));
    if (!file.isOpen())
        return; // another job's thread is at it
    const bool made = writeAll(file.fd(), QByteArray(spareSize, '\0')) && ::fsync(file.fd()) == 0
        && rename(directory + unfinished, directory + spare, 0) && syncDirectory(directory);
    if (!made)
        QFile::remove(directory + unfinished);
}

void Journal::tidyUp(const QString &directory)
{
    QFile::remove(directory + unfinished);
    QFile file(directory + spare);
    if (!file.open(QIODevice::ReadOnly))
        return;
    const QByteArray text = file.read(largestJournal);
    if (text == QByteArray(spareSize, '\0'))
        return; // not used yet
    const QJsonObject begin = QJsonDocument::fromJson(text.left(text.indexOf('\n'))).object();
    const QString job = begin[u"job"].toString();
    const bool isBegun = begin[u"record"].toString() == u"begin" && isSafeName(job);
    if (isBegun && rename(directory + spare, fileOf(directory, job), RENAME_NOREPLACE))
        (void)syncDirectory(directory); // recovery goes by either name
    else
        file.remove();
}

Journal::~Journal()
{
    if (m_fd < 0)
        return;
    if (m_hasEnded)
        (void)!::ftruncate(m_fd, m_end); // prepared room that was not needed: zeros, which nobody reads
    (void)sync();
    ::close(m_fd);
}

Result<> Journal::will(int step, const QJsonObject &former)
{
    return append({{u"record"_s, u"will"_s}, {u"step"_s, step}, {u"former"_s, former}}).and_then([&] {
        return sync();
    });
}

Result<> Journal::did(int step, const QJsonObject &result)
{
    QJsonObject record{{u"record"_s, u"did"_s}, {u"step"_s, step}};
    if (!result.isEmpty())
        record[u"result"] = result;
    return append(record);
}

Result<> Journal::back()
{
    return append({{u"record"_s, u"back"_s}}).and_then([&] { return sync(); });
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
    const auto ended = append(record);
    m_hasEnded = ended.has_value();
    return ended;
}

Result<> Journal::append(const QJsonObject &record)
{
    const QByteArray line = QJsonDocument(record).toJson(QJsonDocument::Compact) + '\n';
    m_isSynced = false;
    if (!writeAllAt(m_fd, m_end, line))
        return fail(ErrorCode::JournalFailed, m_file, errnoName(errno) + u" from write"_s, errno);
    m_end += line.size();
    return {};
}

Result<> Journal::sync()
{
    if (m_isSynced)
        return {};
    if (::fdatasync(m_fd) != 0)
        return fail(ErrorCode::JournalFailed, m_file, errnoName(errno) + u" from fdatasync"_s, errno);
    if (m_hasNewName) {
        if (auto synced = syncDirectory(QFileInfo(m_file).path()); !synced)
            return fail(ErrorCode::JournalFailed, m_file, synced.error().toString(), synced.error().systemError);
    }
    m_hasNewName = false;
    m_isSynced = true;
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
        read.goesBack = read.goesBack || kind == u"back" || kind == u"undid";
        if (kind == u"back")
            continue;
        const int step = record[u"step"].toInt(-1);
        if (step < 0 || step >= read.steps.size())
            return damaged(i, u"no such step"_s);
        if (record.contains(u"result"))
            read.results[step] = record[u"result"].toObject();
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
        if (results.contains(i))
            step[u"result"] = results[i];
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
