// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/recovery.h"

#include "jobs/hurriedprograms.h"

#include <QFile>
#include <QJsonArray>
#include <QLoggingCategory>

namespace laneway {

namespace {

Q_LOGGING_CATEGORY(lcRecovery, "laneway.jobs.recovery")

constexpr qint64 ownersProgramsMs = 60'000; ///< of each owner
constexpr qint64 allProgramsMs = 180'000; ///< less than the unit's TimeoutStartSec

class Recovery
{
public:
    Recovery(const JournalRecord &record, Journal &journal, Kernel &kernel, RunStore &runs, DomainStore *domains)
        : m_record(record)
        , m_journal(journal)
        , m_kernel(kernel)
        , m_runs(runs)
        , m_domains(domains)
    {
        m_report.job = record.job;
        m_report.title = record.plan[u"title"].toString();
    }

    RecoveryReport run()
    {
        const int stop = stopIn(m_record.steps);
        // Until its process was to end, a guest could go on.
        if (!m_record.goesBack && goesForwardKind(m_record.plan[u"kind"].toString())
            && (stop < 0 || m_record.former.contains(stop)))
            finish(stop);
        else
            rollBack();
        return m_report;
    }

private:
    void finish(int stop)
    {
        for (int i = std::max(stop, 0); i < m_record.steps.size(); ++i) {
            if (m_record.did.contains(i))
                continue;
            const Step &step = *m_record.steps[i];
            const auto done = m_journal.will(i, m_record.former.value(i))
                                  .and_then([&] { return step.apply(m_kernel); })
                                  .and_then([&] { return step.verify(m_kernel); })
                                  .and_then([&] { return m_journal.did(i); });
            if (!done) {
                note(i, done.error());
                // A guest that does not end keeps what it has.
                if (i == stop)
                    return end(u"needs-attention"_s, u"needs-attention"_s, done.error());
            }
        }
        const QUuid domain = QUuid::fromString(m_record.plan[u"domain"][u"uuid"].toString());
        if (const auto removed = m_runs.remove(domain); !removed)
            m_report.leftovers += removed.error().toString();
        end(u"done"_s, u"finished"_s, {});
    }

    void rollBack()
    {
        if (!m_record.goesBack && isCommitted())
            return end(u"done"_s, u"finished"_s, {});
        const QUuid domain = QUuid::fromString(m_record.plan[u"domain"][u"uuid"].toString());
        if (m_domains && m_record.plan[u"kind"].toString() == u"create" && m_domains->isWritten(domain)) {
            // The definition is the last that a machine is made of, unless it was to be started.
            const bool starts = !m_record.steps.isEmpty() && m_record.steps.last()->kind() == u"start-domain";
            if (!starts && !m_record.goesBack)
                return end(u"done"_s, u"finished"_s, {});
            if (const auto removed = m_domains->removeWritten(domain); !removed)
                m_report.leftovers += removed.error().toString();
        }
        const bool isSnapshot = m_record.plan[u"kind"].toString().startsWith(u"snapshot-");
        if (!m_record.goesBack && (hasDiscarded() || (isSnapshot && isDefinitionStored())))
            return discardTheRest();
        // Alone, it is all that the job was about, and may have been told of.
        if (!m_record.former.isEmpty() && isDefinitionStored())
            putDefinitionBack();
        for (int i = int(m_record.steps.size()) - 1; i >= 0; --i) {
            if (!m_record.former.contains(i) || m_record.undid.contains(i))
                continue;
            const auto undone
                = m_record.steps[i]->undo(m_kernel, m_record.former[i]).and_then([&] { return m_journal.undid(i); });
            if (!undone)
                note(i, undone.error());
        }
        end(u"rolled-back"_s, u"rolled-back"_s,
            Error{ErrorCode::Cancelled, m_report.title, u"the helper ended while it ran"_s});
    }

    /// Images are deleted last, and one that may be gone cannot be brought back.
    bool hasDiscarded() const
    {
        for (int i = 0; i < m_record.steps.size(); ++i)
            if (m_record.steps[i]->kind() == u"discard-image" && m_record.former.contains(i))
                return true;
        return false;
    }
    /// A snapshot changes no run: what says that it was taken or given up is the definition.
    bool isDefinitionStored() const
    {
        const QString after = m_record.plan[u"definition"][u"after"].toString();
        if (!m_domains || after.isEmpty())
            return false;
        const auto stored = m_domains->readWritten(QUuid::fromString(m_record.plan[u"domain"][u"uuid"].toString()));
        return stored && definitionDigest(stored->toXml()) == after;
    }
    void putDefinitionBack()
    {
        const auto before = DomainXml::parse(m_record.plan[u"definition"][u"before"].toString().toUtf8());
        const auto written = before ? m_domains->write(*before, uint(m_record.plan[u"caller"].toInteger()))
                                    : Result<>(fail(before.error()));
        if (!written)
            m_report.leftovers += written.error().toString();
    }
    void discardTheRest()
    {
        bool isRest = false;
        for (int i = 0; i < m_record.steps.size(); ++i) {
            const Step &step = *m_record.steps[i];
            isRest = isRest || step.kind() == u"discard-image";
            if (!isRest || m_record.did.contains(i))
                continue;
            const auto done = m_journal.will(i, m_record.former.value(i))
                                  .and_then([&] { return step.apply(m_kernel); })
                                  .and_then([&] { return step.verify(m_kernel); })
                                  .and_then([&] { return m_journal.did(i); });
            if (!done)
                note(i, done.error());
        }
        end(u"done"_s, u"finished"_s, {});
    }

    /// The run record is what a start or an attachment leaves behind: once it names the job, all is done.
    bool isCommitted() const
    {
        const auto runs = m_runs.load();
        return runs
            && std::any_of(runs->begin(), runs->end(), [&](const RunRecord &run) { return run.job == m_record.job; });
    }

    void note(int i, const Error &error)
    {
        m_report.leftovers += describeStep(*m_record.steps[i])[u"text"].toString() + u": "_s + error.toString();
    }

    void end(const QString &outcome, const QString &reported, const std::optional<Error> &error)
    {
        const bool clean = m_report.leftovers.isEmpty();
        m_report.outcome = clean ? reported : u"needs-attention"_s;
        if (const auto ended = m_journal.end(clean ? outcome : m_report.outcome, error); !ended)
            m_report.leftovers += ended.error().toString();
    }

    const JournalRecord &m_record;
    Journal &m_journal;
    Kernel &m_kernel;
    RunStore &m_runs;
    DomainStore *m_domains;
    RecoveryReport m_report;
};

} // namespace

QJsonObject RecoveryReport::toJson() const
{
    return {{u"job"_s, job}, {u"title"_s, title}, {u"outcome"_s, outcome},
        {u"leftovers"_s, QJsonArray::fromStringList(leftovers)}};
}

QList<RecoveryReport> recover(const QString &journalDirectory, Kernel &kernel, RunStore &runs, DomainStore *domains)
{
    Journal::tidyUp(journalDirectory);
    // Everybody waits for the helper until this is done, so nobody's mount may keep it.
    HurriedPrograms programs(kernel.programs, ownersProgramsMs, allProgramsMs);
    Kernel hurried{kernel.sys, kernel.proc, kernel.etc, kernel.netlink, kernel.nodes, kernel.modules, kernel.names,
        kernel.guests, kernel.nvme, programs, kernel.runtime, kernel.vendor};
    QList<RecoveryReport> reports;
    QStringList jobs = listJournals(journalDirectory);
    // The newest first: what came later stands on what was there before.
    std::reverse(jobs.begin(), jobs.end());
    for (const QString &job : std::as_const(jobs)) {
        const auto record = readJournal(journalDirectory, job);
        if (!record && record.error().code == ErrorCode::NotFound) {
            QFile::remove(journalDirectory + u'/' + job + u".journal"_s); // nothing was begun
            continue;
        }
        if (record && !record->outcome.isEmpty())
            continue;
        const auto journal
            = record ? Journal::resume(journalDirectory, job) : Result<std::unique_ptr<Journal>>(fail(record.error()));
        if (!journal) {
            qCWarning(lcRecovery).noquote() << job << journal.error().toString();
            reports += RecoveryReport{job, job, u"needs-attention"_s, {journal.error().toString()}};
            continue;
        }
        reports += Recovery(*record, **journal, hurried, runs, domains).run();
        const RecoveryReport &report = reports.last();
        qCWarning(lcRecovery).noquote() << report.title << report.outcome << report.leftovers;
    }
    return reports;
}

} // namespace laneway
