// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bus/door.h"

#include "bus/hosthistory.h"
#include "bus/objectmanager.h"
#include "bus/relays.h"
#include "core/busnames.h"
#include "core/sizetext.h"
#include "steps/addtap.h"
#include "steps/attachdevice.h"
#include "steps/giveback.h"
#include "steps/startdomain.h"

#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QJsonDocument>

#include <unistd.h>

namespace laneway {

namespace {
Place placeOf(const QString &path)
{
    if (path == busnames::root)
        return Place::Root;
    if (busnames::domainOf(path))
        return Place::Domain;
    if (busnames::networkOf(path))
        return Place::Network;
    if (busnames::deviceOf(path))
        return Place::Device;
    if (!busnames::leafOf(path, "jobs"_L1).isEmpty())
        return Place::Job;
    return Place::Anywhere;
}

QString actionOf(Right right)
{
    switch (right) {
    case Right::ManageMachine: return actions::manageMachine;
    case Right::ReadLibvirt: return actions::readLibvirt;
    case Right::ManageNetwork: return actions::manageNetwork;
    default: return actions::inspect;
    }
}

std::optional<JobState> jobAt(const HelperCore &core, const QString &path)
{
    const QList<JobState> jobs = core.jobs();
    for (const JobState &job : jobs)
        if (busnames::jobPath(job.id) == path)
            return job;
    return std::nullopt;
}

/// The most that its machine may keep of the memory after it; 0: what is kept does not change.
quint64 lockedMemoryOf(const Plan &plan)
{
    quint64 most = 0;
    for (const StepPtr &step : plan.steps) {
        if (const auto *start = dynamic_cast<const StartDomain *>(step.get()))
            most = std::max(most, start->launch().memoryLockBytes);
        if (const auto *attach = dynamic_cast<const AttachDevice *>(step.get());
            attach && attach->values().memoryLock != attach->values().formerMemoryLock)
            most = std::max(most, attach->values().memoryLock);
    }
    return most;
}

/// So many as a dialog has room for.
QString fewOf(QStringList all, qsizetype most)
{
    if (const qsizetype more = all.size() - most; more > 0)
        all = all.first(most) << u"+%1"_s.arg(more);
    return all.join(u", "_s);
}

QMap<QString, QString> detailsOf(const Plan &plan)
{
    QMap<QString, QString> details{{u"kind"_s, plan.kind}};
    // From what would be done, never from what was asked: a dialog and a polkit rule go by it.
    QStringList devices;
    QList<AddTap::Values> taps;
    const auto add = [&](const PciAddress &function) { devices += function.toString(); };
    const auto addUsb = [&](const UsbPort &port) { devices += u"USB "_s + port.toString(); };
    for (auto it = plan.verdicts.begin(); it != plan.verdicts.end(); ++it)
        add(it.key());
    for (auto it = plan.usbVerdicts.begin(); it != plan.usbVerdicts.end(); ++it)
        addUsb(it.key());
    for (const StepPtr &step : plan.steps) {
        for (const PciAddress &function : step->devices())
            add(function);
        for (const UsbPort &port : step->usbDevices())
            addUsb(port);
        if (const auto *tap = dynamic_cast<const AddTap *>(step.get()))
            taps += tap->values();
    }
    tellDevices(devices, taps, details);
    if (!plan.domain.isNull())
        details[u"machine"_s] = forDialog(plan.domainName);
    tellLockedMemory(lockedMemoryOf(plan), details);
    const auto lasts = std::count_if(plan.steps.begin(), plan.steps.end(), [](const StepPtr &step) {
        const auto *back = dynamic_cast<const GiveBack *>(step.get());
        return (back ? back->step()->kind() : step->kind()) == u"keep-file";
    });
    if (lasts > 0)
        details[u"start"_s] = lasts == plan.steps.size() ? u"only"_s : u"too"_s;
    return details;
}
} // namespace

QString forDialog(const QString &text)
{
    QString shown;
    for (const QChar c : text.left(64))
        shown += c.isLetterOrNumber() || u"-_.:+/ "_s.contains(c) ? c : QChar(u'?');
    return shown;
}

void tellDevices(QStringList devices, const QList<AddTap::Values> &taps, QMap<QString, QString> &details)
{
    // With a comma and a blank one would be read as two; no interface has both in its name.
    const auto plain = [](const QString &name) { return isLinkName(name) ? name : forDialog(name); };
    QStringList names, mtus, modes;
    for (const AddTap::Values &tap : taps) {
        devices += plain(tap.bridge.isEmpty() ? tap.lower : tap.bridge);
        if (!tap.interface.isEmpty() && !isGivenTapName(tap.interface))
            names += forDialog(tap.interface);
        if (tap.lowersMtu)
            mtus += QString::number(tap.mtu);
        if (!tap.mode.isEmpty())
            modes += forDialog(tap.mode);
    }
    const auto tell = [&](const QString &key, QStringList &values) {
        values.removeDuplicates();
        values.sort();
        if (!values.isEmpty())
            details[key] = values.join(u", "_s);
        return !values.isEmpty();
    };
    if (tell(u"devices"_s, devices)) {
        for (QString &device : devices)
            device = forDialog(device);
        details[u"device"_s] = fewOf(devices, 16);
    }
    QStringList terms;
    if (tell(u"interface"_s, names))
        terms += u"interface "_s + fewOf(names, 4);
    if (tell(u"mtu"_s, mtus))
        terms += u"MTU "_s + fewOf(mtus, 4);
    if (tell(u"mode"_s, modes))
        terms += u"mode "_s + fewOf(modes, 4);
    if (!terms.isEmpty())
        details[u"tap"_s] = terms.join(u", "_s);
}

void tellLockedMemory(quint64 bytes, QMap<QString, QString> &details)
{
    if (bytes == 0)
        return;
    const bool isBounded = bytes != ~quint64(0);
    details[u"locked-memory"_s] = isBounded ? QString::number(bytes) : u"unlimited"_s;
    if (isBounded)
        details[u"memory"_s] = sizeText(qint64(bytes));
}

Door::Door(HelperCore &core, Authority &authority, const Options &options, QObject *parent)
    : QDBusVirtualObject(parent)
    , m_core(core)
    , m_authority(authority)
    , m_options(options)
    , m_history(std::make_unique<HostHistory>(core))
    , m_objects(std::make_unique<ObjectManager>(*this))
    , m_relays(std::make_unique<Relays>())
{
    m_callers.setWatchMode(QDBusServiceWatcher::WatchForUnregistration);
    connect(&m_callers, &QDBusServiceWatcher::serviceUnregistered, this, [this](const QString &name) {
        m_callers.removeWatchedService(name);
        m_uids.remove(name);
        m_authority.forget(name);
        m_underWay.remove(name);
        m_relays->forget(name);
        Q_EMIT callerLeft(name);
    });
}

Door::~Door()
{
    for (QDBusConnection &connection : m_connections)
        connection.unregisterObject(busnames::root, QDBusConnection::UnregisterTree);
}

bool Door::serve(const QDBusConnection &connection)
{
    QDBusConnection own = connection;
    if (!own.registerVirtualObject(busnames::root, this, QDBusConnection::SubPath))
        return false;
    m_connections += own; // a peer's connection lives as long as its copies
    if (!m_options.isPeer)
        m_callers.setConnection(own);
    return true;
}

void Door::drop(const QString &connectionName)
{
    m_relays->forget(connectionName);
    m_connections.removeIf([&](const QDBusConnection &c) { return c.name() == connectionName; });
}

bool Door::isIdle() const
{
    return m_underWay.isEmpty() && m_uids.isEmpty() && m_authority.isIdle() && m_core.isIdle();
}

bool Door::handleMessage(const QDBusMessage &message, const QDBusConnection &connection)
{
    if (message.type() != QDBusMessage::MethodCallMessage)
        return false;
    const Call stranger{connection, message, {}};
    const Method *method = findMethod(message.interface(), message.member());
    if (!method) {
        connection.send(message.createErrorReply(QDBusError::UnknownMethod,
            u"%1.%2 is no method of this service"_s.arg(message.interface(), message.member())));
        return true;
    }
    if (message.signature() != method->signature) {
        connection.send(message.createErrorReply(QDBusError::InvalidSignature,
            u"%1 takes \"%2\", not \"%3\""_s.arg(method->name, method->signature, message.signature())));
        return true;
    }
    if (method->place != Place::Anywhere && method->place != placeOf(message.path())) {
        connection.send(message.createErrorReply(QDBusError::UnknownObject, message.path()));
        return true;
    }
    if (m_underWay.value(message.service()) >= callsUnderWay) {
        stranger.refuse(Error{ErrorCode::LimitExceeded, message.member(), u"too many calls under way"_s});
        return true;
    }
    identify(connection, message, [this, method, stranger](const Result<Caller> &caller) {
        if (!caller)
            return stranger.refuse(caller.error());
        Call call = stranger;
        call.caller = *caller;
        admit(*method, call);
    });
    return true;
}

void Door::identify(
    const QDBusConnection &connection, const QDBusMessage &message, std::function<void(const Result<Caller> &)> then)
{
    if (m_options.isPeer)
        return then(Caller{{}, ::geteuid(), true});
    const QString name = message.service();
    if (name.isEmpty())
        return then(fail(ErrorCode::NotAuthorized, message.member(), u"a caller without a bus name"_s));
    if (const auto known = m_uids.constFind(name); known != m_uids.constEnd())
        return then(Caller{name, *known, false});

    // The bus knows whose connection it is; what the caller says of itself is not asked.
    m_callers.addWatchedService(name);
    ++m_underWay[name];
    auto question = QDBusMessage::createMethodCall(
        u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s, u"org.freedesktop.DBus"_s, u"GetConnectionUnixUser"_s);
    question << name;
    auto *watcher = new QDBusPendingCallWatcher(connection.asyncCall(question), this);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, name, then] {
        watcher->deleteLater();
        if (const auto count = m_underWay.find(name); count != m_underWay.end() && --*count <= 0)
            m_underWay.erase(count);
        const QDBusPendingReply<uint> reply = *watcher;
        if (!reply.isValid()) {
            m_callers.removeWatchedService(name);
            return then(fail(ErrorCode::NotAuthorized, name, reply.error().message()));
        }
        m_uids.insert(name, reply.value());
        then(Caller{name, reply.value(), false});
    });
}

void Door::admit(const Method &method, const Call &call)
{
    if (!method.ownersOnly)
        return enter(method, call);
    // Properties are read on any object; those of root and devices are no secret.
    if (const auto uuid = busnames::domainOf(call.message.path()))
        return withDomain(call, *uuid, [this, &method, call](const DomainState &) { enter(method, call); });
    if (placeOf(call.message.path()) == Place::Job) {
        const auto job = jobAt(m_core, call.message.path());
        if (!job || !call.caller.sees(job->owner))
            return call.refuse(Error{ErrorCode::NotFound, call.message.path(), {}});
    }
    enter(method, call);
}

void Door::enter(const Method &method, const Call &call)
{
    switch (method.right) {
    case Right::Open: return run(method, call);
    case Right::OfPlan:
        // applyPlan() asks for what the plan does, but a refusal already tells of the host, and is work.
        if (placeOf(call.message.path()) != Place::Root)
            return authorise(call, actionOf(Right::Inspect), {}, [this, &method, call] { run(method, call); });
        return run(method, call);
    case Right::Inspect:
    case Right::ManageMachine:
    case Right::ReadLibvirt:
    case Right::ManageNetwork: break;
    }
    QMap<QString, QString> details;
    if (method.right == Right::ManageMachine) {
        if (const auto uuid = busnames::domainOf(call.message.path()))
            if (const auto state = m_core.domain(*uuid))
                details[u"machine"_s] = forDialog(state->name);
    }
    if (method.right == Right::ManageNetwork) {
        if (const auto uuid = busnames::networkOf(call.message.path()))
            if (const QString name = m_core.networkName(*uuid); !name.isEmpty())
                details[u"network"_s] = forDialog(name);
        if (placeOf(call.message.path()) == Place::Root) { // DefineNetwork
            const QByteArray text = call.argument<QString>(0).left(NetworkXml::largestText + 1).toUtf8();
            const auto xml = text.size() > NetworkXml::largestText
                ? fail(ErrorCode::LimitExceeded, u"network"_s, u"its XML is too large"_s)
                : NetworkXml::parse(text);
            if (!xml) // nobody is to type a password for it
                return call.refuse(xml.error());
            details[u"network"_s] = forDialog(xml->name());
        }
    }
    authorise(call, actionOf(method.right), details, [this, &method, call] { run(method, call); });
}

void Door::run(const Method &method, const Call &call)
{
    method.handler(*this, call);
}

void Door::authorise(
    const Call &call, const QString &action, const QMap<QString, QString> &details, std::function<void()> then)
{
    const Authority::Question question{call.caller, action, details, call.message.isInteractiveAuthorizationAllowed()};
    m_authority.check(question, [call, then = std::move(then)](const Result<> &allowed) {
        if (!allowed)
            return call.refuse(allowed.error());
        then();
    });
}

void Door::withDomain(const Call &call, const QUuid &uuid, std::function<void(const DomainState &)> then)
{
    const Error missing{ErrorCode::NotFound, uuid.toString(QUuid::WithoutBraces), {}};
    const auto state = m_core.domain(uuid);
    if (!state)
        return call.refuse(missing);
    if (call.caller.sees(state->owner))
        return then(*state);
    // A refusal must not tell that there is such a machine.
    const Authority::Question question{call.caller, actions::manageOthers, {{u"machine"_s, forDialog(state->name)}},
        call.message.isInteractiveAuthorizationAllowed()};
    m_authority.check(question, [this, call, missing, uuid, then = std::move(then)](const Result<> &allowed) {
        const auto now = m_core.domain(uuid);
        if (!allowed || !now)
            return call.refuse(missing);
        then(*now);
    });
}

void Door::plan(
    const Call &call, const QString &kind, const QJsonObject &arguments, std::function<void(const Plan &)> then)
{
    if (QJsonDocument(arguments).toJson(QJsonDocument::Compact).size() > largestArguments)
        return call.refuse(Error{ErrorCode::LimitExceeded, kind, u"the arguments are too large"_s});
    int &planning = m_planning[call.caller.uid];
    if (planning >= plansUnderWay)
        return call.refuse(Error{ErrorCode::LimitExceeded, kind, u"too many plans are being made"_s});

    const auto make = [this, call, kind, arguments, then = std::move(then)](uint owner) {
        ++m_planning[call.caller.uid];
        m_core.plan({kind, arguments, owner}, [this, call, then](const Result<Plan> &plan) {
            --m_planning[call.caller.uid];
            if (!plan)
                return call.refuse(plan.error());
            then(*plan);
        });
    };
    // Undoing a job is for whoever began it, whatever else is said.
    if (const QString job = arguments[u"job"].toString(); !job.isEmpty()) {
        const auto entry = m_core.journalEntry(job);
        if (!entry || !call.caller.sees(uint(entry->value(u"owner").toInteger(-1))))
            return call.refuse(Error{ErrorCode::NotFound, job.left(64), {}});
    }
    // By UUID another user's domain can be meant, which needs its own right; a name is looked for
    // among the caller's own.
    const QUuid uuid = QUuid::fromString(arguments[u"domain"].toString());
    if (!uuid.isNull())
        return withDomain(call, uuid, [make](const DomainState &domain) { make(domain.owner); });
    make(call.caller.uid);
}

void Door::applyPlan(const Call &call, const QString &planId, const std::function<void()> &planAnew)
{
    const auto plan = m_core.storedPlan(planId);
    const Error missing{ErrorCode::NotFound, u"plan"_s, {}};
    if (!plan)
        return call.refuse(missing);
    const auto tooMany = [this, owner = plan->caller] {
        const QList<JobState> jobs = m_core.jobs();
        return std::count_if(jobs.begin(), jobs.end(), [&](const JobState &job) {
            return job.owner == owner && job.state == u"running"_s;
        }) >= jobsRunning;
    };
    const auto begin = [this, call, plan = *plan, tooMany, planAnew] {
        const Error limit{ErrorCode::LimitExceeded, plan.title, u"too many jobs are running"_s};
        if (tooMany())
            return call.refuse(limit);
        authorise(call, plan.action, detailsOf(plan), [this, call, plan, tooMany, limit, planAnew] {
            if (tooMany()) // again: many may have been asked about at once
                return call.refuse(limit);
            const auto job = m_core.apply(plan.id, plan.caller);
            if (!job && job.error().code == ErrorCode::HostChanged && planAnew)
                return planAnew();
            if (!job)
                return call.refuse(job.error());
            m_objects->publish();
            call.reply({QVariant::fromValue(QDBusObjectPath(busnames::jobPath(*job)))});
        });
    };
    if (call.caller.sees(plan->caller))
        return begin();
    // Made for somebody else's domain: whoever may manage it may apply it, and nobody else knows of it.
    if (plan->domain.isNull())
        return call.refuse(missing);
    withDomain(call, plan->domain, [begin](const DomainState &) { begin(); });
}

void Door::planAndApply(const Call &call, const QString &kind, const QJsonObject &arguments, int tries)
{
    plan(call, kind, arguments, [this, call, kind, arguments, tries](const Plan &plan) {
        // Nobody has seen which function of a pool it was to be: when another machine got that, the next
        // one does as well.
        std::function<void()> again;
        if (!plan.leases.isEmpty() && tries > 1)
            again = [this, call, kind, arguments, tries] { planAndApply(call, kind, arguments, tries - 1); };
        applyPlan(call, plan.id, again);
    });
}

} // namespace laneway
