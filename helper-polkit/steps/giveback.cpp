// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/giveback.h"

#include "steps/addtap.h"
#include "steps/arguments.h"
#include "steps/changedriver.h"
#include "steps/keepfile.h"
#include "steps/lendusb.h"
#include "steps/linkup.h"
#include "steps/pfswitch.h"
#include "steps/setvf.h"
#include "steps/setvfcount.h"

namespace laneway {

GiveBack::GiveBack(const StepPtr &step, const QJsonObject &former)
    : m_step(step)
    , m_former(former)
{
}

Result<StepPtr> GiveBack::fromJson(const QJsonObject &json)
{
    Arguments arguments(json);
    const QJsonObject former = arguments.object(u"former");
    const QJsonObject inner = arguments.object(u"step");
    // One level: what is given back was lent by a step that touched the kernel.
    if (arguments.fault() || inner[u"kind"] == u"give-back"_s)
        return fail(ErrorCode::InvalidInput, u"step"_s, u"missing or not a valid value"_s);
    const auto step = stepFromJson(inner);
    if (!step)
        return step;
    return StepPtr(std::make_shared<const GiveBack>(*step, former));
}

QJsonObject GiveBack::arguments() const
{
    return {{u"step"_s, stepToJson(*m_step)}, {u"former"_s, m_former}};
}

QStringList GiveBack::commands() const
{
    const QJsonObject arguments = m_step->arguments();
    const auto device = m_step->devices().isEmpty() ? PciAddress() : m_step->devices().first();
    const QString kind = m_step->kind();
    if (kind == u"change-driver")
        return ChangeDriver(
            device, m_former[u"driver"].toString(), m_former[u"override"].toString(), arguments[u"driver"].toString())
            .commands();
    if (const auto *tap = dynamic_cast<const AddTap *>(m_step.get()))
        return tap->undoCommands();
    if (kind == u"lend-node")
        return {u"setfacl -x u:"_s + QString::number(arguments[u"uid"].toInteger()) + u" /dev/"_s
            + arguments[u"node"].toString()};
    if (const auto *usb = dynamic_cast<const LendUsb *>(m_step.get()))
        return usb->undoCommands(m_former);
    if (kind == u"link-up")
        return m_former[u"up"].toBool()
            ? QStringList()
            : QStringList{u"ip link set dev "_s + arguments[u"interface"].toString() + u" down"_s};
    if (kind == u"set-vf-count") {
        std::optional<bool> autoprobe;
        if (m_former[u"autoprobe"].isBool())
            autoprobe = m_former[u"autoprobe"].toBool();
        return SetVfCount(device, m_former[u"count"].toInt(), arguments[u"count"].toInt(), autoprobe).commands();
    }
    if (kind == u"keep-file") {
        const auto content = [](const QJsonValue &json) {
            return json.isString() ? std::optional(json.toString().toUtf8()) : std::nullopt;
        };
        return KeepFile(device, content(m_former[u"content"]), content(arguments[u"content"])).commands();
    }
    if (kind == u"set-vfs") {
        QStringList commands;
        for (const VfSettings &settings : formerVfs(m_former).value_or(QList<VfSettings>()))
            commands += ipCommand(device, settings.index, VfChange::to(settings));
        return commands;
    }
    if (kind == u"set-vf") {
        const auto settings = VfSettings::fromJson(m_former);
        const auto pf = PciAddress::parse(arguments[u"pf"].toString());
        const auto change = VfChange::fromJson(arguments[u"change"].toObject());
        if (settings && pf && change)
            return SetVf(device, *pf, settings->index, VfChange::to(change->sameFieldsOf(*settings))).commands();
    }
    return {};
}

Result<> GiveBack::undo(Kernel &kernel, const QJsonObject &) const
{
    return m_step->apply(kernel).and_then([&] { return m_step->verify(kernel); });
}

} // namespace laneway
