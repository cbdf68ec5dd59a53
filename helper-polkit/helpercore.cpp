// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpercore_p.h"

#include "domains/bridgeacl.h"
#include "kernel/keptsettings.h"
#include "kernel/processors.h"
#include "qemu/networkarguments.h"
#include "xml/processorpins.h"

#include <QFile>

namespace laneway {

Q_LOGGING_CATEGORY(lcCore, "laneway.helper.core")

namespace {

// Threads mostly wait, and for guests, which may let them wait: no user's may take them all.
constexpr int jobsAtOnce = 64;

/// For rules of udev, which have no search path: absolute. Empty where iproute2 is not installed.
QString ipProgram()
{
    for (const QString &file : {u"/usr/sbin/ip"_s, u"/sbin/ip"_s, u"/usr/bin/ip"_s, u"/bin/ip"_s})
        if (QFile::exists(file))
            return file;
    return {};
}

} // namespace

HelperCore::Private::Private(HelperCore *core, const Options &given)
    : q(core)
    , options(given)
    , kernel(given.kernel)
    , history(given.stateDirectory + u"/journal"_s)
    , domains(given.stateDirectory + u"/domains"_s)
    , runStore(given.runDirectory + u"/domains"_s)
    , networks(given.stateDirectory, given.runDirectory)
    , lives(given.runDirectory + u"/lives"_s)
    , autostarts(given.stateDirectory, given.runDirectory)
    , saved(given.stateDirectory + u"/saved"_s)
    , tpms(given.stateDirectory + u"/tpm"_s)
    , guestLives(lives, kernel.guests, questions, runs, given.rebootMs, core,
          [core](const QUuid &uuid) { Q_EMIT core->domainChanged(uuid); })
    , figures(kernel, questions, figuresAgeMs, core)
    , lateUnplugs(
          kernel, questions, runs, core, [this](const QUuid &uuid) { return jobs.isBusy(uuid); },
          [this](const QUuid &uuid, const QString &id) { finishUnplug(uuid, id); })
{
    jobPool.setMaxThreadCount(jobsAtOnce);
    readPool.setMaxThreadCount(2);
    askPool.setMaxThreadCount(1);
    sinceStart.start();
}

HelperCore::Private::~Private()
{
    for (const auto &job : jobs.all())
        *job->cancel = true;
    jobPool.waitForDone();
    askPool.waitForDone();
    readPool.waitForDone();
    questions.waitForDone();
}

World HelperCore::Private::world() const
{
    World world{host, domains, runs, detached, qemu, [this](const QString &job) { return history.entry(job); },
        [this, known = std::make_shared<std::optional<QMap<PciAddress, QJsonObject>>>()](const PciAddress &device) {
            if (!*known)
                *known = history.formerDrivers();
            return (*known)->value(device);
        },
        options.simulated, options.privileged, networks.all(), promised(),
        [this](const QUuid &domain, const MacAddress &interface) { return networks.lastLease(domain, interface); },
        [this](const PciAddress &pf) { return keptRuleNow(kernel.etc, pf); }, ipProgram(), opened,
        [this](const QUuid &domain) { return networks.leasesOfOthers(domain); },
        [this](const QString &processors) { return nodeOfProcessors(kernel.sys, processors); }, savedNow,
        saved.directory(), {}, [this](const QUuid &domain) { return pace.recent(domain, sinceStart.elapsed()); }};
    world.links = [this] { return kernel.netlink.links(); };
    if (!options.simulated) {
        world.mayUseBridge = [](const QString &bridge, uint uid) { return laneway::mayUseBridge(bridge, uid); };
        world.onlineProcessors = [this] {
            return kernel.sys.read(u"devices/system/cpu/online"_s).and_then([](const QByteArray &list) {
                return readProcessorList(QString::fromLatin1(list).trimmed());
            });
        };
        world.bridgeHelper = [] { return bridgeHelperProgram(); };
    }
    world.starting = starting;
    world.hasVhostNet = kernel.nodes.state(u"vhost-net"_s).has_value();
    return world;
}

HelperCore::HelperCore(const Options &options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, options))
{
}

HelperCore::~HelperCore() = default;

DomainState HelperCore::Private::stateOf(const QUuid &uuid) const
{
    const auto run = runs.constFind(uuid);
    DomainState state = laneway::stateOf(
        uuid, domains.find(uuid), run == runs.constEnd() ? nullptr : &*run, ids.value(uuid, -1), lives.of(uuid));
    state.revision = revisions.value(uuid);
    state.autostart = autostarts.has(uuid);
    state.hasSavedState = savedNow.contains(uuid);
    return state;
}

tl::unexpected<Error> HelperCore::Private::notRunning(const QUuid &domain) const
{
    const StoredDomain *stored = domains.find(domain);
    return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + (stored ? stored->xml.name() : idText(domain)),
        u"It is not running."_s);
}

QList<DomainState> HelperCore::domains(std::optional<uint> owner) const
{
    QSet<QUuid> uuids;
    for (auto domain = d->domains.all().begin(); domain != d->domains.all().end(); ++domain)
        uuids += domain.key();
    for (auto run = d->runs.begin(); run != d->runs.end(); ++run)
        uuids += run.key();
    QList<DomainState> states;
    for (const QUuid &uuid : std::as_const(uuids)) {
        const DomainState state = d->stateOf(uuid);
        if (!owner || state.owner == *owner)
            states += state;
    }
    std::sort(states.begin(), states.end(), [](const DomainState &one, const DomainState &other) {
        return std::tie(one.name, one.uuid) < std::tie(other.name, other.uuid);
    });
    return states;
}

std::optional<DomainState> HelperCore::domain(const QUuid &uuid) const
{
    if (!d->domains.find(uuid) && !d->runs.contains(uuid))
        return std::nullopt;
    return d->stateOf(uuid);
}

Result<QByteArray> HelperCore::domainXml(const QUuid &uuid, bool inactive) const
{
    const auto run = d->runs.constFind(uuid);
    if (run != d->runs.constEnd() && !inactive) {
        auto xml = run->live();
        if (!xml)
            return fail(xml.error());
        xml->editableRoot().setAttribute(u"id"_s, d->ids.value(uuid));
        return xml->toXml();
    }
    if (const StoredDomain *domain = d->domains.find(uuid))
        return domain->xml.toXml();
    return fail(ErrorCode::NotFound, idText(uuid));
}

bool HelperCore::hasWork() const
{
    return !d->jobs.isIdle();
}

bool HelperCore::isIdle() const
{
    return d->jobs.isIdle() && !d->reading && d->nextReaders.isEmpty() && d->plansUnderWay == 0
        && d->questions.isIdle();
}

} // namespace laneway
