// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Guests as QEMU would be seen from outside: what it refuses, in its words (QEMU 10.0), and how it
// answers on the monitor.
#include "kernel/simmachine.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cerrno>

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
        case u'b':
            unit = 1;
            break;
        case u'k':
            unit = 1 << 10;
            break;
        case u'g':
            unit = 1 << 30;
            break;
        default:
            break;
        }
        size.chop(1);
    }
    return size.toULongLong() * unit;
}

quint64 memoryOf(const GuestLaunch &launch)
{
    const qsizetype at = launch.arguments.lastIndexOf(u"-m"_s);
    return at >= 0 && at + 1 < launch.arguments.size() ? memoryBytes(launch.arguments[at + 1])
                                                       : quint64(128) << 20;
}

tl::unexpected<Error> qmpError(const QString &id, const QString &kind, const QString &text)
{
    return fail(ErrorCode::QemuFailed, id, kind + u": " + text);
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
    const bool may = uid == 0 || (state->owner == uid && (state->mode & 0600) == 0600)
        || state->lentTo.contains(uid) || (state->mode & 06) == 06;
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
    const bool byOthers = std::any_of(holding.begin(), holding.end(),
        [&](const Holder &holder) { return holder.pid != guest.ref.pid; });
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
        return prefix + u"error getting device from group " + number
            + u": No such device\nVerify all devices in group " + number
            + u" are bound to vfio-<bus> or pci-stub and not already in use";
    if (auto text = cannotOpen(u"vfio/vfio"_s))
        return text;
    const quint64 limit
        = guest.launch.memoryLockBytes ? guest.launch.memoryLockBytes : usualMemoryLock;
    if (guest.launch.uid != 0 && limit < memoryOf(guest.launch))
        return prefix
            + u"memory listener initialization failed: Region pc.ram: vfio_container_dma_map"
              u"(0x55d0c8a0b2f0, 0x0, 0x"
            + QString::number(memoryOf(guest.launch), 16)
            + u", 0x7f2b3be00000) = -12 (Cannot allocate memory)";
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
    const bool wantsKvm = std::any_of(arguments.begin(), arguments.end(),
        [](const QString &a) { return a == u"kvm" || a.contains(u"accel=kvm"); });
    if (wantsKvm && !launch.deviceNodes.contains(u"kvm"_s))
        return fail(ErrorCode::QemuFailed, launch.id,
            u"Could not access KVM kernel module: Operation not permitted\nfailed to initialize "
            u"kvm: Operation not permitted"_s);
    for (qsizetype i = 0; i + 1 < arguments.size(); ++i) {
        if (arguments[i] != u"-device")
            continue;
        const Device device = deviceFrom(arguments[i + 1]);
        if (!device.id.isEmpty())
            guest.ids.insert(device.id);
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
        guest.devices.insert(
            device.id.isEmpty() ? u"#"_s + QString::number(i) : device.id, *device.host);
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
        return QJsonObject{
            {u"running"_s, guest.status == u"running"}, {u"status"_s, guest.status}};
    if (name == u"cont") {
        guest.status = u"running"_s;
        return QJsonObject();
    }
    if (name == u"stop") {
        guest.status = u"paused"_s;
        return QJsonObject();
    }
    if (name == u"quit") {
        endGuest(ref.id, u"exit 0"_s);
        return QJsonObject();
    }
    if (name == u"system_powerdown") {
        if (guest.status == u"running" && !quirks.guestsIgnorePowerButton)
            endGuest(ref.id, u"guest-shutdown"_s);
        return QJsonObject();
    }
    if (name == u"system_reset" || name == u"qmp_capabilities")
        return QJsonObject();
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
    if (name == u"device_add") {
        if (guest.ids.contains(id))
            return qmpError(ref.id, u"GenericError"_s, u"Duplicate device ID '"_s + id + u'\'');
        const Device device = deviceFrom(
            QString::fromUtf8(QJsonDocument(arguments).toJson(QJsonDocument::Compact)));
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
            settle();
        }
        return QJsonObject();
    }
    if (name == u"getfd") {
        if (fds == 0)
            return qmpError(ref.id, u"GenericError"_s,
                u"No file descriptor supplied via SCM_RIGHTS"_s);
        guest.descriptors.insert(arguments[u"fdname"].toString());
        return QJsonObject();
    }
    if (name == u"closefd" || name == u"add_client") {
        const QString descriptor = arguments[u"fdname"].toString();
        if (!guest.descriptors.remove(descriptor))
            return qmpError(ref.id, u"GenericError"_s,
                u"File descriptor named '"_s + descriptor + u"' has not been found");
        return QJsonObject();
    }
    return qmpError(
        ref.id, u"CommandNotFound"_s, u"The command "_s + name + u" has not been found");
}

Result<QJsonObject> SimMachine::commandAndEvent(const GuestRef &ref, const QJsonObject &command,
    const QString &event, const QString &device)
{
    const auto answer = this->command(ref, command, 0);
    if (!answer)
        return answer;
    const QString name = command[u"execute"].toString();
    const SimGuest *now = guest(ref.id);
    if (event == u"DEVICE_DELETED" && name == u"device_del" && now
        && !now->ids.contains(command[u"arguments"][u"id"].toString()))
        return QJsonObject{{u"device"_s, device},
            {u"path"_s, QString(u"/machine/peripheral/"_s + device)}};
    if ((event == u"RESUME" && name == u"cont") || (event == u"STOP" && name == u"stop")
        || (event == u"RESET" && name == u"system_reset")
        || (event == u"SHUTDOWN" && !now && name != u"device_del"))
        return QJsonObject();
    return fail(ErrorCode::GuestDidNotRespond, ref.id, u"no event "_s + event);
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

Result<> SimMachine::setMemoryLock(const GuestRef &ref, quint64 bytes)
{
    return alive(ref).map([&](SimGuest *guest) { guest->launch.memoryLockBytes = bytes; });
}

} // namespace laneway
