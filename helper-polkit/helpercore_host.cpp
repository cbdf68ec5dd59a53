// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "helpercore_p.h"

#include "domains/libvirtdefinitions.h"
#include "host/hostindex.h"
#include "plan/imageplans.h"

namespace laneway {

const HostSnapshot &HelperCore::host() const
{
    return d->host;
}

Claims HelperCore::claims() const
{
    return claimsOf(d->world());
}

void HelperCore::refreshHost()
{
    d->read([](const Result<> &) {});
}

void HelperCore::Private::read(std::function<void(const Result<> &)> then)
{
    nextReaders += std::move(then);
    if (!reading)
        startReading();
}

void HelperCore::Private::startReading()
{
    reading = true;
    QSet<PciAddress> ours;
    for (const RunRecord &run : std::as_const(runs))
        for (const PciAddress &device : run.devices())
            ours += device;
    const bool hasPools = !networks.all().isEmpty();
    readPool.start([this, readers = std::exchange(nextReaders, {}), ours, hasPools] {
        const auto fresh = readNow();
        const auto others = fresh && hasPools && !options.recording ? openedByOthers(kernel, *fresh, ours)
                                                                    : QMap<PciAddress, QString>();
        QMetaObject::invokeMethod(q, [this, readers, fresh, others] {
            reading = false;
            if (std::exchange(opened, others) != others)
                noteNetworks();
            adoptHost(fresh);
            for (const auto &reader : readers)
                reader(fresh ? Result<>() : fail(fresh.error()));
            if (!nextReaders.isEmpty() && !reading)
                startReading();
        });
    });
}

Result<HostSnapshot> HelperCore::Private::readNow(Asking asking) const
{
    return options.recording ? *options.recording : readHost(kernel, asking);
}

void HelperCore::Private::adoptHost(const Result<HostSnapshot> &fresh)
{
    if (!fresh) {
        qCWarning(lcCore).noquote() << "reading the host:" << fresh.error().toString();
        return;
    }
    HostSnapshot now = *fresh;
    now.simulated = options.simulated;
    now.serial = host.serial + 1;
    if (host.serial != 0 && now.sameFacts(host))
        return;
    host = now;
    startPending();
    noteClaims();
    if (!networks.all().isEmpty())
        noteNetworks();
    Q_EMIT q->hostChanged(now.serial);
}

/// Tells of claims that came, went or changed.
void HelperCore::Private::noteClaims()
{
    QSet<PciAddress> held;
    for (const RunRecord &run : std::as_const(runs)) {
        const QList<PciAddress> devices = run.devices();
        held.unite(QSet(devices.cbegin(), devices.cend()));
    }
    detached.clear();
    for (const PciFunction &function : std::as_const(host.functions))
        if (isStubDriver(function.driver) && !held.contains(function.address))
            detached += function.address;
    const QJsonObject now = claimsOf(world()).toJson();
    if (now == knownClaims)
        return;
    knownClaims = now;
    if (!networks.all().isEmpty())
        noteNetworks();
    Q_EMIT q->claimsChanged();
}

Result<FileOwner> HelperCore::Private::filesOwner(uint uid) const
{
    const auto gid = groupIdOf(uid);
    if (!gid && !options.simulated)
        return fail(ErrorCode::NotFound, u"user "_s + QString::number(uid));
    return FileOwner{uid, gid.value_or(uid)};
}

void HelperCore::libvirtDefinitions(uint caller, std::function<void(const Result<QJsonObject> &)> answer)
{
    if (const auto allowed = d->questions.mayAsk(caller); !allowed)
        return answer(fail(allowed.error()));
    d->questions.ask<QJsonObject>(
        caller, this, [folder = d->options.libvirtFolder] { return laneway::libvirtDefinitions(folder); },
        std::move(answer));
}

void HelperCore::listImages(const QString &folder, uint uid, std::function<void(const Result<QJsonObject> &)> answer)
{
    const auto owner = d->filesOwner(uid);
    if (!owner)
        return answer(fail(owner.error()));
    if (const auto allowed = d->questions.mayAsk(uid); !allowed)
        return answer(fail(allowed.error()));
    const QString wanted = folder.isEmpty() ? d->imageFolder(uid) : folder;
    d->questions.ask<QJsonObject>(
        uid, this,
        [this, owner = *owner, wanted, disks = diskUses(d->world(), uid)] {
            return laneway::listImages(d->kernel.programs, owner, wanted, disks);
        },
        std::move(answer));
}

void HelperCore::image(const QString &path, uint uid, std::function<void(const Result<QJsonObject> &)> answer)
{
    const auto owner = d->filesOwner(uid);
    if (!owner)
        return answer(fail(owner.error()));
    if (const auto allowed = d->questions.mayAsk(uid); !allowed)
        return answer(fail(allowed.error()));
    d->questions.ask<QJsonObject>(
        uid, this,
        [this, owner = *owner, path, disks = diskUses(d->world(), uid)] {
            return imageDetails(d->kernel.programs, owner, path, disks);
        },
        std::move(answer));
}

void HelperCore::links(uint viewer, std::function<void(const Result<QJsonObject> &)> answer)
{
    if (const auto allowed = d->questions.mayAsk(viewer); !allowed)
        return answer(fail(allowed.error()));
    d->questions.ask<QJsonObject>(
        viewer, this,
        [this] {
            return d->kernel.netlink.links().map([](const QList<HostLink> &links) {
                QStringList bridges;
                QStringList cards;
                for (const HostLink &link : links) {
                    if (link.kind == u"bridge")
                        bridges += link.name;
                    else if ((link.kind.isEmpty() && link.name != u"lo") || link.kind == u"bond"
                        || link.kind == u"vlan")
                        cards += link.name;
                }
                bridges.sort();
                cards.sort();
                return QJsonObject{{u"bridges"_s, QJsonArray::fromStringList(bridges)},
                    {u"cards"_s, QJsonArray::fromStringList(cards)}};
            });
        },
        std::move(answer));
}

} // namespace laneway
