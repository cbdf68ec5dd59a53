// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/commit.h"

#include "steps/startdomain.h"

namespace laneway {

Commit::Commit(
    const Plan &plan, const QString &job, const QString &guest, Kernel &kernel, RunStore &runs, DomainStore &domains)
    : m_plan(plan)
    , m_job(job)
    , m_guest(guest)
    , m_kernel(kernel)
    , m_runs(runs)
    , m_domains(domains)
{
}

Result<> Commit::operator()(const QMap<int, QJsonObject> &former)
{
    if (m_plan.goesForward()) {
        m_runGone = true;
        return m_runs.remove(m_plan.domain);
    }
    auto stored = store(former);
    if (!stored)
        putBack();
    return stored;
}

Result<> Commit::store(const QMap<int, QJsonObject> &former)
{
    if (!m_plan.configXml.isEmpty()) {
        const auto written = DomainXml::parse(m_plan.configXml).and_then([&](const DomainXml &xml) {
            return m_domains.write(xml, m_plan.caller);
        });
        if (!written)
            return written;
    }
    if (m_plan.liveXml.isEmpty())
        return {};
    const auto record = recordAfter(former);
    if (record)
        m_run = *record;
    // The last thing: once the record names the job, recovery takes it as done.
    return record ? m_runs.save(*record) : Result<>(fail(record.error()));
}

/// As far as that goes: what is on disk in the end, a recovery finds out.
void Commit::putBack()
{
    if (m_plan.kind == u"create")
        (void)m_domains.removeWritten(m_plan.domain);
    else if (const auto before = DomainXml::parse(m_plan.formerConfigXml); before && !m_plan.configXml.isEmpty())
        (void)m_domains.write(*before, m_plan.caller);
    if (m_run)
        (void)(m_formerRun ? m_runs.save(*m_formerRun) : m_runs.remove(m_plan.domain));
    m_run.reset();
}

Result<RunRecord> Commit::recordAfter(const QMap<int, QJsonObject> &former)
{
    RunRecord record;
    if (!m_guest.isEmpty()) {
        const auto stored = m_runs.load();
        if (!stored || !stored->contains(m_plan.domain))
            return fail(ErrorCode::NotFound, u"domain "_s + m_plan.domainName);
        record = stored->value(m_plan.domain);
        m_formerRun = record;
        if (record.owner != m_plan.caller)
            return fail(ErrorCode::PermissionDenied, u"domain "_s + m_plan.domainName,
                u"the machine that runs is another user's"_s);
    }
    record.uuid = m_plan.domain;
    record.name = m_plan.domainName;
    record.owner = m_plan.caller;
    record.liveXml = m_plan.liveXml;
    record.job = m_job;
    record.leases += m_plan.leases;
    const QList<AssignedDevice> assigned = record.assigned();
    record.leases.removeIf([&](const Lease &lease) {
        return std::none_of(assigned.begin(), assigned.end(),
            [&](const AssignedDevice &device) { return device.source == lease.device; });
    });
    static const QStringList heldKinds{u"link-up"_s, u"online-nvme-vfs"_s, u"set-vf-count"_s, u"change-driver"_s,
        u"set-vf"_s, u"associate-port"_s, u"lend-node"_s, u"lend-usb"_s, u"add-tap"_s};
    for (int i = 0; i < m_plan.steps.size(); ++i) {
        const Step &step = *m_plan.steps[i];
        if (heldKinds.contains(step.kind()))
            record.held += HeldStep{m_plan.steps[i], former.value(i)};
        if (const auto *started = dynamic_cast<const StartDomain *>(&step)) {
            const auto guest = m_kernel.guests.find(started->launch().id);
            if (!guest)
                return fail(ErrorCode::QemuFailed, u"domain "_s + m_plan.domainName, u"it has ended"_s);
            record.guest = *guest;
        }
        if (unplugKinds().contains(step.kind()))
            record.pendingUnplugs.removeIf(
                [id = step.arguments()[u"id"].toString()](const PendingUnplug &pending) { return pending.id == id; });
        if (step.kind() == u"give-back") {
            const QJsonObject given = step.arguments()[u"step"].toObject();
            record.held.removeIf([&](const HeldStep &held) { return stepToJson(*held.step) == given; });
        }
    }
    return record;
}

} // namespace laneway
