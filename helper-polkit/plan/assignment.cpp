// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/assignment.h"

#include "host/hostindex.h"
#include "plan/nvmeplans.h"
#include "steps/associateport.h"
#include "steps/lendnode.h"
#include "steps/linkup.h"
#include "steps/setvf.h"

namespace laneway {

namespace {

Result<QString> driverFor(const AssignedDevice &device)
{
    if (!device.driver.isEmpty() && device.driver != u"vfio")
        return fail(ErrorCode::UnsupportedConfiguration, device.source.toString(),
            PlanText::tr("<driver name='%1'/> cannot be used: VFIO is what hands devices to "
                         "machines.")
                .arg(device.driver));
    const QString driver = vfioDriver(device.driverModel);
    if (!isStubDriver(driver))
        return fail(ErrorCode::UnsupportedConfiguration, device.source.toString(),
            PlanText::tr("<driver model='%1'/> is not a VFIO driver.").arg(device.driverModel));
    return driver;
}

Result<> checkIdentity(const AssignedDevice &device, const PciFunction *function, const HostSnapshot &host)
{
    if (function && (!device.identity || device.identity->sameDevice(host.identityOf(*function))))
        return {};
    QStringList candidates;
    if (device.identity)
        for (const PciFunction &other : host.functions) {
            const DeviceIdentity identity = host.identityOf(other);
            const bool samePlace = identity.slotPath == device.identity->slotPath;
            const bool sameSerial = !identity.serial.isEmpty() && identity.serial == device.identity->serial;
            if (device.identity->sameDevice(identity) && (samePlace || sameSerial))
                candidates += other.address.toString();
        }
    const QString where = candidates.isEmpty()
        ? PlanText::tr("The device of the definition is not in this host.")
        : PlanText::tr("The device of the definition is at %1 now: change its address there.")
              .arg(candidates.join(u", "_s));
    if (!function)
        return fail(device.identity ? ErrorCode::HostChanged : ErrorCode::NotFound, device.source.toString(),
            device.identity ? where : PlanText::tr("There is no such device."));
    return fail(ErrorCode::HostChanged, device.source.toString(),
        PlanText::tr("Another device sits at this address now: %1.").arg(function->displayName()) + u' ' + where);
}

Result<> checkForm(const AssignedDevice &device, const PciFunction &function, const HostSnapshot &host)
{
    const QString subject = device.source.toString();
    if (device.form == AssignedDevice::Form::Interface) {
        if (!function.isVirtualFunction() || !function.vfIndex)
            return fail(ErrorCode::NotAVirtualFunction, subject,
                PlanText::tr("<interface type='hostdev'> takes virtual functions only, whose MAC and "
                             "VLAN can be set from outside. Use <hostdev> for this device."));
        const PciFunction *pf = host.find(*function.physicalFunction);
        if (!pf || pf->interfaces.isEmpty())
            return fail(ErrorCode::UnsupportedConfiguration, subject,
                PlanText::tr("Its physical function %1 has no network interface by which MAC and "
                             "VLAN could be set. Use <hostdev> for this device.")
                    .arg(function.physicalFunction->toString()));
    }
    if (!device.managed && !isStubDriver(function.driver))
        return fail(ErrorCode::UnsupportedConfiguration, subject,
            PlanText::tr("With managed='no' it must be detached from the host first: lanewayctl "
                         "nodedev-detach %1. Or set managed='yes'.")
                .arg(function.nodeDeviceName()));
    return {};
}

void bringUpPf(Draft &draft, const AssignedDevice &device)
{
    if (device.form != AssignedDevice::Form::Interface)
        return;
    const PciFunction &pf = *draft.world.host.find(*draft.world.host.find(device.source)->physicalFunction);
    const NetInterface &interface = pf.interfaces.first();
    if (interface.up || draft.plan.resources.contains(pf.address.toString()))
        return;
    draft.plan.resources += pf.address.toString();
    draft.need(std::make_shared<const LinkUp>(pf.address, interface.name));
}

void lendGroups(Draft &draft, const QList<AssignedDevice> &devices, const QList<AssignedDevice> &present)
{
    QList<int> lent;
    for (const AssignedDevice &device : present)
        if (const PciFunction *function = draft.world.host.find(device.source); function && function->iommuGroup)
            lent += *function->iommuGroup;
    for (const AssignedDevice &device : devices) {
        const int group = draft.world.host.find(device.source)->iommuGroup.value_or(-1);
        if (group < 0 || lent.contains(group))
            continue;
        lent += group;
        QList<PciAddress> members;
        for (const AssignedDevice &other : devices)
            if (draft.world.host.find(other.source)->iommuGroup == group)
                members += other.source;
        draft.need(std::make_shared<const LendNode>(group, draft.request.caller, members));
    }
}

} // namespace

Result<> takeDevices(Draft &draft, const QList<AssignedDevice> &devices, const QList<AssignedDevice> &present)
{
    if (devices.isEmpty())
        return {};
    draft.setAction("device.assign");
    if (auto allowed = draft.mayTouchDevices(); !allowed)
        return allowed;
    QList<PciAddress> taken;
    for (const AssignedDevice &device : devices + present)
        taken += device.source;
    QList<PciAddress> blocked;
    for (const AssignedDevice &device : devices) {
        const PciFunction *function = draft.world.host.find(device.source);
        if (auto known = checkIdentity(device, function, draft.world.host); !known)
            return known;
        const Verdict verdict = draft.judge(*function, draft.plan.domain, taken);
        if (verdict.refuses() || !verdict.companions.isEmpty())
            blocked += function->address;
    }
    if (!blocked.isEmpty())
        return draft.refuse(blocked);
    for (const AssignedDevice &device : devices)
        if (auto fits = checkForm(device, *draft.world.host.find(device.source), draft.world.host); !fits)
            return fits;

    for (const AssignedDevice &device : devices)
        bringUpPf(draft, device);
    QList<PciAddress> sources;
    for (const AssignedDevice &device : devices)
        sources += device.source;
    if (auto online = bringTakenOnline(draft, sources); !online)
        return online;
    for (const AssignedDevice &device : devices) {
        const PciFunction &function = *draft.world.host.find(device.source);
        const auto driver = driverFor(device);
        if (!driver)
            return fail(driver.error());
        draft.touch(function);
        if (device.managed && !isStubDriver(function.driver))
            if (auto taken = draft.takeFromHost(function, *driver); !taken)
                return taken;
    }
    // After the driver: taken back in reverse, the former MAC is there when the host's driver
    // comes back and reads it.
    for (const AssignedDevice &device : devices) {
        const PciFunction &function = *draft.world.host.find(device.source);
        if (const VfChange change = device.vfChange(); !change.isEmpty())
            draft.need(
                std::make_shared<const SetVf>(device.source, *function.physicalFunction, *function.vfIndex, change));
        if (!device.portProfile.isEmpty())
            draft.need(std::make_shared<const AssociatePort>(AssociatePort::Values{device.source,
                *function.physicalFunction, *function.vfIndex, device.portProfile, draft.plan.domain, device.mac}));
    }
    lendGroups(draft, devices, present);
    return {};
}

void nameHostDevices(DomainXml &xml)
{
    const QDomElement devices = xml.editableRoot().firstChildElement(u"devices"_s);
    QList<QDomElement> elements;
    for (const auto &[tag, types] : {std::pair(u"interface"_s, QStringList{u"hostdev"_s}),
             std::pair(u"hostdev"_s, QStringList{u"pci"_s, u"usb"_s})})
        for (auto element = devices.firstChildElement(tag); !element.isNull();
             element = element.nextSiblingElement(tag))
            if (types.contains(element.attribute(u"type"_s)))
                elements += element;
    QStringList taken;
    for (const QDomElement &element : std::as_const(elements))
        taken += element.firstChildElement(u"alias"_s).attribute(u"name"_s);
    int number = 0;
    for (QDomElement &element : elements) {
        if (!element.firstChildElement(u"alias"_s).isNull())
            continue;
        while (taken.contains(u"hostdev"_s + QString::number(number)))
            ++number;
        QDomElement alias = element.ownerDocument().createElement(u"alias"_s);
        alias.setAttribute(u"name"_s, u"hostdev"_s + QString::number(number++));
        element.appendChild(alias);
    }
}

Result<> storeIdentities(DomainXml &xml, const HostSnapshot &host)
{
    const auto devices = xml.assignedDevices();
    if (!devices)
        return fail(devices.error());
    for (const AssignedDevice &device : *devices)
        if (const PciFunction *function = host.find(device.source); function && !device.identity)
            xml.setDeviceExtra(device.source, device.extraToKeep(), host.identityOf(*function));
    return {};
}

} // namespace laneway
