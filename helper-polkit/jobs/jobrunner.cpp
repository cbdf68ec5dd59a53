// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/jobrunner.h"

#include <QCoreApplication>
#include <QLoggingCategory>

namespace laneway {

namespace {

Q_LOGGING_CATEGORY(lcJobs, "laneway.jobs")

class Run
{
public:
    Run(const Plan &plan, Kernel &kernel, Journal &journal, const StepProgress &progress)
        : m_plan(plan)
        , m_kernel(kernel)
        , m_journal(journal)
        , m_progress(progress)
    {
    }

    JobOutcome run(
        const std::atomic_bool &cancel, const std::function<Result<>(const QMap<int, QJsonObject> &)> &commit)
    {
        const int last = firstAfterDefinition(m_plan.kind, m_plan.steps);
        for (int i = 0; i < last; ++i) {
            if (cancel && !isPastReturn())
                return rollBack({ErrorCode::Cancelled, m_plan.title, {}});
            const Result<> done = doStep(i);
            if (done)
                continue;
            if (!isPastReturn())
                return rollBack(done.error());
            // The rest is given back all the same.
            m_outcome.leftovers += leftover(i, done.error());
            if (!m_outcome.error)
                m_outcome.error = done.error();
        }
        if (commit)
            if (const auto committed = commit(m_outcome.former); !committed) {
                if (!isPastReturn())
                    return rollBack(committed.error());
                m_outcome.error = committed.error();
                m_outcome.leftovers += committed.error().toString();
            }
        m_outcome.committed = m_outcome.leftovers.isEmpty();
        for (int i = last; i < m_plan.steps.size(); ++i)
            if (const auto done = doStep(i); !done) {
                m_outcome.leftovers += leftover(i, done.error());
                if (!m_outcome.error)
                    m_outcome.error = done.error();
            }
        return end(m_outcome.leftovers.isEmpty() ? u"done"_s : u"needs-attention"_s);
    }

private:
    Result<> doStep(int i)
    {
        const Step &step = *m_plan.steps[i];
        tell(i, u"running"_s);
        QJsonObject result;
        const auto done = step.prepare(m_kernel)
                              .and_then([&](const Step::Prepared &prepared) {
                                  return m_journal.will(i, prepared.former).and_then([&] {
                                      m_outcome.former[i] = prepared.former;
                                      return prepared.perform(m_kernel);
                                  });
                              })
                              .map([&](const QJsonObject &told) { result = told; })
                              .and_then([&] { return step.verify(m_kernel); })
                              .and_then([&] { return m_journal.did(i, result); });
        if (done)
            m_done = i + 1;
        if (done && !result.isEmpty())
            m_outcome.results.insert(i, result);
        if (!done)
            qCWarning(lcJobs).noquote() << m_plan.title << step.kind() << done.error().toString();
        tell(i, done ? u"done"_s : u"failed"_s);
        return done;
    }

    JobOutcome rollBack(const Error &cause)
    {
        m_outcome.error = cause;
        // Once a step is undone, a recovery that finds the definition stored must not go on from it. Where that cannot
        // be noted, all stays as it is, which fits either definition: the next helper sees which of them the disk has.
        if (const auto noted = m_journal.back();
            !noted && firstAfterDefinition(m_plan.kind, m_plan.steps) < m_plan.steps.size()) {
            m_outcome.leftovers += noted.error().toString();
            m_outcome.state = u"needs-attention"_s;
            qCWarning(lcJobs).noquote() << m_plan.title << m_outcome.state << cause.toString()
                                        << noted.error().toString();
            return m_outcome;
        }
        for (int i = int(m_plan.steps.size()) - 1; i >= 0; --i) {
            if (!m_outcome.former.contains(i))
                continue;
            tell(i, u"undoing"_s);
            const auto undone = m_plan.steps[i]->undo(m_kernel, m_outcome.former[i]);
            if (!undone) {
                m_outcome.leftovers += leftover(i, undone.error());
                tell(i, u"failed"_s);
                continue;
            }
            // Going back goes on without its record: undoing once more is harmless, stopping is not.
            if (const auto noted = m_journal.undid(i); !noted)
                qCWarning(lcJobs).noquote() << m_plan.title << noted.error().toString();
            tell(i, u"undone"_s);
        }
        return end(m_outcome.leftovers.isEmpty() ? u"rolled-back"_s : u"needs-attention"_s);
    }

    JobOutcome end(const QString &state)
    {
        m_outcome.state = state;
        if (const auto ended = m_journal.end(state, m_outcome.error); !ended)
            qCWarning(lcJobs).noquote() << m_plan.title << ended.error().toString();
        qCInfo(lcJobs).noquote() << m_plan.title << state
                                 << (m_outcome.error ? m_outcome.error->toString() : QString());
        return m_outcome;
    }

    /// Whether the guest is gone already, so that only going on is left. While it lives nothing is
    /// taken from under it.
    bool isPastReturn() const { return m_plan.goesForward() && m_done > m_plan.lastReturn(); }

    QString leftover(int i, const Error &error) const
    {
        return describeStep(*m_plan.steps[i])[u"text"].toString() + u": "_s + error.toString();
    }

    void tell(int step, const QString &state) const
    {
        if (m_progress)
            m_progress(step, state);
    }

    const Plan &m_plan;
    Kernel &m_kernel;
    Journal &m_journal;
    const StepProgress &m_progress;
    JobOutcome m_outcome;
    int m_done = 0; ///< steps that were applied and verified, counted from the first
};

} // namespace

JobOutcome runPlan(const Plan &plan, Kernel &kernel, Journal &journal, const StepProgress &progress,
    const std::atomic_bool &cancel, const std::function<Result<>(const QMap<int, QJsonObject> &former)> &commit)
{
    return Run(plan, kernel, journal, progress).run(cancel, commit);
}

} // namespace laneway
