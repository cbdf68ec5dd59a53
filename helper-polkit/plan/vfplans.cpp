// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/vfplans.h"

#include "host/reasontext.h"
#include "kernel/keptsettings.h"
#include "plan/keptrule.h"
#include "plan/nvmeplans.h"
#include "steps/associateport.h"
#include "steps/keepfile.h"
#include "steps/pfswitch.h"
#include "steps/setvf.h"
#include "steps/setvfcount.h"
#include "steps/setvfs.h"
#include "xml/poolinterfaces.h"
#include "xml/xmlnodes.h"

#include <QJsonDocument>
#include <QSet>

namespace laneway {

namespace {

QString placeOf(const KeptSetting &kept)
{
    return kept.file + u':' + QString::number(kept.line) + u": "_s + kept.says;
}

bool isUnseen(const KeptSetting &kept)
{
    return kept.by == u"unseen";
}

QString unseenText(const KeptSetting &kept)
{
    return PlanText::tr(
        "Whether others make or set its virtual functions at each start is not known: %1 could not be read.")
        .arg(kept.file);
}

/// What is kept is made again at the next start, whatever is done now.
void warnOfKept(Draft &draft, const PciFunction &pf)
{
    for (const KeptSetting &kept : pf.sriov->kept)
        draft.plan.loses += isUnseen(kept)
            ? unseenText(kept)
            : PlanText::tr("At the next start of this computer it is undone by %1").arg(placeOf(kept));
}

bool isSet(const VfSettings &settings)
{
    const VfChange kept = worthKeeping(settings);
    return kept.mac || kept.vlan || kept.linkState || kept.rate || kept.trust == true;
}

/// What a port profile brings along is the machine's.
VfSettings withPortOf(const VfSettings &former, VfSettings now)
{
    now.mac = former.mac;
    now.vlan = former.vlan;
    return now;
}

/// Settings of the virtual functions as their administrator wants them: a running machine has its own on
/// those that it holds, for as long as it runs.
QList<VfSettings> lastingSettings(const Draft &draft, const PciFunction &pf)
{
    QList<VfSettings> settings = pf.sriov->settings;
    for (const RunRecord &run : draft.world.runs)
        for (auto held = run.held.crbegin(); held != run.held.crend(); ++held) { // the first found what was before
            const auto *set = dynamic_cast<const SetVf *>(held->step.get());
            const auto *port = dynamic_cast<const AssociatePort *>(held->step.get());
            if ((!set || set->pf() != pf.address) && (!port || port->pf() != pf.address))
                continue;
            const auto former = VfSettings::fromJson(set ? held->former : held->former[u"settings"].toObject());
            if (!former)
                continue;
            for (VfSettings &one : settings)
                if (one.index == former->index)
                    one = set ? set->change().withFieldsOf(*former, one) : withPortOf(*former, one);
        }
    return settings;
}

/// A line for all of them: a card has up to 256.
void tellLostInterfaces(Draft &draft, const QStringList &names)
{
    constexpr qsizetype mostNamed = 4;
    if (names.size() == 1)
        draft.plan.loses += PlanText::tr("The host loses the network interface %1.").arg(names.first());
    else if (names.size() > mostNamed)
        //: some names of interfaces, and the last one
        draft.plan.loses += PlanText::tr("The host loses %n network interfaces: %1 … %2.", nullptr, int(names.size()))
                                .arg(names.mid(0, mostNamed - 1).join(u", "_s), names.last());
    else if (!names.isEmpty())
        draft.plan.loses += PlanText::tr("The host loses %n network interfaces: %1.", nullptr, int(names.size()))
                                .arg(names.join(u", "_s));
}

/// Machines that the caller may know of and that get functions of @p network.
QStringList machinesOf(const Draft &draft, const QString &network)
{
    QStringList names;
    for (const StoredDomain &domain : draft.world.domains.all()) {
        if (draft.request.caller != 0 && domain.owner != draft.request.caller)
            continue;
        const QList<QDomElement> interfaces
            = childElements(domain.xml.root().firstChildElement(u"devices"_s), u"interface"_s);
        if (std::any_of(interfaces.begin(), interfaces.end(), [&](const QDomElement &element) {
                const auto wanted = readPoolInterface(element);
                return isPoolInterface(element) && wanted && wanted->network == network;
            }))
            names += domain.xml.name();
    }
    return names;
}

/// Pools with functions among @p gone have fewer then.
void tellSmallerPools(Draft &draft, const QSet<PciAddress> &gone)
{
    for (const StoredNetwork &network : draft.world.networks) {
        const auto pool = network.current().pool();
        const auto devices = pool ? poolDevices(draft.world.host, pool->source) : fail(pool.error());
        if (!devices)
            continue;
        const qsizetype left = std::count_if(
            devices->begin(), devices->end(), [&](const PciAddress &device) { return !gone.contains(device); });
        if (left == devices->size())
            continue;
        QString loss = PlanText::tr("The pool %1 shrinks from %2 virtual functions to %3.")
                           .arg(network.name())
                           .arg(devices->size())
                           .arg(left);
        if (const QStringList machines = machinesOf(draft, network.name()); !machines.isEmpty())
            //: names of machines
            loss += u' ' + PlanText::tr("Machines of it: %1.").arg(machines.join(u", "_s));
        draft.plan.loses += loss;
    }
}

QString labelOf(VfField field)
{
    switch (field) {
    case VfField::Mac: return PlanText::tr("MAC address");
    case VfField::Vlan: return PlanText::tr("VLAN");
    case VfField::Rate: return PlanText::tr("rates");
    case VfField::SpoofCheck: return PlanText::tr("spoof check");
    case VfField::LinkState: return PlanText::tr("link state");
    case VfField::Trust: break;
    }
    return PlanText::tr("trust");
}

/// What the machine that runs with @p vf has to fear, and what of @p change ends with it: the fields that its
/// start has set are then as they were before.
void warnOfHolder(Draft &draft, const PciAddress &vf, const VfChange &change)
{
    const Claim *claim = draft.claims.holder(vf);
    if (!claim)
        return;
    draft.plan.loses += PlanText::tr("The running machine %1 has it: its traffic may stop.").arg(claim->domainName);
    QStringList ending;
    for (const RunRecord &run : draft.world.runs)
        for (const HeldStep &held : run.held) {
            const auto *set = dynamic_cast<const SetVf *>(held.step.get());
            if (!set || !set->devices().contains(vf))
                continue;
            const QList<VfField> own = set->change().fields();
            for (const VfField field : change.fields())
                if (own.contains(field))
                    ending += labelOf(field);
        }
    if (!ending.isEmpty())
        draft.plan.loses += PlanText::tr(
            "It stays so until the machine %3 stops: then %2 has again what it had before its start: %1.")
                                .arg(ending.join(u", "_s), vf.toString(), claim->domainName);
}

/// The step that has @p pf's virtual functions made again at each start, or no more.
Result<> keep(Draft &draft, const PciFunction &pf, const QList<VfSettings> &settings, bool keeps)
{
    const QString subject = pf.address.toString();
    const auto former = draft.world.keptFile ? draft.world.keptFile(pf.address) : std::nullopt;
    if (keeps) {
        QStringList others;
        for (const KeptSetting &kept : pf.sriov->kept)
            if (isUnseen(kept))
                draft.plan.loses += unseenText(kept);
            else if (!kept.ours)
                others += placeOf(kept);
        if (!others.isEmpty()) {
            Error error{ErrorCode::AlreadyExists, subject, others.join(u"; "_s)};
            error.extra[u"cause"] = u"kept-by-others"_s;
            return fail(error);
        }
        if (hasNvmeVfs(pf))
            draft.plan.loses += PlanText::tr("Virtual functions of an NVMe controller come back without queues and "
                                             "offline: after a start of this computer they have to be made again.");
        if (draft.world.ipProgram.isEmpty() && !pf.interfaces.isEmpty()
            && std::any_of(settings.begin(), settings.end(), isSet))
            draft.plan.loses += PlanText::tr("The program ip (package iproute2) is not installed here: the number of "
                                             "virtual functions is kept, their settings are not.");
    }
    const KeepFile::Content wanted
        = keeps ? KeepFile::Content(keptRule(pf, settings, draft.world.ipProgram)) : std::nullopt;
    if (wanted && wanted->size() > largestKeptFile)
        return fail(ErrorCode::LimitExceeded, subject,
            PlanText::tr("So many settings do not fit into a rule: keep the number of virtual functions alone."));
    draft.plan.resources += subject;
    if (wanted != former)
        draft.need(std::make_shared<const KeepFile>(pf.address, wanted, former));
    return {};
}

/// The file that makes @p pf's virtual functions again has what was set when it was written.
void warnOfFormerRule(Draft &draft, const PciFunction &pf, const VfChanges &changes)
{
    const auto file = draft.world.keptFile ? draft.world.keptFile(pf.address) : std::nullopt;
    if (!file)
        return;
    QList<VfSettings> settings = lastingSettings(draft, pf);
    for (const auto &[vf, change] : changes)
        for (VfSettings &one : settings)
            if (one.index == vf)
                one = change.withFieldsOf(
                    {vf, change.mac, change.vlan, change.spoofCheck, change.trust, change.linkState, change.rate}, one);
    if (*file != keptRule(pf, settings, draft.world.ipProgram))
        draft.plan.loses += PlanText::tr("At the next start of this computer it is as %1 has it, unless that is "
                                         "written anew: lanewayctl vf keep %2.")
                                .arg(u"/etc/"_s + keptRuleFile(pf.address), pf.address.toString());
}

Result<const PciFunction *> physicalFunction(const Draft &draft)
{
    const auto found = draft.device();
    if (found && !(*found)->sriov)
        return fail(ErrorCode::UnsupportedConfiguration, (*found)->address.toString(),
            PlanText::tr("It has no SR-IOV capability."));
    return found;
}

/// "vfs" of a request: objects, or on the bus their text.
QJsonArray vfsIn(const QJsonObject &arguments)
{
    QJsonArray vfs;
    const QJsonArray given = arguments[u"vfs"].toArray();
    for (const QJsonValue &one : given)
        vfs += one.isString() ? QJsonDocument::fromJson(one.toString().toUtf8()).object() : one.toObject();
    return vfs;
}

} // namespace

Result<> planVfCreate(Draft &draft)
{
    const auto found = draft.device();
    if (!found)
        return fail(found.error());
    const PciFunction &pf = **found;
    const QString subject = pf.address.toString();
    const int count = draft.request.arguments[u"count"].toInt(-1);
    draft.plan.title = PlanText::tr("Make %n virtual functions of %1", nullptr, count).arg(subject);
    if (count < 0)
        return fail(ErrorCode::InvalidInput, subject, u"count"_s);
    const QJsonValue given = draft.request.arguments[u"autoprobe"];
    if (!given.isUndefined() && !given.isBool())
        return fail(ErrorCode::InvalidInput, u"autoprobe"_s, u"true or false"_s);
    if (auto possible = changeVfCount(draft, pf, count); !possible)
        return possible;
    // The host's driver would try each of an NVMe controller's while it is offline; with none left it is
    // as the kernel has it.
    const bool usual = hasNvmeVfs(pf) ? count == 0 : pf.sriov->driversAutoprobe;
    std::optional<bool> autoprobe;
    if (given.toBool(usual) != pf.sriov->driversAutoprobe)
        autoprobe = given.toBool(usual);
    if (pf.sriov->enabled != count || autoprobe)
        draft.need(std::make_shared<const SetVfCount>(pf.address, count, pf.sriov->enabled, autoprobe));
    if (hasNvmeVfs(pf))
        if (auto online = bringMadeOnline(draft, pf, count); !online)
            return online;
    if (!draft.request.arguments[u"keep"].toBool()) {
        if (pf.sriov->enabled != count)
            warnOfKept(draft, pf);
        return {};
    }
    draft.setAction("host.prepare");
    PciFunction later = pf;
    if (later.sriov->enabled != count)
        later.sriov->settings.clear();
    later.sriov->enabled = count;
    later.sriov->driversAutoprobe = given.toBool(usual);
    return keep(draft, later, lastingSettings(draft, later), count > 0);
}

Result<> changeVfCount(Draft &draft, const PciFunction &pf, int count)
{
    const QString subject = pf.address.toString();
    if (!pf.sriov)
        return fail(ErrorCode::UnsupportedConfiguration, subject, PlanText::tr("It has no SR-IOV capability."));
    if (count > pf.sriov->total)
        return fail(ErrorCode::LimitExceeded, subject,
            PlanText::tr("It can have %n virtual functions.", nullptr, pf.sriov->total));
    if (pf.driver.isEmpty())
        return fail(
            ErrorCode::UnsupportedConfiguration, subject, PlanText::tr("It has no driver, which would make them."));
    QStringList users;
    if (pf.sriov->enabled != count) {
        QStringList interfaces;
        QSet<PciAddress> gone;
        for (qsizetype i = 0; i < pf.sriov->functions.size(); ++i) {
            const PciAddress vf = pf.sriov->functions[i];
            draft.plan.resources += vf.toString();
            if (const Claim *claim = draft.claims.holder(vf))
                users += PlanText::tr("%1 is in use by %2.").arg(vf.toString(), claim->domainName);
            if (const PciFunction *function = draft.world.host.find(vf)) {
                PciFunction others = *function;
                others.interfaces.removeIf([&](const NetInterface &interface) {
                    if (!interface.defaultRoute)
                        interfaces += interface.name;
                    return !interface.defaultRoute;
                });
                draft.plan.loses += lossesOf(draft.world.host, others);
            }
            if (i < count) // comes back at its place
                continue;
            gone.insert(vf);
            const QList<Claim> wanting = draft.claims.wanting(vf);
            for (const Claim &claim : wanting)
                draft.plan.loses
                    += PlanText::tr("The machine %1 wants %2, which will not be there: it cannot be started then.")
                           .arg(claim.domainName, vf.toString());
        }
        tellLostInterfaces(draft, interfaces);
        tellSmallerPools(draft, gone);
        const auto set = std::count_if(pf.sriov->settings.begin(), pf.sriov->settings.end(), isSet);
        if (set > 0)
            draft.plan.loses += PlanText::tr(
                "%n virtual functions lose the MAC address, VLAN and other settings that they were given.", nullptr,
                int(set));
    }
    if (!users.isEmpty())
        return fail(ErrorCode::DeviceInUse, subject,
            PlanText::tr("All virtual functions are made anew.") + u' ' + users.join(u' '));
    draft.plan.resources += subject;
    return {};
}

Result<> planVfSet(Draft &draft)
{
    const auto found = draft.device();
    if (!found)
        return fail(found.error());
    const PciFunction &vf = **found;
    const QString subject = vf.address.toString();
    draft.plan.title = PlanText::tr("Set virtual function %1").arg(subject);
    if (!vf.isVirtualFunction() || !vf.vfIndex)
        return fail(
            ErrorCode::NotAVirtualFunction, subject, PlanText::tr("Only virtual functions can be set from outside."));
    QJsonObject values = draft.request.arguments;
    values.remove(u"device");
    const auto change = VfChange::fromJson(values);
    if (!change)
        return fail(change.error());
    if (change->isEmpty())
        return fail(ErrorCode::InvalidInput, subject, PlanText::tr("Nothing is to be changed."));
    if (change->mac && change->mac->isMulticast())
        return fail(ErrorCode::InvalidInput, change->mac->toString(), u"a multicast address"_s);
    const PciFunction *pf = draft.world.host.find(*vf.physicalFunction);
    if (!pf || pf->interfaces.isEmpty())
        return fail(ErrorCode::UnsupportedConfiguration, subject,
            PlanText::tr("Its physical function %1 has no network interface.").arg(vf.physicalFunction->toString()));
    warnOfHolder(draft, vf.address, *change);
    warnOfFormerRule(draft, *pf, {{*vf.vfIndex, *change}});
    draft.touch(vf);
    draft.need(std::make_shared<const SetVf>(vf.address, pf->address, *vf.vfIndex, *change));
    return {};
}

Result<> planVfConfigure(Draft &draft)
{
    const auto found = physicalFunction(draft);
    if (!found)
        return fail(found.error());
    const PciFunction &pf = **found;
    const QString subject = pf.address.toString();
    if (pf.interfaces.isEmpty())
        return fail(ErrorCode::UnsupportedConfiguration, subject,
            PlanText::tr("It has no network interface by which its virtual functions could be set."));
    const QJsonArray vfs = vfsIn(draft.request.arguments);
    if (vfs.isEmpty() || vfs.size() > pf.sriov->functions.size())
        return fail(ErrorCode::InvalidInput, u"vfs"_s,
            PlanText::tr("It has %n virtual functions.", nullptr, int(pf.sriov->functions.size())));
    const auto changes = vfChangesFromJson(vfs);
    if (!changes)
        return fail(changes.error());
    const QString refused = draft.request.arguments[u"refused"].toString(u"rollback"_s);
    if (refused != u"rollback" && refused != u"keep")
        return fail(ErrorCode::InvalidInput, u"refused"_s, u"rollback or keep"_s);

    draft.plan.title = PlanText::tr("Set %n virtual functions of %1", nullptr, int(changes->size())).arg(subject);
    QSet<QString> macs;
    for (const auto &[vf, change] : *changes) {
        const QString name = u"vf "_s + QString::number(vf.value);
        if (vf.value >= quint32(pf.sriov->functions.size()))
            return fail(ErrorCode::NotFound, subject + u' ' + name);
        if (change.mac && !change.mac->isNull()) {
            const QString mac = change.mac->toString();
            if (macs.contains(mac))
                return fail(
                    ErrorCode::InvalidInput, name, PlanText::tr("%1 is given to another one as well.").arg(mac));
            macs.insert(mac);
        }
        const PciAddress address = pf.sriov->functions[vf.value];
        draft.plan.resources += address.toString();
        warnOfHolder(draft, address, change);
    }
    warnOfFormerRule(draft, pf, *changes);
    draft.plan.resources += u'~' + subject;
    draft.need(std::make_shared<const SetVfs>(
        pf.address, *changes, refused == u"keep" ? SetVfs::OnRefusal::Keep : SetVfs::OnRefusal::RollBack));
    return {};
}

Result<> planVfKeep(Draft &draft)
{
    const auto found = physicalFunction(draft);
    if (!found)
        return fail(found.error());
    const PciFunction &pf = **found;
    const QString subject = pf.address.toString();
    const QJsonValue keeps = draft.request.arguments[u"keep"];
    if (!keeps.isBool())
        return fail(ErrorCode::InvalidInput, u"keep"_s, u"true or false"_s);
    if (keeps.toBool() && pf.sriov->enabled == 0)
        return fail(ErrorCode::UnsupportedConfiguration, subject,
            PlanText::tr("It has no virtual functions now that could be kept."));
    draft.plan.title = keeps.toBool() ? PlanText::tr("Keep the virtual functions of %1 across restarts").arg(subject)
                                      : PlanText::tr("Do not keep the virtual functions of %1 any more").arg(subject);
    return keep(draft, pf, lastingSettings(draft, pf), keeps.toBool());
}

} // namespace laneway
