// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jobsmodel.h"

#include "host/reasontext.h"
#include "models/plaintip.h"

#include <algorithm>

namespace laneway {

namespace {

constexpr int frameMs = 16;
constexpr size_t mostJobs = 500; // more than one helper keeps; older ones are in the journal
constexpr int mostOlderJobs = 100; ///< of the journal

bool sameStep(const StepInfo &a, const StepInfo &b)
{
    return a.state == b.state && a.text == b.text && a.commands == b.commands;
}

bool sameJob(const JobInfo &a, const JobInfo &b)
{
    return a.state == b.state && a.title == b.title && a.error == b.error && a.leftovers == b.leftovers
        && a.canUndo == b.canUndo;
}

} // namespace

struct JobsModel::Entry
{
    quint64 number = 0; ///< in the order they came
    Connection *connection = nullptr;
    QString connectionName;
    JobInfo job;
    bool stepsUnread = false; ///< it is from the journal, and nobody has looked into it
};

QString jobStateText(const QString &state)
{
    if (state == u"waiting")
        return JobsModel::tr("Waiting");
    if (state == u"running")
        return JobsModel::tr("Running…");
    if (state == u"done")
        return JobsModel::tr("Done");
    if (state == u"failed")
        return JobsModel::tr("Failed");
    if (state == u"undoing")
        return JobsModel::tr("Taking back…");
    if (state == u"undone")
        return JobsModel::tr("Taken back");
    if (state == u"rolled-back")
        return JobsModel::tr("Failed; everything is as it was");
    if (state == u"needs-attention")
        return JobsModel::tr("Needs attention");
    return state;
}

namespace {

/// What to do instead, where there is something.
QString whyNoUndo(const JobInfo &job)
{
    if (!job.isFinished())
        return JobsModel::tr("The job is still under way. Cancel it to take everything back.");
    if (job.canUndo)
        return {};
    if (job.state == u"rolled-back" || job.state == u"failed")
        return JobsModel::tr("There is nothing to undo: the job failed, and everything is as it was.");
    if (job.state != u"done")
        return JobsModel::tr("The job did not come to its end; its state says what is left to be put right by hand.");
    if (job.kind == u"start")
        return JobsModel::tr("A start is not undone: shut the machine down, and the host has its devices back.");
    if (job.kind == u"destroy")
        return JobsModel::tr("Forcing a machine off cannot be undone. You can start it again.");
    if (job.kind == u"reset")
        return JobsModel::tr("The reset of a device cannot be undone.");
    if (job.kind == u"undo")
        return JobsModel::tr("This job undid another one. To undo it, do that one again.");
    if (job.kind == u"attach" || job.kind == u"detach-device")
        return JobsModel::tr("What a running machine was given or lost is not undone: remove the device from the "
                             "machine, or add it again.");
    return JobsModel::tr("A job of this kind cannot be undone.");
}

} // namespace

JobsModel::JobsModel(QObject *parent)
    : QAbstractItemModel(parent)
{
    m_frame.setSingleShot(true);
    m_frame.setInterval(frameMs);
    m_frame.setTimerType(Qt::PreciseTimer);
    connect(&m_frame, &QTimer::timeout, this, &JobsModel::flush);
}

JobsModel::~JobsModel() = default;

void JobsModel::addConnection(Connection &connection)
{
    if (m_followed.contains(&connection))
        return;
    const auto takeAll = [this, &connection] {
        for (const JobInfo &job : connection.jobs())
            take({&connection, job, false});
        // Of former helpers. Once: what happens from now on comes by itself.
        if (m_withJournal.contains(&connection))
            return;
        m_withJournal.insert(&connection);
        connection.journal(this, [this, &connection](const Result<QJsonArray> &journal) {
            if (journal && m_followed.contains(&connection))
                takeOlder(connection, *journal);
        });
    };
    m_followed.insert(&connection,
        {connect(&connection, &Connection::ready, this, takeAll),
            connect(&connection, &Connection::jobChanged, this,
                [this, &connection](const JobInfo &job) {
                    take({&connection, job, true});
                }),
            connect(&connection, &QObject::destroyed, this, [this, &connection] { removeConnection(connection); })});
    if (connection.isReady())
        takeAll();
}

void JobsModel::removeConnection(Connection &connection)
{
    for (const QMetaObject::Connection &link : m_followed.take(&connection))
        disconnect(link);
    m_withJournal.remove(&connection);
    m_waiting.removeIf([&](const Waiting &waiting) { return waiting.connection == &connection; });
    for (size_t i = m_jobs.size(); i-- > 0;) {
        if (m_jobs[i]->connection != &connection)
            continue;
        const int row = rowOf(*m_jobs[i]);
        beginRemoveRows({}, row, row);
        m_jobs.erase(m_jobs.begin() + qptrdiff(i));
        endRemoveRows();
    }
}

void JobsModel::setDecoration(const Decoration &decoration)
{
    m_decoration = decoration;
}

void JobsModel::take(const Waiting &news)
{
    const auto same = std::find_if(m_waiting.begin(), m_waiting.end(),
        [&](const Waiting &waiting) { return waiting.connection == news.connection && waiting.job.id == news.job.id; });
    if (same != m_waiting.end())
        *same = {news.connection, news.job, same->happened || news.happened};
    else
        m_waiting << news;
    if (!m_frame.isActive())
        m_frame.start();
}

void JobsModel::takeOlder(Connection &connection, const QJsonArray &newestFirst)
{
    flush(); // those of now first
    QSet<QString> known;
    for (const auto &entry : m_jobs)
        if (entry->connection == &connection)
            known.insert(entry->job.id);
    std::vector<std::unique_ptr<Entry>> older;
    for (const QJsonValue &line : newestFirst) {
        JobInfo job = JobInfo::fromJson(line.toObject());
        job.state = line[u"outcome"].toString();
        if (known.contains(job.id) || job.state.isEmpty())
            continue;
        if (older.size() >= mostOlderJobs || m_jobs.size() + older.size() >= mostJobs)
            break;
        auto entry = std::make_unique<Entry>();
        entry->number = --m_firstNumber;
        entry->connection = &connection;
        entry->connectionName = connection.name();
        entry->job = job;
        entry->stepsUnread = true;
        older.push_back(std::move(entry));
    }
    if (older.empty())
        return;
    const int row = int(m_jobs.size());
    beginInsertRows({}, row, row + int(older.size()) - 1);
    m_jobs.insert(m_jobs.begin(), std::make_move_iterator(older.rbegin()), std::make_move_iterator(older.rend()));
    endInsertRows();
}

bool JobsModel::hasChildren(const QModelIndex &parent) const
{
    return rowCount(parent) > 0 || canFetchMore(parent);
}

bool JobsModel::canFetchMore(const QModelIndex &parent) const
{
    return parent.isValid() && !parent.internalPointer() && parent.column() == 0 && entryAt(parent)->stepsUnread;
}

void JobsModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    Entry *entry = entryAt(parent);
    entry->stepsUnread = false;
    entry->connection->journalEntry(entry->job.id, this,
        [this, connection = entry->connectionName, id = entry->job.id](const Result<QJsonObject> &record) {
            const QModelIndex known = indexOf(connection, id);
            if (!record || !known.isValid())
                return;
            Entry &entry = *entryAt(known);
            JobInfo job = JobInfo::fromJson(*record);
            job.state = entry.job.state;
            job.canUndo = entry.job.canUndo;
            update(entry, job);
        });
}

void JobsModel::flush()
{
    std::vector<std::unique_ptr<Entry>> fresh;
    QList<quint64> ended;
    for (const auto &[connection, job, happened] : std::exchange(m_waiting, {})) {
        const QModelIndex known = indexOf(connection->name(), job.id);
        if (known.isValid()) {
            update(*entryAt(known), job);
            continue;
        }
        auto entry = std::make_unique<Entry>();
        entry->number = ++m_lastNumber;
        entry->connection = connection;
        entry->connectionName = connection->name();
        entry->job = job;
        if (happened && job.isFinished()) // within one frame
            ended << entry->number;
        fresh.push_back(std::move(entry));
    }
    if (!fresh.empty()) {
        beginInsertRows({}, 0, int(fresh.size()) - 1);
        m_jobs.insert(m_jobs.end(), std::make_move_iterator(fresh.begin()), std::make_move_iterator(fresh.end()));
        endInsertRows();
    }
    if (m_jobs.size() > mostJobs) {
        const size_t tooMany = m_jobs.size() - mostJobs;
        beginRemoveRows({}, int(mostJobs), int(m_jobs.size()) - 1);
        m_jobs.erase(m_jobs.begin(), m_jobs.begin() + qptrdiff(tooMany));
        endRemoveRows();
    }
    for (const quint64 number : std::as_const(ended))
        Q_EMIT finished(createIndex(int(m_lastNumber - number), 0));
}

void JobsModel::update(Entry &entry, const JobInfo &job)
{
    const bool wasFinished = entry.job.isFinished();
    const int row = rowOf(entry);
    const QModelIndex parent = createIndex(row, 0);
    const int had = int(entry.job.steps.size());
    const int has = int(job.steps.size());
    const QList<StepInfo> steps = entry.job.steps;
    const bool changed = !sameJob(entry.job, job);
    if (has > had) {
        beginInsertRows(parent, had, has - 1);
        entry.job = job;
        endInsertRows();
    } else if (has < had) {
        beginRemoveRows(parent, has, had - 1);
        entry.job = job;
        endRemoveRows();
    }
    entry.job = job;
    for (int first = 0, both = std::min(had, has); first < both; ++first) {
        if (sameStep(steps[first], job.steps[first]))
            continue;
        int last = first;
        while (last + 1 < both && !sameStep(steps[last + 1], job.steps[last + 1]))
            ++last;
        Q_EMIT dataChanged(createIndex(first, 0, &entry), createIndex(last, ColumnCount - 1, &entry));
        first = last;
    }
    if (changed)
        Q_EMIT dataChanged(parent, parent.siblingAtColumn(ColumnCount - 1));
    if (!wasFinished && job.isFinished())
        Q_EMIT finished(parent);
}

JobsModel::Entry *JobsModel::entryAt(const QModelIndex &index) const
{
    if (!index.isValid())
        return nullptr;
    auto *above = static_cast<Entry *>(index.internalPointer());
    return above ? above : m_jobs[m_jobs.size() - 1 - size_t(index.row())].get();
}

int JobsModel::rowOf(const Entry &entry) const
{
    const auto found = std::lower_bound(m_jobs.begin(), m_jobs.end(), entry.number,
        [](const auto &job, quint64 number) { return job->number < number; });
    return int(m_jobs.end() - found) - 1;
}

Connection *JobsModel::connection(const QModelIndex &index) const
{
    const Entry *entry = entryAt(index);
    return entry ? entry->connection : nullptr;
}

const JobInfo *JobsModel::job(const QModelIndex &index) const
{
    const Entry *entry = entryAt(index);
    return entry ? &entry->job : nullptr;
}

QModelIndex JobsModel::indexOf(const QString &connection, const QString &job) const
{
    // The one that is asked for is nearly always among the latest.
    for (size_t i = m_jobs.size(); i-- > 0;)
        if (m_jobs[i]->job.id == job && m_jobs[i]->connectionName == connection)
            return createIndex(rowOf(*m_jobs[i]), 0);
    return {};
}

int JobsModel::runningCount() const
{
    return int(std::count_if(m_jobs.begin(), m_jobs.end(), [](const auto &entry) { return !entry->job.isFinished(); }));
}

QModelIndex JobsModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? entryAt(parent) : nullptr);
}

QModelIndex JobsModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || !index.internalPointer())
        return {};
    return createIndex(rowOf(*entryAt(index)), 0);
}

int JobsModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_jobs.size());
    return parent.internalPointer() || parent.column() > 0 ? 0 : int(entryAt(parent)->job.steps.size());
}

int JobsModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant JobsModel::data(const QModelIndex &index, int role) const
{
    const JobInfo *shown = job(index);
    if (!shown)
        return {};
    const StepInfo *step = index.internalPointer() ? &shown->steps[index.row()] : nullptr;
    const QString state = step ? step->state : shown->state;
    const auto stateText = [&] {
        QString text = jobStateText(state);
        if (!step && shown->error)
            text += u": "_s + errorText(*shown->error);
        if (!step && !shown->leftovers.isEmpty())
            text += u' ' + shown->leftovers.join(u' ');
        return text;
    };
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == StateColumn)
            return stateText();
        return step ? step->text : shown->title;
    case Qt::ToolTipRole:
        if (index.column() == StateColumn)
            return plainTip(stateText());
        // For experts: what the step does, as commands.
        return plainTip(step && !step->commands.isEmpty() ? QString(step->text + u'\n' + step->commands.join(u'\n'))
                : step                                    ? step->text
                                                          : shown->title);
    case Qt::AccessibleDescriptionRole: return stateText();
    case Qt::DecorationRole: return m_decoration && index.column() == StateColumn ? m_decoration(index) : QVariant();
    case JobRole: return shown->id;
    case ConnectionRole: return entryAt(index)->connectionName;
    case StateRole: return state;
    case CanUndoRole: return shown->isFinished() && shown->canUndo;
    case WhyNoUndoRole: return whyNoUndo(*shown);
    case CanCancelRole: return !shown->isFinished();
    default: return {};
    }
}

QVariant JobsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == TextColumn ? tr("Job") : tr("State");
}

} // namespace laneway
