// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/commit.h"
#include "jobs/jobrunner.h"
#include "jobs/recovery.h"
#include "kernel/hostreader.h"
#include "kernel/keptsettings.h"
#include "plan/imageplans.h"
#include "worlds.h"
#include "xml/xmlnodes.h"

#include <QDir>
#include <QFileInfo>

namespace laneway {

/// A helper's disk and a kernel, for one job that is disturbed.
class Scenario
{
    /// In memory where there is such a place: syncing is proven elsewhere, and these are many.
    static QString place()
    {
        const QString shm = u"/dev/shm"_s;
        return (QFileInfo(shm).isWritable() ? shm : QDir::tempPath()) + u"/laneway-test-XXXXXX"_s;
    }

public:
    explicit Scenario(const HostSnapshot &host = smallServer())
        : directory(place())
        , kernel(host)
        , runs(directory.filePath(u"run"_s))
        , domains(directory.filePath(u"domains"_s))
    {
    }

    /// As the helper plans it, for the kernel as it is now.
    Plan plan(const QString &kind, const QJsonObject &arguments)
    {
        TestWorld world(*readHost(kernel.doors()));
        for (const StoredDomain &domain : domains.all())
            (void)world.domains.put(domain.xml, domain.owner);
        world.runs = *runs.load();
        world.networks = networks;
        world.savedDirectory = saved.directory();
        world.keptFile = [this](const PciAddress &pf) { return keptRuleNow(kernel.doors().etc, pf); };
        if (kind == u"release")
            return releasePlan(world.runs.first(), world.world());
        const PlanRequest request{kind, arguments, world.caller};
        World asked = world.worldFor(request);
        asked.links = [this] { return kernel.doors().netlink.links(); };
        asked.imageFolder = u"/home/user/images"_s;
        asked.files = *lookAtFiles(kernel.doors().programs, {}, filesToLookAt(request, asked));
        const auto plan = makePlan(request, asked);
        if (!plan)
            qFatal("%s", qPrintable(plan.error().toString()));
        return *plan;
    }
    void define(const QString &name, const QString &devices)
    {
        auto xml = DomainXml::parse(domainText(name, devices));
        if (!xml || !xml->complete({}, DomainXml::Networks::Pools) || !domains.put(*xml, 1000))
            qFatal("the definition is broken");
    }
    JobOutcome run(const Plan &plan, const StepProgress &progress = {})
    {
        const QString job = QString::asprintf("job-%03d", ++jobs);
        const auto before = runs.load();
        const QString guest = before->value(plan.domain).guest.id;
        Commit commit(plan, job, guest, kernel.doors(), runs, domains);
        const auto journal = Journal::begin(journals(), job, plan);
        if (!journal)
            qFatal("%s", qPrintable(journal.error().toString()));
        return runPlan(plan, kernel.doors(), **journal, progress, false, [&](const QMap<int, QJsonObject> &former) {
            const auto done = commit(former);
            if (onCommitted)
                onCommitted();
            if (done && isStoredUnsynced)
                return Result<>(fail(ErrorCode::KernelRefused, u"definition"_s, u"EIO from fsync"_s));
            return done;
        });
    }
    /// The kernel's state, without which nodes a guest's unit would let it open: see AttachDevice.
    QJsonObject state() const
    {
        QJsonObject state = kernel.state();
        QJsonObject guests = state[u"guests"].toObject();
        for (auto guest = guests.begin(); guest != guests.end(); ++guest) {
            QJsonObject one = guest->toObject();
            one.remove(u"nodes");
            *guest = one;
        }
        state[u"guests"] = guests;
        return state;
    }
    /// As it is on disk.
    QByteArray definition()
    {
        domains.load();
        return domains.all().isEmpty() ? QByteArray() : domains.all().first().xml.toXml();
    }
    /// Images of its own making that a stored definition names and that are not there.
    QStringList missingImages()
    {
        QStringList missing;
        domains.load();
        for (const StoredDomain &domain : domains.all())
            for (const QDomElement &disk :
                childElements(domain.xml.root().firstChildElement(u"devices"_s), u"disk"_s)) {
                const QString path = disk.firstChildElement(u"source"_s).attribute(u"file"_s);
                const auto there = OwnerFiles(kernel.doors().programs, {}, u"test"_s).look(path);
                if (path.startsWith(u"/home/user/images/") && there->kind == FileFacts::Kind::Missing)
                    missing += path;
            }
        return missing;
    }
    QList<RecoveryReport> recover() { return laneway::recover(journals(), kernel.doors(), runs, &domains); }
    QString journals() const { return directory.filePath(u"journal"_s); }

    QTemporaryDir directory;
    SimKernel kernel;
    RunStore runs;
    DomainStore domains;
    SavedStates saved{directory.filePath(u"saved"_s)};
    Networks networks = TestWorld::poolOf(u"enp2s0f0"_s);
    std::function<void()> onCommitted;
    bool isStoredUnsynced = false; ///< all is written, and said to have failed
    int jobs = 0;
};

/// A job by name: what is there before, and what is asked for.
struct Job
{
    std::function<void(Scenario &)> prepare;
    QString kind;
    QJsonObject arguments;
    HostSnapshot host = smallServer();
};

inline QMap<QByteArray, Job> everyJob()
{
    const auto nothing = [](Scenario &) {};
    // With everything an administrator can have given, QoS included.
    const auto configured = [](Scenario &scenario) {
        VfChanges changes;
        for (quint32 i = 0; i < 4; ++i)
            changes.append({VfIndex{i},
                *VfChange::parse({u"mac=52:54:00:aa:00:0"_s + QString::number(i), u"vlan=%1"_s.arg(20 + i), u"qos=5"_s,
                    i % 2 ? u"trust=on"_s : u"spoofchk=off"_s, u"max_tx_rate=100"_s})});
        // igb takes rates only while it has a link.
        Netlink &netlink = scenario.kernel.doors().netlink;
        const bool wasUp = netlink.isLinkUp(u"enp2s0f0"_s).value_or(false);
        (void)netlink.setLinkUp(u"enp2s0f0"_s, true);
        const auto refused = netlink.setVfs(u"enp2s0f0"_s, changes);
        (void)netlink.setLinkUp(u"enp2s0f0"_s, wasUp);
        if (!refused || !refused->isEmpty())
            qFatal("%s", qPrintable(refused ? refused->first().error.toString() : refused.error().toString()));
    };
    const auto web = [configured](Scenario &scenario) {
        configured(scenario);
        scenario.define(u"web"_s, hostdevInterface(igbVf, tagged) + hostdev(otherVf) + usbKeyboard);
    };
    const auto running = [web](Scenario &scenario) {
        web(scenario);
        if (scenario.run(scenario.plan(u"start"_s, {{u"domain"_s, u"web"_s}})).state != u"done")
            qFatal("cannot be started");
    };
    const auto wholeCard = [configured](Scenario &scenario) {
        configured(scenario);
        scenario.define(u"whole"_s, hostdev(igbPf));
    };
    const auto inBridge = [](Scenario &scenario) {
        scenario.kernel.putLink(
            {u"br0"_s, u"bridge"_s, {}, {}, {}, true, *MacAddress::parse(u"02:00:00:00:00:01"), 1500, 1});
        scenario.define(u"bridged"_s, bridgeCard + throughCard);
    };
    const auto startedInBridge = [inBridge](Scenario &scenario) {
        inBridge(scenario);
        if (scenario.run(scenario.plan(u"start"_s, {{u"domain"_s, u"bridged"_s}})).state != u"done")
            qFatal("cannot be started");
    };
    const auto besideBridge = [](Scenario &scenario) {
        scenario.kernel.putLink(
            {u"br0"_s, u"bridge"_s, {}, {}, {}, true, *MacAddress::parse(u"02:00:00:00:00:01"), 1500, 1});
        scenario.define(u"web"_s, {});
        scenario.run(scenario.plan(u"start"_s, {{u"domain"_s, u"web"_s}}));
    };
    const auto onOverlay = [](Scenario &scenario) {
        const QString image = u"/home/user/images/web.qcow2"_s;
        scenario.run(scenario.plan(u"image-create"_s, {{u"path"_s, image}, {u"bytes"_s, u"1073741824"_s}}));
        scenario.define(u"web"_s,
            u"<disk type='file'><driver type='qcow2'/><source file='%1'/><target dev='vda'/></disk>"_s.arg(image));
        scenario.run(scenario.plan(
            u"snapshot-create"_s, {{u"domain"_s, u"web"_s}, {u"name"_s, u"clean"_s}, {u"external"_s, true}}));
        scenario.domains.load();
    };
    const auto nvmeVfs = [](Scenario &scenario) {
        scenario.run(scenario.plan(u"vf-create"_s, {{u"device"_s, nvmePf.toString()}, {u"count"_s, 2}}));
    };
    // Its PF is down, so that a start has every kind of step.
    HostSnapshot down = smallServer();
    down.functions[igbPf].interfaces.first().up = false;
    const QJsonObject domain{{u"domain"_s, u"web"_s}};
    const QJsonObject vf{{u"device"_s, igbVf.toString()}};
    QJsonArray many;
    for (int i = 0; i < 7; ++i)
        many += QJsonObject{{u"index"_s, i}, {u"mac"_s, QString(u"52:54:00:bb:00:0"_s + QString::number(i))},
            {u"vlan"_s, i % 3 ? 100 + i : 0}, {u"trust"_s, i == 3}, {u"spoofCheck"_s, i != 4}, {u"maxRate"_s, 10 * i}};
    const QJsonObject clean{{u"domain"_s, u"web"_s}, {u"name"_s, u"clean"_s}};
    const QJsonArray twoDisks{QJsonObject{{u"path"_s, u"/home/user/images/a.qcow2"_s}, {u"bytes"_s, u"1073741824"_s}},
        QJsonObject{{u"path"_s, u"/home/user/images/b.img"_s}, {u"format"_s, u"raw"_s}, {u"bytes"_s, u"1048576"_s}}};
    const QJsonObject fresh{
        {u"xml"_s,
            QString::fromUtf8(domainText(u"fresh"_s,
                u"<disk type='file'><driver type='qcow2'/><source file='/home/user/images/a.qcow2'/><target dev='vda'/></disk>"
                "<disk type='file'><source file='/home/user/images/b.img'/><target dev='vdb'/></disk>"_s
                    + hostdev(otherVf)))},
        {u"images"_s, twoDisks}};
    QJsonObject freshStarted = fresh;
    freshStarted[u"start"] = true;
    const auto detached = [vf](Scenario &scenario) { scenario.run(scenario.plan(u"detach"_s, vf)); };
    return {{"start", {web, u"start"_s, domain, down}}, {"destroy", {running, u"destroy"_s, domain, down}},
        {"release",
            {[running](Scenario &scenario) {
                 running(scenario);
                 scenario.kernel.endGuest(scenario.runs.load()->first().guest.id, u"signal 9"_s);
             },
                u"release"_s, domain, down}},
        {"start, port profile",
            {[](Scenario &scenario) { scenario.define(u"web"_s, hostdevInterface(igbVf, profiled)); }, u"start"_s,
                domain, enicServer()}},
        {"create", {nothing, u"create"_s, fresh}}, {"create, started", {nothing, u"create"_s, freshStarted}},
        {"detach", {nothing, u"detach"_s, vf}}, {"reattach", {detached, u"reattach"_s, vf}},
        {"vf-create", {nothing, u"vf-create"_s, {{u"device"_s, igbPf.toString()}, {u"count"_s, 4}}}},
        {"vf-create-nvme",
            {nothing, u"vf-create"_s, {{u"device"_s, nvmePf.toString()}, {u"count"_s, 2}}, nvmeServer()}},
        {"vf-remake-nvme",
            {nvmeVfs, u"vf-create"_s, {{u"device"_s, nvmePf.toString()}, {u"count"_s, 3}}, nvmeServer()}},
        {"start-nvme",
            {[nvmeVfs](Scenario &scenario) {
                 nvmeVfs(scenario);
                 (void)scenario.kernel.doors().nvme.assign(nvmePf, {{1, VfIndex{0}, false, 0, 0}});
                 scenario.define(u"disk"_s, hostdev(nvmeVf));
             },
                u"start"_s, {{u"domain"_s, u"disk"_s}}, nvmeServer()}},
        {"vf-create, kept",
            {nothing, u"vf-create"_s,
                {{u"device"_s, igbPf.toString()}, {u"count"_s, 4}, {u"autoprobe"_s, false}, {u"keep"_s, true}}}},
        {"vf-configure", {configured, u"vf-configure"_s, {{u"device"_s, igbPf.toString()}, {u"vfs"_s, many}}}},
        {"vf-configure, refused",
            {[configured](Scenario &scenario) {
                 configured(scenario);
                 SimQuirks quirks;
                 quirks.refusals = {{igbPf, VfIndex{2}, VfField::Vlan, EIO}};
                 scenario.kernel.setQuirks(quirks);
             },
                u"vf-configure"_s, {{u"device"_s, igbPf.toString()}, {u"vfs"_s, many}, {u"refused"_s, u"keep"_s}}}},
        {"vf-keep", {configured, u"vf-keep"_s, {{u"device"_s, igbPf.toString()}, {u"keep"_s, true}}}},
        {"vf-keep, changed",
            {[configured](Scenario &scenario) {
                 scenario.run(scenario.plan(u"vf-keep"_s, {{u"device"_s, igbPf.toString()}, {u"keep"_s, true}}));
                 configured(scenario);
             },
                u"vf-keep"_s, {{u"device"_s, igbPf.toString()}, {u"keep"_s, true}}}},
        {"vf-set",
            {nothing, u"vf-set"_s,
                {{u"device"_s, igbVf.toString()}, {u"mac"_s, u"52:54:00:00:00:07"_s}, {u"vlan"_s, 7},
                    {u"trust"_s, true}}}},
        {"attach",
            {[configured](Scenario &scenario) {
                 configured(scenario);
                 scenario.define(u"web"_s, hostdev(otherVf));
                 scenario.run(scenario.plan(u"start"_s, {{u"domain"_s, u"web"_s}}));
             },
                u"attach"_s,
                {{u"domain"_s, u"web"_s}, {u"xml"_s, hostdevInterface(igbVf, tagged)}, {u"live"_s, true}}}},
        {"start-pool",
            {[configured](Scenario &scenario) {
                 configured(scenario);
                 scenario.define(u"web"_s, fromPool + fromPool);
             },
                u"start"_s, domain, down}},
        {"start-pf", {wholeCard, u"start"_s, {{u"domain"_s, u"whole"_s}}}},
        {"destroy-pf",
            {[wholeCard](Scenario &scenario) {
                 wholeCard(scenario);
                 if (scenario.run(scenario.plan(u"start"_s, {{u"domain"_s, u"whole"_s}})).state != u"done")
                     qFatal("cannot be started");
             },
                u"destroy"_s, {{u"domain"_s, u"whole"_s}}}},
        {"attach-usb",
            {[](Scenario &scenario) {
                 scenario.define(u"web"_s, {});
                 scenario.run(scenario.plan(u"start"_s, {{u"domain"_s, u"web"_s}}));
             },
                u"attach"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, usbKeyboard}, {u"live"_s, true}}}},
        {"merge", {onOverlay, u"snapshot-delete"_s, clean}},
        {"plug-disk",
            {[](Scenario &scenario) {
                 scenario.define(u"web"_s, {});
                 scenario.run(scenario.plan(u"start"_s, {{u"domain"_s, u"web"_s}}));
             },
                u"attach"_s,
                {{u"domain"_s, u"web"_s}, {u"xml"_s, emulatedDisk}, {u"live"_s, true}, {u"config"_s, true}}}},
        {"set-memory",
            {[](Scenario &scenario) {
                 scenario.define(u"web"_s, u"<memballoon model='virtio'/>"_s);
                 if (scenario.run(scenario.plan(u"start"_s, {{u"domain"_s, u"web"_s}})).state != u"done")
                     qFatal("cannot be started");
             },
                u"set-memory"_s,
                {{u"domain"_s, u"web"_s}, {u"bytes"_s, QString::number(16 << 20)}, {u"live"_s, true}}}},
        {"plug-card",
            {[](Scenario &scenario) {
                 scenario.define(u"web"_s, {});
                 scenario.run(scenario.plan(u"start"_s, {{u"domain"_s, u"web"_s}}));
             },
                u"attach"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, emulatedCard}, {u"live"_s, true}}}},
        {"start, taps", {inBridge, u"start"_s, {{u"domain"_s, u"bridged"_s}}}},
        {"destroy, taps", {startedInBridge, u"destroy"_s, {{u"domain"_s, u"bridged"_s}}}},
        {"plug-tap", {besideBridge, u"attach"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, bridgeCard}, {u"live"_s, true}}}},
        {"unplug-tap",
            {[besideBridge](Scenario &scenario) {
                 besideBridge(scenario);
                 scenario.run(
                     scenario.plan(u"attach"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, bridgeCard}, {u"live"_s, true}}));
             },
                u"detach-device"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, bridgeCard}, {u"live"_s, true}}}},
        {"unplug-disk",
            {[](Scenario &scenario) {
                 scenario.define(u"web"_s, {});
                 scenario.run(scenario.plan(u"start"_s, {{u"domain"_s, u"web"_s}}));
                 scenario.run(scenario.plan(
                     u"attach"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, emulatedDisk}, {u"live"_s, true}}));
             },
                u"detach-device"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, emulatedDisk}, {u"live"_s, true}}}},
        {"change-media",
            {[](Scenario &scenario) {
                 scenario.define(u"web"_s, drive);
                 scenario.run(scenario.plan(u"start"_s, {{u"domain"_s, u"web"_s}}));
             },
                u"change-media"_s,
                {{u"domain"_s, u"web"_s}, {u"disk"_s, u"sda"_s}, {u"source"_s, u"/images/b.iso"_s},
                    {u"live"_s, true}}}},
        {"detach-usb",
            {running, u"detach-device"_s, {{u"domain"_s, u"web"_s}, {u"xml"_s, usbKeyboard}, {u"live"_s, true}}, down}},
        {"detach-device",
            {running, u"detach-device"_s,
                {{u"domain"_s, u"web"_s}, {u"xml"_s, hostdevInterface(igbVf, tagged)}, {u"live"_s, true}}, down}}};
}

} // namespace laneway
