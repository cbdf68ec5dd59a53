// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/onlinenvmevfs.h"

#include "kernel/hostreader.h"
#include "steps/arguments.h"
#include "steps/devicefiles.h"

namespace laneway {

namespace {

constexpr int mostVfs = 65535;

QJsonArray toJson(const QList<int> &numbers)
{
    QJsonArray json;
    for (const int number : numbers)
        json += number;
    return json;
}

std::optional<QList<int>> numbersIn(const QJsonValue &json)
{
    const QJsonArray entries = json.toArray();
    QList<int> numbers;
    for (const QJsonValue &entry : entries) {
        const int number = entry.toInt(-1);
        if (number < 0 || number > mostVfs)
            return std::nullopt;
        numbers += number;
    }
    return json.isArray() ? std::optional(numbers) : std::nullopt;
}

bool isUnmanaged(const Error &error)
{
    return error.code == ErrorCode::UnsupportedConfiguration;
}

} // namespace

OnlineNvmeVfs::OnlineNvmeVfs(
    const PciAddress &device, const QList<int> &vfs, const QList<int> &controllers, Share share)
    : m_device(device)
    , m_vfs(vfs)
    , m_controllers(controllers)
    , m_share(share)
{
}

Result<StepPtr> OnlineNvmeVfs::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    const PciAddress device = arguments.address(u"device");
    const Share share{arguments.number(u"queues", 65535), arguments.number(u"interrupts", 65535)};
    const auto vfs = numbersIn(json[u"vfs"]);
    const auto controllers = numbersIn(json[u"controllers"]);
    if (!vfs || !controllers || vfs->isEmpty())
        return fail(ErrorCode::InvalidInput, u"vfs"_s, u"numbers of virtual functions"_s);
    return arguments.step([&] { return std::make_shared<const OnlineNvmeVfs>(device, *vfs, *controllers, share); });
}

QJsonObject OnlineNvmeVfs::arguments() const
{
    return {{u"device"_s, m_device.toString()}, {u"vfs"_s, toJson(m_vfs)}, {u"controllers"_s, toJson(m_controllers)},
        {u"queues"_s, m_share.queues}, {u"interrupts"_s, m_share.interrupts}};
}

QStringList OnlineNvmeVfs::commands() const
{
    const QString start = u"nvme virt-mgmt /dev/$(ls /sys/"_s + deviceFile(m_device, u"nvme") + u") -c "_s;
    QStringList commands;
    for (const int controller : m_controllers) {
        const QString one = start + QString::number(controller);
        commands += one + u" -a 7"_s;
        commands += one + u" -r 0 -n "_s + QString::number(m_share.queues) + u" -a 8"_s;
        commands += one + u" -r 1 -n "_s + QString::number(m_share.interrupts) + u" -a 8"_s;
        commands += one + u" -a 9"_s;
    }
    return commands;
}

Result<QList<NvmeSecondary>> OnlineNvmeVfs::wanted(const NvmeVirtualization &now) const
{
    QList<NvmeSecondary> wanted;
    for (const int vf : m_vfs) {
        const NvmeSecondary *there = now.find(VfIndex{quint32(vf)});
        if (!there)
            return fail(ErrorCode::NotFound, m_device.toString(),
                u"no secondary controller for virtual function "_s + QString::number(vf));
        wanted += {there->controller, there->vf, true, m_share.queues, m_share.interrupts};
    }
    return wanted;
}

Result<QJsonObject> OnlineNvmeVfs::formerState(const Kernel &kernel) const
{
    return kernel.nvme.ask(m_device).and_then([&](const NvmeVirtualization &now) -> Result<QJsonObject> {
        QJsonArray controllers;
        for (const int vf : m_vfs)
            if (const NvmeSecondary *there = now.find(VfIndex{quint32(vf)}))
                controllers += there->toJson();
        return QJsonObject{{u"controllers"_s, controllers}};
    });
}

Result<> OnlineNvmeVfs::apply(Kernel &kernel) const
{
    return kernel.nvme.ask(m_device)
        .and_then([&](const NvmeVirtualization &now) { return wanted(now); })
        .and_then([&](const QList<NvmeSecondary> &all) { return kernel.nvme.assign(m_device, all); })
        .map([](const NvmeVirtualization &) {});
}

Result<> OnlineNvmeVfs::verify(const Kernel &kernel) const
{
    return kernel.nvme.ask(m_device).and_then([&](const NvmeVirtualization &now) {
        return wanted(now).and_then([&](const QList<NvmeSecondary> &all) -> Result<> {
            for (const NvmeSecondary &one : all)
                if (const NvmeSecondary &found = *now.find(one.vf); found != one)
                    return fail(ErrorCode::VerificationFailed, m_device.toString(),
                        u"controller %1 is %2, with %3 queues and %4 interrupts"_s.arg(found.controller)
                            .arg(found.online ? u"online"_s : u"offline"_s)
                            .arg(found.queues)
                            .arg(found.interrupts));
            return {};
        });
    });
}

Result<> OnlineNvmeVfs::undo(Kernel &kernel, const QJsonObject &former) const
{
    return restoreSecondaries(kernel, m_device, former[u"controllers"].toArray());
}

Result<QJsonArray> secondariesNow(const Kernel &kernel, const PciAddress &pf)
{
    if (driverOf(kernel, pf) != u"nvme")
        return QJsonArray();
    const auto now = kernel.nvme.ask(pf);
    if (!now)
        return isUnmanaged(now.error()) ? Result<QJsonArray>(QJsonArray()) : fail(now.error());
    QJsonArray controllers;
    for (const NvmeSecondary &one : now->controllers)
        controllers += one.toJson();
    return controllers;
}

Result<> restoreSecondaries(Kernel &kernel, const PciAddress &pf, const QJsonArray &former)
{
    // Without its driver, all of them are offline and nobody can be asked.
    if (former.isEmpty() || !isPresent(kernel, pf) || driverOf(kernel, pf) != u"nvme")
        return {};
    const auto now = kernel.nvme.ask(pf);
    if (!now)
        return isUnmanaged(now.error()) ? Result<>() : fail(now.error());
    QList<NvmeSecondary> wanted;
    for (const QJsonValue &entry : former) {
        auto one = NvmeSecondary::fromJson(entry.toObject());
        if (!one)
            return fail(one.error());
        const NvmeSecondary *there = now->find(one->vf);
        if (!there)
            continue;
        one->controller = there->controller;
        if (!kernel.sys.exists(deviceFile(pf, QString(u"virtfn"_s + QString::number(one->vf.value)))))
            *one = {one->controller, one->vf, false, 0, 0};
        if (*one != *there)
            wanted += *one;
    }
    if (wanted.isEmpty())
        return {};
    return kernel.nvme.assign(pf, wanted).map([](const NvmeVirtualization &) {});
}

} // namespace laneway
