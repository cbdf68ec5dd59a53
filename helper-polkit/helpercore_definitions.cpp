// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpercore_p.h"

#include "plan/assignment.h"
#include "plan/draft.h"
#include "qemu/memorylimit.h"
#include "qemu/networkarguments.h"
#include "xml/deviceedits.h"
#include "xml/domainidentity.h"
#include "xml/poolinterfaces.h"
#include "xml/xmlnodes.h"

namespace laneway {

Result<QUuid> HelperCore::define(const QByteArray &text, uint caller)
{
    auto xml = DomainXml::parse(text);
    if (!xml)
        return fail(withPlace(xml.error(), QString::fromUtf8(text)));
    xml->editableRoot().removeAttribute(u"id"_s); // a run's, where somebody copied what runs
    const auto complete = xml->complete(std::bind_front(&HostSnapshot::isPcie, &d->host), DomainXml::Networks::Pools)
                              .and_then([&] { return xml->validate(); })
                              .and_then([&] { return d->options.privileged ? xml->refuseForeign() : Result<>(); });
    if (!complete)
        return fail(withPlace(complete.error(), QString::fromUtf8(text)));
    const auto owned = std::count_if(d->domains.all().begin(), d->domains.all().end(),
        [&](const StoredDomain &domain) { return domain.owner == caller; });
    if (owned >= DomainStore::mostPerOwner && !d->domains.find(xml->uuid()))
        return fail(ErrorCode::LimitExceeded, xml->name(), u"too many definitions"_s);
    if (d->jobs.isBusy(xml->uuid()) || d->jobs.hasResource(u"name %1 %2"_s.arg(caller).arg(xml->name())))
        return fail(ErrorCode::Busy, xml->name(), u"a job of this domain is under way"_s);
    // A run whose definition is gone is still its owner's, and so is its UUID.
    if (const auto run = d->runs.constFind(xml->uuid()); run != d->runs.constEnd() && run->owner != caller)
        return fail(ErrorCode::PermissionDenied, xml->name(), u"this UUID is another user's"_s);
    if (const auto stored = storeIdentities(*xml, d->host); !stored)
        return fail(stored.error());
    if (const auto stored = d->domains.put(*xml, caller); !stored)
        return fail(stored.error());
    d->tpms.stay(xml->uuid()); // it may have been undefined while it runs
    d->revise(xml->uuid());
    d->noteClaims();
    Q_EMIT domainChanged(xml->uuid());
    return xml->uuid();
}

Result<> HelperCore::rename(const QUuid &uuid, const QString &name)
{
    const StoredDomain *domain = d->domains.find(uuid);
    if (!domain)
        return fail(ErrorCode::NotFound, idText(uuid));
    if (d->jobs.isBusy(uuid) || d->jobs.hasResource(u"name %1 %2"_s.arg(domain->owner).arg(name)))
        return fail(ErrorCode::Busy, idText(uuid), u"a job of this domain is under way"_s);
    if (d->runs.contains(uuid))
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + domain->xml.name(),
            PlanText::tr("A machine is given another name while it is shut off."));
    DomainXml xml = domain->xml;
    renameDomain(xml, name);
    // Read again: what is stored must be what a parser takes.
    const auto named = DomainXml::parse(xml.toXml());
    if (!named)
        return fail(named.error());
    if (named->name() != name)
        return fail(ErrorCode::InvalidInput, name.left(64), u"not a machine's name"_s);
    auto stored = named->validate().and_then([&] { return d->domains.put(*named, domain->owner); });
    if (!stored)
        return stored;
    d->revise(uuid);
    d->noteClaims();
    Q_EMIT domainChanged(uuid);
    return {};
}

Result<> HelperCore::removeSavedState(const QUuid &uuid)
{
    if (d->jobs.isBusy(uuid))
        return fail(ErrorCode::Busy, idText(uuid), u"a job of this domain is under way"_s);
    if (!d->savedNow.contains(uuid))
        return fail(ErrorCode::NotFound, idText(uuid), u"it has no saved state"_s);
    auto removed = d->saved.remove(uuid);
    if (!removed)
        return removed;
    d->savedNow.remove(uuid);
    Q_EMIT domainChanged(uuid);
    return {};
}

Result<> HelperCore::undefine(const QUuid &uuid, const Undefining &what)
{
    if (what.tpm && what.keepTpm)
        return fail(ErrorCode::InvalidInput, idText(uuid), u"what its TPM keeps either goes or stays"_s);
    if (d->jobs.isBusy(uuid))
        return fail(ErrorCode::Busy, idText(uuid), u"a job of this domain is under way"_s);
    const bool isRunning = d->runs.contains(uuid);
    const StoredDomain *stored = d->domains.find(uuid);
    const auto tpmStays = stored ? tpmStateStays(stored->xml) : std::nullopt;
    if (isRunning && tpmStays && (what.tpm || what.keepTpm))
        return fail(ErrorCode::UnsupportedConfiguration, u"domain "_s + stored->xml.name(),
            PlanText::tr(
                "It runs: what its TPM keeps goes with it when it ends, or stays, as its definition says. To choose, shut it down first."));
    const bool tpmGoes = !isRunning && !what.keepTpm && (what.tpm || !tpmStays.value_or(false));
    const bool hasSaved = d->savedNow.contains(uuid);
    if (hasSaved && !what.savedState)
        return fail(ErrorCode::UnsupportedConfiguration, idText(uuid),
            PlanText::tr("It has a saved state, which would be lost: start it, remove that, or undefine both."));
    if (isRunning && stored)
        if (const auto &live = d->runs[uuid].live(); live && !tpmStateStays(*live).value_or(true))
            if (auto noted = d->tpms.endWithRun(uuid, stored->owner); !noted)
                return noted;
    // First, as nobody would find it without its machine; and what can be put back before what cannot.
    const auto aside = tpmGoes && stored ? d->tpms.setAside(uuid, stored->owner) : Result<QString>(QString());
    if (!aside)
        return fail(aside.error());
    const auto removed
        = (hasSaved ? removeSavedState(uuid) : Result<>()).and_then([&] { return d->domains.remove(uuid); });
    if (!removed) {
        const auto back = aside->isEmpty() ? Result<>() : d->tpms.putBack(uuid, *aside);
        d->tpms.stay(uuid);
        if (back)
            return removed;
        Error error = removed.error();
        error.detail += u"; what its TPM keeps is at %1 now"_s.arg(*aside);
        return fail(error);
    }
    (void)d->networks.forgetLeases(uuid); // a file that stays says nothing to anybody
    d->revisions.remove(uuid);
    (void)d->autostarts.set(uuid, false, {}); // nor does a mark without its domain
    if (!isRunning)
        d->lives.forget(uuid);
    d->noteClaims();
    Q_EMIT domainChanged(uuid);
    if (!aside->isEmpty())
        d->deleteTpms({*aside});
    return {};
}

/// Of one that has ended, if it was undefined while it ran.
void HelperCore::Private::forgetTpmOf(const QUuid &uuid)
{
    const auto owner = tpms.endsWithRun(uuid);
    if (!owner)
        return;
    const auto aside = domains.find(uuid) ? Result<QString>(QString()) : tpms.setAside(uuid, *owner);
    if (!aside) {
        qCWarning(lcCore).noquote() << idText(uuid) << aside.error().toString();
        return; // the next helper tries again
    }
    tpms.stay(uuid);
    if (!aside->isEmpty())
        deleteTpms({*aside});
}

void HelperCore::Private::deleteTpms(const QStringList &aside)
{
    jobPool.start([tpms = tpms, aside] {
        for (const QString &one : aside)
            tpms.discard(one);
    });
}

std::optional<HostNeeds> HelperCore::takesFromHost(const QUuid &uuid) const
{
    const StoredDomain *domain = d->domains.find(uuid);
    if (!domain)
        return std::nullopt;
    HostNeeds needs{digestOf(uuid), {}, {}, {}, memoryLockLimit(domain->xml)};
    for (const AssignedDevice &device : domain->devices)
        needs.devices += device.source.toString();
    for (const AssignedUsb &device : domain->usb)
        needs.devices += u"USB "_s + device.source.toString();
    for (const QDomElement &interface :
        childElements(domain->xml.root().firstChildElement(u"devices"_s), u"interface"_s)) {
        const QDomElement source = interface.firstChildElement(u"source"_s);
        if (isPoolInterface(interface))
            needs.networks += source.attribute(u"network"_s);
        if (!isTapInterface(interface))
            continue;
        AddTap::Values tap;
        tap.interface = interface.firstChildElement(u"target"_s).attribute(u"dev"_s);
        tap.mtu = interface.firstChildElement(u"mtu"_s).attribute(u"size"_s).toInt();
        if (interface.attribute(u"type"_s) == u"bridge") {
            tap.bridge = source.attribute(u"bridge"_s);
            tap.lowersMtu = tap.mtu > 0;
        } else {
            tap.lower = source.attribute(u"dev"_s);
            tap.mode = source.attribute(u"mode"_s, u"vepa"_s);
        }
        needs.taps += tap;
    }
    const bool takes
        = !needs.devices.isEmpty() || !needs.networks.isEmpty() || !needs.taps.isEmpty() || needs.memoryLock != 0;
    return takes ? std::optional(needs) : std::nullopt;
}

QString HelperCore::digestOf(const QUuid &uuid) const
{
    const StoredDomain *domain = d->domains.find(uuid);
    return domain ? definitionDigest(domain->xml.toXml()) : QString();
}

Result<> HelperCore::setAutostart(const QUuid &uuid, bool on, const QString &allowed)
{
    const StoredDomain *domain = d->domains.find(uuid);
    if (!domain)
        return fail(ErrorCode::UnsupportedConfiguration, idText(uuid), u"it has no definition that could be started"_s);
    if (!allowed.isEmpty() && allowed != digestOf(uuid))
        return fail(
            ErrorCode::HostChanged, u"domain "_s + domain->xml.name(), u"its definition was changed meanwhile"_s);
    auto done = d->autostarts.set(uuid, on, allowed);
    if (done)
        Q_EMIT domainChanged(uuid);
    return done;
}

} // namespace laneway
