// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/simmachine.h"

#include "host/snapshotjson.h"

#include <QJsonArray>

#include <algorithm>
#include <cerrno>

namespace laneway {

namespace {

/// Virtual functions that a host can be given, by their PCI IDs (pci.ids).
const QMap<QString, QString> &virtualFunctionNames()
{
    static const QMap<QString, QString> names{
        {u"8086:10ca"_s, u"82576 Virtual Function"_s},
        {u"8086:10ed"_s, u"82599 Ethernet Controller Virtual Function"_s},
        {u"8086:1520"_s, u"I350 Ethernet Controller Virtual Function"_s},
        {u"8086:1515"_s, u"X540 Ethernet Controller Virtual Function"_s},
        {u"8086:154c"_s, u"Ethernet Virtual Function 700 Series"_s},
        {u"8086:1889"_s, u"Ethernet Adaptive Virtual Function"_s},
    };
    return names;
}

QString idOf(quint16 vendor, quint16 device)
{
    return QString::asprintf("%04x:%04x", vendor, device);
}

QJsonObject quirksToJson(const SimQuirks &quirks)
{
    QJsonObject most;
    for (auto limit = quirks.mostVfs.cbegin(); limit != quirks.mostVfs.cend(); ++limit)
        most[limit.key().toString()] = limit.value();
    QJsonObject errors;
    for (auto error = quirks.countErrors.cbegin(); error != quirks.countErrors.cend(); ++error)
        errors[error.key().toString()] = error.value();
    QJsonArray refusals;
    for (const SimRefusal &refusal : quirks.refusals)
        refusals.append(QJsonObject{{u"pf"_s, refusal.pf.toString()},
            {u"vf"_s, refusal.vf ? QJsonValue(qint64(refusal.vf->value)) : QJsonValue()},
            {u"field"_s, nameOf(refusal.field)}, {u"errno"_s, refusal.errorNumber}});
    return {{u"countErrors"_s, errors}, {u"refusals"_s, refusals}, {u"readsUntilBound"_s, quirks.readsUntilBound},
        {u"looksUntilSettled"_s, quirks.looksUntilSettled}, {u"portAnswer"_s, int(quirks.portAnswer)},
        {u"portReads"_s, quirks.portReads}, {u"mostVfs"_s, most}, {u"vfsShareGroup"_s, quirks.vfsShareGroup},
        {u"refusesNoMac"_s, quirks.refusesNoMac}, {u"guestsIgnoreUnplug"_s, quirks.guestsIgnoreUnplug},
        {u"guestsIgnorePowerButton"_s, quirks.guestsIgnorePowerButton}};
}

SimQuirks quirksFromJson(const QJsonObject &json)
{
    SimQuirks quirks;
    quirks.readsUntilBound = json[u"readsUntilBound"].toInt();
    quirks.looksUntilSettled = json[u"looksUntilSettled"].toInt();
    quirks.refusesNoMac = json[u"refusesNoMac"].toBool();
    quirks.portAnswer = PortResponse(json[u"portAnswer"].toInt());
    quirks.portReads = json[u"portReads"].toInt();
    const QJsonObject most = json[u"mostVfs"].toObject();
    for (auto limit = most.begin(); limit != most.end(); ++limit) {
        if (const auto pf = PciAddress::parse(limit.key()))
            quirks.mostVfs.insert(*pf, limit.value().toInt());
    }
    const QJsonObject errors = json[u"countErrors"].toObject();
    for (auto error = errors.begin(); error != errors.end(); ++error) {
        if (const auto pf = PciAddress::parse(error.key()))
            quirks.countErrors.insert(*pf, error.value().toInt());
    }
    for (const auto &value : json[u"refusals"].toArray()) {
        const auto pf = PciAddress::parse(value[u"pf"].toString());
        const auto field = vfFieldFrom(value[u"field"].toString());
        if (!pf || !field)
            continue;
        SimRefusal refusal{*pf, {}, *field, value[u"errno"].toInt()};
        if (value[u"vf"].isDouble())
            refusal.vf = VfIndex{quint32(value[u"vf"].toInteger())};
        quirks.refusals.append(refusal);
    }
    quirks.vfsShareGroup = json[u"vfsShareGroup"].toBool();
    quirks.guestsIgnoreUnplug = json[u"guestsIgnoreUnplug"].toBool();
    quirks.guestsIgnorePowerButton = json[u"guestsIgnorePowerButton"].toBool();
    return quirks;
}

QJsonObject backendsOf(const SimGuest &guest)
{
    QJsonObject backends;
    for (auto backend = guest.backends.cbegin(); backend != guest.backends.cend(); ++backend)
        backends[backend.key()] = *backend;
    return backends;
}

QJsonObject usesOf(const SimGuest &guest)
{
    QJsonObject uses;
    for (auto use = guest.uses.cbegin(); use != guest.uses.cend(); ++use)
        uses[use.key()] = *use;
    return uses;
}

QJsonObject guestToJson(const SimGuest &guest)
{
    QJsonObject devices;
    for (auto device = guest.devices.cbegin(); device != guest.devices.cend(); ++device)
        devices[device.key()] = device->toString();
    QJsonObject usb;
    for (auto device = guest.usb.cbegin(); device != guest.usb.cend(); ++device)
        usb[device.key()] = device->toString();
    return {{u"launch"_s, guest.launch.toJson()}, {u"ref"_s, guest.ref.toJson()}, {u"status"_s, guest.status},
        {u"staysWhenOff"_s, guest.staysWhenOff}, {u"memory"_s, QString::number(guest.memory)}, {u"devices"_s, devices},
        {u"usb"_s, usb}, {u"ids"_s, QJsonArray::fromStringList(guest.ids.values())}, {u"backends"_s, backendsOf(guest)},
        {u"uses"_s, usesOf(guest)}, {u"pins"_s, guest.pins.toJson()}};
}

SimGuest guestFromJson(const QJsonObject &json)
{
    SimGuest guest;
    guest.launch = GuestLaunch::fromJson(json[u"launch"].toObject());
    guest.ref = GuestRef::fromJson(json[u"ref"].toObject());
    guest.status = json[u"status"].toString();
    guest.pins = GuestPins::fromJson(json[u"pins"].toObject());
    guest.staysWhenOff = json[u"staysWhenOff"].toBool();
    guest.memory = json[u"memory"].toString().toULongLong();
    const QJsonObject devices = json[u"devices"].toObject();
    for (auto device = devices.begin(); device != devices.end(); ++device) {
        if (const auto address = PciAddress::parse(device.value().toString()))
            guest.devices.insert(device.key(), *address);
    }
    const QJsonObject usb = json[u"usb"].toObject();
    for (auto device = usb.begin(); device != usb.end(); ++device) {
        if (const auto port = UsbPort::parse(device.value().toString()))
            guest.usb.insert(device.key(), *port);
    }
    for (const auto &id : json[u"ids"].toArray())
        guest.ids.insert(id.toString());
    const QJsonObject backends = json[u"backends"].toObject();
    for (auto backend = backends.begin(); backend != backends.end(); ++backend)
        guest.backends.insert(backend.key(), backend.value().toObject());
    const QJsonObject uses = json[u"uses"].toObject();
    for (auto use = uses.begin(); use != uses.end(); ++use)
        guest.uses.insert(use.key(), use.value().toString());
    return guest;
}

} // namespace

SimMachine::SimMachine(const HostSnapshot &host)
    : m_host(host)
{
    m_host.functions.clear();
    for (const PciFunction &f : host.functions) {
        m_functions.insert(f.address, SimFunction{f, f, -1});
        if (f.iommuGroup)
            m_groups[*f.iommuGroup].insert(f.address);
        // What lies below the host's own numbers may belong to devices that no snapshot shows.
        if (f.iommuGroup && !f.physicalFunction)
            m_firstVfGroup = qMax(m_firstVfGroup, *f.iommuGroup + 1);
        if (f.driver == u"vfio-pci")
            m_vfioLoaded = true;
        else if (!f.driver.isEmpty())
            m_drivers.insert(f.driver);
        if (!f.vendorName.isEmpty())
            m_vendorNames.insert(idOf(f.vendor, 0), f.vendorName);
        m_deviceNames.insert(idOf(f.vendor, f.device), f.deviceName);
        m_classNames.insert(f.classCode, f.className);
    }
    for (SimFunction &f : m_functions) {
        f.home.driver = hostDriverOf(f.now);
        if (!f.home.driver.isEmpty())
            m_drivers.insert(f.home.driver);
        const auto pf = f.now.physicalFunction ? m_functions.constFind(*f.now.physicalFunction) : m_functions.cend();
        // One that a guest has at this moment has an interface once the host gets it back.
        if (pf != m_functions.cend() && f.now.driver == u"vfio-pci" && f.home.interfaces.isEmpty())
            f.home.interfaces = newVf(*pf, f.now.vfIndex.value_or(VfIndex()).value, f.now.address).home.interfaces;
    }
    takeUsb(host);
    m_etc.directory(u"udev/rules.d"_s);
    const QStringList parameters = m_host.moduleParameters.keys();
    m_vfioLoaded = m_vfioLoaded || std::any_of(parameters.begin(), parameters.end(), [](const QString &name) {
        return name.startsWith(u"vfio");
    });

    NodeState open;
    open.mode = 0666;
    open.device = (10 << 8) + 196;
    m_nodes.insert(u"vfio/vfio"_s, open);
    NodeState kvm;
    kvm.mode = 0660;
    kvm.group = 104;
    kvm.device = (10 << 8) + 232;
    m_nodes.insert(u"kvm"_s, kvm);
    const QList<int> groups = m_groups.keys();
    for (const int group : groups)
        updateNode(group);
    build();
}

QJsonObject SimMachine::toJson() const
{
    HostSnapshot host = m_host;
    QJsonArray homes;
    QJsonObject waiting;
    for (auto f = m_functions.cbegin(); f != m_functions.cend(); ++f) {
        host.functions.insert(f.key(), f->now);
        if (f->now != f->home)
            homes.append(functionToJson(f->home));
        if (f->readsUntilBound >= 0)
            waiting[f.key().toString()] = f->readsUntilBound;
    }
    QJsonObject nodes;
    for (auto node = m_nodes.cbegin(); node != m_nodes.cend(); ++node)
        nodes[node.key()] = node->toJson();
    QJsonArray guests;
    for (const SimGuest &guest : m_guests)
        guests.append(guestToJson(guest));
    QJsonArray holders;
    for (auto node = m_holders.cbegin(); node != m_holders.cend(); ++node) {
        for (const Holder &holder : *node)
            holders.append(QJsonObject{{u"node"_s, node.key()}, {u"pid"_s, holder.pid}, {u"uid"_s, qint64(holder.uid)},
                {u"command"_s, holder.command}});
    }
    QJsonArray pending;
    for (const Write &w : m_pending)
        pending.append(QJsonArray{w.path, QString::fromLatin1(w.value)});
    for (auto device = m_usb.cbegin(); device != m_usb.cend(); ++device)
        host.usb.insert(device.key(), device->now);
    QJsonObject json{{u"host"_s, snapshotToJson(host)}, {u"homes"_s, homes}, {u"waiting"_s, waiting},
        {u"drivers"_s, QJsonArray::fromStringList(m_drivers.values())}, {u"vfioLoaded"_s, m_vfioLoaded},
        {u"nodes"_s, nodes}, {u"guests"_s, guests}, {u"holders"_s, holders}, {u"pending"_s, pending},
        {u"quirks"_s, quirksToJson(quirks)}, {u"nextDevice"_s, qint64(m_nextDevice)}, {u"nextPid"_s, m_nextPid}};
    QJsonObject files;
    for (auto file = m_files.cbegin(); file != m_files.cend(); ++file)
        files[file.key()] = QString::fromUtf8(file.value());
    json[u"etc"] = files;
    json[u"ports"_s] = portsToJson();
    json[u"links"_s] = linksToJson();
    usbToJson(json);
    json[u"storage"] = storage.toJson();
    return json;
}

Result<SimMachine> SimMachine::fromJson(const QJsonObject &json)
{
    const auto host = snapshotFromJson(json[u"host"].toObject());
    if (!host)
        return fail(host.error());
    SimMachine machine(*host);
    for (const auto &value : json[u"homes"].toArray()) {
        const auto home = functionFromJson(value.toObject());
        if (!home)
            return fail(home.error());
        if (machine.m_functions.contains(home->address))
            machine.m_functions[home->address].home = *home;
    }
    const QJsonObject waiting = json[u"waiting"].toObject();
    for (auto f = waiting.begin(); f != waiting.end(); ++f) {
        const auto address = PciAddress::parse(f.key());
        if (address && machine.m_functions.contains(*address)) {
            machine.m_functions[*address].readsUntilBound = f.value().toInt();
            ++machine.m_waiting;
        }
    }
    for (const auto &driver : json[u"drivers"].toArray())
        machine.m_drivers.insert(driver.toString());
    machine.m_vfioLoaded = json[u"vfioLoaded"].toBool();
    machine.m_nodes.clear();
    const QJsonObject nodes = json[u"nodes"].toObject();
    for (auto node = nodes.begin(); node != nodes.end(); ++node)
        machine.m_nodes.insert(node.key(), NodeState::fromJson(node.value().toObject()));
    for (const auto &value : json[u"guests"].toArray()) {
        const SimGuest guest = guestFromJson(value.toObject());
        machine.m_guests.insert(guest.ref.id, guest);
    }
    for (const auto &value : json[u"holders"].toArray()) {
        const QJsonObject holder = value.toObject();
        machine.m_holders[holder[u"node"].toString()].append(
            Holder{holder[u"pid"].toInteger(), uint(holder[u"uid"].toInteger()), holder[u"command"].toString()});
    }
    for (const auto &value : json[u"pending"].toArray())
        machine.m_pending.append({value.toArray()[0].toString(), value.toArray()[1].toString().toLatin1()});
    const QJsonObject files = json[u"etc"].toObject();
    for (auto file = files.begin(); file != files.end(); ++file)
        machine.outsideFile(file.key(), file.value().toString().toUtf8());
    machine.quirks = quirksFromJson(json[u"quirks"].toObject());
    machine.m_nextDevice = quint64(json[u"nextDevice"].toInteger());
    machine.m_nextPid = json[u"nextPid"].toInteger();
    machine.portsFromJson(json[u"ports"].toObject());
    const QJsonObject links = json[u"links"].toObject();
    for (auto link = links.begin(); link != links.end(); ++link) {
        machine.m_links.insert(link.key(), HostLink::fromJson(link.value().toObject()));
        if (link.value()[u"passedThrough"].toBool())
            machine.m_passedThrough.insert(link.key());
    }
    machine.usbFromJson(json);
    machine.storage = SimStorage::fromJson(json[u"storage"].toObject());
    machine.build();
    return machine;
}

QJsonObject SimMachine::state() const
{
    QJsonObject functions;
    for (auto f = m_functions.cbegin(); f != m_functions.cend(); ++f) {
        QJsonObject function{{u"driver"_s, f->now.driver}, {u"override"_s, f->now.driverOverride}};
        for (const NetInterface &net : f->now.interfaces) {
            function[u"link "_s + net.name] = net.up;
            function[u"mac "_s + net.name] = net.mac ? net.mac->toString() : QString();
        }
        if (f->now.resetMethods != f->home.resetMethods)
            function[u"resetMethods"_s] = f->now.resetMethods.join(u' ');
        if (const auto &sriov = f->now.sriov) {
            QJsonArray settings;
            for (const VfSettings &vf : sriov->settings)
                settings.append(vf.toJson());
            function[u"vfs"_s] = sriov->enabled;
            function[u"driversAutoprobe"_s] = sriov->driversAutoprobe;
            function[u"settings"_s] = settings;
            if (sriov->nvme)
                function[u"nvme"_s] = sriov->nvme->toJson();
        }
        functions[f.key().toString()] = function;
    }
    QJsonObject nodes;
    for (auto node = m_nodes.cbegin(); node != m_nodes.cend(); ++node) {
        QJsonObject json = node->toJson();
        json.remove(u"device"); // a node that came again is as good
        nodes[node.key()] = json;
    }
    QJsonObject guests;
    for (const SimGuest &guest : m_guests) {
        QJsonArray devices;
        for (const PciAddress &device : guest.devices)
            devices.append(device.toString());
        for (const UsbPort &port : guest.usb)
            devices.append(port.toString());
        guests[guest.ref.id] = QJsonObject{{u"status"_s, guest.status}, {u"staysWhenOff"_s, guest.staysWhenOff},
            {u"memory"_s, QString::number(guest.memory)}, {u"devices"_s, devices},
            {u"nodes"_s, QJsonArray::fromStringList(guest.launch.deviceNodes)}, {u"backends"_s, backendsOf(guest)},
            {u"uses"_s, usesOf(guest)}, {u"openTrays"_s, QJsonArray::fromStringList(guest.openTrays.values())},
            {u"pins"_s, guest.pins.toJson()}, {u"memoryLockBytes"_s, QString::number(guest.launch.memoryLockBytes)}};
    }
    QJsonObject files;
    for (auto file = m_files.cbegin(); file != m_files.cend(); ++file)
        files[file.key()] = QString::fromUtf8(file.value());
    return {{u"functions"_s, functions}, {u"etc"_s, files}, {u"ports"_s, portsToJson()}, {u"links"_s, linksToJson()},
        {u"usb"_s, usbState()}, {u"storage"_s, storage.state()}, {u"nodes"_s, nodes}, {u"guests"_s, guests},
        {u"pending"_s, QJsonArray::fromStringList(pendingWrites())}};
}

void SimMachine::outsideFile(const QString &path, const QByteArray &content)
{
    m_etc.file(path, content);
    m_files.insert(path, content);
}

Result<> SimMachine::putFile(const QString &path, const QByteArray &content)
{
    const QString folder = path.left(path.lastIndexOf(u'/'));
    if (const auto there = m_etc.list(folder); !there)
        return fail(there.error());
    outsideFile(path, content);
    return {};
}

void SimMachine::removeFile(const QString &path)
{
    m_etc.remove(path);
    m_files.remove(path);
}

Result<NodeState> SimMachine::node(const QString &name) const
{
    if (!m_nodes.contains(name))
        return fail(kernelError(ENOENT, u"opening"_s, u"/dev/"_s + name));
    return m_nodes.value(name);
}

Result<> SimMachine::lend(const QString &name, uint uid)
{
    const auto node = m_nodes.find(name);
    if (node == m_nodes.end())
        return fail(kernelError(ENOENT, u"opening"_s, u"/dev/"_s + name));
    if (!node->lentTo.contains(uid))
        node->lentTo.append(uid);
    node->mode |= 060; // an ACL's mask shows as the group's bits
    return {};
}

Result<> SimMachine::takeBack(const QString &name, const NodeState &former)
{
    const auto node = m_nodes.find(name);
    if (node != m_nodes.end() && node->device == former.device)
        *node = former;
    return {};
}

QList<Holder> SimMachine::holders(const QString &name) const
{
    QList<Holder> found = m_holders.value(name);
    for (const SimGuest &guest : m_guests) {
        const bool holds = std::any_of(guest.devices.begin(), guest.devices.end(), [&](const PciAddress &device) {
            const auto f = m_functions.constFind(device);
            return f != m_functions.cend() && f->now.iommuGroup
                && name == u"vfio/"_s + QString::number(*f->now.iommuGroup);
        });
        const bool holdsUsb = std::any_of(guest.usb.begin(), guest.usb.end(), [&](const UsbPort &port) {
            const auto device = m_usb.constFind(port);
            return device != m_usb.cend() && device->now.address.node() == name;
        });
        if (holds || holdsUsb)
            found.append(Holder{guest.ref.pid, guest.launch.uid, u"qemu-system-x86"_s});
    }
    return found;
}

void SimMachine::hold(const QString &name, const Holder &holder)
{
    m_holders[name].append(holder);
}

void SimMachine::release(const QString &name)
{
    m_holders.remove(name);
    settle();
}

bool SimMachine::hasModule(const QString &name) const
{
    QString plain = name;
    plain.replace(u'_', u'-');
    if (plain == u"vfio-pci" || plain == u"vfio" || plain == u"vfio-iommu-type1")
        return m_vfioLoaded || m_host.iommu.vfioAvailable;
    return m_drivers.contains(name) || m_drivers.contains(plain);
}

Result<> SimMachine::loadModule(const QString &name)
{
    if (!hasModule(name))
        return fail(kernelError(ENOENT, u"loading the module"_s, name));
    if (m_vfioLoaded || !name.startsWith(u"vfio"))
        return {};
    m_vfioLoaded = true;
    QString &unsafe = m_host.moduleParameters[u"vfio_iommu_type1.allow_unsafe_interrupts"_s];
    if (unsafe.isEmpty())
        unsafe = m_host.iommu.unsafeInterrupts ? u"Y"_s : u"N"_s;
    renderModules();
    return {};
}

QString SimMachine::vendorName(quint16 vendor) const
{
    return m_vendorNames.value(idOf(vendor, 0));
}

QString SimMachine::deviceName(quint16 vendor, quint16 device) const
{
    const QString id = idOf(vendor, device);
    return m_deviceNames.value(id, virtualFunctionNames().value(id));
}

QString SimMachine::className(quint32 code) const
{
    if (const auto name = m_classNames.constFind(code); name != m_classNames.cend())
        return *name;
    const auto sameKind = std::find_if(
        m_classNames.keyBegin(), m_classNames.keyEnd(), [&](quint32 known) { return known >> 8 == code >> 8; });
    return sameKind == m_classNames.keyEnd() ? QString() : m_classNames.value(*sameKind);
}

} // namespace laneway
