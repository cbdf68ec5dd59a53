// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Guests as QEMU would be seen from outside: what it refuses, in its words (QEMU 10.0), and how it
// answers on the monitor.
#include "kernel/simmachine.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>

namespace laneway {

namespace {

constexpr quint64 usualMemoryLock = 8 << 20; // RLIMIT_MEMLOCK of a service

struct Device
{
    QString id;
    QString driver;
    std::optional<PciAddress> host;
    QString usbNode = {}; ///< path of usb-host's
};

/// A -device in JSON, or "driver,key=value,…".
Device deviceFrom(const QString &text)
{
    QJsonObject json = QJsonDocument::fromJson(text.toUtf8()).object();
    if (json.isEmpty()) {
        const QStringList parts = text.split(u',');
        json[u"driver"] = parts.first();
        for (const QString &part : parts.mid(1))
            json[part.section(u'=', 0, 0)] = part.section(u'=', 1);
    }
    Device device{json[u"id"].toString(), json[u"driver"].toString(), std::nullopt};
    if (device.driver.startsWith(u"vfio-pci")) {
        if (const auto host = PciAddress::parse(json[u"host"].toString()))
            device.host = *host;
    }
    if (device.driver == u"usb-host")
        device.usbNode = json[u"hostdevice"].toString();
    return device;
}

/// Bytes of "size=4096M,slots=4", "2G", "1024" (MiB when there is no unit).
quint64 memoryBytes(const QString &argument)
{
    QString size = argument.section(u',', 0, 0);
    if (size.startsWith(u"size="))
        size = size.mid(5);
    quint64 unit = 1 << 20;
    if (!size.isEmpty() && !size.back().isDigit()) {
        switch (size.back().toLower().unicode()) {
        case u'b': unit = 1; break;
        case u'k': unit = 1 << 10; break;
        case u'g': unit = 1 << 30; break;
        default: break;
        }
        size.chop(1);
    }
    return size.toULongLong() * unit;
}

quint64 memoryOf(const GuestLaunch &launch)
{
    const qsizetype at = launch.arguments.lastIndexOf(u"-m"_s);
    return at >= 0 && at + 1 < launch.arguments.size() ? memoryBytes(launch.arguments[at + 1]) : quint64(128) << 20;
}

QJsonObject objectFrom(const QString &text)
{
    return QJsonDocument::fromJson(text.toUtf8()).object();
}

/// What a device says it stands on.
QString backendOf(const QJsonObject &device)
{
    for (const auto &[key, kind] : {std::pair{u"drive"_s, u"blockdev "_s}, std::pair{u"netdev"_s, u"netdev "_s},
             std::pair{u"rng"_s, u"object "_s}})
        if (device.contains(key))
            return kind + device[key].toString();
    return {};
}

/// The kind of backend that a command is about, and the name it gives it.
std::pair<QString, QString> backendNamed(const QString &command, const QJsonObject &arguments)
{
    for (const auto &[add, remove, kind, key] :
        {std::tuple{u"blockdev-add"_s, u"blockdev-del"_s, u"blockdev "_s, u"node-name"_s},
            std::tuple{u"netdev_add"_s, u"netdev_del"_s, u"netdev "_s, u"id"_s},
            std::tuple{u"object-add"_s, u"object-del"_s, u"object "_s, u"id"_s}})
        if (command == add || command == remove)
            return {kind, arguments[key].toString()};
    return {};
}

tl::unexpected<Error> qmpError(const QString &id, const QString &kind, const QString &text)
{
    return fail(ErrorCode::QemuFailed, id, kind + u": " + text);
}

/// How much a guest has done by now of what it does @p rate times a second on average, more and less
/// by turns of @p period seconds. It never goes back.
quint64 doneSoFar(double rate, double period)
{
    const double now = std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
    const double turn = 2 * M_PI / period;
    return quint64(rate * (now - 0.9 * std::sin(turn * now) / turn));
}

QJsonArray blockFigures(const SimGuest &guest)
{
    QJsonArray drives;
    double period = 23;
    for (auto drive = guest.uses.cbegin(); drive != guest.uses.cend(); ++drive) {
        if (!drive->startsWith(u"blockdev "))
            continue;
        const bool runs = guest.status == u"running";
        const auto count = [&](double rate) { return runs ? qint64(doneSoFar(rate, period)) : 0; };
        drives.append(QJsonObject{{u"qdev"_s, drive.key()},
            {u"stats"_s,
                QJsonObject{{u"rd_bytes"_s, count(6e6)}, {u"rd_operations"_s, count(180)},
                    {u"rd_total_time_ns"_s, count(4e7)}, {u"wr_bytes"_s, count(2.5e6)}, {u"wr_operations"_s, count(60)},
                    {u"wr_total_time_ns"_s, count(3e7)}, {u"flush_operations"_s, count(2)},
                    {u"flush_total_time_ns"_s, count(9e6)}, {u"wr_highest_offset"_s, qint64(3) << 30}}}});
        period += 9;
    }
    return drives;
}

} // namespace

/// What open() says to QEMU.
std::optional<QString> SimMachine::refuseToOpen(const SimGuest &guest, const QString &node) const
{
    const auto state = m_nodes.constFind(node);
    if (state == m_nodes.cend())
        return u"No such file or directory"_s;
    if (!guest.launch.deviceNodes.contains(node))
        return u"Operation not permitted"_s; // the unit's DeviceAllow
    const uint uid = guest.launch.uid;
    const bool may = uid == 0 || (state->owner == uid && (state->mode & 0600) == 0600) || state->lentTo.contains(uid)
        || (state->mode & 06) == 06;
    return may ? std::nullopt : std::optional(u"Permission denied"_s);
}

/// Why QEMU cannot open @p device, in its words.
std::optional<QString> SimMachine::refusal(const SimGuest &guest, const PciAddress &device) const
{
    const QString address = device.toString();
    const QString prefix = u"vfio "_s + address + u": ";
    const auto f = m_functions.constFind(device);
    if (f == m_functions.cend())
        return u"vfio /sys/bus/pci/devices/"_s + address + u": no such host device";
    if (!f->now.iommuGroup)
        return prefix + u"no iommu_group found: No such file or directory";
    const QString number = QString::number(*f->now.iommuGroup);
    const QString name = u"vfio/"_s + number;

    const auto cannotOpen = [&](const QString &node) -> std::optional<QString> {
        if (const auto why = refuseToOpen(guest, node))
            return prefix + u"Could not open '/dev/" + node + u"': " + *why;
        return std::nullopt;
    };
    if (auto text = cannotOpen(name))
        return text;
    const QList<Holder> holding = holders(name);
    const bool byOthers = std::any_of(
        holding.begin(), holding.end(), [&](const Holder &holder) { return holder.pid != guest.ref.pid; });
    if (byOthers)
        return prefix + u"Could not open '/dev/" + name + u"': Device or resource busy";
    for (const SimFunction &member : m_functions) {
        if (member.now.iommuGroup != f->now.iommuGroup || !member.now.isEndpoint())
            continue;
        const QString &driver = member.now.driver;
        if (!driver.isEmpty() && driver != u"vfio-pci" && driver != u"pci-stub")
            return prefix + u"group " + number
                + u" is not viable\nPlease ensure all devices within the iommu_group are bound to "
                  u"their vfio bus driver.";
    }
    if (f->now.driver != u"vfio-pci")
        return prefix + u"error getting device from group " + number + u": No such device\nVerify all devices in group "
            + number + u" are bound to vfio-<bus> or pci-stub and not already in use";
    if (auto text = cannotOpen(u"vfio/vfio"_s))
        return text;
    const quint64 limit = guest.launch.memoryLockBytes ? guest.launch.memoryLockBytes : usualMemoryLock;
    if (guest.launch.uid != 0 && limit < memoryOf(guest.launch))
        return prefix
            + u"memory listener initialization failed: Region pc.ram: vfio_container_dma_map"
              u"(0x55d0c8a0b2f0, 0x0, 0x"
            + QString::number(memoryOf(guest.launch), 16) + u", 0x7f2b3be00000) = -12 (Cannot allocate memory)";
    return std::nullopt;
}

Result<GuestRef> SimMachine::launch(const GuestLaunch &launch)
{
    if (m_guests.contains(launch.id))
        return fail(ErrorCode::AlreadyExists, launch.id, u"such a guest is running"_s);
    SimGuest guest;
    guest.launch = launch;
    guest.status = u"prelaunch"_s;
    guest.ref.id = launch.id;
    guest.ref.pid = m_nextPid;
    guest.ref.startTime = quint64(m_nextPid) * 100;
    guest.ref.bootId = u"5a31c0de-0000-4000-8000-000000000001"_s;
    guest.ref.monitorPath = u"/run/laneway-simulated/"_s + launch.id + u"/monitor";
    const QStringList &arguments = launch.arguments;
    const bool wantsKvm = std::any_of(
        arguments.begin(), arguments.end(), [](const QString &a) { return a == u"kvm" || a.contains(u"accel=kvm"); });
    if (wantsKvm && !launch.deviceNodes.contains(u"kvm"_s))
        return fail(ErrorCode::QemuFailed, launch.id,
            u"Could not access KVM kernel module: Operation not permitted\nfailed to initialize "
            u"kvm: Operation not permitted"_s);
    for (const GuestTap &tap : launch.taps)
        if (const auto open = checkTap(tap); !open)
            return fail(open.error());
    for (qsizetype i = 0; i + 1 < arguments.size(); ++i) {
        if (arguments[i] == u"-incoming")
            guest.status = u"inmigrate"_s;
        if (arguments[i] == u"-action" && arguments[i + 1] == u"shutdown=pause")
            guest.staysWhenOff = true;
        if (arguments[i] == u"-blockdev" || arguments[i] == u"-netdev" || arguments[i] == u"-object") {
            const QJsonObject object = objectFrom(arguments[i + 1]);
            const QString key = arguments[i] == u"-blockdev" ? u"node-name"_s : u"id"_s;
            guest.backends.insert(arguments[i].sliced(1) + u' ' + object[key].toString(), object);
        }
        if (arguments[i] != u"-device")
            continue;
        const Device device = deviceFrom(arguments[i + 1]);
        if (!device.id.isEmpty())
            guest.ids.insert(device.id);
        if (objectFrom(arguments[i + 1])[u"driver"].toString().startsWith(u"virtio-balloon"))
            guest.memory = memoryOf(launch);
        if (const QString backend = backendOf(objectFrom(arguments[i + 1])); !backend.isEmpty())
            guest.uses.insert(device.id, backend);
        if (!device.usbNode.isEmpty()) {
            UsbPort port;
            if (const auto text = usbRefusal(guest, device.usbNode, port))
                return fail(ErrorCode::QemuFailed, launch.id, *text);
            guest.usb.insert(device.id, port);
        }
        if (!device.host)
            continue;
        if (const auto text = refusal(guest, *device.host))
            return fail(ErrorCode::QemuFailed, launch.id, *text);
        guest.devices.insert(device.id.isEmpty() ? u"#"_s + QString::number(i) : device.id, *device.host);
    }
    ++m_nextPid;
    m_guests.insert(launch.id, guest);
    for (const UsbPort &port : std::as_const(guest.usb))
        claimUsb(port);
    return guest.ref;
}

const SimGuest *SimMachine::guest(const QString &id) const
{
    const auto found = m_guests.constFind(id);
    return found == m_guests.cend() ? nullptr : &*found;
}

bool SimMachine::isAlive(const GuestRef &ref) const
{
    const SimGuest *found = guest(ref.id);
    return found && found->ref.pid == ref.pid && found->ref.startTime == ref.startTime;
}

Result<SimGuest *> SimMachine::alive(const GuestRef &ref)
{
    if (!isAlive(ref))
        return fail(ErrorCode::Disconnected, ref.id, u"the guest has ended"_s);
    return &m_guests[ref.id];
}

Result<GuestUsage> SimMachine::usage(const GuestRef &ref, const QList<qint64> &threads)
{
    const auto found = alive(ref);
    if (!found)
        return fail(found.error());
    GuestUsage usage;
    const bool runs = (*found)->status == u"running";
    usage.userNs = runs ? doneSoFar(3.2e8, 37) : 0;
    usage.systemNs = runs ? doneSoFar(0.8e8, 11) : 0;
    usage.residentBytes = memoryOf((*found)->launch) / 4 * 3;
    for (qsizetype i = 0; i < threads.size(); ++i)
        usage.threadNs += usage.userNs;
    return usage;
}

Result<QJsonObject> SimMachine::command(const GuestRef &ref, const QJsonObject &command, int fds)
{
    const auto found = alive(ref);
    if (!found)
        return fail(found.error());
    SimGuest &guest = **found;
    const QString name = command[u"execute"].toString();
    const QJsonObject arguments = command[u"arguments"].toObject();
    const QString id = arguments[u"id"].toString();

    if (name == u"query-status")
        return QJsonObject{{u"running"_s, guest.status == u"running"}, {u"status"_s, guest.status}};
    if (name == u"cont") {
        tell(ref.id, u"RESUME"_s, {});
        return QJsonObject();
    }
    if (name == u"stop") {
        tell(ref.id, u"STOP"_s, {});
        return QJsonObject();
    }
    if (name == u"system_wakeup") {
        if (guest.status != u"suspended")
            return qmpError(ref.id, u"GenericError"_s, u"Unable to wake up: guest is not in suspended state"_s);
        tell(ref.id, u"WAKEUP"_s, {});
        return QJsonObject();
    }
    if (name == u"quit") {
        endGuest(ref.id, u"exit 0"_s);
        return QJsonObject();
    }
    if (name == u"system_powerdown") {
        if (guest.status == u"running" && !quirks.guestsIgnorePowerButton)
            tell(ref.id, u"SHUTDOWN"_s, {{u"guest"_s, true}, {u"reason"_s, u"guest-shutdown"_s}});
        return QJsonObject();
    }
    if (name == u"set-action") {
        guest.staysWhenOff = arguments[u"shutdown"].toString() == u"pause";
        return QJsonObject();
    }
    if (name == u"system_reset") {
        tell(ref.id, u"RESET"_s, {{u"guest"_s, false}, {u"reason"_s, u"host-qmp-system-reset"_s}});
        return QJsonObject();
    }
    if (name == u"qmp_capabilities" || name == u"qom-set")
        return QJsonObject();
    if (name == u"qom-get" && arguments[u"path"].toString() == u"/machine")
        return QJsonObject{{u"return"_s, u"pc-q35-7.2-machine"_s}};
    if (name == u"migrate-set-parameters" || name == u"migrate_cancel")
        return QJsonObject();
    if (name == u"migrate" || name == u"migrate-incoming") {
        if (!guest.devices.isEmpty() && name == u"migrate")
            return qmpError(ref.id, u"GenericError"_s, u"VFIO device doesn't support migration"_s);
        if (!guest.descriptors.remove(arguments[u"uri"].toString().mid(3)))
            return qmpError(ref.id, u"GenericError"_s, u"No file descriptor supplied"_s);
        guest.status = name == u"migrate" ? u"postmigrate"_s : u"paused"_s;
        return QJsonObject();
    }
    if (name == u"query-migrate")
        return QJsonObject{{u"status"_s, guest.status == u"postmigrate" ? u"completed"_s : u"none"_s}};
    if (name == u"query-pci") {
        QJsonArray devices;
        for (auto device = guest.devices.cbegin(); device != guest.devices.cend(); ++device)
            devices.append(QJsonObject{{u"qdev_id"_s, device.key()}});
        const QJsonArray buses{QJsonObject{{u"bus"_s, 0}, {u"devices"_s, devices}}};
        return QJsonObject{{u"return"_s, buses}};
    }
    if (name == u"qom-list" && arguments[u"path"].toString() == u"/machine/peripheral") {
        QJsonArray devices;
        for (const QString &one : std::as_const(guest.ids))
            devices.append(QJsonObject{{u"name"_s, one}, {u"type"_s, u"child<device>"_s}});
        return QJsonObject{{u"return"_s, devices}};
    }
    if (name == u"qom-list" && arguments[u"path"].toString() == u"/objects") {
        QJsonArray objects;
        for (auto backend = guest.backends.cbegin(); backend != guest.backends.cend(); ++backend)
            if (backend.key().startsWith(u"object "))
                objects.append(QJsonObject{{u"name"_s, (*backend)[u"id"]}});
        return QJsonObject{{u"return"_s, objects}};
    }
    if (name == u"query-cpus-fast")
        return QJsonObject{
            {u"return"_s, QJsonArray{QJsonObject{{u"cpu-index"_s, 0}, {u"thread-id"_s, guest.ref.pid + 1}}}}};
    if (name == u"query-balloon" || name == u"balloon") {
        if (guest.memory == 0)
            return qmpError(ref.id, u"DeviceNotActive"_s, u"No balloon device has been activated"_s);
        if (name == u"query-balloon")
            return QJsonObject{{u"actual"_s, qint64(guest.memory)}};
        guest.memory = std::min(quint64(arguments[u"value"].toInteger()), memoryOf(guest.launch));
        return QJsonObject();
    }
    if (name == u"query-blockstats")
        return QJsonObject{{u"return"_s, blockFigures(guest)}};
    if (name == u"query-named-block-nodes") {
        QJsonArray nodes;
        for (auto backend = guest.backends.cbegin(); backend != guest.backends.cend(); ++backend)
            if (backend.key().startsWith(u"blockdev "))
                nodes.append(QJsonObject{{u"node-name"_s, (*backend)[u"node-name"]}});
        return QJsonObject{{u"return"_s, nodes}};
    }
    if (const auto [kind, backend] = backendNamed(name, arguments); !kind.isEmpty()) {
        const QString key = kind + backend;
        if (name.endsWith(u"add")) {
            if (guest.backends.contains(key))
                return qmpError(ref.id, u"GenericError"_s, u"Duplicate nodes with node-name='"_s + backend + u'\'');
            guest.backends.insert(key, arguments);
            return QJsonObject();
        }
        if (!guest.backends.contains(key))
            return qmpError(ref.id, kind == u"netdev " ? u"DeviceNotFound"_s : u"GenericError"_s,
                u"Device '"_s + backend + u"' not found"_s);
        const bool isBelow = std::any_of(guest.backends.begin(), guest.backends.end(),
            [&](const QJsonObject &other) { return other[u"file"].toString() == backend; });
        if (kind == u"blockdev " && (isBelow || guest.uses.values().contains(key)))
            return qmpError(ref.id, u"GenericError"_s, u"Node "_s + backend + u" is in use");
        guest.backends.remove(key);
        return QJsonObject();
    }
    if (name == u"query-block") {
        QJsonArray drives;
        for (const QString &one : std::as_const(guest.ids)) {
            QJsonObject drive{{u"qdev"_s, one}, {u"tray_open"_s, guest.openTrays.contains(one)}};
            const QString backend = guest.uses.value(one);
            const QString below = QStringView(u"blockdev ") + guest.backends.value(backend)[u"file"].toString();
            if (backend.startsWith(u"blockdev "))
                drive[u"inserted"] = QJsonObject{
                    {u"node-name"_s, backend.section(u' ', 1)}, {u"file"_s, guest.backends.value(below)[u"filename"]}};
            drives.append(drive);
        }
        return QJsonObject{{u"return"_s, drives}};
    }
    if (name.startsWith(u"blockdev-") && (name.endsWith(u"tray") || name.endsWith(u"medium"))) {
        if (!guest.ids.contains(id))
            return qmpError(ref.id, u"DeviceNotFound"_s, u"Device '"_s + id + u"' not found");
        const QString node = u"blockdev "_s + arguments[u"node-name"].toString();
        if (name == u"blockdev-open-tray")
            guest.openTrays.insert(id);
        else if (name == u"blockdev-close-tray")
            guest.openTrays.remove(id);
        else if (!guest.openTrays.contains(id))
            return qmpError(ref.id, u"GenericError"_s, u"Tray of device '"_s + id + u"' is not open");
        else if (name == u"blockdev-remove-medium")
            guest.uses.remove(id);
        else if (!guest.backends.contains(node))
            return qmpError(ref.id, u"GenericError"_s, u"Node '"_s + node + u"' not found");
        else
            guest.uses.insert(id, node);
        return QJsonObject();
    }
    if (name == u"device_add") {
        if (guest.ids.contains(id))
            return qmpError(ref.id, u"GenericError"_s, u"Duplicate device ID '"_s + id + u'\'');
        const Device device = deviceFrom(QString::fromUtf8(QJsonDocument(arguments).toJson(QJsonDocument::Compact)));
        if (device.host) {
            if (const auto text = refusal(guest, *device.host))
                return qmpError(ref.id, u"GenericError"_s, *text);
            guest.devices.insert(id, *device.host);
        }
        if (!device.usbNode.isEmpty()) {
            UsbPort port;
            if (const auto text = usbRefusal(guest, device.usbNode, port))
                return qmpError(ref.id, u"GenericError"_s, *text);
            guest.usb.insert(id, port);
            claimUsb(port);
        }
        if (const QString backend = backendOf(arguments); !backend.isEmpty()) {
            if (!guest.backends.contains(backend))
                return qmpError(ref.id, u"GenericError"_s, u"Device needs media, but drive is empty"_s);
            guest.uses.insert(id, backend);
        }
        guest.ids.insert(id);
        return QJsonObject();
    }
    if (name == u"device_del") {
        if (!guest.ids.contains(id))
            return qmpError(ref.id, u"DeviceNotFound"_s, u"Device '"_s + id + u"' not found");
        // USB asks no guest.
        if (guest.usb.contains(id)) {
            guest.ids.remove(id);
            releaseUsb(guest.usb.take(id), true);
            return QJsonObject();
        }
        // A guest whose CPUs stand still cannot let go.
        if (guest.status == u"running" && !quirks.guestsIgnoreUnplug) {
            guest.ids.remove(id);
            guest.devices.remove(id);
            guest.uses.remove(id);
            settle();
        }
        return QJsonObject();
    }
    if (name == u"getfd") {
        if (fds == 0)
            return qmpError(ref.id, u"GenericError"_s, u"No file descriptor supplied via SCM_RIGHTS"_s);
        guest.descriptors.insert(arguments[u"fdname"].toString());
        return QJsonObject();
    }
    if (name == u"closefd" || name == u"add_client") {
        const QString descriptor = arguments[u"fdname"].toString();
        if (!guest.descriptors.remove(descriptor))
            return qmpError(
                ref.id, u"GenericError"_s, u"File descriptor named '"_s + descriptor + u"' has not been found");
        return QJsonObject();
    }
    return qmpError(ref.id, u"CommandNotFound"_s, u"The command "_s + name + u" has not been found");
}

Result<QJsonObject> SimMachine::commandAndEvent(
    const GuestRef &ref, const QJsonObject &command, const QString &event, const QString &device)
{
    const auto answer = this->command(ref, command, 0);
    if (!answer)
        return answer;
    const QString name = command[u"execute"].toString();
    const SimGuest *now = guest(ref.id);
    if (event == u"DEVICE_DELETED" && name == u"device_del" && now
        && !now->ids.contains(command[u"arguments"][u"id"].toString()))
        return QJsonObject{{u"device"_s, device}, {u"path"_s, QString(u"/machine/peripheral/"_s + device)}};
    if ((event == u"RESUME" && name == u"cont") || (event == u"STOP" && name == u"stop")
        || (event == u"RESET" && name == u"system_reset") || (event == u"SHUTDOWN" && !now && name != u"device_del"))
        return QJsonObject();
    return fail(ErrorCode::GuestDidNotRespond, ref.id, u"no event "_s + event);
}

void SimMachine::tell(const QString &id, const QString &event, const QJsonObject &data)
{
    const auto guest = m_guests.find(id);
    if (guest == m_guests.end())
        return;
    m_told += Told{id, event, data};
    const auto stop = [&](const QString &status) {
        guest->status = status;
        if (event != u"STOP")
            m_told += Told{id, u"STOP"_s, {}};
    };
    const QString action = data[u"action"].toString();
    if (event == u"RESUME" || event == u"WAKEUP")
        guest->status = u"running"_s;
    else if (event == u"STOP")
        stop(u"paused"_s);
    else if (event == u"SUSPEND")
        guest->status = u"suspended"_s;
    else if (event == u"GUEST_PANICKED" && action == u"pause")
        stop(u"guest-panicked"_s);
    else if (event == u"BLOCK_IO_ERROR" && action == u"stop")
        stop(u"io-error"_s);
    else if (event == u"WATCHDOG" && action == u"pause")
        stop(u"watchdog"_s);
    else if (event == u"SHUTDOWN" && guest->staysWhenOff)
        stop(u"shutdown"_s);
    else if (event == u"SHUTDOWN")
        endGuest(id, u"guest-shutdown"_s);
    else if (event == u"RESET" && guest->status != u"running" && guest->status != u"paused")
        guest->status = u"prelaunch"_s;
}

void SimMachine::endGuest(const QString &id, const QString &cause)
{
    if (!m_guests.contains(id))
        return;
    const SimGuest ended = m_guests.take(id);
    for (const UsbPort &port : ended.usb)
        releaseUsb(port, !cause.startsWith(u"signal"));
    m_ended.insert(id, cause);
    settle();
}

QMap<QString, QString> SimMachine::takeEnded()
{
    return std::exchange(m_ended, {});
}

Result<> SimMachine::allowNode(const GuestRef &ref, const QString &node)
{
    return alive(ref).map([&](SimGuest *guest) {
        if (!guest->launch.deviceNodes.contains(node))
            guest->launch.deviceNodes.append(node);
    });
}

Result<> SimMachine::pin(const GuestRef &ref, const GuestPins &pins)
{
    return alive(ref).map([&](SimGuest *guest) { guest->pins = pins; });
}

Result<> SimMachine::setMemoryLock(const GuestRef &ref, quint64 bytes)
{
    return alive(ref).map([&](SimGuest *guest) { guest->launch.memoryLockBytes = bytes; });
}

} // namespace laneway
