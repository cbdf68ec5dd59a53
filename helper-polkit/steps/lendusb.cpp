// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/lendusb.h"

#include "steps/arguments.h"
#include "steps/waiting.h"

#include <limits>

namespace laneway {

namespace {

const QString deviceFiles = u"bus/usb/devices/"_s;
const QString ofPrograms = u"usbfs"_s;
constexpr int closingLimitMs = 5'000; // a QEMU that was just ended closes its files
constexpr int probingLimitMs = 3'000;

QString driverOf(const Kernel &kernel, const QString &interface)
{
    return kernel.sys.linkName(deviceFiles + interface + u"/driver");
}

} // namespace

LendUsb::LendUsb(const UsbPort &port, const UsbAddress &address, const QString &name, uint uid)
    : m_port(port)
    , m_address(address)
    , m_name(name)
    , m_uid(uid)
{
}

Result<StepPtr> LendUsb::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    const auto port = UsbPort::parse(arguments.text(u"port"));
    const auto address = UsbAddress::parse(arguments.text(u"address"));
    const QString name = arguments.textOr(u"name");
    const qint64 uid = json[u"uid"].toInteger(-1);
    if (!port || port->isRootHub() || !address || uid < 0 || uid >= std::numeric_limits<uint>::max())
        return fail(ErrorCode::InvalidInput, u"port, address or uid"_s, u"missing or not a valid value"_s);
    return arguments.step([&] { return std::make_shared<const LendUsb>(*port, *address, name, uint(uid)); });
}

QJsonObject LendUsb::arguments() const
{
    return {{u"port"_s, m_port.toString()}, {u"address"_s, m_address.toString()}, {u"name"_s, m_name},
        {u"node"_s, m_address.node()}, {u"uid"_s, qint64(m_uid)}};
}

QStringList LendUsb::commands() const
{
    return {u"setfacl -m u:"_s + QString::number(m_uid) + u":rw /dev/"_s + m_address.node()};
}

QStringList LendUsb::undoCommands(const QJsonObject &former) const
{
    QStringList commands{u"setfacl -x u:"_s + QString::number(m_uid) + u" /dev/"_s + m_address.node()};
    const QJsonObject drivers = former[u"drivers"].toObject();
    for (auto driver = drivers.begin(); driver != drivers.end(); ++driver)
        commands += u"echo "_s + driver.key() + u" > /sys/bus/usb/drivers_probe"_s;
    return commands;
}

bool LendUsb::isThere(const Kernel &kernel) const
{
    const auto folder = kernel.sys.folder(deviceFiles + m_port.toString());
    return folder->text("busnum").value_or(QString()).toInt() == m_address.bus
        && folder->text("devnum").value_or(QString()).toInt() == m_address.device;
}

Result<QJsonObject> LendUsb::formerState(const Kernel &kernel) const
{
    const auto gone = [&] {
        return fail(ErrorCode::HostChanged, m_name, u"it is not plugged in at "_s + m_port.toString() + u" any more"_s);
    };
    if (!isThere(kernel))
        return gone();
    const auto node = kernel.nodes.state(m_address.node());
    if (!node)
        return fail(node.error());
    const auto names = kernel.sys.list(deviceFiles.chopped(1));
    if (!names)
        return fail(names.error());
    QJsonObject drivers;
    for (const QString &name : *names)
        if (name.startsWith(QString(m_port.toString() + u':')))
            if (const QString driver = driverOf(kernel, name); !driver.isEmpty() && driver != ofPrograms)
                drivers[name] = driver;
    const QString configuration
        = kernel.sys.text(deviceFiles + m_port.toString() + u"/bConfigurationValue").value_or(QString());
    if (!isThere(kernel)) // what was read may have been another's
        return gone();
    return QJsonObject{
        {u"node"_s, node->toJson()}, {u"configuration"_s, configuration.toInt()}, {u"drivers"_s, drivers}};
}

namespace {
bool isLentTo(const NodeState &state, uint uid)
{
    return state.lentTo.contains(uid) || (state.owner == uid && (state.mode & 0600) == 0600);
}
} // namespace

Result<> LendUsb::apply(Kernel &kernel) const
{
    if (!isThere(kernel))
        return fail(ErrorCode::HostChanged, m_name, u"it was plugged out"_s);
    const auto state = kernel.nodes.state(m_address.node());
    if (!state)
        return fail(state.error());
    return isLentTo(*state, m_uid) ? Result<>() : kernel.nodes.lend(m_address.node(), m_uid);
}

Result<> LendUsb::verify(const Kernel &kernel) const
{
    const auto state = kernel.nodes.state(m_address.node());
    if (!state)
        return fail(state.error());
    if (!isLentTo(*state, m_uid))
        return fail(ErrorCode::VerificationFailed, u"/dev/"_s + m_address.node(),
            u"user "_s + QString::number(m_uid) + u" has no access"_s);
    return {};
}

Result<> LendUsb::undo(Kernel &kernel, const QJsonObject &former) const
{
    // Its number may be another device's by now, whose node is not ours.
    if (!isThere(kernel))
        return {};
    NodeState node = NodeState::fromJson(former[u"node"].toObject());
    // What the seat's manager gave and took meanwhile stays so: only the machine's owner is looked at.
    const auto now = kernel.nodes.state(m_address.node());
    if (!now)
        return isThere(kernel) ? Result<>(fail(now.error())) : Result<>();
    const bool hadIt = node.lentTo.contains(m_uid);
    node.lentTo = now->lentTo;
    node.lentTo.removeAll(m_uid);
    if (hadIt)
        node.lentTo += m_uid;
    if (auto taken = kernel.nodes.takeBack(m_address.node(), node); !taken)
        return taken;
    return giveBackInterfaces(kernel, former);
}

Result<> LendUsb::giveBackInterfaces(Kernel &kernel, const QJsonObject &former) const
{
    // Plugged out, or plugged in anew: the host has it as it has any other.
    if (!isThere(kernel))
        return {};
    const QString base = deviceFiles + m_port.toString();
    const QJsonObject drivers = former[u"drivers"].toObject();
    const auto interfaces = drivers.keys();
    const auto isFree = [&] {
        return std::none_of(interfaces.begin(), interfaces.end(),
            [&](const QString &name) { return driverOf(kernel, name) == ofPrograms; });
    };
    if (!waitUntil(isFree, closingLimitMs))
        return isThere(kernel) ? Result<>(fail(ErrorCode::DeviceInUse, m_name,
                   u"a program of user "_s + QString::number(m_uid)
                       + u" still uses it; end that, or plug the device out and in"_s))
                               : Result<>();
    const int configuration = former[u"configuration"].toInt();
    const QString now = kernel.sys.text(base + u"/bConfigurationValue").value_or(QString());
    if (configuration > 0 && now.toInt() != configuration)
        if (auto set = kernel.sys.write(base + u"/bConfigurationValue", QByteArray::number(configuration)); !set)
            return isThere(kernel) ? set : Result<>();
    for (const QString &name : interfaces) {
        if (!kernel.sys.exists(deviceFiles + name) || !driverOf(kernel, name).isEmpty())
            continue;
        auto probed = kernel.sys.write(u"bus/usb/drivers_probe"_s, name.toLatin1());
        if (!probed && isThere(kernel))
            return probed;
    }
    QString missing;
    const auto isBack = [&] {
        missing.clear();
        for (const QString &name : interfaces)
            if (kernel.sys.exists(deviceFiles + name) && driverOf(kernel, name).isEmpty())
                missing = name;
        return missing.isEmpty();
    };
    if (waitUntil(isBack, probingLimitMs) || !isThere(kernel))
        return {};
    return fail(ErrorCode::VerificationFailed, m_name,
        u"the driver "_s + drivers[missing].toString() + u" has not come back to " + missing);
}

} // namespace laneway
