// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/setvfcount.h"

#include "kernel/hostreader.h"
#include "steps/arguments.h"
#include "steps/changedriver.h"
#include "steps/devicefiles.h"
#include "steps/onlinenvmevfs.h"
#include "steps/pfswitch.h"
#include "steps/waiting.h"

#include <QElapsedTimer>

#include <cerrno>

namespace laneway {

namespace {
constexpr QStringView autoprobeFile = u"sriov_drivers_autoprobe";
constexpr int linksLimitMs = 10'000;
constexpr int udevLimitMs = 30'000; // as long as loading a module may take
constexpr int driversLimitMs = 10'000;
constexpr int driversQuietMs = 500;
} // namespace

SetVfCount::SetVfCount(const PciAddress &device, int count, int from, std::optional<bool> autoprobe)
    : m_device(device)
    , m_count(count)
    , m_from(from)
    , m_autoprobe(autoprobe)
{
}

Result<StepPtr> SetVfCount::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    const PciAddress device = arguments.address(u"device");
    const int count = arguments.number(u"count", 65535);
    const int from = arguments.number(u"from", 65535);
    std::optional<bool> autoprobe;
    if (json[u"autoprobe"].isBool())
        autoprobe = json[u"autoprobe"].toBool();
    return arguments.step([&] { return std::make_shared<const SetVfCount>(device, count, from, autoprobe); });
}

QJsonObject SetVfCount::arguments() const
{
    QJsonObject json{{u"device"_s, m_device.toString()}, {u"count"_s, m_count}, {u"from"_s, m_from}};
    if (m_autoprobe)
        json[u"autoprobe"] = *m_autoprobe;
    return json;
}

QStringList SetVfCount::commands() const
{
    const QString file = u"/sys/"_s + deviceFile(m_device, u"sriov_numvfs");
    QStringList commands;
    if (m_autoprobe)
        commands += u"echo %1 > /sys/"_s.arg(int(*m_autoprobe)) + deviceFile(m_device, autoprobeFile);
    if (m_from != 0 && m_count != 0)
        commands += u"echo 0 > "_s + file;
    if (m_from != m_count)
        commands += u"echo "_s + QString::number(m_count) + u" > "_s + file;
    return commands;
}

std::optional<int> SetVfCount::count(const Kernel &kernel) const
{
    const auto text = kernel.sys.text(deviceFile(m_device, u"sriov_numvfs"));
    bool valid = false;
    const int count = text ? text->toInt(&valid) : 0;
    return valid ? std::optional(count) : std::nullopt;
}

std::optional<PciAddress> SetVfCount::vf(const Kernel &kernel, int index) const
{
    const auto address
        = PciAddress::parse(kernel.sys.linkName(deviceFile(m_device, QString(u"virtfn"_s + QString::number(index)))));
    return address ? std::optional(*address) : std::nullopt;
}

Result<QJsonObject> SetVfCount::formerState(const Kernel &kernel) const
{
    const auto former = count(kernel);
    if (!former)
        return fail(ErrorCode::NotFound, m_device.toString(), u"sriov_numvfs cannot be read"_s);
    QList<VfSettings> settings;
    const auto interface = interfaceNow(kernel, m_device);
    if (!interface)
        return fail(interface.error());
    if (!interface->isEmpty() && *former > 0) {
        const auto vfs = kernel.netlink.vfs(*interface);
        if (!vfs)
            return fail(vfs.error());
        settings = *vfs;
    }
    // What NVMe controllers behind them have is lost with them.
    const auto secondaries = *former > 0 ? secondariesNow(kernel, m_device) : Result<QJsonArray>(QJsonArray());
    if (!secondaries)
        return fail(secondaries.error());
    QJsonArray vfs;
    for (int i = 0; i < *former; ++i) {
        const auto address = vf(kernel, i);
        if (!address)
            return fail(ErrorCode::NotFound, m_device.toString(), u"virtfn"_s + QString::number(i));
        const auto drivers = driverState(kernel, *address);
        if (!drivers)
            return fail(drivers.error());
        QJsonObject one = *drivers;
        one[u"index"] = i;
        for (const VfSettings &setting : std::as_const(settings))
            if (setting.index.value == quint32(i))
                one[u"settings"] = setting.toJson();
        vfs += one;
    }
    QJsonObject state{{u"count"_s, *former}, {u"vfs"_s, vfs}};
    if (!secondaries->isEmpty())
        state[u"secondaries"] = *secondaries;
    if (const auto on = autoprobe(kernel); on && m_autoprobe)
        state[u"autoprobe"] = *on;
    return state;
}

Result<> SetVfCount::writeCount(Kernel &kernel, int count) const
{
    const auto written = kernel.sys.write(deviceFile(m_device, u"sriov_numvfs"), QByteArray::number(count));
    if (written)
        return {};
    Error error = written.error();
    error.subject = m_device.toString();
    // sriov_numvfs_store() and sriov_enable() in drivers/pci/iov.c; what else comes is the driver's.
    const auto because = [&](ErrorCode code, const char *cause) {
        error.code = code;
        error.extra[u"cause"] = QString::fromLatin1(cause);
    };
    switch (error.systemError) {
    case EBUSY: because(ErrorCode::DeviceInUse, "vf-in-use"); break;
    case ENOMEM: because(ErrorCode::KernelRefused, "vf-no-room"); break;
    case ERANGE: because(ErrorCode::LimitExceeded, "vf-too-many"); break;
    case ENOENT:
    case EOPNOTSUPP:
    case ENOSYS: because(ErrorCode::UnsupportedConfiguration, "vf-driver-cannot"); break;
    case EINVAL:
    case EIO:
    case ENOSPC:
    case E2BIG: because(ErrorCode::KernelRefused, "vf-card-limit"); break;
    case EPERM: because(ErrorCode::KernelRefused, "vf-driver-forbids"); break;
    case EAGAIN: because(ErrorCode::Busy, "vf-card-busy"); break;
    default: break;
    }
    return fail(error);
}

Result<> SetVfCount::setCount(Kernel &kernel, int wanted) const
{
    if (auto free = awaitPendingWrites(kernel, m_device); !free)
        return free;
    const auto now = count(kernel);
    if (!now)
        return fail(ErrorCode::NotFound, m_device.toString(), u"sriov_numvfs cannot be read"_s);
    if (*now == wanted)
        return {};
    for (int i = 0; i < *now; ++i)
        if (const auto address = vf(kernel, i))
            if (auto free = refuseHeld(kernel, *address); !free)
                return free;
    // A count that is not zero can only be changed through 0: EBUSY otherwise (sriov_numvfs_store()
    // in drivers/pci/iov.c).
    if (*now != 0)
        if (auto removed = writeCount(kernel, 0); !removed)
            return removed;
    if (wanted == 0)
        return {};
    if (auto made = writeCount(kernel, wanted); !made)
        return made;
    if (!waitUntil([&] { return vf(kernel, wanted - 1).has_value(); }, linksLimitMs))
        return fail(ErrorCode::VerificationFailed, m_device.toString(),
            u"virtfn"_s + QString::number(wanted - 1) + u" did not appear"_s);
    // Whatever its rules do to new devices, and drivers' modules that it loads for them.
    (void)waitUntil([&] { return kernel.modules.isSettled(); }, udevLimitMs);
    if (autoprobe(kernel) == false)
        return {};

    // A driver that probes by and by. Where none comes, nothing changes any more.
    QElapsedTimer quiet;
    quiet.start();
    int bound = -1;
    waitUntil(
        [&] {
            int drivers = 0;
            for (int i = 0; i < wanted; ++i)
                if (const auto address = vf(kernel, i); address && !driverOf(kernel, *address).isEmpty())
                    ++drivers;
            if (drivers != bound)
                quiet.restart();
            bound = drivers;
            return drivers == wanted || quiet.elapsed() > driversQuietMs;
        },
        driversLimitMs);
    return {};
}

std::optional<bool> SetVfCount::autoprobe(const Kernel &kernel) const
{
    const auto text = kernel.sys.text(deviceFile(m_device, autoprobeFile));
    return text ? std::optional(*text != u"0") : std::nullopt;
}

Result<> SetVfCount::setAutoprobe(Kernel &kernel, bool on) const
{
    if (auto free = awaitPendingWrites(kernel, m_device); !free)
        return free;
    const auto now = autoprobe(kernel);
    if (now == on)
        return {};
    if (!now) { // before Linux 4.12
        Error error{ErrorCode::UnsupportedConfiguration, m_device.toString(), u"no sriov_drivers_autoprobe"_s};
        error.extra[u"cause"] = u"vf-no-autoprobe"_s;
        return fail(error);
    }
    return kernel.sys.write(deviceFile(m_device, autoprobeFile), on ? "1" : "0");
}

Result<> SetVfCount::apply(Kernel &kernel) const
{
    if (m_autoprobe)
        if (auto set = setAutoprobe(kernel, *m_autoprobe); !set)
            return set;
    return setCount(kernel, m_count);
}

Result<> SetVfCount::verify(const Kernel &kernel) const
{
    const auto found = count(kernel);
    if (found != m_count)
        return fail(ErrorCode::VerificationFailed, m_device.toString(),
            u"sriov_numvfs reads "_s + (found ? QString::number(*found) : u"nothing"_s));
    if (m_count > 0 && !vf(kernel, m_count - 1))
        return fail(ErrorCode::VerificationFailed, m_device.toString(),
            u"virtfn"_s + QString::number(m_count - 1) + u" is not there"_s);
    if (m_autoprobe && autoprobe(kernel) != m_autoprobe)
        return fail(ErrorCode::VerificationFailed, m_device.toString(), u"sriov_drivers_autoprobe reads otherwise"_s);
    return {};
}

Result<> SetVfCount::undo(Kernel &kernel, const QJsonObject &former) const
{
    if (!isPresent(kernel, m_device))
        return {};
    if (former[u"autoprobe"].isBool())
        if (auto set = setAutoprobe(kernel, former[u"autoprobe"].toBool()); !set)
            return set;
    if (auto counted = setCount(kernel, former[u"count"].toInt()); !counted)
        return counted;
    // Before the drivers, which find nothing to work with otherwise.
    if (auto restored = restoreSecondaries(kernel, m_device, former[u"secondaries"].toArray()); !restored)
        return restored;
    const QJsonArray vfs = former[u"vfs"].toArray();
    QList<VfSettings> settings;
    for (const QJsonValue &one : vfs) {
        if (!one[u"settings"].isObject())
            continue;
        const auto read = VfSettings::fromJson(one[u"settings"].toObject());
        if (!read)
            return fail(read.error());
        settings.append(*read);
    }
    // Before the drivers, which take the MAC that they find.
    if (auto restored = restoreVfs(kernel, m_device, settings); !restored)
        return fail(restored.error());
    for (const QJsonValue &one : vfs)
        if (const auto address = vf(kernel, one[u"index"].toInt()))
            if (auto moved = restoreDriver(kernel, *address, one.toObject()); !moved)
                return moved;
    return {};
}

} // namespace laneway
