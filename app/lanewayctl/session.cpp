// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session.h"

#include "host/reasontext.h"
#include "output.h"

#include <QJsonDocument>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <unistd.h>

namespace laneway {

namespace {
constexpr int interruptLookMs = 100;
constexpr int mostTries = 3;
std::atomic_int interrupts;

Result<PciAddress> addressIn(const QString &text)
{
    auto address = PciAddress::fromNodeDevice(text);
    if (!address)
        address = PciAddress::parse(text);
    if (!address)
        address = PciAddress::parse(QString(u"0000:"_s + text)); // as lspci prints it where there is one domain
    return address;
}
} // namespace

Session::Session(const Invocation &invocation)
    : m_invocation(invocation)
{
}

Session::~Session() = default;

void Session::onInterrupt(int)
{
    // The first one takes the job back; who is in a hurry presses again.
    if (++interrupts > 1)
        ::_exit(130);
}

Result<> Session::open()
{
    const QString name = !m_invocation.connection.isEmpty()
        ? m_invocation.connection
        : qEnvironmentVariable("LANEWAY_CONNECTION", Connection::bestName());
    const Verb *const verb = m_invocation.verb;
    const bool isPlain = verb && verb->ofDevice && addressIn(m_invocation.value("device"_L1));
    auto opened = Connection::open(name, isPlain ? Connection::Scope::JobsOnly : Connection::Scope::Everything);
    if (!opened)
        return fail(opened.error());
    m_connection = std::move(*opened);
    QObject::connect(m_connection.get(), &Connection::failed, m_connection.get(), [this](const Error &error) {
        m_lost = error;
        m_loop.quit();
    });
    QObject::connect(m_connection.get(), &Connection::ready, &m_loop, &QEventLoop::quit);
    if (!m_connection->isReady() && !m_lost)
        m_loop.exec();
    QObject::disconnect(m_connection.get(), &Connection::ready, &m_loop, nullptr);
    return m_lost ? Result<>(fail(*m_lost)) : Result<>();
}

int Session::report(const Error &error) const
{
    if (m_invocation.json) {
        complain(QString::fromUtf8(QJsonDocument(error.toJson()).toJson(QJsonDocument::Compact)) + u'\n');
    } else {
        // A parser says by itself where it stopped.
        const bool isParsers = error.code == ErrorCode::InvalidXml && error.subject.startsWith(u"line ");
        const int line = isParsers || m_file.isEmpty() ? 0 : error.extra[u"line"].toInt();
        const QString file = isParsers && !m_file.isEmpty() ? QString(m_file + u": ") : QString();
        complain((line > 0 ? Ctl::tr("error: %1, line %2, column %3: %4")
                                 .arg(m_file, QString::number(line), QString::number(error.extra[u"column"].toInt()),
                                     errorText(error))
                           : Ctl::tr("error: %1").arg(file + errorText(error)))
            + u'\n');
        complain(reasonsText(error));
    }
    return exitStatus(error);
}

int Session::wouldDo(const QString &text) const
{
    if (m_invocation.json)
        print(QJsonObject{{u"title"_s, text}, {u"steps"_s, QJsonArray()}});
    else
        print(text + u"\n\n"_s + Ctl::tr("Nothing was changed.") + u'\n');
    return Done;
}

Result<DomainInfo> Session::domain(const QString &text) const
{
    const QList<DomainInfo> domains = m_connection->domains();
    const QUuid uuid = QUuid::fromString(text);
    bool isNumber = false;
    const int id = text.toInt(&isNumber);
    const auto find = [&](auto matches) { return std::find_if(domains.begin(), domains.end(), matches); };
    auto found = find([&](const DomainInfo &d) { return d.name == text; });
    if (found == domains.end())
        found = find([&](const DomainInfo &d) { return !uuid.isNull() && d.uuid == uuid; });
    if (found == domains.end())
        found = find([&](const DomainInfo &d) { return isNumber && d.id >= 0 && d.id == id; });
    if (found == domains.end())
        return fail(ErrorCode::NotFound, Ctl::tr("domain %1").arg(text),
            Ctl::tr("lanewayctl list --all shows those that are there"));
    return *found;
}

namespace {
Error noDevice(const QString &text)
{
    return {ErrorCode::NotFound, text, Ctl::tr("lanewayctl nodedev-list --tree shows those that are there")};
}
} // namespace

Result<PciFunction> Session::device(const QString &text) const
{
    if (const auto address = addressIn(text)) {
        if (const PciFunction *function = host().find(*address))
            return *function;
        return fail(noDevice(text));
    }
    for (const PciFunction &function : host().functions)
        for (const NetInterface &interface : function.interfaces)
            if (interface.name == text)
                return function;
    return fail(noDevice(text));
}

Result<PciAddress> Session::deviceAddress(const QString &text) const
{
    if (const auto address = addressIn(text))
        return *address;
    return device(text).map([](const PciFunction &function) { return function.address; });
}

void Session::showProgress(const JobInfo &job)
{
    if (m_invocation.quiet || m_invocation.json || !::isatty(STDERR_FILENO))
        return;
    for (qsizetype i = 0; i < job.steps.size(); ++i) {
        const StepInfo &step = job.steps[i];
        const QString key = QString::number(i) + step.state;
        if ((step.state != u"running"_s && step.state != u"undoing"_s) || m_shown.contains(key))
            continue;
        m_shown += key;
        complain(u"[%1/%2] %3\n"_s.arg(i + 1)
                     .arg(job.steps.size())
                     .arg(step.state == u"undoing"_s ? step.undoText : step.text));
    }
}

Result<JobInfo> Session::follow(const QString &id)
{
    std::optional<JobInfo> last;
    const auto look = [&](const JobInfo &job) {
        if (job.id != id)
            return;
        last = job;
        showProgress(job);
        if (job.isFinished())
            m_loop.quit();
    };
    const QList<JobInfo> jobs = m_connection->jobs();
    for (const JobInfo &job : jobs)
        look(job);
    QObject context;
    QObject::connect(m_connection.get(), &Connection::jobChanged, &context, look);

    std::signal(SIGINT, onInterrupt);
    bool cancelled = false;
    QTimer interrupted;
    QObject::connect(&interrupted, &QTimer::timeout, &context, [&] {
        if (interrupts > 0 && !std::exchange(cancelled, true)) {
            complain(Ctl::tr("Taking it back …") + u'\n');
            m_connection->cancel(id);
        }
    });
    interrupted.start(interruptLookMs);
    while (!m_lost && !(last && last->isFinished()))
        m_loop.exec();
    std::signal(SIGINT, SIG_DFL);
    if (m_lost)
        return fail(*m_lost);
    return *last;
}

int Session::carryOut(const QString &kind, const QJsonObject &arguments, const QString &done)
{
    for (int attempt = 1;; ++attempt) {
        const auto plan = wait<PlanInfo>(
            [&](QObject *context, const auto &answer) { m_connection->plan(kind, arguments, context, answer); });
        if (!plan)
            return report(plan.error());
        if (m_invocation.dryRun) {
            if (m_invocation.json)
                print(plan->json);
            else
                print(planText(*plan));
            return Done;
        }
        if (!m_invocation.quiet && !m_invocation.json && attempt == 1)
            complain(lossesText(*plan) + (plan->warnings.isEmpty() ? QString() : plan->warnings.join(u'\n') + u'\n'));
        const auto id = wait<QString>(
            [&](QObject *context, const auto &answer) { m_connection->apply(plan->id, context, answer); });
        // Nobody has looked at the plan that no longer fits: the next one does as well.
        if (!id && id.error().code == ErrorCode::HostChanged && attempt < mostTries)
            continue;
        if (!id)
            return report(id.error());
        const auto job = follow(*id);
        if (!job)
            return report(job.error());
        const QList<VfRefusal> refused = job->refused();
        if (m_invocation.json) {
            QJsonObject json{{u"id"_s, job->id}, {u"title"_s, job->title}, {u"state"_s, job->state},
                {u"leftovers"_s, QJsonArray::fromStringList(job->leftovers)}};
            if (job->error)
                json[u"error"] = job->error->toJson();
            if (!refused.isEmpty())
                json[u"refused"] = refusalsToJson(refused);
            print(json);
            return job->state == u"done"_s ? Done : Failed;
        }
        if (job->state == u"done"_s) {
            print(done + u'\n');
            complain(refusalsText(refused));
            return Done;
        }
        if (!refused.isEmpty()) {
            complain(Ctl::tr("error: %1").arg(Ctl::tr("The driver refused a part of it.")) + u'\n');
            complain(refusalsText(refused));
        } else if (job->error) {
            complain(Ctl::tr("error: %1").arg(errorText(*job->error)) + u'\n');
            complain(reasonsText(*job->error));
        }
        if (job->state == u"rolled-back"_s) {
            complain(Ctl::tr("%1: everything was put back as it was.").arg(job->title) + u'\n');
        } else {
            complain(Ctl::tr("%1: not everything could be put back:").arg(job->title) + u'\n');
            for (const QString &leftover : job->leftovers)
                complain(u"  - "_s + leftover + u'\n');
            complain(Ctl::tr("See: lanewayctl journal show %1").arg(job->id) + u'\n');
        }
        return Failed;
    }
}

} // namespace laneway
