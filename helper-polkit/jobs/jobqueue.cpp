// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/jobqueue.h"

namespace laneway {

namespace {

constexpr int finishedJobsKept = 256;

bool inEachOthersWay(const QStringList &one, const QStringList &other)
{
    return std::any_of(one.begin(), one.end(), [&](const QString &resource) {
        const bool shared = resource.startsWith(u'~');
        const QString name = shared ? resource.mid(1) : resource;
        return other.contains(name) || (!shared && other.contains(u'~' + name));
    });
}

} // namespace

JobPtr JobQueue::add(const QString &id, const KeptPlan &plan)
{
    auto job = std::make_shared<Job>();
    job->id = id;
    job->kept = plan;
    for (const StepPtr &step : plan.plan.steps) {
        QJsonObject json = describeStep(*step);
        json[u"state"] = u"waiting"_s;
        job->steps += json;
    }
    m_jobs += job;
    forgetOld();
    return job;
}

void JobQueue::forgetOld()
{
    auto finished = std::count_if(m_jobs.begin(), m_jobs.end(), [](const auto &one) { return one->isFinished(); });
    m_jobs.removeIf(
        [&](const JobPtr &job) { return finished > finishedJobsKept && job->isFinished() && finished-- > 0; });
}

QList<JobPtr> JobQueue::takeReady()
{
    QStringList taken;
    for (const auto &job : std::as_const(m_jobs))
        if (job->begun && !job->isFinished())
            taken += job->plan().resources;
    QList<JobPtr> ready;
    for (const auto &job : std::as_const(m_jobs)) {
        if (job->begun || job->isFinished())
            continue;
        if (!inEachOthersWay(job->plan().resources, taken)) {
            job->begun = true;
            ready += job;
        }
        taken += job->plan().resources;
    }
    return ready;
}

JobPtr JobQueue::find(const QString &id) const
{
    const auto found = std::find_if(m_jobs.begin(), m_jobs.end(), [&](const auto &job) { return job->id == id; });
    return found == m_jobs.end() ? nullptr : *found;
}

bool JobQueue::wouldWait(const Plan &plan) const
{
    return std::any_of(m_jobs.begin(), m_jobs.end(),
        [&](const auto &job) { return !job->isFinished() && inEachOthersWay(plan.resources, job->plan().resources); });
}

bool JobQueue::hasResource(const QString &resource) const
{
    return std::any_of(m_jobs.begin(), m_jobs.end(),
        [&](const auto &job) { return !job->isFinished() && job->plan().resources.contains(resource); });
}

bool JobQueue::isBusy(const QUuid &domain) const
{
    return std::any_of(m_jobs.begin(), m_jobs.end(), [name = domain.toString(QUuid::WithoutBraces)](const auto &job) {
        return !job->isFinished() && job->plan().resources.contains(name);
    });
}

bool JobQueue::isEnding(const QUuid &domain) const
{
    return std::any_of(m_jobs.begin(), m_jobs.end(), [&](const auto &job) {
        return !job->isFinished() && job->plan().domain == domain && job->plan().goesForward();
    });
}

bool JobQueue::isIdle() const
{
    return std::all_of(m_jobs.begin(), m_jobs.end(), [](const auto &job) { return job->isFinished(); });
}

} // namespace laneway
