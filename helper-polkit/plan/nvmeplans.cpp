// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/nvmeplans.h"

#include "steps/onlinenvmevfs.h"
#include "xml/xmlnodes.h"

#include <algorithm>

namespace laneway {

namespace {

constexpr int fewestQueues = 2; // the admin queue's pair and one for data
constexpr int fewestInterrupts = 1;

/// What there is of one kind for virtual functions that have none of it yet.
struct Supply
{
    QStringView key; ///< of the request
    NvmeResource resource;
    int left = 0;
    int fewest = 0;
};

Supply supplyOf(QStringView key, const NvmeResource &resource, int used, int fewest)
{
    return {key, resource, std::max(0, resource.total - resource.primary - used), fewest};
}

QString nameOf(const Supply &supply)
{
    return supply.key == u"queues" ? PlanText::tr("queues") : PlanText::tr("interrupts");
}

Result<int> shareOf(const Draft &draft, const Supply &supply, const PciFunction &pf, int count)
{
    const QString subject = pf.address.toString();
    const auto notEnough = [&](int each) {
        return fail(ErrorCode::LimitExceeded, subject,
            PlanText::tr("The controller has %1 %2 to give, and one virtual function can have %3: not enough "
                         "for %n virtual functions with %4 each.",
                nullptr, count)
                .arg(QString::number(supply.left), nameOf(supply), QString::number(supply.resource.each),
                    QString::number(each)));
    };
    const QJsonValue asked = draft.request.arguments[supply.key];
    if (!asked.isUndefined()) {
        const int each = asked.toInt(-1);
        if (!asked.isDouble() || each < supply.fewest)
            return fail(ErrorCode::InvalidInput, supply.key.toString(),
                PlanText::tr("A virtual function needs at least %1 %2.").arg(supply.fewest).arg(nameOf(supply)));
        if (each > supply.resource.each || qint64(each) * count > supply.left)
            return notEnough(each);
        return each;
    }
    int each = std::min(supply.resource.each, supply.left / count);
    if (const int rest = each % supply.resource.granularity; each - rest >= supply.fewest)
        each -= rest;
    return each < supply.fewest ? Result<int>(notEnough(supply.fewest)) : each;
}

/// @p sharers: how many are to get as much. @p free: whether nobody has anything by then.
Result<> bringOnline(Draft &draft, const PciFunction &pf, const QList<int> &vfs, int sharers, bool free)
{
    const NvmeVirtualization &nvme = *pf.sriov->nvme;
    int usedQueues = 0;
    int usedInterrupts = 0;
    for (const NvmeSecondary &one : nvme.controllers)
        if (!free && !vfs.contains(int(one.vf.value))) {
            usedQueues += one.queues;
            usedInterrupts += one.interrupts;
        }
    QList<int> controllers;
    for (const int vf : vfs) {
        const NvmeSecondary *one = nvme.find(VfIndex{quint32(vf)});
        if (!one)
            return fail(ErrorCode::UnsupportedConfiguration, pf.address.toString(),
                PlanText::tr("The controller has no secondary controller for virtual function %1.").arg(vf));
        controllers += one->controller;
    }
    const auto queues = shareOf(draft, supplyOf(u"queues", nvme.queues, usedQueues, fewestQueues), pf, sharers);
    if (!queues)
        return fail(queues.error());
    const auto interrupts
        = shareOf(draft, supplyOf(u"interrupts", nvme.interrupts, usedInterrupts, fewestInterrupts), pf, sharers);
    if (!interrupts)
        return fail(interrupts.error());
    draft.plan.resources += pf.address.toString();
    draft.need(std::make_shared<const OnlineNvmeVfs>(
        pf.address, vfs, controllers, OnlineNvmeVfs::Share{*queues, *interrupts}));
    return {};
}

/// Virtual functions that are there and offline.
QList<int> offlineOf(const PciFunction &pf)
{
    QList<int> offline;
    for (int i = 0; i < pf.sriov->functions.size(); ++i)
        if (const NvmeSecondary *one = pf.sriov->nvme->find(VfIndex{quint32(i)}); !one || !one->online)
            offline += i;
    return offline;
}

/// What is to be plugged in, as far as it can be read: the plan says what cannot.
QList<AssignedDevice> devicesIn(const QByteArray &xml)
{
    QList<AssignedDevice> devices;
    const auto document = parseSafely(xml);
    if (!document)
        return devices;
    const QDomElement root = document->documentElement();
    const QList<QDomElement> elements = root.tagName() == u"devices" ? childElements(root) : QList<QDomElement>{root};
    for (const QDomElement &element : elements)
        if (const auto device = readAssignedDevice(element))
            devices += *device;
    return devices;
}

} // namespace

QList<PciAddress> controllersToAsk(const PlanRequest &request, const World &world)
{
    if (world.host.readOnly || !(world.privileged || world.simulated))
        return {};
    QList<PciAddress> controllers;
    const auto add = [&](const PciFunction *function) {
        if (function && function->driver == u"nvme" && function->sriov && !controllers.contains(function->address))
            controllers += function->address;
    };
    if (request.kind == u"vf-create") {
        const QString name = request.arguments[u"device"].toString();
        for (const PciFunction &function : world.host.functions)
            if (name == function.address.toString() || name == function.nodeDeviceName())
                add(&function);
    } else if (request.kind == u"start" || request.kind == u"attach") {
        const StoredDomain *domain = world.domains.find(request.arguments[u"domain"].toString(), request.caller);
        auto devices = Result<QList<AssignedDevice>>(QList<AssignedDevice>());
        if (request.kind == u"attach")
            devices = devicesIn(request.arguments[u"xml"].toString().toUtf8());
        else if (domain)
            devices = domain->xml.assignedDevices();
        for (const AssignedDevice &device : devices.value_or(QList<AssignedDevice>()))
            if (const PciFunction *vf = world.host.find(device.source); vf && vf->physicalFunction)
                add(world.host.find(*vf->physicalFunction));
    }
    return controllers;
}

Result<> askControllers(const Kernel &kernel, const PlanRequest &request, const QList<PciAddress> &controllers)
{
    const bool isNeeded = request.kind == u"vf-create" && request.arguments[u"count"].toInt() > 0;
    for (const PciAddress &controller : controllers)
        if (const auto told = kernel.nvme.askForPlan(controller);
            !told && isNeeded && told.error().code != ErrorCode::UnsupportedConfiguration)
            return fail(told.error());
    return {};
}

bool hasNvmeVfs(const PciFunction &pf)
{
    return pf.driver == u"nvme" && pf.sriov && pf.sriov->nvme;
}

Result<> bringMadeOnline(Draft &draft, const PciFunction &pf, int count)
{
    const bool anew = pf.sriov->enabled != count;
    QList<int> vfs;
    for (int i = 0; anew && i < count; ++i)
        vfs += i;
    if (!anew)
        vfs = offlineOf(pf);
    return vfs.isEmpty() ? Result<>() : bringOnline(draft, pf, vfs, int(vfs.size()), anew);
}

Result<> bringTakenOnline(Draft &draft, const QList<PciAddress> &devices)
{
    QMap<PciAddress, QList<int>> taken;
    for (const PciAddress &device : devices) {
        const PciFunction *vf = draft.world.host.find(device);
        const PciFunction *pf = vf && vf->physicalFunction ? draft.world.host.find(*vf->physicalFunction) : nullptr;
        if (!pf || !vf->vfIndex || !hasNvmeVfs(*pf))
            continue;
        const NvmeSecondary *one = pf->sriov->nvme->find(*vf->vfIndex);
        if (one && !one->online)
            taken[pf->address] += int(vf->vfIndex->value);
    }
    for (auto vfs = taken.cbegin(); vfs != taken.cend(); ++vfs) {
        const PciFunction &pf = *draft.world.host.find(vfs.key());
        // The others that are offline are to have as much, once it is their turn.
        if (auto online = bringOnline(draft, pf, *vfs, int(offlineOf(pf).size()), false); !online)
            return online;
    }
    return {};
}

} // namespace laneway
