// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "machines.h"

#include "byhand.h"
#include "client/connection.h"
#include "qemu/commandline.h"
#include "support/simulatedhelper.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QStandardPaths>

namespace laneway {

namespace {

constexpr Goal startGoal{0, 30};
constexpr int patienceMs = 60'000;

QString machineWith(int devices)
{
    QString small;
    for (int i = 0; i < devices; ++i)
        small += u"<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>"_s;
    return uR"(<domain type='qemu'><name>bench%1</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='q35'>hvm</type></os><devices>%2</devices></domain>)"_s.arg(devices)
        .arg(small);
}

/// Turns the event loop until @p is.
bool waitFor(const std::function<bool()> &is)
{
    QElapsedTimer waited;
    waited.start();
    QEventLoop loop;
    while (!is()) {
        if (waited.elapsed() > patienceMs)
            return false;
        loop.processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

/// Plans, applies, and sees the job through.
Result<> carryOut(Connection &helper, const QString &kind, const QUuid &domain)
{
    std::optional<Result<QString>> job;
    helper.plan(
        kind, {{u"domain"_s, domain.toString(QUuid::WithoutBraces)}}, &helper, [&](const Result<PlanInfo> &plan) {
            if (!plan)
                job = fail(plan.error());
            else
                helper.apply(plan->id, &helper, [&](const Result<QString> &begun) { job = begun; });
        });
    if (!waitFor([&] { return job.has_value(); }))
        return fail(ErrorCode::TimedOut, kind);
    if (!*job)
        return fail(job->error());
    std::optional<JobInfo> ended;
    const auto hasEnded = [&] {
        for (const JobInfo &one : helper.jobs())
            if (one.id == **job && one.isFinished())
                ended = one;
        return ended.has_value();
    };
    if (!waitFor(hasEnded))
        return fail(ErrorCode::TimedOut, kind);
    return ended->state == u"done" ? Result<>() : fail(ended->error.value_or(Error{ErrorCode::Internal, kind, {}}));
}

Result<> compareMachines(Report &report, int runs, Connection &helper, int devices)
{
    const QString text = machineWith(devices);
    std::optional<Result<QUuid>> defined;
    helper.define(text, &helper, [&](const Result<QUuid> &uuid) { defined = uuid; });
    if (!waitFor([&] { return defined.has_value(); }))
        return fail(ErrorCode::TimedOut, u"define"_s);
    if (!*defined)
        return fail(defined->error());
    const QUuid machine = **defined;
    auto document = DomainXml::parse(text.toUtf8());
    if (const auto complete = document->complete(); !complete)
        return fail(complete.error());
    const auto command = qemuCommand(*document, {});
    if (!command)
        return fail(command.error());
    const QTemporaryDir directory;
    ByHand bare(command->program, directory.path(), command->arguments);
    report.compare(u"start of a machine with %1 devices"_s.arg(devices), {}, runs,
        {{u"QEMU by hand"_s, [&] { return bare.start(); }, [&] { return bare.end(); }},
            {u"a session's helper, by D-Bus"_s, [&] { return carryOut(helper, u"start"_s, machine); },
                [&] { return carryOut(helper, u"destroy"_s, machine); }, startGoal}});
    return {};
}

} // namespace

void benchMachines(Report &report, int runs)
{
    const QString work = u"start of a machine"_s;
    if (QStandardPaths::findExecutable(u"qemu-system-x86_64"_s).isEmpty())
        return report.leaveOut(work, u"qemu-system-x86_64 is not installed"_s);
    const HelperEnvironment environment;
    if (!environment.isValid())
        return report.leaveOut(work, u"laneway-helper is not beside this program"_s);
    auto helper = Connection::open(u"session"_s);
    if (!helper)
        return report.fail(work, helper.error());
    if (!waitFor([&] { return (*helper)->isReady(); }))
        return report.fail(work, Error{ErrorCode::TimedOut, u"the helper"_s, {}});
    for (const int devices : {0, 1, 8, 16})
        if (const auto done = compareMachines(report, runs, **helper, devices); !done)
            return report.fail(work, done.error());
}

} // namespace laneway
